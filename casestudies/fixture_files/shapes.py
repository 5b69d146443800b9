"""The keys of a document, derived from its model."""

from collections.abc import Iterator

from django.db import models

from casestudies.i18n import LANGUAGES
from casestudies.models.dates import Period
from casestudies.models.evidence import ARC, PROSE, Citation
from casestudies.models.record import Noted

from .keys import (
    DateKey,
    Find,
    Key,
    LinesKey,
    Names,
    PlainKey,
    PublishedKey,
    ReferenceKey,
    ReferencesKey,
    TranslatedKey,
    described,
)
from .mistakes import At, did_you_mean
from .nested import Nested, ProseCitations

IDENTITIES = (("slug",), ("key",), ("part", "passage_id", "anchor"), ("language", "text"), ("order",))


class Shape:
    """The keys of a model's documents, in order.

    `nesting` maps each list of rows in a document to the lists nested in its items. `link` is the foreign key by which
    a nested row points at its owner.
    """

    def __init__(self, model: type[models.Model], nesting: dict | None = None, link: models.Field | None = None):
        self.model, self.link = model, link
        self.ordered = link is not None and "order" in _columns(model)
        self.identity = next(names for names in IDENTITIES if set(names) <= _columns(model))
        keys: list[Key] = [*_keys(model, link), *self._citations()]
        for name, inside in (nesting or {}).items():
            relation = model._meta.get_field(name)
            keys.append(Nested(name, Shape(relation.related_model, inside, relation.field)))
        self.keys = {key.name: key for key in keys}

    def _citations(self) -> Iterator[Nested]:
        relation = next((r for r in self.model._meta.related_objects if r.name == "citations"), None)
        if relation is not None and relation.field.name in ARC:
            kind = ProseCitations if relation.field.name in PROSE else Nested
            yield kind("citations", Shape(relation.related_model, None, relation.field))

    @property
    def nested(self) -> list[Nested]:
        return [key for key in self.keys.values() if isinstance(key, Nested)]

    @property
    def is_leaf(self) -> bool:
        """Whether nothing is saved below a row of this shape."""
        return not any(isinstance(key, Nested | ReferencesKey) for key in self.keys.values())

    @property
    def parent_key(self) -> ReferenceKey | None:
        """The key that names a parent of the same model, such as the country of a city; None without one."""
        keys = (key for key in self.keys.values() if isinstance(key, ReferenceKey) and key.model is self.model)
        return next(keys, None)

    def clean(self, value, at: At) -> dict:
        """The document in canonical form. Mistakes are noted, and the wrong values left out."""
        if type(value) is not dict:
            at.says(f"a mapping of keys is needed, not {described(value)}")
            return {}
        for name in sorted(value.keys() - self.keys.keys()):
            # {anchor: one, two} is a valid mapping with a key “two”.
            near = "; unquoted comma?" if value[name] is None else did_you_mean(name, self.keys)
            (at / name).says(f"unknown key{near}")
        document = {}
        for key in self.keys.values():
            there = at / key.name
            if key.name not in value:
                if key.required and not key.can_wait:  # the others are asked of what is published, see checking
                    there.says("missing")
            elif value[key.name] in (None, "", [], {}):
                there.says("empty: give a value or leave the key out")
            elif (cleaned := key.clean(value[key.name], there)) is not None:
                document[key.name] = cleaned
        return document

    def document(self, row: models.Model, names: Names) -> dict:
        """The document of a row from `queryset()`."""
        values = ((key.name, key.get(row, names)) for key in self.keys.values())
        return {name: value for name, value in values if value is not None}

    def fill(self, row: models.Model, document: dict, find: Find, owner=None, position: int = 1) -> models.Model:
        """Sets all columns of the row from the document, and returns it unsaved."""
        if owner is not None:
            setattr(row, self.link.attname, owner.pk)
            if isinstance(owner, self.model):  # a sub-step belongs to the case of its step
                for name in self.model.owners:
                    setattr(row, f"{name}_id", getattr(owner, f"{name}_id"))
            if self.ordered:
                row.order = position
        for key in self.keys.values():
            key.set(row, document.get(key.name), find)
        return row

    def identify(self, row: models.Model) -> tuple:
        return tuple(getattr(row, name) for name in self.identity)

    def queryset(self) -> models.QuerySet:
        """All rows, with what `document()` reads, in a fixed number of queries."""
        related = [key.prefetch() for key in self.nested]
        related += [key.name for key in self.keys.values() if isinstance(key, ReferencesKey)]
        return self.model._base_manager.order_by("pk").prefetch_related(*related)

    def walk(self, document: dict, at: At) -> Iterator[tuple["Shape", dict, At]]:
        """The document and all documents nested in it, each with its shape and place."""
        yield self, document, at
        for key in self.nested:
            for inside, there in key.items(document, at):
                yield from key.shape.walk(inside, there)


def _columns(model: type[models.Model]) -> set[str]:
    return {field.attname for field in model._meta.fields}


def _keys(model: type[models.Model], link: models.Field | None) -> Iterator[Key]:
    """The keys of the model's own columns in the order of their declaration, those of Noted and then Period last."""
    meta = model._meta
    late = {
        field.name: place
        for place, base in enumerate((Noted, Period), 1)
        if issubclass(model, base)
        for field in base._meta.local_fields
    }
    passed = {"id", "order" if link else "", *(_of_the_owner(model, link) if link else ())}
    declared = sorted([*meta.fields, *meta.many_to_many])
    for field in sorted(declared, key=lambda field: late.get(field.name, 0)):
        if field.name == PublishedKey.name:
            yield PublishedKey()
        if field.name in passed or not field.editable:
            continue
        stem = field.name.removesuffix("_en")
        pair = [f"{stem}_{suffix}" for suffix in LANGUAGES.values()]
        if set(pair) <= _columns(model):
            passed.update(pair)
            kind = LinesKey if stem == "aliases" else TranslatedKey
            yield kind(stem, [meta.get_field(name) for name in pair])
        elif isinstance(field, models.ManyToManyField):
            yield ReferencesKey(field)
        elif isinstance(field, models.ForeignKey):
            yield ReferenceKey(field)
        elif isinstance(field, models.DateField):
            passed.add(f"{field.name}_precision")
            yield DateKey(field)
        else:
            yield PlainKey(field)


def _of_the_owner(model: type[models.Model], link: models.Field) -> Iterator[str]:
    """Columns that a nested document does not repeat: its owner, and for a citation its fact."""
    yield link.name
    yield from getattr(model, "owners", ())
    yield from (field.name for field in model._meta.fields if field.related_model is model)
    if model is Citation:
        yield from (*ARC, "part")
