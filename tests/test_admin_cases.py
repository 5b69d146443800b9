"""A case is written in one form: its texts, its steps, and the citations of both."""

from html.parser import HTMLParser

import pytest
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Passage, Place, Source, Step
from tests import factories as make

from .test_admin import a_case, a_source, both, in_english  # noqa: F401 a fixture of all tests here

pytestmark = pytest.mark.django_db
ADD = "admin:casestudies_casestudy_add"


@pytest.fixture
def curator(admin_client):
    return admin_client


class Fields(HTMLParser):
    """What a browser would send of the form of a page, were it saved as it is."""

    def __init__(self, html: str):
        super().__init__()
        self.data, self.select, self.textarea = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name", "")
        if tag == "select":
            self.select = None if "__prefix__" in name else name
        elif tag == "option" and self.select and "selected" in attrs:
            self.data.setdefault(self.select, []).append(attrs["value"])
        elif not name or "__prefix__" in name or "disabled" in attrs or attrs.get("type") == "submit":
            return
        elif tag == "textarea":
            self.textarea, self.data[name] = name, ""
        elif tag == "input" and (attrs["type"] != "checkbox" or "checked" in attrs):
            self.data[name] = attrs.get("value", "on" if "checked" in attrs else "")

    def handle_data(self, data):
        if self.textarea:
            self.data[self.textarea] += data.removeprefix("\n") if not self.data[self.textarea] else data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.textarea = None


def one(value) -> str:
    """A field of which one value is sent, as text."""
    return str(value[0] if isinstance(value, list) else value)


def form_of(response) -> dict[str, str]:
    return {name: one(value) for name, value in Fields(response.text).data.items() if name != "csrfmiddlewaretoken"}


def form(client, page: str) -> dict[str, str]:
    return form_of(client.get(page))


def a_step(number: int, **changes) -> dict:
    """The fields that inlines.js adds for a step with one citation."""
    row = {
        "order": number + 1,
        "key": f"step-{number}",
        "months_qualifier": "about",
        "months": "9",
        "started": "2023-09",
        **both("title", "Measure", "测量"),
        "citations-TOTAL_FORMS": 1,
        "citations-INITIAL_FORMS": 0,
        "citations-0-passage": Passage.objects.get().pk,
        "citations-0-anchor": "建立证据基础（约9个月）",
        **changes,
    }
    return {f"steps-{number}-{name}": value for name, value in row.items()}


@pytest.fixture
def new_case(curator) -> dict:
    """A filled form with two steps, not yet sent."""
    a_source()
    world = Place.objects.create(slug="world", kind="world", **both("name", "World", "世界"))
    return {
        **form(curator, reverse(ADD)),
        **both("title", "Clean air", "清洁空气"),
        **both("summary", "Short.", "简短。"),
        "slug": "clean-air",
        "depth": "snapshot",
        "level": "local",
        "places": world.pk,
        "citations-0-part": "summary",
        "citations-0-passage": Passage.objects.get().pk,
        "citations-0-anchor": "简短",
        "steps-TOTAL_FORMS": 2,
        **a_step(0),
        **a_step(1, months="", **both("title", "Act", "行动")),
    }


def test_a_case_its_steps_and_their_citations_are_saved_at_once(curator, new_case):
    assert curator.post(reverse(ADD), new_case).status_code == 302
    case = CaseStudy.objects.get()
    assert (case.slug, case.state) == ("clean-air", "draft")
    assert [(c.part, c.anchor) for c in case.citations.all()] == [("summary", "简短")]
    assert [(step.key, step.months, step.citations.get().anchor) for step in case.steps.order_by("order")] == [
        ("step-0", 9, "建立证据基础（约9个月）"),
        ("step-1", None, "建立证据基础（约9个月）"),
    ]
    assert (str(case.steps.first().started), case.steps.first().started_precision) == ("2023-09-01", "month")


