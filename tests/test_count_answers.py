"""How people answered, and groups of people beside each other: none so small that it tells whose answers they are."""

import numpy as np
import pandas as pd
import pytest
from answer_frames import NAME, frame, full, simulated
from hypothesis import given, settings
from hypothesis import strategies as st

from itaanalysis.analysis import compare_respondents, count_answers
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import questions
from itaanalysis.scoring import answer_points, score_answers

KEY = ["year_be", "agency_id", "instrument", "respondent"]


def test_answers_are_counted_by_question_and_place() -> None:
    counted = count_answers(frame({"i2": [3, 3, 0, None], "i8.1": [3, 2, 2, 1], "i8.2": [0, None, 2, 2]}))
    found = {code: list(rows["answers"]) for code, rows in counted.groupby("code")}
    assert found["i2"] == [1, 0, 0, 2]
    assert found["i8"] == [1, 1, 4, 1], "its two sub-questions together"
    assert found["i4"] == [0, 0], "a question of yes and no has two answers"
    shares = counted[counted["code"] == "i8"]["share"]
    assert list(shares) == pytest.approx([1 / 7, 1 / 7, 4 / 7, 1 / 7])
    assert counted[counted["code"] == "i4"]["share"].isna().all(), "no answers, no shares"
    assert list(counted["code"].unique()) == [f"i{number}" for number in range(1, 31)]


def test_each_office_year_and_instrument_is_counted_by_itself() -> None:
    answers = pd.concat(
        [full(3, 3), full(4, 5, year=2567), full(5, 0, instrument="EIT"), full(2, 1, name="อบต.อื่น")], ignore_index=True
    )
    counted = count_answers(answers)
    found = counted[counted["answers"] > 0].groupby(["year_be", "agency_id", "code"])["answers"].sum()
    assert found[2565, NAME, "i2"] == 3
    assert found[2567, NAME, "i2"] == 4
    assert found[2565, NAME, "e1"] == 10  # two sub-questions
    assert found[2565, "อบต.อื่น", "i2"] == 2
    assert (2565, "อบต.อื่น", "e1") not in found


def test_the_score_follows_from_the_shares() -> None:
    answers = simulated({"EIT": 23})
    points = answer_points(2565)
    scale = questions(2565).drop_duplicates("code").set_index("code")["scale"]
    scores = score_answers(answers).set_index("code")["score"]
    for code, rows in count_answers(answers).groupby("code"):
        assert rows["share"].sum() == pytest.approx(1)
        assert (rows["share"] * np.array(points[scale[code]].points)).sum() == pytest.approx(scores[code])


def test_no_answers_are_no_counts() -> None:
    assert count_answers(full(2, 1).head(0)).empty


# compare_respondents


