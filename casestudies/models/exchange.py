"""Transfers of a practice, and events."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import Translated, in_both, in_either

from .actors import Organisation
from .dates import Dated, Period, date_fields, has_precision, period_constraints, show_date
from .evidence import ENDS, SIDES
from .facts import Fact
from .places import Place, public_places
from .practice import CaseStudy, Programme
from .record import AS_PRINTED, ONE_NAME, Checked, FoldedField, Loaded, Noted, PublicQuerySet, Record

__all__ = ["Event", "Transfer"]


def _end(side: str, model: type[models.Model], verbose_name) -> models.ForeignKey:
    return models.ForeignKey(
        model,
        models.PROTECT,
        verbose_name=verbose_name,
        related_name=f"transfers_{side}",
        null=True,
        blank=True,
    )


def _further(side: str, verbose_name) -> models.ManyToManyField:
    return models.ManyToManyField(
        Place,
        verbose_name=verbose_name,
        related_name=f"transfers_{side}_as_well",
        blank=True,
        help_text=_("Beside the place above: the other two of three capitals."),
    )


def _group(verbose_name) -> tuple[models.CharField, models.CharField]:
    return in_both(
        models.CharField,
        verbose_name,
        max_length=200,
        blank=True,
        help_text=_("Without its number: “Brazilian cities”."),
    )


def _count(verbose_name) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(
        verbose_name, null=True, blank=True, help_text=_("18 for “18 Brazilian cities”.")
    )


def _has_an_end(side: str) -> Q:
    return Q(*[(f"{side}_{end}__isnull", False) for end in ENDS], _connector=Q.OR) | ~Q(**{f"{side}_group_en": ""})


class TransferQuerySet(PublicQuerySet):
    def for_list(self):
        """With all that stands at both ends."""
        ends = [f"{side}_{end}" for side in SIDES for end in ENDS]
        return self.with_lines(*ends).prefetch_related(*(public_places(f"{side}_further") for side in SIDES))

    def for_map(self):
        """With the slugs of the places at both ends, and little else."""
        ends = [f"{side}_place" for side in SIDES]
        further = (models.Prefetch(f"{side}_further", Place.objects.only("slug")) for side in SIDES)
        printed = ("key", *Transfer.what.columns, *ends, *(f"{end}__slug" for end in ends))
        return self.select_related(*ends).only(*printed).prefetch_related(*further)

    def for_sitemap(self):
        return self.only("key").order_by("key")

    def at(self, name: str, record):
        """With the record at either end, a place among the further ones too: `at("case", zone)`."""
        there = Q(**{f"from_{name}": record}) | Q(**{f"to_{name}": record})
        if name == "place":
            for side in SIDES:
                further = getattr(Transfer, f"{side}_further").through.objects.filter(place=record)
                there |= Q(pk__in=further.values("transfer"))
        return self.filter(there).in_order()

    def sharing_an_end(self, transfer):
        """Other transfers of the records at its ends."""
        there = Q()
        for end in ENDS:
            keys = {getattr(transfer, f"{side}_{end}_id") for side in SIDES} - {None}
            for side in SIDES:
                there |= Q(**{f"{side}_{end}__in": keys})
        return self.filter(there).exclude(pk=transfer.pk).in_order()

    def in_order(self):
        """The latest first, those without a date last."""
        return self.order_by(F("date").desc(nulls_last=True), "key")


class Transfer(Dated, Fact, Loaded, Checked):
    """A practice that moved from one place, organisation, programme or case to another."""

    class Manner(models.TextChoices):
        LEARNED = "learned-from", _("learned from")
        ADAPTED = "adapted", _("adapted")
        ADVISED = "advised", _("advised")
        JOINT = "joint", _("joint")
        SCALED_UP = "scaled-up", _("scaled up to national level")
        OFFERED = "offered", _("offered")
        INTERESTED = "interested", _("wishes to learn")

    public_through = tuple(f"{side}_{end}" for side in SIDES for end in ENDS)
    owners = ()
    named_by = ("folded", *(f"{side}_{end}__folded" for side in SIDES for end in (*ENDS, "further")))

    from_place = _end("from", Place, _("from: place"))
    from_organisation = _end("from", Organisation, _("from: organisation"))
    from_programme = _end("from", Programme, _("from: programme"))
    from_case = _end("from", CaseStudy, _("from: case study"))
    from_further = _further("from", _("from: further places"))
    from_group_en, from_group_zh_hans = _group(_("from: unnamed group"))
    from_group = Translated()
    from_count = _count(_("from: number in the group"))
    to_place = _end("to", Place, _("to: place"))
    to_organisation = _end("to", Organisation, _("to: organisation"))
    to_programme = _end("to", Programme, _("to: programme"))
    to_case = _end("to", CaseStudy, _("to: case study"))
    to_further = _further("to", _("to: further places"))
    to_group_en, to_group_zh_hans = _group(_("to: unnamed group"))
    to_group = Translated()
    to_count = _count(_("to: number in the group"))
    what_en, what_zh_hans = in_both(models.TextField, _("what moved"))
    what = Translated()
    manner = models.CharField(_("how"), max_length=12, choices=Manner)
    date, date_precision = date_fields(_("date"))
    folded = FoldedField(
        sources=(
            "what_en",
            "what_zh_hans",
            "from_group_en",
            "from_group_zh_hans",
            "to_group_en",
            "to_group_zh_hans",
        )
    )

    objects = TransferQuerySet.as_manager()

    class Meta(Fact.Meta):
        # It has no state: it is on the site once both its ends are.
        default_permissions = ("add", "change", "delete", "view", "publish")
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="transfer_key_unique"),
            models.CheckConstraint(condition=has_precision("date"), name="transfer_date_precision"),
            models.CheckConstraint(
                condition=_has_an_end("from") & _has_an_end("to"),
                name="transfer_has_both_ends",
                violation_error_message=_("Say where it came from and where it went."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{side}_count__isnull": True}) | ~Q(**{f"{side}_group_en": ""}),
                    name=f"transfer_{side}_count_of_group",
                    violation_error_message=_("Only an unnamed group has a number."),
                )
                for side in SIDES
            ),
        ]

    def __str__(self):
        return f"{self.end_in_words('from')} → {self.end_in_words('to')}{_(': ')}{self.what}"

    def get_absolute_url(self) -> str:
        """A page of its own, since it belongs to no record."""
        return reverse("transfer-detail", args=[self.key])

    @cached_property
    def ends(self) -> dict[str, dict]:
        """For readers: the records at each end, with further places, and the unnamed group; needs `for_list()`.

        `named` leaves out the case where a place stands beside it: its title would tell the place again.
        """
        found = {}
        for side in SIDES:
            named = [one for end in ENDS if (one := getattr(self, f"{side}_{end}"))]
            records = [*named, *getattr(self, f"{side}_further").all()]
            places = [one for one in records if not isinstance(one, CaseStudy)]
            found[side] = {
                "group": getattr(self, f"{side}_group"),
                "count": getattr(self, f"{side}_count"),
                "records": records,
                "named": places or records,
            }
        return found

    def places_at(self, side: str) -> list[Place]:
        """The places at one end, the further ones too; needs `for_map()`."""
        first = getattr(self, f"{side}_place")
        return [*([first] if first else []), *getattr(self, f"{side}_further").all()]

    def came_to(self, record) -> bool:
        """Whether the record stands where the practice went; else it is where it came from. Needs `for_list()`."""
        return record in self.ends["to"]["records"]

    def end_in_words(self, side: str) -> str:
        """Who stands at one end, without its further places: “18 Brazilian cities”, “Toronto”."""
        group, count = getattr(self, f"{side}_group"), getattr(self, f"{side}_count")
        named = next((one for end in ENDS if (one := getattr(self, f"{side}_{end}"))), None)
        return " ".join(map(str, filter(None, [count, group]))) if group else str(named)


class EventQuerySet(PublicQuerySet):
    def for_list(self):
        return self.with_lines("place__parent__parent__parent")

    def for_detail(self):
        actors = Organisation.objects.published()
        return self.with_lines(
            "parent", "place__parent__parent__parent", more=["place__latitude", "place__longitude"]
        ).prefetch_related(
            models.Prefetch("organisers", actors),
            models.Prefetch("organisations", actors),
            models.Prefetch("programmes", Programme.objects.published()),
            models.Prefetch("children", Event.objects.published().in_order()),
        )

    def in_place(self, place):
        """In this place or in one that lies in it."""
        return self.filter(place__in=Place.objects.within([place.slug]))

    def in_order(self):
        """As they took place; those without a date last."""
        return self.order_by(F("started").asc(nulls_last=True), "slug")

    def newest(self):
        return self.order_by(F("started").desc(nulls_last=True), "slug")


class Event(Record, Noted, Period):
    """A forum, assembly or summit, or a session of one."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("forum")
        CONFERENCE = "conference", _("conference")
        SUMMIT = "summit", _("summit")
        ASSEMBLY = "assembly", _("assembly")
        WORKSHOP = "workshop", _("workshop")
        LAUNCH = "launch", _("launch")
        SESSION = "session", _("session")
        EXHIBITION = "exhibition", _("exhibition")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name_en, name_zh_hans = in_both(models.CharField, _("name"), max_length=200, blank=True, help_text=AS_PRINTED)
    name = Translated()
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("part of"),
        related_name="children",
        null=True,
        blank=True,
        help_text=_("The forum of a session; the conference that a summit was held beside."),
    )
    place = models.ForeignKey(
        Place, models.PROTECT, verbose_name=_("place"), related_name="events", null=True, blank=True
    )
    organisers = models.ManyToManyField(
        Organisation, verbose_name=_("organised by"), related_name="organised_events", blank=True
    )
    organisations = models.ManyToManyField(
        Organisation,
        verbose_name=_("organisations"),
        related_name="events",
        blank=True,
        help_text=_("Those that took part; who organised it stands above."),
    )
    programmes = models.ManyToManyField(
        Programme,
        verbose_name=_("programmes"),
        related_name="events",
        blank=True,
        help_text=_("A declaration that it adopted, a partnership that was launched there."),
    )
    people_en, people_zh_hans = in_both(
        models.TextField,
        _("people and their roles"),
        blank=True,
        help_text=_("As text; people have no records here."),
    )
    people = Translated()
    summary_en, summary_zh_hans = in_both(models.TextField, _("summary"), blank=True, help_text=_("Markdown."))
    summary = Translated()
    folded = FoldedField(sources=("name_en", "name_zh_hans"))

    prose = ("summary", "people")
    objects = EventQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["slug"]
        constraints = [
            *period_constraints("event"),
            in_either("name", "event_has_a_name", ONE_NAME),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="event_not_in_itself"),
        ]

    def __str__(self):
        return str(self.name)

    @property
    def year(self) -> int | None:
        """The year in which it began, if a source says so."""
        return self.started and self.started.year

    @property
    def period(self) -> str:
        """For readers; a start without an end is the date of the event."""
        return super().period if self.ended else show_date(self.started, self.started_precision)

    @property
    def days(self):
        return super().days if self.ended else self.days_of_start
