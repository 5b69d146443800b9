"""A record that is merged into another: everything that hangs on it moves, and its addresses lead to the other."""

import pytest
from django.apps import apps

from casestudies.merging import Unmergeable, foreign_keys, merge
from casestudies.models import (
    Affiliation,
    CaseStudy,
    Citation,
    City,
    FormerSlug,
    Involvement,
    LeadershipTerm,
    Lesson,
    Membership,
    Method,
    Organisation,
    Outcome,
    Part,
    Participation,
    Passage,
    Place,
    Programme,
    SDGTarget,
    Source,
    Transfer,
)
from casestudies.models.former import kind_of
from casestudies.models.record import Record
from tests import factories as make
from tests.api import ROOT
from tests.downloads import Download

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("casestudies").get_models()
    if issubclass(model, Record) and not model._meta.proxy
]
every_model = pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
KEYS = [(model, key) for model in MODELS for key in foreign_keys(model) if key.model is not Citation]


def some(model, slug="some"):
    """A record that is there for others to name."""
    if model is Place:
        return make.place(slug, "city", make.latin_america())
    if model is Organisation:
        return make.network(slug)
    if model is SDGTarget:
        return model.objects.create(slug=slug, code="11.6", goal=11)
    if model is Participation:
        return model.objects.create(programme=make.programme(slug), place=make.city("elsewhere"))
    if model is Transfer:
        return model.objects.create(from_place=make.city("elsewhere"), to_place=make.city("nowhere"))
    if model is Lesson:
        return make.lesson(slug, organisation=make.organisation("somebody"))
    return make.record(model, slug)


def row_at(key, record):
    """A row that names the record by this key, with what else it needs."""
    model, given = key.model, {key.name: record}
    if issubclass(model, Record):
        row = some(model, "child")
        setattr(row, key.name, record)
        row.save()
        return row
    if model is Outcome:
        return make.outcome("row", **given)
    if model is LeadershipTerm:
        given |= {"person_en": "Somebody"}
    if model in (Involvement, Participation) and key.name in model.owners:
        given |= {"place": make.city("elsewhere")}
    if model is Affiliation and key.name == "other":
        given |= {"organisation": make.organisation("somebody")}
    if model is Transfer:
        side, other = ("from", "to") if key.name.startswith("from") else ("to", "from")
        given |= {f"{other}_place": make.city("elsewhere")}
    for field in model._meta.concrete_fields:
        if field.name in ("key", "slug"):
            given[field.name] = "row"
        elif field.name == "order":
            given[field.name] = 1
        elif field.remote_field and not field.null and field.name not in given:
            given[field.name] = some(field.related_model)
    return model._base_manager.create(**given)


def again(row):
    return type(row)._base_manager.get(pk=row.pk)


def redirected(old: Record, new: Record) -> None:
    FormerSlug.objects.create(kind=kind_of(type(old)), slug=old.slug, current=new.slug)


# What moves


@pytest.mark.parametrize(("model", "key"), KEYS, ids=[f"{m.__name__}-{k.model.__name__}.{k.name}" for m, k in KEYS])
def test_whatever_names_the_record_names_the_other_one_afterwards(model, key):
    old, new = some(model, "old"), some(model, "new")
    row = row_at(key, old)
    done = merge(old, new)
    assert getattr(again(row), key.attname) == new.pk
    assert done.kept == []
    assert again(old).state == "merged"


@every_model
def test_no_relation_to_a_record_can_be_forgotten(model):
    """Whatever relation is added to a model, it is among those that move."""
    keys = foreign_keys(model)
    for relation in model._meta.related_objects:
        if relation.many_to_many:
            through = relation.field.remote_field.through
            assert through._meta.get_field(relation.field.m2m_reverse_field_name()) in keys
        else:
            assert relation.field in keys
    for field in model._meta.many_to_many:
        assert field.remote_field.through._meta.get_field(field.m2m_field_name()) in keys


def test_tags_of_both_are_united_each_once(cast):
    cast.plan.themes.add(cast.zones)
    merge(cast.zone, cast.plan)
    assert {theme.slug for theme in cast.plan.themes.all()} == {"air-quality", "cycling", "clean-air-zones"}
    assert {place.slug for place in cast.plan.places.all()} == {"bogota", "bengaluru"}
    assert cast.zone.themes.count() == cast.zone.places.count() == 0


def test_facts_move_behind_those_of_the_other_with_their_citations(cast):
    make.lesson("second", case=cast.plan, order=4)
    done = merge(cast.zone, cast.plan)
    lessons = [(lesson.key, lesson.order) for lesson in cast.plan.lessons.all()]
    assert lessons == [("ask-people", 1), ("second", 4), ("slow-but-lasting", 5)]
    assert [citation.anchor for citation in again(cast.slow).citations.all()] == ["慢而持久"]
    assert cast.slow in done.moved


