"""Every page of the admin opens, in both languages, with its searches; its lists don't ask once per row."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from casestudies.models import (
    CaseStudy,
    Citation,
    ContentLoad,
    DeletedFact,
    Event,
    FormerSlug,
    Indicator,
    Involvement,
    Lesson,
    Method,
    Organisation,
    Outcome,
    Passage,
    Place,
    Programme,
    SDGTarget,
    Source,
    Step,
    Term,
    Theme,
    Transfer,
    Unit,
)
from tests import factories as make

pytestmark = pytest.mark.django_db
ADMINS = [kind for kind in admin.site._registry.values() if kind.opts.app_label == "casestudies"]
LANGUAGES = ["en", "zh-hans"]


def both(name: str, english: str, chinese: str) -> dict[str, str]:
    return {f"{name}_en": english, f"{name}_zh_hans": chinese}


def a_source() -> Source:
    """One public document with one passage about Bogotá."""
    source = Source.objects.create(
        slug="c40-clean-air", language="zh-Hans", state="published", **both("title", "Clean air", "清洁空气")
    )
    Passage.objects.create(source=source, slug="bogota", order=1, **both("locator", "Bogotá, Results", "波哥大，成果"))
    return source


def a_case(number: int = 1, cited: bool = True) -> CaseStudy:
    """A draft about Bogotá with a step, an outcome and a lesson; each cited, unless it is said otherwise."""
    world = Place.objects.get_or_create(slug="world", kind="world", **both("name", "World", "世界"))[0]
    city = Place.objects.get_or_create(slug="bogota", kind="city", parent=world, **both("name", "Bogotá", "波哥大"))[0]
    theme = Theme.objects.get_or_create(slug="air-quality", **both("name", "Air quality", "空气质量"))[0]
    method = Method.objects.get_or_create(slug="evidence", **both("name", "Build the evidence", "建立证据"))[0]
    unit = Unit.objects.get_or_create(slug="zones", dimension="count", factor=1, **both("symbol", "zones", "个区域"))[
        0
    ]
    indicator = Indicator.objects.get_or_create(slug="zones", dimension="count", **both("name", "Zones", "区域"))[0]
    case = CaseStudy.objects.create(
        slug=f"case-{number}",
        depth="snapshot",
        level="local",
        **both("title", f"Case {number}", f"案例 {number}"),
        **both("summary", "Short.", "简短。"),
    )
    case.places.add(city)
    case.themes.add(theme)
    step = Step.objects.create(case=case, key="first", order=1, method=method, **both("title", "Measure", "测量"))
    lesson = Lesson.objects.create(
        case=case, key="slow", kind="advice", **both("title", "Go slow", "慢些"), **both("text", "Slow.", "慢。")
    )
    outcome = Outcome.objects.create(
        case=case,
        key="zone",
        indicator=indicator,
        kind="level",
        value=1,
        unit=unit,
        as_printed="1",
        status="achieved",
        **both("sentence", "One zone.", "一个区域。"),
    )
    if cited:
        passage = Passage.objects.first() or a_source().passages.get()
        Citation.objects.create(case=case, part="summary", passage=passage, anchor="简短")
        for fact in ({"step": step}, {"lesson": lesson}, {"outcome": outcome}):
            Citation.objects.create(passage=passage, anchor="首个", **fact)
    return case


def one_of_each() -> None:
    """A row for every list of the admin."""
    case = a_case()
    network = Organisation.objects.create(slug="c40", kind="city-network", **both("name", "C40", "C40"))
    Involvement.objects.create(case=case, organisation=network, role="partner", key="c40")
    Programme.objects.create(slug="zuma", kind="plan", **both("name", "ZUMA", "ZUMA"))
    SDGTarget.objects.create(slug="11-6", code="11.6", goal=11, **both("title", "Air", "空气"))
    Term.objects.create(slug="zone", **both("name", "Zone", "区域"))
    Event.objects.create(
        slug="forum", kind="forum", **both("name", "Forum", "论坛"), **both("summary", "S.", "摘要。")
    )
    Transfer.objects.create(
        key="bogota-c40", manner="advised", from_case=case, to_organisation=network, **both("what", "Zones", "区域")
    )
    FormerSlug.objects.create(kind="casestudy", slug="old", current=case.slug)
    DeletedFact.objects.create(kind="lesson", owner_kind="case", owner=case.slug, key="quick")
    ContentLoad.objects.create(digest="0" * 64)
    for kind in ADMINS:
        if not kind.model.objects.exists():
            make.record(kind.model, "one")


@pytest.fixture(autouse=True)
def in_english():
    """A request for a Chinese page leaves its language behind in the thread."""
    with translation.override("en"):
        yield


@pytest.fixture
def curator(admin_client) -> Client:
    return admin_client


def address(kind: admin.ModelAdmin, page: str, *args) -> str:
    return reverse(f"admin:casestudies_{kind.opts.model_name}_{page}", args=args)


@pytest.mark.once
def test_every_list_form_and_history_opens_and_lists_and_forms_in_both_languages(curator, admin_user):
    one_of_each()
    request = RequestFactory().get("/")
    request.user = admin_user
    for language in LANGUAGES:
        with translation.override(language):
            for kind in ADMINS:
                row = kind.model.objects.first()
                assert row is not None, kind
                pages = [address(kind, "changelist"), address(kind, "change", row.pk)]
                if language == "en":  # made of the same forms and words
                    pages.append(address(kind, "history", row.pk))
                    pages += [address(kind, "add")] * kind.has_add_permission(request)
                for page in pages:
                    response = curator.get(page)
                    assert response.status_code == 200, page
                    assert f'lang="{language}"' in response.text


def test_every_relation_is_searched_for_and_the_search_answers(curator, admin_user):
    """But the parent of a step and the part of a passage, which are chosen among the few of their owner."""
    chosen = {Step: {"parent"}, Passage: {"part"}}
    one_of_each()
    request = RequestFactory().get("/")
    request.user = admin_user
    for kind in ADMINS:
        for form in [kind, *kind.get_inline_instances(request)]:
            shown = set(flatten_fieldsets(form.get_fieldsets(request)))
            relations = {field.name for field in (*form.opts.fields, *form.opts.many_to_many) if field.remote_field}
            readonly = set(form.get_readonly_fields(request))
            searched = set(getattr(form, "get_autocomplete_fields", lambda request: ())(request))
            assert (shown & relations) - readonly - searched == chosen.get(form.model, set()) & shown
            for name in shown & searched:
                query = {
                    "app_label": "casestudies",
                    "model_name": form.opts.model_name,
                    "field_name": name,
                    "term": "o",
                }
                assert curator.get(reverse("admin:autocomplete"), query).status_code == 200, (form, name)


def test_a_passage_is_found_by_source_locator_and_heading(curator):
    a_source()
    query = {"app_label": "casestudies", "model_name": "citation", "field_name": "passage"}
    for term in ("c40 results", "bogota", "波哥大"):
        found = curator.get(reverse("admin:autocomplete"), {**query, "term": term}).json()["results"]
        assert [choice["text"] for choice in found] == ["c40-clean-air: Bogotá, Results"], term


def test_names_are_found_without_their_accents(curator):
    a_case()
    for term in ("bogota", "Bogotá", "BOGOTÁ"):
        response = curator.get(reverse("admin:casestudies_place_changelist"), {"q": term})
        assert [place.slug for place in response.context["cl"].result_list] == ["bogota"]


@pytest.mark.once
def test_a_list_asks_as_often_for_three_rows_as_for_one(curator):
    names = ["casestudy", "outcome", "passage", "source", "place", "theme", "method"]
    pages = [reverse(f"admin:casestudies_{name}_changelist") for name in names]
    for page in pages:
        curator.get(page)  # the first visit asks for content types too
    asked = []
    for rows in (range(1), range(1, 3)):
        for number in rows:
            case = a_case(number)
            source = Source.objects.create(slug=f"source-{number}", language="en", **both("title", "Source", "资料"))
            source.passages.create(slug="p", order=1, **both("locator", "Part", "段落"))
            Method.objects.create(slug=f"method-{number}", **both("name", "Method", "方法"))
            Theme.objects.create(slug=f"theme-{number}", parent=case.themes.get(), **both("name", "Theme", "主题"))
            Place.objects.create(
                slug=f"place-{number}", kind="area", parent=case.places.get(), **both("name", "Area", "地区")
            )
        asked.append({})
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert curator.get(page).status_code == 200
            asked[-1][page] = len(queries)
    assert asked[0] == asked[1]
    assert max(asked[0].values()) <= 12


def test_filters_narrow_the_list_of_cases(curator):
    a_case(1)
    other = a_case(2)
    other.outcomes.all().delete()
    expected = a_case(3)
    expected.outcomes.update(status="expected")
    Indicator.objects.update(results_level="output")
    CaseStudy.objects.filter(pk=other.pk).update(background_en="Only English")
    page = reverse("admin:casestudies_casestudy_changelist")
    for query, slugs in {
        "figures=results": ["case-1"],
        "figures=others": ["case-3"],
        "figures=without": ["case-2"],
        "chinese=missing": ["case-2"],
        "state__exact=draft&depth__exact=snapshot": ["case-1", "case-2", "case-3"],
        "state__exact=published": [],
    }.items():
        response = curator.get(f"{page}?{query}")
        assert [case.slug for case in response.context["cl"].result_list] == slugs, query


def test_cases_are_filtered_by_the_country_and_region_of_their_places(curator):
    case = a_case()
    region = Place.objects.create(
        slug="latin-america",
        kind="region",
        parent=Place.objects.get(slug="world"),
        **both("name", "Latin America", "拉美"),
    )
    country = Place.objects.create(
        slug="colombia", kind="country", parent=region, **both("name", "Colombia", "哥伦比亚")
    )
    case.places.update(parent=country)
    page = reverse("admin:casestudies_casestudy_changelist")
    assert list(curator.get(f"{page}?country=colombia").context["cl"].result_list) == [case]
    assert list(curator.get(f"{page}?region=latin-america").context["cl"].result_list) == [case]
    assert list(curator.get(f"{page}?region=africa").context["cl"].result_list) == []


@pytest.mark.once
def test_the_language_switch_keeps_the_page(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert f'href="/zh-hans{page}?a=1"' in curator.get(f"{page}?a=1").text
    assert f'href="{page}?a=1"' in curator.get(f"/zh-hans{page}?a=1").text


@pytest.mark.once
def test_a_form_links_to_the_page_on_the_site_once_it_is_public(curator):
    case = a_case()
    page = reverse("admin:casestudies_casestudy_change", args=[case.pk])
    assert "viewsitelink" not in curator.get(page).text
    case.publish()
    case.save()
    assert f'href="{case.get_absolute_url()}" class="viewsitelink"' in curator.get(page).text


@pytest.mark.once
def test_someone_who_may_only_look_sees_forms_without_fields(client, django_user_model):
    case = a_case()
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    response = client.get(reverse("admin:casestudies_casestudy_change", args=[case.pk]))
    assert response.status_code == 200
    assert 'name="_save"' not in response.text
    assert 'name="_move"' not in response.text
    assert Step.objects.get().title_en in response.text
