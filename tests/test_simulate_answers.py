"""Made-up answers give the scores they were made for, as nearly as so many people can."""

from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from answer_frames import NAME, SCORES
from conftest import office
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED, check_answers
from itaanalysis.rulebook import questions, round_score, rulebook
from itaanalysis.scoring import answer_points, score_answers
from itaanalysis.scoring._can_give import _leaves, _reaches
from itaanalysis.simulate import simulate_answers, simulate_province
from itaanalysis.simulate._sums import Sum, choose_sums, deal_places


def asked(scores: dict[str, float], **told: object) -> pd.DataFrame:
    return office(scores, note=SIMULATED, name=NAME, **told)  # type: ignore[arg-type]


def scores_of(answers: pd.DataFrame, values: int = 0) -> pd.Series:
    return score_answers(answers, values=values).astype({"code": "str"}).set_index("code")["score"]


def can_give_with(score: float, people: int, code: str, values: int) -> bool:
    """Whether so many people can give an indicator of 2565 its score, under one set of values."""
    rows = _leaves(rulebook(2565).tree, code)
    scales = questions(2565).drop_duplicates("code").set_index("code")["scale"]
    exact = {scale: tuple(map(Fraction, told.exact)) for scale, told in answer_points(2565, values).items()}
    leaves = tuple(
        (share, int(parts), exact[scales[one]])
        for one, share, parts in zip(rows["code"], rows["share"], rows["subquestions"], strict=True)
    )
    return _reaches(Fraction(str(score)), people, leaves)


@settings(max_examples=25)
@given(
    scores=st.lists(st.integers(0, 10_000).map(lambda score: score / 100), min_size=8, max_size=8),
    people=st.integers(1, 40),
    values=st.integers(0, 1),
)
def test_indicators_come_back_wherever_so_many_people_can_give_them(
    scores: list[float], people: int, values: int
) -> None:
    wanted = dict(zip("12345678", scores, strict=True))
    found = scores_of(simulate_answers(asked(wanted), people, values=values), values)
    for code, score in wanted.items():
        # The finest step of one answer: a sixth of a question's 100 points in three equal steps.
        assert found[code] == pytest.approx(score, abs=100 / 5 / people)
        if can_give_with(score, people, code, values):
            assert found[code] == pytest.approx(score, abs=0.005 + 1e-9), code


@settings(max_examples=15)
@given(st.integers(0, 2**31), st.integers(1, 40), st.sampled_from([2565, 2567]))
def test_scores_of_questions_come_back_exactly(seed: int, people: int, year: int) -> None:
    """Whatever people answered, its scores can be simulated again."""
    chance = np.random.default_rng(seed)
    first = simulate_answers(asked({"IIT": 80.0, "EIT": 75.0}, year=year), people)
    for column, choices in questions(year)[["column", "choices"]].itertuples(index=False):
        rows = first[column].notna()
        first.loc[rows, column] = chance.integers(0, choices, int(rows.sum())).astype("int8")
    scores = score_answers(first)
    again = score_answers(simulate_answers(scores.assign(note=SIMULATED), people))
    pd.testing.assert_series_equal(again["score"], scores["score"], atol=1e-9, rtol=0)


def test_the_nearest_score_is_taken_where_none_is_exact() -> None:
    # e11, e12, e14, e15 have 24 answers of 0, 33, 67, 100 together and e13 six of 0, 100: each counts 1 / 30.
    sums = {
        a * 33 + b * 67 + (24 - a - b - c + d) * 100
        for a in range(6)
        for b in range(9)
        for c in range(4)
        for d in range(7)
    }
    nearest = min(sums, key=lambda total: abs(total / 30 - 95.23))
    assert abs(nearest / 30 - 95.23) > 0.005
    assert scores_of(simulate_answers(asked({"8": 95.23}), 6))["8"] == pytest.approx(nearest / 30, abs=1e-9)


def test_an_instrument_spreads_over_its_indicators() -> None:
    found = scores_of(simulate_answers(asked({"EIT": 83.0}), {"EIT": 60}))
    assert found[["EIT", "6", "7", "8"]].to_list() == pytest.approx([83.0] * 4, abs=0.005)
    assert found.filter(regex="^e").nunique() > 5, "questions differ"