def test_fact_whose_key_the_other_has_stays_out_of_sight_with_all_that_it_says(client, cast):
    done = merge(cast.zone, cast.plan)
    kept = {f"{row._meta.model_name}-{row.key}" for row in done.kept}
    assert kept == {"step-evidence", "step-support"}
    assert again(cast.zone_evidence).case == cast.zone
    assert [citation.anchor for citation in cast.zone_evidence.citations.all()] == ["建立证据基础(~9 个月)"]
    assert [step.months for step in cast.plan.steps.filter(key="evidence")] == [6]
    assert "建立证据基础" not in client.get("/sources/c40-clean-air/").content.decode()


@pytest.mark.parametrize("taken", ["evidence", "survey"])
def test_step_and_its_substeps_move_together_or_not_at_all(cast, taken):
    """Either key is taken: that of the step, or that of the sub-step."""
    child = make.step(cast.zone, "survey", parent=cast.zone_evidence, order=1)
    cast.plan.steps.exclude(key="support").delete()
    make.step(cast.plan, taken)
    merge(cast.zone, cast.plan)
    assert again(child).case == again(cast.zone_evidence).case == cast.zone
    assert cast.plan.steps.filter(key="agree").exists()


def test_text_that_the_other_lacks_moves_with_its_proof_and_no_other_does(cast):
    make.cite(cast.bogota_results, "为更清洁的空气", "summary", case=cast.zone)
    merge(cast.zone, cast.plan)
    plan = again(cast.plan)
    assert plan.background_en == "Bogotá designed a **zone** with C40."
    assert [(one.part, one.anchor) for one in plan.citations.all()] == [("background", "首个区域")]
    assert plan.summary_en == "Bengaluru plan in two sentences."
    assert [one.part for one in again(cast.zone).citations.all()] == ["summary"]


def test_proofs_of_sdg_targets_that_both_sources_name_are_united(cast):
    targets = [
        SDGTarget.objects.create(slug=f"11-{at}", code=f"11.{at}", goal=11, **make.both("title", "Air"))
        for at in (2, 6)
    ]
    cast.zone.named_sdg_targets.set(targets)
    cast.plan.named_sdg_targets.set(targets[:1])
    make.cite(cast.bogota_results, "目标 11.2", "named_sdg_targets", case=cast.plan)
    make.cite(cast.bogota_results, "目标 11.2", "named_sdg_targets", case=cast.zone)
    make.cite(cast.bogota_results, "目标 11.6", "named_sdg_targets", case=cast.zone)
    merge(cast.zone, cast.plan)
    assert cast.plan.named_sdg_targets.count() == 2
    proofs = cast.plan.citations.filter(part="named_sdg_targets")
    assert sorted(one.anchor for one in proofs) == ["目标 11.2", "目标 11.6"]


def test_members_stay_with_a_network_that_is_merged_into_what_is_none(cast):
    done = merge(cast.c40, cast.fund)
    assert again(cast.member).network == cast.c40 and cast.member in done.kept
    assert {part.organisation for part in Involvement.objects.filter(case=cast.plan)} == {cast.fund}


def test_record_below_the_other_one_takes_its_place(cast):
    cast.zuma.parent = cast.old_plan
    cast.zuma.save()
    merge(cast.old_plan, cast.zuma)
    assert again(cast.zuma).parent is None


# Sources


def second_source(cast, **opening):
    copied = make.source("copy")
    for passage in cast.source.passages.all():
        fields = {name: getattr(passage, name) for name in ("slug", "locator_en", "locator_zh_hans", "order")}
        Passage.objects.create(source=copied, **fields | (opening if passage.slug == "rio" else {}))
    return copied


def test_passages_move_behind_those_of_the_other_source_with_all_that_cites_them(cast):
    copied = make.source("copy")
    make.passage(copied, "annex")
    merge(cast.source, copied)
    assert list(copied.passages.values_list("slug", "order").order_by("order"))[:2] == [
        ("annex", 1), ("bogota-results", 2),
    ]  # fmt: skip
    assert cast.first_zone.citations.first().passage.source == copied


def test_citations_of_a_passage_that_both_sources_have_are_those_of_the_other_one(cast):
    copied = second_source(cast)
    make.cite(copied.passages.get(slug="rio"), "证据(~9 个月)", step=cast.campaign_evidence)
    merge(cast.source, copied)
    assert {citation.passage.source for citation in Citation.objects.all()} == {copied}
    assert cast.campaign_evidence.citations.count() == 1


def test_passages_of_one_name_that_differ_are_no_proof_for_each_other(cast):
    copied = second_source(cast, opening="Quite another text.")
    with pytest.raises(Unmergeable, match="Passage “rio” is used, and “copy” has another one of that name"):
        merge(cast.source, copied)
    assert cast.source.passages.count() == 4 and again(cast.source).state == "published"


def test_passage_keeps_to_the_part_of_its_source(cast):
    """The same part in both: passages that move are in that of the source that they are in then."""
    copied = make.source("copy")
    for source in (cast.source, copied):
        make.part(source, "americas")
    cast.source.passages.filter(slug="rio").update(part=Part.objects.get(source=cast.source))
    merge(cast.source, copied)
    assert Passage.objects.get(slug="rio").part.source == copied


