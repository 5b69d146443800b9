"""Checks documents beyond their own form: references, citations, field values and constraints."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache, reduce
from graphlib import CycleError, TopologicalSorter
from itertools import count
from operator import and_

from django.core.exceptions import ValidationError
from django.db import models

from casestudies.models import Citation, Source
from casestudies.models.facts import Fact
from casestudies.models.record import Noted, Record

from .folder import Document
from .keys import IN_SOURCES, MERGED_INTO, TranslatedKey, is_former
from .kinds import KINDS, DocumentKind
from .mistakes import At, did_you_mean
from .nested import Nested, uniques
from .shapes import Shape

Contents = dict[DocumentKind, dict[str, dict]]


class Checker:
    """Checks documents against `final`: what the database will hold after the load, by kind and slug.

    Nothing is saved. Each document becomes rows in memory, with numbers in place of primary keys. References to the
    kinds in `lost` are not checked, since some of their documents could not be read.

    A record that is not published may lack what publication asks for: citations, texts, a language of a text, choices
    and lists of records. What it has is checked as everywhere.
    """

    def __init__(self, final: Contents, lost: set[DocumentKind | None]):
        # Where the slugs of former records lead; nowhere, if nothing took the place of one.
        self.former: dict[type[models.Model], dict[str, str]] = {
            kind.model: {slug: one.get(MERGED_INTO, "") for slug, one in final[kind].items() if is_former(one)}
            for kind in KINDS
        }
        self.final = final = {
            kind: {slug: one for slug, one in final[kind].items() if not is_former(one)} for kind in KINDS
        }
        self.known: dict[type[models.Model], set[str]] = {kind.model: set(final[kind]) for kind in KINDS}
        for model in IN_SOURCES:
            self.known[model] = {
                f"{slug}/{row['slug']}"
                for kind in KINDS
                for slug, content in final[kind].items()
                for row in content.get(f"{model._meta.model_name}s", ())
                if "slug" in row
            }
        self.lost = {kind.model for kind in lost if kind}
        if Source in self.lost:
            self.lost.update(IN_SOURCES)
        self.numbers: dict = defaultdict(count(1).__next__)
        self.taken: dict[tuple, At] = {}
        self.broken: dict[tuple, str] = {}

    def find(self, model: type[models.Model], name: str) -> int:
        return self.numbers[model, name]

    def check(self, document: Document, in_database: bool = False) -> None:
        """Notes all mistakes. A document that is in the database already satisfies its constraints."""
        kind = document.kind
        if is_former(document.content):
            self._check_former(document)
            return
        is_public = self.is_public(kind, document.content)
        for shape, content, at in kind.shape.walk(document.content, document.at):
            self._check_references(shape, content, at)
            if is_public:
                _check_complete(shape, content, at)
                _check_citations(shape, content, at)
        _check_parts(document)
        if document.content.get("state") == Record.State.MERGED:
            (document.at / "state").says("say merged_into and the slug instead")
        row = kind.shape.fill(kind.model(), document.content, self.find)
        row.pk = self.find(kind.model, document.slug)
        self._check_row(kind.shape, row, document.content, document.at, in_database)

    def is_public(self, kind: DocumentKind, content: dict) -> bool:
        """Whether the public will see the record after the load; a transfer has no state, but both of its ends do."""
        for path in getattr(kind.model, "public_through", ()):
            state = content.get("state")
            if path:
                end = next(other for other in KINDS if other.model is kind.shape.keys[path].model)
                state = self.final[end].get(self._now(end.model, content.get(path, "")), {}).get("state")
            if state not in (None, Record.State.PUBLISHED):
                return False
        return True

    def check_kept(self, kind: DocumentKind, slug: str, at: At) -> None:
        """Checks the references of a record that the load leaves alone, and marks its unique values as taken.

        Those to a record that is merged will lead to the other one.
        """
        for shape, content, there in kind.shape.walk(self.final[kind][slug], at):
            self._check_references(shape, content, there, are_moved=True)
            if getattr(shape.model, "cleaned_with", ()):
                row = shape.fill(shape.model(), content, self.find)
                self._set_relations(shape, row, content)
                _note(shape, row, there, row.clean)
        self._check_unique(kind.shape, kind.shape.fill(kind.model(), self.final[kind][slug], self.find), at)

    def check_circles(self, documents: dict[tuple[DocumentKind, str], Document]) -> None:
        """Notes each circle of parents, and each of records that are merged into each other."""
        for kind in KINDS:
            former = self.former[kind.model].items()
            self._check_circle(kind, MERGED_INTO, {slug: [into] for slug, into in former if into}, documents)
            if key := kind.shape.parent_key:
                contents = self.final[kind].items()
                above = {slug: [self._now(kind.model, one[key.name])] for slug, one in contents if key.name in one}
                self._check_circle(kind, key.name, above, documents)

    def _check_circle(self, kind: DocumentKind, name: str, above: dict[str, list[str]], documents) -> None:
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            circle = error.args[1]
            document = next((documents[kind, slug] for slug in circle if (kind, slug) in documents), None)
            if document:
                (document.at / name).says(f"goes round in a circle: {' → '.join(reversed(circle))}")

    def _check_former(self, document: Document) -> None:
        model, into = document.kind.model, document.content.get(MERGED_INTO)
        if into and into not in self.known[model] and not self.former[model].get(into) and model not in self.lost:
            near = did_you_mean(into, self.known[model], most=5)
            (document.at / MERGED_INTO).says(f"no {model._meta.verbose_name} “{into}”{near}")

    def _now(self, model: type[models.Model], name: str) -> str:
        """What a reference leads to now: the name itself if it is of no former record, empty if that was removed."""
        slug, slash, rest = name.partition("/")
        former, seen = self.former.get(Source if model in IN_SOURCES else model, {}), set()
        while slug in former and slug not in seen:
            seen.add(slug)
            slug = former[slug]
        return slug + slash + rest

    def _check_references(self, shape: Shape, content: dict, at: At, are_moved: bool = False) -> None:
        for name, value in content.items():
            for there, model, slug in shape.keys[name].references(value, at / name):
                if slug in self.known[model] or model in self.lost:
                    continue
                if (now := self._now(model, slug)) != slug:
                    if not are_moved:
                        there.says(f"“{slug}” was merged: name “{now}”" if now else f"“{slug}” was removed")
                    continue
                near = did_you_mean(slug, self.known[model], most=5)
                there.says(f"no {model._meta.verbose_name} “{slug}”{near}")

    def _check_row(self, shape: Shape, row: models.Model, content: dict, at: At, in_database: bool) -> None:
        self._set_relations(shape, row, content)
        _check_fields(shape, row, at)
        self._check_unique(shape, row, at)
        # A constraint would only repeat the mistake of a wrong value.
        if not in_database and not any((at / name).is_wrong for name in shape.keys):
            self._check_constraints(row, at)
        for nested in shape.nested:
            _check_owner(nested, row, content, at)
            for inner, inside, there in nested.wanted(row, content, self.find, at):
                inner.pk = self.numbers[there.file, there.path]
                self._check_row(nested.shape, inner, inside, there, in_database)

    def _set_relations(self, shape: Shape, row: models.Model, content: dict) -> None:
        """Sets the relations that the row's `clean` reads to what they will be after the load, unsaved."""
        for name in getattr(shape.model, "cleaned_with", ()):
            key = shape.keys[name]
            other, kind = key.model(), next(kind for kind in KINDS if kind.model is key.model)
            if known := self.final[kind].get(content.get(name)):
                kind.shape.fill(other, known, self.find)
            other.pk = getattr(row, key.column)
            setattr(row, name, other)

    def _check_constraints(self, row: models.Model, at: At) -> None:
        """Asks the database once for all rows that do not differ in what the constraints compare.

        Which record a key is of makes no difference to them, only whether there is one, and whether two are the same.
        """
        model = type(row)
        checks, every, compared, others = _constraints(model)
        if not checks:
            return
        keys: dict[int, int] = {}
        values = [
            keys.setdefault(value, len(keys))
            if value is not None and (field.is_relation or field.primary_key)
            else value
            for field, value in ((field, getattr(row, field.attname)) for field in compared)
        ]
        same = (model, *values)
        if same not in self.broken:
            self.broken[same] = ""
            if _breaks(every, row, others):  # each on its own only if one fails
                self.broken[same] = " ".join(message for check in checks for message in _breaks(check, row, others))
        if self.broken[same]:
            at.says(self.broken[same])

    def _check_unique(self, shape: Shape, row: models.Model, at: At) -> None:
        for names, values in uniques(row):
            taken = self.taken.get((shape.model, names, values))
            if taken is None:
                self.taken[shape.model, names, values] = at
                continue
            own = [name for name in names if name in shape.keys]
            where = taken.path if taken.file == at.file else f"{taken.path} in {taken.file}"
            (at / own[-1]).says(f"the same {' and '.join(own)} as {where}")


