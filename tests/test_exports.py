"""What every download promises: the rows of its page, in every format; and what it refuses."""

import datetime

import pytest
from django.utils import timezone

from casestudies.exports import formats as export_formats
from tests.downloads import FORMATS, MAPPED, TYPES, Download, address
from tests.lists import LISTED, LISTS, PREFIXES, both_languages, every_list
from tests.lists import address as page_address
from tests.reading import Reading, attribute, texts
from tests.test_contract_pages import many

pytestmark = pytest.mark.once

every_format = pytest.mark.parametrize("extension", FORMATS)


def formats_of(name: str) -> list[str]:
    return [extension for extension in FORMATS if extension != "geojson" or name in MAPPED]


@pytest.fixture
def get(client, cast):
    return lambda *asked: Download(client.get(address(*asked)))


# The rows


def test_empty_list_is_a_file_without_rows(client, db):
    for name in LISTS:
        for extension in formats_of(name):
            assert Download(client.get(address(name, extension))).rows(name, extension) == []


@every_list
def test_every_format_has_the_same_columns_by_names_that_are_the_same_in_both_languages(get, name):
    many(name, 1)
    names = LISTED[name].table.names
    assert len(set(names)) == len(names)
    for language in ("en", "zh-hans"):
        assert list(get(name, "csv", "", language).csv[0]) == names
        answer = get(name, "json", "", language).json
        assert [column["name"] for column in answer["columns"]] == list(answer["rows"][0]) == names


# What it is called


@every_list
@both_languages
def test_file_has_its_type_and_a_name_with_list_and_day(client, cast, name, language):
    days = [timezone.now().date() + datetime.timedelta(later) for later in (0, 1)]
    for extension in formats_of(name):
        response = client.head(address(name, extension, "", language))
        assert response["Content-Type"] == TYPES[extension]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Content-Disposition"] in [
            f'attachment; filename="cityclimate-{name}-{day}.{extension}"' for day in days
        ]


@every_format
def test_head_has_the_headers_of_get_and_no_body(client, cast, extension):
    names = ("Content-Type", "Content-Disposition", "X-Content-Type-Options")
    get, head = client.get(address("cities", extension)), client.head(address("cities", extension))
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert [head[name] for name in names] == [get[name] for name in names]
    assert client.head(address("cities", extension, "colour=red")).status_code == 400


@every_format
def test_nothing_can_be_sent_to_it(client, cast, extension):
    assert client.post(address("cities", extension)).status_code == 405


# What it refuses


@every_list
@both_languages
def test_refuses_what_the_list_refuses_and_the_parameters_of_the_screen(client, cast, name, language):
    told = {"en": "A download has all rows: leave it out.", "zh-hans": "下载包含全部行，请去掉此参数。"}[language]
    for extension in formats_of(name):
        response = client.get(address(name, extension, "colour=red&sort=luck&page=1&view=table", language))
        assert response.status_code == 400
        problems = Reading(response).problems
        assert set(problems) == {"colour", "sort", "page", "view"}
        assert problems["page"] == problems["view"] == told


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("region=atlantis", "region"),
        ("region=", "region"),
        ("q=%00", "q"),
        ("region=%00", "region"),
        ("sort=%00", "sort"),
        ("sort=name&sort=name", "sort"),
        ("q=a&q=b", "q"),
        ("q=" + "x" * 8000, "q"),
        ("q=" + "a+" * 50, "q"),
        ("page=", "page"),
        ("view=%3Cscript%3E", "view"),
        ("x" * 8000, "x" * 60),
        ("%27%22%3E%3Cscript%3E=1", "'\"><script>"),
    ],
)
def test_hostile_query_string_is_refused_by_name(client, cast, query, parameter):
    for extension in FORMATS:
        response = client.get(address("cities", extension, query))
        assert response.status_code == 400
        assert list(Reading(response).problems) == [parameter]


def test_null_byte_in_a_name_is_refused(client, cast):
    assert client.get(address("cities", "csv", "%00=1")).status_code == 400


