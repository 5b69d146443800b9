"""Sources, their passages, and the citations that tie each fact to a passage.

A citation points at its fact through an exclusive arc: one foreign key for each kind of fact, with a constraint that
exactly one is set. docs/evidence.md says why.
"""

from functools import reduce
from operator import or_

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both

from .dates import Dated, date_fields, has_precision
from .facts import exactly_one
from .record import FoldedField, PublicQuerySet, Record, SlugField, keys_of

__all__ = ["Citation", "Part", "Passage", "Source"]

# Records whose texts are facts: a citation names the text, such as "background".
PROSE = ("case", "programme", "place", "organisation", "event", "term")
# Rows that are facts.
ROWS = (
    "outcome", "step", "lesson", "involvement", "membership", "participation", "affiliation", "leadership_term",
    "office", "transfer", "cooperation",
)  # fmt: skip
ARC = PROSE + ROWS
# What may stand on each of the two sides of a transfer.
SIDES = ("from", "to")
ENDS = ("place", "organisation", "programme", "case")
# Relations, besides its owner, that the one-line name of a row needs.
NAMED_WITH = {
    "outcome": ("indicator", "unit"),
    "involvement": ("organisation", "place"),
    "membership": ("place",),
    "participation": ("place", "organisation"),
    "affiliation": ("other",),
    "transfer": tuple(f"{side}_{end}" for side in SIDES for end in ENDS),
}
ANCHOR_LENGTH = 25


class SourceQuerySet(PublicQuerySet):
    def for_list(self):
        return self.select_related("publisher").with_count("passage_count", "passages")


