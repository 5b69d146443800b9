"""An indicator: what compares side by side, drawn to one scale, and the rest with the reasons why not."""

import datetime

import pytest

from casestudies.views import outcomes
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

SPEND = "/indicators/spend/"
MEASURED = "Measured · change in percent · whole place · over 10 years"


@pytest.fixture(name="read")
def read_page(page_at):
    return lambda path="/indicators/pm2-5/": page_at(path)


@pytest.fixture(name="figure")
def figures_of_dust(cast):
    """A figure of the cast's dust, a stock, in a case, cited: `figure("less", "-10", cast.plan, ended=…)`."""
    cast.fine_dust.indicator.measures = "stock"
    cast.fine_dust.indicator.save()

    def figure(key, value, case, **fields):
        defaults = {
            "kind": "percent-change",
            "indicator": cast.fine_dust.indicator,
            "unit": cast.fine_dust.unit,
            "scope": "whole-place",
            **years(2010, 2019),
        }
        made = make.outcome(key, value, value, case=case, **defaults | fields)
        make.cite(cast.bogota_results, f"{key} {value}", outcome=made)
        return made

    return figure


@pytest.fixture
def higher_is_better(cast):
    """Without a better and a worse, nothing has a rank."""
    cast.fine_dust.indicator.direction = "higher"
    cast.fine_dust.indicator.save()


def years(first, last):
    started, ended = datetime.date(first, 1, 1), datetime.date(last, 1, 1)
    return {"started": started, "started_precision": "year", "ended": ended, "ended_precision": "year"}


def rows(page: Reading, number: int = 1) -> list[list[str]]:
    section = page.one("section", id=f"group-{number}")
    return [[texts(cell) for cell in page.all("td", row)] for row in page.all("tr", page.one("tbody", section))]


def reasons(page: Reading) -> list[list[str]]:
    return [[texts(line) for line in page.all("li", box)] for box in page.all("div", class_="apart")]


def test_card_counts_figures_and_places(read, cast, figure):
    figure("less", "-10", cast.plan)
    figure("programme", "-10", None, programme=cast.zuma)
    page = read("/indicators/?dimension=ratio")
    assert texts(page.one("article", class_="card")) == (
        "Ratio · neither is better · stock on a date · output PM2.5 3 figures 3 places"
    )


def test_indicator_without_a_public_figure_is_on_no_list_and_says_so(client, cast):
    make.outcome("hidden", case=cast.ferry, indicator=make.indicator("boats-built"))
    assert "/indicators/boats-built/" not in Reading(client.get("/indicators/")).paths
    page = Reading(client.get("/indicators/boats-built/"))
    assert texts(page.one(class_="empty")) == "No figure of it is published yet."
    assert page.all(class_="card") == page.all("table") == []


def test_unknown_indicator_is_not_found_and_parameters_are_refused(client, cast):
    assert client.get("/indicators/nothing/").status_code == 404
    assert client.get("/indicators/pm2-5/?sort=name").status_code == 400


def test_indicator_says_what_counts_in_which_dimension_and_what_is_good(client, cast):
    dust = cast.fine_dust.indicator
    dust.description_en, dust.direction = "In the air of the whole city, not of one street.", "lower"
    dust.save()
    page = Reading(client.get("/indicators/pm2-5/"))
    assert texts(page.one("h1")) == "PM2.5"
    assert texts(page.one(class_="crumbs")) == "Indicators / Ratio"
    assert texts(page.one(class_="lead")) == "In the air of the whole city, not of one street."
    assert [texts(line) for line in page.all("li", page.one(class_="summary-line"))] == [
        "1 figure",
        "1 place",
        "Lower is better",
        "Results level: output",
    ]


def test_card_and_page_say_stock_or_flow_results_level_and_family(client, cast):
    dust = cast.fine_dust.indicator
    dust.measures, dust.results_level, dust.family = "stock", "impact", make.family("clean-air")
    dust.save()
    card = Reading(client.get("/indicators/?family=clean-air")).one("article", class_="card")
    assert texts(card) == ("Ratio · neither is better · stock on a date · impact · Clean air PM2.5 1 figure 1 place")
    page = Reading(client.get("/indicators/pm2-5/"))
    line = page.one(class_="summary-line")
    assert [texts(item) for item in page.all("li", line)][2:] == [
        "Neither is better",
        "Stock on a date",
        "Results level: impact",
        "Family: Clean air",
    ]
    assert attribute(page.one("a", line), "href") == "/families/clean-air/"
    assert "/families/clean-air/" in [attribute(link, "href") for link in page.all("a", card)]
    for query in ("measures=stock", "results_level=impact", "family=clean-air"):
        assert Reading(client.get(f"/indicators/?{query}")).paths == ["/indicators/pm2-5/"]
    assert Reading(client.get("/indicators/")).counts("family") == {"clean-air": 1}
    chinese = Reading(client.get("/zh-hans/indicators/pm2-5/"))
    assert [texts(item) for item in chinese.all("li", chinese.one(class_="summary-line"))][3:] == [
        "某一日期的存量",
        "成果层级： 影响",
        "类组： “Clean air”的中文",
    ]


