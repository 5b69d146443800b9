"""From one number to another: years, populations, and amounts in a unit."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyroaring import BitMap64 as Rows

from casestudies.listings import CASES, CITIES, OUTCOMES
from casestudies.models import CaseStudy, Outcome
from casestudies.ranges import BLOCK, Spans, magnitudes
from tests import factories as make
from tests import oracle
from tests.lists import address, both_languages
from tests.reading import Reading, attribute, texts

# Without a database

RUNS = Spans([(2019, 2023, [1]), (2021, 2021, [2, 3]), (2024, 2030, [4])])


@pytest.mark.parametrize(
    ("lowest", "highest", "rows"),
    [
        (2020, 2020, [1]),
        (2020, 2021, [1, 2, 3]),
        (2023, 2024, [1, 4]),
        (2022, None, [1, 4]),
        (None, 2019, [1]),
        (None, 2018, []),
        (2031, None, []),
        (None, None, [1, 2, 3, 4]),
    ],
)
def test_range_finds_what_reaches_into_it(lowest, highest, rows):
    assert RUNS.overlapping(lowest, highest) == Rows(rows)


def test_nothing_reaches_into_a_range_where_there_is_nothing():
    assert Spans([]).overlapping(None, None) == Spans([]).overlapping(1, 2) == Rows()


@pytest.mark.parametrize("number", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK])
def test_rows_put_together_from_blocks_are_all_there(number):
    rows = Spans((at, at, [3 * BLOCK - at]) for at in range(3 * BLOCK))
    assert rows.overlapping(number, None) == Rows(range(1, 3 * BLOCK - number + 1))
    assert rows.overlapping(None, number) == Rows(range(max(3 * BLOCK - number, 1), 3 * BLOCK + 1))


def test_size_of_a_figure_has_no_sign_and_that_of_a_range_around_nothing_begins_at_nothing():
    assert magnitudes(Decimal(-5), None) == (5, 5)
    assert magnitudes(Decimal(-5), Decimal(-2)) == (2, 5)
    assert magnitudes(Decimal(-5), Decimal(2)) == (0, 5)
    assert magnitudes(Decimal(2), Decimal(5)) == (2, 5)


# Figures


@pytest.fixture
def amounts(cast):
    """Figures of mass, of area, of two currencies and of a share, some of them falls and ranges."""
    Outcome.objects.all().delete()
    units = {
        slug: make.unit(slug, dimension=dimension, factor=factor and Decimal(factor), currency=currency)
        for slug, dimension, factor, currency in [
            ("tonnes", "mass", "1", ""),
            ("kilotonnes", "mass", "1000", ""),
            ("pounds", "mass", "0.00045359237", ""),
            ("hectares", "area", "10000", ""),
            ("acres", "area", "4046.8564224", ""),
            ("usd", "money", None, "USD"),
            ("eur", "money", None, "EUR"),
        ]
    }
    for key, value, upper, unit, status in [
        ("small", "9999.999999", None, "tonnes", "achieved"),
        ("even", "10000", None, "tonnes", "achieved"),
        ("large", "12.5", None, "kilotonnes", "achieved"),
        ("hoped", "12.5", None, "kilotonnes", "expected"),
        ("fall", "-20", "-15", "kilotonnes", "achieved"),
        ("either", "-1", "2", "tonnes", "achieved"),
        ("light", "3", None, "pounds", "achieved"),
        ("field", "2", None, "hectares", "achieved"),
        ("lot", "4.942108", None, "acres", "achieved"),
        ("dollars", "20000", "30000", "usd", "achieved"),
        ("euros", "25000", None, "eur", "achieved"),
        ("largest", "99999999999999", None, "kilotonnes", "achieved"),
    ]:
        upper = upper and Decimal(upper)
        make.outcome(key, value, case=cast.zone, unit=units[unit], upper_value=upper, status=status)
    return cast


def keys(query: str) -> list[str]:
    """The keys of the figures that a query string finds, by the index and by the database alike."""
    filters = OUTCOMES.read(None, query)
    found = list(oracle.rows(filters).values_list("pk", flat=True))
    assert found == filters.keys()
    assert filters.count == len(found)
    return sorted(Outcome.objects.filter(pk__in=found).values_list("key", flat=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("amount_min=10000&unit=tonnes", ["even", "fall", "hoped", "large", "largest"]),
        ("amount_min=10000&unit=tonnes&status=achieved", ["even", "fall", "large", "largest"]),
        ("amount_min=10&unit=kilotonnes", ["even", "fall", "hoped", "large", "largest"]),
        ("amount_min=9999.999999&amount_max=10000&unit=tonnes", ["even", "small"]),
        ("amount_min=16&amount_max=17&unit=kilotonnes", ["fall"]),
        ("amount_min=2.1&amount_max=9999&unit=tonnes", []),
        ("amount_max=0&unit=tonnes", ["either"]),
        ("amount_max=1&unit=tonnes", ["either", "light"]),
        ("amount_min=3&amount_max=3&unit=pounds", ["either", "light"]),
        ("amount_min=3.000001&amount_max=4&unit=pounds", ["either"]),
        ("amount_min=5&unit=acres", []),
        ("amount_min=4.9&unit=acres", ["field", "lot"]),
        ("amount_max=4.942107&unit=acres", []),
        ("amount_min=4.942108&unit=acres", ["lot"]),
        ("unit=acres", ["field", "lot"]),
        ("amount_min=0&unit=acres", ["field", "lot"]),
        ("amount_min=25000&unit=usd", ["dollars"]),
        ("amount_min=25000&unit=eur", ["euros"]),
        ("amount_max=19999&unit=usd", []),
        ("amount_min=99999999999999&unit=kilotonnes", ["largest"]),
        ("amount_min=999999999999999&unit=kilotonnes", []),
        ("amount_min=999999999999999.999999&unit=pounds", ["largest"]),
    ],
)
def test_amounts_are_compared_by_size_in_any_unit_that_can_be_converted(amounts, query, found):
    assert keys(query) == found


NUMBERS = "0 1 2 2.5 3 4.942108 12.5 15 16 9999.999999 10000 12500 20000 25000 500000 0.00136 44092.452437"
numbers = st.none() | st.sampled_from(NUMBERS.split())
SLUGS = ["tonnes", "kilotonnes", "pounds", "hectares", "acres", "usd", "eur"]


@given(numbers, numbers, st.sampled_from(SLUGS), st.sampled_from(["", "&status=achieved", "&theme=transport"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_index_and_database_find_the_same_amounts(amounts, low, high, unit, more):
    if low and high and Decimal(low) > Decimal(high):
        low, high = high, low
    ends = [f"amount_min={low}"] * (low is not None) + [f"amount_max={high}"] * (high is not None)
    keys("&".join([*ends, f"unit={unit}"]) + more)


def test_unit_is_chosen_from_those_of_the_figures_that_the_other_filters_leave(client, amounts):
    def offered(query):
        page = Reading(client.get(address("outcomes", query)))
        return [attribute(one, "value") for one in page.all("option", page.one("select", id="unit"))]

    assert offered("") == ["", "kilotonnes", "pounds", "tonnes", "acres", "hectares", "eur", "usd"]
    assert offered("status=expected") == ["kilotonnes"]
    assert offered("status=expected&unit=usd") == ["", "kilotonnes", "usd"]
    assert offered("amount_min=5&unit=kilotonnes") == offered("")


# Years and populations

years = st.none() | st.integers(2008, 2030)


@given(years, years, st.lists(st.tuples(years, years), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_index_and_database_find_the_same_years(db, low, high, runs):
    """What has only a start or only an end ran in that year; what has neither is in no range."""
    CaseStudy.objects.all().delete()
    expected = []
    for number, (first, last) in enumerate(runs):
        first, last = (last, first) if first and last and first > last else (first, last)
        dates = {name: year and datetime.date(year, 7, 1) for name, year in [("started", first), ("ended", last)]}
        precisions = {f"{name}_precision": "year" if date else "" for name, date in dates.items()}
        make.case(f"case-{number}", **dates, **precisions)
        starts, ends = first or last, last or first
        if (low or high) is None or (starts and ends >= (low or 0) and starts <= (high or 9999)):
            expected.append(f"case-{number}")
    if low and high and low > high:
        return
    query = "&".join(f"year_{end}={year}" for end, year in (("min", low), ("max", high)) if year)
    filters = CASES.read(None, f"{query}&sort=title")
    assert [case.slug for case in oracle.rows(filters)] == expected
    assert filters.keys() == [case.pk for case in oracle.rows(filters)]


def test_city_whose_population_is_not_known_is_in_no_range(cast):
    filters = CITIES.read(None, "population_min=0")
    assert [city.slug for city in oracle.rows(filters)] == ["bogota"]
    assert filters.keys() == [cast.bogota.pk]


# What is refused

PLAIN = "a number in plain digits, such as 10000 or 2.5"
BAD = ["ten", "NaN", "inf", "-inf", "-5", "1e4", "10,000", "10.000.000", "١٠", "１０", "+5", "0x10", "9" * 400, "."]


def problems(client, name, query, language="en"):
    response = client.get(address(name, "", language), query)
    assert response.status_code == 400
    return Reading(response).problems


@pytest.mark.once
@pytest.mark.parametrize("value", BAD)
@pytest.mark.parametrize("name", ["amount_min", "amount_max"])
def test_what_is_no_plain_number_is_refused_by_the_name_of_its_parameter(client, cast, name, value):
    refused = {name: f"“{value[:60]}” is not {PLAIN}."}
    assert problems(client, "outcomes", {name: value, "unit": "percent"}) == refused


@pytest.mark.once
@pytest.mark.parametrize("value", [*BAD, "5.5", "5 "])
@both_languages
def test_what_is_no_whole_number_is_no_population(client, cast, value, language):
    assert list(problems(client, "cities", {"population_max": value}, language)) == ["population_max"]


@pytest.mark.once
@pytest.mark.parametrize("value", [*BAD, "23", "1949", "2100", "02023", "2023.0"])
@pytest.mark.parametrize("name", ["case-studies", "programmes", "sources"])
def test_what_is_no_year_of_ours_is_refused(client, cast, name, value):
    refused = {"year_min": f"“{value[:60]}” is not a year from 1950 to 2099."}
    assert problems(client, name, {"year_min": value}) == refused


def test_range_the_wrong_way_round_is_refused(client, cast):
    assert problems(client, "case-studies", {"year_min": "2024", "year_max": "2023"}) == {
        "year_min": "2024 is more than 2023 in year_max."
    }
    assert problems(client, "outcomes", {"amount_min": "2.50", "amount_max": "2", "unit": "percent"}) == {
        "amount_min": "2.5 is more than 2 in amount_max."
    }


def test_amount_without_its_unit_is_refused_with_the_units_there_are(client, cast):
    refused = {"unit": "Say in which unit, one of: people, percent, zones."}
    assert problems(client, "outcomes", {"amount_min": "5"}) == refused
    assert problems(client, "outcomes", {"amount_max": "5", "unit": ""}) == refused
    assert problems(client, "outcomes", {"unit": "furlongs"}) == {
        "unit": "“furlongs” is not one of: people, percent, zones."
    }


@pytest.mark.parametrize("query", ["year_min=2020&year_min=2020", "year_max=2020&year_max=2021"])
def test_end_that_is_given_twice_is_refused(client, cast, query):
    response = client.get(f"/case-studies/?{query}")
    assert Reading(response).problems == {query[:8]: "Give it once."}


# The page


def test_form_of_a_range_keeps_the_other_choices(client, cast):
    page = Reading(client.get("/outcomes/?q=people&theme=cycling&amount_min=5&unit=people&country=india&sort=place"))
    form = page.one("form", class_="range")
    hidden = page.all("input", form, type="hidden")
    assert [(attribute(box, "name"), attribute(box, "value")) for box in hidden] == [
        ("q", "people"),
        ("theme", "cycling"),
        ("country", "india"),
        ("sort", "place"),
    ]
    ends = {name: attribute(page.one("input", form, id=name), "value") for name in ("amount_min", "amount_max")}
    assert ends == {"amount_min": "5", "amount_max": ""}
    assert attribute(page.one("option", form, selected=None), "value") == "people"
    labels = [attribute(label, "for") for label in page.all("label", form)]
    assert labels == ["amount_min", "amount_max", "unit"]


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "query", "pill", "without"),
    [
        ("case-studies", "year_min=2022&year_max=2024", "From year to year 2022–2024 × remove", ""),
        ("case-studies", "stage=completed&year_min=2022", "From year to year from 2022 × remove", "?stage=completed"),
        ("cities", "population_max=50000000", "Population up to 50 million × remove", ""),
        ("outcomes", "amount_min=10&amount_max=10&unit=percent", "Amount 10 % × remove", ""),
        ("outcomes", "theme=cycling&unit=people", "Amount people × remove", "?theme=cycling"),
    ],
)
def test_pill_says_the_range_and_takes_both_ends_off(client, cast, name, query, pill, without):
    page = Reading(client.get(address(name, query)))
    pills = {texts(one): attribute(one, "href") for one in page.all("a", class_="pill")}
    assert pills[pill] == f"/{name}/{without}"


def test_range_is_a_filter_that_can_be_dropped_where_nothing_is_found(client, cast):
    page = Reading(client.get("/outcomes/?status=achieved&amount_min=5&unit=people"))
    rescues = {texts(link): attribute(link, "href") for link in page.all("a", page.one(class_="empty"))}
    assert rescues == {
        "without Status: 1 result": "/outcomes/?amount_min=5&unit=people",
        "without Amount: 1 result": "/outcomes/?status=achieved",
    }


@pytest.mark.once
@pytest.mark.parametrize(
    ("name", "query", "canonical"),
    [
        ("outcomes", "unit=people&amount_max=20&amount_min=1", "amount_min=1&amount_max=20&unit=people"),
        ("outcomes", "amount_min=007.50&amount_max=&unit=people", "amount_min=7.5&unit=people"),
        ("outcomes", "amount_min=&amount_max=&unit=", ""),
        ("outcomes", "amount_min=0.0&unit=people", "amount_min=0&unit=people"),
        ("cities", "population_max=0500&population_min=0", "population_min=0&population_max=500"),
        ("case-studies", "sort=title&year_max=2024&year=2024", "year=2024&year_max=2024&sort=title"),
    ],
)
@both_languages
def test_range_has_one_address(client, cast, name, query, canonical, language):
    response = client.get(address(name, query, language))
    assert (response.status_code, response["Location"]) == (301, address(name, canonical, language))
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.once
def test_emission_reductions_above_so_much_a_year_are_found_from_the_choices_of_the_page(client, content):
    """Every outcome with an achieved reduction of at least 10,000 t a year: four steps, each a choice offered."""
    query = ""
    for facet, value in [
        ("indicator", "ghg-emissions-avoided"),
        ("status", "achieved"),
        ("accumulation", "per-year"),
    ]:
        page = Reading(client.get(f"/outcomes/{query}"))
        query = attribute(page.choices(facet)[value], "href").removeprefix("/outcomes/")
    page = Reading(client.get(f"/outcomes/{query}"))
    assert [attribute(unit, "value") for unit in page.all("option", page.one("select", id="unit"))] == ["tonnes"]
    page = Reading(client.get(f"/outcomes/{query}&amount_min=10000&unit=tonnes"))
    found = Outcome.objects.filter(
        indicator__slug="ghg-emissions-avoided", status="achieved", accumulation="per-year", value__gte=10_000
    )
    assert page.paths == [outcome.get_absolute_url() for outcome in found]
    assert len(page.paths) == 1
