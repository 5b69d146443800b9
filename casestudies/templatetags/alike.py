"""Template tags for rows that are like another one."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def reason_url(context, reason) -> str:
    """Where a reason leads: the list of all that share it, or the page of its record if the list has no such facet."""
    listing = context["listing"]
    if reason.facet in listing.filters.base_filters:
        return listing.address(urlencode({reason.facet: reason.value}))
    return reverse(f"{reason.facet}-detail", args=[reason.value])
