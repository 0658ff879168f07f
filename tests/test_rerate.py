"""Totals of one year under the ratings of another."""

import numpy as np
import pandas as pd
import pytest
from conftest import THANANGNAEW, office

from itaanalysis.analysis import rerate
from itaanalysis.analysis.reratings import years_of_scale
from itaanalysis.errors import ItaError
from itaanalysis.scoring import rate

NONE = float("nan")

CASES = [
    # year, total, IIT, EIT, OIT, rules, rating, instruments that held it back or are missing
    (2565, 65.54, 94.7, 96.1, 20.7, 2565, "C", ""),
    (2565, 65.54, 94.7, 96.1, 20.7, 2566, "ต้องปรับปรุงโดยด่วน", ""),
    (2565, 85.54, 94.7, 96.1, 70.7, 2565, "A", ""),
    (2565, 85.54, 94.7, 96.1, 70.7, 2566, "ผ่าน", "OIT"),  # ผ่านดี asks 85 of each instrument
    (2566, 86.73, 75.4, 80.35, 100.0, 2566, "ผ่าน", "IIT, EIT"),
    (2566, 86.73, 75.4, 80.35, 100.0, 2562, "A", ""),
    (2566, 97.90, 99.0, 94.99, 99.0, 2566, "ผ่านดี", "EIT"),  # 95 of each for the best
    (2566, 97.90, 99.0, 95.00, 99.0, 2566, "ผ่านดีเยี่ยม", ""),
    (2566, 84.995, 99.0, 99.0, 70.0, 2566, "ผ่าน", "OIT"),  # rounds half up to 85.00
    (2566, 84.99, 99.0, 99.0, 99.0, 2566, "ต้องปรับปรุง", ""),
    (2566, 96.0, NONE, NONE, NONE, 2562, "AA", ""),  # letters need no instruments
    (2566, 96.0, 96.0, NONE, 96.0, 2566, None, "EIT"),
    (2566, 96.0, 80.0, NONE, 96.0, 2566, "ผ่าน", "IIT"),  # whatever EIT is, IIT is below 85
    (2566, 80.0, NONE, NONE, NONE, 2566, "ต้องปรับปรุง", ""),  # below 85 they do not matter
]


def result(year: int, total: float, iit: float, eit: float, oit: float) -> pd.DataFrame:
    scores = {"ITA": total, "IIT": iit, "EIT": eit, "OIT": oit}
    return office({code: score for code, score in scores.items() if not np.isnan(score)}, year=year)


@pytest.mark.parametrize(("year", "total", "iit", "eit", "oit", "rules", "rating", "instruments"), CASES)
def test_a_total_under_the_ratings_of_a_year(
    year, total, iit, eit, oit, rules, rating, instruments, monkeypatch
) -> None:
    # The total of the case stands, though its instruments would roll up to another one.
    monkeypatch.setattr(
        "itaanalysis.analysis._following.roll_up_matrix",
        lambda scores, tree: (scores, np.zeros(scores.shape, dtype=bool)),
    )
    (row,) = rerate(result(year, total, iit, eit, oit), rules=[rules]).to_dict(orient="records")
    assert (row["rating"], row["instruments"]) == (rating, instruments)
    assert bool(row["reason"]) == bool(instruments)
    assert all(code in row["reason"] for code in instruments.split(", "))


def test_side_by_side_a_row_a_year_and_a_column_a_scale() -> None:
    scores = pd.concat([office({**THANANGNAEW, "10": up}, year=year) for year, up in ((2565, 0.0), (2566, 100.0))])
    rated = rerate(scores)
    table = rated.pivot(index="year_be", columns="rules", values="rating")
    assert table.to_dict() == {2562: {2565: "C", 2566: "A"}, 2566: {2565: "ต้องปรับปรุงโดยด่วน", 2566: "ผ่าน"}}
    assert list(rated["in_force"]) == [True, False, False, True]


def test_under_its_own_ratings_a_total_is_what_rate_says() -> None:
    scores = pd.concat([office({**THANANGNAEW, "10": up}, year=year) for year, up in ((2564, 20.0), (2567, 90.0))])
    own = rerate(scores).query("in_force")
    assert list(own["rating"]) == list(rate(scores)["rating"])


def test_no_total_is_rated_by_the_levels_of_another_framework() -> None:
    rated = rerate(pd.concat([office({"ITA": 83.1}, year=2561), office({"ITA": 91.07}, year=2562)]))
    table = rated.pivot(index="year_be", columns="rules", values="rating")
    assert table.loc[2561, 2561] == "สูงมาก"
    assert table.loc[2562, 2562] == "A"
    assert table.isna().values.tolist() == [[False, True, True], [True, False, True]]
    assert "คนละกรอบ" in rated.query("year_be == 2561 and rules == 2562")["reason"].item()


def test_a_missing_total_says_so_under_every_scale() -> None:
    rated = rerate(office({"1": 90.0}))
    assert rated["rating"].tolist() == [None, None]
    assert set(rated["reason"]) == {"ไม่มีคะแนนรวม และคะแนนย่อยไม่ครบพอจะคำนวณ"}
    assert rated["total"].isna().all()


@pytest.mark.parametrize(
    ("year", "years"), [(2561, (2561,)), (2563, (2562, 2563, 2564, 2565)), (2568, (2566, 2567, 2568))]
)
def test_a_scale_and_its_years(year: int, years: tuple[int, ...]) -> None:
    assert years_of_scale(year) == years


def test_averages_are_left_out_and_the_frame_is_not_changed() -> None:
    scores = pd.concat(
        [office({"ITA": 90.0}), office({"ITA": 80.0}, name="เฉลี่ย").assign(agency_type="aggregate")], ignore_index=True
    )
    kept = scores.copy(deep=True)
    assert set(rerate(scores)["agency"]) == {"อบต.ตัวอย่าง"}
    pd.testing.assert_frame_equal(scores, kept)


REFUSED = [
    ({"rules": [2599]}, "no rules are known for the year 2599"),
    ({"rules": []}, "rules names no year"),
    ({"agency": "อบต.ตัวอย่างไกล"}, "ไม่พบหน่วยงาน “อบต.ตัวอย่างไกล” .*; ใกล้เคียงคือ องค์การบริหารส่วนตำบลตัวอย่าง"),
]


@pytest.mark.parametrize(("asked", "told"), REFUSED)
def test_bad_input_gets_a_sentence(asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        rerate(office({"ITA": 90.0}, name="องค์การบริหารส่วนตำบลตัวอย่าง"), **asked)


def test_averages_alone_are_refused() -> None:
    with pytest.raises(ItaError, match="rerate takes the scores of offices; found: every row"):
        rerate(office({"ITA": 90.0}).assign(agency_type="aggregate"))
