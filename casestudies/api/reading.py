"""How every list and every record is answered."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from casestudies import models
from casestudies.filters import ListFilterSet
from casestudies.notes import ARC_OF, Notes
from casestudies.views.addresses import Moved, find, refuse_parameters

from . import addresses, answers, rows
from .pages import Pages
from .query import QueryString
from .schema import Operation


class ReadOnly(answers.InJSON, GenericViewSet):
    """Lists with the FilterSet of their page, and one answer for each record; the citations of an answer in one query.

    `get_queryset` has the rows of the list, `whole()` those that a record is found in.
    """

    schema = Operation()
    filterset: type[ListFilterSet]
    filter_backends = [QueryString]
    pagination_class = Pages
    whole_class: type | None = None

    def list(self, request, **within):
        found = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(self.shown(found, self.cited_by_list(found), many=True))

    def whole(self) -> QuerySet:
        return self.get_queryset()

    def cited_by_list(self, found) -> QuerySet | None:
        return None

    def get_serializer_class(self):
        return (self.action == "retrieve" and self.whole_class) or self.serializer_class

    def shown(self, found, citations=None, **options):
        notes = Notes(citations.published().for_notes() if citations is not None else ())
        context = self.get_serializer_context() | {"notes": notes}
        return self.get_serializer_class()(found, context=context, **options).data

    @property
    def default_response_headers(self):
        return super().default_response_headers | {"Content-Language": "en, zh-Hans"}


class Vocabulary(ReadOnly):
    """Entries without a state, found by slug."""

    def retrieve(self, request, slug):
        refuse_parameters(request)
        return Response(self.shown(get_object_or_404(self.whole(), slug=slug)))


class Records(ReadOnly):
    """Records with a state, found by slug; 301 for a former slug, 410 for a withdrawn record."""

    def retrieve(self, request, slug):
        record = find(request, self.whole(), slug)
        if addresses.collection(record) != self.collection:
            raise Moved(record)
        return Response(self.shown(record, self.cited_by(record)))

    def cited_by(self, record) -> QuerySet | None:
        arc = ARC_OF.get(record._meta.concrete_model)
        return models.Citation.objects.of(**{arc: [record]}) if arc else None


OWNERS = {
    "case": models.CaseStudy,
    "programme": models.Programme,
    "place": models.Place,
    "organisation": models.Organisation,
    "network": models.Organisation,
    "method": models.Method,
}


class Facts(ReadOnly):
    """Facts, found by owner and key; a renamed or withdrawn owner answers as its own record does."""

    model: type[models.Outcome]
    kind = ""  # what the owner is: case, programme …

    def get_queryset(self):
        return rows.listed(self.model)

    def retrieve(self, request, owner, key):
        try:
            record = find(request, OWNERS[self.kind].objects.all(), owner)
        except Moved as moved:
            return answers.moved_to(self.fact(moved.record, key))
        fact = self.fact(record, key)
        return Response(self.shown(fact, self.cited_by_list([fact])))

    def fact(self, owner, key):
        return get_object_or_404(self.whole(), key=key, **{self.kind: owner})

    def cited_by_list(self, found):
        return models.Citation.objects.filter(**{f"{ARC_OF[self.model]}__in": found})
