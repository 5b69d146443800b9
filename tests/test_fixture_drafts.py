"""Content files of what is not published: it may lack what publication asks for, and what is dumped loads again."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from casestudies.models import CaseStudy, Citation, Event, FormerSlug, Lesson, Programme, Term, Theme, Transfer

from .test_fixture_mistakes import CASE, mistakes
from .test_fixture_tree import contents, edit, load_tree, run, write_tree  # noqa: F401 the fixture

pytestmark = pytest.mark.django_db
UNPUBLISHED = ["draft", "in-review", "withdrawn"]


def lacking(state: str) -> CaseStudy:
    """A case made here that lacks all that publication asks for."""
    case = CaseStudy.objects.create(
        slug="oslo-heat", state=state, title_en="Heat", level="local", background_en="So.", background_zh_hans="如此。"
    )
    Lesson.objects.create(case=case, key="shade", kind="advice", title_en="Shade", text_en="Plant trees.")
    return case


def load_elsewhere(tree) -> str:
    """The last line of a load into an empty database."""
    call_command("flush", interactive=False, verbosity=0)
    return run("load_fixtures", tree)[-1]


@pytest.mark.parametrize("state", UNPUBLISHED)
def test_what_is_dumped_of_an_unpublished_record_loads_again(transactional_db, tree, state, rows_of_the_tree):
    lacking(state)
    run("dump_fixtures", tree)
    dumped = contents(tree)
    assert run("load_fixtures", tree)[-1].endswith(": 18 unchanged")
    assert load_elsewhere(tree).endswith(": 18 created")
    assert Lesson.objects.get(key="shade").text_en == "Plant trees."
    assert CaseStudy.objects.get(slug="oslo-heat").state == state
    run("dump_fixtures", tree)
    assert contents(tree) == dumped


def test_what_it_lacks_is_asked_when_the_files_publish_it(tree, rows_of_the_tree):
    lacking("draft")
    run("dump_fixtures", tree)
    edit(tree, "cases/oslo-heat.yaml", "state: draft\n", "")
    assert [line.removeprefix("cases/oslo-heat.yaml: ") for line in mistakes(tree)] == [
        "title.zh-hans: missing: the text is needed in both languages",
        "summary: missing",
        "depth: missing",
        "places: missing",
        "citations.background: missing: “background” needs a passage and an anchor",
        "lessons.shade.title.zh-hans: missing: the text is needed in both languages",
        "lessons.shade.text.zh-hans: missing: the text is needed in both languages",
        "lessons.shade.citations: missing: every fact needs a passage and an anchor",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("depth: snapshot", "depth: snap", "depth: “snap” can't be chosen; did you mean “snapshot”?"),
        ("title: {en: Pilot, zh-hans: 试点}", "months: 0", "steps.pilot: Months are more than 0"),
        ("report/annex", "report/anex", "citations.summary[2].passage: no passage “report/anex”"),
        ("- key: pilot\n  title", "- title", "steps[2].key: missing"),
    ],
)
def test_what_a_draft_has_is_checked_as_everywhere(tree, old, new, line):
    edit(tree, CASE, "level: local", "level: local\nstate: draft")
    edit(tree, CASE, old, new)
    assert f"{CASE}: {line}" in "\n".join(mistakes(tree))


def test_a_transfer_is_public_with_both_of_its_ends(tree):
    cited = "\n  citations:\n  - {passage: report/bogota, anchor: 九个月}"
    edit(tree, "transfers/transfers.yaml", cited, "")
    assert mistakes(tree) == [
        "transfers/transfers.yaml: to-norway.citations: missing: every fact needs a passage and an anchor"
    ]
    edit(tree, CASE, "level: local", "level: local\nstate: draft")
    assert run("load_fixtures", tree)[-1].endswith(": 17 created")
    assert Transfer.objects.get().citations.count() == 0


def test_dump_says_what_a_published_record_lacks(tree, rows_of_the_tree):
    Lesson.objects.get().citations.all().delete()
    assert run("dump_fixtures", tree)[-2:] == [
        "what a load will refuse, until it is put right here or in the files:",
        f"{CASE}: lessons.slow.citations: missing: every fact needs a passage and an anchor",
    ]


def test_date_of_publication_that_a_person_set_is_in_the_files(transactional_db, tree, rows_of_the_tree):
    by_load = Event.objects.get().published_at
    Programme.objects.update(published_at="2024-05-01T00:00:00Z")
    here = Term(slug="heat", name_en="heat", name_zh_hans="高温")
    here.publish()  # as its button does
    here.save()
    run("dump_fixtures", tree)
    assert "published_at: '2024-05-01'\n" in (tree / "programmes/zuma.yaml").read_text()
    assert "published_at: '20" in (tree / "terms/glossary.yaml").read_text()
    assert sum("published_at" in text.decode() for text in contents(tree).values()) == 2
    assert run("load_fixtures", tree)[-1].endswith(": 18 unchanged")
    assert load_elsewhere(tree).endswith(": 18 created")
    assert f"{Programme.objects.get().published_at:%Y-%m-%dT%H:%M}" == "2024-05-01T00:00"
    assert Term.objects.get(slug="heat").published_at == here.published_at.replace(microsecond=0)
    assert Event.objects.get().published_at > by_load
    assert run("dump_fixtures", tree) == ["0 of 13 files written"]


def test_date_that_a_person_set_counts_as_an_edit_and_outlives_overwriting(tree, rows_of_the_tree):
    set_here = timezone.now() - timezone.timedelta(days=30)
    Programme.objects.update(published_at=set_here)
    edit(tree, "programmes/zuma.yaml", "kind: programme", "kind: plan")
    assert run("load_fixtures", tree)[-1].endswith("16 unchanged, 1 edited here")
    run("load_fixtures", tree, overwrite=True)
    assert (Programme.objects.get().kind, Programme.objects.get().published_at) == ("plan", set_here)
    assert run("load_fixtures", tree)[0].endswith(" is already loaded")


def test_wrong_date_of_publication_has_its_line(tree):
    edit(tree, "programmes/zuma.yaml", "kind: programme", "published_at: 2024\nkind: programme")
    assert mistakes(tree) == [
        "programmes/zuma.yaml: published_at: a day or time of UTC is needed: '2024-05-01' or '2024-05-01T09:30:00', "
        "not “2024”"
    ]


def test_record_that_was_renamed_here_keeps_its_former_address_in_the_files(
    transactional_db, tree, client, rows_of_the_tree
):
    CaseStudy.objects.update(slug="bogota-breathes")
    FormerSlug.objects.create(kind="casestudy", slug="bogota-air", current="bogota-breathes")
    run("dump_fixtures", tree)
    assert (tree / CASE).read_text() == "slug: bogota-air\nmerged_into: bogota-breathes\n"
    assert run("load_fixtures", tree)[-1].endswith(": 18 unchanged")
    assert load_elsewhere(tree).endswith(": 18 created")
    assert client.get("/case-studies/bogota-air/")["Location"] == "/case-studies/bogota-breathes/"


@pytest.mark.parametrize("current", ["nowhere", "there", "there-and-back"])
def test_former_address_that_leads_nowhere_is_not_dumped(tree, current, rows_of_the_tree):
    FormerSlug.objects.create(kind="casestudy", slug="there-and-back", current="there")
    FormerSlug.objects.create(kind="casestudy", slug="there", current=current if current != "there" else "nowhere")
    run("dump_fixtures", tree)
    assert [path.name for path in (tree / "cases").iterdir()] == ["bogota-air.yaml"]
    assert run("load_fixtures", tree)[-1].endswith(": 17 unchanged")


def test_citation_of_a_text_that_is_gone_is_not_dumped(tree, rows_of_the_tree):
    passage = Citation.objects.filter(case__isnull=False).first().passage
    Citation.objects.create(case=CaseStudy.objects.get(), part="results", passage=passage, anchor="结果")
    run("dump_fixtures", tree)
    assert "结果" not in (tree / CASE).read_text()
    assert run("load_fixtures", tree)[-1].endswith(": 17 unchanged")


def test_address_may_be_in_the_language_of_its_source(tree):
    office = "  offices:\n  - key: london\n    address: {en: 3 Queen Victoria Street}\n    citations: ["
    edit(
        tree,
        "actors/networks.yaml",
        "  memberships:",
        f"{office}{{passage: report/bogota, anchor: 伦敦}}]\n  memberships:",
    )
    assert run("load_fixtures", tree)[-1].endswith(": 17 created")


def test_character_that_no_file_may_have_is_left_out_of_it(tree, rows_of_the_tree):
    CaseStudy.objects.update(background_en="One\x0btwo\x0c", background_zh_hans="一\x07二", state="draft")
    run("dump_fixtures", tree)
    assert "background:\n  en: One two\n  zh-hans: 一 二\n" in (tree / CASE).read_text()
    assert run("load_fixtures", tree)[-1].endswith(": 17 unchanged")


@pytest.mark.once
@pytest.mark.parametrize("slug", ["Air", "clean_air", "clean--air", "-air", "air\n"])
def test_slug_that_no_file_may_have_is_refused_by_the_form_too(slug):
    theme = Theme(slug=slug, name_en="Air", name_zh_hans="空气")
    with pytest.raises(ValidationError, match="Lower-case English letters, digits and single hyphens only."):
        theme.full_clean()


@pytest.mark.once
def test_older_slug_that_breaks_the_rule_does_not_keep_its_record_from_being_edited():
    theme = Theme.objects.create(slug="clean_air", name_en="Air", name_zh_hans="空气")
    theme.full_clean()
    theme.slug = "cleaner_air"
    with pytest.raises(ValidationError):
        theme.full_clean()
