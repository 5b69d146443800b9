"""What holds on every page: its head, its language, its outline, its ids, its policy, its marks."""

import re
from collections import Counter
from collections.abc import Iterable

import pytest
from django.urls import resolve
from django.utils.translation import override

from casestudies.models import Citation, Passage
from tests import factories as make
from tests import lists
from tests.reading import Reading, Tags, attribute, texts

pytestmark = pytest.mark.once

LISTS = [f"/{name}/" for name in lists.LISTS]
DETAILS = [
    "/case-studies/bogota-clean-air-zone/",
    "/case-studies/bengaluru-plan/",
    "/cities/bogota/",
    "/cities/bengaluru/",
    "/places/colombia/",
    "/programmes/zuma/",
    "/networks/c40/",
    "/organisations/clean-air-fund/",
    "/events/clean-air-forum/",
    "/glossary/low-emission-zone/",
    "/methods/build-evidence-base/",
    "/methods/win-public-support/",
    "/lessons/case/bogota-clean-air-zone/slow-but-lasting/",
    "/indicators/pm2-5/",
    "/indicators/clean-air-zones/",
    "/themes/air-quality/",
    "/themes/transport/",
    "/sources/c40-clean-air/",
]
QUERIES = ["/case-studies/?q=zone&region=latin-america", "/cities/?q=atlantis", "/evidence/?region=africa"]
ANSWERS = ["/", "/about/", "/evidence/", *LISTS, *DETAILS, *QUERIES]
PROBLEMS = {
    "/case-studies/?colour=red": 400,
    "/nowhere/": 404,
    "/case-studies/nowhere/": 404,
    "/case-studies/?page=7": 404,
    "/case-studies/bogota-lane/": 410,
}
STATUS = dict.fromkeys(ANSWERS, 200) | PROBLEMS
every_page = pytest.mark.parametrize("path", STATUS)
both_languages = pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])


@pytest.fixture
def read(page_at):
    def read(path):
        page = page_at(path)
        assert page.response.status_code == STATUS[path.removeprefix("/zh-hans")]
        return page

    return read


@every_page
@both_languages
def test_page_keeps_the_rules_of_every_page(read, prefix, path):
    """Under the policy and without a script or style in it, in its language, with one heading and unique ids."""
    page = read(prefix + path)
    policy = page.response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy

    tags = Tags(page.html)
    assert tags.inline == []
    names = Counter(tag for tag, _ in tags.tags)
    assert (names["h1"], names["main"], names["head"], names["style"]) == (1, 1, 1, 0)
    forbidden = [name for _, attributes in tags.tags for name in attributes if re.match("on|style$", name)]
    assert forbidden == []
    ids = Counter(attributes["id"] for _, attributes in tags.tags if "id" in attributes)
    assert [name for name, times in ids.items() if times > 1] == []
    pointers = ("popovertarget", "aria-labelledby", "for")
    pointed = {attributes[name] for _, attributes in tags.tags for name in pointers if name in attributes}
    assert pointed - set(ids) == set()

    assert attribute(page.one("html"), "lang") == ("zh-Hans" if prefix else "en")
    levels = [int(tag[1]) for tag, _ in tags.tags if re.fullmatch("h[1-6]", tag)]
    assert all(after <= before + 1 for before, after in zip([1, *levels], levels, strict=False))


def links_on(page: Reading) -> list[str]:
    links = [attribute(link, "href") for link in page.all("a", href=None)]
    return [link for link in links if link.startswith("/")]


def in_english(link: str) -> str:
    return "/" + link.removeprefix("/zh-hans/").removeprefix("/")


def view_of(link: str) -> str:
    with override("en"):  # a Chinese page that was just asked for leaves its language behind
        return resolve(re.split("[?#]", in_english(link))[0]).view_name


def sampled(links: Iterable[str]) -> list[str]:
    """One of those that differ in the values of their parameters alone, and one of the files of each kind of page."""

    def kind(link: str) -> str:
        address, _, rest = link.partition("?")
        return (address if address.partition("#")[0].endswith("/") else view_of(link)) + re.sub("=[^&#]*", "", rest)

    return list({kind(link): link for link in links}.values())


def one_of_each_view(links: Iterable[str]) -> list[str]:
    return list({view_of(link): link for link in links}.values())


def refused(link: str) -> bool:
    """Whether it leads to a list that does not take its query string."""
    path, _, query = in_english(link).partition("#")[0].partition("?")
    listing = lists.LISTED.get(path.strip("/"))
    return bool(listing and query and listing.read_page(None, query).problems)


@both_languages
def test_links_of_every_page_lead_somewhere(client, read, page_at, prefix):
    """Each address on a page answers, and each fragment is an id on the page that it points at.

    The list takes the values of each link to it; one link of those that differ in the values alone is followed.
    Chinese pages have the links of the English ones, so there one to each kind of page is followed.
    """
    links = {link: path for path in ANSWERS for link in links_on(read(prefix + path))}
    if prefix:
        for path in ANSWERS:
            english = links_on(read(path))
            assert sorted(map(in_english, links_on(read(prefix + path)))) == sorted(map(in_english, english)), path
    assert [link for link in links if refused(link)] == []

    pages, broken = {}, []
    for link in one_of_each_view(links) if prefix else sampled(links):
        address, _, fragment = link.partition("#")
        if address not in pages:
            response = page_at(address).response if address.endswith("/") else client.get(address)
            pages[address] = response.status_code == 200 and response.getvalue().decode(errors="ignore")
        if pages[address] is False or (fragment and f' id="{fragment}"' not in pages[address]):
            broken.append(f"{link} on {links[link]}")
    assert broken == []


