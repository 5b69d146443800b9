"""Every mistake in the content files has its line, all come at once, and nothing is written."""
# ruff: noqa: E501 - a mistake on each line

import io

import pytest
from django.core.management import CommandError, call_command

from casestudies.fixture_files.loading import refused
from casestudies.models import CaseStudy, ContentLoad, Indicator, Outcome, Passage, Theme

from .test_fixture_tree import contents, edit, load_tree, run, write_tree  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.once]

CASE = "cases/bogota-air.yaml"
THEMES = "terms/themes.yaml"
PLACES = "places/world.yaml"
NETWORKS = "actors/networks.yaml"
SOURCE = "sources/report.yaml"
INDICATORS = "terms/indicators.yaml"

# file, what stands in it, what stands there instead, the line without the file
# fmt: off
EDITS = [
    (THEMES, "order: 1", "ordre: 1", "air.ordre: unknown key; did you mean “order”?"),
    (THEMES, "  parent: air", "  parent: airs", "smog.parent: no theme “airs”; did you mean “air”?"),
    (THEMES, "- slug: air\n", "- slug: air\n  parent: smog\n", "air.parent: goes round in a circle: air → smog → air"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: Air}", "air.name.zh-hans: missing: the text is needed in both languages"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: Air", "air.name: both languages are needed: {en: …, zh-hans: …}"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: [Air], zh-hans: 空气}", "air.name.en: a text is needed, not a list"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: 2030, zh-hans: 空气}", "air.name.en: a text is needed: put 2030 in quotes"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: true, zh-hans: 空气}", "air.name.en: a text is needed: put true in quotes"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", 'name: {en: "A\\0ir", zh-hans: 空气}', "air.name.en: there is a control character in the text: delete it"),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, zh-hans: 空气}", "air.name.en: Ensure this value has at most 80 characters (it has 81)."),
    (THEMES, "name: {en: Air, zh-hans: 空气}", "name:", "air.name: empty: give a value or leave the key out"),
    (THEMES, "name: {en: Air, zh-hans: 空气}\n", "", "line 4: no YAML: did not find expected key"),
    (THEMES, "order: 1", "order: first", "air.order: a whole number is needed, without quotes, not a text"),
    (THEMES, "order: 1", "order: 1.5", "air.order: a whole number is needed, without quotes, not the number 1.5"),
    (THEMES, "order: 1", "order: -1", "air.order: Ensure this value is greater than or equal to 0."),
    (THEMES, "- slug: air\n", "- slug: Air\n", "Air.slug: “Air” is no slug: lower-case English letters, digits, single hyphens"),
    (THEMES, "- slug: air\n", "- slug: [air]\n", "[1].slug: a text is needed, not a list"),
    (THEMES, "  order: 1\n", "  order: 1\n  order: 2\n", "line 4: the key “order” is there twice"),
    (THEMES, "- slug: smog", "- &a slug: smog", "line 5: a key is a word and no more: no list, mapping, anchor, alias or tag"),
    (THEMES, "order: 1", "order: !!int 1", "line 3: tags (!) are not used here: leave it out, or use quotes"),
    (THEMES, "order: 1", "order: 1\n bad", "line 4: no YAML: did not find expected '-' indicator"),
    (THEMES, "{en: Air, zh-hans: 空气}", "{en: Air, zh-hans: 空气, 大气}", "air.name.大气: unknown language; unquoted comma?"),
    (CASE, "{passage: report/bogota, anchor: 持久}", "{passage: report/bogota, anchor: 持久, 才能}", "lessons.slow.citations[1].才能: unknown key; unquoted comma?"),
    (CASE, "{passage: report/bogota, anchor: 持久}", "{passage: report/bogota, anchor: '持久' 才能}", "line 59: no YAML: did not find expected ',' or '}'; unquoted comma?"),
    (THEMES, "order: 1", "order: [1", "line 4: no YAML: did not find expected ',' or ']'"),
    (THEMES, "order: 1", "order: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", "line 3: nested deeper than 20 levels"),
    (THEMES, "order: 1", "? [a]\n  : 1", "line 3: a key is a word and no more: no list, mapping, anchor, alias or tag"),
    (THEMES, "- slug: smog", "---\n- slug: smog", "line 5: a second YAML document: put a list in the file, or a file for each"),
    (THEMES, "- slug: smog", "- smog\n- slug: smog", "[2]: a mapping of keys is needed, not a text"),
    (PLACES, "parent: colombia,", "", "bogota: Say what this place lies in; only the world lies in nothing."),
    (PLACES, "iso_code: NO", "iso_code: CO", "norway.iso_code: the same iso_code as colombia"),
    (PLACES, "iso_code: NO", "iso_code: no", "norway.iso_code: Two capitals, or ISO 3166-2 such as IN-KA."),
    (PLACES, "m49_code: '170'", "m49_code: 170", "colombia.m49_code: a text is needed: put 170 in quotes"),
    (PLACES, "aliases: {en: [Bogota]}", "aliases: {en: Bogota}", "bogota.aliases.en: a list is needed, not a text"),
    (PLACES, "aliases: {en: [Bogota]}", "aliases: [Bogota]", "bogota.aliases: both languages are needed: {en: …, zh-hans: …}"),
    (PLACES, "aliases: {en: [Bogota]}", "latitude: 4.6, longitude: -74.1", "bogota: Name the data set that coordinates or population come from."),
    (PLACES, "aliases: {en: [Bogota]}", "latitude: 4.6, dataset: x", "bogota: Give both coordinates or none."),
    (PLACES, "aliases: {en: [Bogota]}", "latitude: 400, longitude: 5, dataset: x", "bogota.latitude: Ensure this value is less than or equal to 90. Ensure that there are no more than 2 digits before the decimal point."),
    (PLACES, "aliases: {en: [Bogota]}", "profile: {en: Big., zh-hans: 大。}", "bogota.citations.profile: missing: “profile” needs a passage and an anchor"),
    ("terms/sdg-targets.yaml", "goal: 11", "goal: 18", "11-6: Constraint “sdgtarget_goal_from_1_to_17” is violated."),
    (NETWORKS, "  name: {en: C40 Cities}\n", "", "c40: Give a name in at least one language."),
    (NETWORKS, "kind: city-network", "kind: company", "c40.memberships: only for a record whose kind is city-network"),
    (NETWORKS, "place: norway", "place: bogota", "c40.memberships.norway.place: the same place as c40.memberships.bogota"),
    (NETWORKS, "since: 2007", "since: 2007-13", "c40.memberships.bogota.since: “2007-13” is no date: write YYYY, YYYY-MM or YYYY-MM-DD."),
    (NETWORKS, "since: 2007", "since: {year: 2007}", "c40.memberships.bogota.since: a date is needed: 2023, '2023-09' or '2023-09-18', not a mapping"),
    (SOURCE, "publisher: c40", "publisher: c4", "publisher: no organisation “c4”; did you mean “c40”?"),
    (SOURCE, "language: zh-Hans", "language: Chinese", "language: Enter a valid value."),
    (CASE, "  method: evidence\n", "  method: evidenc\n", "steps.evidence.method: no method “evidenc”; did you mean “evidence”?"),
    (CASE, "themes: [smog, air]", "themes: [smog, aire]", "themes.aire: no theme “aire”; did you mean “air”?"),
    (CASE, "themes: [smog, air]", "themes: [smog, smog]", "themes[2]: “smog” is listed twice"),
    (CASE, "themes: [smog, air]", "themes: smog", "themes: a list of slugs is needed, such as [bogota], not a text"),
    (CASE, "places: [bogota]\n", "", "places: missing"),
    (CASE, "  unit: zones\n  as", "  unit: zone\n  as", "outcomes.first-zone.unit: no unit “zone”; did you mean “zones”?"),
    (CASE, "  - {passage: report/bogota, anchor: 持久}", "  - {passage: report/bogot, anchor: 持久}", "lessons.slow.citations[1].passage: no passage “report/bogot”; did you mean “report/bogota”?"),
    (CASE, "  - {passage: report/bogota, anchor: 持久}", "  - {passage: report, anchor: 持久}", "lessons.slow.citations[1].passage: “report” is no passage: write source/passage, such as c40-clean-air/bogota-results"),
    (CASE, "  - {passage: report/bogota, anchor: 持久}", "  - {passage: report/bogota}", "lessons.slow.citations[1].anchor: missing"),
    (CASE, "  - {passage: report/bogota, anchor: 持久}", "  - {passage: report/bogota, anchor: 持久}\n  - {passage: report/bogota, anchor: 持久}\n", "lessons.slow.citations[2].anchor: the same passage and anchor as lessons.slow.citations[1]"),
    (CASE, "  - {passage: report/bogota, anchor: 持久}", "  - {passage: report/bogota, anchor: 久久久久久久久久久久久久久久久久久久久久久久久久久久}", "lessons.slow.citations[1].anchor: Ensure this value has at most 25 characters (it has 26)."),
    (CASE, "  themes: [air]\n  citations:\n  - {passage: report/bogota, anchor: 持久}\n", "", "lessons.slow.citations: missing: every fact needs a passage and an anchor"),
    (CASE, "citations:\n  summary:\n  - {passage: report/bogota, anchor: 九个月}\n  - {passage: report/annex, anchor: 证据}\nsteps", "citations:\n- {passage: report/bogota, anchor: 九个月}\nsteps", "citations: citations stand under the text they prove: summary, background, results, contact, named_sdg_targets"),
    (CASE, "citations:\n  summary:", "citations:\n  results:\n  - {passage: report/bogota, anchor: 九个月}\n  summary:", "citations.results: there is no “results” for it to prove"),
    (CASE, "citations:\n  summary:\n  - {passage: report/bogota, anchor: 九个月}\n  - {passage: report/annex, anchor: 证据}\nsteps", "steps", "citations.summary: missing: “summary” needs a passage and an anchor"),
    (CASE, "months: 9", "months: '9'", "steps.evidence.months: a number such as 9 or 1.5 is needed, without quotes, not a text"),
    (CASE, "months: 9", "months: 9.25", "steps.evidence.months: Ensure that there are no more than 1 decimal place."),
    (CASE, "months: 9", "months: 9\n  months_upper: 8", "steps.evidence: Months are more than 0, and the upper value is above the lower."),
    (CASE, "depth: snapshot", "depth: snap", "depth: “snap” can't be chosen; did you mean “snapshot”?"),
    (CASE, "depth: snapshot", "depth: no", "depth: “no” can't be chosen; allowed: full-case, practice-box, snapshot"),
    (CASE, "- key: slow\n  kind", "- kind", "lessons[1].key: missing"),
    (CASE, "- key: pilot", "- key: collect", "steps.collect.key: the same key as steps.evidence.substeps.collect"),
    (CASE, "ended: 2024-01-31", "ended: 2021", "document: The end lies before the start."),
    (CASE, "ended: 2024-01-31", "ended: 2024-02-31", "ended: “2024-02-31” is no date: write YYYY, YYYY-MM or YYYY-MM-DD."),
    (CASE, "preferred: false", "preferred: no", "outcomes.first-zone.preferred: true or false is needed, without quotes, not a text"),
    (CASE, "value: 1.0", "value: 1.12345678", "outcomes.first-zone.value: Ensure that there are no more than 6 decimal places."),
    (CASE, "value: 1.0", "value: 99999999999999999999", "outcomes.first-zone.value: At most 15 significant digits can be stored exactly. Ensure that there are no more than 14 digits before the decimal point."),
    (CASE, "value: 1.0", "value: 99999999999999999999999999999999999999999999999999", "outcomes.first-zone.value: a number such as 9 or 1.5 is needed, without quotes, not a text"),
    (CASE, "status: achieved", "status: achieved\n  months_upper: 6", "outcomes.first-zone: Months are more than 0, and the upper value is above the lower."),
    (CASE, "status: achieved", "status: achieved\n  scope: city", "outcomes.first-zone.scope: “city” can't be chosen; allowed: country, group, institution, part, whole-place, world"),
    ("terms/indicators.yaml", "dimension: count", "dimension: count, family: air", "air-zones.family: no family of indicators “air”"),
    (PLACES, "iso_code: NO", "iso_code: NO, geonames_id: 0", "norway.geonames_id: Ensure this value is greater than or equal to 1."),
    (CASE, "equivalents:\n  - {value: 2,", "equivalents:\n  - {value: 2, unti: 1,", "outcomes.first-zone.equivalents[1].unti: unknown key; did you mean “unit”?"),
    (CASE, "lessons:\n- key", "lessons:\n  key", "lessons: a list is needed, not a mapping"),
    (CASE, "substeps:\n  - key: collect", "substeps:\n  - pilot\n  - key: collect", "steps.evidence.substeps[1]: a mapping of keys is needed, not a text"),
    ("transfers/transfers.yaml", "to_place: norway", "to_count: 3", "to-norway: Say where it came from and where it went. Only an unnamed group has a number."),
]
# fmt: on


