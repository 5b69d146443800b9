"""Text search. The database reads each column of names once for all words; the joins come from the index.

In a single query the database would repeat the joins from figures to cases and places for each word, which took
seconds.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import partial, reduce
from operator import add, and_

from django.db.models import Case, F, Model, Value, When
from pyroaring import BitMap64

from casestudies.index import Index
from casestudies.models.record import words_of
from casestudies.models.together import Together

from .grouping import links, rows_leading_to

# A bit for each word → rows with these words. A row may be under several keys.
RowsByWords = dict[int, BitMap64]


class TextSearch:
    """A search for some words in published rows."""

    def __init__(self, index: Index, text: str):
        self.index, self.words = index, words_of(text)
        self._read: dict[type[Model], RowsByWords] = {}

    def named(self, model: type[Model]) -> BitMap64:
        """Keys of the published rows that `model.objects.named(text)` finds."""
        found = self.holding(model, model.named_by)
        by_word = (
            BitMap64().union(*(rows for which, rows in found.items() if which >> at & 1))
            for at in range(len(self.words))
        )
        return reduce(and_, by_word, self.index.rows(model))

    def holding(self, model: type[Model], columns: Iterable[str]) -> RowsByWords:
        """The rows with any of the words in these columns, also at the end of a join path: `case__places__folded`."""
        found, beyond = {}, {}
        for column in columns:
            relation, _, rest = column.partition("__")
            if rest:
                beyond.setdefault(relation, []).append(rest)
            else:
                found |= self.read(model)
        for relation, rests in beyond.items():
            other, leading = self.index.get(("leading", model, relation), lambda way=relation: links(model, way))
            for which, there in self.holding(other, rests).items():
                here = rows_leading_to(leading, there)
                found[which] = found.get(which, BitMap64()) | here
        public = self.index.rows(model)
        return {which: rows for which, keys in found.items() if which and (rows := keys & public)}

    def read(self, model: type[Model]) -> RowsByWords:
        """The rows with any of the words in their own names; read once."""
        if model not in self._read:
            bits = (
                Case(When(folded__contains=word, then=Value(1 << at)), default=Value(0))
                for at, word in enumerate(self.words)
            )
            # Key and words in one number: to group by the words, a database would sort all rows.
            size, mask = len(self.words), (1 << len(self.words)) - 1
            packed = Together(reduce(add, bits, F("pk") * (1 << size)))
            found: defaultdict[int, array] = defaultdict(partial(array, "Q"))
            for number in model._base_manager.aggregate(found=packed)["found"] or ():
                found[number & mask].append(number >> size)
            self._read[model] = {which: BitMap64(keys) for which, keys in found.items()}
        return self._read[model]
