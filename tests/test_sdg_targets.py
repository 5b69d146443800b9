"""SDG targets: those that we tag with, and those that a source names itself, which are cited."""

import pytest

from casestudies.admin.publication import missing
from casestudies.models import CaseStudy, Programme, SDGTarget
from tests import factories as make
from tests.downloads import Download
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, run, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.once

ZONE, ZUMA = "bogota-clean-air-zone", "zuma"
PATHS = {"case-studies": ZONE, "programmes": ZUMA}


def target(code: str, english: str, chinese: str) -> SDGTarget:
    slug, goal = code.replace(".", "-"), int(code.partition(".")[0])
    return SDGTarget.objects.create(slug=slug, code=code, goal=goal, title_en=english, title_zh_hans=chinese)


@pytest.fixture
def tagged(cast):
    """We tag the zone and ZUMA with 11.6; the source names 3.9, and for ZUMA 11.6 too."""
    cast.waste = target("11.6", "Air and waste", "空气与废物")
    cast.deaths = target("3.9", "Deaths from pollution", "污染致死")
    cast.zone.sdg_targets.set([cast.waste])
    cast.zone.named_sdg_targets.set([cast.deaths])
    cast.zuma.sdg_targets.set([cast.waste])
    cast.zuma.named_sdg_targets.set([cast.deaths, cast.waste])
    make.cite(cast.bogota_results, "具体目标 3.9", "named_sdg_targets", case=cast.zone)
    make.cite(cast.bogota_approach, "目标 3.9 和 11.6", "named_sdg_targets", programme=cast.zuma)
    return cast


@pytest.mark.parametrize(
    ("path", "named", "quote"),
    [
        (f"/case-studies/{ZONE}/", ["3.9 Deaths from pollution"], "具体目标 3.9"),
        (f"/programmes/{ZUMA}/", ["3.9 Deaths from pollution", "11.6 Air and waste"], "目标 3.9 和 11.6"),
    ],
)
def test_page_sets_those_of_the_source_with_their_marks_apart_from_ours(client, tagged, path, named, quote):
    page = Reading(client.get(path))
    shown = [values for term, values in glance(page) if term.startswith("SDG targets")]
    assert shown == [named, ["11.6 Air and waste"]]
    theirs = page.one("div", id="named_sdg_targets")
    assert texts(page.one("dt", theirs)).startswith("SDG targets named by the source")
    assert [texts(one) for one in page.all("q", theirs)] == [quote]
    assert [texts(tag) for tag in page.all("span", page.one("dl", class_="facts"), class_="editorial")] == [
        "editorial"
    ]


def test_passage_lists_them_and_leads_to_them(client, tagged):
    page = Reading(client.get("/sources/c40-clean-air/"))
    facts = [texts(fact) for fact in page.all("li", page.one(id="bogota-results"))]
    assert any("SDG targets named by the source 具体目标 3.9" in fact for fact in facts)
    assert f'href="/case-studies/{ZONE}/#named_sdg_targets"' in page.html


@pytest.mark.parametrize("name", PATHS)
def test_program_gets_both_and_the_citations(read_api, tagged, name):
    record = read_api(f"{name}/{PATHS[name]}/")
    assert [one["slug"] for one in record["sdg_targets"]] == ["11-6"]
    assert [one["slug"] for one in record["named_sdg_targets"]][0] == "3-9"
    assert "named_sdg_targets" in [one["text"] for one in record["citations"]]


@pytest.mark.everywhere
@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("value", ["11-6", "3-9"])
def test_one_facet_finds_both(read_api, tagged, name, value):
    assert [row["slug"] for row in read_api(f"{name}/?sdg_target={value}")["results"]] == [PATHS[name]]


def test_facet_has_the_codes_in_the_order_of_the_goals_and_counts_each_record_once(client, tagged):
    tagged.zone.named_sdg_targets.add(tagged.waste)
    for code in ("11.10", "11.2", "11.a"):
        tagged.plan.sdg_targets.add(target(code, f"Target {code}", f"目标 {code}"))
    page = Reading(client.get("/case-studies/"))
    assert [texts(choice) for choice in page.all("li", page.one(id="facet-sdg_target"))] == [
        "3.9 Deaths from pollution 1", "11.2 Target 11.2 1", "11.6 Air and waste 1", "11.10 Target 11.10 1",
        "11.a Target 11.a 1",
    ]  # fmt: skip


@pytest.mark.parametrize("name", PATHS)
def test_download_has_the_codes_of_both_in_columns_of_their_own(client, tagged, name):
    rows = Download(client.get(f"/{name}.json")).json["rows"]
    row = next(row for row in rows if row["slug"] == PATHS[name])
    assert row["sdg_targets"] == ["11.6"]
    assert row["named_sdg_targets"] == {"case-studies": ["3.9"], "programmes": ["3.9", "11.6"]}[name]
    assert "named_sdg_targets" in row["proves"]


def test_record_that_names_some_without_a_citation_lacks_it_for_publication(tagged):
    assert missing(tagged.zuma) == []
    tagged.zuma.citations.filter(part="named_sdg_targets").delete()
    assert missing(tagged.zuma) == ["SDG targets named by the source: no citation"]
    tagged.zuma.named_sdg_targets.clear()
    assert missing(tagged.zuma) == []


