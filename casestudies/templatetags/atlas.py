"""Template tags for maps."""

from collections.abc import Iterable

from django import template

from casestudies import gazetteer
from casestudies.models import Place

register = template.Library()


@register.simple_tag(takes_context=True)
def locator(context, place: Place | Iterable[Place]) -> gazetteer.Window | None:
    """The small map of a place, or of several: `{% locator place as window %}`. None if nobody knows where it is."""
    places = [place] if isinstance(place, Place) else place or []
    return gazetteer.window(places, gazetteer.gazetteer(context.get("request")))
