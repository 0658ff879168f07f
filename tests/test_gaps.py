"""Gaps to a target, what they cost in points of the total, and the weak areas."""

import numpy as np
import pandas as pd
import pytest
from conftest import PRINTED_TOTAL, THANANGNAEW, office
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal
from test_roll_up import as_categories, offices

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, GAPS, SCORES, check_scores, gaps_schema, make_frame, plain_text
from itaanalysis.rulebook import rulebook

REAL = office(THANANGNAEW | {"ITA": PRINTED_TOTAL})


def points(frame: pd.DataFrame) -> dict[str, float]:
    return frame.set_index("code")["points"].round(2).to_dict()


def test_the_real_office_against_100() -> None:
    weak = find_weak_areas(compute_gaps(REAL, 100))
    found = points(weak)
    assert list(found)[:4] == ["10", "9", "8", "2"]  # the dearest first, not the lowest score of a list
    assert {code: found[code] for code in ("10", "9", "8", "2")} == {"10": 20.00, "9": 11.72, "8": 0.48, "2": 0.47}
    assert len(found) == 10
    assert round(weak["points"].sum(), 2) == 34.46


def test_the_real_office_against_the_pass_mark() -> None:
    assert points(find_weak_areas(compute_gaps(REAL))) == {"10": 17.00, "9": 8.72}  # and no other


def test_an_agency_with_nothing_below_target_has_no_weak_area() -> None:
    good = office(dict.fromkeys(THANANGNAEW, 85.0))
    assert len(find_weak_areas(compute_gaps(good))) == 0
    assert (compute_gaps(good)["points"].dropna() == 0).all()


def test_a_row_for_every_node_of_every_level_in_order() -> None:
    gaps = compute_gaps(REAL)
    assert list(gaps.columns) == [*GAPS, "items", "item_sources"]
    assert list(gaps["code"]) == list(rulebook(2565).tree["code"])
    assert list(gaps.index) == list(range(len(gaps)))
    gaps_schema().validate(gaps)
    check_scores(gaps)


@pytest.mark.parametrize(
    ("code", "score", "target", "gap", "worth", "cost", "priority"),
    [
        ("10", 0.0, 85.0, 85.0, 0.20, 17.0, "urgent"),
        ("9", 41.41, 85.0, 43.59, 0.20, 8.718, "urgent"),
        ("1", 96.10, 85.0, -11.10, 0.06, 0.0, "keep"),  # the gap is signed, the points never negative
        ("2", 92.12, 85.0, -7.12, 0.06, 0.0, "improve"),
        ("OIT", 20.705, 85.0, 64.295, 0.40, 25.718, "urgent"),
        ("ITA", 65.5396, 85.0, 19.4604, 1.0, 19.4604, "urgent"),
        ("10.2", 0.0, 85.0, 85.0, 0.10, 8.5, "urgent"),  # told by indicator 10 at 0
        ("o42", 0.0, 100.0, 100.0, 0.05, 5.0, "urgent"),  # an item is passed or failed: its target is 100
    ],
)
def test_the_arithmetic_of_a_node(
    code: str, score: float, target: float, gap: float, worth: float, cost: float, priority: str
) -> None:
    row = compute_gaps(REAL).set_index("code").loc[code]
    assert row[["score", "target", "gap", "worth", "points"]].astype(float).to_list() == pytest.approx(
        [score, target, gap, worth, cost], abs=1e-9
    )
    assert row["priority"] == priority


def test_a_node_that_is_not_known_has_no_gap_no_points_and_no_priority() -> None:
    row = compute_gaps(REAL).set_index("code").loc["o1"]  # indicator 9 at 41.41 does not tell its items
    assert row[["score", "gap", "points"]].isna().all()
    assert row["priority"] == ""
    assert row["target"] == 100.0


@pytest.mark.parametrize(
    ("score", "priority"),
    [
        *((0.0, "urgent"), (69.994, "urgent"), (69.995, "improve"), (70.0, "improve")),
        *((94.994, "improve"), (94.995, "keep"), (95.0, "keep"), (100.0, "keep"), (np.nan, "")),
    ],
)
def test_priority_from_the_score_alone(score: float, priority: str) -> None:
    for target in (None, 0, 100):
        gaps = compute_gaps(office({"1": score}), target).set_index("code")
        assert gaps.loc["1", "priority"] == priority


def test_a_failed_item_is_urgent_and_a_passed_one_is_kept() -> None:
    gaps = compute_gaps(office({"o42": 0.0, "o43": 100.0, "i1": 0.0})).set_index("code")
    assert list(gaps.loc[["o42", "o43", "i1"], "priority"]) == ["urgent", "keep", "urgent"]
    assert list(gaps.loc[["o42", "o43"], "points"]) == pytest.approx([5.0, 0.0])


