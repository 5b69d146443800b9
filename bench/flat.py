"""The published cases as flat rows, read from the tables without our filters.

Both peers are filled from these rows, so equal counts show that three independent ways of counting agree.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from casestudies.models import CaseStudy, Cooperation, Involvement, Outcome, Place, Step, Theme
from casestudies.models.record import Record

SINGLE = ("figures", "stage", "level")
SEVERAL = (
    "region", "theme", "country", "city", "method", "network", "organisation", "programme", "year", "sdg_target",
    "cooperation", "cooperation_level", "climate_zone", "city_size",
)  # fmt: skip
FACETS = SEVERAL + SINGLE
TEXTS = ("slug", "title_en", "title_zh_hans", "summary_en", "summary_zh_hans")


@dataclass
class FlatCase:
    """A case with its rank in the order of our list, its texts, and its values in each facet."""

    rank: int
    pk: int
    texts: dict[str, str]
    values: dict[str, list[str]]


MEASURED = ("observed", "achieved")
SIZES = {500_000: "under-500k", 1_000_000: "500k-1m", 5_000_000: "1m-5m", 10_000_000: "5m-10m"}


def in_order() -> QuerySet:
    """All published cases in the order of our list: by the number of their measured figures, then by slug."""
    measured = Count("outcomes", filter=Q(outcomes__status__in=MEASURED))
    cases = CaseStudy.objects.filter(state=Record.State.PUBLISHED)
    return cases.annotate(measured=measured).order_by("-measured", "slug")


def rows() -> Iterator[FlatCase]:
    """All published cases in the order of our list; ranks start at 1."""
    several = relations()
    columns = in_order().values("pk", "stage", "level", "started__year", "ended__year", *TEXTS)
    for rank, case in enumerate(columns.iterator(), 1):
        first, last = case.pop("started__year"), case.pop("ended__year")
        values = {name: sorted(several[name].get(case["pk"], ())) for name in several}
        values["year"] = [str(year) for year in range(first or last, (last or first) + 1)] if first or last else []
        values["stage"] = [case["stage"]] if case["stage"] else []
        values["level"] = [case["level"]]
        values["figures"] = [values["figures"][0] if values["figures"] else "without"]
        yield FlatCase(rank, case["pk"], {name: case[name] for name in TEXTS}, values)


def relations() -> dict[str, dict[int, set[str]]]:
    """Facet → case → values, for the facets over relations."""
    found: dict[str, dict[int, set[str]]] = {
        name: defaultdict(set) for name in (*SEVERAL, "figures") if name != "year"
    }
    places = {place.pk: place for place in Place.objects.all()}
    for case, key in CaseStudy.places.through.objects.values_list("casestudy_id", "place_id"):
        place = places[key]
        while place is not None and places[key].state == Record.State.PUBLISHED:
            if place.kind in found:
                found[place.kind][case].add(place.slug)
            place = places.get(place.parent_id)
        city = places[key]
        if city.kind == "city" and city.state == Record.State.PUBLISHED:
            found["climate_zone"][case].update(filter(None, (city.climate_zone[:1], city.climate_zone)))
            if city.population is not None:
                sizes = (size for below, size in SIZES.items() if city.population < below)
                found["city_size"][case].add(next(sizes, "over-10m"))
    themes = {theme.pk: theme for theme in Theme.objects.all()}
    for case, key in CaseStudy.themes.through.objects.values_list("casestudy_id", "theme_id"):
        theme = themes[key]
        while theme is not None:
            found["theme"][case].add(theme.slug)
            theme = themes.get(theme.parent_id)
    public = {"programme__state": Record.State.PUBLISHED}
    programmes = CaseStudy.programmes.through.objects.filter(**public)
    methods = Step.objects.filter(method__state=Record.State.PUBLISHED)
    involved = Involvement.objects.filter(organisation__state=Record.State.PUBLISHED)
    networks = involved.filter(organisation__kind="city-network")
    for name, pairs in {
        "programme": programmes.values_list("casestudy_id", "programme__slug"),
        "method": methods.values_list("case_id", "method__slug"),
        "network": networks.values_list("case_id", "organisation__slug"),
        "organisation": involved.values_list("case_id", "organisation__slug"),
    }.items():
        for case, slug in pairs.iterator():
            found[name][case].add(slug)
    for tags in (CaseStudy.sdg_targets, CaseStudy.named_sdg_targets):
        for case, slug in tags.through.objects.values_list("casestudy_id", "sdgtarget__slug").iterator():
            found["sdg_target"][case].add(slug)
    together = Cooperation.objects.filter(case__isnull=False)
    for case, manner, *levels in together.values_list("case_id", "manner", "level", "with_level").iterator():
        found["cooperation"][case].add(manner)
        found["cooperation_level"][case].update(levels)
    levels = ("output", "outcome", "impact")
    results = Outcome.objects.filter(case__isnull=False, status__in=MEASURED, indicator__results_level__in=levels)
    for case in results.values_list("case_id", flat=True).iterator():
        found["figures"][case].add("with")
    return found
