"""Facets as plain data, without a database."""

from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap64 as Rows

from casestudies.facets import Facet, Members, Option, chosen_rows, intersection, most_first, rolled_up


def by_value(*options):
    return {option.value: option for option in options}


FRUIT = by_value(Option("apple", "Apple"), Option("pear", "Pear"), Option("fig", "Fig"))
ROWS = Members({"apple": Rows([1, 2, 3]), "pear": Rows([3, 4])})
TREE = by_value(
    Option("air", "Air"),
    Option("zones", "Zones", parent="air"),
    Option("monitors", "Monitors", parent="air"),
    Option("water", "Water"),
)
TREE_ROWS = Members({"air": Rows([1, 2, 3]), "zones": Rows([1]), "monitors": Rows([2, 3]), "water": Rows([4])})


def fruit(options=FRUIT, rows=ROWS, chosen=(), others=None, order=None, **more):
    return Facet("fruit", "Fruit", options, rows.counts(others), chosen, order, **more)


def counted(facet):
    return [(choice.value, choice.count) for choice in facet.choices]


def test_choices_without_a_row_are_left_out():
    assert counted(fruit()) == [("apple", 3), ("pear", 2)]


def test_chosen_value_shows_at_0():
    found = fruit(chosen=["fig"])
    assert counted(found) == [("apple", 3), ("pear", 2), ("fig", 0)]
    assert [choice.chosen for choice in found.choices] == [False, False, True]


def test_list_is_long_where_a_reader_would_rather_search_it():
    def of(size):
        many = by_value(*(Option(str(number), str(number)) for number in range(size)))
        return fruit(many, Members(dict.fromkeys(many, Rows([1]))))

    assert of(13).is_long
    assert not of(12).is_long


def test_choices_count_among_the_rows_that_other_filters_let_through():
    assert counted(fruit(others=Rows([3, 4]))) == [("apple", 1), ("pear", 2)]


def test_no_row_passing_is_not_the_same_as_no_other_filter():
    assert counted(fruit(chosen=["pear"], others=Rows())) == [("pear", 0)]


def test_toggled_adds_a_choice_or_takes_it_off():
    facet = fruit(chosen=["pear"])
    assert {choice.value: facet.toggled(choice) for choice in facet.choices} == {
        "apple": ["pear", "apple"],
        "pear": [],
    }


def long(chosen=(), show_all=False, options=()):
    many = by_value(*(Option(str(number), str(number)) for number in range(30)), *options)
    rows = Members(dict.fromkeys(many, Rows([1])))
    return fruit(many, rows, chosen, show_all=show_all)


def test_long_list_shows_its_first_choices_and_those_that_are_chosen():
    assert [choice.value for choice in long().shown] == [str(number) for number in range(12)]
    assert [choice.value for choice in long(["2", "20"]).shown] == [*(str(number) for number in range(13)), "20"]
    assert long().is_cut


def test_long_list_is_shown_whole_where_that_is_asked_for():
    assert [choice.value for choice in long(show_all=True).shown] == [str(number) for number in range(30)]
    assert not long(show_all=True).is_cut


def test_list_that_can_be_read_is_not_cut():
    assert [choice.value for choice in fruit(TREE, TREE_ROWS).shown] == [
        "air",
        "zones",
        "monitors",
        "water",
    ]


def test_long_list_shows_the_top_level_and_a_chosen_child_below_its_parent():
    family = [Option("parent", "Parent"), *(Option(f"child-{n}", f"Child {n}", "parent") for n in range(5))]
    assert [choice.value for choice in long(options=family).shown] == [str(number) for number in range(12)]
    shown = long(["child-3"], options=family).shown
    assert [(choice.value, choice.depth) for choice in shown[12:]] == [("parent", 0), ("child-3", 1)]


def test_long_list_may_show_its_largest_first_and_whole_in_its_own_order():
    """As themes do: a chosen child still stands below its parent."""
    options = by_value(*(Option(str(n), str(n)) for n in range(20)), Option("child", "Child", "3"))
    rows = Members({str(n): Rows(range(n + 1)) for n in range(20)} | {"child": Rows([1])})
    cut = fruit(options, rows, cut_by=most_first)
    assert [choice.value for choice in cut.shown] == [str(n) for n in range(19, 7, -1)]
    whole = fruit(options, rows, cut_by=most_first, show_all=True)
    assert [choice.value for choice in whole.shown] == ["0", "1", "2", "3", "child", *(str(n) for n in range(4, 20))]
    chosen = fruit(options, rows, ["child"], cut_by=most_first).shown
    assert [(choice.value, choice.depth) for choice in chosen[-2:]] == [("3", 0), ("child", 1)]


def test_choices_without_a_row_show_where_that_is_asked_for():
    options = FRUIT | by_value(Option("plum", "Plum", withdrawn=True))
    assert fruit(options, is_vocabulary=True).empty == 1
    found = fruit(options, is_vocabulary=True, show_empty=True)
    assert counted(found) == [("apple", 3), ("pear", 2), ("fig", 0)]
    assert found.empty == 0
    assert fruit(options, chosen=["fig"], is_vocabulary=True).empty == 0
    assert fruit(options).empty == 0


