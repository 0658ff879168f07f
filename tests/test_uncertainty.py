"""How sure scores are that answers give: intervals, chances of ratings, ties and ranges of ranks."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from conftest import THANANGNAEW, office
from drawn_answers import NAME, answers, asked, both, drawn, open_data
from hypothesis import given, settings
from hypothesis import strategies as st

from itaanalysis.analysis import compute_intervals, compute_rank_intervals, compute_rating_chances, find_ties
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import score_answers

OTHER, THIRD = "อบต.ตัวอย่างสอง", "อบต.ตัวอย่างสาม"


def of(intervals: pd.DataFrame, code: str) -> pd.Series:
    (row,) = (row for _, row in intervals[intervals["code"] == code].iterrows())
    return row


def width(intervals: pd.DataFrame, code: str = "IIT") -> float:
    row = of(intervals, code)
    return float(row["high"] - row["low"])


# Intervals


def test_a_row_a_node_with_the_score_that_answers_give() -> None:
    frame = both(40)
    found = compute_intervals(frame, open_data())
    assert found["code"].tolist()[:2] == ["ITA", "IIT"]
    levels = found["level"].value_counts().to_dict()
    assert levels == {"item": 45, "indicator": 8, "instrument": 3, "total": 1}
    scored = score_answers(frame).set_index("code")["score"]
    own = found[found["method"] == "beta"].set_index("code")["score"]
    np.testing.assert_allclose(own, scored[own.index].astype(float))
    assert set(found["n"].dropna()) == {40}
    assert found.attrs["rule"].startswith("ช่วงความเชื่อมั่น 95%")
    assert of(found, "IIT")["source"] == "a.xlsx#IIT!A2:Z41"
    assert of(found, "ITA")["source"] == "a.xlsx#IIT!A2:Z41; a.xlsx#EIT!A2:Z41"


def test_the_variance_is_that_of_leaving_out_one_respondent_after_the_other() -> None:
    # Independent of the code: the jackknife of the score itself. Answers of a respondent are alike: were the 51 columns
    # taken one by one, the spread would be a third of that.
    frame = drawn(30)
    scores = [of(compute_intervals(frame.drop(index=at)), "IIT")["score"] for at in range(30)]
    spread = np.sqrt(29 * np.var(scores))
    found = of(compute_intervals(frame), "IIT")
    assert found["high"] - found["low"] == pytest.approx(2 * 2.045 * spread, rel=0.06)  # t with 29 degrees of freedom


def test_blanks_count_as_no_answer() -> None:
    frame = drawn(30)
    blanked = frame.copy()
    blanked.loc[:9, asked("IIT")["column"].tolist()[:20]] = pd.NA  # ten people left twenty columns open
    scores = [of(compute_intervals(blanked.drop(index=at)), "IIT")["score"] for at in range(30)]
    spread = np.sqrt(29 * np.var(scores))
    found = of(compute_intervals(blanked), "IIT")
    assert found["high"] - found["low"] == pytest.approx(2 * 2.045 * spread, rel=0.1)
    assert of(compute_intervals(blanked), "i1")["n"] == 20
    assert found["n"] == 30


def test_all_but_one_have_answered_and_the_last_can_add_no_more_than_100() -> None:
    # One of 10 has not answered: were it not for the bound, the interval would end above it.
    frame = answers(np.tile([0, 3, 3], 3))
    found = of(compute_intervals(frame, population={"IIT": 10}), "IIT")
    free = of(compute_intervals(frame), "IIT")
    assert found["high"] == pytest.approx((9 * found["score"] + 100) / 10)
    assert found["low"] == pytest.approx(9 * found["score"] / 10)
    assert free["high"] > found["high"]


def test_the_total_is_surer_than_its_parts_and_open_data_is_a_constant() -> None:
    found = compute_intervals(both(30), open_data(score=60.0))
    total, iit, eit = (of(found, code) for code in ("ITA", "IIT", "EIT"))
    assert total["score"] == pytest.approx(0.3 * iit["score"] + 0.3 * eit["score"] + 0.4 * 60)
    below = 0.3 * np.hypot(iit["score"] - iit["low"], eit["score"] - eit["low"])  # independent: squares add
    assert total["score"] - total["low"] == pytest.approx(below)
    assert total["method"] == "sum"
    oit = of(found, "OIT")
    assert (oit["low"], oit["high"], oit["method"]) == (60, 60, "constant")
    assert "ไม่มีความคลาดเคลื่อนจากการสุ่ม" in oit["note"]


def test_without_open_data_there_is_no_total() -> None:
    assert "ITA" not in set(compute_intervals(both(30))["code"])
    printed = office({"ITA": 84.0, "IIT": 90.0}, note="")  # a total was read, OIT was not
    total = of(compute_intervals(both(30), printed), "ITA")
    assert (total["score"], total["method"]) == (84.0, "")
    assert np.isnan(total["low"])
    assert total["note"] == "ไม่ทราบ: OIT ไม่มีช่วงของตนเอง"


LAWS = st.tuples(
    st.integers(2, 40), st.integers(0, 10_000), st.sampled_from([0.0, 0.02, 0.3, 1.0, 5.0]), st.sampled_from([0, 1, 30])
)


@given(LAWS)
@settings(max_examples=40)
def test_an_interval_holds_its_score_and_lies_in_0_to_100(law: tuple[int, int, float, int]) -> None:
    n, seed, fall, more = law
    found = compute_intervals(both(n, seed=seed, fall=fall), open_data(), population={"IIT": n + more})
    known = found[found["method"] != ""]
    assert len(known) == len(found)
    assert (known["low"] >= 0).all()
    assert (known["low"] <= known["score"] + 1e-9).all()
    assert (known["score"] <= known["high"] + 1e-9).all()
    assert (known["high"] <= 100 + 1e-9).all()
    iit = of(found, "IIT")  # whoever has not answered lies in 0–100 too
    assert iit["low"] >= n / (n + more) * iit["score"] - 1e-9
    assert iit["high"] <= (n * iit["score"] + more * 100) / (n + more) + 1e-9
    sampled = known[known["method"] == "beta"]
    assert (sampled["high"] - sampled["low"] > 0).all()


@given(st.integers(2, 60), st.integers(0, 3), st.sampled_from([None, 61, 400]))
@settings(max_examples=30)
def test_equal_answers_never_give_an_interval_of_no_width(n: int, below: int, people: int | None) -> None:
    found = compute_intervals(answers(np.full(n, below)), population=None if people is None else {"IIT": people})
    assert (found["high"] - found["low"]).min() > 0.2


def test_all_answered_leaves_nothing_to_chance_and_the_note_says_so() -> None:
    found = compute_intervals(drawn(26), population={"IIT": 26})
    assert (found["low"] == found["score"]).all()
    assert (found["high"] == found["score"]).all()
    assert set(found["method"]) == {"census"}
    assert set(found["note"]) == {"ตอบครบทุกคน (26 จาก 26): ไม่มีความคลาดเคลื่อนจากการสุ่ม"}
    blank = drawn(26)
    blank.loc[0, "i2"] = pd.NA
    one_blank = compute_intervals(blank, population={"IIT": 26})
    assert of(one_blank, "i3")["method"] == "census"
    assert of(one_blank, "i2")["method"] == "beta"
    assert of(one_blank, "IIT")["note"].startswith("ทุกคนตอบ (26 จาก 26) แต่เว้นว่างบางข้อ")
    assert width(one_blank) < 0.35 * width(compute_intervals(blank))


def test_a_few_blanks_leave_a_node_no_wider_than_those_blanks_can_move_it() -> None:
    # Indicator 1 has 9 columns; one person of 26 left one of them open, and all the rest is known. By the emptiest
    # question alone, 1/26 of the whole indicator would be open: 3.85 points in place of at most 1/26 of one question's.
    blank = drawn(26)
    blank.loc[0, "i2"] = pd.NA
    found = compute_intervals(blank, population={"IIT": 26})
    ends = [
        of(compute_intervals(blank.fillna({"i2": place}), population={"IIT": 26}), "1")["score"] for place in (0, 3)
    ]
    assert ends[1] - ends[0] < 1
    row = of(found, "1")
    assert row["method"] == "beta"
    assert ends[0] - 1e-9 <= row["low"] < row["score"] < row["high"] <= ends[1] + 1e-9
    assert width(found, "i2") > 2, "of the question itself 1/26 is open, 3.85 points at most"


OPEN = st.tuples(st.integers(0, 11), st.sampled_from(["i1.1", "i2", "i9", "i30.1"]))


@given(st.sets(OPEN, max_size=20), st.integers(12, 14))
@settings(max_examples=20)
def test_an_interval_holds_its_score_and_nothing_that_cannot_be(blanks: set[tuple[int, str]], people: int) -> None:
    frame = drawn(12)
    for row, column in blanks:
        frame.loc[row, column] = pd.NA
    choices = asked("IIT").set_index("column")["choices"]
    silent = frame.head(people - 12).assign(respondent=["x", "y"][: people - 12])
    silent[list(choices.index)] = pd.NA
    whole = pd.concat([frame, silent.astype(frame.dtypes)], ignore_index=True)
    worst, best = (
        score_answers(whole.fillna(ends)).set_index("code")["score"] for ends in ({**choices * 0}, {**choices - 1})
    )
    found = compute_intervals(frame, population={"IIT": people}).dropna(subset="low").set_index("code")
    assert (found["low"] <= found["score"]).all()
    assert (found["score"] <= found["high"]).all()
    assert (found["low"] >= worst[found.index].astype(float) - 1e-9).all()
    assert (found["high"] <= best[found.index].astype(float) + 1e-9).all()


def test_the_nearer_to_all_the_narrower() -> None:
    widths = [width(compute_intervals(drawn(26), population={"IIT": people})) for people in (10_000, 200, 52, 30, 27)]
    assert widths == sorted(widths, reverse=True)
    assert widths[0] == pytest.approx(width(compute_intervals(drawn(26))), rel=0.01)
    assert widths[2] == pytest.approx(widths[0] * np.sqrt(0.5), rel=0.03)  # half of them: the finite population's root


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_more_answers_are_narrower(seed: int) -> None:
    once = drawn(12, seed=seed)
    often = pd.concat([once.assign(respondent=f"{time}-" + once["respondent"]) for time in range(4)], ignore_index=True)
    assert of(compute_intervals(often), "IIT")["score"] == pytest.approx(of(compute_intervals(once), "IIT")["score"])
    assert width(compute_intervals(often)) < 0.6 * width(compute_intervals(once))


def test_near_100_there_is_more_room_below() -> None:
    row = of(compute_intervals(drawn(30, fall=0.05)), "IIT")
    assert row["score"] > 96
    assert row["score"] - row["low"] > 1.3 * (row["high"] - row["score"])


def test_a_higher_confidence_is_wider() -> None:
    widths = [width(compute_intervals(drawn(30), confidence=confidence)) for confidence in (0.5, 0.8, 0.95, 0.99)]
    assert widths == sorted(widths)
    assert widths[0] < widths[2] / 2


def test_the_values_of_answers_are_chosen() -> None:
    frame = answers(np.ones(30))  # all one below the best: 67 in one set, 66.67 in another
    scores = [of(compute_intervals(frame, values=number), "i2")["score"] for number in (0, 1)]
    assert scores == pytest.approx([67, 66.67], abs=0.01)


NOTES = [
    (1, "ไม่ทราบ: มีคำตอบเดียว บอกความคลาดเคลื่อนไม่ได้"),
    (6, "มีเพียง 6 คำตอบ: ช่วงเป็นค่าประมาณหยาบ"),
    (29, "มีเพียง 29 คำตอบ: ช่วงเป็นค่าประมาณหยาบ"),
    (30, ""),
]


@pytest.mark.parametrize(("n", "note"), NOTES)
def test_few_answers_are_said(n: int, note: str) -> None:
    found = compute_intervals(both(n), open_data(note=""))
    row = of(found, "IIT")
    assert (row["note"], row["n"]) == (note, n)
    assert np.isnan(row["low"]) == (n == 1)
    assert not np.isnan(row["score"])
    told = {1: "ไม่ทราบ: IIT EIT ไม่มีช่วงของตนเอง", 30: ""}
    assert of(found, "ITA")["note"] == told.get(n, f"IIT {note}; EIT {note}")


@pytest.mark.parametrize(("people", "rough"), [(28, False), (29, True)])
def test_few_who_are_nearly_all_are_no_few(people: int, rough: bool) -> None:
    """26 of 28 are 93 %, of 29 not quite 90 %."""
    found = compute_intervals(both(26), open_data(note=""), population={"IIT": people, "EIT": people})
    told = "มีเพียง 26 คำตอบ: ช่วงเป็นค่าประมาณหยาบ" if rough else ""
    assert of(found, "IIT")["note"] == told
    assert of(found, "ITA")["note"] == (f"IIT {told}; EIT {told}" if rough else "")


def test_a_question_nobody_answered_is_unknown_and_so_is_all_above_it() -> None:
    frame = drawn(30)
    frame["i2"] = pd.NA
    frame["i2"] = frame["i2"].astype("Int8")
    found = compute_intervals(frame)
    for code in ("i2", "1", "IIT"):
        assert np.isnan(of(found, code)["low"])
        assert of(found, code)["note"] == "ไม่ทราบ: มีข้อที่ไม่มีใครตอบ"
    assert not np.isnan(of(found, "2")["low"])


def test_scores_without_answers_get_no_interval() -> None:
    scores = pd.concat([open_data(), office({**THANANGNAEW}, name=OTHER)], ignore_index=True)
    found = compute_intervals(both(30), scores)
    other = found[(found["agency_id"] == OTHER) & (found["code"] != "OIT")]
    assert other[["low", "high"]].isna().all(axis=None)
    assert other["n"].isna().all()
    assert other["note"].str.startswith("ไม่ทราบ").all()
    assert of(other, "IIT")["score"] == pytest.approx(94.742)
    assert of(other, "6")["note"] == "ไม่ทราบ: มีเพียงคะแนน ไม่มีคำตอบรายคน"


def test_six_answers_cannot_give_the_scores_of_the_report_so_their_number_is_unknown() -> None:
    scores = office({**THANANGNAEW})
    samples = pd.DataFrame(
        [(2565, NAME, "IIT", 26, 26, ""), (2565, NAME, "EIT", np.nan, 6, "")],
        columns=["year_be", "agency_id", "instrument", "population", "answers", "source"],
    )
    found = compute_intervals(both(30, name=OTHER), scores, population=samples)
    own = found[(found["agency_id"] == NAME) & (found["code"] != "OIT")]
    assert own[["low", "high", "n"]].isna().all(axis=None)
    for code in ("EIT", "6", "7", "8"):
        assert of(own, code)["note"] == "ไม่ทราบ: 6 คำตอบให้คะแนนนี้ไม่ได้ จำนวนคำตอบจริงจึงไม่ทราบ"
    assert "26 คำตอบให้คะแนนนี้ไม่ได้" not in " ".join(own["note"])
    alone = compute_intervals(both(30).iloc[:0], scores, population=samples)
    pd.testing.assert_frame_equal(alone, found[found["agency_id"] == NAME].reset_index(drop=True))
    assert compute_rating_chances(both(30).iloc[:0], scores, draws=10)["chance"].isna().all()


def test_a_year_that_has_a_total_alone_is_left_out() -> None:
    old = office({"ITA": 90.0}, year=2561, name=NAME)
    found = compute_intervals(both(30), pd.concat([open_data(), old], ignore_index=True))
    assert set(found["year_be"]) == {2565}


def test_made_up_scores_or_answers_stay_marked() -> None:
    assert compute_intervals(both(30), open_data())["note"].str.contains(SIMULATED).all()
    assert compute_intervals(both(30).assign(note=SIMULATED))["note"].str.contains(SIMULATED).all()
    assert not compute_intervals(both(30), open_data(note=""))["note"].str.contains(SIMULATED).any()


def three(n: int = 12, **more: float) -> pd.DataFrame:
    falls = {NAME: 0.4, OTHER: 0.41, THIRD: 2.0, **more}
    return pd.concat([both(n, seed=7, fall=fall, name=name) for name, fall in falls.items()], ignore_index=True)


IDS = [NAME, OTHER, THIRD]
EVERY = {
    "intervals": lambda frame: compute_intervals(frame, open_data(*IDS)),
    "chances": lambda frame: compute_rating_chances(frame, open_data(*IDS), draws=50),
    "ranks": lambda frame: compute_rank_intervals(frame, open_data(*IDS), draws=50),
    "ties": lambda frame: find_ties(frame, open_data(*IDS), "all"),
}


@pytest.mark.parametrize("name", EVERY)
def test_the_order_of_rows_makes_no_difference(name: str) -> None:
    frame = three()
    turned = frame.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(EVERY[name](frame), EVERY[name](turned), check_exact=True)


@pytest.mark.parametrize("name", EVERY)
def test_nothing_is_changed(name: str) -> None:
    frame = three()
    before = frame.copy()
    EVERY[name](frame)
    pd.testing.assert_frame_equal(frame, before)


REFUSED = [
    ({"population": {"iit": 40}}, "population is of EIT and IIT; found iit"),  # not taken as endless
    ({"population": {"IIT": 29}}, "more people answered IIT than the population holds"),
    ({"population": pd.DataFrame({"agency_id": []})}, "population is a frame of samples; it has no column year_be"),
    ({"confidence": 1.0}, "confidence lies between 0 and 1, such as 0.95; found 1.0"),
    ({"confidence": 95}, "found 95"),
    ({"values": 9}, "found 9"),
]


@pytest.mark.parametrize(("arguments", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_is_refused_in_a_sentence(arguments: dict[str, object], words: str) -> None:
    with pytest.raises(ItaError, match=words):
        compute_intervals(drawn(30), **arguments)


def test_numbers_alone_are_of_one_office() -> None:
    with pytest.raises(ItaError, match="of one office and year; the answers are of 3"):
        compute_intervals(three(), population={"IIT": 30})


# Chances of ratings


def chances(frame: pd.DataFrame, score: float = 80.0, year: int = 2565, **asked: object) -> pd.DataFrame:
    names = frame["agency_id"].unique()
    return compute_rating_chances(frame, open_data(*names, score=score, year=year), **asked)


def test_chances_add_up_and_follow_the_interval() -> None:
    found = chances(both(30))
    assert found["rating"].tolist() == rulebook(2565).ratings["label"].tolist()
    assert found["chance"].sum() == pytest.approx(1)
    total = of(compute_intervals(both(30), open_data()), "ITA")
    floors = dict(zip(rulebook(2565).ratings["label"], rulebook(2565).ratings["total_floor"], strict=True))
    likely = found[found["chance"] > 0.1]["rating"]
    assert {rating for rating, floor in floors.items() if total["low"] <= floor <= total["high"]} <= set(likely)
    assert found.loc[found["now"], "rating"].tolist() == [rulebook(2565).rate(total["score"])]
    assert (found.attrs["seed"], found.attrs["draws"]) == (2569, 4000)
    assert "seed 2569" in found.attrs["rule"]


def test_from_2566_on_an_instrument_below_its_floor_holds_the_rating_back() -> None:
    # All but EIT at 100: the total is 97 or more, but ผ่านดีเยี่ยม asks for 95 of EIT too.
    year = 2566
    iit = answers(np.zeros(400), "IIT", year=year)
    eit = answers(np.repeat([0, 1], [355, 45]), "EIT", year=year)
    frame = pd.concat([iit, eit], ignore_index=True)
    found = chances(frame, 100.0, year).set_index("rating")["chance"]
    assert of(compute_intervals(frame, open_data(score=100.0, year=year)), "ITA")["low"] > 95
    assert of(compute_intervals(frame, open_data(score=100.0, year=year)), "EIT")["high"] > 95
    assert 0.05 < found["ผ่านดีเยี่ยม"] < 0.95
    assert found["ผ่านดีเยี่ยม"] + found["ผ่านดี"] == pytest.approx(1)


def test_where_all_answered_the_rating_is_certain() -> None:
    found = compute_rating_chances(both(26), open_data(), population={"IIT": 26, "EIT": 26}, draws=10)
    assert found.loc[found["now"], "chance"].tolist() == [1.0]


def test_an_office_has_the_same_chances_whoever_stands_beside_it() -> None:
    alone = chances(both(12, seed=7, fall=2.0, name=THIRD))
    together = chances(three())
    kept = together[together["agency_id"] == THIRD].reset_index(drop=True)
    pd.testing.assert_frame_equal(alone, kept, check_exact=True)
    again = chances(both(12, seed=7, fall=2.0, name=THIRD), seed=1)
    assert not again["chance"].equals(alone["chance"])


def test_chances_are_unknown_without_answers_and_the_printed_rating_stays() -> None:
    scores = pd.concat([open_data(), office({**THANANGNAEW}, name=OTHER)], ignore_index=True)
    found = compute_rating_chances(both(30), scores, draws=10)
    other = found[found["agency_id"] == OTHER]
    assert other["chance"].isna().all()
    assert other.loc[other["now"], "rating"].tolist() == ["C"]
    assert set(other["note"]) == {"ไม่ทราบ"}


def test_the_draws_spread_as_respondents_drawn_again_do() -> None:
    # A Bayesian bootstrap of the respondents, written here: the share of totals at 85 and over.
    frame = both(60, fall=0.45)
    scored = score_answers(frame)
    total = of(compute_intervals(frame, open_data(score=85.0)), "ITA")["score"]
    chance, parts = np.random.default_rng(5), []
    for instrument in ("IIT", "EIT"):
        rows = frame[frame["instrument"] == instrument].reset_index(drop=True)
        own = [score_answers(rows.iloc[[at]]).set_index("code")["score"].astype(float)[instrument] for at in range(60)]
        assert np.mean(own) == pytest.approx(scored.set_index("code")["score"].astype(float)[instrument])
        parts.append(chance.dirichlet(np.ones(60), 4000) @ own)
    redrawn = 0.3 * parts[0] + 0.3 * parts[1] + 0.4 * 85
    found = chances(frame, 85.0).set_index("rating")["chance"]
    assert 80 < total < 90
    assert found["A"] == pytest.approx((redrawn >= 85).mean(), abs=0.06)


@pytest.mark.parametrize("draws", [0, 2.5, True])
@pytest.mark.parametrize("ask", [compute_rating_chances, compute_rank_intervals])
def test_a_number_of_draws_that_cannot_be(ask, draws: object) -> None:
    with pytest.raises(ItaError, match="draws is a whole number from 1 up"):
        ask(both(6), open_data(), draws=draws)


# Ties


def test_offices_that_are_alike_cannot_be_told_apart_and_one_far_below_can() -> None:
    ties = find_ties(three(30), open_data(*IDS), "all")
    assert [set(pair) for pair in ties[["agency_id", "other_id"]].to_numpy()] == [{NAME, OTHER}]
    (row,) = ties.to_dict(orient="records")
    assert row["score"] >= row["other_score"]
    assert row["difference"] == pytest.approx(row["score"] - row["other_score"])
    assert row["low"] <= 0 <= row["high"]
    assert ties.attrs["pairs"] == 3
    assert "Bonferroni" in ties.attrs["rule"]
    assert "ไม่ได้ปรับ" in find_ties(three(30), open_data(*IDS), "all", adjust=False).attrs["rule"]


def test_the_interval_of_a_difference_is_wider_than_of_either_and_open_data_counts() -> None:
    falls = {NAME: 0.15, OTHER: 0.5}  # one near 100: its interval has more room below
    frame = pd.concat([both(8, seed=7, fall=fall, name=name) for name, fall in falls.items()], ignore_index=True)
    scores = open_data(*falls)
    ties = find_ties(frame, scores, "all", adjust=False)
    row = ties.iloc[0]
    own = compute_intervals(frame, scores)
    totals = own[own["code"] == "ITA"].set_index("agency_id")
    first, second = totals.loc[row["agency_id"]], totals.loc[row["other_id"]]
    below = np.hypot(first["score"] - first["low"], second["high"] - second["score"])
    above = np.hypot(first["high"] - first["score"], second["score"] - second["low"])
    assert below != pytest.approx(above, rel=0.02)
    assert row["difference"] - row["low"] == pytest.approx(below)
    assert row["high"] - row["difference"] == pytest.approx(above)
    scores.loc[scores["agency_id"] == row["other_id"], "score"] = 0.0  # 32 points of the total: told apart
    assert find_ties(frame, scores, "all").empty


def test_adjusted_no_fewer_pairs_are_tied_and_each_is_wider() -> None:
    names = [f"อบต.ตัวอย่าง{number}" for number in range(8)]
    frame = pd.concat([both(30, seed=at, fall=0.3 + 0.08 * at, name=name) for at, name in enumerate(names)])
    frame = frame.reset_index(drop=True)
    pair = ["agency_id", "other_id"]
    each, together = (find_ties(frame, open_data(*names), "all", adjust=adjust) for adjust in (False, True))
    assert len(each) < len(together) < 28 == together.attrs["pairs"]
    merged = each.merge(together, on=pair, suffixes=("", "_together"))
    assert len(merged) == len(each)
    assert (merged["low_together"] < merged["low"]).all()


def test_ties_are_within_districts_and_what_is_unknown_is_named() -> None:
    scores = pd.concat([open_data(*IDS), office({**THANANGNAEW}, name="อบต.ตัวอย่างสี่")], ignore_index=True)
    scores["district"] = scores["agency_id"].map({NAME: "สมมติ", OTHER: "สมมติ", THIRD: "อื่น"}).fillna("สมมติ")
    ties = find_ties(three(30), scores)
    assert ties["group"].tolist() == ["สมมติ"]
    assert ties.attrs["pairs"] == 1
    assert ties.attrs["unknown"] == ["อบต.ตัวอย่างสี่"]
    with pytest.raises(ItaError, match="one way to group; found district, province"):
        find_ties(three(), scores, ["district", "province"])
    with pytest.raises(ItaError, match="only the top of a ranking"):
        find_ties(three(), scores.assign(note=INCOMPLETE))


# Ranges of ranks


def test_ranks_move_with_who_answered_and_with_the_weights() -> None:
    found = compute_rank_intervals(three(30), open_data(*IDS)).set_index("agency_id")
    assert found.loc[THIRD, ["rank", "sampling_best", "sampling_worst", "both_best", "both_worst"]].tolist() == [3] * 5
    for name in (NAME, OTHER):
        assert found.loc[name, ["sampling_best", "sampling_worst"]].tolist() == [1, 2]
    assert found["offices"].tolist() == [3, 3, 3]
    for way in ("sampling", "weights", "both"):
        assert (found[f"{way}_best"] <= found["rank"]).all()
        assert (found["rank"] <= found[f"{way}_worst"]).all()


def test_where_all_answered_only_the_weights_move_a_rank() -> None:
    # 64 and 40: one is strong in OIT, the other in what people say.
    best, worst = np.zeros(20), np.full(20, 3)
    frame = pd.concat(
        [answers(level, one, name=name) for name, level in ((NAME, best), (OTHER, worst)) for one in ("IIT", "EIT")],
        ignore_index=True,
    )
    scores = pd.concat([open_data(NAME, score=10.0), open_data(OTHER, score=100.0)], ignore_index=True)
    counts = [(2565, name, one, 20) for name in (NAME, OTHER) for one in ("IIT", "EIT")]
    population = pd.DataFrame(counts, columns=["year_be", "agency_id", "instrument", "population"])
    found = compute_rank_intervals(frame, scores, population=population)
    assert found[["sampling_best", "sampling_worst"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    assert found[["both_best", "both_worst"]].to_numpy().tolist() == [[1, 1], [2, 2]]
    scores["score"] = [0.0, 100.0]  # 60 and 40: equal where OIT weighs half
    near = compute_rank_intervals(frame, scores, population=population, spread=15.0)
    for way, range_of_first in (("sampling", [1, 1]), ("weights", [1, 2]), ("both", [1, 2])):
        assert near.loc[0, [f"{way}_best", f"{way}_worst"]].tolist() == range_of_first


def test_an_office_without_answers_keeps_its_score_and_its_range_is_unknown() -> None:
    scores = pd.concat([open_data(*IDS), office({**THANANGNAEW}, name="อบต.ตัวอย่างสี่")], ignore_index=True)
    found = compute_rank_intervals(three(30), scores).set_index("agency_id")
    row = found.loc["อบต.ตัวอย่างสี่"]
    assert row["offices"] == 4
    assert row[["sampling_best", "both_worst"]].isna().all()
    assert not np.isnan(row["weights_best"])
    assert row["note"] == "ไม่ทราบ"
