"""What a page tells machines about itself, read back as they read it: one address, Open Graph, Highwire, JSON-LD."""

import json
from decimal import Decimal

import pytest
from django.conf import settings
from playwright.sync_api import expect
from rdflib import RDF, Graph, Namespace, URIRef

from casestudies.models import Place
from tests import factories as make
from tests.lists import both_languages, every_list
from tests.reading import Reading, Tags, attribute
from tests.test_pages import ANSWERS, DETAILS, PROBLEMS

pytestmark = pytest.mark.once

SITE = settings.SITE_URL
SCHEMA = Namespace("https://schema.org/")
ZONE = "/case-studies/bogota-clean-air-zone/"
US = {"@type": "Organization", "@id": f"{SITE}/#organization", "name": "CityClimate", "url": f"{SITE}/"}
every_answer = pytest.mark.parametrize("path", ANSWERS)


def prefixed(language: str, path: str) -> str:
    return path if language == "en" else f"/zh-hans{path}"


def metas(page: Reading, by: str) -> list[tuple[str, str]]:
    """All meta tags of a family, in order: `metas(page, "property")`."""
    return [(attribute(tag, by), attribute(tag, "content")) for tag in page.all("meta", **{by: None})]


def nodes(response) -> dict[str, dict]:
    """The JSON-LD of a page: type → node."""
    html = response.content.decode()
    start = html.index('<script type="application/ld+json">') + len('<script type="application/ld+json">')
    found = json.loads(html[start : html.index("</script>", start)])
    assert found["@context"] == "https://schema.org"
    return {node["@type"]: node for node in found["@graph"]}


# The one address


@every_answer
@both_languages
def test_every_page_names_its_one_address(page_at, path, language):
    page = page_at(prefixed(language, path))
    assert attribute(page.one("link", rel="canonical"), "href") == SITE + prefixed(language, path)
    assert dict(metas(page, "property"))["og:url"] == SITE + prefixed(language, path)


def test_address_of_a_later_page_is_its_own(client, cast):
    for number in range(25):
        make.case(f"case-{number}")
    page = Reading(client.get("/case-studies/?sort=title&page=2"))
    assert attribute(page.one("link", rel="canonical"), "href") == f"{SITE}/case-studies/?sort=title&page=2"


@pytest.mark.parametrize("path", PROBLEMS)
@both_languages
def test_page_of_an_error_says_nothing_about_itself(page_at, path, language):
    page = page_at(prefixed(language, path))
    assert page.all("link", rel="canonical") == []
    assert page.all("script", type="application/ld+json") == []
    assert metas(page, "property") == []


def test_draft_says_nothing_about_itself(admin_client, cast):
    page = Reading(admin_client.get("/case-studies/rio-ferry/"))
    assert page.all("link", rel="canonical") == []
    assert page.all("script", type="application/ld+json") == []


# Open Graph and Highwire


def test_open_graph_of_a_case(page_at):
    assert metas(page_at(ZONE), "property") == [
        ("og:site_name", "CityClimate"),
        ("og:title", "Clean air zones that put equity first"),
        ("og:description", "Bogotá designed a zone for cleaner air."),
        ("og:type", "article"),
        ("og:url", f"{SITE}{ZONE}"),
        ("og:locale", "en_GB"),
        ("og:locale:alternate", "zh_CN"),
    ]
    chinese = dict(metas(page_at(f"/zh-hans{ZONE}"), "property"))
    assert (chinese["og:title"], chinese["og:locale"]) == ("以公平为先的清洁空气区", "zh_CN")


def test_open_graph_of_a_list_names_its_filters(client, cast):
    tags = dict(metas(Reading(client.get("/cities/?region=africa")), "property"))
    assert (tags["og:title"], tags["og:type"]) == ("Cities (Region: Africa)", "website")


