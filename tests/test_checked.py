"""What was held against the texts of the sources is marked, and loses its mark when it is edited here."""

import pytest
from django.core.management import call_command
from django.urls import reverse

from casestudies.checked import mark_checked
from casestudies.models import CaseStudy, Outcome
from casestudies.source_checks.content_facts import hashes, read_content, write_lock

from .test_admin import in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import Fields
from .test_fixture_tree import edit, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.django_db
FILE = "cases/bogota-air.yaml"
RENAMED = {"title_en": "Cleaner air in Bogotá", "title_zh_hans": "波哥大更清洁的空气"}


@pytest.fixture
def folder(tree):
    """A small world from files, with the lock of a check."""
    edit(tree, FILE, "  months_qualifier: about\n", "")
    stamp(tree)
    return tree


def stamp(folder) -> None:
    """Writes the lock, as check_evidence does after a check without mistakes."""
    (folder / "evidence.lock").write_text(write_lock(hashes(read_content(folder))))


def form(client, page):
    """All that a browser sends, lists of records as a whole."""
    return Fields(client.get(page).text).data


def load(folder) -> None:
    call_command("load_fixtures", folder, verbosity=0)


def test_the_mark_comes_with_the_lock_goes_with_an_edit_and_comes_back_with_a_new_lock(admin_client, folder):
    load(folder)
    case = CaseStudy.objects.get()
    assert case.is_checked
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert admin_client.post(page, form(admin_client, page)).status_code == 302
    case.refresh_from_db()
    assert case.is_checked  # nothing was changed
    assert admin_client.post(page, form(admin_client, page) | RENAMED).status_code == 302
    case.refresh_from_db()
    assert not case.is_checked
    listed = reverse("admin:casestudies_casestudy_changelist")
    assert list(admin_client.get(listed, {"anchors": "unchecked"}).context["cl"].queryset) == [case]
    figures = reverse("admin:casestudies_outcome_changelist")
    assert set(admin_client.get(figures, {"anchors": "unchecked"}).context["cl"].queryset) == set(
        Outcome.objects.filter(case=case)
    )
    # The edit is dumped, but not checked: the lock has the old facts.
    call_command("dump_fixtures", folder, verbosity=0)
    load(folder)
    assert not CaseStudy.objects.get().is_checked
    # A load clears the mark with the new lock, although the files are the same.
    stamp(folder)
    load(folder)
    assert CaseStudy.objects.get().is_checked
    assert mark_checked(folder) == 0


@pytest.mark.once
def test_without_a_lock_nothing_is_marked(folder):
    (folder / "evidence.lock").unlink()
    load(folder)
    assert not CaseStudy.objects.get().is_checked


@pytest.mark.once
def test_a_draft_of_a_file_that_is_renamed_here_is_not_made_again(admin_client, folder):
    edit(folder, FILE, "depth:", "state: draft\ndepth:")
    load(folder)
    page = reverse("admin:casestudies_casestudy_change", args=[CaseStudy.objects.get().pk])
    assert admin_client.post(page, form(admin_client, page) | {"slug": "bogota-breathes"}).status_code == 302
    load(folder)
    assert CaseStudy.objects.get().slug == "bogota-breathes"
    call_command("dump_fixtures", folder, verbosity=0)
    assert "merged_into: bogota-breathes" in (folder / FILE).read_text()
    load(folder)
    assert CaseStudy.objects.get().state == "draft"
