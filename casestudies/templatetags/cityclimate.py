"""Template tags and filters for texts, figures, notes and addresses."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.template.defaultfilters import capfirst
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info, pgettext
from django.utils.translation import gettext as _

from casestudies import canonical, comparison, drawn, i18n, markdown, quantities, timescale
from casestudies.citing.references import called
from casestudies.models.evidence import NAMED_WITH
from casestudies.models.record import TEXTS, Record
from casestudies.notes import ARC_OF

register = template.Library()

register.filter("markdown", markdown.render)
register.filter("plain", markdown.plain)
register.filter("called", called)
register.filter("over_time", timescale.over_time)
register.filter("by_kind", drawn.by_kind)


@register.filter
def html_lang(code: str) -> str:
    """The `lang` attribute for a language code of Django: zh-hans → zh-Hans."""
    return i18n.HTML_LANG[code]


@register.simple_tag
def text(value, prose: bool = False, plain: bool = False, tag: bool = True) -> str:
    """A translated text, with its `lang` and a visible tag if it is only available in the other language.

    Markdown is shown as paragraphs (`prose`) or as one line without its marks (`plain`). Names within other texts have
    no `tag`.
    """
    shown = markdown.plain(value) if plain else value
    if not prose and not getattr(value, "is_fallback", False):
        return shown
    marked_up = render_to_string(
        "casestudies/_text.html", {"value": value, "prose": prose, "shown": shown, "tag": tag}
    )
    # Without the template's last line break, which is a space where marks could start a line of their own.
    return mark_safe(marked_up.rstrip())  # noqa: S308 rendered by a template


@register.filter
def pieces(fact) -> list[str]:
    """A record or fact in one line, in pieces for `{% text %}`: a name in the other language is one that knows it."""
    if isinstance(fact, Record):
        return [called(fact)]
    ends = (getattr(fact, name) for name in (*fact.owners, *NAMED_WITH.get(ARC_OF[type(fact)], ())))
    names = [called(end) for end in ends if isinstance(end, Record)]
    return i18n.in_pieces(str(fact), [*names, *(getattr(fact, name, "") for name in ("name", "person"))])


@register.filter
def language_label(code: str) -> str:
    """The name of a language: zh-Hans → Simplified Chinese; the code itself if Django has no name for it."""
    try:
        return get_language_info(code.lower())["name_translated"]
    except KeyError:
        return code


@register.filter
def other_name(record):
    """The name in the other language, with its `lang`; empty if it is missing or the same."""
    other = next(code for code in i18n.LANGUAGES if code != i18n.active_language())
    name = i18n.localized(record, "name", other)
    return "" if name.is_fallback or name == i18n.localized(record, "name") else name


@register.filter
def quantity(outcome) -> quantities.Shown:
    """The figure in three parts: `{% with shown=outcome|quantity %}{{ shown.number }}`."""
    return quantities.format_quantity(outcome, i18n.active_language())


@register.filter
def gas_apart(outcome) -> str:
    """The gas or pollutant, where the figure does not name it."""
    gas = outcome.get_gas_display()
    return "" if not gas or gas in str(quantity(outcome)) else gas


register.filter("in_unit", comparison.converted)
register.filter("baseline", comparison.baseline)


@register.filter
def number(value) -> str:
    """A number in the format of the active language, never rounded: 7,674,366."""
    return quantities.format_number(value, i18n.active_language())


@register.filter
def duration(fact) -> str:
    """The duration of a step or figure, `about 9 months`; empty if no source gives it."""
    if fact.months is None:
        return ""
    return quantities.format_months(fact.months, fact.months_upper, fact.months_qualifier, i18n.active_language())


@register.filter
def lasting(outcome) -> str:
    """The duration of a figure: `over 2 years`, of what is still to come `within 2 years`; empty if none is given."""
    given = {"duration": duration(outcome)}
    if not given["duration"]:
        return ""
    if outcome.is_ahead:
        return pgettext("duration in which something is meant", "within %(duration)s") % given
    return pgettext("duration of a figure", "over %(duration)s") % given


@register.filter
def prose(record) -> list[tuple[str, object]]:
    """The texts of a record that citations prove, with their names: [("summary", …)]. Empty texts are left out."""
    return [(part, value) for part in record.prose if (value := getattr(record, part))]


@dataclass(frozen=True)
class Folded:
    """A long list in two: the rows that are shown, and those that stand folded below them."""

    shown: Sequence
    more: Sequence


@register.simple_tag
def fold(rows: Sequence, most: int = 12, shown: int = 9) -> Folded:
    """`{% fold outcomes as folded %}`: folds a list of more than `most` rows after `shown`."""
    return Folded(rows[:shown], rows[shown:]) if len(rows) > most else Folded(rows, ())


@dataclass(frozen=True)
class KeyFirst:
    """Figures in two: those that may be key figures, and those of context and inputs."""

    key: Sequence
    others: Sequence


@register.simple_tag
def key_first(outcomes: Sequence) -> KeyFirst:
    """`{% key_first outcomes as found %}`."""
    found = list(outcomes)
    return KeyFirst([one for one in found if one.is_key], [one for one in found if not one.is_key])


@register.filter
def by_direction(transfers, record) -> list[tuple[str, list]]:
    """The transfers that came to the record, then those that went out from it, each group with its title."""
    came = [transfer for transfer in transfers if transfer.came_to(record)]
    went = [transfer for transfer in transfers if not transfer.came_to(record)]
    groups = [(_("Learned from others"), came), (_("Passed on to others"), went)]
    return [(title, group) for title, group in groups if group]


@register.inclusion_tag("casestudies/_marks.html")
def cite(notes, fact, part: str = ""):
    """The marks of a fact: `{% cite notes step %}`, `{% cite notes case "background" %}`.

    One for each passage that proves it, then one for its editor's note, which `_editors_note.html` holds.
    """
    noted = fact.editors_note and part == fact.noted_part
    return {
        "marks": notes.marks(fact, part),
        "noted": note_id(fact) if noted else "",
        "words": "" if part else fact.in_words,
    }


@register.filter
def note_id(fact) -> str:
    """The id of the editor's note of a fact."""
    return f"about-{fact._meta.model_name}-{fact.pk}"


