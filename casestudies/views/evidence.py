"""Case studies by theme and region, as a page and as files."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from casestudies import canonical
from casestudies.evidence_table import EvidenceTable, Layer, evidence_table
from casestudies.exports import formats
from casestudies.exports.download import Counts
from casestudies.i18n import active_language
from casestudies.listings import CASES, EVIDENCE
from casestudies.models import ContentLoad

from .downloads import written


def evidence(request):
    """The table with the filters of case studies; for htmx only the part that changes."""
    filters = EVIDENCE.read(request, extra_parameters=canonical.OF_FACETS)
    filters.validate()
    if moved := canonical.redirect(request, filters):
        return moved
    query = canonical.query(filters)
    context = {
        "listing": EVIDENCE,
        "filters": filters,
        "table": evidence_table(filters),
        "layers": Layer,
        "cases": CASES.address(query),
        "files": formats.files(EVIDENCE, query),
    }
    part = request.htmx and not request.htmx.history_restore_request
    response = render(request, "casestudies/_evidence.html" if part else "casestudies/evidence.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def download(request, extension: str):
    """The cells of the table with the same query string, row by row."""
    filters = EVIDENCE.read(request)
    cells = evidence_table(filters).cells
    load = ContentLoad.objects.last()
    counts = Counts(
        listing=EVIDENCE,
        keys=cells,
        numbered=list,
        query=canonical.query(filters),
        language=active_language(),
        at=timezone.now(),
        version=load and load.version,
    )
    return written(request, counts, extension)


def of_theme(request, theme) -> EvidenceTable:
    """The line of one theme."""
    return evidence_table(CASES.read(request, f"theme={theme.slug}"))
