"""The rows that a text finds: the database reads each column of names once for all words; the index has the joins.

In a single query the database repeats the joins from a figure to its case and on to its places for each word, which
took seconds.
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

from .grouping import led_to, links

Found = dict[int, BitMap64]  # which words, a bit for each → the rows that hold them; a row may stand under several


class Text:
    """Some words, and the published rows that hold them."""

    def __init__(self, index: Index, text: str):
        self.index, self.words = index, words_of(text)
        self._read: dict[type[Model], Found] = {}

    def named(self, model: type[Model]) -> BitMap64:
        """Keys of the published rows that `model.objects.named(text)` finds."""
        found = self.holding(model, model.named_by)
        by_word = (
            BitMap64().union(*(rows for which, rows in found.items() if which >> at & 1))
            for at in range(len(self.words))
        )
        return reduce(and_, by_word, self.index.rows(model))

    def holding(self, model: type[Model], columns: Iterable[str]) -> Found:
        """By the words that are in these columns, of the row itself or of what it leads to: `case__places__folded`."""
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
                here = led_to(leading, there)
                found[which] = found.get(which, BitMap64()) | here
        public = self.index.rows(model)
        return {which: rows for which, keys in found.items() if which and (rows := keys & public)}

    def read(self, model: type[Model]) -> Found:
        """By the words that are in its names, which are read once."""
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
