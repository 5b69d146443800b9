"""Records move from draft to published and withdrawn, and are not deleted while something needs them."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Indicator, Method, Place, Source, Theme, Unit

from .test_admin import a_case, both, in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form

pytestmark = pytest.mark.django_db
LIST = "admin:casestudies_casestudy_changelist"


def act(client, action: str, *records, **data):
    """What the list answers, its messages last."""
    page = reverse(f"admin:casestudies_{records[0]._meta.model_name}_changelist")
    data |= {"action": action, "_selected_action": [record.pk for record in records]}
    response = client.post(page, data, follow=True)
    return response, [str(message) for message in response.context["messages"]]


def state(record) -> str:
    record.refresh_from_db()
    return record.state


@pytest.mark.once
def test_cases_go_to_review_back_and_out(admin_client):
    first, second = a_case(1), a_case(2)
    assert act(admin_client, "submit_for_review", first, second)[1] == ["2 case studies submitted for review."]
    assert act(admin_client, "back_to_draft", second)[1] == ["1 case study put back to draft."]
    assert act(admin_client, "publish", first)[1] == ["1 case study published."]
    assert (state(first), state(second)) == ("published", "draft")
    assert list(CaseStudy.objects.published()) == [first]
    history = admin_client.get(reverse("admin:casestudies_casestudy_history", args=[first.pk])).text
    assert "Submitted for review" in history and "Published" in history


@pytest.mark.once
def test_a_case_without_citations_or_chinese_is_not_published_and_says_what_is_missing(admin_client):
    case = a_case(cited=False)
    CaseStudy.objects.update(background_en="Only English.")
    _response, messages = act(admin_client, "publish", case)
    assert messages == [
        "“Case 1” is not published. Missing: Background: no Chinese; Summary: no citation; Background: no citation; "
        "Outcome “zone”: no citation; Step “first”: no citation; Lesson “slow”: no citation."
    ]
    assert state(case) == "draft"


@pytest.mark.once
def test_the_form_has_the_moves_of_its_state_and_saves_before_it_moves(admin_client):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    data = form(admin_client, page) | both("title", "Renamed", "改名") | {"_move": "publish"}
    response = admin_client.post(page, data, follow=True)
    assert response.redirect_chain == [(page, 302)]
    assert (state(case), case.title_en) == ("published", "Renamed")
    assert 'value="withdraw"' in response.text
    assert 'value="publish"' not in response.text


@pytest.mark.once
def test_withdrawing_asks_for_the_reason_in_both_languages(admin_client):
    case = a_case()
    case.publish()
    case.save()
    response, _messages = act(admin_client, "withdraw", case)
    assert "Reason (Chinese)" in response.text
    response, _messages = act(admin_client, "withdraw", case, confirmed="yes", withdrawn_because_en="Wrong city.")
    assert response.context["form"].errors == {"withdrawn_because_zh_hans": ["This field is required."]}
    assert state(case) == "published"
    reason = both("withdrawn_because", "Wrong city.", "城市有误。")
    assert act(admin_client, "withdraw", case, confirmed="yes", **reason)[1] == ["1 case study withdrawn."]
    assert state(case) == "withdrawn"
    assert (case.withdrawn_because_en, case.withdrawn_because_zh_hans) == ("Wrong city.", "城市有误。")


@pytest.mark.once
def test_an_action_that_does_not_apply_says_so(admin_client):
    case = a_case()
    _response, messages = act(admin_client, "withdraw", case)
    assert messages == ["“Case 1” stays as it is: draft."]
    assert state(case) == "draft"


USED = [
    (Theme, "air-quality"),
    (Place, "bogota"),
    (Source, "c40-clean-air"),
    (Method, "evidence"),
    (Indicator, "zones"),
    (Unit, "zones"),
]


@pytest.mark.once
def test_what_is_used_is_not_deleted_and_its_users_are_linked(admin_client):
    case = a_case()
    link = f'<a href="{reverse("admin:casestudies_casestudy_change", args=[case.pk])}">Case 1</a>'
    for model, slug in USED:
        record = model.objects.get(slug=slug)
        page = reverse(f"admin:casestudies_{model._meta.model_name}_delete", args=[record.pk])
        for response in (
            admin_client.get(page),
            admin_client.post(page, {"post": "yes"}),
            act(admin_client, "delete_selected", record)[0],
            act(admin_client, "delete_selected", record, post="yes")[0],
        ):
            assert link in response.text, model
            assert "can’t be deleted" in response.text, model
        assert model.objects.filter(pk=record.pk).exists(), model


@pytest.mark.once
def test_a_record_that_was_ever_published_is_withdrawn_instead_of_deleted(admin_client):
    case = a_case()
    case.publish()
    case.save()
    page = reverse("admin:casestudies_casestudy_delete", args=[case.pk])
    assert "“Case 1” was published: withdraw it instead." in admin_client.get(page).text
    admin_client.post(page, {"post": "yes"})
    act(admin_client, "delete_selected", case, post="yes")
    assert CaseStudy.objects.exists()


def test_a_draft_is_deleted_with_its_facts_and_citations(admin_client):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_delete", args=[case.pk])
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not CaseStudy.objects.exists() and not Citation.objects.exists()


def test_an_action_is_done_to_all_the_records_or_to_none(admin_user):
    """The database goes away after the first of two is saved."""
    first, second = a_case(1), a_case(2)
    client = Client(raise_request_exception=False)
    client.force_login(admin_user)
    saves = []

    def fail(execute, sql, *arguments):
        if sql.startswith("UPDATE") and CaseStudy._meta.db_table in sql:
            saves.append(sql)
            if len(saves) == 2:
                raise OperationalError
        return execute(sql, *arguments)

    data = {"action": "submit_for_review", "_selected_action": [first.pk, second.pk]}
    with connection.execute_wrapper(fail):
        assert client.post(reverse(LIST), data).status_code == 503
    assert len(saves) == 2
    assert (state(first), state(second)) == ("draft", "draft")
