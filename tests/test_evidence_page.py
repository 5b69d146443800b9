"""Case studies by theme and region: how many of each, the best evidence that they hold, and the way to them.

The cast has Bogotá's zone with measured results in clean air zones, a theme below air quality; Rio's campaign without
figures in transport; Bengaluru's plan with an expected figure in air quality and cycling, a theme below transport.
"""

import re

import pytest
from playwright.sync_api import expect

from casestudies.evidence_table import evidence_table
from casestudies.listings import CASES, EVIDENCE
from tests import factories as make
from tests.api import SITE
from tests.cast import build
from tests.downloads import Download
from tests.lists import PREFIXES, both_languages
from tests.reading import Reading, attribute, texts
from tests.test_canonical import moved

pytestmark = pytest.mark.once

REGIONS = ["Africa", "Latin America", "South and West Asia"]


@pytest.fixture
def read(client, cast):
    def read(query="", language="en", **headers) -> Reading:
        response = client.get(f"{PREFIXES[language]}evidence/{query}", headers=headers, follow=True)
        assert response.status_code == 200
        return Reading(response)

    return read


def rows_of(page: Reading) -> dict[str, list[tuple[int, str | None]]]:
    """Theme → the number and the layer of each cell; the last one, of all regions, has no layer."""
    body = page.one("table", class_="evidence-table")
    found = {}
    for row in page.all("tr", body)[1:]:
        links = page.all("a", row, aria_label=None)
        found[texts(row[0])] = [(int(texts(link)), attribute(link, "data-layer")) for link in links]
    return found


def links_of(page: Reading) -> list[tuple[str, int]]:
    table = page.one("table", class_="evidence-table")
    links = page.all("a", table, aria_label=None)
    return [(attribute(link, "href"), int(texts(link))) for link in links]


def cells_of(query: str) -> list:
    return [(cell.case_count, str(cell.layer)) for cell in evidence_table(CASES.read(None, query)).cells]


def test_main_themes_are_rows_and_regions_columns_in_a_fixed_order(read):
    page = read()
    assert [texts(head) for head in page.all("th", scope="col")] == ["Theme", *REGIONS, "All"]
    assert rows_of(page) == {
        "Air quality": [(0, "none"), (1, "results"), (1, "figures"), (2, None)],
        "Transport": [(0, "none"), (1, "cases"), (1, "figures"), (2, None)],
        "All": [(0, "none"), (2, "results"), (1, "figures"), (3, None)],
    }


def test_case_with_two_themes_is_in_both_rows_and_once_in_the_total(read, cast):
    cast.zone.themes.add(cast.transport)
    counts = {theme: [number for number, _layer in cells] for theme, cells in rows_of(read()).items()}
    assert counts == {"Air quality": [0, 1, 1, 2], "Transport": [0, 2, 1, 3], "All": [0, 2, 1, 3]}


def test_theme_with_most_cases_comes_first_and_stays_there_whatever_is_filtered(read, cast):
    make.theme("energy", order=0, **make.both("name", "Energy", "能源"))
    cast.zone.themes.add(cast.transport)
    assert list(rows_of(read())) == ["Transport", "Air quality", "Energy", "All"]
    assert list(rows_of(read("?stage=under-way"))) == ["Transport", "Air quality", "Energy", "All"]


def test_layer_is_that_of_the_best_evidence_and_a_result_that_is_no_measure_is_none(read, cast):
    cast.people.status = "achieved"  # people reached: an output, now measured
    cast.people.save()
    assert rows_of(read())["Transport"] == [(0, "none"), (1, "cases"), (1, "results"), (2, None)]


@pytest.mark.parametrize(
    "query",
    ["", "?network=c40", "?organisation=clean-air-fund", "?region=latin-america&region=africa", "?theme=air-quality",
     "?theme=clean-air-zones&theme=transport&region=latin-america", "?q=air", "?year_min=2023", "?figures=without"],
)  # fmt: skip
@both_languages
def test_each_cell_leads_to_the_list_of_exactly_its_cases(client, read, query, language):
    links = links_of(read(query, language))
    assert len(links) >= 4
    for link, number in links:
        assert moved("case-studies", link) is None, link  # it is the one address of that list
        assert CASES.read(None, link.partition("?")[2]).count == number, link
    assert client.get(link).status_code == 200


def test_empty_cell_leads_to_the_empty_list_that_says_which_filter_to_drop(client, read):
    link, number = links_of(read())[0]
    assert (link, number) == ("/case-studies/?region=africa&theme=air-quality", 0)
    page = Reading(client.get(link))
    empty = page.one(class_="empty")
    assert "without Region: 2 results" in texts(empty)
    assert attribute(page.all("a", empty)[0], "href") == "/case-studies/?theme=air-quality"


