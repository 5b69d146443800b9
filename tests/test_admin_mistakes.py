"""What a careless or a curious curator does in the admin: it is refused in words, and nothing happens."""

from itertools import cycle

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.exceptions import NON_FIELD_ERRORS
from django.test import Client, RequestFactory
from django.urls import reverse

from casestudies.models import CaseStudy
from tests.curators import logged_in

from .test_admin import ADMINS, a_case, address, both, in_english, one_of_each  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form
from .test_admin_publication import act, state

pytestmark = pytest.mark.django_db
LIST = "admin:casestudies_casestudy_changelist"
RUBBISH = {
    "NUL": "a\0b",
    "long": "a" * 10_000,
    "markup": '"><script>alert(1)</script>',
}
WRONG = [  # one value for each field, in as many forms as it has wrong ones
    {
        "places": "a place",
        "steps-0-key": "",
        "steps-0-order": "-1",
        "steps-0-months": "nine",
        "steps-0-method": "a method",
        "steps-0-citations-0-passage": "999999",
        "steps-0-citations-0-anchor": "长" * 26,
        "lessons-0-kind": "luck",
    },
    {"steps-0-key": "Zwei Wörter", "steps-0-months": "a\0b", "steps-0-citations-0-passage": "a passage"},
    {"places": "9" * 30, "steps-0-citations-0-passage": "9" * 30},
    {"places": "-1", "themes": "-" + "9" * 30},
]


@pytest.fixture
def curator(admin_client) -> Client:
    return admin_client


def may(user_model, *permissions: str) -> Client:
    """A member of the staff with these permissions on cases, and no more."""
    user = user_model.objects.create_user("-".join(permissions) or "nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=[f"{one}_casestudy" for one in permissions]))
    return logged_in(user)


# Forms


def test_rubbish_in_every_field_of_every_form_is_refused_in_words(curator, admin_user):
    """A sort in each form, and blanks in all."""
    one_of_each()
    request = RequestFactory().get("/")
    request.user = admin_user
    sorts = cycle(RUBBISH.values())
    for kind in (kind for kind in ADMINS if kind.has_add_permission(request)):
        page, before = address(kind, "add"), kind.model.objects.count()
        sent = form(curator, page)
        for value in (next(sorts), ""):
            fields = {name: value for name in sent if not name.endswith("_FORMS")}
            answer = curator.post(page, sent | fields)
            assert (answer.status_code, 'class="errornote"' in answer.text) == (200, True), page
            assert "<script>alert(1)" not in answer.text
        assert kind.model.objects.count() == before


def fields_with_errors(answer) -> set[str]:
    """The names of those in the form of a record, in its rows and in their citations."""
    formsets = [one.formset for one in answer.context["inline_admin_formsets"]]
    forms = [answer.context["adminform"].form, *(row for formset in formsets for row in formset.forms)]
    forms += [citation for row in forms if hasattr(row, "citations") for citation in row.citations.forms]
    return {form.add_prefix(name) for form in forms for name in form.errors if name != NON_FIELD_ERRORS}


@pytest.mark.once
def test_rubbish_in_the_steps_and_citations_of_a_case_is_refused_there_and_the_case_stays_as_it_is(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page)
    for wrong in WRONG:
        assert wrong.keys() <= sent.keys()
        answer = curator.post(page, sent | wrong | both("title", "Renamed", "改名"))
        assert (answer.status_code, "Please correct the error" in answer.text) == (200, True)
        assert fields_with_errors(answer) == wrong.keys()
    case.refresh_from_db()
    assert (case.title_en, case.steps.get().key, case.steps.get().citations.count()) == ("Case 1", "first", 1)


@pytest.mark.once
@pytest.mark.parametrize("action", ["publish", "withdraw", "submit_for_review", "delete_selected"])
def test_action_on_what_is_no_record_changes_nothing(curator, action):
    case = a_case()
    for key in ("9" * 30, "-" + "9" * 30, "-1", "a case", "a\0b"):
        answer = curator.post(reverse(LIST), {"action": action, "_selected_action": [key]}, follow=True)
        assert "Items must be selected in order to perform actions on them." in answer.text, key
    assert state(case) == "draft"


@pytest.mark.once
def test_form_that_was_tampered_with_is_refused(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page)
    for name in ("steps-TOTAL_FORMS", "steps-0-citations-TOTAL_FORMS", "citations-INITIAL_FORMS"):
        answer = curator.post(page, sent | {name: "many"} | both("title", "Renamed", "改名"))
        assert (answer.status_code, 'class="errornote"' in answer.text) == (200, True), name
    case.refresh_from_db()
    assert case.title_en == "Case 1"


# Publishing


@pytest.mark.once
def test_button_does_not_publish_what_lacks_a_citation_but_saves_it(curator):
    case = a_case(cited=False)
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page) | both("title", "Renamed", "改名") | {"_move": "publish"}
    messages = [str(message) for message in curator.post(page, sent, follow=True).context["messages"]]
    assert messages == [
        "“Renamed” is not published. Missing: Summary: no citation; Outcome “zone”: no citation; "
        "Step “first”: no citation; Lesson “slow”: no citation."
    ]
    assert (state(case), case.title_en) == ("draft", "Renamed")


@pytest.mark.once
def test_button_that_there_is_not_moves_nothing(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page)
    for move in ("delete", "withdraw"):
        assert curator.post(page, sent | {"_move": move}).status_code == 302
        assert state(case) == "draft"


