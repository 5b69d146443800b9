"""A passage for each kind of statement that the model of content once could not hold: checked, loaded, shown, dumped."""
# ruff: noqa: E501 - documents as one would write them

from typing import NamedTuple

import pytest
from django.core.management import call_command

from tests.reading import Reading, texts

from .test_evidence_command import run, whole  # noqa: F401 the fixture
from .test_fixture_tree import contents

pytestmark = [pytest.mark.django_db, pytest.mark.once]


class Trial(NamedTuple):
    """What a source says, the documents that hold it, and what a page prints of it."""

    passage: str
    files: dict[str, str]
    page: str
    prints: tuple[str, ...]


def cited(anchor: str, indent: str = "  ") -> str:
    return f"{indent}citations:\n{indent}- {{passage: report/annex, anchor: {anchor}}}\n"


ZUMA, C40 = "programmes/zuma.yaml", "actors/networks.yaml"
CASE = "cases/bogota-air.yaml"

TRIALS = {
    "a group without names, in several places": Trial(
        "两国八个示范城市参加。",
        {
            ZUMA: "participations:\n- key: model-cities\n  group: {en: model cities, zh-hans: 示范城市}\n"
            "  count: 8\n  group_places: [colombia, norway]\n  role: participant\n" + cited("八个示范城市")
        },
        "/programmes/zuma/",
        ("8 model cities", "Colombia", "Norway"),
    ),
    "a law for several countries, under another programme": Trial(
        "《清洁空气法》约束两国。",
        {
            "programmes/law.yaml": "slug: law\nkind: law-or-policy\nname: {zh-hans: 清洁空气法}\nparent: zuma\n"
            "jurisdictions: [colombia, norway]\nlevel: national\nsummary: {en: It binds them., zh-hans: 对其有约束力。}\n"
            "citations: {summary: [{passage: report/annex, anchor: 约束两国}]}\n"
        },
        "/programmes/law/",
        ("清洁空气法", "ZUMA", "Colombia", "Norway", "national"),
    ),
    "levels of government that acted together": Trial(
        "部委采纳该市的试点。",
        {
            CASE: "cooperation:\n- key: pilot\n  level: local\n  with_level: national\n  manner: pilot-taken-up\n"
            "  text: {en: The ministry made it a rule., zh-hans: 部委定为规则。}\n" + cited("部委采纳")
        },
        "/case-studies/bogota-air/",
        ("Local → national: pilot taken up", "The ministry made it a rule."),
    ),
    "a practice for two countries": Trial(
        "挪威和哥伦比亚借鉴了波哥大的做法。",
        {
            "transfers/more.yaml": "- key: to-both\n  from_place: bogota\n  to_place: norway\n  to_further: [colombia]\n"
            "  what: {en: How to zone, zh-hans: 划区办法}\n  manner: learned-from\n" + cited("借鉴了波哥大")
        },
        "/cities/bogota/",
        ("Bogotá → to Norway , Colombia learned from", "How to zone"),
    ),
    "cities that wish to learn": Trial(
        "18个巴西城市希望学习波哥大。",
        {
            "transfers/more.yaml": "- key: wish\n  from_place: bogota\n  to_group: {en: Brazilian cities, zh-hans: 巴西城市}\n"
            "  to_count: 18\n  what: {en: How to zone, zh-hans: 划区办法}\n  manner: interested\n" + cited("18个巴西城市")
        },
        "/cities/bogota/",
        ("18 Brazilian cities", "wishes to learn"),
    ),
    "a session of a forum, with its organisers and what it adopted": Trial(
        "分论坛由C40主办，一位市长致辞，会上通过了计划。",
        {
            "events/more.yaml": "- slug: session\n  kind: session\n  name: {zh-hans: 分论坛}\n  parent: forum\n"
            "  organisers: [c40]\n  programmes: [zuma]\n  people: {en: A mayor spoke., zh-hans: 一位市长致辞。}\n"
            "  citations: {people: [{passage: report/annex, anchor: 一位市长致辞}]}\n"
        },
        "/events/session/",
        ("分论坛", "Forum", "C40", "ZUMA", "A mayor spoke."),
    ),
    "a city that funds a network": Trial(
        "奥斯陆自2006年起为战略资助方。",
        {
            "places/more.yaml": "- slug: oslo\n  kind: city\n  parent: norway\n  name: {en: Oslo, zh-hans: 奥斯陆}\n"
            "  geonames_id: 3143244\n  affiliations:\n  - key: c40\n    kind: funder-of\n    other: c40\n"
            "    text: {en: strategic funder, zh-hans: 战略资助方}\n    since: 2006\n" + cited("战略资助方", "    ")
        },
        "/networks/c40/",
        ("Oslo", "strategic funder", "2006"),
    ),
    "the key of a place in GeoNames": Trial(
        "",
        {
            "places/more.yaml": "- slug: oslo\n  kind: city\n  parent: norway\n  name: {en: Oslo, zh-hans: 奥斯陆}\n"
            "  geonames_id: 3143244\n"
        },
        "/cities/oslo/",
        ("GeoNames", "3143244"),
    ),
    "a principle of a network": Trial(
        "成员同行是首要原则。",
        {
            C40: "  lessons:\n  - key: together\n    kind: principle\n    title: {en: Go together, zh-hans: 同行}\n"
            "    text: {en: It goes further., zh-hans: 才能行远。}\n" + cited("成员同行", "    ")
        },
        "/networks/c40/",
        ("Go together", "It goes further.", "principle"),
    ),
    "a country with a part in a case, and a body that the case created": Trial(
        "挪威为运营方，并由此成立清洁空气办公室。",
        {
            "actors/more.yaml": "- slug: office\n  kind: not-said\n  name: {zh-hans: 清洁空气办公室}\n",
            CASE: "involvements:\n- key: norway\n  place: norway\n  role: operator\n"
            + cited("挪威为运营方")
            + "- key: office\n  organisation: office\n  role: created\n"
            + cited("成立清洁空气办公室"),
        },
        "/case-studies/bogota-air/",
        ("Norway", "operator", "清洁空气办公室", "created by it"),
    ),
    "a certificate, and the institute behind it": Trial(
        "研究院颁发绿色证书。",
        {
            "actors/more.yaml": "- slug: institute\n  kind: research-institute\n  name: {zh-hans: 研究院}\n",
            "programmes/green.yaml": "slug: green\nkind: certificate\nname: {zh-hans: 绿色证书}\nparticipations:\n"
            "- key: institute\n  organisation: institute\n  role: lead\n" + cited("研究院颁发"),
        },
        "/programmes/green/",
        ("绿色证书", "certificate", "研究院"),
    ),
    "money for each tonne, estimated": Trial(
        "估计每吨20美元。",
        {
            "terms/units.yaml": "- {slug: usd, symbol: {en: US$, zh-hans: 美元}, dimension: money, currency: USD}\n",
            "terms/indicators.yaml": "- {slug: price, name: {en: Carbon price, zh-hans: 碳价}, dimension: money}\n",
            ZUMA: "outcomes:\n- key: price\n  indicator: price\n  kind: money\n  value: 20\n  unit: usd\n"
            "  as_printed: 20美元\n  per: tonne\n  status: estimated\n  scope: whole-place\n"
            "  sentence: {en: A price of US$20 for carbon., zh-hans: 碳价为 20 美元。}\n" + cited("估计每吨20美元"),
        },
        "/programmes/zuma/",
        ("20", "per tonne", "estimated present effect"),
    ),
    "an office with its phone and site in one text": Trial(
        "办公室：绿街5号，电话12345，example.org。",
        {
            C40: "  offices:\n  - key: seat\n    address: {en: '5 Green Street, phone 12345, example.org', "
            "zh-hans: 绿街5号，电话12345，example.org}\n" + cited("绿街5号，电话12345", "    ")
        },
        "/networks/c40/",
        ("5 Green Street, phone 12345, example.org",),
    ),
    "a term with the theme that it stands for": Trial(
        "",
        {
            "terms/glossary.yaml": "- slug: haze\n  name: {en: Haze, zh-hans: 霾}\n  definition: {en: Bad air., zh-hans: 污浊的空气。}\n"
            "  is_editorial: true\n  themes: [smog]\n"
        },
        "/glossary/haze/",
        ("Haze", "Smog", "Written by our editors"),
    ),
    "targets that the source itself names": Trial(
        "计划服务于具体目标11.6。",
        {
            "programmes/plan.yaml": "slug: plan\nkind: plan\nname: {zh-hans: 计划}\nnamed_sdg_targets: ['11-6']\n"
            "citations: {named_sdg_targets: [{passage: report/annex, anchor: 具体目标11.6}]}\n"
        },
        "/programmes/plan/",
        ("11.6", "named by the source"),
    ),
    "a record that was merged into another": Trial(
        "",
        {"programmes/old.yaml": "slug: old\nmerged_into: zuma\n"},
        "/programmes/old/",
        ("ZUMA",),
    ),
}  # fmt: skip


