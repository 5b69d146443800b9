"""How it is done: methods, the steps that used them, the lessons learned."""

from django.db.models import Q
from rest_framework import serializers

from casestudies import quantities
from casestudies.models import Citation
from casestudies.models import Lesson as LessonModel
from casestudies.models.qualifiers import Qualifier

from .fields import Code, Exact, InWords, PreciseDate, Text
from .links import Link, Links
from .record import FactSerializer, RecordSerializer


class Duration(serializers.Serializer):
    """How long it took or is to take, as the source says it."""

    text = InWords(
        lambda fact, language: quantities.format_months(
            fact.months, fact.months_upper, fact.months_qualifier, language
        )
    )
    months = Exact()
    upper_months = Exact(source="months_upper", allow_null=True)
    qualifier = Code(Qualifier, source="months_qualifier")

    def to_representation(self, fact):
        return None if fact.months is None else super().to_representation(fact)


class SubStep(FactSerializer):
    """A part of a step."""

    order = serializers.IntegerField(help_text="As the source lists it, from 1.")
    title = Text()
    text = Text()
    method = Link(allow_null=True, help_text="Editorial: equal steps of different cases point at the same method.")
    duration = Duration(source="*", allow_null=True)
    started = PreciseDate()
    ended = PreciseDate()


class Step(SubStep):
    """A method as one case used it. Sources give an order and a duration, no overlap and no calendar."""

    substeps = SubStep(many=True)

    @classmethod
    def cited_by(cls, found):
        return Citation.objects.filter(Q(step__in=found) | Q(step__parent__in=found))


class Lesson(FactSerializer):
    """What a case study, programme, method or organisation taught."""

    kind = Code(LessonModel.Kind)
    title = Text()
    text = Text()
    themes = Links()
    example_cases = Links(help_text="Editorial: case studies in which it can be seen.")
    example_programmes = Links(help_text="Editorial: programmes in which it can be seen.")


class Method(RecordSerializer):
    """A reusable approach. Its texts are editorial."""

    name = Text()
    description = Text()
    when_to_use = Text()
    themes = Links()
    case_count = serializers.IntegerField(help_text="Published case studies that used it.")
    shortest_months = Exact(source="shortest", allow_null=True, help_text="The shortest time that a case gave it.")
    longest_months = Exact(source="longest", allow_null=True, help_text="The longest time that a case gave it.")


class MethodDetail(Method):
    """A method with the lessons about it; the cases that used it are the list of steps with `method=`."""

    queryset = "for_detail"

    parent = Link(allow_null=True, help_text="The concept that it is a part of.")
    children = Links(help_text="The methods that are its parts, in order.")
    lessons = Lesson(many=True)

    @classmethod
    def cited_by(cls, found):
        return Citation.objects.filter(lesson__method__in=found)
