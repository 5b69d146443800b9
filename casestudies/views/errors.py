"""Responses for errors: 301 for renamed records, 400, 403, 404, 410, 429, and 500 or 503.

They are pages; below the address of the API, JSON.
"""

import sys

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils import translation

from casestudies import canonical
from casestudies.api.middleware import PREFIX
from casestudies.api.problems import without_view
from casestudies.refusals import BadQuery, Deleted, Gone, Moved, Removed
from casestudies.trouble import RETRY_AFTER, is_trouble

TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "spm", "yclid"}


def is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in TRACKING


class ClearAnswers:
    """Middleware: the same response to each of these on every page; removes tracking parameters."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} and any(map(is_tracking, request.GET)):
            query = request.GET.copy()
            for name in filter(is_tracking, request.GET):
                del query[name]
            request.GET = query
            # A list redirects to its canonical address or refuses the rest: one response instead of two.
            response = self.get_response(request) if query else None
            if response is None or response.status_code == 200:
                response = HttpResponsePermanentRedirect(canonical.path(request, query.urlencode()))
            return response
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.record.get_absolute_url())
        if isinstance(exception, Gone):
            return render(request, "410.html", {"record": exception.record}, status=410)
        if isinstance(exception, Deleted):
            return render(request, "410.html", {"deleted": exception.fact, "owner": exception.owner}, status=410)
        if isinstance(exception, Removed):
            return render(request, "410.html", {"deleted": exception.former}, status=410)
        if isinstance(exception, BadQuery):
            return render(request, "400.html", {"errors": exception.errors}, status=400)
        return None


def bad_request(request, exception=None):
    return _answer(request, 400, errors={})


def forbidden(request, exception=None):
    return _answer(request, 403)


def not_found(request, exception=None):
    return _answer(request, 404)


def locked_out(request, response=None, credentials=None):
    """Called by django-axes after too many failed logins for a name or from an address."""
    response = _answer(request, 429)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(round(get_cool_off(request).total_seconds()))
    return response


def server_error(request):
    """503 if the database is the cause, else 500. The page needs no query, so it has no session and no user."""
    request.user = AnonymousUser()
    status = 503 if is_trouble(sys.exc_info()[1]) else 500
    response = _answer(request, status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def _answer(request: HttpRequest, status: int, **context) -> HttpResponse:
    """A page in the language of the address: after an early error, that of another request may be active."""
    if request.path_info.startswith(PREFIX):
        return without_view(status)
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return render(request, f"{status}.html", context, status=status)