def test_withdrawn_option_stays_withdrawn():
    (choice,) = fruit(by_value(Option("old", "Old", withdrawn=True)), Members(), ["old"]).choices
    assert (choice.withdrawn, choice.count) == (True, 0)


def test_order_puts_the_fullest_first_and_equal_ones_by_name():
    options = by_value(Option("b", "bee"), Option("c", "Cee"), Option("a", "Ay"))
    rows = Members({"a": Rows([1]), "b": Rows([2]), "c": Rows([3, 4])})
    assert counted(fruit(options, rows, order=most_first)) == [
        ("c", 2),
        ("a", 1),
        ("b", 1),
    ]


def test_children_stand_below_their_parent_whatever_the_order():
    found = fruit(TREE, TREE_ROWS, order=most_first).choices
    assert [(choice.value, choice.depth) for choice in found] == [
        ("air", 0),
        ("monitors", 1),
        ("zones", 1),
        ("water", 0),
    ]


def test_child_whose_parent_has_no_row_stands_at_the_top():
    found = fruit(TREE, Members({"zones": Rows([1])})).choices
    assert [(choice.value, choice.depth) for choice in found] == [("zones", 0)]


def test_facet_names_what_is_chosen():
    facet = fruit(chosen=["fig", "apple"])
    assert [choice.value for choice in facet.chosen] == ["apple", "fig"]


def test_rows_under_any_value_and_in_all_sets():
    assert chosen_rows(ROWS, ["apple", "pear", "fig"]) == Rows([1, 2, 3, 4])
    assert chosen_rows(ROWS, []) == Rows()
    assert intersection([]) is None
    assert intersection([Rows([1, 2]), Rows([2, 3])]) == Rows([2])
    assert intersection([Rows([1]), Rows()]) == Rows()


def test_intersection_leaves_the_sets_as_they_were():
    first = Rows([1, 2])
    intersection([first, Rows([2])])
    chosen_rows({"a": first, "b": Rows([3])}, ["a", "b"])
    assert first == Rows([1, 2])


def test_rows_count_under_all_values_above_theirs():
    members = {"bogota": Rows([1]), "colombia": Rows([2]), "rio": Rows([1, 3])}
    above = {"bogota": "colombia", "colombia": "latin-america", "rio": "brazil", "brazil": "latin-america"}
    assert rolled_up(members, above, 4) == {
        "bogota": Rows([1]),
        "colombia": Rows([1, 2]),
        "rio": Rows([1, 3]),
        "brazil": Rows([1, 3]),
        "latin-america": Rows([1, 2, 3]),
    }


def test_rolling_up_ends_at_so_many_levels_even_in_a_circle():
    assert rolled_up({"a": Rows([1])}, {"a": "b", "b": "a"}, 3) == {"a": Rows([1]), "b": Rows([1])}


values = st.sampled_from("abcdef")
sets = st.sets(st.integers(0, 9)).map(Rows)
members = st.dictionaries(values, sets)


@given(members, st.lists(values, unique=True), st.none() | sets, st.booleans())
@settings(max_examples=50, deadline=None)
def test_every_option_with_a_row_or_a_choice_shows_once_with_its_exact_count(rows, chosen, others, nested):
    options = by_value(
        *(Option(value, value.upper(), "a" if nested and value in "bc" else None) for value in "abcdef")
    )
    found = fruit(options, Members(rows), chosen, others, most_first)
    expected = {value: rows.get(value, Rows()) for value in "abcdef"}
    expected = {value: len(kept if others is None else kept & others) for value, kept in expected.items()}
    assert dict(counted(found)) == {value: n for value, n in expected.items() if n or value in chosen}
    assert len(found) == len(found.choices) == len({choice.value for choice in found.choices})


@given(
    st.dictionaries(st.integers(0, 99).map(str), st.integers(0, 5)), st.lists(st.integers(0, 99).map(str), unique=True)
)
@settings(max_examples=50, deadline=None)
def test_what_is_shown_of_a_long_list_is_as_if_all_of_it_had_been_made(counts, chosen):
    options = by_value(*(Option(str(number), f"Fruit {number}") for number in range(100)))
    rows = Members({value: Rows(range(count)) for value, count in counts.items()})
    found = fruit(options, rows, chosen, order=most_first)
    first = [choice for choice in found.choices if not choice.chosen][:12]
    expected = [choice for choice in found.choices if choice.chosen or choice in first]
    assert found.shown == (expected if found.is_long else found.choices)
    assert found.chosen == [choice for choice in found.choices if choice.chosen]


@given(members, sets)
@settings(max_examples=50, deadline=None)
def test_few_rows_and_many_are_counted_alike(rows, others):
    few, many = Members(rows), Members(rows | {str(number): Rows() for number in range(100)})
    expected = {value: len(own & others) for value, own in rows.items() if own & others}
    assert dict(few.counts(others)) == dict(many.counts(others)) == expected
    assert few.counts(None) == {value: len(own) for value, own in rows.items() if own}
