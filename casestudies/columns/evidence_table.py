"""The table of evidence: a row for each theme in each region."""

from django.utils.translation import gettext_lazy as _

from casestudies.evidence_table import Layer

from .fields import choice, link, number, record
from .tables import Table

CELLS = Table(
    (
        record("theme", _("theme"), _("Empty for all themes together, where a case with two themes counts once.")),
        record("region", _("region"), _("Empty for all regions together, where a case in two regions counts once.")),
        number("case_count", _("case studies"), _("How many case studies there are of the theme in the region.")),
        number("with_figures", _("with figures"), _("How many of them have a figure of any kind.")),
        number("with_results", _("with results"), _("How many of them have a measured output, outcome or impact.")),
        choice("layer", Layer, _("best evidence"), _("The shade of the cell on the page.")),
        link("link", _("address"), _("The list of these case studies.")),
    )
)
