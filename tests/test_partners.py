"""What an organisation runs together with others: how much, in which stage, when, where, with whom."""

import datetime

import pytest

from casestudies.models import Participation
from casestudies.views import portfolios
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

FUND = "/organisations/clean-air-fund/"
WITH_UNEP = "with-unep"


def year(number: int) -> dict:
    return {"started": datetime.date(number, 1, 1), "started_precision": "year"}


def taking_part(programme, **roles) -> None:
    """`taking_part(plan, unep="lead")`"""
    for slug, role in roles.items():
        body = make.Organisation.objects.get(slug=slug.replace("_", "-"))
        Participation.objects.create(programme=programme, organisation=body, key=f"{slug}-{role}", role=role)


@pytest.fixture
def unep(cast):
    """The Clean Air Fund and UNEP run four programmes; a bank takes part in two of them, someone hidden in all."""
    unep = make.organisation(
        "unep", kind="un-body", acronym="UNEP", **make.both("name", "Environment Programme", "环境署")
    )
    make.organisation("bank", **make.both("name", "Bank", "银行"))
    grant = make.programme("grant", kind="project", status="under-way", jurisdictions=[cast.brazil], **year(2014))
    idea = make.programme("idea", kind="project", status="proposed")
    course = make.programme("course", status="completed", jurisdictions=[cast.india, cast.colombia], **year(2010))
    talks = make.programme("talks", kind="partnership")
    taking_part(grant, clean_air_fund="funder", unep="lead", bank="funder")
    taking_part(idea, clean_air_fund="partner", unep="lead")
    taking_part(course, clean_air_fund="partner", unep="partner", bank="partner")
    taking_part(talks, clean_air_fund="partner", unep="partner")
    Participation.objects.create(programme=course, place_id=cast.rio.pk, key="rio")
    for programme in (grant, idea, course, talks):
        Participation.objects.create(programme=programme, organisation=cast.hidden_fund, key="hidden")
    secret = make.programme("secret", state="draft")
    taking_part(secret, clean_air_fund="lead", unep="lead")
    return unep


@pytest.fixture
def read(client, unep):
    return lambda path=FUND: Reading(client.get(path))


def groups(page: Reading, within: str = WITH_UNEP) -> dict[str, list[str]]:
    """Heading → lines."""
    found = page.all("div", page.one(id=within), class_="time-group")
    return {texts(page.one("h3", group)): [texts(line) for line in page.all("li", group)] for group in found}


def test_partner_and_the_number_of_programmes_are_the_title(read):
    assert texts(read().one("h2", id="with-unep-title")) == "Together with Environment Programme 4 programmes"
    assert texts(read("/zh-hans" + FUND).one("h2", id="with-unep-title")) == "合作方：环境署 4 个计划与项目"


def test_glance_counts_stages_years_regions_others_and_roles(read):
    page = read()
    facts = page.one("dl", page.one(id=WITH_UNEP))
    assert [texts(row) for row in page.all("div", facts)] == [
        "Stage proposed 1 under way 1 completed 1 not said 1",
        "When known dates 2010–2014 undated 2",
        "Where Latin America 2 South and West Asia 1 no place named 2",
        "With whom Bank 2",
        "Roles Clean Air Fund: partner 3 funder 1 UNEP: lead 2 partner 2",
    ]


def test_programmes_stand_by_stage_the_dated_before_the_undated(read):
    assert groups(read()) == {
        "Proposed 1": ["Idea project"],
        "Under way 1": ["since 2014 Grant project Brazil Bank (funder)"],
        "Completed 1": [
            "since 2010 Course programme Colombia ; India ; Rio de Janeiro , Brazil Bank (partner)",
        ],
        "Stage not said 1": ["Talks partnership"],
    }
    assert [texts(note) for note in read().all("p", read().one(id="with-unep-proposed"))] == ["1 undated"]


def test_stages_of_the_glance_lead_to_their_programmes(read):
    page = read()
    links = [attribute(link, "href") for link in page.all("a", page.one("dl", page.one(id=WITH_UNEP)))]
    assert links[:4] == ["#with-unep-proposed", "#with-unep-under-way", "#with-unep-completed", "#with-unep-not-said"]
    assert all(page.one(id=link.removeprefix("#")) is not None for link in links[:4])


def test_dated_programmes_and_events_are_drawn_on_one_scale_with_its_years(read, cast, unep):
    cast.forum.organisers.set([cast.fund, unep])
    page = read()
    section = page.one(id=WITH_UNEP)
    assert groups(page)["Events 1"] == ["May 2023 Clean Air Forum forum Bogotá , Colombia"]
    assert texts(page.one("a", section, href="#with-unep-events")) == "events"
    bars = [line.find(".//{*}rect") for line in page.all("li", section) if line.find(".//{*}svg") is not None]
    # 2010 to 2023 and a tenth more: open since 2014, over after 2010, a month in 2023.
    assert [(bar.get("class"), round(float(bar.get("x")))) for bar in bars] == [("is-open", 26), (None, 0), (None, 87)]
    axes = page.all("svg", section, class_="time-axis")
    assert [texts(axis) for axis in axes] == ["2010 2015 2020"] * 3


def test_event_of_a_joint_programme_counts_and_that_of_one_body_does_not(read, cast):
    cast.forum.organisers.set([cast.fund])
    assert "Events 1" not in groups(read())
    cast.forum.programmes.set([make.Programme.objects.get(slug="talks")])
    assert "Events 1" in groups(read())


