"""security.txt (RFC 9116): whom to tell about a vulnerability."""

import datetime

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

CURRENT = datetime.timedelta(days=364)  # less than a year, as the standard recommends


@require_safe
def security_txt(request):
    """404 if no contact is set. The expiry changes once a day."""
    if not settings.SECURITY_CONTACT:
        raise Http404("no SECURITY_CONTACT")
    today = datetime.datetime.now(datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {today + CURRENT:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en, zh",
    ]
    if settings.HTTPS:  # the standard forbids an address of http here
        lines.append(f"Canonical: {settings.SITE_URL}{reverse('security-txt')}")
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
