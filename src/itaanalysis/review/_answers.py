"""Whether a number of people can give a printed score.

An indicator is the mean of its questions; a question is the mean of the answers of n people to its sub-questions. With
k questions, the answer of one person to one of the s sub-questions of a question counts 1 / (k · s · n). All answers
are brought to whole numbers (the unit in which each answer of each question is whole), and every sum that n people can
reach is one bit of a long number: adding one more answer shifts the bits by the value of each possible answer. The
score can be given where a bit stands within half a unit of its second decimal.

Two limits keep the numbers short, and change no result:
- sums are counted from the nearer end of the scale (the values of every question are the same from both ends);
- where one step of one answer to some question moves the indicator by no more than the width of the score, every score
  can be given: n such answers bridge one whole answer to any other question.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import lcm

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook

_HALF = Fraction(5, 1000)
_KINDS = {
    **dict.fromkeys(["positive4", "negative4", "positive4 then negative4"], "four"),
    **dict.fromkeys(["yes/no", "no/yes", "two answers"], "two"),
    "six answers": "six",
}

#: A question: how many sub-questions, and the values that an answer can have (points 0–100, rising).
Question = tuple[int, tuple[Fraction, ...]]


def can_give(score: float, n: int, *, year_be: int, code: str) -> bool | None:
    """Whether the answers of n people can give the printed score of an IIT or EIT indicator.

    Parameters
    ----------
    score
        As printed, points 0–100 on two decimals; whatever rounds to it (± 0.005) counts.
    n
        People whose answers were counted, all of whom answered every question; 1 or more.
    year_be, code
        Fiscal year (พ.ศ.) and indicator: its questions come from the year's tree, the values of their answers from
        `answer_values.csv`. Where that holds several sets of values for a year, one that can give the score is enough.

    Returns
    -------
    bool or None
        None where the year's questions, their sub-questions or the values of the answers are not known.

    Raises
    ------
    ItaError
        n below 1, or a score outside 0–100.
    """
    if n < 1 or not 0 <= score <= 100:
        raise ItaError(f"can_give: n is 1 or more and a score lies between 0 and 100; found n={n!r}, score={score!r}")
    sets = _question_sets(year_be, code)
    if not sets:
        return None
    wanted = Fraction(str(round(score, 2)))
    return any(_reaches(wanted, n, questions) for questions in sets)


@cache
def _question_sets(year_be: int, code: str) -> tuple[tuple[Question, ...], ...]:
    """The questions of an indicator, once for each set of values that the year is said to have."""
    tree = rulebook(year_be).tree
    rows = tree[(tree["parent"] == code) & (tree["level"] == "item")]
    kinds = [_KINDS.get(answers) for answers in rows["answers"]]
    if rows.empty or None in kinds or not rows["subquestions"].str.isdigit().all():
        return ()
    known = {kind: _values(year_be, str(kind)) for kind in dict.fromkeys(kinds)}
    parts = [int(number) for number in rows["subquestions"]]
    return tuple(
        tuple((count, dict(zip(known, values, strict=True))[kind]) for count, kind in zip(parts, kinds, strict=True))
        for values in product(*known.values())
    )


def _values(year_be: int, kind: str) -> list[tuple[Fraction, ...]]:
    table = read_data("review", "answer_values.csv")
    rows = table[
        (table["answers"] == kind)
        & (table["first_year"].astype(int) <= year_be)
        & (table["last_year"].astype(int) >= year_be)
    ]
    return [tuple(Fraction(value) for value in text.split()) for text in rows["values"]]


def _reaches(score: Fraction, n: int, questions: tuple[Question, ...]) -> bool:
    unit = _unit(questions)
    # What one answer adds, in whole units, and how many answers there are; the finest question first.
    pools = sorted(([int(value * unit / parts) for value in values], n * parts) for parts, values in questions)
    point = unit * len(questions) * n
    low, high = (score - _HALF) * point, (score + _HALF) * point
    most = 100 * point
    if low + high > most:
        low, high = most - high, most - low
    first, last = max(0, -(-low.numerator // low.denominator)), high.numerator // high.denominator
    if first > last:
        return False
    return _is_dense(pools, last - first) or _search(pools, first, last)


def _unit(questions: tuple[Question, ...]) -> int:
    """The smallest number that makes each answer of each question whole."""
    return lcm(*((value / parts).denominator for parts, values in questions for value in values))


def _is_dense(pools: list[tuple[list[int], int]], width: int) -> bool:
    """Whether every sum lies within the width of one that can be reached; see the head of this module."""
    finest, _ = pools[0]
    return max(above - below for below, above in pairwise(finest)) <= width


def _search(pools: list[tuple[list[int], int]], first: int, last: int) -> bool:
    """Whether a sum between first and last can be reached; ends at the first that is found."""
    sums, kept = 1, (1 << (last + 1)) - 1
    if first == 0:
        return True
    for values, answers in pools:
        for _ in range(answers):
            before = sums
            for value in values[1:]:
                sums |= before << value
            sums &= kept
            if sums >> first:
                return True
            if sums == before:
                break
    return False
