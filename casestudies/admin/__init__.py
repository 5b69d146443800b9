"""The admin for curators, with one module per concept, as in models/.

forms.py, choices.py, citations.py, publication.py, deletion.py and lists.py have what these modules share.
"""

from django.contrib import admin
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from . import actors, evidence, exchange, methods, outcomes, places, practice, record, terms

__all__ = ["actors", "evidence", "exchange", "methods", "outcomes", "places", "practice", "record", "terms"]

admin.site.site_header = admin.site.site_title = "CityClimate"
admin.site.site_url = reverse_lazy("home")
admin.site.index_title = _("Curating")
