"""Querysets with all that serializers read, in a fixed number of queries.

A record has the facts that it owns. Facts of other owners are in their own list, with a filter.
"""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet

from casestudies.models import (
    Affiliation,
    Equivalent,
    Event,
    Involvement,
    LeadershipTerm,
    Lesson,
    Membership,
    Office,
    Outcome,
    Part,
    Participation,
    Step,
    Transfer,
)
from casestudies.models.places import public_places

# The relations of a fact, besides its owner.
JOINED = {
    Step: ("method",),
    Involvement: ("organisation", "place"),
    Membership: ("place",),
    Participation: ("place", "organisation"),
    Affiliation: ("other",),
    Office: ("place",),
    LeadershipTerm: ("city",),
}
ORDER = {Outcome: ("-preferred", "order", "pk"), Step: ("order", "pk"), Lesson: ("order", "pk")}


def facts(rows: QuerySet) -> QuerySet:
    """Facts with their owners."""
    if rows.model in (Outcome, Transfer):
        return rows.for_list()
    return _without_owners(rows).with_lines(*rows.model.owners, *JOINED.get(rows.model, ()))


def _without_owners(rows: QuerySet) -> QuerySet:
    """Facts to show inside the records that own them, so without joining the owners."""
    model = rows.model
    rows = rows.with_lines(*JOINED.get(model, ())).order_by(*ORDER.get(model, ("key",)))
    if model is Outcome:
        rows = rows.select_related("indicator", "unit").prefetch_related(
            Prefetch("equivalents", Equivalent.objects.select_related("unit"))
        )
    if model is Lesson:
        rows = rows.prefetch_related("themes").with_examples()
    if model is Participation:
        rows = rows.prefetch_related(public_places("group_places"))
    if model is Step:
        substeps = Step.objects.published().with_lines("case", "method").order_by("order", "pk")
        rows = rows.prefetch_related(Prefetch("substeps", substeps))
    return rows


def with_facts(rows: QuerySet, names: Iterable[str]) -> QuerySet:
    """Records with the public facts that they own, by the names of the relations; steps hold their sub-steps."""
    models = {name: rows.model._meta.get_field(name).related_model for name in names}
    found = {name: _without_owners(model.objects.published()) for name, model in models.items()}
    if "steps" in found:
        found["steps"] = found["steps"].filter(parent=None)
    return rows.prefetch_related(*(Prefetch(name, its) for name, its in found.items()))


def theme_details(rows: QuerySet) -> QuerySet:
    return rows.for_list().prefetch_related("children")


def terms(rows: QuerySet) -> QuerySet:
    return rows.for_list().prefetch_related("variants")


def term_details(rows: QuerySet) -> QuerySet:
    return terms(rows).prefetch_related("narrower")


def events(rows: QuerySet) -> QuerySet:
    return rows.with_lines("place", "parent").prefetch_related("organisers", "organisations", "programmes")


def event_details(rows: QuerySet) -> QuerySet:
    return events(rows).prefetch_related(Prefetch("children", Event.objects.in_order()))


def source_details(rows: QuerySet) -> QuerySet:
    return rows.for_list().prefetch_related(Prefetch("parts", parts(Part.objects.all())))


def parts(rows: QuerySet) -> QuerySet:
    return rows.for_list().order_by("order")


def passages(rows: QuerySet) -> QuerySet:
    return rows.with_lines("source", "part__source")


def passage_details(rows: QuerySet) -> QuerySet:
    return passages(rows).for_source()
