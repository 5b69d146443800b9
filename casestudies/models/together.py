"""An aggregate that returns all values of a group in one row, which is far faster than a row for each."""

import json
from decimal import Context, Decimal

from django.db.models import Aggregate, Field

STORED = Context(prec=15)  # SQLite stores decimals as floats; validate_exact allows no more digits


class Values(Field):
    """A list of whole numbers, dates or texts."""

    def from_db_value(self, value, expression, connection):
        return json.loads(value) if isinstance(value, str) else value


class Decimals(Field):
    """A list of decimals, exact to the 15 digits that are stored."""

    def from_db_value(self, value, expression, connection):
        if isinstance(value, str):
            return json.loads(value, parse_float=STORED.create_decimal, parse_int=Decimal)
        return value


class Together(Aggregate):
    """The list of all values of a group, with duplicates; of whole numbers unless `output_field` says otherwise."""

    function = "ARRAY_AGG"
    output_field = Values()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **context)