def test_cell_says_its_layer_in_words(read):
    page = read()
    words = [attribute(link, "aria-label") for link in page.all("a", class_="cell")]
    assert words[:6] == [
        "0 case studies",
        "1 case study, 1 with measured results",
        "1 case study, with other figures",
        "0 case studies",
        "1 case study, without figures",
        "1 case study, with other figures",
    ]
    chinese = read(language="zh-hans").all("a", class_="cell")
    assert attribute(chinese[1], "aria-label") == "1 个案例，其中 1 个有实测成果"


def test_filters_of_case_studies_apply_and_are_pills(read):
    page = read("?organisation=clean-air-fund")
    assert rows_of(page)["All"] == [(0, "none"), (1, "results"), (0, "none"), (1, None)]
    pills = page.all("a", page.one("ul", class_="pills"))
    assert [(texts(pill), attribute(pill, "href")) for pill in pills][0] == (
        "Organisation Clean Air Fund × remove", "/evidence/",
    )  # fmt: skip
    assert page.counts("region") == {"latin-america": 1}


def test_chosen_themes_and_regions_are_the_only_rows_and_columns(read):
    page = read("?region=latin-america&theme=clean-air-zones&theme=transport")
    assert [texts(head) for head in page.all("th", scope="col")] == ["Theme", "Latin America", "All"]
    assert rows_of(page) == {
        "Transport": [(1, "cases"), (1, None)],
        "Clean air zones": [(1, "results"), (1, None)],
        "All": [(2, "results"), (2, None)],
    }
    assert list(rows_of(read("?theme=transport"))) == ["Transport"]


def test_drafts_and_withdrawn_cases_are_not_counted_nor_are_their_figures(read, cast):
    make.outcome("late", case=cast.lane, status="achieved")
    assert rows_of(read())["Transport"] == [(0, "none"), (1, "cases"), (1, "figures"), (2, None)]
    cast.ferry.state = "published"
    cast.ferry.save()
    assert rows_of(read())["Transport"][1] == (2, "results")


def test_region_that_was_withdrawn_is_an_empty_column_only_for_who_asks_for_it(read, cast):
    cast.africa.state = "withdrawn"
    cast.africa.withdrawn_because_en = cast.africa.withdrawn_because_zh_hans = "Merged."
    cast.africa.save()
    assert [texts(head) for head in read().all("th", scope="col")] == ["Theme", *REGIONS[1:], "All"]
    assert rows_of(read("?region=africa"))["All"] == [(0, "none"), (0, None)]


@pytest.mark.parametrize(
    ("query", "names"),
    [("?colour=red", ["colour"]), ("?theme=nothing", ["theme"]), ("?sort=title", ["sort"]), ("?page=1", ["page"])],
)
def test_unknown_parameter_or_value_is_refused_on_the_page_and_in_files(client, cast, query, names):
    assert list(Reading(client.get(f"/evidence/{query}")).problems) == names
    for file in ("evidence.csv", "evidence/cite.txt"):
        assert client.get(f"/{file}{query}").status_code == 400


def test_page_has_one_address_for_each_state(client, cast):
    response = client.get("/evidence/?theme=transport&region=latin-america&region=africa&utm_source=x")
    assert (response.status_code, response["Location"]) == (
        301, "/evidence/?region=africa&region=latin-america&theme=transport",
    )  # fmt: skip
    page = Reading(client.get("/evidence/?region=africa"))
    assert attribute(page.one("link", rel="canonical"), "href").endswith("/evidence/?region=africa")


def test_htmx_gets_the_part_that_changes(read):
    response = read("?region=africa", hx_request="true").response
    assert "<html" not in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_rows_and_heads_are_in_chinese_and_dots_follow_the_regions(read):
    page = read(language="zh-hans")
    assert list(rows_of(page)) == ["空气质量", "交通", "合计"]
    table = page.one("table", class_="evidence-table")
    dots = [attribute(dot, "data-region") for dot in page.all("span", table, class_="region-dot")]
    assert dots == ["africa", "latin-america", "south-and-west-asia"]


def test_empty_site_says_so(client, db):
    assert "Nothing is published here yet." in texts(Reading(client.get("/evidence/")).one("main"))


def test_menu_and_sitemap_have_the_page(client, cast):
    page = Reading(client.get("/evidence/"))
    here = page.one("a", page.one("nav", id="menu"), aria_current="page")
    assert (texts(here), attribute(here, "href")) == ("Evidence", "/evidence/")
    assert "/zh-hans/evidence/</loc>" in client.get("/sitemap-pages.xml").content.decode()


def test_page_is_cited_with_its_filters(client, loaded):
    cited = client.get("/evidence/cite.txt?region=africa").content.decode()
    assert cited.startswith("CityClimate (2025). Evidence by theme and region (Region: Africa).")
    assert "/evidence/?region=africa" in cited
    assert "Cite this table" in texts(Reading(client.get("/evidence/")).one(id="cite"))


