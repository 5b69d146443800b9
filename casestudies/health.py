"""/healthz: whether the site can answer, and from which version of the content.

A middleware before those that check host and scheme, since probes use plain http and an IP address. It uses no cache
and runs one query.
"""

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.log import log_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from casestudies.models import ContentLoad
from casestudies.trouble import reason
from cityclimate.postgresql.patience import at_most

PATH = "/healthz"
PATIENCE = 2  # seconds


class Health:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path_info == PATH else self.get_response(request)


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 with database and content version; 503 with a reason if the database does not answer."""
    try:
        with at_most(PATIENCE):
            load = ContentLoad.objects.last()
    except Error as error:
        unavailable = {"status": "unavailable", "database": connection.vendor, "reason": reason(error)}
        response = JsonResponse(unavailable, status=503)
        log_response("%s: %s", response.reason_phrase, PATH, response=response, request=request, exception=error)
        return response
    return JsonResponse({"status": "ok", "database": connection.vendor, "content": load.version if load else None})
