"""API, downloads and feed give what the page gives: the same records in the same order, and the same errors.

What a query string means is in test_contract.py, on both databases; what prints the keys that it found does not
depend on one. A record is named by its permanent address.
"""

from collections.abc import Callable

import feedparser
import pytest
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import translation

from casestudies.exports import download
from casestudies.head.feeds import LENGTH
from casestudies.models import (
    CaseStudy,
    Event,
    Indicator,
    IndicatorFamily,
    Method,
    Organisation,
    Place,
    Programme,
    Source,
    Term,
)
from casestudies.refusals import BadQuery
from tests import downloads
from tests import factories as make
from tests.answers import ANSWERS
from tests.downloads import FORMATS, MAPPED, Download
from tests.lists import LISTED, LISTS, PREFIXES, address, both_languages, every_list, filtered
from tests.reading import Reading, attribute
from tests.test_contract_pages import many

API = "/api/v1"


def permanent(link: str) -> str:
    """The English path of a record: the address that never changes."""
    return link.removeprefix(settings.SITE_URL).removeprefix("/zh-hans")


def page(client: Client, name: str, query: str = "", language: str = "en") -> list[str]:
    """The addresses of the records on all pages of the list."""
    paths, following = [], address(name, query, language)
    while following:
        shown = Reading(client.get(following, follow=True))
        paths += shown.paths
        following = next((attribute(link, "href") for link in shown.all("a", rel="next")), None)
    return [permanent(path) for path in paths]


def api(client: Client, name: str, query: str = "", language: str = "en") -> list[str]:
    """The addresses on all pages. The API has one order, whatever the language."""
    paths, following = [], f"{API}/{name}/?{query}"
    while following:
        answer = client.get(following).json()
        paths += [permanent(row["url"]) for row in answer["results"]]
        following = answer["next"]
    assert len(paths) == answer["count"]
    return paths


def feed(client: Client, name: str, query: str = "", language: str = "en") -> list[str]:
    read = feedparser.parse(client.get(downloads.address(name, "atom", query, language)).content)
    assert not read.bozo
    return [permanent(entry.id) for entry in read.entries]


def read_file(extension: str) -> Callable[..., list[str]]:
    def read(client: Client, name: str, query: str = "", language: str = "en") -> list[str]:
        return Download(client.get(downloads.address(name, extension, query, language))).paths(name, extension)

    return read


def files_of(name: str) -> list[str]:
    return [extension for extension in FORMATS if extension != "geojson" or name in MAPPED]


def in_other_formats(client: Client, name: str, query: str, language: str) -> dict[str, list[str]]:
    files = {extension: read_file(extension)(client, name, query, language) for extension in files_of(name)}
    return files | {"feed": feed(client, name, query, language)}


def as_on(shown: list[str], name: str) -> dict[str, list[str]]:
    return dict.fromkeys(files_of(name), shown) | {"feed": shown[:LENGTH]}


# The same records


QUERIES = [answer[:2] for answer in ANSWERS]
TEXTS = [
    (name, query)
    for name in LISTS
    for query in ("q=bogota", "q=%E6%B3%A2%E5%93%A5%E5%A4%A7", "q=clean", "q=c40&sort=name", "q=old+plan", "q=%25")
    if "sort=name" not in query or "name" in LISTED[name].filters.sorts
]


def longest_query(name: str) -> str:
    """Every format prints the keys that the filters found: the query string with most parameters proves it.

    Without parameters they all are in test_formats_of_two_pages_of_rows_have_them_all_in_one_order.
    """
    return max((query for at, query in QUERIES if at == name), key=lambda query: query.count("&"))


def found(name: str, query: str) -> list[str]:
    """The addresses of the rows that the filters find, without any format."""
    return [row.get_absolute_url() for row in filtered(name, query).page_rows(0, 1_000)]


@pytest.mark.once
@every_list
def test_every_format_has_the_records_of_the_page_in_the_same_order(client, cast, name):
    query = longest_query(name)
    shown = page(client, name, query)
    assert found(name, query) == api(client, name, query) == shown
    assert in_other_formats(client, name, query, "en") == as_on(shown, name)


@pytest.mark.once
@every_list
def test_every_format_of_the_chinese_list_has_the_order_of_its_page(client, cast, name):
    query = longest_query(name)
    shown = page(client, name, query, "zh-hans")
    assert in_other_formats(client, name, query, "zh-hans") == as_on(shown, name)


