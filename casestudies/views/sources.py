from django.shortcuts import get_object_or_404, render

from casestudies import drawn
from casestudies.finding import find
from casestudies.listings import SOURCES
from casestudies.models import Part, Passage, Source


def source_detail(request, slug):
    """A source with its parts, and the passages outside of parts with all public facts drawn from them."""
    source = find(request, Source.objects.for_list(), slug)
    passages = list(Passage.objects.filter(source=source, part=None).for_source())
    context = {
        "listing": SOURCES,
        "source": source,
        "parts": parts_of(source).for_list(),
        "passages": passages,
        "counts": drawn.counts(passages),
    }
    return render(request, "casestudies/source_detail.html", context)


def source_part(request, slug, part):
    """One part of a long document: its passages in order, with all public facts drawn from them."""
    source = find(request, Source.objects.for_list(), slug)
    part = get_object_or_404(parts_of(source), slug=part)
    passages = list(Passage.objects.filter(part=part).for_source())
    context = {
        "listing": SOURCES,
        "source": source,
        "part": part,
        "parts": parts_of(source),
        "passages": passages,
        "counts": drawn.counts(passages),
    }
    return render(request, "casestudies/source_part.html", context)


def parts_of(source):
    return Part.objects.filter(source=source).select_related("source").order_by("order")
