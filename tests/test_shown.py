"""Nothing that is held is shown nowhere: every field of every fact and record stands on the pages of its ends.

A row with a value of its own in every field is made for each kind of fact and record. A new field is filled by itself;
that no page prints it fails here, as does an exception for a field that there isn't.
"""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from itertools import count

import pytest
from django.db.models import DateField, Field, ForeignKey, ManyToManyField, Model
from django.utils.translation import gettext, override

from casestudies.i18n import LANGUAGES, active_language, localized
from casestudies.models import Affiliation, Citation, Equivalent, Organisation, Outcome, Place, SDGTarget, Transfer
from casestudies.models.dates import show_date
from casestudies.models.evidence import ENDS, PROSE, ROWS, SIDES
from casestudies.models.record import FoldedField, Record
from casestudies.quantities import QUALIFIERS, format_months, format_number
from tests import factories as make
from tests.reading import Reading, attribute, texts

pytestmark = pytest.mark.once

MODELS = {name: Citation._meta.get_field(name).related_model for name in (*PROSE, *ROWS)} | {"equivalent": Equivalent}

NOT_SHOWN = {
    ("*", "id"): "of the database",
    ("*", "slug"): "stands in the address of its page",
    ("*", "state"): "only what is published is shown",
    ("*", "withdrawn_because_en"): "stands at the address of a withdrawn record: test_errors",
    ("*", "withdrawn_because_zh_hans"): "stands at the address of a withdrawn record: test_errors",
    ("*", "published_at"): "said to machines: test_metadata",
    ("*", "loaded_published_at"): "tells which dates of publication are in the content files",
    ("*", "created_at"): "of the database",
    ("*", "created_by"): "of the database",
    ("*", "is_checked"): "of the database",
    ("*", "updated_at"): "said to machines: test_metadata",
    ("*", "loaded_digest"): "of the content files",
    ("*", "folded"): "made from names, for the search",
    ("outcome", "order"): "the order in which figures stand",
    ("outcome", "preferred"): "the order too; the page of the indicator says why one that is not is not compared",
    ("outcome", "kind"): "seen in the figure: a sign and an arrow, a currency, %, times",
    ("equivalent", "outcome"): "it stands below that figure",
    ("equivalent", "order"): "the order in which they stand",
    ("step", "order"): "the order in which steps stand",
    ("lesson", "order"): "the order in which lessons stand",
}  # fmt: skip


def at(latitude: str, longitude: str) -> dict[str, Decimal]:
    return {"latitude": Decimal(latitude), "longitude": Decimal(longitude)}


