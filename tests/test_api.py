"""The API at /api/v1/: what it answers, to whom, and what it refuses."""

import json

import pytest
from django.test import Client

from casestudies.models import (
    Affiliation,
    Event,
    FormerSlug,
    Office,
    Participation,
    Place,
    SDGTarget,
    Term,
    Transfer,
)
from casestudies.views import errors
from tests import factories as make
from tests.lists import LISTS, address, every_list
from tests.reading import Reading
from tests.test_contract import many
from tests.test_errors import DRAFTS, RECORDS, every_kind

SITE, ROOT = "http://127.0.0.1:8000", "/api/v1"
# Lists that no page has yet.
OWN_LISTS = [
    "places", "sdg-targets", "units", "terms", "events", "steps", "involvements", "memberships", "participations",
    "affiliations", "offices", "leadership-terms", "transfers",
]  # fmt: skip
EMPTY = {"en": None, "zh-Hans": None}


@pytest.fixture
def read(client, cast):
    """The JSON at an address of the cast: `read("cities/bogota/")`."""

    def read(path, status=200):
        response = client.get(f"{ROOT}/{path}")
        assert response.status_code == status, response.content.decode()
        return response.json()

    return read


def names(answer: dict) -> list[str]:
    """Slugs and keys of the rows of a list."""
    return [row.get("slug") or row["key"] for row in answer["results"]]


def text(english: str | None = None, chinese: str | None = None) -> dict:
    return {"en": english, "zh-Hans": chinese}


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
    "sentence": text("Fine dust in one sentence.", "“Fine dust in one sentence.”的中文"),
    "subgroup": EMPTY,
    "places": [BOGOTA],
    "started": None,
    "ended": None,
    "accumulation": None,
    "per": None,
    "gas": None,
    "money_year": None,
    "baseline": None,
    "preferred": True,
    "equivalents": [],
}


# What a record holds


def test_outcome_has_its_value_in_every_form_its_owner_and_its_citations(read):
    assert read("outcomes/case/bogota-clean-air-zone/fine-dust/") == FINE_DUST


def test_outcome_is_the_same_in_the_list_in_its_case_and_alone(read):
    assert read("outcomes/?indicator=pm2-5")["results"] == [FINE_DUST]
    assert read(f"{ZONE_PATH}/")["outcomes"][1] == FINE_DUST


def test_outcome_with_a_range_baseline_money_and_equivalents(read, cast):
    tonnes = make.unit("kilotonnes", dimension="mass", factor="1000.5", **make.both("symbol", "kt", "千吨"))
    dollars = make.unit("dollars", dimension="money", factor=None, currency="USD", **make.both("symbol", "$", "美元"))
    outcome = make.outcome(
        "saved", "1.20", "1.2 to 1.3", case=cast.plan, upper_value="1.3", unit=tonnes, baseline_value="2",
        baseline_year=2010, qualifier="about", editors_note_en="Misprinted.", subgroup_en="Half of it.",
    )  # fmt: skip
    outcome.equivalents.create(value=3_000_000, unit=dollars, as_printed="300万", qualifier="about")
    found = read("outcomes/case/bengaluru-plan/saved/")
    assert [found[name] for name in ("value", "upper_value", "base_value", "base_upper_value")] == [
        "1.2", "1.3", "1200.6", "1300.65",
    ]  # fmt: skip
    assert found["text"] == text("about 1.2–1.3 kt", "约 1.2–1.3 千吨")
    assert found["baseline"] == {"text": text("2 kt", "2 千吨"), "value": "2", "upper_value": None, "year": 2010}
    assert (found["editors_note"], found["subgroup"]) == (text("Misprinted."), text("Half of it."))
    (equivalent,) = found["equivalents"]
    assert equivalent["text"] == text("about US$3 million", "约 300万美元")
    assert (equivalent["value"], equivalent["base_value"], equivalent["unit"]["factor"]) == ("3000000", None, None)