def grouped(*sizes: int, **places: list[int | None]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Answers and respondents: so many of group A, of group B …; all give the best answer but to the named columns."""
    answers = full(sum(sizes), 3)
    answers = answers.assign(**{column: pd.array(given, dtype="Int8") for column, given in places.items()})
    groups = [chr(ord("A") + at) for at, size in enumerate(sizes) for _ in range(size)]
    return answers, answers[KEY].assign(เพศ=groups)


SMALL = "กลุ่มเล็กรวมกัน"
MERGED = [
    # sizes of A, B, C …, what is shown
    ((5, 5), {"A": 5, "B": 5}),
    ((20, 6, 5), {"A": 20, "B": 6, "C": 5}),
    ((20, 3, 2), {"A": 20, f"{SMALL} (B, C)": 5}),  # the small ones are five together
    ((20, 10, 4), {"A": 20, f"{SMALL} (B, C)": 14}),  # hiding C alone would give it away: 34 − 20 − 10
    ((20, 10, 9, 2, 2), {"A": 20, "B": 10, f"{SMALL} (C, D, E)": 13}),
    ((20, 10, 9, 3, 2), {"A": 20, "B": 10, "C": 9, f"{SMALL} (D, E)": 5}),
    ((20, 4), {}),  # B alone is small, and with A it is the whole office
    ((4, 4), {}),
    ((26,), {}),
    ((3,), {}),
]


@pytest.mark.parametrize(("sizes", "shown"), MERGED)
def test_groups_under_five_are_merged_and_never_left_out_alone(sizes: tuple[int, ...], shown: dict[str, int]) -> None:
    found = compare_respondents(*grouped(*sizes), "เพศ")
    assert dict(found.groupby("group")["respondents"].first()) == shown
    assert (found["respondents"] >= 5).all()
    assert sum(shown.values()) in (0, sum(sizes)), "nobody is left over to be reckoned out"


def test_scores_of_groups_are_those_of_their_people() -> None:
    answers, respondents = grouped(6, 8, i2=[3] * 6 + [0] * 8)
    found = compare_respondents(answers, respondents, "เพศ").set_index(["group", "code"])
    assert found["score"]["A", "i2"] == 100
    assert found["score"]["B", "i2"] == 0
    assert found["score"]["B", "1"] == pytest.approx(500 / 6)
    assert found["answers"]["B", "i2"] == 8
    assert found["level"]["B", "IIT"] == "instrument"
    own = score_answers(answers[respondents["เพศ"] == "B"]).set_index("code")["score"]
    assert found.loc["B"]["score"].to_dict() == pytest.approx(own.to_dict())


HIDDEN = [
    # who answered i2 of A (8), B (8) and C (8); the groups whose score is hidden
    ((8, 8, 8), ""),
    ((5, 8, 8), ""),
    ((4, 8, 8), "AB"),  # A alone could be reckoned out from the office's own score
    ((4, 8, 7), "AC"),
    ((2, 2, 8), "ABC"),  # A and B are four together
    ((2, 3, 8), "AB"),
    ((0, 8, 8), ""),  # nobody to hide
    ((4, 0, 8), "AC"),
]


@pytest.mark.parametrize(("answered", "hidden"), HIDDEN)
def test_a_question_that_few_of_a_group_answered_is_hidden_with_another(answered: tuple[int, ...], hidden: str) -> None:
    places = [place for count in answered for place in [3] * count + [None] * (8 - count)]
    found = compare_respondents(*grouped(8, 8, 8, i2=places), "เพศ").set_index(["code", "group"])
    rows = found.loc["i2"]
    told = rows["note"].str.contains("ไม่แสดง")
    assert "".join(rows.index[told]) == hidden
    assert rows["score"][told].isna().all()
    assert rows["answers"][told].isna().all()
    for group in "ABC":
        complete = group not in hidden and answered["ABC".index(group)] > 0
        assert (("1", group) in found.index) == complete, "a parent would give its question away"


@settings(max_examples=40)
@given(
    people=st.lists(
        st.tuples(st.sampled_from("ABCD"), st.one_of(st.none(), st.integers(0, 3)), st.one_of(st.none(), st.just(3))),
        min_size=1,
        max_size=40,
    )
)
def test_no_score_of_fewer_than_five_comes_back_by_subtraction(
    people: list[tuple[str, int | None, int | None]],
) -> None:
    answers = frame({"i2": [one[1] for one in people], "i7": [one[2] for one in people]})
    found = compare_respondents(answers, answers[KEY].assign(by=[one[0] for one in people]), "by")
    for code in ("i2", "i7"):
        rows = found[found["code"] == code]
        shown = rows[rows["score"].notna()]
        assert (shown["answers"] >= 5).all()
        # The office's own score and number of answers are published: the rest is what is not shown.
        rest = int(answers[code].notna().sum()) - int(shown["answers"].sum())
        assert rest == 0 or rest >= 5 or shown.empty


def test_the_sub_question_that_fewest_answered_decides() -> None:
    answers, respondents = grouped(8, 8, **{"i8.2": [3] * 4 + [None] * 4 + [3] * 8})
    found = compare_respondents(answers, respondents, "เพศ").set_index(["code", "group"])
    assert found.loc["i8"]["score"].isna().all()
    assert found.loc["i7"]["score"].notna().all()


def test_who_has_no_group_is_of_a_group_of_its_own() -> None:
    answers, respondents = grouped(6, 12)
    respondents.loc[12:, "เพศ"] = ["", None, " ", "", "", ""]
    assert set(compare_respondents(answers, respondents, "เพศ")["group"]) == {"A", "B", "ไม่ระบุ"}
    assert set(compare_respondents(answers, respondents.head(12), "เพศ")["group"]) == {"A", "B", "ไม่ระบุ"}


def test_offices_and_instruments_are_grouped_by_themselves() -> None:
    answers = pd.concat([full(10, 3), full(10, 3, instrument="EIT"), full(8, 3, name="อบต.อื่น")], ignore_index=True)
    respondents = answers[KEY].assign(เพศ=["A", "B"] * 10 + ["A"] * 3 + ["B"] * 5)
    found = compare_respondents(answers, respondents, "เพศ")
    assert set(found["agency_id"]) == {NAME}, "three and five of the other office leave one group"
    assert set(found["instrument"]) == {"IIT", "EIT"}
    assert found["score"].notna().all()
    mixed = answers.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(compare_respondents(mixed, respondents, "เพศ"), found)


def test_simulated_answers_stay_marked() -> None:
    answers = simulated({"EIT": 30})
    found = compare_respondents(answers, answers[KEY].assign(เพศ=["A"] * 15 + ["B"] * 15), "เพศ")
    assert found["note"].str.contains(SIMULATED).all()


def test_what_cannot_be_grouped_is_refused() -> None:
    answers, respondents = grouped(6, 6)
    with pytest.raises(ItaError, match="no column อายุ; found year_be, agency_id"):
        compare_respondents(answers, respondents, "อายุ")
    with pytest.raises(ItaError, match="twice in respondents: 2565"):
        compare_respondents(answers, pd.concat([respondents, respondents.head(1)]), "เพศ")
    assert not np.isnan(compare_respondents(answers, respondents, "เพศ")["score"]).any()


@pytest.mark.parametrize("by", KEY)
def test_what_tells_who_answered_makes_no_groups(by: str) -> None:
    answers, respondents = grouped(6, 6)
    with pytest.raises(ItaError, match=f"{by} tells who answered and is no column of groups; those are: "):
        compare_respondents(answers, respondents, by)
