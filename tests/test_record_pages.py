"""What the pages of all records have: facts beside the title, and a bar to cite it, print it and take its data."""

import pytest

from casestudies.models import Participation
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

ZONE = "/case-studies/bogota-clean-air-zone/"
CITED = (
    ZONE,
    "/cities/bogota/",
    "/places/colombia/",
    "/programmes/zuma/",
    "/networks/c40/",
    "/organisations/clean-air-fund/",
    "/methods/build-evidence-base/",
    "/lessons/case/bogota-clean-air-zone/slow-but-lasting/",
    "/events/clean-air-forum/",
    "/glossary/low-emission-zone/",
    "/transfers/advice/",
    "/sources/c40-clean-air/",
)
UNCITED = ("/themes/clean-air-zones/", "/indicators/pm2-5/")


def tools(page: Reading) -> dict[str, str]:
    """The links of the bar by their words."""
    return {texts(link): attribute(link, "href") for link in page.all("a", page.one("ul", class_="record-tools"))}


@pytest.mark.parametrize("path", [*CITED, *UNCITED])
@pytest.mark.parametrize("prefix", ["", "/zh-hans"])
def test_every_record_is_cited_printed_and_had_as_data_from_one_bar(client, page_at, path, prefix):
    page = page_at(prefix + path)
    found = tools(page)
    cite, data = ("引用", "数据") if prefix else ("Cite", "Data")
    answer = client.get(found.pop(data))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert answer.json()["url"].endswith(path)
    assert found.pop(cite, None) == ("#cite-text" if path in CITED else None)
    assert len(page.all(id="cite-text")) == (path in CITED)
    assert list(found.values()) == ["#sources"] * len(page.all(id="sources"))
    assert texts(page.one("button", page.one("li", class_="print-it"))) == ("打印" if prefix else "Print")
    scripts = [attribute(script, "src") for script in page.all("script", page.one("main"))]
    assert scripts == ["/static/js/print.js"]


def test_bar_says_how_many_passages_of_how_many_documents_prove_the_page(client, cast):
    def proof(path=ZONE):
        return [words for words, href in tools(Reading(client.get(path))).items() if href == "#sources"]

    assert proof() == ["2 passages of one document"]
    assert proof("/zh-hans" + ZONE) == ["一份文献的 2 个段落"]
    assert proof("/events/clean-air-forum/") == ["1 passage of one document"]
    assert proof("/places/brazil/") == []
    other = make.passage(make.source("other"), "whole")
    make.cite(other, "Anchor", "summary", case=cast.zone)
    assert proof() == ["3 passages of 2 documents"]
    assert proof("/zh-hans" + ZONE) == ["2 份文献的 3 个段落"]


def test_draft_that_its_curator_reads_is_neither_cited_nor_in_the_api(admin_client, cast):
    page = Reading(admin_client.get("/case-studies/rio-ferry/"))
    assert list(tools(page).values()) == ["#sources"]


@pytest.mark.parametrize("path", [ZONE, "/cities/bogota/", "/places/colombia/", "/programmes/zuma/", "/networks/c40/"])
def test_facts_follow_the_key_figures_and_come_before_what_is_told(page_at, path):
    page = page_at(path)
    (record,) = page.all("article", class_="record")
    parts = [attribute(part, "class").split()[0] for part in record]
    assert parts == ["record-head", "record-side", "record-main", "record-rest"]
    assert len(page.all("h1", page.one("div", class_="record-head"))) == 1
    assert len(page.all("dl", page.one("aside", class_="record-side"), class_="facts")) == 1


def test_many_partners_of_a_city_are_folded_after_six(client, cast):
    for at in range(9):
        make.involvement(cast.zone, make.organisation(f"body-{at}", acronym=""))
    page = Reading(client.get("/cities/bogota/"))
    fold = page.one("details", page.one("dl", class_="facts"))
    assert texts(page.one("summary", fold)) == "5 more"
    assert len(page.all("li", fold)) == 5


def test_programme_names_its_leads_and_funders_beside_its_title_and_folds_many(client, cast):
    def part(organisation, role):
        return Participation.objects.create(
            programme=cast.zuma, organisation_id=organisation.pk, key=organisation.slug, role=role
        )

    make.cite(cast.bogota_results, "清洁空气基金资助", participation=part(cast.fund, "funder"))
    part(cast.c40, "lead")
    for at in range(4):
        part(make.organisation(f"body-{at}"), "partner")
    page = Reading(client.get("/programmes/zuma/"))
    facts = page.one("dl", class_="facts")
    told = {texts(page.one("dt", at)): [texts(link) for link in page.all("a", at)] for at in page.all("div", facts)}
    assert told["Lead"] == ["C40 Cities Climate Leadership Group"]
    assert told["Funder"] == ["Clean Air Fund"]
    assert told["Partner"] == ["Body 0", "Body 1", "Body 2", "all 4"]
    assert list(told) == ["Jurisdiction", "When", "Lead", "Funder", "Partner"]
    quotes = [quote for quote in page.all("q") if texts(quote) == "清洁空气基金资助"]
    assert len(quotes) == 1  # among those who take part: a second mark would have the same id


def test_many_lessons_are_folded_after_five(client, cast):
    for at in range(8):
        make.lesson(f"more-{at}", case=cast.zone, order=at + 2)
    page = Reading(client.get(ZONE))
    lessons = page.one("section", id="lessons")
    assert len(page.all("li", lessons, class_="lesson")) == 9
    fold = page.one("details", lessons, class_="fold")
    assert texts(page.one("summary", fold)) == "4 more lessons"
    assert len(page.all("li", fold, class_="lesson")) == 4


def test_case_in_many_places_lists_them_among_its_facts_instead_of_above_its_title(client, cast):
    cast.zone.places.set([cast.bogota.pk, cast.rio.pk, cast.bengaluru.pk])
    page = Reading(client.get(ZONE))
    assert len(page.all("a", page.one("p", class_="crumbs"))) == 4
    cast.zone.places.add(cast.karnataka.pk)
    page = Reading(client.get(ZONE))
    assert texts(page.one("p", class_="crumbs")) == "Case studies"
    where = page.one("dl", class_="facts").find("div/dt[.='Where']/..")
    assert len(page.all("a", where)) == 4


def test_first_paragraph_of_a_network_stands_above_its_figures_and_the_others_after_them(client, cast):
    cast.c40.description_en, cast.c40.description_zh_hans = "A network.\r\n\r\nIt is old.\n\nIt is *large*.", ""
    cast.c40.save()
    for prefix, lang in {"": None, "/zh-hans": "en"}.items():
        page = Reading(client.get(f"{prefix}/networks/c40/"))
        lead, further = page.one("div", class_="lead"), page.one("section", id="further")
        assert "A network." in texts(lead) and "old" not in texts(lead)
        assert [texts(line) for line in page.all("p", further)] == ["It is old.", "It is large ."]
        assert page.one("div", further, class_="prose").get("lang") == lang
    assert Reading(client.get("/cities/bogota/")).all(id="further") == []
