"""Scores with some nodes changed: rolled up, rated, marked as assumed, or refused in a sentence."""

import pandas as pd
import pytest
from conftest import THANANGNAEW, office, score_of

from itaanalysis.analysis import compute_gaps, what_if
from itaanalysis.errors import ItaError
from itaanalysis.frames import COMPUTED, SCORES, SIMULATED, check_scores
from itaanalysis.scoring import rate, roll_up

HELD_BACK = [85.21, 70.59, 75.10, 72.88, 73.24, 81.14, 83.12, 76.79, 100, 100]
REAL = {str(code): score for code, score in THANANGNAEW.items()}

#: year, changes of the real office → total on two decimals, rating
CHANGED = [
    (2565, {}, 65.54, "C"),
    (2565, {"10": 100}, 85.54, "A"),
    (2566, {"10": 100}, 85.54, "ผ่าน"),
    (2566, {"10": 100, "9": 41.41 + 28.59}, 91.26, "ผ่านดี"),
    (2565, {"o42": 100, "o43": 100}, 75.54, "B"),
    (2566, {"o42": 100, "o43": 100}, 69.54, "ต้องปรับปรุงโดยด่วน"),  # 2.00 each under the list of 2566
    (2565, {"10.2": 100}, 75.54, "B"),
    (2565, {"OIT": 100}, 97.26, "AA"),
    (2565, {"ITA": 85}, 85.0, "A"),
    (2565, {"1": 0}, 59.77, "D"),  # a fall
]


@pytest.mark.parametrize(("year", "changes", "total", "rating"), CHANGED)
def test_the_total_and_the_rating_follow(year: int, changes: dict, total: float, rating: str) -> None:
    rated = rate(what_if(office(REAL, year=year), changes)).iloc[0]
    assert (round(rated["total"], 2), rated["rating"]) == (total, rating)


def test_an_office_held_back_by_its_instruments() -> None:
    scores = office(dict(zip(REAL, HELD_BACK, strict=True)), year=2566)
    assert rate(scores).iloc[0]["rating"] == "ผ่าน"
    raised = what_if(scores, {"2": 100, "4": 91.45, "8": 90.74})  # 47.98 points of IIT, 13.95 of EIT
    assert score_of(raised, "IIT") == pytest.approx(85)
    assert score_of(raised, "EIT") == pytest.approx(85)
    assert rate(raised).iloc[0]["rating"] == "ผ่านดี"


def test_what_was_changed_is_marked_and_what_follows_is_computed() -> None:
    changed = what_if(office(REAL | {"ITA": 65.54}), {"10": 100}).set_index("code")
    assert changed.loc["10", ["source", "note"]].tolist() == ["สมมติ (what_if)", "สมมติ: เดิม 0.00"]
    assert changed.loc[["OIT", "ITA"], "source"].tolist() == [COMPUTED] * 2  # not the published 65.54
    assert changed.loc["9", "source"] == "file.xlsx#9"
    assert not set(changed.index) & {"10.1", "o42"}  # what stood below told another score


def test_a_score_that_was_missing_can_be_assumed() -> None:
    without = office({code: score for code, score in REAL.items() if code != "10"})
    changed = what_if(without, {"10": 100})
    assert score_of(changed, "ITA") == pytest.approx(85.5396)
    assert changed.set_index("code").loc["10", "note"] == "สมมติ: เดิมไม่มีข้อมูล"


def test_the_answer_is_a_scores_frame_and_the_input_is_not_changed() -> None:
    scores = office(REAL)
    scores.attrs["sources"] = {"file.xlsx": {}}
    before = scores.copy(deep=True)
    changed = what_if(scores, {"o42": 100})
    assert list(changed) == SCORES
    check_scores(changed)
    assert changed.attrs == scores.attrs
    assert len(compute_gaps(changed))
    pd.testing.assert_frame_equal(scores, before)


def test_without_a_change_nothing_changes() -> None:
    scores = office(REAL)
    same, rolled = what_if(scores, {}), roll_up(scores)
    both = same.merge(rolled, on="code")
    assert (both["score_x"] - both["score_y"]).abs().max() < 1e-9
    assert set(rolled["code"]) <= set(same["code"])


def test_every_office_and_year_of_the_frame_is_changed_alike_and_marks_follow() -> None:
    parts = [office(REAL, year=year, name=name, note=SIMULATED) for year in (2565, 2566) for name in ("ก", "ข")]
    changed = what_if(pd.concat(parts).astype({"code": "category", "note": "category"}), {"10": 100})
    totals = changed[changed["code"] == "ITA"]
    assert totals["score"].round(2).tolist() == [85.54] * 4
    assert totals["note"].str.contains(SIMULATED).all()
    assert changed.loc[changed["code"] == "10", "note"].str.contains(SIMULATED).all()


REFUSED = [
    ({"o99": 100}, "the tree of 2565 has no node 'o99'"),
    ({"10": 101}, "between 0 and 100; found 101 for 10"),
    ({"10": -1}, "between 0 and 100; found -1 for 10"),
    ({"10": float("nan")}, "between 0 and 100; found nan"),
    ({"10": "100"}, "between 0 and 100; found '100'"),
    ({"10": True}, "between 0 and 100; found True"),
    ({"o42": 50}, "o42 is passed .100. or not .0.; found 50"),
    ({"10": 50, "o42": 100}, "o42 stands below 10, which is changed too"),
    # Indicator 9 is at 41.41, which tells no item: the others of 9.1 are not known.
    ({"o1": 100}, "9.1 of อบต.ตัวอย่าง 2565 cannot be computed with o1 changed, as o2, .*change 9.1 itself"),
    ({"9.1": 100}, "9 of .* cannot be computed with 9.1 changed, as 9.2, 9.3, 9.4, 9.5 below it"),
]


@pytest.mark.parametrize(("changes", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_changed_is_refused_in_a_sentence(changes: dict, words: str) -> None:
    with pytest.raises(ItaError, match=words):
        what_if(office(REAL), changes)


def test_a_published_total_does_not_stand_for_a_change_that_cannot_reach_it() -> None:
    scores = office({code: score for code, score in REAL.items() if code != "3"} | {"ITA": 65.54})
    with pytest.raises(ItaError, match=r"ITA of .* cannot be computed with 9 changed, as IIT below it"):
        what_if(scores, {"9": 100})
