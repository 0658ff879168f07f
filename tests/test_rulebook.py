"""The rules of each year: worths, evidence, order, and errors for years that are not known."""

from datetime import date
from fractions import Fraction

import pandas as pd
import pytest

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import (
    Rulebook,
    answer_values,
    break_years,
    known_years,
    level_labels,
    priorities,
    report_items,
    rulebook,
)
from itaanalysis.rulebook._tables import evidence_strength, read_table

YEARS = [2561, 2562, 2563, 2564, 2565, 2566, 2567, 2568]
NESTED = [2563, 2564, 2565]  # the years whose item worths rules.md gives

INDICATOR_WORTHS = [
    *(("1", 0.06), ("2", 0.06), ("3", 0.06), ("4", 0.06), ("5", 0.06)),
    *(("6", 0.10), ("7", 0.10), ("8", 0.10), ("9", 0.20), ("10", 0.20)),
]
#: One item of each group, from 0 to 100, in points of the total (the printed three decimals).
ITEM_POINTS = [
    *(("9.1", 0.444), ("9.2", 0.5), ("9.3", 0.571), ("9.4", 1.0), ("9.5", 0.8)),
    *(("10.1", 1.25), ("10.2", 5.0)),
]


def tree_of(year: int) -> pd.DataFrame:
    return rulebook(year).tree.set_index("code")


def leaves(tree: pd.DataFrame) -> pd.DataFrame:
    return tree[~tree.index.isin(tree["parent"])]


def test_the_years_of_the_issue_are_known() -> None:
    assert list(known_years()) == YEARS


@pytest.mark.parametrize(("code", "worth"), INDICATOR_WORTHS)
@pytest.mark.parametrize("year", YEARS[1:])
def test_worth_of_an_indicator(year: int, code: str, worth: float) -> None:
    assert tree_of(year).loc[code, "worth"] == pytest.approx(worth, abs=1e-12)


@pytest.mark.parametrize(("group", "points"), ITEM_POINTS)
@pytest.mark.parametrize("year", NESTED)
def test_points_of_a_whole_item(year: int, group: str, points: float) -> None:
    tree = tree_of(year)
    items = tree[tree["parent"] == group]
    assert len(items) > 0
    # The flat mean of OIT's 43 items would give 0.930 to each: sub-indicators come between.
    assert (100 * items["worth"]).round(3).eq(points).all()


def test_o42_wins_5_points_under_2565_and_2_under_2566() -> None:
    assert 100 * tree_of(2565).loc["o42", "worth"] == pytest.approx(5.0)
    assert 100 * tree_of(2566).loc["o42", "worth"] == pytest.approx(2.0)


@pytest.mark.parametrize("year", YEARS)
def test_worths_of_the_leaves_sum_to_1(year: int) -> None:
    assert leaves(tree_of(year))["worth"].sum() == pytest.approx(1, abs=1e-12)


@pytest.mark.parametrize("year", YEARS)
def test_a_node_is_worth_its_children(year: int) -> None:
    tree = tree_of(year)
    below = tree[tree["parent"] != ""].groupby("parent")
    assert below["weight"].sum().to_dict() == pytest.approx(dict.fromkeys(below.groups, 1.0))
    assert below["worth"].sum().to_dict() == pytest.approx(tree.loc[list(below.groups), "worth"].to_dict())
    assert tree.loc["ITA", "worth"] == 1


@pytest.mark.parametrize(
    ("year", "indicators", "oit_items"),
    [
        *((2561, 0, 0), (2562, 10, 0), (2563, 10, 43), (2564, 10, 43)),
        *((2565, 10, 43), (2566, 10, 43), (2567, 10, 35), (2568, 10, 28)),
    ],
)
def test_how_many_nodes_a_year_has(year: int, indicators: int, oit_items: int) -> None:
    tree = tree_of(year)
    assert (tree["level"] == "indicator").sum() == indicators
    assert (tree["answers"] == "pass/fail").sum() == oit_items


@pytest.mark.parametrize("year", YEARS)
def test_rows_stand_depth_first(year: int) -> None:
    tree = rulebook(year).tree
    open_nodes: list[str] = []
    for code, parent in zip(tree["code"], tree["parent"], strict=True):
        while open_nodes and open_nodes[-1] != parent:
            open_nodes.pop()
        assert open_nodes or parent == "", f"{code} does not stand under its parent {parent}"
        open_nodes.append(code)


@pytest.mark.parametrize("year", YEARS[1:])
def test_numbers_are_ordered_as_numbers(year: int) -> None:
    tree = rulebook(year).tree
    # As text, 10 would stand before 2 and o10 before o2.
    assert list(tree.loc[tree["level"] == "indicator", "code"]) == [str(number) for number in range(1, 11)]
    for family in "ieo":
        numbers = [int(code[1:]) for code in tree.loc[tree["level"] == "item", "code"] if code[0] == family]
        assert numbers == sorted(numbers)


