from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0006_keys_in_indexes_of_facets"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="outcome",
            name="outcome_indicator_status",
        ),
        migrations.AddIndex(
            model_name="outcome",
            index=models.Index(
                fields=[
                    "indicator",
                    "status",
                    "accumulation",
                    "kind",
                    "gas",
                    "per",
                    "unit",
                    "preferred",
                    "money_year",
                    "baseline_year",
                    "started",
                    "ended",
                    "ended_precision",
                    "value",
                    "upper_value",
                    "id",
                ],
                name="outcome_counted",
            ),
        ),
    ]
