from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from casestudies.finding import find_transfer, refuse_parameters
from casestudies.listings import TRANSFERS
from casestudies.models import Transfer
from casestudies.notes import notes_of

OTHERS = 6


def transfer_detail(request: HttpRequest, key: str) -> HttpResponse:
    """A practice that moved, and others with the same place, body, programme or case at either end.

    404 if a record at one of its ends is not public, as everywhere; 410 if it was deleted.
    """
    refuse_parameters(request)
    transfer = find_transfer(Transfer.objects.published().for_list(), key)
    return render(
        request,
        "casestudies/transfer_detail.html",
        {
            "listing": TRANSFERS,
            "transfer": transfer,
            "others": Transfer.objects.published().sharing_an_end(transfer).for_list()[:OTHERS],
            "notes": notes_of(transfer),
        },
    )
