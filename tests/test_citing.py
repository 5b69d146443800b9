"""Citations: of the record here and of the document behind it, in four formats that other programs read."""

import json
import re

import bibtexparser
import feedparser
import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from django.conf import settings

from casestudies.citing import FORMATS
from tests import factories as make
from tests.lists import both_languages, every_list
from tests.reading import Reading, attribute

pytestmark = pytest.mark.once

SITE = settings.SITE_URL
ZONE = "/case-studies/bogota-clean-air-zone/"
every_format = pytest.mark.parametrize("extension", FORMATS)


def bibtex(text: str) -> dict[str, dict]:
    """Key → type and fields, as bibtexparser reads them; nothing in the file is left over."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return {one.key: {"type": one.entry_type, **{f.key: f.value for f in one.fields}} for one in library.entries}


# Words

DOCUMENT = "C40 Cities Climate Leadership Group (2024). 城市清洁空气 [Clean air in cities]."


def test_case_is_cited_with_the_document_that_it_rests_on(loaded, read_text):
    assert read_text(f"{ZONE}cite.txt").split("\n\n") == [
        f"CityClimate (2025). Clean air zones that put equity first. Version 0123456789ab. {SITE}{ZONE}",
        f"{DOCUMENT} Passages: Bogotá, Results; Bogotá, Approach.\n",
    ]


def test_case_is_cited_in_chinese(loaded, read_text):
    assert read_text(f"/zh-hans{ZONE}cite.txt").split("\n\n") == [
        f"CityClimate（2025）：《以公平为先的清洁空气区》。版本 0123456789ab。 {SITE}/zh-hans{ZONE}",
        "C40 城市集团（2024）：《城市清洁空气》。出处：波哥大，成果；波哥大，方法。\n",
    ]


def test_source_is_cited_as_the_document_too(loaded, read_text):
    address = "/sources/c40-clean-air/"
    loaded.source.symbol, loaded.source.url = "HSP/HA/1", "https://example.org/clean air.pdf"
    loaded.source.save()
    assert read_text(f"{address}cite.txt").split("\n\n") == [
        f"CityClimate (2025). Clean air in cities. Version 0123456789ab. {SITE}{address}",
        f"{DOCUMENT} Document HSP/HA/1. https://example.org/clean%20air.pdf\n",
    ]


def test_programme_without_facts_of_its_own_is_cited_alone(loaded, read_text):
    make.programme("alone", **make.both("name", "Alone"))
    assert read_text("/programmes/alone/cite.txt") == (
        f"CityClimate (2025). Alone. Version 0123456789ab. {SITE}/programmes/alone/\n"
    )


def test_programme_is_cited_with_the_documents_that_tell_what_moved_to_it(loaded, read_text):
    assert read_text("/programmes/zuma/cite.txt").splitlines()[-1] == (
        "C40 Cities Climate Leadership Group (2024). 城市清洁空气 [Clean air in cities]. Passages: Bengaluru."
    )


@pytest.mark.parametrize(
    ("fact", "title", "passages"),
    [
        ("outcome-first-zone", "First zone in one sentence", "Bogotá, Results"),
        ("step-evidence", "Evidence", "Bogotá, Approach"),
    ],
)
def test_fact_is_cited_with_the_passages_that_prove_it(loaded, read_text, fact, title, passages):
    assert read_text(f"{ZONE}cite.txt?fact={fact}").split("\n\n") == [
        f"CityClimate (2025). {title}. In: Clean air zones that put equity first. Version 0123456789ab. "
        f"{SITE}{ZONE}#{fact}",
        f"{DOCUMENT} Passages: {passages}.\n",
    ]


def test_lesson_is_cited_with_its_own_page(loaded, read_text):
    assert read_text(f"{ZONE}cite.txt?fact=lesson-slow-but-lasting").split("\n\n")[0] == (
        "CityClimate (2025). Working together is slow but lasts. In: Clean air zones that put equity first. "
        f"Version 0123456789ab. {SITE}/lessons/case/bogota-clean-air-zone/slow-but-lasting/"
    )


def test_fact_of_a_place_an_organisation_and_a_method_is_cited(cast, read_text):
    make.outcome("trees", place=cast.bogota)
    make.outcome("members", organisation=cast.fund)
    make.lesson("start-early", method=cast.evidence)
    assert f"{SITE}/cities/bogota/#outcome-trees" in read_text("/cities/bogota/cite.txt?fact=outcome-trees")
    fund = read_text("/organisations/clean-air-fund/cite.txt?fact=outcome-members")
    assert f"{SITE}/organisations/clean-air-fund/#outcome-members" in fund
    method = read_text("/methods/build-evidence-base/cite.txt?fact=lesson-start-early")
    assert f"{SITE}/lessons/method/build-evidence-base/start-early/" in method


def test_list_is_cited_with_its_filters_and_its_one_address(loaded, read_text):
    assert read_text("/case-studies/cite.txt?theme=transport&theme=air-quality&q=zone&sort=title") == (
        "CityClimate (2025). Case studies (Name or title: zone; Theme: Air quality, Transport). "
        f"Version 0123456789ab. {SITE}/case-studies/?q=zone&theme=air-quality&theme=transport&sort=title\n"
    )
    assert read_text("/zh-hans/case-studies/cite.txt?region=africa") == (
        "CityClimate（2025）：《案例（区域：非洲）》。版本 0123456789ab。 "
        f"{SITE}/zh-hans/case-studies/?region=africa\n"
    )


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (
            "/case-studies/?region=latin-america&year_min=2020&year_max=2024",
            "Case studies (Region: Latin America; From year to year: 2020–2024)",
        ),
        (
            "/zh-hans/case-studies/?region=latin-america&year_min=2020&year_max=2024",
            "案例（区域：拉丁美洲；起止年份：2020–2024）",
        ),
        ("/cities/?population_min=50000", "Cities (Population: from 50,000)"),
        ("/zh-hans/cities/?population_min=50000", "城市（人口：不小于 5万）"),
        ("/outcomes/?amount_max=20&unit=percent", "Figures (Amount: up to 20 %)"),
        ("/outcomes/?unit=percent", "Figures (Amount: %)"),
    ],
)
def test_ranges_are_named_in_the_citation_the_feed_and_the_head_of_a_list(client, cast, path, title):
    path, _mark, query = path.partition("?")
    head = Reading(client.get(f"{path}?{query}"))
    assert attribute(head.one("meta", property="og:title"), "content") == title
    feed = feedparser.parse(client.get(f"{path[:-1]}.atom?{query}").content)
    assert feed.feed.title == f"{title} · CityClimate"
    (cited,) = client.get(f"{path}cite.json?{query}").json()
    assert cited["title"] == title


@every_list
@every_format
@both_languages
def test_every_list_can_be_cited_in_every_format(client, cast, name, extension, language):
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    response = client.get(f"{prefix}/{name}/cite.{extension}")
    assert response.status_code == 200
    assert f"{SITE}{prefix}/{name}/" in response.content.decode()


# Formats


def test_bibtexparser_reads_the_case_and_the_document(loaded, read_text):
    assert bibtex(read_text(f"{ZONE}cite.bib")) == {
        "cityclimate-case-bogota-clean-air-zone": {
            "type": "misc",
            "title": "{Clean air zones that put equity first}",
            "author": "{CityClimate}",
            "howpublished": "CityClimate",
            "year": "2025",
            "month": "1",
            "version": "0123456789ab",
            "language": "en",
            "url": f"{SITE}{ZONE}",
        },
        "c40-clean-air": {
            "type": "techreport",
            "title": "{城市清洁空气 [Clean air in cities]}",
            "author": "{C40 Cities Climate Leadership Group}",
            "institution": "C40 Cities Climate Leadership Group",
            "year": "2024",
            "note": "Bogotá, Results; Bogotá, Approach",
            "language": "zh-Hans",
        },
    }


def test_rispy_reads_the_case_and_the_document(loaded, read_text):
    text = read_text(f"{ZONE}cite.ris")
    page, document = rispy.loads(text)
    assert page == {
        "type_of_reference": "ELEC",
        "id": "cityclimate-case-bogota-clean-air-zone",
        "title": "Clean air zones that put equity first",
        "authors": ["CityClimate"],
        "secondary_title": "CityClimate",
        "publisher": "CityClimate",
        "year": "2025",
        "date": "2025/01/01/",
        "edition": "0123456789ab",
        "language": "en",
        "urls": [f"{SITE}{ZONE}"],
    }
    assert document == {
        "type_of_reference": "RPRT",
        "id": "c40-clean-air",
        "title": "城市清洁空气 [Clean air in cities]",
        "authors": ["C40 Cities Climate Leadership Group"],
        "publisher": "C40 Cities Climate Leadership Group",
        "year": "2024",
        "date": "2024///",
        "language": "zh-Hans",
        "notes": ["Bogotá, Results", "Bogotá, Approach"],
    }
    assert all(re.fullmatch(r"([A-Z][A-Z0-9]  - .*)?", line) for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")


def test_csl_json_holds_the_fact_and_the_document(loaded, read_text):
    assert json.loads(read_text(f"{ZONE}cite.json?fact=outcome-first-zone")) == [
        {
            "id": "cityclimate-case-bogota-clean-air-zone-outcome-first-zone",
            "type": "webpage",
            "title": "First zone in one sentence.",
            "author": [{"literal": "CityClimate"}],
            "container-title": "Clean air zones that put equity first",
            "publisher": "CityClimate",
            "issued": {"date-parts": [[2025, 1, 1]]},
            "version": "0123456789ab",
            "language": "en",
            "URL": f"{SITE}{ZONE}#outcome-first-zone",
        },
        {
            "id": "c40-clean-air",
            "type": "report",
            "title": "城市清洁空气 [Clean air in cities]",
            "author": [{"literal": "C40 Cities Climate Leadership Group"}],
            "publisher": "C40 Cities Climate Leadership Group",
            "issued": {"date-parts": [[2024]]},
            "note": "Bogotá, Results",
            "language": "zh-Hans",
        },
    ]


def test_citation_processor_renders_the_csl_json_in_a_style(loaded, read_text):
    items = json.loads(read_text(f"{ZONE}cite.json"))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
    for item in items:
        bibliography.register(Citation([CitationItem(item["id"])]))
    assert list(map(str, bibliography.bibliography())) == [
        "CityClimate (2025) Clean air zones that put equity first, CityClimate. CityClimate. "
        f"Available at: {SITE}{ZONE}.",
        "C40 Cities Climate Leadership Group (2024) 城市清洁空气 [Clean air in cities]. "
        "C40 Cities Climate Leadership Group.",
    ]


@pytest.mark.parametrize(
    ("extension", "content_type"),
    [
        ("bib", "application/x-bibtex; charset=utf-8"),
        ("ris", "application/x-research-info-systems; charset=utf-8"),
        ("json", "application/vnd.citationstyles.csl+json; charset=utf-8"),
        ("txt", "text/plain; charset=utf-8"),
    ],
)
def test_file_says_what_it_is_and_is_no_search_result(client, cast, extension, content_type):
    response = client.get(f"{ZONE}cite.{extension}")
    assert response["Content-Type"] == content_type
    name = f"cityclimate-case-bogota-clean-air-zone.{extension}"
    assert response["Content-Disposition"] == f'inline; filename="{name}"'
    assert response["X-Robots-Tag"] == "noindex"


def test_keys_tell_languages_facts_and_lists_apart_and_stay(loaded, read_text):
    addresses = [
        f"{ZONE}cite.bib",
        f"/zh-hans{ZONE}cite.bib",
        f"{ZONE}cite.bib?fact=step-evidence",
        "/case-studies/cite.bib",
        "/case-studies/cite.bib?theme=transport&region=africa",
        "/case-studies/cite.bib?region=africa&theme=transport",
        "/zh-hans/case-studies/cite.bib?region=africa&theme=transport",
    ]
    assert [next(iter(bibtex(read_text(address)))) for address in addresses] == [
        "cityclimate-case-bogota-clean-air-zone",
        "cityclimate-case-bogota-clean-air-zone-zh-hans",
        "cityclimate-case-bogota-clean-air-zone-step-evidence",
        "cityclimate-case-studies",
        "cityclimate-case-studies-40529764",
        "cityclimate-case-studies-40529764",
        "cityclimate-case-studies-40529764-zh-hans",
    ]


# What is refused


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("fact=outcome-nothing", "fact"),
        ("fact=outcome-boats", "fact"),
        ("fact=membership-bogota", "fact"),
        ("fact=", "fact"),
        ("fact=outcome-first-zone%0a", "fact"),
        ("fact=outcome-first-zone&fact=step-evidence", "fact"),
        ("colour=red", "colour"),
    ],
)
@both_languages
def test_what_is_no_fact_of_the_record_is_refused(client, cast, query, parameter, language):
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    response = client.get(f"{prefix}{ZONE}cite.bib?{query}")
    assert response.status_code == 400
    assert list(Reading(response).problems) == [parameter]


@pytest.mark.parametrize("query", ["region=atlantis", "colour=red", "sort=luck", "page=1"])
def test_list_refuses_what_its_page_refuses_and_a_page_number(client, cast, query):
    response = client.get(f"/case-studies/cite.ris?{query}")
    assert response.status_code == 400
    assert list(Reading(response).problems) == [query.partition("=")[0]]


@every_format
def test_drafts_are_not_cited_not_even_for_curators(client, admin_client, cast, extension):
    for visitor in (client, admin_client):
        assert visitor.get(f"/case-studies/rio-ferry/cite.{extension}").status_code == 404
    assert client.get(f"/case-studies/bogota-lane/cite.{extension}").status_code == 410
    assert client.get(f"/case-studies/nowhere/cite.{extension}").status_code == 404
    assert Reading(admin_client.get("/case-studies/rio-ferry/")).all(class_="citation") == []


def test_document_that_is_a_draft_is_not_cited(cast, read_text):
    cast.source.state = "draft"
    cast.source.save()
    assert len(json.loads(read_text(f"{ZONE}cite.json"))) == 1


def test_publisher_that_is_a_draft_is_not_named(cast, read_text):
    cast.c40.state = "draft"
    cast.c40.save()
    assert "author" not in json.loads(read_text(f"{ZONE}cite.json"))[1]


def test_citation_follows_a_renamed_record_and_a_city_among_the_places(client, cast):
    response = client.get("/case-studies/bogota-zone/cite.bib?fact=step-evidence")
    assert (response.status_code, response["Location"]) == (301, f"{ZONE}cite.bib?fact=step-evidence")
    response = client.get("/zh-hans/places/bogota/cite.ris")
    assert (response.status_code, response["Location"]) == (301, "/zh-hans/cities/bogota/cite.ris")
