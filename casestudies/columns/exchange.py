"""Events."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import Event, Organisation

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
        records("organisations", _("organisations"), _("The organisations that held it or had a part in it.")),
        translated("people", _("people and their roles"), _("As text; people have no records here.")),
        translated("summary", _("summary"), _("What was done there, from the sources. Markdown.")),
        note(),
        proofs(),
        *dates(),
    ),
    lambda rows: rows.select_related(f"place__{ANCESTORS}").prefetch_related(
        prefetch_list("organisations", Organisation.objects.published()), *prefetch_citations()
    ),
    places=lambda event: filter(None, [_place(event)]),
)
