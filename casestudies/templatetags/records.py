"""Template tags for the pages of records."""

import re

from django import template
from django.conf import settings

from casestudies.models.facts import Fact
from casestudies.serializers.addresses import of_record

register = template.Library()

BETWEEN = re.compile(r"\s*\n\s*\n\s*")  # paragraphs


@register.simple_tag
def data_address(record) -> str:
    """The path of a record or fact in the API; empty for a draft, which the API does not have."""
    owner = record.owner if isinstance(record, Fact) else record
    if owner and not getattr(owner, "is_published", True):
        return ""
    return of_record(record).removeprefix(settings.SITE_URL)


@register.filter
def opening(prose):
    """The first paragraph of a text, which stands above the key figures."""
    return prose.put(BETWEEN.split(prose, maxsplit=1)[0])


@register.filter
def further(prose):
    """The paragraphs after the first; empty for a text of one."""
    return prose.put("".join(BETWEEN.split(prose, maxsplit=1)[1:]))
