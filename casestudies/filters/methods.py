"""How it is done: methods, the steps that used them, the lessons learned."""

from functools import partial

from django.db.models import F
from django.utils.translation import gettext_lazy as _
from pyroaring import BitMap64

from casestudies.models import Lesson, Method, Network, Organisation, Step
from casestudies.models.government import Level

from .base import ListFilterSet
from .facet_kinds import CITY, COUNTRY, REGION, AnyOf, ChoiceFacet, PlaceFacet, RecordFacet, ThemeFacet
from .ordering import MOST_CASES, NAME, by_owner
from .practice import CountingCases, of_owner, with_part


class MethodFilterSet(CountingCases):
    facet = "method"
    sorts = {"cases": MOST_CASES, "name": NAME}

    theme = ThemeFacet()
    region = PlaceFacet(REGION, "steps__case__places", via="steps__case", label=_("Used in region"))
    city = PlaceFacet(CITY, "steps__case__places", via="steps__case", label=_("Used in city"))

    @property
    def numbers(self):
        times = partial(self.index.get, "times of methods", Step.objects.times_of_methods)
        return super().numbers | {"shortest": lambda: times()[0].get, "longest": lambda: times()[1].get}


class StepFilterSet(ListFilterSet):
    sorts = by_owner(_("Case study"), "case__slug", "order", "pk")

    q = None
    method = RecordFacet("method", Method, label=_("Method"))
    region = PlaceFacet(REGION, "case__places", via="case", label=_("Region"))
    country = PlaceFacet(COUNTRY, "case__places", via="case", label=_("Country"))
    city = PlaceFacet(CITY, "case__places", via="case", label=_("City"))


def where_learned(kind: str, label) -> AnyOf:
    """The places of the case or programme of a lesson."""
    return AnyOf(
        PlaceFacet(kind, "case__places", via="case", label=label),
        PlaceFacet(kind, "programme__jurisdictions", via="programme", label=label),
    )


class OwnOrOfItsCase(AnyOf):
    """The subjects of a lesson (see Lesson.subjects): its own themes; without any, those of its case."""

    def read(self, index, model):
        own, of_case = (facet.members(index, model) for facet in self.alternatives)
        untagged = index.rows(model) - BitMap64().union(*own.values())
        found = {value: own.get(value, BitMap64()) | rows & untagged for value, rows in of_case.items()}
        return dict(own) | {value: rows for value, rows in found.items() if rows}


class LessonFilterSet(ListFilterSet):
    sorts = {
        "newest": (
            _("Newest first"),
            (F("case__published_at").desc(nulls_last=True), "case__slug", "order", "pk"),
        ),
        "title": (_("Title"), ("title", "pk")),
    }

    kind = ChoiceFacet("kind", Lesson.Kind, label=_("Kind"))
    theme = OwnOrOfItsCase(ThemeFacet(), ThemeFacet("case__themes", via="case"))
    region = where_learned(REGION, _("Region"))
    level = of_owner("level", Level, _("Level of government"))
    country = where_learned(COUNTRY, _("Country"))
    city = where_learned(CITY, _("City"))
    method = AnyOf(
        RecordFacet("case__steps__method", Method, via="case", label=_("Method used there")),
        RecordFacet("method", Method, label=_("Method used there")),
    )
    network = with_part(Network, _("Network"))
    organisation = with_part(Organisation, _("Organisation"))
