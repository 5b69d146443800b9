"""What the cases of the corpus hang on: 2,400 cities in 72 countries, themes, methods, programmes, actors, indicators.

The same at every size: a bigger knowledge base fills the vocabularies, it hardly lengthens them.
"""

import datetime
import random
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, product
from pathlib import Path

import yaml
from django.utils.text import slugify

from casestudies.models import (
    Indicator,
    Membership,
    Method,
    Organisation,
    Participation,
    Place,
    Programme,
    SDGTarget,
    Theme,
    Unit,
)
from casestudies.models.climate import ClimateZone

WORDS = yaml.safe_load((Path(__file__).parent / "words.yaml").read_text())
PUBLIC = {"state": "published", "published_at": datetime.datetime(2018, 1, 1, tzinfo=datetime.UTC)}
PROGRAMMES = 400
WITHDRAWN = 100  # every so many programmes, one is


def both(name: str, english: str, chinese: str) -> dict[str, str]:
    return {f"{name}_en": english, f"{name}_zh_hans": chinese}


class Zipf:
    """Draws from a list as the world does: the first often, the last hardly ever."""

    def __init__(self, items: list, exponent: float):
        self.items = items
        self.weights = list(accumulate((rank + 1) ** -exponent for rank in range(len(items))))

    def draw(self, chance: random.Random):
        return chance.choices(self.items, cum_weights=self.weights)[0]

    def several(self, chance: random.Random, count: int) -> list:
        """Up to `count` different ones."""
        return list(dict.fromkeys(self.draw(chance) for _ in range(count)))


@dataclass
class Vocabulary:
    cities: Zipf
    countries: Zipf
    themes: Zipf
    targets: Zipf
    methods: Zipf
    programmes: Zipf
    organisations: Zipf
    networks: Zipf
    indicators: Zipf
    units: dict[str, Unit]


def create(seed: int) -> None:
    """Write it into an empty database."""
    chance = random.Random(seed)  # noqa: S311 - the same corpus every time
    countries = _places(chance)
    _themes()
    Method.objects.bulk_create(
        Method(slug=slugify(f"{verb} {thing}"), **PUBLIC, **both("name", f"{verb} {thing}", f"{verbs}{things}"))
        for (verb, verbs), (thing, things) in product(WORDS["method_first"].items(), WORDS["method_last"].items())
    )
    _actors(countries)
    _programmes(chance, countries)
    _indicators()


def read(seed: int) -> Vocabulary:
    """What `create` wrote, in the order of its use: another for each seed, the same for each size."""
    chance = random.Random(seed + 1)  # noqa: S311

    def ranked(rows, exponent: float) -> Zipf:
        found = list(rows.order_by("slug"))
        chance.shuffle(found)
        return Zipf(found, exponent)

    return Vocabulary(
        cities=ranked(Place.objects.filter(kind="city"), 0.8),
        countries=ranked(Place.objects.filter(kind="country"), 0.8),
        themes=ranked(Theme.objects.all(), 0.7),
        targets=ranked(SDGTarget.objects.all(), 0.8),
        methods=ranked(Method.objects.all(), 0.8),
        programmes=ranked(Programme.objects.all(), 0.9),
        organisations=ranked(Organisation.objects.exclude(kind="city-network"), 0.9),
        networks=ranked(Organisation.objects.filter(kind="city-network"), 1.0),
        indicators=ranked(Indicator.objects, 0.7),
        units={unit.slug: unit for unit in Unit.objects.all()},
    )


def _places(chance: random.Random) -> list[Place]:
    world = Place.objects.create(slug="world", kind="world", **PUBLIC, **both("name", "World", "世界"))
    countries = []
    for region in WORDS["regions"]:
        ((english, chinese),) = region["name"].items()
        above = Place(slug=slugify(english), kind="region", parent=world, **PUBLIC, **both("name", english, chinese))
        above.save()
        for english, chinese in region["countries"].items():
            country = Place(
                slug=slugify(english), kind="country", parent=above, **PUBLIC, **both("name", english, chinese)
            )
            countries.append(country)
    Place.objects.bulk_create(countries)
    territories = [
        Place(
            slug=f"{country.slug}-{side}",
            kind="territory",
            parent=country,
            **PUBLIC,
            **both("name", f"{side.title()} {country.name_en}", f"{country.name_zh_hans}{chinese}"),
        )
        for country in countries[::5]
        for side, chinese in (("northern", "北部"), ("southern", "南部"))
    ]
    Place.objects.bulk_create(territories)
    shuffled = chance.sample(countries, len(countries))
    homes, inner = Zipf(shuffled, 0.6), {country.pk: [] for country in countries}
    for territory in territories:
        inner[territory.parent_id].append(territory)
    cities = []
    for (first, chinese), (last, ending) in product(WORDS["city_first"].items(), WORDS["city_last"].items()):
        country = homes.draw(chance)
        cities.append(
            Place(
                slug=slugify(first + last),
                kind="city",
                parent=chance.choice([country, *inner[country.pk]]),
                latitude=Decimal(chance.randrange(-50_00000, 60_00000)) / 100_000,
                longitude=Decimal(chance.randrange(-170_00000, 170_00000)) / 100_000,
                population=chance.randrange(20, 20_000) * 1000,
                population_year=2024,
                dataset="Synthetic",
                climate_zone=chance.choice(ClimateZone.values),
                climate_dataset="Synthetic",
                **PUBLIC,
                **both("name", first + last, chinese + ending),
                **both("profile", f"{first + last} acts on climate.", f"{chinese + ending}采取气候行动。"),
            )
        )
    Place.objects.bulk_create(cities)
    return countries


