"""Two curators with one record: what the second one saves never erases what the first one wrote."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Outcome, Step, Theme
from tests.curators import logged_in

from .test_admin import a_case, both, in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(admin_client):
    return admin_client


@pytest.fixture
def page() -> str:
    return reverse("admin:casestudies_casestudy_change", args=[a_case().pk])


def told(answer) -> str:
    """The answer to a save that was refused."""
    assert (answer.status_code, 'class="errornote"' in answer.text) == (200, True)
    return answer.text


def row(model):
    return model.objects.get()


@pytest.mark.once
def test_the_second_save_of_one_field_is_refused_with_both_values_and_kept_when_saved_again(curator, page):
    opened = form(curator, page)  # by both
    curator.post(page, opened | both("summary", "The first one.", "第一位。"))
    answer = curator.post(page, opened | both("summary", "The second one.", "第二位。"))
    text = told(answer)
    assert "Changed meanwhile to “The first one.”. Your own is here: save again to keep it." in text
    shown = form_of(answer)
    assert shown["summary_en"] == "The second one."
    case = Citation.objects.get(part="summary").case
    assert case.summary_en == "The first one."
    assert curator.post(page, shown).status_code == 302
    case.refresh_from_db()
    assert case.summary_zh_hans == "第二位。"


@pytest.mark.once
def test_what_only_the_other_one_changed_is_taken_over_and_what_only_this_one_did_is_kept(curator, page):
    opened = form(curator, page)  # by both
    curator.post(page, opened | both("summary", "Theirs.", "他们的。") | {"stage": "completed"})
    answer = curator.post(page, opened | both("title", "Mine", "我的"))
    assert told(answer).count("which is here now") == 3
    shown = form_of(answer)
    assert (shown["summary_en"], shown["stage"], shown["title_en"]) == ("Theirs.", "completed", "Mine")
    assert curator.post(page, shown).status_code == 302
    case = Citation.objects.get(part="summary").case
    assert (case.summary_en, case.stage, case.title_en) == ("Theirs.", "completed", "Mine")


@pytest.mark.once
def test_lists_of_records_are_compared_too(curator, page):
    opened = form(curator, page)  # by both
    other = Theme.objects.create(slug="transport", **both("name", "Transport", "交通"))
    curator.post(page, opened | {"themes": other.pk})
    answer = curator.post(page, opened | both("title", "Mine", "我的"))
    assert "Changed meanwhile to “Transport”, which is here now." in told(answer)
    assert form_of(answer)["themes"] == str(other.pk)


@pytest.mark.once
def test_rows_and_their_citations_are_compared_field_by_field(curator, page):
    opened = form(curator, page)  # by both
    curator.post(page, opened | both("steps-0-text", "By hand.", "人工。") | {"steps-0-citations-0-anchor": "甲"})
    answer = curator.post(page, opened | {"steps-0-title_en": "Count", "steps-0-citations-0-anchor": "乙"})
    text = told(answer)
    assert "Changed meanwhile to “By hand.”, which is here now." in text
    assert "Changed meanwhile to “甲”. Your own is here: save again to keep it." in text
    assert curator.post(page, form_of(answer)).status_code == 302
    step = row(Step)
    assert (step.text_en, step.title_en, step.citations.get().anchor) == ("By hand.", "Count", "乙")


@pytest.mark.once
def test_a_figure_edited_on_its_own_page_is_not_overwritten_by_the_form_of_its_record(curator, page):
    opened = form(curator, page)
    own = reverse("admin:casestudies_outcome_change", args=[row(Outcome).pk])
    assert (
        curator.post(own, form(curator, own) | both("sentence", "One zone, then.", "随后一个区域。")).status_code
        == 302
    )
    answer = curator.post(page, opened | both("title", "Mine", "我的"))
    assert "Changed meanwhile to “One zone, then.”, which is here now." in told(answer)
    assert row(Outcome).sentence_en == "One zone, then."


def test_a_row_that_was_deleted_meanwhile_is_gone_unless_the_second_one_changed_it(curator, page):
    opened = form(curator, page)  # by all three
    curator.post(page, opened | {"steps-0-DELETE": "on"})
    assert not Step.objects.exists()
    answer = curator.post(page, opened)
    assert "A row was deleted meanwhile." in told(answer)
    assert form_of(answer)["steps-TOTAL_FORMS"] == "0"
    assert curator.post(page, form_of(answer)).status_code == 302
    assert not Step.objects.exists()
    answer = curator.post(page, opened | both("steps-0-title", "Count", "清点"))
    told(answer)
    assert curator.post(page, form_of(answer)).status_code == 302
    step = row(Step)
    assert (step.title_en, step.citations.get().anchor) == ("Count", "首个")


@pytest.mark.once
def test_a_row_that_was_added_meanwhile_stays(curator, page):
    opened = form(curator, page)
    Step.objects.create(case=row(Step).case, key="second", order=2, **both("title", "Act", "行动"))
    assert curator.post(page, opened | both("title", "Mine", "我的")).status_code == 302
    assert [step.key for step in Step.objects.order_by("order")] == ["first", "second"]


@pytest.mark.once
def test_a_row_that_was_changed_meanwhile_is_not_deleted_unseen(curator, page):
    opened = form(curator, page)  # by both
    curator.post(page, opened | both("steps-0-text", "By hand.", "人工。"))
    answer = curator.post(page, opened | {"steps-0-DELETE": "on"})
    assert "A row that you delete was changed meanwhile" in told(answer)
    assert row(Step).text_en == "By hand."
    assert curator.post(page, form_of(answer) | {"steps-0-DELETE": "on"}).status_code == 302
    assert not Step.objects.exists()


@pytest.mark.once
def test_a_reason_for_withdrawal_outlives_a_form_that_was_opened_before(curator, page):
    case = row(Step).case
    case.publish()
    case.save()
    opened = form(curator, page)
    case.state, case.withdrawn_because_en, case.withdrawn_because_zh_hans = "withdrawn", "Wrong city.", "城市有误。"
    case.save()
    answer = curator.post(page, opened | both("title", "Mine", "我的"))
    assert form_of(answer)["withdrawn_because_en"] == "Wrong city."
    case.refresh_from_db()
    assert (case.title_en, case.withdrawn_because_en) == ("Case 1", "Wrong city.")


@pytest.mark.once
def test_a_form_that_does_not_say_what_it_showed_overwrites_nothing(curator, page):
    opened = form(curator, page)
    for seen in (None, "", "rubbish", "[]", '{"title_en": 1}'):
        sent = opened | both("title", "Mine", "我的") | {"seen": seen}
        answer = curator.post(page, {name: value for name, value in sent.items() if value is not None})
        assert "Changed meanwhile to “Case 1”. Your own is here" in told(answer)
        assert form_of(answer) == opened | both("title", "Mine", "我的")
        assert row(Step).case.title_en == "Case 1"
    assert curator.post(page, form_of(answer)).status_code == 302
    assert row(Step).case.title_en == "Mine"


@pytest.mark.once
def test_nothing_is_refused_while_nobody_else_writes(curator, page):
    """Line ends of a browser, and a name with blanks around it, are no change of somebody else."""
    lines = "One.\r\n\r\nTwo. "
    assert curator.post(page, form(curator, page) | both("background", lines, lines)).status_code == 302
    Citation.objects.filter(part="summary").update(part="background")
    assert curator.post(page, form(curator, page)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(admin_user):
    """Both forms are sent at the same moment, three times: one title is saved, the other refused, and none is lost."""
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    clients = {name: logged_in(admin_user) for name in ("Ana", "Bo")}
    for round_ in "abc":
        opened, start, codes = form(clients["Ana"], page), threading.Barrier(len(clients)), {}

        def save(name, opened=opened, start=start, codes=codes, round_=round_):
            start.wait()
            codes[name] = clients[name].post(page, opened | both("title", f"{name} {round_}", "题")).status_code
            connection.close()

        threads = [threading.Thread(target=save, args=[name]) for name in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(codes.values()) == [200, 302]
        case.refresh_from_db()
        assert [f"{name} {round_}" for name, code in codes.items() if code == 302] == [case.title_en]


def test_second_of_two_curators_in_a_browser(page_of, admin_user, curator, page):
    """They see what the first one wrote beside what they typed, and save again."""
    case = CaseStudy.objects.get()
    second = page_of(admin_user)
    second.goto(page)
    answer = curator.post(page, form(curator, page) | both("summary", "The first one.", "第一位。"))
    assert answer.status_code == 302
    second.get_by_label("Title (English)").first.fill("Mine")
    second.get_by_label("Title (Chinese)").first.fill("我的")
    second.get_by_label("Summary (English)").fill("The second one.")
    second.get_by_role("button", name="Save and continue editing").click()
    errors = second.locator(".errorlist li")
    errors.first.wait_for()
    assert errors.all_inner_texts() == [
        "Changed meanwhile to “The first one.”. Your own is here: save again to keep it.",
        "Changed meanwhile to “第一位。”, which is here now.",
    ]
    assert second.get_by_label("Title (English)").first.input_value() == "Mine"
    assert second.get_by_label("Summary (English)").input_value() == "The second one."
    assert second.get_by_label("Summary (Chinese)").input_value() == "第一位。"
    second.get_by_role("button", name="Save and continue editing").click()
    second.wait_for_selector(".messagelist .success")
    case.refresh_from_db()
    assert (case.title_en, case.summary_en, case.summary_zh_hans) == ("Mine", "The second one.", "第一位。")
