"""Template tags for cards: what a record says of itself in a few lines, in a list or on the page of another."""

from django import template

from casestudies import i18n
from casestudies.models import Place

register = template.Library()

register.filter("without_name", i18n.without_name)


@register.simple_tag(takes_context=True)
def title_here(context, title):
    """The title of a card; on the page of a place without the name of that place and the colon in front."""
    here = context.get("of")
    return i18n.without_name(title, here) if isinstance(here, Place) else title


@register.simple_tag(takes_context=True)
def places_here(context, places) -> list:
    """The places to print on a card; on the page of a place none if it is the only one."""
    here, shown = context.get("of"), list(places)
    return [] if isinstance(here, Place) and [place.pk for place in shown] == [here.pk] else shown


@register.filter
def sets_out_from(outcome) -> bool:
    """Whether its value is a later state of its baseline, so that the two read “from … to …”; a change does not."""
    return outcome.baseline_value is not None and outcome.kind in ("level", "share", "money")


@register.filter
def is_of_a_part(outcome) -> bool:
    """Whether it is about less than the place: one project, one operator. It must not pass for the whole."""
    return outcome.scope in (outcome.Scope.PART, outcome.Scope.INSTITUTION)
