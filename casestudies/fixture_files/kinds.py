"""The kinds of documents, the files they are in, and the lists of rows nested in them."""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from django.db import models
from django.utils.functional import cached_property

from casestudies.models import (
    CaseStudy,
    Event,
    Indicator,
    IndicatorFamily,
    Method,
    Organisation,
    Place,
    Programme,
    SDGTarget,
    Source,
    Term,
    Theme,
    Transfer,
    Unit,
)
from casestudies.models.record import Entry, Record

from .keys import MERGED_INTO, REMOVED, clean_former
from .mistakes import At
from .shapes import Shape

OUTCOMES: dict = {"outcomes": {"equivalents": {}}}
LESSONS: dict = {"lessons": {}}
COOPERATION: dict = {"cooperation": {}}


@dataclass(frozen=True, eq=False)
class DocumentKind:
    """A kind of document. `files` is the pattern of its files; `new` is the file for a record that no file has yet."""

    model: type[models.Model]
    files: str
    new: str = ""
    nesting: dict = field(default_factory=dict)

    @cached_property
    def shape(self) -> Shape:
        return Shape(self.model, self.nesting)

    @property
    def identity(self) -> str:
        return self.shape.identity[0]

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def plural(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def can_be_merged(self) -> bool:
        return issubclass(self.model, (Record, Entry))

    @property
    def can_be_removed(self) -> bool:
        """Whether a document can say that nothing took its place; a record with a state is withdrawn instead."""
        return issubclass(self.model, Entry)

    def clean(self, value, at: At) -> dict:
        """The document in canonical form, as Shape.clean; that of a former record has keys of its own."""
        if type(value) is dict and (
            self.can_be_merged and MERGED_INTO in value or self.can_be_removed and REMOVED in value
        ):
            return clean_former(value, at)
        return self.shape.clean(value, at)

    def new_file(self, slug: str) -> str:
        return (self.new or self.files).format(slug=slug)


# In the order of loading: a kind comes after those it refers to.
KINDS = (
    DocumentKind(Theme, "terms/themes.yaml"),
    DocumentKind(SDGTarget, "terms/sdg-targets.yaml"),
    DocumentKind(Unit, "terms/units.yaml"),
    DocumentKind(IndicatorFamily, "terms/families.yaml"),
    DocumentKind(Indicator, "terms/indicators.yaml"),
    DocumentKind(Term, "terms/glossary.yaml", nesting={"variants": {}}),
    # fixtures/places/prepare.py writes the other files of places.
    DocumentKind(Place, "places/*.yaml", "places/added.yaml", {"affiliations": {}} | OUTCOMES),
    DocumentKind(
        Organisation,
        "actors/*.yaml",
        "actors/added.yaml",
        {"memberships": {}, "affiliations": {}, "offices": {}, "leadership_terms": {}} | OUTCOMES | LESSONS,
    ),
    DocumentKind(Source, "sources/*.yaml", "sources/{slug}.yaml", {"parts": {}, "passages": {}}),
    DocumentKind(Method, "methods/*.yaml", "methods/added.yaml", LESSONS),
    DocumentKind(
        Programme,
        "programmes/*.yaml",
        "programmes/{slug}.yaml",
        {"participations": {}} | COOPERATION | OUTCOMES | LESSONS,
    ),
    DocumentKind(
        CaseStudy,
        "cases/*.yaml",
        "cases/{slug}.yaml",
        {"involvements": {}} | COOPERATION | {"steps": {"substeps": {}}} | OUTCOMES | LESSONS,
    ),
    DocumentKind(Event, "events/*.yaml", "events/added.yaml"),
    DocumentKind(Transfer, "transfers/*.yaml", "transfers/added.yaml"),
)


def kind_of_file(path: str) -> DocumentKind | None:
    """The kind of documents in a file, by its path within the folder."""
    return next((kind for kind in KINDS if fnmatchcase(path, kind.files) and path.count("/") == 1), None)


def kind_of(model: type[models.Model]) -> DocumentKind:
    """The kind of the documents of a model."""
    return next(kind for kind in KINDS if kind.model is model)
