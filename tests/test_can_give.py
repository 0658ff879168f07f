"""Which scores the answers of n people can give: of a question, an indicator, an instrument."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.scoring import can_give
from itaanalysis.scoring._can_give import Question, _question_sets, _reaches

GIVEN = [
    # code, score, people, whether their answers can give it
    ("6", 96.61, 6, False),
    ("7", 96.51, 6, False),
    ("8", 95.23, 6, False),
    ("8", 95.23, 42, True),
    ("8", 100.00, 1, True),
    ("8", 0.00, 1, True),
    ("8", 99.99, 100, False),  # one answer less than full costs 0.07
    ("8", 93.33, 1, True),  # one answer of five one step down: 100 - 33.33 / 5
    ("8", 93.40, 1, True),  # the same where that answer counts 67
    ("8", 93.36, 1, False),
    ("8", 50.01, 1000, True),
    ("1", 96.10, 26, True),
    ("4", 94.92, 26, True),
    # a question of one part, of two, of yes and no
    ("i2", 67.00, 1, True),
    ("i2", 66.80, 1, False),
    ("i2", 66.80, 5, True),  # 67 + 67 + 67 + 67 + 66.67 is none, but 100 + 100 + 67 + 67 + 0 = 334 = 5 · 66.8
    ("i1", 83.50, 1, True),  # (67 + 100) / 2
    ("i2", 83.50, 1, False),
    ("e8", 50.00, 1, False),
    ("e8", 50.00, 2, True),
    ("i4", 33.33, 1, True),  # one of three sub-questions
    # an instrument: the mean of 15 questions
    ("EIT", 98.89, 1, True),  # one of the two answers to e1 one step down: 100 - 33.33 / 2 / 15
    ("EIT", 99.50, 1, False),
    ("EIT", 96.12, 6, True),
    ("IIT", 94.74, 26, True),
]


@pytest.mark.parametrize(("code", "score", "people", "can"), GIVEN)
def test_people_who_can_give_a_score(code: str, score: float, people: int, can: bool) -> None:
    assert can_give(score, people, year_be=2565, code=code) is can


@pytest.mark.parametrize(
    ("year", "code"), [(2562, "6"), (2567, "6"), (2567, "EIT"), (2565, "9"), (2565, "OIT"), (2565, "ITA"), (2565, "o1")]
)
def test_where_the_questions_are_not_known_nothing_is_said(year: int, code: str) -> None:
    assert can_give(90.0, 30, year_be=year, code=code) is None


def test_a_code_that_the_year_does_not_have_is_refused() -> None:
    with pytest.raises(ItaError, match="2565 has no 'e16'"):
        can_give(90.0, 30, year_be=2565, code="e16")


def test_a_count_out_of_a_frame_is_a_whole_number_too() -> None:
    assert can_give(96.61, 6.0, year_be=2565, code="6") is False  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("score", "people"), [(90.0, 0), (-1.0, 5), (100.5, 5), (90.0, 6.5), (90.0, float("nan")), (90.0, float("inf"))]
)
def test_numbers_that_are_none_are_refused(score: float, people: int) -> None:
    with pytest.raises(ItaError, match="can_give"):
        can_give(score, people, year_be=2565, code="8")


def every_score(people: int, questions: tuple[Question, ...]) -> set[Fraction]:
    """All scores that people can give, by writing out all their answers."""
    of_question = [
        {
            weight * sum(answers, Fraction(0)) / len(answers)
            for answers in combinations_with_replacement(values, people * parts)
        }
        for weight, parts, values in questions
    ]
    return {sum(scores, Fraction(0)) for scores in product(*of_question)}


VALUES = [tuple(Fraction(v) for v in text.split()) for text in read_data("rulebook", "answer_values.csv")["values"]]


@st.composite
def some_questions(draw: st.DrawFn) -> tuple[Question, ...]:
    """Up to three questions whose weights sum to 1."""
    shares = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    parts = [(draw(st.integers(1, 2)), draw(st.sampled_from(VALUES))) for _ in shares]
    return tuple((Fraction(share, sum(shares)), *part) for share, part in zip(shares, parts, strict=True))


@settings(max_examples=60)
@given(
    people=st.integers(1, 3),
    questions=some_questions(),
    score=st.integers(0, 10_000).map(lambda hundredths: Fraction(hundredths, 100)),
)
def test_the_search_finds_what_writing_out_all_answers_finds(
    people: int, questions: tuple[Question, ...], score: Fraction
) -> None:
    scores = every_score(people, questions)
    half = Fraction(5, 1000)
    assert _reaches(score, people, questions) == any(score - half <= given <= score + half for given in scores)
    nearest = min(scores, key=lambda given: abs(given - score))
    assert _reaches(Fraction(round(nearest * 100), 100), people, questions)


@settings(max_examples=40)
@given(
    score=st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
    people=st.integers(1, 12),
    times=st.integers(2, 4),
    code=st.sampled_from(["2", "6", "7", "8", "i11", "EIT"]),
)
def test_what_some_people_can_give_twice_as_many_can(score: float, people: int, times: int, code: str) -> None:
    if can_give(score, people, year_be=2565, code=code):
        assert can_give(score, people * times, year_be=2565, code=code)


def test_values_of_answers_are_the_same_from_both_ends() -> None:
    for values in VALUES:
        assert list(values) == sorted(values)
        assert [100 - value for value in reversed(values)] == list(values)


def test_each_node_of_the_surveys_has_its_questions() -> None:
    sets = {code: _question_sets(2565, code) for code in "12345678"}
    assert {code: len(found) for code, found in sets.items()} == dict.fromkeys("12345678", 3)
    assert [parts for _, parts, _ in sets["5"][0]] == [1, 2, 1, 3, 1, 4]
    for code, count in (("i5", 1), ("5", 6), ("IIT", 30), ("EIT", 15)):
        weights = [weight for weight, _, _ in _question_sets(2565, code)[0]]
        assert weights == [Fraction(1, count)] * count
