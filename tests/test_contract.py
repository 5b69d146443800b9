"""What every list promises: which rows a query string means, and what its facets count."""

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Event, Method, Organisation, Place, Programme, Source, Term
from tests import factories as make
from tests.lists import LISTS, address, both_languages, every_list
from tests.reading import Reading, attribute, source, texts


def slugs(page: Reading) -> list[str]:
    return [path.rstrip("/").rpartition("/")[2] for path in page.paths]


ZONE, CAMPAIGN, PLAN = "bogota-clean-air-zone", "rio-campaign", "bengaluru-plan"
FIRST, DUST, PEOPLE = "#outcome-first-zone", "#outcome-fine-dust", "#outcome-people"
EVIDENCE, SUPPORT = "build-evidence-base", "win-public-support"

ANSWERS = [
    ("case-studies", "", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "region=latin-america", [CAMPAIGN, ZONE]),
    ("case-studies", "region=latin-america&region=south-and-west-asia", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "region=latin-america&theme=air-quality", [ZONE]),
    ("case-studies", "theme=air-quality&theme=transport", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "theme=cycling", [PLAN]),
    ("case-studies", "country=colombia&country=india", [PLAN, ZONE]),
    ("case-studies", "city=bengaluru", [PLAN]),
    ("case-studies", "city=bengaluru&region=latin-america", []),
    ("case-studies", "network=c40", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "organisation=clean-air-fund", [ZONE]),
    ("case-studies", "programme=zuma", [ZONE]),
    ("case-studies", "programme=old-plan", []),
    ("case-studies", f"method={SUPPORT}", [PLAN, ZONE]),
    ("case-studies", f"method={SUPPORT}&method={EVIDENCE}", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "figures=with", [PLAN, ZONE]),
    ("case-studies", "figures=without", [CAMPAIGN]),
    ("case-studies", "figures=with&figures=without", [PLAN, CAMPAIGN, ZONE]),
    ("case-studies", "stage=completed", [CAMPAIGN]),
    ("case-studies", "level=several&level=national", [PLAN]),
    ("case-studies", "cooperation=funding&cooperation_level=national", []),
    ("case-studies", "year=2023", [ZONE]),
    ("case-studies", "year=2023&year=2024", [CAMPAIGN, ZONE]),
    ("case-studies", "year_min=2024", [CAMPAIGN, ZONE]),
    ("case-studies", "year_max=2023", [ZONE]),
    ("case-studies", "year_min=2023&year_max=2023", [ZONE]),
    ("case-studies", "theme=transport&year_min=2020&year_max=2021", []),
    ("case-studies", "sort=title", [CAMPAIGN, ZONE, PLAN]),
    ("case-studies", "sort=started", [CAMPAIGN, ZONE, PLAN]),
    ("case-studies", "sort=figures", [ZONE, PLAN, CAMPAIGN]),
    ("cities", "", ["bengaluru", "bogota", "rio-de-janeiro"]),
    ("cities", "region=latin-america&region=africa", ["bogota", "rio-de-janeiro"]),
    ("cities", "region=latin-america&theme=transport", ["rio-de-janeiro"]),
    ("cities", "country=india", ["bengaluru"]),
    ("cities", f"method={SUPPORT}", ["bengaluru", "bogota"]),
    ("cities", "network=c40&cases=with", ["bengaluru", "bogota", "rio-de-janeiro"]),
    ("cities", "cases=without", []),
    ("cities", "population_min=7674366", ["bogota"]),
    ("cities", "population_min=1&population_max=7674365", []),
    ("cities", "sort=population", ["bogota", "bengaluru", "rio-de-janeiro"]),
    ("cities", "sort=cases", ["bengaluru", "bogota", "rio-de-janeiro"]),
    ("programmes", "", ["zuma"]),
    ("programmes", "kind=plan&kind=law-or-policy", ["zuma"]),
    ("programmes", "kind=plan&region=africa", []),
    ("programmes", "city=bogota", []),
    ("programmes", "status=completed", []),
    ("programmes", "country=colombia&theme=air-quality&year=2022", ["zuma"]),
    ("programmes", "year_min=2022&year_max=2022", ["zuma"]),
    ("programmes", "year_min=2023", []),
    ("programmes", "cooperation=joint-planning&cooperation_level=local", []),
    ("programmes", "network=c40&organisation=clean-air-fund&level=national", []),
    ("networks", "", ["c40"]),
    ("networks", "region=latin-america&theme=transport", ["c40"]),
    ("organisations", "", ["c40", "clean-air-fund"]),
    ("organisations", "role=funder", ["clean-air-fund"]),
    ("organisations", "role=funder&role=adviser", ["c40", "clean-air-fund"]),
    ("organisations", "kind=city-network&role=funder", []),
    ("organisations", "region=south-and-west-asia", ["c40"]),
    ("organisations", "tie=funder-of", []),
    ("organisations", "theme=transport", ["c40"]),
    ("methods", "", [EVIDENCE, SUPPORT]),
    ("methods", "sort=name", [EVIDENCE, SUPPORT]),
    ("methods", "theme=transport", [SUPPORT]),
    ("methods", "region=latin-america&city=rio-de-janeiro", [EVIDENCE]),
    ("methods", "city=bengaluru&city=rio-de-janeiro", [EVIDENCE, SUPPORT]),
    ("lessons", "organisation=c40", ["ask-people", "slow-but-lasting"]),
    ("lessons", "organisation=clean-air-fund", ["slow-but-lasting"]),
    ("lessons", "network=c40&country=india", ["ask-people"]),
    ("lessons", "", ["ask-people", "slow-but-lasting"]),
    ("lessons", "kind=advice&kind=barrier", ["ask-people"]),
    ("lessons", "region=latin-america&theme=transport", []),
    ("lessons", "city=bogota", ["slow-but-lasting"]),
    ("lessons", "country=india", ["ask-people"]),
    ("lessons", "level=several", ["ask-people"]),
    ("lessons", f"method={SUPPORT}", ["ask-people", "slow-but-lasting"]),
    ("outcomes", "", [PEOPLE, FIRST, DUST]),
    ("outcomes", "indicator=pm2-5", [DUST]),
    ("outcomes", "indicator=pm2-5&indicator=people-reached", [PEOPLE, DUST]),
    ("outcomes", "theme=air-quality", [PEOPLE, FIRST, DUST]),
    ("outcomes", "theme=clean-air-zones&status=observed", [DUST]),
    ("outcomes", "region=latin-america", [FIRST, DUST]),
    ("outcomes", "country=india&country=brazil", [PEOPLE]),
    ("outcomes", "city=bogota&kind=level", [FIRST]),
    ("outcomes", "region=africa", []),
    ("outcomes", "level=local&country=colombia", [FIRST, DUST]),
    ("outcomes", "accumulation=at-date", [FIRST]),
    ("outcomes", "network=c40", [PEOPLE, FIRST, DUST]),
    ("outcomes", "organisation=clean-air-fund", [FIRST, DUST]),
    ("outcomes", "organisation=clean-air-fund&country=india", []),
    ("outcomes", "gas=co2&per=person", []),
    ("outcomes", "scope=part&status=estimated", []),
    ("outcomes", "unit=people", [PEOPLE, FIRST]),
    ("outcomes", "amount_min=60&unit=percent", [DUST]),
    ("outcomes", "amount_min=65.91&unit=percent", []),
    ("outcomes", "amount_min=1&amount_max=1299999.9&unit=zones", [FIRST]),
    ("outcomes", "indicator=people-reached&amount_max=2000000&unit=people", [PEOPLE]),
    ("outcomes", "sort=place", [PEOPLE, FIRST, DUST]),
    ("outcomes", "sort=indicator&city=bogota", [FIRST, DUST]),
    ("indicators", "", ["clean-air-zones", "people-reached", "pm2-5"]),
    ("indicators", "sort=places", ["clean-air-zones", "people-reached", "pm2-5"]),
    ("indicators", "sort=name&theme=clean-air-zones", ["clean-air-zones", "pm2-5"]),
    ("indicators", "dimension=ratio", ["pm2-5"]),
    ("indicators", "dimension=ratio&theme=cycling", []),
    ("indicators", "measures=flow&results_level=impact", []),
    ("indicators", "theme=clean-air-zones&theme=cycling", ["clean-air-zones", "people-reached", "pm2-5"]),
    ("events", "", ["clean-air-forum"]),
    ("events", "kind=forum&region=latin-america&year=2023", ["clean-air-forum"]),
    ("events", "organisation=c40&country=colombia&city=bogota", ["clean-air-forum"]),
    ("events", "programme=zuma", []),
    ("events", "year=2024", []),
    ("transfers", "", ["advice"]),
    ("transfers", "manner=advised&region=latin-america&country=india&city=rio-de-janeiro", ["advice"]),
    ("transfers", "organisation=clean-air-fund&programme=zuma", ["advice"]),
    ("transfers", "city=bogota", []),
    ("transfers", "sort=what", ["advice"]),
    ("glossary", "", ["low-emission-zone"]),
    ("glossary", "theme=air-quality", ["low-emission-zone"]),
    ("glossary", "theme=transport", []),
    ("themes", "", ["air-quality", "clean-air-zones", "transport", "cycling"]),
    ("themes", "region=south-and-west-asia", ["air-quality", "cycling"]),
    ("themes", "cases=without", []),
    ("themes", "sort=cases", ["air-quality", "transport", "clean-air-zones", "cycling"]),
    ("sources", "", ["c40-clean-air"]),
    ("sources", "publisher=c40&year=2024", ["c40-clean-air"]),
    ("sources", "kind=reference-work", []),
    ("sources", "year_min=2024", ["c40-clean-air"]),
    ("sources", "year_max=2023", []),
]


