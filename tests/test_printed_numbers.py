"""Figures as the sources print them, read as exact numbers. The prints are real ones."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casestudies.quantities import format_number
from casestudies.source_checks.printed_numbers import follows, qualified, readings

PRINTS = [
    ("130万户", "level", "1300000", None),
    ("约92万人", "level", "920000", None),
    ("约9.2亿", "level", "920000000", None),
    ("3.7272亿人次", "level", "372720000", None),
    ("1564万平方米", "level", "15640000", None),
    ("超5000兆瓦", "level", "5000", None),
    ("约1,300个", "level", "1300", None),
    ("8300台", "level", "8300", None),
    ("2300套", "level", "2300", None),
    ("超过一万个", "level", "10000", None),
    ("近100座", "level", "100", None),
    ("十个", "level", "10", None),
    ("两个", "level", "2", None),
    ("九百万居民", "level", "9000000", None),
    ("种植百万棵树木", "level", "1000000", None),
    ("逾百处绿地", "level", "100", None),
    ("首个 ZUMA", "level", "1", None),
    ("第二个 ZUMA", "level", "2", None),
    ("第三个", "level", "3", None),
    ("~9 个月", "level", "9", None),
    ("9000至10000单位", "level", "9000", "10000"),
    ("26 至 77 厘米", "level", "26", "77"),
    ("1.6 – 1.7 °C", "level", "1.6", "1.7"),
    ("降温1-2.5°C", "change", "-2.5", "-1"),
    ("气温降低3至4°C", "change", "-4", "-3"),
    ("减少约150吨", "change", "-150", None),
    ("节省300至600欧元", "money", "300", "600"),
    ("2250亿美元", "money", "225000000000", None),
    ("10.7 亿欧元", "money", "1070000000", None),
    ("5500万南非兰特", "money", "55000000", None),
    ("减少了65.9%", "percent-change", "-65.9", None),
    ("下降了11.5%", "percent-change", "-11.5", None),
    ("降低近 90%", "percent-change", "-90", None),
    ("↓8%", "percent-change", "-8", None),
    ("增长了 19%", "percent-change", "19", None),
    ("减少一半", "percent-change", "-50", None),
    ("增长逾一倍", "percent-change", "100", None),
    ("三分之二", "share", "66.666667", None),
    ("三分之一", "share", "33.333333", None),
    ("四分之三", "share", "75", None),
    ("九成", "share", "90", None),
    ("百分之四十", "share", "40", None),
    ("87.97%", "share", "87.97", None),
    ("40%至45%", "share", "40", "45"),
    ("10-15%", "share", "10", "15"),
    ("全部为可再生能源", "share", "100", None),
    ("岸电设施全覆盖", "share", "100", None),
    ("降至2024年的5.2%", "share", "5.2", None),
    ("增长两倍", "multiple", "3", None),
    ("增长了两倍", "multiple", "3", None),
    ("增长到两倍", "multiple", "2", None),
    ("提升至原来的三倍", "multiple", "3", None),
    ("原来的七倍", "multiple", "7", None),
    ("原面积的18倍", "multiple", "18", None),
    ("增加一倍以上", "multiple", "2", None),
    ("三至五倍", "multiple", "3", "5"),
    ("应该翻一番", "multiple", "2", None),
    ("可翻倍", "multiple", "2", None),
    ("about 1.3 million households", "level", "1300000", None),
    ("9 to 12 million", "level", "9000000", "12000000"),
    ("1.3 million", "level", "1300000", None),
]


@pytest.mark.parametrize(("printed", "kind", "value", "upper"), PRINTS)
def test_value_follows_from_the_print_and_no_other_value_does(printed, kind, value, upper):
    value, upper = Decimal(value), upper and Decimal(upper)
    assert follows(printed, value, upper, kind)
    assert not follows(printed, value * 10, upper and upper * 10, kind)
    assert not follows(printed, -value, upper and -upper, kind)


@pytest.mark.parametrize(
    ("printed", "value", "symbols"),
    [
        ("5千吨", "5", ("kt", "千吨")),
        ("5000吨", "5", ("kt", "千吨")),
        ("5千吨", "5000", ("t", "吨")),
        ("5公斤", "5", ("kg", "千克")),
        ("150万千瓦", "1500000", ("kW", "千瓦")),
        ("150万千瓦", "150", ("10 MW", "万千瓦")),
        ("100千瓦", "100", ("kW", "千瓦")),
        ("3 million tonnes", "3000", ("thousand tonnes", "千吨")),
    ],
)
def test_scale_of_the_unit_is_taken_off_the_number(printed, value, symbols):
    assert follows(printed, Decimal(value), None, "level", symbols)


def test_percentage_is_a_level_only_where_the_unit_is_percent():
    assert not follows("65%", Decimal(65), None, "level", ("households", "户"))
    assert follows("65%", Decimal(65), None, "level", ("%", "%"))


def test_share_is_not_a_multiple_and_a_multiple_is_no_number():
    assert not follows("三分之二", Decimal(3), None, "multiple")
    assert not follows("三倍", Decimal(3), None, "level")


@pytest.mark.parametrize("text", ["C40", "PM2.5", "CO2", "HSP/HA/1/2/Add.1", "数百", "清洁空气", ""])
def test_names_and_vague_words_have_no_reading(text):
    assert readings(text) == []


@pytest.mark.parametrize(
    ("printed", "qualifier"),
    [
        ("~9 个月", "about"),
        ("约1,300个", "about"),
        ("近100座", "nearly"),
        ("降低近 90%", "nearly"),
        ("超过一万个", "more-than"),
        ("500余份", "more-than"),
        ("十余座", "more-than"),
        ("150万千瓦以上", "at-least"),
        ("至少10%", "at-least"),
        ("高达1.2万吨", "up-to"),
        ("100家机构加入该公约", ""),
        ("超5000兆瓦", "more-than"),
        ("增长逾一倍", "more-than"),
        ("不到1%", "less-than"),
        ("最高10%", "up-to"),
        ("130万户", ""),
        ("超低能耗建筑达120万平方米", ""),
        ("附近120米", ""),
    ],
)
def test_qualifier_of_a_print(printed, qualifier):
    assert qualified(printed)[0] == qualifier


FIGURES = st.decimals(min_value=-(10**13), max_value=10**13, places=2, allow_nan=False)


@given(FIGURES, st.sampled_from(["en", "zh-hans"]))
def test_what_we_write_reads_back_as_the_same_number(value, language):
    assert [(reading.form, reading.value) for reading in readings(format_number(value, language))] == [
        ("number", value)
    ]


@given(st.text(alphabet="0123456789.,-–~%至到约近超百千万亿一二三十两半成倍分之第首个减降增长 tomilnC/", max_size=60))
def test_reading_never_raises(text):
    readings(text)
    follows(text, Decimal(1), None, "percent-change", ("kt", "千吨"))
