"""What the drawings of durations show, as plain numbers."""

from decimal import Decimal

import pytest

from casestudies.models import Step
from casestudies.templatetags.cityclimate import longest, month_blocks
from casestudies.views.methods import spread

pytestmark = pytest.mark.once


def steps(*months) -> list[Step]:
    return [Step(months=None if value is None else Decimal(value)) for value in months]


def test_step_has_a_block_for_each_month_and_half_a_block_for_half_a_month():
    (step,) = steps("2.5")
    assert month_blocks(step) == [(0, 1.0), (1, 1.0), (2, 0.5)]


def test_range_is_drawn_to_its_upper_value():
    step = Step(months=Decimal(1), months_upper=Decimal(2))
    assert month_blocks(step) == [(0, 1.0), (1, 1.0)]


def test_step_too_long_to_count_is_one_block():
    (step,) = steps(60)
    assert month_blocks(step) == [(0, 60.0)]


def test_scale_is_that_of_the_longest_step_and_unknown_without_any():
    assert longest(steps(9, None, 6)) == 9
    assert longest(steps(None)) is None


def test_two_cases_make_no_range_and_three_do():
    assert spread({Decimal(9): 1, Decimal(6): 1}) is None
    three = spread({Decimal(6): 1, Decimal(9): 2})
    assert (three.low, three.high) == (6, 9)
    assert three.points == [(float(200 / 3), 0), (100.0, 0), (100.0, 1)]
    assert three.stack == 2