@pytest.mark.parametrize("name", ["casestudy", "programme"])
def test_curator_picks_and_cites_them(admin_client, tagged, name):
    record = {"casestudy": tagged.zone, "programme": tagged.zuma}[name]
    form = admin_client.get(f"/admin/casestudies/{name}/{record.pk}/change/").content.decode()
    assert 'name="named_sdg_targets"' in form and 'name="sdg_targets"' in form
    assert '<option value="named_sdg_targets" selected>' in form


# In content files

NAMED = "named_sdg_targets: [11-6]\n"
CITED = "  named_sdg_targets:\n  - {passage: report/annex, anchor: 具体目标}\n"
FILES = {"cases/bogota-air.yaml": "themes: [smog, air]\n", "programmes/zuma.yaml": "jurisdictions: [bogota]\n"}


@pytest.fixture
def told(tree):
    for path, before in FILES.items():
        text = (tree / path).read_text(encoding="utf-8").replace(before, before + "sdg_targets: [11-6]\n" + NAMED)
        text = text.replace("citations:\n", "citations:\n" + CITED, 1)
        text += "" if CITED in text else "citations:\n" + CITED
        (tree / path).write_text(text, encoding="utf-8")
    return tree


@pytest.mark.django_db
@pytest.mark.parametrize("model", [CaseStudy, Programme])
def test_files_are_loaded_and_dumped_unchanged(told, model):
    run("load_fixtures", told)
    record = model.objects.get()
    assert [one.code for one in record.named_sdg_targets.all()] == ["11.6"]
    assert record.citations.filter(part="named_sdg_targets").count() == 1
    run("dump_fixtures", told)
    before = contents(told)
    run("load_fixtures", told)
    run("dump_fixtures", told)
    assert contents(told) == before


@pytest.mark.everywhere
@pytest.mark.django_db
@pytest.mark.parametrize("path", FILES)
def test_list_without_a_citation_and_a_citation_without_a_list_are_refused(told, path):
    text = (told / path).read_text(encoding="utf-8")
    (told / path).write_text(text.replace(CITED, ""), encoding="utf-8")
    missed = f"{path}: citations.named_sdg_targets: missing: “named_sdg_targets” needs a passage and an anchor"
    assert missed in mistakes(told) or f"{path}: citations: empty: give a value or leave the key out" in mistakes(told)
    (told / path).write_text(text.replace(NAMED, ""), encoding="utf-8")
    assert mistakes(told) == [f"{path}: citations.named_sdg_targets: there is no “named_sdg_targets” for it to prove"]


# The pages of goals and targets


@pytest.fixture
def goal(tagged):
    return target("11", "Sustainable cities and communities", "可持续城市和社区")


def test_goals_have_their_targets_in_order_with_what_serves_them(client, goal):
    target("11.10", "Ten", "十")
    target("11.2", "Two", "二")
    page = Reading(client.get("/sdg/"))
    assert [texts(heading) for heading in page.all("h2")] == ["SDG 3", "SDG 11: Sustainable cities and communities"]
    eleven = page.all("section", class_="goal")[1]
    assert [texts(line) for line in page.all("li", eleven)] == [
        "11.2 Two 0 case studies · 0 programmes",
        "11.6 Air and waste 1 case study · 1 programme",
        "11.10 Ten 0 case studies · 0 programmes",
    ]
    assert texts(page.all("p", eleven)[0]) == "1 case study · 1 programme"


@pytest.mark.parametrize("slug", ["11", "11-6"])
def test_page_of_a_goal_has_what_serves_its_targets_and_says_what_a_source_names(client, goal, slug):
    page = Reading(client.get(f"/sdg/{slug}/"))
    assert page.titles == ["Clean air zones that put equity first", "Urban Zones for Better Air"]
    named = [texts(line) for line in page.all("p", class_="quiet") if texts(line) == "Named by the source itself."]
    assert len(named) == 1  # ZUMA; the zone is tagged by us


def test_page_of_a_target_leads_to_its_goal(client, goal):
    crumbs = Reading(client.get("/sdg/11-6/")).one("p", class_="crumbs")
    assert [attribute(link, "href") for link in crumbs.iter("a")] == ["/sdg/", "/sdg/11/"]


def test_facet_counts_under_a_goal_what_is_under_its_targets(client, goal):
    page = Reading(client.get("/case-studies/?all=sdg_target"))
    assert page.counts("sdg_target") == {"3-9": 1, "11": 1, "11-6": 1}
    assert Reading(client.get("/case-studies/?sdg_target=11")).titles == ["Clean air zones that put equity first"]


def test_target_that_nothing_serves_says_so(client, db):
    target("1", "No poverty", "无贫穷")
    assert texts(Reading(client.get("/sdg/1/")).one("p", class_="empty")).startswith("Nothing serves it yet")
    assert texts(Reading(client.get("/zh-hans/sdg/1/")).one("h1")) == "SDG 1: 无贫穷"


def test_there_may_be_no_goals(client, db):
    assert texts(Reading(client.get("/sdg/")).one("p", class_="empty")) == "No goal or target is recorded yet."


@pytest.mark.parametrize("path", ["/sdg/?x=1", "/sdg/11/?page=2"])
def test_pages_of_goals_take_no_parameters(client, goal, path):
    assert client.get(path).status_code == 400


def test_unknown_goal_is_not_found(client, goal):
    assert client.get("/sdg/18/").status_code == 404


def test_sitemap_has_goals_and_targets(client, goal):
    text = client.get("/sitemap-sdg-targets.xml").content.decode()
    assert "/sdg/11/" in text and "/sdg/11-6/" in text
    assert "/sdg/</loc>" in client.get("/sitemap-pages.xml").content.decode()
