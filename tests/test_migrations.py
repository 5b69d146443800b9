"""The migrations: those that replace others come to the same tables."""

from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader


def test_tables_made_at_once_are_those_of_the_first_eight_migrations():
    loader = MigrationLoader(None, replace_migrations=False)
    one_by_one, at_once = (
        loader.project_state(("casestudies", name), at_end=True)
        for name in ("0008_plainer_labels_of_figures", "0001_squashed_0008")
    )
    changes = MigrationAutodetector(one_by_one, at_once).changes(graph=loader.graph)
    assert [operation for migration in changes.get("casestudies", []) for operation in migration.operations] == []
