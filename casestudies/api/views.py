"""The root of the API, which lists all lists, and the parts and passages of a source."""

from django.shortcuts import get_object_or_404
from pyroaring import BitMap64
from rest_framework.request import Request
from rest_framework.response import Response

from casestudies.finding import find, refuse_parameters, visible
from casestudies.i18n import bilingual
from casestudies.index import Index
from casestudies.listing import Listing
from casestudies.models import Passage, Source
from casestudies.serializers import addresses

from .problems import IN_BOTH_LANGUAGES, InJSON
from .viewsets import ReadOnly


class Root(InJSON):
    """All lists, with title, description, address in the API and address of the page."""

    schema = None  # the OpenAPI document describes the lists themselves
    listings: tuple[Listing, ...] = ()

    def get(self, request: Request) -> Response:
        refuse_parameters(request)
        lists = [described(listing) for listing in self.listings]
        return Response({"openapi": addresses.named("openapi", "json"), "lists": lists}, headers=IN_BOTH_LANGUAGES)


def described(listing: Listing) -> dict:
    return {
        "name": listing.name,
        "title": bilingual(listing.title),
        "description": bilingual(listing.lead),
        "url": addresses.absolute(listing.address()) if listing.has_page else None,
        "api_url": addresses.named(f"{listing.kind}-list"),
    }


class OfSource(ReadOnly):
    """The parts and passages of a source."""

    source: Source

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        look = visible if self.action == "list" else find  # a list takes parameters
        self.source = look(request, Source.objects.all(), kwargs["source"])

    def list(self, request, source):
        return super().list(request)

    def within(self):
        keys = Passage.objects.filter(source=self.source).values_list("pk", flat=True)
        return Index.for_request(self.request).get(("passages of", self.source.pk), lambda: BitMap64(keys))

    def retrieve(self, request, source, slug):
        rows = self.get_serializer_class().fetch(self.listing.model.objects.filter(source=self.source))
        return self.record(get_object_or_404(rows, slug=slug))
