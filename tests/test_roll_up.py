"""Scores up the tree: complete sets only, the published score kept beside, and where each figure came from."""

from statistics import fmean

import numpy as np
import pandas as pd
import pytest
from conftest import PRINTED_TOTAL, THANANGNAEW, office, score_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, SCORES, make_frame, plain_text
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import rate, reconcile, roll_up, roll_up_every_node


def test_the_real_office_of_2565() -> None:
    rolled = roll_up(office(THANANGNAEW | {"ITA": PRINTED_TOTAL}))
    assert score_of(rolled, "IIT") == pytest.approx(94.742, abs=1e-9)
    assert score_of(rolled, "EIT") == pytest.approx(96.1167, abs=5e-5)
    assert score_of(rolled, "OIT") == pytest.approx(20.705, abs=1e-9)
    assert score_of(rolled, "ITA") == pytest.approx(65.5396, abs=1e-9)
    assert rolled.loc[rolled["code"] == "ITA", "published"].item() == PRINTED_TOTAL  # beside, never overwritten


PROVINCES = [
    # complete rows of the FY2564 report: ten indicators, the printed total (averages, not agencies)
    (2564, [93.55, 87.72, 91.01, 87.93, 89.52, 90.55, 88.68, 88.58, 72.89, 65.56], 81.45),  # ตราด
    (2563, [92.57, 86.13, 90.08, 85.98, 88.04, 83.67, 82.11, 79.29, 69.94, 52.78], 75.62),  # ตราด
    (2564, [94.65, 89.11, 91.95, 89.29, 89.86, 92.12, 89.90, 89.49, 65.89, 51.15], 77.85),  # นครนายก
]


@pytest.mark.parametrize(("year", "scores", "printed"), PROVINCES)
def test_published_provinces_reproduce_within_a_hundredth(year: int, scores: list[float], printed: float) -> None:
    rolled = roll_up(office({str(number): score for number, score in enumerate(scores, start=1)}, year=year))
    assert abs(score_of(rolled, "ITA") - printed) <= 0.01


def leaf_codes(year: int) -> list[str]:
    tree = rulebook(year).tree
    return list(tree.loc[~tree["code"].isin(tree["parent"]), "code"])


def on_paper(year: int, known: dict[str, float]) -> dict[str, float]:
    """The rule in a few lines: 30, 30 and 40 per cent at the top, plain means below, and only of complete sets."""
    tree = rulebook(year).tree
    children = {code: list(tree.loc[tree["parent"] == code, "code"]) for code in tree["code"]}
    values: dict[str, float] = {}

    def value(code: str) -> float | None:
        below = [value(child) for child in children[code]]
        if below and None not in below:
            found = fmean(below) if code != "ITA" else 0.3 * below[0] + 0.3 * below[1] + 0.4 * below[2]
        else:
            found = known.get(code)
        if found is not None:
            values[code] = found
        return found

    value("ITA")
    return values


YEARS = st.sampled_from([2562, 2563, 2564, 2565, 2566, 2567, 2568])
SCORE = st.floats(0, 100)


def as_dict(rolled: pd.DataFrame) -> dict[str, float]:
    return dict(zip(rolled["code"], rolled["score"], strict=True))


@settings(max_examples=30)
@given(YEARS, st.data())
def test_a_roll_up_of_all_leaves_is_the_nested_mean(year: int, data: st.DataObject) -> None:
    codes = leaf_codes(year)
    scores = data.draw(st.lists(SCORE, min_size=len(codes), max_size=len(codes)))
    known = dict(zip(codes, scores, strict=True))
    rolled = as_dict(roll_up(office(known, year=year)))
    assert list(rolled) == list(rulebook(year).tree["code"])
    assert rolled == pytest.approx(on_paper(year, known), abs=1e-9)


