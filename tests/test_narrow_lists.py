"""No list is wider than a phone of 320 px: in English as it is first shown, in Chinese as a table."""

import pytest

from casestudies.models import Place
from tests import factories as make
from tests.lists import LISTS, address

NARROW = {"width": 320, "height": 640}
TOO_WIDE = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture
def long_names(transactional_db):
    """What a list may hold that does not break by itself."""
    theme = make.theme("theme", **make.both("name", "Engagement-and-communication-across-all-levels-of-government"))
    make.city("llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")
    place = Place.objects.get(kind="city")
    case = make.case("case", [place], [theme])
    make.outcome("outcome", case=case)
    make.network("network", **make.both("name", "Intergovernmental-and-transregional-climate-partnership"))


def test_no_list_overflows_a_narrow_phone(long_names, new_page):
    page = new_page(viewport=NARROW, java_script_enabled=False)
    wide = {}
    for path in [path for name in LISTS for path in (address(name), address(name, "view=table", "zh-hans"))]:
        page.goto(path)
        wide[path] = page.evaluate(TOO_WIDE)
    assert {path: width for path, width in wide.items() if width > 0} == {}
