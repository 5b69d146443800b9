"""The Atom feed of every list, as a feed reader reads it."""

import datetime

import feedparser
import pytest
from django.conf import settings

from casestudies.models import CaseStudy, ContentLoad
from tests import factories as make
from tests.lists import address, both_languages, every_list
from tests.reading import Reading, attribute
from tests.test_contract_pages import many

pytestmark = pytest.mark.once

SITE = settings.SITE_URL
PREFIX = {"en": "", "zh-hans": "/zh-hans"}


@pytest.fixture
def read(client):
    def read(path: str) -> feedparser.FeedParserDict:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
        found = feedparser.parse(response.content)
        assert (found.bozo, found.version) == (False, "atom10")
        return found

    return read


def newest(name: str) -> str:
    """What a page adds in the link to its feed, if its own order is another."""
    return "&sort=newest" if name in {"case-studies", "programmes"} else ""


def test_page_with_an_order_of_its_own_leads_to_a_feed_in_that_order(client, cast):
    page = Reading(client.get("/case-studies/?sort=title"))
    link = page.one("link", rel="alternate", type="application/atom+xml")
    assert attribute(link, "href") == "/case-studies.atom?sort=title"


def test_feed_of_case_studies_says_what_is_new(cast, read):
    CaseStudy.objects.filter(slug="bengaluru-plan").update(
        updated_at=datetime.datetime(2025, 4, 2, 10, 30, tzinfo=datetime.UTC)
    )
    found = read("/case-studies.atom?sort=newest")
    assert found.feed.title == "Case studies · CityClimate"
    assert found.feed.subtitle == "The first 50 of the list, in its order."
    assert found.feed.language == "en"
    assert found.feed.author == "CityClimate"
    assert found.feed.id == f"{SITE}/case-studies.atom?sort=newest"
    links = {link.rel: link.href for link in found.feed.links}
    assert links == {
        rel: f"{SITE}/case-studies{end}?sort=newest" for rel, end in (("self", ".atom"), ("alternate", "/"))
    }
    first = found.entries[0]
    assert first.title == "Planning for clean air"
    assert first.link == first.id == f"{SITE}/case-studies/bengaluru-plan/"
    assert first.published == "2025-03-01T00:00:00+00:00"
    assert first.updated == "2025-04-02T10:30:00+00:00"
    assert first.summary == "Bengaluru plan in two sentences."


def test_feed_in_chinese(cast, read):
    found = read("/zh-hans/case-studies.atom?region=latin-america&theme=clean-air-zones")
    assert found.feed.title == "案例（区域：拉丁美洲；主题：清洁空气区） · CityClimate"
    assert found.feed.language == "zh-Hans"
    assert [(entry.title, entry.summary, entry.link) for entry in found.entries] == [
        ("以公平为先的清洁空气区", "波哥大设计了清洁空气区。", f"{SITE}/zh-hans/case-studies/bogota-clean-air-zone/"),
    ]


def test_figure_is_named_by_place_indicator_and_value(cast, read):
    entry = read("/outcomes.atom?city=bogota&kind=percent-change").entries[0]
    assert entry.title == "Bogotá: PM2.5: −65.9\u202f%"
    assert entry.id == f"{SITE}/case-studies/bogota-clean-air-zone/#outcome-fine-dust"
    assert entry.summary == "Fine dust in one sentence."
    assert entry.published == "2025-01-01T00:00:00+00:00"


@every_list
@both_languages
def test_every_list_has_a_feed_of_its_rows_and_links_it(client, cast, read, name, language):
    page = Reading(client.get(address(name, "q=c", language)))
    link = page.one("link", rel="alternate", type="application/atom+xml")
    assert attribute(link, "href") == f"{PREFIX[language]}/{name}.atom?q=c{newest(name)}"
    found = read(attribute(link, "href"))
    page = Reading(client.get(address(name, f"q=c{newest(name)}", language)))
    assert [entry.link for entry in found.entries] == [SITE + path for path in page.paths]
    assert len({entry.id for entry in found.entries}) == len(found.entries)
    assert all(entry.updated for entry in found.entries)


@every_list
@both_languages
def test_feed_is_linked_beside_the_downloads_with_the_filters_of_the_list(client, cast, read, name, language):
    many(name, 1)
    page = Reading(client.get(address(name, "q=a", language)))
    assert page.paths
    feed = page.one("a", page.one("p", class_="downloads"), type="application/atom+xml")
    assert attribute(feed, "href") == f"{PREFIX[language]}/{name}.atom?q=a{newest(name)}"
    page = Reading(client.get(address(name, f"q=a{newest(name)}", language)))
    assert [entry.link for entry in read(attribute(feed, "href")).entries] == [SITE + path for path in page.paths]


def test_feed_ends_after_50(cast, read):
    for number in range(60):
        make.theme(f"theme-{number}")
    assert len(read("/themes.atom").entries) == 50


def test_feed_of_what_keeps_no_dates_is_as_old_as_the_content(cast, read):
    ContentLoad.objects.create(digest="0" * 64)
    ContentLoad.objects.update(loaded_at="2025-09-18T12:00:00Z")
    for name in ("themes", "indicators", "case-studies"):
        found = read(f"/{name}.atom?q=nothing")
        assert (found.entries, found.feed.updated) == ([], "2025-09-18T12:00:00+00:00")
    assert read("/themes.atom").entries[0].updated == "2025-09-18T12:00:00+00:00"


def test_address_of_a_feed_is_the_one_form_of_its_query(cast, read):
    found = read("/case-studies.atom?theme=transport&q=&region=africa&sort=figures")
    assert found.feed.id == f"{SITE}/case-studies.atom?region=africa&theme=transport"


@pytest.mark.parametrize("query", ["region=atlantis", "colour=red", "sort=luck", "page=1"])
def test_feed_refuses_what_its_list_refuses_and_a_page_number(client, cast, query):
    response = client.get(f"/case-studies.atom?{query}")
    assert response.status_code == 400
    assert list(Reading(response).problems) == [query.partition("=")[0]]


@pytest.mark.parametrize(
    "title", ["</title><script>alert(1)</script>", "A & B <i>", "]]>", "Two\nlines\x0b\x1f", 'Say "no"', "\u2028"]
)
def test_no_title_breaks_a_feed(cast, read, title):
    cast.plan.title_en, cast.plan.summary_en = title, title
    cast.plan.save()
    entry = read("/case-studies.atom").entries[0]
    assert "\n" not in entry.title
    assert "<script>" not in entry.summary


def test_no_text_that_is_looked_for_breaks_a_feed(read, cast):
    assert read("/case-studies.atom?q=%1f%0b%3Cb%3E").entries == []
