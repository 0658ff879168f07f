"""Each check of a rules file has the test that makes it fail, and its message names the row."""

from collections.abc import Callable

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.rulebook._ratings import load_ratings
from itaanalysis.rulebook._tables import read_table
from itaanalysis.rulebook._tree import load_tree

YEAR = 2565
Change = Callable[[pd.DataFrame], pd.DataFrame]


def tree_file(*changes: tuple[str, str, str]) -> pd.DataFrame:
    """The file of the tree with cells changed: (code, column, text)."""
    table = read_table(f"trees/{YEAR}.csv")
    for code, column, text in changes:
        assert (table["code"] == code).sum() == 1
        table.loc[table["code"] == code, column] = text
    return table


def ratings_file(*changes: tuple[str, str, str], year: int = YEAR) -> pd.DataFrame:
    """The file of the ratings with cells of one year changed: (label, column, text)."""
    table = read_table("ratings.csv")
    of_year = (table["first_year"].astype(int) <= year) & (table["last_year"].astype(int) >= year)
    for label, column, text in changes:
        assert (of_year & (table["label"] == label)).sum() == 1
        table.loc[of_year & (table["label"] == label), column] = text
    return table


BROKEN_TREES = [
    # cells changed, and what the message must name
    ([("9", "parent", "")], ["ITA", "9", "root"]),
    ([("ITA", "parent", "IIT")], ["root"]),
    ([("o5", "parent", "9.9")], ["o5", "9.9", "orphan"]),
    ([("o5", "code", "o4")], ["o4", "twice"]),
    ([("o5", "level", "ข้อ")], ["o5", "ข้อ", "item"]),
    ([("o5", "evidence", "rumour")], ["o5", "rumour", "official"]),
    ([("o5", "parent", "o4")], ["o5", "o4"]),  # an item under an item
    ([("9", "parent", "9.1")], ["9"]),  # a circle: 9.1 under 9 under 9.1
    ([("IIT", "weight", "0.31")], ["IIT", "EIT", "OIT", "1.01"]),
    ([("IIT", "weight", "")], ["IIT", "EIT", "OIT"]),  # partly given
    ([("o1", "weight", "1")], ["o1", "9.1"]),  # partly given: the rest would be left at 0
    ([("IIT", "weight", "-0.1"), ("EIT", "weight", "0.7")], ["IIT"]),  # sums to 1, and still is no weight
    ([("IIT", "weight", "0"), ("EIT", "weight", "0.6")], ["IIT"]),
    # 0.300005 + 0.3 + 0.4: a slip of a digit that a relative tolerance of 1e-5 lets through
    ([("IIT", "weight", "0.300005")], ["IIT", "EIT", "OIT"]),
    ([("IIT", "weight", "สามสิบ")], ["IIT", "สามสิบ"]),
    ([("o5", "code", "")], ["9.1"]),  # a row without code
]


@pytest.mark.parametrize(("changes", "named"), BROKEN_TREES, ids=[str(row[0]) for row in BROKEN_TREES])
def test_a_broken_tree_fails_at_load(changes: list[tuple[str, str, str]], named: list[str]) -> None:
    with pytest.raises(ItaError) as error:
        load_tree(YEAR, tree_file(*changes))
    for word in ["trees/2565.csv", *named]:
        assert word in str(error.value)


def test_an_empty_tree_fails_at_load() -> None:
    with pytest.raises(ItaError, match="root"):
        load_tree(YEAR, tree_file().iloc[:0])


def test_a_sound_tree_loads_and_the_table_stays_as_it_was() -> None:
    table = tree_file()
    before = table.copy()
    assert_frame_equal(load_tree(YEAR, table), rulebook(YEAR).tree)
    assert_frame_equal(table, before)


def test_another_weight_changes_the_worths() -> None:
    tree = load_tree(YEAR, tree_file(("IIT", "weight", "0.2"), ("EIT", "weight", "0.2"), ("OIT", "weight", "0.6")))
    worth = tree.set_index("code")["worth"]
    assert worth["1"] == pytest.approx(0.04)
    assert worth["o42"] == pytest.approx(0.6 / 2 / 2 / 2)


def test_one_weak_sibling_weakens_the_whole_list() -> None:
    # Each worth hangs on how many siblings there are, so on the evidence of every one of them.
    table = tree_file().assign(evidence="official")
    table.loc[table["code"] == "o42", "evidence"] = "unverified"
    evidence = load_tree(YEAR, table).set_index("code")["worth_evidence"]
    assert set(evidence[evidence == "unverified"].index) == {"o42", "o43"}


def test_a_node_may_stand_before_its_parent_in_the_file() -> None:
    tree = load_tree(YEAR, tree_file().iloc[::-1].reset_index(drop=True))
    assert tree["code"].iloc[0] == "ITA"
    assert tree["worth"].sum() == pytest.approx(rulebook(YEAR).tree["worth"].sum())


BROKEN_RATINGS = [
    (2565, [("B", "total_floor", "90")], ["B", "90"]),  # out of order: above A
    (2565, [("B", "total_floor", "85")], ["B", "85"]),  # the floor of A: B would never be given
    (2565, [("F", "total_floor", "1")], ["F", "0"]),  # 0.50 would have no level
    (2566, [("ต้องปรับปรุงโดยด่วน", "instrument_floor", "10")], ["ต้องปรับปรุงโดยด่วน", "0"]),
    (2566, [("ผ่าน", "instrument_floor", "85")], ["ผ่าน"]),  # as ผ่านดี: never given
    (2566, [("ผ่าน", "instrument_floor", "90")], ["ผ่าน"]),  # instruments out of order
    (2565, [("B", "label", "A")], ["A", "twice"]),
    (2565, [("B", "total_floor", "")], ["B"]),  # a level without a floor is never reached
    (2565, [("B", "total_floor", "75+")], ["B", "75+"]),
    (2565, [("AA", "total_floor", "950")], ["AA", "950"]),  # no total gets there
    (2565, [("B", "evidence", "rumour")], ["B", "rumour"]),
]


@pytest.mark.parametrize(("year", "changes", "named"), BROKEN_RATINGS, ids=[str(row[1]) for row in BROKEN_RATINGS])
def test_broken_ratings_fail_at_load(year: int, changes: list[tuple[str, str, str]], named: list[str]) -> None:
    with pytest.raises(ItaError) as error:
        load_ratings(year, ratings_file(*changes, year=year))
    for word in ["ratings.csv", str(year), *named]:
        assert word in str(error.value)


def test_a_year_without_levels_says_what_to_add() -> None:
    with pytest.raises(ItaError, match=r"ratings\.csv.*2569"):
        load_ratings(2569, ratings_file())


def test_two_scales_for_one_year_fail_at_load() -> None:
    table = ratings_file()
    table.loc[table["last_year"] == "2565", "last_year"] = "2566"  # old letters and new words both say 2566
    with pytest.raises(ItaError, match=r"ratings\.csv 2566"):
        load_ratings(2566, table)


@pytest.mark.parametrize("year", known_years())
def test_sound_ratings_load_and_the_table_stays_as_it_was(year: int) -> None:
    table = ratings_file()
    before = table.copy()
    assert_frame_equal(load_ratings(year, table), rulebook(year).ratings)
    assert_frame_equal(table, before)
