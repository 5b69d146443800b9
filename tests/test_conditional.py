"""Who has a page already is told so; a page is made once; nobody sees an older content than there is."""

import datetime
import gc
import tracemalloc
from email.utils import formatdate, parsedate_to_datetime

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casestudies.filters.places import CityFilterSet
from casestudies.head import conditional
from casestudies.head.conditional import Page, Pages, pages
from casestudies.triggers import TABLE
from tests.lists import both_languages
from tests.reading import Reading, texts

PATHS = [
    "/",
    "/case-studies/?region=latin-america",
    "/case-studies/bogota-clean-air-zone/",
    "/cities/bogota/",
    "/about/",
    "/case-studies.csv?region=latin-america",
    "/case-studies.xlsx",
    "/case-studies.atom",
    "/case-studies/cite.bib",
    "/api/v1/case-studies/?region=latin-america",
    "/api/v1/case-studies/bogota-clean-air-zone/",
    "/sitemap.xml",
]
every_path = pytest.mark.parametrize("path", PATHS)


# As if what a test wrote were another transaction's: PostgreSQL renews the version for whoever reads their own writes.
COMMITTED = {"sqlite": "", "postgresql": ", changed_in = NULL"}


@pytest.fixture
def long_ago(cast):
    """The content changed an hour ago: Last-Modified is exact enough. No trigger is on the table of the version."""
    hour_ago = int(datetime.datetime.now(datetime.UTC).timestamp()) - 3600
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET changed_at = %s{COMMITTED[connection.vendor]}", [hour_ago])  # noqa: S608
    return cast


def body(response) -> bytes:
    return b"".join(response) if response.streaming else response.content


# 304


@pytest.mark.once
@every_path
def test_who_has_the_answer_gets_304_without_a_body(client, cast, path):
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert again["Vary"] == "Accept-Encoding, Cookie, HX-Request"


@every_path
def test_after_a_change_everybody_gets_the_whole_answer_again(client, cast, path):
    first = client.get(path)
    cast.zone.save()
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert len(body(again)) > 0


def test_304_asks_the_database_once(client, cast):
    etag = client.get(PATHS[1])["ETag"]
    with CaptureQueriesContext(connection) as captured:
        client.get(PATHS[1], headers={"If-None-Match": etag})
    assert len(captured) == 1


def test_if_modified_since_is_answered_by_the_second(client, long_ago):
    first = client.get("/cities/")
    modified = parsedate_to_datetime(first["Last-Modified"])
    assert client.get("/cities/", headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
    before = formatdate(modified.timestamp() - 1, usegmt=True)
    assert client.get("/cities/", headers={"If-Modified-Since": before}).status_code == 200


def test_just_after_a_change_there_is_no_last_modified_since_another_may_come_in_the_same_second(client, cast):
    cast.zone.save()
    response = client.get("/cities/")
    assert "Last-Modified" not in response
    now = formatdate(usegmt=True)
    assert client.get("/cities/", headers={"If-Modified-Since": now}).status_code == 200


def test_the_tag_differs_by_address_language_fragment_and_what_the_client_accepts(client, cast):
    tags = [
        client.get("/cities/")["ETag"],
        client.get("/cities/?region=africa")["ETag"],
        client.get("/zh-hans/cities/")["ETag"],
        client.get("/cities/", headers={"HX-Request": "true"})["ETag"],
        client.get("/cities/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})["ETag"],
    ]
    assert len(set(tags)) == len(tags)


@pytest.mark.once
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cities/?utm_source=x", 301),
        ("/cities/?colour=red", 400),
        ("/cities/nowhere/", 404),
        ("/case-studies/bogota-lane/", 410),
        ("/case-studies/bogota-zone/", 301),
    ],
)
def test_only_what_succeeds_is_held_or_tagged(client, cast, path, status):
    for _again in range(2):
        response = client.get(path)
        assert response.status_code == status
        assert "ETag" not in response


