"""Template tags for downloads."""

from django import template

from casestudies import canonical
from casestudies.exports import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def downloads(context) -> dict:
    """The files and the feed of the list on this page, with the same filters and order.

    `files` are pairs of a format and its address; None for a spreadsheet with too many rows.
    """
    listing, query = context["listing"], canonical.same_rows(context["filters"])
    too_many = context["page"].paginator.count > formats.XLSX_ROWS
    return {
        "limit": formats.XLSX_ROWS,
        "files": [
            (one, None if one.extension == "xlsx" and too_many else address)
            for one, address in formats.files(listing, query)
        ],
        "feed": listing.feed(query),
    }
