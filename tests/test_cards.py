"""A card tells the news: the figure that came of it, else what it is about; then where, what, and how in two lines."""

import datetime

import pytest

from casestudies.models import CaseStudy
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return lambda path: page_at(path)


def headline(page: Reading) -> tuple[str, str]:
    """The status that the rule is drawn by, and all words of the only headline."""
    found = page.one("div", class_="headline")
    return attribute(found, "data-status"), texts(found)


def test_card_opens_with_its_first_key_figure_and_what_it_measures(read):
    assert headline(read("/case-studies/?city=bogota")) == ("observed", "↓ −65.9 % PM2.5 observed")
    assert headline(read("/case-studies/?city=bengaluru")) == (
        "expected",
        "1.3 million people People reached expected",
    )
    assert headline(read("/zh-hans/case-studies/?city=bogota")) == ("observed", "↓ −65.9 % PM2.5 已观测")


def test_impact_heads_the_card_before_an_output_and_context_and_inputs_never_do(client, cast):
    for level in ("context", "input", "impact", "outcome"):
        make.outcome(level, "5", case=cast.zone, order=9, indicator=make.indicator(f"of-{level}", results_level=level))
    page = Reading(client.get("/case-studies/?city=bogota"))
    assert headline(page) == ("achieved", "5 zones Of impact achieved")
    cast.zone.outcomes.filter(indicator__results_level__in=["impact", "outcome", "output"]).delete()
    page = Reading(client.get("/case-studies/?city=bogota"))
    assert headline(page) == ("none", "Clean air zones no result in figures")


def test_measured_figure_heads_the_card_before_a_target_of_its_level(client, cast):
    cast.zone.outcomes.all().delete()
    make.outcome("two", "2", case=cast.zone, status="target", order=1)
    assert headline(Reading(client.get("/case-studies/?city=bogota"))) == (
        "target",
        "2 zones Clean air zones target",
    )
    make.outcome("three", "3", case=cast.zone, order=2)
    page = Reading(client.get("/case-studies/?city=bogota"))
    assert headline(page) == ("achieved", "3 zones Clean air zones achieved")


def test_card_says_from_what_where_the_source_gives_a_baseline_and_a_change_has_none(client, cast):
    cast.fine_dust.delete()
    share = {"unit": make.unit("percent"), "kind": "share", "baseline_value": 5}
    for year, said in {None: "from 5 % to 18 %", 2017: "from 5 % in 2017 to 18 %"}.items():
        figure = make.outcome("recycled", "18", case=cast.zone, order=0, baseline_year=year, **share)
        page = Reading(client.get("/case-studies/?city=bogota"))
        assert texts(page.one("p", class_="headline-from")) == said
        figure.delete()
    make.outcome("recycled", "18", case=cast.zone, order=0, **share | {"kind": "change"})
    assert Reading(client.get("/case-studies/?city=bogota")).all("p", class_="headline-from") == []


def test_case_without_a_figure_says_its_first_three_themes_and_lists_all_if_there_are_more(client, cast):
    page = Reading(client.get("/case-studies/?city=rio-de-janeiro"))
    assert headline(page) == ("none", "Transport no result in figures")
    assert texts(page.one("p", class_="card-facts")) == "2024"
    cast.campaign.themes.set([cast.air, cast.zones, cast.transport, cast.cycling])
    page = Reading(client.get("/case-studies/?city=rio-de-janeiro"))
    assert headline(page) == ("none", "Air quality Clean air zones Transport no result in figures")
    assert texts(page.one("p", class_="card-facts")) == "Air quality Clean air zones Transport Cycling 2024"


def test_programme_card_has_the_figure_of_the_programme_and_none_of_its_cases(client, cast):
    assert headline(Reading(client.get("/programmes/"))) == ("none", "Clean air zones")
    make.outcome("zones", "7", programme=cast.zuma)
    assert headline(Reading(client.get("/programmes/"))) == ("achieved", "7 zones Clean air zones achieved")


