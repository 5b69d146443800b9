"""A whole installation moves to another database by one pair of commands, see docs/content.md."""

from datetime import datetime

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command

from casestudies.models import CaseStudy, DeletedFact, Theme

from .test_fixture_tree import load_tree, run, write_tree  # noqa: F401


def rows() -> dict[str, list[dict]]:
    """Every row that the commands move, with its primary key; JSON holds times to the millisecond."""
    return {
        model._meta.label: [
            {
                name: value.isoformat(timespec="milliseconds") if isinstance(value, datetime) else value
                for name, value in row.items()
            }
            for row in model.objects.order_by("pk").values()
        ]
        for app in ("casestudies", "auth", "admin")
        for model in apps.get_app_config(app).get_models()
        if model._meta.managed and model not in (Permission, LogEntry)
    }


def log() -> list[tuple]:
    """Content types and permissions have other keys in another database, and the same names."""
    return list(
        LogEntry.objects.values_list("pk", "user__username", "content_type__model", "object_id", "change_message")
    )


@pytest.mark.django_db(transaction=True)
def test_dumpdata_and_loaddata_move_every_row_with_its_key(tree, tmp_path, rows_of_the_tree):
    Theme.objects.create(pk=70, slug="heat", name_en="Heat", name_zh_hans="高温")
    curators = Group.objects.create(pk=5, name="curators")
    curators.permissions.add(Permission.objects.get(codename="change_casestudy"))
    ana = User.objects.create_user("ana", password="correct-horse", id=9)
    ana.groups.add(curators)
    case = CaseStudy.objects.get()
    case.lessons.get().delete()
    assert DeletedFact.objects.exists()
    LogEntry.objects.create(
        pk=3, user=ana, content_type=ContentType.objects.get_for_model(case), object_id=case.pk,
        object_repr=str(case), action_flag=CHANGE, change_message="A better title",
    )  # fmt: skip
    before, log_before = rows(), log()
    file = tmp_path / "installation.json"

    call_command(
        "dumpdata", "casestudies", "auth", "admin", natural_foreign=True, exclude=["auth.permission"], output=file
    )
    call_command("flush", interactive=False, verbosity=0)
    ContentType.objects.clear_cache()
    assert not CaseStudy.objects.exists()
    call_command("loaddata", str(file), verbosity=0)

    assert rows() == before
    assert log() == log_before == [(3, "ana", "casestudy", str(case.pk), "A better title")]
    assert User.objects.get().has_perm("casestudies.change_casestudy")
    assert Theme.objects.create(slug="new", name_en="New", name_zh_hans="新").pk > 70
    assert run("load_fixtures", tree)[-1].endswith(": 16 unchanged, 1 edited here")  # the lesson that was deleted
