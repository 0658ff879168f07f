"""The level of each agency and year, and the reason where there is none."""

import numpy as np
import pandas as pd
import pytest
from conftest import PRINTED_TOTAL, THANANGNAEW, office
from pandas.testing import assert_frame_equal

from itaanalysis.frames import RATINGS, SCORES, make_frame
from itaanalysis.scoring import rate

COLUMNS = ["year_be", "agency_id", "total", "rating", "printed", "reason"]


def printed(*rows: tuple[int, str, str]) -> pd.DataFrame:
    return make_frame([(*row, "file.xlsx#D1") for row in rows], RATINGS)


def test_the_real_office_is_c_as_printed() -> None:
    rated = rate(office(THANANGNAEW | {"ITA": PRINTED_TOTAL}), printed((2565, "อบต.ตัวอย่าง", "C")))
    assert list(rated.columns) == COLUMNS
    row = rated.iloc[0]
    assert (row["rating"], row["printed"]) == ("C", "C")
    assert row["total"] == pytest.approx(65.5396)
    assert "65.54" in row["reason"]
    assert "65.00" in row["reason"]  # the floor that was reached


RATED = [
    # year, scores, level, words of the reason
    (2565, {"ITA": 84.995}, "A", ["85.00"]),
    (2565, {"ITA": 84.994}, "B", ["84.99", "75.00"]),
    (2565, {"ITA": 49.99}, "F", ["49.99", "0.00"]),
    (2561, {"ITA": 83.10}, "สูงมาก", ["83.10", "80.00"]),
    (2566, {"ITA": 97.90, "IIT": 99.0, "EIT": 94.0, "OIT": 99.0}, "ผ่านดี", ["97.50", "85.00"]),
    (2566, {"IIT": 96.0, "EIT": 84.0, "OIT": 100.0}, "ผ่าน", ["94.00"]),  # the total is rolled up first
    (2566, {"ITA": 96.0, "EIT": 84.0}, "ผ่าน", ["96.00"]),  # one instrument below 85 decides
    (2566, {"ITA": 78.0}, "ต้องปรับปรุง", ["78.00", "70.00"]),
    (2566, {"ITA": 97.90}, None, ["97.90", "IIT", "EIT", "OIT", "2566"]),
    (2567, {"ITA": 91.15, "IIT": 96.0}, None, ["91.15", "EIT", "OIT", "2567"]),
    (2565, {"1": 96.0, "2": 92.0}, None, ["ไม่มีคะแนนรวม"]),
    (2565, {"o42": 100.0}, None, ["ไม่มีคะแนนรวม"]),
    (2565, {"IIT": 96.0, "EIT": 92.0}, None, ["ไม่มีคะแนนรวม"]),  # two instruments of three are no total
    (2566, {"ITA": np.nan, "IIT": 90.0}, None, ["ไม่มีคะแนนรวม"]),
]


@pytest.mark.parametrize(("year", "scores", "level", "words"), RATED)
def test_level_and_reason(year: int, scores: dict[str, float], level: str | None, words: list[str]) -> None:
    rated = rate(office(scores, year=year))
    assert len(rated) == 1
    assert rated["rating"].iloc[0] == level if level else rated["rating"].iloc[0] is None
    for word in words:
        assert word in rated["reason"].iloc[0]


def test_only_missing_instruments_are_called_missing() -> None:
    reason = rate(office({"ITA": 91.15, "IIT": 96.0}, year=2567))["reason"].iloc[0]
    assert "EIT, OIT" in reason
    assert "IIT" not in reason


def test_the_total_is_the_computed_one_where_it_can_be() -> None:
    rated = rate(office(THANANGNAEW | {"ITA": 99.0}))
    assert rated["total"].iloc[0] == pytest.approx(65.5396)
    assert rated["rating"].iloc[0] == "C"


def test_every_agency_and_year_has_one_row() -> None:
    scores = pd.concat(
        [
            office({"ITA": 96.0}, name="ข", year=2566),
            office({"ITA": 96.0}, name="ข"),
            office({"1": 50.0}, name="ค"),  # no total, and a row all the same
            office(THANANGNAEW, name="ก"),
        ]
    )
    before = scores.copy()
    rated = rate(scores, printed((2566, "ข", "(ผ่าน) ระดับ AA"), (2565, "ข", "AA"), (2565, "ง", "A")))
    assert list(zip(rated["year_be"], rated["agency_id"], rated["rating"], rated["printed"], strict=True)) == [
        (2565, "ก", "C", ""),
        (2565, "ข", "AA", "AA"),
        (2565, "ค", None, ""),
        (2566, "ข", None, "(ผ่าน) ระดับ AA"),
    ]
    assert_frame_equal(scores, before)


def test_a_level_printed_twice_gives_no_second_row() -> None:
    rated = rate(office({"ITA": 90.0}), printed((2565, "อบต.ตัวอย่าง", "A"), (2565, "อบต.ตัวอย่าง", "A")))
    assert list(rated["printed"]) == ["A"]


@pytest.mark.parametrize("ratings", [None, make_frame([], RATINGS)])
def test_nothing_printed_is_an_empty_text(ratings: pd.DataFrame | None) -> None:
    assert list(rate(office({"ITA": 90.0}), ratings)["printed"]) == [""]


def test_no_rows_give_no_rows() -> None:
    rated = rate(make_frame([], SCORES))
    assert len(rated) == 0
    assert list(rated.columns) == COLUMNS


def test_agency_id_comes_out_as_it_came_in() -> None:
    scores = office(THANANGNAEW).astype({"agency_id": "category"})
    rated = rate(scores, printed((2565, "อบต.ตัวอย่าง", "C")))
    assert rated["agency_id"].dtype == "category"
    assert list(rated["printed"]) == ["C"]
