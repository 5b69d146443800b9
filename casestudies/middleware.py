"""Answers that no single view gives: addresses with tracking parameters, records that moved or went, bad queries."""

from django.http import HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from casestudies.filters import BadQuery
from casestudies.views.addresses import Gone, Moved

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
            # "//example.org/" would be another host.
            path = escape_leading_slashes(escape_uri_path(request.path))
            return HttpResponseRedirect(f"{path}?{query.urlencode()}" if query else path)
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.record.get_absolute_url())
        if isinstance(exception, Gone):
            return render(request, "410.html", {"record": exception.record}, status=410)
        if isinstance(exception, BadQuery):
            return render(request, "400.html", {"errors": exception.errors}, status=400)
        return None