def test_highwire_tags_of_a_case(page_at):
    tags = metas(page_at(ZONE), "name")
    assert [tag for tag in tags if tag[0].startswith("citation_")] == [
        ("citation_title", "Clean air zones that put equity first"),
        ("citation_author", "CityClimate"),
        ("citation_publication_date", "2025/01/01"),
        ("citation_publisher", "CityClimate"),
        ("citation_technical_report_institution", "CityClimate"),
        ("citation_language", "en"),
        ("citation_public_url", f"{SITE}{ZONE}"),
        (
            "citation_reference",
            "C40 Cities Climate Leadership Group (2024). 城市清洁空气 [Clean air in cities]. "
            "Passages: Bogotá, Results; Bogotá, Approach.",
        ),
    ]


def test_highwire_tags_of_a_source_are_those_of_the_document(client, cast):
    cast.source.symbol = "HSP/HA/1"
    cast.source.save()
    tags = metas(Reading(client.get("/zh-hans/sources/c40-clean-air/")), "name")
    assert [tag for tag in tags if tag[0].startswith("citation_")] == [
        ("citation_title", "城市清洁空气"),
        ("citation_author", "C40 城市集团"),
        ("citation_publication_date", "2024"),
        ("citation_publisher", "C40 城市集团"),
        ("citation_technical_report_institution", "C40 城市集团"),
        ("citation_technical_report_number", "HSP/HA/1"),
        ("citation_language", "zh-Hans"),
        ("citation_public_url", f"{SITE}/zh-hans/sources/c40-clean-air/"),
    ]


# JSON-LD


def test_case_is_a_report_with_its_place_themes_and_document(client, cast):
    Place.objects.filter(slug="bogota").update(latitude=Decimal("4.60971"), longitude=Decimal("-74.08175"))
    cast.zone.refresh_from_db()
    report = nodes(client.get(ZONE))["Report"]
    assert report == {
        "@type": "Report",
        "@id": f"{SITE}{ZONE}",
        "url": f"{SITE}{ZONE}",
        "name": "Clean air zones that put equity first",
        "description": "Bogotá designed a zone for cleaner air.",
        "inLanguage": "en",
        "datePublished": "2025-01-01",
        "dateModified": cast.zone.updated_at.date().isoformat(),
        "isPartOf": {"@id": f"{SITE}/#website"},
        "author": US,
        "publisher": US,
        "contentLocation": [
            {
                "@type": "City",
                "name": "Bogotá",
                "url": f"{SITE}/cities/bogota/",
                "containedInPlace": {
                    "@type": "Country",
                    "name": "Colombia",
                    "url": f"{SITE}/places/colombia/",
                    "containedInPlace": {
                        "@type": "Place",
                        "name": "Latin America",
                        "url": f"{SITE}/places/latin-america/",
                    },
                },
                "geo": {"@type": "GeoCoordinates", "latitude": 4.60971, "longitude": -74.08175},
            }
        ],
        "about": [
            {"@type": "DefinedTerm", "name": "Clean air zones", "url": f"{SITE}/themes/clean-air-zones/"},
        ],
        "temporalCoverage": "2022/2024",
        "citation": [
            {
                "@type": "Report",
                "name": "城市清洁空气 [Clean air in cities]",
                "publisher": {"@type": "Organization", "name": "C40 Cities Climate Leadership Group"},
                "datePublished": "2024",
                "inLanguage": "zh-Hans",
            }
        ],
    }


def test_place_of_a_case_shows_no_country_that_is_a_draft(client, cast):
    Place.objects.filter(slug="colombia").update(state="draft")
    city = nodes(client.get(ZONE))["Report"]["contentLocation"][0]
    assert city["containedInPlace"]["name"] == "Latin America"


def test_city_is_a_city_by_all_its_names(page_at):
    city = nodes(page_at("/zh-hans/cities/bogota/").response)["WebPage"]["mainEntity"]
    assert city["@type"] == "City"
    assert (city["name"], city["alternateName"]) == ("波哥大", ["Bogotá", "Santa Fe de Bogotá", "圣菲波哥大"])
    assert city["containedInPlace"]["name"] == "哥伦比亚"
    assert "geo" not in city


def test_programme_and_organisations_are_what_their_pages_are_about(client, cast):
    programme = nodes(client.get("/programmes/zuma/"))["WebPage"]
    assert programme["about"] == {
        "@type": "Project",
        "name": "Urban Zones for Better Air",
        "alternateName": ["改善空气城市区域"],
    }
    assert [place["name"] for place in programme["contentLocation"]] == ["Colombia"]
    assert programme["temporalCoverage"] == "2022/.."
    network = nodes(client.get("/networks/c40/"))["WebPage"]["mainEntity"]
    assert network == {
        "@type": "Organization",
        "name": "C40 Cities Climate Leadership Group",
        "alternateName": ["C40", "C40 城市集团"],
    }