@pytest.mark.once
@every_list
@both_languages
def test_page_api_and_file_have_the_order_that_is_asked_for(client, cast, name, language):
    """In each order of the list; the API has that of English."""
    for query in (f"sort={sort}" for sort in LISTED[name].filters.sorts):
        with translation.override(language):
            ordered = [permanent(address) for address in found(name, query)]
        assert page(client, name, query, language) == ordered
        assert read_file("csv")(client, name, query, language) == ordered
        if language == "en":
            assert api(client, name, query) == ordered


def of_every_parameter(name: str) -> list[str]:
    """As few of the query strings as have every parameter of a list."""
    chosen, left = [], {parameter for at, query in (*QUERIES, *TEXTS) if at == name for parameter in QueryDict(query)}
    asked = [query for at, query in (*QUERIES, *TEXTS) if at == name]
    while left:
        chosen.append(max(asked, key=lambda query: len(left & set(QueryDict(query)))))
        left -= set(QueryDict(chosen[-1]))
    return chosen


@pytest.mark.once
@every_list
def test_every_parameter_means_the_same_records_for_programs(client, cast, name):
    """As test_contract.py and test_index.py say it of the filters; what is looked for in both languages."""
    texts = [query for at, query in TEXTS if at == name][:3]
    for query in (*of_every_parameter(name), *texts):
        assert api(client, name, query) == found(name, query), query


@pytest.mark.once
def test_queries_have_every_parameter_of_every_list(client, cast):
    """But for families and SDG targets, of which the cast has none."""
    make.family("air")
    Indicator.objects.filter(slug="pm2-5").update(family=IndicatorFamily.objects.get())
    assert api(client, "indicators", "family=air") == found("indicators", "family=air") == ["/indicators/pm2-5/"]
    for name in LISTS:
        asked = {parameter for query in of_every_parameter(name) for parameter in QueryDict(query)}
        assert set(LISTED[name].filters.base_filters) - asked - {"family", "sdg_target"} == set(), name


@pytest.mark.once
@every_list
def test_formats_of_two_pages_of_rows_have_them_all_in_one_order(client, cast, name, monkeypatch):
    """Of rows that are equal in everything that the list sorts by, in however many chunks a file reads them."""
    monkeypatch.setattr(download, "CHUNK", 7)
    many(name, 25)
    shown = page(client, name)
    assert len(set(shown)) == len(shown) > 25
    assert api(client, name) == shown == found(name, "")
    assert in_other_formats(client, name, "", "en") == as_on(shown, name)
    assert sorted(page(client, name, "", "zh-hans")) == sorted(shown)


@pytest.mark.once
def test_filters_hold_on_every_page(client, cast):
    many("case-studies", 60)
    query = "city=bogota&theme=air-quality&theme=transport&sort=title"
    CaseStudy.themes.through.objects.bulk_create(
        CaseStudy.themes.through(casestudy=case, theme=cast.cycling)
        for case in CaseStudy.objects.filter(slug__startswith="one-").exclude(slug__endswith="7")
    )
    shown = page(client, "case-studies", query)
    assert len(shown) == 54 + 1
    assert api(client, "case-studies", query) == shown
    assert in_other_formats(client, "case-studies", query, "en") == as_on(shown, "case-studies")


# None that are hidden


HIDDEN = (
    "rio-ferry", "boats", "secret", "秘密", "bogota-lane", "forgotten", "被遗忘", "old-plan", "旧计划", "hidden-fund",
    "unseen",
)  # fmt: skip


@pytest.fixture
def unseen(cast):
    """Records of each kind that nobody may see, tied to what everybody may, and facts that hang on them."""
    for state in ("draft", "in-review", "withdrawn"):
        hide(cast, f"unseen-{state}", {"state": state})