# What can't be merged


def test_relation_that_another_record_has_to_both_is_not_lost_but_refuses_the_merger(cast):
    make.involvement(cast.zone, make.organisation("twin"), "funder")
    twin = Organisation.objects.get(slug="twin")
    with pytest.raises(Unmergeable, match="Organisation involved “twin-funder” of “Clean air zones that put equity f"):
        merge(twin, cast.fund)
    assert again(twin).state == "published"
    assert Involvement.objects.filter(organisation=twin).count() == 1


def test_membership_of_both_refuses_the_merger(cast):
    twin = make.city("bogota-dc", cast.colombia)
    Membership.objects.create(network_id=cast.c40.pk, place_id=twin.pk, key="dc")
    with pytest.raises(
        Unmergeable, match="Membership “dc” of “C40 Cities Climate Leadership Group” names “bogota-dc”"
    ):
        merge(Place.objects.get(pk=twin.pk), Place.objects.get(pk=cast.bogota.pk))
    assert again(twin).state == "published"


# Its addresses


PAIRS = [
    (CaseStudy, "case-studies"),
    (City, "cities"),
    (Programme, "programmes"),
    (Method, "methods"),
    (Organisation, "networks"),
    (Source, "sources"),
]


@pytest.mark.parametrize(("model", "name"), PAIRS, ids=[name for _, name in PAIRS])
@pytest.mark.parametrize("existed", [True, False], ids=["of a record", "of none"])
def test_every_address_leads_to_the_other_for_good(client, admin_client, model, name, existed):
    """A curator, who may see drafts, is led there too."""
    concrete = model._meta.concrete_model
    new = some(concrete, "new")
    FormerSlug.objects.create(kind=kind_of(model), slug="old", current="new")
    if existed:
        merge(some(concrete, "old"), new)
    for visitor in (client, admin_client):
        for prefix in ("", "/zh-hans"):
            answer = visitor.get(f"{prefix}/{name}/old/")
            assert (answer.status_code, answer["Location"]) == (301, f"{prefix}/{name}/new/")
    answer = client.get(f"{ROOT}/{name}/old/")
    assert answer.status_code == 301
    assert answer["Location"].endswith(f"{ROOT}/{name}/new/")


def test_city_that_was_merged_into_an_area_leads_to_the_page_of_the_area(client, cast):
    area = make.place("greater-rio", "area", cast.brazil)
    redirected(cast.rio, area)
    merge(cast.rio, area)
    assert client.get("/cities/rio-de-janeiro/")["Location"] == "/places/greater-rio/"


def test_record_that_was_merged_on_leads_to_the_last_one(client, cast):
    for old, new in ((cast.zone, cast.campaign), (cast.campaign, cast.plan)):
        redirected(old, new)
        merge(old, new)
    answer = client.get(f"/case-studies/{cast.zone.slug}/")
    assert answer["Location"] == f"/case-studies/{cast.plan.slug}/"
    assert client.get("/case-studies/bogota-zone/")["Location"] == f"/case-studies/{cast.plan.slug}/"


@pytest.mark.parametrize(("target", "status"), [("withdrawn", 301), ("draft", 404)])
def test_address_leads_to_a_withdrawn_record_that_says_why_and_to_no_draft(client, cast, target, status):
    redirected(cast.zone, {"withdrawn": cast.lane, "draft": cast.ferry}[target])
    merge(cast.zone, {"withdrawn": cast.lane, "draft": cast.ferry}[target])
    assert client.get(f"/case-studies/{cast.zone.slug}/").status_code == status


def test_addresses_that_lead_in_a_circle_are_not_found(client, cast):
    FormerSlug.objects.create(kind="casestudy", slug="a", current="b")
    FormerSlug.objects.create(kind="casestudy", slug="b", current="a")
    assert client.get("/case-studies/a/").status_code == 404


def test_merged_record_is_on_no_list_in_no_search_sitemap_file_or_count(client, cast, read_api):
    redirected(cast.zone, cast.plan)
    merge(cast.zone, cast.plan)
    slug = cast.zone.slug
    assert {row["slug"] for row in read_api("case-studies/")["results"]} == {"bengaluru-plan", "rio-campaign"}
    assert read_api("case-studies/?q=equity")["count"] == 0
    assert {row["slug"] for row in Download(client.get("/case-studies.json")).json["rows"]} == {
        "bengaluru-plan", "rio-campaign",
    }  # fmt: skip
    for path in ("/sitemap.xml", "/sitemap-case-studies.xml", "/case-studies.atom", "/", "/case-studies/"):
        assert f"{slug}/" not in client.get(path).content.decode()
    assert read_api("programmes/zuma/")["case_count"] == 1
    assert {row["owner"]["slug"] for row in read_api("outcomes/")["results"]} == {"bengaluru-plan"}


def test_filter_by_a_merged_record_is_refused_as_any_unknown_value(read_api, cast):
    merge(cast.old_plan, cast.zuma)
    assert list(read_api("case-studies/?programme=old-plan", 400)["errors"]) == ["programme"]
