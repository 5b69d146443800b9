"""Lists as files, and the page that says what their columns mean."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies import canonical, licence
from casestudies.exports import TABLES, formats
from casestudies.exports.answers import Asked
from casestudies.exports.formats import FORMATS
from casestudies.exports.turns import FEW, turns
from casestudies.filters import BadQuery
from casestudies.i18n import active_language
from casestudies.models import ContentLoad

from .addresses import refuse_parameters

OF_THE_SCREEN = ("page", "view")


@require_safe
def download(request, name, extension):
    """The rows of the list with the same query string, over all its pages.

    BadQuery for what the list refuses, for parameters of the screen, and for more rows than a spreadsheet may have;
    404 with the formats there are for a map of what has no place; 503 for a long one while others are being written.
    """
    table = TABLES[name]
    if extension == "geojson" and table.places is None:
        return render(request, "casestudies/no_map.html", {"table": table}, status=404)
    filters = table.asked(request, **dict.fromkeys(OF_THE_SCREEN, _("A download has all rows: leave it out.")))
    asked = Asked(
        table=table,
        keys=filters.keys(),
        numbered=filters.numbered,
        query=canonical.query(filters),
        language=active_language(),
        at=timezone.now(),
        version=(load := ContentLoad.objects.last()) and load.version,
    )
    if extension == "xlsx" and len(asked.keys) > formats.XLSX_ROWS:
        raise BadQuery({".xlsx": [too_many(asked)]})
    answer = written if len(asked.keys) <= FEW else turns(written)
    return answer(request, asked, extension)


def written(request, asked: Asked, extension: str) -> StreamingHttpResponse:
    chosen = FORMATS[extension]
    return StreamingHttpResponse(
        [] if request.method == "HEAD" else chosen.write(asked),
        content_type=chosen.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{asked.file_name(extension)}"',
            "X-Robots-Tag": "noindex",
        }
        | licence.headers(),
    )


def too_many(asked: Asked) -> str:
    return _(
        "These are %(count)d rows, and a spreadsheet has at most %(limit)d here. Filter, or take CSV with the same "
        "query: %(address)s"
    ) % {"count": len(asked.keys), "limit": formats.XLSX_ROWS, "address": asked.link(f"{asked.table.name}.csv")}


@require_safe
def data(request):
    """For each list, the columns of its downloads with their meaning."""
    refuse_parameters(request)
    return render(request, "casestudies/data.html", {"tables": TABLES.values(), "limit": formats.XLSX_ROWS})
