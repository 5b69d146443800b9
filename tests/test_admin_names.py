"""Every box of the admin's forms has a name, and a link is told by more than its colour."""

import pytest
from playwright.sync_api import expect

from casestudies.models import CaseStudy
from tests.axe import violations
from tests.cast import build

# The head of the column of Django's tables that holds no field.
DJANGO = {"empty-table-header"}


@pytest.fixture
def form(transactional_db, admin_user, page_of):
    """Open the form of Bogotá's case as an administrator."""
    build()
    case = CaseStudy.objects.get(slug="bogota-clean-air-zone")

    def form(language="en", **options):
        page = page_of(admin_user, language, bypass_csp=True, **options)
        prefix = "" if language == "en" else "/zh-hans"
        page.goto(f"{prefix}/admin/casestudies/casestudy/{case.pk}/change/")
        return page

    return form


def test_axe_finds_nothing_to_complain_of_and_boxes_are_named_as_their_fields_and_say_what_is_chosen(form):
    for language, scheme in (("zh-hans", "dark"), ("en", "light")):
        page = form(language, color_scheme=scheme)
        expect(page.locator(".select2-container").first).to_be_visible()
        assert {rule: nodes for rule, nodes in violations(page).items() if rule not in DJANGO} == {}, language
    expect(page.get_by_role("searchbox", name="Programmes")).to_be_visible()
    passage = page.get_by_role("combobox", name="Passage").first
    expect(passage).to_have_accessible_name("Passage c40-clean-air: Bogotá, Results")
    passage.press("Enter")
    expect(page.get_by_role("searchbox", name="Passage")).to_be_focused()
