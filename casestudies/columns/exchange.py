"""Practices that moved, and events."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import Event, Organisation, Programme, Transfer
from casestudies.models.evidence import SIDES

from .evidence import prefetch_citations, proofs
from .fields import (
    Field,
    choice,
    date,
    link,
    number,
    prefetch_list,
    prefetched,
    public,
    record,
    records,
    text,
    translated,
)
from .geography import ANCESTORS, country_and_region, where, with_places
from .practice import period
from .record import dates, identity, note
from .tables import Table


def _place(event):
    return public(event.place)


EVENTS = Table(
    (
        *identity(),
        translated("name", _("name"), _("What it is called in each language.")),
        choice("kind", Event.Kind, _("kind"), _("What kind of meeting it was.")),
        *period(),
        record("place", _("place"), _("Where it was held."), _place),
        country_and_region(_place),
        record(
            "parent",
            _("part of"),
            _("The event that it was a part of, or held beside."),
            lambda row: public(row.parent),
        ),
        records("organisers", _("organised by"), _("The organisations that held it.")),
        records("organisations", _("organisations"), _("The organisations that took part in it.")),
        records("programmes", _("programmes"), _("What was adopted, launched or discussed there.")),
        translated("people", _("people and their roles"), _("As text; people have no records here.")),
        translated("summary", _("summary"), _("What was done there, from the sources. Markdown.")),
        note(),
        proofs(),
        *dates(),
    ),
    lambda rows: rows.select_related("parent", f"place__{ANCESTORS}").prefetch_related(
        prefetch_list("organisers", Organisation.objects.published()),
        prefetch_list("organisations", Organisation.objects.published()),
        prefetch_list("programmes", Programme.objects.published()),
        *prefetch_citations(),
    ),
    places=lambda event: filter(None, [_place(event)]),
)


def _end(side: str, group) -> list[Field]:
    """The columns of one end; `group` is the heading of an unnamed group there."""

    def heading(end: str):
        return Transfer._meta.get_field(f"{side}_{end}").verbose_name

    return [
        record(f"{side}_place", heading("place"), _("The place at this end, if a source names one.")),
        records(f"{side}_further", heading("further"), _("Beside that place.")),
        record(
            f"{side}_organisation", heading("organisation"), _("The organisation at this end, if a source names one.")
        ),
        record(f"{side}_programme", heading("programme"), _("The programme at this end, if a source names one.")),
        record(f"{side}_case", heading("case"), _("The case study at this end, if there is one.")),
        translated(f"{side}_group", group, _("Without its number: “Brazilian cities”.")),
        number(f"{side}_count", heading("count"), _("How many are in the group.")),
    ]


def _ends(transfer):
    """The places at both ends, each once."""
    found = {}
    for side in SIDES:
        for place in filter(None, [getattr(transfer, f"{side}_place"), *prefetched(transfer, f"{side}_further")]):
            found[place.pk] = place
    return found.values()


TRANSFERS = Table(
    (
        text("key", _("key"), _("Unique among transfers. It never changes.")),
        link("link", _("address"), _("The permanent address of the fact.")),
        translated("what", _("what moved"), _("The practice, in a few words.")),
        choice("manner", Transfer.Manner, _("how"), _("How it moved, or is to move.")),
        date("date", _("date"), _("When it moved, as precisely as a source says.")),
        *_end("from", _("from: unnamed group")),
        *_end("to", _("to: unnamed group")),
        *where(_ends),
        note(),
        proofs(),
    ),
    lambda rows: rows.select_related(
        *(f"{side}_{end}" for side in SIDES for end in ("organisation", "programme", "case")),
        *(f"{side}_place__{ANCESTORS}" for side in SIDES),
    ).prefetch_related(
        *(prefetch_list(f"{side}_further", with_places()) for side in SIDES),
        *prefetch_citations(),
    ),
    places=_ends,
)