def test_family_lists_its_indicators_with_counts_and_figures_in_both_languages(client, cast, figure):
    family = make.family("clean-air")
    for one in (cast.fine_dust.indicator, cast.first_zone.indicator):
        one.family = family
        one.save()
    figure("less", "-10", cast.plan)
    make.indicator("empty", family=family)
    page = Reading(client.get("/families/clean-air/"))
    assert texts(page.one("h1")).startswith("Clean air")
    assert texts(page.one("ul", class_="summary-line")) == "2 indicators"
    assert [texts(head) for head in page.all("h2") if attribute(head, "id") != "sources-title"] == [
        "PM2.5",
        "Clean air zones",
    ]
    dust = page.one("section", id="pm2-5")
    assert texts(page.one("p", dust, class_="quiet")) == "2 figures · 2 places"
    assert page.paths == [
        "/case-studies/bogota-clean-air-zone/#outcome-fine-dust",
        "/case-studies/bengaluru-plan/#outcome-less",
        "/case-studies/bogota-clean-air-zone/#outcome-first-zone",
    ]
    assert page.all(class_="mark")
    assert page.all("table") == []
    chinese = Reading(client.get("/zh-hans/families/clean-air/"))
    assert texts(chinese.one("ul", class_="summary-line")) == "2 个指标"
    assert "/families/clean-air/" in client.get("/sitemap-families.xml").text


def test_family_page_is_bounded_and_leads_to_all(client, cast, figure, monkeypatch):
    monkeypatch.setattr(outcomes, "SAMPLE", 1)
    cast.fine_dust.indicator.family = make.family("clean-air")
    figure("less", "-10", cast.plan)
    page = Reading(client.get("/families/clean-air/"))
    assert len(page.all("article", class_="card")) == 0
    cast.fine_dust.indicator.save()
    page = Reading(client.get("/families/clean-air/"))
    assert len(page.all("article", class_="card")) == 1
    assert [attribute(link, "href") for link in page.all("a", class_="more")] == [
        "/indicators/?family=clean-air",
        "/indicators/pm2-5/",
    ]
    assert client.get("/families/nothing/").status_code == 404
    assert client.get("/families/clean-air/?sort=name").status_code == 400


@pytest.mark.usefixtures("higher_is_better")
def test_comparison_says_how_much_of_the_place_its_figures_are_about_of_whom_and_their_duration(read, figure, cast):
    drivers = make.both("subgroup", "Bus drivers", "公交司机")
    figure("one", "-50", cast.zone, scope="part", months=120, status="observed", **drivers)
    figure("two", "-30", cast.plan, scope="part", **drivers)
    page = read()
    assert texts(page.one("h2", page.one(id="group-1"))) == (
        "Measured · change in percent · part of it or one project · Bus drivers · over 10 years"
    )
    assert [row[1] for row in rows(page)] == ["Bengaluru , India", "Bogotá , Colombia"]
    assert [row[4] for row in rows(page)] == ["2010–2019", "2010–2019 · over 10 years"]


def test_only_figure_stands_in_the_list_with_its_mark(read):
    page = read()
    assert page.all("table") == []
    assert texts(page.one("h2", page.one(id="apart"))) == "The only figure so far"
    assert page.paths == ["/case-studies/bogota-clean-air-zone/#outcome-fine-dust"]
    assert page.all(class_="apart") == []


@pytest.mark.usefixtures("higher_is_better")
def test_comparable_figures_are_ranked_with_place_value_bar_period_and_case(read, cast, figure):
    figure("half", "-50", cast.zone, qualifier="more-than")
    figure("range", "-40", cast.plan, upper_value=-20, baseline_year=2009)
    figure("more", "12.5", cast.campaign)
    page = read()
    assert texts(page.one("h2", page.one(id="group-1"))) == MEASURED
    assert [[*row[:2], row[2].split(" 1 ")[0], *row[4:]] for row in rows(page)] == [
        ["1", "Rio de Janeiro , Brazil", "↑ +12.5 %", "2010–2019", cast.campaign.title_en],
        ["2", "Bengaluru , India", "↓ −40 to −20 %", "2010–2019 · against 2009", cast.plan.title_en],
        ["3", "Bogotá , Colombia", "↓ down by more than 50 %", "2010–2019", cast.zone.title_en],
    ]
    for row, anchor in zip(rows(page), ("more 12.5", "range -40", "half -50"), strict=True):
        assert anchor in row[2]


