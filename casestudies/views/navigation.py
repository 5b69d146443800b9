"""The lists that the header and the footer of every page link to."""

from django.http import HttpRequest

from casestudies.listing import Listing
from casestudies.listings import EVIDENCE, SOURCES, WITH_PAGE

IN_HEADER = [listing for listing in WITH_PAGE if listing.in_menu]
IN_HEADER.insert(IN_HEADER.index(SOURCES), EVIDENCE)
IN_FOOTER = [listing for listing in WITH_PAGE if not listing.in_menu]


def menu(request: HttpRequest) -> dict[str, list[Listing]]:
    return {"in_header": IN_HEADER, "in_footer": IN_FOOTER}
