"""Responses of the API: always JSON, with errors as problem details (RFC 9457)."""

from http import HTTPStatus

from django.http import Http404, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import APIView, exception_handler

from casestudies import licence
from casestudies.refusals import BadQuery, Deleted, Gone, Moved, Removed
from casestudies.serializers import addresses
from casestudies.serializers.fields import by_language

PROBLEM = "application/problem+json"
IN_BOTH_LANGUAGES = {"Content-Language": "en, zh-Hans"}
NOTHING = "There is nothing at this address."
REMOVED = "The entry was removed, and no other took its place."
WHY = {
    400: "The request could not be read.",
    403: "This is not allowed.",
    404: NOTHING,
    500: "Something went wrong on our side. It was recorded; try again in a minute.",
    503: "The data cannot be reached at the moment. It was recorded; try again in a few seconds.",
}


class OnlyJSON(BaseContentNegotiation):
    """Every client gets JSON, whatever it accepts; browsers too."""

    def select_parser(self, request, parsers):
        return None

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type


class InJSON(APIView):
    """A public, read-only view, with all errors as problem details."""

    authentication_classes = permission_classes = parser_classes = ()
    renderer_classes = [JSONRenderer]
    content_negotiation_class = OnlyJSON
    http_method_names = ["get", "head", "options"]

    def get_exception_handler(self):
        return answer

    @property
    def default_response_headers(self):
        return super().default_response_headers | licence.headers()


def answer(exception: Exception, context: dict) -> Response | None:
    """The response for an exception; None for one that is not expected, which becomes a 500."""
    match exception:
        case Moved():
            return moved_to(exception.record)
        case BadQuery():
            return problem(400, "Change these parameters.", errors=exception.errors)
        case Gone():
            reason = by_language(exception.record, "withdrawn_because")
            return problem(410, "The record was withdrawn.", reason=reason)
        case Deleted():
            owner = exception.owner and addresses.of_record(exception.owner)
            return problem(410, "The fact was deleted.", deleted_at=exception.fact.deleted_at, owner=owner)
        case Removed():
            return problem(410, REMOVED)
        case Http404():
            return problem(404, NOTHING)
    response = exception_handler(exception, context)
    if response is not None:
        found = problem(response.status_code, str(response.data["detail"]))
        response.data, response.content_type = found.data, found.content_type
    return response


def problem(status: int, detail: str, **more) -> Response:
    return Response(described(status, detail) | more, status=status, content_type=PROBLEM)


def described(status: int, detail: str) -> dict:
    return {"title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def moved_to(record) -> Response:
    """A redirect to the present address of a record or fact."""
    return Response(status=301, headers={"Location": addresses.of_record(record)})


def without_view(status: int) -> JsonResponse:
    """The problem details for errors outside of the views of the API."""
    return JsonResponse(described(status, WHY[status]), status=status, content_type=PROBLEM)


@csrf_exempt
def no_such_address(request, path="") -> JsonResponse:
    return without_view(404)
