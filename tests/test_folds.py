"""The long reference pages: a table of contents, and parts that unfold for who is sent to them."""

import pytest
from playwright.sync_api import expect

from casestudies.listings import EVIDENCE, WITH_PAGE
from tests.reading import Reading, attribute, texts

every_page = pytest.mark.parametrize("path", ["/about/data/", "/api/", "/zh-hans/about/data/", "/zh-hans/api/"])


def parts_of(page: Reading) -> list[str]:
    return [attribute(part, "id") for fold in page.all(class_="folds") for part in page.all("section", fold)]


@pytest.mark.once
@every_page
def test_table_of_contents_leads_to_every_part_in_order(client, db, path):
    page = Reading(client.get(path))
    links = [attribute(link, "href") for link in page.all("a", page.one("nav", class_="contents"))]
    parts = [f"#{part}" for part in parts_of(page)]
    assert [link for link in links if link in parts] == parts
    others = [link for link in links if link not in parts]
    assert others == (["#formats", "#columns"] if "data" in path else ["#rules", "#addresses", "#answers"])


@pytest.mark.once
@every_page
def test_every_part_is_folded_below_its_title(client, db, path):
    page = Reading(client.get(path))
    assert len(parts_of(page)) >= 15
    for name in parts_of(page):
        section = page.one("section", id=name)
        (fold,) = section
        assert (fold.tag, attribute(fold, "open")) == ("details", None)
        assert len(page.all("h3", page.one("summary", fold))) == 1


@pytest.mark.once
def test_part_says_how_many_columns_are_in_it(client, db):
    page = Reading(client.get("/about/data/"))
    for listing in (*WITH_PAGE, EVIDENCE):
        summary = texts(page.one("summary", page.one("section", id=listing.name)))
        assert summary == f"{listing.title} {len(listing.table.columns)} columns"


@pytest.mark.django_db(transaction=True)
def test_who_follows_a_link_to_a_part_finds_it_unfolded(new_page):
    page = new_page()
    page.goto("/about/data/#lessons")
    lessons, cities = (page.locator(f"#{name} table") for name in ("lessons", "cities"))
    expect(lessons).to_be_in_viewport()
    expect(cities).to_be_hidden()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Cities").click()
    expect(cities).to_be_in_viewport()

    # A folded part can be folded again, and an address with a broken fragment is no error.
    page.locator("#cities summary").click()
    expect(cities).to_be_hidden()
    page.goto("/api/#%")
    page.goto("/api/#Outcome")
    expect(page.locator("#Outcome table")).to_be_in_viewport()


@pytest.mark.django_db(transaction=True)
def test_reader_without_javascript_unfolds_a_part(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/about/data/")
    cities = page.locator("#cities table")
    expect(cities).to_be_hidden()
    page.locator("#cities summary").click()
    expect(cities).to_be_visible()
