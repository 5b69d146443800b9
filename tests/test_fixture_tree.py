"""A small tree of content files that uses every kind of document, and what the tests of loading do with it."""
# ruff: noqa: E501 - documents as one would write them

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from casestudies.fixture_files.folder import digest_of_files
from tests.cast import Rows

CITED = "citations:\n  - {passage: report/bogota, anchor: 九个月}"

# Bogotá learned from nobody yet, C40 knows it, one report tells of one case.
FILES = {
    "terms/themes.yaml": """# Two levels.
- slug: air
  order: 1
  name: {en: Air, zh-hans: 空气}
- slug: smog
  parent: air
  name: {en: Smog, zh-hans: 雾霾}
""",
    "terms/sdg-targets.yaml": "- {slug: '11-6', code: '11.6', goal: 11, title: {en: Air and waste, zh-hans: 空气与废物}}\n",
    "terms/units.yaml": "- {slug: zones, symbol: {en: zones, zh-hans: 个区域}, dimension: count, factor: 1}\n",
    "terms/indicators.yaml": "- {slug: air-zones, name: {en: Air zones, zh-hans: 空气区}, dimension: count}\n",
    "terms/glossary.yaml": """- slug: clean-air-zone
  name: {en: clean air zone, zh-hans: 清洁空气区}
  definition: {en: A zone., zh-hans: 一个区域。}
  citations:
    definition:
    - {passage: report/bogota, anchor: 区域}
  variants:
  - {language: en, kind: abbreviation, text: CAZ}
""",
    "places/world.yaml": """- {slug: bogota, kind: city, parent: colombia, name: {en: Bogotá, zh-hans: 波哥大}, aliases: {en: [Bogota]}}
- {slug: colombia, kind: country, parent: world, name: {en: Colombia, zh-hans: 哥伦比亚}, iso_code: CO, m49_code: '170'}
- {slug: norway, kind: country, parent: world, name: {en: Norway, zh-hans: 挪威}, iso_code: NO}
- {slug: world, kind: world, name: {en: World, zh-hans: 世界}}
""",
    "actors/networks.yaml": f"""- slug: c40
  kind: city-network
  name: {{en: C40 Cities}}
  acronym: C40
  memberships:
  - key: bogota
    place: bogota
    since: 2007
    {CITED.replace("  -", "    -")}
  - key: norway
    place: norway
    {CITED.replace("  -", "    -")}
""",
    "sources/report.yaml": """slug: report
title: {en: Report, zh-hans: 报告}
publisher: c40
date: '2024-05'
language: zh-Hans
passages:
- {slug: bogota, locator: {en: Bogotá, zh-hans: 波哥大}}
- {slug: annex, locator: {en: Annex, zh-hans: 附件}}
""",
    "methods/methods.yaml": "- {slug: evidence, name: {en: Build the evidence, zh-hans: 建立证据}, themes: [smog]}\n",
    "programmes/zuma.yaml": """slug: zuma
kind: programme
name: {en: ZUMA, zh-hans: 改善空气城市区域}
jurisdictions: [bogota]
""",
    "cases/bogota-air.yaml": """slug: bogota-air
title: {en: Air in Bogotá, zh-hans: 波哥大的空气}
summary: {en: Nine months of evidence., zh-hans: 九个月收集证据。}
depth: snapshot
level: local
places: [bogota]
programmes: [zuma]
themes: [smog, air]
started: 2022
ended: 2024-01-31
citations:
  summary:
  - {passage: report/bogota, anchor: 九个月}
  - {passage: report/annex, anchor: 证据}
steps:
- key: evidence
  method: evidence
  title: {en: Evidence, zh-hans: 证据}
  months: 9
  months_qualifier: about
  citations:
  - {passage: report/bogota, anchor: 九个月}
  substeps:
  - key: collect
    text:
      en: |
        Collect:

        - air
        - traffic
      zh-hans: 收集
    citations:
    - {passage: report/bogota, anchor: 收集}
- key: pilot
  title: {en: Pilot, zh-hans: 试点}
  citations:
  - {passage: report/bogota, anchor: 试点}
outcomes:
- key: first-zone
  indicator: air-zones
  kind: level
  value: 1.0
  unit: zones
  as_printed: 首个
  status: achieved
  sentence: {en: The first zone., zh-hans: 首个区域。}
  preferred: false
  citations:
  - {passage: report/bogota, anchor: 首个}
  equivalents:
  - {value: 2, unit: zones, as_printed: 两个}
lessons:
- key: slow
  kind: advice
  title: {en: Take time, zh-hans: 慢慢来}
  text: {en: It lasts., zh-hans: 才能持久。}
  themes: [air]
  citations:
  - {passage: report/bogota, anchor: 持久}
""",
    "events/events.yaml": """- slug: forum
  kind: forum
  name: {en: Forum, zh-hans: 论坛}
  organisations: [c40]
  summary: {en: They met., zh-hans: 他们会面。}
  citations:
    summary:
    - {passage: report/annex, anchor: 会面}
""",
    "transfers/transfers.yaml": f"""- key: to-norway
  from_case: bogota-air
  to_place: norway
  what: {{en: The zone, zh-hans: 区域}}
  manner: learned-from
  {CITED}
""",
}


@pytest.fixture(name="tree")
def write_tree(tmp_path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture(name="rows_of_the_tree")
def load_tree(tree, db) -> None:
    """The tree is loaded as it is."""
    load_once(tree)


def edit(tree: Path, path: str, old: str, new: str) -> None:
    text = (tree / path).read_text(encoding="utf-8")
    assert old in text
    (tree / path).write_text(text.replace(old, new), encoding="utf-8")


def run(command: str, tree: Path, **options) -> list[str]:
    """The lines that a command prints."""
    out = io.StringIO()
    call_command(command, str(tree), stdout=out, **options)
    return out.getvalue().splitlines()


LOADED: dict[str, Rows] = {}


def load_once(tree: Path) -> None:
    """Loads the files into an empty database; makes the same rows again if a test before loaded the same files."""
    digest = digest_of_files(tree)
    if digest in LOADED:
        LOADED[digest].make()
    else:
        run("load_fixtures", tree)
        LOADED[digest] = Rows()


def contents(tree: Path) -> dict[str, bytes]:
    return {file.relative_to(tree).as_posix(): file.read_bytes() for file in tree.rglob("*") if file.is_file()}


@pytest.mark.django_db
def test_the_tree_has_no_mistake(tree):
    assert run("check_fixtures", tree) == ["17 documents, no mistakes"]