@pytest.mark.once
def test_state_and_dates_are_not_set_by_a_form(curator):
    case = a_case(cited=False)
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page) | {"state": "published", "published_at_0": "2025-01-01", "published_at_1": "00:00"}
    assert curator.post(page, sent).status_code == 302
    assert (state(case), case.published_at) == ("draft", None)


@pytest.mark.once
def test_of_several_those_that_are_complete_are_published_and_the_others_named(curator):
    complete, bare = a_case(1), a_case(2, cited=False)
    messages = act(curator, "publish", complete, bare)[1]
    assert [message.partition(".")[0] for message in messages] == [
        "“Case 2” is not published",
        "1 case study published",
    ]
    assert (state(complete), state(bare)) == ("published", "draft")


@pytest.mark.once
def test_what_was_withdrawn_can_be_published_again(curator):
    case = a_case()
    case.publish()
    case.save()
    act(curator, "withdraw", case, confirmed="yes", **both("withdrawn_because", "Wrong.", "有误。"))
    assert act(curator, "publish", case)[1] == ["1 case study published."]
    assert state(case) == "published"


# Permissions


@pytest.mark.once
@pytest.mark.parametrize("permissions", [(), ("view",), ("view", "add")], ids=["none", "view", "add"])
def test_who_may_not_change_cases_moves_and_deletes_none(django_user_model, permissions):
    case = a_case()
    client = may(django_user_model, *permissions)
    for action in ("submit_for_review", "publish", "withdraw", "back_to_draft", "delete_selected"):
        sent = {"action": action, "_selected_action": [case.pk], "confirmed": "yes", "post": "yes"}
        answer = client.post(reverse(LIST), sent | both("withdrawn_because", "So.", "如此。"), follow=True)
        assert answer.status_code == (200 if permissions else 403), action
        assert state(case) == "draft", action
        assert LogEntry.objects.count() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("permissions", "pages"),
    [
        ((), {"changelist": 403, "add": 403, "change": 403, "delete": 403, "history": 403}),
        (("view",), {"changelist": 200, "add": 403, "change": 200, "delete": 403, "history": 200}),
        (("view", "add"), {"changelist": 200, "add": 200, "change": 200, "delete": 403, "history": 200}),
        (("view", "change"), {"changelist": 200, "add": 403, "change": 200, "delete": 403, "history": 200}),
        (("view", "delete"), {"changelist": 200, "add": 403, "change": 200, "delete": 403, "history": 200}),
        (
            ("view", "delete", "publish"),
            {"changelist": 200, "add": 403, "change": 200, "delete": 200, "history": 200},
        ),
    ],
    ids=lambda value: "-".join(value) or "none" if isinstance(value, tuple) else "",
)
def test_pages_that_a_permission_opens(django_user_model, permissions, pages):
    case = a_case()
    client = may(django_user_model, *permissions)
    found = {}
    for page in pages:
        arguments = [case.pk] if page in ("change", "delete", "history") else []
        found[page] = client.get(reverse(f"admin:casestudies_casestudy_{page}", args=arguments)).status_code
    assert found == pages


@pytest.mark.once
def test_form_sent_by_who_may_only_look_changes_nothing(curator, django_user_model):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    sent = form(curator, page) | both("title", "Renamed", "改名") | {"_move": "publish"}
    assert may(django_user_model, "view").post(page, sent).status_code == 403
    assert (state(case), case.title_en) == ("draft", "Case 1")


@pytest.mark.once
def test_who_is_no_staff_is_sent_to_log_in(client, django_user_model):
    case = a_case()
    client.force_login(django_user_model.objects.create_user("visitor"))
    for page in (reverse("admin:index"), reverse("admin:casestudies_casestudy_change", args=[case.pk])):
        answer = client.get(page)
        assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={page}")


@pytest.mark.once
def test_history_names_who_did_what(curator, django_user_model):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    editor = may(django_user_model, "view", "change", "publish")
    editor.post(page, form(curator, page) | both("title", "Renamed", "改名"))
    act(curator, "publish", case)
    found = LogEntry.objects.order_by("pk").values_list("user__username", "object_repr")
    assert list(found) == [("view-change-publish", "Renamed"), ("admin", "Renamed")]
    messages = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert messages == ["Changed Title (English) and Title (Chinese).", "Published"]


# Addresses


def test_form_of_what_there_is_not_leads_to_the_start_and_says_so(curator):
    for key in ("0", "abc", "9" * 40, "1_00", "%00", "a%2Fb"):
        answer = curator.get(f"/admin/casestudies/casestudy/{key}/change/", follow=True)
        assert answer.redirect_chain == [("/admin/", 302)], key
        assert "doesn’t exist" in str(next(iter(answer.context["messages"])))


NONSENSE = [
    "q=%00", "q=" + "a" * 5000, "q=%25_%5c%22", "p=abc", "p=-1", "p=999999", "o=99", "o=a.b", "all=", "colour=red",
    "state__exact=luck", "country=%00", "region=atlantis", "region=%00", "chinese=luck", "figures=luck",
    "id__in=a,b", "updated_at__gte=yesterday",
]  # fmt: skip


def test_list_that_is_asked_for_nonsense_is_an_answer(curator):
    a_case()
    for query in NONSENSE:
        answer = curator.get(f"{reverse(LIST)}?{query}", follow=True)
        assert answer.status_code in (200, 400), query
        assert CaseStudy.objects.count() == 1