@settings(max_examples=60)
@given(YEARS, st.data())
def test_never_a_mean_of_some(year: int, data: st.DataObject) -> None:
    tree = rulebook(year).tree
    upper = list(tree.loc[tree["level"] != "item", "code"])
    items = list(tree.loc[tree["level"] == "item", "code"])
    # Whole groups of items and single upper nodes come and go, so that some sets are complete and some are not.
    known = data.draw(st.dictionaries(st.sampled_from(upper), SCORE, max_size=len(upper)))
    groups = sorted(set(tree.loc[tree["level"] == "item", "parent"]))
    if groups:
        for group in data.draw(st.lists(st.sampled_from(groups), max_size=3, unique=True)):
            known |= dict.fromkeys(tree.loc[tree["parent"] == group, "code"], 100.0)
        known |= data.draw(st.dictionaries(st.sampled_from(items), SCORE, max_size=3))
    rolled = roll_up(office(known, year=year))
    assert as_dict(rolled) == pytest.approx(on_paper(year, known), abs=1e-9)
    assert dict(zip(rolled["code"], rolled["published"], strict=True)) == pytest.approx(
        {code: known.get(code, np.nan) for code in rolled["code"]}, nan_ok=True
    )


def test_one_missing_child_leaves_the_parent_out() -> None:
    nine = {code: score for code, score in THANANGNAEW.items() if code != "3"}
    rolled = roll_up(office(nine))
    # EIT and OIT are complete; IIT and the total are not, and four of five is no mean.
    assert set(rolled["code"]) == {*nine, "EIT", "OIT"}


def test_not_assessed_is_not_zero() -> None:
    assert "IIT" not in set(roll_up(office(THANANGNAEW | {"3": np.nan}))["code"])
    with_zero = roll_up(office(THANANGNAEW | {"3": 0.0}))
    assert score_of(with_zero, "IIT") == pytest.approx((96.10 + 92.12 + 0 + 94.92 + 95.72) / 5)


def test_an_incomplete_parent_keeps_its_published_score_and_source() -> None:
    rolled = roll_up(office({"9.1": 100.0, "9.2": 50.0, "9": 41.41}))
    row = rolled[rolled["code"] == "9"].iloc[0]
    assert (row["score"], row["published"], row["source"]) == (41.41, 41.41, "file.xlsx#9")


def test_a_complete_parent_is_computed_and_says_so() -> None:
    rolled = roll_up(office({"o42": 100.0, "o43": 0.0, "10.2": 100.0}))
    row = rolled[rolled["code"] == "10.2"].iloc[0]
    assert (row["score"], row["published"], row["source"]) == (50.0, 100.0, "computed")
    items = rolled[rolled["level"] == "item"]
    assert list(items["source"]) == ["file.xlsx#o42", "file.xlsx#o43"]


def test_an_indicator_is_the_mean_of_its_sub_indicators_not_of_its_items() -> None:
    tree = rulebook(2565).tree
    failed = dict.fromkeys(tree.loc[tree["parent"] == "10.1", "code"], 0.0)
    rolled = roll_up(office(failed | {"o42": 100.0, "o43": 100.0}))
    assert score_of(rolled, "10") == 50.0  # the flat mean of its ten items is 20


@pytest.mark.parametrize("year", [2562, 2565, 2566, 2567, 2568])
@pytest.mark.parametrize("score", [0.0, 100.0, 33.33])
def test_equal_leaves_give_that_score_everywhere_and_stay_scores(year: int, score: float) -> None:
    rolled = roll_up(office(dict.fromkeys(leaf_codes(year), score), year=year))
    assert rolled["score"].to_numpy() == pytest.approx(score)
    assert rolled["score"].between(0, 100).all()  # weights such as 1/7 must not lift a parent above 100


def test_rolling_up_again_changes_no_score() -> None:
    once = roll_up(office(THANANGNAEW | {"ITA": PRINTED_TOTAL}))
    twice = roll_up(once)
    assert_frame_equal(twice[SCORES], once[SCORES])


def test_columns_types_and_row_numbers() -> None:
    rolled = roll_up(office(THANANGNAEW))
    assert list(rolled.columns) == [*SCORES, "published"]
    assert list(rolled.index) == list(range(len(rolled)))
    assert_frame_equal(rolled[SCORES], make_frame(rolled[SCORES], SCORES))


def test_the_level_is_the_trees_own() -> None:
    rolled = roll_up(office({"9": 50.0}).assign(level="item"))
    assert list(rolled["level"]) == ["indicator"]


