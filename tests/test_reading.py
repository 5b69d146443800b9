"""How the tests read pages: lxml mends what is wrong, so the tags are checked first, of every page that is read."""

import pytest
from django.http import HttpResponse

from tests.reading import Reading, attribute, texts

GOOD = """
<!doctype html><html lang="en"><head><title>A &lt;p&gt;</title><meta charset="utf-8"><link rel="icon" href="/i">
<script type="application/ld+json">{"name": "</p> <div>"}</script><style>a > b { color: red }</style></head>
<body><!-- <div> --><main><p class="lead quiet">One <b>two</b><br>三 &amp; four<img alt="a > b" src='/"'></p>
<svg viewBox="0 0 1 1"><path d="M0 0"/><rect/></svg><details open><summary>More</summary></details>
<input disabled></main></body></html>
"""


def test_page_that_is_well_formed_is_read():
    page = Reading(HttpResponse(GOOD))
    assert texts(page.one("p", class_="quiet")) == "One two 三 & four"
    assert texts(page.one("title")) == "A <p>"
    assert attribute(page.one("img"), "alt") == "a > b"
    assert [one.tag for one in page.all(inside=page.one("svg"))] == ["path", "rect"]
    assert len(page.all("div")) == 0
    assert "open" in page.one("details").attrib


@pytest.mark.parametrize(
    "wrong",
    [
        "<main><p>One</main>",
        "<main><p>One</p></p></main>",
        "<main><b><i>One</b></i></main>",
        "<main><p>One</p>",
        "<p>One</p></main>",
        "<ul><li>One<li>Two</ul>",
        "</br>",
    ],
)
def test_tag_without_its_other_half_is_an_error(wrong):
    with pytest.raises(AssertionError):
        Reading(HttpResponse(wrong))
