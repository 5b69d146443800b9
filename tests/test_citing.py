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

from casestudies.citing import FORMATS, Kind, Reference
from casestudies.citing.reference import one_line
from casestudies.models import ContentLoad
from tests import factories as make
from tests.lists import both_languages, every_list
from tests.reading import Reading, attribute, texts

SITE = settings.SITE_URL
ZONE = "/case-studies/bogota-clean-air-zone/"
every_format = pytest.mark.parametrize("extension", FORMATS)


@pytest.fixture
def loaded(cast):
    """The cast, with a version of the content, loaded on 18 September 2025."""
    load = ContentLoad.objects.create(digest="0123456789abcdef")
    ContentLoad.objects.update(loaded_at="2025-09-18T12:00:00Z")
    cast.load = load
    return cast


@pytest.fixture
def read(client):
    def read(address: str) -> str:
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return read


def bibtex(text: str) -> dict[str, dict]:
    """Key → type and fields, as bibtexparser reads them; nothing in the file is left over."""
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return {one.key: {"type": one.entry_type, **{f.key: f.value for f in one.fields}} for one in library.entries}


# Words

DOCUMENT = "C40 Cities Climate Leadership Group (2024). 城市清洁空气 [Clean air in cities]."


def test_case_is_cited_with_the_document_that_it_rests_on(loaded, read):
    assert read(f"{ZONE}cite.txt").split("\n\n") == [
        f"CityClimate (2025). Clean air zones that put equity first. Version 0123456789ab. {SITE}{ZONE}",
        f"{DOCUMENT} Passages: Bogotá, Results; Bogotá, Approach.\n",
    ]


def test_case_is_cited_in_chinese(loaded, read):
    assert read(f"/zh-hans{ZONE}cite.txt").split("\n\n") == [
        f"CityClimate（2025）：《以公平为先的清洁空气区》。版本 0123456789ab。 {SITE}/zh-hans{ZONE}",
        "C40 城市集团（2024）：《城市清洁空气》。出处：波哥大，成果；波哥大，方法。\n",
    ]


def test_source_is_cited_as_the_document_too(loaded, read):
    address = "/sources/c40-clean-air/"
    loaded.source.symbol, loaded.source.url = "HSP/HA/1", "https://example.org/clean air.pdf"
    loaded.source.save()
    assert read(f"{address}cite.txt").split("\n\n") == [
        f"CityClimate (2025). Clean air in cities. Version 0123456789ab. {SITE}{address}",
        f"{DOCUMENT} Document HSP/HA/1. https://example.org/clean%20air.pdf\n",
    ]


def test_programme_without_facts_of_its_own_is_cited_alone(loaded, read):
    assert read("/programmes/zuma/cite.txt") == (
        f"CityClimate (2025). Urban Zones for Better Air. Version 0123456789ab. {SITE}/programmes/zuma/\n"
    )


@pytest.mark.parametrize(
    ("fact", "title", "passages"),
    [
        ("outcome-first-zone", "First zone in one sentence", "Bogotá, Results"),
        ("step-evidence", "Evidence", "Bogotá, Approach"),
    ],
)
def test_fact_is_cited_with_the_passages_that_prove_it(loaded, read, fact, title, passages):
    assert read(f"{ZONE}cite.txt?fact={fact}").split("\n\n") == [
        f"CityClimate (2025). {title}. In: Clean air zones that put equity first. Version 0123456789ab. "
        f"{SITE}{ZONE}#{fact}",
        f"{DOCUMENT} Passages: {passages}.\n",
    ]


def test_lesson_is_cited_with_its_own_page(loaded, read):
    assert read(f"{ZONE}cite.txt?fact=lesson-slow-but-lasting").split("\n\n")[0] == (
        "CityClimate (2025). Working together is slow but lasts. In: Clean air zones that put equity first. "
        f"Version 0123456789ab. {SITE}/lessons/case/bogota-clean-air-zone/slow-but-lasting/"
    )


