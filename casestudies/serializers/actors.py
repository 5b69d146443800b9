"""Who acts: organisations and networks, and what ties them."""

from rest_framework import serializers

from casestudies.models import Affiliation as AffiliationModel
from casestudies.models import Citation
from casestudies.models import Membership as MembershipModel
from casestudies.models import Organisation as OrganisationModel

from .fields import Code, PreciseDate, String, Text
from .links import Link
from .methods import Lesson
from .outcomes import Outcome
from .record import FactSerializer, RecordSerializer, TextCitations


class Membership(FactSerializer):
    """A place is, was or wants to be a member of a network."""

    place = Link()
    status = Code(MembershipModel.Status)
    since = PreciseDate()


class Affiliation(FactSerializer):
    """What an organisation or a place is to an organisation: the owner is `kind` the other."""

    kind = Code(AffiliationModel.Kind)
    other = Link()
    text = Text(help_text="What it is, in the words of the source: strategic funder.")
    since = PreciseDate()
    ended = PreciseDate()


class Office(FactSerializer):
    """Where an organisation can be found."""

    name = Text()
    address = Text(help_text="As printed.")
    place = Link(allow_null=True)


class LeadershipTerm(FactSerializer):
    """Who led an organisation, as what, from when to when."""

    person = Text()
    role = Text()
    city = Link(allow_null=True)
    started = PreciseDate()
    ended = PreciseDate()
    stood_for = Text(help_text="What the term stood for.")


class Organisation(RecordSerializer):
    """A body that runs, funds, advises or hosts what cities do; a city network is what places join."""

    name = Text()
    acronym = String()
    kind = Code(OrganisationModel.Kind)
    website = String()
    description = Text()
    case_count = serializers.IntegerField(help_text="Published case studies that it had a part in.")
    member_count = serializers.IntegerField(help_text="Places that joined it.")


class OrganisationDetail(Organisation):
    """An organisation with its members, offices, leaders, ties, figures and lessons."""

    queryset = "for_detail"

    aliases = serializers.ListField(child=serializers.CharField())
    parent = Link(allow_null=True)
    memberships = Membership(many=True)
    offices = Office(many=True)
    affiliations = Affiliation(many=True)
    leadership_terms = LeadershipTerm(many=True)
    outcomes = Outcome(many=True)
    lessons = Lesson(many=True)
    editors_note = Text()
    citations = TextCitations()

    @classmethod
    def cited_by(cls, found):
        return super().cited_by(found) | Citation.objects.filter(membership__network__in=found)