ALL_TEN = st.lists(st.floats(0, 100), min_size=10, max_size=10)


@settings(max_examples=30)
@given(st.sampled_from([2562, 2564, 2566, 2568]), ALL_TEN)
def test_against_100_each_level_misses_what_the_total_misses(year: int, scores: list[float]) -> None:
    known = {str(number): score for number, score in enumerate(scores, start=1)}
    gaps = compute_gaps(office(known, year=year), 100)
    missing = 100 - gaps.loc[gaps["code"] == "ITA", "score"].item()
    for level in ("total", "instrument", "indicator"):
        assert gaps.loc[gaps["level"] == level, "points"].sum() == pytest.approx(missing, abs=1e-6)


@settings(max_examples=30)
@given(ALL_TEN, st.none() | st.integers(0, 10_000))
def test_points_are_worth_times_what_is_missing(scores: list[float], hundredths: int | None) -> None:
    target = None if hundredths is None else hundredths / 100
    known = {str(number): score for number, score in enumerate(scores, start=1)}
    gaps = compute_gaps(office(known), target).set_index("code").loc[list(known)]
    wanted = 85.0 if target is None else target
    for code, score in known.items():
        expected = gaps.loc[code, "worth"] * max(wanted - score, 0)
        assert gaps.loc[code, "points"] == pytest.approx(expected, abs=1e-6)
    weak = find_weak_areas(compute_gaps(office(known), target))
    shown = weak["points"].round(9)  # equal points stand in tree order, and binary dust makes no difference
    assert list(shown) == sorted(shown, reverse=True)
    # A gap below half a millionth of a point is binary dust, no weak area.
    assert {code for code, score in known.items() if score < wanted - 1e-6} <= set(weak["code"])
    assert set(weak["code"]) <= {code for code, score in known.items() if score < wanted}


def test_binary_dust_is_no_gap() -> None:
    sevenths = dict.fromkeys(["o18", "o19", "o20", "o21", "o22", "o23", "o24"], 100.0)
    gaps = compute_gaps(office(sevenths | {"1": 0.1 + 0.2 + 84.7})).set_index("code")
    assert gaps.loc["9.3", "points"] == 0
    assert gaps.loc["1", "points"] == 0  # 84.99999999999999 of 85


# Targets.


def test_a_target_for_single_nodes_leaves_the_rest_at_the_pass_mark() -> None:
    target = pd.DataFrame({"code": ["9", "ITA", "o42"], "target": [50.0, 95.0, 0.0]})
    before = target.copy()
    gaps = compute_gaps(REAL, target).set_index("code")
    assert list(gaps.loc[["9", "ITA", "10"], "target"]) == [50.0, 95.0, 85.0]
    assert gaps.loc["o42", "target"] == 100.0  # always, whatever is asked
    assert gaps.loc["9", "points"] == pytest.approx(0.2 * (50 - 41.41))
    assert_frame_equal(target, before)


def test_targets_may_differ_by_year() -> None:
    scores = pd.concat([REAL, office(THANANGNAEW, year=2566)])
    target = pd.DataFrame({"year_be": [2565, 2566], "code": ["9", "9"], "target": [50.0, 60.0]})
    gaps = compute_gaps(scores, target).set_index(["year_be", "code"])
    assert (gaps.loc[(2565, "9"), "target"], gaps.loc[(2566, "9"), "target"]) == (50.0, 60.0)


@pytest.mark.parametrize("target", [0, 0.0, 100, 85.5, np.float64(90)])
def test_a_number_is_the_target_of_all_but_items(target: float) -> None:
    gaps = compute_gaps(REAL, target)
    items = gaps["code"].str.startswith("o")
    assert set(gaps.loc[~items, "target"]) == {float(target)}
    assert set(gaps.loc[items, "target"]) == {100.0}


BAD_TARGETS = [
    (101, "101"),
    (-0.5, "-0.5"),
    (float("nan"), "nan"),
    ("แปดสิบ", "แปดสิบ"),
    (pd.DataFrame({"code": ["9"], "target": [101.0]}), "101"),
    (pd.DataFrame({"code": ["9"], "target": [np.nan]}), "nan"),
    (pd.DataFrame({"code": ["o99"], "target": [90.0]}), "o99"),
    (pd.DataFrame({"code": ["9"]}), "target"),
    (pd.DataFrame({"ข้อ": ["9"], "target": [90.0]}), "code"),
]


