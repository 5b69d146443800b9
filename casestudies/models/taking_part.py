"""Who takes part in programmes and case studies, and in which role."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both

from .actors import Organisation
from .dates import Dated, date_fields, has_precision
from .facts import Fact, exactly_one
from .in_turn import InTurn
from .places import Place, public_places
from .practice import CaseStudy, Programme
from .record import PublicQuerySet, Record

__all__ = ["Involvement", "Participation"]


class Role(models.TextChoices):
    """The role of an organisation or place in a programme or case; of one created, what the programme or case did."""

    LEAD = "lead", _("lead")
    FUNDER = "funder", _("funder")
    PARTNER = "partner", _("partner")
    HOST = "host", _("host")
    ADVISER = "adviser", _("adviser")
    PARTICIPANT = "participant", _("participant")
    SIGNATORY = "signatory", _("signatory")
    OPERATOR = "operator", _("operator")
    CREATED = "created", _("created by it")


class ParticipationQuerySet(PublicQuerySet):
    def for_page(self):
        """With who takes part in what, and where the unnamed groups are."""
        joined = self.with_lines("place__parent__parent__parent", "organisation", "programme")
        return joined.prefetch_related(public_places("group_places"))

    def with_programmes(self):
        """With who takes part, and with the programmes and the places that these are for."""
        joined = self.select_related("programme").with_lines("place__parent__parent__parent", "organisation")
        return joined.prefetch_related(public_places("programme__jurisdictions"))

    def by_kind(self):
        """By the kind of the programme, then by its name in addresses."""
        return self.order_by("programme__kind", "programme__slug", "pk")

    def of_place(self, place):
        """Of the place itself, or of unnamed groups that are there."""
        groups = Participation.group_places.through.objects.filter(place=place)
        there = Q(place=place) | Q(pk__in=groups.values("participation"))
        return self.filter(there).order_by("programme__slug", "pk")


class Participation(Dated, Fact):
    """A place, an organisation or an unnamed group ("8 model cities in three countries") takes part in a programme."""

    public_through = ("programme", "place", "organisation")
    owners = ("programme",)

    programme = models.ForeignKey(
        Programme, models.CASCADE, verbose_name=_("programme"), related_name="participations"
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        verbose_name=_("place"),
        related_name="participations",
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="participations",
        null=True,
        blank=True,
    )
    group_en, group_zh_hans = in_both(
        models.CharField,
        _("unnamed group"),
        max_length=200,
        blank=True,
        help_text=_("Without its number: “model cities”, “of the cities are no members”."),
    )
    group = Translated()
    group_places = models.ManyToManyField(
        Place,
        verbose_name=_("where the group is"),
        related_name="groups_in_programmes",
        blank=True,
        help_text=_("Three countries for “eight model cities in three countries”."),
    )
    count = models.PositiveIntegerField(
        _("number in the group"), null=True, blank=True, help_text=_("8 for “eight model cities”.")
    )
    role = models.CharField(_("role"), max_length=12, choices=Role, default=Role.PARTICIPANT)
    commitment_en, commitment_zh_hans = in_both(models.TextField, _("commitment"), blank=True)
    commitment = Translated()
    date, date_precision = date_fields(_("date"))

    objects = ParticipationQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="participation_key_unique"),
            models.CheckConstraint(condition=has_precision("date"), name="participation_date_precision"),
            models.CheckConstraint(
                condition=Q(place__isnull=False, organisation__isnull=True, group_en="")
                | Q(place__isnull=True, organisation__isnull=False, group_en="")
                | (Q(place__isnull=True, organisation__isnull=True) & ~Q(group_en="")),
                name="participation_of_one",
                violation_error_message=_("Name one: a place, an organisation, or an unnamed group in words."),
            ),
            models.CheckConstraint(
                condition=Q(count__isnull=True) | ~Q(group_en=""),
                name="participation_count_of_group",
                violation_error_message=_("Only an unnamed group has a number."),
            ),
        ]

    def __str__(self):
        return f"{self.place or self.organisation or self.group_in_words} – {self.programme}"

    @property
    def group_in_words(self) -> str:
        """The unnamed group with its number: 8 model cities."""
        return f"{self.count} {self.group}" if self.count else str(self.group)


class InvolvementQuerySet(PublicQuerySet):
    def of_case(self, case):
        """The published organisations and places in a case, lead and funders first."""
        visible = Q(organisation__state=Record.State.PUBLISHED) | Q(place__state=Record.State.PUBLISHED)
        return (
            self.filter(visible, case=case)
            .with_lines("organisation", "place")
            .order_by(InTurn("role", Role.values), "pk")
        )

    def by_case(self):
        """Each with its case, as a card shows it."""
        cases = models.Prefetch("case", CaseStudy.objects.for_cards())
        return self.prefetch_related(cases).order_by("case__slug", "pk")

    def by_actor(self):
        slug = Coalesce("organisation__slug", "place__slug")
        return self.with_lines("organisation", "place", "case").order_by(slug, "role", "pk")


class Involvement(Fact):
    """The part of an organisation in a case, or that of a place in a case elsewhere."""

    public_through = ("case", "organisation", "place")
    owners = ("case",)

    case = models.ForeignKey(CaseStudy, models.CASCADE, verbose_name=_("case study"), related_name="involvements")
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="involvements",
        null=True,
        blank=True,
        db_index=False,  # the index of both below begins with it
    )
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        verbose_name=_("place"),
        related_name="involvements",
        null=True,
        blank=True,
        help_text=_("A county that is a partner in the case of another place."),
    )
    role = models.CharField(_("role"), max_length=12, choices=Role)

    objects = InvolvementQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("organisation involved")
        verbose_name_plural = _("organisations involved")
        indexes = [models.Index(fields=["organisation", "case"], name="involvement_case_of_actor")]
        constraints = [
            models.UniqueConstraint(fields=["case", "key"], name="involvement_key_unique"),
            exactly_one(("organisation", "place"), name="involvement_of_one"),
            models.UniqueConstraint(fields=["case", "organisation", "role"], name="involvement_once"),
            models.UniqueConstraint(fields=["case", "place", "role"], name="involvement_of_place_once"),
        ]

    def __str__(self):
        name = self.organisation.short_name if self.organisation_id else self.place
        return f"{name} ({self.get_role_display()})"

    @property
    def actor(self) -> Organisation | Place:
        return self.organisation if self.organisation_id else self.place