def test_list_is_a_dataset_with_its_downloads(client, cast):
    data = nodes(client.get("/case-studies/?region=africa&sort=title"))["Dataset"]
    assert (data["name"], data["url"]) == (
        "Case studies (Region: Africa)",
        f"{SITE}/case-studies/?region=africa&sort=title",
    )
    files = {file["encodingFormat"]: file["contentUrl"] for file in data["distribution"]}
    assert files["text/csv"] == f"{SITE}/case-studies.csv?region=africa&sort=title"
    for address in files.values():
        assert client.get(address.removeprefix(SITE)).status_code == 200


@every_list
@both_languages
def test_every_list_is_a_dataset_in_both_languages(page_at, name, language):
    data = nodes(page_at(prefixed(language, f"/{name}/")).response)["Dataset"]
    assert data["url"] == SITE + prefixed(language, f"/{name}/")
    assert data["inLanguage"] == {"en": "en", "zh-hans": "zh-Hans"}[language]


def test_home_is_the_website_and_says_how_to_search_it(page_at):
    site = nodes(page_at("/zh-hans/").response)["WebSite"]
    assert site["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/zh-hans/case-studies/?q={{search_term_string}}"
    assert site["publisher"]["@id"] == US["@id"]


@pytest.mark.parametrize("path", DETAILS)
def test_breadcrumbs_lead_from_the_home_page_to_the_page_itself(page_at, path):
    steps = nodes(page_at(path).response)["BreadcrumbList"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["item"] == f"{SITE}/"
    assert steps[-1]["item"] == SITE + path
    for step in steps:
        assert page_at(step["item"].removeprefix(SITE)).response.status_code == 200


def test_part_of_a_source_stands_below_it(client, cast):
    make.part(cast.source, "africa")
    steps = nodes(client.get("/sources/c40-clean-air/africa/"))["BreadcrumbList"]["itemListElement"]
    assert [step["name"] for step in steps] == ["CityClimate", "Sources", "Clean air in cities", "Africa"]


def test_rdflib_reads_the_graph(page_at):
    found = json.dumps(list(nodes(page_at(ZONE).response).values()))
    graph = Graph().parse(data=f'{{"@context": {{"@vocab": "{SCHEMA}"}}, "@graph": {found}}}', format="json-ld")
    report = URIRef(SITE + ZONE)
    assert (report, RDF.type, SCHEMA.Report) in graph
    assert graph.value(graph.value(report, SCHEMA.citation), SCHEMA.datePublished).toPython() == "2024"
    place = graph.value(report, SCHEMA.contentLocation)
    country = graph.value(place, SCHEMA.containedInPlace)
    assert graph.value(country, SCHEMA.name).toPython() == "Colombia"


# What a title may hold


HOSTILE = [
    '</script><script>alert("x")</script>',
    "<!-- <script>",
    "a \u2028 b & c",
    "\"quoted\" 'twice'",
    "back\\slash",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_no_title_ends_the_data_or_a_tag(client, cast, title):
    cast.zone.title_en = title
    cast.zone.save()
    response = client.get(ZONE)
    assert nodes(response)["Report"]["name"] == title
    tags = Tags(response.content.decode())
    assert [attributes for tag, attributes in tags.tags if tag == "script" and "src" not in attributes] == [
        {"type": "application/ld+json"}
    ]
    assert tags.inline == []
    assert dict(metas(Reading(response), "property"))["og:title"] == title


@pytest.mark.django_db(transaction=True)
def test_browser_takes_the_data_for_no_script(content, new_page):
    """Under our policy, which a browser reports as an error in its console, and the test with it."""
    page = new_page()
    page.goto("/case-studies/bogota-clean-air-zone/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    data = page.locator('script[type="application/ld+json"]')
    assert json.loads(data.text_content())["@graph"][0]["@type"] == "Report"