@pytest.mark.parametrize(("target", "named"), BAD_TARGETS, ids=[str(row[1]) for row in BAD_TARGETS])
def test_a_target_that_is_none_is_one_clear_sentence(target: object, named: str) -> None:
    with pytest.raises(ItaError, match=named):
        compute_gaps(REAL, target)  # type: ignore[arg-type]


def test_2561_has_no_pass_mark_and_so_no_gap() -> None:
    gaps = compute_gaps(office({"ITA": 83.10}, year=2561))
    assert gaps[["target", "gap", "points"]].isna().all(axis=None)
    assert len(find_weak_areas(gaps, level="total")) == 0
    assert compute_gaps(office({"ITA": 83.10}, year=2561), 90)["points"].item() == pytest.approx(6.9)


# Failed items below a node.


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("10", "o42 o43 o34 o35 o36 o37 o38 o39 o40 o41"),  # 5.00 each before 1.25 each, then in tree order
        ("10.1", "o34 o35 o36 o37 o38 o39 o40 o41"),
        ("10.2", "o42 o43"),
        ("o43", "o43"),
        ("OIT", "o42 o43 o34 o35 o36 o37 o38 o39 o40 o41"),
        ("9", ""),  # not known which
        ("1", ""),
    ],
)
def test_failed_items_below_a_node(code: str, items: str) -> None:
    assert compute_gaps(REAL).set_index("code").loc[code, "items"] == items


def test_failed_items_stay_with_their_agency_and_year() -> None:
    scores = pd.concat(
        [
            office({"o42": 0.0, "o43": 100.0}, name="ก"),
            office({"o42": 100.0, "o43": 0.0}, name="ข"),
            office({"o1": 0.0}, name="ก", year=2566),
        ]
    )
    found = compute_gaps(scores).set_index(["year_be", "agency_id", "code"])["items"]
    assert found[(2565, "ก", "10.2")] == "o42"
    assert found[(2565, "ข", "10.2")] == "o43"
    assert found[(2566, "ก", "10.2")] == ""
    assert found[(2566, "ก", "ITA")] == "o1"


def test_a_question_answered_at_0_is_no_failed_item() -> None:
    assert set(compute_gaps(office({"i1": 0.0, "e1": 0.0}))["items"]) == {""}


# Weak areas.


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("total", ["ITA"]),
        ("instrument", ["OIT"]),
        ("indicator", ["10", "9"]),
        ("subindicator", ["10.1", "10.2"]),  # equal points: in tree order
        ("item", ["o42", "o43", "o34", "o35", "o36", "o37", "o38", "o39", "o40", "o41"]),
    ],
)
def test_weak_areas_of_each_level(level: str, codes: list[str]) -> None:
    weak = find_weak_areas(compute_gaps(REAL), level=level)
    assert list(weak["code"]) == codes
    assert list(weak.index) == list(range(len(codes)))
    assert set(weak["level"]) == {level}


def three_offices() -> pd.DataFrame:
    return pd.concat(
        [
            office(dict.fromkeys(THANANGNAEW, 99.0), name="ก"),
            office(THANANGNAEW, name="ค"),
            office(THANANGNAEW | {"9": 10.0, "10": 20.0}, name="ข"),
            office(THANANGNAEW, name="ค", year=2564),
        ]
    )


def test_weak_areas_by_year_and_agency_then_points() -> None:
    weak = find_weak_areas(compute_gaps(three_offices()))
    assert list(zip(weak["year_be"], weak["agency_id"], weak["code"], strict=True)) == [
        (2564, "ค", "10"),
        (2564, "ค", "9"),
        (2565, "ข", "9"),
        (2565, "ข", "10"),
        (2565, "ค", "10"),
        (2565, "ค", "9"),
    ]


def test_weak_areas_do_not_hang_on_the_order_of_rows() -> None:
    gaps = compute_gaps(three_offices())
    shuffled = gaps.sample(frac=1, random_state=3)
    for level in ("indicator", "item"):
        assert_frame_equal(find_weak_areas(shuffled, level=level), find_weak_areas(gaps, level=level))


def test_two_gaps_frames_put_together_give_each_weak_area_once() -> None:
    # pd.concat keeps the row numbers of both, so that they repeat.
    one, other = compute_gaps(office(THANANGNAEW, name="ก")), compute_gaps(office(THANANGNAEW, name="ข"))
    weak = find_weak_areas(pd.concat([one, other]))
    assert list(zip(weak["agency_id"], weak["code"], strict=True)) == [("ก", "10"), ("ก", "9"), ("ข", "10"), ("ข", "9")]


