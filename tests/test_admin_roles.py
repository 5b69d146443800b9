"""Who may do what with a record in which state, at every door of the admin, as docs/curating.md says."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.test import Client
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Lesson, Organisation, Outcome, Step, Theme, Transfer
from tests import factories as make
from tests.curators import logged_in

from .test_admin import ADMINS, a_case, address, both, in_english, one_of_each  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form, form_of
from .test_admin_publication import act

pytestmark = pytest.mark.django_db
GROUPS = import_module("casestudies.migrations.0026_contributors_reviewers_administrators")
REASON = both("withdrawn_because", "So.", "如此。") | {"confirmed": "yes"}

EDITS = "save inline figure"
WHOSE = ["own draft", "draft", "own in-review", "in-review", "published", "withdrawn"]
WHO_MAY = {
    # role: state of the record → doors that open
    "nobody": {},
    "view": dict.fromkeys(WHOSE, "look"),
    "view change": {
        "own draft": "look save inline submit_for_review", "draft": "look", "own in-review": "look back_to_draft",
        "in-review": "look", "published": "look", "withdrawn": "look",
    },
    "contributors": {
        "own draft": f"look {EDITS} submit_for_review delete", "draft": "look", "own in-review": "look back_to_draft",
        "in-review": "look", "published": "look", "withdrawn": "look",
    },
    "reviewers": {
        "own draft": f"look {EDITS} submit_for_review publish button delete",
        "draft": f"look {EDITS} submit_for_review publish button delete",
        "own in-review": f"look {EDITS} back_to_draft publish button delete",
        "in-review": f"look {EDITS} back_to_draft publish button delete",
        "published": f"look {EDITS} withdraw",
        "withdrawn": f"look {EDITS} publish button",
    },
}  # fmt: skip
STATES = ["draft", "in-review", "published", "withdrawn"]
DOORS = [
    "look", *EDITS.split(), "submit_for_review", "publish", "button", "withdraw", "back_to_draft", "delete",
]  # fmt: skip
KNOCKS = ["look", "form", *DOORS[3:]]  # one answer of the form tells of two doors: to save, and to change a row in it


@pytest.fixture
def user(django_user_model):
    """Makes a member of the staff by the name of a group, or of permissions on cases."""
    GROUPS.make(apps, None)

    def make_one(role: str):
        one = django_user_model.objects.create_user(role.replace(" ", "-"), is_staff=True)
        if group := Group.objects.filter(name=role).first():
            one.groups.add(group)
        else:
            named = [f"{permission}_casestudy" for permission in role.split() if role != "nobody"]
            one.user_permissions.set(Permission.objects.filter(codename__in=named))
        return one

    return make_one


def opened(knock: str, client: Client, case: CaseStudy, sent: dict, figure: tuple[str, dict]) -> dict[str, bool]:
    """The doors that somebody knocks at, and whether what each is for happened."""
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    match knock:
        case "look":
            return {"look": client.get(page).status_code == 200}
        case "form":
            client.post(page, sent | both("title", "Renamed", "改名") | both("steps-0-title", "Renamed", "改名"))
            return {
                "save": CaseStudy.objects.get().title_en == "Renamed",
                "inline": case.steps.get().title_en == "Renamed",
            }
        case "figure":
            client.post(figure[0], figure[1] | both("sentence", "Now one zone.", "现有一个区域。"))
            return {"figure": case.outcomes.get().sentence_en == "Now one zone."}
        case "button":
            client.post(page, sent | {"_move": "publish"})
            return {"button": CaseStudy.objects.get().state == "published" != case.state}
        case "delete":
            client.post(reverse("admin:casestudies_casestudy_delete", args=[case.pk]), {"post": "yes"})
            return {"delete": not CaseStudy.objects.exists()}
    path = reverse("admin:casestudies_casestudy_changelist")
    client.post(path, {"action": knock, "_selected_action": [case.pk], **REASON})
    return {knock: CaseStudy.objects.get().state != case.state}


@pytest.mark.once
@pytest.mark.parametrize("state", STATES)
def test_each_role_at_each_door_in_each_state(user, admin_user, state):
    """The doors are tried one after the other, and what happened is undone."""
    case, chief = a_case(), logged_in(admin_user)
    if state in ("published", "withdrawn"):
        case.publish()
    case.state = state
    case.save()
    sent, figure = (
        (page, form(chief, page))
        for page in (
            reverse("admin:casestudies_casestudy_change", args=[case.pk]),
            reverse("admin:casestudies_outcome_change", args=[case.outcomes.get().pk]),
        )
    )
    found, expected = {}, {}
    for role, doors in WHO_MAY.items():
        one = user(role)
        client = logged_in(one)
        for whose, owner in {f"own {state}": one, state: admin_user}.items():
            if whose not in WHOSE:
                continue
            CaseStudy.objects.update(created_by=owner)
            tried = {}
            for knock in KNOCKS:
                with transaction.atomic():
                    tried |= opened(knock, client, case, sent[1], figure)
                    transaction.set_rollback(True)
            found[role, whose] = [door for door in DOORS if tried[door]]
            expected[role, whose] = [door for door in DOORS if door in doors.get(whose, "").split()]
    assert found == expected


@pytest.mark.once
def test_administrators_may_do_what_reviewers_may_and_open_accounts(user):
    """So they pass the same doors: no door asks for the name of a group."""
    reviewer, administrator = (user(role).get_all_permissions() for role in ("reviewers", "administrators"))
    accounts = {f"auth.{may}_{kind}" for may in ("view", "add", "change", "delete") for kind in ("user", "group")}
    assert administrator == reviewer | accounts
    assert not reviewer & accounts


@pytest.mark.once
def test_a_draft_belongs_to_who_began_it(user):
    for role in ("contributors", "reviewers", "administrators"):
        one = user(role)
        page = reverse("admin:casestudies_method_add")
        client = logged_in(one)
        sent = form(client, page) | both("name", "Ask people", "询问居民") | {"slug": role}
        assert client.post(page, sent).status_code == 302
        method = make.Method.objects.get(slug=role)
        assert method.created_by == one
        change = reverse("admin:casestudies_method_change", args=[method.pk])
        renamed = form(client, change) | both("name", f"Ask {role}", "询问所有人")
        assert client.post(change, renamed).status_code == 302
        method.refresh_from_db()
        assert method.name_en == f"Ask {role}"


@pytest.mark.once
def test_a_contributor_changes_no_vocabulary_and_no_transfer(user):
    one_of_each()
    client = logged_in(user("contributors"))
    for kind in ADMINS:
        name = kind.opts.model_name
        if name in ("theme", "unit", "indicator", "indicatorfamily", "sdgtarget", "transfer"):
            row = kind.model.objects.first()
            assert client.get(address(kind, "add")).status_code == 403, name
            change = address(kind, "change", row.pk)
            assert (client.get(change).status_code, client.post(change, {}).status_code) == (200, 403), name


@pytest.mark.once
def test_a_transfer_between_published_records_is_for_who_may_publish(user, admin_user):
    """A user with the plain permissions may write one between drafts, and not bring it on the site."""
    one_of_each()
    CaseStudy.objects.update(state="published")
    Organisation.objects.update(state="published")
    plain = user("nobody")
    plain.user_permissions.set(
        Permission.objects.filter(codename__in=[f"{a}_transfer" for a in ("view", "add", "change")])
    )
    transfer = Transfer.objects.get()
    page = reverse("admin:casestudies_transfer_change", args=[transfer.pk])
    assert logged_in(plain).post(page, form(logged_in(admin_user), page)).status_code == 403
    Transfer.objects.all().delete()
    page = reverse("admin:casestudies_transfer_add")
    sent = form(logged_in(plain), page) | both("what", "Zones", "区域") | {
        "key": "zones", "manner": "advised", "from_case": CaseStudy.objects.get().pk,
        "to_organisation": Organisation.objects.get().pk,
    }  # fmt: skip
    answer = logged_in(plain).post(page, sent)
    assert "Both ends are on the site, so this would be too." in answer.text
    assert not Transfer.objects.exists()


@pytest.mark.once
def test_suggestions_for_a_field_are_for_who_may_look_at_what_is_suggested(user):
    a_case()
    asked = {"app_label": "casestudies", "model_name": "lesson", "field_name": "example_cases", "term": "case"}
    for role, status in (("nobody", 403), ("view", 200), ("contributors", 200), ("reviewers", 200)):
        assert logged_in(user(role)).get(reverse("admin:autocomplete"), asked).status_code == status, role


@pytest.mark.once
def test_only_administrators_open_accounts(user):
    for role, status in (("contributors", 403), ("reviewers", 403), ("administrators", 200)):
        assert logged_in(user(role)).get(reverse("admin:auth_user_add")).status_code == status


# What was published stays whole


def published_case() -> tuple[CaseStudy, str]:
    case = a_case()
    case.publish()
    case.save()
    return case, reverse("admin:casestudies_casestudy_change", args=[case.pk])


LOSSES = {
    "the citation of a step": ({"steps-0-citations-0-DELETE": "on"}, "Step “first”: no citation"),
    "the citation of a figure": ({"outcomes-0-citations-0-DELETE": "on"}, "Outcome “zone”: no citation"),
    "the citation of a text": ({"citations-0-DELETE": "on"}, "Summary: no citation"),
    "a translation": ({"background_en": "New."}, "Background: no Chinese"),
    "the translation of a row": ({"steps-0-text_en": "New."}, "Step “first”, What was done: no Chinese"),
    "a text that cites nothing": (both("background", "New.", "新。"), "Background: no citation"),
}  # fmt: skip


def stored() -> list[list[dict]]:
    return [list(kind.objects.order_by("pk").values()) for kind in (CaseStudy, Step, Outcome, Lesson, Citation)]


def test_a_save_that_would_leave_a_published_case_incomplete_is_taken_back_with_all_that_was_typed(admin_client):
    _case, page = published_case()
    before, rows = form(admin_client, page), stored()
    for change, gap in LOSSES.values():
        answer = admin_client.post(page, before | change | {"steps-0-title_en": "Typed"})
        assert answer.status_code == 200
        assert gap in answer.text
        shown = form_of(answer)
        assert shown["steps-0-title_en"] == "Typed"
        assert {name: shown.get(name, "") for name in change if not name.endswith("DELETE")} == {
            name: text for name, text in change.items() if not name.endswith("DELETE")
        }
        assert stored() == rows


@pytest.mark.once
def test_the_own_page_of_a_figure_keeps_its_case_whole_too(admin_client):
    case, _page = published_case()
    page = reverse("admin:casestudies_outcome_change", args=[case.outcomes.get().pk])
    answer = admin_client.post(page, form(admin_client, page) | {"citations-0-DELETE": "on"})
    assert "Outcome “zone”: no citation" in answer.text
    assert case.outcomes.get().citations.count() == 1


@pytest.mark.once
def test_a_second_value_of_a_figure_keeps_both_languages(admin_client):
    case, _page = published_case()
    outcome = case.outcomes.get()
    page = reverse("admin:casestudies_outcome_change", args=[outcome.pk])
    row = {
        "as_printed": "1",
        "order": 1,
        "value": 1,
        "qualifier": "exactly",
        "unit": outcome.unit_id,
        "sentence_en": "One.",
    }
    sent = {f"equivalents-0-{name}": value for name, value in row.items()} | {"equivalents-TOTAL_FORMS": 1}
    answer = admin_client.post(page, form(admin_client, page) | sent)
    assert "Outcome “zone”, In words: no Chinese" in answer.text
    assert not outcome.equivalents.exists()


@pytest.mark.once
def test_a_vocabulary_keeps_both_languages(admin_client):
    a_case()
    page = reverse("admin:casestudies_theme_change", args=[Theme.objects.get().pk])
    answer = admin_client.post(page, form(admin_client, page) | {"description_en": "Air."})
    assert "Description: no Chinese" in answer.text
    assert Theme.objects.get().description_en == ""


@pytest.mark.once
def test_a_citation_of_a_source_that_is_not_published_proves_nothing(admin_client):
    case = a_case()
    make.Source.objects.update(state="draft")
    _answer, messages = act(admin_client, "publish", case)
    assert "Summary: its source is not published (“Clean air”)" in messages[0]


@pytest.mark.once
def test_who_looks_at_a_record_sees_its_citations_and_no_field_to_type_in(user):
    case, page = published_case()
    answer = logged_in(user("view")).get(page)
    assert "Bogotá, Results: 首个" in answer.text
    assert 'name="steps-0-citations-0-anchor"' not in answer.text
