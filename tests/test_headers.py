"""Headers that every answer has, and those that keep what is one reader's from caches on the way."""

import re

import pytest

from cityclimate.headers import UNUSED
from tests.lists import PREFIXES, both_languages

pytestmark = pytest.mark.once

ANSWERS = {
    "/": 200,
    "/zh-hans/about/": 200,
    "/case-studies.csv": 200,
    "/case-studies.atom": 200,
    "/api/v1/cities/": 200,
    "/static/css/tokens.css": 200,
    "/robots.txt": 200,
    "/healthz": 200,
    "/cities": 301,
    "/cities/?utm_source=x": 301,
    "/admin/": 302,
    "/admin/login/": 200,
    "/cities/?region=nowhere": 400,
    "/nothing/": 404,
    "/api/v1/nothing/": 404,
    "/case-studies/rio-ferry/": 404,
}


@pytest.mark.parametrize(("path", "status"), ANSWERS.items())
def test_every_answer_turns_off_what_the_site_never_uses(client, cast, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    policy = dict(re.fullmatch(r"([a-z-]+)=(\(\))", one).groups() for one in answer["Permissions-Policy"].split(", "))
    assert {"camera", "microphone", "geolocation", "payment", "usb"} <= set(policy) == set(UNUSED)


def test_answers_to_other_sites_and_of_what_is_not_changed_have_it_too(client, cast):
    assert "Permissions-Policy" in client.options("/api/v1/cities/")
    unchanged = client.get("/", headers={"If-None-Match": client.get("/")["ETag"]})
    assert (unchanged.status_code, "Permissions-Policy" in unchanged) == (304, True)


@pytest.mark.django_db(transaction=True)
def test_browser_knows_every_feature_of_the_policy(new_page):
    page, said = new_page(), []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/about/")
    assert [text for text in said if "Permissions-Policy" in text] == []
    assert page.evaluate("document.featurePolicy.allowsFeature('camera')") is False


# What one reader sees


@both_languages
@pytest.mark.parametrize(
    "path", ["", "about/", "case-studies/", "case-studies/bogota-clean-air-zone/", "cities.csv", "nothing/"]
)
def test_what_a_session_sees_no_cache_keeps(admin_client, cast, language, path):
    assert admin_client.get(PREFIXES[language] + path)["Cache-Control"] == "private"


@both_languages
def test_preview_of_a_draft_no_cache_keeps(admin_client, cast, language):
    answer = admin_client.get(f"{PREFIXES[language]}case-studies/rio-ferry/")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private")


@pytest.mark.parametrize("path", ["/admin/", "/admin/casestudies/casestudy/"])
def test_answers_that_nobody_may_keep_at_all_say_so_still(admin_client, client, cast, path):
    for one in (admin_client, client):
        assert one.get(path)["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_what_is_the_same_for_everybody_is_not_private(client, cast):
    for path in ("/", "/cities.csv", "/case-studies/bogota-clean-air-zone/"):
        assert client.get(path)["Cache-Control"] == "no-cache"
