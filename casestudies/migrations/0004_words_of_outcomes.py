from django.db import migrations

import casestudies.models.record


def fold_words(apps, schema_editor):
    outcomes = apps.get_model("casestudies", "Outcome").objects.only("sentence_en", "sentence_zh_hans")
    for outcome in outcomes.iterator():
        outcome.save(update_fields=["folded"])


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0003_parts_of_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="outcome",
            name="folded",
            field=casestudies.models.record.FoldedField(
                blank=True, default="", editable=False, sources=("sentence_en", "sentence_zh_hans")
            ),
            preserve_default=False,
        ),
        migrations.RunPython(fold_words, migrations.RunPython.noop, elidable=True),
    ]
