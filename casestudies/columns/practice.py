"""Case studies and programmes."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from casestudies.i18n import localized
from casestudies.models import CaseStudy, Involvement, Participation, Programme, Step
from casestudies.models.government import Cooperation, Level, OneLevel
from casestudies.models.practice import Stage
from casestudies.models.taking_part import Role

from .evidence import citations, prefetch_citations, proofs
from .fields import (
    CellType,
    Column,
    Field,
    cells_of_all,
    choice,
    column,
    computed,
    date,
    number,
    prefetch_list,
    prefetched,
    public,
    record,
    records,
    slug_and_names,
    text,
    translated,
)
from .geography import countries_and_regions, kinds_of_cities, where, with_places
from .record import dates, identity, note
from .tables import Table


def period() -> list[Field]:
    return [
        date("started", _("start"), _("When it began, as precise as the source says it.")),
        date("ended", _("end"), _("When it ended, as precise as the source says it.")),
    ]


def themes() -> Field:
    return records("themes", _("themes"), _("What it is about. Tagging with themes is our editorial work."))


def sdg_targets() -> list[Field]:
    return [
        column(name, CellType.LIST, heading, meaning, lambda row, name=name: codes(prefetched(row, name)))
        for name, heading, meaning in (
            (
                "sdg_targets",
                _("SDG targets"),
                _("Targets of the Sustainable Development Goals. Tagging with them is our editorial work."),
            ),
            (
                "named_sdg_targets",
                _("SDG targets named by the source"),
                _("Targets of the Sustainable Development Goals that the source itself names."),
            ),
        )
    ]


def codes(targets) -> list[str]:
    return [target.code for target in targets]


def cooperation() -> Field:
    """The levels of government that acted together: three lists in the same order."""
    return Field(
        (
            Column(
                "cooperation",
                CellType.LIST,
                _("how levels acted together"),
                _("What one level of government gave to another."),
                Cooperation.Manner,
            ),
            Column(
                "cooperation_levels",
                CellType.LIST,
                _("levels that gave it"),
                _("The level of government that gave each, in the same order."),
                OneLevel,
            ),
            Column(
                "cooperation_with_levels",
                CellType.LIST,
                _("levels that received it"),
                _("The level of government that received each, in the same order."),
                OneLevel,
            ),
        ),
        lambda row: [
            [getattr(one, name) for one in prefetched(row, "cooperation")]
            for name in ("manner", "level", "with_level")
        ],
    )


def proofs_with(record, *facts: str) -> list:
    """The citations of the texts of a record, and of facts that its columns hold."""
    held = (fact for name in facts for fact in prefetched(record, name))
    return [*citations(record), *(proof for fact in held for proof in citations(fact))]


def _fetch_cases(rows):
    steps = Step.objects.defer(*Step.text.columns).prefetch_related("method")
    return (
        rows.with_numbers_of_figures()
        .with_count("step_count", "steps")
        .with_count("lesson_count", "lessons")
        .prefetch_related(
            prefetch_list("places", with_places()),
            prefetch_list("programmes", Programme.objects.published()),
            prefetch_list("involvements", Involvement.objects.published().prefetch_related("organisation", "place")),
            prefetch_list("steps", steps.order_by("order", "pk")),
            prefetch_list("themes"),
            prefetch_list("sdg_targets"),
            prefetch_list("named_sdg_targets"),
            prefetch_list("cooperation"),
            *prefetch_citations("involvements", "cooperation"),
        )
    )


def _organisations(case):
    involved = [one for one in prefetched(case, "involvements") if one.organisation_id]
    return [*cells_of_all(one.organisation for one in involved), [one.role for one in involved]]


def _partner_places(case):
    involved = [one for one in prefetched(case, "involvements") if one.place_id]
    return [*cells_of_all(one.place for one in involved), [one.role for one in involved]]


def _methods(case):
    return dict.fromkeys(method for step in prefetched(case, "steps") if (method := public(step.method)))


def _proofs_of_case(case):
    return proofs_with(case, "involvements", "cooperation")


def prefetch_cases() -> Prefetch:
    """Prefetches the cases of facts, with what the columns of a fact need of them. Each case is created once."""
    cases = CaseStudy.objects.only("slug", "state", *CaseStudy.title.columns)
    return Prefetch("case", cases.prefetch_related(Prefetch("places", with_places()), prefetch_list("themes")))


CASES = Table(
    (
        *identity(),
        translated("title", _("title"), _("What was done, where. In our own words.")),
        translated("summary", _("summary"), _("Two sentences for someone with ten seconds.")),
        choice("depth", CaseStudy.Depth, _("depth"), _("How much the sources tell.")),
        choice("level", Level, _("level of government"), _("The one that acted.")),
        choice("stage", Stage, _("stage"), _("How far it has come, where a source says it.")),
        *period(),
        *where(lambda case: prefetched(case, "places")),
        kinds_of_cities(lambda case: prefetched(case, "places")),
        themes(),
        *sdg_targets(),
        records("programmes", _("programmes"), _("The programmes that it is part of.")),
        Field(
            (
                *slug_and_names(
                    "organisations", CellType.LIST, _("organisations"), _("The organisations that had a part in it.")
                ),
                Column(
                    "organisation_roles",
                    CellType.LIST,
                    _("roles of the organisations"),
                    _("The role of each organisation, in the same order."),
                    Role,
                ),
            ),
            _organisations,
        ),
        Field(
            (
                *slug_and_names(
                    "partner_places", CellType.LIST, _("partner places"), _("Other places that had a part in it.")
                ),
                Column(
                    "partner_place_roles",
                    CellType.LIST,
                    _("roles of the partner places"),
                    _("The role of each partner place, in the same order."),
                    Role,
                ),
            ),
            _partner_places,
        ),
        records(
            "methods",
            _("methods"),
            _("The methods that its steps used; which they are is our editorial work."),
            _methods,
        ),
        cooperation(),
        number("step_count", _("steps"), _("How many steps it took.")),
        number(
            "outcome_count",
            _("figures"),
            _("How many figures tell what came of it; the figures have a list of their own."),
        ),
        number(
            "result_count",
            _("measured results"),
            _("How many of the figures are measured outputs, outcomes or impacts."),
        ),
        number("lesson_count", _("lessons"), _("How many lessons were drawn; the lessons have a list of their own.")),
        translated("background", _("background"), _("Why the city acted. Markdown.")),
        translated("results", _("results"), _("What came of it. Markdown.")),
        text("contact", _("contact"), _("As the source prints it.")),
        note(),
        proofs(_proofs_of_case),
        *dates(),
    ),
    _fetch_cases,
    places=lambda case: prefetched(case, "places"),
)


def _fetch_programmes(rows):
    parts = Participation.objects.published().for_page()
    return rows.select_related("parent").prefetch_related(
        prefetch_list("jurisdictions", with_places()),
        prefetch_list("themes"),
        prefetch_list("sdg_targets"),
        prefetch_list("named_sdg_targets"),
        prefetch_list("participations", parts),
        prefetch_list("cooperation"),
        *prefetch_citations("participations", "cooperation"),
    )


def _jurisdictions(programme):
    return prefetched(programme, "jurisdictions")


def _parts(programme, kind: str):
    return dict.fromkeys(one for part in prefetched(programme, "participations") if (one := getattr(part, kind)))


def _groups(programme, language: str) -> list[str]:
    """Unnamed groups with their numbers: 8 model cities."""
    found = (part for part in prefetched(programme, "participations") if part.group)
    return [" ".join(map(str, filter(None, [part.count, localized(part, "group", language)]))) for part in found]


def _proofs_of_programme(programme):
    return proofs_with(programme, "participations", "cooperation")


PROGRAMMES = Table(
    (
        *identity(),
        translated("name", _("name"), _("What it is called in each language.")),
        text("acronym", _("acronym"), _("What it is called for short.")),
        column("aliases", CellType.LIST, _("other names"), _("In any language.")),
        choice("kind", Programme.Kind, _("kind"), _("What kind of vehicle for action it is.")),
        choice("status", Stage, _("status"), _("How far it has come, where a source says it.")),
        *period(),
        records("jurisdictions", _("jurisdictions"), _("The places it is for or binds.")),
        countries_and_regions(_jurisdictions),
        choice("level", Level, _("level of government"), _("The one that made it, where a source says so.")),
        record("parent", _("part of"), _("The programme that it is part of."), lambda row: public(row.parent)),
        text("legal_reference", _("legal reference"), _("As the source prints it.")),
        translated(
            "binds", _("whom it binds"), _("And from which threshold: municipalities above 20,000 inhabitants.")
        ),
        translated("summary", _("summary"), _("What it is and does, from the sources. Markdown.")),
        themes(),
        *sdg_targets(),
        records(
            "participant_places",
            _("places that take part"),
            _("Places that joined."),
            lambda programme: _parts(programme, "place"),
        ),
        records(
            "participant_organisations",
            _("organisations that take part"),
            _("Organisations with a part in it."),
            lambda programme: _parts(programme, "organisation"),
        ),
        computed(
            "participant_groups",
            _("unnamed groups that take part"),
            _("In words, with their number: 8 model cities."),
            _groups,
            CellType.LIST,
        ),
        cooperation(),
        number("case_count", _("case studies"), _("How many case studies are part of it.")),
        number("outcome_count", _("figures"), _("How many figures are about the programme itself.")),
        note(),
        proofs(_proofs_of_programme),
        *dates(),
    ),
    _fetch_programmes,
    places=_jurisdictions,
)
