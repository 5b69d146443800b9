"""What serializers read with their rows, in a fixed number of queries.

A record holds the facts that it owns; facts of other owners are in a list of their own, with a filter.
"""

from django.db.models import Prefetch, QuerySet

from casestudies.models import (
    Affiliation,
    Equivalent,
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
from casestudies.models.exchange import ENDS

# What a fact refers to, beside its owner.
JOINED = {
    Outcome: ("indicator", "unit"),
    Step: ("method",),
    Involvement: ("organisation",),
    Membership: ("place",),
    Participation: ("place", "organisation"),
    Affiliation: ("other",),
    Office: ("place",),
    LeadershipTerm: ("city",),
    Transfer: tuple(f"{side}_{end}" for side in ("from", "to") for end in ENDS),
}
ORDER = {Outcome: ("-preferred", "order", "pk"), Step: ("order", "pk"), Lesson: ("order", "pk")}


def facts(rows: QuerySet) -> QuerySet:
    """Facts with their owners."""
    if rows.model is Outcome:
        return rows.for_list()
    return _of_owners(rows).select_related(*rows.model.owners, *JOINED.get(rows.model, ()))


def _of_owners(rows: QuerySet) -> QuerySet:
    """Facts for the records that own them: all but the owners."""
    model = rows.model
    rows = rows.select_related(*JOINED.get(model, ())).order_by(*ORDER.get(model, ("key",)))
    if model is Outcome:
        rows = rows.prefetch_related(Prefetch("equivalents", Equivalent.objects.select_related("unit")))
    if model is Lesson:
        rows = rows.prefetch_related("themes")
    if model is Step:
        substeps = Step.objects.published().select_related("case", "method").order_by("order", "pk")
        rows = rows.prefetch_related(Prefetch("substeps", substeps))
    return rows


def holding(rows: QuerySet, **relations) -> QuerySet:
    """Records with the public facts that they own: `holding(rows, lessons=Lesson.objects)`."""
    return rows.prefetch_related(*(Prefetch(name, _of_owners(its.published())) for name, its in relations.items()))


def case_studies(rows: QuerySet) -> QuerySet:
    return rows.for_detail()


def whole_case_studies(rows: QuerySet) -> QuerySet:
    return holding(
        rows.for_detail(),
        steps=Step.objects.filter(parent=None),
        outcomes=Outcome.objects,
        lessons=Lesson.objects,
        involvements=Involvement.objects,
    )


def whole_programmes(rows: QuerySet) -> QuerySet:
    return holding(
        rows.for_detail(),
        participations=Participation.objects,
        outcomes=Outcome.objects,
        lessons=Lesson.objects,
    )


def whole_places(rows: QuerySet) -> QuerySet:
    return holding(rows.for_list(), outcomes=Outcome.objects)


def whole_organisations(rows: QuerySet) -> QuerySet:
    return holding(
        rows.for_list().select_related("parent"),
        memberships=Membership.objects,
        offices=Office.objects,
        affiliations=Affiliation.objects,
        leadership_terms=LeadershipTerm.objects,
        outcomes=Outcome.objects,
    )


def whole_methods(rows: QuerySet) -> QuerySet:
    return holding(rows.for_list(), lessons=Lesson.objects)


def whole_themes(rows: QuerySet) -> QuerySet:
    return rows.for_list().prefetch_related("children")


def terms(rows: QuerySet) -> QuerySet:
    return rows.select_related("broader").prefetch_related("variants")


def whole_terms(rows: QuerySet) -> QuerySet:
    return terms(rows).prefetch_related("narrower")


def events(rows: QuerySet) -> QuerySet:
    return rows.select_related("place").prefetch_related("organisations")


def whole_sources(rows: QuerySet) -> QuerySet:
    return rows.for_list().prefetch_related(Prefetch("parts", parts(Part.objects.all())))


def parts(rows: QuerySet) -> QuerySet:
    return rows.for_list().order_by("order")


def passages(rows: QuerySet) -> QuerySet:
    return rows.select_related("source", "part__source")


def whole_passages(rows: QuerySet) -> QuerySet:
    return passages(rows).for_source()
