"""The test database at an older migration, and an installation of that time in it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

APP = "casestudies"
HERE = Path(__file__).parent


def migrate(to: str = "", **options) -> None:
    call_command("migrate", APP, *filter(None, [to]), verbosity=0, **options)


@contextmanager
def migrating() -> Iterator[None]:
    """Here `migrate` works, also where the tests made the tables without migrations; all is current afterwards."""
    with override_settings(MIGRATION_MODULES={}):
        if not any(app == APP for app, _name in MigrationRecorder(connection).applied_migrations()):
            migrate(fake=True)
        try:
            yield
        finally:
            migrate()


def fill(name: str) -> dict[str, list[dict]]:
    """The rows of the installation of a migration, put into the tables of that time."""
    rows = json.loads((HERE / f"installation_{name[:4]}.json").read_text(encoding="utf-8"))
    then = MigrationExecutor(connection).loader.project_state((APP, name)).apps
    with transaction.atomic():
        for model, of_model in rows.items():
            for row in of_model:
                then.get_model(APP, model)(**row).save_base(raw=True)  # with the times of the file
    filled = [then.get_model(APP, model) for model in rows]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), filled):
            cursor.execute(statement)
    return rows


def now(rows: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The same rows as the database has them now, with the columns of then; a column that is gone fails."""
    return {name: [_found(apps.get_model(APP, name), row) for row in of_model] for name, of_model in rows.items()}


def _found(model: type[models.Model], row: dict) -> dict:
    found = model._base_manager.filter(pk=row["id"]).values(*row).first() or {}
    return {name: _plain(model, name, value) for name, value in found.items()}


def plain(rows: dict[str, list[dict]]) -> dict[str, list[dict]]:
    """The rows of a file, with the dates and numbers that they stand for."""
    return {
        name: [{key: _plain(apps.get_model(APP, name), key, value) for key, value in row.items()} for row in of_model]
        for name, of_model in rows.items()
    }


def _plain(model: type[models.Model], name: str, value):
    return next(field for field in model._meta.fields if field.attname == name).to_python(value)