def test_row_of_case_studies_has_both_languages_dates_as_precise_as_the_source_and_links(read):
    row = read("case-studies/?city=bogota")["results"][0]
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
        "programmes": [link("programmes/zuma", "Urban Zones for Better Air", "改善空气城市区域")],
        "outcome_count": 2,
    }


def test_case_study_holds_all_its_facts_and_the_citations_of_its_texts(read):
    case = read(f"{ZONE_PATH}/")
    assert case["background"] == text("Bogotá designed a **zone** with C40.", "波哥大与 C40 设计了一个**区域**。")
    assert (case["results"], case["contact"]) == (EMPTY, None)
    assert case["citations"] == [in_results("首个区域", text="background")]
    assert [step["key"] for step in case["steps"]] == ["evidence", "support", "agree"]
    assert [outcome["key"] for outcome in case["outcomes"]] == ["first-zone", "fine-dust"]
    assert [lesson["key"] for lesson in case["lessons"]] == ["slow-but-lasting"]
    assert [(one["organisation"], one["role"]) for one in case["involvements"]] == [(C40, "partner"), (FUND, "funder")]


def test_step_has_a_duration_in_words_its_method_and_its_substeps(read, cast):
    make.cite(
        cast.bogota_approach,
        "先做调查",
        step=make.step(cast.zone, "survey", parent=cast.zone_evidence, order=1, text_en="A survey."),
    )
    step = read("steps/case/bogota-clean-air-zone/evidence/")
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
    assert read("steps/case/bogota-clean-air-zone/survey/")["key"] == "survey"
    assert "survey" not in names(read("steps/"))


def test_place_says_what_it_lies_in_and_a_city_has_its_own_address(read):
    city = read("cities/bogota/")
    assert city["country"] == link("places/colombia", "Colombia", "哥伦比亚")
    assert city["region"]["api_url"] == f"{SITE}{ROOT}/places/latin-america/"
    assert city["region"]["url"] == f"{SITE}/case-studies/?region=latin-america"
    assert (city["population"], city["dataset"]) == (7_674_366, "GeoNames")
    assert city["aliases"] == ["Santa Fe de Bogotá", "圣菲波哥大"]
    assert names(read("places/?kind=country")) == ["brazil", "colombia", "india"]
    assert "bogota" not in names(read("places/"))


def test_organisations_networks_and_memberships_name_each_other(read):
    network = read("networks/c40/")
    (member,) = network["memberships"]
    assert (member["owner"], member["place"]) == ({"kind": "network"} | C40, BOGOTA)
    assert [one["anchor"] for one in member["citations"]] == ["会员城市"]
    assert read("memberships/?network=c40")["results"] == [member]
    assert read("memberships/network/c40/bogota/") == member
    assert read("organisations/clean-air-fund/")["description"] == text(None, "资助清洁空气项目。")
    assert names(read("organisations/")) == ["c40", "clean-air-fund"]