def mistakes(tree, command: str = "check_fixtures") -> list[str]:
    out = io.StringIO()
    with pytest.raises(CommandError) as error:
        call_command(command, str(tree), stdout=out)
    lines = [line for line in out.getvalue().splitlines() if not line.endswith(" documents read")]
    assert str(error.value).startswith(f"{len(lines)} to put right; nothing was ")
    return lines


@pytest.mark.parametrize(("path", "old", "new", "line"), EDITS)
def test_a_mistake_has_its_line(tree, path, old, new, line):
    """As an empty database has it: nothing of it is read."""
    edit(tree, path, old, new)
    assert refused(tree) == [f"{path}: {line}"]


@pytest.mark.parametrize(
    ("path", "content", "line"),
    [
        (THEMES, b"- slug: \xff", "not UTF-8 (byte 9): save the file in UTF-8"),
        (THEMES, b"- slug: a\0b", "a control character that YAML does not allow: delete it"),
        (THEMES, b"", "empty: write a document or delete the file"),
        (THEMES, b"# only a comment\n", "empty: write a document or delete the file"),
        (THEMES, b"[]", "empty: write a document or delete the file"),
        (THEMES, b"just a text", "a mapping of keys is needed, not a text"),
        (THEMES, b"[" * 100_000, "nested deeper than 20 levels"),
        (
            THEMES,
            b"- &a [x, x]\n- &b [*a, *a]\n- [*b, *b]",
            "anchors and aliases (& and *) are not used here: write it out, or use quotes",
        ),
        ("terms/theme.yaml", b"slug: x", "no place for content; did you mean “terms/themes.yaml”?"),
        ("cases/asia/x.yaml", b"slug: x", "no place for content; did you mean “cases/*.yaml”?"),
        ("cases/x.yml", b"slug: x", "no place for content; did you mean “cases/*.yaml”?"),
    ],
)
def test_a_file_that_is_no_document_has_its_line(tree, path, content, line):
    (tree / path).parent.mkdir(exist_ok=True)
    (tree / path).write_bytes(content)
    [mistake] = mistakes(tree)
    assert mistake.startswith(f"{path}: ")
    assert mistake.endswith(f": {line}")


