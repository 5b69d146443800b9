"""Migrating back drops columns and tables. Refuses where something is in them, before anything is changed.

What a content file gave could be loaded again; what was typed here could not, and no row tells which it was.
"""

from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import connections, models
from django.db.migrations import AddField, CreateModel, Migration
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder

APP = "casestudies"


def refuse_loss(using: str, plan: list[tuple[Migration, bool]], apps, **kwargs) -> None:
    """Handler of pre_migrate. Whoever goes back to zero wants an empty database, and gets it."""
    back = [migration for migration, is_back in plan if is_back and migration.app_label == APP]
    if not back or any(migration.initial for migration in back):
        return
    names = [migration.name for migration in back]
    applied = [name for app, name in MigrationRecorder(connections[using]).applied_migrations() if app == APP]
    if stays := sorted(name for name in applied if name > min(names) and name not in names):
        raise CommandError(f"{stays[-1]} rests on {min(names)}: go back to {stays[0]} at most, or to zero.")
    operations = [operation for migration in back for operation in migration.operations]
    if losses := list(_losses(operations, apps, using)):
        raise CommandError(
            f"Nothing was changed: going back would lose {'; '.join(losses)}. "
            "Delete them first if that is what you want, or restore a copy of the database as it was then."
        )


def _losses(operations: list[Operation], apps, using: str) -> Iterator[str]:
    """What the rows have in the tables and columns that the operations added: `3 parts of sources`."""
    added = {operation.name_lower for operation in operations if isinstance(operation, CreateModel)}
    for operation in operations:
        if isinstance(operation, CreateModel):
            model = apps.get_model(APP, operation.name)
            if count := model._base_manager.using(using).count():
                yield f"{count} {model._meta.verbose_name_plural}"
        elif isinstance(operation, AddField) and operation.model_name_lower not in added:
            model = apps.get_model(APP, operation.model_name)
            field = next((one for one in _fields(model) if one.name == operation.name), None)
            if field is not None and _is_told(field) and (count := _filled(model, field, using)):
                yield f"“{field.verbose_name}” of {count} {model._meta.verbose_name_plural}"


def _is_told(field: models.Field) -> bool:
    """Whether its values come from people: what they type, and who began a record. The rest is worked out."""
    return field.editable or field.remote_field is not None


def _fields(model: type[models.Model]) -> list[models.Field]:
    return [*model._meta.fields, *model._meta.many_to_many]


def _filled(model: type[models.Model], field: models.Field, using: str) -> int:
    """The number of rows that have something in a field."""
    rows = model._base_manager.using(using)
    if field.many_to_many or field.null:
        return rows.filter(**{f"{field.name}__isnull": False}).values("pk").distinct().count()
    return rows.exclude(**{field.name: field.get_default()}).count()