# Files


def test_csv_has_the_cells_of_the_page_row_by_row(client, cast):
    rows = Download(client.get("/evidence.csv?region=latin-america&region=africa")).csv
    assert [(row["theme"], row["region"], row["case_count"], row["layer"]) for row in rows] == [
        ("air-quality", "africa", "0", "none"),
        ("air-quality", "latin-america", "1", "results"),
        ("air-quality", "", "1", "results"),
        ("transport", "africa", "0", "none"),
        ("transport", "latin-america", "1", "cases"),
        ("transport", "", "1", "cases"),
        ("", "africa", "0", "none"),
        ("", "latin-america", "2", "results"),
        ("", "", "2", "results"),
    ]
    assert rows[1] == {
        "theme": "air-quality",
        "theme_en": "Air quality",
        "theme_zh_hans": "空气质量",
        "region": "latin-america",
        "region_en": "Latin America",
        "region_zh_hans": "拉丁美洲",
        "case_count": "1",
        "with_figures": "1",
        "with_results": "1",
        "layer": "results",
        "link_en": f"{SITE}/case-studies/?region=latin-america&theme=air-quality",
        "link_zh_hans": f"{SITE}/zh-hans/case-studies/?region=latin-america&theme=air-quality",
    }


def test_name_that_a_spreadsheet_would_run_is_text_in_the_file(client, cast):
    cast.air.name_en = "=HYPERLINK(1)"
    cast.air.save()
    assert ",'=HYPERLINK(1),空气质量," in Download(client.get("/evidence.csv")).body.decode()


def test_json_has_the_columns_and_exact_numbers(client, cast):
    found = Download(client.get("/evidence.json?theme=transport")).json
    assert found["page"] == f"{SITE}/evidence/?theme=transport"
    assert [(row["region"], row["case_count"]) for row in found["rows"][:4]] == [
        ("africa", 0), ("latin-america", 1), ("south-and-west-asia", 1), ("", 2),
    ]  # fmt: skip
    assert [column["name"] for column in found["columns"]] == EVIDENCE.table.names


def test_spreadsheet_has_the_same_cells(client, cast):
    book = Download(client.get("/zh-hans/evidence.xlsx?theme=transport")).book
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert head[6] == "案例"
    assert [row[6] for row in rows] == [0, 1, 1, 2, 0, 1, 1, 2]


def test_no_other_format_is_offered(client, cast):
    assert client.get("/evidence.geojson").status_code == 404


def test_columns_are_explained_with_those_of_the_lists(client, db):
    page = Reading(client.get("/about/data/"))
    section = page.one("section", id="evidence")
    assert [texts(head) for head in page.all("th", section, scope="row")] == EVIDENCE.table.names


# The line of a theme


def test_page_of_a_theme_has_its_line(client, cast):
    page = Reading(client.get("/themes/air-quality/"))
    assert rows_of(page) == {"Case studies": [(0, "none"), (1, "results"), (1, "figures"), (2, None)]}
    below = Reading(client.get("/themes/cycling/"))
    assert rows_of(below) == {"Case studies": [(0, "none"), (0, "none"), (1, "figures"), (1, None)]}
    assert links_of(below)[2] == ("/case-studies/?region=south-and-west-asia&theme=cycling", 1)


# The database


def test_table_takes_the_same_queries_whatever_there_is(client, cast, django_assert_num_queries):
    client.get("/evidence/")  # the index is made
    with django_assert_num_queries(3):
        client.get("/evidence/?region=latin-america&stage=completed")
    for number in range(5):
        make.case(f"case-{number}", [cast.rio], [cast.cycling])
    client.get("/evidence/")
    with django_assert_num_queries(3):
        client.get("/evidence/?region=latin-america&stage=completed")


def test_cells_come_from_the_index_alone(cast, django_assert_num_queries):
    cells_of("stage=completed")
    with django_assert_num_queries(3):  # version of the content, themes, regions
        assert cells_of("stage=completed")[5] == (1, "cases")


def test_address_of_a_cell_is_short_of_nothing_that_was_filtered(read):
    links = [link for link, _number in links_of(read("?network=c40&year_min=2020"))]
    assert all(re.search("network=c40&year_min=2020$", link) for link in links)


# In a browser


def test_filter_of_the_table_changes_it_in_place(transactional_db, new_page):
    build()
    page = new_page()
    page.goto("/evidence/")
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    page.locator("#facets > summary").click()
    page.locator("#facet-network summary").click()
    page.get_by_role("link", name=re.compile("^C40")).first.click()
    expect(page).to_have_url(re.compile(r"/evidence/\?network=c40$"))
    expect(page.get_by_role("link", name=re.compile("^Network C40"))).to_be_visible()
    assert page.evaluate("document.documentElement.dataset.same") == "yes"
