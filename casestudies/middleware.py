"""Answers that no single view gives: addresses with tracking parameters, records that moved or went, bad queries."""

from django.http import HttpResponsePermanentRedirect
from django.shortcuts import render

from casestudies import canonical
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
