"""Template tags for citing a page."""

from django import template

from casestudies import canonical, i18n
from casestudies.citing import FORMATS, references
from casestudies.citing.as_text import sentence
from casestudies.models import Transfer
from casestudies.models.facts import Fact

register = template.Library()


@register.simple_tag(takes_context=True)
def citation(context, record=None) -> dict:
    """The content of the citation box: references as text, files, and facts that can be cited alone.

    `record` may be a fact with its own page; without it, the list on the page is cited. Empty for a draft.
    """
    owner = record.owner if isinstance(record, Fact) else record
    if owner and not owner.is_published:
        return {}
    facts = []
    if not record:
        listing, filters = context["listing"], context["filters"]
        path, query = listing.address(), canonical.same_rows(filters)
        cited = references.of_list(listing, filters)
    elif isinstance(record, Transfer):
        path, query = record.get_absolute_url(), ""
        cited = references.of_transfer(record, context["notes"])
    elif isinstance(record, Fact):
        path, query = record.owner.get_absolute_url(), f"fact={record.anchor_id}"
        cited = references.of_fact(record, record.owner, context["notes"])
    else:
        path, query = record.get_absolute_url(), ""
        cited = references.of_record(record, context.get("notes"))
        facts = [(fact.anchor_id, references.title_of_fact(fact)) for fact in _facts(context, record)]
    here, *documents = (i18n.in_pieces(sentence(one), one.names) for one in cited)
    return {
        "here": here,
        "documents": documents,
        "files": [(one, f"{path}cite.{one.extension}{query and '?'}{query}") for one in FORMATS.values()],
        "facts": facts,
    }


def _facts(context, record):
    """The figures, steps and lessons of the record itself; the context of a city has those of its cases too."""
    yield from (fact for fact in context.get("outcomes", ()) if _is_of(fact, record))
    for step in context.get("steps", ()):
        if _is_of(step, record):
            yield from (step, *step.substeps.all())
    yield from (fact for fact in context.get("lessons", ()) if _is_of(fact, record))


def _is_of(fact, record) -> bool:
    model = record._meta.concrete_model
    return any(
        getattr(fact, f"{name}_id") == record.pk and fact._meta.get_field(name).related_model is model
        for name in fact.owners
    )
