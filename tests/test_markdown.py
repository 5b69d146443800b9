"""Markdown becomes HTML that is safe to show, whatever somebody wrote."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casestudies.markdown import ALLOWED, plain, render
from tests.reading import Tags


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("A **zone** with *C40*", "<p>A <strong>zone</strong> with <em>C40</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("### Small", "<h3>Small</h3>"),
        ("# Large", "Large"),
        ("CO<sub>2</sub>", "<p>CO<sub>2</sub></p>"),
        ("[C40](https://www.c40.org/)", '<p><a href="https://www.c40.org/" rel="nofollow noopener">C40</a></p>'),
        ("波哥大**区域**。", "<p>波哥大<strong>区域</strong>。</p>"),
        ("1 < 2 & 3", "<p>1 &lt; 2 &amp; 3</p>"),
        ("<script>alert(1)</script>", ""),
        ('<p onclick="x()" style="color:red" class="y">a</p>', "<p>a</p>"),
        ("[a](javascript:alert(1))", '<p><a rel="nofollow noopener">a</a></p>'),
        ("[a](data:text/html,x)", '<p><a rel="nofollow noopener">a</a></p>'),
        ("![a](https://example.org/a.png)", "<p></p>"),
        ("a <iframe src=//example.org></iframe>b", "<p>a b</p>"),
    ],
)
def test_markdown_keeps_what_a_text_needs_and_drops_the_rest(text, html):
    assert render(text) == html


pieces = st.sampled_from(
    [
        "<script>", "</script>", "<style>", "</style>", "<svg onload=x>", "<img src=x onerror=x>", "javascript:",
        "JaVaScRiPt&#58;", "&#106;avascript:", "[a](", ")", "](", "<a href=", "'", '"', "`", "```\n", "<", ">", "&lt;",
        "\n\n", "    ", "* ", "1. ", "# ", "![", "onclick=", "style=", "<math><mtext>", "<!--", "-->", "]]>", "\x00",
        "<p title=\"</p><script>x", "vbscript:", "data:text/html,", "[a]: javascript:x\n", "[a]", "\t",
    ]
)  # fmt: skip


@given(st.lists(pieces | st.text(max_size=12), max_size=14).map("".join))
@example("[a](javascript\t:x)")
@example("[a]: java&Tab;script:x\n\n[a]")
@example("<a href='jav&#x0A;ascript:x'>a</a>")
@settings(max_examples=150, deadline=None)
def test_markdown_never_becomes_a_script(text):
    tags = Tags(render(text)).tags
    assert {tag for tag, _ in tags} <= ALLOWED
    assert {name for _, attributes in tags for name in attributes} <= {"href", "rel", "lang", "title"}
    for _, attributes in tags:
        address = attributes.get("href") or ""
        scheme = address.partition(":")[0].lower()
        assert ":" not in address or scheme in {"http", "https", "mailto"} or not scheme.isalpha()


def test_plain_text_has_no_marks_and_stands_on_one_line():
    assert (
        plain("**Build** the _base_\n\n- [data](https://c40.org)\n- 5 < 6 & more")
        == "Build the base data 5 < 6 & more"
    )
