"""The list of figures: each with its sentence, its mark, its indicator and where it was told."""

import datetime

import pytest

from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return lambda path="/outcomes/": page_at(path)


def cards(page: Reading) -> list[str]:
    return [texts(card) for card in page.all("article", class_="card-figure")]


def card_of(page: Reading, path: str):
    (card,) = [
        card
        for card in page.all("article", class_="card-figure")
        if attribute(page.all("a", page.one("h3", card))[0], "href") == path
    ]
    return card


def test_card_has_place_indicator_figure_sentence_status_and_owner(read):
    page = read("/outcomes/?indicator=pm2-5")
    (card,) = page.all("article", class_="card-figure")
    assert texts(page.one(inside=card, class_="card-places")) == "Bogotá , Colombia · PM2.5"
    assert texts(page.all("a", page.one("h3", card))[0]) == "↓ −65.9 %"
    assert texts(page.one(inside=card, class_="card-summary")) == "Fine dust in one sentence."
    assert texts(page.one(inside=card, class_="figure-facts")) == (
        "Observed · printed as 下降 65.9% · Clean air zones that put equity first"
    )


def test_card_leads_to_the_fact_the_indicator_the_place_and_the_owner(read):
    page = read("/outcomes/?indicator=pm2-5")
    (card,) = page.all("article", class_="card-figure")
    links = [attribute(link, "href") for link in page.all("a", card)]
    zone = "/case-studies/bogota-clean-air-zone/"
    assert links == [
        "/cities/bogota/",
        "/indicators/pm2-5/",
        f"{zone}#outcome-fine-dust",
        "/sources/c40-clean-air/#bogota-results",
        zone,
    ]


def test_every_row_opens_its_passage(read):
    page = read()
    rows = page.all("article", class_="card-figure")
    assert len(rows) == 3
    for row in rows:
        (mark,) = page.all("button", row, class_="mark")
        assert page.all("q", page.one(id=attribute(mark, "popovertarget")))
    assert [attribute(link, "href") for link in page.all("a", page.one("section", id="sources"))] == [
        "/sources/c40-clean-air/",
        "/sources/c40-clean-air/#bogota-results",
        "/sources/c40-clean-air/#bengaluru",
    ]


def test_figures_of_programmes_and_places_lie_in_their_places_and_on_their_themes(client, cast):
    make.outcome("plan-goal", programme=cast.zuma)
    make.outcome("people-moved", place=cast.brazil)
    make.outcome("members", organisation_id=cast.c40.pk)

    def found(query):
        return Reading(client.get(f"/outcomes/?{query}")).paths

    goal, moved = "/programmes/zuma/#outcome-plan-goal", "/places/brazil/#outcome-people-moved"
    zone = "/case-studies/bogota-clean-air-zone/"
    assert set(found("country=colombia")) == {goal, f"{zone}#outcome-first-zone", f"{zone}#outcome-fine-dust"}
    assert found("country=brazil") == [moved]
    assert set(found("theme=clean-air-zones")) == {goal, f"{zone}#outcome-first-zone", f"{zone}#outcome-fine-dust"}
    page = Reading(client.get("/outcomes/"))
    assert page.counts("region") == {"latin-america": 4, "south-and-west-asia": 1}
    assert page.counts("theme") == {"air-quality": 4, "clean-air-zones": 3, "transport": 1, "cycling": 1}
    assert found("q=leadership") == ["/networks/c40/#outcome-members"]


def test_figure_of_a_programme_without_a_public_place_names_none(client, cast):
    hidden = make.place("hidden-land", "country", cast.latin_america, state="draft")
    programme = make.programme("quiet", jurisdictions=[hidden])
    make.outcome("quiet-goal", programme=programme)
    page = Reading(client.get("/outcomes/"))
    card = card_of(page, "/programmes/quiet/#outcome-quiet-goal")
    assert texts(page.one(inside=card, class_="card-places")) == "Clean air zones"
    assert "Hidden Land" not in client.get("/outcomes/?sort=place").content.decode()


