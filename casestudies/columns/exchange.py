"""Events."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import Event, Organisation, Programme

from .evidence import prefetch_citations, proofs
from .fields import choice, prefetch_list, public, record, records, translated
from .geography import ANCESTORS, country_and_region
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
        records("programmes", _("programmes"), _("What was adopted or launched there.")),
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
