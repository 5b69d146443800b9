"""The contract of all lists: orders and pages."""

from casestudies.models import CaseStudy, Place
from tests import factories as make
from tests.lists import LISTED, every_list
from tests.reading import Reading, attribute, texts
from tests.test_contract import ZONE


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


def sorts(page: Reading) -> list[str]:
    """Query strings of the orders that the page links; the present one is none."""
    return [attribute(link, "href").partition("?")[2] for link in page.all("a", page.one("ul", class_="sorts"))]


@every_list
def test_pages_of_every_order_hold_each_row_once(read_list, name):
    many(name, 30)
    page = read_list(name)
    total = int(texts(page.one(role="status")).split()[0])
    for query in ["", *sorts(page)]:
        first, second = read_list(name, f"{query}&page=1"), read_list(name, f"{query}&page=2")
        assert len(first.paths) == 24
        assert len({*first.paths, *second.paths}) == len(first.paths) + len(second.paths) == total


def test_pages_link_each_other_and_keep_filters_and_order(read_list):
    many("case-studies", 30)
    first = read_list("case-studies", "region=latin-america&sort=title")
    assert attribute(first.one("a", rel="next"), "href") == "/case-studies/?region=latin-america&sort=title&page=2"
    assert first.all("a", rel="prev") == []
    last = read_list("case-studies", "region=latin-america&sort=title&page=2")
    assert attribute(last.one("a", rel="prev"), "href") == "/case-studies/?region=latin-america&sort=title"
    assert last.all("a", rel="next") == []
    assert texts(first.one("nav", class_="pages")) == "Page 1 of 2 Next"