@pytest.mark.parametrize(
    ("year", "code", "evidence"),
    [
        (2565, "ITA", ""),  # the root rests on nothing
        (2565, "OIT", "derived"),
        (2565, "9", "derived"),  # itself secondary, but no stronger than the weight of OIT
        (2565, "o42", "derived"),
        (2565, "i1", "unverified"),  # its own title is recollection
        (2564, "i1", "derived"),  # read on a page, under a derived weight
        (2566, "o42", "unverified"),  # the weight of OIT is unverified in that year
        (2562, "1", "unverified"),
        (2567, "9", "secondary"),
        (2567, "o35", "unverified"),
        (2568, "o1", "unverified"),
    ],
)
def test_worth_evidence_is_the_weakest(year: int, code: str, evidence: str) -> None:
    assert tree_of(year).loc[code, "worth_evidence"] == evidence


@pytest.mark.parametrize("year", [2567, 2568])
def test_worths_of_items_of_2567_and_2568_are_unverified(year: int) -> None:
    tree = tree_of(year)
    assert set(tree.loc[tree["answers"] == "pass/fail", "worth_evidence"]) == {"unverified"}


@pytest.mark.parametrize("year", YEARS)
def test_worth_evidence_is_never_stronger_than_the_parents(year: int) -> None:
    tree, strength = tree_of(year), evidence_strength()
    for code, row in tree[tree["parent"] != ""].iterrows():
        above = tree.loc[row["parent"], "worth_evidence"]
        assert strength[row["worth_evidence"]] <= min(strength[above], strength[row["evidence"]]), code


def test_an_empty_title_shows_the_code() -> None:
    tree = tree_of(2567)
    assert tree.loc["i7", "name_th"] == "i7"
    assert (tree["name_th"] == tree.index).sum() == 24


@pytest.mark.parametrize("year", YEARS)
def test_pass_mark_is_85_since_2562(year: int) -> None:
    assert rulebook(year).pass_mark == (None if year == 2561 else 85.0)


def test_2561_shares_no_framework_with_later_years() -> None:
    assert [rulebook(year).framework for year in YEARS] == [2561] + [2562] * 7
    assert list(tree_of(2561).index) == ["ITA"]
    assert rulebook(2561).instruments == ()
    assert rulebook(2565).instruments == ("IIT", "EIT", "OIT")


@pytest.mark.parametrize(
    ("year", "measures", "follow_up"),
    [(2564, "o42", "o43"), (2565, "o42", "o43"), (2566, "o42", "o43"), (2567, "o34", "o35"), (2568, "o27", "o28")],
)
def test_the_report_is_itself_an_item(year: int, measures: str, follow_up: str) -> None:
    book = rulebook(year)
    assert book.report_items is not None
    assert (book.report_items["measures_code"], book.report_items["follow_up_code"]) == (measures, follow_up)
    titles = tree_of(year)["name_th"]
    assert "มาตรการ" in titles[measures]
    assert "ดำเนินการ" in titles[follow_up]


@pytest.mark.parametrize("year", [2561, 2562, 2563])
def test_years_without_a_report_item(year: int) -> None:
    assert rulebook(year).report_items is None


def test_calendar_says_what_is_known_and_leaves_the_rest_empty() -> None:
    assert rulebook(2564).calendar["window_start"] == "2021-04-01"
    assert rulebook(2564).calendar["window_end"] == "2021-05-31"
    assert rulebook(2565).calendar["window_start"] == ""
    assert rulebook(2565).calendar["result_date"] == "2022-08-01"


@pytest.mark.parametrize("year", YEARS)
def test_calendar_dates_are_iso_and_bear_their_evidence(year: int) -> None:
    calendar = rulebook(year).calendar
    assert set(calendar) == {"window_start", "window_end", "window_evidence", "result_date", "result_evidence"}
    for key, evidence in (("window_start", "window"), ("window_end", "window"), ("result_date", "result")):
        assert bool(calendar[key]) == bool(calendar[f"{evidence}_evidence"])
        if calendar[key]:
            assert date.fromisoformat(calendar[key]).year + 543 in (year, year - 1)


@pytest.mark.parametrize(
    ("instrument", "group", "size", "minimum", "percent"),
    [
        ("IIT", "อบต.", "กลาง", "30", ""),
        ("IIT", "อบต.", "ใหญ่", "30", "10"),
        ("IIT", "อบจ.", "กลาง", "", "10"),
        ("EIT", "เทศบาล", "เล็ก", "30", ""),
        ("EIT", "เมืองพัทยา", "ใหญ่", "100", ""),
    ],
)
def test_minimum_samples(instrument: str, group: str, size: str, minimum: str, percent: str) -> None:
    table = rulebook(2565).samples.set_index(["instrument", "agency_group", "size"])
    row = table.loc[(instrument, group, size)]
    assert (row["minimum"], row["percent"]) == (minimum, percent)


