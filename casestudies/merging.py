"""Merges a record into another of its kind: what hangs on it moves there, and its address leads there.

The merged record keeps its row, out of sight: its own texts, its history, and the facts that the other has its own of.
An entry of a vocabulary has none of its own, so its row is deleted.
docs/content.md says what moves and why.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import capfirst

from .models import Citation, DeletedFact
from .models.facts import Fact
from .models.record import Entry, Noted, Record


class Unmergeable(Exception):
    """Something hangs on the record that can't move, and would be lost. The text says what to change first."""


@dataclass
class Merger:
    """What a merger did: facts that moved, facts that stay with the merged record, rows that were led to the other."""

    moved: list[models.Model] = field(default_factory=list)
    kept: list[models.Model] = field(default_factory=list)
    led: list[models.Model] = field(default_factory=list)


def foreign_keys(model: type[models.Model]) -> list[models.ForeignKey]:
    """Every foreign key to records of a model, also those in the tables of many-to-many relations."""
    related = model._meta.concrete_model._meta.get_fields(include_hidden=True)
    return [one.field for one in related if one.auto_created and not one.concrete and not one.many_to_many]


def merge(old: Record | Entry, new: Record | Entry) -> Merger:
    """Moves everything from `old` to `new`, and hides or deletes `old`. If it can't: Unmergeable, nothing changed."""
    done = Merger()
    with transaction.atomic():
        for key in foreign_keys(type(old)):
            if key.model is Citation:
                continue  # they follow the texts that they prove
            if key.model._meta.auto_created:
                _retag(key, old, new)
            elif key.remote_field.on_delete is models.CASCADE:
                _move_facts(key, old, new, done)
            else:
                done.led += _point(key, old, new)
        for row in done.kept:
            _hand_over(row, done, new)
            _take_off(row, new)
        if isinstance(old, Noted):
            _move_texts(old, new)
        if isinstance(old, Record):
            type(old)._base_manager.filter(pk=old.pk).update(state=Record.State.MERGED)
        else:
            old.delete()
        new.save()  # after all else, since it says when the record last changed
    return done


def remove(old: Entry) -> None:
    """Deletes an entry that nothing names. Unmergeable, with nothing changed, if something does."""
    if rows := [row for key in foreign_keys(type(old)) for row in _naming(key, old)]:
        raise Unmergeable(f"named by {', '.join(map(of_owner, rows))}")
    old.delete()


def _naming(key: models.ForeignKey, old: Entry) -> list[models.Model]:
    """The rows that name an entry; for the table of a many-to-many relation those at its other end."""
    if not key.model._meta.auto_created:
        return _rows(key, old)
    other = next(one for one in key.model._meta.fields if one.remote_field and one != key)
    return [getattr(row, other.name) for row in _rows(key, old)]


def _rows(key: models.ForeignKey, record: models.Model) -> list[models.Model]:
    return list(key.model._base_manager.filter(**{key.name: record}).order_by("pk"))


def _fits(row: models.Model, changed: str = "") -> str:
    """Why the database or the form would refuse the row as it is now, with a relation `changed`; else empty."""
    try:
        row.validate_unique()
        row.validate_constraints()
        if changed in getattr(row, "cleaned_with", ()):
            row.clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _retag(key: models.ForeignKey, old: Record, new: Record) -> None:
    """A row of a many-to-many table: `new` has it afterwards, once."""
    for row in _rows(key, old):
        setattr(row, key.attname, new.pk)
        if _fits(row):
            row.delete()
        else:
            row.save(update_fields=[key.name])


def _move_facts(key: models.ForeignKey, old: Record, new: Record, done: Merger) -> None:
    """Rows that `old` owns: facts, passages, variants. Those that `new` can't have beside its own stay with `old`."""
    is_allowed = type(new)._base_manager.complex_filter(key.get_limit_choices_to()).filter(pk=new.pk).exists()
    nest = next((one.name for one in key.model._meta.fields if one.related_model is key.model), None)
    last = 0
    if any(one.name == "order" for one in key.model._meta.fields):
        own = key.model._base_manager.filter(**{key.name: new} | ({nest: None} if nest else {}))
        last = own.aggregate(last=models.Max("order"))["last"] or 0
    for family in _families(_rows(key, old), nest):
        for row in family:
            setattr(row, key.attname, new.pk)
            if last and (nest is None or getattr(row, f"{nest}_id") is None):
                row.order += last
        if is_allowed and not any(map(_fits, family)):
            for row in family:
                row.save()
            done.moved += family
        else:
            done.kept += [type(row)._base_manager.get(pk=row.pk) for row in family]