IN_TEN_YEARS = "Sat, 01 Jan 2056 00:00:00 GMT"
NO_PAGES = {
    "/cities/?utm_source=x": 301,
    "/cities/?colour=red": 400,
    "/cities/nowhere/": 404,
    "/nowhere/": 404,
    "/case-studies/bogota-lane/": 410,
    "/case-studies/bogota-zone/": 301,
    "/case-studies.csv?page=2": 400,
    "/api/v1/cities/nowhere/": 404,
    "/api/v1/cities/?colour=red": 400,
}


@pytest.mark.once
@pytest.mark.parametrize("path", NO_PAGES)
@pytest.mark.parametrize(
    "condition",
    [{"If-None-Match": "*"}, {"If-Modified-Since": IN_TEN_YEARS}, {"If-None-Match": "other"}],
    ids=["any tag", "a date", "the tag of another address"],
)
def test_who_cannot_have_an_answer_is_not_told_that_it_is_the_same(client, long_ago, path, condition):
    if condition == {"If-None-Match": "other"}:
        condition = {"If-None-Match": client.get("/cities/")["ETag"]}
    response = client.get(path, headers=condition)
    assert (response.status_code, "ETag" in response) == (NO_PAGES[path], False)


@pytest.mark.once
@every_path
@pytest.mark.parametrize("condition", [{"If-None-Match": "*"}, {"If-Modified-Since": IN_TEN_YEARS}])
def test_who_has_anything_of_an_address_that_is_there_gets_304(client, long_ago, path, condition):
    first = client.get(path)
    again = client.get(path, headers=condition)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Last-Modified"] == first["Last-Modified"]
    assert again["Cache-Control"] == "no-cache"
    assert again["Vary"] == first["Vary"]


def test_an_address_that_went_with_a_release_is_gone_whatever_a_reader_has_of_it(client, long_ago, monkeypatch):
    first = client.get("/cities/?region=africa")
    pages.clear()
    monkeypatch.setattr(conditional, "code_version", lambda: "another")
    others = {name: one for name, one in CityFilterSet.base_filters.items() if name != "region"}
    monkeypatch.setattr(CityFilterSet, "base_filters", others)
    for name, header in {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}.items():
        assert client.get("/cities/?region=africa", headers={header: first[name]}).status_code == 400


# Held pages


def test_page_is_made_once_and_the_same_afterwards(client, cast):
    first = client.get("/case-studies/")
    with CaptureQueriesContext(connection) as captured:
        again = client.get("/case-studies/")
    assert len(captured) == 1
    assert again.content == first.content
    assert dict(again.headers) == dict(first.headers)


@both_languages
def test_held_page_is_in_the_language_of_its_address(client, cast, language):
    prefix = {"en": "", "zh-hans": "/zh-hans"}[language]
    for _again in range(2):
        page = Reading(client.get(f"{prefix}/case-studies/"))
        assert texts(page.one("h1")) == {"en": "Case studies", "zh-hans": "案例"}[language]


def test_compressed_page_goes_only_to_who_understands_it(client, cast):
    plain = client.get("/case-studies/")
    for _again in range(2):
        packed = client.get("/case-studies/", headers={"Accept-Encoding": "gzip"})
        assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/case-studies/")
    assert client.get("/case-studies/").content == plain.content


def test_an_edit_shows_with_the_next_request(client, cast):
    client.get("/case-studies/")
    cast.zone.title_en = "Clearer air"
    cast.zone.save()
    assert "Clearer air" in client.get("/case-studies/").text
    cast.zone.state = "withdrawn"
    cast.zone.save()
    assert "Clearer air" not in client.get("/case-studies/").text


def test_what_a_curator_sees_is_not_held_and_what_is_held_is_not_shown_to_a_curator(cast, admin_client):
    for _again in range(2):
        draft = admin_client.get("/case-studies/rio-ferry/")
        assert draft.status_code == 200
        assert "ETag" not in draft
    assert Client().get("/case-studies/rio-ferry/").status_code == 404
    assert "/admin/" not in Client().get("/").text
    assert "/admin/" in admin_client.get("/").text


def test_admin_and_health_are_never_held(client, db):
    for path in ("/admin/login/", "/zh-hans/admin/login/", "/healthz"):
        response = client.get(path)
        assert response.status_code == 200
        assert "ETag" not in response


