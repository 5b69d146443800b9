"""Figures: exact conversion, and how they read in both languages."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies import models, quantities
from casestudies.comparability import Reason, comparable, lacking
from casestudies.models import Outcome
from casestudies.models.qualifiers import Qualifier
from casestudies.quantities import format_months, format_number, format_quantity, to_base
from casestudies.source_checks.printed_numbers import readings
from tests.figures import DOLLARS, FIGURES, KRONER, OUTCOMES, PERCENT, TIMES, TONNES, Figure, Unit, d

LANGUAGES = ("en", "zh-hans")


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        ("0", "0", "0"),
        ("9", "9", "9"),
        ("1234", "1,234", "1234"),
        ("9000", "9,000", "9000"),
        ("12000", "12,000", "1.2万"),
        ("12345", "12,345", "12,345"),
        ("102600", "102,600", "10.26万"),
        ("1300000", "1.3 million", "130万"),
        ("1234567", "1,234,567", "1,234,567"),
        ("5750000", "5.75 million", "575万"),
        ("15640000", "15.64 million", "1564万"),
        ("15641000", "15,641,000", "1564.1万"),
        ("1234567000", "1,234,567,000", "1,234,567,000"),
        ("1234000000", "1.234 billion", "12.34亿"),
        ("130000000", "130 million", "1.3亿"),
        ("372720000", "372.72 million", "3.7272亿"),
        ("225000000000", "225 billion", "2250亿"),
        ("-65.90", "−65.9", "−65.9"),
        ("0.000001", "0.000001", "0.000001"),
        ("1E+6", "1 million", "100万"),
        ("2500000000000", "2.5 trillion", "2.5万亿"),
    ],
)
def test_number_reads_as_in_its_language_and_loses_nothing(value, english, chinese):
    assert format_number(d(value), "en") == english
    assert format_number(d(value), "zh-hans") == chinese


def test_whole_number_of_python_will_do():
    assert format_number(7674366, "zh-hans") == format_number(7674366, "en") == "7,674,366"


@pytest.mark.parametrize(
    ("figure", "english", "chinese", "direction"),
    [
        (Figure(), "9 households", "9 户", "none"),
        (Figure(d("1")), "1 household", "1 户", "none"),
        (Figure(d("1300000")), "1.3 million households", "130万户", "none"),
        (Figure(d("1300000"), d("1500000")), "1.3–1.5 million households", "130万–150万户", "none"),
        (Figure(d("54000"), unit=TONNES, gas="co2e"), "54,000 t CO₂e", "5.4万吨 CO₂e", "none"),
        (Figure(unit=replace(TONNES, symbol_en="t CO2e"), gas="co2e"), "9 t CO2e", "9 吨 CO₂e", "none"),
        (Figure(d("-65.9"), unit=PERCENT, kind="percent-change"), "−65.9\u202f%", "−65.9%", "down"),
        (Figure(d("19"), unit=PERCENT, kind="percent-change"), "+19\u202f%", "+19%", "up"),
        (Figure(d("66.666667"), unit=PERCENT, kind="share"), "66.7\u202f%", "66.7%", "none"),
        (Figure(d("40"), d("45"), unit=PERCENT, kind="share"), "40–45\u202f%", "40–45%", "none"),
        (Figure(d("-2.5"), d("-1"), unit=Unit("°C", "°C"), kind="change"), "−2.5 to −1 °C", "−2.5 至 −1 °C", "down"),
        (Figure(d("3"), unit=TIMES, kind="multiple"), "3 times", "3 倍", "up"),
        (Figure(d("0.5"), unit=TIMES, kind="multiple"), "0.5 times", "0.5 倍", "down"),
        (Figure(qualifier="about"), "about 9 households", "约 9 户", "none"),
        (Figure(qualifier="nearly"), "nearly 9 households", "近 9 户", "none"),
        (Figure(qualifier="more-than"), "more than 9 households", "超过 9 户", "none"),
        (Figure(qualifier="at-least"), "at least 9 households", "至少 9 户", "none"),
        (Figure(qualifier="less-than"), "less than 9 households", "不到 9 户", "none"),
        (Figure(qualifier="up-to"), "up to 9 households", "最多 9 户", "none"),
        (
            Figure(d("-60"), unit=PERCENT, kind="percent-change", qualifier="more-than"),
            "down by more than 60\u202f%",
            "下降超过 60%",
            "down",
        ),
        (
            Figure(d("-60"), unit=PERCENT, kind="percent-change", qualifier="about"),
            "about −60\u202f%",
            "约 −60%",
            "down",
        ),
        (Figure(d("3000000"), unit=DOLLARS, kind="money"), "US$3 million", "300万美元", "none"),
        (
            Figure(d("3000000"), unit=DOLLARS, kind="money", money_year=2023, qualifier="about"),
            "about US$3 million (2023)",
            "约 300万美元（2023 年价格）",
            "none",
        ),
        (
            Figure(d("300"), d("600"), unit=replace(DOLLARS, currency="EUR"), kind="money", per="household-year"),
            "€300–600 per household and year",
            "每户每年 300–600 欧元",
            "none",
        ),
        (Figure(d("-3000000"), unit=DOLLARS, kind="change"), "−US$3 million", "−300万美元", "down"),
        (Figure(d("5"), unit=KRONER, kind="money"), "NOK 5", "5 NOK", "none"),
        (Figure(unit=TONNES, accumulation="per-year"), "9 t per year", "每年 9 吨", "none"),
        (
            Figure(unit=TONNES, accumulation="per-year", per="person-year"),
            "9 t per person and year",
            "每人每年 9 吨",
            "none",
        ),
        (Figure(unit=TONNES, per="day", qualifier="about"), "about 9 t per day", "每天约 9 吨", "none"),
        (Figure(d("0"), unit=PERCENT, kind="percent-change"), "0\u202f%", "0%", "none"),
        (Figure(d("20"), unit=DOLLARS, kind="money", per="tonne"), "US$20 per tonne", "每吨 20 美元", "none"),
    ],
)
def test_quantity_reads_as_in_its_language(figure, english, chinese, direction):
    assert str(format_quantity(figure, "en")) == english
    assert str(format_quantity(figure, "zh-hans")) == chinese
    assert format_quantity(figure, "en").direction == format_quantity(figure, "zh-hans").direction == direction


def test_shown_figure_comes_in_parts_that_a_page_can_set_apart():
    shown = format_quantity(Figure(d("3000000"), unit=DOLLARS, kind="money", money_year=2023, qualifier="about"), "en")
    assert (shown.before, shown.number, shown.after) == ("about US$", "3 million", " (2023)")


@pytest.mark.parametrize(
    ("months", "upper", "qualifier", "english", "chinese"),
    [
        ("9", None, "about", "about 9 months", "约 9 个月"),
        ("9", "12", "exactly", "9–12 months", "9–12 个月"),
        ("1", None, "exactly", "1 month", "1 个月"),
        ("1.5", None, "more-than", "more than 1.5 months", "超过 1.5 个月"),
        ("12", None, "exactly", "12 months", "12 个月"),
        ("60", None, "exactly", "5 years", "5 年"),
        ("24", "36", "about", "about 2–3 years", "约 2–3 年"),
        ("24", "30", "exactly", "24–30 months", "24–30 个月"),
        ("30", None, "exactly", "30 months", "30 个月"),
    ],
)
def test_months(months, upper, qualifier, english, chinese):
    assert format_months(d(months), d(upper), qualifier, "en") == english
    assert format_months(d(months), d(upper), qualifier, "zh-hans") == chinese


def test_every_choice_of_the_model_has_its_words():
    assert set(quantities.QUALIFIERS) == set(Qualifier.values)
    assert set(quantities.PER) == set(Outcome.Per.values)
    assert set(quantities.GASES) == set(Outcome.Gas.values)
    assert set(quantities.CHANGES + quantities.AMOUNTS) | {"share"} == set(Outcome.Kind.values)


def test_outcome_and_unit_of_the_models_have_that_shape():
    unit = models.Unit(symbol_en="households", symbol_zh_hans="户", dimension="count", factor=d("1"))
    place = models.Place(slug="bogota", kind="city", name_en="Bogotá", state="published")
    stock = models.Indicator(measures="stock")
    fields = {"accumulation": "at-date", "status": "achieved", "scope": "whole-place"}
    outcome = Outcome(kind="level", value=d("1300000"), unit=unit, indicator=stock, place=place, **fields)
    assert str(format_quantity(outcome, "zh-hans")) == "130万户"
    assert lacking(outcome) == ()
    assert comparable(outcome, outcome).reasons == (Reason("same", "place"),)


def test_base_value_is_exact_beyond_15_digits():
    assert to_base(d("123456789.123456"), Unit(factor=d("1.234567890123456"))) == d("152415787.669561504785865383936")
    assert to_base(d("9"), Unit(factor=d("1000"))) == 9000
    assert to_base(d("9"), DOLLARS) is None


@given(FIGURES, FIGURES, st.decimals(min_value="0.000000000000001", max_value=10**12, places=15))
def test_conversion_is_linear(a, b, factor):
    unit = Unit(factor=factor)
    assert quantities.EXACT.add(to_base(a, unit), to_base(b, unit)) == to_base(a + b, unit)


@given(OUTCOMES, st.sampled_from(LANGUAGES))
def test_every_figure_can_be_shown_and_reads_back_as_its_value(figure, language):
    shown = format_quantity(figure, language)
    rounded = abs(figure.value) >= 1 and figure.value != round(figure.value, 5)
    assert [abs(reading.value) for reading in readings(shown.number)] == [
        abs(round(figure.value, 1) if rounded else figure.value)
    ]
