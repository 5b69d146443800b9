"""The same rows in Datasette: a table of cases with JSON arrays as facets, and tables of facts, all indexed.

In its favour: it answers in JSON, our order is the primary key, the file is immutable, and no facets are suggested.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from casestudies.models import Lesson, Outcome, Step

from .answers import Answer
from .flat import FACETS, SEVERAL, SINGLE, TEXTS, FlatCase, rows

DATABASE = "flat"  # the name of the file
PAGE = 20
NO_ROWS = [("_size", "0")]
MOST = 20_000
SETTINGS = {
    "sql_time_limit_ms": 600_000,
    "facet_time_limit_ms": 600_000,
    "max_returned_rows": MOST,
    "max_csv_mb": 0,
    "suggest_facets": 0,
    "default_cache_ttl": 0,
}
FACTS = {
    "steps": (Step, ("title_en", "title_zh_hans", "text_en", "text_zh_hans", "months")),
    "outcomes": (Outcome, ("as_printed", "sentence_en", "sentence_zh_hans", "status", "value")),
    "lessons": (Lesson, ("kind", "title_en", "title_zh_hans", "text_en", "text_zh_hans")),
}


def write(file: Path) -> None:
    """Writes the flattened corpus into a SQLite file."""
    part = file.with_suffix(".part")
    part.unlink(missing_ok=True)
    with closing(sqlite3.connect(part)) as database:
        texts, single, several = (", ".join(f"{name} TEXT" for name in names) for names in (TEXTS, SINGLE, SEVERAL))
        database.execute(f"CREATE TABLE cases (rank INTEGER PRIMARY KEY, {texts}, {single}, {several})")
        ranks: dict[int, int] = {}
        database.executemany(
            f"INSERT INTO cases VALUES ({', '.join('?' * (1 + len(TEXTS) + len(FACETS)))})",  # noqa: S608
            (_flat(row, ranks) for row in rows()),
        )
        for name in FACETS:
            database.execute(f"CREATE INDEX cases_{name} ON cases ({name})")
        for table, (model, columns) in FACTS.items():
            named = ", ".join(f"{name} TEXT" for name in columns)
            database.execute(f"CREATE TABLE {table} (id INTEGER PRIMARY KEY, rank INTEGER REFERENCES cases, {named})")
            facts = model.objects.filter(case__in=ranks) if len(ranks) < 500 else model.objects.exclude(case=None)
            database.executemany(
                f"INSERT INTO {table} VALUES ({', '.join('?' * (2 + len(columns)))})",  # noqa: S608
                (
                    (pk, ranks[case], *map(str, rest))
                    for pk, case, *rest in facts.values_list("pk", "case_id", *columns).iterator()
                    if case in ranks
                ),
            )
            database.execute(f"CREATE INDEX {table}_rank ON {table} (rank)")
        database.execute("ANALYZE")
        database.commit()
    part.replace(file)


def _flat(row: FlatCase, ranks: dict[int, int]) -> tuple:
    ranks[row.pk] = row.rank
    single = (row.values[name][0] if row.values[name] else None for name in SINGLE)
    several = (json.dumps(row.values[name], ensure_ascii=False) for name in SEVERAL)
    return (row.rank, *row.texts.values(), *single, *several)


def command(program: Path, file: Path, port: int) -> list[str]:
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, str(value))]
    return [str(program), "serve", "--immutable", str(file), "--host", "127.0.0.1", "--port", str(port), *settings]


def addresses(query: Iterable[tuple[str, str]], after: int = 0) -> list[str]:
    """The requests for a page of rows after rank `after`, and for all facet counts.

    Datasette counts a facet with its own choice applied, so each chosen facet needs a request without it. On later
    pages it counts only the rows from there on, so the rows need a request of their own.
    """
    query = list(query)
    chosen = {name for name, _value in query}
    facets = _facets([name for name in FACETS if name not in chosen])
    where, shown = _where(query), [*(("_col", name) for name in TEXTS), ("_size", str(PAGE))]
    if not after:
        asked = [_address([*where, *facets, *shown])]
    else:
        asked = [_address([*where, *shown, ("_next", str(after))]), _address([*where, *facets, *NO_ROWS])]
    for name in sorted(chosen):
        others = [(other, value) for other, value in query if other != name]
        asked.append(_address([*_where(others), *_facets([name]), *NO_ROWS]))
    return asked


def csv(query: Iterable[tuple[str, str]]) -> str:
    return f"/{DATABASE}/cases.csv?{urlencode([*_where(query), ('_size', 'max'), ('_stream', 'on')])}"


def of_case(rank: int) -> list[str]:
    """The requests for a case and its facts."""
    return [f"/{DATABASE}/cases/{rank}.json?_shape=objects"] + [
        f"/{DATABASE}/{table}.json?rank={rank}&_size=max&_shape=objects" for table in FACTS
    ]


def of_city(slug: str) -> list[str]:
    """The requests for the cases of a city and their facts, one per table."""
    asked = [_address([("city__arraycontains", slug), ("_size", "max")])]
    for table in FACTS:
        where = f"rank in (select rank from cases, json_each(cases.city) as c where c.value = '{slug}')"  # noqa: S608
        asked.append(f"/{DATABASE}/{table}.json?{urlencode({'_where': where, '_size': 'max', '_shape': 'objects'})}")
    return asked


def _where(query: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(f"{name}__arraycontains" if name in SEVERAL else f"{name}__exact", value) for name, value in query]


def _facets(names: Iterable[str]) -> list[tuple[str, str]]:
    asked = [("_facet_array" if name in SEVERAL else "_facet", name) for name in names]
    return [*asked, ("_facet_size", "max")] if asked else []


def _address(parameters: list[tuple[str, str]]) -> str:
    return f"/{DATABASE}/cases.json?{urlencode([*parameters, ('_shape', 'objects')])}"


def answer(answers: list[dict]) -> Answer:
    """Parses the responses to `addresses()`; the first has the rows."""
    counts = {
        facet["name"]: {str(found["value"]): found["count"] for found in facet["results"]}
        for each in answers
        for facet in each["facet_results"].values()
    }
    return Answer(counts, answers[0]["filtered_table_rows_count"], [row["rank"] for row in answers[0]["rows"]])
