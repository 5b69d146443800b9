"""The sitemap and robots.txt: every public page once in each language, and no other."""

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casestudies.head.sitemaps import RecordPages
from casestudies.models import CaseStudy, ContentVersion
from cityclimate.urls import SITEMAPS
from tests import factories as make
from tests.test_pages import DETAILS, LISTS
from tests.test_query_counts import one_and_three

SITE = settings.SITE_URL
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture
def read(client):
    def read(path: str) -> ElementTree.Element:
        response = client.get(path)
        assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
        return ElementTree.fromstring(response.content)  # noqa: S314 - ours

    return read


def found(root: ElementTree.Element) -> list[str]:
    return [at.text for at in root.findall("*/s:loc", NAMES)]


def every_address(read) -> list[str]:
    sections = [address.partition("://")[2].partition("/")[2] for address in found(read("/sitemap.xml"))]
    return [address for section in sections for address in found(read(f"/{section}"))]


@pytest.mark.once
def test_every_public_page_is_in_the_sitemap_in_both_languages_once(page_at, read):
    addresses = every_address(read)
    assert len(set(addresses)) == len(addresses)
    assert {f"{SITE}{path}" for path in ["/", "/about/", *LISTS, *DETAILS]} <= set(addresses)
    english = [address for address in addresses if not address.startswith(f"{SITE}/zh-hans/")]
    assert {address.replace(SITE, f"{SITE}/zh-hans", 1) for address in english} == set(addresses) - set(english)
    for address in addresses:
        assert page_at(address.removeprefix(SITE)).response.status_code == 200


def test_part_of_a_source_is_in_the_sitemap(cast, client, read):
    make.part(cast.source, "africa")
    assert f"{SITE}/sources/c40-clean-air/africa/" in every_address(read)
    assert client.get("/sources/c40-clean-air/africa/").status_code == 200


def test_drafts_withdrawn_records_and_former_addresses_are_in_none(cast, read):
    addresses = " ".join(every_address(read))
    for slug in ("rio-ferry", "bogota-lane", "old-plan", "hidden-fund", "secret", "bogota-zone/"):
        assert f"/{slug}" not in addresses, slug


def test_nothing_published_leaves_the_pages_and_lists(db, read):
    assert len(every_address(read)) == 2 * (4 + len(LISTS))


def test_entry_names_its_twin_and_its_last_change(cast, read):
    CaseStudy.objects.filter(slug="rio-campaign").update(updated_at="2025-04-02T10:30:00Z")
    root = read("/sitemap-case-studies.xml")
    paths = {language: f"{SITE}{prefix}/case-studies/rio-campaign/" for language, prefix in
             (("en", ""), ("zh-Hans", "/zh-hans"))}  # fmt: skip
    entries = [entry for entry in root if entry.find("s:loc", NAMES).text in paths.values()]
    assert [entry.find("s:loc", NAMES).text for entry in entries] == list(paths.values())
    for entry in entries:
        assert entry.find("s:lastmod", NAMES).text == "2025-04-02"
        assert {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMES)} == paths


def test_index_says_when_a_section_changed(cast, read):
    CaseStudy.objects.filter(state="published").update(updated_at="2025-04-02T10:30:00Z")
    CaseStudy.objects.filter(state="draft").update(updated_at="2026-04-02T10:30:00Z")
    entry = next(one for one in read("/sitemap.xml") if "case-studies" in one.find("s:loc", NAMES).text)
    assert entry.find("s:lastmod", NAMES).text == "2025-04-02T10:30:00+00:00"


def test_long_section_is_split_between_records_and_not_between_languages(cast):
    assert {sitemap.limit for sitemap in SITEMAPS.values()} == {2_500}
    section = RecordPages(CaseStudy.objects.order_by("slug"))
    section.limit = 4
    assert section.paginator.num_pages == 2
    first, second = ([entry["location"].removeprefix(SITE) for entry in section.get_urls(page)] for page in (1, 2))
    assert first == [
        "/case-studies/bengaluru-plan/",
        "/zh-hans/case-studies/bengaluru-plan/",
        "/case-studies/bogota-clean-air-zone/",
        "/zh-hans/case-studies/bogota-clean-air-zone/",
    ]
    assert second == ["/case-studies/rio-campaign/", "/zh-hans/case-studies/rio-campaign/"]


@pytest.mark.parametrize("path", ["/sitemap-nothing.xml", "/sitemap-case-studies.xml?p=9", "/sitemap-pages.xml?p=x"])
def test_section_that_is_not_there_is_not_found(client, cast, path):
    assert client.get(path).status_code == 404


# The version, a count for each section of records, and where rows keep when they changed, the last change.
SECTIONS = [section for section in SITEMAPS.values() if isinstance(section, RecordPages)]
ASKED = 1 + sum(2 if section.changed else 1 for section in SECTIONS)
QUERIES = {"/sitemap.xml": ASKED, "/sitemap-case-studies.xml": 3, "/sitemap-lessons.xml": 3, "/sitemap-parts.xml": 3}


@one_and_three
def test_sitemap_asks_as_often_at_three_things_as_at_one(client, db, number):
    source = make.source()
    for at in range(number):
        case = make.case(f"case-{at}")
        make.lesson(f"lesson-{at}", case=case)
        make.part(source, f"part-{at}")
    ContentVersion.current()  # PostgreSQL notes in a query of its own that this transaction changed the content
    asked = {}
    for path in QUERIES:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        asked[path] = len(captured)
    assert asked == QUERIES


def test_robots_may_read_all_but_the_admin_and_the_combinations_of_filters(client, db):
    response = client.get("/robots.txt")
    assert (response.status_code, response["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert response.content.decode().splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /zh-hans/admin/",
        "Disallow: /*?*&",
        "Disallow: /*?q=",
        "Disallow: /*?sort=",
        "Disallow: /*/cite.",
        "",
        f"Sitemap: {SITE}/sitemap.xml",
    ]