def test_fact_of_a_place_an_organisation_and_a_method_is_cited(cast, read):
    make.outcome("trees", place=cast.bogota)
    make.outcome("members", organisation=cast.fund)
    make.lesson("start-early", method=cast.evidence)
    assert f"{SITE}/cities/bogota/#outcome-trees" in read("/cities/bogota/cite.txt?fact=outcome-trees")
    fund = read("/organisations/clean-air-fund/cite.txt?fact=outcome-members")
    assert f"{SITE}/organisations/clean-air-fund/#outcome-members" in fund
    method = read("/methods/build-evidence-base/cite.txt?fact=lesson-start-early")
    assert f"{SITE}/lessons/method/build-evidence-base/start-early/" in method


def test_list_is_cited_with_its_filters_and_its_one_address(loaded, read):
    assert read("/case-studies/cite.txt?theme=transport&theme=air-quality&q=zone&sort=title") == (
        "CityClimate (2025). Case studies (Name or title: zone; Theme: Air quality, Transport). "
        f"Version 0123456789ab. {SITE}/case-studies/?q=zone&theme=air-quality&theme=transport&sort=title\n"
    )
    assert read("/zh-hans/case-studies/cite.txt?region=africa") == (
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


def test_bibtexparser_reads_the_case_and_the_document(loaded, read):
    assert bibtex(read(f"{ZONE}cite.bib")) == {
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


def test_rispy_reads_the_case_and_the_document(loaded, read):
    text = read(f"{ZONE}cite.ris")
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


def test_csl_json_holds_the_fact_and_the_document(loaded, read):
    assert json.loads(read(f"{ZONE}cite.json?fact=outcome-first-zone")) == [
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


def test_citation_processor_renders_the_csl_json_in_a_style(loaded, read):
    items = json.loads(read(f"{ZONE}cite.json"))
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


def test_keys_tell_languages_facts_and_lists_apart_and_stay(loaded, read):
    addresses = [
        f"{ZONE}cite.bib",
        f"/zh-hans{ZONE}cite.bib",
        f"{ZONE}cite.bib?fact=step-evidence",
        "/case-studies/cite.bib",
        "/case-studies/cite.bib?theme=transport&region=africa",
        "/case-studies/cite.bib?region=africa&theme=transport",
        "/zh-hans/case-studies/cite.bib?region=africa&theme=transport",
    ]
    assert [next(iter(bibtex(read(address)))) for address in addresses] == [
        "cityclimate-case-bogota-clean-air-zone",
        "cityclimate-case-bogota-clean-air-zone-zh-hans",
        "cityclimate-case-bogota-clean-air-zone-step-evidence",
        "cityclimate-case-studies",
        "cityclimate-case-studies-40529764",
        "cityclimate-case-studies-40529764",
        "cityclimate-case-studies-40529764-zh-hans",
    ]


# What a title may hold

HOSTILE = [
    'He said "no" & left: 50% of $5 in #1_a ~ {x}^2 \\ end',
    "An open brace { and no close",
    "A close } and no open",
    "Two\nlines\r\nER  - \r\nTY  - BOOK",
    "@article{evil, title = {x}}",
    "</script><script>alert(1)</script>",
    "Separators \u2028 and \u2029 and \x85 and \x0b",
    "TY  - JOUR",
    "波哥大“清洁空气”，百分之五十",
    "%",
    "\\",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_breaks_a_format(cast, read, title):
    cast.zone.title_en = title
    cast.zone.save()
    cast.source.title_zh_hans = title
    cast.source.save()
    plain = one_line(title)

    page, document = bibtex(read(f"{ZONE}cite.bib")).values()
    for entry in (page, document):
        assert set(entry) - {"institution", "note", "howpublished", "month"} == {
            "type", "title", "author", "year", "language", *({"url"} & set(entry)),
        }  # fmt: skip
        assert entry["title"].count("{") == entry["title"].count("}")
    assert plain_latex(page["title"]) == plain

    page, document = rispy.loads(read(f"{ZONE}cite.ris"))
    assert (page["title"], page["type_of_reference"]) == (plain, "ELEC")
    assert document["type_of_reference"] == "RPRT"

    page, document = json.loads(read(f"{ZONE}cite.json"))
    assert page["title"] == plain
    assert document["title"].startswith(plain)

    assert len(read(f"{ZONE}cite.txt").splitlines()) == 3


def plain_latex(text: str) -> str:
    """What TeX would print: the inverse of the escapes, read off the commands and not our table."""
    text = text.removeprefix("{").removesuffix("}")
    commands = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    return re.sub(r"\\(?:text(\w+)\{\}|(.))", lambda found: commands[found[1]] if found[1] else found[2], text)


def test_reference_is_the_same_one_line_in_every_writer():
    reference = Reference(key="key", kind=Kind.PAGE, title="A title", language="en")
    assert FORMATS["txt"].write([reference]) == "A title (no date).\n"
    assert FORMATS["bib"].write([reference]) == (
        "@misc{key,\n  title = {{A title}},\n  howpublished = {CityClimate},\n  language = {en},\n}\n"
    )


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


def test_document_that_is_a_draft_is_not_cited(cast, read):
    cast.source.state = "draft"
    cast.source.save()
    assert len(json.loads(read(f"{ZONE}cite.json"))) == 1


def test_publisher_that_is_a_draft_is_not_named(cast, read):
    cast.c40.state = "draft"
    cast.c40.save()
    assert "author" not in json.loads(read(f"{ZONE}cite.json"))[1]


def test_citation_follows_a_renamed_record_and_a_city_among_the_places(client, cast):
    response = client.get("/case-studies/bogota-zone/cite.bib?fact=step-evidence")
    assert (response.status_code, response["Location"]) == (301, f"{ZONE}cite.bib?fact=step-evidence")
    response = client.get("/zh-hans/places/bogota/cite.ris")
    assert (response.status_code, response["Location"]) == (301, "/zh-hans/cities/bogota/cite.ris")


# The box


@pytest.mark.parametrize(
    "path",
    [
        ZONE,
        "/programmes/zuma/",
        "/sources/c40-clean-air/",
        "/case-studies/?region=africa",
        "/outcomes/?q=zone&sort=place",
        "/lessons/case/bogota-clean-air-zone/slow-but-lasting/",
    ],
)
@both_languages
def test_box_shows_what_its_files_hold(client, loaded, path, language):
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    page = Reading(client.get(prefix + path))
    box = page.one("details", class_="citation")
    files = {texts(link): attribute(link, "href") for link in page.all("a", page.one(class_="citation-files"))}
    assert list(files) == ["BibTeX", "RIS", "CSL-JSON", "TXT"]
    shown = [texts(text) for text in page.all("p", box, class_="citation-text")]
    assert shown == client.get(files["TXT"]).content.decode().split("\n")[:-1:2]
    for address in files.values():
        assert client.get(address).status_code == 200


def test_box_offers_every_figure_step_and_lesson_of_the_page(client, cast):
    page = Reading(client.get(ZONE))
    form = page.one("form", class_="citation-fact")
    facts = [attribute(option, "value") for option in page.all("option", form)]
    assert facts == [
        "outcome-first-zone",
        "outcome-fine-dust",
        "step-evidence",
        "step-support",
        "step-agree",
        "lesson-slow-but-lasting",
    ]
    for fact in facts:
        for button in page.all("button", form):
            assert client.get(attribute(button, "formaction"), {"fact": fact}).status_code == 200


@every_list
def test_every_list_has_a_box(client, cast, name):
    page = Reading(client.get(f"/{name}/"))
    assert texts(page.one("summary", page.one("details", class_="citation"))) == "Cite this list"
