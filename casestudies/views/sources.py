from django.shortcuts import render

from casestudies.filters import SourceFilterSet
from casestudies.models import Passage, Source

from .addresses import find
from .browse import browse


def source_list(request):
    rows = Source.objects.published().for_list()
    return browse(request, SourceFilterSet, rows, "casestudies/source_list.html", "casestudies/_source_card.html")


def source_detail(request, slug):
    """Each passage in order, with every fact drawn from it that the public may see."""
    source = find(request, Source.objects.for_list(), slug)
    passages = Passage.objects.filter(source=source).for_source()
    return render(request, "casestudies/source_detail.html", {"source": source, "passages": passages})
