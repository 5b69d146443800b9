"""The order of the figures on a page, and the one that heads a card."""

from django.db import models
from django.db.models import F

from casestudies.i18n import columns
from casestudies.quantities import MEASURED

from .in_turn import InTurn
from .indicators import Dimension, Indicator
from .record import PublicQuerySet

# Impacts first; what has no level stands before inputs and context.
LEVELS = (*Indicator.RESULTS, "", *Indicator.NO_RESULTS)
# A count of one zone or plan says little as a number: it stands after the others of its level.
COUNT_OF_ONE = models.Case(
    models.When(kind="level", value=1, upper_value=None, unit__dimension=Dimension.COUNT, then=1), default=0
)
MEASURED_FIRST = models.Case(models.When(status__in=MEASURED, then=0), default=1)
# Texts of an outcome that its card leaves out.
NOT_ON_CARDS = (
    "folded",
    "as_printed",
    *columns("sentence"),
    *columns("subgroup"),
    *columns("editors_note"),
)
KEY_FIRST = (InTurn("indicator__results_level", LEVELS), F("preferred").desc(), MEASURED_FIRST, COUNT_OF_ONE)


def headlines(outcomes: models.QuerySet) -> models.QuerySet:
    """The key figures among them, as a page orders them, with what a card prints. Context and inputs are none."""
    found = outcomes.exclude(indicator__results_level__in=Indicator.NO_RESULTS)
    return (
        found.select_related("unit").with_lines("indicator").defer(*NOT_ON_CARDS).order_by(*KEY_FIRST, "order", "pk")
    )


class HasFiguresQuerySet(PublicQuerySet):
    """Queries about records that have outcomes."""

    def for_cards(self):
        return self.for_list().with_headlines()

    def with_headlines(self):
        """With the `headline` of each, in one query for all rows.

        It fetches all key figures of a record: there are few, and a query for the first of each takes twice as long.
        """
        found = headlines(self.model._meta.get_field("outcomes").related_model.objects.all())
        return self.prefetch_related(models.Prefetch("outcomes", found, to_attr="headlines"))


class HasFigures:
    """Has outcomes, and on its card the first of its key figures."""

    @property
    def headline(self):
        """The first of its own key figures; None without one. Asks the database unless `with_headlines()` has."""
        found = vars(self).get("headlines")
        return next(iter(headlines(self.outcomes.all())[:1] if found is None else found), None)