def many() -> pd.DataFrame:
    """Three offices, two years, in the wrong order and with repeating row numbers."""
    return pd.concat(
        [
            office(THANANGNAEW, name="ข · สมมติ", year=2566),
            office({"10": 30.0, "9": 40.0}, name="ค"),
            office(THANANGNAEW | {"1": 50.0}, name="ก"),
            office({"2": 70.0}, name="ข · สมมติ"),
        ]
    )


def test_rows_stand_by_year_agency_and_tree() -> None:
    rolled = roll_up(many())
    agencies = list(dict.fromkeys(zip(rolled["year_be"], rolled["agency_id"], strict=True)))
    assert agencies == [(2565, "ก"), (2565, "ข · สมมติ"), (2565, "ค"), (2566, "ข · สมมติ")]
    assert list(rolled.loc[rolled["agency_id"] == "ค", "code"]) == ["OIT", "9", "10"]  # 10 after 9


def test_the_order_of_the_input_does_not_matter() -> None:
    shuffled = many().sample(frac=1, random_state=7)
    assert_frame_equal(roll_up(shuffled), roll_up(many()))


def test_each_agency_keeps_its_own_scores_and_names() -> None:
    places = {"district": "อำเภอสมมติ", "province": "จังหวัดสมมติ", "agency_type": "เทศบาลตำบล"}
    rolled = roll_up(pd.concat([many(), office({"9": 20.0, "10": 60.0}, name="ง").assign(**places)]))
    apart = roll_up(office({"9": 20.0, "10": 60.0}, name="ง").assign(**places))
    assert_frame_equal(rolled[rolled["agency_id"] == "ง"].reset_index(drop=True), apart)
    assert set(apart["agency_type"]) == {"เทศบาลตำบล"}
    assert score_of(apart, "OIT") == 40.0


def test_the_input_is_not_changed() -> None:
    scores = many()
    scores.attrs["from"] = "test"
    before = scores.copy()
    for roll in (roll_up, roll_up_every_node):
        assert roll(scores).attrs == {"from": "test"}
        assert_frame_equal(scores, before)


def test_no_rows_give_no_rows() -> None:
    rolled = roll_up(make_frame([], SCORES))
    assert len(rolled) == 0
    assert list(rolled.columns) == [*SCORES, "published"]


@pytest.mark.parametrize("code", ["o44", "O42", "9.9", "11"])
def test_a_code_that_the_year_does_not_have_is_named(code: str) -> None:
    with pytest.raises(ItaError, match=rf"2565.*'{code}'"):
        roll_up(office({code: 50.0}))


def test_an_item_of_another_year_is_refused() -> None:
    with pytest.raises(ItaError, match=r"2567.*'o42'"):
        roll_up(office({"o42": 100.0}, year=2567))


def test_what_is_no_scores_frame_is_refused() -> None:
    with pytest.raises(ItaError, match="101"):
        roll_up(office({"1": 101.0}))


# Every node, and items told by what stands above them.


@pytest.mark.parametrize("year", [2561, 2562, 2565, 2567])
def test_every_node_has_a_row(year: int) -> None:
    rolled = roll_up_every_node(office({"ITA": 60.0}, year=year))
    assert list(rolled["code"]) == list(rulebook(year).tree["code"])
    assert rolled["score"].notna().sum() == 1


def told(scores: dict[str, float], year: int = 2565) -> pd.DataFrame:
    return roll_up_every_node(office(scores, year=year)).set_index("code")


@pytest.mark.parametrize("score", [0.0, 100.0])
def test_an_indicator_at_0_or_100_tells_its_items(score: float) -> None:
    nodes = told({"10": score})
    below = ["10.1", "10.2", *(f"o{number}" for number in range(34, 44))]
    assert list(nodes.loc[below, "score"]) == [score] * len(below)
    assert set(nodes.loc[below, "source"]) == {"file.xlsx#10"}  # the cell that told them
    assert nodes.loc[below, "note"].str.contains(rf"ข้อ 10 .*{score:g}").all()
    assert nodes.loc[below, "published"].isna().all()  # told is not published
    assert nodes["score"].notna().sum() == 1 + len(below)  # and nothing else is told


