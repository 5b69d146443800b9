"""The licence of the content: where a setting names one, every door says so; where none does, nothing is promised."""

import io
import json
import re

import feedparser
import openpyxl
import pytest
from django.core.exceptions import ImproperlyConfigured

from casestudies.head import conditional
from cityclimate.environment import Licence, licence
from tests.downloads import FORMATS, MAPPED, address
from tests.lists import LISTS, PREFIXES, both_languages
from tests.reading import Reading, attribute, texts
from tests.test_metadata import nodes
from tests.test_pages import DETAILS, PROBLEMS

from .test_proxy import manage

pytestmark = pytest.mark.once

NAME, URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"
LINK = f'<{URL}>; rel="license"'
WORDS = {"en": f"Licence of the content: {NAME}", "zh-hans": f"内容许可： {NAME}"}
# What would promise that something may be reused, or name a licence of ours.
PROMISE = re.compile(r"licen[cs]e of|free to reuse|freely|reuse and|自由转用|可自由|内容许可", re.IGNORECASE)
EXPORTS = [(name, extension) for name in LISTS for extension in FORMATS if extension != "geojson" or name in MAPPED]
CITED = ["case-studies/bogota-clean-air-zone/cite", "cities/bogota/cite", "cities/cite"]
# The head of a file does not depend on the list and its language together: Chinese files of one list are enough.
every_export = pytest.mark.parametrize(
    ("name", "extension", "language"),
    [(*export, "en") for export in EXPORTS] + [("cities", extension, "zh-hans") for extension in FORMATS],
)


@pytest.fixture
def licensed(settings, cast) -> None:
    settings.CONTENT_LICENCE = Licence(NAME, URL)


def licences(page: Reading) -> list[tuple[str, str]]:
    """The links to the licence, with the words around them."""
    return [(texts(link.getparent()), attribute(link, "href")) for link in page.all(rel="license")]


# Set


@both_languages
@pytest.mark.parametrize("path", ["about/", "about/data/", "api/"])
def test_pages_on_the_content_print_it_in_their_text_and_in_the_footer(client, licensed, language, path):
    assert licences(Reading(client.get(PREFIXES[language] + path))) == [(WORDS[language], URL)] * 2


@pytest.mark.parametrize("path", ["/", "/case-studies/", *DETAILS, *PROBLEMS])
def test_every_other_page_prints_it_in_the_footer(client, licensed, path):
    assert licences(Reading(client.get(path))) == [(WORDS["en"], URL)]


@pytest.mark.parametrize("path", ["", "case-studies/", DETAILS[0].removeprefix("/"), "nowhere/"])
def test_chinese_pages_print_it_in_their_footer_too(client, licensed, path):
    assert licences(Reading(client.get(PREFIXES["zh-hans"] + path))) == [(WORDS["zh-hans"], URL)]


@both_languages
def test_about_says_how_to_cite_too(client, licensed, language):
    page = Reading(client.get(f"{PREFIXES[language]}about/"))
    assert texts(page.one("h2", id="citing-title")) == {"en": "Licence and citing", "zh-hans": "许可与引用"}[language]
    assert {"en": "Name the document that a fact comes from", "zh-hans": "请注明事实的来源文献"}[language] in page.html


@both_languages
@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "WebSite"),
        ("case-studies/bogota-clean-air-zone/", "Report"),
        ("cities/bogota/", "WebPage"),
        ("case-studies/?region=latin-america", "Dataset"),
    ],
)
def test_linked_data_has_it_of_what_is_ours(client, licensed, language, path, kind):
    found = nodes(client.get(PREFIXES[language] + path))
    assert found[kind]["license"] == URL
    assert json.dumps(found).count('"license"') == 1  # the documents belong to their publishers


@every_export
def test_every_file_names_it_in_its_head(client, licensed, name, extension, language):
    assert client.head(address(name, extension, "", language))["Link"] == LINK


@both_languages
@pytest.mark.parametrize("extension", ["json", "geojson"])
def test_json_has_it_before_the_rows(client, licensed, language, extension):
    found = json.loads(client.get(address("cities", extension, "", language)).getvalue())
    assert found["licence"] == {"name": NAME, "url": URL}


@pytest.mark.parametrize(
    ("language", "rows"),
    [
        ("en", [("Licence of the content", NAME), ("Address of the licence", URL)]),
        ("zh-hans", [("内容许可", NAME), ("许可协议网址", URL)]),
    ],
)
def test_second_sheet_has_it(client, licensed, language, rows):
    body = client.get(address("cities", "xlsx", "", language)).getvalue()
    sheet = openpyxl.load_workbook(io.BytesIO(body)).worksheets[1]
    assert [row[:2] for row in sheet.iter_rows(values_only=True)][6:9] == [*rows, (None, None)]


@both_languages
def test_feed_has_it_as_rights_and_as_a_link(client, licensed, language):
    answer = client.get(f"{PREFIXES[language]}case-studies.atom")
    found = feedparser.parse(answer.content)
    assert (found.bozo, found.feed.rights) == (False, NAME)
    assert [link.href for link in found.feed.links if link.rel == "license"] == [URL]
    assert answer["Link"] == LINK


