"""Where facts are written: sources and their passages."""

from django.db.models import F
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casestudies.facets import Members, Option
from casestudies.models import Organisation, Part, Source

from .base import ListFilterSet
from .facet_kinds import ChoiceFacet, RecordFacet, YearFacet
from .range_kinds import Years


class SourceFilterSet(ListFilterSet):
    sorts = {
        "date": (_("Latest first"), (F("date").desc(nulls_last=True), "slug")),
        "title": (_("Title"), ("title", "slug")),
    }

    publisher = RecordFacet("publisher", Organisation, label=_("Publisher"))
    kind = ChoiceFacet("kind", Source.Kind, label=_("Kind"))
    year = YearFacet("date", "date")
    year_min, year_max = Years("date", "date").parameters


class PartFacet(RecordFacet):
    """The parts of the source whose passages are listed."""

    def __init__(self, *, label):
        super().__init__("part", Part, label=label)

    @cached_property
    def allowed(self):
        """Each source has its own."""
        return {value: Option(value, value) for value in self.members(self.parent.index, self.parent.model)}

    def members(self, index, model):
        every, listed = self.every(index, model), self.parent.within
        return Members({value: found for value, rows in every.items() if (found := rows & listed)})


class PassageFilterSet(ListFilterSet):
    sorts = {"order": (_("As the document runs"), ("order",))}

    q = None
    part = PartFacet(label=_("Part"))
