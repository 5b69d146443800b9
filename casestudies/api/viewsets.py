"""The view sets of lists and records, each configured by a Listing."""

from collections.abc import Sequence

from django.db.models import QuerySet
from pyroaring import BitMap64
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from casestudies.finding import find, find_fact, find_transfer, refuse_parameters
from casestudies.listing import Listing
from casestudies.notes import Notes
from casestudies.refusals import Moved
from casestudies.serializers import addresses
from casestudies.serializers.record import RowSerializer

from . import problems
from .pagination import Pagination
from .query import QueryString
from .schema import OperationSchema

ALIKE = 6  # records like the one that was asked for


class ReadOnly(problems.InJSON, GenericViewSet):
    """A list with the query string of its page. The citations of a response are read in one query."""

    listing: Listing | None = None
    schema = OperationSchema()
    filter_backends = [QueryString]
    pagination_class = Pagination

    def list(self, request, **within):
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shown(found))

    def get_queryset(self) -> QuerySet:
        return self.get_serializer_class().fetch(self.listing.published())

    def within(self) -> BitMap64 | None:
        """The keys that the list is restricted to; None for all rows of the Listing."""
        return None

    def get_serializer_class(self) -> type[RowSerializer]:
        return (self.action == "retrieve" and self.listing.detail_serializer) or self.listing.serializer

    def shown(self, found: Sequence) -> Sequence[dict]:
        serializer = self.get_serializer_class()
        citations = serializer.cited_by(found) if found else None
        notes = Notes(citations.published().for_notes() if citations is not None else ())
        return serializer(found, many=True, context=self.get_serializer_context() | {"notes": notes}).data

    def record(self, record) -> Response:
        """The response for one row, with the numbers that it has in its list."""
        others = self.listing.published()
        record.alike = self.listing.alike(self.request, record, ALIKE, others)
        (row,) = self.shown(self.listing.read(self.request, "", rows=others).numbered([record]))
        return Response(row)

    @property
    def default_response_headers(self):
        return super().default_response_headers | problems.IN_BOTH_LANGUAGES


class Entries(ReadOnly):
    """Entries of a vocabulary, which have no state; found by slug; 301 for a former slug, 410 for one removed."""

    def retrieve(self, request, slug):
        return self.record(find(request, self.get_queryset(), slug))


class Records(ReadOnly):
    """Records with a state, found by slug; 301 for a former slug, 410 for a withdrawn record."""

    def retrieve(self, request, slug):
        rows = self.get_serializer_class().fetch(self.listing.model.objects.all())
        record = find(request, rows, slug)
        if addresses.kind_of(record) != self.listing.kind:
            raise Moved(record)
        return self.record(record)


class Facts(ReadOnly):
    """Facts, found by owner and key; 301 for a former slug of the owner, 410 if the fact or its owner is gone."""

    kind = ""  # the relation to the owner: case, programme …

    def retrieve(self, request, owner, key):
        rows = self.listing.serializer.fetch(self.listing.model.objects.published())
        return self.record(find_fact(request, rows, self.kind, owner, key))


class Transfers(ReadOnly):
    """Practices that moved, which belong to no record; found by key; 410 for one that was deleted."""

    def retrieve(self, request, key):
        refuse_parameters(request)
        return self.record(find_transfer(self.get_queryset(), key))