def test_passage_has_every_public_fact_drawn_from_it(read):
    facts = read("sources/c40-clean-air/passages/bogota-results/")["facts"]
    assert [(fact["kind"], fact["text"], fact["anchors"]) for fact in facts] == [
        ("outcome", None, ["首个 ZUMA 位于博萨区", "于 2023 年 9 月启动"]),
        ("outcome", None, ["下降 65.9%"]),
        ("case", "background", ["首个区域"]),
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
    assert [one["kind"] for one in read("sources/c40-clean-air/passages/rio/")["facts"]] == ["step"]


def test_source_has_its_parts_and_a_list_of_its_passages(read, cast):
    part = make.part(cast.source, "latin-america")
    cast.source.passages.filter(slug__startswith="bogota").update(part=part)
    (shown,) = read("sources/c40-clean-air/")["parts"]
    assert (shown["slug"], shown["passage_count"], shown["outcome_count"]) == ("latin-america", 2, 2)
    assert read("sources/c40-clean-air/parts/latin-america/") == shown
    passages = "sources/c40-clean-air/passages/"
    assert names(read(passages)) == ["bogota-results", "bogota-approach", "rio", "bengaluru"]
    assert names(read(f"{passages}?part=latin-america")) == ["bogota-results", "bogota-approach"]
    assert read(f"{passages}?part=africa", 400)["errors"] == {"part": ["“africa” is not one of: latin-america."]}
    read("sources/c40-clean-air/parts/africa/", 404)
    read(f"{passages}africa/", 404)


def test_parts_to_choose_from_are_those_of_the_source_whichever_was_read_before(read, cast):
    for source in (cast.source, make.source("iclei-water")):
        part = make.part(source, f"{source.slug}-part")
        make.passage(source, f"{source.slug}-passage", part=part)
        passages = f"sources/{source.slug}/passages/"
        assert names(read(f"{passages}?part={part.slug}")) == [f"{source.slug}-passage"]
        assert read(f"{passages}?part=atlantis", 400)["errors"]["part"] == [f"“atlantis” is not one of: {part.slug}."]


def test_transfer_names_both_ends_as_far_as_the_public_may_see_them(read, cast):
    moved = {"what_en": "The idea", "manner": "learned-from"}
    Transfer.objects.create(
        key="to-rio",
        from_place_id=cast.bogota.pk,
        to_place_id=cast.rio.pk,
        to_count=3,
        to_programme=cast.zuma,
        **moved,
    )
    Transfer.objects.create(key="to-ferry", from_place_id=cast.bogota.pk, to_case=cast.ferry, **moved)
    transfer = read("transfers/to-rio/")
    rio = link("cities/rio-de-janeiro", "Rio de Janeiro", "里约热内卢")
    nothing = {"place": None, "organisation": None, "programme": None, "case": None, "count": None}
    assert transfer["from"] == nothing | {"place": BOGOTA}
    assert transfer["to"]["programme"]["slug"] == "zuma"
    assert (transfer["to"]["place"], transfer["to"]["count"]) == (rio, 3)
    assert names(read("transfers/?city=rio-de-janeiro")) == names(read("transfers/")) == ["to-rio"]
    read("transfers/to-ferry/", 404)


def test_terms_events_targets_and_units_have_records_though_no_pages_yet(read, cast):
    term = Term.objects.create(slug="lez", **make.PUBLIC, **make.both("name", "Low-emission zone", "低排放区"))
    term.variants.create(language="zh-hans", kind="abbreviation", text="低排区")
    Event.objects.create(
        slug="forum", kind="forum", place_id=cast.bogota.pk, **make.PUBLIC, **make.both("name", "Forum")
    )
    SDGTarget.objects.create(slug="11-6", code="11.6", goal=11, title_en="Air", title_zh_hans="空气")
    assert read("terms/lez/")["variants"] == [{"text": "低排区", "language": "zh-Hans", "kind": "abbreviation"}]
    assert read("events/forum/")["place"] == BOGOTA
    assert read("events/forum/")["url"] is None
    assert names(read("sdg-targets/?goal=11")) == ["11-6"]
    assert read("units/zones/")["symbol"] == text("zones", "个")
    assert names(read("units/?dimension=ratio")) == ["percent"]


# The contract


@every_list
def test_pages_hold_the_rows_that_the_pages_of_the_site_hold(read, client, cast, name):
    many(name, 30)
    second = read(f"{name}/?page=2")
    assert (second["page"], second["page_size"]) == (2, 24)
    assert len(second["results"]) == len(Reading(client.get(address(name, "page=2"))).paths)
    whole = read(f"{name}/?page_size=100")
    assert len(whole["results"]) == whole["count"]
    assert names(whole) == names(read(f"{name}/")) + names(second)


@pytest.mark.parametrize("name", [*LISTS, *OWN_LISTS])
def test_unknown_parameters_and_values_are_refused_by_name(read, name):
    problem = read(f"{name}/?colour=red&sort=luck", 400)
    assert (problem["title"], problem["status"]) == ("Bad Request", 400)
    assert list(problem["errors"]) == ["colour", "sort"]
    assert "page_size" in problem["errors"]["colour"][0]


def test_refusal_is_a_problem_that_names_what_is_allowed(client, cast):
    response = client.get(f"{ROOT}/programmes/?kind=plan&kind=ship&page=2&page=3")
    assert response["Content-Type"] == "application/problem+json"
    errors = response.json()["errors"]
    assert errors["page"] == ["Give it once."]
    assert errors["kind"][0].startswith("“ship” is not one of: programme, project, accelerator")
    assert client.get(f"{ROOT}/cities/?q=%00").json()["errors"] == {"q": ["Null characters are not allowed."]}


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "x", "", "１", "1e3", "9" * 5000])
@pytest.mark.parametrize("name", ["page", "page_size"])
def test_number_of_a_page_that_is_none_is_refused(read, name, value):
    assert list(read(f"cities/?{name}={value}", 400)["errors"]) == [name]