@pytest.mark.parametrize(("name", "query", "rows"), ANSWERS)
def test_list_has_the_rows_that_its_query_string_means(read_list, name, query, rows):
    """OR inside a facet, AND between facets; drafts and withdrawn records in none."""
    page = read_list(name, query)
    assert slugs(page) == rows
    assert texts(page.one(role="status")).split()[0] == str(len(rows))


@pytest.mark.parametrize(("name", "query", "rows"), [answer for answer in ANSWERS if "sort" not in answer[1]])
def test_query_string_means_the_same_rows_in_chinese(read_list, name, query, rows):
    assert sorted(slugs(read_list(name, query, "zh-hans"))) == sorted(rows)


FACETS = [
    ("case-studies", "", "region", {"latin-america": 2, "south-and-west-asia": 1}),
    ("case-studies", "region=latin-america", "region", {"latin-america": 2, "south-and-west-asia": 1}),
    ("case-studies", "region=latin-america", "theme", {
        "air-quality": 1, "clean-air-zones": 1, "transport": 1,
    }),
    ("case-studies", "theme=air-quality&region=latin-america", "region", {
        "latin-america": 1, "south-and-west-asia": 1,
    }),
    ("case-studies", "theme=cycling&region=latin-america", "region", {"south-and-west-asia": 1, "latin-america": 0}),
    ("case-studies", "region=africa", "region", {"latin-america": 2, "south-and-west-asia": 1, "africa": 0}),
    ("case-studies", "q=clean", "city", {"bengaluru": 1, "bogota": 1}),
    ("case-studies", "", "method", {EVIDENCE: 3, SUPPORT: 2}),
    ("case-studies", "", "network", {"c40": 3}),
    ("case-studies", "", "figures", {"with": 2, "without": 1}),
    ("case-studies", "", "stage", {"under-way": 1, "completed": 1}),
    ("case-studies", "", "year", {"2024": 2, "2023": 1, "2022": 1}),
    ("case-studies", "", "programme", {"zuma": 1}),
    ("case-studies", "programme=old-plan", "programme", {"zuma": 1, "old-plan": 0}),
    ("cities", "", "country", {"brazil": 1, "colombia": 1, "india": 1}),
    ("cities", "", "theme", {"air-quality": 2, "clean-air-zones": 1, "transport": 2, "cycling": 1}),
    ("cities", "cases=without", "cases", {"with": 3, "without": 0}),
    ("cities", "", "network", {"c40": 3}),
    ("programmes", "", "region", {"latin-america": 1}),
    ("programmes", "kind=law-or-policy", "kind", {"law-or-policy": 0, "plan": 1}),
    ("networks", "", "region", {"latin-america": 1, "south-and-west-asia": 1}),
    ("networks", "theme=cycling", "theme", {"air-quality": 1, "clean-air-zones": 1, "transport": 1, "cycling": 1}),
    ("events", "", "kind", {"forum": 1}),
    ("events", "", "organisation", {"c40": 1}),
    ("glossary", "", "theme", {"air-quality": 1, "clean-air-zones": 1}),
    ("organisations", "", "role", {"funder": 1, "partner": 1, "adviser": 1}),
    ("organisations", "kind=company", "kind", {"city-network": 1, "foundation": 1, "company": 0}),
    ("methods", "", "city", {"bengaluru": 2, "bogota": 2, "rio-de-janeiro": 1}),
    ("methods", "region=africa", "region", {"latin-america": 2, "south-and-west-asia": 2, "africa": 0}),
    ("lessons", "", "kind", {"enabler": 1, "advice": 1}),
    ("lessons", "kind=barrier", "kind", {"enabler": 1, "barrier": 0, "advice": 1}),
    ("lessons", "", "method", {EVIDENCE: 2, SUPPORT: 2}),
    ("lessons", "", "organisation", {"c40": 2, "clean-air-fund": 1}),
    ("outcomes", "", "organisation", {"c40": 3, "clean-air-fund": 2}),
    ("outcomes", "organisation=clean-air-fund", "network", {"c40": 2}),
    ("outcomes", "", "indicator", {"clean-air-zones": 1, "people-reached": 1, "pm2-5": 1}),
    ("outcomes", "", "theme", {"air-quality": 3, "clean-air-zones": 2, "transport": 1, "cycling": 1}),
    ("outcomes", "status=target", "status", {"observed": 1, "achieved": 1, "expected": 1, "target": 0}),
    ("outcomes", "amount_min=2&unit=people", "status", {"expected": 1}),
    ("outcomes", "unit=percent", "accumulation", {}),
    ("outcomes", "amount_min=2&unit=people", "city", {"bengaluru": 1}),
    ("case-studies", "year_min=2024&stage=completed", "stage", {"under-way": 1, "completed": 1}),
    ("case-studies", "year_max=2023", "year", {"2024": 1, "2023": 1, "2022": 1}),
    ("outcomes", "kind=level", "region", {"latin-america": 1, "south-and-west-asia": 1}),
    ("outcomes", "city=rio-de-janeiro", "city", {"bogota": 2, "bengaluru": 1, "rio-de-janeiro": 0}),
    ("indicators", "", "dimension", {"count": 2, "ratio": 1}),
    ("indicators", "theme=transport", "theme", {
        "air-quality": 3, "clean-air-zones": 2, "transport": 1, "cycling": 1,
    }),
    ("themes", "", "cases", {"with": 4}),
    ("themes", "region=africa", "region", {"latin-america": 2, "south-and-west-asia": 2, "africa": 0}),
    ("sources", "", "publisher", {"c40": 1}),
    ("sources", "publisher=clean-air-fund", "publisher", {"c40": 1, "clean-air-fund": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("name", "query", "facet", "counts"), FACETS)
def test_facet_counts_with_every_filter_but_its_own_and_shows_a_chosen_value_at_0(
    read_list, name, query, facet, counts
):
    found = read_list(name, query).counts(facet)
    assert list(found.items()) == list(counts.items())


@every_list
def test_every_choice_leads_to_as_many_rows_as_it_counts(read_list, name):
    page = read_list(name)
    for facet in page.all("details", class_="facet"):
        for choice in page.all("a", facet, class_="choice"):
            shown = read_list(name, attribute(choice, "href").partition("?")[2])
            assert len(slugs(shown)) == int(texts(page.one(inside=choice, class_="choice-count")))


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
        ("case-studies", "clean", [PLAN, ZONE]),
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
@both_languages
def test_name_finds_in_both_languages_by_every_word(read_list, name, query, rows, language):
    assert slugs(read_list(name, f"q={query}", language)) == rows


# The fragment


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
    page = read_list("case-studies", "city=bengaluru&region=latin-america&figures=with")
    rescues = {texts(link): attribute(link, "href") for link in page.all("a", page.one(class_="empty"))}
    assert rescues == {
        "without Region: 1 result": "/case-studies/?city=bengaluru&figures=with",
        "without City: 1 result": "/case-studies/?region=latin-america&figures=with",
    }
    for query, rows in zip(rescues.values(), [[PLAN], [ZONE]], strict=True):
        assert slugs(read_list("case-studies", query.partition("?")[2])) == rows


def test_no_results_of_a_single_filter_lead_to_everything(read_list):
    page = read_list("cities", "q=atlantis")
    assert [texts(link) for link in page.all("a", page.one(class_="empty"))] == ["without Name or title: 3 results"]


def test_no_results_say_where_no_single_filter_is_to_blame(read_list):
    page = read_list("case-studies", "region=africa&q=atlantis&stage=proposed")
    assert texts(page.one(class_="empty")) == (
        "Nothing fits all of these filters together. Removing one filter is not enough: clear them and start again."
    )


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