@pytest.mark.everywhere
def test_newest_figures_come_first_and_those_without_a_place_last_by_place(client, cast):
    make.outcome("members", organisation_id=cast.c40.pk)
    new = make.programme(
        "new", jurisdictions=[cast.africa], published_at=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    )
    make.outcome("goal", programme=new)
    assert Reading(client.get("/outcomes/")).paths[0] == "/programmes/new/#outcome-goal"
    by_place = Reading(client.get("/outcomes/?sort=place")).paths
    assert by_place[0] == "/programmes/new/#outcome-goal"
    assert by_place[-1] == "/networks/c40/#outcome-members"


def test_baseline_is_named_with_its_value_its_year_or_both(client, cast):
    percent = make.unit("percent")
    for key, fields in {
        "both": {"baseline_value": 47, "baseline_year": 2018},
        "value": {"baseline_value": 47},
        "year": {"baseline_year": 2018},
        "of-a-change": {"baseline_value": 47, "baseline_year": 2018, "kind": "percent-change"},
    }.items():
        make.outcome(key, "55", case=cast.plan, **{"kind": "share", "unit": percent, "status": "target"} | fields)
    page = Reading(client.get("/outcomes/?status=target"))
    assert [texts(page.one(inside=card, class_="figure-facts")).split(" · ")[1] for card in page.all("article")] == [
        "against 47 % in 2018",
        "against 47 %",
        "against 2018",
        "against 2018",
    ]


@pytest.mark.parametrize(
    ("fields", "path", "facts"),
    [
        (
            {"status": "target", "scope": "part", "months": 60},
            "/outcomes/?scope=part",
            ["Target", "part of it or one project", "within 5 years"],
        ),
        (
            {"status": "estimated", "scope": "world", "months": 9, "months_upper": 12, "months_qualifier": "about"},
            "/outcomes/?status=estimated",
            ["Estimated present effect", "world", "over about 9–12 months"],
        ),
        ({"status": "target", "months": 60}, "/zh-hans/outcomes/?status=target", ["目标", "5 年内"]),
        (
            {"status": "estimated", "scope": "institution", "months": 24},
            "/zh-hans/outcomes/?scope=institution",
            ["估算的现有效果", "运营方或机构", "历时 2 年"],
        ),
    ],
)
def test_card_says_how_much_of_the_place_it_is_about_and_over_what_time(client, cast, fields, path, facts):
    make.outcome("buses", "100", "100", case=cast.plan, **fields)
    page = Reading(client.get(path))
    (card,) = page.all("article", class_="card-figure")
    assert texts(page.one(inside=card, class_="figure-facts")).split(" · ")[:-2] == facts
    make.cite(cast.bengaluru_all, "100辆公交车", outcome=cast.plan.outcomes.get(key="buses"))
    case = Reading(client.get(f"{'/zh-hans' if 'zh-hans' in path else ''}/case-studies/bengaluru-plan/"))
    figure = case.one(inside=case.one(id="outcome-buses"), class_="figure-facts")
    assert texts(figure).split(" · ")[:-1] == facts


def test_figure_of_a_case_names_its_indicator_with_the_way_to_its_page(client, cast):
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))
    line = page.one(class_="figure-indicator", inside=page.one(id="outcome-fine-dust"))
    assert texts(line) == "PM2.5"
    assert attribute(page.one("a", line), "href") == "/indicators/pm2-5/"


def test_navigation_leads_to_the_figures_and_the_footer_to_the_indicators(read):
    page = read()
    here = page.one("a", page.one("nav", id="menu"), aria_current="page")
    assert (texts(here), attribute(here, "href")) == ("Figures", "/outcomes/")
    footer = page.one("footer", class_="colophon")
    assert "/indicators/" in [attribute(link, "href") for link in page.all("a", footer)]
