"""Columns and filters of the change lists."""

from django.contrib import admin
from django.db import models
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated
from casestudies.models import Place


def translated(model: type[models.Model]) -> list[str]:
    """Names of the translated texts of a model."""
    return [name for kind in model.__mro__ for name, value in vars(kind).items() if isinstance(value, Translated)]


def counted(label, model: type[models.Model], lookup: str):
    """A column: the number of rows of `model` that point here by `lookup`. CuratedAdmin adds its annotation."""
    name = f"{model._meta.model_name}_count"
    rows = model._base_manager.filter(**{lookup: OuterRef("pk")}).order_by().values(lookup)

    @admin.display(description=label, ordering=name)
    def column(row):
        return getattr(row, name)

    column.annotation = {name: Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0)}
    return column


class ChineseFilter(admin.SimpleListFilter):
    """Records with a text in English only."""

    title = _("Chinese")
    parameter_name = "chinese"

    def lookups(self, request, model_admin):
        return [("missing", _("something missing"))]

    def queryset(self, request, queryset):
        if self.value() != "missing":
            return queryset
        lacking = Q()
        for name in translated(queryset.model):
            english, chinese = getattr(queryset.model, name).columns
            lacking |= Q(**{chinese: ""}) & ~Q(**{english: ""})
        return queryset.filter(lacking)


class CheckedFilter(admin.SimpleListFilter):
    """Records, or facts of records, that were not held against the texts of their sources since they were edited."""

    title = _("anchors")
    parameter_name = "anchors"
    records: tuple[str, ...] = ("",)  # paths from a row to what has the mark

    def lookups(self, request, model_admin):
        return [("unchecked", _("not checked against the text")), ("checked", _("checked against the text"))]

    def queryset(self, request, queryset):
        if self.value() not in ("unchecked", "checked"):
            return queryset
        found = Q()
        for path in self.records:
            found |= Q(**{f"{path}is_checked": self.value() == "checked"})
        return queryset.filter(found)


class FiguresFilter(admin.SimpleListFilter):
    """Records by the figures about them. Results are what the public lists call results: measured."""

    title = _("figures")
    parameter_name = "figures"

    def lookups(self, request, model_admin):
        return [
            ("results", _("with measured results")),
            ("others", _("with other figures only")),
            ("without", _("without figures")),
        ]

    def queryset(self, request, queryset):
        relation = queryset.model._meta.get_field("outcomes")
        owner = relation.remote_field.name
        figures = relation.related_model.objects.exclude(**{owner: None})
        told, results = (Q(pk__in=rows.values(owner)) for rows in (figures, figures.results()))
        chosen = {"results": results, "others": told & ~results, "without": ~told}.get(self.value())
        return queryset if chosen is None else queryset.filter(chosen)


class PlaceFilter(admin.SimpleListFilter):
    """Records in a place or below it; `path` leads from the record to its place. Offers only places in use."""

    ancestor: str  # the kind of place to choose from
    path: str

    def lookups(self, request, model_admin):
        used = Place.objects.filter(pk__in=model_admin.model._base_manager.values(self.path)).with_parents()
        found = {above for place in used for above in [place, *place.ancestors] if above.kind == self.ancestor}
        return sorted(((place.slug, str(place)) for place in found), key=lambda choice: choice[1])

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        inside = {f"{self.path}__in": Place.objects.within([self.value()])}
        return queryset.filter(pk__in=queryset.model._base_manager.filter(**inside).values("pk"))


def place_filters(path: str) -> list[type[PlaceFilter]]:
    """Filters by region and by country of the place at `path`."""
    options = {"region": _("region"), "country": _("country")}
    return [
        type(
            f"{name.title()}Filter",
            (PlaceFilter,),
            {"ancestor": name, "parameter_name": name, "title": label, "path": path},
        )
        for name, label in options.items()
    ]
