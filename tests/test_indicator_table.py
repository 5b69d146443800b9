"""docs/indicators.md: which indicators there are, and how much of the content each one compares."""

import pytest
import yaml
from django.conf import settings
from django.core.management import CommandError, call_command

from casestudies.source_checks.content_facts import read_content
from casestudies.source_checks.indicator_table import write_indicators

INDICATORS = [
    {"slug": slug, "name": {"en": name, "zh-hans": "名"}, "dimension": dimension}
    for slug, name, dimension in (
        ("zones", "Zones", "count"),
        ("trees", "Trees | planted", "count"),
        ("cut", "Emissions avoided", "mass"),
        ("area", "area", "area"),
    )
]


def outcomes(*indicators):
    return [{"key": f"{index}", "indicator": slug} for index, slug in enumerate(indicators)]


@pytest.fixture
def fixtures(tmp_path):
    documents = {
        "terms/indicators.yaml": INDICATORS,
        "terms/units.yaml": [{"slug": "tonnes", "dimension": "mass"}],
        "cases/a.yaml": {"slug": "a", "places": ["rome", "oslo"], "outcomes": outcomes("trees", "cut")},
        "cases/b.yaml": {"slug": "b", "places": ["rome"], "outcomes": outcomes("trees", "cut", "cut")},
        "programmes/law.yaml": {"slug": "law", "jurisdictions": ["lima"], "outcomes": outcomes("trees")},
        "programmes/fund.yaml": {"slug": "fund", "outcomes": outcomes("zones")},
        "places/cities.yaml": [{"slug": "bonn", "parent": "germany", "outcomes": outcomes("trees")}],
    }
    for name, document in documents.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(yaml.safe_dump(document, allow_unicode=True))
    return tmp_path


def test_most_places_come_first_and_those_without_outcomes_last(fixtures):
    page = write_indicators(read_content(fixtures))
    assert page.startswith("# Indicators\n\nMade from the fixtures by `manage.py write_indicators`; do not edit it.")
    total = (
        "4 indicators, 3 of them with outcomes: 8 in all. 0 of them stand beside one of another place, in 0 groups."
    )
    assert page.partition(f"{total}\n\n")[2].splitlines() == [
        "| indicator | slug | dimension | outcomes | places | side by side |",
        "| --- | --- | --- | --- | --- | --- |",
        r"| Trees \| planted | `trees` | count | 4 | 4 | 0 |",
        "| Emissions avoided | `cut` | mass | 3 | 2 | 0 |",
        "| Zones | `zones` | count | 1 | 0 | 0 |",
        "",
        "## Without outcomes",
        "",
        "| indicator | slug | dimension |",
        "| --- | --- | --- |",
        "| area | `area` | area |",
    ]


def test_page_says_how_many_stand_beside_another_place(fixtures):
    fields = {
        "key": "one",
        "indicator": "trees",
        "kind": "level",
        "unit": "tonnes",
        "accumulation": "at-date",
        "status": "achieved",
        "scope": "part",
    }
    for city, status in {"oslo": "achieved", "rome": "observed", "lima": "target"}.items():
        case = {"slug": city, "places": [city], "outcomes": [fields | {"status": status}]}
        (fixtures / "cases" / f"{city}.yaml").write_text(yaml.safe_dump(case))
    places = [{"slug": slug, "kind": "city"} for slug in ("oslo", "rome", "lima")]
    (fixtures / "places" / "more.yaml").write_text(yaml.safe_dump(places))
    page = write_indicators(read_content(fixtures))
    assert "2 of them stand beside one of another place, in 1 groups." in page
    assert r"| Trees \| planted | `trees` | count | 7 | 4 | 2 |" in page


def test_equal_ones_are_ordered_by_name(fixtures):
    (fixtures / "cases" / "a.yaml").unlink()
    (fixtures / "cases" / "b.yaml").unlink()
    (fixtures / "programmes" / "fund.yaml").unlink()
    slugs = [line.split("`")[1] for line in write_indicators(read_content(fixtures)).splitlines() if "| `" in line]
    assert slugs == ["trees", "area", "cut", "zones"]


def test_check_writes_nothing_and_fails_where_the_page_is_stale(fixtures):
    page = fixtures / "indicators.md"
    with pytest.raises(CommandError, match="indicators.md is stale: run manage.py write_indicators"):
        call_command("write_indicators", fixtures=fixtures, page=page, check=True)
    assert not page.exists()
    call_command("write_indicators", fixtures=fixtures, page=page, verbosity=0)
    call_command("write_indicators", fixtures=fixtures, page=page, check=True, verbosity=0)
    page.write_text(page.read_text() + "\n")
    with pytest.raises(CommandError, match="is stale"):
        call_command("write_indicators", fixtures=fixtures, page=page, check=True)


def test_nothing_is_written_from_files_that_cannot_be_read(fixtures):
    (fixtures / "cases" / "c.yaml").write_text("{")
    with pytest.raises(CommandError, match="cases/c.yaml: -: can't be read"):
        call_command("write_indicators", fixtures=fixtures, page=fixtures / "indicators.md")


def test_the_page_in_docs_is_current():
    page = settings.BASE_DIR / "docs" / "indicators.md"
    assert page.read_text(encoding="utf-8") == write_indicators(read_content(settings.BASE_DIR / "fixtures")), (
        "docs/indicators.md is stale: run manage.py write_indicators"
    )
