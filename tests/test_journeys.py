"""What people come for, done in a browser with the shipped content."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from casestudies.models import CaseStudy, Citation, Passage, Theme
from tests.axe import violations
from tests.conftest import DESKTOP, PHONE

pytestmark = [pytest.mark.waiting, pytest.mark.django_db(transaction=True)]


def clean_air_in_latin_america():
    cases = CaseStudy.objects.published().in_places(["latin-america"])
    return cases.filter(themes__in=Theme.objects.within(["air-quality"])).distinct()


def follow(page: Page, name: str, **options) -> None:
    page.get_by_role("link", name=name, **options).first.click()


def test_reader_goes_from_a_region_to_all_facts_of_the_passage(content, new_page):
    page = new_page()
    page.goto("/")
    follow(page, "Case studies", exact=True)
    expect(page).to_have_url(re.compile("/case-studies/$"))

    # Filtering swaps the results and the address; the page itself stays. A click before the scripts are there loads
    # the next page instead, as it does without JavaScript.
    page.wait_for_load_state()
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("link", name=re.compile("Latin America")).click()
    expect(page).to_have_url(re.compile(r"\?region=latin-america$"))
    count = clean_air_in_latin_america().count()
    filters.get_by_role("link", name=f"Air quality {count}").click()
    expect(page).to_have_url(re.compile(r"\?region=latin-america&theme=air-quality$"))
    expect(page.get_by_role("status")).to_have_text(f"{count} results")
    assert page.evaluate("document.documentElement.dataset.same") == "yes"
    page.go_back()
    expect(page.get_by_role("link", name="Region Latin America")).to_be_visible()
    expect(page.get_by_role("link", name="Theme Air quality")).to_have_count(0)
    page.go_forward()
    expect(page.get_by_role("link", name="Theme Air quality")).to_be_visible()

    follow(page, "Bogotá: clean air zones that put equity first")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bogotá: clean air zones that put equity first")
    figures = page.get_by_role("region", name="Key figures")
    first = figures.get_by_role("listitem").filter(has_text="首个 ZUMA")
    first.get_by_role("button", name=re.compile("Source")).first.click()
    note = page.get_by_role("note").filter(visible=True)
    expect(note).to_contain_text("首个 ZUMA 位于博萨区")
    expect(note).to_contain_text("Clean air in cities: six case studies, C40, 2024")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)

    follow(page, "Build the evidence base")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Build the evidence base")
    uses = [re.sub(r"\s+", " ", row) for row in page.get_by_role("row").all_inner_texts()[1:]]
    for city, months in (("Bogotá", "about 9 months"), ("Rio de Janeiro", "about 9 months"), ("Bengaluru", "about 6")):
        assert any(re.search(f"{city}.*{months}", use) for use in uses), city

    page.get_by_role("row", name=re.compile("Bogotá")).get_by_role("button", name=re.compile("Source")).click()
    page.get_by_role("note").filter(visible=True).get_by_role("link").click()
    expect(page).to_have_url(re.compile("/sources/c40-clean-air/#bogota-approach$"))
    passage = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="Bogotá, Approach"))
    facts = passage.get_by_role("link")
    expect(facts).to_have_text(
        [
            "Build the evidence base (about 9 months)",
            re.compile("^Collect data"),
            re.compile("^Assess the costs"),
            re.compile("^Study the legislative"),
            "Agree within the city government (about 6 months)",
            "Win public support (about 6 months)",
        ]
    )
    facts.first.click()
    expect(page).to_have_url(re.compile("/case-studies/bogota-clean-air-zone/#step-evidence-base$"))


def test_reader_without_javascript_gets_as_far(content, new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/")
    follow(page, "Case studies", exact=True)
    filters = page.get_by_role("complementary", name="Filters")
    filters.get_by_role("link", name=re.compile("Latin America")).click()
    count = clean_air_in_latin_america().count()
    filters.get_by_role("link", name=f"Air quality {count}").click()
    expect(page.get_by_role("status")).to_have_text(f"{count} results")
    page.get_by_role("searchbox").fill("bogota")
    page.get_by_role("button", name="Find").click()
    expect(page).to_have_url(re.compile("q=bogota"))
    expect(page.get_by_role("status")).to_have_text("1 result")
    follow(page, "Bogotá: clean air zones that put equity first")
    page.get_by_role("region", name="Key figures").get_by_role("button", name=re.compile("Source")).first.click()
    page.get_by_role("note").filter(visible=True).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Bogotá, Results")).to_be_visible()


def test_reader_searches_a_long_facet(content, new_page):
    page = new_page()
    page.goto("/cities/")
    country = page.locator("#facet-country")
    box = country.get_by_role("searchbox", name="Find in the list: Country")
    box.fill("cote d")
    expect(country.get_by_role("link")).to_have_text([re.compile("Côte d'Ivoire")])
    box.fill("atlantis")
    expect(country.get_by_role("link")).to_have_count(0)
    expect(country.get_by_role("status")).to_have_text("Nothing in this list has that name.")
    box.fill("")
    assert country.get_by_role("link").count() > 12

    # The results that are swapped in have a box that works as well.
    box.fill("kenya")
    country.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"\?country=kenya$"))
    box.fill("ghana")
    expect(country.get_by_role("link")).to_have_text([re.compile("Ghana")])


def test_reader_compares_a_figure_of_several_cities(content, new_page):
    page = new_page()
    page.goto("/")
    follow(page, "Figures", exact=True)
    page.locator("#facet-indicator").get_by_role(
        "link", name=re.compile("Solar capacity of a plant or programme")
    ).click()
    expect(page).to_have_url(re.compile(r"\?indicator=solar-capacity-installed$"))
    page.locator(".results").get_by_role(
        "link", name="Solar capacity of a plant or programme", exact=True
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Solar capacity of a plant or programme")
    rows = page.get_by_role("table").first.get_by_role("row")
    expect(rows.filter(has_text="Houston")).to_contain_text("70 MW")
    rows.filter(has_text="Houston").get_by_role("button", name=re.compile("Source")).click()
    expect(page.get_by_role("note").filter(visible=True)).to_contain_text("City snapshots, Houston")


def test_chinese_reader_filters_on_a_phone(content, new_page):
    page = new_page("zh-hans", PHONE)
    page.goto("/zh-hans/")
    page.get_by_role("button", name="菜单").click()
    page.get_by_role("navigation").get_by_role("link", name="案例", exact=True).click()
    expect(page).to_have_url(re.compile("/zh-hans/case-studies/$"))
    page.get_by_role("button", name="筛选").click()
    filters = page.get_by_role("complementary", name="筛选")
    filters.get_by_role("link", name=re.compile("拉丁美洲")).click()
    expect(page).to_have_url(re.compile(r"\?region=latin-america$"))
    close = page.get_by_role("button", name="显示结果")
    if close.is_visible():
        close.click()
    expect(page.get_by_role("link", name=re.compile("波哥大：以公平为先的清洁空气区"))).to_be_visible()
    follow(page, "波哥大：以公平为先的清洁空气区")
    page.get_by_role("button", name="来源").first.click()
    expect(page.get_by_role("note").filter(visible=True)).to_contain_text("城市清洁空气：六个案例")
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


def test_curator_creates_a_case_that_is_public_only_once_published(content, new_page):
    get_user_model().objects.create_superuser("ada", password="a-long-password")
    page, visitor = new_page(), new_page()
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill("a-long-password")
    page.get_by_role("button", name="Log in").click()
    page.goto("/admin/casestudies/casestudy/add/")
    page.get_by_label("Title (English)", exact=False).first.fill("Bogotá: trees for schools")
    page.get_by_label("Title (Chinese)", exact=False).first.fill("波哥大：校园种树")
    page.get_by_label("Summary (English)", exact=False).first.fill("Trees shade schools.")
    page.get_by_label("Summary (Chinese)", exact=False).first.fill("树木为学校遮阴。")
    expect(page.get_by_label("Slug").first).to_have_value("bogota-trees-for-schools")
    page.get_by_label("Depth").first.select_option("snapshot")
    page.get_by_label("Level of government").first.select_option("local")
    choose(page, "places", "bogota", "Bogotá")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was added successfully")).to_be_visible()
    address = "/case-studies/bogota-trees-for-schools/"

    assert visitor.goto(address).status == 404
    visitor.goto("/case-studies/?q=trees+for+schools")
    expect(visitor.get_by_role("status")).to_have_text("0 results")

    cite_summary("bogota-trees-for-schools")
    page.goto("/admin/casestudies/casestudy/?q=trees+for+schools")
    page.get_by_role("row", name=re.compile("trees for schools")).get_by_role("checkbox").check()
    page.get_by_label("Action:").select_option("Publish")
    page.get_by_role("button", name=re.compile("Go|Run")).click()
    expect(page.get_by_text("1 case study published.")).to_be_visible()

    assert visitor.goto(address).status == 200
    for path in ("/case-studies/?q=trees+for+schools", "/zh-hans/case-studies/?q=种树"):
        visitor.goto(path)
        expect(visitor.locator(f"a[href$='{address}']")).to_have_count(1)


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_reader_who_asks_for_what_there_is_not_is_told_what_to_change(content, new_page, viewport):
    """In the page that is there, whose address and title are then those of the refusal; going back is going back."""
    page = new_page(viewport=viewport)
    page.goto("/case-studies/?region=latin-america")
    page.evaluate("document.documentElement.dataset.same = 'yes'")
    if viewport == PHONE:
        page.get_by_role("button", name="Filters").click()
    years = page.get_by_role("group", name="From year to year")
    years.get_by_label("from").fill("2024")
    years.get_by_label("to").fill("2020")
    years.get_by_role("button", name="Apply").press("Enter")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("There is a mistake in this address")
    expect(heading).to_be_focused()
    expect(heading).to_be_in_viewport()
    expect(page.get_by_role("definition")).to_have_text("2024 is more than 2020 in year_max.")
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page).to_have_title(re.compile("There is a mistake in this address"))
    expect(page).to_have_url(re.compile(r"/case-studies/\?region=latin-america&year_min=2024&year_max=2020$"))
    assert page.evaluate("document.documentElement.dataset.same") == "yes"
    page.go_back()
    expect(heading).to_have_text("Case studies")
    expect(page).to_have_url(re.compile(r"/case-studies/\?region=latin-america$"))


def choose(page: Page, field: str, search: str, option: str) -> None:
    """Pick from an autocomplete as a curator does: open it, type, press what is found."""
    page.locator(f".field-{field}").get_by_role("searchbox").first.click()
    page.keyboard.type(search)
    page.get_by_role("option", name=re.compile(option)).first.click()


def cite_summary(slug: str) -> None:
    passage = Passage.objects.get(slug="bogota-results")
    Citation.objects.create(case=CaseStudy.objects.get(slug=slug), part="summary", passage=passage, anchor="博萨区")


AXE_PAGES = [
    "/",
    "/case-studies/?region=latin-america&theme=air-quality",
    "/cities/?q=atlantis",
    "/case-studies/bogota-clean-air-zone/",
    "/cities/bogota/",
    "/methods/build-evidence-base/",
    "/networks/c40/",
    "/places/china/",
    "/outcomes/?region=africa",
    "/indicators/ghg-emissions-avoided/",
    "/sources/c40-clean-air/",
    "/sources/c40-at-20/",
    "/lessons/case/bogota-clean-air-zone/slower-but-lasting/",
    "/about/",
    "/nowhere/",
    "/cities/?colour=red",
    "/transfers/?region=africa&view=map",
    "/evidence/?network=c40",
    "/about/data/#lessons",
]
REFUSED = {"/nowhere/": 404, "/cities/?colour=red": 400}


@pytest.mark.parametrize(
    ("paths", "language", "prefix", "viewport", "scheme"),
    [
        (AXE_PAGES, "en", "", DESKTOP, "light"),
        (AXE_PAGES[::2], "en", "", PHONE, "dark"),
        (AXE_PAGES[1::2], "zh-hans", "/zh-hans", PHONE, "light"),
    ],
    ids=["light desktop", "dark phone", "Chinese phone"],
)
def test_axe_finds_nothing_to_complain_of(content, new_page, paths, language, prefix, viewport, scheme):
    """Each page on a desktop, and either in the dark scheme or in Chinese on a phone."""
    page = new_page(language, viewport, color_scheme=scheme, bypass_csp=True)
    found = {}
    for path in paths:
        assert page.goto(prefix + path).status == REFUSED.get(path, 200), path
        found |= {f"{path} {rule}": nodes for rule, nodes in violations(page).items()}
    assert found == {}
