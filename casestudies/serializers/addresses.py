"""Where a record is: its page, and its record in the API. The addresses last: they are made of slugs and keys."""

from django.conf import settings
from django.urls import reverse

from casestudies.models import Part, Passage, Transfer
from casestudies.models.evidence import Fact


def page(record) -> str | None:
    """The address of a record's page, in English; None while there is no page of its kind."""
    path = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return absolute(path) if path else None


def of(record) -> str:
    """The address of a record, of a fact, or of a part or passage of a source."""
    kind = kind_of(record)
    match record:
        case Transfer():
            return at(f"{kind}-detail", record.key)
        case Fact():
            return at(f"{kind}-{owner_kind(record)}", record.owner.slug, record.key)
        case Part() | Passage():
            return at(f"{kind}-detail", record.source.slug, record.slug)
    return at(f"{kind}-detail", record.slug)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def at(name: str, *arguments: str) -> str:
    """The address with this name in `api/urls.py`."""
    return absolute(reverse(f"api:{name}", args=arguments))


def kind_of(record) -> str:
    """The `kind` of the listing that a record is in: a city is a `city`, any other place a `place`."""
    return getattr(record, "url_name", "") or record._meta.model_name


def owner_kind(fact) -> str:
    """What the owner of a fact is to it: case, programme, place, organisation, network or method."""
    return next(name for name in fact.owners if getattr(fact, f"{name}_id") is not None)
