"""Citations as files: of records, of their facts, and of lists."""

import re

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from casestudies import licence
from casestudies.citing import FORMATS, Reference, references
from casestudies.finding import fact_of, find_transfer, refuse_deleted, refuse_parameters, visible
from casestudies.listing import Listing
from casestudies.models import Citation, Lesson, Outcome, Step, Transfer
from casestudies.models.facts import Fact
from casestudies.models.record import Record
from casestudies.notes import ARC_OF, Notes, notes_of, owner_name
from casestudies.refusals import BadQuery, Deleted, Gone, Moved

FACTS = {"outcome": Outcome, "step": Step, "lesson": Lesson}


@require_safe
def record(request, listing: Listing, slug: str, extension: str):
    """A public record; with `fact=outcome-first-zone` one of its figures, steps or lessons, by their anchors."""
    if unknown := {name: [_("A citation takes `fact` alone.")] for name in request.GET if name != "fact"}:
        raise BadQuery(unknown)
    if len(request.GET.getlist("fact")) > 1:
        raise BadQuery({"fact": [_("Give it once.")]})
    asked = facts_named(listing.model, slug, request.GET["fact"]) if "fact" in request.GET else None
    try:
        found = visible(request, listing.model.objects.all(), slug)
    except Moved as moved:
        found = moved.record
    except Gone:
        raise
    except Http404:
        if asked:
            refuse_deleted(*asked)
        raise
    if not found.is_published:
        raise Http404(slug)
    fact = asked and fact_cited(found, *asked)
    address = f"{found.get_absolute_url()}cite.{extension}"
    if address != request.path:  # renamed, or a city among the places
        query = request.GET.urlencode()
        return HttpResponsePermanentRedirect(f"{address}{query and '?'}{query}")
    if fact:
        proofs = Citation.objects.filter(**{ARC_OF[type(fact)]: fact})
        cited = references.of_fact(fact, found, Notes(proofs.published().for_notes()))
    else:
        cited = references.of_record(found, notes_of(found))
    return answer(cited, extension)


@require_safe
def transfer(request, key: str, extension: str):
    """A public transfer, which belongs to no record."""
    refuse_parameters(request)
    found = find_transfer(Transfer.objects.published().for_list(), key)
    return answer(references.of_transfer(found, notes_of(found)), extension)


@require_safe
def list_with_filters(request, listing: Listing, extension: str):
    """A list with its query string. Raises BadQuery like its page, and for a page number."""
    filters = listing.read(request, refused={"page": _("A list is cited as a whole: leave it out.")})
    filters.validate()
    return answer(references.of_list(listing, filters), extension)


def facts_named(model: type[Record], slug: str, name: str) -> tuple[QuerySet, str, str, str]:
    """What `fact` names: the public facts of a kind, what they call a record of this model, its slug, and their key.

    Raises BadQuery if such a record has no facts of that kind.
    """
    match = re.fullmatch(r"(outcome|step|lesson)-([-a-zA-Z0-9_]+)", name)
    owner = owner_name(model)
    if not match or owner not in FACTS[match[1]].owners:
        raise no_fact(name)
    return FACTS[match[1]].objects.published(), owner, slug, match[2]


def fact_cited(record: Record, rows: QuerySet, owner: str, slug: str, key: str) -> Fact:
    """Raises Deleted if the record had such a fact, BadQuery if it never did."""
    try:
        return fact_of(record, rows, owner, slug, key)
    except Deleted:
        raise
    except Http404:
        raise no_fact(f"{rows.model._meta.model_name}-{key}") from None


def no_fact(name: str) -> BadQuery:
    return BadQuery({"fact": [_("“%(value)s” is no figure, step or lesson of this record.") % {"value": name[:60]}]})


def answer(cited: list[Reference], extension: str) -> HttpResponse:
    one = FORMATS[extension]
    return HttpResponse(
        one.write(cited),
        content_type=one.content_type,
        headers={
            "Content-Disposition": f'inline; filename="{cited[0].key}.{extension}"',
            "X-Robots-Tag": "noindex",
        }
        | licence.headers(),
    )