class World:
    """A row of each kind with a value of its own in every field, once for each owner and each end that it can have."""

    def __init__(self):
        self.numbers = count(1)
        self.rows: dict[str, list[Model]] = {name: [] for name in MODELS}
        region = make.latin_america()
        self.named_goal = SDGTarget.objects.create(slug="13-2", code="13.2", goal=13, **make.both("title", "Policies"))
        self.other = make.place("somewhere", "country", region, **make.both("name", "Somewhere"))
        self.theme = make.theme("air", **make.both("name", "Theme of air"))
        self.method = make.method("asking", **make.both("name", "Asking around"))
        self.goal = SDGTarget.objects.create(slug="11-6", code="11.6", goal=11, **make.both("title", "Clean towns"))
        self.place = self.add("place", kind="city", parent=self.other, m49_code="Q49", **at("4.61", "-74.12"))
        no_climate = dict.fromkeys(("climate_zone", "climate_dataset", "climate_dataset_release"), "")
        self.territory = self.add(
            "place", kind="territory", parent=self.other, m49_code="Q50", **at("7.63", "8.94"), **no_climate
        )
        self.world = Place.objects.get(kind="world")
        self.whole = make.organisation("whole", **make.both("name", "Whole of it"))
        self.organisation = self.add("organisation", kind="foundation", parent=self.whole)
        self.network = self.add("organisation", kind="city-network", parent=self.whole)
        framework = make.programme("framework", **make.both("name", "Framework"))
        self.programme = self.add("programme", parent=framework)
        self.programme.jurisdictions.set([self.place])
        self.programme.themes.set([self.theme])
        self.case = self.add("case")
        self.case.places.set([self.place])
        self.case.programmes.set([self.programme])
        self.case.themes.set([self.theme])
        for named in (self.case, self.programme):
            named.sdg_targets.set([self.goal])
            named.named_sdg_targets.set([self.named_goal])
        event = self.add("event", parent=make.event("season", **make.both("name", "Season")), place=self.place)
        event.organisers.set([self.network])
        event.organisations.set([self.organisation])
        event.programmes.set([self.programme])
        term = self.add("term", broader=make.term("broad", **make.both("name", "Broad term")))
        term.themes.set([self.theme])
        self.facts()

    def facts(self) -> None:
        owners = {"case": self.case, "programme": self.programme, "organisation": self.organisation}
        owners |= {"place": self.place, "method": self.method}
        for place in (self.place, self.territory, self.world):
            self.outcome(place=place)
        for name in ("case", "programme", "organisation"):
            self.outcome(**{name: owners[name]})
        for name in ("case", "programme", "organisation", "method"):
            lesson = self.add("lesson", **{name: owners[name]})
            lesson.themes.set([self.theme])
            lesson.example_cases.set([self.case])
            lesson.example_programmes.set([self.programme])
        first = self.add("step", case=self.case, method=self.method, months=Decimal("7.5"), months_upper=8)
        self.add("step", case=self.case, method=self.method, parent=first, months=17, months_upper=19)
        elsewhere = make.case("elsewhere", [self.other])
        for end in ({"organisation": self.organisation}, {"organisation": self.network}, {"place": self.place}):
            self.add("involvement", case=elsewhere, **end)
        for name in ("case", "programme"):
            self.add("cooperation", **{name: owners[name]})
        for place in (self.place, self.territory):
            self.add("membership", network=self.network, place=place)
        for end in ({"place": self.place}, {"organisation": self.organisation}, {"place": self.territory}):
            self.add("participation", programme=self.programme, group_en="", group_zh_hans="", count=None, **end)
        group = self.add("participation", programme=self.programme)
        group.group_places.set([self.place, self.territory])
        for end in ({"organisation": self.organisation}, {"place": self.place}):
            self.add("affiliation", other=self.network, **end)
        for place in (self.place, self.territory):
            self.add("office", organisation=self.organisation, place=place)
            self.add("leadership_term", organisation=self.network, city=place)
        ends = {"place": self.place, "organisation": self.organisation, "programme": self.programme, "case": self.case}
        for side in SIDES:
            for end in ENDS:
                groups = {f"{side}_group_en": "", f"{side}_group_zh_hans": "", f"{side}_count": None}
                moved = self.add("transfer", **{f"{side}_{end}": ends[end]}, **groups)
                getattr(moved, f"{side}_further").set([self.territory] if end == "place" else [])

    def outcome(self, **owner) -> None:
        unit = make.unit("hours", **make.both("symbol", "hours", "小时"))
        size = Decimal(next(self.numbers)) + Decimal("10.5")
        hours = self.add(
            "outcome", kind="level", value=size, upper_value=size + 1, unit=unit, indicator=make.indicator("sunshine"),
            baseline_value=size + 2, baseline_upper=size + 3, months=17, months_upper=19, money_year=None,
            gas="black-carbon", **owner,
        )  # fmt: skip
        self.add("equivalent", outcome=hours, value=size + 4, upper_value=size + 5, unit=unit)
        money = make.unit("euro", dimension="money", factor=None, currency="EUR", **make.both("symbol", "€", "欧元"))
        self.add(
            "outcome", kind="money", value=size, upper_value=None, unit=money, indicator=make.indicator("cost"),
            baseline_value=None, baseline_upper=None, months=None, months_upper=None, gas="", **owner,
        )  # fmt: skip

    def add(self, name: str, **given) -> Model:
        model = MODELS[name]
        fields = {field.name: field for field in model._meta.concrete_fields}
        values = {
            field.name: self.value(name, field)
            for field in fields.values()
            if field.name not in given and not isinstance(field, (ForeignKey, FoldedField)) and not field.primary_key
        }
        row = model.objects.create(**values | given)
        self.rows[name].append(row)
        return row

    def value(self, name: str, field: Field):
        """A value that no other field has: each text, number and date is new."""
        number = next(self.numbers)
        match type(field).__name__:
            case _ if field.name in make.PUBLIC:
                return make.PUBLIC[field.name]
            case _ if field.name.endswith("_precision"):
                return "day"
            case _ if field.choices:
                return next(value for value, _label in reversed(field.choices) if value != field.default)
            case "SlugField":
                return f"{name.replace('_', '-')}-{number}"
            case "URLField":
                return f"https://example.org/{number}"
            case "CharField" | "TextField":
                text = f"{number:04} {field.name}"[: min(field.max_length or 99, 30)]
                return f"{text}的中文"[: field.max_length] if field.name.endswith("_zh_hans") else text
            case "DateField":
                return datetime.date(2000 + number // 300, 1 + number // 25 % 12, 1 + number % 25)
            case "DateTimeField":
                return None
            case "DecimalField":
                return None
            case "BooleanField":
                return not field.default
            case _:
                return 1_000 + number


def fields_of(model: type[Model]) -> Iterator[Field]:
    yield from model._meta.concrete_fields
    yield from model._meta.many_to_many


def is_exception(name: str, field: Field) -> bool:
    return bool({("*", field.name), (name, field.name)} & NOT_SHOWN.keys())


def printed(row: Model, field: Field, at_other_end: bool = False) -> list[str]:
    """What a page in the active language prints of a field; each of several rows of a relation."""
    language, value = active_language(), getattr(row, field.attname if not field.many_to_many else field.name)
    if isinstance(field, ManyToManyField):
        return [name_of(other) for other in value.all()]
    if field.name == "is_editorial":
        return [gettext("Written by our editors: no source defines the term.")]
    if value in (None, ""):
        return []
    if isinstance(field, ForeignKey):
        return [name_of(getattr(row, field.name))]
    if field.name == "key":
        return [f"#{row.anchor_id}"]
    if field.name.endswith("_precision"):
        return printed(row, row._meta.get_field(field.name.removesuffix("_precision")))
    if isinstance(field, DateField):
        return [show_date(value, getattr(row, f"{field.name}_precision"))]
    if field.name.startswith("months"):
        return [format_months(row.months, row.months_upper, row.months_qualifier, language)] if row.months else []
    if field.name == "qualifier":
        return [QUALIFIERS[value][list(LANGUAGES).index(language)]]
    if isinstance(row, Affiliation) and field.name == "kind" and at_other_end:
        return [row.from_the_other]
    if field.choices:
        return [str(getattr(row, f"get_{field.name}_display")())]
    if field.name.startswith("aliases"):
        return value.splitlines()
    if isinstance(value, Decimal):
        return [format_number(value, language)]
    if isinstance(value, int) and "year" not in field.name and not field.name.endswith("_id"):
        return [format_number(value, language)]
    return [str(value)]


def name_of(record: Model) -> str:
    """Without the end of a long one, which a page may cut off."""
    for name in ("title", "name", "symbol"):
        if hasattr(record, f"{name}_en"):
            return str(localized(record, name))
    return str(record)


class Page:
    """What a reader finds on some pages: their text, and the addresses that they have and lead to."""

    def __init__(self, client, paths: list[str]):
        self.text, self.addresses, self.links = "", set(), set()
        for path in paths:
            response = client.get(path)
            assert response.status_code == 200, path
            main = (page := Reading(response)).one("main")
            self.text += f" {texts(main)} ".casefold()
            self.addresses |= {f"#{attribute(at, 'id')}" for at in page.all(inside=main, id=None)}
            self.links |= {attribute(link, "href") for link in page.all("a", main, href=None)}

    def has(self, words: str) -> bool:
        return words.casefold() in self.text or words in self.addresses


class Pages(dict):
    def __init__(self, client):
        self.client = client

    def __missing__(self, paths: tuple[str, ...]) -> Page:
        self[paths] = page = Page(self.client, list(paths))
        return page


@pytest.fixture
def world(db):
    return World()


@pytest.fixture
def pages(client):
    return Pages(client)


def own_pages(row: Model) -> tuple[str, ...]:
    """The page of its owner, and its own if it has one: together they print all of it."""
    if isinstance(row, Record):
        return (row.get_absolute_url(),)
    if isinstance(row, Equivalent):
        return own_pages(row.outcome)
    owner = (row.owner.get_absolute_url(),) if row.owner else ()
    own = row.get_absolute_url().partition("#")[0]
    return (*owner, *([own] if own and own not in owner else []))


def ends(row: Model) -> Iterator[Model]:
    """The records at the other ends of a fact or record."""
    for field in fields_of(type(row)):
        other = field.related_model
        if other and issubclass(other, Record) and (value := getattr(row, field.name)):
            yield from value.all() if field.many_to_many else [value]


def missing(world: World, pages: Pages, prefix: str) -> Iterator[str]:
    """The fields that a page lacks, with the page."""
    for name, rows in world.rows.items():
        for row in rows:
            for paths in places_of(row):
                for field in fields_of(type(row)):
                    other = "_en" if prefix else "_zh_hans"
                    if is_exception(name, field) or field.name.endswith(other) or field.name in elsewhere(row, paths):
                        continue
                    page = pages[paths]
                    for words in printed(row, field, paths[0] == other_end(row)):
                        if not page.has(words):
                            yield f"{name}.{field.name} “{words}” on {' and '.join(paths)}"


def places_of(row: Model) -> Iterator[tuple[str, ...]]:
    """Where all of a row is printed: a record on its page, a fact with its owner and at each other end."""
    if own := own_pages(row):
        yield own
    if isinstance(row, Outcome):
        yield ("/outcomes/",) if active_language() == "en" else ("/zh-hans/outcomes/",)
    if not isinstance(row, Record):
        for end in ends(row):
            address = end.get_absolute_url()
            if (isinstance(end, (Place, Organisation)) or isinstance(row, Transfer)) and address not in own:
                yield (address,)


def other_end(row: Model) -> str:
    """Where an affiliation has the name that it has on that side: funded by."""
    return row.other.get_absolute_url() if isinstance(row, Affiliation) else ""


def elsewhere(row: Model, paths: tuple[str, ...]) -> set[str]:
    """The addresses of a fact are on the page of its owner alone; those of transfers on the pages of both ends."""
    return {"key"} if paths != own_pages(row) and row.owner else set()


@pytest.mark.parametrize("prefix", ["", "/zh-hans"], ids=["en", "zh-hans"])
def test_every_field_of_every_fact_and_record_is_on_the_pages_of_its_ends(world, pages, prefix):
    with override("zh-hans" if prefix else "en"):
        assert "\n".join(missing(world, pages, prefix)) == ""


def test_every_record_is_linked_from_the_pages_of_those_that_it_names(world, pages):
    lacking = [
        f"{row} on {end.get_absolute_url()}"
        for name in PROSE
        for row in world.rows[name]
        for end in ends(row)
        if row.get_absolute_url() not in pages[(end.get_absolute_url(),)].links
    ]
    assert lacking == []


def test_subgroup_of_a_figure_is_in_the_table_of_its_indicator(world, pages):
    for outcome in world.rows["outcome"]:
        assert pages[(outcome.indicator.get_absolute_url(),)].has(outcome.subgroup_en)


def test_every_field_has_a_value_in_some_row_or_is_an_exception(world):
    empty = [
        f"{name}.{field.name}"
        for name, rows in world.rows.items()
        for field in fields_of(MODELS[name])
        if not is_exception(name, field) and not any(printed(row, field) for row in rows)
    ]
    assert empty == []


def test_every_exception_is_a_field_that_would_be_asked_for():
    known = {(name, field.name) for name, model in MODELS.items() for field in fields_of(model)}
    known |= {("*", field) for _name, field in known}
    assert NOT_SHOWN.keys() - known == set()
    assert all(NOT_SHOWN.values())
