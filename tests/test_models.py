"""The cast is valid, and the public sees only what is published."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import translation

from casestudies.listings import CASES, METHODS, ORGANISATIONS, PROGRAMMES, THEMES
from casestudies.models import (
    Citation,
    Involvement,
    Lesson,
    Membership,
    Method,
    Organisation,
    Outcome,
    Participation,
    Place,
    Step,
    Transfer,
)
from casestudies.models.record import fold
from tests import factories as make
from tests import oracle


def test_cast_is_what_a_curator_could_have_entered(cast):
    mistakes = {}
    for model in apps.get_app_config("casestudies").get_models():
        for row in model._default_manager.all():
            try:
                row.full_clean()
            except ValidationError as error:
                mistakes[f"{model.__name__} {row.pk}"] = error.message_dict
    assert mistakes == {}


def test_record_is_published_in_one_state_only(db):
    for state in ("draft", "in-review", "withdrawn", "published"):
        make.method(state, state=state)
    assert [str(method.slug) for method in Method.objects.published()] == ["published"]


def test_child_is_published_when_its_owner_is(cast):
    assert {step.case.slug for step in Step.objects.published()} == {
        "bengaluru-plan",
        "bogota-clean-air-zone",
        "rio-campaign",
    }
    assert sorted(Lesson.objects.published().values_list("key", flat=True)) == ["ask-people", "slow-but-lasting"]
    assert sorted(Outcome.objects.published().values_list("key", flat=True)) == ["fine-dust", "first-zone", "people"]


def test_relation_is_published_when_both_its_ends_are(cast):
    assert Membership.objects.published().count() == 1
    Place.objects.filter(slug="bogota").update(state="draft")
    assert Membership.objects.published().count() == 0
    assert Involvement.objects.published().filter(case=cast.zone).count() == 2
    Organisation.objects.filter(slug="c40").update(state="withdrawn")
    assert Involvement.objects.published().filter(case=cast.zone).count() == 1


def test_participation_of_a_hidden_organisation_is_hidden(cast):
    Participation.objects.create(programme=cast.zuma, organisation=cast.hidden_fund, key="fund")
    Participation.objects.create(programme=cast.zuma, organisation=cast.fund, key="open")
    assert [row.key for row in Participation.objects.published()] == ["open"]


def test_publishing_keeps_the_date_of_the_first_time(cast):
    first = cast.zone.published_at
    cast.zone.publish()
    assert cast.zone.published_at == first
    assert cast.ferry.published_at is not None
    draft = Method(slug="new")
    draft.publish()
    assert draft.is_published
    assert draft.published_at is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Bogotá", "bogota"),
        ("ＺＵＭＡ", "zuma"),
        ("STRASSE ß", "strasse ss"),
        ("São Tomé", "sao tome"),
        ("波哥大", "波哥大"),
    ],
)
def test_folding_drops_case_accents_and_width(text, folded):
    assert fold(text) == folded


def test_edited_name_is_found_and_the_old_one_is_not(cast):
    cast.rio.name_en = "Niterói"
    cast.rio.save()
    assert oracle.named(Place.objects.all(), "niteroi").count() == 1
    assert oracle.named(Place.objects.all(), "janeiro").count() == 0


def test_place_holds_all_that_lies_in_it(cast):
    assert [place.slug for place in Place.objects.within(["south-and-west-asia"]).order_by("slug")] == [
        "bengaluru",
        "india",
        "karnataka",
        "south-and-west-asia",
    ]
    assert [str(place) for place in cast.bengaluru.lineage] == ["Karnataka", "India", "South and West Asia"]
    assert (cast.bengaluru.country, cast.bengaluru.region) == (cast.india, cast.asia)


def test_theme_counts_the_cases_below_it_once(cast):
    assert {theme.slug: theme.case_count for theme in rows(THEMES)} == {
        "air-quality": 2,
        "clean-air-zones": 1,
        "transport": 2,
        "cycling": 1,
    }


def test_method_knows_the_shortest_and_longest_time_of_published_cases(cast):
    times = {method.slug: (method.case_count, method.shortest, method.longest) for method in rows(METHODS)}
    assert times == {"build-evidence-base": (3, 6, 9), "win-public-support": (2, 6, 12)}


def test_counts_leave_out_what_is_not_public(cast):
    assert {case.slug: case.outcome_count for case in rows(CASES)} == {
        "bogota-clean-air-zone": 2,
        "rio-campaign": 0,
        "bengaluru-plan": 1,
    }
    assert {actor.slug: actor.case_count for actor in rows(ORGANISATIONS)} == {"c40": 3, "clean-air-fund": 1}
    assert {row.slug: row.case_count for row in rows(PROGRAMMES)} == {"zuma": 1}


def rows(listing):
    """As files and the API have them, with all that is counted."""
    return listing.read(None, "", rows=listing.published().for_list()).page_rows(0, 100)


def test_text_is_that_of_the_active_language_else_the_other_and_says_which(cast):
    assert (cast.plan.results, cast.plan.results.lang, cast.plan.results.is_fallback) == (
        "The plan has five priorities.",
        "en",
        False,
    )
    with translation.override("zh-hans"):
        assert (cast.bogota.name, cast.bogota.name.lang, cast.bogota.name.is_fallback) == ("波哥大", "zh-Hans", False)
        assert (cast.plan.results.lang, cast.plan.results.is_fallback) == ("en", True)


def test_permanent_name_of_a_fact_is_its_place_on_its_owners_page(cast):
    assert cast.first_zone.get_absolute_url() == "/case-studies/bogota-clean-air-zone/#outcome-first-zone"
    assert cast.zone_evidence.get_absolute_url() == "/case-studies/bogota-clean-air-zone/#step-evidence"
    assert cast.member.get_absolute_url() == "/networks/c40/#membership-bogota"
    assert cast.slow.get_absolute_url() == "/lessons/case/bogota-clean-air-zone/slow-but-lasting/"
    assert cast.bogota_results.get_absolute_url() == "/sources/c40-clean-air/#bogota-results"


@pytest.mark.parametrize(
    "fact",
    [
        {},
        {"case": "zone"},
        {"outcome": "first_zone", "part": "background"},
        {"case": "zone", "outcome": "first_zone", "part": "background"},
    ],
    ids=["of nothing", "of no text", "text of a row", "of two facts"],
)
def test_database_refuses_a_citation_that_is_not_of_exactly_one_fact(cast, fact):
    fact = {name: value if name == "part" else getattr(cast, value) for name, value in fact.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        make.cite(cast.bogota_results, "任何", **fact)


def test_database_refuses_the_same_citation_twice(cast):
    make.cite(cast.bogota_results, "再次", outcome=cast.first_zone)
    with pytest.raises(IntegrityError), transaction.atomic():
        make.cite(cast.bogota_results, "再次", outcome=cast.first_zone)


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "2", "upper_value": 1},
        {"programme": "zuma"},
        {"ended": "2023-01-01"},
        {"started_precision": "day"},
        {"months": 9, "months_upper": 6},
    ],
    ids=["range out of order", "about two", "date without precision", "precision without date", "months out of order"],
)
def test_database_refuses_an_impossible_outcome(cast, fields):
    if "programme" in fields:
        fields = {"programme": cast.zuma}
    with pytest.raises(IntegrityError), transaction.atomic():
        make.outcome("impossible", case=cast.zone, **fields)


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "This indicator measures a flow over a period, which is never on a given date."),
        ("zh-hans", "该指标衡量一段时期的流量，绝不会是某一日期的数值。"),
    ],
)
def test_flow_is_never_on_a_given_date_and_stock_may_be(cast, language, message):
    indicator = cast.first_zone.indicator
    for measures in ("", "stock"):
        indicator.measures = measures
        cast.first_zone.full_clean()
    indicator.measures = "flow"
    with translation.override(language):
        with pytest.raises(ValidationError) as error:
            cast.first_zone.full_clean()
        assert error.value.message_dict == {"accumulation": [message]}
    cast.first_zone.accumulation = "per-year"
    cast.first_zone.full_clean()


@pytest.mark.parametrize("kind", ["share", "percent-change", "multiple"])
def test_ratio_is_per_nothing_and_an_amount_may_be(cast, kind):
    cast.first_zone.per = "vehicle"
    cast.first_zone.full_clean()
    message = "A share, a change in percent or a multiple is per nothing: it is a ratio already."
    cast.fine_dust.per, cast.fine_dust.kind = "vehicle", kind
    with pytest.raises(ValidationError) as error:
        cast.fine_dust.full_clean()
    assert error.value.message_dict == {"per": [message]}
    cast.first_zone.unit = cast.fine_dust.unit  # two times per day
    with pytest.raises(ValidationError) as error:
        cast.first_zone.full_clean()
    assert error.value.message_dict == {"per": [message]}


def test_indicator_with_a_figure_on_a_given_date_does_not_become_a_flow(cast):
    indicator = cast.first_zone.indicator
    indicator.measures = "flow"
    with pytest.raises(ValidationError) as error:
        indicator.full_clean()
    assert error.value.message_dict == {"measures": ["1 figure of it is on a given date, which a flow never is."]}
    Outcome.objects.update(accumulation="per-year")
    indicator.full_clean()


def test_citations_of_a_record_are_those_of_its_texts_and_rows(cast):
    found = Citation.objects.of(case=[cast.zone]).order_by("pk")
    assert [citation.arc for citation in found] == ["outcome", "outcome", "outcome", "case", "step", "lesson"]


def test_place_names_no_unpublished_place_that_it_lies_in(cast):
    bogota = Place.objects.with_parents().get(slug="bogota")
    assert [place.slug for place in bogota.lineage] == ["colombia", "latin-america"]
    Place.objects.filter(slug="colombia").update(state="draft")
    bogota = Place.objects.with_parents().get(slug="bogota")
    assert [place.slug for place in bogota.lineage] == ["latin-america"]
    assert bogota.country is None


def test_two_parts_of_a_pair_are_needed(cast):
    bogota = Place.objects.get(slug="bogota")
    bogota.latitude, bogota.longitude, bogota.dataset = Decimal("4.6"), None, "GeoNames"
    with pytest.raises(IntegrityError, match="place_coordinates_both"), transaction.atomic():
        bogota.save()
    step = Step.objects.filter(months__isnull=False).first()
    step.months, step.months_upper = None, 12
    with pytest.raises(IntegrityError, match="step_months_in_order"), transaction.atomic():
        step.save()


def test_transfer_reads_from_one_end_to_the_other(db):
    toronto, london = make.city("toronto"), make.city("london")
    ends = {"key": "idea", "manner": "interested", "what_en": "Cheaper finance", "from_place_id": toronto.pk}
    transfer = Transfer.objects.create(to_place_id=london.pk, **ends)
    assert str(transfer) == "Toronto → London: Cheaper finance"
    transfer.to_group_en, transfer.to_count = "cities", 18
    assert str(transfer) == "Toronto → 18 cities: Cheaper finance"


def test_transfer_has_two_ends_and_only_a_group_has_a_number(db):
    ends = {"key": "idea", "manner": "interested", "what_en": "Finance", "what_zh_hans": "融资"}
    with pytest.raises(ValidationError, match="Say where it came from and where it went."):
        Transfer(from_group_en="cities", from_count=18, **ends).validate_constraints()
    with pytest.raises(ValidationError, match="Only an unnamed group has a number."):
        Transfer(from_group_en="cities", to_place_id=make.city("london").pk, to_count=3, **ends).validate_constraints()
    Transfer(from_group_en="cities", from_count=18, to_group_en="states", **ends).validate_constraints()


def test_participant_is_a_place_an_organisation_or_a_group_in_words(db):
    programme, city = make.programme("plan"), make.city("lima")
    for wrong in ({}, {"place_id": city.pk, "group_en": "cities"}, {"place_id": city.pk, "count": 8}):
        with pytest.raises(ValidationError):
            Participation(programme=programme, key="x", **wrong).validate_constraints()
    group = Participation(programme=programme, key="x", count=8, group_en="model cities")
    group.validate_constraints()
    assert str(group) == "8 model cities – Plan"
