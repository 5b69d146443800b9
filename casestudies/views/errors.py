"""How the site answers what it can't or won't: 301 for what moved, 400, 403, 404, 410, 429, and 500 or 503.

Pages for readers; where no view of the API could answer, problems in JSON for programs.
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
from casestudies.refusals import BadQuery, Gone, Moved
from casestudies.trouble import RETRY_AFTER, is_trouble

TRACKING = {"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "ref_src", "spm", "yclid"}


def is_tracking(name: str) -> bool:
    return name.startswith("utm_") or name in TRACKING


class ClearAnswers:
    """One answer to each of these on every page, in development too."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in {"GET", "HEAD"} and any(map(is_tracking, request.GET)):
            query = request.GET.copy()
            for name in filter(is_tracking, request.GET):
                del query[name]
            request.GET = query
            # A list redirects to what is left in its one form, and refuses what it does not know: one answer, not two.
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
    """Who failed to log in too often, by name or by address: django-axes calls this."""
    response = _answer(request, 429)
    response["Cache-Control"] = "no-store"
    response["Retry-After"] = str(round(get_cool_off(request).total_seconds()))
    return response


def server_error(request):
    """503 where the database is the cause, else our mistake. The page asks it nothing: no session, no user."""
    request.user = AnonymousUser()
    status = 503 if is_trouble(sys.exc_info()[1]) else 500
    response = _answer(request, status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def _answer(request: HttpRequest, status: int, **context) -> HttpResponse:
    """In the language of the address: a thread that did not come that far has the language of its last request."""
    if request.path_info.startswith(PREFIX):
        return without_view(status)
    with translation.override(translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        return render(request, f"{status}.html", context, status=status)
