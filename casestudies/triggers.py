"""Database triggers that change the version of the content with every write to it.

SQLite drops the triggers of a table that a migration rebuilds, so they are installed after every `migrate` instead of
by a migration. The table of the version is not a model, since `flush` would empty it and `loaddata` restore an old
token.

The token is random: a counter would repeat, with other content, after a rollback.
"""

from django.apps import apps
from django.db import connections, transaction

TABLE = "casestudies_contentversion"
PREFIX = "contentversion"
EVENTS = ("INSERT", "UPDATE", "DELETE")


class Sqlite:
    read = f"SELECT token, changed_at, 0 FROM {TABLE}"  # noqa: S608 no text of a user
    renew = f"UPDATE {TABLE} SET token = lower(hex(randomblob(8))), changed_at = CAST(strftime('%s') AS integer)"  # noqa: S608
    reread = ""
    hold = ""
    make = [
        f"CREATE TABLE IF NOT EXISTS {TABLE} (id integer PRIMARY KEY CHECK (id = 1), token text, changed_at integer)",
        f"INSERT OR IGNORE INTO {TABLE} (id, token, changed_at) VALUES (1, '', 0)",  # noqa: S608
    ]
    present = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s"

    @classmethod
    def wanted(cls, table: str) -> dict[str, str]:
        """Name → SQL of the triggers of a table, one per row and event; SQLite has no statement triggers."""
        names = {event: f"{PREFIX}_{table}_{event.lower()}" for event in EVENTS}
        return {
            name: f'CREATE TRIGGER "{name}" AFTER {event} ON "{table}" BEGIN {cls.renew}; END'
            for event, name in names.items()
        }


class PostgreSQL:
    renewed = (
        "token = replace(gen_random_uuid()::text, '-', ''), "
        # Seconds never repeat, since If-Modified-Since compares seconds.
        "changed_at = greatest(extract(epoch FROM clock_timestamp())::bigint, changed_at + 1)"
    )
    read = f"SELECT token, changed_at, coalesce(changed_in = txid_current_if_assigned(), false) FROM {TABLE}"  # noqa: S608
    renew = f"UPDATE {TABLE} SET {renewed}, changed_in = NULL"  # noqa: S608
    reread = f"{renew} RETURNING token, changed_at"
    hold = f"SELECT FROM {TABLE} FOR UPDATE"  # noqa: S608
    function = f"{TABLE}_changes"
    make = [
        f"CREATE TABLE IF NOT EXISTS {TABLE} "
        "(id integer PRIMARY KEY CHECK (id = 1), token text, changed_at bigint, changed_in bigint)",
        f"INSERT INTO {TABLE} (id, token, changed_at) VALUES (1, '', 0) ON CONFLICT DO NOTHING",  # noqa: S608
        # Once per transaction: repeated updates of one row in a transaction take quadratic time.
        f"""
        CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
        BEGIN
            UPDATE {TABLE} SET {renewed}, changed_in = txid_current()
            WHERE changed_in IS DISTINCT FROM txid_current();
            RETURN NULL;
        END $$
        """,  # noqa: S608
    ]
    present = (
        "SELECT tgname, '' FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE pg_table_is_visible(pg_class.oid) AND tgname LIKE %s"
    )

    @classmethod
    def wanted(cls, table: str) -> dict[str, str]:
        """Name → SQL of one trigger, before each statement: locking rows before the version could deadlock."""
        name = f"{PREFIX}_{table}"
        events = " OR ".join([*EVENTS, "TRUNCATE"])
        return {
            name: f'CREATE TRIGGER "{name}" BEFORE {events} ON "{table}" '
            f"FOR EACH STATEMENT EXECUTE FUNCTION {cls.function}()"
        }


VENDORS = {"sqlite": Sqlite, "postgresql": PostgreSQL}


def content_tables() -> list[str]:
    """The tables of the app, with those of many-to-many relations."""
    models = apps.get_app_config("casestudies").get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})


def install(using: str, **kwargs) -> None:
    """Handler of post_migrate: installs missing triggers, and changes a version that may have missed writes."""
    connection = connections[using]
    vendor = VENDORS[connection.vendor]
    with transaction.atomic(using=using), connection.cursor() as cursor:
        existing = connection.introspection.table_names(cursor)
        tables = [table for table in content_tables() if table in existing]
        for statement in vendor.make:
            cursor.execute(statement)
        cursor.execute(vendor.present, [f"{PREFIX}%"])
        present = dict(cursor.fetchall())
        wanted = {name: sql for table in tables for name, sql in vendor.wanted(table).items()}
        missing = {name: sql for name, sql in wanted.items() if present.get(name) not in (sql, "")}
        for name, statement in missing.items():
            if name in present:
                cursor.execute(f'DROP TRIGGER "{name}"')
            cursor.execute(statement)
        if missing:
            cursor.execute(vendor.renew)
