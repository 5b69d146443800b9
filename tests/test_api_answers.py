"""The API at /api/v1/: what it answers, to whom, and what it refuses."""

import json

import pytest
from django.test import Client

from casestudies.models import (
    Affiliation,
    ContentVersion,
    FormerSlug,
    Office,
    Participation,
    Place,
)
from casestudies.views import errors
from tests import factories as make
from tests.api import ROOT, SITE, names, text
from tests.lists import LISTS, OWN_LISTS, address, by_twenty, every_list
from tests.reading import Reading
from tests.test_contract_pages import many
from tests.test_errors import DRAFTS, RECORDS, every_kind, withdraw

pytestmark = pytest.mark.once

# The contract


@every_list
def test_pages_hold_the_rows_that_the_pages_of_the_site_hold(read_api, client, cast, name):
    many(name, 30)
    second = read_api(f"{name}/?page=2")
    assert (second["page"], second["page_size"]) == (2, 20)
    assert len(second["results"]) == len(Reading(client.get(address(name, by_twenty(name, "page=2")))).paths)
    whole = read_api(f"{name}/?page_size=100")
    assert len(whole["results"]) == whole["count"]
    assert names(whole) == names(read_api(f"{name}/")) + names(second)


@pytest.mark.parametrize("name", [*LISTS, *OWN_LISTS])
def test_unknown_parameters_and_values_are_refused_by_name(read_api, name):
    problem = read_api(f"{name}/?colour=red&sort=luck", 400)
    assert (problem["title"], problem["status"]) == ("Bad Request", 400)
    assert list(problem["errors"]) == ["colour", "sort"]
    assert "page_size" in problem["errors"]["colour"][0]


def test_refusal_is_a_problem_that_names_what_is_allowed(client, cast):
    response = client.get(f"{ROOT}/programmes/?kind=plan&kind=ship&page=2&page=3")
    assert response["Content-Type"] == "application/problem+json"
    errors = response.json()["errors"]
    assert errors["page"] == ["Give it once."]
    assert errors["kind"][0].startswith("“ship” is not one of: programme, project, accelerator")
    assert client.get(f"{ROOT}/cities/?q=%00").json()["errors"] == {"q": ["Null characters are not allowed."]}


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "", "１", "1e3", "9" * 5000])
@pytest.mark.parametrize("name", ["page", "page_size"])
def test_number_of_a_page_that_is_none_is_refused(read_api, name, value):
    assert list(read_api(f"cities/?{name}={value}", 400)["errors"]) == [name]


def test_pages_are_cut_to_100_rows_and_end(read_api, cast):
    many("cities", 120)
    for size in ("100", "101", "999999999"):
        page = read_api(f"cities/?page_size={size}&sort=cases")
        assert (page["count"], page["page_size"], len(page["results"])) == (123, 100, 100)
    assert page["next"] == f"{SITE}{ROOT}/cities/?page_size=999999999&sort=cases&page=2"
    assert page["previous"] is None
    last = read_api("cities/?page=2&page_size=100")
    assert (len(last["results"]), last["next"]) == (23, None)
    assert last["previous"] == f"{SITE}{ROOT}/cities/?page=1&page_size=100"
    assert read_api("cities/?page=3&page_size=100", 404)["status"] == 404
    read_api("cities/?page=999999999", 404)


def test_empty_list_has_one_empty_page(read_api):
    assert read_api("cities/?q=atlantis") == {
        "count": 0, "page": 1, "page_size": 20, "next": None, "previous": None, "results": [],
    }  # fmt: skip


# What the public may not see


def test_nothing_of_an_unpublished_record_is_in_any_list_or_record(read_api, client, cast):
    cast.source.publisher = cast.hidden_fund
    cast.source.save()
    Affiliation.objects.create(organisation_id=cast.fund.pk, other=cast.hidden_fund, kind="partner-of", key="hidden")
    for state in ("draft", "in-review", "withdrawn"):
        hidden = make.place(f"hidden-{state}", "country", cast.latin_america, state=state)
        make.programme(f"of-{state}", jurisdictions=[hidden])
        make.membership(cast.c40, hidden)
        Participation.objects.create(programme=cast.zuma, place=hidden, key=f"hidden-{state}")
        Office.objects.create(organisation_id=cast.c40.pk, place=hidden, key=state, name_en="Office")
    for path, body in everything(client).items():
        for word in ("hidden", "secret", "秘密", "forgotten", "被遗忘", "old plan", "旧计划", "rio-ferry", "boats"):
            assert word not in body.casefold(), f"{word} at {path}"


KNOWN: dict[str, dict[str, str]] = {}