def test_head_says_what_get_would_and_holds_nothing(client, cast):
    head = client.head("/case-studies/")
    assert pages.size == 0
    get = client.get("/case-studies/")
    assert (head.status_code, head["ETag"], head.content) == (200, get["ETag"], b"")
    assert client.head("/case-studies/").content == b""


def test_answers_that_stream_are_not_held(client, cast):
    client.get("/case-studies.csv").getvalue()
    assert pages.size == 0


def test_a_developer_s_pages_are_made_anew_each_time(client, cast, settings):
    settings.DEBUG = True
    for _again in range(2):
        assert "ETag" not in client.get("/case-studies/")


def test_pages_are_dropped_the_oldest_first_when_there_are_too_many_bytes(client, cast):
    response = client.get("/about/")
    held = Pages(limit=int(Page.of(("first",), response).size * 2.5))
    for key in ("first", "second"):
        held.put("token", (key,), response)
    assert held.get("token", ("first",)) is not None  # asked for last
    held.put("token", ("third",), response)
    assert [key for key in ("first", "second", "third") if held.get("token", (key,))] == ["first", "third"]
    assert held.size == 2 * Page.of(("third",), response).size


def traced(act) -> int:
    """Bytes that are held after it beside those before."""
    gc.collect()
    gc.freeze()  # what is there already need not be looked through again
    tracemalloc.start()
    try:
        act()
        gc.collect()
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("limit", [100_000, 300_000])
@pytest.mark.parametrize(("key", "body"), [(4000, 10), (10, 10), (10, 5000)], ids=["keys", "headers", "bodies"])
def test_pages_with_keys_and_headers_take_no_more_than_the_limit(limit, key, body):
    held = Pages(limit)

    def fill():
        for number in range(limit // 400):
            response = HttpResponse(f"{number}".zfill(body), headers={"ETag": f"{number}".zfill(60)})
            held.put("token", (f"{number}".zfill(key), False, True), response)

    assert limit * 0.8 < traced(fill) <= limit  # less by the texts that pages share, such as names of headers
    assert held.size <= limit


PADDED = [
    {"HX-Request": "x{}"},
    {"HX-Request": "True {}"},
    {"HX-History-Restore-Request": "true {}"},
    {"HX-Current-URL": "/{}"},
    {"HX-Target": "{}", "HX-Trigger": "{}", "HX-Prompt": "{}", "HX-Boosted": "{}"},
    {"Accept-Encoding": "identity;q={}"},
    {"Accept-Language": "zh-hans;q=0.{}"},
    {"Cookie": "a={}"},
    {"User-Agent": "{}"},
    {"Host": "localhost:{}"},
]


@pytest.mark.once
@pytest.mark.parametrize("headers", PADDED, ids=str)
def test_what_no_view_reads_makes_no_other_page(client, cast, headers):
    first = client.get("/cities/")
    size = pages.size
    assert size > 0
    for number in range(1, 4):
        again = client.get("/cities/", headers={name: value.format(number) for name, value in headers.items()})
        assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert pages.size == size


@pytest.mark.once
def test_hundreds_of_padded_requests_hold_one_page(client, cast, monkeypatch):
    monkeypatch.setattr(conditional, "pages", held := Pages(limit=200_000))
    client.get("/cities/")
    size = held.size
    assert size > 0
    for number in range(300):
        client.get("/cities/", headers={"HX-Request": f"{number}".zfill(4000)})
    assert held.size == size


def test_a_host_that_is_not_ours_is_refused_where_a_page_is_held_too(client, cast):
    client.get("/cities/")
    assert client.get("/cities/", headers={"Host": "elsewhere.example"}).status_code == 400


def test_pages_of_another_content_are_dropped(client, cast):
    response = client.get("/about/")
    held = Pages(limit=10**6)
    held.put("old", ("about",), response)
    assert held.get("new", ("about",)) is None
    held.put("new", ("cities",), response)
    assert held.get("old", ("about",)) is None
    assert held.size == Page.of(("cities",), response).size


def test_another_release_makes_other_tags(client, cast, monkeypatch):
    before = client.get("/about/")["ETag"]
    monkeypatch.setattr(conditional, "code_version", lambda: "another")
    assert client.get("/about/", headers={"If-None-Match": before}).status_code == 200
