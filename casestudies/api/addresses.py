"""Where a record is: the address of its page and of its record here. Slugs and keys make them, so they last."""

from django.conf import settings
from django.urls import reverse

from casestudies.models import (
    Affiliation,
    CaseStudy,
    Event,
    Indicator,
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
    Unit,
)

RECORDS = {
    CaseStudy: "case-studies",
    Programme: "programmes",
    Method: "methods",
    Theme: "themes",
    SDGTarget: "sdg-targets",
    Indicator: "indicators",
    Unit: "units",
    Source: "sources",
    Event: "events",
    Term: "terms",
}
FACTS = {
    Outcome: "outcomes",
    Step: "steps",
    Lesson: "lessons",
    Involvement: "involvements",
    Membership: "memberships",
    Participation: "participations",
    Affiliation: "affiliations",
    LeadershipTerm: "leadership-terms",
    Office: "offices",
}


def page(record) -> str | None:
    """The address of a record's page, in English; None while there is no page of its kind."""
    path = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return f"{settings.SITE_URL}{path}" if path else None


def of(record) -> str:
    """The address of a record, of a fact, or of a part or passage of a source."""
    model = record._meta.concrete_model
    if model in FACTS:
        return at(f"{FACTS[model]}-{owner_kind(record)}", record.owner.slug, record.key)
    if model is Transfer:
        return at("transfers-detail", record.key)
    if model in (Part, Passage):
        return at(f"{model._meta.model_name}s-detail", record.source.slug, record.slug)
    return at(f"{collection(record)}-detail", record.slug)


def at(name: str, *arguments: str) -> str:
    """The address with this name in `urls.py`."""
    return settings.SITE_URL + reverse(f"api:{name}", args=arguments)


def collection(record) -> str:
    """The list that a record stands in: each has one address."""
    if isinstance(record, Place):
        return "cities" if record.kind == Place.Kind.CITY else "places"
    if isinstance(record, Organisation):
        return "networks" if record.kind == Organisation.Kind.NETWORK else "organisations"
    return RECORDS[record._meta.concrete_model]


def owner_kind(fact) -> str:
    """What the owner of a fact is to it: case, programme, place, organisation, network or method."""
    return next(name for name in fact.owners if getattr(fact, f"{name}_id") is not None)
