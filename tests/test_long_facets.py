"""A facet of more choices than a reader takes in shows the first of them; the rest is one link away."""

import pytest
from playwright.sync_api import expect

from casestudies.models import Place
from tests import factories as make
from tests.conftest import DESKTOP, PHONE
from tests.lists import address, both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

WHOLE = "**/case-studies/?all=city"
CITIES = [f"town-{letter}" for letter in "abcdefghijklmnopqrst"]


@pytest.fixture
def towns(db):
    """Twenty towns with a case each; the first has two."""
    for slug in CITIES:
        make.case(f"case-{slug}", [make.city(slug)])
    make.case("another", Place.objects.filter(slug="town-a"))


def read(client, query="", name="case-studies", language="en", **headers):
    response = client.get(address(name, query, language), headers=headers)
    assert response.status_code == 200
    return Reading(response)


@both_languages
def test_long_facet_shows_its_first_choices_and_a_link_to_all(client, towns, language):
    page = read(client, language=language)
    assert list(page.choices("city")) == CITIES[:12]
    link = page.one("a", class_="facet-all")
    assert attribute(link, "href") == address("case-studies", "all=city#facet-city", language)
    assert "20" in texts(link)


def test_link_shows_the_facet_whole_and_open_with_the_same_rows(client, towns):
    page = read(client, "region=latin-america&sort=title&all=city")
    assert list(page.choices("city")) == CITIES
    assert "open" in page.one("details", id="facet-city").attrib
    assert page.all("a", class_="facet-all") == []
    assert page.paths == read(client, "region=latin-america&sort=title").paths


def test_chosen_value_is_shown_wherever_it_stands(client, towns):
    page = read(client, "city=town-t")
    assert list(page.choices("city")) == [*CITIES[:12], "town-t"]
    assert attribute(page.choices("city")["town-t"], "aria-current") == "true"


def test_link_keeps_the_filters_and_what_follows_drops_it(client, towns):
    page = read(client, "region=latin-america&sort=title&all=city")
    assert attribute(page.choices("city")["town-t"], "href") == (
        "/case-studies/?region=latin-america&city=town-t&sort=title"
    )
    assert all("all=" not in attribute(link, "href") for link in page.all("a", page.one(id="browse"), href=None))
    page = read(client, "region=latin-america&sort=title")
    whole = attribute(page.one("a", class_="facet-all"), "href")
    assert whole == "/case-studies/?region=latin-america&sort=title&all=city#facet-city"


def test_facet_that_can_be_read_has_no_link_and_no_box(client, cast):
    page = read(client)
    assert page.all("a", class_="facet-all") == page.all("input", class_="facet-find") == []


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("all=colour", "“colour” is not one of: region, theme, "),
        ("all=q", "“q” is not one of: region, theme, "),
        ("all=year_min", "“year_min” is not one of: region, theme, "),
        ("all=", "“” is not one of: region, theme, "),
        ("all=city&all=city", "Give it once."),
        ("all=city&all=region", "Give it once."),
    ],
)
def test_what_is_no_facet_is_refused(client, cast, query, message):
    response = client.get(f"/case-studies/?{query}")
    assert response.status_code == 400
    problems = Reading(response).problems
    assert list(problems) == ["all"]
    assert problems["all"].startswith(message)


@pytest.mark.parametrize(
    "door", ["case-studies.csv", "case-studies.atom", "case-studies/cite.bib", "api/v1/case-studies/"]
)
def test_what_is_of_the_screen_is_refused_at_every_other_door(client, cast, door):
    assert client.get(f"/{door}").status_code == 200
    assert client.get(f"/{door}?all=city").status_code == 400


@both_languages
def test_whole_facet_has_one_address(client, towns, language):
    asked = address("case-studies", "all=city&sort=title&city=town-b&page=1", language)
    response = client.get(asked)
    assert response.status_code == 301
    assert response["Location"] == address("case-studies", "city=town-b&sort=title&all=city", language)
    assert client.get(response["Location"]).status_code == 200


# In a browser


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP])
def test_box_searches_all_choices_and_not_only_those_shown(towns_for_a_browser, new_page, viewport):
    page = new_page(viewport=viewport)
    page.goto("/case-studies/")
    if viewport is PHONE:
        page.get_by_role("button", name="Filters").click()
    box = page.get_by_label("Find in the list: City")
    box.press_sequentially("TOWN q")
    city = page.locator("#facet-city")
    expect(city.locator("li[data-depth]:visible")).to_have_text(["Town Q 1"])
    box.fill("nowhere")
    expect(city.get_by_role("status")).to_have_text("Nothing in this list has that name.")
    box.fill("")
    expect(city.locator("li[data-depth]:visible")).to_have_count(20)
    city.get_by_role("link", name="Town T").click()
    page.wait_for_url("**/case-studies/?city=town-t")
    expect(page.locator("article.card")).to_have_count(1)