def test_pages_are_cut_to_100_rows_and_end(read, cast):
    many("cities", 120)
    for size in ("100", "101", "999999999"):
        page = read(f"cities/?page_size={size}&sort=cases")
        assert (page["count"], page["page_size"], len(page["results"])) == (123, 100, 100)
    assert page["next"] == f"{SITE}{ROOT}/cities/?page_size=999999999&sort=cases&page=2"
    assert page["previous"] is None
    last = read("cities/?page=2&page_size=100")
    assert (len(last["results"]), last["next"]) == (23, None)
    assert last["previous"] == f"{SITE}{ROOT}/cities/?page=1&page_size=100"
    assert read("cities/?page=3&page_size=100", 404)["status"] == 404
    read("cities/?page=999999999", 404)


def test_empty_list_has_one_empty_page(read):
    assert read("cities/?q=atlantis") == {
        "count": 0, "page": 1, "page_size": 24, "next": None, "previous": None, "results": [],
    }  # fmt: skip


# What the public may not see


@pytest.mark.parametrize("state", ["draft", "in-review", "withdrawn"])
def test_nothing_of_an_unpublished_record_is_in_any_list_or_record(read, client, cast, state):
    cast.source.publisher = cast.hidden_fund
    cast.source.save()
    hidden = make.place("hidden-land", "country", cast.latin_america, state=state)
    cast.zuma.jurisdiction = hidden
    cast.zuma.save()
    make.membership(cast.c40, hidden)
    Participation.objects.create(programme=cast.zuma, place=hidden, key="hidden-land")
    Affiliation.objects.create(organisation_id=cast.fund.pk, other=cast.hidden_fund, kind="partner-of", key="hidden")
    Office.objects.create(organisation_id=cast.c40.pk, place=hidden, key="there", name_en="Office")
    for path, body in everything(client).items():
        for word in ("hidden", "secret", "秘密", "forgotten", "被遗忘", "old plan", "旧计划", "rio-ferry", "boats"):
            assert word not in body.casefold(), f"{word} at {path}"


def everything(client) -> dict[str, str]:
    """The bodies of all lists and of every record that one of them, or another record, leads to."""
    bodies, waiting = {}, [f"{ROOT}/{name}/" for name in (*LISTS, *OWN_LISTS)]
    while waiting:
        path = waiting.pop()
        if path not in bodies:
            response = client.get(path)
            assert response.status_code == 200, path
            bodies[path] = response.content.decode()
            waiting += [found.removeprefix(SITE) for found in links(response.json())]
    return bodies


def links(node) -> list[str]:
    """Every address of a record or list in an answer."""
    if isinstance(node, list):
        return [found for each in node for found in links(each)]
    if not isinstance(node, dict):
        return []
    here = [node[name] for name in ("api_url", "passages_url", "next") if node.get(name)]
    return here + [found for each in node.values() for found in links(each)]


def test_every_address_in_an_answer_leads_to_an_answer_and_records_give_their_own(client, cast):
    for path, body in everything(client).items():
        answer = json.loads(body)
        if "results" not in answer:
            assert answer["api_url"] == SITE + path


def test_drafts_are_on_no_list(client, read):
    for model in (make.Method, make.Organisation, Place, make.Programme, make.Source, make.CaseStudy):
        model.objects.update(state="draft")
    for name in {*LISTS, *OWN_LISTS} - {"themes", "units"}:
        assert names(read(f"{name}/")) == []


