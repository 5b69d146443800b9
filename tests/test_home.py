"""Home and about: the way in, and what is in here."""

import pytest

from casestudies.models import CaseStudy, ContentLoad
from tests import factories as make
from tests.maps import dots, key
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


def doors(page: Reading, part: str) -> dict[str, str | None]:
    """What stands behind a heading: text → address."""
    (section,) = page.all("section", aria_labelledby=f"{part}-title")
    return {
        texts(door): attribute((page.all("a", door) or [door])[0], "href")
        for door in page.all("li", page.one("ul", section, class_="doors"))
    }


def test_home_counts_what_is_public(client, cast):
    page = Reading(client.get("/"))
    assert [texts(line) for line in page.all("li", page.one("ul", class_="home-counts"))] == [
        "3 case studies",
        "3 cities",
        "2 methods",
        "2 lessons",
        "3 figures",
        "1 source",
    ]


def test_home_opens_doors_by_theme_method_and_network(client, cast):
    page = Reading(client.get("/"))
    assert doors(page, "themes") == {
        "Air quality 2": "/case-studies/?theme=air-quality",
        "Transport 2": "/case-studies/?theme=transport",
    }
    assert doors(page, "methods") == {
        "Build the evidence base 3": "/methods/build-evidence-base/",
        "Win public support 2": "/methods/win-public-support/",
    }
    assert doors(page, "networks") == {"C40 Cities Climate Leadership Group 3": "/networks/c40/"}


def test_key_of_the_map_on_home_leads_to_the_cases_of_a_region(client, cast):
    page = Reading(client.get("/"))
    assert key(page) == {
        "Africa 0": None,
        "Latin America 2": "/case-studies/?region=latin-america&view=map",
        "South and West Asia 1": "/case-studies/?region=south-and-west-asia&view=map",
    }
    assert attribute(page.one("a", class_="map-twin"), "href") == "/cities/?cases=with"


def test_map_on_home_has_a_dot_for_each_city_with_cases_and_coordinates(client, located):
    make.city("cali", located.colombia, latitude="3.43722", longitude="-76.5225", dataset="GeoNames")
    assert dots(Reading(client.get("/"))) == {
        "Bogotá, Colombia: 1 case study": "/cities/bogota/",
        "Rio de Janeiro, Brazil: 1 case study": "/cities/rio-de-janeiro/",
    }
    assert list(dots(Reading(client.get("/zh-hans/")))) == ["波哥大，哥伦比亚：1 个案例", "里约热内卢，巴西：1 个案例"]


def test_home_opens_the_indicators_that_several_places_share(client, cast):
    assert Reading(client.get("/")).all("section", aria_labelledby="indicators-title") == []
    make.outcome("zones", case=cast.campaign)
    assert doors(Reading(client.get("/")), "indicators") == {"Clean air zones 2": "/indicators/clean-air-zones/"}


def test_home_shows_one_achieved_figure_with_its_source(client, cast):
    page = Reading(client.get("/"))
    figure = page.one("li", class_="figure")
    assert texts(page.one(inside=figure, class_="figure-number")) == "1"
    assert [texts(quote) for quote in page.all("q", page.one(inside=figure, class_="note"))] == [
        "首个 ZUMA 位于博萨区",
        "于 2023 年 9 月启动",
    ]


def test_home_ends_with_the_cases_that_have_most_measured_figures(client, cast):
    page = Reading(client.get("/"))
    assert page.paths == [
        "/case-studies/bogota-clean-air-zone/",
        "/case-studies/bengaluru-plan/",
        "/case-studies/rio-campaign/",
    ]
    assert texts(page.one("h2", id="evidenced-title")) == "The most evidenced case studies"


def test_home_without_a_case_says_so(client, db):
    assert "Nothing is published here yet." in texts(Reading(client.get("/")).one("main"))


def test_home_has_no_figure_of_a_draft(client, cast):
    CaseStudy.objects.update(state="draft")
    page = Reading(client.get("/"))
    assert page.all(class_="figure") == []
    assert page.paths == []


def test_about_names_the_version_of_the_content(client, cast):
    assert "No content files were loaded here." in texts(Reading(client.get("/about/")).one("main"))
    load = ContentLoad.objects.create(digest="abcdef0123456789" * 4)
    assert f"Version abcdef012345, loaded on {load.loaded_at:%Y-%m-%d}." in texts(
        Reading(client.get("/about/")).one("main")
    )
