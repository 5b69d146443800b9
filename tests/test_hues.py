"""The hues of the regions: no two are near each other, for colour-blind eyes either, and dots stand out from land."""

import re
from itertools import combinations
from math import dist

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

REGIONS = (
    "africa",
    "central-east-asia",
    "east-southeast-asia-and-oceania",
    "europe",
    "latin-america",
    "north-america",
    "south-and-west-asia",
)
# What eyes without one kind of cones see of linear RGB: Machado, Oliveira, Fernandes (2009), severity 1.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# Linear RGB to cones, and their cube roots to Oklab: Ottosson (2020).
CONES = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
         (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
OKLAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
         (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
APART = 0.1  # in Oklab: 0.02 can just be told apart side by side
EDGE = 0.45  # share of the hue in the line around a dot; the rest is --dot-edge


def tokens(scheme: str) -> dict[str, str]:
    """Custom property → its value in the light or the dark scheme."""
    css = (settings.BASE_DIR / "static" / "css" / "tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    found = dict(re.findall(r"--([a-z-]+): ([^;]+);", light))
    if scheme == "dark":
        found |= dict(re.findall(r"--([a-z-]+): ([^;]+);", dark))
    return {name: found.get(value.removeprefix("var(--").removesuffix(")"), value) for name, value in found.items()}


def rgb(colour: str) -> list[float]:
    return [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]


def linear(channels: list[float]) -> list[float]:
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in channels]


def times(matrix, vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def seen(colour: str, eyes: str) -> list[float]:
    """A colour in Oklab, as these eyes see it."""
    light = [min(max(channel, 0), 1) for channel in times(EYES[eyes], linear(rgb(colour)))]
    return times(OKLAB, [cone ** (1 / 3) for cone in times(CONES, light)])


def contrast(one: list[float], other: list[float]) -> float:
    """As WCAG 2.2 defines it."""
    dark, light = sorted(
        sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other)
    )
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_no_two_regions_look_alike(scheme, eyes):
    hues = tokens(scheme)
    near = {
        (one, other): round(apart, 3)
        for one, other in combinations(REGIONS, 2)
        if (apart := dist(seen(hues[one], eyes), seen(hues[other], eyes))) < APART
    }
    assert near == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["tint", "paper", "sheet"])
def test_dots_stand_out_from_land_and_sea(scheme, ground):
    """By their fill or by the line around it, three to one."""
    colours = tokens(scheme)
    weak = {}
    for region in REGIONS:
        hue, edge, under = (rgb(colours[name]) for name in (region, "dot-edge", ground))
        line = [EDGE * a + (1 - EDGE) * b for a, b in zip(hue, edge, strict=True)]
        if (best := max(contrast(hue, under), contrast(line, under))) < 3:
            weak[region] = round(best, 2)
    assert weak == {}
