"""What somebody edits while the page of an indicator is made."""

from contextlib import contextmanager

import pytest
from django.db import connection

from casestudies.head.conditional import pages
from tests import factories as make

from .test_indicators import figures_of_dust, higher_is_better, read_page, rows  # noqa: F401 fixtures of these tests


@contextmanager
def edited_before(query: str, edit):
    """Edits once, just before the database is first asked something that holds these words, as another process may."""
    edits = [edit]
    pages.clear()

    def editing(execute, sql, *more):
        if query in sql and edits:
            edits.pop()()
        return execute(sql, *more)

    with connection.execute_wrapper(editing):
        yield
    assert edits == []


def test_unit_that_comes_with_a_new_figure_while_the_page_is_made_is_known(read, cast, figure):
    figure("less", "-10", cast.plan)

    def add():
        figure("in-points", "-10", cast.plan, unit=make.unit("points", dimension="ratio"))

    with edited_before('"upper_value"', add):
        page = read()
    assert "less -10" in page.html


@pytest.mark.usefixtures("higher_is_better")
def test_figure_that_is_deleted_while_the_page_is_made_is_left_out(read, cast, figure):
    deleted = figure("less", "-10", cast.plan)
    figure("least", "-20", cast.zone)
    last = figure("most", "-5", cast.campaign)
    assert [values[2][:6] for values in rows(read())] == ["↓ −5 %", "↓ −10 ", "↓ −20 "]
    with edited_before('FROM "casestudies_unit"', deleted.delete):
        page = read()
    assert [values[2][:6] for values in rows(page)] == ["↓ −5 %", "↓ −20 "]
    with edited_before('FROM "casestudies_unit"', last.delete):
        assert "most -5" not in read().html
