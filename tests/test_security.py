"""Whatever an address holds, the answer is a page, never a fault of ours."""

from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.test_pages import DETAILS, LISTS

pytestmark = pytest.mark.once

bounded = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Percent-encoded or not, broken or not: what a query string or a path can hold on the wire.
raw = st.text(st.characters(codec="latin-1"), max_size=30)
encoded = st.binary(max_size=30).map(lambda data: "".join(f"%{byte:02x}" for byte in data))
nasty = st.sampled_from(
    [
        "%00", "%ff%00", "%", "%zz", "%u0041", "[", "]", "[[[]]]" * 50, "..", "%2e%2e%2f", "//", "%0d%0aX: y", "&",
        "=", "&&==", ";", "+", "'", "\"><script>", "{{ 7 }}", "%s%n", "%F0%9F%8C%8D",
        "%EF%BF%BD", "%ED%A0%80", "%E2%80%AE", "%ef%b7%ba" * 100, "%cc%81" * 200,
        "a+" * 50, "9" * 5000, "-1", "NaN", "%5c", "x" * 8000, "(" * 4000,
    ]
)  # fmt: skip
names = st.sampled_from(
    [
        "q",
        "page",
        "sort",
        "region",
        "theme",
        "method",
        "year",
        "city",
        "kind",
        "figures",
        "cases",
        "q[]",
        "q%00",
        "%ff",
    ]
)
wire = st.lists(st.one_of(raw, encoded, nasty), max_size=4).map("".join)
pairs = st.lists(st.tuples(names | wire, wire), max_size=5)
queries = (wire | pairs.map(lambda found: "&".join(f"{name}={value}" for name, value in found))).map(
    lambda query: query[:8192].replace("#", "%23")
)


def status(client, path: str, query: str = "", **headers) -> int:
    return request(client, path, query, **headers).status_code


def request(client, path: str, query: str = "", **headers):
    """A request as a server hands it to us: the path decoded to bytes, the query string as it came."""
    sent = unquote_to_bytes(path).decode("latin-1")
    return client.generic("GET", "/", PATH_INFO=sent, QUERY_STRING=query, headers=headers)


@bounded
@given(path=st.sampled_from(LISTS), query=queries)
@example(path="/cities/", query="q=%ff%00")
@example(path="/cities/", query="q=" + "%ef%b7%ba" * 100)
@example(path="/cities/", query="page=" + "9" * 5000)
@example(path="/cities/", query="region=" + "x" * 8000)
def test_no_query_string_of_a_list_is_a_fault(client, cast, path, query):
    """Those that are known to be hostile are in test_hostile_queries.py, for each list."""
    assert status(client, path, query) in {200, 301, 400, 404}


@bounded
@given(path=st.sampled_from(["/", "/about/", *DETAILS]), query=queries.filter(lambda query: query.strip("&")))
def test_no_query_string_of_a_page_without_one_is_a_fault(client, cast, path, query):
    assert status(client, path, query) in {200, 301, 400}


@bounded
@given(
    start=st.sampled_from(
        ["", "zh-hans/", *(path.lstrip("/") for path in LISTS), "lessons/case/", "healthz", "zh-hans"]
    ),
    rest=wire,
)
@example(start="", rest="/[x")
@example(start="case-studies/", rest="%ff%00/")
@example(start="cities/", rest="x" * 8000 + "/")
def test_no_path_is_a_fault(client, cast, start, rest):
    path = f"/{start}{rest}".partition("?")[0]
    assert status(client, path) in {200, 301, 302, 400, 404}


@bounded
@given(query=queries, header=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_no_header_of_htmx_or_language_is_a_fault(client, cast, query, header):
    headers = {"HX-Request": "true", "HX-Target": header, "HX-Current-URL": header, "Accept-Language": header}
    assert status(client, "/case-studies/", query, **headers) in {200, 301, 400, 404}


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "</title><script>x", "'onmouseover='x"])
def test_what_a_visitor_typed_is_shown_as_text(client, cast, text):
    for query in ({"q": text}, {"region": text}, {text: "x"}, {"sort": text}, {"page": text}):
        html = client.get("/case-studies/", query).content.decode()
        assert text not in html
        assert "<script>alert" not in html


@pytest.mark.parametrize("path", ["//example.org/", "/%2Fexample.org/case-studies/?utm_source=x", "/%5Cexample.org/"])
def test_no_address_redirects_or_links_to_another_host(client, cast, path):
    response = request(client, path.partition("?")[0], path.partition("?")[2])
    assert not response.get("Location", "/").startswith(("//", "/\\", "http"))
    assert b'href="//' not in response.content