def _themes() -> None:
    order = 0
    for name, below in WORDS["themes"].items():
        english, chinese = name.split("/")
        above = Theme.objects.create(
            slug=slugify(english), order=(order := order + 1), **both("name", english, chinese)
        )
        for english, chinese in below.items():
            order += 1
            Theme.objects.create(slug=slugify(english), parent=above, order=order, **both("name", english, chinese))
    SDGTarget.objects.bulk_create(
        SDGTarget(
            slug=slug,
            code=slug.replace("-", "."),
            goal=int(slug.split("-")[0]),
            **both("title", f"Target {slug}", f"具体目标 {slug}"),
        )
        for slug in WORDS["sdg_targets"]
    )


def _actors(countries: list[Place]) -> None:
    made = []
    for name in WORDS["themes"]:
        english, chinese = name.split("/")
        made.append(
            Organisation(
                slug=slugify(f"{english} cities network"),
                kind="city-network",
                acronym="".join(word[0] for word in english.split()).upper() + "CN",
                **PUBLIC,
                **both("name", f"{english} Cities Network", f"{chinese}城市网络"),
            )
        )
    networks = Organisation.objects.bulk_create(made)
    Organisation.objects.bulk_create(
        Organisation(
            slug=slugify(f"{country.name_en} {english}"),
            kind=kind,
            **PUBLIC,
            **both("name", f"{english}, {country.name_en}", f"{country.name_zh_hans}{chinese}"),
        )
        for country in countries
        for kind, (english, chinese) in WORDS["organisations"].items()
    )
    cities = list(Place.objects.filter(kind="city").order_by("slug"))
    Membership.objects.bulk_create(
        Membership(network=network, place=city, key=city.slug)
        for number, network in enumerate(networks)
        for city in cities[number :: 24 + number * 8]
    )


def _programmes(chance: random.Random, countries: list[Place]) -> None:
    themes = list(Theme.objects.order_by("order"))
    names = list(product(countries, themes, WORDS["programmes"].items()))
    made, of_themes, countries_of = [], [], []
    for number, (country, theme, (kind, chinese)) in enumerate(chance.sample(names, PROGRAMMES)):
        hidden = number % WITHDRAWN == WITHDRAWN - 1
        label = kind.split("-")[-1].title()
        made.append(
            Programme(
                slug=slugify(f"{country.name_en} {theme.name_en} {kind}"),
                kind=kind,
                status=chance.choice(["approved", "under-way", "completed"]),
                started=datetime.date(chance.randrange(2005, 2024), 1, 1),
                started_precision="year",
                **PUBLIC | ({"state": "withdrawn"} if hidden else {}),
                **both("withdrawn_because", "It ended." if hidden else "", "已结束。" if hidden else ""),
                **both(
                    "name",
                    f"{country.name_en} {theme.name_en} {label}",
                    f"{country.name_zh_hans}{theme.name_zh_hans}{chinese}",
                ),
            )
        )
        of_themes.append(theme)
        countries_of.append(country)
    Programme.objects.bulk_create(made)
    Programme.jurisdictions.through.objects.bulk_create(
        Programme.jurisdictions.through(programme=programme, place=country)
        for programme, country in zip(made, countries_of, strict=True)
    )
    Programme.themes.through.objects.bulk_create(
        Programme.themes.through(programme=programme, theme=theme)
        for programme, theme in zip(made, of_themes, strict=True)
    )
    cities = list(Place.objects.filter(kind="city").order_by("slug"))
    Participation.objects.bulk_create(
        Participation(programme=programme, place=city, key=city.slug)
        for programme in made
        for city in chance.sample(cities, 6)
    )


def _indicators() -> None:
    Unit.objects.bulk_create(
        Unit(
            slug=slug,
            dimension=dimension,
            factor=None if dimension == "money" else Decimal(str(factor)),
            currency="USD" if dimension == "money" else "",
            **both("symbol", english, chinese),
        )
        for slug, (english, chinese, dimension, factor) in WORDS["units"].items()
    )
    Indicator.objects.bulk_create(
        Indicator(
            slug=slugify(english),
            dimension=WORDS["units"][unit][2],
            direction=direction,
            results_level=("output", "outcome", "impact", "context")[at % 4],
            **both("name", english, chinese),
        )
        for at, (english, (chinese, unit, kind, direction)) in enumerate(WORDS["indicators"].items())
    )
