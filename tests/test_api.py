"""The API at /api/v1/: what a record holds."""

import pytest

from casestudies.models import (
    Event,
    SDGTarget,
    Term,
    Transfer,
)
from tests import factories as make
from tests.api import ROOT, SITE, names, text

pytestmark = pytest.mark.once

EMPTY = {"en": None, "zh-Hans": None}


def link(path: str, english: str, chinese: str) -> dict:
    slug = path.rpartition("/")[2]
    return {
        "slug": slug,
        "name": text(english, chinese),
        "url": f"{SITE}/{path}/",
        "api_url": f"{SITE}{ROOT}/{path}/",
    }


ZONE_PATH = "case-studies/bogota-clean-air-zone"
BOGOTA = link("cities/bogota", "Bogotá", "波哥大")
ZONE = link(ZONE_PATH, "Clean air zones that put equity first", "以公平为先的清洁空气区")
SOURCE = link("sources/c40-clean-air", "Clean air in cities", "城市清洁空气")
FUND = link("organisations/clean-air-fund", "Clean Air Fund", "清洁空气基金")
C40 = link("networks/c40", "C40 Cities Climate Leadership Group", "C40 城市集团")


def citation(passage: str, english: str, chinese: str, anchor: str, **more) -> dict:
    there = {
        "slug": passage,
        "locator": text(english, chinese),
        "url": f"{SOURCE['url']}#{passage}",
        "api_url": f"{SOURCE['api_url']}passages/{passage}/",
    }
    return {"source": SOURCE, "passage": there, "anchor": anchor, **more}


def in_results(anchor: str, **more) -> dict:
    return citation("bogota-results", "Bogotá, Results", "波哥大，成果", anchor, **more)


FINE_DUST = {
    "key": "fine-dust",
    "owner": {"kind": "case"} | ZONE,
    "url": f"{SITE}/{ZONE_PATH}/#outcome-fine-dust",
    "api_url": f"{SITE}{ROOT}/outcomes/case/bogota-clean-air-zone/fine-dust/",
    "editors_note": EMPTY,
    "citations": [in_results("下降 65.9%")],
    "text": text("−65.9\u202f%", "−65.9%"),
    "value": "-65.9",
    "upper_value": None,
    "qualifier": "exactly",
    "unit": {
        "slug": "percent",
        "url": None,
        "api_url": f"{SITE}{ROOT}/units/percent/",
        "symbol": text("%", "%"),
        "dimension": "ratio",
        "factor": "1",
        "currency": None,
    },
    "base_value": "-65.9",
    "base_upper_value": None,
    "as_printed": "下降 65.9%",
    "indicator": link("indicators/pm2-5", "PM2.5", "PM2.5"),
    "kind": "percent-change",
    "status": "observed",
    "scope": None,
    "sentence": text("Fine dust in one sentence.", "“Fine dust in one sentence.”的中文"),
    "subgroup": EMPTY,
    "places": [BOGOTA],
    "started": None,
    "ended": None,
    "duration": None,
    "accumulation": None,
    "per": None,
    "gas": None,
    "money_year": None,
    "baseline": None,
    "preferred": True,
    "equivalents": [],
}


def test_outcome_has_its_value_in_every_form_its_owner_and_its_citations(read_api):
    assert read_api("outcomes/case/bogota-clean-air-zone/fine-dust/") == FINE_DUST


def test_outcome_is_the_same_in_the_list_in_its_case_and_alone(read_api):
    assert read_api("outcomes/?indicator=pm2-5")["results"] == [FINE_DUST]
    assert read_api(f"{ZONE_PATH}/")["outcomes"][1] == FINE_DUST