@both_languages
def test_nothing_hidden_shows_on_any_page(client, cast, prefix):
    cast.source.publisher = cast.hidden_fund
    cast.source.save()
    cast.zuma.jurisdictions.set([make.place("hidden-land", "country", cast.latin_america, state="draft")])
    words = ("hidden fund", "hidden land", "secret", "秘密", "forgotten", "被遗忘", "old plan", "旧计划")
    pages = {path: client.get(prefix + path).content.decode().casefold() for path in ANSWERS}
    assert {(path, word) for path, html in pages.items() for word in words if word in html} == set()


# Marks


@pytest.mark.parametrize(
    "path",
    ["/", "/case-studies/bogota-clean-air-zone/", "/case-studies/bengaluru-plan/", "/cities/bogota/"],
)
@both_languages
def test_every_figure_has_a_mark_whose_note_says_where_it_is_written(read, prefix, path):
    page = read(prefix + path)
    figures = page.all("li", class_="figure")
    assert figures
    for figure in figures:
        (mark,) = page.all("button", figure, class_="mark")
        note = page.one(id=attribute(mark, "popovertarget"))
        anchors = [texts(quote) for quote in page.all("q", note)]
        citations = Citation.objects.filter(anchor__in=anchors).order_by("pk")
        assert [citation.anchor for citation in citations] == anchors
        passage = Passage.objects.get(citations=citations[0])
        assert texts(page.one("cite", note)) == ("城市清洁空气" if prefix else "Clean air in cities")
        assert texts(page.one(inside=note, class_="note-locator")) == (
            passage.locator_zh_hans if prefix else passage.locator_en
        )
        assert attribute(page.one("a", note), "href") == f"{prefix}/sources/c40-clean-air/#{passage.slug}"
        assert attribute(page.all("q", note)[0], "lang") == "zh-Hans"


@both_languages
def test_passage_lists_each_fact_with_a_link_back_to_its_place(read, prefix):
    page = read(f"{prefix}/sources/c40-clean-air/")
    drawn = {
        attribute(passage, "id"): [attribute(link, "href") for link in page.all("a", passage)]
        for passage in page.all("li", class_="passage")
    }
    zone, plan = f"{prefix}/case-studies/bogota-clean-air-zone/", f"{prefix}/case-studies/bengaluru-plan/"
    assert drawn == {
        "bogota-results": [
            f"{zone}#outcome-first-zone",
            f"{zone}#outcome-fine-dust",
            zone,
            f"{zone}#background",
            f"{prefix}/events/clean-air-forum/",
            f"{prefix}/events/clean-air-forum/#summary",
        ],
        "bogota-approach": [f"{zone}#step-evidence", f"{prefix}/lessons/case/bogota-clean-air-zone/slow-but-lasting/"],
        "rio": [
            f"{prefix}/case-studies/rio-campaign/#step-evidence",
            f"{prefix}/glossary/low-emission-zone/",
            f"{prefix}/glossary/low-emission-zone/#definition",
        ],
        "bengaluru": [
            f"{plan}#outcome-people",
            f"{plan}#step-evidence",
            f"{prefix}/lessons/case/bengaluru-plan/ask-people/",
            f"{prefix}/transfers/advice/",
            f"{prefix}/networks/c40/#membership-bogota",
        ],
    }


@pytest.mark.parametrize("path", ["/networks/c40/", "/cities/bogota/"])
def test_membership_has_a_mark_on_both_its_ends(read, path):
    page = read(path)
    assert "会员城市" in [texts(quote) for quote in page.all("q")]


def test_two_cases_with_equal_keys_share_pages_without_sharing_ids(client, cast):
    """Keys are unique in a case; pages that gather several cases leave the addresses to the cases' own pages."""
    other = make.case("second-zone", [cast.bogota], [cast.zones])
    make.step(other, "evidence", cast.evidence, 3)
    make.outcome("first-zone", case=other)
    make.lesson("slow-but-lasting", case=other)
    for path in ("/cities/bogota/", "/methods/build-evidence-base/", "/places/colombia/"):
        ids = Counter(attribute(element, "id") for element in Reading(client.get(path)).all(id=None))
        assert [name for name, times in ids.items() if times > 1] == []
    page = Reading(client.get("/cities/bogota/"))
    links = [attribute(page.all("a", figure)[-1], "href") for figure in page.all("li", class_="figure")]
    assert links == [
        "/case-studies/bogota-clean-air-zone/#outcome-fine-dust",
        "/case-studies/bogota-clean-air-zone/#outcome-first-zone",
        "/case-studies/second-zone/#outcome-first-zone",
    ]
