"""What is a scores frame, and the one sentence that a user gets where it is none."""

import numpy as np
import pandas as pd
import pytest
from conftest import THANANGNAEW, office
from pandas.testing import assert_frame_equal

from itaanalysis.errors import ItaError
from itaanalysis.frames import (
    ISSUES,
    MEASURES,
    RATINGS,
    SAMPLES,
    SCORES,
    check_scores,
    is_marked,
    make_frame,
    plain_text,
    sort_scores,
    text_places,
)

GOOD = [
    office(THANANGNAEW),
    office({"1": 0.0, "2": 100.0, "3": np.nan}),  # 0 is a score, NaN is "not assessed"
    office({"o42": 100.0}, year=2566),
    office({"ITA": 83.10}, year=2561),
    make_frame([], SCORES),
    pd.concat([office({"1": 90.0}), office({"1": 90.0}, name="อบต.สมมติ")]),  # the index may repeat, keys may not
    pd.concat([office({"1": 90.0}), office({"1": 90.0}, year=2564)]),
    office({"1": 90.0}).assign(remark="more columns do no harm"),
]


@pytest.mark.parametrize("scores", GOOD, ids=range(len(GOOD)))
def test_a_scores_frame_is_returned_as_it_is(scores: pd.DataFrame) -> None:
    before = scores.copy()
    assert check_scores(scores) is scores
    assert_frame_equal(scores, before)


ONE = office({"1": 90.0, "2": 80.0})
FAULTS = [
    # what is wrong, the frame, what the sentence must name
    ("a score above 100", ONE.assign(score=[90.0, 101.0]), ["score", "101"]),
    ("a score below 0", ONE.assign(score=[-1.0, 90.0]), ["score", "-1"]),
    ("a column missing", ONE.drop(columns=["level", "note"]), ["level", "note", "needs the columns"]),
    ("a year of the common era", ONE.assign(year_be=2022), ["2022", "common era", "2565"]),
    ("an unknown year", ONE.assign(year_be=2570), ["2570", "2568"]),
    ("a year missing", ONE.assign(year_be=[2565, np.nan]), ["year_be"]),
    ("a year in words", ONE.assign(year_be="ปี 65"), ["year_be"]),
    ("a year as text", ONE.assign(year_be="2565"), ["year_be", "2565"]),
    ("an unknown level", ONE.assign(level="ตัวชี้วัด"), ["level", "ตัวชี้วัด"]),
    ("text missing", ONE.assign(note=[None, ""]), ["note"]),
    # A missing office is no other office: it must not be told as the same key as the year before.
    ("an office missing", ONE.assign(agency_id=[None, "ก"], code="1", year_be=[2565, 2564]), ["agency_id: not_null"]),
    ("an office missing twice", ONE.assign(agency_id=[None, None], code="1"), ["agency_id None", "twice"]),
    ("a category missing", ONE.assign(code=pd.Categorical(["1", None])), ["code: not_null"]),
    ("a score as text", ONE.assign(score=["90", "80"]), ["score"]),
    ("the same key twice", pd.concat([ONE, ONE], ignore_index=True), ["code", "agency_id"]),
    # What pd.concat of two exports really gives: row numbers that repeat.
    ("the same key twice, row numbers too", pd.concat([ONE, ONE]), ["code", "agency_id"]),
    ("a bad score, row numbers twice", pd.concat([ONE, office({"1": 50.0}, name="ข").assign(score=101.0)]), ["101"]),
]


@pytest.mark.parametrize(("scores", "named"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_what_is_no_scores_frame_is_told_in_a_sentence(scores: pd.DataFrame, named: list[str]) -> None:
    with pytest.raises(ItaError) as error:
        check_scores(scores)
    for word in named:
        assert word in str(error.value)


def test_all_faults_are_told_at_once() -> None:
    broken = office(THANANGNAEW).assign(level="ชั้น")  # ten bad levels must not hide the one bad score
    broken.loc[9, "score"] = 101.0
    with pytest.raises(ItaError) as error:
        check_scores(broken)
    assert "101" in str(error.value)
    assert "ชั้น" in str(error.value)


def test_make_frame_gives_each_column_its_type() -> None:
    row = {"year_be": 2565, "agency_id": "ก", "instrument": "IIT", "population": 40, "answers": None, "source": "x#A1"}
    frame = make_frame([row], SAMPLES)
    assert list(frame.columns) == SAMPLES
    assert frame["year_be"].dtype == "int64"
    assert frame["population"].dtype == "Int64"
    assert frame["answers"].isna().all()  # not known stays not known, and is not 0
    assert frame["source"].dtype == "str"


@pytest.mark.parametrize("columns", [SCORES, RATINGS, SAMPLES, ISSUES, MEASURES])
def test_an_empty_frame_has_all_columns_and_types(columns: list[str]) -> None:
    frame = make_frame([], columns)
    assert list(frame.columns) == columns
    assert len(frame) == 0
    assert "object" not in set(frame.dtypes.astype(str))


def test_sort_scores_by_year_agency_and_tree() -> None:
    one = office(dict.fromkeys(["10", "9", "o10", "o2", "9.1", "ITA", "2"], 50.0), name="ก")
    mixed = pd.concat([office({"2": 50.0}, name="ข"), one, office({"2": 50.0}, year=2564, name="ข")])
    before = mixed.copy()
    by_hand = [(2564, "ข", "2"), *((2565, "ก", code) for code in ["ITA", "2", "9", "9.1", "o2", "o10", "10"])]
    ordered = sort_scores(mixed)
    assert list(zip(ordered["year_be"], ordered["agency_id"], ordered["code"], strict=True)) == [
        *by_hand,
        (2565, "ข", "2"),
    ]
    assert list(ordered.index) == list(range(len(mixed)))
    assert_frame_equal(mixed, before)


@pytest.mark.parametrize("dtype", ["str", "object", pd.CategoricalDtype(["ข", "ค", "ก", "ฮ"])])
def test_text_places_are_those_of_the_texts_not_of_the_categories(dtype: object) -> None:
    assert text_places(pd.Series(["ค", "ก", "ค", "ข"], dtype=dtype)).tolist() == [2, 0, 2, 1]
    mixed = pd.concat([office({"2": 50.0}, name=name) for name in "คกข"])
    assert list(sort_scores(mixed.astype({"agency_id": dtype}))["agency_id"]) == ["ก", "ข", "ค"]


def test_plain_text_is_each_rows_own_text_and_changes_nothing_else() -> None:
    categories = pd.Categorical(["ข", None, "ก", "ข"], ["ฮ", "ข", "ก"])
    frame = pd.DataFrame({"a": categories, "b": ["x", "y", "x", "y"], 3: 1.0}, index=[5, 5, 1, 0])
    before = frame.copy()
    assert_frame_equal(plain_text(frame), frame.assign(a=pd.Series(["ข", None, "ก", "ข"], frame.index, dtype="str")))
    assert_frame_equal(frame, before)


def test_is_marked_reads_the_notes() -> None:
    assert is_marked(office({"1": 50.0}, note="แถวซ่อน; ข้อมูลจำลอง"), "ข้อมูลจำลอง")
    assert not is_marked(office({"1": 50.0}), "ข้อมูลจำลอง")
    assert not is_marked(make_frame([], SCORES), "ข้อมูลจำลอง")
    assert not is_marked(pd.DataFrame({"score": [1.0]}), "ข้อมูลจำลอง")
    assert is_marked(office({"1": 50.0}, note="a (b"), "a (b")  # a word, not a pattern