def test_lowest_comes_first_where_lower_is_better_and_words_say_so(client, cast, figure):
    cast.fine_dust.indicator.direction = "lower"
    cast.fine_dust.indicator.save()
    figure("half", "-50", cast.zone)
    figure("more", "12.5", cast.campaign)
    page = Reading(client.get("/indicators/pm2-5/"))
    assert [row[1] for row in rows(page)] == ["Bogotá , Colombia", "Rio de Janeiro , Brazil"]
    assert texts(page.one("p", page.one(id="group-1"), class_="quiet")) == (
        "2 figures that can be compared with each other. The lowest first, since lower is better."
    )


def test_ratios_stand_by_name_without_a_rank_where_neither_is_better(client, cast, figure):
    figure("half", "-50", cast.zone)
    figure("more", "12.5", cast.campaign)
    figure("less", "-20", cast.plan)
    cast.fine_dust.indicator.direction = "neither"
    cast.fine_dust.indicator.save()
    page = Reading(client.get("/indicators/pm2-5/"))
    section = page.one("section", id="group-1")
    assert [texts(head) for head in page.all("th", section)][:2] == ["Where", "Figure"]
    assert [row[0] for row in rows(page)] == ["Bengaluru , India", "Bogotá , Colombia", "Rio de Janeiro , Brazil"]
    assert texts(page.one("p", section, class_="quiet")) == (
        "3 figures that can be compared with each other. "
        "Neither higher nor lower is better: they stand side by side by name, without a rank."
    )


@pytest.mark.usefixtures("higher_is_better")
def test_multiples_stand_by_name_without_a_rank(read, figure, cast):
    figure("seven", "7", cast.zone, kind="multiple")
    figure("three", "3", cast.campaign, kind="multiple")
    page = read()
    assert [row[0] for row in rows(page)] == ["Bogotá , Colombia", "Rio de Janeiro , Brazil"]
    assert texts(page.one("p", page.one(id="group-1"), class_="quiet")) == (
        "2 figures that can be compared with each other. "
        "A multiple depends on where each place began: they stand side by side by name, without a rank."
    )


@pytest.mark.usefixtures("higher_is_better")
def test_bars_are_drawn_to_one_scale_and_a_range_is_open(read, cast, figure):
    figure("half", "-50", cast.zone)
    figure("range", "-40", cast.plan, upper_value=-20)
    figure("more", "50", cast.campaign)
    page = read()

    def drawn(name):
        return [tuple(attribute(bar, at) for at in ("x", "width")) for bar in page.all("rect", class_=name)]

    assert drawn("bar-value") == [("50.0", "50.0"), ("30.0", "20.0"), ("0.0", "50.0")]
    assert drawn("bar-range") == [("10.0", "20.0")]
    assert {attribute(line, "x1") for line in page.all("line", class_="bar-zero")} == {"50.0"}


def test_other_units_are_shown_in_the_one_that_most_are_reported_in(client, cast):
    tonnes = make.unit("tonnes", dimension="mass", **make.both("symbol", "t", "吨"))
    kilotonnes = make.unit("kilotonnes", dimension="mass", factor=1000, **make.both("symbol", "kt", "千吨"))
    waste = make.indicator("waste", dimension="mass", measures="flow")
    fields = {"indicator": waste, "accumulation": "per-year", "scope": "whole-place"}
    make.outcome("a", "500", case=cast.zone, unit=tonnes, **fields)
    make.outcome("b", "900", case=cast.campaign, unit=tonnes, **fields)
    make.outcome("c", "1.5", case=cast.plan, unit=kilotonnes, **fields)
    page = Reading(client.get("/indicators/waste/"))
    assert [row[:2] for row in rows(page)] == [
        ["Bengaluru , India", "1.5 kt per year = 1,500 t per year"],
        ["Bogotá , Colombia", "500 t per year"],
        ["Rio de Janeiro , Brazil", "900 t per year"],
    ]
    section = page.one("section", id="group-1")
    assert [texts(head) for head in page.all("th", section)][:2] == ["Where", "Figure"]
    assert texts(page.one("p", section, class_="quiet")) == (
        "3 figures that can be compared with each other. "
        "The larger the place or project, the larger the figure: they stand side by side by name, without a rank."
    )


