"""Low and falling: the group's lowest tenth and worse than last year, before what is merely low."""

import numpy as np
import pandas as pd
import pytest

from itaanalysis.analysis import find_low_and_falling
from itaanalysis.errors import ItaError
from itaanalysis.frames import SCORES, SIMULATED, make_frame
from itaanalysis.rulebook import rulebook


def province(year: int, last: dict[str, float], *, offices: int = 10, note: str = "") -> pd.DataFrame:
    """Offices 1 to n with 90 on indicators 1 and 9 and a bit more for each next one; `last` says those of office 1."""
    level = rulebook(year).tree.set_index("code")["level"].to_dict()
    rows = []
    for number in range(1, offices + 1):
        name = f"อบต.ตัวอย่าง{number}"
        scores = dict.fromkeys(last, 90 + number / 10) | (last if number == 1 else {})
        for code, score in scores.items():
            rows.append((year, name, name, "อบต.", "เหนือ", "สมมติ", code, level[code], score, "ita.xlsx#r!B2", note))
    return make_frame(rows, SCORES)


def two_years(before: dict[str, float], after: dict[str, float], *, year: int = 2565) -> pd.DataFrame:
    return pd.concat([province(year - 1, before), province(year, after)], ignore_index=True)


def test_low_and_falling_stands_before_what_is_merely_low() -> None:
    low = find_low_and_falling(two_years({"1": 60.0, "9": 60.0}, {"1": 61.0, "9": 59.0}))
    assert low[["agency", "code", "before", "change", "falling"]].to_numpy().tolist() == [
        ["อบต.ตัวอย่าง1", "9", 60, -1, True],
        ["อบต.ตัวอย่าง1", "1", 60, 1, False],  # as low, first in the tree, and rising
    ]
    assert list(low["reason"]) == [
        "อันดับ 10 จาก 10 ในจังหวัดสมมติ (10% ท้าย) · ลดลง 1.00 จากปี 2564",
        "อันดับ 10 จาก 10 ในจังหวัดสมมติ (10% ท้าย) · ไม่ต่ำกว่าปี 2564",
    ]


@pytest.mark.parametrize(
    ("before", "after", "falling"),
    [
        (60.0, 59.99, True),
        (60.0, 60.0, False),
        (60.004, 59.996, False),  # the same on two decimals
        (60.006, 60.004, True),  # 60.01 and 60.00
    ],
)
def test_falling_is_told_on_two_decimals(before: float, after: float, falling: bool) -> None:
    (found,) = find_low_and_falling(two_years({"9": before}, {"9": after}))["falling"]
    assert found == falling


@pytest.mark.parametrize(
    ("offices", "found"),
    [(10, 1), (5, 1), (4, 0), (3, 0)],  # the lowest of five is at 100 × ½ / 5 = 10; of four at 12.5
)
def test_a_group_under_five_has_no_lowest_tenth(offices: int, found: int) -> None:
    assert len(find_low_and_falling(province(2565, {"9": 10.0}, offices=offices))) == found


def test_where_all_are_alike_nobody_is_low() -> None:
    alike = province(2565, {"9": 10.0}).assign(score=100.0)
    assert find_low_and_falling(alike).empty


def test_without_a_year_before_it_is_low_and_says_so() -> None:
    low = find_low_and_falling(province(2565, {"9": 10.0}))
    assert np.isnan(low["before"].iloc[0])
    assert not low["falling"].iloc[0]
    assert low["reason"].iloc[0].endswith("ไม่มีคะแนนปี 2564 ของข้อเดียวกันให้เทียบ")


def test_a_year_that_is_missing_in_between_is_not_jumped_over() -> None:
    frame = pd.concat([province(2563, {"9": 90.0}), province(2565, {"9": 10.0})], ignore_index=True)
    assert not find_low_and_falling(frame)["falling"].any()


def test_no_fall_is_told_across_the_framework() -> None:
    frame = two_years({"ITA": 90.0}, {"ITA": 10.0}, year=2562)  # 2561 used five other indices
    (row,) = find_low_and_falling(frame, level="total").to_dict(orient="records")
    assert np.isnan(row["before"])
    assert not row["falling"]


def test_an_item_is_compared_with_the_one_that_asks_the_same_and_not_with_its_code() -> None:
    """o10 of 2566 stands for another title than o10 of 2565; o25 of 2565 became o23 of 2566."""
    frame = two_years({"o10": 100.0, "o25": 100.0}, {"o10": 0.0, "o23": 0.0}, year=2566)
    low = find_low_and_falling(frame, level="item").set_index("code")
    assert np.isnan(low.loc["o10", "before"])
    assert low.loc["o23", "before"] == 100
    assert low.loc["o23", "falling"]


def test_a_fall_across_new_rules_may_be_the_instruments() -> None:
    low = find_low_and_falling(two_years({"9": 90.0}, {"9": 10.0}, year=2566))
    assert low["may_be_instrument"].all()
    assert low["reason"].iloc[0].endswith("กติกาเปลี่ยนระหว่างสองปี การลดอาจมาจากเครื่องมือ")
    assert not find_low_and_falling(two_years({"9": 90.0}, {"9": 10.0}))["may_be_instrument"].any()


def test_the_last_year_is_taken_unless_another_is_asked_for() -> None:
    frame = two_years({"9": 10.0}, {"9": 95.0})
    assert set(find_low_and_falling(frame)["agency"]) == {"อบต.ตัวอย่าง2"}
    assert set(find_low_and_falling(frame, year_be=2564)["agency"]) == {"อบต.ตัวอย่าง1"}


def test_the_mark_of_simulated_data_follows() -> None:
    assert set(find_low_and_falling(province(2565, {"9": 10.0}, note=SIMULATED))["note"]) == {SIMULATED}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"level": "question"}, "level is one of total, instrument, .*; found 'question'"),
        ({"by": ["district", "all"]}, "one way to group at a time; found district, all"),
        ({"year_be": 2560}, "no scores of 2560; there are those of 2565"),
    ],
)
def test_a_sentence_for_what_cannot_be_told(asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        find_low_and_falling(province(2565, {"9": 10.0}), **asked)


def test_a_year_without_the_level_is_told() -> None:
    with pytest.raises(ItaError, match="the tree of 2561 has no node of the level indicator"):
        find_low_and_falling(province(2561, {"ITA": 10.0}))