def _check_complete(shape: Shape, content: dict, at: At) -> None:
    """Notes what is missing of what could wait until publication."""
    for key in shape.keys.values():
        if key.required and key.can_wait and key.name not in content:
            (at / key.name).says("missing")
        for code in key.missing(content.get(key.name)) if isinstance(key, TranslatedKey) else ():
            (at / key.name / code).says("missing: the text is needed in both languages")


def _check_citations(shape: Shape, content: dict, at: At) -> None:
    citations = content.get("citations", {})
    if issubclass(shape.model, Fact) and not citations:
        (at / "citations").says("missing: every fact needs a passage and an anchor")
    for part in shape.model.cited_parts() if issubclass(shape.model, Noted) else ():
        is_ours = content.get(shape.model.editorial.get(part))
        if content.get(part) and part not in citations and not is_ours:
            (at / "citations" / part).says(f"missing: “{part}” needs a passage and an anchor")
        elif part in citations and not content.get(part):
            (at / "citations" / part).says(f"there is no “{part}” for it to prove")
        elif part in citations and is_ours:
            (at / "citations" / part).says(f"“{part}” is marked as ours: take the mark away, or the citation")


def _check_parts(document: Document) -> None:
    for number, passage in enumerate(document.content.get("passages", ()), 1):
        if "part" in passage and passage["part"].partition("/")[0] != document.slug:
            (document.at / "passages" / passage.get("slug", f"[{number}]") / "part").says("a part of another source")


