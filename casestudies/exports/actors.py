"""Networks and other organisations."""

from django.utils.translation import gettext_lazy as _

from casestudies.filters import NetworkFilterSet, OrganisationFilterSet
from casestudies.models import Network, Organisation

from .columns import Field, Kind, both, choice, number, one, public, record, text
from .evidence import cited, proofs
from .record import dates, identity, note
from .tables import Table


def _fields(*counts: Field) -> tuple[Field, ...]:
    return (
        *identity(),
        both("name", _("name"), _("What it is called in each language.")),
        text("acronym", _("acronym"), _("What it is called for short.")),
        one("aliases", Kind.LIST, _("other names"), _("In any language.")),
        choice("kind", Organisation.Kind, _("kind"), _("What kind of body it is.")),
        record("parent", _("part of"), _("The organisation that it is part of."), lambda row: public(row.parent)),
        one("website", Kind.LINK, _("website"), _("Its own website.")),
        both("description", _("description"), _("What it is, from the sources. Markdown.")),
        *counts,
        note(),
        proofs(),
        *dates(),
    )


CASES = number("case_count", _("case studies"), _("How many case studies it had a part in."))
MEMBERS = number("member_count", _("members"), _("How many of its members are here."))


def _networks():
    return Network.objects.published().for_list()


def _organisations():
    return Organisation.objects.published().for_list()


NETWORKS = Table(
    "networks",
    _("Networks"),
    NetworkFilterSet,
    _networks,
    lambda: _networks().select_related("parent").prefetch_related(*cited()),
    _fields(CASES, MEMBERS),
)
ORGANISATIONS = Table(
    "organisations",
    _("Organisations"),
    OrganisationFilterSet,
    _organisations,
    lambda: _organisations().select_related("parent").prefetch_related(*cited()),
    _fields(CASES),
)
