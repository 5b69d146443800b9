"""Maps as people use them: with a mouse, with the keyboard alone, without scripts, on a narrow screen."""

import re

import pytest
from playwright.sync_api import Page, expect

from casestudies.models import Place
from tests import factories as make
from tests.conftest import DESKTOP

NARROW = {"width": 320, "height": 800}
CITIES = {"bogota": ("4.6", "-74.1"), "medellin": ("6.3", "-75.6"), "rio-de-janeiro": ("-22.9", "-43.2")}


@pytest.fixture
def cities(transactional_db):
    """Three cities of Latin America, each with a case, and one of Africa."""
    country = make.place("brazil", "country", make.latin_america())
    for slug, (latitude, longitude) in CITIES.items():
        city = make.city(slug, country, latitude=latitude, longitude=longitude, dataset="GeoNames")
        make.case(f"case-of-{slug}", [city])
    africa = make.place("africa", "region", Place.objects.get(slug="world"))
    accra = make.city("accra", africa, latitude="5.6", longitude="-0.2", dataset="GeoNames")
    make.case("case-of-accra", [accra])


def centre(page: Page, slug: str) -> tuple[float, float]:
    """Where the dot of a city is on the screen."""
    box = page.locator(f"a.dot[href*='{slug}'] circle").bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def apart(page: Page) -> float:
    (x, _), (other, _) = centre(page, "bogota"), centre(page, "medellin")
    return abs(x - other)


@pytest.mark.parametrize("scripts", [True, False])
def test_region_of_the_key_zooms_so_that_dense_dots_stand_apart(cities, new_page, scripts):
    page = new_page(java_script_enabled=scripts)
    page.goto("/case-studies/?sort=title&view=map")
    page.wait_for_load_state()
    expect(page.locator("a.dot")).to_have_count(4)
    near = apart(page)
    page.locator("#map-key").get_by_role("link", name="Latin America 3").click()
    expect(page).to_have_url(re.compile(r"\?region=latin-america&sort=title&view=map$"))
    expect(page.locator("a.dot")).to_have_count(3)
    assert apart(page) > 2 * near
    page.locator("a.dot[href*='bogota'] circle").click()
    expect(page).to_have_url(re.compile(r"\?region=latin-america&city=bogota&sort=title$"))
    expect(page.locator("article.card")).to_have_count(1)


def test_click_beside_the_dots_of_a_region_leads_to_it(cities, new_page):
    page = new_page()
    page.goto("/")
    x, y = centre(page, "accra")
    page.mouse.click(x + 14, y + 10)
    expect(page).to_have_url(re.compile(r"/case-studies/\?region=africa&view=map$"))
    expect(page.locator("a.dot")).to_have_text(["Accra: 1 case study"])


def test_keyboard_goes_from_dot_to_dot_and_reads_their_names(cities, new_page):
    page = new_page()
    page.goto("/")
    page.get_by_role("link", name="Skip the map of 4 places").focus()
    page.keyboard.press("Tab")
    dot = page.get_by_role("link", name="Accra: 1 case study")
    expect(dot).to_be_focused()
    expect(dot.locator("text")).to_have_css("opacity", "1")
    expect(page.locator("a.dot[href*='bogota'] text")).to_have_css("opacity", "0")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Bogota, Brazil: 1 case study")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/cities/bogota/$"))
    expect(page.get_by_role("img", name="Where it is: Bogota")).to_be_visible()


def test_keyboard_may_skip_the_map(cities, new_page):
    page = new_page()
    page.goto("/")
    page.get_by_role("link", name="Skip the map of 4 places").press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#map-key").get_by_role("link", name="Africa 1")).to_be_focused()


def test_keyboard_stays_on_the_region_that_it_chose(cities, new_page):
    page = new_page()
    page.goto("/case-studies/?view=map")
    page.wait_for_load_state()
    region = page.locator("#map-key").get_by_role("link", name="Africa 1")
    region.press("Enter")
    expect(page.locator("a.dot")).to_have_count(1)
    expect(region).to_be_focused()
    expect(region).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize(("scheme", "land"), [("light", "rgb(240, 237, 226)"), ("dark", "rgb(35, 41, 36)")])
def test_land_comes_from_one_file_in_the_colours_of_the_page(cities, new_page, scheme, land):
    page = new_page(color_scheme=scheme)
    with page.expect_response("**/vendor/land*.svg") as response:
        page.goto("/")
    assert response.value.ok
    expect(page.locator("use.land")).to_have_css("fill", land)


def test_maps_fit_on_a_narrow_screen(cities, new_page):
    widths = {}
    for language, prefix in {"en": "", "zh-hans": "/zh-hans"}.items():
        page = new_page(language, NARROW)
        for path in ("/", "/case-studies/?view=map", "/cities/?region=africa&view=map", "/cities/accra/"):
            page.goto(prefix + path)
            widths[prefix + path] = page.evaluate("document.documentElement.scrollWidth")
    assert set(widths.values()) == {NARROW["width"]}, widths


def test_names_of_dots_stay_on_the_map(cities, new_page):
    page = new_page(viewport=DESKTOP)
    page.goto("/")
    sheet = page.locator(".map-sheet").bounding_box()
    for name in page.locator("a.dot text").all():
        box = name.bounding_box()
        assert sheet["x"] <= box["x"]
        assert box["x"] + box["width"] <= sheet["x"] + sheet["width"]
