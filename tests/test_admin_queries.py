"""How often the form of a record asks the database: the same whatever number of rows it has."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from casestudies.models import CaseStudy, Citation, Indicator, Lesson, Method, Outcome, Passage, Programme, Theme, Unit

from .test_admin import a_case, a_source, both, in_english  # noqa: F401 a fixture of all tests here
from .test_admin_cases import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def add_rows(case: CaseStudy, number: int) -> None:
    """A step, a figure and a lesson; what they choose and cite, nothing else here does."""
    key, names = f"row-{number}", both("name", f"Name {number}", f"名称 {number}")
    source = Passage.objects.get(slug="bogota").source
    passage = Passage.objects.create(source=source, slug=key, order=number, **both("locator", key, key))
    method = Method.objects.create(slug=key, **names)
    unit = Unit.objects.create(slug=key, dimension="count", factor=1, **both("symbol", key, key))
    indicator = Indicator.objects.create(slug=key, dimension="count", **names)
    place = {"case": case, "key": key, "order": number}
    step = case.steps.create(**place, method=method, **both("title", "Act", "行动"))
    outcome = Outcome.objects.create(
        **place, indicator=indicator, unit=unit, kind="level", status="achieved", value=1, as_printed="1",
        **both("sentence", "One.", "一个。"),
    )  # fmt: skip
    lesson = Lesson.objects.create(
        **place, kind="advice", **both("title", "Go", "走"), **both("text", "Slow.", "慢。")
    )
    lesson.themes.add(Theme.objects.create(slug=key, **names))
    lesson.example_cases.add(a_case(number, cited=False))
    lesson.example_programmes.add(Programme.objects.create(slug=key, kind="plan", **names))
    for fact in ({"step": step}, {"outcome": outcome}, {"lesson": lesson}):
        Citation.objects.create(passage=passage, anchor="首个", **fact)


def test_the_form_of_a_case_asks_as_often_for_four_rows_of_each_kind_as_for_two(admin_client):
    a_source()
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    ContentType.objects.get_for_model(CaseStudy)  # a process asks once
    asked = []
    for numbers in ([2], [3, 4]):
        for number in numbers:
            add_rows(case, number)
        with CaptureQueriesContext(connection) as opening:
            sent = form_of(admin_client.get(page))
        assert [sent[f"{rows}-{number - 1}-key"] for rows in ("steps", "outcomes", "lessons")] == [f"row-{number}"] * 3
        with CaptureQueriesContext(connection) as saving:
            assert admin_client.post(page, sent).status_code == 302
        asked.append((len(opening), len(saving)))
    assert asked[0] == asked[1]
    assert asked[0][0] <= 40 and asked[0][1] <= 85