def test_link_shows_all_in_place_and_the_keyboard_goes_on_from_there(towns_for_a_browser, new_page):
    page = new_page()
    page.goto("/case-studies/")
    address = page.url
    page.get_by_role("link", name="Show all 20").press("Enter")
    expect(page.locator("#facet-city li[data-depth]")).to_have_count(20)
    expect(page.locator("#facet-city-town-m")).to_be_focused()
    assert page.url == address


def test_without_scripts_the_link_leads_to_the_whole_list(towns_for_a_browser, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/case-studies/")
    expect(page.get_by_label("Find in the list: City")).to_be_hidden()
    page.get_by_role("link", name="Show all 20").click()
    expect(page.locator("#facet-city li[data-depth]")).to_have_count(20)


def test_box_that_was_typed_into_before_the_script_came_searches_all_choices(towns_for_a_browser, new_page):
    page = new_page()
    waiting = []
    page.route("**/facets*.js", lambda route: waiting.append(route))
    page.goto("/case-studies/", wait_until="commit")
    page.get_by_label("Find in the list: City").fill("town q")
    [script] = waiting
    script.continue_()
    expect(page.locator("#facet-city li[data-depth]:visible")).to_have_text(["Town Q 1"])


def test_letter_typed_after_the_list_failed_to_come_asks_for_it_again(towns_for_a_browser, new_page):
    page = new_page()
    page.goto("/case-studies/")
    page.route("**/case-studies/?all=city", lambda route: route.fulfill(status=204))
    box = page.get_by_label("Find in the list: City")
    with page.expect_response("**/case-studies/?all=city"):
        box.fill("town")
    page.unroute("**/case-studies/?all=city")
    box.fill("town q")
    expect(page.locator("#facet-city li[data-depth]:visible")).to_have_text(["Town Q 1"])


@pytest.fixture
def page_in_trouble(towns_for_a_browser, visitors, live_server):
    """A list whose facets don't come whole. `new_page` would count what the console says of it as an error."""

    def page_in_trouble(status: int):
        page = visitors.come("en", DESKTOP)
        page.goto("/case-studies/")
        trouble = {"status": status, "content_type": "text/html", "body": '<main id="main"><h1>Trouble</h1></main>'}
        page.route(WHOLE, lambda route: route.fulfill(**trouble))
        return page

    yield page_in_trouble
    visitors.leave()


@pytest.mark.parametrize("status", [404, 500, 503])
def test_page_stays_as_it_is_where_the_list_that_a_box_asked_for_failed_to_come(page_in_trouble, status):
    page = page_in_trouble(status)
    page.evaluate("document.addEventListener('htmx:afterOnLoad', () => document.body.dataset.answered = 'yes')")
    box = page.get_by_label("Find in the list: City")
    box.focus()
    page.wait_for_selector("body[data-answered]")
    expect(page.get_by_role("heading", level=1)).to_have_text("Case studies")
    expect(box).to_be_focused()
    page.unroute(WHOLE)
    box.fill("town q")
    expect(page.locator("#facet-city li[data-depth]:visible")).to_have_text(["Town Q 1"])


def test_link_to_the_whole_list_shows_what_went_wrong(page_in_trouble):
    page = page_in_trouble(503)
    page.get_by_role("link", name="Show all 20").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Trouble")


def test_box_changes_neither_the_address_nor_the_focus(towns_for_a_browser, new_page):
    page = new_page()
    page.goto("/case-studies/")
    address = page.url
    box = page.get_by_label("Find in the list: City")
    box.click()
    expect(page.locator("#facet-city li[data-depth]")).to_have_count(20)
    expect(box).to_be_focused()
    assert page.url == address


def test_choices_without_results_come_in_place_and_the_keyboard_goes_on_from_there(towns_for_a_browser, new_page):
    make.place("europe", "region", make.latin_america().parent)
    page = new_page()
    page.goto("/case-studies/")
    start = page.url
    page.get_by_role("link", name="Show 1 without results").press("Enter")
    expect(page.locator("#facet-region-europe")).to_be_focused()
    assert page.url == start


def test_keyboard_skips_the_filters(towns_for_a_browser, new_page):
    page = new_page()
    page.goto("/case-studies/")
    page.get_by_role("button", name="Find").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip the filters")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#results").locator(":focus")).to_have_count(1)


@pytest.fixture
def towns_for_a_browser(transactional_db):
    for slug in CITIES:
        make.case(f"case-{slug}", [make.city(slug)])
