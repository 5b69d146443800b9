"""Networks and other organisations: their cases, members, programmes, offices, people."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from casestudies.models import Affiliation, LeadershipTerm, Office, Organisation, Participation
from tests import factories as make
from tests.reading import Reading, attribute, texts
from tests.test_case_studies import glance

pytestmark = pytest.mark.once


@pytest.fixture
def read(page_at):
    return page_at


def test_network_card_counts_cases_and_members(read):
    assert texts(read("/networks/?view=cards").one("article", class_="card")) == (
        "City network · C40 C40 Cities Climate Leadership Group 3 case studies 1 member here"
    )


def test_network_lists_its_public_cases_with_its_role_and_its_members(read):
    page = read("/networks/c40/")
    cases = page.one(id="cases")
    assert [texts(heading) for heading in page.all("h3", cases)] == [
        "Planning for clean air",
        "Clean air zones that put equity first",
        "A campaign for a low emission zone",
    ]
    assert [texts(role) for role in page.all("p", cases, class_="card-note")] == ["adviser", "partner", "partner"]
    assert texts(page.one("a", page.one(id="membership-bogota"), href="/cities/bogota/")) == "Bogotá"


def test_members_stand_under_their_regions(client, cast):
    for city in (cast.rio, cast.bengaluru):
        make.membership(cast.c40, city)
    members = (page := Reading(client.get("/networks/c40/"))).one(id="members")
    assert texts(page.one("h2", members)) == "Members 3"
    assert [texts(heading) for heading in page.all("h3", members)] == ["Latin America 2", "South and West Asia 1"]
    assert [texts(page.all("a", city)[0]) for city in page.all("li", members)] == [
        "Bogotá",
        "Rio de Janeiro",
        "Bengaluru",
    ]


def test_many_members_are_folded_and_the_facts_say_how_many_they_are(client, cast):
    for at in range(24):
        make.membership(cast.c40, make.city(f"city-{at}", cast.colombia))
    page = Reading(client.get("/networks/c40/"))
    fold = page.one("details", page.one(id="members"), class_="fold")
    assert texts(page.one("summary", fold)) == "All 25, by region"
    assert len(page.all("li", fold, id=None)) == 25
    facts = page.one("dl", class_="facts")
    assert texts(page.one("a", facts, href="#members")) == "25"


def test_role_in_a_case_has_its_mark(client, cast):
    make.cite(cast.bogota_results, "C40 合作设计", involvement=cast.zone.involvements.get(organisation=cast.c40))
    for path in ("/networks/c40/", "/case-studies/bogota-clean-air-zone/", "/cities/bogota/"):
        assert "C40 合作设计" in [texts(quote) for quote in Reading(client.get(path)).all("q")]


def test_organisation_has_its_facts_and_hides_what_is_not_public(client, cast):
    Affiliation.objects.create(organisation=cast.fund, other_id=cast.c40.pk, kind="funder-of", key="c40")
    Affiliation.objects.create(organisation=cast.fund, other=cast.hidden_fund, kind="partner-of", key="hidden")
    Participation.objects.create(programme=cast.zuma, organisation=cast.fund, key="fund", role="funder")
    Participation.objects.create(programme=cast.old_plan, organisation=cast.fund, key="fund", role="funder")
    Office.objects.create(organisation=cast.fund, key="london", address_en="London")
    page = Reading(client.get("/organisations/clean-air-fund/"))
    assert glance(page) == [("Kind", ["Foundation"]), ("Funder of", ["C40 Cities Climate Leadership Group"])]
    assert [attribute(link, "href") for link in page.all("a", page.one(id="programmes"))] == ["/programmes/zuma/"]
    assert texts(page.one(id="office-london")) == "London"
    assert [texts(heading) for heading in page.all("h3", page.one(id="cases"))] == [
        "Clean air zones that put equity first"
    ]


@pytest.fixture
def tie(cast):
    """Bogotá funds C40 since 2006, as its strategic funder; the fund is a partner, and so is one that nobody sees."""
    other = {"other_id": cast.c40.pk}
    since = {"since": datetime.date(2006, 1, 1), "since_precision": "year"}
    tie = Affiliation.objects.create(
        place_id=cast.bogota.pk, key="c40", kind="funder-of", **other, **since, **make.both("text", "strategic funder")
    )
    make.cite(cast.rio_all, "战略资助方", affiliation=tie)
    Affiliation.objects.create(organisation=cast.fund, key="c40", kind="part-of", **other)
    Affiliation.objects.create(organisation=cast.hidden_fund, key="c40", kind="part-of", **other)
    return tie


def test_city_that_funds_a_network_says_so_with_its_mark(client, tie):
    page = Reading(client.get("/cities/bogota/"))
    assert dict(glance(page))["Funder of"] == ["C40 Cities Climate Leadership Group"]
    line = page.one(id="affiliation-c40")
    assert "strategic funder, since 2006" in texts(line)
    assert [texts(quote) for quote in page.all("q", line)] == ["战略资助方"]


def test_network_has_its_funders_in_a_list_with_their_marks(client, tie):
    funders = (page := Reading(client.get("/networks/c40/"))).one(id="funders")
    assert texts(page.one("h2", funders)) == "Funders 1"
    (line,) = page.all("li", funders)
    assert texts(page.all("a", line)[0]) == "Bogotá"
    assert "strategic funder, since 2006" in texts(line)
    assert [texts(quote) for quote in page.all("q", line)] == ["战略资助方"]
    assert "Funded by" not in dict(glance(page))


def funders_of(c40, number: int) -> None:
    for at in range(number):
        body = make.organisation(f"fund-{at:02}", kind="not-said", **make.both("name", f"Fund {at:02}"))
        Affiliation.objects.create(organisation=body, other_id=c40.pk, key="c40", kind="funder-of")


def test_many_funders_are_folded_after_the_first(client, cast):
    funders_of(cast.c40, 13)
    page = Reading(client.get("/networks/c40/"))
    folded = page.one("details", page.one(id="funders"))
    assert texts(page.one("summary", folded)) == "4 more"
    assert [texts(line) for line in page.all("li", folded)] == ["Fund 09", "Fund 10", "Fund 11", "Fund 12"]


def test_sitemap_leaves_out_those_known_only_as_funders(client, cast):
    funders_of(cast.c40, 3)
    Office.objects.create(organisation=Organisation.objects.get(slug="fund-01"), key="x", address_en="London")
    Organisation.objects.filter(slug="fund-02").update(description_zh_hans="一家基金会。")
    text = client.get("/sitemap-organisations.xml").content.decode()
    assert ["/organisations/fund-00/" in text, "/fund-01/" in text, "/fund-02/" in text] == [False, True, True]
    assert client.get("/organisations/fund-00/").status_code == 200


@pytest.mark.everywhere
def test_organisations_are_filtered_by_their_ties_to_public_ones(client, cast):
    funders_of(cast.c40, 2)
    Affiliation.objects.create(organisation=cast.fund, other=cast.hidden_fund, key="hidden", kind="funder-of")
    page = Reading(client.get("/organisations/?tie=funder-of"))
    assert [texts(heading) for heading in page.all("h3", page.one("ul", class_="cards"))] == ["Fund 00", "Fund 01"]


def test_programmes_of_an_organisation_stand_under_their_kinds(client, cast):
    for kind in ("fund", "accelerator"):
        programme = make.programme(f"a-{kind}", kind=kind, **make.both("name", f"A {kind}"))
        Participation.objects.create(programme=programme, organisation=cast.fund, key="fund", role="lead")
    page = Reading(client.get("/organisations/clean-air-fund/"))
    programmes = page.one(id="programmes")
    assert [texts(heading) for heading in page.all("h3", programmes)] == ["Accelerator 1", "Fund 1"]
    assert [texts(link) for link in page.all("a", programmes)] == ["A accelerator", "A fund"]


def test_many_figures_of_a_network_are_folded_after_the_first(client, cast):
    for at in range(13):
        make.outcome(f"own-{at:02}", organisation=cast.c40)
    page = Reading(client.get("/networks/c40/"))
    assert texts(page.one("h2", page.one(id="figures"))) == "The network’s own figures"
    first = [figure.get("id") for figure in page.all("li", page.one(id="figures"))]
    assert first == [f"outcome-own-{at:02}" for at in range(3)]
    figures = page.one(id="more-figures")
    assert texts(page.one("summary", figures)) == "4 more figures"
    folded = page.one("details", figures)
    assert [figure.get("id") for figure in page.all("li", folded)] == [f"outcome-own-{at:02}" for at in range(9, 13)]


def bars(page: Reading) -> list[tuple[float, float, bool] | None]:
    found = [line.find(".//{*}rect") for line in page.all("li", page.one(id="leadership"))]
    return [
        None if one is None else (float(one.get("x")), float(one.get("width")), one.get("class") == "is-open")
        for one in found
    ]


def test_terms_of_leadership_are_on_one_scale_of_time(client, cast):
    def term(key: str, *years: int | None) -> None:
        dates = [year and datetime.date(year, 1, 1) for year in years]
        LeadershipTerm.objects.create(
            organisation_id=cast.c40.pk, key=key, **make.both("person", key), **make.both("role", "Chair"),
            started=dates[0], started_precision=dates[0] and "year" or "",
            ended=dates[1], ended_precision=dates[1] and "year" or "",
        )  # fmt: skip

    term("first", 2000, 2010)
    term("second", 2010, None)
    term("someday", None, None)
    second, first, someday = bars(Reading(client.get("/networks/c40/")))
    # Eleven whole years and a tenth more; a term until 2010 may have lasted all of that year.
    assert first == (0, pytest.approx(100 / 1.1, abs=0.01), False)
    assert second == (pytest.approx(100 / 1.1 * 10 / 11, abs=0.03), pytest.approx(100 - second[0], abs=0.01), True)
    assert someday is None


def test_one_term_alone_has_no_bar(client, cast):
    year = {"started": datetime.date(2000, 1, 1), "started_precision": "year"}
    LeadershipTerm.objects.create(organisation_id=cast.c40.pk, key="one", person_en="One", role_en="Chair", **year)
    assert bars(Reading(client.get("/networks/c40/"))) == [None]


def test_network_names_the_organisations_that_are_tied_to_it(client, tie):
    assert dict(glance(Reading(client.get("/networks/c40/"))))["Contains"] == ["Clean Air Fund"]


def test_api_has_the_affiliation_of_a_place_below_it(read_api, tie):
    (found,) = read_api("cities/bogota/")["affiliations"]
    assert (found["owner"]["kind"], found["other"]["slug"], found["since"], found["ended"]) == (
        "place", "c40", "2006", None,
    )  # fmt: skip
    assert found == read_api("affiliations/place/bogota/c40/")
    assert [one["owner"]["slug"] for one in read_api("affiliations/?city=bogota")["results"]] == ["bogota"]
    assert [one["owner"]["slug"] for one in read_api("affiliations/?other=c40")["results"]] == [
        "clean-air-fund",
        "bogota",
    ]


@pytest.mark.everywhere
@pytest.mark.parametrize(
    "wrong",
    [
        {"organisation": "fund"},
        {"place_id": None},
        {"since_precision": ""},
        {"ended": datetime.date(2005, 1, 1), "ended_precision": "year"},
    ],
    ids=["of two", "of nobody", "date without precision", "end before the start"],
)
def test_impossible_affiliation_is_refused(cast, tie, wrong):
    for name, value in wrong.items():
        setattr(tie, name, getattr(cast, value) if name == "organisation" else value)
    with pytest.raises(ValidationError):
        tie.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        tie.save()


def test_leader_whose_name_is_printed_in_one_script_is_shown_with_its_language(client, cast):
    leader = LeadershipTerm(organisation=cast.fund, key="chair", person_zh_hans="张三", **make.both("role", "chair"))
    leader.full_clean()
    leader.save()
    page = Reading(client.get("/organisations/clean-air-fund/"))
    name = page.one("b", page.one(id="leadershipterm-chair"))
    assert texts(page.one("span", name, lang="zh-Hans")) == "张三"
    leader.person_zh_hans = ""
    with pytest.raises(ValidationError, match="at least one language"):
        leader.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        leader.save()


def test_publisher_lists_its_sources(read):
    assert dict(glance(read("/networks/c40/")))["Publisher of"] == ["Clean air in cities"]


def test_network_with_many_cases_and_sources_shows_some_and_leads_to_all(client, cast):
    for at in range(12):
        make.involvement(make.case(f"case-{at}", [cast.bogota]), cast.c40)
        make.source(f"report-{at}", publisher=cast.c40)
    page = Reading(client.get("/networks/c40/"))
    assert len(page.all("h3", page.one(id="cases"))) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 15 case studies": "/case-studies/?network=c40",
        "All 2 lessons": "/lessons/?network=c40",
        "All 3 figures": "/outcomes/?network=c40",
        "All 13 sources": "/sources/?publisher=c40",
    }


def test_organisation_with_many_cases_leads_to_all_of_them(client, cast):
    fund = make.organisation("fund")
    for at in range(13):
        make.involvement(make.case(f"case-{at}", [cast.bogota]), fund)
    page = Reading(client.get("/organisations/fund/"))
    assert len(page.all("h3", page.one(id="cases"))) == 12
    assert {texts(link): attribute(link, "href") for link in page.all("a", class_="more")} == {
        "All 13 case studies": "/case-studies/?organisation=fund"
    }