def test_a_sub_indicator_tells_its_own_items_only() -> None:
    nodes = told({"10.1": 100.0, "10.2": 0.0})
    assert set(nodes.loc[[f"o{number}" for number in range(34, 42)], "score"]) == {100.0}
    assert set(nodes.loc[["o42", "o43"], "score"]) == {0.0}
    assert set(nodes.loc[["o42", "o43"], "source"]) == {"file.xlsx#10.2"}
    assert nodes.loc["10", "source"] == "computed"


def test_oit_at_100_tells_all_below_it() -> None:
    # มหาวิทยาลัยสงขลานครินทร์, FY2565, published OIT 100: every item below passed.
    nodes = told({"OIT": 100.0})
    assert set(nodes.loc[["9", "10", "9.1", "10.2", "o1", "o43"], "score"]) == {100.0}
    assert set(nodes.loc[["9", "o43"], "source"]) == {"file.xlsx#OIT"}


@pytest.mark.parametrize("scores", [{"10": 50.0}, {"10": 99.999999}, {"10": 0.01}, {"10": np.nan}, {"IIT": 100.0}])
def test_nothing_is_told_by_anything_else(scores: dict[str, float]) -> None:
    # Answers to a questionnaire (IIT) are no pass/fail items, even where all of them must be 100.
    nodes = told(scores)
    assert set(nodes.index[nodes["score"].notna()]) <= set(scores)


def test_the_total_tells_nothing_below() -> None:
    assert told({"ITA": 100.0})["score"].notna().sum() == 1


def test_what_was_read_is_not_told_over() -> None:
    nodes = told({"10": 0.0, "10.1": 50.0, "o42": 0.0})
    assert nodes.loc["10.1", "score"] == 50.0  # contradicts its indicator, and stays as read
    assert nodes.loc["10.1", "source"] == "file.xlsx#10.1"
    assert nodes.loc["o34", ["score"]].isna().all()
    assert nodes.loc["o42", "source"] == "file.xlsx#o42"
    assert nodes.loc["o43", "source"] == "file.xlsx#10"


def test_an_item_with_a_row_but_no_score_is_told_and_keeps_its_note() -> None:
    scores = office({"10": 0.0, "o42": np.nan})
    scores.loc[scores["code"] == "o42", "note"] = "แถวซ่อน"
    nodes = roll_up_every_node(scores).set_index("code")
    assert nodes.loc["o42", "score"] == 0.0
    assert nodes.loc["o42", "note"].startswith("แถวซ่อน; ")
    assert "10" in nodes.loc["o42", "note"]


def test_roll_up_itself_tells_no_items() -> None:
    assert list(roll_up(office({"10": 0.0}))["code"]) == ["10"]


# Notes and marks.

SIMULATED, INCOMPLETE = "ข้อมูลจำลอง", "รายชื่อไม่ครบ"


@pytest.mark.parametrize("mark", [SIMULATED, INCOMPLETE])
def test_a_mark_follows_into_what_is_computed_and_told(mark: str) -> None:
    nodes = roll_up_every_node(office(THANANGNAEW, note=f"แถวซ่อน; {mark}")).set_index("code")
    assert nodes["note"].str.contains(mark).all()
    assert nodes.loc["1", "note"] == f"แถวซ่อน; {mark}"


def test_both_marks_follow() -> None:
    # A simulated list that is incomplete is still simulated.
    nodes = roll_up(office(THANANGNAEW, note=f"{SIMULATED}; {INCOMPLETE}")).set_index("code")
    for code in ("ITA", "IIT", "OIT"):
        assert SIMULATED in nodes.loc[code, "note"]
        assert INCOMPLETE in nodes.loc[code, "note"]


def test_a_mark_stands_once() -> None:
    # The printed total is marked itself, and computed from marked scores besides.
    nodes = roll_up(office(THANANGNAEW | {"ITA": PRINTED_TOTAL}, note=SIMULATED)).set_index("code")
    assert set(nodes["note"]) == {SIMULATED}


