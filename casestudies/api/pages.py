"""Pages of a list: `page` as on the site, and `page_size`."""

import re

from django.conf import settings
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from casestudies.paging import PAGE_SIZE, Found
from casestudies.refusals import BadQuery

from .query import parameter

MOST = 100
DEFAULTS = {"page": "1", "page_size": str(PAGE_SIZE)}
WHOLE = re.compile(r"0*[1-9][0-9]{0,8}", re.ASCII)


class Pagination(BasePagination):
    """BadQuery for what is no number from 1 up, Http404 past the last page; a larger page than 100 is cut to 100."""

    def paginate_queryset(self, queryset: Found, request, view=None):
        sent = {name: request.GET.get(name, default) for name, default in DEFAULTS.items()}
        wrong = {name: value for name, value in sent.items() if not WHOLE.fullmatch(value)}
        told = {name: [f"“{value[:60]}” is no whole number from 1 up."] for name, value in wrong.items()}
        if problems := queryset.filters.problems | told:
            raise BadQuery(problems)
        number, size = map(int, sent.values())
        try:
            self.page = Paginator(queryset, min(size, MOST)).page(number)
        except EmptyPage as error:
            raise Http404(str(error)) from None
        self.request = request
        return list(self.page)

    def get_paginated_response(self, data):
        page = self.page
        return Response(
            {
                "count": page.paginator.count,
                "page": page.number,
                "page_size": page.paginator.per_page,
                "next": self.address(page.number + 1) if page.has_next() else None,
                "previous": self.address(page.number - 1) if page.has_previous() else None,
                "results": data,
            }
        )

    def address(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        return f"{settings.SITE_URL}{self.request.path}?{query.urlencode()}"

    def get_paginated_response_schema(self, schema):
        number = {"type": "integer", "minimum": 1}
        address = {"type": ["string", "null"], "format": "uri"}
        properties = {
            "count": {"type": "integer", "minimum": 0, "description": "Rows on all pages.", "example": 1},
            "page": number | {"example": 1},
            "page_size": number | {"maximum": MOST, "example": PAGE_SIZE},
            "next": address | {"example": None},
            "previous": address | {"example": None},
            "results": schema,
        }
        return {"type": "object", "required": list(properties), "properties": properties}

    def get_schema_operation_parameters(self, view):
        whole = {"type": "integer", "minimum": 1}
        return [
            parameter("page", "Which page; past the last one the answer is 404.", whole | {"default": 1}),
            parameter(
                "page_size",
                f"Rows on a page; more than {MOST} are cut to {MOST}, and the answer says so.",
                whole | {"default": PAGE_SIZE},
            ),
        ]
