"""Every listed thing, declared once. Those with a card have a page, files and a feed; the menu is in this order.

Only addresses, views and the routes of the API import this module.
"""

from django.utils.translation import gettext_lazy as _

from . import columns, filters, models, serializers
from .listing import Counted, Listing

CASES = Listing(
    name="case-studies",
    kind="case",
    title=_("Case studies"),
    lead=_("Each is one action in one place: what was done, in which steps, how long it took and what came of it."),
    model=models.CaseStudy,
    filters=filters.practice.CaseStudyFilterSet,
    serializer=serializers.practice.CaseStudy,
    detail_serializer=serializers.practice.CaseStudyDetail,
    card="casestudies/_case_card.html",
    columns=columns.on_page.CASES,
    table=columns.practice.CASES,
    likeness=filters.likeness.CASES,
    detail="case",
)
CITIES = Listing(
    name="cities",
    kind="city",
    title=_("Cities"),
    lead=_("What each city has done, with whom, and what it learned."),
    model=models.City,
    filters=filters.places.CityFilterSet,
    serializer=serializers.places.Place,
    detail_serializer=serializers.places.PlaceDetail,
    card="casestudies/_city_card.html",
    columns=columns.on_page.CITIES,
    table=columns.places.CITIES,
    likeness=filters.likeness.CITIES,
    detail="place",
)
OUTCOMES = Listing(
    name="outcomes",
    kind="outcome",
    title=_("Figures"),
    lead=_(
        "Results in figures, each with the passage that says so. Its indicator says with which others it compares."
    ),
    model=models.Outcome,
    filters=filters.outcomes.OutcomeFilterSet,
    serializer=serializers.outcomes.Outcome,
    card="casestudies/_outcome_card.html",
    columns=columns.on_page.OUTCOMES,
    table=columns.outcomes.OUTCOMES,
    marked=True,
)
METHODS = Listing(
    name="methods",
    kind="method",
    title=_("Methods"),
    lead=_("Approaches that can be used again, with how long each took where it was used."),
    model=models.Method,
    filters=filters.methods.MethodFilterSet,
    serializer=serializers.methods.Method,
    detail_serializer=serializers.methods.MethodDetail,
    card="casestudies/_method_card.html",
    columns=columns.on_page.METHODS,
    above=lambda method: method.parent if method.parent and method.parent.is_published else None,
    table=columns.methods.METHODS,
    detail="method",
    api_note="/steps/?method= has the cases that used one.",
)
LESSONS = Listing(
    name="lessons",
    kind="lesson",
    title=_("Lessons"),
    lead=_("What helped, what stood in the way, and what those who did it advise."),
    model=models.Lesson,
    filters=filters.methods.LessonFilterSet,
    serializer=serializers.methods.Lesson,
    card="casestudies/_lesson_card.html",
    columns=columns.on_page.LESSONS,
    table=columns.methods.LESSONS,
    detail="lesson",
)
PROGRAMMES = Listing(
    name="programmes",
    kind="programme",
    title=_("Programmes"),
    lead=_("Plans, laws, funds, accelerators, campaigns and agreements that have a name."),
    model=models.Programme,
    filters=filters.practice.ProgrammeFilterSet,
    serializer=serializers.practice.Programme,
    detail_serializer=serializers.practice.ProgrammeDetail,
    card="casestudies/_programme_card.html",
    columns=columns.on_page.PROGRAMMES,
    table=columns.practice.PROGRAMMES,
    detail="programme",
)
NETWORKS = Listing(
    name="networks",
    kind="network",
    title=_("Networks"),
    lead=_("Networks that cities join to act together, and the case studies that they took part in."),
    model=models.Network,
    filters=filters.actors.NetworkFilterSet,
    serializer=serializers.actors.Organisation,
    detail_serializer=serializers.actors.OrganisationDetail,
    card="casestudies/_organisation_card.html",
    columns=columns.on_page.NETWORKS,
    above=lambda network: None,
    table=columns.actors.NETWORKS,
    detail="organisation",
)
THEMES = Listing(
    name="themes",
    kind="theme",
    title=_("Themes"),
    lead=_("Two levels of subjects to browse by. Tagging with them is our editorial work."),
    model=models.Theme,
    filters=filters.terms.ThemeFilterSet,
    serializer=serializers.terms.Theme,
    detail_serializer=serializers.terms.ThemeDetail,
    card="casestudies/_theme_card.html",
    columns=columns.on_page.THEME_LIST,
    above=lambda theme: theme.parent,
    table=columns.terms.THEMES,
    detail="theme",
)
SOURCES = Listing(
    name="sources",
    kind="source",
    title=_("Sources"),
    lead=_("The documents that the facts come from. Each shows its passages and every fact drawn from them."),
    model=models.Source,
    filters=filters.sources.SourceFilterSet,
    serializer=serializers.sources.Source,
    detail_serializer=serializers.sources.SourceDetail,
    card="casestudies/_source_card.html",
    columns=columns.on_page.SOURCES,
    table=columns.sources.SOURCES,
    detail="source",
)
INDICATORS = Listing(
    name="indicators",
    kind="indicator",
    title=_("Indicators"),
    lead=_(
        "What is measured, by one place or by several. Each page puts the figures that can be compared side by side, "
        "and says why the others can’t be."
    ),
    model=models.Indicator,
    filters=filters.outcomes.IndicatorFilterSet,
    serializer=serializers.outcomes.Indicator,
    card="casestudies/_indicator_card.html",
    columns=columns.on_page.INDICATORS,
    table=columns.outcomes.INDICATORS,
    detail="indicator",
    in_menu=False,
    api_note="/outcomes/?indicator= has the figures.",
)
ORGANISATIONS = Listing(
    name="organisations",
    kind="organisation",
    title=_("Organisations"),
    lead=_("Who leads, funds, advises and hosts what cities do."),
    model=models.Organisation,
    filters=filters.actors.OrganisationFilterSet,
    serializer=serializers.actors.Organisation,
    detail_serializer=serializers.actors.OrganisationDetail,
    card="casestudies/_organisation_card.html",
    columns=columns.on_page.ORGANISATIONS,
    table=columns.actors.ORGANISATIONS,
    detail="organisation",
    in_menu=False,
    api_note="A city network answers at /networks/.",
)
EVENTS = Listing(
    name="events",
    kind="event",
    title=_("Events"),
    lead=_("Forums, assemblies and summits."),
    model=models.Event,
    filters=filters.practice.EventFilterSet,
    serializer=serializers.practice.Event,
    detail_serializer=serializers.practice.EventDetail,
    card="casestudies/_event_card.html",
    columns=columns.on_page.EVENTS,
    table=columns.exchange.EVENTS,
    detail="record",
    page="casestudies/event_detail.html",
    by_year="latest",
    in_menu=False,
)
TERMS = Listing(
    name="glossary",
    kind="term",
    title=_("Glossary"),
    lead=_("Terms of the field, with what a source says about them."),
    model=models.Term,
    filters=filters.terms.TermFilterSet,
    serializer=serializers.terms.Term,
    detail_serializer=serializers.terms.TermDetail,
    card="casestudies/_term_card.html",
    columns=columns.on_page.TERMS,
    table=columns.terms.TERMS,
    detail="record",
    page="casestudies/term_detail.html",
    in_menu=False,
)
PLACES = Listing(
    name="places",
    kind="place",
    title=_("Places"),
    lead=_("Regions, countries, territories and other areas: every place that is not a city."),
    model=models.Place,
    subset=lambda rows: rows.exclude(kind=models.Place.Kind.CITY),
    filters=filters.places.PlaceFilterSet,
    serializer=serializers.places.Place,
    detail_serializer=serializers.places.PlaceDetail,
    detail="place",
)
SDG_TARGETS = Listing(
    name="sdg-targets",
    kind="sdgtarget",
    title=_("SDG targets"),
    lead=_("Sustainable Development Goals and their targets. Tagging with them is our editorial work."),
    model=models.SDGTarget,
    filters=filters.terms.SDGTargetFilterSet,
    serializer=serializers.terms.SDGTarget,
    detail="target",
)
FAMILIES = Listing(
    name="families",
    kind="indicatorfamily",
    title=_("Families of indicators"),
    lead=_("Groups of kindred indicators, which need not compare."),
    model=models.IndicatorFamily,
    filters=filters.outcomes.IndicatorFamilyFilterSet,
    serializer=serializers.outcomes.IndicatorFamily,
    detail="family",
    api_note="/indicators/?family= has the indicators.",
)
UNITS = Listing(
    name="units",
    kind="unit",
    title=_("Units"),
    lead=_("Units with their factors, and currencies."),
    model=models.Unit,
    filters=filters.outcomes.UnitFilterSet,
    serializer=serializers.outcomes.Unit,
)
STEPS = Listing(
    name="steps",
    kind="step",
    title=_("Steps"),
    lead=_("Methods as case studies used them, in order and with their duration; each step holds its sub-steps."),
    model=models.Step,
    subset=lambda rows: rows.filter(parent=None),
    filters=filters.methods.StepFilterSet,
    serializer=serializers.methods.Step,
)
INVOLVEMENTS = Listing(
    name="involvements",
    kind="involvement",
    title=_("Organisations involved"),
    lead=_("Organisations in case studies, and places in those of others, with their roles."),
    model=models.Involvement,
    filters=filters.practice.InvolvementFilterSet,
    serializer=serializers.practice.Involvement,
)
COOPERATION = Listing(
    name="cooperation",
    kind="cooperation",
    title=_("Levels acting together"),
    lead=_("What one level of government did with another in case studies and programmes."),
    model=models.Cooperation,
    filters=filters.practice.CooperationFilterSet,
    serializer=serializers.practice.Cooperation,
)
MEMBERSHIPS = Listing(
    name="memberships",
    kind="membership",
    title=_("Memberships"),
    lead=_("Places in networks."),
    model=models.Membership,
    filters=filters.actors.MembershipFilterSet,
    serializer=serializers.actors.Membership,
)
PARTICIPATIONS = Listing(
    name="participations",
    kind="participation",
    title=_("Participations"),
    lead=_("Places, organisations and unnamed groups in programmes."),
    model=models.Participation,
    filters=filters.practice.ParticipationFilterSet,
    serializer=serializers.practice.Participation,
)
AFFILIATIONS = Listing(
    name="affiliations",
    kind="affiliation",
    title=_("Affiliations"),
    lead=_("What organisations and places are to organisations."),
    model=models.Affiliation,
    filters=filters.actors.AffiliationFilterSet,
    serializer=serializers.actors.Affiliation,
)
OFFICES = Listing(
    name="offices",
    kind="office",
    title=_("Offices"),
    lead=_("Where organisations can be found."),
    model=models.Office,
    filters=filters.actors.OfficeFilterSet,
    serializer=serializers.actors.Office,
)
LEADERSHIP_TERMS = Listing(
    name="leadership-terms",
    kind="leadershipterm",
    title=_("Leadership"),
    lead=_("Who led organisations, from when to when."),
    model=models.LeadershipTerm,
    filters=filters.actors.LeadershipTermFilterSet,
    serializer=serializers.actors.LeadershipTerm,
)
TRANSFERS = Listing(
    name="transfers",
    kind="transfer",
    title=_("Transfers"),
    lead=_("Practices that moved: who learned what from whom, and how."),
    model=models.Transfer,
    filters=filters.practice.TransferFilterSet,
    serializer=serializers.practice.Transfer,
    columns=columns.on_page.TRANSFERS,
    table=columns.exchange.TRANSFERS,
    marked=True,
    detail="transfer",
    in_menu=False,
)

