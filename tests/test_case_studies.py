"""A case: what was done, in which steps, how long it took, what came of it, who took part."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casestudies.models import Involvement
from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

ZONE = "/case-studies/bogota-clean-air-zone/"


@pytest.fixture
def read(page_at):
    return lambda path=ZONE: page_at(path)


def glance(page: Reading) -> list[tuple[str, list[str]]]:
    """The facts beside the text: term and its values."""
    found = []
    for element in page.all(inside=page.one("dl", class_="facts")):
        if element.tag == "dt":
            found.append((texts(element), []))
        elif element.tag == "dd":
            found[-1][1].append(texts(page.all("a", element)[0]) if page.all("a", element) else texts(element))
    return found


def test_case_card_says_where_what_when_and_how_many_measured_results(read):
    page = read("/case-studies/?city=bogota")
    card = page.one("article", class_="card")
    assert texts(page.one("p", card, class_="card-places")) == "Bogotá , Colombia"
    assert texts(page.one("h3", card)) == "Clean air zones that put equity first"
    assert texts(page.one("p", card, class_="card-summary")) == "Bogotá designed a zone for cleaner air."
    assert texts(page.one("p", card, class_="card-facts")) == "Clean air zones 2022–2024 2 measured results"


def test_case_opens_with_place_title_summary_and_themes(read):
    page = read()
    assert texts(page.one("p", class_="crumbs")) == "Case studies / Bogotá , Colombia"
    assert texts(page.one("h1")) == "Clean air zones that put equity first"
    assert texts(page.one("p", class_="lead")) == "Bogotá designed a zone for cleaner air."
    assert [attribute(tag, "href") for tag in page.all("a", class_="tag")] == ["/themes/clean-air-zones/"]


def test_case_shows_its_sections_in_reading_order(read):
    sections = [attribute(section, "id") for section in read().all("section", id=None)]
    assert sections == ["figures", "background", "steps", "lessons", "related", "sources"]


def test_figures_are_written_for_readers(read):
    page = read()
    shown = [texts(page.one(inside=figure, class_="figure-number")) for figure in page.all("li", class_="figure")]
    assert shown == ["−65.9", "1"]
    facts = [texts(page.one(inside=figure, class_="figure-facts")) for figure in page.all("li", class_="figure")]
    assert facts == ["Observed · printed as 下降 65.9%", "Achieved · September 2023 · printed as 首个"]


@pytest.mark.parametrize(
    ("level", "status", "count"),
    [
        ("impact", "observed", "1"),
        ("impact", "target", "0"),
        ("context", "observed", "0"),
        ("input", "achieved", "0"),
        ("", "achieved", "0"),
    ],
)
def test_result_is_a_measured_output_outcome_or_impact(client, cast, level, status, count):
    cast.people.indicator.results_level, cast.people.status = level, status
    cast.people.indicator.save()
    cast.people.save()
    card = Reading(client.get("/case-studies/?city=bengaluru")).one("article", class_="card")
    assert ("1 measured result" in texts(card)) == (count == "1")
    found = Reading(client.get("/case-studies/?figures=with")).paths
    assert ("/case-studies/bengaluru-plan/" in found) == (count == "1")


def test_key_figures_come_by_results_level_and_a_count_of_one_last_and_context_stands_apart(client, cast):
    for level in ("context", "outcome", "input", "impact"):
        make.outcome(level, "5", case=cast.zone, indicator=make.indicator(f"of-{level}", results_level=level))
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))

    def shown(section):
        return [attribute(item, "id") for item in page.all("li", page.one("section", id=section), class_="figure")]

    make.outcome("planned", "9", case=cast.zone, status="target")
    page = Reading(client.get("/case-studies/bogota-clean-air-zone/"))
    keys = ("impact", "outcome", "fine-dust", "first-zone", "planned")
    assert [*shown("figures"), *shown("more-figures")] == [f"outcome-{key}" for key in keys]
    assert len(shown("figures")) == 3  # a row beside the facts
    assert shown("context") == ["outcome-input", "outcome-context"]
    assert texts(page.one("h2", id="context-title")) == "Context and inputs"


def test_steps_stand_in_order_with_months_to_one_scale(read):
    page = read()
    steps = page.all("li", class_="step")
    assert [attribute(step, "id") for step in steps] == ["step-evidence", "step-support", "step-agree"]
    times = [texts(time) for time in page.all("p", class_="step-time")]
    assert times == ["about 9 months", "6 months"]
    boxes = [attribute(drawing, "viewbox") for drawing in page.all("svg", class_="blocks")]
    assert boxes == ["0 0 9.0 1", "0 0 9.0 1"]
    blocks = [len(page.all("rect", drawing)) for drawing in page.all("svg", class_="blocks")]
    assert blocks == [9, 6]
    methods = [attribute(page.one("a", link), "href") for link in page.all("p", class_="step-method")]
    assert methods == ["/methods/build-evidence-base/", "/methods/win-public-support/"]


def test_half_a_month_is_half_a_block(client, cast):
    case = make.case("short")
    make.step(case, "plan", months="1.5")
    page = Reading(client.get("/case-studies/short/"))
    assert [attribute(block, "width") for block in page.all("rect")] == ["1.0", "0.5"]
    assert texts(page.one("p", class_="step-time")) == "1.5 months"


def test_substeps_stand_below_their_step_with_marks_of_their_own(client, cast):
    child = make.step(cast.zone, "survey", parent=cast.zone_evidence, order=1, **make.both("text", "Ask people."))
    make.cite(cast.bogota_approach, "民意调查", step=child)
    page = Reading(client.get(ZONE))
    substep = page.one("li", page.one(id="step-evidence"), id="step-survey")
    assert "Ask people." in texts(substep)
    assert [texts(quote) for quote in page.all("q", substep)] == ["民意调查"]


def test_case_names_who_took_part_and_only_public_programmes(read):
    assert glance(read()) == [
        ("When", ["2022–2024"]),
        ("Stage", ["Under way"]),
        ("Funder", ["Clean Air Fund"]),
        ("Partner", ["C40 Cities Climate Leadership Group"]),
        ("Programmes", ["Urban Zones for Better Air"]),
        ("Level of government", ["Local"]),
        ("Level of detail", ["Full case"]),
    ]


def test_county_is_a_partner_in_the_case_of_another_place(client, cast, read_api):
    part = make.place_involvement(cast.zone, cast.karnataka)
    make.place_involvement(cast.zone, cast.bogota, "lead")
    make.cite(cast.rio_all, "与该邦合作", involvement=part)
    page = Reading(client.get(ZONE))
    assert [values for term, values in glance(page) if term in ("Lead", "Partner")] == [
        ["Bogotá"],
        ["C40 Cities Climate Leadership Group", "Karnataka"],
    ]
    assert "与该邦合作" in [texts(quote) for quote in page.all("q")]

    county = Reading(client.get("/places/karnataka/"))
    line = county.one("li", county.one("section", id="involvements"))
    assert texts(line).startswith("Clean air zones that put equity first partner")
    assert [texts(quote) for quote in county.all("q", line)] == ["与该邦合作"]
    bogota = Reading(client.get("/cities/bogota/"))
    assert bogota.all(id="involvements") == []
    assert dict(glance(bogota))["Worked with"] == [
        "C40 Cities Climate Leadership Group", "Clean Air Fund", "Karnataka",
    ]  # fmt: skip

    found = {one["key"]: one for one in read_api("case-studies/bogota-clean-air-zone/")["involvements"]}
    assert (found["karnataka-partner"]["place"]["slug"], found["karnataka-partner"]["organisation"]) == (
        "karnataka", None,
    )  # fmt: skip
    (row,) = [
        row
        for row in Download(client.get("/case-studies.json")).json["rows"]
        if row["slug"] == "bogota-clean-air-zone"
    ]
    assert (row["partner_places"], row["partner_place_roles"]) == (["karnataka", "bogota"], ["partner", "lead"])
    assert row["organisations"] == ["c40", "clean-air-fund"]


def test_place_that_is_not_public_is_no_partner(client, cast, read_api):
    make.place_involvement(cast.zone, cast.karnataka)
    type(cast.karnataka).objects.filter(pk=cast.karnataka.pk).update(state="draft")
    assert "Karnataka" not in Reading(client.get(ZONE)).html
    assert [one["key"] for one in read_api("involvements/?city=bogota")["results"]] == [
        "c40-partner", "clean-air-fund-funder",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "shown"), [("operator", "Operator"), ("created", "Created by it")])
def test_case_names_its_operator_and_the_body_that_it_created(client, cast, role, shown):
    make.involvement(cast.zone, make.organisation("zone-company"), role)
    assert (shown, ["Zone company"]) in glance(Reading(client.get(ZONE)))


@pytest.mark.parametrize("both", [True, False], ids=["of two", "of nobody"])
def test_part_in_a_case_is_that_of_one(cast, both):
    part = Involvement(case=cast.zone, key="part", role="partner")
    if both:
        part.organisation, part.place = cast.fund, cast.karnataka
    with pytest.raises(ValidationError, match="exactly one"):
        part.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        part.save()


def test_sources_count_the_facts_that_each_passage_proves(read):
    page = read()
    notes = [texts(note) for note in page.all("li", page.one(id="sources"))]
    assert notes == ["Bogotá, Results 3 facts on this page", "Bogotá, Approach 2 facts on this page"]


def test_second_value_of_the_source_is_written_like_the_figure(client, cast):
    cast.people.equivalents.create(value=300_000, unit=make.unit("households"), as_printed="30万户", qualifier="about")
    page = Reading(client.get("/case-studies/bengaluru-plan/"))
    facts = [texts(line) for line in page.all("p", page.one(id="outcome-people"), class_="figure-facts")]
    assert facts == ["Expected · printed as 130万", "= about 300,000 households · printed as 30万户"]


def test_date_of_a_target_is_when_it_is_meant_by(client, cast):
    make.outcome(
        "more", case=cast.plan, status="target", accumulation="at-date", ended=date(2030, 1, 1), ended_precision="year"
    )
    page = Reading(client.get("/case-studies/bengaluru-plan/"))
    assert texts(page.one("p", page.one(id="outcome-more"), class_="figure-facts")) == (
        "Target · by 2030 · printed as 首个"
    )


def test_curator_previews_a_draft_and_others_do_not(client, cast, admin_client, django_user_model):
    address = "/case-studies/rio-ferry/"
    assert client.get(address).status_code == 404
    client.force_login(django_user_model.objects.create_user("reader"))
    assert client.get(address).status_code == 404
    page = Reading(admin_client.get(address))
    assert texts(page.one("h1")) == "Secret ferries"
    assert texts(page.one("p", class_="record-bar")).startswith("draft : only curators see this page.")


def test_record_has_a_search_in_its_header_and_a_list_only_its_own(client, cast):
    record, cases = (Reading(client.get(path)) for path in ("/case-studies/bogota-clean-air-zone/", "/case-studies/"))
    form = record.one("form", record.one("header", class_="masthead"))
    assert attribute(form, "action") == "/case-studies/"
    assert [attribute(field, "name") for field in record.all("input", form)] == ["q"]
    assert cases.all("form", cases.one("header", class_="masthead")) == []
