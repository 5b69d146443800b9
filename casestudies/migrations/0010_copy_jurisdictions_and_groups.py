from django.db import migrations


def to_many(apps, schema_editor):
    """Each programme keeps its jurisdiction; a counted place becomes where an unnamed group is."""
    Programme = apps.get_model("casestudies", "Programme")
    Participation = apps.get_model("casestudies", "Participation")
    placed = Programme.objects.exclude(jurisdiction=None).values_list("pk", "jurisdiction")
    Programme.jurisdictions.through.objects.bulk_create(
        Programme.jurisdictions.through(programme_id=programme, place_id=place) for programme, place in placed
    )
    groups = Participation.objects.exclude(count=None).exclude(place=None)
    Participation.group_places.through.objects.bulk_create(
        Participation.group_places.through(participation_id=pk, place_id=place)
        for pk, place in groups.values_list("pk", "place")
    )
    groups.update(group_en="unnamed participants", group_zh_hans="未具名的参与者", place=None)


def to_one(apps, schema_editor):
    """Keeps the first jurisdiction and the first place of a group. Refuses what one place can't say."""
    Programme = apps.get_model("casestudies", "Programme")
    Participation = apps.get_model("casestudies", "Participation")
    several = [one.slug for one in Programme.objects.all() if one.jurisdictions.count() > 1]
    if several:
        raise RuntimeError(f"These programmes have several jurisdictions: {', '.join(several)}")
    groups = Participation.objects.exclude(group_en="")
    untold = [f"{one.programme.slug}: {one.key}" for one in groups if one.group_places.count() != 1]
    if untold:
        raise RuntimeError(f"These groups are not in exactly one place: {', '.join(untold)}")
    for programme in Programme.objects.filter(jurisdictions__isnull=False):
        Programme.objects.filter(pk=programme.pk).update(jurisdiction=programme.jurisdictions.get())
    for group in groups:
        Participation.objects.filter(pk=group.pk).update(place=group.group_places.get(), group_en="", group_zh_hans="")


class Migration(migrations.Migration):
    dependencies = [
        ("casestudies", "0009_several_jurisdictions_and_unnamed_groups"),
    ]

    operations = [
        migrations.RunPython(to_many, to_one, elidable=True),
    ]