def _families(rows: list[models.Model], nest: str | None) -> Iterator[list[models.Model]]:
    """Rows that move together or not at all: a step with its sub-steps."""
    if nest is None:
        yield from ([row] for row in rows)
        return
    families: dict[int, list[models.Model]] = {}
    for row in sorted(rows, key=lambda row: getattr(row, f"{nest}_id") is not None):
        families.setdefault(getattr(row, f"{nest}_id") or row.pk, []).append(row)
    yield from families.values()


def _point(key: models.ForeignKey, old: Record, new: Record) -> list[models.Model]:
    """Rows of others that name `old`: a part in a case, a source that it published, a figure of an indicator."""
    rows = _rows(key, old)
    for row in rows:
        if key.model is type(new) and row.pk == new.pk:
            setattr(new, key.attname, getattr(old, key.attname))  # what was a part of `old` is a part of its parent
            row = new
        else:
            setattr(row, key.name, new)
        if why := _fits(row, key.name):
            raise Unmergeable(f"{of_owner(row)} names “{old.slug}” and can't name “{new.slug}” instead: {why}")
        row.save(update_fields=[key.name])
    return rows


def _hand_over(row: models.Model, done: Merger, new: Record) -> None:
    """What points at a row that stays, from outside, points at the same row of `new`: citations at its passage."""
    for key in foreign_keys(type(row)):
        if key.remote_field.on_delete is models.CASCADE:
            continue
        for other in _rows(key, row):
            if other in done.kept:
                continue
            twin = _twin(row, new)
            if twin is None:
                raise Unmergeable(f"{named(row)} is used, and “{new.slug}” has another one of that name")
            setattr(other, key.attname, twin.pk)
            if isinstance(other, Citation) and _fits(other):
                other.delete()  # the same proof is there already
            else:
                other.save(update_fields=[key.name])


def _take_off(row: models.Model, new: Record) -> None:
    """A fact that stays is on no page; if no fact of `new` has its key, its address says so."""
    if isinstance(row, Fact) and not type(row)._base_manager.filter(**{row.owner_name: new}, key=row.key).exists():
        DeletedFact.objects.remember(row)


def _twin(row: models.Model, new: Record) -> models.Model | None:
    """The row of `new` that says the same, word for word; None if there is none."""
    link = next(key for key in row._meta.fields if key.related_model is type(new))
    return next((one for one in _rows(link, new) if said(one) == said(row)), None)


def said(row: models.Model) -> dict[str, object]:
    """What a row states in its own columns, without its keys, its place in the list and its relations."""
    passed = {"id", "order"}
    return {
        one.attname: getattr(row, one.attname)
        for one in row._meta.fields
        if one.name not in passed and not one.remote_field
    }


def _move_texts(old: Record, new: Record) -> None:
    """A text that `new` lacks moves with its proofs; of a list, the proofs of both prove the longer one."""
    for part in type(old).cited_parts():
        if part in old.named:
            _move_citations(old, new, part)
        elif old.has_part(part) and not new.has_part(part):
            text = getattr(type(old), part, None)
            for column in (*getattr(text, "columns", (part,)), *filter(None, [old.editorial.get(part)])):
                setattr(new, column, getattr(old, column))
            _move_citations(old, new, part)


def _move_citations(old: Record, new: Record, part: str) -> None:
    for citation in old.citations.filter(part=part):
        setattr(citation, f"{citation.arc}_id", new.pk)
        if _fits(citation):
            citation.delete()  # the same proof is there already
        else:
            citation.save()


def of_owner(row: models.Model) -> str:
    """For messages: `Lesson “take-time” of “Clean air for all”`."""
    owner = getattr(row, "owner", None)
    return f"{named(row)} of “{owner}”" if owner else named(row)


def named(row: models.Model) -> str:
    """For messages: `Lesson “take-time”`."""
    name = next((getattr(row, one) for one in ("key", "slug", "text") if hasattr(row, one)), row)
    return f"{capfirst(row._meta.verbose_name)} “{name}”"
