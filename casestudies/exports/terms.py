"""Themes."""

from django.utils.translation import gettext_lazy as _

from casestudies.filters import ThemeFilterSet
from casestudies.models import Theme

from .columns import both, number, record
from .record import identity
from .tables import Table


def _themes():
    return Theme.objects.published().for_list()


THEMES = Table(
    "themes",
    _("Themes"),
    ThemeFilterSet,
    _themes,
    _themes,
    (
        *identity(),
        both("name", _("name"), _("What it is called in each language.")),
        both("description", _("description"), _("What belongs here and what does not.")),
        record("parent", _("parent theme"), _("Empty for a main theme. There are two levels, no more.")),
        number("case_count", _("case studies"), _("How many case studies are tagged with it or a theme below it.")),
    ),
)
