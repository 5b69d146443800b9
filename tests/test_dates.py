"""Dates as precise as a source gives them, written for each language."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from casestudies.models.dates import Precision, last_day, parse_date, show_date, show_period, write_date

READ = [
    ("2023", datetime.date(2023, 1, 1), "year"),
    ("2023-09", datetime.date(2023, 9, 1), "month"),
    ("2023-09-18", datetime.date(2023, 9, 18), "day"),
]
SHOWN = [
    ("2023", "2023", "2023 年"),
    ("2023-09", "September 2023", "2023 年 9 月"),
    ("2023-09-18", "18 September 2023", "2023 年 9 月 18 日"),
]
PERIODS = [
    ("2022", "2024", "2022–2024", "2022–2024 年"),
    ("2022", "2022", "2022", "2022 年"),
    ("2023-09", "2024", "September 2023 – 2024", "2023 年 9 月 – 2024 年"),
    ("2023-09-01", "2023-09-18", "1 September 2023 – 18 September 2023", "2023 年 9 月 1 日 – 2023 年 9 月 18 日"),
    ("2022", "", "since 2022", "2022 年起"),
    ("", "2027", "until 2027", "至 2027 年"),
    ("", "", "", ""),
]


@pytest.mark.parametrize(
    ("text", "last"), [("2023", "2023-12-31"), ("2024-02", "2024-02-29"), ("2023-09-18", "2023-09-18")]
)
def test_last_day_of_a_date_is_that_of_its_year_or_month(text, last):
    assert last_day(*parse_date(text)) == datetime.date.fromisoformat(last)
    assert last_day(None, "") is None


@pytest.mark.parametrize(("text", "date", "precision"), READ)
def test_date_is_read_and_written_as_precisely_as_it_stands(text, date, precision):
    assert parse_date(text) == (date, precision)
    assert write_date(date, precision) == text


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-02-29", "2023-9", "2023-09-18T00:00", "２０２３", "soon", "0000"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValidationError):
        parse_date(text)


@pytest.mark.parametrize(("text", "english", "chinese"), SHOWN)
def test_date_is_shown_in_the_language_of_the_page(text, english, chinese):
    assert show_date(*parse_date(text)) == english
    with translation.override("zh-hans"):
        assert show_date(*parse_date(text)) == chinese


@pytest.mark.parametrize(("start", "end", "english", "chinese"), PERIODS)
def test_period_says_no_more_than_is_known(start, end, english, chinese):
    ends = [part for text in (start, end) for part in (parse_date(text) if text else (None, ""))]
    assert show_period(*ends) == english
    with translation.override("zh-hans"):
        assert show_period(*ends) == chinese


def test_no_date_is_written_and_shown_as_nothing():
    assert (write_date(None, ""), show_date(None, "")) == ("", "")


@given(st.dates(), st.sampled_from(Precision.values))
@settings(max_examples=50, deadline=None)
def test_what_is_written_reads_back(date, precision):
    text = write_date(date, precision)
    assert write_date(*parse_date(text)) == text
