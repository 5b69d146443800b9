"""Where things happen: regions, countries, territories, cities and other areas."""

from rest_framework import serializers

from casestudies.models import ClimateZone, SizeClass
from casestudies.models import Place as PlaceModel

from .actors import Affiliation
from .alike import Alike
from .fields import Code, Exact, String, Text
from .links import Link
from .outcomes import Outcome
from .record import RecordSerializer, TextCitations


class Place(RecordSerializer):
    """A place and what it lies in."""

    name = Text()
    kind = Code(PlaceModel.Kind)
    parent = Link(allow_null=True, help_text="The place it lies in.")
    country = Link(allow_null=True)
    region = Link(allow_null=True, help_text="One of the seven that places are browsed by.")
    iso_code = String(help_text="ISO 3166.")
    m49_code = String(help_text="UN M49.")
    geonames_id = serializers.IntegerField(allow_null=True, help_text="GeoNames: https://www.geonames.org/3688689/.")
    latitude = Exact(allow_null=True)
    longitude = Exact(allow_null=True)
    population = serializers.IntegerField(allow_null=True)
    population_year = serializers.IntegerField(allow_null=True)
    dataset = String(help_text="Where coordinates and population come from.")
    dataset_release = String()
    city_size = Code(SizeClass, allow_null=True, help_text="Of a city, from its population.")
    climate_zone = Code(ClimateZone, allow_null=True, help_text="Köppen-Geiger class of the position of a city.")
    climate_dataset = String(help_text="Where the climate zone comes from.")
    climate_dataset_release = String()
    case_count = serializers.IntegerField(help_text="Published case studies in the place itself.")
    figure_count = serializers.IntegerField(help_text="Figures of these case studies.")


class PlaceDetail(Place):
    """A place with its profile, what it is to organisations, and the figures about the place itself.

    What its cases found is in the lists.
    """

    aliases = serializers.ListField(child=serializers.CharField())
    profile = Text()
    affiliations = Affiliation(many=True)
    outcomes = Outcome(many=True)
    similar = Alike(many=True, source="alike", help_text="Of a city: those that share most with it.")
    editors_note = Text()
    citations = TextCitations()
