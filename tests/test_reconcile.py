"""Published figures beside recomputed ones: agreement is found, and so is disagreement."""

import numpy as np
import pandas as pd
import pytest
from conftest import PRINTED_TOTAL, THANANGNAEW, office
from pandas.testing import assert_frame_equal

from itaanalysis.frames import SCORES, make_frame
from itaanalysis.scoring import reconcile, roll_up

COLUMNS = ["year_be", "agency_id", "code", "published", "computed", "difference", "agrees", "source"]


def test_the_real_office_agrees_with_its_printed_total() -> None:
    found = reconcile(office(THANANGNAEW | {"ITA": PRINTED_TOTAL}))
    expected = pd.DataFrame(
        [(2565, "อบต.ตัวอย่าง", "ITA", 65.54, 65.5396, 0.0004, True, "file.xlsx#ITA")], columns=COLUMNS
    )
    assert_frame_equal(found, expected)


@pytest.mark.parametrize(
    ("published", "agrees"),
    [
        (65.54, True),
        (65.55, True),  # one hundredth apart: indicators were rounded before they were printed
        (65.53, True),
        (65.56, False),
        (65.52, False),
        (65.549, True),  # compared on two decimals
        (0.0, False),
        (26.22, False),  # weighted points (of 40) where 0–100 was meant
    ],
)
def test_agreement_within_a_hundredth(published: float, agrees: bool) -> None:
    found = reconcile(office(THANANGNAEW | {"ITA": published}))
    assert list(found["agrees"]) == [agrees]


def test_the_difference_is_published_less_computed() -> None:
    found = reconcile(office({"o42": 100.0, "o43": 0.0, "10.2": 40.0})).iloc[0]
    assert (found["published"], found["computed"], found["difference"]) == (40.0, 50.0, -10.0)


def test_every_level_that_has_both_is_compared_in_tree_order() -> None:
    found = reconcile(office(THANANGNAEW | {"OIT": 20.71, "ITA": 65.54, "IIT": 25.04}))
    assert list(found["code"]) == ["ITA", "IIT", "OIT"]
    assert list(found["agrees"]) == [True, False, True]  # 25.04 is IIT in points of 30, read as 0–100
    assert list(found["source"]) == ["file.xlsx#ITA", "file.xlsx#IIT", "file.xlsx#OIT"]


@pytest.mark.parametrize(
    "scores",
    [
        THANANGNAEW,  # nothing published above the indicators
        {"ITA": 65.54},  # nothing to compute it from
        {"ITA": 65.54, "1": 96.10},
        THANANGNAEW | {"ITA": np.nan},
    ],
)
def test_nothing_to_compare(scores: dict[str, float]) -> None:
    found = reconcile(office(scores))
    assert len(found) == 0
    assert list(found.columns) == COLUMNS


def test_a_computed_score_is_no_published_one() -> None:
    # `ita clean` may write computed rows. Compared with themselves they always agree: a check that cannot fail.
    assert len(reconcile(roll_up(office(THANANGNAEW))[SCORES])) == 0


def test_each_agency_and_year_is_compared_with_itself() -> None:
    scores = pd.concat(
        [
            office(THANANGNAEW | {"ITA": 65.54}, name="ก"),
            office(THANANGNAEW | {"ITA": 80.0}, name="ข"),
            office(THANANGNAEW | {"ITA": 65.54}, name="ข", year=2564),
        ]
    )
    before = scores.copy()
    found = reconcile(scores)
    assert list(zip(found["year_be"], found["agency_id"], found["agrees"], strict=True)) == [
        (2564, "ข", True),
        (2565, "ก", True),
        (2565, "ข", False),
    ]
    assert_frame_equal(scores, before)


def test_no_rows_give_no_rows() -> None:
    assert list(reconcile(make_frame([], SCORES)).columns) == COLUMNS


def test_text_comes_out_as_it_came_in() -> None:
    scores = office(THANANGNAEW | {"ITA": PRINTED_TOTAL}).astype({"agency_id": "category", "source": "category"})
    types = reconcile(scores).dtypes.astype("str")
    assert types[["agency_id", "code", "source"]].to_list() == ["category", "str", "str"]  # a source is a cell: no two
