"""What can be asked for: a list and its records for each kind of record, fact and part of a source."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework.response import Response

from casestudies import filters, models
from casestudies.views.addresses import find, refuse_parameters, visible

from . import filters as own
from . import rows
from .reading import Facts, ReadOnly, Records, Vocabulary
from .serializers import actors, evidence, methods, outcomes, places, practice, terms


class CaseStudies(Records):
    """One action in one place, however many documents tell of it."""

    collection = "case-studies"
    filterset = filters.CaseStudyFilterSet
    serializer_class, whole_class = practice.CaseStudy, practice.CaseStudyDetail

    def get_queryset(self):
        return rows.case_studies().published()

    def whole(self):
        return rows.whole_case_studies()


class Cities(Records):
    """Cities and what they lie in."""

    collection = "cities"
    filterset = filters.CityFilterSet
    serializer_class, whole_class = places.Place, places.PlaceDetail

    def get_queryset(self):
        return rows.places(models.City).published()

    def whole(self):
        return rows.whole_places(models.City)


class Places(Records):
    """Regions, countries, territories and other areas: every place that is no city."""

    collection = "places"
    filterset = own.PlaceFilterSet
    serializer_class, whole_class = places.Place, places.PlaceDetail

    def get_queryset(self):
        return rows.places().published().exclude(kind=models.Place.Kind.CITY)

    def whole(self):
        return rows.whole_places()


class Programmes(Records):
    """The named vehicles for action: plans, laws, funds, accelerators, campaigns."""

    collection = "programmes"
    filterset = filters.ProgrammeFilterSet
    serializer_class, whole_class = practice.Programme, practice.ProgrammeDetail

    def get_queryset(self):
        return models.Programme.objects.published().for_list()

    def whole(self):
        return rows.whole_programmes()


class Organisations(Records):
    """Bodies that run, fund, advise or host what cities do; a city network answers at /networks/."""

    collection = "organisations"
    filterset = filters.OrganisationFilterSet
    serializer_class, whole_class = actors.Organisation, actors.OrganisationDetail
    model = models.Organisation

    def get_queryset(self):
        return self.model.objects.published().for_list()

    def whole(self):
        return rows.whole_organisations(self.model)

    def cited_by(self, record):
        return super().cited_by(record) | models.Citation.objects.filter(membership__network=record)


class Networks(Organisations):
    """Organisations that cities join."""

    collection = "networks"
    filterset = filters.NetworkFilterSet
    model = models.Network


class Methods(Records):
    """Reusable approaches; /steps/?method= has the cases that used one."""

    collection = "methods"
    filterset = filters.MethodFilterSet
    serializer_class, whole_class = methods.Method, methods.MethodDetail

    def get_queryset(self):
        return models.Method.objects.published().for_list()

    def whole(self):
        return rows.whole_methods()

    def cited_by(self, record):
        return models.Citation.objects.filter(lesson__method=record)


class Events(Records):
    """Forums, assemblies and summits."""

    collection = "events"
    filterset = own.EventFilterSet
    serializer_class, whole_class = practice.Event, practice.EventDetail

    def get_queryset(self):
        return rows.events().published()

    def whole(self):
        return rows.events()


class Terms(Records):
    """The glossary."""

    collection = "terms"
    filterset = own.TermFilterSet
    serializer_class, whole_class = terms.Term, terms.TermDetail

    def get_queryset(self):
        return rows.terms().published()

    def whole(self):
        return rows.terms().prefetch_related("narrower")


class Sources(Records):
    """Documents that facts come from, each with its parts."""

    collection = "sources"
    filterset = filters.SourceFilterSet
    serializer_class, whole_class = evidence.Source, evidence.SourceDetail

    def get_queryset(self):
        return models.Source.objects.published().for_list()

    def whole(self):
        return rows.whole_sources()

    def cited_by(self, record):
        return None


class Parts(ReadOnly):
    """Chapters or regions of a long document."""

    serializer_class = evidence.Part

    def retrieve(self, request, source, slug):
        source = find(request, models.Source.objects.all(), source)
        return Response(self.shown(get_object_or_404(rows.parts().filter(source=source), slug=slug)))


class Passages(ReadOnly):
    """Sections, boxes, paragraphs and snapshots of a source; each record with every fact drawn from it."""

    filterset = own.PassageFilterSet
    serializer_class, whole_class = evidence.Passage, evidence.PassageDetail

    def list(self, request, source):
        self.source = visible(request, models.Source.objects.all(), source)
        return super().list(request)

    def get_queryset(self):
        return rows.passages().filter(source=self.source)

    def retrieve(self, request, source, slug):
        self.source = find(request, models.Source.objects.all(), source)
        return Response(self.shown(get_object_or_404(self.get_queryset().for_source(), slug=slug)))


class Themes(Vocabulary):
    """What case studies are about, on two levels. Tagging is editorial."""

    filterset = filters.ThemeFilterSet
    serializer_class, whole_class = terms.Theme, terms.ThemeDetail

    def get_queryset(self):
        return models.Theme.objects.published().for_list()

    def whole(self):
        return rows.whole_themes()


class SDGTargets(Vocabulary):
    """Targets of the Sustainable Development Goals. Tagging is editorial."""

    filterset = own.SDGTargetFilterSet
    serializer_class = terms.SDGTarget

    def get_queryset(self):
        return rows.sdg_targets()


class Indicators(Vocabulary):
    """What is measured; /outcomes/?indicator= has the figures."""

    filterset = filters.IndicatorFilterSet
    serializer_class = outcomes.Indicator

    def get_queryset(self):
        return models.Indicator.objects.published()

    def whole(self):
        return self.get_queryset().with_numbers()


class Units(Vocabulary):
    """Units with their factors, and currencies."""

    filterset = own.UnitFilterSet
    serializer_class = outcomes.Unit

    def get_queryset(self):
        return models.Unit.objects.all()


class Outcomes(Facts):
    """Figures, each about one case study, programme, place or organisation."""

    model, filterset, serializer_class = models.Outcome, filters.OutcomeFilterSet, outcomes.Outcome


class Lessons(Facts):
    """What case studies, programmes and methods taught."""

    model, filterset, serializer_class = models.Lesson, filters.LessonFilterSet, methods.Lesson


class Steps(Facts):
    """Methods as case studies used them, in order and with their duration; each step holds its sub-steps."""

    model, filterset, serializer_class = models.Step, own.StepFilterSet, methods.Step

    def get_queryset(self):
        return super().get_queryset().filter(parent=None)

    def whole(self):
        return super().get_queryset()

    def cited_by_list(self, found):
        return models.Citation.objects.filter(Q(step__in=found) | Q(step__parent__in=found))


class Involvements(Facts):
    """Organisations in case studies."""

    model, filterset, serializer_class = models.Involvement, own.InvolvementFilterSet, practice.Involvement


class Memberships(Facts):
    """Places in networks."""

    model, filterset, serializer_class = models.Membership, own.MembershipFilterSet, actors.Membership


class Participations(Facts):
    """Places, organisations and unnamed groups in programmes."""

    model, filterset, serializer_class = models.Participation, own.ParticipationFilterSet, practice.Participation


class Affiliations(Facts):
    """What organisations are to each other."""

    model, filterset, serializer_class = models.Affiliation, own.AffiliationFilterSet, actors.Affiliation


class Offices(Facts):
    """Where organisations can be found."""

    model, filterset, serializer_class = models.Office, own.OfficeFilterSet, actors.Office


class LeadershipTerms(Facts):
    """Who led organisations."""

    model, serializer_class = models.LeadershipTerm, actors.LeadershipTerm
    filterset = own.LeadershipTermFilterSet


class Transfers(Facts):
    """Practices that moved."""

    model, filterset, serializer_class = models.Transfer, own.TransferFilterSet, practice.Transfer

    def retrieve(self, request, key):
        refuse_parameters(request)
        transfer = self.whole().filter(key=key).first()
        if transfer is None:
            raise Http404(key)
        return Response(self.shown(transfer, self.cited_by_list([transfer])))