@pytest.mark.usefixtures("higher_is_better")
def test_groups_stand_apart_the_largest_first(read, cast, figure):
    for key, case in {"one": cast.zone, "two": cast.plan}.items():
        figure(f"target-{key}", "-80", case, status="target", gas="pm2-5")
    for key, case in {"one": cast.zone, "two": cast.plan, "three": cast.campaign}.items():
        figure(f"done-{key}", "-30", case)
    page = read()
    assert [texts(page.one("h2", page.one(id=f"group-{number}"))) for number in (1, 2)] == [
        MEASURED,
        "Target · change in percent · whole place · PM2.5 · over 10 years",
    ]
    assert [row[0] for row in rows(page)] == ["1", "1", "1"]


def test_rest_says_why_it_does_not_stand_beside_the_group(read, cast, figure):
    figure("one", "-50", cast.zone)
    figure("two", "-30", cast.plan)
    figure("before", "-20", cast.plan, **years(2000, 2009))
    figure("long", "-50", cast.campaign, **years(2001, 2019))
    figure("again", "-50", cast.zone, preferred=False)
    page = read()
    assert texts(page.one("h2", page.one(id="apart"))) == "Not comparable with these"
    assert page.paths == [
        "/case-studies/rio-campaign/#outcome-long",
        "/case-studies/bengaluru-plan/#outcome-before",
        "/case-studies/bogota-clean-air-zone/#outcome-again",
        "/case-studies/bogota-clean-air-zone/#outcome-fine-dust",
    ]
    assert reasons(page) == [
        ["They cover periods of different length."],
        ["They are about the same place, and no two figures of one place stand against each other."],
        [
            "For at least one, the scope is not known.",
            "For at least one, the length of the period is not known.",
            "They are about the same place, and no two figures of one place stand against each other.",
        ],
    ]
    assert texts(page.one("p", class_="apart")) == (
        "Why it is not compared: Another figure says it better or includes it, and nothing is compared twice."
    )


def test_money_without_the_year_of_its_prices_is_never_drawn_and_the_page_says_why(client, cast):
    dollars = make.unit("usd", dimension="money", factor=None, currency="USD")
    fields = {"kind": "money", "accumulation": "total", "unit": dollars, "scope": "part", **years(2020, 2021)}
    spend = make.indicator("spend", dimension="money", measures="flow")
    make.outcome("a", "3000000", case=cast.zone, indicator=spend, **fields)
    make.outcome("b", "5000000", case=cast.plan, indicator=spend, **fields)
    page = Reading(client.get(SPEND))
    assert page.all("table") == []
    assert texts(page.one("h2", page.one(id="apart"))) == "Figures that can’t be compared with each other"
    assert reasons(page) == [["For at least one, the year of the prices is not known."]] * 2


@pytest.mark.usefixtures("higher_is_better")
def test_page_is_bounded_and_leads_to_all(client, cast, figure, monkeypatch):
    monkeypatch.setattr(outcomes, "ROWS", 2)
    monkeypatch.setattr(outcomes, "GROUPS", 1)
    fourth = make.case("bogota-below", [make.city("soacha", cast.colombia)])
    for number, case in enumerate([cast.zone, cast.plan, cast.campaign, fourth]):
        figure(f"done-{number}", f"-{number + 1}", case)
        figure(f"unknown-{number}", f"-{number + 1}", case, started=None, started_precision="")
    for case in (cast.zone, cast.plan):
        figure("target", "-9", case, status="target")
    page = Reading(client.get("/indicators/pm2-5/"))
    assert [row[0] for row in rows(page)] == ["1", "2"]
    assert "The first 2 of 4." in texts(page.one(id="group-1"))
    assert "1 smaller group is not shown here." in texts(page.one("main"))
    assert "3 more are not listed here." in texts(page.one(id="apart"))
    assert [attribute(link, "href") for link in page.all("a", class_="more")] == [
        "/outcomes/?indicator=pm2-5",
        "/outcomes/?indicator=pm2-5&status=achieved&status=observed&kind=percent-change",
        "/outcomes/?indicator=pm2-5",
    ]


@pytest.mark.usefixtures("higher_is_better")
def test_chinese_page_writes_figures_as_chinese_does(client, cast, figure):
    figure("half", "-50", cast.zone, qualifier="more-than")
    figure("more", "12.5", cast.campaign)
    page = Reading(client.get("/zh-hans/indicators/pm2-5/"))
    assert [row[2].split(" 1 ")[0] for row in rows(page)] == ["↑ +12.5%", "↓ 下降超过 50%"]
