"""What every list promises: which rows a query string means, and what its facets count.

That is asked of the filters, in each database. Pages print what the filters say, whatever the query string and the
database: here it is held for the facets, in test_contract_formats.py for the rows of every format.
"""

import pytest
from django.urls import reverse
from django.utils import translation

from casestudies.models import CaseStudy, Event, Method, Organisation, Place, Programme, Source, Term
from tests import factories as make
from tests.answers import ANSWERS, CAMPAIGN, DUST, EVIDENCE, FACETS, FIRST, PLAN, ZONE
from tests.lists import LISTS, address, both_languages, every_list, filtered
from tests.reading import Reading, attribute, source, texts


def slugs(addresses: list[str]) -> list[str]:
    return [path.rstrip("/").rpartition("/")[2] for path in addresses]


def found(name: str, query: str = "") -> list[str]:
    """The rows of a list, as many as it counts; the same in Chinese, whatever their order there."""
    filters = filtered(name, query)
    keys = filters.keys()
    with translation.override("zh-hans"):
        assert sorted(filtered(name, query).keys()) == sorted(keys)
    rows = filters.model._default_manager.in_bulk(keys)
    assert filters.count == len(rows) == len(keys)
    return slugs([rows[key].get_absolute_url() for key in keys])


@pytest.mark.parametrize(("name", "query", "rows"), ANSWERS)
def test_list_has_the_rows_that_its_query_string_means(cast, name, query, rows):
    """OR inside a facet, AND between facets; drafts and withdrawn records in none."""
    assert found(name, query) == rows


@pytest.mark.parametrize(("name", "query", "facet", "counts"), FACETS)
def test_facet_counts_with_every_filter_but_its_own_and_shows_a_chosen_value_at_0(cast, name, query, facet, counts):
    (counted,) = (one for one in filtered(name, query).facets if one.name == facet)
    assert [(choice.value, choice.count) for choice in counted.choices] == list(counts.items())


@every_list
def test_every_choice_leads_to_as_many_rows_as_it_counts(cast, name):
    for facet in filtered(name).facets:
        for choice in facet.choices:
            assert filtered(name, f"{facet.name}={choice.value}").count == choice.count > 0


@pytest.mark.once
@every_list
def test_page_prints_each_facet_as_it_is_counted_and_links_each_choice(read_list, name):
    page, facets = read_list(name), filtered(name).facets
    boxes = [attribute(box, "id") for box in page.all("details", class_="facet")]
    assert boxes == [f"facet-{facet.name}" for facet in facets if facet.choices]
    for facet in facets:
        assert list(page.counts(facet.name).items()) == [(choice.value, choice.count) for choice in facet.choices]
        links = {value: attribute(link, "href") for value, link in page.choices(facet.name).items()}
        assert links == {value: address(name, f"{facet.name}={value}") for value in links}


def test_choice_toggles_and_pill_and_link_take_it_off_again(read_list):
    page = read_list("case-studies", "region=latin-america&region=africa&q=zone")
    chosen = page.choices("region")["latin-america"]
    assert attribute(chosen, "aria-current") == "true"
    assert attribute(chosen, "href") == "/case-studies/?q=zone&region=africa"
    other = page.choices("region")["africa"]
    assert attribute(other, "href") == "/case-studies/?q=zone&region=latin-america"
    pills = {texts(pill): attribute(pill, "href") for pill in page.all("a", class_="pill")}
    assert pills == {
        "Name or title “zone” × remove": "/case-studies/?region=africa&region=latin-america",
        "Region Latin America × remove": "/case-studies/?q=zone&region=africa",
        "Region Africa × remove": "/case-studies/?q=zone&region=latin-america",
    }
    assert attribute(page.one("a", class_="clear"), "href") == "/case-studies/"


def test_choosing_drops_the_page_number(read_list):
    for number in range(30):
        make.case(f"case-{number}", themes=[])
    page = read_list("case-studies", "page=2")
    assert attribute(page.choices("city")["bogota"], "href") == "/case-studies/?city=bogota"


def test_withdrawn_value_shows_0_and_says_so(read_list):
    choice = read_list("case-studies", "programme=old-plan").choices("programme")["old-plan"]
    assert texts(choice) == "Old Plan (withdrawn) 0"


# Names