def hide(cast, slug: str, state: dict[str, str]) -> None:
    country = make.place(f"{slug}-country", "country", cast.latin_america, **state)
    city = make.city(slug, cast.colombia, **state)
    organisation = make.organisation(slug, **state)
    programme = make.programme(slug, [cast.air], jurisdictions=[cast.colombia], **state)
    method = make.method(slug, [cast.air], **state)
    source = make.source(slug, publisher=cast.c40, **state)
    case = make.case(slug, [cast.bogota], [cast.air], [cast.zuma], **state)
    seen = make.programme(f"in-{state['state']}", [cast.air], jurisdictions=[country])
    cast.zone.programmes.add(programme, seen)
    cast.zone.places.add(city.pk)
    make.membership(make.network(f"{slug}-network", **state), cast.bogota)
    make.involvement(cast.zone, organisation)
    make.involvement(case, cast.c40)
    make.place_involvement(cast.zone, country)
    event = make.event(slug, [cast.c40], **state)
    session = make.event(f"in-{state['state']}", [organisation], [programme], parent=event)
    session.organisers.add(organisation)
    make.term(f"in-{state['state']}", broader=make.term(slug, [cast.air], **state))
    make.step(cast.zone, f"again-{state['state']}", method)
    make.step(case, slug, cast.evidence)
    make.outcome(f"{slug}-case", case=case, indicator=make.indicator(slug))
    make.outcome(f"{slug}-programme", programme=programme)
    make.outcome(f"{slug}-place", place_id=city.pk)
    make.outcome(f"{slug}-organisation", organisation=organisation)
    for key, owner in {
        "case": case,
        "programme": programme,
        "method": method,
        "organisation": organisation,
    }.items():
        make.lesson(f"{slug}-{key}", themes=[cast.air], **{key: owner})
    make.cite(make.passage(source, slug), "Unseen anchor", outcome=cast.fine_dust)
    published = make.source(f"by-{state['state']}", publisher=organisation)
    make.cite(make.passage(published, "all"), "Anchor", outcome=cast.fine_dust)


@pytest.mark.once
@both_languages
def test_nothing_hidden_nor_what_belongs_to_it_is_in_any_format_of_any_list(client, unseen, language):
    shown = set()
    for name in LISTS:
        bodies = {"page": client.get(address(name, "", language)).content.decode()}
        bodies["api"] = client.get(f"{API}/{name}/").content.decode()
        bodies["feed"] = client.get(downloads.address(name, "atom", "", language)).content.decode()
        for extension in files_of(name):
            rows = Download(client.get(downloads.address(name, extension, "", language))).rows(name, extension)
            bodies[extension] = str(rows)
        shown |= {(name, form, word) for form, body in bodies.items() for word in HIDDEN if word in body.casefold()}
    assert shown == set()


@pytest.mark.once
@every_list
def test_list_whose_records_all_are_drafts_is_empty_in_every_format(client, cast, name):
    for model in (Event, Method, Organisation, Place, Programme, Source, Term, CaseStudy):
        model.objects.update(state="draft")
    shown = ["/themes/air-quality/", "/themes/clean-air-zones/", "/themes/transport/", "/themes/cycling/"]
    shown = shown if name == "themes" else []
    assert page(client, name) == api(client, name) == shown
    assert in_other_formats(client, name, "", "en") == as_on(shown, name)


# The same refusals


def refusals(client: Client, name: str, query: str, language: str) -> dict[str, tuple[int, list[str]]]:
    """The status in each format, and the parameters that the response names."""
    paths = {"page": address(name, query, language)}
    paths |= {one: downloads.address(name, one, query, language) for one in (*files_of(name), "atom")}
    paths["citation"] = f"{PREFIXES[language]}{name}/cite.txt?{query}"
    answers = {}
    for form, path in paths.items():
        response = client.get(path)
        answers[form] = response.status_code, list(Reading(response).problems)
    answer = client.get(f"{API}/{name}/?{query}")
    return answers | {"api": (answer.status_code, list(answer.json()["errors"]))}


def facet_of(name: str) -> str:
    """A parameter that takes one of the values it knows."""
    return next(one for one in LISTED[name].filters.base_filters if one != "q")


def wrong_queries(name: str) -> dict[str, list[str]]:
    """A query that a list refuses → the parameters that it names. The last has all faults at once."""
    sort, words = LISTED[name].filters.default_sort(), LISTED[name].filters.max_words
    return {
        f"{facet_of(name)}=atlantis": [facet_of(name)],
        f"sort={sort}&sort={sort}": ["sort"],
        f"q={'+'.join('a' * (words + 1))}": ["q"],
        "q=" + "a" * 101: ["q"],
        "q=%00": ["q"],
        "colour=red&sort=luck&q=a&q=b": ["colour", "q", "sort"],
    }


@every_list
def test_list_refuses_what_it_does_not_know_and_names_it(cast, name):
    for query, parameters in wrong_queries(name).items():
        filters = filtered(name, query)
        assert sorted(filters.problems) == parameters, query
        with pytest.raises(BadQuery):
            filters.keys()


@pytest.mark.once
@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in LISTS), ("case-studies", "zh-hans")])
def test_every_format_refuses_it_too(client, cast, name, language):
    query, parameters = list(wrong_queries(name).items())[-1]
    answers = refusals(client, name, query, language)
    assert answers == dict.fromkeys(answers, (400, parameters))
