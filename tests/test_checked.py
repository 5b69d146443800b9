"""What was held against the texts of the sources is marked, and loses its mark when it is edited here."""

import shutil

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from casestudies.checked import mark_checked
from casestudies.models import CaseStudy, Outcome
from casestudies.source_checks.content_facts import hashes, read_content, write_lock

from .test_admin import in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import Fields

pytestmark = pytest.mark.django_db
SLUG = "kisii-products-from-recycled-plastic"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory):
    """A copy of the shipped files, with their lock."""
    return shutil.copytree(settings.FIXTURES, tmp_path_factory.mktemp("content") / "fixtures")


def form(client, page):
    """All that a browser sends, lists of records as a whole."""
    return Fields(client.get(page).text).data


def load(folder):
    call_command("load_fixtures", folder, verbosity=0)


def test_the_mark_comes_with_the_lock_goes_with_an_edit_and_comes_back_with_a_new_lock(admin_client, shipped):
    load(shipped)
    assert not CaseStudy.objects.filter(is_checked=False).exists()
    case = CaseStudy.objects.get(slug=SLUG)
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert admin_client.post(page, form(admin_client, page)).status_code == 302
    case.refresh_from_db()
    assert case.is_checked  # nothing was changed
    changed = form(admin_client, page) | {"contact": "nobody@example.org", "title_en": "Other products"}
    assert admin_client.post(page, changed | {"contact": ""}).status_code == 302
    assert list(CaseStudy.objects.filter(is_checked=False)) == [case]
    listed = reverse("admin:casestudies_casestudy_changelist")
    assert list(admin_client.get(listed, {"anchors": "unchecked"}).context["cl"].queryset) == [case]
    figures = reverse("admin:casestudies_outcome_changelist")
    assert set(admin_client.get(figures, {"anchors": "unchecked"}).context["cl"].queryset) == set(
        Outcome.objects.filter(case=case)
    )
    # The edit is dumped, but not checked: the lock has the old facts.
    call_command("dump_fixtures", shipped, verbosity=0)
    load(shipped)
    assert list(CaseStudy.objects.filter(is_checked=False)) == [case]
    # check_evidence writes the lock; a load clears the mark, although the files are the same.
    (shipped / "evidence.lock").write_text(write_lock(hashes(read_content(shipped))))
    load(shipped)
    assert not CaseStudy.objects.filter(is_checked=False).exists()
    assert mark_checked(shipped) == 0


def test_without_a_lock_nothing_with_a_fact_is_marked(shipped, tmp_path):
    folder = shutil.copytree(shipped, tmp_path / "fixtures")
    (folder / "evidence.lock").unlink()
    load(folder)
    assert not CaseStudy.objects.filter(is_checked=True).exists()


def test_a_draft_of_a_file_that_is_renamed_here_is_not_made_again(admin_client, shipped, tmp_path):
    folder = shutil.copytree(shipped, tmp_path / "fixtures")
    file = folder / "cases" / f"{SLUG}.yaml"
    file.write_text(file.read_text().replace("depth:", "state: draft\ndepth:", 1))
    load(folder)
    case = CaseStudy.objects.get(slug=SLUG)
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert admin_client.post(page, form(admin_client, page) | {"slug": "kisii-plastic"}).status_code == 302
    load(folder)
    assert not CaseStudy.objects.filter(slug=SLUG).exists()
    call_command("dump_fixtures", folder, verbosity=0)
    assert "merged_into: kisii-plastic" in file.read_text()
    load(folder)
    assert CaseStudy.objects.filter(slug="kisii-plastic", state="draft").exists()