def test_city_card_tells_of_its_most_evidenced_case_rather_of_one_with_results(client, cast):
    def card(address="/cities/?country=colombia"):
        page = Reading(client.get(address))
        return *headline(page), texts(page.one("p", class_="card-summary"))

    assert card() == ("observed", "↓ −65.9 % PM2.5 observed", "Clean air zones that put equity first")
    assert card("/cities/?country=brazil") == (
        "none",
        "Transport no result in figures",
        "A campaign for a low emission zone",
    )
    spent = make.case("a-budget", [cast.bogota], **make.both("title", "Bogotá: a budget", "波哥大：预算"))
    for at in range(3):
        make.outcome(f"spent-{at}", case=spent, indicator=make.indicator("spent", results_level="input"))
    assert card()[-1] == "Clean air zones that put equity first"
    cast.zone.outcomes.all().delete()
    assert card() == ("none", "no result in figures", "A budget")
    assert card("/zh-hans/cities/?country=colombia")[-1] == "预算"
    make.city("medellin", cast.colombia)
    page = Reading(client.get("/cities/?q=medellin"))
    assert headline(page) == ("none", "no case study yet")


def test_city_is_not_named_again_on_the_cards_of_its_page(client, cast):
    cast.zone.title_en, cast.zone.title_zh_hans = "Bogotá: clean air zones", "波哥大：清洁空气区"
    cast.zone.save()

    def title(address):
        page = Reading(client.get(address))
        (card,) = page.all("article", page.one("section", id="cases"), class_="card")
        return [texts(line) for line in page.all("p", card, class_="card-places")], texts(page.one("h3", card))

    assert title("/cities/bogota/") == ([], "Clean air zones")
    assert title("/zh-hans/cities/bogota/") == ([], "清洁空气区")
    assert title("/programmes/zuma/") == (["Bogotá , Colombia"], "Bogotá: clean air zones")
    assert title("/places/colombia/") == (["Bogotá , Colombia"], "Bogotá: clean air zones")

    cast.zone.places.add(cast.rio.pk)
    cast.zone.title_en = "Bogotá and Rio: clean air zones"
    cast.zone.save()
    assert title("/cities/bogota/") == (
        ["Bogotá , Colombia; Rio de Janeiro , Brazil"],
        "Bogotá and Rio: clean air zones",
    )


def test_title_in_the_other_language_loses_the_name_in_that_language(client, cast):
    cast.zone.title_en, cast.zone.title_zh_hans = "Bogotá: clean air zones", ""
    cast.zone.save()
    page = Reading(client.get("/zh-hans/cities/bogota/"))
    heading = page.one("h3", page.one("section", id="cases"))
    assert texts(heading) == "Clean air zones 英文"
    assert attribute(page.one("span", heading, lang="en"), "lang") == "en"


def test_headline_of_a_row_that_was_fetched_without_it_is_asked_for(cast, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert CaseStudy.objects.get(pk=cast.zone.pk)  # nothing of its figures
    row = CaseStudy.objects.get(pk=cast.zone.pk)
    assert row.headline == cast.fine_dust
    with django_assert_num_queries(2):
        (row,) = CaseStudy.objects.filter(pk=cast.zone.pk).with_headlines()
        assert row.headline == cast.fine_dust


def test_card_says_that_the_figure_is_of_a_part_and_when_it_is_due(client, cast):
    due = {
        "status": "target",
        "accumulation": "at-date",
        "ended": datetime.date(2027, 1, 1),
        "ended_precision": "year",
    }
    make.outcome("due", "4", case=cast.campaign, scope="part", **due)
    page = Reading(client.get("/case-studies/?city=rio-de-janeiro"))
    assert [texts(fact) for fact in page.all("span", page.one("p", class_="headline-facts"))] == [
        "Clean air zones",
        "target",
        "part of it or one project",
        "by 2027",
    ]
    cast.campaign.outcomes.update(scope="whole-place")
    page = Reading(client.get("/case-studies/?city=rio-de-janeiro"))
    assert headline(page) == ("target", "4 zones Clean air zones target by 2027")
