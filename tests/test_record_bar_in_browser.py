"""The bar of a record in a browser: it opens the citation, and with scripts the dialogue to print."""

import pytest
from playwright.sync_api import expect

from tests import factories as make


@pytest.fixture
def zone(transactional_db):
    return make.case("zone").get_absolute_url()


def test_bar_opens_the_citation_and_the_dialogue_to_print(zone, new_page):
    page = new_page(script="window.printed = 0; window.print = () => { window.printed += 1; };")
    page.goto(zone)
    expect(page.locator("#cite-text")).to_be_hidden()
    page.get_by_role("link", name="Cite", exact=True).click()
    expect(page.locator("#cite-text")).to_be_in_viewport()
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") == 1


def test_without_scripts_nothing_offers_to_print(zone, new_page):
    page = new_page(java_script_enabled=False)
    page.goto(zone)
    expect(page.get_by_role("link", name="Data", exact=True)).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()


def test_facts_stand_beside_the_title_where_there_is_room_and_else_below_it(zone, new_page):
    page = new_page()
    page.goto(zone)

    def box(selector):
        return page.locator(selector).bounding_box()

    assert box(".record-side")["x"] > box(".record-head")["x"] + box(".record-head")["width"]
    assert box(".record-side")["y"] == box(".record-head")["y"]
    page.set_viewport_size({"width": 320, "height": 800})
    assert box(".record-side")["x"] == box(".record-head")["x"]
    assert box(".record-side")["y"] >= box(".record-head")["y"] + box(".record-head")["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 320
