"""An expression to sort by a column whose values have an order of their own, such as roles."""

from collections.abc import Iterable

from django.db import models


class InTurn(models.Func):
    """The place of a column's value in a list of values, from 0; NULL if it is not there.

    A Case would need a condition for each value, and Django takes long to resolve and compile so many of them. The
    values stand in the SQL: they are constants of ours, such as choices.
    """

    template = "CASE %(expressions)s %(turns)s END"
    output_field = models.SmallIntegerField()

    def __init__(self, column: str, values: Iterable[str]):
        turns = " ".join(f"WHEN '{value}' THEN {at}" for at, value in enumerate(values))
        super().__init__(column, turns=turns)
