"""What templates say about lists as files."""

from django import template
from django.urls import reverse

from casestudies import canonical
from casestudies.exports import TABLES, formats

register = template.Library()


@register.simple_tag(takes_context=True)
def downloads(context) -> dict:
    """The table of the list on this page, and its files with the same filters and order.

    `files` are pairs of a format and its address, None for a spreadsheet of more rows than it may have.
    """
    table = TABLES[context["request"].path.rstrip("/").rpartition("/")[2]]
    query = canonical.query(context["filters"], page=[])
    rows = context["page"].paginator.count

    def address(extension: str) -> str | None:
        if extension == "xlsx" and rows > formats.XLSX_ROWS:
            return None
        path = reverse("download", kwargs={"name": table.name, "extension": extension})
        return f"{path}?{query}" if query else path

    return {
        "table": table,
        "limit": formats.XLSX_ROWS,
        "files": [
            (one, address(one.extension))
            for one in formats.FORMATS.values()
            if one.extension != "geojson" or table.places
        ],
    }
