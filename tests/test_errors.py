"""Addresses that lead to no page: what they say, and where they send the visitor."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from casestudies.models import FormerSlug
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

DRAFTS = {
    "case": "/case-studies/bogota-clean-air-zone/",
    "city": "/cities/bogota/",
    "place": "/places/colombia/",
    "programme": "/programmes/zuma/",
    "network": "/networks/c40/",
    "organisation": "/organisations/clean-air-fund/",
    "method": "/methods/build-evidence-base/",
    "source": "/sources/c40-clean-air/",
}
RECORDS = {
    "case": "zone",
    "city": "bogota",
    "place": "colombia",
    "programme": "zuma",
    "network": "c40",
    "organisation": "fund",
    "method": "evidence",
    "source": "source",
}
every_kind = pytest.mark.parametrize("kind", RECORDS)
both_languages = pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])


def withdraw(record) -> None:
    record.state, record.withdrawn_because_en, record.withdrawn_because_zh_hans = "withdrawn", "Twice.", "重复。"
    record.save()


@every_kind
def test_draft_is_not_found(client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    for state in ("draft", "in-review"):
        record.state = state
        record.save()
        assert client.get(DRAFTS[kind]).status_code == 404


@every_kind
@both_languages
def test_withdrawn_record_is_gone_and_says_why(client, cast, kind, prefix):
    withdraw(getattr(cast, RECORDS[kind]))
    response = client.get(prefix + DRAFTS[kind])
    assert response.status_code == 410
    assert ("重复。" if prefix else "The reason: Twice.") in texts(Reading(response).one("main"))


@every_kind
@both_languages
def test_former_address_redirects_for_good(client, cast, kind, prefix):
    record = getattr(cast, RECORDS[kind])
    FormerSlug.objects.create(kind=record._meta.concrete_model._meta.model_name, slug="old-name", current=record.slug)
    response = client.get(prefix + DRAFTS[kind].replace(record.slug, "old-name"))
    assert (response.status_code, response["Location"]) == (301, prefix + DRAFTS[kind])


def test_former_address_of_a_draft_is_not_found(client, cast):
    cast.zone.state = "draft"
    cast.zone.save()
    assert client.get("/case-studies/bogota-zone/").status_code == 404


def test_lesson_answers_as_its_owner_does(client, cast):
    assert client.get("/lessons/case/rio-ferry/secret/").status_code == 404
    assert client.get("/lessons/case/bogota-lane/any/").status_code == 410
    assert client.get("/lessons/case/bogota-clean-air-zone/none/").status_code == 404
    assert client.get("/lessons/city/bogota/slow-but-lasting/").status_code == 404
    assert client.get("/lessons/case/bogota-zone/none/").status_code == 404
    moved = client.get("/lessons/case/bogota-zone/slow-but-lasting/")
    assert (moved.status_code, moved["Location"]) == (301, "/lessons/case/bogota-clean-air-zone/slow-but-lasting/")


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/places/bogota/", "/cities/bogota/"),
        ("/organisations/c40/", "/networks/c40/"),
        ("/zh-hans/places/bogota/", "/zh-hans/cities/bogota/"),
    ],
)
def test_record_has_one_address_and_others_redirect_to_it(client, cast, path, leads_to):
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, leads_to)


def test_city_is_no_country_and_foundation_no_network(client, cast):
    assert client.get("/cities/colombia/").status_code == 404
    assert client.get("/networks/clean-air-fund/").status_code == 404


@pytest.mark.parametrize("path", ["/", "/about/", *DRAFTS.values(), "/themes/transport/"])
def test_page_without_parameters_refuses_them_by_name(client, cast, path):
    response = client.get(path, {"region": "africa"})
    assert response.status_code == 400
    assert Reading(response).problems == {"region": "This page takes no parameters."}
    tracked = client.get(path, {"utm_source": "mail"})
    assert (tracked.status_code, tracked["Location"]) == (301, path)


@both_languages
def test_pages_of_errors_help_the_visitor_on(client, cast, prefix):
    for path, status in {"/nowhere/": 404, "/case-studies/bogota-lane/": 410, "/cities/?x=1": 400}.items():
        response = client.get(prefix + path)
        assert response.status_code == status
        page = Reading(response)
        assert texts(page.one("p", class_="kicker")) == str(status)
        ways = [attribute(link, "href") for link in page.all("a", page.one("ul", class_="ways"))]
        assert ways == [f"{prefix}{way}" for way in ("/case-studies/", "/cities/", "/outcomes/", "/themes/", "/")]
        assert attribute(page.one("form", page.one("main"), class_="search"), "action") == f"{prefix}/case-studies/"


def test_refusal_links_the_page_without_its_filters(client, cast):
    page = Reading(client.get("/cities/?colour=red&region=africa"))
    assert attribute(page.one("a", class_="button"), "href") == "/cities/"


def paragraphs(page: Reading) -> list[str]:
    """What the page of an error says, before its ways on."""
    return [texts(paragraph) for paragraph in page.all("p", page.one("article"))]


OURS = {"": "It was recorded; try again in a minute.", "/zh-hans": "错误已记录，请稍后再试。"}
AWAY = {
    "": "The site cannot reach its data. This was recorded; try again in a few seconds.",
    "/zh-hans": "网站暂时无法读取数据。问题已记录，请几秒钟后再试。",
}
SENT = {
    "": "What you sent may not have been saved. Keep this page, and look in another tab. "
    "If it is not there, reload this page: that sends it again.",
    "/zh-hans": "所提交的内容可能没有保存。请保留此页面，在另一个标签页中查看是否已保存；"
    "如果没有，请重新加载此页面，内容会再次提交。",
}


@both_languages
def test_a_fault_of_ours_has_a_page_that_asks_the_database_nothing(prefix, django_db_blocker):
    """Without access to a database, every page that needs one fails: so does the list of cities."""
    client = Client(raise_request_exception=False)
    client.cookies["sessionid"] = "somebody"
    response = client.get(f"{prefix}/cities/")
    assert (response.status_code, response["Cache-Control"]) == (500, "no-store")
    page = Reading(response)
    assert attribute(page.one("html"), "lang") == ("zh-Hans" if prefix else "en")
    assert paragraphs(page) == ["500", OURS[prefix]]


@both_languages
def test_who_sent_something_is_told_that_it_may_not_be_saved(prefix, django_db_blocker):
    client = Client(raise_request_exception=False)
    response = client.post(f"{prefix}/admin/login/", {"username": "somebody", "password": "secret"})
    assert response.status_code == 500
    assert paragraphs(Reading(response)) == ["500", OURS[prefix], SENT[prefix]]


SESSION = {"Cookie": "sessionid=somebody"}
ASK = """
import json
import django

