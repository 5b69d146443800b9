"""A fact that was on the site and was deleted: its address says so, whoever deleted it."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from casestudies.api.description import document
from casestudies.citing import FORMATS
from casestudies.merging import merge
from casestudies.models import (
    CaseStudy,
    DeletedFact,
    FormerSlug,
    Lesson,
    Membership,
    Outcome,
    Step,
    Transfer,
)
from casestudies.models.deleted import kinds_of_facts
from casestudies.models.former import kind_of
from casestudies.serializers import addresses
from tests import factories as make
from tests.api import ROOT, SITE
from tests.reading import Reading, attribute, texts

from .test_admin import a_case
from .test_admin_cases import form
from .test_api_schema import conforms
from .test_fixture_tree import edit, load_tree, run, write_tree  # noqa: F401 the fixture
from .test_query_counts import world

ZONE = "/case-studies/bogota-clean-air-zone/"
SLOW = "/lessons/case/bogota-clean-air-zone/slow-but-lasting/"
ADVICE = "/transfers/advice/"
both_languages = pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])
every_format = pytest.mark.parametrize("extension", FORMATS)


def on_the_first_of_may() -> None:
    DeletedFact.objects.update(deleted_at=datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC))


def statuses(client, *paths: str) -> list[int]:
    return [client.get(path).status_code for path in paths]


def said(client, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 410, path
    page = Reading(response)
    return [texts(page.one("h1")), *(texts(one) for one in page.all("p", page.one("article")))]


def listed(client) -> list[str]:
    """The keys that the admin lists."""
    page = Reading(client.get(reverse("admin:casestudies_deletedfact_changelist")))
    return sorted(texts(cell) for cell in page.all(class_="field-key"))


# Doors at which a reader asks


@pytest.mark.once
def test_page_of_a_lesson_says_until_when_it_was_there_and_leads_to_its_record(client, cast):
    cast.slow.delete()
    on_the_first_of_may()
    assert said(client, SLOW) == [
        "This lesson was removed",
        "410",
        "It was on the site until 2026-05-01, and is no longer part of it.",
        "It belonged to: Clean air zones that put equity first",
    ]
    assert said(client, f"/zh-hans{SLOW}") == [
        "此经验已删除",
        "410",
        "它在本站公开至 2026-05-01，此后已不再收录。",
        "原属条目： 以公平为先的清洁空气区",
    ]
    for prefix in ("", "/zh-hans"):
        page = Reading(client.get(prefix + SLOW))
        assert f"{prefix}{ZONE}" in [attribute(link, "href") for link in page.all("a", page.one("article"))]


@pytest.mark.once
@both_languages
def test_page_of_a_transfer_says_that_it_was_removed(client, cast, prefix):
    cast.advice.delete()
    on_the_first_of_may()
    heading, _, until = said(client, prefix + ADVICE)
    assert heading == ("此经验转移已删除" if prefix else "This transfer was removed")
    assert "2026-05-01" in until


@pytest.mark.once
def test_api_says_when_any_kind_of_fact_was_deleted_and_whose_it_was(client, db):
    world(1)
    for model in kinds_of_facts():
        for name in model.owners or ("",):
            fact = model.objects.published().filter(**({f"{name}__isnull": False} if name else {})).first()
            owner, path = fact.owner, addresses.of_record(fact).removeprefix(SITE)
            assert client.get(path).status_code == 200
            fact.delete()
            response = client.get(path)
            assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json"), path
            answer = dict(response.json())
            assert datetime.datetime.fromisoformat(answer.pop("deleted_at")).date() == timezone.now().date()
            assert answer == {
                "title": "Gone",
                "status": 410,
                "detail": "The fact was deleted.",
                "owner": addresses.of_record(owner) if owner else None,
            }
            below = f"{name}/{{owner}}/{{key}}/" if name else "{key}/"
            answers = document()["paths"][f"{ROOT}/{path.split('/')[3]}/{below}"]["get"]["responses"]
            conforms(response.json(), answers["410"]["content"]["application/problem+json"]["schema"])


@pytest.mark.once
@every_format
def test_citation_of_a_deleted_fact_is_gone(client, cast, extension):
    paths = [f"{ZONE}cite.{extension}?fact={fact.anchor_id}" for fact in (cast.slow, cast.fine_dust)]
    paths += [f"{ZONE}cite.{extension}?fact=step-support", f"{ADVICE}cite.{extension}"]
    assert statuses(client, *paths) == [200] * 4
    for fact in (cast.slow, cast.fine_dust, cast.zone.steps.get(key="support"), cast.advice):
        fact.delete()
    assert statuses(client, *paths) == [410] * 4
    assert statuses(client, f"{ZONE}cite.{extension}", f"{ZONE}cite.{extension}?fact=step-none") == [200, 400]
    assert said(client, paths[1])[0] == "This outcome was removed"


@pytest.mark.once
def test_an_address_that_never_was_is_not_found(client, cast):
    cast.slow.delete()
    cast.advice.delete()
    assert (
        statuses(
            client,
            SLOW.replace("slow-but-lasting", "slow"),
            SLOW.replace("bogota-clean-air-zone", "bengaluru-plan"),
            SLOW.replace("/case/", "/programme/"),
            "/transfers/slow-but-lasting/",
            f"{ROOT}/steps/case/bogota-clean-air-zone/slow-but-lasting/",
        )
        == [404] * 5
    )


# Doors at which it is deleted


@pytest.mark.once
def test_deleted_in_the_form_of_its_record_or_on_its_own_page(client, admin_client, db):
    case = a_case()
    case.publish()
    case.save()
    advice = make.transfer("advice", from_case=case, to_organisation=make.organisation("fund"))
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(admin_client, page) | {"lessons-0-DELETE": "on"}
    assert statuses(client, "/lessons/case/case-1/slow/", ADVICE) == [200, 200]
    assert admin_client.post(page, sent).status_code == 302
    page = reverse("admin:casestudies_transfer_delete", args=[advice.pk])
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert statuses(client, "/lessons/case/case-1/slow/", ADVICE) == [410, 410]
    assert listed(admin_client) == ["advice", "slow"]


@pytest.mark.once
def test_deletion_that_the_form_takes_back_is_none(client, admin_client, cast):
    """The step beside it has no citation, so nothing of this record is saved."""
    page = reverse("admin:casestudies_casestudy_change", args=[cast.zone.pk])
    answer = admin_client.post(page, form(admin_client, page) | {"lessons-0-DELETE": "on"})
    assert "Nothing was saved." in answer.text
    assert client.get(SLOW).status_code == 200
    assert not DeletedFact.objects.exists()


def test_gone_from_the_file_of_its_record(client, admin_client, db, tree, rows_of_the_tree):
    edit(tree, "cases/bogota-air.yaml", "key: slow", "key: quick")
    edit(tree, "cases/bogota-air.yaml", "key: collect", "key: gather")
    run("load_fixtures", tree)
    at = f"{ROOT}/steps/case/bogota-air"
    assert statuses(client, "/lessons/case/bogota-air/slow/", "/lessons/case/bogota-air/quick/") == [410, 200]
    assert statuses(client, f"{at}/collect/", f"{at}/gather/", f"{at}/evidence/") == [410, 200, 200]
    assert listed(admin_client) == ["collect", "slow"]


def test_deleted_by_a_script_many_at_once_with_what_hangs_on_them(client, cast):
    make.step(cast.zone, "listen", parent=cast.zone_evidence)
    Step.objects.filter(case=cast.zone).delete()
    Outcome.objects.all().delete()
    at = f"{ROOT}/steps/case/bogota-clean-air-zone"
    assert statuses(client, f"{at}/evidence/", f"{at}/listen/", f"{at}/agree/") == [410] * 3
    assert statuses(client, f"{ROOT}/outcomes/case/bengaluru-plan/people/") == [410]


def test_deleted_with_its_record_which_it_can_then_not_lead_to(client, cast):
    cast.zone.delete()
    assert statuses(client, ZONE, f"{ROOT}/lessons/case/bogota-clean-air-zone/none/") == [404, 404]
    assert said(client, SLOW)[2:] == [
        f"It was on the site until {timezone.now():%Y-%m-%d}, and is no longer part of it."
    ]
    assert client.get(f"{ROOT}{SLOW}").json()["owner"] is None
    assert statuses(client, f"{ZONE}cite.bib?fact=lesson-slow-but-lasting", f"{ZONE}cite.bib?fact=lesson-no") == [
        410,
        404,
    ]


# What was never on the site


def test_what_was_never_public_is_not_found_and_not_remembered(client, cast):
    """Two of a draft, and one of a record that was withdrawn before it was ever published."""
    make.lesson("quiet", case=cast.lane)
    CaseStudy.objects.exclude(state="published").update(published_at=None)
    cast.secret.delete()
    Transfer.objects.get(key="boats").delete()
    Lesson.objects.get(key="quiet").delete()
    assert statuses(client, "/lessons/case/rio-ferry/secret/", "/transfers/boats/") == [404, 404]
    assert not DeletedFact.objects.exists()


@pytest.mark.once
def test_fact_of_a_withdrawn_record_answers_with_its_reason_and_for_itself_once_that_is_back(client, cast):
    cast.zone.state, cast.zone.withdrawn_because_en = "withdrawn", "Twice."
    cast.zone.save()
    before = [texts(Reading(client.get(SLOW)).one("main")), client.get(f"{ROOT}{SLOW}").json()]
    cast.slow.delete()
    assert [texts(Reading(client.get(SLOW)).one("main")), client.get(f"{ROOT}{SLOW}").json()] == before
    assert "The reason: Twice." in before[0] and before[1]["reason"]["en"] == "Twice."
    cast.zone.publish()
    cast.zone.save()
    assert said(client, SLOW)[0] == "This lesson was removed"


def test_relation_to_a_withdrawn_record_that_was_not_deleted_is_not_found_as_before(client, admin_client, cast):
    """Although it was deleted once, and made again."""
    Membership.objects.all().delete()
    again = make.membership(cast.c40, cast.bogota)
    cast.bogota.state = "withdrawn"
    cast.bogota.save()
    assert client.get(addresses.of_record(again).removeprefix(SITE)).status_code == 404
    assert listed(admin_client) == []


# Made again, moved, renamed


def test_fact_that_is_made_again_is_there_again_until_it_is_deleted_again(client, admin_client, cast):
    cast.slow.delete()
    on_the_first_of_may()
    again = make.lesson("slow-but-lasting", case=cast.zone)
    assert statuses(client, SLOW, f"{ROOT}{SLOW}", f"{ZONE}cite.bib?fact=lesson-slow-but-lasting") == [200] * 3
    assert listed(admin_client) == []
    again.delete()
    assert "2026-05-01" not in said(client, SLOW)[2]
    assert listed(admin_client) == ["slow-but-lasting"]


def test_facts_that_the_loader_deletes_and_makes_again_are_not_listed(
    client, admin_client, db, tree, rows_of_the_tree
):
    before = Membership.objects.get(key="bogota").pk
    file = tree / "actors/networks.yaml"
    head, first, second = file.read_text(encoding="utf-8").split("  - key: ")
    file.write_text(f"{head}  - key: {second}  - key: {first}", encoding="utf-8")
    run("load_fixtures", tree)
    assert Membership.objects.get(key="bogota").pk != before
    assert client.get(f"{ROOT}/memberships/network/c40/bogota/").status_code == 200
    assert listed(admin_client) == []


def test_fact_of_a_renamed_record_is_gone_at_both_addresses(client, cast):
    at = [path.format("bogota-zone") for path in ("/lessons/case/{}/slow-but-lasting/", "/case-studies/{}/cite.bib")]
    assert client.get(at[0])["Location"] == SLOW
    cast.slow.delete()
    cited = f"{at[1]}?fact=lesson-slow-but-lasting"
    assert statuses(client, at[0], f"{ROOT}{at[0]}", cited, SLOW, f"{ROOT}{SLOW}") == [410] * 5
    FormerSlug.objects.create(kind="casestudy", slug="bogota-clean-air-zone", current="zones")
    CaseStudy.objects.filter(pk=cast.zone.pk).update(slug="zones")
    assert statuses(client, at[0], f"{ROOT}{at[0]}", cited, SLOW, f"{ROOT}{SLOW}") == [410] * 5
    assert statuses(client, "/lessons/case/zones/slow-but-lasting/") == [404]  # nothing was ever there


def test_fact_that_moved_with_a_merger_leads_on(client, admin_client, cast):
    new = SLOW.replace("bogota-clean-air-zone", "bengaluru-plan")
    merge(cast.zone, cast.plan)
    FormerSlug.objects.create(kind=kind_of(CaseStudy), slug=cast.zone.slug, current=cast.plan.slug)
    assert (client.get(SLOW).status_code, client.get(SLOW)["Location"]) == (301, new)
    assert client.get(f"{ROOT}{SLOW}")["Location"] == f"{SITE}{ROOT}{new}"
    assert listed(admin_client) == []
    Lesson.objects.get(key="slow-but-lasting").delete()
    assert statuses(client, SLOW, f"{ROOT}{SLOW}", new, f"{ROOT}{new}") == [410] * 4


def test_fact_that_a_merger_took_off_the_site_is_gone_if_no_other_has_its_key(client, admin_client, cast):
    """A step whose key the other case has stays out of sight, and with it its sub-steps."""
    make.step(cast.zone, "listen", parent=cast.zone_evidence)
    merge(cast.zone, cast.plan)
    FormerSlug.objects.create(kind=kind_of(CaseStudy), slug=cast.zone.slug, current=cast.plan.slug)
    at = f"{ROOT}/steps/case/bogota-clean-air-zone"
    assert statuses(client, f"{at}/listen/", f"{at}/evidence/", f"{at}/agree/") == [410, 301, 301]
    assert listed(admin_client) == ["listen"]


# What it costs, and who may change it


def test_deletion_takes_two_more_queries_for_each_fact_and_a_load_of_new_facts_none(cast, tree):
    with CaptureQueriesContext(
        connection,
    ) as one:
        cast.slow.delete()
    about = [query["sql"] for query in one if "casestudies_deletedfact" in query["sql"]]
    assert len(about) == 1 and about[0].startswith("INSERT")
    with CaptureQueriesContext(connection) as load:
        run("load_fixtures", tree)
    assert [query["sql"] for query in load if "casestudies_deletedfact" in query["sql"]] == []


@pytest.mark.once
def test_nobody_changes_the_list_and_a_row_of_it_can_be_read(admin_client, cast):
    cast.slow.delete()
    row = DeletedFact.objects.get()
    assert str(row) == "lesson/case/bogota-clean-air-zone/slow-but-lasting"
    assert admin_client.get(reverse("admin:casestudies_deletedfact_change", args=[row.pk])).status_code == 200
    for page in ("add", "delete"):
        args = [row.pk] if page == "delete" else []
        assert admin_client.get(reverse(f"admin:casestudies_deletedfact_{page}", args=args)).status_code == 403
