"""Lists as files, and the page that explains their columns."""

from django.http import StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies import canonical, licence
from casestudies.exports import formats
from casestudies.exports.download import Download
from casestudies.exports.formats import FORMATS, files
from casestudies.exports.turns import FEW, turns
from casestudies.finding import refuse_parameters
from casestudies.i18n import active_language
from casestudies.listing import Listing
from casestudies.listings import EVIDENCE, WITH_PAGE
from casestudies.models import ContentLoad
from casestudies.refusals import BadQuery

PAGE_PARAMETERS = ("page", "view")


@require_safe
def download(request, listing: Listing, extension: str):
    """All rows of the list with the same query string.

    Raises BadQuery for an invalid query string, parameters of pages, and more rows than a spreadsheet may have. 404
    for GeoJSON of a list without places; 503 for a long download while others are being written.
    """
    if extension == "geojson" and listing.places is None:
        return render(
            request, "casestudies/no_map.html", {"listing": listing, "files": files(listing, "")}, status=404
        )
    filters = listing.read(
        request, refused=dict.fromkeys(PAGE_PARAMETERS, _("A download has all rows: leave it out."))
    )
    filters.validate()
    download = Download(
        listing=listing,
        keys=filters.keys(),
        numbered=filters.numbered,
        query=canonical.query(filters),
        language=active_language(),
        at=timezone.now(),
        version=(load := ContentLoad.objects.last()) and load.version,
    )
    if extension == "xlsx" and len(download.keys) > formats.XLSX_ROWS:
        raise BadQuery({".xlsx": [too_many(download)]})
    answer = written if len(download.keys) <= FEW else turns(written)
    return answer(request, download, extension)


def written(request, download: Download, extension: str) -> StreamingHttpResponse:
    chosen = FORMATS[extension]
    return StreamingHttpResponse(
        [] if request.method == "HEAD" else chosen.write(download),
        content_type=chosen.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.file_name(extension)}"',
            "X-Robots-Tag": "noindex",
        }
        | licence.headers(),
    )


def too_many(download: Download) -> str:
    return _(
        "These are %(count)d rows, and a spreadsheet has at most %(limit)d here. Filter, or take CSV with the same "
        "query: %(address)s"
    ) % {
        "count": len(download.keys),
        "limit": formats.XLSX_ROWS,
        "address": download.link(f"{download.listing.name}.csv"),
    }


@require_safe
def data(request):
    """The columns of the downloads of each list, with their meaning."""
    refuse_parameters(request)
    return render(request, "casestudies/data.html", {"listings": (*WITH_PAGE, EVIDENCE), "limit": formats.XLSX_ROWS})