class Source(Dated, Record):
    """A document that facts come from."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", _("document")
        REFERENCE = "reference-work", _("reference work")

    kind = models.CharField(
        _("kind"),
        max_length=14,
        choices=Kind,
        default=Kind.DOCUMENT,
        help_text=_("A reference work serves editor's notes only; no fact is drawn from it."),
    )
    title_en, title_zh_hans = in_both(models.CharField, _("title"), max_length=200)
    title = Translated()
    publisher = models.ForeignKey(
        "Organisation",
        models.PROTECT,
        verbose_name=_("publisher"),
        related_name="published_sources",
        null=True,
        blank=True,
    )
    date, date_precision = date_fields(_("date"))
    language = models.CharField(
        _("language"),
        max_length=10,
        help_text=_("BCP 47: zh-Hans, en."),
        validators=[RegexValidator(r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")],
    )
    symbol = models.CharField(_("document symbol"), max_length=60, blank=True, help_text=_("HSP/HA/1/2/Add.1"))
    url = models.URLField(_("link"), blank=True)
    licence_note_en, licence_note_zh_hans = in_both(
        models.TextField,
        _("licence note"),
        blank=True,
        help_text=_("What may be reused, and how we used it."),
    )
    licence_note = Translated()
    description_en, description_zh_hans = in_both(models.TextField, _("description"), blank=True)
    description = Translated()
    text_file = models.CharField(
        _("text file"),
        max_length=120,
        blank=True,
        help_text=_("File that check_evidence reads; not on the site."),
    )
    folded = FoldedField(sources=("title_en", "title_zh_hans", "symbol"))

    objects = SourceQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["slug"]
        constraints = [models.CheckConstraint(condition=has_precision("date"), name="source_date_precision")]

    def __str__(self):
        return str(self.title)


class PartQuerySet(PublicQuerySet):
    def for_sitemap(self):
        return self.select_related("source").order_by("source__slug", "order")

    def for_list(self):
        """With the number of its passages, and of the published outcomes that cite them."""
        outcomes = Citation._meta.get_field("outcome").related_model.objects.published().order_by()
        drawn = outcomes.filter(citations__passage__part=models.OuterRef("pk")).annotate(all=models.Value(1))
        counted = drawn.values("all").annotate(n=models.Count("pk", distinct=True))
        return self.annotate(
            passage_count=models.Count("passages"), outcome_count=Coalesce(models.Subquery(counted.values("n")), 0)
        )


class Part(models.Model):
    """A chapter or region of a long document; each has a page of its own."""

    public_through = ("source",)

    source = models.ForeignKey(Source, models.CASCADE, verbose_name=_("source"), related_name="parts")
    slug = SlugField(_("slug"), max_length=80, help_text=_("Unique in its source: africa."))
    order = models.PositiveSmallIntegerField(_("order"), help_text=_("As the document runs, from 1."))
    title_en, title_zh_hans = in_both(models.CharField, _("title"), max_length=160)
    title = Translated()

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part of a source")
        verbose_name_plural = _("parts of sources")
        ordering = ["source", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "slug"], name="part_slug_unique"),
            models.UniqueConstraint(fields=["source", "order"], name="part_order_unique"),
        ]

    def __str__(self):
        return str(self.title)

    def get_absolute_url(self) -> str:
        return reverse("source-part", args=[self.source.slug, self.slug])


class PassageQuerySet(PublicQuerySet):
    def for_source(self):
        """In the order of the document, each with the facts that cite it."""
        return self.order_by("order").prefetch_related(models.Prefetch("citations", Citation.objects.with_facts()))


class Passage(models.Model):
    """A place in a source: a section, a box, a numbered paragraph, a snapshot."""

    public_through = ("source",)

    source = models.ForeignKey(Source, models.CASCADE, verbose_name=_("source"), related_name="passages")
    slug = SlugField(_("slug"), max_length=100, help_text=_("Unique in its source: bogota-results."))
    order = models.PositiveIntegerField(_("order"), help_text=_("As the document runs, from 1."))
    locator_en, locator_zh_hans = in_both(
        models.CharField, _("locator"), max_length=160, help_text=_("Where to look: Bogotá, Results.")
    )
    locator = Translated()
    heading = models.CharField(
        _("heading as printed"), max_length=200, blank=True, help_text=_("In the language of the source.")
    )
    opening = models.CharField(
        _("opening words"),
        max_length=120,
        blank=True,
        help_text=_("How the passage begins in the text, so that it can be found; it ends where the next begins."),
    )
    part = models.ForeignKey(
        Part,
        models.SET_NULL,
        verbose_name=_("part"),
        related_name="passages",
        null=True,
        blank=True,
        help_text=_("The chapter or region of a long document that it is shown under."),
    )

    objects = PassageQuerySet.as_manager()

    class Meta:
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        ordering = ["source", "order"]
        constraints = [
            models.UniqueConstraint(fields=["source", "slug"], name="passage_slug_unique"),
            models.UniqueConstraint(fields=["source", "order"], name="passage_order_unique"),
        ]

    def __str__(self):
        return f"{self.source.slug}: {self.locator}"

    def get_absolute_url(self) -> str:
        return f"{(self.part if self.part_id else self.source).get_absolute_url()}#{self.slug}"

    @property
    def facts(self) -> list[list["Citation"]]:
        """The published facts that cite it, each as the list of its citations; needs `for_source()`."""
        drawn: dict[tuple, list[Citation]] = {}
        for citation in self.citations.all():
            if citation.fact is not None:
                drawn.setdefault(citation.fact_id, []).append(citation)
        return list(drawn.values())


class CitationQuerySet(PublicQuerySet):
    def for_notes(self):
        """With the passage and source that a source note prints."""
        return self.with_lines("passage__source__publisher", "passage__part__source").order_by(
            "passage__source__slug", "passage__order", "pk"
        )

    def with_facts(self):
        """With the fact of each citation and the record it belongs to; the fact is None if it is not published."""
        facts = []
        for arc in ARC:
            rows = Citation._meta.get_field(arc).related_model._default_manager.published()
            owners, named = getattr(rows.model, "owners", ()), NAMED_WITH.get(arc, ())
            if arc == "outcome":  # its name is a figure, which takes more of its unit than a line has
                rows, named = rows.select_related(*named), ()
            facts.append(models.Prefetch(arc, rows.with_lines(*owners, *named)))
        return self.prefetch_related(*facts).order_by("pk")

    def of(self, **records):
        """Citations of records and of the rows they own: `of(case=cases)`, `of(place=[place], membership=rows)`.

        Each keyword is a name in ARC or of an owner of rows, such as method; its value is a list or queryset. A list
        that the page needs anyway spares the database a subquery.
        """
        found = []
        for name, of_records in records.items():
            if isinstance(of_records, list) and not of_records:
                continue
            paths = [name] if name in ARC else []
            paths += [f"{row}__{name}" for row in ROWS if name in Citation.owners_of(row)]
            found += [Citation._base_manager.filter(**{f"{path}__in": of_records}) for path in paths]
        return self.filter(pk__in=keys_of(*found)) if found else self.none()


def _arc(model: str, verbose_name) -> models.ForeignKey:
    # No index of its own: the partial unique constraint below serves as one.
    return models.ForeignKey(
        model,
        models.CASCADE,
        verbose_name=verbose_name,
        related_name="citations",
        null=True,
        blank=True,
        db_index=False,
    )


class Citation(models.Model):
    """One fact, one passage, and the anchor: the shortest phrase of the original that proves it."""

    public_through = ("passage__source",)

    passage = models.ForeignKey(Passage, models.PROTECT, verbose_name=_("passage"), related_name="citations")
    anchor = models.CharField(
        _("anchor"),
        max_length=ANCHOR_LENGTH,
        help_text=_("Shortest phrase of the original that proves the fact; it stands once in the passage."),
    )
    part = models.CharField(
        _("text"),
        max_length=20,
        blank=True,
        help_text=_("Which text or list of the record it proves, such as background."),
    )

    case = _arc("CaseStudy", _("case study"))
    programme = _arc("Programme", _("programme"))
    place = _arc("Place", _("place"))
    organisation = _arc("Organisation", _("organisation"))
    event = _arc("Event", _("event"))
    term = _arc("Term", _("term"))
    outcome = _arc("Outcome", _("outcome"))
    step = _arc("Step", _("step"))
    lesson = _arc("Lesson", _("lesson"))
    involvement = _arc("Involvement", _("organisation involved"))
    membership = _arc("Membership", _("membership"))
    participation = _arc("Participation", _("participation"))
    affiliation = _arc("Affiliation", _("affiliation"))
    leadership_term = _arc("LeadershipTerm", _("term of leadership"))
    office = _arc("Office", _("office"))
    transfer = _arc("Transfer", _("transfer"))
    cooperation = _arc("Cooperation", _("levels acting together"))

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["pk"]
        constraints = [
            exactly_one(ARC, name="citation_of_one_fact"),
            models.CheckConstraint(
                condition=reduce(or_, (Q(**{f"{prose}__isnull": False}) for prose in PROSE)) & ~Q(part="")
                | Q(**{f"{prose}__isnull": True for prose in PROSE}) & Q(part=""),
                name="citation_names_the_text",
                violation_error_message=_("Say which text of the record the passage proves."),
            ),
            models.CheckConstraint(condition=~Q(anchor=""), name="citation_has_an_anchor"),
            # These are also the indexes by fact; each holds only the rows of its kind.
            *(
                models.UniqueConstraint(
                    fields=[arc, "part", "passage", "anchor"],
                    condition=Q(**{f"{arc}__isnull": False}),
                    name=f"citation_once_{arc}",
                )
                for arc in ARC
            ),
        ]

    def __str__(self):
        return f"{self.passage.locator}: {self.anchor}"

    @staticmethod
    def owners_of(row: str) -> tuple[str, ...]:
        """The records a kind of fact can belong to: `owners_of("step") == ("case",)`."""
        return Citation._meta.get_field(row).related_model.owners

    @property
    def arc(self) -> str:
        """The name of the foreign key that is set."""
        return next(name for name in ARC if getattr(self, f"{name}_id") is not None)

    @property
    def fact_id(self) -> tuple[str, int, str]:
        """Identifies the fact: the foreign key that is set, its value, and the name of the text (empty for a row)."""
        return self.arc, getattr(self, f"{self.arc}_id"), self.part

    @property
    def fact(self):
        """The row that it proves, or the record whose text `part` it proves."""
        return getattr(self, self.arc)
