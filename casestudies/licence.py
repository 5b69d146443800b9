"""The licence of the content. A setting decides; where it is unset, nothing here says what may be done with it."""

from django.conf import settings
from django.http import HttpRequest

from cityclimate.environment import Licence


def of_content(request: HttpRequest) -> dict[str, Licence | None]:
    """What every page prints."""
    return {"licence": settings.CONTENT_LICENCE}


def name() -> str:
    return settings.CONTENT_LICENCE.name if settings.CONTENT_LICENCE else ""


def address() -> str:
    return settings.CONTENT_LICENCE.url if settings.CONTENT_LICENCE else ""


def facts() -> dict[str, str] | None:
    """As JSON has it."""
    return settings.CONTENT_LICENCE._asdict() if settings.CONTENT_LICENCE else None


def headers() -> dict[str, str]:
    """For files, some of which have no other place for it."""
    return {"Link": f'<{address()}>; rel="license"'} if address() else {}
