"""The columns of a list as a table on its page: a readable few of what its files have."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.template.defaultfilters import capfirst
from django.utils.translation import gettext_lazy as _

Read = Callable[[Any], Any]


@dataclass(frozen=True)
class PageColumn:
    """`read` gives the value of a row that is fetched for cards, and `template` prints it as `value`.

    `sort` is the order of the list that sorts by this column, if there is one. The column that `leads` names the row
    and links to it.
    """

    heading: Any
    read: Read
    template: str
    sort: str = ""
    leads: bool = False
    is_number: bool = False


def leading(heading, read: str | Read = "name", sort: str = "", template: str = "title") -> PageColumn:
    return PageColumn(heading, _read(read), _template(template), sort, leads=True)


def text(heading, read: str | Read, sort: str = "") -> PageColumn:
    return PageColumn(heading, _read(read), _template("text"), sort)


def choice(heading, name: str) -> PageColumn:
    """The label of a field with choices."""
    label = attrgetter(f"get_{name}_display")
    return text(heading, lambda row: capfirst(label(row)()))


def number(heading, read: str | Read, sort: str = "") -> PageColumn:
    return PageColumn(heading, _read(read), _template("number"), sort, is_number=True)


def places(heading, read: str | Read, sort: str = "") -> PageColumn:
    return PageColumn(heading, _public(read), _template("places"), sort)


def records(heading, read: str | Read, sort: str = "") -> PageColumn:
    """Links to other records."""
    return PageColumn(heading, _public(read), _template("records"), sort)


def _public(read: str | Read) -> Read:
    """Reads the published of some records, or of one, or of none."""
    found = _read(read)
    return lambda row: [record for record in _several(found(row)) if getattr(record, "is_published", True)]


def _several(found: Any) -> list:
    if hasattr(found, "all"):
        return list(found.all())
    if isinstance(found, list):
        return found
    return [] if found is None else [found]


def _read(read: str | Read) -> Read:
    return attrgetter(read) if isinstance(read, str) else read


def _template(kind: str) -> str:
    return f"casestudies/_cell_{kind}.html"


NAME = leading(_("Name"), sort="name")
KIND = choice(_("Kind"), "kind")
THEMES = records(_("Themes"), "themes")
CASE_COUNT = number(_("Case studies"), "case_count", sort="cases")

CASES = (
    leading(_("Title"), "title", sort="title"),
    places(_("Where"), "places"),
    THEMES,
    text(_("When"), "period", sort="started"),
    number(_("Measured figures"), "measured_count", sort="figures"),
)
CITIES = (
    NAME,
    PageColumn(_("Region"), attrgetter("region"), _template("region")),
    records(_("Country"), "country_to_name"),
    CASE_COUNT,
    number(_("Figures"), "figure_count"),
    number(_("Population"), "population", sort="population"),
)
OUTCOMES = (
    leading(_("Figure"), lambda row: row, template="figure"),
    records(_("Indicator"), "indicator", sort="indicator"),
    places(_("Where"), "places", sort="place"),
    choice(_("Status"), "status"),
    text(_("When"), "period"),
    records(_("Belongs to"), "owner"),
)
METHODS = (
    NAME,
    THEMES,
    number(_("Shortest, in months"), "shortest"),
    number(_("Longest, in months"), "longest"),
    CASE_COUNT,
)
LESSONS = (
    leading(_("Title"), "title", sort="title"),
    KIND,
    places(_("Where"), lambda row: row.case and row.case.places),
    records(_("Belongs to"), "owner"),
)
PROGRAMMES = (
    NAME,
    KIND,
    places(_("Where"), "jurisdictions"),
    choice(_("Status"), "status"),
    text(_("When"), "period"),
    CASE_COUNT,
)
NETWORKS = (
    NAME,
    text(_("Acronym"), "acronym"),
    CASE_COUNT,
    number(_("Members here"), "member_count"),
)
ORGANISATIONS = (NAME, text(_("Acronym"), "acronym"), KIND, CASE_COUNT)
THEME_LIST = (NAME, records(_("Main theme"), "parent"), CASE_COUNT)
SOURCES = (
    leading(_("Title"), "title", sort="title"),
    records(_("Publisher"), "publisher"),
    KIND,
    text(_("When"), "shown_date", sort="date"),
    number(_("Passages"), "passage_count"),
)
INDICATORS = (
    NAME,
    records(_("Family"), "family"),
    choice(_("Dimension"), "dimension"),
    text(_("Good direction"), lambda row: capfirst(row.get_direction_display())),
    number(_("Figures"), "outcome_count", sort="figures"),
    number(_("Places"), "place_count", sort="places"),
)
EVENTS = (
    NAME,
    KIND,
    text(_("When"), "period", sort="latest"),
    places(_("Where"), "place"),
)
TERMS = (NAME, records(_("Broader term"), "broader"), THEMES)
TRANSFERS = (
    PageColumn(_("From"), lambda row: row.ends["from"], _template("end")),
    PageColumn(_("To"), lambda row: row.ends["to"], _template("end")),
    leading(_("What moved"), "what", sort="what"),
    choice(_("How"), "manner"),
    text(_("When"), "shown_date", sort="latest"),
)
