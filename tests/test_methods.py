"""A method: where it was used, how long each took, what was learned."""

import pytest

from casestudies.views.methods import spread
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return page_at


def rows(page: Reading) -> list[list[str]]:
    return [
        [texts(page.all("td", row)[0]), texts(page.all("td", row)[1]), texts(page.all("td", row)[3])]
        for row in page.all("tr", page.one("tbody"))
    ]


def test_method_card_says_how_many_cases_and_how_long(read):
    facts = [texts(line) for line in read("/methods/?view=cards").all("p", class_="card-facts")]
    assert facts == ["3 case studies took 6 to 9 months Air quality", "2 case studies took 6 to 12 months Transport"]


@pytest.mark.everywhere
def test_method_lists_every_public_use_the_quickest_first(read):
    assert rows(read("/methods/build-evidence-base/")) == [
        ["Bengaluru , India", "Planning for clean air", "about 6 months"],
        ["Bogotá , Colombia", "Clean air zones that put equity first", "about 9 months"],
        ["Rio de Janeiro , Brazil", "A campaign for a low emission zone", "about 9 months"],
    ]


def test_use_leads_to_its_step_and_its_mark_to_the_passage(read):
    page = read("/methods/build-evidence-base/")
    first = page.all("tr", page.one("tbody"))[0]
    assert [attribute(link, "href") for link in page.all("a", first)] == [
        "/cities/bengaluru/",
        "/case-studies/bengaluru-plan/#step-evidence",
        "/sources/c40-clean-air/#bengaluru",
    ]
    assert texts(page.one("q", first)) == "证据(~6 个月)"


def test_months_that_no_source_says_are_not_said(client, cast):
    make.step(cast.campaign, "support", cast.support)
    assert rows(Reading(client.get("/methods/win-public-support/")))[-1] == [
        "Rio de Janeiro , Brazil",
        "A campaign for a low emission zone",
        "not stated",
    ]


def test_range_is_drawn_from_three_cases_on(read):
    page = read("/methods/build-evidence-base/")
    assert texts(page.one("figcaption")).startswith("6 to 9 months, n = 3")
    assert len(page.all("circle")) == 3
    assert read("/methods/win-public-support/").all("figure") == []


def test_spread_is_in_percent_of_the_longest():
    found = spread({3: 1, 6: 2, 12: 1})
    assert (found.low, found.high, found.total, found.stack) == (3, 12, 4, 2)
    assert found.points == [(25.0, 0), (50.0, 0), (50.0, 1), (100.0, 0)]
    assert found.lines == []
    assert spread({3: 1, 4: 1}) is None


def test_spread_of_more_cases_than_dots_is_drawn_in_lines():
    found = spread({3: 15, 6: 60, 12: 1})
    assert (found.total, found.stack) == (76, 30)
    assert found.points == []
    assert found.lines == [(25.0, 7.5), (50.0, 30.0), (100.0, 0.5)]


def test_method_used_often_shows_the_quickest_and_leads_to_all(client, cast):
    for at in range(12):
        case = make.case(f"case-{at}", [cast.bogota])
        make.step(case, "evidence", cast.evidence, 20 + at)
        make.lesson("more", case=case)
    page = Reading(client.get("/methods/build-evidence-base/"))
    assert [took for _, _, took in rows(page)][::11] == ["about 6 months", "28 months"]
    assert texts(page.one(id="used-title")) == "Where it was used: 15 times"
    assert texts(page.one("figcaption")).startswith("6 to 31 months, n = 15")
    assert len(page.all("li", class_="lesson")) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 15 case studies": "/case-studies/?method=build-evidence-base",
        "All 14 lessons": "/lessons/?method=build-evidence-base",
    }


def test_method_shows_its_own_lessons_from_why_to_how_and_then_those_of_its_cases(client, cast):
    for order, kind in enumerate(["barrier", "advice", "enabler", "principle", "argument"]):
        make.lesson(kind, kind, method=cast.evidence, order=order)
    make.lesson("first-argument", "argument", method=cast.evidence)
    page = Reading(client.get("/methods/build-evidence-base/"))
    headings = [texts(heading) for heading in page.all("h2")]
    assert headings[:6] == [
        "Why", "By which principles", "What helps", "What to do", "What stands in the way",
        "Where it was used: 3 times",
    ]  # fmt: skip
    assert [line.get("id") for line in page.all("li", page.one(id="argument"))] == [
        "lesson-first-argument", "lesson-argument",
    ]  # fmt: skip
    of_cases = page.all("h3", page.one(id="lessons"))
    assert [texts(page.all("a", heading)[0]) for heading in of_cases] == [
        "Working together is slow but lasts", "Ask people",
    ]  # fmt: skip


def test_concept_leads_to_its_parts_in_order_and_they_lead_back(client, cast):
    concept = make.method("concept")
    for order, slug in enumerate(["second", "first"]):
        make.method(slug, parent=concept, order=2 - order, **make.both("description", f"What {slug} is."))
    make.method("hidden", parent=concept, state="draft")
    page = Reading(client.get("/methods/concept/"))
    assert [texts(line) for line in page.all("li", page.one(id="parts"))] == [
        "First What first is.", "Second What second is.",
    ]  # fmt: skip
    crumbs = Reading(client.get("/methods/first/")).one("p", class_="crumbs")
    assert [attribute(link, "href") for link in crumbs.iter("a")] == ["/methods/", "/methods/concept/"]
    record = client.get("/api/v1/methods/concept/").json()
    assert [part["slug"] for part in record["children"]] == ["first", "second"]
    assert client.get("/api/v1/methods/first/").json()["parent"]["slug"] == "concept"


def test_own_lesson_of_a_method_leads_to_its_public_examples(client, cast):
    lesson = make.lesson("own", method=cast.evidence)
    lesson.example_cases.set([cast.zone, cast.ferry])
    lesson.example_programmes.set([cast.zuma, cast.old_plan])
    for path in ("/methods/build-evidence-base/", lesson.get_absolute_url()):
        page = Reading(client.get(path))
        links = [attribute(link, "href") for link in page.all("a", page.one("main"))]
        assert [link for link in links if "zone" in link or "zuma" in link][:2] == [
            "/case-studies/bogota-clean-air-zone/", "/programmes/zuma/",
        ]  # fmt: skip
        assert not {"/case-studies/rio-ferry/", "/programmes/old-plan/"} & set(links)
    record = client.get("/api/v1/methods/build-evidence-base/").json()["lessons"][0]
    assert [link["slug"] for link in record["example_cases"] + record["example_programmes"]] == [
        "bogota-clean-air-zone", "zuma",
    ]  # fmt: skip


def test_method_without_a_public_use_says_so(client, db):
    make.method("wait")
    page = Reading(client.get("/methods/wait/"))
    assert "No published case uses it yet." in texts(page.one(id="used"))


def test_method_says_that_its_texts_are_ours(read):
    assert texts(read("/methods/build-evidence-base/").one("p", class_="editorial-note")) == (
        "Written by our editors: what the cases below have in common."
    )
