"""Whether a number of people can give a printed score.

A score of a questionnaire is a weighted mean of questions; a question is the mean of the answers of n people to its
sub-questions. The answer of one person to one of the s sub-questions of a question of weight w counts w / (s · n). All
answers are brought to whole numbers (the unit in which each answer of each question is whole), and every sum that n
people can reach is one bit of a long number: adding one more answer shifts the bits by the value of each possible
answer. The score can be given where a bit stands within half a unit of its second decimal.

Two limits keep the numbers short, and change no result:
- sums are counted from the nearer end of the scale (the values of every question are the same from both ends);
- where one step of one answer to some question moves the score by no more than its width, and all answers to that
  question bridge the widest step of any other, every score can be given.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from itertools import pairwise, product
from math import lcm

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import answer_values, rulebook

_HALF = Fraction(5, 1000)

#: A question: its weight in the score, how many sub-questions, and the values of an answer (points 0–100, rising).
Question = tuple[Fraction, int, tuple[Fraction, ...]]


def can_give(score: float, n: int, *, year_be: int, code: str) -> bool | None:
    """Whether the answers of n people can give the printed score of a question, an indicator or IIT or EIT.

    Parameters
    ----------
    score
        As printed, points 0–100 on two decimals; whatever rounds to it (± 0.005) counts.
    n
        People whose answers were counted, all of whom answered every question; 1 or more.
    year_be, code
        Fiscal year (พ.ศ.) and node: its questions come from the year's tree, the values of their answers from
        `answer_values`. Where a year has several sets of values, one that can give the score is enough.

    Returns
    -------
    bool or None
        None where the year's questions, their sub-questions or the values of the answers are not known.

    Raises
    ------
    ItaError
        n that is no whole number from 1 up, a score outside 0–100, or a code that the year's tree does not have.
    """
    if not n >= 1 or n != n // 1 or not 0 <= score <= 100:
        raise ItaError(
            f"can_give: n is a whole number from 1 up, a score lies between 0 and 100; found n={n!r}, score={score!r}"
        )
    if code not in rulebook(year_be).tree["code"].array:
        raise ItaError(f"can_give: {year_be} has no {code!r}")
    sets = _question_sets(year_be, code)
    if not sets:
        return None
    wanted = Fraction(str(round(score, 2)))
    return any(_reaches(wanted, int(n), questions) for questions in sets)


@cache
def _question_sets(year_be: int, code: str) -> tuple[tuple[Question, ...], ...]:
    """The questions below a node, once for each set of values that the year is said to have."""
    rows = _leaves(rulebook(year_be).tree, code)
    told = answer_values(year_be)
    scale_of = dict(zip(told["kind"], told["scale"], strict=True))
    scales = [scale_of.get(answers) for answers in rows["answers"]]
    if rows.empty or None in scales or not rows["subquestions"].str.isdigit().all():
        return ()
    known = {scale: _values(told[told["scale"] == scale]) for scale in dict.fromkeys(scales)}
    parts = [int(number) for number in rows["subquestions"]]
    return tuple(
        tuple(
            (weight, count, dict(zip(known, values, strict=True))[scale])
            for weight, count, scale in zip(rows["share"], parts, scales, strict=True)
        )
        for values in product(*known.values())
    )


def _leaves(tree: pd.DataFrame, code: str) -> pd.DataFrame:
    """The leaves below a node, or the node itself, each with its `share` in the node's score."""
    below: dict[str, list[str]] = {}
    for child, parent in zip(tree["code"], tree["parent"], strict=True):
        below.setdefault(parent, []).append(child)
    shares = {code: Fraction(1)}
    for node in tree["code"]:  # parents stand before their children
        for child in below.get(node, []) if node in shares else []:
            shares[child] = shares[node] * _weight(tree, child, below[node])
    leaves = tree[tree["code"].isin([node for node in shares if node not in below])]
    return leaves.assign(share=pd.Series([shares[node] for node in leaves["code"]], index=leaves.index, dtype="object"))


def _weight(tree: pd.DataFrame, code: str, siblings: list[str]) -> Fraction:
    """The exact share of a node among its siblings: that of an equal share is no binary fraction."""
    weight = Fraction(1, len(siblings))
    told = tree.loc[tree["code"] == code, "weight"].iloc[0]
    return weight if abs(told - weight) < 1e-9 else Fraction(str(told))


def _values(told: pd.DataFrame) -> list[tuple[Fraction, ...]]:
    """The sets of values of one scale, each rising: the direction of a question makes no difference to what is
    possible."""
    one_kind = told[told["kind"] == told["kind"].iloc[0]]
    return [tuple(sorted(map(Fraction, values))) for _, values in one_kind.groupby("set")["exact"]]


def _reaches(score: Fraction, n: int, questions: tuple[Question, ...]) -> bool:
    unit = _unit(questions)
    # What one answer adds, in whole units, and how many answers there are; the finest question first.
    pools = sorted(
        ([int(value * weight * unit / parts) for value in values], n * parts) for weight, parts, values in questions
    )
    point = unit * n
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
    return lcm(*((value * weight / parts).denominator for weight, parts, values in questions for value in values))


def _is_dense(pools: list[tuple[list[int], int]], width: int) -> bool:
    """Whether every sum lies within the width of one that can be reached; see the head of this module."""
    finest, answers = pools[0]
    widest = max(above - below for values, _ in pools for below, above in pairwise(values))
    return max(above - below for below, above in pairwise(finest)) <= width and finest[-1] * answers >= widest


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
