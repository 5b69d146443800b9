"""What goes wrong outside a view's own words: pages, and problems in JSON for programs."""

import sys

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from casestudies.api.answers import without_view
from casestudies.api.middleware import PREFIX
from casestudies.trouble import RETRY_AFTER, is_trouble


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