def test_breaks_are_the_years_in_which_framework_ratings_questions_or_items_changed() -> None:
    assert list(break_years()["year_be"]) == [2562, 2566, 2567, 2568]


@pytest.mark.parametrize("year", range(2564, 2569))
def test_a_year_whose_list_differs_from_the_year_before_in_more_than_names_is_a_break(year: int) -> None:
    before, now = (rulebook(at).tree.query("level == 'item'") for at in (year - 1, year))
    same_codes = set(before["code"]) == set(now["code"])
    renamed = (before["name_th"].to_numpy() != now["name_th"].to_numpy()).sum() if same_codes else len(now)
    assert (year in set(break_years()["year_be"])) == (renamed > 10)


def test_priorities_fall_to_0_and_say_that_they_are_custom() -> None:
    assert priorities().set_index("priority")["floor"].to_dict() == {"keep": 95, "improve": 70, "urgent": 0}
    assert set(priorities()["evidence"]) == {"unverified"}


def test_levels_from_the_root_down() -> None:
    assert list(level_labels()["level"]) == ["total", "instrument", "indicator", "subindicator", "item"]


@pytest.mark.parametrize("name", ["ratings.csv", "samples.csv", "report_items.csv", "renamed_items.csv", "breaks.csv"])
def test_each_rule_carries_a_known_evidence(name: str) -> None:
    table = read_table(name)
    assert len(table) > 0
    assert set(table["evidence"]) <= set(evidence_strength()) - {""}


@pytest.mark.parametrize("year", [2569, 2560, 65, 0])
def test_an_unknown_year_lists_the_known_ones(year: int) -> None:
    with pytest.raises(ItaError) as error:
        rulebook(year)
    assert str(year) in str(error.value)
    for known in YEARS:
        assert str(known) in str(error.value)
    assert "common era" not in str(error.value)


def test_a_year_of_the_common_era_says_so_and_names_its_own() -> None:
    with pytest.raises(ItaError, match=r"common era.*2565"):
        rulebook(2022)


@pytest.mark.parametrize("year", ["2565", None])
def test_a_year_that_is_no_number_is_one_clear_sentence(year: object) -> None:
    with pytest.raises(ItaError, match="2565"):
        rulebook(year)  # type: ignore[arg-type]


def test_a_year_is_loaded_once() -> None:
    assert rulebook(2565) is rulebook(2565)
    assert isinstance(rulebook(2565), Rulebook)
    with pytest.raises(AttributeError):
        rulebook(2565).pass_mark = 80.0  # type: ignore[misc]


def test_a_plan_year_without_a_tree_still_has_its_report_items() -> None:
    assert 2569 not in known_years()
    items = report_items(2569)
    assert items is not None
    assert (items["measures_code"], items["follow_up_code"], items["evidence"]) == ("o25", "o26", "unverified")


# year, kind of question, points of the best set from the least answer up, is it verified, how many sets
VALUES = [
    (2564, "positive4", [0, 33, 67, 100], True, 3),
    (2564, "negative4", [100, 67, 33, 0], True, 3),  # turned round: the least answer is the best one
    (2566, "yes/no", [0, 100], False, 1),
    (2566, "no/yes", [100, 0], False, 1),
    (2567, "six answers", [0, 20, 40, 60, 80, 100], False, 1),
    (2562, "positive4", [], None, 0),
    (2567, "positive4", [], None, 0),  # questions of four answers ended in 2566
]


@pytest.mark.parametrize(("year", "kind", "points", "verified", "sets"), VALUES)
def test_what_an_answer_is_worth(year: int, kind: str, points: list[int], verified: bool | None, sets: int) -> None:
    table = answer_values(year, kind)
    best = table[table["set"] == 0]
    assert list(best["points"]) == points
    assert list(best["position"]) == list(range(len(points)))
    assert table["set"].nunique() == sets
    assert set(best["verified"]) == ({verified} if points else set())


def test_answer_values_of_several_years_and_of_every_kind() -> None:
    table = answer_values([2565, 2568])
    assert list(table["year_be"].unique()) == [2565, 2568]
    assert {*table["kind"]} >= {"positive4", "positive4 then negative4", "six answers"}
    assert table["points"].between(0, 100).all()
    assert not table.duplicated(["year_be", "kind", "set", "position"]).any()
    thirds = table[(table["kind"] == "positive4") & (table["source"] == "equal steps")]["exact"]
    assert Fraction(100, 3) in set(thirds)


def test_a_kind_that_no_tree_has_is_refused() -> None:
    with pytest.raises(ItaError, match="positive5"):
        answer_values(2565, "positive5")


def test_every_kind_of_question_of_the_trees_has_its_values_or_needs_none() -> None:
    kinds = set(read_data("rulebook", "answer_kinds.csv")["kind"])
    used = {answers for year in known_years() for answers in rulebook(year).tree["answers"]}
    assert used - {"", "pass/fail"} == kinds
