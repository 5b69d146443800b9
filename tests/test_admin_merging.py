"""Merged records in the admin: shown with what stayed with them, and neither changed nor chosen."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from casestudies.merging import merge
from casestudies.models import CaseStudy
from tests.reading import Reading

from .test_admin_publication import act, state
from .test_merging import redirected

pytestmark = [pytest.mark.django_db, pytest.mark.once]  # test_merging.py merges on both databases


def change(record) -> str:
    return reverse(f"admin:casestudies_{record._meta.model_name}_change", args=[record.pk])


@pytest.fixture
def merged(cast):
    redirected(cast.zone, cast.plan)
    merge(cast.zone, cast.plan)
    cast.zone.refresh_from_db()
    return cast.zone


def test_admin_says_where_a_merged_record_went_and_shows_what_stayed(admin_client, cast, merged):
    page = Reading(admin_client.get(change(merged)))
    assert f'href="{change(cast.plan)}"' in page.html
    assert [line for line in page.html.splitlines() if line.strip() == "Evidence"]
    assert 'name="_save"' not in page.html and 'name="_move"' not in page.html
    assert "merged into another" in admin_client.get(reverse("admin:casestudies_casestudy_changelist")).text


def test_merged_record_is_neither_changed_nor_deleted(admin_client, merged):
    assert admin_client.post(change(merged), {"title_en": "Back"}).status_code == 403
    assert admin_client.post(change(merged).replace("change", "delete"), {"post": "yes"}).status_code == 403
    CaseStudy.objects.filter(pk=merged.pk).update(published_at=None)
    act(admin_client, "delete_selected", merged, post="yes")
    assert state(merged) == "merged"


@pytest.mark.parametrize("action", ["submit_for_review", "publish", "withdraw", "back_to_draft"])
def test_merged_record_moves_to_no_other_state(admin_client, merged, action):
    _answer, messages = act(admin_client, action, merged)
    assert messages == ["“Clean air zones that put equity first” stays as it is: merged into another."]
    assert state(merged) == "merged"


def test_record_that_others_were_merged_into_keeps_its_slug_and_is_not_deleted(admin_client, cast, merged):
    CaseStudy.objects.filter(pk=cast.plan.pk).update(published_at=None, state="draft")
    assert 'name="slug"' not in admin_client.get(change(cast.plan)).text
    answer, _messages = act(admin_client, "delete_selected", cast.plan)
    assert "was merged into “Planning for clean air”, and its address leads there." in answer.text


def test_new_record_can_not_take_an_address_that_leads_on(admin_client, cast):
    data = {"slug": "bogota-zone", "title_en": "Zone", "title_zh_hans": "区"}
    answer = admin_client.post(reverse("admin:casestudies_casestudy_add"), data)
    assert answer.context["adminform"].form.errors["slug"] == [
        "The address of this slug leads to “Clean air zones that put equity first”, which it was merged into or "
        "renamed to."
    ]


def test_nobody_is_offered_a_merged_record(admin_client, cast):
    redirected(cast.fund, cast.c40)
    merge(cast.fund, cast.c40)
    found = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "casestudies", "model_name": "involvement", "field_name": "organisation", "term": "clean"},
    )
    assert [one["text"] for one in found.json()["results"]] == []
    listed = admin_client.get(reverse("admin:casestudies_organisation_changelist"), {"q": "clean air fund"})
    assert "Clean Air Fund" in listed.text


def test_history_of_the_record_stays_with_it(admin_client, admin_user, cast):
    LogEntry.objects.log_actions(
        admin_user.pk, [cast.zone], 2, change_message="Submitted for review", single_object=True
    )
    merge(cast.zone, cast.plan)
    page = admin_client.get(reverse("admin:casestudies_casestudy_history", args=[cast.zone.pk]))
    assert "Submitted for review" in page.text
