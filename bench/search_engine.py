"""The same rows in Tantivy, a search engine in Rust, in this process. Facets are aggregations over fast fields."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from .answers import Answer, Counts
from .flat import FACETS, rows

PAGE = 20
VALUES = 20_000  # more than any facet has
MEMORY = 500_000_000


class Engine:
    def __init__(self, folder: Path):
        """Opens the index in `folder`, or builds it from the corpus."""
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("rank", stored=False, indexed=True, fast=True)
        for name in FACETS:
            builder.add_text_field(name, stored=False, fast=True, tokenizer_name="raw", index_option="basic")
        self.schema = builder.build()
        is_new = not (folder / "meta.json").exists()
        folder.mkdir(parents=True, exist_ok=True)
        self.index = tantivy.Index(self.schema, path=str(folder))
        if is_new:
            self._fill()
        self.index.reload()
        self.searcher = self.index.searcher()

    def _fill(self) -> None:
        writer = self.index.writer(heap_size=MEMORY, num_threads=1)  # one segment: the fastest to read
        for row in rows():
            document = tantivy.Document()
            document.add_unsigned("rank", row.rank)
            for name, values in row.values.items():
                for value in values:
                    document.add_text(name, value)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def ask(self, query: Iterable[tuple[str, str]], page: int = 1) -> Answer:
        """All facet counts, each without its own filter, and a page of rows."""
        query = list(query)
        chosen = {name for name, _value in query}
        everything = self._query(query)
        counts = self._aggregate(everything, [name for name in FACETS if name not in chosen])
        for name in chosen:
            counts |= self._aggregate(self._query((other, value) for other, value in query if other != name), [name])
        found = self.searcher.search(
            everything,
            limit=PAGE,
            offset=(page - 1) * PAGE,
            order_by_field="rank",
            order=tantivy.Order.Asc,
        )
        return Answer(counts, found.count, [rank for rank, _address in found.hits])

    def _query(self, query: Iterable[tuple[str, str]]) -> tantivy.Query:
        terms = [(tantivy.Occur.Must, tantivy.Query.term_query(self.schema, *pair, "basic")) for pair in query]
        return tantivy.Query.boolean_query(terms) if terms else tantivy.Query.all_query()

    def _aggregate(self, query: tantivy.Query, names: list[str]) -> Counts:
        asked = {name: {"terms": {"field": name, "size": VALUES}} for name in names}
        found = self.searcher.aggregate(query, asked)
        return {name: {one["key"]: one["doc_count"] for one in found[name]["buckets"]} for name in names}
