"""What is done: programmes, case studies, who takes part, practices that moved, events."""

from rest_framework import serializers

from casestudies.models import CaseStudy as CaseStudyModel
from casestudies.models import Event as EventModel
from casestudies.models import Programme as ProgrammeModel
from casestudies.models import Transfer as TransferModel
from casestudies.models.evidence import ENDS
from casestudies.models.government import Cooperation as CooperationModel
from casestudies.models.government import Level, OneLevel
from casestudies.models.practice import Stage
from casestudies.models.taking_part import Role

from . import rows
from .alike import Alike
from .fields import SLUG, Code, PreciseDate, String, Text, by_language
from .links import LINK, Link, Links
from .methods import Lesson, Step
from .outcomes import Outcome
from .record import FactSerializer, RecordSerializer, TextCitations

NAMED_TARGETS = "Those that the source itself names; the citations of the record prove it."


class Cooperation(FactSerializer):
    """One level of government acts together with another."""

    level = Code(OneLevel, help_text="The level that gives the mandate, the money, the data, the advice or the pilot.")
    with_level = Code(OneLevel, help_text="The level that receives it.")
    manner = Code(CooperationModel.Manner)
    text = Text(help_text="What was done.")


class Participation(FactSerializer):
    """A place, an organisation or an unnamed group takes part in a programme."""

    place = Link(allow_null=True)
    organisation = Link(allow_null=True)
    group = Text(help_text="An unnamed group, without its number: “model cities”.")
    group_places = Links(help_text="Where the unnamed group is.")
    count = serializers.IntegerField(
        allow_null=True, help_text="How many are in the group: 8 of “eight model cities”."
    )
    role = Code(Role)
    commitment = Text()
    date = PreciseDate()


class Programme(RecordSerializer):
    """The named vehicle for action: a plan, a law, a fund, an accelerator, a campaign."""

    name = Text()
    acronym = String()
    kind = Code(ProgrammeModel.Kind)
    status = Code(Stage, allow_null=True)
    jurisdictions = Links(help_text="The places it is for or binds.")
    level = Code(Level, allow_null=True, help_text="The level of government that made it.")
    started = PreciseDate()
    ended = PreciseDate()
    summary = Text()
    case_count = serializers.IntegerField()


class ProgrammeDetail(Programme):
    """A programme with its participants, figures and lessons."""

    queryset = "for_detail"

    aliases = serializers.ListField(child=serializers.CharField())
    legal_reference = String(help_text="As the source prints it.")
    binds = Text(help_text="Whom it binds, and from which threshold.")
    themes = Links()
    sdg_targets = Links(help_text="Editorial.")
    named_sdg_targets = Links(help_text=NAMED_TARGETS)
    parent = Link(allow_null=True)
    children = Links()
    participations = Participation(many=True)
    cooperation = Cooperation(many=True, help_text="Levels of government that act together in it.")
    outcomes = Outcome(many=True)
    lessons = Lesson(many=True)
    editors_note = Text()
    citations = TextCitations()


class Involvement(FactSerializer):
    """The part of an organisation in a case study, or that of a place in one elsewhere."""

    organisation = Link(allow_null=True)
    place = Link(allow_null=True)
    role = Code(Role)


class CaseStudy(RecordSerializer):
    """One action in one place, however many documents tell of it."""

    queryset = "for_detail"

    title = Text()
    summary = Text()
    depth = Code(CaseStudyModel.Depth, help_text="How much the sources tell.")
    level = Code(Level, help_text="The level of government that acted.")
    stage = Code(Stage, allow_null=True)
    started = PreciseDate()
    ended = PreciseDate()
    places = Links()
    themes = Links(help_text="Editorial.")
    sdg_targets = Links(help_text="Editorial.")
    named_sdg_targets = Links(help_text=NAMED_TARGETS)
    programmes = Links()
    outcome_count = serializers.IntegerField(help_text="Figures about it.")
    result_count = serializers.IntegerField(help_text="Those that are measured results: outputs, outcomes, impacts.")


class CaseStudyDetail(CaseStudy):
    """A case study with all its facts."""

    background = Text()
    results = Text()
    contact = String(help_text="As the source prints it.")
    steps = Step(many=True, help_text="In the order of the source.")
    outcomes = Outcome(many=True)
    lessons = Lesson(many=True)
    involvements = Involvement(many=True)
    cooperation = Cooperation(many=True, help_text="Levels of government that acted together.")
    related = Alike(many=True, source="alike", help_text="Case studies that share most with it.")
    editors_note = Text()
    citations = TextCitations(help_text="Of its texts; each fact has its own.")


class End(serializers.Serializer):
    """One end of a transfer: what is known of it, or an unnamed group."""

    place = Link(allow_null=True)
    further_places = Links(help_text="Beside the place.")
    organisation = Link(allow_null=True)
    programme = Link(allow_null=True)
    case = Link(allow_null=True)
    group = Text(help_text="An unnamed group, without its number: “Brazilian cities”.")
    count = serializers.IntegerField(allow_null=True, help_text="How many are in the group.")

    def to_representation(self, transfer):
        side = self.field_name
        ends = {end: getattr(transfer, f"{side}_{end}") for end in ENDS}
        links = {end: record and LINK.to_representation(record) for end, record in ends.items()}
        return links | {
            "further_places": [LINK.to_representation(place) for place in getattr(transfer, f"{side}_further").all()],
            "group": by_language(transfer, f"{side}_group"),
            "count": getattr(transfer, f"{side}_count"),
        }


class Transfer(FactSerializer):
    """A practice that moved."""

    key = serializers.RegexField(SLUG, help_text="Its permanent name.")
    owner = None
    what = Text(help_text="What moved.")
    manner = Code(TransferModel.Manner)
    date = PreciseDate()

    def get_fields(self):
        return super().get_fields() | {"from": End(source="*"), "to": End(source="*")}


class Event(RecordSerializer):
    """A forum, assembly or summit, or a session of one."""

    fetch = staticmethod(rows.events)

    name = Text()
    kind = Code(EventModel.Kind)
    started = PreciseDate()
    ended = PreciseDate()
    place = Link(allow_null=True)
    parent = Link(allow_null=True, help_text="The event that it was a part of, or held beside.")
    organisers = Links()
    organisations = Links(help_text="Those that took part.")
    programmes = Links(help_text="What was adopted, launched or discussed there.")
    people = Text(help_text="People and their roles.")
    summary = Text()


class EventDetail(Event):
    fetch = staticmethod(rows.event_details)

    children = Links(help_text="Its sessions, and what was held beside it.")
    editors_note = Text()
    citations = TextCitations()
