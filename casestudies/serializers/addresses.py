"""The addresses of a record: of its page, and in the API. They are made of slugs and keys, which never change."""

from django.conf import settings
from django.urls import reverse

from casestudies.models import Part, Passage, Transfer
from casestudies.models.facts import Fact


def of_page(record) -> str | None:
    """The address of the English page of a record; None if records of its kind have no page."""
    path = record.get_absolute_url() if hasattr(record, "get_absolute_url") else ""
    return absolute(path) if path else None


def of_record(record) -> str:
    """The address in the API of a record, a fact, or a part or passage of a source."""
    kind = kind_of(record)
    match record:
        case Transfer():
            return named(f"{kind}-detail", record.key)
        case Fact():
            return named(f"{kind}-{record.owner_name}", record.owner.slug, record.key)
        case Part() | Passage():
            return named(f"{kind}-detail", record.source.slug, record.slug)
    return named(f"{kind}-detail", record.slug)


def absolute(path: str) -> str:
    return settings.SITE_URL + path


def named(name: str, *arguments: str) -> str:
    """The address of a URL pattern in `api/urls.py`."""
    return absolute(reverse(f"api:{name}", args=arguments))


def kind_of(record) -> str:
    """The `kind` of the Listing that has the record: `city` for a city, `place` for any other place."""
    return getattr(record, "url_name", "") or record._meta.model_name


def kind_of_model(model) -> str:
    """The `kind` of the listing of a model."""
    name = getattr(model, "url_name", "")
    return name if isinstance(name, str) and name else model._meta.model_name
