"""The former addresses of records and entries that were renamed, merged into others, or removed."""

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from .record import Entry, Loaded, Record, SlugField

__all__ = ["FormerSlug"]


def kind_of(model: type[models.Model]) -> str:
    """What a FormerSlug calls the records of a model: `casestudy`; of cities and places alike `place`."""
    return model._meta.concrete_model._meta.model_name


class FormerSlugQuerySet(models.QuerySet):
    def of(self, model: type[Record | Entry]):
        return self.filter(kind=kind_of(model))

    def current(self, model: type[Record | Entry], slug: str) -> Record | Entry | None:
        """The record that a slug leads to, over all renamings and mergers; None if it leads nowhere."""
        seen: set[str] = set()
        while slug and slug not in seen:
            seen.add(slug)
            record = model._meta.concrete_model._default_manager.filter(slug=slug).first()
            if record is not None and not record.is_merged:
                return record
            slug = self.of(model).filter(slug=slug).values_list("current", flat=True).first()
        return None

    def removed(self, model: type[Record | Entry], slug: str) -> "FormerSlug | None":
        """What was removed, with no other in its place, at the end of the way of a slug."""
        return self.of(model).filter(slug__in=self.way(model, slug)[-1:], current="").first()

    def way(self, model: type[Record | Entry], slug: str) -> list[str]:
        """The slug, and those that it leads to one after the other."""
        passed: list[str] = []
        while slug and slug not in passed:
            passed.append(slug)
            slug = self.of(model).filter(slug=slug).values_list("current", flat=True).first()
        return passed


class FormerSlug(Loaded):
    """The former slug of a record or entry that was renamed or merged into another: its page redirects to that one.

    If an entry was removed and no other took its place, its page says so. In content files it is the document of what
    was there, so it is loaded and compared as records are.
    """

    kind = models.CharField(_("kind"), max_length=30, help_text=_("Model of the record, such as casestudy."))
    slug = SlugField(_("former slug"), max_length=100)
    current = SlugField(
        _("current slug"),
        max_length=100,
        blank=True,
        help_text=_("May be a former slug too, if that record was merged later. Empty if there is none."),
    )

    objects = FormerSlugQuerySet.as_manager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="formerslug_unique")]

    def __str__(self):
        return f"{self.kind}: {self.slug} → {self.current or '–'}"

    @property
    def kind_label(self) -> str:
        """For readers: indicator, theme."""
        return apps.get_model("casestudies", self.kind)._meta.verbose_name