def everything(client) -> dict[str, str]:
    """The bodies of all lists and of every record that one of them, or another record, leads to: `walk`, held.

    Each state of the content has a token of its own, and the cast that a test has not changed the same.
    """
    token = ContentVersion.current().token
    if token not in KNOWN:
        KNOWN[token] = walk(client)
    return KNOWN[token]


def walk(client) -> dict[str, str]:
    bodies, waiting = {}, [f"{ROOT}/{name}/" for name in (*LISTS, *OWN_LISTS)]
    while waiting:
        path = waiting.pop()
        if path not in bodies:
            response = client.get(path)
            assert response.status_code == 200, path
            bodies[path] = response.content.decode()
            waiting += [found.removeprefix(SITE) for found in links(response.json())]
    return bodies


def links(node) -> list[str]:
    """Every address of a record or list in an answer."""
    if isinstance(node, list):
        return [found for each in node for found in links(each)]
    if not isinstance(node, dict):
        return []
    here = [node[name] for name in ("api_url", "passages_url", "next") if node.get(name)]
    return here + [found for each in node.values() for found in links(each)]


def test_every_address_in_an_answer_leads_to_an_answer_and_records_give_their_own(client, cast):
    for path, body in everything(client).items():
        answer = json.loads(body)
        if "results" not in answer:
            assert answer["api_url"] == SITE + path


def test_drafts_are_on_no_list(client, read_api):
    for model in (
        make.Method,
        make.Organisation,
        Place,
        make.Programme,
        make.Source,
        make.Event,
        make.Term,
        make.CaseStudy,
    ):
        model.objects.update(state="draft")
    for name in {*LISTS, *OWN_LISTS} - {"themes", "units"}:
        assert names(read_api(f"{name}/")) == []


