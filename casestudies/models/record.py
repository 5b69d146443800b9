"""What all models of content share: publication, slugs, folded names, counts, and the state of the last load."""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, columns, in_both

__all__ = ["ContentLoad"]


def fold(text: str) -> str:
    """Lower case without accents, so that "bogota" finds "Bogotá"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words_of(text: str) -> list[str]:
    """The folded words of a text, each once, without words that are part of another word."""
    found = list(dict.fromkeys(fold(text).split()))
    return [word for word in found if not any(word in other for other in found if other != word)]


class SlugField(models.SlugField):
    """A slug or key as addresses and content files have it."""

    pattern = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
    default_validators = [
        RegexValidator(rf"^{pattern.pattern}\Z", _("Lower-case English letters, digits and single hyphens only."))
    ]

    def clean(self, value, model_instance):
        """An older one that breaks the rule may stay: its form may not change it any more."""
        try:
            return super().clean(value, model_instance)
        except ValidationError:
            if not type(model_instance)._base_manager.filter(**{"pk": model_instance.pk, self.name: value}).exists():
                raise
            return value

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.SlugField", args, kwargs  # its column is the same


class FoldedField(models.TextField):
    """The folded names of a row in both languages, one on each line; set from `sources` on every save."""

    def __init__(self, *args, sources: tuple[str, ...] = (), **kwargs):
        self.sources = sources
        super().__init__(*args, **{"editable": False, "blank": True, **kwargs})

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "sources": self.sources}

    def pre_save(self, model_instance, add):
        text = "\n".join(filter(None, (getattr(model_instance, source) for source in self.sources)))
        setattr(model_instance, self.attname, fold(text))
        return super().pre_save(model_instance, add)


def keys_of(*parts: models.QuerySet) -> list[int]:
    """The primary keys of the rows of all querysets, in one query.

    Each part uses an index; with OR, the database would read the whole table. The union is not a subquery, since
    PostgreSQL takes minutes over one while it has no statistics of the tables.
    """
    first, *others = (part.order_by().values_list("pk", flat=True) for part in parts)
    return list(first.union(*others, all=True))


# What the texts and lists of records are called that citations prove.
TEXTS = {
    "summary": _("summary"),
    "background": _("background"),
    "results": _("results"),
    "contact": _("contact"),
    "profile": _("profile"),
    "description": _("description"),
    "definition": _("definition"),
    "binds": _("whom it binds"),
    "people": _("people and their roles"),
    "named_sdg_targets": _("SDG targets named by the source"),
}
# Names and addresses may stay in the language of their source; every other text is in both.
IN_ONE_LANGUAGE = ("name", "person", "address")
ONE_NAME = _("Give a name in at least one language.")
AS_PRINTED = _("May stay empty in a language in which no source gives it; it is then shown in the other.")


# What a line about a record prints, or its address is made of; of a source also what refers to it.
NAMES = {*columns("name"), *columns("title"), *columns("locator"), "acronym"}
LINE = {"slug", "kind", "state", "parent", *NAMES, "date", "date_precision", "language", "symbol", "url"}


@cache
def columns_with_lines(model: type[models.Model], paths: tuple[str, ...]) -> list[str]:
    """All columns of a model, and those of the records at these paths that a line about each prints."""
    steps = [path.split("__") for path in paths]
    followed = {"__".join(names[:depth]) for names in steps for depth in range(1, len(names) + 1)}
    found = [field.name for field in model._meta.concrete_fields]
    for path in followed:
        there = model
        for name in path.split("__"):
            there = there._meta.get_field(name).related_model
        names = (field.name for field in there._meta.concrete_fields)
        found += [f"{path}__{name}" for name in names if name in LINE or f"{path}__{name}" in followed]
    return found


class PublicQuerySet(models.QuerySet):
    """The queries of every model of content; `published()` alone decides what the public may see."""

    def published(self):
        """Published records; rows whose owner is published; relations whose both ends are published."""
        return self._through(state=Record.State.PUBLISHED)

    def once_public(self):
        """Those that are on the site or were: what belongs to a record that was withdrawn after publication too."""
        return self._through(state=Record.State.PUBLISHED, published_at__isnull=False)

    def unmerged(self):
        """Without what stays, out of sight, with a record that was merged into another."""
        return self._through(state__in=[state for state in Record.State if state != Record.State.MERGED])

    def _through(self, **ways):
        """Those whose records are, each in one of these ways, what is asked for; a record that is not there is."""
        found = Q()
        for path in self.model.public_through:
            before = f"{path}__" if path else ""
            there = Q(*((before + name, value) for name, value in ways.items()), _connector=Q.OR)
            found &= there | (Q(**{f"{path}__isnull": True}) if path else Q())
        return self.filter(found)

    def for_list(self):
        """With what a row of a list shows; models override this."""
        return self.all()

    def for_order(self):
        """With what the orders of its list name; models override this."""
        return self.for_list()

    def for_cards(self):
        """With what its card shows on a page, which may be more than a row of a file; models override this."""
        return self.for_list()

    def for_detail(self):
        """With what the page of a record shows; models override this."""
        return self.for_list()

    def with_lines(self, *paths, more=()):
        """Joins the records at these paths, each with only the columns that a line about it prints.

        `more` names further columns: `with_lines("place", more=["place__latitude"])`. Records are wide, and much of
        the time of a query goes to its columns. A second call replaces the first.
        """
        joined = self.select_related(*paths) if paths else self  # without names, Django would join all
        return joined.only(*columns_with_lines(self.model, paths), *more)

    def for_sitemap(self):
        """Those with a page of their own, with what its address is made of; in a lasting order."""
        kept = {field.name for field in self.model._meta.concrete_fields} & {"slug", "kind", "updated_at"}
        return self.only(*kept).order_by("slug")

    def with_count(self, name: str, relation: str, of="pk", among=None):
        """Annotates `name`: the published rows of a relation, or the different values of `of` among them.

        `among` is a queryset that narrows the rows.

        `of` is a name or an expression: `with_count("case_count", "steps", of="case")`. In a subquery, as joins would
        multiply each other's rows.
        """
        field = self.model._meta.get_field(relation)
        to_self = field.remote_field.name
        counted = (
            (field.related_model._default_manager.all() if among is None else among)
            .published()
            .filter(**{to_self: models.OuterRef("pk")})
            .order_by()
            .values(to_self)
            .annotate(number=models.Count(of, distinct=True))
            .values("number")
        )
        return self.annotate(**{name: Coalesce(models.Subquery(counted), 0)})


class Loaded(models.Model):
    """A record that may come from a content file."""

    loaded_digest = models.CharField(
        _("digest at the last load"),
        max_length=64,
        blank=True,
        editable=False,
        help_text=_(
            "Digest of the record as the content files gave it. A record that differs from it was edited here."
        ),
    )

    is_merged = False

    class Meta:
        abstract = True


class Entry(Loaded):
    """An entry of a vocabulary with a page of its own. It has no state: one that became part of another is deleted."""

    class Meta:
        abstract = True


class Checked(models.Model):
    """Whose facts are held against the texts of their sources, which this installation need not have."""

    is_checked = models.BooleanField(
        _("checked against the text"),
        default=False,
        editable=False,
        help_text=_(
            "An anchor can only be looked for in the text of its source, which is not here. After an edit: dump the "
            "content, run check_evidence where the texts are, and load the files with the lock that it writes."
        ),
    )

    class Meta:
        abstract = True


class Record(Loaded, Checked):
    """A record with a page of its own, a slug that never changes once public, and a state."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        IN_REVIEW = "in-review", _("in review")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")
        MERGED = "merged", _("merged into another")

    public_through: tuple[str, ...] = ("",)
    named_by: tuple[str, ...] = ("folded",)

    slug = SlugField(
        _("slug"),
        max_length=100,
        unique=True,
        help_text=_("Last part of the page's address: English, lower case, hyphens. It never changes once published."),
    )
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.DRAFT,
        help_text=_("Only published records are on the site. A withdrawn one keeps its address and says why."),
    )
    withdrawn_because_en, withdrawn_because_zh_hans = in_both(
        models.TextField,
        _("reason for withdrawal"),
        blank=True,
        help_text=_("Shown at the old address. Needed to withdraw a record."),
    )
    withdrawn_because = Translated()
    published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    # A date that differs was set by a person: the button, or a hand. It belongs in the content files.
    loaded_published_at = models.DateTimeField(_("first published, by a load"), null=True, blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name=_("created by"),
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        db_index=False,
        help_text=_("Empty if it came from a content file."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last change"), auto_now=True)

    class Meta:
        abstract = True
        # To change what is on the site takes the permission to publish, besides that to change.
        default_permissions = ("add", "change", "delete", "view", "publish", "withdraw")
        # Includes the key, so that PostgreSQL finds published rows by an index-only scan.
        indexes = [models.Index(fields=["state", "-published_at", "slug", "id"], name="%(class)s_newest")]

    def get_absolute_url(self) -> str:
        """The address of its page, which facts about it stand on. Empty if records of its kind have none."""
        return reverse(f"{self.url_name}-detail", args=[self.slug]) if self.url_name else ""

    @property
    def url_name(self) -> str:
        """The prefix of its URL names: `city` of city-list and city-detail. Empty if it has no page."""
        return self._meta.model_name

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_merged(self) -> bool:
        """Whether it became part of another record, to which its address leads; see FormerSlug."""
        return self.state == self.State.MERGED

    def publish(self) -> None:
        """Set the state, and the date unless it was published before. Does not save."""
        self.state = self.State.PUBLISHED
        self.published_at = self.published_at or timezone.now()


class Aliased:
    """Has `aliases_en` and `aliases_zh_hans`, one name on each line."""

    @property
    def aliases(self) -> list[str]:
        """The other names in both languages, each once."""
        lines = [*self.aliases_en.splitlines(), *self.aliases_zh_hans.splitlines()]
        return [name for name in dict.fromkeys(lines) if name]


class Noted(models.Model):
    """Has an editor's note, and may have texts and lists that need a citation each.

    `prose` names the texts, `named` the relations to what a source itself names. `editorial` maps a text that may be
    ours to the field that says so.
    """

    prose: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    editorial: Mapping[str, str] = MappingProxyType({})

    editors_note_en, editors_note_zh_hans = in_both(
        models.TextField,
        _("editor's note"),
        blank=True,
        help_text=_("What is wrong, cut off or contradictory in the source, and which reading was taken."),
    )
    editors_note = Translated()

    class Meta:
        abstract = True

    @property
    def noted_part(self) -> str | None:
        """The text whose source marks the mark of the editor's note stands beside: "" is the row itself.

        None for a record that has no text yet.
        """
        return next((part for part in self.prose if getattr(self, part)), None) if self.prose else ""

    @classmethod
    def cited_parts(cls) -> tuple[str, ...]:
        """The texts and lists that need a citation; a citation has the name as its `part`."""
        return (*cls.prose, *cls.named)

    def has_part(self, name: str) -> bool:
        """Whether the text or list is there to be cited."""
        value = getattr(self, name)
        return value.exists() if name in self.named else bool(value)

    def must_cite(self, name: str) -> bool:
        """Whether the text or list is there, and is not marked as ours."""
        return self.has_part(name) and not (name in self.editorial and getattr(self, self.editorial[name]))


class ContentLoad(models.Model):
    """One load of the content files. The newest gives the version of the content."""

    digest = models.CharField(_("digest of the files"), max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)
    created = models.PositiveIntegerField(_("records created"), default=0)
    updated = models.PositiveIntegerField(_("records updated"), default=0)
    conflicts = models.PositiveIntegerField(_("records left as edited here"), default=0)

    class Meta:
        verbose_name = _("load of the content files")
        verbose_name_plural = _("loads of the content files")
        get_latest_by = "pk"

    def __str__(self):
        return f"{self.version} ({self.loaded_at:%Y-%m-%d})"

    @property
    def version(self) -> str:
        """The version as the about page, /healthz and citations print it."""
        return self.digest[:12]
