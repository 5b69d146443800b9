"""Which rows are like one row: by shared values, the rarer the heavier."""

from math import log

from pyroaring import BitMap64

from casestudies.similarity import most_alike, traits

# Eight cases. The first three are about clean air zones, all of them but 8 are in Europe, 1 and 4 use one method.
MEMBERS = {
    "theme": {"air": BitMap64([1, 2, 3, 4, 5]), "zones": BitMap64([1, 2, 3]), "food": BitMap64([6, 7])},
    "method": {"ask": BitMap64([1, 4]), "alone": BitMap64([1])},
    "region": {"europe": BitMap64(range(1, 8))},
}
WEIGHTS = {"theme": 1.0, "method": 1.0, "region": 0.5}
ABOVE = {"theme": {"zones": "air", "air": None, "food": None}}


def own(key: int) -> list:
    return traits(key, MEMBERS, WEIGHTS, 8, ABOVE)


def alike(key: int, limit: int = 8, context=("region",)) -> list[tuple[int, list[str]]]:
    found = most_alike(key, own(key), lambda rows, n: sorted(rows)[:n], limit, context)
    return [(one.key, [trait.value for trait in one.shared]) for one in found]


def test_a_value_weighs_the_logarithm_of_all_rows_over_those_with_it_times_its_facet():
    assert [(trait.value, trait.weight) for trait in own(1)] == [
        ("ask", log(8 / 2)),
        ("zones", log(8 / 3)),
        ("air", log(8 / 5)),
        ("europe", 0.5 * log(8 / 7)),
    ]


def test_a_value_that_no_other_row_has_is_no_reason():
    assert "alone" not in {trait.value for trait in own(1)}


def test_a_value_of_every_row_is_no_reason():
    assert traits(1, {"region": {"world": BitMap64([1, 2])}}, {"region": 1.0}, 2, {}) == []


def test_rows_with_the_rarest_reasons_come_first_and_then_the_first_in_order():
    assert alike(1) == [
        (4, ["ask", "air", "europe"]),
        (2, ["zones", "europe"]),
        (3, ["zones", "europe"]),
        (5, ["air", "europe"]),
    ]


def test_a_shared_theme_counts_without_the_one_above_it():
    assert dict(alike(2))[3] == ["zones", "europe"]
    assert dict(alike(2))[5] == ["air", "europe"]


def test_a_row_is_never_like_itself_and_no_more_are_found_than_asked_for():
    assert [key for key, _reasons in alike(1, limit=2)] == [4, 2]
    assert all(key not in dict(alike(key)) for key in range(1, 9))


def test_context_makes_rows_more_alike_but_is_no_reason_alone_unless_there_is_no_other():
    assert [key for key, _reasons in alike(6)] == [7]
    assert [key for key, _reasons in alike(6, context=())] == [7, 1, 2, 3, 4, 5]
    members = {"theme": {"alone": BitMap64([1])}, "region": {"europe": BitMap64([1, 2])}}
    found = most_alike(1, traits(1, members, WEIGHTS, 3, {}), lambda rows, n: sorted(rows)[:n], 4, ("region",))
    assert [one.key for one in found] == [2]


def test_a_row_that_shares_nothing_is_like_none():
    assert alike(8) == []


def test_of_very_many_rows_those_that_share_the_rarest_values_are_scored(monkeypatch):
    monkeypatch.setattr("casestudies.similarity.MANY", 2)
    assert [key for key, _reasons in alike(1)] == [4, 5]