django.setup()
from django.conf import settings
from django.test import Client

settings.ALLOWED_HOSTS.append("testserver")
client = Client(raise_request_exception=False)
answers = []
for method, path, headers in json.loads(sys.argv[1]):
    answer = getattr(client, method)(path, headers=headers)
    answers.append([answer.status_code, dict(answer.headers), answer.content.decode()])
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def ask_without_database(tmp_path_factory):
    """Ask a process of its own whose database cannot be opened: in one thread, one request after the other."""

    def ask(*requests: tuple[str, str, dict[str, str]]) -> list[HttpResponse]:
        database = f"sqlite:///{tmp_path_factory.mktemp('away')}/nowhere/db.sqlite3"
        done = subprocess.run(
            [sys.executable, "-c", f"import sys{ASK}", json.dumps(requests)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return [
            HttpResponse(body, status=status, headers=headers) for status, headers, body in json.loads(done.stdout)
        ]

    return ask


def test_trouble_with_the_database_is_503_in_the_language_of_the_address(ask_without_database):
    """A thread keeps the language of its last request; a reader with a session fails at another place."""
    order = [("/zh-hans", SESSION), ("", {}), ("", SESSION), ("/zh-hans", {})]
    requests = [("get", f"{prefix}/cities/", headers) for prefix, headers in order]
    posts = [("post", f"{prefix}/admin/casestudies/term/add/", SESSION) for prefix in ("/zh-hans", "")]
    for (method, path, _headers), answer in zip(
        requests + posts, ask_without_database(*requests, *posts), strict=True
    ):
        prefix = "/zh-hans" if path.startswith("/zh-hans") else ""
        assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
        page = Reading(answer)
        assert attribute(page.one("html"), "lang") == ("zh-Hans" if prefix else "en")
        assert paragraphs(page) == ["503", AWAY[prefix], *([SENT[prefix]] if method == "post" else [])]
        assert "default-src 'self'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_heading_of_a_fault_takes_the_focus_where_it_replaces_what_the_reader_used(ask_without_database):
    """However early the fault came: here, before the middleware of htmx had the request."""
    requests = [("get", "/cities/", headers) for headers in ({}, {"HX-Request": "true"})]
    ours = Client(raise_request_exception=False)
    faults = [getattr(ours, method)(path, headers=headers) for method, path, headers in requests]
    pages = [Reading(answer) for answer in (*ask_without_database(*requests), *faults)]
    assert [texts(page.one("p", class_="kicker")) for page in pages] == ["503", "503", "500", "500"]
    assert ["autofocus" in page.one("h1").attrib for page in pages] == [False, True, False, True]


def test_trouble_with_the_database_is_a_problem_in_json_for_programs(ask_without_database):
    [answer] = ask_without_database(("get", "/api/v1/cities/", {}))
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "10", "no-store")
    assert answer["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content) == {
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The data cannot be reached at the moment. It was recorded; try again in a few seconds.",
    }
