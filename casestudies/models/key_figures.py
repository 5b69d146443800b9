"""The order of the figures on a page."""

from django.db import models
from django.db.models import F

from casestudies.quantities import MEASURED

from .indicators import Dimension, Indicator


def by_results_level() -> models.Case:
    """Sorts by results level, impacts first; what has no level stands before inputs and context."""
    levels = (*Indicator.RESULTS, "", *Indicator.NO_RESULTS)
    return models.Case(*(models.When(indicator__results_level=level, then=at) for at, level in enumerate(levels)))


# A count of one zone or plan says little as a number: it stands after the others of its level.
COUNT_OF_ONE = models.Case(
    models.When(kind="level", value=1, upper_value=None, unit__dimension=Dimension.COUNT, then=1), default=0
)
MEASURED_FIRST = models.Case(models.When(status__in=MEASURED, then=0), default=1)
KEY_FIRST = (by_results_level(), F("preferred").desc(), MEASURED_FIRST, COUNT_OF_ONE)