def test_all_mistakes_come_at_once_by_file_and_nothing_is_written(tree):
    edit(tree, THEMES, "parent: air", "parent: airs")
    edit(tree, CASE, "months: 9", "months: nine")
    edit(tree, CASE, "ended: 2024-01-31", "ended: 2021")
    edit(tree, CASE, "method: evidence", "method: evidences")
    (tree / "events/events.yaml").write_text("- [")
    before = contents(tree)
    lines = [
        "cases/bogota-air.yaml: steps.evidence.months: a number such as 9 or 1.5 is needed, without quotes, not a text",
        "cases/bogota-air.yaml: steps.evidence.method: no method “evidences”; did you mean “evidence”?",
        "cases/bogota-air.yaml: document: The end lies before the start.",
        "events/events.yaml: line 2: no YAML: did not find expected node content",
        "terms/themes.yaml: smog.parent: no theme “airs”; did you mean “air”?",
    ]
    assert mistakes(tree) == lines
    assert mistakes(tree, "load_fixtures") == lines
    assert [model.objects.count() for model in (Theme, CaseStudy, ContentLoad)] == [0, 0, 0]
    assert contents(tree) == before


def test_unknown_slug_lists_the_five_nearest(tree):
    more = "".join(f"- {{slug: smog-{end}, name: {{en: Smog {end}, zh-hans: 雾霾{end}}}}}\n" for end in "abcdef")
    (tree / THEMES).write_text((tree / THEMES).read_text() + more)
    edit(tree, CASE, "themes: [smog, air]", "themes: [smog-ab]")
    (found,) = mistakes(tree)
    assert found.startswith(f"{CASE}: themes.smog-ab: no theme “smog-ab”; did you mean “smog-b” or “smog-a” or ")
    assert found.count("“") == 6


