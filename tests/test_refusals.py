"""What every list refuses, and how it says so."""

import re

import pytest

from casestudies.models import Programme
from tests.lists import LISTED, address, both_languages, every_list
from tests.reading import Reading, attribute

pytestmark = pytest.mark.once


@pytest.fixture
def refusal(client, cast):
    """What a list says against a query string: parameter → message."""

    def refusal(name, query, language="en") -> dict[str, str]:
        response = client.get(address(name, query, language))
        assert response.status_code == 400
        return Reading(response).problems

    return refusal


@both_languages
@every_list
def test_unknown_parameter_is_refused_by_name_with_those_that_are_known(refusal, name, language):
    problems = refusal(name, "colour=red", language)
    assert list(problems) == ["colour"]
    assert {"page", "q", "sort"} < set(re.findall("[a-z]+", problems["colour"]))


@pytest.mark.parametrize(
    ("name", "query", "parameter", "allowed"),
    [
        ("case-studies", "region=atlantis", "region", "latin-america"),
        ("case-studies", "region=latin-america&region=atlantis", "region", "south-and-west-asia"),
        ("case-studies", "theme=", "theme", "clean-air-zones"),
        ("case-studies", "year=23", "year", "1950"),
        ("case-studies", "figures=yes", "figures", "with, without"),
        ("cities", "cases=1", "cases", "with, without"),
        ("programmes", "kind=city", "kind", "law-or-policy"),
        ("networks", "theme=aliens", "theme", "air-quality"),
        ("organisations", "role=boss", "role", "funder"),
        ("methods", "city=atlantis", "city", "bogota"),
        ("lessons", "kind=good", "kind", "enabler, barrier, advice"),
        ("outcomes", "indicator=happiness", "indicator", "pm2-5"),
        ("outcomes", "status=done", "status", "observed, achieved, estimated, expected, target"),
        ("indicators", "dimension=colour", "dimension", "count, ratio, mass"),
        ("themes", "region=atlantis", "region", "latin-america"),
        ("sources", "publisher=nobody", "publisher", "c40"),
    ],
)
@both_languages
def test_unknown_value_is_refused_with_those_that_are_allowed(refusal, name, query, parameter, allowed, language):
    problems = refusal(name, query, language)
    assert list(problems) == [parameter]
    assert allowed in problems[parameter]


def test_refusal_of_a_value_is_a_sentence_in_both_languages(refusal):
    assert refusal("lessons", "kind=good") == {
        "kind": "“good” is not one of: enabler, barrier, advice, principle, argument."
    }
    chinese = refusal("lessons", "kind=good", "zh-hans")["kind"]
    assert "enabler, barrier, advice" in chinese
    assert "is not one of" not in chinese


def test_draft_is_no_value_of_a_facet(refusal):
    Programme.objects.filter(slug="zuma").update(state="draft")
    assert refusal("case-studies", "programme=zuma") == {"programme": "“zuma” is not one of: old-plan."}


@every_list
def test_unknown_order_is_refused_with_those_there_are(refusal, name):
    problems = refusal(name, "sort=luck")
    assert list(problems) == ["sort"]
    assert problems["sort"].startswith("“luck” is not one of: ")


@every_list
@pytest.mark.parametrize("page", ["two", "", "1.5", "1e3", "1_0", "１"])
def test_what_is_no_page_number_is_refused(refusal, name, page):
    assert refusal(name, f"page={page}") == {"page": f"“{page}” is no page number."}


@every_list
@pytest.mark.parametrize("parameter", ["q", "sort", "page"])
def test_parameter_that_is_given_twice_is_refused(refusal, name, parameter):
    value = {"q": "a", "sort": list(LISTED[name].sorts)[-1], "page": "1"}[parameter]
    problems = refusal(name, f"{parameter}={value}&{parameter}={value}")
    assert problems == {parameter: "Give it once."}


@every_list
def test_text_of_more_words_than_a_title_has_is_refused(refusal, name):
    most = 7 if name == "outcomes" else 12
    assert refusal(name, "q=" + "+".join("abcdefghijklm"[: most + 1])) == {"q": f"Use at most {most} words."}
    # One character can fold to four words.
    assert refusal(name, "q=" + "\ufdfa" * 4) == {"q": f"Use at most {most} words."}


def test_everything_wrong_is_named_at_once(refusal):
    assert list(refusal("case-studies", "region=x&sort=y&colour=z")) == ["region", "colour", "sort"]


@every_list
@pytest.mark.parametrize("page", ["2", "0", "-1", "99999999999999999999"])
def test_page_past_the_end_is_not_found_and_links_the_first(client, cast, name, page):
    response = client.get(address(name, f"q=c&page={page}"))
    assert response.status_code == 404
    assert attribute(Reading(response).one("a", class_="button"), "href") == "?q=c"


@every_list
@both_languages
def test_tracking_parameters_are_taken_off_by_a_redirect(client, db, name, language):
    response = client.get(address(name, "q=zone&utm_source=x&fbclid=y&gclid=z", language))
    assert (response.status_code, response["Location"]) == (301, address(name, "q=zone", language))
    response = client.get(address(name, "utm_campaign=x", language))
    assert response["Location"] == address(name, "", language)
