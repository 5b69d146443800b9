"""What templates say about texts, figures, notes and addresses."""

from django import template
from django.conf import settings
from django.template.defaultfilters import capfirst
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import escape_leading_slashes
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from casestudies import canonical, comparison, i18n, markdown, quantities

register = template.Library()

register.filter("markdown", markdown.render)
register.filter("plain", markdown.plain)


@register.filter
def html_lang(code: str) -> str:
    """The lang attribute of a language of Django's: zh-hans → zh-Hans."""
    return i18n.HTML_LANG[code]


@register.simple_tag
def text(value, prose: bool = False, plain: bool = False) -> str:
    """A translated text, marked where it is shown in the other language.

    Markdown is shown as paragraphs (`prose`) or as one line without its marks (`plain`).
    """
    shown = markdown.plain(value) if plain else value
    if not prose and not getattr(value, "is_fallback", False):
        return shown
    return render_to_string("casestudies/_text.html", {"value": value, "prose": prose, "shown": shown})


@register.filter
def language_label(code: str) -> str:
    """A language by its name: zh-Hans → Simplified Chinese; the code where Django has no name for it."""
    try:
        return get_language_info(code.lower())["name_translated"]
    except KeyError:
        return code


@register.filter
def other_name(record):
    """The name in the language that the page is not in, with its lang attribute; empty where it is no other."""
    other = next(code for code in i18n.LANGUAGES if code != i18n.active_language())
    name = i18n.localized(record, "name", other)
    return "" if name.is_fallback or name == i18n.localized(record, "name") else name


@register.filter
def quantity(outcome) -> quantities.Shown:
    """The figure in three parts: `{% with shown=outcome|quantity %}{{ shown.number }}`."""
    return quantities.format_quantity(outcome, i18n.active_language())


register.filter("in_unit", comparison.converted)
register.filter("baseline", comparison.baseline)


@register.filter
def number(value) -> str:
    """A number as the language of the page writes it: 7.7 million stays exact, 7,674,366."""
    return quantities.format_number(value, i18n.active_language())


@register.filter
def duration(step) -> str:
    """`about 9 months`, or empty where no source says how long a step took."""
    if step.months is None:
        return ""
    return quantities.format_months(step.months, step.months_upper, step.months_qualifier, i18n.active_language())


@register.inclusion_tag("casestudies/_marks.html")
def cite(notes, fact, part: str = ""):
    """The source marks of a fact: `{% cite notes step %}`, `{% cite notes case "background" %}`."""
    return {"marks": notes.marks(fact, part)}


COUNTABLE = 36  # months

PARTS = {
    "summary": _("summary"),
    "background": _("background"),
    "results": _("results"),
    "contact": _("contact"),
    "profile": _("profile"),
    "description": _("description"),
    "definition": _("definition"),
}


@register.filter
def fact_kind(citation) -> str:
    """What kind of fact a citation proves, for readers: outcome, step, background."""
    return str(PARTS[citation.part] if citation.part else citation.fact._meta.verbose_name)


@register.simple_tag
def language_of(notes, fact) -> str:
    """The language in which a fact is printed: that of the first source that proves it."""
    marks = notes.marks(fact)
    return marks[0].passage.source.language if marks else ""


@register.simple_tag(takes_context=True)
def in_language(context, code: str) -> str:
    """The address of this page, with its filters, in another language; slugs are the same in all of them."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    for other in i18n.LANGUAGES:
        if path.startswith(f"/{other}/"):
            path = path.removeprefix(f"/{other}")
    # "//example.org/" would be another host.
    return escape_leading_slashes(path if code == settings.LANGUAGE_CODE else f"/{code}{path}")


@register.simple_tag
def site_url() -> str:
    """Where visitors find the site, for addresses that need a host."""
    return settings.SITE_URL


@register.simple_tag(takes_context=True)
def admin_url(context, record) -> str:
    """Where a curator edits the record; empty for everybody else."""
    request = context.get("request")
    meta = record._meta
    if not request or not request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return ""
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


@register.simple_tag
def longest(steps):
    """Months of the longest step, to draw all of them to one scale; None where no source gives any."""
    return max((step.months_upper or step.months for step in steps if step.months), default=None)


@register.filter
def month_blocks(step) -> list[tuple[int, float]]:
    """A step drawn to scale: one block a month, as (offset, width) in months; a half month is half a block.

    Past what an eye can count, one block for all.
    """
    months = float(step.months_upper or step.months or 0)
    if months > COUNTABLE:
        return [(0, months)]
    return [(start, min(1.0, months - start)) for start in range(int(-(-months // 1)))]


@register.simple_tag(takes_context=True)
def choices(context, facet) -> list[tuple[str, str, str, str, bool, bool, str]]:
    """(value, label, depth, count, is chosen, is withdrawn, address once toggled) for each choice that the page shows.

    There are a hundred on a page, and a template prints texts of a tuple in half the time of attributes and numbers.
    """
    address = canonical.path(context["request"])
    query = canonical.varied(context["filters"], facet.name)
    return [
        (
            choice.value,
            capfirst(choice.label),
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
    """The address of the list once a choice is toggled, on the first page."""
    return _address(context, **{facet.name: facet.toggled(choice), "page": []})


@register.simple_tag(takes_context=True)
def whole_url(context, facet) -> str:
    """The address of this page with all choices of a facet."""
    return _address(context, all=[facet.name])


@register.simple_tag(takes_context=True)
def url_without(context, name: str) -> str:
    """The address of the list without one filter, on the first page; a range is both of its ends."""
    names = context["filters"].parameters(name)
    return _address(context, **{name: [] for name in names}, page=[])


@register.simple_tag(takes_context=True)
def kept(context, name: str) -> list[tuple[str, str]]:
    """What a form of one filter sends along: the parameters of all others and the order, each with its value."""
    filters = context["filters"]
    return canonical.pairs(filters, **{name: [] for name in filters.parameters(name)}, page=[])


@register.simple_tag(takes_context=True)
def sort_url(context, value: str) -> str:
    """The address of the list in another order, on the first page."""
    return _address(context, sort=[value], page=[])


@register.simple_tag(takes_context=True)
def page_url(context, number: int) -> str:
    """The address of another page of the list."""
    return _address(context, page=[str(number)])


def _address(context, **changes: list[str]) -> str:
    return canonical.path(context["request"], canonical.query(context["filters"], **changes))
