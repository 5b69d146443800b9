"""Choices without results are shown on request, in facets with a fixed vocabulary; regions keep their order."""

import pytest

from tests import factories as make
from tests.lists import address, both_languages
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


def read(client, query="", name="case-studies", language="en"):
    response = client.get(address(name, query, language))
    assert response.status_code == 200, response.content.decode()
    return Reading(response)


@both_languages
def test_facet_says_how_many_choices_have_no_results_and_shows_them(client, cast, language):
    page = read(client, "region=latin-america", language=language)
    assert "cycling" not in page.counts("theme")
    [link] = [one for one in page.all("a", class_="facet-empty") if "empty=theme" in attribute(one, "href")]
    assert attribute(link, "href") == address("case-studies", "region=latin-america&empty=theme#facet-theme", language)
    shown = read(client, "region=latin-america&empty=theme", language=language)
    counts = shown.counts("theme")
    assert counts["cycling"] == 0
    assert {value: count for value, count in counts.items() if count} == page.counts("theme")
    assert len(counts) - len(page.counts("theme")) == int("".join(filter(str.isdigit, texts(link))))
    assert "open" in shown.one("details", id="facet-theme").attrib
    assert shown.paths == page.paths


def test_choice_without_results_leads_to_the_empty_list_with_a_way_out(client, cast):
    link = read(client, "region=latin-america&empty=theme").choices("theme")["cycling"]
    assert attribute(link, "href") == "/case-studies/?region=latin-america&theme=cycling"
    page = read(client, "region=latin-america&theme=cycling")
    assert page.paths == []
    assert page.counts("theme")["cycling"] == 0


def test_withdrawn_and_hidden_names_are_not_among_the_choices(client, cast):
    make.place("left", "region", cast.latin_america.parent, state="withdrawn")
    make.place("not-yet", "region", cast.latin_america.parent, state="draft")
    assert {"left", "not-yet"}.isdisjoint(read(client, "empty=region").choices("region"))


def test_facets_of_other_records_offer_none(client, cast):
    make.city("nowhere")
    links = [attribute(link, "href") for link in read(client).all("a", class_="facet-empty")]
    assert links
    assert not any("empty=city" in link or "empty=programme" in link or "empty=year" in link for link in links)


@pytest.mark.parametrize(("query", "name"), [("empty=city", "city"), ("empty=q", "q"), ("empty=", "")])
def test_facet_that_has_none_to_show_is_refused_with_those_that_have(client, cast, query, name):
    response = client.get(f"/case-studies/?{query}")
    assert response.status_code == 400
    assert Reading(response).problems["empty"].startswith(f"“{name}” is not one of: region, theme, ")


@pytest.mark.parametrize("door", ["case-studies.csv", "case-studies.atom", "api/v1/case-studies/"])
def test_it_is_refused_at_every_other_door(client, cast, door):
    assert client.get(f"/{door}?empty=theme").status_code == 400


def test_it_comes_last_in_the_address_and_no_link_keeps_it(client, cast):
    response = client.get("/case-studies/?empty=theme&sort=title")
    assert (response.status_code, response["Location"]) == (301, "/case-studies/?sort=title&empty=theme")
    page = read(client, "sort=title&empty=theme")
    kept = [attribute(link, "href") for link in page.all("a", page.one(id="browse"), href=None)]
    assert [link for link in kept if "empty=theme" in link] == []


def test_regions_stand_in_one_order_whatever_their_counts(client, cast):
    for at in range(3):
        make.case(f"more-{at}", [make.Place.objects.get(slug="bengaluru")])
    for query in ("", "theme=clean-air-zones", "region=south-and-west-asia", "region=africa"):
        found = list(read(client, query).choices("region"))
        assert found == sorted(found)
        assert len(found) > 1 or query == "theme=clean-air-zones"
