"""Figures of other places beside those of a page, where they fairly compare."""

from collections.abc import Iterable

from django.http import HttpRequest
from pyroaring import BitMap64

from casestudies.comparability import lacking
from casestudies.comparison import Instead, peers
from casestudies.filters.outcomes import one_place_of
from casestudies.index import Index
from casestudies.models import Outcome
from casestudies.models.record import keys_of

PEERS = 3  # below a figure
ASKED = 24  # figures of a page that have peers, the first of them
TAKEN = 20  # figures with the traits of one: an indicator may have thousands


def with_peers(request: HttpRequest, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The outcomes, each with `peers`: a few published figures of other places that compare with it.

    In two queries, however many outcomes there are: for the keys of the latest with the same traits, and for these.
    """
    index, shown = Index.for_request(request), list(outcomes)
    preferred = [one for one in shown if one.preferred][:ASKED]
    figures = [figure for figure in _placed(index, preferred) if not lacking(figure)]
    found = dict(zip([one.pk for one in figures], peers(figures, _like(index, figures), PEERS), strict=True))
    for one in shown:
        one.peers = found.get(one.pk, [])
    return shown


def _like(index: Index, figures: list[Instead]) -> list[Instead]:
    """The latest published figures with the traits of each of these figures.

    The index knows what is published: thus the database reads one index of its own, and no owner of thousands.
    """
    if not figures:
        return []
    latest = (Outcome.objects.with_traits_of(figure).latest_first()[:TAKEN] for figure in figures)
    parts = [Outcome.objects.filter(pk__in=some.values("pk")) for some in latest]
    keys = BitMap64(keys_of(*parts)) & index.rows(Outcome)
    return _placed(index, Outcome.objects.filter(pk__in=keys).for_page().prefetch_related(None).latest_first())


def _placed(index: Index, outcomes: Iterable[Outcome]) -> list[Instead]:
    """The outcomes, each with the one place that it is about, read from the index."""
    found = list(outcomes)
    if not found:
        return []
    whose = one_place_of(index, BitMap64(one.pk for one in found))
    return [Instead(one, whose=whose(one.pk)) for one in found]
