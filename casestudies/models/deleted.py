"""The addresses of facts that were on the site and were deleted, so that each can say so."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .evidence import ROWS, Citation
from .facts import Fact
from .former import kind_of

__all__ = ["DeletedFact"]


def kinds_of_facts() -> list[type[Fact]]:
    return [Citation._meta.get_field(row).related_model for row in ROWS]


def remember(instance: Fact, **kwargs) -> None:
    """Handler of pre_delete: whoever deletes a fact, in whatever way, its address is kept."""
    DeletedFact.objects.remember(instance)


def _has_a_row(model: type[Fact], owner: str) -> Exists:
    """Whether there is a fact at the address. One that stayed with a merged record is on no page."""
    at = {"key": OuterRef("key")} | ({f"{owner}__slug": OuterRef("owner")} if owner else {})
    return Exists(model._default_manager.unmerged().filter(**at))


class DeletedFactQuerySet(models.QuerySet):
    def remember(self, fact: Fact) -> None:
        """Keeps the address of a fact that was ever on the site. Takes two queries."""
        owner = fact.owner_name
        slug = F(f"{owner}__slug") if owner else Value("")
        for key, of in type(fact)._default_manager.once_public().filter(pk=fact.pk).values_list("key", slug):
            self.bulk_create(
                [self.model(kind=kind_of(type(fact)), owner_kind=owner, owner=of, key=key)],
                update_conflicts=True,
                unique_fields=["kind", "owner_kind", "owner", "key"],
                update_fields=["deleted_at"],
            )

    def at(self, model: type[Fact], key: str, owner_kind: str = "", owners: Iterable[str] = ("",)):
        """What was deleted at these addresses and is not there again."""
        rows = self.filter(kind=kind_of(model), owner_kind=owner_kind, owner__in=owners, key=key)
        return rows.exclude(_has_a_row(model, owner_kind))

    def gone(self):
        """Those that are not there again: the loader deletes and creates rows that move in their list."""
        back = Q()
        for model in kinds_of_facts():
            for owner in model.owners or ("",):
                back |= Q(kind=kind_of(model), owner_kind=owner) & Q(_has_a_row(model, owner))
        return self.exclude(back)


class DeletedFact(models.Model):
    """The address of a fact that was on the site and was deleted. Of what it said nothing is kept."""

    kind = models.CharField(_("kind"), max_length=30, help_text=_("Model of the fact, such as lesson."))
    owner_kind = models.CharField(
        _("fact of"),
        max_length=30,
        blank=True,
        help_text=_("How the record is named in the address, such as case; empty for a transfer."),
    )
    owner = models.SlugField(_("slug of the record"), max_length=100, blank=True, db_index=False)
    key = models.SlugField(_("key"), max_length=60, db_index=False)
    deleted_at = models.DateTimeField(_("deleted"), default=timezone.now)

    objects = DeletedFactQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted fact")
        verbose_name_plural = _("deleted facts")
        ordering = ["-deleted_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "owner_kind", "owner", "key"], name="deletedfact_unique")
        ]

    def __str__(self):
        return "/".join(filter(None, [self.kind, self.owner_kind, self.owner, self.key]))

    @property
    def kind_label(self) -> str:
        """For readers: lesson, transfer."""
        return apps.get_model("casestudies", self.kind)._meta.verbose_name
