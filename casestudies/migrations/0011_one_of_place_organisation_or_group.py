from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0010_copy_jurisdictions_and_groups"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='programme',
            name='jurisdiction',
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('group_en', ''), ('organisation__isnull', True), ('place__isnull', False)), models.Q(('group_en', ''), ('organisation__isnull', False), ('place__isnull', True)), models.Q(('organisation__isnull', True), ('place__isnull', True), models.Q(('group_en', ''), _negated=True)), _connector='OR'), name='participation_of_one', violation_error_message='Name one: a place, an organisation, or an unnamed group in words.'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.CheckConstraint(condition=models.Q(('count__isnull', True), models.Q(('group_en', ''), _negated=True), _connector='OR'), name='participation_count_of_group', violation_error_message='Only an unnamed group has a number.'),
        ),
    ]
