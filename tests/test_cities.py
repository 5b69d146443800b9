"""A city's profile: everything about it on one page. A country gathers what its cities did."""

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return page_at


def links(page: Reading, section: str) -> list[str]:
    return [attribute(link, "href") for link in page.all("a", page.one("section", id=section))]


def test_city_card_has_both_names_its_cases_and_its_people(read):
    card = read("/cities/?country=colombia").one("article", class_="card")
    assert texts(card.find("div[@class='card-text']")) == (
        "Latin America · Colombia Bogotá 波哥大 Clean air zones that put equity first "
        "1 case study 2 figures 7,674,366 inhabitants"
    )


def test_city_opens_with_both_names_where_it_lies_and_its_counts(read):
    page = read("/cities/bengaluru/")
    assert texts(page.one("h1")) == "Bengaluru 班加罗尔"
    assert texts(page.one("p", class_="crumbs")) == "Cities / South and West Asia / India / Karnataka"
    assert [texts(line) for line in page.all("li", page.one(class_="summary-line"))] == [
        "1 case study",
        "1 figure",
        "1 lesson",
    ]


def test_city_gathers_cases_methods_programmes_and_lessons_of_public_cases_only(read):
    page = read("/cities/bogota/")
    assert page.titles[:2] == ["Clean air zones that put equity first", "Urban Zones for Better Air"]
    assert links(page, "methods") == ["/methods/build-evidence-base/", "/methods/win-public-support/"]
    assert [attribute(lesson, "data-kind") for lesson in page.all("li", class_="lesson")] == ["enabler"]
    assert [texts(heading) for heading in page.all("h3", page.one(id="lessons"))][0].startswith(
        "Working together is slow but lasts"
    )


def test_city_has_its_facts_at_a_glance(read):
    found = dict(glance(read("/cities/bogota/")))
    assert found["Country"] == ["Colombia"]
    assert found["Region"] == ["Latin America"]
    assert found["Population"] == ["7,674,366 GeoNames · undated"]
    assert found["Member"] == ["C40 Cities Climate Leadership Group"]
    assert found["Worked with"] == ["C40 Cities Climate Leadership Group", "Clean Air Fund"]
    assert found["Also called"] == ["Santa Fe de Bogotá · 圣菲波哥大"]


def test_city_leads_to_its_entry_in_geonames(client, cast):
    assert "GeoNames" not in dict(glance(Reading(client.get("/cities/bogota/"))))
    cast.bogota.geonames_id = 3688689
    cast.bogota.save()
    page = Reading(client.get("/cities/bogota/"))
    assert dict(glance(page))["GeoNames"] == ["3688689"]
    links = [attribute(link, "href") for link in page.all("a", page.one("dl", class_="facts"))]
    assert "https://www.geonames.org/3688689/" in links


def test_population_is_written_as_the_language_does(client, cast):
    cast.bogota.population = 7_600_000
    cast.bogota.save()
    found = dict(glance(Reading(client.get("/zh-hans/cities/bogota/"))))
    assert found["人口"][0].startswith("760万")


def test_country_and_territory_gather_their_cities(read):
    assert read("/places/india/").titles == ["Planning for clean air"]
    assert read("/places/karnataka/").titles == ["Planning for clean air"]
    assert texts(read("/places/india/").one("h1")) == "India 印度"


def test_city_without_a_case_says_so(client, cast):
    make.city("lima", **make.both("name", "Lima", "利马"))
    page = Reading(client.get("/cities/lima/"))
    assert "None yet:" in texts(page.one("section", id="cases"))
    assert page.all(class_="figure") == []


def test_figure_of_the_city_itself_has_its_address_on_the_profile(client, cast):
    target = make.outcome("target", place_id=cast.bogota.pk)
    make.cite(cast.bogota_results, "全市目标", outcome=target)
    page = Reading(client.get("/cities/bogota/"))
    assert [
        texts(quote) for quote in page.all("q", page.one(class_="note", inside=page.one(id="outcome-target")))
    ] == ["全市目标"]
    assert target.get_absolute_url() == "/cities/bogota/#outcome-target"


def test_country_lists_its_cities_with_their_cases(read):
    page = read("/places/brazil/")
    cities = page.all("li", page.one("section", id="cities"))
    assert [texts(city) for city in cities] == ["Rio de Janeiro 1 case study"]
    assert links(page, "cities") == ["/cities/rio-de-janeiro/"]


def test_country_with_much_shows_some_and_leads_to_the_lists_that_have_all(client, cast):
    cases = [make.case(f"case-{at}", [cast.bogota]) for at in range(12)]
    for case in cases:
        make.outcome("more", case=case)
    for address, query in {"/places/colombia/": "country=colombia", "/cities/bogota/": "city=bogota"}.items():
        check_cut(Reading(client.get(address)), query)


def check_cut(page, query):
    assert [texts(line) for line in page.all("li", page.one(class_="summary-line"))][:2] == [
        "13 case studies",
        "14 figures",
    ]
    shown = page.all("article", page.one("section", id="cases"), class_="card")
    assert len(shown) == len(page.all("li", class_="figure")) == 12
    ways = {texts(link): attribute(link, "href") for link in page.all("a", class_="more")}
    assert ways == {
        "All 14 figures": f"/outcomes/?{query}",
        "All 13 case studies": f"/case-studies/?{query}",
    }


def test_city_with_the_name_of_its_country_prints_it_once(client, cast):
    for place in (cast.bogota, cast.colombia):
        place.name_en, place.name_zh_hans = "Hong Kong, China", "中国香港"
        place.save()
    for prefix, name in {"": "Hong Kong, China", "/zh-hans": "中国香港"}.items():
        cases = Reading(client.get(f"{prefix}/case-studies/?city=bogota"))
        assert texts(cases.one("p", class_="card-places")) == name
        card = Reading(client.get(f"{prefix}/cities/?country=colombia")).one("article", class_="card")
        assert texts(card).count(name) == 1
        crumbs = Reading(client.get(f"{prefix}/cities/bogota/")).one("p", class_="crumbs")
        assert name not in texts(crumbs)


def test_figure_names_its_case_without_the_city(client, cast):
    trams = make.case("trams", [cast.bogota], **make.both("title", "Bogotá: trams", "波哥大：电车"))
    make.outcome("riders", case=trams)
    page = Reading(client.get("/cities/bogota/"))
    ways = [link for link in page.all("a") if attribute(link, "href") == "/case-studies/trams/#outcome-riders"]
    assert {texts(link) for link in ways} == {"Trams"}
