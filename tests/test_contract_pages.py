"""The contract of all lists: orders and pages."""

import pytest
from django.utils import translation

from casestudies.models import CaseStudy, Place
from tests import factories as make
from tests.answers import ZONE
from tests.lists import LISTED, PREFIXES, address, by_twenty, every_list, filtered
from tests.reading import attribute, texts


def many(name: str, number: int) -> None:
    """So many more of what a list shows, alike in everything that it sorts by."""
    bogota = Place.objects.get(slug="bogota")
    zone = CaseStudy.objects.get(slug=ZONE)
    for slug in (f"one-{at}" for at in range(number)):
        match name:
            case "cities":
                make.city(slug, **make.both("name", "Equal"))
            case "networks":
                make.network(slug, **make.both("name", "Equal"))
            case "lessons":
                make.lesson(slug, case=zone, **make.both("title", "Equal"))
            case "outcomes":
                make.outcome(slug, case=zone)
            case "indicators":
                make.outcome(slug, case=zone, indicator=make.indicator(slug, **make.both("name", "Equal")))
            case "transfers":
                make.transfer(slug, from_place_id=bogota.pk, to_case=zone, **make.both("what", "Equal"))
            case "case-studies":
                make.case(slug, [bogota], **make.both("title", "Equal"))
            case _:
                make.record(LISTED[name].model, slug)


def in_pages(name: str, query: str, size: int = 10) -> list[list[int]]:
    """The keys of a list, read in pages as the site, the API and downloads read them."""
    return [filtered(name, query).keys(first, size) for first in range(0, filtered(name, query).count, size)]


@every_list
def test_pages_of_every_order_hold_each_row_once(cast, name):
    """Of rows that sort alike, in both languages."""
    many(name, 30)
    every = sorted(filtered(name).keys())
    assert len(every) >= 30
    for language in PREFIXES:
        with translation.override(language):
            for sort in LISTED[name].filters.sorts:
                first, *others = in_pages(name, f"sort={sort}")
                assert (len(first), sorted(sum(others, first))) == (10, every), sort


@pytest.mark.once
@every_list
def test_page_links_every_order_and_the_second_page_goes_on_where_the_first_ends(read_list, name):
    many(name, 30)
    first, second = read_list(name, by_twenty(name)), read_list(name, by_twenty(name, "page=2"))
    keys = filtered(name).keys()
    assert int(texts(first.one(role="status")).split()[0]) == len(keys) == len({*first.paths, *second.paths})
    assert (len(first.paths), len(second.paths)) == (20, len(keys) - 20)
    links = [attribute(link, "href") for link in first.all("a", first.one("ul", class_="sorts"))]
    sorts = list(LISTED[name].filters.sorts)[1:]
    assert links == ["&".join(filter(None, [address(name, f"sort={sort}"), by_twenty(name)])) for sort in sorts]


@pytest.mark.once
def test_pages_link_each_other_and_keep_filters_and_order(read_list):
    many("case-studies", 30)
    first = read_list("case-studies", "region=latin-america&sort=title")
    assert attribute(first.one("a", rel="next"), "href") == "/case-studies/?region=latin-america&sort=title&page=2"
    assert first.all("a", rel="prev") == []
    last = read_list("case-studies", "region=latin-america&sort=title&page=2")
    assert attribute(last.one("a", rel="prev"), "href") == "/case-studies/?region=latin-america&sort=title"
    assert last.all("a", rel="next") == []
    assert texts(first.one("nav", class_="pages")) == "Page 1 of 2 Next"
