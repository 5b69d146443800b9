from casestudies.i18n import columns
from casestudies.models import Affiliation

from .citations import NOTE, FactInline


class AffiliationInline(FactInline):
    """What an organisation or a place is to organisations, in the form of either."""

    model = Affiliation
    fieldsets = [(None, {"fields": [("kind", "other", "key"), columns("text"), ("since", "ended")]}), NOTE]
