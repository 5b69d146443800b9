"""What goes wrong outside a view's own words: pages, and problems in JSON for programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casestudies.api.answers import without_view
from casestudies.api.middleware import PREFIX


def bad_request(request, exception=None):
    return _answer(request, 400, errors={})


def forbidden(request, exception=None):
    return _answer(request, 403)


def not_found(request, exception=None):
    return _answer(request, 404)


def server_error(request):
    return _answer(request, 500)


def _answer(request: HttpRequest, status: int, **context) -> HttpResponse:
    if request.path_info.startswith(PREFIX):
        return without_view(status)
    return render(request, f"{status}.html", context, status=status)
