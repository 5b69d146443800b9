"""Cities."""

from django.utils.translation import gettext_lazy as _

from casestudies.models import ClimateZone, Membership, Place, SizeClass

from .evidence import citations, prefetch_citations, proofs
from .fields import CellType, choice, column, number, prefetch_list, prefetched, record, records, text, translated
from .geography import ANCESTORS, country_and_region
from .record import dates, identity, note
from .tables import Table


def _fetch(rows):
    joined = Membership.objects.published().select_related("network").order_by("network__slug")
    rows = rows.with_numbers().select_related(ANCESTORS)
    return rows.prefetch_related(prefetch_list("memberships", joined), *prefetch_citations("memberships"))


def _territory(city):
    return next((place for place in city.lineage if place.kind == Place.Kind.TERRITORY), None)


def _proofs(city):
    joined = (proof for membership in prefetched(city, "memberships") for proof in citations(membership))
    return [*citations(city), *joined]


CITIES = Table(
    (
        *identity(),
        translated("name", _("name"), _("What it is called in each language.")),
        column("aliases", CellType.LIST, _("other names"), _("In any language.")),
        record(
            "territory", _("territory"), _("The state, province or district that it lies in, if named."), _territory
        ),
        country_and_region(lambda city: city),
        number("geonames_id", _("GeoNames key"), _("The number in its address at geonames.org.")),
        number("latitude", _("latitude"), _("In degrees, WGS 84.")),
        number("longitude", _("longitude"), _("In degrees, WGS 84.")),
        number("population", _("population"), _("Empty where the data set's place is another body.")),
        number("population_year", _("population in the year"), _("The year of the population figure.")),
        text("dataset", _("data set"), _("Where coordinates and population come from.")),
        text("dataset_release", _("release of the data set"), _("Which edition of it.")),
        column(
            "city_size",
            CellType.TEXT,
            _("size of city"),
            _("The class of its population."),
            lambda city: city.city_size or "",
            SizeClass,
        ),
        choice("climate_zone", ClimateZone, _("climate zone"), _("Köppen-Geiger class of its position.")),
        text("climate_dataset", _("data set of climate zones"), _("Where the climate zone comes from.")),
        text("climate_dataset_release", _("release of that data set"), _("Which edition of it.")),
        records(
            "networks",
            _("networks"),
            _("The networks that it is a member of, according to a source."),
            lambda city: [membership.network for membership in prefetched(city, "memberships")],
        ),
        number("case_count", _("case studies"), _("How many case studies there are about it.")),
        number("figure_count", _("figures"), _("How many figures these have.")),
        translated(
            "profile", _("profile"), _("Two or three sentences made of facts that the sources hold. Markdown.")
        ),
        note(),
        proofs(_proofs),
        *dates(),
    ),
    _fetch,
    places=lambda city: [city],
)
