from django.shortcuts import get_object_or_404, render

from casestudies.finding import find
from casestudies.listings import SOURCES
from casestudies.models import Part, Passage, Source


def source_detail(request, slug):
    """Its parts, and each passage outside them with every fact drawn from it that the public may see."""
    source = find(request, Source.objects.for_list(), slug)
    context = {
        "listing": SOURCES,
        "source": source,
        "parts": parts_of(source).for_list(),
        "passages": Passage.objects.filter(source=source, part=None).for_source(),
    }
    return render(request, "casestudies/source_detail.html", context)


def source_part(request, slug, part):
    """One part of a long document: each passage in order, with every fact drawn from it."""
    source = find(request, Source.objects.for_list(), slug)
    part = get_object_or_404(parts_of(source), slug=part)
    context = {
        "listing": SOURCES,
        "source": source,
        "part": part,
        "parts": parts_of(source),
        "passages": Passage.objects.filter(part=part).for_source(),
    }
    return render(request, "casestudies/source_part.html", context)


def parts_of(source):
    return Part.objects.filter(source=source).select_related("source").order_by("order")
