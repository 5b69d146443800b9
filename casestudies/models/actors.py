"""Organisations, networks of cities, and their members, offices, leaders and affiliations."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casestudies.i18n import Translated, in_both, in_either

from .dates import HasPeriod, date_fields, has_precision, period_constraints, show_period
from .facts import Fact, exactly_one
from .places import Place
from .record import AS_PRINTED, ONE_NAME, Aliased, FoldedField, Noted, PublicQuerySet, Record

__all__ = ["Affiliation", "LeadershipTerm", "Membership", "Network", "Office", "Organisation"]


class OrganisationQuerySet(PublicQuerySet):
    def for_sitemap(self):
        return super().for_sitemap().known_for_more_than_funding()

    def known_for_more_than_funding(self):
        """Without those of which no more is told than that they fund another."""
        told = ~Q(description_en="") | ~Q(description_zh_hans="")
        for relation in self.model._meta.related_objects:
            there = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            if relation.name == "affiliations":
                there = there.exclude(kind=Affiliation.Kind.FUNDER)
            told |= Exists(there)
        return self.filter(told)

    def for_list(self):
        return self.with_count("member_count", "memberships")

    def for_detail(self):
        return self.for_list().with_lines("parent")


class Organisation(Aliased, Record, Noted):
    """A body that runs, funds, advises or hosts climate action of cities."""

    class Kind(models.TextChoices):
        NETWORK = "city-network", _("city network")
        UN_BODY = "un-body", _("UN body")
        GOVERNMENT = "government", _("government")
        AGENCY = "development-agency", _("development agency")
        FOUNDATION = "foundation", _("foundation")
        COMPANY = "company", _("company")
        UNIVERSITY = "university", _("university")
        RESEARCH = "research-institute", _("research institute")
        CIVIL_SOCIETY = "civil-society", _("civil society")
        PARTNERSHIP = "partnership", _("partnership")
        MULTILATERAL_FUND = "multilateral-fund", _("multilateral fund")
        EVENT_SERIES = "event-series", _("event series")
        NOT_SAID = "not-said", pgettext_lazy("kind of organisation", "not said")

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=Kind,
        help_text=_("City network: what places join; it gets pages of its own."),
    )
    name_en, name_zh_hans = in_both(
        models.CharField,
        _("name"),
        max_length=160,
        blank=True,
        help_text=AS_PRINTED,
    )
    name = Translated()
    acronym = models.CharField(_("acronym"), max_length=30, blank=True)
    aliases_en, aliases_zh_hans = in_both(
        models.TextField, _("other names"), blank=True, help_text=_("One on each line.")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("part of"), related_name="children", null=True, blank=True
    )
    website = models.URLField(_("website"), blank=True)
    description_en, description_zh_hans = in_both(
        models.TextField,
        _("description"),
        blank=True,
        help_text=_("What it is, from the sources. Markdown."),
    )
    description = Translated()
    folded = FoldedField(sources=("name_en", "name_zh_hans", "acronym", "aliases_en", "aliases_zh_hans"))

    prose = ("description",)
    objects = OrganisationQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["slug"]
        indexes = [*Record.Meta.indexes, models.Index(fields=["kind", "slug"], name="organisation_kind")]
        constraints = [
            models.CheckConstraint(condition=~Q(parent=F("id")), name="organisation_not_in_itself"),
            in_either("name", "organisation_has_a_name", ONE_NAME),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def url_name(self) -> str:
        return "network" if self.kind == self.Kind.NETWORK else "organisation"

    @property
    def short_name(self) -> str:
        """The acronym, such as C40, else the name."""
        return self.acronym or self.name


class NetworkManager(models.Manager.from_queryset(OrganisationQuerySet)):
    def get_queryset(self):
        return super().get_queryset().filter(kind=Organisation.Kind.NETWORK)


class Network(Organisation):
    """An organisation that places join."""

    objects = NetworkManager()

    class Meta:
        proxy = True
        default_permissions = Record.Meta.default_permissions
        verbose_name = _("network")
        verbose_name_plural = _("networks")
        ordering = ["slug"]


class Membership(Fact):
    """A place is, was or wants to be a member of a network."""

    class Status(models.TextChoices):
        MEMBER = "member", _("member")
        FOUNDING = "founding-member", _("founding member")
        OBSERVER = "observer", _("observer")
        FORMER = "former-member", _("former member")

    public_through = ("network", "place")
    owners = ("network",)

    network = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("network"),
        related_name="memberships",
        limit_choices_to={"kind": Organisation.Kind.NETWORK},
    )
    place = models.ForeignKey(Place, models.PROTECT, verbose_name=_("place"), related_name="memberships")
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.MEMBER)
    since, since_precision = date_fields(_("since"))

    objects = PublicQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["network", "key"], name="membership_key_unique"),
            models.UniqueConstraint(fields=["network", "place"], name="membership_once"),
            models.CheckConstraint(condition=has_precision("since"), name="membership_since_precision"),
        ]

    def __str__(self):
        return f"{self.place} – {self.network.short_name}"

    @property
    def period(self) -> str:
        """For readers: since 2006."""
        return show_period(self.since, self.since_precision, None, "")


class AffiliationQuerySet(PublicQuerySet):
    def at(self, organisation):
        """With the organisation at either end; with who stands at both."""
        there = Q(organisation=organisation) | Q(other=organisation)
        return self.filter(there).with_lines("organisation", "place", "other")

    def in_order(self):
        return self.order_by("kind", "since", "pk")


class Affiliation(Fact):
    """What an organisation or a place is to an organisation, such as its funder."""

    class Kind(models.TextChoices):
        FUNDER = "funder-of", _("funder of")
        PARTNER = "partner-of", _("partner of")
        PART = "part-of", _("part of")
        SUCCESSOR = "successor-of", _("successor of")

    # The same relations, as the other organisation has them.
    FROM_THE_OTHER = {
        Kind.FUNDER: _("funded by"),
        Kind.PARTNER: Kind.PARTNER.label,
        Kind.PART: _("contains"),
        Kind.SUCCESSOR: _("succeeded by"),
    }

    public_through = ("organisation", "place", "other")
    owners = ("organisation", "place")

    organisation = models.ForeignKey(
        Organisation,
        models.CASCADE,
        verbose_name=_("organisation"),
        related_name="affiliations",
        null=True,
        blank=True,
    )
    place = models.ForeignKey(
        Place,
        models.CASCADE,
        verbose_name=_("place"),
        related_name="affiliations",
        null=True,
        blank=True,
        help_text=_("A city that funds a network."),
    )
    kind = models.CharField(_("is"), max_length=14, choices=Kind)
    other = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("other organisation"), related_name="affiliated"
    )
    text_en, text_zh_hans = in_both(
        models.CharField,
        _("in words"),
        max_length=200,
        blank=True,
        help_text=_("As the source has it: strategic funder."),
    )
    text = Translated()
    since, since_precision = date_fields(_("since"))
    ended, ended_precision = date_fields(_("end"))

    objects = AffiliationQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        constraints = [
            exactly_one(("organisation", "place"), name="affiliation_of_one"),
            models.UniqueConstraint(fields=["organisation", "key"], name="affiliation_key_unique"),
            models.UniqueConstraint(fields=["place", "key"], name="affiliation_key_unique_in_place"),
            models.CheckConstraint(condition=~Q(organisation=F("other")), name="affiliation_between_two"),
            *period_constraints("affiliation", start="since"),
        ]

    def __str__(self):
        name = self.organisation.short_name if self.organisation_id else self.place
        return f"{name} – {self.get_kind_display()} – {self.other.short_name}"

    @property
    def from_the_other(self) -> str:
        """What it is called on the side of the other organisation: funded by."""
        return str(self.FROM_THE_OTHER[self.kind])

    @property
    def period(self) -> str:
        """For readers: since 2006, or 2006–2010."""
        return show_period(self.since, self.since_precision, self.ended, self.ended_precision)


class Office(Fact):
    """An office of an organisation, as a source prints it."""

    public_through = ("organisation",)
    owners = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="offices"
    )
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=120, blank=True)
    name = Translated()
    address_en, address_zh_hans = in_both(
        models.TextField,
        _("address"),
        blank=True,
        help_text=_("As printed, in one text with its phone number and site, if the source has them."),
    )
    address = Translated()
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=_("place"), related_name="offices", null=True, blank=True
    )

    objects = PublicQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="office_key_unique")]

    def __str__(self):
        return str(self.name or self.address)


class LeadershipTermQuerySet(PublicQuerySet):
    def by_time(self):
        """The latest first, those without dates last."""
        return self.order_by(F("started").desc(nulls_last=True), "pk")


class LeadershipTerm(HasPeriod, Fact):
    """A person's term as leader of an organisation, and what it stood for."""

    public_through = ("organisation", "city")
    owners = ("organisation",)

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name=_("organisation"), related_name="leadership_terms"
    )
    person_en, person_zh_hans = in_both(
        models.CharField, _("person"), max_length=120, blank=True, help_text=AS_PRINTED
    )
    person = Translated()
    role_en, role_zh_hans = in_both(models.CharField, _("role"), max_length=120)
    role = Translated()
    city = models.ForeignKey(
        Place, models.PROTECT, verbose_name=_("city"), related_name="leadership_terms", null=True, blank=True
    )
    started, started_precision = date_fields(_("from"))
    ended, ended_precision = date_fields(_("to"))
    stood_for_en, stood_for_zh_hans = in_both(models.TextField, _("what the term stood for"), blank=True)
    stood_for = Translated()

    objects = LeadershipTermQuerySet.as_manager()

    class Meta(Fact.Meta):
        verbose_name = _("term of leadership")
        verbose_name_plural = _("terms of leadership")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="leadershipterm_key_unique"),
            in_either("person", "leadershipterm_names_somebody", ONE_NAME),
            *period_constraints("leadershipterm"),
        ]

    def __str__(self):
        return str(self.person)
