"""What the head of a page asks."""

from django import template

from casestudies.head import identity as identities

register = template.Library()


@register.simple_tag(takes_context=True)
def identity(context) -> identities.Identity | None:
    """What the page says about itself to machines; None for a draft."""
    request = context.get("request")
    return identities.of_page(request, context.flatten()) if request else None
