"""Networks and other organisations."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import Organisation

from .evidence import cited, proofs
from .fields import CellType, Field, both, choice, number, one, public, record, text
from .record import dates, identity, note
from .tables import Table


def _fields(*counts: Field) -> tuple[Field, ...]:
    return (
        *identity(),
        both("name", _("name"), _("What it is called in each language.")),
        text("acronym", _("acronym"), _("What it is called for short.")),
        one("aliases", CellType.LIST, _("other names"), _("In any language.")),
        choice("kind", Organisation.Kind, _("kind"), _("What kind of body it is.")),
        record("parent", _("part of"), _("The organisation that it is part of."), lambda row: public(row.parent)),
        one("website", CellType.LINK, _("website"), _("Its own website.")),
        both("description", _("description"), _("What it is, from the sources. Markdown.")),
        *counts,
        note(),
        proofs(),
        *dates(),
    )


CASES = number("case_count", _("case studies"), _("How many case studies it had a part in."))
MEMBERS = number("member_count", _("members"), _("How many of its members are here."))


def _fetch(rows):
    return rows.for_list().select_related("parent").prefetch_related(*cited())


NETWORKS = Table(_fields(CASES, MEMBERS), _fetch)
ORGANISATIONS = Table(_fields(CASES), _fetch)