def test_the_rule_is_told_with_the_result() -> None:
    assert "เกณฑ์ผ่านของปี" in find_weak_areas(compute_gaps(REAL)).attrs["rule"]
    rule = find_weak_areas(compute_gaps(REAL, 90), level="item").attrs["rule"]
    assert "90.00" in rule
    assert "ข้อ" in rule
    assert "น้ำหนัก" in rule


def test_an_unknown_level_lists_the_known_ones() -> None:
    with pytest.raises(ItaError, match=r"indicator.*ตัวชี้วัด"):
        find_weak_areas(compute_gaps(REAL), level="ตัวชี้วัด")


def test_a_frame_without_points_is_refused() -> None:
    with pytest.raises(ItaError, match=r"compute_gaps.*points"):
        find_weak_areas(REAL)


def test_no_argument_is_changed() -> None:
    scores = REAL.copy()
    scores.attrs["from"] = "test"
    before = scores.copy()
    gaps = compute_gaps(scores)
    assert gaps.attrs["from"] == "test"
    assert_frame_equal(scores, before)
    assert scores.attrs == {"from": "test"}
    kept, attrs = gaps.copy(), dict(gaps.attrs)
    find_weak_areas(gaps)
    assert_frame_equal(gaps, kept)
    assert gaps.attrs == attrs


def test_no_rows_give_no_rows() -> None:
    gaps = compute_gaps(make_frame([], SCORES))
    assert list(gaps.columns) == [*GAPS, "items", "item_sources"]
    assert len(find_weak_areas(gaps)) == 0


def test_marks_and_sources_come_along() -> None:
    gaps = compute_gaps(office(THANANGNAEW, note="ข้อมูลจำลอง")).set_index("code")
    assert gaps["note"].str.contains("ข้อมูลจำลอง").all()
    assert gaps.loc["9", "source"] == "file.xlsx#9"
    assert gaps.loc["OIT", "source"] == "computed"
    assert gaps.loc["o42", "source"] == "file.xlsx#10"


def test_a_failed_item_keeps_its_cell() -> None:
    # The parent's score was rolled up, so its own source is no cell: the items tell where they were read.
    passed = {f"o{number}": 100.0 for number in range(34, 42)}
    gaps = compute_gaps(office(passed | {"o42": 0.0, "o43": 0.0})).set_index("code")
    assert gaps.loc["10", "source"] == "computed"
    assert gaps.loc["10", "items"] == "o42 o43"
    assert gaps.loc["10", "item_sources"] == "file.xlsx#o42\nfile.xlsx#o43"


# Text as categories, as an `Export` has it.


@settings(max_examples=10)
@given(offices())
def test_categories_and_plain_text_give_the_same(scores: pd.DataFrame) -> None:
    categories = as_categories(scores)
    before = categories.copy()
    gaps = compute_gaps(categories)
    assert_frame_equal(plain_text(gaps), compute_gaps(scores))
    for level in ("indicator", "item"):
        weak = find_weak_areas(gaps, level=level)
        assert_frame_equal(plain_text(weak), find_weak_areas(compute_gaps(scores), level=level))
    assert_frame_equal(categories, before)


def test_categories_stay_categories_and_what_hardly_repeats_is_plain_text() -> None:
    gaps = compute_gaps(as_categories(three_offices()))
    types = gaps.dtypes.astype("str")
    assert set(types[[*AGENCY, "code", "level", "priority"]]) == {"category"}
    assert set(types[["source", "note", "items", "item_sources"]]) == {"str"}
    gaps_schema().validate(gaps)


@settings(max_examples=10)
@given(offices())
def test_failed_items_are_those_at_0_below_a_node_dearest_first(scores: pd.DataFrame) -> None:
    gaps = compute_gaps(scores).set_index(["year_be", "agency_id", "code"])
    for (year, agency_id, code), row in gaps[gaps["level"].isin(["total", "indicator"])].iterrows():
        tree = rulebook(year).tree.set_index("code")
        parent = tree["parent"].to_dict()

        def below(item: str, code: str = code, parent: dict[str, str] = parent) -> bool:
            return bool(item) and (item == code or below(parent[item], code, parent))

        own = gaps.loc[(year, agency_id)]
        failed = [item for item in tree.index[tree["answers"] == "pass/fail"] if own.loc[item, "score"] == 0]
        wanted = sorted((item for item in failed if below(item)), key=lambda item: -round(tree.loc[item, "worth"], 12))
        assert row["items"].split() == wanted
        assert row["item_sources"].split("\n") == [own.loc[item, "source"] for item in wanted] or not wanted
