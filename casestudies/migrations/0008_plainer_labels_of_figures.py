from django.db import migrations, models


class Migration(migrations.Migration):
    """Labels only: nothing changes in the database."""

    dependencies = [
        ("casestudies", "0007_values_of_figures_in_one_index"),
    ]

    operations = [
        migrations.AlterField(
            model_name="outcome",
            name="accumulation",
            field=models.CharField(
                blank=True,
                choices=[
                    ("at-date", "on a given date"),
                    ("per-year", "per year"),
                    ("total", "in total over the period"),
                    ("lifetime", "over the lifetime"),
                ],
                max_length=8,
                verbose_name="accumulation",
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="ended",
            field=models.DateField(
                blank=True, help_text="For a figure on a given date: that date.", null=True, verbose_name="period to"
            ),
        ),
        migrations.AlterField(
            model_name="outcome",
            name="kind",
            field=models.CharField(
                choices=[
                    ("level", "amount"),
                    ("change", "change"),
                    ("percent-change", "change in percent"),
                    ("share", "share"),
                    ("multiple", "multiple"),
                    ("money", "money"),
                ],
                max_length=14,
                verbose_name="kind",
            ),
        ),
    ]