AT_DATE = (
    "outcomes.first-zone.accumulation: This indicator measures a flow over a period, which is never on a given date."
)


def test_a_flow_is_never_on_a_given_date(tree):
    edit(tree, CASE, "status: achieved", "status: achieved\n  accumulation: at-date")
    for measures, lines in {"stock": None, "flow": [f"{CASE}: {AT_DATE}"]}.items():
        edit(tree, INDICATORS, "dimension: count", f"dimension: count, measures: {measures}")
        if lines:
            assert mistakes(tree) == mistakes(tree, "load_fixtures") == lines
        else:
            assert run("check_fixtures", tree) == ["17 documents, no mistakes"]
        edit(tree, INDICATORS, f", measures: {measures}", "")


PER_NOTHING = (
    "outcomes.first-zone.per: A share, a change in percent or a multiple is per nothing: it is a ratio already."
)


def test_a_ratio_is_per_nothing(tree):
    edit(tree, CASE, "status: achieved", "status: achieved\n  per: day")
    assert run("check_fixtures", tree) == ["17 documents, no mistakes"]
    edit(tree, CASE, "kind: level", "kind: multiple")
    assert mistakes(tree) == [f"{CASE}: {PER_NOTHING}"]


def test_an_indicator_does_not_become_a_flow_while_a_figure_that_was_edited_here_is_on_a_given_date(
    tree, rows_of_the_tree
):
    Outcome.objects.update(accumulation="at-date")
    edit(tree, INDICATORS, "dimension: count", "dimension: count, measures: flow")
    assert mistakes(tree, "load_fixtures") == [f"the database: casestudy.bogota-air.{AT_DATE}"]
    assert Indicator.objects.get().measures == ""