def test_the_other_page_tells_the_same(read):
    assert groups(read("/organisations/unep/"), "with-clean-air-fund") == groups(read())


def test_place_that_only_funds_is_not_where_a_programme_runs(read, cast):
    idea = make.Programme.objects.get(slug="idea")
    Participation.objects.create(programme=idea, place=cast.india, key="india", role="funder")
    page = read()
    assert groups(page)["Proposed 1"] == ["Idea project India (funder)"]
    rows = [texts(row) for row in page.all("div", page.one("dl", page.one(id=WITH_UNEP)))]
    assert rows[2:4] == [
        "Where Latin America 2 South and West Asia 1 no place named 2",
        "With whom Bank 2 India 1",
    ]


def test_narrow_screen_has_links_to_the_partners(read):
    (link,) = read().all("a", read().one("ul", class_="to-partners"))
    assert attribute(link, "href") == "#with-unep"
    assert texts(link) == "Together with Environment Programme 4 programmes"


def test_what_is_gone_since_the_index_was_made_is_left_out(rf, cast, unep):
    request = rf.get(FUND)
    assert [len(partner.portfolio) for partner in portfolios.partners_of(request, cast.fund)] == [4]
    make.Programme.objects.filter(slug="idea").update(state="draft")
    assert [len(partner.portfolio) for partner in portfolios.partners_of(request, cast.fund)] == [3]
    make.Organisation.objects.filter(slug="unep").update(state="draft")
    assert portfolios.partners_of(request, cast.fund) == []


def test_two_programmes_together_make_no_partner(read):
    assert Reading(read("/organisations/bank/").response).all("section", class_="partner") == []


def test_further_partners_are_folded_those_with_most_programmes_first(read, cast):
    talks = make.Programme.objects.get(slug="talks")
    taking_part(talks, bank="host")
    page = read()
    sections = page.all("section", class_="partner")
    assert [attribute(section, "id") for section in sections] == [WITH_UNEP, "with-bank"]
    assert page.all("summary", sections[0]) == []
    assert texts(page.one("summary", sections[1])) == "Together with Bank 3 programmes"
    assert page.one("details", sections[1]).get("open") is None
    assert "with-unep-proposed" in [part.get("id") for part in page.all("div", sections[0])]
    assert [part.get("id") for part in page.all("div", sections[1], class_="time-group")] == [
        "with-bank-under-way",
        "with-bank-completed",
        "with-bank-not-said",
    ]


def test_a_few_partners_are_named(read, monkeypatch):
    taking_part(make.Programme.objects.get(slug="talks"), bank="host")
    monkeypatch.setattr(portfolios, "PARTNERS", 1)
    assert [attribute(section, "id") for section in read().all("section", class_="partner")] == [WITH_UNEP]


def test_link_leads_to_the_list_of_programmes_of_both(client, read):
    (link,) = read().all("a", read().one(id=WITH_UNEP), class_="more")
    assert attribute(link, "href") == "/programmes/?organisation=clean-air-fund&together_with=unep"
    assert Reading(client.get(attribute(link, "href"))).titles == ["Course", "Grant", "Idea", "Talks"]


@pytest.mark.everywhere
def test_list_of_programmes_counts_who_takes_part_together_with_an_organisation(client, unep):
    counts = Reading(client.get("/programmes/?organisation=bank")).counts("together_with")
    assert counts == {"bank": 2, "clean-air-fund": 2, "unep": 2}


def test_long_list_is_folded_after_the_first(client, read, unep):
    for at in range(11):
        taking_part(make.programme(f"more-{at:02}", status="proposed"), clean_air_fund="lead", unep="lead")
    page = read()
    assert texts(page.one("h2", id="with-unep-title")).endswith("15 programmes")
    assert len(page.all("li", page.one(id="with-unep-proposed"))) == 12
    for at in range(11, 13):
        taking_part(make.programme(f"more-{at:02}", status="proposed"), clean_air_fund="lead", unep="lead")
    folded = (page := read()).one("details", page.one(id="with-unep-proposed"))
    assert texts(page.one("summary", folded)) == "5 more"
    assert len(page.all("li", folded)) == 5


def test_more_programmes_than_a_page_holds_are_left_to_the_list(read, monkeypatch):
    monkeypatch.setattr(portfolios, "LINES", 3)
    page = read()
    section = page.one(id=WITH_UNEP)
    assert texts(page.one("h2", section)).endswith("4 programmes")
    assert sum(map(len, groups(page).values())) == 3
    assert "Here are the first 3." in [texts(line) for line in page.all("p", section)]


def test_partner_has_two_roles_in_one_programme(read):
    taking_part(make.Programme.objects.get(slug="grant"), bank="adviser")
    page = read()
    assert groups(page)["Under way 1"] == ["since 2014 Grant project Brazil Bank (funder, adviser)"]
    assert "With whom Bank 2" in [texts(row) for row in page.all("div", page.one("dl", page.one(id=WITH_UNEP)))]


def test_network_tells_its_partners_too(client, read, cast):
    for slug in ("grant", "idea", "talks"):
        taking_part(make.Programme.objects.get(slug=slug), c40="partner")
    page = Reading(client.get("/networks/c40/"))
    assert [attribute(section, "id") for section in page.all("section", class_="partner")] == [
        "with-clean-air-fund",
        WITH_UNEP,
    ]
