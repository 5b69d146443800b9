"""An event: what it was part of, who organised it, what was adopted there, and the pages that it stands on."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casestudies.models import Event
from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once

FORUM = "/events/clean-air-forum/"


def on(year: int) -> dict:
    return {"started": datetime.date(year, 1, 1), "started_precision": "year"}


@pytest.fixture
def session(cast):
    """A session of the forum, organised by the fund, that adopted ZUMA; and one that nobody may see."""
    session = make.event("session", [cast.c40], kind="session", parent=cast.forum, **on(2023))
    session.organisers.set([cast.fund, cast.hidden_fund])
    session.programmes.set([cast.zuma, cast.old_plan])
    make.event("hidden-session", kind="session", parent=cast.forum, state="draft")
    return session


@pytest.fixture
def read(client, session):
    return lambda path=FORUM: Reading(client.get(path))


def lines(page: Reading, part: str) -> list[str]:
    return [texts(line) for line in page.all("li", page.one(id=part))]


def test_event_has_the_sessions_held_in_it(read):
    assert lines(read(), "parts") == ["Session session, 2023"]


def test_session_says_what_it_was_part_of_who_organised_it_and_what_was_adopted(read):
    assert glance(read("/events/session/")) == [
        ("Part of", ["Clean Air Forum"]),
        ("When", ["2023"]),
        ("Organised by", ["Clean Air Fund"]),
        ("Who took part", ["C40 Cities Climate Leadership Group"]),
        ("Adopted, launched or discussed there", ["Urban Zones for Better Air"]),
    ]


def test_session_has_no_link_to_an_event_that_is_not_public(client, session):
    Event.objects.filter(slug="clean-air-forum").update(state="draft")
    assert "Part of" not in dict(glance(Reading(client.get("/events/session/"))))


def test_people_of_an_event_have_a_mark(client, cast):
    make.cite(cast.rio_all, "市长致开幕辞", "people", event=cast.forum)
    page = Reading(client.get(FORUM))
    assert [texts(quote) for quote in page.all("q", page.one("section", id="people"))] == ["市长致开幕辞"]
    source = Reading(client.get("/sources/c40-clean-air/"))
    drawn = source.one(id="rio")
    assert "people and their roles" in {
        texts(link) for link in source.all("a", drawn) if attribute(link, "href") == f"{FORUM}#people"
    }


def test_card_shows_the_summary_alone(read):
    card = read("/events/?q=forum").one("article", class_="card")
    assert [texts(text) for text in card.iter("p") if text.get("class") == "card-summary"] == [
        "Cities met to talk about clean air."
    ]


def years(page: Reading) -> list[tuple[str, list[str]]]:
    """The years of the timeline, each with the names of its events."""
    groups = page.one("ol", class_="timeline").iterchildren()
    return [
        (texts(page.one("p", group, class_="timeline-year")), [texts(name) for name in page.all("h3", group)])
        for group in groups
    ]


@pytest.mark.everywhere
def test_events_are_a_timeline_by_year_the_latest_first(read):
    make.event("older", **on(1995))
    make.event("someday")
    assert years(read("/events/")) == [
        ("2023", ["Clean Air Forum", "Session"]), ("1995", ["Older"]), ("Without a date", ["Someday"]),
    ]  # fmt: skip
    assert [year for year, names in years(read("/zh-hans/events/"))] == ["2023", "1995", "日期不详"]


def test_events_in_order_of_name_are_no_timeline(read):
    page = read("/events/?sort=name")
    assert page.all("ol", class_="timeline") == []
    assert page.titles == ["Clean Air Forum", "Session"]


def test_event_needs_no_summary(client, cast):
    make.event("silent").full_clean()
    page = Reading(client.get("/events/silent/"))
    assert page.all(id="summary") == page.all(id="people") == []


@pytest.mark.parametrize(
    "path",
    ["/cities/bogota/", "/places/colombia/", "/networks/c40/", "/organisations/clean-air-fund/", "/programmes/zuma/"],
)
def test_event_stands_on_the_pages_of_where_it_was_who_held_it_and_what_came_of_it(read, path):
    found = {attribute(link, "href") for link in read(path).all("a", read(path).one(id="events"))}
    assert (
        found
        == {
            "/cities/bogota/": {FORUM},
            "/places/colombia/": {FORUM},
            "/networks/c40/": {FORUM, "/events/session/"},
            "/organisations/clean-air-fund/": {"/events/session/"},
            "/programmes/zuma/": {"/events/session/"},
        }[path]
    )


def test_page_with_many_events_has_the_newest_and_leads_to_all(client, cast):
    for at in range(12):
        make.event(f"event-{at:02}", [cast.c40], place_id=cast.bogota.pk, programmes=[cast.zuma], **on(2000 + at))
    for path, query in (
        ("/networks/c40/", "organisation=c40"),
        ("/cities/bogota/", "city=bogota"),
        ("/places/colombia/", "country=colombia"),
    ):
        page = Reading(client.get(path))
        section = page.one(id="events")
        shown = [attribute(link, "href") for link in page.all("a", page.one("ul", section))]
        assert (shown[:2], len(shown)) == ([FORUM, "/events/event-11/"], 12)
        (more,) = page.all("a", section, class_="more")
        assert (texts(more), attribute(more, "href")) == ("All 13 events", f"/events/?{query}")
        assert len(Reading(client.get(f"/events/?{query}")).titles) == 13


def test_api_has_both_ends_of_a_session_and_what_it_adopted(read_api, session):
    found = read_api("events/session/")
    assert {name: [one["slug"] for one in found[name]] for name in ("organisers", "organisations", "programmes")} == {
        "organisers": ["clean-air-fund"],
        "organisations": ["c40"],
        "programmes": ["zuma"],
    }
    assert found["parent"]["slug"] == "clean-air-forum"
    assert [one["slug"] for one in read_api("events/clean-air-forum/")["children"]] == ["session"]


def test_name_in_one_script_is_shown_with_its_language_in_both(client, cast):
    make.event("huayuan", name_en="", name_zh_hans="花园城市论坛", place_id=cast.bogota.pk)
    heading = (page := Reading(client.get("/events/huayuan/"))).one("h1")
    assert [(attribute(name, "lang"), texts(name)) for name in page.all("span", heading, lang=None)] == [
        ("zh-Hans", "花园城市论坛")
    ]
    section = (page := Reading(client.get("/cities/bogota/"))).one(id="events")
    assert [texts(name) for name in page.all("span", section, lang="zh-Hans")] == ["花园城市论坛"]
    heading = (page := Reading(client.get("/zh-hans/events/huayuan/"))).one("h1")
    assert (texts(heading), page.all("span", heading)) == ("花园城市论坛", [])


@pytest.mark.everywhere
@pytest.mark.parametrize("of", ["event", "programme", "organisation"])
def test_name_in_neither_language_is_refused(cast, of):
    record = {"event": cast.forum, "programme": cast.zuma, "organisation": cast.fund}[of]
    record.name_en = ""
    record.full_clean()
    record.name_zh_hans = ""
    with pytest.raises(ValidationError, match="at least one language"):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()