def test_what_has_no_score_has_no_answers() -> None:
    answers = simulate_answers(asked({"1": 80.0}), 9)
    assert set(answers["instrument"]) == {"IIT"}
    assert [column for column in answers if column[0] in "ie" and column[1].isdigit()] == [
        *("i1.1", "i1.2", "i2", "i3.1", "i3.2", "i3.3"),
        *(f"i{question}.{part}" for question in (4, 5, 6) for part in (1, 2, 3)),
    ]
    nothing = simulate_answers(asked(SCORES), {"EIT": 9})
    assert set(nothing["instrument"]) == {"EIT"}


def test_answers_are_marked_whole_and_fixed_by_the_seed() -> None:
    scores = asked(SCORES)
    answers = simulate_answers(scores, 12, seed=7)
    check_answers(answers)
    assert (answers["note"] == SIMULATED).all()
    assert set(answers["source"]) == {"simulate_answers(seed=7)"}
    assert_frame_equal(answers, simulate_answers(scores, 12, seed=7))
    assert not answers.equals(simulate_answers(scores, 12, seed=8).assign(source=answers["source"]))
    other = scores.assign(agency_id="อบต.อื่น", agency="อบต.อื่น")
    both = simulate_answers(pd.concat([other, scores]), 12, seed=7)
    own = both[both["agency_id"] == NAME].reset_index(drop=True)
    assert_frame_equal(own, answers)


def test_the_same_people_give_the_lower_answers() -> None:
    answers = simulate_answers(asked({"3": 70.0, "4": 70.0}), 300)
    means = [answers[column].astype("float64") for column in ("i13", "i14", "i19", "i20")]
    assert np.corrcoef(means)[np.triu_indices(4, 1)].min() > 0.1


def test_a_simulated_province_comes_back_to_two_decimals() -> None:
    scores = simulate_province(offices=6, districts=2, years=[2565])
    found = score_answers(simulate_answers(scores, {"IIT": 55, "EIT": 110}))
    key = ["agency_id", "code"]
    both = found.astype(dict.fromkeys(key, "str")).merge(scores, on=key, suffixes=("", "_asked"))
    both = both[both["level"] == "indicator"]
    assert len(both) == 6 * 8
    apart = np.abs(round_score(both["score"]) - both["score_asked"])
    assert (apart < 0.02).all()
    assert (apart < 0.005).mean() > 0.9


@pytest.mark.parametrize(
    ("scores", "people", "told"),
    [
        (office(SCORES, name=NAME), 9, "for invented offices alone"),
        (asked({"9": 80.0}), 9, "no score of a question"),
        (asked(SCORES), 0, "whole number from 1 up; found 0 for IIT"),
        (asked(SCORES), {"IIT": 9, "EIT": 2.5}, "found 2.5 for EIT"),
        (asked(SCORES), True, "found True"),
    ],
)
def test_what_cannot_be_made_up_is_refused(scores: pd.DataFrame, people: object, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        simulate_answers(scores, people)  # type: ignore[arg-type]


FOUR, SIX, TWO = ("0", "33", "67", "100"), ("0", "20", "40", "60", "80", "100"), ("0", "100")


@pytest.mark.parametrize("exact", [FOUR, SIX, TWO, ("0", "100/3", "200/3", "100"), ("0", "33.33", "66.67", "100")])
@pytest.mark.parametrize("answers", [1, 2, 7, 13])
def test_every_sum_that_answers_can_have_is_dealt(exact: tuple[str, ...], answers: int) -> None:
    one = Sum.of(exact, answers)
    for total in one.near(50.0):
        places = deal_places(one, int(total))
        assert len(places) == answers
        assert sum(one.worth[place] for place in places) == total


def test_sums_that_only_fit_together_are_found() -> None:
    # One of two people and one of three say yes: 50 and 33.33, mean 41.67. One after the other, the first takes 0 and
    # the second cannot make up for it: 0 and 66.67, or 0 and 100.
    sums, score = [Sum.of(TWO, 2), Sum.of(TWO, 3)], 100 * 5 / 12
    chosen = choose_sums(sums, [60.0, 60.0], score)
    assert [one.score(total) for one, total in zip(sums, chosen, strict=True)] == pytest.approx([50, 100 / 3])
