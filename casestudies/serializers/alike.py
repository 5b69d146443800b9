"""Records that are like another one, and why."""

from rest_framework import serializers

from .links import Link


class Shared(serializers.Serializer):
    """A value that both records share."""

    facet = serializers.CharField(help_text="The name of the filter, or `indicator` or `programme`.")
    value = serializers.CharField(help_text="As the filter takes it.")
    count = serializers.IntegerField(help_text="All published records of the kind that have it.")
    weight = serializers.FloatField(help_text="The fewer have it, the more.")


class Alike(serializers.Serializer):
    """A record that is like this one. Which are is worked out from what they share; no source says so."""

    record = Link(source="row")
    score = serializers.FloatField(help_text="The sum of the weights.")
    shared = Shared(many=True, source="reasons", help_text="The heaviest first.")
