"""What a visitor does from page to page, with JavaScript and without it, in English and in Chinese."""

import csv
import re

import pytest
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Locator, Page, expect

from casestudies.models import CaseStudy, City, Theme

pytestmark = [pytest.mark.waiting, pytest.mark.django_db(transaction=True)]
VISITORS = [("en", True), ("en", False), ("zh-hans", True), ("zh-hans", False)]


class Visitor:
    """A page in a browser, and the words on it by their English."""

    def __init__(self, page: Page, language: str, scripted: bool):
        self.page, self.language, self.scripted = page, language, scripted

    def says(self, english: str, context: str = "") -> str:
        with override(self.language):
            return pgettext(context, english) if context else gettext(english)

    def name(self, record) -> str:
        return getattr(record, f"name_{self.language.replace('-', '_')}")

    def open(self, path: str) -> None:
        self.page.goto(path if self.language == "en" else f"/{self.language}{path}")

    def follow(self, link: Locator, address: str) -> None:
        """Press a link, and see its address: without JavaScript too."""
        self.page.wait_for_load_state()
        link.click()
        expect(self.page).to_have_url(re.compile(f"{re.escape(address)}$"))

    def filters(self) -> Locator:
        return self.page.get_by_role("complementary", name=self.says("Filters"))

    def results(self) -> int:
        return int(re.search(r"\d+", self.page.get_by_role("status").first.inner_text()).group())


@pytest.fixture(params=VISITORS, ids=lambda one: f"{one[0]}, {'scripts' if one[1] else 'no scripts'}")
def visitor(request, content, new_page) -> Visitor:
    language, scripted = request.param
    return Visitor(new_page(language, java_script_enabled=scripted, accept_downloads=True), language, scripted)


def test_profile_before_a_meeting_is_found_and_printed(visitor):
    page, bogota = visitor.page, City.objects.get(slug="bogota")
    visitor.open("/cities/")
    page.get_by_role("searchbox").first.fill("bogota")
    page.get_by_role("searchbox").first.press("Enter")
    expect(page.get_by_role("status").first).to_have_text(re.compile(r"^\s*1\s"))
    visitor.follow(
        page.locator(".results").get_by_role("link", name=visitor.name(bogota), exact=True), "/cities/bogota/"
    )
    figures = page.get_by_role("region", name=visitor.says("Key figures"), exact=True)
    expect(figures).to_contain_text("1,486" if visitor.language == "en" else "1486")
    expect(figures).to_be_in_viewport()
    button = page.get_by_role("button", name=visitor.says("Print", "a record"))
    if visitor.scripted:
        page.evaluate("window.print = () => (document.body.dataset.printed = 'yes')")
        button.click()
        expect(page.locator("body")).to_have_attribute("data-printed", "yes")
    else:
        expect(button).to_have_count(0)
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(figures).to_be_visible()


def test_region_and_theme_lead_to_a_map_a_table_and_a_file(visitor):
    page = visitor.page
    theme = Theme.objects.get(slug="air-quality")
    cases = (
        CaseStudy.objects.published()
        .in_places(["latin-america"])
        .filter(themes__in=Theme.objects.within([theme.slug]))
        .distinct()
    )
    places = {place.slug for case in cases for place in case.places.all()}
    visitor.open("/case-studies/")
    visitor.follow(visitor.filters().locator("a[href$='region=latin-america']"), "?region=latin-america")
    chosen = "?region=latin-america&theme=air-quality"
    visitor.follow(
        visitor.filters().locator("#facet-theme").get_by_role("link", name=visitor.name(theme)).first, chosen
    )
    visitor.follow(page.get_by_role("link", name=visitor.says("Map"), exact=True), f"{chosen}&view=map")
    assert visitor.results() == cases.count()
    expect(page.locator(".dot")).to_have_count(len(places))
    visitor.follow(page.get_by_role("link", name=visitor.says("Table"), exact=True), f"{chosen}&view=table")
    expect(page.locator(".results tbody tr")).to_have_count(cases.count())
    page.wait_for_load_state()
    with page.expect_download() as download:
        page.locator(".downloads").get_by_role("link", name="CSV").click()
    with open(download.value.path(), encoding="utf-8-sig", newline="") as file:
        assert {row["slug"] for row in csv.DictReader(file)} == {case.slug for case in cases}
    assert download.value.suggested_filename.startswith("cityclimate-case-studies-latin-america-air-quality-")


def test_cells_of_the_evidence_lead_to_the_cases_that_they_count(visitor):
    page = visitor.page
    visitor.open("/evidence/")
    full = page.locator("a.cell[href*='theme=energy'][href*='region=europe']")
    number = int(full.inner_text())
    visitor.follow(full, "/case-studies/?region=europe&theme=energy")
    assert visitor.results() == number > 0
    page.go_back()
    empty = page.locator("a.cell[href*='theme=transport'][href*='region=south-and-west-asia']")
    expect(empty).to_have_text("0")
    visitor.follow(empty, "/case-studies/?region=south-and-west-asia&theme=transport")
    assert visitor.results() == 0
    visitor.follow(page.locator(".empty").get_by_role("link").first, "/case-studies/?theme=transport")
    expect(page.locator(".empty")).to_have_count(0)


def test_map_is_walked_by_keyboard(visitor):
    page = visitor.page
    visitor.open("/")
    page.wait_for_load_state()
    dots = page.locator(".map .dot")
    last = dots.count() - 1
    dots.first.focus()
    page.keyboard.press("Tab")
    expect(dots.nth(1)).to_be_focused()
    address = dots.nth(1).get_attribute("href")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{re.escape(address)}$"))
    page.go_back()
    page.wait_for_load_state()
    dots.nth(last).focus()
    page.keyboard.press("Tab")
    region = page.locator("#map-key a").first
    expect(region).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"region=africa"))
