"""Renders Markdown to safe HTML; the only place that does."""

from functools import lru_cache
from html import unescape

import markdown
import nh3
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "a", "blockquote", "code", "sub", "sup", "h3", "h4"}
_cleaner = nh3.Cleaner(
    tags=ALLOWED,
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel="nofollow noopener",
)


def plain(text: str) -> str:
    """The text in one line without markup, for cards and descriptions."""
    return " ".join(unescape(strip_tags(render(text))).split())


@lru_cache(maxsize=4096)
def render(text: str) -> SafeString:
    """HTML with paragraphs, emphasis, lists, links and small headings; all other tags are dropped."""
    return mark_safe(_cleaner.clean(markdown.markdown(text, extensions=["sane_lists"])))  # noqa: S308 cleaned by nh3
