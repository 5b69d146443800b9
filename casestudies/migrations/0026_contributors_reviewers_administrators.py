"""Makes the three groups. docs/curating.md says what each may do."""

from functools import cache

from django.db import migrations

RECORDS = [
    "casestudy", "city", "event", "method", "network", "organisation", "place", "programme", "source", "term",
]  # fmt: skip
VOCABULARIES = ["indicator", "indicatorfamily", "sdgtarget", "theme", "unit"]
# An outcome can be changed by who may change its record; a passage is changed with its source.
OPEN_TO = {
    "contributors": {
        "view": [*RECORDS, *VOCABULARIES, "transfer", "outcome", "passage", "formerslug", "contentload"],
        "add": RECORDS,
        "change": [*RECORDS, "outcome"],
        "delete": RECORDS,
    },
    "reviewers": {
        "view": [*RECORDS, *VOCABULARIES, "transfer", "outcome", "passage", "formerslug", "contentload"],
        "add": [*RECORDS, *VOCABULARIES, "transfer"],
        "change": [*RECORDS, *VOCABULARIES, "transfer", "outcome"],
        "delete": [*RECORDS, *VOCABULARIES, "transfer"],
        "publish": [*RECORDS, "transfer"],
        "withdraw": RECORDS,
    },
}
OPEN_TO["administrators"] = OPEN_TO["reviewers"]
ACCOUNTS = ["user", "group"]


def make(apps, schema_editor):
    """Django adds permissions after all migrations, so those that are not there yet are made here, as it makes them."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")

    @cache
    def kind(app, model):
        return ContentType.objects.get_or_create(app_label=app, model=model)[0]

    @cache
    def permission(action, app, model):
        named = apps.get_model(app, model)._meta.verbose_name_raw
        return Permission.objects.get_or_create(
            content_type=kind(app, model), codename=f"{action}_{model}", defaults={"name": f"Can {action} {named}"}
        )[0]

    for name, actions in OPEN_TO.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(
            *(permission(action, "casestudies", model) for action, models in actions.items() for model in models)
        )
    administrators = Group.objects.get(name="administrators")
    administrators.permissions.add(
        *(permission(action, "auth", model) for action in ("view", "add", "change", "delete") for model in ACCOUNTS)
    )


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0025_who_may_publish"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        # Backwards the groups stay: people may be in them.
        migrations.RunPython(make, migrations.RunPython.noop),
    ]
