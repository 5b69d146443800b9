"""Vocabularies: themes, SDG targets, the glossary."""

from django.utils.translation import gettext_lazy as _

from casestudies.facets import Option

from .base import ListFilterSet
from .facet_kinds import REGION, FacetFilter, PlaceFacet, ThemeFacet, WithFacet
from .ordering import MOST_CASES, NAME
from .practice import CountingCases


class ThemeFilterSet(CountingCases):
    facet = "theme"
    sorts = {"order": (_("As in the list of themes"), ("order", "pk")), "name": NAME, "cases": MOST_CASES}

    region = PlaceFacet(REGION, "cases__places", via="cases", label=_("Region of case studies"))
    cases = WithFacet(
        "cases",
        via="cases",
        label=_("Case studies"),
        with_label=_("with case studies"),
        without_label=_("without case studies"),
    )


class GoalFacet(FacetFilter):
    """The goals of the SDG targets."""

    vocabulary = ("goals",)
    goals = tuple(str(goal) for goal in range(1, 18))

    def options(self, index):
        return [Option(goal, goal) for goal in self.goals]


class SDGTargetFilterSet(ListFilterSet):
    sorts = {"goal": (_("Goal"), ("goal", "code"))}

    q = None
    goal = GoalFacet("goal", label=_("Goal"))


class TermFilterSet(ListFilterSet):
    sorts = {"name": NAME}

    theme = ThemeFacet()
