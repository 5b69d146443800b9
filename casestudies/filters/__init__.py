from .base import BadQuery, ListFilterSet
from .lists import (
    CaseStudyFilterSet,
    CityFilterSet,
    IndicatorFilterSet,
    LessonFilterSet,
    MethodFilterSet,
    NetworkFilterSet,
    OrganisationFilterSet,
    OutcomeFilterSet,
    ProgrammeFilterSet,
    SourceFilterSet,
    ThemeFilterSet,
)

__all__ = [
    "BadQuery",
    "CaseStudyFilterSet",
    "CityFilterSet",
    "IndicatorFilterSet",
    "LessonFilterSet",
    "ListFilterSet",
    "MethodFilterSet",
    "NetworkFilterSet",
    "OrganisationFilterSet",
    "OutcomeFilterSet",
    "ProgrammeFilterSet",
    "SourceFilterSet",
    "ThemeFilterSet",
]
