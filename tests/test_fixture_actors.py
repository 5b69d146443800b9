"""Facts about actors, lessons, events and terms as the documents tell them: checked, loaded, dumped."""
# ruff: noqa: E501 - mistakes as one would write them

import pytest

from casestudies.models import Affiliation, Event, Involvement, LeadershipTerm, Lesson, Term

from .test_fixture_mistakes import mistakes
from .test_fixture_tree import contents, edit, load_once, run, write_tree  # noqa: F401 the fixture

pytestmark = [pytest.mark.django_db, pytest.mark.once]

AFFILIATION = """  affiliations:
  - key: c40
    kind: funder-of
    other: c40
    text: {en: strategic funder, zh-hans: 战略资助方}
    since: 2006
    ended: '2010-05'
    citations:
    - {passage: report/bogota, anchor: 资助}
"""
OF_NETWORK = """  leadership_terms:
  - key: chair
    person: {zh-hans: 张三}
    role: {en: chair, zh-hans: 主席}
    citations:
    - {passage: report/bogota, anchor: 张三}
  lessons:
  - key: first-factor
    kind: principle
    title: {en: Go together, zh-hans: 同行}
    text: {en: Far., zh-hans: 远。}
    citations:
    - {passage: report/bogota, anchor: 同行}
"""
INVOLVEMENT = """involvements:
- key: norway
  place: norway
  role: partner
  citations:
  - {passage: report/bogota, anchor: 挪威}
- key: c40
  organisation: c40
  role: created
  citations:
  - {passage: report/bogota, anchor: 成立}
"""
SESSION = """- slug: session
  kind: session
  name: {zh-hans: 分论坛}
  parent: forum
  organisers: [c40]
  programmes: [zuma]
  people: {en: A mayor., zh-hans: 一位市长。}
  citations:
    people:
    - {passage: report/annex, anchor: 市长}
"""


@pytest.fixture
def told(tree):
    """The tree with one of each."""
    norway = "- {slug: norway, kind: country, parent: world, name: {en: Norway, zh-hans: 挪威}, iso_code: NO}\n"
    unfolded = (
        "- slug: norway\n  kind: country\n  parent: world\n  name: {en: Norway, zh-hans: 挪威}\n  iso_code: NO\n"
    )
    edit(tree, "places/world.yaml", norway, unfolded + AFFILIATION)
    for path, more in (
        ("actors/networks.yaml", OF_NETWORK),
        ("cases/bogota-air.yaml", INVOLVEMENT),
        ("events/events.yaml", SESSION),
    ):
        (tree / path).write_text((tree / path).read_text(encoding="utf-8") + more, encoding="utf-8")
    edit(tree, "terms/glossary.yaml", "  variants:", "  themes: [smog]\n  variants:")
    edit(tree, "programmes/zuma.yaml", "jurisdictions: [bogota]\n", "jurisdictions: [bogota]\n" + BINDS)
    return tree


BINDS = """binds: {en: Large towns., zh-hans: 大城镇。}
citations:
  binds:
  - {passage: report/bogota, anchor: 大城镇}
"""


def test_each_is_loaded(told):
    run("load_fixtures", told)
    affiliation = Affiliation.objects.get()
    assert (affiliation.owner.slug, affiliation.other.slug, affiliation.text_en) == (
        "norway",
        "c40",
        "strategic funder",
    )
    assert (affiliation.period, affiliation.citations.count()) == ("2006 – May 2010", 1)
    assert [str(part) for part in Involvement.objects.order_by("key")] == ["C40 (created by it)", "Norway (partner)"]
    assert Lesson.objects.get(kind="principle").owner.slug == "c40"
    assert LeadershipTerm.objects.get().person.lang == "zh-Hans"
    session = Event.objects.get(slug="session")
    assert (str(session.parent), str(session.organisers.get()), str(session.programmes.get())) == (
        "Forum", "C40 Cities", "ZUMA",
    )  # fmt: skip
    assert [citation.part for citation in session.citations.all()] == ["people"]
    assert [theme.slug for theme in Term.objects.get().themes.all()] == ["smog"]


def test_loading_and_dumping_changes_nothing(told):
    load_once(told)
    run("dump_fixtures", told)
    dumped = contents(told)
    assert run("load_fixtures", told)[-1].endswith("18 unchanged")
    assert run("dump_fixtures", told)[0] == "0 of 13 files written"
    assert contents(told) == dumped


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("events/events.yaml", "  name: {zh-hans: 分论坛}\n", "", "Give a name in at least one language."),
        ("events/events.yaml", "  citations:\n    people:\n    - {passage: report/annex, anchor: 市长}\n", "", "“people” needs"),
        ("programmes/zuma.yaml", BINDS[BINDS.index("citations"):], "", "“binds” needs a passage and an anchor"),
        ("actors/networks.yaml", "    person: {zh-hans: 张三}\n", "", "Give a name in at least one language."),
        ("places/world.yaml", "    ended: '2010-05'\n", "    ended: 2005\n", "The end lies before the start."),
        ("cases/bogota-air.yaml", "  place: norway\n  role", "  place: norway\n  organisation: c40\n  role", "Name exactly one of"),
        ("events/events.yaml", "  kind: forum\n", "  kind: forum\n  parent: session\n", "goes round in a circle"),
        ("terms/glossary.yaml", "  citations:\n    definition:\n    - {passage: report/bogota, anchor: 区域}\n", "", "“definition” needs a passage and an anchor"),
        ("terms/glossary.yaml", "  citations:\n", "  is_editorial: true\n  citations:\n", "“definition” is marked as ours"),
    ],
)  # fmt: skip
def test_mistake_is_named(told, path, old, new, message):
    edit(told, path, old, new)
    (line,) = mistakes(told)
    assert line.startswith(f"{path}: ")
    assert message in line


def test_definition_of_ours_has_no_citation(told):
    cited = "  citations:\n    definition:\n    - {passage: report/bogota, anchor: 区域}\n"
    edit(told, "terms/glossary.yaml", cited, "  is_editorial: true\n")
    run("load_fixtures", told)
    assert Term.objects.get().is_editorial
    run("dump_fixtures", told)
    assert "  is_editorial: true\n" in (told / "terms/glossary.yaml").read_text()