def test_a_mistake_in_a_citation_is_shown_there_and_nothing_is_lost_or_saved(curator, new_case):
    new_case["steps-1-citations-0-anchor"] = ""
    response = curator.post(reverse(ADD), new_case)
    assert response.status_code == 200
    assert not CaseStudy.objects.exists() and not Citation.objects.exists()
    steps = next(f for f in response.context["inline_admin_formsets"] if f.opts.model is Step).formset
    assert steps.forms[1].citations.errors == [{"anchor": ["This field is required."]}]
    assert steps.forms[1].non_field_errors() == ["Please correct its citations."]
    assert "Please correct the error below." in response.text
    shown = form_of(response)
    assert {name: shown.get(name) for name in new_case} == {name: one(value) for name, value in new_case.items()}


@pytest.mark.once
def test_what_stands_there_twice_and_a_date_that_is_none_are_refused_in_words(curator, new_case):
    twice = {
        "steps-0-citations-TOTAL_FORMS": 2,
        "steps-0-citations-1-passage": new_case["steps-0-citations-0-passage"],
        "steps-0-citations-1-anchor": new_case["steps-0-citations-0-anchor"],
    }
    for wrong, told in (
        (twice, "This citation stands here twice."),
        ({"steps-1-key": "step-0"}, "Please correct the duplicate"),
        ({"started": "last year"}, "write YYYY, YYYY-MM or YYYY-MM-DD"),
    ):
        assert told in curator.post(reverse(ADD), new_case | wrong).text
        assert not CaseStudy.objects.exists()


