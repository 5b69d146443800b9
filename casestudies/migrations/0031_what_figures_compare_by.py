"""Durations and subgroups decide whether figures compare, so the covering index has them too; and an index for the order of cases."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casestudies', '0030_former_entries_without_successor'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='outcome',
            name='outcome_counted',
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['indicator', 'status', 'accumulation', 'kind', 'gas', 'per', 'unit', 'scope', 'preferred', 'money_year', 'baseline_year', 'started', 'ended', 'ended_precision', 'months', 'months_upper', 'subgroup_en', 'value', 'upper_value', 'id'], name='outcome_counted'),
        ),
        migrations.AddIndex(
            model_name='outcome',
            index=models.Index(fields=['case', 'status'], name='outcome_status_in_case'),
        ),
    ]
