"""Whatever stands behind the question mark, at every door of every list: an answer or a refusal, and never a fault."""

from itertools import cycle, islice

import pytest

from tests import downloads
from tests.downloads import FORMATS, MAPPED
from tests.lists import LISTS, address, every_list, filtered

QUERIES = {
    "NUL in a text": "q=%00",
    "NUL in a name": "q%00=a",
    "NUL in a value": "region=africa%00",
    "bytes that are no UTF-8": "q=%ff%fe",
    "a surrogate": "q=%ed%a0%80",
    "control characters": "q=%01%08%0b%1f%7f%c2%9f",
    "line breaks": "q=a%0d%0aSet-Cookie:%20a=b&sort=name%0a",
    "no letter at all": "q=%e2%80%8b%e2%80%ae%f0%9f%8c%b3%ef%bb%bf",
    "a character that becomes eighteen": "q=%ef%b7%ba" + "%ef%b7%ba" * 30,
    "marks upon marks": "q=a" + "%cc%81" * 99,
    "a long text": "q=" + "a" * 10_000,
    "a long value": "sort=" + "a" * 10_000,
    "a long name": "a" * 10_000 + "=1",
    "many values": "&".join(f"region={number}" for number in range(500)),
    "a huge page": "page=99999999999999999999999999",
    "a page below the first": "page=-1",
    "no number": "year_min=NaN&population_min=NaN&amount_min=NaN&unit=percent",
    "an endless number": "year_max=inf&population_max=-inf&amount_max=1e999&unit=percent",
    "a huge number": f"population_min={'9' * 400}&amount_min={'9' * 400}&unit=percent",
    "singles that are repeated": "q=a&q=b&sort=name&sort=name&page=1&page=2&year_min=2020&year_min=2021",
    "SQL": "q=%27%29%20OR%201=1%20--&region=%27;DROP%20TABLE%20casestudies_place;--",
    "patterns of the database": "q=%25_%5c*%22%20NEAR%20(a)%20AND%20NOT%20b%20OR%20^c:*",
    "a formula": "q=%3dHYPERLINK(%22http://example.org%22)&sort=%2b1%2b1",
    "markup": "q=%3c/title%3e%3cscript%3ealert(1)%3c/script%3e&%3cb%3e=%3ci%3e",
    "a template": "q=%7b%7bsettings.SECRET_KEY%7d%7d%7b%25%20debug%20%25%7d%25(a)s%7b0%7d",
    "an unknown name": "colour=red",
    "an unknown name in Chinese": "颜色=红".encode().decode("latin-1"),
    "lookups of the ORM": "region__slug=africa&state=draft&pk=1&order_by=state",
    "nothing but separators": "&&&==&=&;",
    "an address behind an address": "?q=a#b?c",
    "tracking and nonsense": "utm_source=%00&fbclid=%ff&colour=red",
}


def doors(name: str) -> list[str]:
    extensions = [one for one in (*FORMATS, "atom") if one != "geojson" or name in MAPPED]
    files = [downloads.address(name, extension) for extension in extensions]
    return [address(name), f"/api/v1/{name}/", *files, f"/{name}/cite.bib"]


@every_list
def test_no_query_string_is_a_fault_of_the_filters_or_of_the_database(cast, name):
    for what, query in QUERIES.items():
        filters = filtered(name, query)
        if not filters.problems:
            assert len(filters.page_rows(0, 50)) == filters.count, what
            assert all(facet.choices is not None for facet in filters.facets), what


@pytest.mark.once
@every_list
def test_no_query_string_is_a_fault_at_any_door(client, cast, name):
    """Case studies meet all of them, other lists a third each: at the page, in the API and at one of the files."""
    start = LISTS.index(name)
    some = QUERIES if name == "case-studies" else dict(islice(QUERIES.items(), start % 3, None, 3))
    page, api, *files = doors(name)
    tried = [(one, door) for one, file in zip(some.items(), cycle(files)) for door in (page, api, file)]
    for (what, query), path in tried:
        response = client.get(path, QUERY_STRING=query)
        b"".join(response)  # a file is written while it is sent
        assert response.status_code in {200, 301, 400, 404}, f"{what} at {path}"
        if path.startswith("/api/v1/") and response.status_code >= 400:
            assert response["Content-Type"] == "application/problem+json"


@pytest.mark.once
def test_more_parameters_than_anybody_has_are_refused_at_every_door(client, cast):
    for path in doors("case-studies"):
        assert client.get(path, QUERY_STRING="a=1&" * 10_001).status_code == 400, path