@every_kind
def test_draft_is_not_found_even_by_a_curator(admin_client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    for state in ("draft", "in-review"):
        record.state = state
        record.save()
        assert admin_client.get(ROOT + DRAFTS[kind]).status_code == 404


@every_kind
def test_withdrawn_record_is_gone_and_says_why_in_both_languages(client, cast, kind):
    withdraw(getattr(cast, RECORDS[kind]))
    response = client.get(ROOT + DRAFTS[kind])
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json() == {
        "title": "Gone", "status": 410, "detail": "The record was withdrawn.", "reason": text("Twice.", "重复。"),
    }  # fmt: skip


@every_kind
def test_former_slug_redirects_to_the_record_here(client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    FormerSlug.objects.create(kind=record._meta.concrete_model._meta.model_name, slug="old-name", current=record.slug)
    response = client.get(ROOT + DRAFTS[kind].replace(record.slug, "old-name"))
    assert (response.status_code, response["Location"], response.content) == (301, SITE + ROOT + DRAFTS[kind], b"")


def test_record_has_one_address_and_others_redirect_to_it(client, cast):
    for path, there in {"places/bogota/": "cities/bogota/", "organisations/c40/": "networks/c40/"}.items():
        response = client.get(f"{ROOT}/{path}")
        assert (response.status_code, response["Location"]) == (301, f"{SITE}{ROOT}/{there}")
    for path in ("cities/colombia/", "networks/clean-air-fund/", "themes/nothing/", "units/nothing/"):
        assert client.get(f"{ROOT}/{path}").status_code == 404


def test_fact_answers_as_its_owner_does(client, read_api):
    moved = client.get(f"{ROOT}/outcomes/case/bogota-zone/fine-dust/")
    assert (moved.status_code, moved["Location"]) == (
        301,
        f"{SITE}{ROOT}/outcomes/case/bogota-clean-air-zone/fine-dust/",
    )
    assert read_api("outcomes/case/bogota-lane/any/", 410)["reason"] == text("Told twice.", "重复收录。")
    for path in ("bogota-zone/none/", "bogota-clean-air-zone/none/", "rio-ferry/boats/", "nowhere/any/"):
        assert read_api(f"outcomes/case/{path}", 404)["title"] == "Not Found"


def test_indicator_of_drafts_alone_is_not_found(read_api, cast):
    make.outcome("hulls", case=cast.ferry, indicator=make.indicator("hulls"))
    read_api("indicators/hulls/", 404)


@pytest.mark.parametrize("path", ["cities/bogota/", "themes/transport/", "steps/case/bogota-clean-air-zone/evidence/"])
def test_record_refuses_parameters(read_api, path):
    assert list(read_api(f"{path}?region=africa", 400)["errors"]) == ["region"]


@pytest.mark.parametrize("path", ["nothing/", "cities/bogota/more/", "cities/Bog%C3%B3ta/", "openapi.txt/"])
def test_address_of_nothing_is_a_problem_in_json(client, db, path):
    response = client.get(f"{ROOT}/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "Not Found"


def problem_of(response) -> tuple[int, str]:
    """Its status and title; the body says both again."""
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return response.status_code, response.json()["title"]


@pytest.mark.parametrize("extension", ["json", "yaml"])
def test_description_refuses_parameters_in_json(client, db, extension):
    response = client.get(f"{ROOT}/openapi.{extension}?lang=zh")
    assert problem_of(response) == (400, "Bad Request")
    assert list(response.json()["errors"]) == ["lang"]
    assert problem_of(client.get(f"{ROOT}/openapi.{extension}.gz")) == (404, "Not Found")


@pytest.mark.parametrize("path", ["cities/", "cities/bogota/", "openapi.json", "nothing/"])
def test_more_parameters_than_anybody_has_are_a_problem_in_json(client, cast, path):
    response = client.get(f"{ROOT}/{path}?{'a=1&' * 10_001}")
    assert problem_of(response) == (400, "Bad Request")


@pytest.mark.parametrize("path", ["cities/%0a/", "cities/%00/", "%ff/", "cities/bogota%0a/", "%0a"])
def test_address_with_characters_that_none_has_is_a_problem_in_json(client, cast, path):
    assert problem_of(client.get(f"{ROOT}/{path}")) == (404, "Not Found")


@pytest.mark.parametrize("path", ["nothing/", "cities/", "openapi.yaml"])
def test_who_would_write_is_told_in_json_without_a_token_against_forgery(db, path):
    response = Client(enforce_csrf_checks=True).post(f"{ROOT}/{path}", {"name": "x"})
    expected = (404, "Not Found") if path == "nothing/" else (405, "Method Not Allowed")
    assert problem_of(response) == expected


@pytest.mark.parametrize(
    ("answer", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.server_error, 500)],
)
def test_what_no_view_answers_is_a_problem_in_json_here_and_a_page_elsewhere(rf, db, answer, status):
    response = answer(rf.get(f"{ROOT}/cities/"))
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(response.content)["status"] == status
    assert answer(rf.get("/cities/"))["Content-Type"] == "text/html; charset=utf-8"


# How it answers


def test_answer_that_is_known_already_is_not_sent_again(client, cast):
    for path in (f"{ROOT}/cities/", f"{ROOT}/cities/bogota/"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        cast.bogota.name_en = f"{cast.bogota.name_en}!"
        cast.bogota.save()
        changed = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_problems_and_redirects_have_no_etag(client, cast):
    for path in ("cities/?x=1", "cities/nothing/", "places/bogota/"):
        assert "ETag" not in client.get(f"{ROOT}/{path}")


@pytest.mark.parametrize(
    "path",
    ["cities/", "cities/?x=1", "cities/nothing/", "places/bogota/", "nothing/", "cities/?utm_source=x", "cities"],
)
def test_other_sites_may_read_every_answer(client, cast, path):
    response = client.get(f"{ROOT}/{path}", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_pages_of_the_site_are_closed_to_other_sites(client, cast):
    for path in ("/", "/cities/", "/api/", "/admin/login/", "/healthz"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": "https://elsewhere.example"})


def test_preflight_is_answered_without_asking_the_database(client):
    response = client.options(f"{ROOT}/cities/", headers={"Access-Control-Request-Method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["cities/", "cities/bogota/", "outcomes/case/bogota-clean-air-zone/fine-dust/"])
def test_nothing_can_be_written(client, cast, method, path):
    response = getattr(client, method)(f"{ROOT}/{path}", {"name": "x"}, content_type="application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method Not Allowed"


def test_description_is_only_read(client, db):
    response = client.post(f"{ROOT}/openapi.json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method Not Allowed"


def test_head_has_the_headers_of_get_and_no_body(client, cast):
    get, head = client.get(f"{ROOT}/cities/"), client.head(f"{ROOT}/cities/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "nonsense", "application/json; indent=8"])
def test_answer_is_json_whatever_the_client_accepts(client, cast, accept):
    response = client.get(f"{ROOT}/cities/bogota/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert "波哥大" in response.content.decode()
    assert b"\n" not in response.content


def test_answer_does_not_depend_on_the_reader_s_language(client, cast):
    for path in ("cities/?sort=name", "cities/?x=1"):
        english = client.get(f"{ROOT}/{path}", headers={"Accept-Language": "en"})
        assert client.get(f"{ROOT}/{path}", headers={"Accept-Language": "zh-hans"}).content == english.content
    assert client.get("/zh-hans/api/v1/cities/").status_code == 404