@both_languages
@pytest.mark.parametrize("path", CITED)
def test_citations_have_it_where_the_format_has_a_field_for_it(client, licensed, language, path):
    ours, *documents = client.get(f"{PREFIXES[language]}{path}.json").json()
    assert ours["license"] == NAME
    assert ["license" in one for one in documents] == [False] * len(documents)
    for extension in ("bib", "ris", "txt"):
        answer = client.get(f"{PREFIXES[language]}{path}.{extension}")
        assert (answer["Link"], NAME in answer.content.decode()) == (LINK, False)


def test_answers_of_the_api_have_it_in_their_head(client, licensed):
    for path in ("cities/", "cities/bogota/", "openapi.json"):
        assert client.get(f"/api/v1/{path}")["Link"] == LINK


def test_description_of_the_api_has_it():
    made = manage("spectacular", "--format", "openapi-json", CONTENT_LICENCE=NAME, CONTENT_LICENCE_URL=URL)
    assert json.loads(made.stdout)["info"]["license"] == {"name": NAME, "url": URL}


def test_who_has_a_page_from_before_gets_the_one_with_the_licence(client, cast, settings):
    conditional.code_version.cache_clear()
    before = client.get("/about/")["ETag"]
    settings.CONTENT_LICENCE = Licence(NAME, URL)
    conditional.code_version.cache_clear()  # as a new process
    assert client.get("/about/", headers={"If-None-Match": before}).status_code == 200
    settings.CONTENT_LICENCE = None
    conditional.code_version.cache_clear()


def test_name_is_shown_as_text(client, cast, settings):
    settings.CONTENT_LICENCE = licence("<b>&'\"", f"{URL}?a=1&b=2")
    html = client.get("/about/").content.decode()
    assert f'<a href="{URL}?a=1&amp;b=2" rel="license">&lt;b&gt;&amp;&#x27;&quot;</a>' in html


# Unset


@both_languages
@pytest.mark.parametrize("path", ["/", "/case-studies/", "/about/", "/about/data/", "/api/", *DETAILS, *PROBLEMS])
def test_without_it_no_page_promises_anything(page_at, language, path):
    page = page_at(PREFIXES[language] + path.removeprefix("/"))
    assert licences(page) == []
    assert PROMISE.findall(texts(page.root)) == []
    assert '"license"' not in page.html


@both_languages
def test_without_it_about_says_how_to_cite(page_at, language):
    page = page_at(f"{PREFIXES[language]}about/")
    assert texts(page.one("h2", id="citing-title")) == {"en": "How to cite", "zh-hans": "引用方式"}[language]
    first = texts(page.all("p", page.one("section", aria_labelledby="citing-title"))[0])
    assert first.startswith({"en": "Name the document that a fact comes from", "zh-hans": "请注明"}[language])


@every_export
def test_without_it_no_file_names_one(client, cast, name, extension, language):
    ask = client.get if "json" in extension else client.head
    answer = ask(address(name, extension, "", language))
    assert answer.status_code == 200
    assert "Link" not in answer
    if "json" in extension:
        assert json.loads(answer.getvalue())["licence"] is None


@both_languages
def test_without_it_feed_citations_sheet_and_api_name_none(client, cast, language):
    prefix = PREFIXES[language]
    feed = client.get(f"{prefix}case-studies.atom")
    assert ("<rights>" in feed.content.decode(), 'rel="license"' in feed.content.decode()) == (False, False)
    cited = [client.get(f"{prefix}{path}.json") for path in CITED]
    assert ["license" in one.content.decode() for one in cited] == [False] * 3
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(f"{prefix}cities.xlsx").getvalue())).worksheets[1]
    assert [row[:2] for row in sheet.iter_rows(values_only=True)][6] == (None, None)
    answers = [feed, *cited, client.get("/api/v1/cities/"), client.get("/api/v1/openapi.json")]
    assert ["Link" in answer for answer in answers] == [False] * 6
    assert "license" not in answers[-1].json()["info"]


# The setting


def test_setting_takes_a_name_with_its_address_or_neither():
    assert licence("", "") is None
    assert licence(NAME, URL) == Licence(NAME, URL)
    assert licence("知识共享 署名 4.0", URL).name == "知识共享 署名 4.0"


@pytest.mark.parametrize(
    ("name", "url", "message"),
    [
        (NAME, "", "CONTENT_LICENCE_URL must be where the licence is"),
        (NAME, "http://creativecommons.org/licenses/by/4.0/", "CONTENT_LICENCE_URL must be"),
        (NAME, "creativecommons.org", "CONTENT_LICENCE_URL must be"),
        (NAME, "https://", "CONTENT_LICENCE_URL must be"),
        (NAME, f'{URL}>; rel="next"', "CONTENT_LICENCE_URL must be"),
        (NAME, f"{URL}\n", "CONTENT_LICENCE_URL must be"),
        (NAME, "https://例.example/", "CONTENT_LICENCE_URL must be"),
        ("", URL, "CONTENT_LICENCE must be a name in one line"),
        (" ", URL, "CONTENT_LICENCE must be a name in one line"),
        ("CC\nBY", URL, "CONTENT_LICENCE must be a name in one line"),
    ],
)
def test_setting_refuses_one_without_the_other_and_what_is_none(name, url, message):
    with pytest.raises(ImproperlyConfigured, match=f"^{message}"):
        licence(name, url)


def test_command_refuses_a_name_without_an_address():
    done = manage("check", CONTENT_LICENCE=NAME)
    assert (done.returncode, "CONTENT_LICENCE_URL must be" in done.stderr.splitlines()[-1]) == (1, True)