LISTINGS = (
    CASES, CITIES, OUTCOMES, METHODS, LESSONS, PROGRAMMES, NETWORKS, THEMES, SOURCES, INDICATORS, ORGANISATIONS,
    EVENTS, TERMS, PLACES, SDG_TARGETS, UNITS, STEPS, INVOLVEMENTS, MEMBERSHIPS, PARTICIPATIONS, AFFILIATIONS,
    OFFICES, LEADERSHIP_TERMS, TRANSFERS, FAMILIES, COOPERATION,
)  # fmt: skip
WITH_PAGE = tuple(listing for listing in LISTINGS if listing.has_page)

# Case studies counted by theme and region: no list of its own, but with the filters of case studies.
EVIDENCE = Counted(
    name="evidence",
    kind="evidence",
    title=_("Evidence by theme and region"),
    short=_("Evidence"),
    lead=_(
        "Case studies by theme and region. Each cell leads to exactly that list; an empty one says that no source in "
        "here tells of a case."
    ),
    model=models.CaseStudy,
    filters=filters.practice.CaseStudyFilterSet,
    serializer=serializers.practice.CaseStudy,
    card="casestudies/_evidence_table.html",
    table=columns.evidence_table.CELLS,
    of=CASES,
)

# Below a source; they are no lists of their own.
PASSAGES = Listing(
    name="passages",
    kind="passage",
    title=_("Passages"),
    lead=_("Sections, boxes, paragraphs and snapshots of a source; each record with every fact drawn from it."),
    model=models.Passage,
    filters=filters.sources.PassageFilterSet,
    serializer=serializers.sources.Passage,
    detail_serializer=serializers.sources.PassageDetail,
)
PARTS = Listing(
    name="parts",
    kind="part",
    title=_("Parts of sources"),
    lead=_("Chapters or regions of a long document."),
    model=models.Part,
    filters=filters.base.ListFilterSet,
    serializer=serializers.sources.Part,
)