def test_outcome_with_a_range_baseline_money_and_equivalents(read_api, cast):
    tonnes = make.unit("kilotonnes", dimension="mass", factor="1000.5", **make.both("symbol", "kt", "千吨"))
    dollars = make.unit("dollars", dimension="money", factor=None, currency="USD", **make.both("symbol", "$", "美元"))
    outcome = make.outcome(
        "saved", "1.20", "1.2 to 1.3", case=cast.plan, upper_value="1.3", unit=tonnes, baseline_value="2",
        baseline_year=2010, qualifier="about", editors_note_en="Misprinted.", subgroup_en="Half of it.",
    )  # fmt: skip
    outcome.equivalents.create(value=3_000_000, unit=dollars, as_printed="300万", qualifier="about")
    found = read_api("outcomes/case/bengaluru-plan/saved/")
    assert [found[name] for name in ("value", "upper_value", "base_value", "base_upper_value")] == [
        "1.2", "1.3", "1200.6", "1300.65",
    ]  # fmt: skip
    assert found["text"] == text("about 1.2–1.3 kt", "约 1.2–1.3 千吨")
    assert found["baseline"] == {"text": text("2 kt", "2 千吨"), "value": "2", "upper_value": None, "year": 2010}
    assert (found["editors_note"], found["subgroup"]) == (text("Misprinted."), text("Half of it."))
    (equivalent,) = found["equivalents"]
    assert equivalent["text"] == text("about US$3 million", "约 300万美元")
    assert (equivalent["value"], equivalent["base_value"], equivalent["unit"]["factor"]) == ("3000000", None, None)


def test_outcome_has_its_scope_and_a_duration_without_dates(read_api, cast):
    make.outcome("buses", case=cast.plan, scope="institution", months=60, status="estimated", per="tonne")
    (found,) = read_api("outcomes/?scope=institution")["results"]
    assert (found["scope"], found["status"], found["per"]) == ("institution", "estimated", "tonne")
    assert found["duration"] == {
        "text": text("5 years", "5 年"),
        "months": "60",
        "upper_months": None,
        "qualifier": "exactly",
    }


def test_indicator_says_stock_or_flow_its_level_and_its_family_which_has_a_record(read_api, cast):
    dust = cast.fine_dust.indicator
    dust.measures, dust.results_level, dust.family = "stock", "impact", make.family("clean-air")
    dust.save()
    (found,) = read_api("indicators/?family=clean-air&measures=stock&results_level=impact")["results"]
    assert (found["measures"], found["results_level"]) == ("stock", "impact")
    name = text("Clean air", "“Clean air”的中文")
    family = {
        "slug": "clean-air",
        "name": name,
        "url": f"{SITE}/families/clean-air/",
        "api_url": f"{SITE}{ROOT}/families/clean-air/",
    }
    assert found["family"] == family == read_api("families/clean-air/") | {}
    assert names(read_api("families/")) == ["clean-air"]
    other = read_api("indicators/people-reached/")
    assert (other["measures"], other["results_level"], other["family"]) == (None, "output", None)


def test_row_of_case_studies_has_both_languages_dates_as_precise_as_the_source_and_links(read_api):
    row = read_api("case-studies/?city=bogota")["results"][0]
    assert row.pop("updated_at") > row.pop("published_at") == "2025-01-01T00:00:00Z"
    zone = dict(ZONE)
    assert row == zone | {
        "title": zone.pop("name"),
        "summary": text("Bogotá designed a zone for cleaner air.", "波哥大设计了清洁空气区。"),
        "depth": "full-case",
        "level": "local",
        "stage": "under-way",
        "started": "2022",
        "ended": "2024",
        "places": [BOGOTA],
        "themes": [link("themes/clean-air-zones", "Clean air zones", "清洁空气区")],
        "sdg_targets": [],
        "named_sdg_targets": [],
        "programmes": [link("programmes/zuma", "Urban Zones for Better Air", "改善空气城市区域")],
        "outcome_count": 2,
        "result_count": 2,
    }


def test_case_study_holds_all_its_facts_and_the_citations_of_its_texts(read_api):
    case = read_api(f"{ZONE_PATH}/")
    assert case["background"] == text("Bogotá designed a **zone** with C40.", "波哥大与 C40 设计了一个**区域**。")
    assert (case["results"], case["contact"]) == (EMPTY, None)
    assert case["citations"] == [in_results("首个区域", text="background")]
    assert [step["key"] for step in case["steps"]] == ["evidence", "support", "agree"]
    assert [outcome["key"] for outcome in case["outcomes"]] == ["first-zone", "fine-dust"]
    assert [lesson["key"] for lesson in case["lessons"]] == ["slow-but-lasting"]
    assert [(one["organisation"], one["role"]) for one in case["involvements"]] == [(C40, "partner"), (FUND, "funder")]


