"""Template tags for the pages of records."""

from django import template
from django.conf import settings

from casestudies.models.facts import Fact
from casestudies.serializers.addresses import of_record

register = template.Library()


@register.simple_tag
def data_address(record) -> str:
    """The path of a record or fact in the API; empty for a draft, which the API does not have."""
    owner = record.owner if isinstance(record, Fact) else record
    if owner and not getattr(owner, "is_published", True):
        return ""
    return of_record(record).removeprefix(settings.SITE_URL)