def test_places_do_not_share_a_key_of_geonames(tree):
    edit(tree, PLACES, "iso_code: NO", "iso_code: NO, geonames_id: 3688689")
    edit(tree, PLACES, "parent: colombia,", "parent: colombia, geonames_id: 3688689,")
    assert mistakes(tree) == [f"{PLACES}: norway.geonames_id: the same geonames_id as bogota"]


def test_a_slug_stands_in_one_file(tree):
    (tree / "cases/twin.yaml").write_text((tree / CASE).read_text())
    assert mistakes(tree) == [f"cases/twin.yaml: slug: “bogota-air” is already in {CASE}"]


def test_what_the_database_has_can_be_referred_to(tree, rows_of_the_tree):
    (tree / "methods/methods.yaml").unlink()
    assert run("check_fixtures", tree) == ["16 documents, no mistakes"]


def test_a_passage_that_a_record_here_cites_must_stay(tree, rows_of_the_tree):
    (tree / "events/events.yaml").unlink()
    edit(tree, CASE, "  - {passage: report/annex, anchor: 证据}\n", "")
    edit(tree, SOURCE, "- {slug: annex, locator: {en: Annex, zh-hans: 附件}}\n", "")
    assert mistakes(tree, "load_fixtures") == [
        "the database: event.forum.citations.summary[1].passage: "
        "no passage “report/annex”; did you mean “report/bogota”?"
    ]
    assert Passage.objects.count() == 2


def test_checking_writes_nothing(tree):
    before = contents(tree)
    assert run("check_fixtures", tree) == ["17 documents, no mistakes"]
    assert (Theme.objects.count(), ContentLoad.objects.count()) == (0, 0)
    assert contents(tree) == before


def test_words_and_dates_are_what_is_written(tree):
    edit(tree, THEMES, "name: {en: Air, zh-hans: 空气}", "name: {en: no, zh-hans: 2023-09-18}")
    run("load_fixtures", tree)
    assert Theme.objects.values_list("name_en", "name_zh_hans").get(slug="air") == ("no", "2023-09-18")


def test_a_folder_without_content_is_a_mistake(tmp_path):
    assert mistakes(tmp_path, "load_fixtures") == [f"{tmp_path}: *.yaml: there is none in this folder"]
