"""Items carried from one year's list to another's, by title."""

from dataclasses import replace

import pandas as pd
import pytest

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import carry_items, known_years, rulebook
from itaanalysis.rulebook._tables import read_table

UPPER = ["total", "instrument", "indicator"]


def carried(from_year: int, to_year: int) -> pd.DataFrame:
    return carry_items(from_year, to_year).set_index("code")


STEPS = [
    # from, to, code, code in the later year, how
    (2565, 2566, "o42", "o42", "same title"),
    (2565, 2566, "o43", "o43", "same title"),
    (2565, 2566, "o10", "o11", "merged"),  # แผนดำเนินงาน + แผนการใช้จ่ายงบประมาณ
    (2565, 2566, "o18", "o11", "merged"),
    (2565, 2566, "o34", "o31", "renamed"),
    (2565, 2566, "o35", "", ""),  # การมีส่วนร่วมของผู้บริหาร: asked no more
    (2565, 2566, "10.2", "", ""),  # another title: another group of items under the same number
    (2565, 2566, "9.1", "9.1", "same title"),
    (2566, 2567, "o42", "o34", "same title"),  # renumbered: the code alone would point at another item
    (2566, 2567, "o43", "o35", "renamed"),
    (2566, 2567, "i1", "", ""),  # the questionnaires of 2567 are other questions
    (2567, 2568, "o34", "o27", "same title"),
    (2567, 2568, "o35", "o28", "same title"),
    (2564, 2565, "o34", "o34", "replaced"),
    (2565, 2568, "o42", "o27", "same title"),
    (2565, 2568, "o43", "o28", "renamed"),
    (2564, 2568, "o38", "", ""),  # renamed in 2565, gone in 2566: stays gone
    (2565, 2567, "9", "9", "same title"),
]


@pytest.mark.parametrize(("from_year", "to_year", "code", "to_code", "how"), STEPS)
def test_where_an_item_went(from_year: int, to_year: int, code: str, to_code: str, how: str) -> None:
    row = carried(from_year, to_year).loc[code]
    assert (row["to_code"], row["how"]) == (to_code, how)


def test_one_title_in_two_questionnaires_stays_in_its_own() -> None:
    # "ให้บริการทุกคนอย่างเท่าเทียม" is i2 of the staff and e2 of the public.
    table = carried(2563, 2565)
    assert (table.loc["i2", "to_code"], table.loc["e2", "to_code"]) == ("i2", "e2")


@pytest.mark.parametrize("earlier", [2562, 2563, 2564, 2565, 2566, 2567])
def test_each_code_stands_once_and_points_into_the_later_tree(earlier: int) -> None:
    table, later = carry_items(earlier, earlier + 1), rulebook(earlier + 1).tree.set_index("code")
    earlier_tree = rulebook(earlier).tree
    assert list(table["code"]) == list(earlier_tree["code"])
    found = table[table["to_code"] != ""]
    assert set(found["to_code"]) <= set(later.index)
    levels = earlier_tree.set_index("code")["level"]
    assert list(levels[found["code"]]) == list(later.loc[found["to_code"], "level"])
    assert set(found["how"]) <= {"same title", "renamed", "merged", "replaced"}
    assert (found["evidence"] != "").all()
    lost = table[table["to_code"] == ""]
    assert (lost[["how", "evidence"]] == "").all(axis=None)


@pytest.mark.parametrize("earlier", [2562, 2563, 2564, 2565, 2566, 2567])
def test_the_same_title_is_the_same_title(earlier: int) -> None:
    table = carry_items(earlier, earlier + 1)
    same = table[table["how"] == "same title"]
    titles = rulebook(earlier).tree.set_index("code")["name_th"]
    later = rulebook(earlier + 1).tree.set_index("code")["name_th"]
    numbered = rulebook(earlier).tree.loc[lambda tree: tree["level"].isin(UPPER), "code"]
    by_title = same[~same["code"].isin(numbered)]
    assert list(titles[by_title["code"]]) == list(later[by_title["to_code"]])


@pytest.mark.parametrize("earlier", [2562, 2563, 2564, 2565, 2566, 2567])
def test_instruments_and_indicators_keep_their_numbers(earlier: int) -> None:
    table = carried(earlier, earlier + 1)
    upper = rulebook(earlier).tree.loc[lambda tree: tree["level"].isin(UPPER), "code"]
    assert list(table.loc[upper, "to_code"]) == list(upper)


def test_indicators_go_by_number_even_under_another_name(monkeypatch: pytest.MonkeyPatch) -> None:
    # Indicator 8 is also called การปรับปรุงการทำงาน, from 2566 on probably officially: both names are right.
    later = rulebook(2566)
    other_name = later.tree.assign(name_th=later.tree["name_th"].mask(later.tree["code"] == "8", "การปรับปรุงการทำงาน"))
    books = {2565: rulebook(2565), 2566: replace(later, tree=other_name)}
    monkeypatch.setattr("itaanalysis.rulebook._items.rulebook", books.__getitem__)
    table = carry_items.__wrapped__(2565, 2566).set_index("code")
    assert table.loc["8", "to_code"] == "8"


def test_no_titles_no_match() -> None:
    # 24 questions of 2567 have no title and show their codes: that is no title to match by.
    table = carried(2566, 2567)
    assert set(table.loc[[code for code in table.index if code[0] in "ie"], "to_code"]) == {""}


def test_the_same_year_is_itself() -> None:
    table = carry_items(2565, 2565)
    assert list(table["to_code"]) == list(table["code"])


def test_a_year_without_a_tree_carries_nothing() -> None:
    table = carry_items(2568, 2569)
    assert list(table["code"]) == list(rulebook(2568).tree["code"])
    assert set(table["to_code"]) == {""}


def test_an_unknown_first_year_lists_the_known_ones() -> None:
    with pytest.raises(ItaError, match="2568"):
        carry_items(2569, 2570)


def test_an_earlier_year_is_refused() -> None:
    # o42 of 2567 does not exist, and o34 of 2566 is another item than o34 of 2567: codes must not pass for titles.
    with pytest.raises(ItaError, match=r"2567.*2566"):
        carry_items(2567, 2566)


def test_nothing_is_carried_between_frameworks() -> None:
    # 2561 shares no line and no comparison with later years, not even its total.
    assert set(carried(2561, 2562)["to_code"]) == {""}


def test_a_replaced_item_does_not_become_a_renamed_one() -> None:
    # เจตจำนงสุจริตของผู้บริหาร (2564) was replaced by No Gift Policy (2565), which was renamed in 2566.
    assert carried(2564, 2566).loc["o34", "how"] == "replaced"


def test_every_renamed_title_stands_in_both_years() -> None:
    table = read_table("renamed_items.csv")
    titles = {year: set(rulebook(year).tree["name_th"]) for year in known_years()}
    for row in table.itertuples():
        year = int(str(row.year_be))
        assert row.earlier_title in titles[year - 1], row
        assert row.title in titles[year], row
    assert not table.duplicated(["year_be", "earlier_title"]).any()
    assert set(table["kind"]) == {"renamed", "merged", "replaced"}


@pytest.mark.parametrize("earlier", [2564, 2565, 2566, 2567])
def test_every_row_of_the_table_is_used(earlier: int) -> None:
    titles = rulebook(earlier).tree.set_index("code")["name_th"]
    table = carry_items(earlier, earlier + 1)
    changed = table[table["how"].isin(["renamed", "merged", "replaced"])]
    of_year = read_table("renamed_items.csv").query(f"year_be == '{earlier + 1}'")
    assert set(titles[changed["code"]]) == set(of_year["earlier_title"])