def _check_fields(shape: Shape, row: models.Model, at: At) -> None:
    """What a single field refuses, but that it is empty and can wait: `_check_complete` asks for it."""
    passed = [field.name for field in row._meta.fields if field.remote_field]
    for key in shape.keys.values():
        if key.can_wait:
            passed += [column for column in key.columns if not getattr(row, column)]
    _note(
        shape,
        row,
        at,
        lambda: row.full_clean(exclude=passed, validate_unique=False, validate_constraints=False),
    )


def _note(shape: Shape, row: models.Model, at: At, clean: Callable[[], None]) -> None:
    """Notes the mistakes that a validation of the row raises, each at its key."""
    try:
        clean()
    except ValidationError as error:
        places = {column: (key.name, *path) for key in shape.keys.values() for column, path in key.columns.items()}
        for column, errors in error.error_dict.items():
            there = at
            for part in places.get(column, ()):
                there = there / part
            there.says(" ".join(_message(one, row, column) for one in errors))


def _message(error: ValidationError, row: models.Model, column: str) -> str:
    if error.code in {"blank", "null"}:
        return "missing"
    if error.code == "invalid_choice":
        value, field = getattr(row, column), row._meta.get_field(column)
        return f"“{value}” can't be chosen{did_you_mean(value, [str(choice) for choice, _ in field.choices])}"
    return " ".join(error.messages)


@cache
def _constraints(
    model: type[models.Model],
) -> tuple[list, models.CheckConstraint | None, list[models.Field], set[str]]:
    """The constraints on a row of a model, all of them as one, the fields that they compare, and all others."""
    checks = [constraint for constraint in model._meta.constraints if isinstance(constraint, models.CheckConstraint)]
    if not checks or model is Citation:  # nesting sets the fact of a citation correctly
        return [], None, [], set()
    every = models.CheckConstraint(condition=reduce(and_, (check.condition for check in checks)), name="every")
    names = every.condition.referenced_base_fields
    fields = model._meta.concrete_fields
    compared = [field for field in fields if {field.name, field.attname} & names]
    return checks, every, compared, {field.name for field in fields if field not in compared}


def _breaks(check: models.CheckConstraint, row: models.Model, others: set[str]) -> list[str]:
    try:
        check.validate(type(row), row, exclude=others)
    except ValidationError as error:
        return error.messages
    return []


def _check_owner(nested: Nested, row: models.Model, content: dict, at: At) -> None:
    needed = nested.shape.link.get_limit_choices_to()
    for column, value in needed.items() if nested.name in content else ():
        if getattr(row, column) != value:
            (at / nested.name).says(f"only for a record whose {column} is {value}")
