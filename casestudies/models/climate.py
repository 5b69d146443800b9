"""What kind of city: its climate zone and its size class, from data sets. They are context, not facts of a source."""

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["ClimateGroup", "ClimateZone", "SizeClass"]


class ClimateZone(models.TextChoices):
    """The zones of the Köppen-Geiger classification. The first letter is the main group."""

    AF = "Af", _("tropical rainforest (Af)")
    AM = "Am", _("tropical monsoon (Am)")
    AS = "As", _("tropical savanna, dry summer (As)")
    AW = "Aw", _("tropical savanna, dry winter (Aw)")
    BSH = "BSh", _("hot semi-arid (BSh)")
    BSK = "BSk", _("cold semi-arid (BSk)")
    BWH = "BWh", _("hot desert (BWh)")
    BWK = "BWk", _("cold desert (BWk)")
    CFA = "Cfa", _("humid subtropical (Cfa)")
    CFB = "Cfb", _("temperate oceanic (Cfb)")
    CFC = "Cfc", _("subpolar oceanic (Cfc)")
    CSA = "Csa", _("Mediterranean, hot summer (Csa)")
    CSB = "Csb", _("Mediterranean, warm summer (Csb)")
    CSC = "Csc", _("Mediterranean, cool summer (Csc)")
    CWA = "Cwa", _("subtropical, dry winter (Cwa)")
    CWB = "Cwb", _("subtropical highland, dry winter (Cwb)")
    CWC = "Cwc", _("cold subtropical highland, dry winter (Cwc)")
    DFA = "Dfa", _("humid continental, hot summer (Dfa)")
    DFB = "Dfb", _("humid continental, warm summer (Dfb)")
    DFC = "Dfc", _("subarctic (Dfc)")
    DFD = "Dfd", _("subarctic, extremely cold winter (Dfd)")
    DSA = "Dsa", _("continental, dry hot summer (Dsa)")
    DSB = "Dsb", _("continental, dry warm summer (Dsb)")
    DSC = "Dsc", _("subarctic, dry summer (Dsc)")
    DSD = "Dsd", _("subarctic, dry summer, extremely cold winter (Dsd)")
    DWA = "Dwa", _("continental, hot summer, dry winter (Dwa)")
    DWB = "Dwb", _("continental, warm summer, dry winter (Dwb)")
    DWC = "Dwc", _("subarctic, dry winter (Dwc)")
    DWD = "Dwd", _("subarctic, dry winter, extremely cold (Dwd)")
    ET = "ET", _("tundra (ET)")
    EF = "EF", _("ice cap (EF)")


class ClimateGroup(models.TextChoices):
    """The main groups of climate zones."""

    A = "A", _("tropical (A)")
    B = "B", _("arid (B)")
    C = "C", _("temperate (C)")
    D = "D", _("continental (D)")
    E = "E", _("polar (E)")


class SizeClass(models.TextChoices):
    """The size of a city by its inhabitants, in the classes of the UN's World Urbanization Prospects."""

    UNDER_500K = "under-500k", _("under 500,000 inhabitants")
    UNDER_1M = "500k-1m", _("500,000 to 1 million inhabitants")
    UNDER_5M = "1m-5m", _("1 to 5 million inhabitants")
    UNDER_10M = "5m-10m", _("5 to 10 million inhabitants")
    OVER_10M = "over-10m", _("10 million inhabitants or more")

    @classmethod
    def of(cls, population: int | None) -> "SizeClass | None":
        """The class of a city with so many inhabitants; None if their number is not known."""
        if population is None:
            return None
        return next((size for below, size in zip(BOUNDS, cls, strict=False) if population < below), cls.OVER_10M)


BOUNDS = (500_000, 1_000_000, 5_000_000, 10_000_000)
