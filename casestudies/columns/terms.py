"""Themes."""

from django.utils.translation import gettext_lazy as _

from .fields import both, number, record
from .record import identity
from .tables import Table

THEMES = Table(
    (
        *identity(),
        both("name", _("name"), _("What it is called in each language.")),
        both("description", _("description"), _("What belongs here and what does not.")),
        record("parent", _("parent theme"), _("Empty for a main theme. There are two levels, no more.")),
        number("case_count", _("case studies"), _("How many case studies are tagged with it or a theme below it.")),
    ),
    lambda rows: rows.for_list(),
)