def test_step_has_a_duration_in_words_its_method_and_its_substeps(read_api, cast):
    make.cite(
        cast.bogota_approach,
        "先做调查",
        step=make.step(cast.zone, "survey", parent=cast.zone_evidence, order=1, text_en="A survey."),
    )
    step = read_api("steps/case/bogota-clean-air-zone/evidence/")
    assert step["duration"] == {
        "text": text("about 9 months", "约 9 个月"),
        "months": "9",
        "upper_months": None,
        "qualifier": "about",
    }
    assert step["method"] == link("methods/build-evidence-base", "Build the evidence base", "建立证据基础")
    (survey,) = step["substeps"]
    assert (survey["key"], survey["text"], survey["duration"]) == ("survey", text("A survey."), None)
    assert [one["anchor"] for one in survey["citations"]] == ["先做调查"]
    assert read_api("steps/case/bogota-clean-air-zone/survey/")["key"] == "survey"
    assert "survey" not in names(read_api("steps/"))


def test_place_says_what_it_lies_in_and_a_city_has_its_own_address(read_api):
    city = read_api("cities/bogota/")
    assert city["country"] == link("places/colombia", "Colombia", "哥伦比亚")
    assert city["region"] == link("places/latin-america", "Latin America", "拉丁美洲")
    assert (city["population"], city["dataset"]) == (7_674_366, "GeoNames")
    assert city["geonames_id"] is None
    assert city["aliases"] == ["Santa Fe de Bogotá", "圣菲波哥大"]
    assert names(read_api("places/?kind=country")) == ["brazil", "colombia", "india"]
    assert "bogota" not in names(read_api("places/"))


def test_organisations_networks_and_memberships_name_each_other(read_api):
    network = read_api("networks/c40/")
    (member,) = network["memberships"]
    assert (member["owner"], member["place"]) == ({"kind": "network"} | C40, BOGOTA)
    assert [one["anchor"] for one in member["citations"]] == ["会员城市"]
    assert read_api("memberships/?network=c40")["results"] == [member]
    assert read_api("memberships/network/c40/bogota/") == member
    assert read_api("organisations/clean-air-fund/")["description"] == text(None, "资助清洁空气项目。")
    assert names(read_api("organisations/")) == ["c40", "clean-air-fund"]


def test_passage_has_every_public_fact_drawn_from_it(read_api):
    facts = read_api("sources/c40-clean-air/passages/bogota-results/")["facts"]
    assert [(fact["kind"], fact["text"], fact["anchors"]) for fact in facts] == [
        ("outcome", None, ["首个 ZUMA 位于博萨区", "于 2023 年 9 月启动"]),
        ("outcome", None, ["下降 65.9%"]),
        ("case", "background", ["首个区域"]),
        ("event", "summary", ["清洁空气论坛"]),
    ]
    assert facts[1] == {
        "kind": "outcome",
        "text": None,
        "label": text("PM2.5: 下降 65.9%", "PM2.5: 下降 65.9%"),
        "owner": {"kind": "case"} | ZONE,
        "url": FINE_DUST["url"],
        "api_url": FINE_DUST["api_url"],
        "anchors": ["下降 65.9%"],
    }
    assert facts[2]["url"] == f"{SITE}/{ZONE_PATH}/#background"
    assert facts[2]["owner"] is None
    assert [one["kind"] for one in read_api("sources/c40-clean-air/passages/rio/")["facts"]] == ["term", "step"]


