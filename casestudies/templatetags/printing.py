"""Template tags for what only paper shows."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.encoding import iri_to_uri

from casestudies.index import Index
from casestudies.models import ContentLoad

register = template.Library()


@register.simple_tag(takes_context=True)
def printed(context) -> dict[str, Any]:
    """The address of the page, and the load of its content; None if no files were loaded.

    A page does not know when it is printed, and an answer from the cache not even when it is read.
    """
    request = context["request"]
    return {
        "address": iri_to_uri(settings.SITE_URL + request.get_full_path()),
        "load": Index.for_request(request).get("load", ContentLoad.objects.last),
    }
