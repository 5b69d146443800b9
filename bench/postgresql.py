"""The PostgreSQL server of the tests, with a folder that is kept, since a corpus takes minutes to load."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.postgres import postgres


@contextmanager
def databases(folder: Path, sizes: list[int]) -> Iterator[dict[int, str]]:
    """Size → DATABASE_URL, with one database for each size."""
    with postgres(keep=folder / "postgresql") as url:
        server = url.rpartition("/")[0]
        with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
            there = {name for (name,) in connection.execute("SELECT datname FROM pg_database")}
            for size in sizes:
                name = f"cases_{size}"
                if name in there and not (folder / f"postgresql-{size}.json").exists():
                    connection.execute(f"DROP DATABASE {name}")  # left by an older recipe
                    there.remove(name)
                if name not in there:
                    connection.execute(f"CREATE DATABASE {name}")
        yield {size: f"{server}/cases_{size}" for size in sizes}
