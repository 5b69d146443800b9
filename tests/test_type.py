"""Type in two languages: which fonts letters and signs come from."""

import pytest

from tests import factories as make
from tests.factories import both

MARKS = "“”——…"


@pytest.fixture
def marked_case(transactional_db):
    """Signs that both languages have, and that Chinese writes as wide as its characters, in a title and a summary."""
    make.case("marks", [make.city("town")], **both("title", MARKS, MARKS), **both("summary", MARKS, MARKS))


def fonts(page, selector: str) -> set[str]:
    """The families that the text of an element is drawn with."""
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    found = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    session.detach()
    return {font["familyName"] for font in found}


@pytest.mark.parametrize(("language", "prefix", "ours"), [("en", "", True), ("zh-hans", "/zh-hans", False)])
def test_chinese_takes_quotation_marks_and_dashes_from_its_own_fonts(marked_case, new_page, language, prefix, ours):
    page = new_page(language)
    for _ in range(2):  # fonts that came late show from the second page on
        page.goto(f"{prefix}/case-studies/marks/")
        page.evaluate("document.fonts.ready")
    latin = fonts(page, ".wordmark b")
    assert len(latin) == 1
    assert (fonts(page, "h1") == latin) is ours
    assert fonts(page, "h1").isdisjoint(latin) is not ours
    sans = fonts(page, ".menu a") if ours else {"Source Sans 3"}
    assert fonts(page, ".lead").isdisjoint(sans) is not ours