def test_tracking_parameters_are_taken_off_by_a_redirect(client, cast):
    response = client.get(address("cities", "csv", "utm_source=x&country=india"))
    assert (response.status_code // 100, response["Location"]) == (3, "/cities.csv?country=india")


@pytest.mark.parametrize("name", [name for name in LISTS if name not in MAPPED])
@both_languages
def test_map_of_what_has_no_place_is_answered_with_the_formats_there_are(client, cast, name, language):
    response = client.get(address(name, "geojson", "", language))
    assert response.status_code == 404
    page = Reading(response)
    links = [attribute(link, "href") for link in page.all("a", page.one("p", class_="downloads"))]
    assert links == [address(name, extension, "", language) for extension in ("csv", "xlsx", "json")]


@pytest.mark.parametrize("path", ["/cities.pdf", "/cities.csv/", "/places.csv", "/cities.CSV", "/cities/bogota.csv"])
def test_other_files_are_not_there(client, cast, path):
    assert client.get(path).status_code == 404


def test_spreadsheet_of_too_many_rows_is_refused_with_the_way_to_csv(client, cast, monkeypatch):
    assert export_formats.XLSX_ROWS == 20_000
    monkeypatch.setattr(export_formats, "XLSX_ROWS", 2)
    assert client.get(address("cities", "xlsx", "region=latin-america")).status_code == 200
    response = client.get(address("cities", "xlsx", "sort=cases"))
    assert response.status_code == 400
    assert Reading(response).problems == {
        ".xlsx": "These are 3 rows, and a spreadsheet has at most 2 here. Filter, or take CSV with the same query: "
        "http://127.0.0.1:8000/cities.csv?sort=cases"
    }
    assert client.get(address("cities", "csv", "sort=cases")).status_code == 200


# The row below a list


@every_list
def test_list_links_its_files_with_its_filters_and_order_but_not_its_page(client, cast, name):
    many(name, 24)
    for language, prefix in PREFIXES.items():
        page = Reading(client.get(page_address(name, "size=20&page=2", language), follow=True))
        row = page.one("p", class_="downloads")
        *files, feed, columns = [attribute(link, "href") for link in page.all("a", row)]
        order = [extension for extension in ("csv", "xlsx", "json", "geojson") if extension in formats_of(name)]
        assert files == [address(name, extension, "", language) for extension in order]
        # A feed tells what is new, whatever the order of the list is.
        assert feed == address(name, "atom", "sort=newest" if name in ("case-studies", "programmes") else "", language)
        assert columns == f"{prefix}about/data/#{name}"


def test_row_of_downloads_says_how_many_rows_and_keeps_the_query(client, cast):
    page = Reading(client.get("/cities/?q=o&region=latin-america&sort=cases"))
    row = page.one("p", class_="downloads")
    assert texts(row) == "Download these 2 rows: CSV XLSX JSON GeoJSON Feed What the columns mean"
    assert attribute(page.all("a", row)[0], "href") == "/cities.csv?q=o&region=latin-america&sort=cases"
    one = Reading(client.get("/cities/?country=india"))
    assert texts(one.one("p", class_="downloads")).startswith("Download this row: CSV")
    assert Reading(client.get("/cities/?q=atlantis")).all("p", class_="downloads") == []


def test_row_of_downloads_comes_with_the_results(client, cast):
    part = Reading(client.get("/cities/?q=o", headers={"HX-Request": "true"}))
    assert part.all("p", part.one(id="browse"), class_="downloads")


def test_row_of_downloads_says_when_a_spreadsheet_would_have_too_many_rows(client, cast, monkeypatch):
    monkeypatch.setattr(export_formats, "XLSX_ROWS", 2)
    page = Reading(client.get("/cities/"))
    row = page.one("p", class_="downloads")
    assert texts(row) == "Download these 3 rows: CSV XLSX (up to 2 rows) JSON GeoJSON Feed What the columns mean"
    assert not [link for link in page.all("a", row) if "xlsx" in attribute(link, "href")]
