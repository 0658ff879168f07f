"""Changes from year to year: what is given, what sums to what, what is marked, and what is refused."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from conftest import THANANGNAEW, office
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.analysis import compare_changes, compare_rules, compute_changes
from itaanalysis.analysis.trends import CHANGES, decompose
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.rulebook import known_years, rulebook

INDICATORS = list(map(str, range(1, 11)))
FLAT = dict.fromkeys(INDICATORS, 80.0)


def several(*frames: pd.DataFrame) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True)


def two_years(before: dict[str, float], after: dict[str, float], *, year: int = 2564, name: str = "อบต.ตัวอย่าง"):
    return several(office(before, year=year - 1, name=name), office(after, year=year, name=name))


def of_code(changes: pd.DataFrame, code: str) -> pd.Series:
    (row,) = changes[changes["code"] == code].to_dict(orient="records")
    return pd.Series(row)


def sum_of(changes: pd.DataFrame, level: str) -> float:
    rows = changes[changes["level"] == level]
    return float(rows["contribution"].sum() + rows["rule"].sum())


# What a change is

MOVES = [
    # code, before, after, contribution to the total in points (worth × change, by hand)
    ("1", 80.0, 90.0, 0.6),
    ("6", 80.0, 75.0, -0.5),
    ("10", 0.0, 100.0, 20.0),
    ("9", 80.0, 80.0, 0.0),
]


@pytest.mark.parametrize(("code", "before", "after", "contribution"), MOVES)
def test_a_contribution_is_worth_times_change(code: str, before: float, after: float, contribution: float) -> None:
    changes = compute_changes(two_years({**FLAT, code: before}, {**FLAT, code: after}))
    row, total = of_code(changes, code), of_code(changes, "ITA")
    assert (row["before"], row["after"], row["change"]) == (before, after, after - before)
    assert row["contribution"] == pytest.approx(contribution)
    assert total["change"] == pytest.approx(contribution), "nothing else moved"
    assert (row["year_be"], row["before_year"], row["rule"]) == (2564, 2563, 0)


def test_the_frame_has_its_columns_and_every_node_and_leaves_the_input_alone() -> None:
    scores = two_years(FLAT, {**FLAT, "9": 60.0})
    kept = scores.copy(deep=True)
    changes = compute_changes(scores)
    assert list(changes) == CHANGES
    assert list(changes["code"]) == ["ITA", "IIT", *"12345", "EIT", *"678", "OIT", "9", "10"]
    assert of_code(changes, "9")[["source", "before_source"]].tolist() == ["file.xlsx#9", "file.xlsx#9"]
    assert of_code(changes, "ITA")["source"] == "computed"
    pd.testing.assert_frame_equal(scores, kept)


SCORES = st.fixed_dictionaries({code: st.floats(0, 100) for code in INDICATORS})


@given(SCORES, SCORES, st.sampled_from([2563, 2564, 2565, 2566, 2567, 2568]))
def test_the_contributions_of_the_indicators_are_the_change_of_the_total(before, after, year) -> None:
    changes = compute_changes(two_years(before, after, year=year))
    change = of_code(changes, "ITA")["change"]
    assert sum_of(changes, "indicator") == pytest.approx(change, abs=1e-9)
    assert sum_of(changes, "instrument") == pytest.approx(change, abs=1e-9)


@given(st.data())
def test_of_one_list_the_items_are_the_change_of_the_total_too(data) -> None:
    tree = rulebook(2564).tree
    leaves = list(tree.loc[tree["level"] == "item", "code"])
    draw = st.lists(st.sampled_from([0.0, 40.0, 100.0]), min_size=len(leaves), max_size=len(leaves))
    before, after = (dict(zip(leaves, data.draw(draw), strict=True)) for _ in range(2))
    changes = compute_changes(two_years(before, after))
    assert sum_of(changes, "item") == pytest.approx(of_code(changes, "ITA")["change"], abs=1e-9)


WORTH = st.lists(st.floats(0.01, 1), min_size=5, max_size=5)
MANY = st.lists(st.floats(0, 100), min_size=5, max_size=5)


@given(WORTH, WORTH, MANY, MANY)
def test_the_law_holds_where_the_worths_differ_too(w, v, s, t) -> None:
    w, v, s, t = (np.array(x) for x in (w, v, s, t))
    _, _, _, _, contribution, rule = decompose(s, t, pd.DataFrame({"before_worth": w, "worth": v}))
    assert (contribution + rule).sum() == pytest.approx((v * t).sum() - (w * s).sum(), abs=1e-9)


def test_what_the_weights_brought_is_no_change_of_the_office() -> None:
    before, after = np.array([60.0]), np.array([60.0])
    _, _, change, worth, contribution, rule = decompose(
        before, after, pd.DataFrame({"before_worth": [0.2], "worth": [0.3]})
    )
    assert (change[0], contribution[0]) == (0, 0)
    assert worth[0] == pytest.approx(0.25)
    assert rule[0] == pytest.approx(6.0)


# Breaks

BREAKS = [
    # year, code, breaks told, may be the instrument's
    (2563, "ITA", "", False),
    (2564, "9", "", False),
    (2565, "10", "", False),  # an item was replaced, but no rule is known to have changed
    (2566, "ITA", "2566", True),
    (2566, "OIT", "2566", True),
    (2566, "9", "2566", True),
    (2566, "IIT", "2566", False),  # the questionnaires were those of 2565
    (2566, "8", "2566", False),
    (2567, "ITA", "2567", True),
    (2567, "IIT", "2567", True),
    (2567, "8", "2567", True),
    (2567, "10", "2567", True),  # its list was renumbered and merged
    (2568, "ITA", "2568", True),
    (2568, "10", "2568", True),  # 28 items instead of 35
    (2568, "IIT", "2568", True),  # its questions are not known, so nobody can say that they are the same
]


@pytest.mark.parametrize(("year", "code", "told", "may_be"), BREAKS)
def test_a_change_over_a_break_names_it_and_is_marked_where_what_is_asked_changed(year, code, told, may_be) -> None:
    row = of_code(compute_changes(two_years(FLAT, FLAT, year=year)), code)
    assert row["breaks"].startswith(told)
    assert bool(row["breaks"]) == bool(told)
    assert row["may_be_instrument"] == may_be


def test_nothing_crosses_the_framework() -> None:
    totals = several(*(office({"ITA": score}, year=year) for year, score in ((2561, 70.0), (2562, 80.0), (2563, 85.0))))
    changes = compute_changes(totals)
    assert changes[["year_be", "before", "after"]].values.tolist() == [[2563, 80.0, 85.0]]
    assert set(compare_rules(2561, 2562)["before_code"]) == {""}


def test_a_missing_year_is_not_crossed_and_a_missing_score_gives_no_change() -> None:
    years = several(*(office(FLAT, year=year) for year in (2563, 2565, 2566)))
    assert set(compute_changes(years)["year_be"]) == {2566}
    some = compute_changes(two_years({**FLAT, "9": np.nan}, FLAT))
    assert np.isnan(of_code(some, "9")[["change", "contribution", "rule"]].astype(float)).all()
    assert of_code(some, "1")["contribution"] == 0
    assert np.isnan(of_code(some, "ITA")["change"])


def test_an_item_is_compared_with_itself_under_its_new_number_and_never_with_another() -> None:
    scores = two_years({"o34": 0.0, "o42": 0.0}, {"o34": 100.0, "o42": 100.0}, year=2567)
    with pytest.raises(ItaError, match="the tree of 2567 has no node 'o42'"):
        compute_changes(scores)
    changes = compute_changes(two_years({"o34": 0.0, "o42": 0.0}, {"o34": 100.0, "o35": 0.0}, year=2567))
    row = of_code(changes, "o34")  # the measures report: o42 of 2566
    assert (row["before_code"], row["before"], row["after"], row["match"]) == ("o42", 0, 100, "same title")
    follow_up = of_code(changes, "o35")
    assert (follow_up["before_code"], follow_up["evidence"]) == ("o43", "unverified")


def test_of_a_merged_item_no_change_is_given() -> None:
    row = of_code(compute_changes(two_years({"o10": 0.0, "o18": 100.0}, {"o11": 100.0}, year=2566)), "o11")
    assert (row["before_code"], row["match"]) == ("", "merged")
    assert np.isnan(row["change"])
    assert np.isnan(row["contribution"])


@pytest.mark.parametrize("year", [year for year in known_years() if year > 2562])
def test_rules_stand_side_by_side_in_tree_order(year: int) -> None:
    rules = compare_rules(year - 1, year)
    assert list(rules["code"]) == list(rulebook(year).tree["code"])
    found = rules[rules["before_code"] != ""]
    assert found["before_code"].is_unique
    assert set(found["match"]) <= {"same title", "renamed"}
    assert found["before_worth"].notna().all()
    assert rules.loc[rules["before_code"] == "", "before_worth"].isna().all()


# Groups


def district(shift: dict[str, float], *, year: int, name: str = "สมมติ", kind: str = "อบต.") -> pd.DataFrame:
    """Offices ก, ข, … of a district; each has 80 at all indicators and its shift at indicator 10."""
    frames = [
        office({**FLAT, "10": 80.0 + up}, year=year, name=f"อบต.ตัวอย่าง{office_name}")
        for office_name, up in shift.items()
    ]
    return several(*frames).assign(
        district=name, province="สมมติบุรี", agency_type=kind, agency_id=lambda f: f["agency"] + f" · {name} · สมมติบุรี"
    )


def group_row(changes: pd.DataFrame, code: str = "ITA") -> pd.Series:
    return of_code(changes, code)


def test_a_mean_is_of_the_same_offices_in_both_years_and_the_others_are_named() -> None:
    # ง left with 100 points less and จ came with 20 more: mixed in, they would move the mean by themselves.
    scores = several(
        district({"ก": 0, "ข": 0, "ค": 0, "ง": -80}, year=2563), district({"ก": 3, "ข": 6, "ค": 9, "จ": 20}, year=2564)
    )
    row = group_row(compare_changes(scores))
    assert (row["before"], row["after"], row["offices"]) == (pytest.approx(80), pytest.approx(81.2), 3)
    assert (row["came"], row["went"]) == ("อบต.ตัวอย่างจ · สมมติ · สมมติบุรี", "อบต.ตัวอย่างง · สมมติ · สมมติบุรี")
    assert row["incomplete"] == ""
    assert row["source"] == "file.xlsx"


def test_an_office_without_a_full_set_is_named_and_not_counted() -> None:
    scores = several(*(district(dict.fromkeys("กขคง", 0), year=year) for year in (2563, 2564)))
    hole = (scores["year_be"] == 2564) & (scores["agency"] == "อบต.ตัวอย่างง") & (scores["code"] == "9")
    published = scores[hole].assign(code="ITA", level="total", score=10.0)  # its total is known, and would count
    changes = compare_changes(several(scores[~hole], published))
    assert group_row(changes)["change"] == 0
    assert group_row(changes)["incomplete"] == "อบต.ตัวอย่างง · สมมติ · สมมติบุรี"
    assert set(changes["offices"]) == {3}


def test_where_only_totals_are_known_the_mean_is_of_totals() -> None:
    scores = several(*(district(dict.fromkeys("กขค", 0), year=year) for year in (2563, 2564)))
    totals = scores[scores["code"] == "1"].assign(code="ITA", level="total")
    changes = compare_changes(totals)
    assert group_row(changes)["change"] == 0
    assert changes.loc[changes["level"] == "indicator", "contribution"].isna().all()


@pytest.mark.parametrize("offices", [1, 2])
def test_a_group_under_three_has_no_mean(offices: int) -> None:
    names = dict.fromkeys("กข"[:offices], 0)
    row = group_row(compare_changes(several(*(district(names, year=year) for year in (2563, 2564)))))
    assert row["offices"] == offices
    assert np.isnan(row[["before", "after", "change", "contribution"]].astype(float)).all()


def test_an_unknown_district_has_no_mean_and_districts_of_one_name_stay_apart() -> None:
    names = dict.fromkeys("กขค", 0)
    here = several(*(district(names, year=year) for year in (2563, 2564)))
    there = here.assign(province="สมมติธานี", agency_id=lambda f: f["agency"] + " · สมมติ · สมมติธานี")
    unknown = here.assign(district="", agency_id=lambda f: f["agency"] + " · สมมติบุรี")
    changes = compare_changes(several(here, there, unknown))
    totals = changes[changes["code"] == "ITA"]
    assert totals[["province", "district", "offices"]].values.tolist() == [
        ["สมมติธานี", "สมมติ", 3],
        ["สมมติบุรี", "", 3],
        ["สมมติบุรี", "สมมติ", 3],
    ]
    assert list(totals["change"].isna()) == [False, True, False]


LISTS = st.lists(st.tuples(SCORES, SCORES), min_size=3, max_size=5)


@given(LISTS)
def test_the_contributions_to_a_mean_are_its_change(pairs) -> None:
    scores = several(*(two_years(*pair, name=f"อบต.ตัวอย่าง{at}") for at, pair in enumerate(pairs)))
    changes = compare_changes(scores.assign(district="สมมติ"))
    means = compute_changes(scores).query("code == 'ITA'")["change"].mean()
    assert of_code(changes, "ITA")["change"] == pytest.approx(means, abs=1e-9)
    assert sum_of(changes, "indicator") == pytest.approx(means, abs=1e-9)


def test_groups_by_province_and_type() -> None:
    scores = several(*(district(dict.fromkeys("กขค", 0), year=year) for year in (2563, 2564)))
    assert list(compare_changes(scores, by="province")["province"].unique()) == ["สมมติบุรี"]
    assert list(compare_changes(scores, by="agency_type")["agency_type"].unique()) == ["อบต."]


# What follows, and what is refused


def test_averages_are_no_offices_and_marks_follow() -> None:
    scores = several(*(district(dict.fromkeys("กขค", 0), year=year) for year in (2563, 2564)))
    average = scores[scores["agency"] == "อบต.ตัวอย่างก"].assign(agency_type="aggregate", agency_id="ค่าเฉลี่ย", score=0.0)
    marked = several(scores.assign(note=f"อ่านแล้ว; {SIMULATED}"), average)
    assert "ค่าเฉลี่ย" not in set(compute_changes(marked)["agency_id"])
    assert set(compute_changes(marked)["note"]) == {SIMULATED}
    assert group_row(compare_changes(marked))[["offices", "note"]].tolist() == [3, SIMULATED]
    with pytest.raises(ItaError, match=r"every row of the frame is an average or total \(agency_type 'aggregate'\)"):
        compute_changes(average)


def test_categories_and_plain_text_give_the_same() -> None:
    scores = several(*(district(dict.fromkeys("กขค", 0), year=year) for year in (2563, 2564)))
    texts = ["agency_id", "agency", "agency_type", "district", "province", "code", "level", "source", "note"]
    for function in (compute_changes, compare_changes):
        pd.testing.assert_frame_equal(function(scores), function(scores.astype(dict.fromkeys(texts, "category"))))


def test_one_office_and_one_pair_can_be_asked_for() -> None:
    names = ("องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "องค์การบริหารส่วนตำบลตัวอย่างสอง")
    scores = several(*(office(FLAT, year=year, name=name) for name, year in product(names, (2563, 2564, 2565))))
    asked = compute_changes(scores, agency="อบต.ตัวอย่างสอง", year_be=2565)
    assert set(asked["agency"]) == {names[1]}
    assert set(asked["year_be"]) == {2565}
    every = compute_changes(scores).query(f"agency == '{names[1]}' and year_be == 2565")
    assert list(asked["code"]) == list(every["code"])


ONE = office(FLAT, year=2564, name="องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง")
REFUSED = [
    (lambda: compute_changes(ONE), r"needs two following years of one framework .*; found 2564"),
    (
        lambda: compute_changes(several(ONE, office({"ITA": 1.0}, year=2566))),
        "two following years .*; found 2564, 2566",
    ),
    (
        lambda: compute_changes(several(office({"ITA": 1.0}, year=2561), office({"ITA": 1.0}, year=2562))),
        "two following years .*; found 2561, 2562",
    ),
    (lambda: compute_changes(two_years(FLAT, FLAT), year_be=2568), "no scores of 2568; its years are 2563, 2564"),
    (
        lambda: compute_changes(two_years(FLAT, FLAT), year_be=2563),
        "no change can be told from 2562 to 2563: 2562 is not in the frame",
    ),
    (
        lambda: compute_changes(two_years({"ITA": 1.0}, {"ITA": 2.0}, year=2562), year_be=2562),
        "from 2561 to 2562: 2561 is another framework",
    ),
    (
        lambda: compute_changes(ONE, agency="อบต.ตัวอย่างหนึง"),
        "ไม่พบหน่วยงาน “อบต.ตัวอย่างหนึง” .*; ใกล้เคียงคือ องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง",
    ),
    (lambda: compute_changes(ONE.iloc[:0]), "compute_changes takes the scores of offices; found: no row"),
    (lambda: compute_changes(ONE.drop(columns="note")), "a scores frame needs the columns note"),
    (lambda: compare_changes(ONE, by="region"), "by is one of district, province, agency_type; found 'region'"),
    (
        lambda: compare_changes(two_years(FLAT, FLAT).assign(note=INCOMPLETE)),
        r"file\.xlsx is only the top of a ranking .*no mean, rank or comparison",
    ),
    (lambda: compare_rules(2565, 2564), "an earlier and a later year; found 2565 and 2564"),
    (lambda: compare_rules(2565, 2599), "no rules are known for the year 2599"),
]


@pytest.mark.parametrize(("ask", "told"), REFUSED, ids=range(len(REFUSED)))
def test_bad_input_gets_a_sentence(ask, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        ask()


def test_two_offices_of_one_name_are_told_apart_by_their_id() -> None:
    here = two_years(FLAT, FLAT, name="องค์การบริหารส่วนตำบลตัวอย่าง")
    both = several(here, here.assign(agency_id="องค์การบริหารส่วนตำบลตัวอย่าง · สมมติ", district="สมมติ"))
    with pytest.raises(ItaError, match=r"มีหน่วยงานชื่อ “อบต.ตัวอย่าง” 2 แห่ง: .* / .* · สมมติ"):
        compute_changes(both, agency="อบต.ตัวอย่าง")
    assert set(compute_changes(both, agency="องค์การบริหารส่วนตำบลตัวอย่าง · สมมติ")["district"]) == {"สมมติ"}


def test_the_seed_office_as_a_next_year_of_made_up_numbers() -> None:
    # Indicator 10 from 0 to 100 alone would bring its 20 points, and the total from 65.54 to 85.54.
    changes = compute_changes(two_years(THANANGNAEW, {**THANANGNAEW, "10": 100.0}, year=2565))
    total = of_code(changes, "ITA")
    assert (round(total["before"], 2), round(total["after"], 2)) == (65.54, 85.54)
    assert of_code(changes, "10")["contribution"] == pytest.approx(20.0)
