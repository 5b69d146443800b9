"""Numbers that contradict each other are seen where they are typed, and saved only for a reason."""

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Outcome

from .test_admin import a_case, both, in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form, form_of
from .test_admin_publication import act

pytestmark = pytest.mark.django_db
BUSES = both("outcomes-0-sentence", "The city has 40 electric buses.", "该市有 40 辆电动公交车。") | {
    "outcomes-0-as_printed": "40辆",
    "outcomes-0-value": "45",
}
REASON = both("outcomes-0-because", "45 run, of which the source counts 40.", "共有 45 辆，资料只计 40 辆。")


@pytest.fixture
def page() -> str:
    return reverse("admin:casestudies_casestudy_change", args=[a_case().pk])


def errors_of(answer) -> dict[str, list[str]]:
    """The errors in the row of the figure."""
    formsets = {one.formset.prefix: one.formset for one in answer.context["inline_admin_formsets"]}
    return formsets["outcomes"].forms[0].errors


def test_45_buses_over_40_electric_buses_over_40_printed_are_refused_beside_the_fields_until_a_reason_becomes_the_note(
    admin_client, page
):
    answer = admin_client.post(page, form(admin_client, page) | BUSES)
    assert answer.status_code == 200
    assert errors_of(answer) == {
        "value": ["The value 45 does not follow from what is printed: 40辆."],
        "sentence_en": ["The sentence in English does not have the value 45."],
        "sentence_zh_hans": ["The sentence in Chinese does not have the value 45."],
    }
    assert "Numbers contradict each other. Nothing was saved." in answer.text
    assert 'name="outcomes-0-because_en"' in answer.text
    assert form_of(answer)["outcomes-0-value"] == "45"
    assert Outcome.objects.get().value == 1
    # A reason that does not name the number is none.
    answer = admin_client.post(page, form_of(answer) | both("outcomes-0-because", "It is right.", "没有错。"))
    assert answer.status_code == 200
    assert form_of(answer)["outcomes-0-because_en"] == "It is right."
    assert Outcome.objects.get().value == 1
    # It is needed in both languages.
    reason = {"outcomes-0-because_en": REASON["outcomes-0-because_en"], "outcomes-0-because_zh_hans": ""}
    answer = admin_client.post(page, form_of(answer) | reason)
    assert errors_of(answer)["because_zh_hans"] == ["Give the reason in both languages."]
    assert admin_client.post(page, form_of(answer) | REASON).status_code == 302
    outcome = Outcome.objects.get()
    assert (outcome.value, outcome.editors_note_zh_hans) == (45, "共有 45 辆，资料只计 40 辆。")
    assert admin_client.post(page, form(admin_client, page)).status_code == 302


@pytest.mark.once
def test_the_own_page_of_a_figure_asks_the_same(admin_client, page):
    own = reverse("admin:casestudies_outcome_change", args=[Outcome.objects.get().pk])
    sent = form(admin_client, own) | {name.removeprefix("outcomes-0-"): text for name, text in BUSES.items()}
    answer = admin_client.post(own, sent)
    assert answer.context["adminform"].form.errors["value"] == [
        "The value 45 does not follow from what is printed: 40辆."
    ]
    reason = {name.removeprefix("outcomes-0-"): text for name, text in REASON.items()}
    assert admin_client.post(own, form_of(answer) | reason).status_code == 302
    assert Outcome.objects.get().editors_note_en == REASON["outcomes-0-because_en"]


@pytest.mark.once
def test_the_texts_of_a_record_agree_in_both_languages(admin_client, page):
    answer = admin_client.post(page, form(admin_client, page) | both("summary", "It has 12 zones.", "共 21 个区域。"))
    errors = answer.context["adminform"].form.errors
    assert errors["summary_zh_hans"] == ["The English text has 12, the Chinese does not."]
    assert errors["summary_en"] == ["The Chinese text has 21, the English does not."]
    reason = both("because", "The source has 12 in one place and 21 in another.", "资料一处为 12，另一处为 21。")
    assert admin_client.post(page, form_of(answer) | reason).status_code == 302
    assert CaseStudy.objects.get().editors_note_en == reason["because_en"]


@pytest.mark.once
def test_a_draft_whose_numbers_contradict_each_other_is_not_published(admin_client, page):
    Outcome.objects.update(value=12)
    _answer, messages = act(admin_client, "publish", CaseStudy.objects.get())
    assert "Outcome “zone”: The value 12 does not follow from what is printed: 1." in messages[0]


@pytest.mark.once
def test_new_rows_are_asked_too(admin_client, page):
    Outcome.objects.all().delete()
    case = CaseStudy.objects.get()
    old = a_case(2).outcomes.get()
    row = {
        "key": "buses", "order": 1, "kind": "level", "status": "achieved", "scope": old.scope, "qualifier": "exactly",
        "accumulation": old.accumulation, "months_qualifier": "exactly", "unit": old.unit_id,
        "indicator": old.indicator_id, "citations-TOTAL_FORMS": 0, "citations-INITIAL_FORMS": 0,
    }  # fmt: skip
    sent = {f"outcomes-0-{name}": value for name, value in row.items()} | {"outcomes-TOTAL_FORMS": 1} | BUSES
    answer = admin_client.post(page, form(admin_client, page) | sent)
    assert errors_of(answer)["value"] == ["The value 45 does not follow from what is printed: 40辆."]
    assert not case.outcomes.exists()
