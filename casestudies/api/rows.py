"""The rows behind the records, with all that their serializers read, in a fixed number of queries.

A record holds the facts that it owns; what others own is a list of its own, with a filter.
"""

from django.db.models import Prefetch, QuerySet

from casestudies.models import (
    Affiliation,
    CaseStudy,
    Equivalent,
    Event,
    Involvement,
    LeadershipTerm,
    Lesson,
    Membership,
    Method,
    Office,
    Organisation,
    Outcome,
    Part,
    Participation,
    Passage,
    Place,
    Programme,
    SDGTarget,
    Source,
    Step,
    Term,
    Theme,
    Transfer,
)
from casestudies.models.exchange import ENDS

# Beside their owners.
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


def facts(model) -> QuerySet:
    """Published facts of a kind, all but their owners."""
    rows = model.objects.published().select_related(*JOINED.get(model, ())).order_by(*ORDER.get(model, ("key",)))
    if model is Outcome:
        rows = rows.prefetch_related(Prefetch("equivalents", Equivalent.objects.select_related("unit")))
    if model is Lesson:
        rows = rows.prefetch_related("themes")
    if model is Step:
        rows = rows.prefetch_related(Prefetch("substeps", listed(Step, whole=False)))
    return rows


def listed(model, whole: bool = True) -> QuerySet:
    """Published facts of a kind with their owners; a step without its sub-steps where not `whole`."""
    if model is Outcome:
        return Outcome.objects.published().for_list()
    rows = facts(model) if whole else Step.objects.published().select_related("method").order_by("order", "pk")
    return rows.select_related(*model.owners, *JOINED.get(model, ()))


def holding(rows: QuerySet, **relations) -> QuerySet:
    """Records with the facts that they own: `holding(rows, lessons=Lesson)`."""
    return rows.prefetch_related(*(Prefetch(name, facts(model)) for name, model in relations.items()))


def case_studies() -> QuerySet:
    return CaseStudy.objects.for_detail()


def whole_case_studies() -> QuerySet:
    rows = case_studies().prefetch_related(Prefetch("steps", facts(Step).filter(parent=None)))
    return holding(rows, outcomes=Outcome, lessons=Lesson, involvements=Involvement)


def whole_programmes() -> QuerySet:
    rows = Programme.objects.for_detail().with_numbers()
    return holding(rows, participations=Participation, outcomes=Outcome, lessons=Lesson)


def places(model=Place) -> QuerySet:
    return model.objects.for_list()


def whole_places(model=Place) -> QuerySet:
    return holding(places(model), outcomes=Outcome)


def whole_organisations(model=Organisation) -> QuerySet:
    return holding(
        model.objects.for_list().with_numbers().select_related("parent"),
        memberships=Membership,
        offices=Office,
        affiliations=Affiliation,
        leadership_terms=LeadershipTerm,
        outcomes=Outcome,
    )


def whole_methods() -> QuerySet:
    return holding(Method.objects.for_list().with_numbers(), lessons=Lesson)


def whole_themes() -> QuerySet:
    return Theme.objects.for_list().with_numbers().prefetch_related("children")


def terms() -> QuerySet:
    return Term.objects.select_related("broader").prefetch_related("variants")


def events() -> QuerySet:
    return Event.objects.select_related("place").prefetch_related("organisations")


def sdg_targets() -> QuerySet:
    return SDGTarget.objects.all()


def whole_sources() -> QuerySet:
    return Source.objects.for_list().prefetch_related(Prefetch("parts", parts()))


def parts() -> QuerySet:
    return Part.objects.for_list().order_by("order")


def passages() -> QuerySet:
    return Passage.objects.select_related("source", "part__source")
