from .base import BadQuery, ListFilterSet
from .lists import (
    CaseStudyFilterSet,
    CityFilterSet,
    LessonFilterSet,
    MethodFilterSet,
    NetworkFilterSet,
    OrganisationFilterSet,
    ProgrammeFilterSet,
    SourceFilterSet,
    ThemeFilterSet,
)

__all__ = [
    "BadQuery",
    "CaseStudyFilterSet",
    "CityFilterSet",
    "LessonFilterSet",
    "ListFilterSet",
    "MethodFilterSet",
    "NetworkFilterSet",
    "OrganisationFilterSet",
    "ProgrammeFilterSet",
    "SourceFilterSet",
    "ThemeFilterSet",
]
