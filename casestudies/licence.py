"""The licence of the content, from the settings. Without one, no licence is claimed anywhere."""

from django.conf import settings
from django.http import HttpRequest

from cityclimate.environment import Licence


def of_content(request: HttpRequest) -> dict[str, Licence | None]:
    """Context processor for all pages."""
    return {"licence": settings.CONTENT_LICENCE}


def name() -> str:
    return settings.CONTENT_LICENCE.name if settings.CONTENT_LICENCE else ""


def address() -> str:
    return settings.CONTENT_LICENCE.url if settings.CONTENT_LICENCE else ""


def facts() -> dict[str, str] | None:
    """For JSON: name and url; None without a licence."""
    return settings.CONTENT_LICENCE._asdict() if settings.CONTENT_LICENCE else None


def headers() -> dict[str, str]:
    """Headers of downloads, since some formats have no place for a licence."""
    return {"Link": f'<{address()}>; rel="license"'} if address() else {}
