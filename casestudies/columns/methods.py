"""Methods, and the lessons learned."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from casestudies.models import CaseStudy, Lesson, Programme

from .evidence import prefetch_citations, proofs
from .fields import (
    Field,
    choice,
    computed,
    link,
    name_of,
    number,
    prefetch_list,
    prefetched,
    public,
    record,
    records,
    text,
    translated,
)
from .geography import where, with_places
from .practice import prefetch_cases, themes
from .record import dates, identity, note
from .tables import Table

METHODS = Table(
    (
        *identity(),
        translated("name", _("name"), _("A verb: what one does.")),
        translated("description", _("description"), _("Editorial: what the cases have in common. Markdown.")),
        translated("when_to_use", _("when to use it"), _("Editorial. Markdown.")),
        record("parent", _("part of"), _("The concept that it is a part of."), lambda row: public(row.parent)),
        themes(),
        number("case_count", _("case studies"), _("How many case studies used it.")),
        number(
            "shortest_months",
            _("shortest, in months"),
            _("The shortest time it took in a case, where a source says how long."),
            lambda method: method.shortest,
        ),
        number(
            "longest_months",
            _("longest, in months"),
            _("The longest time it took in a case, where a source says how long."),
            lambda method: method.longest,
        ),
        *dates(),
    ),
    lambda rows: rows.select_related("parent").prefetch_related(prefetch_list("themes")),
)


def _fetch_lessons(rows):
    return rows.select_related("programme", "method", "organisation").prefetch_related(
        prefetch_cases(),
        Prefetch("programme__jurisdictions", with_places()),
        prefetch_list("themes"),
        prefetch_list("example_cases", CaseStudy.objects.published()),
        prefetch_list("example_programmes", Programme.objects.published()),
        *prefetch_citations(),
    )


def _places(lesson):
    if lesson.case:
        return lesson.case.places.all()
    return lesson.programme.jurisdictions.all() if lesson.programme else []


def _subjects(lesson):
    """As Lesson.subjects, of what is fetched."""
    return prefetched(lesson, "themes") or (prefetched(lesson.case, "themes") if lesson.case else [])


def owner(meaning) -> list[Field]:
    """The record that a fact belongs to: its kind, slug, name and address."""
    return [
        text("owner_kind", _("belongs to a"), meaning, lambda row: row.owner_name),
        text("owner", _("belongs to"), _("The record that it belongs to, by its slug."), lambda row: row.owner.slug),
        computed(
            "owner",
            _("belongs to"),
            _("The title or name of that record."),
            lambda row, code: name_of(row.owner, code),
        ),
        link(
            "owner_link",
            _("address of what it belongs to"),
            _("The permanent address of that record."),
            lambda row: row.owner,
        ),
    ]


def keyed() -> list[Field]:
    return [
        text("key", _("key"), _("Unique in the record that it belongs to. It never changes.")),
        link("link", _("address"), _("The permanent address of the fact.")),
    ]


LESSONS = Table(
    (
        *keyed(),
        choice(
            "kind",
            Lesson.Kind,
            _("kind"),
            _("What helped, what stood in the way, advice, a principle or an argument."),
        ),
        translated("title", _("title"), _("The lesson in one line.")),
        translated("text", _("text"), _("What was learned. Markdown.")),
        records(
            "themes",
            _("themes"),
            _("What it is about; without themes of its own, what its case is about. Tagging is our editorial work."),
            _subjects,
        ),
        records("example_cases", _("examples: case studies"), _("Editorial: where it can be seen.")),
        records("example_programmes", _("examples: programmes"), _("Editorial: where it can be seen.")),
        *owner(_("What it is a lesson of: case, programme, method or organisation.")),
        *where(_places),
        note(),
        proofs(),
    ),
    _fetch_lessons,
)
