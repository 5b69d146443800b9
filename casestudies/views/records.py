"""The page of a record that shows no more than what the record holds itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casestudies.finding import find
from casestudies.listing import Listing
from casestudies.notes import notes_of


def record(request: HttpRequest, listing: Listing, slug: str) -> HttpResponse:
    """In the template `listing.page`, as `record`."""
    found = find(request, listing.model.objects.for_detail(), slug)
    return render(request, listing.page, {"listing": listing, "record": found, "notes": notes_of(found)})