@pytest.mark.parametrize(
    ("name", "query", "rows"),
    [
        ("cities", "bogota", ["bogota"]),
        ("cities", "BOGOTÁ", ["bogota"]),
        ("cities", "波哥大", ["bogota"]),
        ("cities", "santa fe", ["bogota"]),
        ("cities", "圣菲", ["bogota"]),
        ("cities", "bangalore", ["bengaluru"]),
        ("cities", "rio janeiro", ["rio-de-janeiro"]),
        ("cities", "rio bogota", []),
        ("cities", "%", []),
        ("case-studies", "bogota", [ZONE]),
        ("case-studies", "波哥大", [ZONE]),
        ("case-studies", "圣菲波哥大", [ZONE]),
        ("case-studies", "equity bogota", [ZONE]),
        ("case-studies", "公平", [ZONE]),
        ("case-studies", "clean", [ZONE, PLAN]),
        ("case-studies", "better air", [ZONE]),
        ("case-studies", "old plan", []),
        ("case-studies", "secret", []),
        ("case-studies", "forgotten", []),
        ("programmes", "better air", ["zuma"]),
        ("networks", "c40", ["c40"]),
        ("organisations", "基金", ["clean-air-fund"]),
        ("methods", "建立", [EVIDENCE]),
        ("lessons", "slow", ["slow-but-lasting"]),
        ("outcomes", "bogota", [FIRST, DUST]),
        ("outcomes", "fine sentence", [DUST]),
        ("outcomes", "pm2.5", [DUST]),
        ("outcomes", "以公平为先", [FIRST, DUST]),
        ("outcomes", "boats", []),
        ("outcomes", "secret", []),
        ("indicators", "people", ["people-reached"]),
        ("indicators", "中文", ["clean-air-zones", "people-reached"]),
        ("themes", "zone", ["clean-air-zones"]),
        ("sources", "城市", ["c40-clean-air"]),
    ],
)
def test_name_finds_in_both_languages_by_every_word(cast, name, query, rows):
    assert found(name, f"q={query}") == rows


# The fragment


@pytest.mark.once
@every_list
@both_languages
def test_htmx_gets_the_part_that_changes_with_the_same_rows(client, cast, name, language):
    whole = client.get(address(name, "q=c", language))
    part = client.get(address(name, "q=c", language), headers={"HX-Request": "true"})
    assert "HX-Request" in whole["Vary"].split(", ")
    assert "HX-Request" in part["Vary"].split(", ")
    assert b"<html" not in part.content
    assert source(Reading(part).one(id="browse")) == source(Reading(whole).one(id="browse"))


def test_htmx_gets_the_whole_page_when_it_restores_the_history(client, cast):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get("/case-studies/", headers=headers).content


# Nothing found


def test_no_results_name_the_filter_to_drop_and_its_link_leads_to_results(read_list):
    page = read_list("case-studies", "city=bengaluru&region=latin-america&figures=without")
    rescues = {texts(link): attribute(link, "href") for link in page.all("a", page.one(class_="empty"))}
    assert rescues == {
        "without Region: 1 result": "/case-studies/?city=bengaluru&figures=without",
        "without City: 1 result": "/case-studies/?region=latin-america&figures=without",
    }
    for query, rows in zip(rescues.values(), [[PLAN], [CAMPAIGN]], strict=True):
        assert found("case-studies", query.partition("?")[2]) == rows


def test_no_results_of_a_single_filter_lead_to_everything(read_list):
    page = read_list("cities", "q=atlantis")
    assert [texts(link) for link in page.all("a", page.one(class_="empty"))] == ["without Name or title: 3 results"]


def test_no_results_say_where_no_single_filter_is_to_blame(read_list):
    page = read_list("case-studies", "region=africa&q=atlantis&stage=proposed")
    assert texts(page.one(class_="empty")) == (
        "Nothing fits all of these filters together. Removing one filter is not enough: clear them and start again."
    )


@pytest.mark.once
@every_list
@both_languages
def test_empty_list_says_so(client, db, name, language):
    page = Reading(client.get(address(name, "", language)))
    assert page.paths == []
    assert texts(page.one(class_="empty"))


# Drafts


def test_drafts_and_withdrawn_records_are_on_no_list(read_list):
    for model in (Event, Method, Organisation, Place, Programme, Source, Term, CaseStudy):
        model.objects.update(state="draft")
    for name in (name for name in LISTS if name != "themes"):
        page = read_list(name)
        assert page.paths == []
        assert page.all("details", class_="facet") == []
    assert read_list("themes").counts("region") == {}


@pytest.mark.parametrize(
    "name",
    [
        "case",
        "city",
        "programme",
        "network",
        "organisation",
        "method",
        "outcome",
        "indicator",
        "theme",
        "source",
    ],
)
def test_every_list_has_an_address_of_its_own(name):
    assert reverse(f"{name}-list") in [address(name) for name in LISTS]
