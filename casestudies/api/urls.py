"""The addresses of /api/v1/: a list for each kind of record or fact, and each record under its slug or key."""

from collections.abc import Iterator

from django.urls import URLPattern, path, re_path

from . import answers, description, views
from .addresses import FACTS
from .reading import Facts, ReadOnly

app_name = "api"

LIST, RECORD = {"get": "list"}, {"get": "retrieve"}
RECORDS = {
    "case-studies": views.CaseStudies,
    "cities": views.Cities,
    "places": views.Places,
    "programmes": views.Programmes,
    "networks": views.Networks,
    "organisations": views.Organisations,
    "methods": views.Methods,
    "themes": views.Themes,
    "sdg-targets": views.SDGTargets,
    "indicators": views.Indicators,
    "units": views.Units,
    "sources": views.Sources,
    "events": views.Events,
    "terms": views.Terms,
}
VIEWS_OF_FACTS = [
    views.Outcomes,
    views.Lessons,
    views.Steps,
    views.Involvements,
    views.Memberships,
    views.Participations,
    views.Affiliations,
    views.Offices,
    views.LeadershipTerms,
]


def records(name: str, view: type[ReadOnly]) -> Iterator[URLPattern]:
    yield path(f"{name}/", view.as_view(LIST), name=f"{name}-list")
    yield path(f"{name}/<slug:slug>/", view.as_view(RECORD), name=f"{name}-detail")


def facts(view: type[Facts]) -> Iterator[URLPattern]:
    name = FACTS[view.model]
    yield path(f"{name}/", view.as_view(LIST), name=f"{name}-list")
    for kind in view.model.owners:
        yield path(f"{name}/{kind}/<slug:owner>/<slug:key>/", view.as_view(RECORD, kind=kind), name=f"{name}-{kind}")


urlpatterns = [
    *(pattern for name, view in RECORDS.items() for pattern in records(name, view)),
    path("sources/<slug:source>/parts/<slug:slug>/", views.Parts.as_view(RECORD), name="parts-detail"),
    path("sources/<slug:source>/passages/", views.Passages.as_view(LIST), name="passages-list"),
    path("sources/<slug:source>/passages/<slug:slug>/", views.Passages.as_view(RECORD), name="passages-detail"),
    *(pattern for view in VIEWS_OF_FACTS for pattern in facts(view)),
    path("transfers/", views.Transfers.as_view(LIST), name="transfers-list"),
    path("transfers/<slug:key>/", views.Transfers.as_view(RECORD), name="transfers-detail"),
    path("openapi.<str:extension>", description.OpenAPI.as_view(), name="openapi"),
    re_path(r"^(?:.*/)?$", answers.no_such_address),
]
