"""Sources."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import Source

from .fields import CellType, both, choice, date, number, one, public, record, text
from .record import dates, identity
from .tables import Table

SOURCES = Table(
    (
        *identity(),
        both("title", _("title"), _("The title of the document; where it has none in a language, our translation.")),
        record("publisher", _("publisher"), _("Who published it."), lambda source: public(source.publisher)),
        date("date", _("date"), _("When it was published.")),
        choice(
            "kind",
            Source.Kind,
            _("kind"),
            _("A reference work serves editor's notes only; no fact is drawn from it."),
        ),
        text("language", _("language"), _("BCP 47: zh-Hans, en.")),
        text("symbol", _("document symbol"), _("As the document prints it.")),
        one("url", CellType.LINK, _("link"), _("Where the document can be found.")),
        both("licence_note", _("licence note"), _("What may be reused, and how we used it.")),
        both("description", _("description"), _("What kind of document it is.")),
        number("passage_count", _("passages"), _("How many of its passages are here.")),
        *dates(),
    ),
    lambda rows: rows.for_list(),
)