def test_a_mark_does_not_wipe_out_the_note_of_another_row() -> None:
    scores = office(THANANGNAEW)
    scores.loc[scores["code"] == "1", "note"] = SIMULATED
    scores.loc[scores["code"] == "2", "note"] = "แปลงจากคะแนนถ่วงน้ำหนัก"
    nodes = roll_up(scores).set_index("code")
    assert nodes.loc["2", "note"] == "แปลงจากคะแนนถ่วงน้ำหนัก"  # what the reader did is never lost, and no more is said
    assert SIMULATED in nodes.loc["IIT", "note"]


def test_marks_stay_with_their_agency_and_year() -> None:
    made_up = office(THANANGNAEW, name="ก", note=SIMULATED)
    real = pd.concat([office(THANANGNAEW, name="ข"), office(THANANGNAEW, name="ก", year=2564)])
    rolled = roll_up(pd.concat([made_up, real]))
    marked = rolled["note"].str.contains(SIMULATED)
    assert marked.equals((rolled["agency_id"] == "ก") & (rolled["year_be"] == 2565))


# Text as categories, as an `Export` has it.

TEXTS = [*AGENCY, "code", "level", "source", "note"]


def as_categories(scores: pd.DataFrame, *, backwards: bool = True) -> pd.DataFrame:
    """Every text column as categories, by default in the opposite order of their texts, and one that no row bears."""
    categories = {
        name: pd.Categorical(scores[name], sorted({*scores[name], "ไม่มีแถวใด"}, reverse=backwards)) for name in TEXTS
    }
    return scores.assign(**categories)


@st.composite
def offices(draw: st.DrawFn) -> pd.DataFrame:
    """A few offices and years in any order, of which all, some or no items are known, with notes and without."""
    parts = []
    for name, year in draw(st.lists(st.tuples(st.sampled_from("กขคง"), YEARS), min_size=1, max_size=4, unique=True)):
        tree = rulebook(year).tree
        items = list(tree.loc[tree["answers"] == "pass/fail", "code"])
        known = {str(number): draw(st.sampled_from([0.0, 41.41, 100.0, np.nan])) for number in range(1, 11)}
        known |= dict.fromkeys(draw(st.sampled_from([[], items[:3], items])), draw(st.sampled_from([0.0, 100.0])))
        note = draw(st.sampled_from(["", SIMULATED, f"แถวซ่อน; {SIMULATED}; {INCOMPLETE}"]))
        parts.append(office(known, year=year, name=name, note=note).assign(district=f"อำเภอสมมติ{name}"))
    return pd.concat(parts).sample(frac=1, random_state=1)


@settings(max_examples=15)
@given(offices(), st.booleans())
def test_categories_and_plain_text_give_the_same(scores: pd.DataFrame, backwards: bool) -> None:
    categories = as_categories(scores, backwards=backwards)
    before = categories.copy()
    for function in (roll_up, roll_up_every_node, reconcile, rate):
        assert_frame_equal(plain_text(function(categories)), function(scores))
    assert_frame_equal(categories, before)


def test_every_node_keeps_categories_but_source_and_note_are_plain_text() -> None:
    types = roll_up_every_node(as_categories(many())).dtypes.astype("str")
    assert set(types[[*AGENCY, "code", "level"]]) == {"category"}
    assert set(types[["source", "note"]]) == {"str"}  # written anew: any other text can be set
    mixed = roll_up_every_node(many().astype({"agency": "category"})).dtypes.astype("str")
    assert list(mixed.index[mixed == "category"]) == ["agency"]


def test_roll_up_gives_plain_text_whatever_came() -> None:
    assert set(roll_up(as_categories(many())).dtypes[TEXTS].astype("str")) == {"str"}


def test_rows_stand_by_the_text_of_agency_id_whatever_the_order_of_its_categories() -> None:
    rolled = roll_up_every_node(as_categories(many(), backwards=True))
    assert list(rolled["agency_id"].unique()) == ["ก", "ข · สมมติ", "ค"]
    assert list(rolled["code"].cat.categories[:3]) == ["ITA", "IIT", "1"]  # in tree order