def test_source_has_its_parts_and_a_list_of_its_passages(read_api, cast):
    part = make.part(cast.source, "latin-america")
    cast.source.passages.filter(slug__startswith="bogota").update(part=part)
    (shown,) = read_api("sources/c40-clean-air/")["parts"]
    assert (shown["slug"], shown["passage_count"], shown["outcome_count"]) == ("latin-america", 2, 2)
    assert read_api("sources/c40-clean-air/parts/latin-america/") == shown
    passages = "sources/c40-clean-air/passages/"
    assert names(read_api(passages)) == ["bogota-results", "bogota-approach", "rio", "bengaluru"]
    assert names(read_api(f"{passages}?part=latin-america")) == ["bogota-results", "bogota-approach"]
    assert read_api(f"{passages}?part=africa", 400)["errors"] == {"part": ["“africa” is not one of: latin-america."]}
    read_api("sources/c40-clean-air/parts/africa/", 404)
    read_api(f"{passages}africa/", 404)


def test_parts_to_choose_from_are_those_of_the_source_whichever_was_read_before(read_api, cast):
    for source in (cast.source, make.source("iclei-water")):
        part = make.part(source, f"{source.slug}-part")
        make.passage(source, f"{source.slug}-passage", part=part)
        passages = f"sources/{source.slug}/passages/"
        assert names(read_api(f"{passages}?part={part.slug}")) == [f"{source.slug}-passage"]
        assert read_api(f"{passages}?part=atlantis", 400)["errors"]["part"] == [
            f"“atlantis” is not one of: {part.slug}."
        ]


def test_transfer_names_both_ends_as_far_as_the_public_may_see_them(read_api, cast):
    moved = {"what_en": "The idea", "manner": "learned-from"}
    Transfer.objects.create(
        key="to-rio",
        from_place_id=cast.bogota.pk,
        to_place_id=cast.rio.pk,
        to_programme=cast.zuma,
        to_count=3,
        **make.both("to_group", "capitals", "首都"),
        **moved,
    ).to_further.set([cast.bengaluru.pk, make.place("hidden-city", "city", cast.brazil, state="draft").pk])
    Transfer.objects.create(key="to-ferry", from_place_id=cast.bogota.pk, to_case=cast.ferry, **moved)
    transfer = read_api("transfers/to-rio/")
    rio = link("cities/rio-de-janeiro", "Rio de Janeiro", "里约热内卢")
    nothing = dict.fromkeys(("place", "organisation", "programme", "case", "count"))
    nothing |= {"further_places": [], "group": {"en": None, "zh-Hans": None}}
    assert transfer["from"] == nothing | {"place": BOGOTA}
    assert [place["slug"] for place in transfer["to"]["further_places"]] == ["bengaluru"]
    assert transfer["to"]["group"] == text("capitals", "首都")
    assert transfer["to"]["programme"]["slug"] == "zuma"
    assert (transfer["to"]["place"], transfer["to"]["count"]) == (rio, 3)
    assert names(read_api("transfers/?city=bogota")) == ["to-rio"]
    assert names(read_api("transfers/")) == ["advice", "to-rio"]
    read_api("transfers/to-ferry/", 404)


def test_terms_events_targets_and_units_have_records(read_api, cast):
    term = Term.objects.create(slug="lez", **make.PUBLIC, **make.both("name", "Low-emission zone", "低排放区"))
    term.variants.create(language="zh-hans", kind="abbreviation", text="低排区")
    Event.objects.create(
        slug="forum", kind="forum", place_id=cast.bogota.pk, **make.PUBLIC, **make.both("name", "Forum")
    )
    SDGTarget.objects.create(slug="11-6", code="11.6", goal=11, title_en="Air", title_zh_hans="空气")
    assert read_api("glossary/lez/")["variants"] == [{"text": "低排区", "language": "zh-Hans", "kind": "abbreviation"}]
    assert read_api("events/forum/")["place"] == BOGOTA
    assert read_api("events/forum/")["url"] == f"{SITE}/events/forum/"
    assert names(read_api("sdg-targets/?goal=11")) == ["11-6"]
    assert read_api("units/zones/")["symbol"] == text("zones", "个")
    assert names(read_api("units/?dimension=ratio")) == ["percent"]