COUNTABLE = 36  # months


@register.filter
def fact_kind(citation) -> str:
    """The kind of fact that a citation proves, in words: outcome, step, background."""
    return str(TEXTS[citation.part] if citation.part else citation.fact._meta.verbose_name)


@register.simple_tag
def language_of(notes, fact) -> str:
    """The language of the printed fact: that of the first source that proves it."""
    marks = notes.marks(fact)
    return marks[0].passage.source.language if marks else ""


@register.simple_tag(takes_context=True)
def in_language(context, code: str) -> str:
    """The address of this page, with its filters, in another language. Slugs are the same in all languages."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    for other in i18n.LANGUAGES:
        if path.startswith(f"/{other}/"):
            path = path.removeprefix(f"/{other}")
    # "//example.org/" would be another host.
    return escape_leading_slashes(path if code == settings.LANGUAGE_CODE else f"/{code}{path}")


@register.simple_tag
def site_url() -> str:
    """The address of the site, for addresses that need a host."""
    return settings.SITE_URL


@register.simple_tag(takes_context=True)
def admin_url(context, record) -> str:
    """The address where a curator edits the record; empty for other readers."""
    request = context.get("request")
    meta = record._meta
    if not request or not request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


@register.simple_tag
def longest(steps):
    """Months of the longest step, for a common scale; None if no step has a duration."""
    return max((step.months_upper or step.months for step in steps if step.months), default=None)


@register.filter
def month_blocks(step) -> list[tuple[int, float]]:
    """Blocks to draw the duration of a step, as (offset, width) in months: one for each month, a half one for a half.

    A step that is too long to count blocks has a single one.
    """
    months = float(step.months_upper or step.months or 0)
    if months > COUNTABLE:
        return [(0, months)]
    return [(start, min(1.0, months - start)) for start in range(int(-(-months // 1)))]


@register.filter
def lang_apart(value) -> str:
    """The `lang` attribute of a text that is only available in the other language; else empty."""
    return value.lang if getattr(value, "is_fallback", False) else ""


@register.simple_tag(takes_context=True)
def choices(context, facet) -> list[tuple[str, str, str, str, str, bool, bool, str]]:
    """For each shown choice of a facet, what the template prints of it, and its address after toggling.

    These are its value, its label, the language of the label if it is the other one, its depth, its count, whether it
    is chosen, and whether it is withdrawn.
    There are a hundred on a page, and a template prints texts of a tuple in half the time of attributes and numbers.
    """
    address = canonical.path(context["request"])
    query = canonical.query_builder(context["filters"], facet.name)
    return [
        (
            choice.value,
            capfirst(choice.label),
            lang_apart(choice.label),
            str(choice.depth),
            str(choice.count),
            choice.chosen,
            choice.withdrawn,
            f"{address}?{asked}" if (asked := query(facet.toggled(choice))) else address,
        )
        for choice in facet.shown
    ]


@register.simple_tag(takes_context=True)
def choice_url(context, facet, choice) -> str:
    """The address of the list after toggling a choice, on page 1."""
    return _address(context, **{facet.name: facet.toggled(choice), "page": []})


@register.simple_tag(takes_context=True)
def whole_url(context, facet) -> str:
    """The address of this page with all choices of a facet; if all with rows are shown, with those without."""
    return _address(context, **{"all" if facet.is_cut else "empty": [facet.name]})


@register.simple_tag(takes_context=True)
def url_without(context, name: str) -> str:
    """The address of the list without one filter, on page 1. A range is removed with both ends."""
    names = context["filters"].parameters(name)
    return _address(context, **{name: [] for name in names}, page=[])


@register.simple_tag(takes_context=True)
def kept(context, name: str) -> list[tuple[str, str]]:
    """Hidden fields for the form of one filter: all other parameters, as pairs of name and value."""
    filters = context["filters"]
    return canonical.pairs(filters, **{name: [] for name in filters.parameters(name)}, page=[])


@register.simple_tag(takes_context=True)
def sort_url(context, value: str) -> str:
    """The address of the list in another order, on page 1."""
    return _address(context, sort=[value], page=[])


@dataclass(frozen=True)
class Branch:
    """A row of an index with those below it; `is_listed` unless the list has only those below."""

    row: Any
    below: list
    is_listed: bool


@register.simple_tag(takes_context=True)
def branches(context) -> list[Branch]:
    """The rows of the page, each below the row that it belongs to. Other orders than that of the list are flat."""
    listing, filters, rows = context["listing"], context["filters"], context["page"].object_list
    if filters.sort != filters.default_sort():
        return [Branch(row, [], True) for row in rows]
    listed = {row.pk: row for row in rows}
    found: dict[int, Branch] = {}
    for row in rows:
        above = listing.above(row)
        top = above or row
        branch = found.setdefault(top.pk, Branch(listed.get(top.pk, top), [], top.pk in listed))
        if above:
            branch.below.append(row)
    return list(found.values())


@register.simple_tag
def cells(columns, row) -> list[tuple]:
    """The cells of a row of a list: pairs of a column and its value."""
    return [(column, column.read(row)) for column in columns]


@register.simple_tag
def direction(filters) -> str:
    """The direction in which the list is sorted, for `aria-sort`."""
    return "descending" if filters.is_descending else "ascending"


@register.simple_tag(takes_context=True)
def view_url(context, value: str) -> str:
    """The address of the list in another view, on page 1."""
    return _address(context, view=[value], page=[])


@register.simple_tag(takes_context=True)
def size_url(context, value: str) -> str:
    """The address of the list in pages of another size, on page 1."""
    return _address(context, size=[value], page=[])


@register.simple_tag(takes_context=True)
def clear_url(context) -> str:
    """The address of the list without filters."""
    return canonical.path(context["request"], canonical.without_filters(context["filters"]))


@register.simple_tag(takes_context=True)
def page_url(context, number: int) -> str:
    """The address of another page of the list."""
    return _address(context, page=[str(number)])


def _address(context, **changes: list[str]) -> str:
    return canonical.path(context["request"], canonical.query(context["filters"], **changes))