def together() -> list[list[str]]:
    """The trials in groups that are loaded at once: none has a page or a file that another of its group has."""
    groups: list[list[str]] = []
    for name, trial in TRIALS.items():
        mine = {trial.page, *trial.files}
        fitting = (group for group in groups if not any(mine & {TRIALS[at].page, *TRIALS[at].files} for at in group))
        group = next(fitting, None) or groups.append([]) or groups[-1]
        group.append(name)
    return groups


@pytest.mark.parametrize("names", together(), ids="; ".join)
def test_passages_are_held_proven_and_shown(whole, client, names):  # noqa: F811
    fixtures, text = whole
    trials = {name: TRIALS[name] for name in names}
    with (text / "book.txt").open("a") as file:
        file.writelines(trial.passage for trial in trials.values())
    for path, document in (added for trial in trials.values() for added in trial.files.items()):
        (fixtures / path).parent.mkdir(exist_ok=True)
        with (fixtures / path).open("a") as file:
            file.write(document)

    assert run(fixtures, text)[1:] == ([], 0)
    call_command("load_fixtures", str(fixtures), verbosity=0)
    for name, trial in trials.items():
        page = " ".join(texts(Reading(client.get(trial.page, follow=True)).one("main")).split()).casefold()
        assert [words for words in trial.prints if words.casefold() not in page] == [], (name, page)
    call_command("dump_fixtures", str(fixtures), verbosity=0)
    dumped = contents(fixtures)
    call_command("load_fixtures", str(fixtures), verbosity=0)
    call_command("dump_fixtures", str(fixtures), verbosity=0)
    assert contents(fixtures) == dumped