def test_citations_are_added_changed_and_removed_without_touching_their_step(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    data = form(curator, page)
    data |= {
        "steps-0-citations-0-anchor": "第一步",
        "steps-0-citations-1-passage": Passage.objects.get().pk,
        "steps-0-citations-1-anchor": "第二处",
        "lessons-0-citations-0-DELETE": "on",
    }
    assert curator.post(page, data).status_code == 302
    assert [c.anchor for c in case.steps.get().citations.all()] == ["第一步", "第二处"]
    assert not case.lessons.get().citations.exists()
    history = curator.get(reverse("admin:casestudies_casestudy_history", args=[case.pk])).text
    assert "Changed citations for step" in history


def test_a_saved_form_changes_nothing(curator):
    case = a_case()
    Step.objects.update(months="9.5", started="2023-01-01", started_precision="year")
    Citation.objects.filter(step__isnull=False).update(anchor="9.5个月")
    before = [list(model.objects.order_by("pk").values()) for model in (Step, Citation)]
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    curator.post(page, form(curator, page))
    assert [list(model.objects.order_by("pk").values()) for model in (Step, Citation)] == before
    assert "No fields changed." in curator.get(reverse("admin:casestudies_casestudy_history", args=[case.pk])).text


@pytest.mark.once
def test_a_step_is_part_of_a_step_of_the_same_case_only(curator):
    case, other = a_case(1), a_case(2)
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    data = form(curator, page) | {"steps-TOTAL_FORMS": 2} | a_step(1, parent=other.steps.get().pk)
    assert "Select a valid choice" in curator.post(page, data).text
    assert curator.post(page, data | {"steps-1-parent": case.steps.get(key="first").pk}).status_code == 302
    assert case.steps.get(key="step-1").parent.key == "first"


@pytest.mark.once
def test_slug_and_keys_are_fixed_once_the_case_was_published(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert {"slug", "steps-0-key"} <= form(curator, page).keys()
    case.publish()
    case.save()
    assert not {"slug", "steps-0-key"} & form(curator, page).keys()
    data = form(curator, page) | {"slug": "renamed", "steps-0-key": "renamed"}
    assert curator.post(page, data).status_code == 302
    case.refresh_from_db()
    assert (case.slug, case.steps.get().key) == ("case-1", "first")


@pytest.mark.once
def test_a_cited_passage_can_t_be_removed_from_its_source(curator):
    a_case()
    source = Source.objects.get()
    page = reverse("admin:casestudies_source_change", args=[source.pk])
    response = curator.post(page, form(curator, page) | {"passages-0-DELETE": "on"})
    assert "would require deleting the following protected related objects" in response.text
    assert source.passages.count() == 1


def test_added_steps_search_for_passages_and_keep_their_citations(page_of, admin_user):
    """In the browser: what Django's scripts add to the page is named as the server expects it."""
    source = a_source()
    Place.objects.create(slug="world", kind="world", **both("name", "World", "世界"))
    page = page_of(admin_user)
    page.goto(reverse(ADD))

    def choose(row, text):
        row.locator(".select2-selection").first.click()
        page.keyboard.type(text)
        page.locator(".select2-results__option", has_text=text).click()

    case = page.locator("#casestudy_form > div > fieldset").first
    case.get_by_label("Title (English)").fill("Clean air")
    case.get_by_label("Title (Chinese)").fill("清洁空气")
    case.get_by_label("Summary (English)").fill("Short.")
    case.get_by_label("Summary (Chinese)").fill("简短。")
    case.get_by_label("Depth").select_option(label="snapshot")
    case.get_by_label("Level of government").select_option(label="local")
    choose(case.locator("div.fieldBox.field-places"), "World")
    for number, title in enumerate(["Dropped", "Measure", "Act"]):
        page.get_by_role("button", name="Add another Step").click()
        step = page.locator(f"#steps-{number}")
        step.get_by_label("Title (English)").fill(title)
        step.get_by_label("Order").fill(str(number))
        choose(step.locator(".citation"), "Bogotá")
        step.get_by_label("Anchor").fill(f"锚 {title}")
    page.locator("#steps-0").get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/")
    assert page.locator("#steps-group .inline_label").all_inner_texts()[:2] == ["Measure", "Act"]
    saved = CaseStudy.objects.get()
    assert saved.slug == "clean-air"
    assert [(step.key, step.citations.get().anchor) for step in saved.steps.order_by("order")] == [
        ("measure", "锚 Measure"),
        ("act", "锚 Act"),
    ]
    assert {citation.passage.source for citation in Citation.objects.all()} == {source}


@pytest.mark.once
def test_a_flow_on_a_given_date_is_refused_in_words_in_the_form_of_the_figure_and_of_the_indicator(curator, cast):
    CaseStudy.objects.update(state="draft")
    indicator = cast.first_zone.indicator
    page = reverse("admin:casestudies_indicator_change", args=[indicator.pk])
    answer = curator.post(page, form(curator, page) | {"measures": "flow"})
    assert "1 figure of it is on a given date, which a flow never is." in answer.text
    indicator.measures = "flow"
    indicator.save()
    page = reverse("admin:casestudies_outcome_change", args=[cast.first_zone.pk])
    answer = curator.post(page, form(curator, page))
    assert "This indicator measures a flow over a period, which is never on a given date." in answer.text
    sent = {"accumulation": "per-year", "scope": "part", "months": "60", "citations-0-anchor": "五年"}
    assert curator.post(page, form(curator, page) | sent).status_code == 302
    cast.first_zone.refresh_from_db()
    assert (cast.first_zone.scope, cast.first_zone.months) == ("part", 60)


@pytest.mark.once
def test_a_figure_whose_unit_measures_something_else_is_refused_in_words(curator, cast):
    CaseStudy.objects.update(state="draft")
    page = reverse("admin:casestudies_outcome_change", args=[cast.zone.outcomes.first().pk])
    tonnes = make.unit("tonnes", dimension="mass")
    answer = curator.post(page, form(curator, page) | {"unit": tonnes.pk})
    assert "This unit is of the dimension mass, the indicator of count." in answer.text
    answer = curator.post(page, form(curator, page))
    assert answer.status_code == 302