@every_kind
def test_draft_is_not_found_even_by_a_curator(admin_client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    for state in ("draft", "in-review"):
        record.state = state
        record.save()
        assert admin_client.get(ROOT + DRAFTS[kind]).status_code == 404


@every_kind
def test_withdrawn_record_is_gone_and_says_why_in_both_languages(client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    record.state, record.withdrawn_because_en, record.withdrawn_because_zh_hans = "withdrawn", "Twice.", "重复。"
    record.save()
    response = client.get(ROOT + DRAFTS[kind])
    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json() == {
        "title": "Gone", "status": 410, "detail": "The record was withdrawn.", "reason": text("Twice.", "重复。"),
    }  # fmt: skip


@every_kind
def test_former_slug_redirects_to_the_record_here(client, cast, kind):
    record = getattr(cast, RECORDS[kind])
    FormerSlug.objects.create(kind=record._meta.concrete_model._meta.model_name, slug="old-name", current=record.slug)
    response = client.get(ROOT + DRAFTS[kind].replace(record.slug, "old-name"))
    assert (response.status_code, response["Location"], response.content) == (301, SITE + ROOT + DRAFTS[kind], b"")


def test_record_has_one_address_and_others_redirect_to_it(client, cast):
    for path, there in {"places/bogota/": "cities/bogota/", "organisations/c40/": "networks/c40/"}.items():
        response = client.get(f"{ROOT}/{path}")
        assert (response.status_code, response["Location"]) == (301, f"{SITE}{ROOT}/{there}")
    for path in ("cities/colombia/", "networks/clean-air-fund/", "themes/nothing/", "units/nothing/"):
        assert client.get(f"{ROOT}/{path}").status_code == 404


def test_fact_answers_as_its_owner_does(client, read):
    moved = client.get(f"{ROOT}/outcomes/case/bogota-zone/fine-dust/")
    assert (moved.status_code, moved["Location"]) == (301, FINE_DUST["api_url"])
    assert read("outcomes/case/bogota-lane/any/", 410)["reason"] == text("Told twice.", "重复收录。")
    for path in ("bogota-zone/none/", "bogota-clean-air-zone/none/", "rio-ferry/boats/", "nowhere/any/"):
        assert read(f"outcomes/case/{path}", 404)["title"] == "Not Found"


def test_indicator_of_drafts_alone_is_not_found(read, cast):
    make.outcome("hulls", case=cast.ferry, indicator=make.indicator("hulls"))
    read("indicators/hulls/", 404)


@pytest.mark.parametrize("path", ["cities/bogota/", "themes/transport/", "steps/case/bogota-clean-air-zone/evidence/"])
def test_record_refuses_parameters(read, path):
    assert list(read(f"{path}?region=africa", 400)["errors"]) == ["region"]


@pytest.mark.parametrize("path", ["", "nothing/", "cities/bogota/more/", "cities/Bog%C3%B3ta/", "openapi.txt/"])
def test_address_of_nothing_is_a_problem_in_json(client, db, path):
    response = client.get(f"{ROOT}/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")
    assert response.json()["title"] == "Not Found"


def problem_of(response) -> tuple[int, str]:
    """Its status and title; the body says both again."""
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == response.status_code
    return response.status_code, response.json()["title"]


@pytest.mark.parametrize("extension", ["json", "yaml"])
def test_description_refuses_parameters_in_json(client, db, extension):
    response = client.get(f"{ROOT}/openapi.{extension}?lang=zh")
    assert problem_of(response) == (400, "Bad Request")
    assert list(response.json()["errors"]) == ["lang"]
    assert problem_of(client.get(f"{ROOT}/openapi.{extension}.gz")) == (404, "Not Found")


@pytest.mark.parametrize("path", ["cities/", "cities/bogota/", "openapi.json", "nothing/"])
def test_more_parameters_than_anybody_has_are_a_problem_in_json(client, cast, path):
    response = client.get(f"{ROOT}/{path}?{'a=1&' * 10_001}")
    assert problem_of(response) == (400, "Bad Request")


@pytest.mark.parametrize("path", ["cities/%0a/", "cities/%00/", "%ff/", "cities/bogota%0a/", "%0a"])
def test_address_with_characters_that_none_has_is_a_problem_in_json(client, cast, path):
    assert problem_of(client.get(f"{ROOT}/{path}")) == (404, "Not Found")


@pytest.mark.parametrize("path", ["nothing/", "cities/", "openapi.yaml"])
def test_who_would_write_is_told_in_json_without_a_token_against_forgery(db, path):
    response = Client(enforce_csrf_checks=True).post(f"{ROOT}/{path}", {"name": "x"})
    expected = (404, "Not Found") if path == "nothing/" else (405, "Method Not Allowed")
    assert problem_of(response) == expected


@pytest.mark.parametrize(
    ("answer", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.server_error, 500)],
)
def test_what_no_view_answers_is_a_problem_in_json_here_and_a_page_elsewhere(rf, db, answer, status):
    response = answer(rf.get(f"{ROOT}/cities/"))
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    assert json.loads(response.content)["status"] == status
    assert answer(rf.get("/cities/"))["Content-Type"] == "text/html; charset=utf-8"


# How it answers


def test_answer_that_is_known_already_is_not_sent_again(client, cast):
    for path in (f"{ROOT}/cities/", f"{ROOT}/cities/bogota/"):
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
        cast.bogota.name_en = f"{cast.bogota.name_en}!"
        cast.bogota.save()
        changed = client.get(path, headers={"If-None-Match": first["ETag"]})
        assert (changed.status_code, changed["ETag"] != first["ETag"]) == (200, True)


def test_problems_and_redirects_have_no_etag(client, cast):
    for path in ("cities/?x=1", "cities/nothing/", "places/bogota/"):
        assert "ETag" not in client.get(f"{ROOT}/{path}")


@pytest.mark.parametrize(
    "path",
    ["cities/", "cities/?x=1", "cities/nothing/", "places/bogota/", "nothing/", "cities/?utm_source=x", "cities"],
)
def test_other_sites_may_read_every_answer(client, cast, path):
    response = client.get(f"{ROOT}/{path}", headers={"Origin": "https://elsewhere.example"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_pages_of_the_site_are_closed_to_other_sites(client, cast):
    for path in ("/", "/cities/", "/api/", "/admin/login/", "/healthz"):
        assert "Access-Control-Allow-Origin" not in client.get(path, headers={"Origin": "https://elsewhere.example"})


def test_preflight_is_answered_without_asking_the_database(client):
    response = client.options(f"{ROOT}/cities/", headers={"Access-Control-Request-Method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("path", ["cities/", "cities/bogota/", "outcomes/case/bogota-clean-air-zone/fine-dust/"])
def test_nothing_can_be_written(client, cast, method, path):
    response = getattr(client, method)(f"{ROOT}/{path}", {"name": "x"}, content_type="application/json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method Not Allowed"


def test_description_is_only_read(client, db):
    response = client.post(f"{ROOT}/openapi.json")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response.json()["title"] == "Method Not Allowed"


def test_head_has_the_headers_of_get_and_no_body(client, cast):
    get, head = client.get(f"{ROOT}/cities/"), client.head(f"{ROOT}/cities/")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", get["ETag"])


@pytest.mark.parametrize("accept", ["text/html", "application/xml", "*/*", "nonsense", "application/json; indent=8"])
def test_answer_is_json_whatever_the_client_accepts(client, cast, accept):
    response = client.get(f"{ROOT}/cities/bogota/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    assert "波哥大" in response.content.decode()
    assert b"\n" not in response.content


def test_answer_does_not_depend_on_the_reader_s_language(client, cast):
    for path in ("cities/?sort=name", "cities/?x=1"):
        english = client.get(f"{ROOT}/{path}", headers={"Accept-Language": "en"})
        assert client.get(f"{ROOT}/{path}", headers={"Accept-Language": "zh-hans"}).content == english.content
    assert client.get("/zh-hans/api/v1/cities/").status_code == 404
