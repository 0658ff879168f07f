"""What a route aims at, and what an office lacks for it."""

from __future__ import annotations

from dataclasses import dataclass
from numbers import Real

import numpy as np

from itaanalysis.analysis.routes._board import Board, Standing
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import Rulebook, known_years, round_score, rulebook

Aim = str | float | None


@dataclass(frozen=True, eq=False)
class Goal:
    """A rating or a total: its name, and the floors of each instrument, then of the total (points, NaN = none)."""

    name: str
    floors: np.ndarray


def check_rules(result: int, rules: int | None) -> int:
    """The year whose rules are taken: the plan year where its tree is known, else the result year."""
    if rules is None:
        following = result + 1
        is_known = following in known_years() and rulebook(following).framework == rulebook(result).framework
        return following if is_known else result
    if rulebook(rules).framework != rulebook(result).framework:
        raise ItaError(f"a result of {result} cannot be told under the rules of {rules}: they are of two frameworks")
    if rules < result:
        raise ItaError(f"rules: a result of {result} is carried to its own year or a later one; found {rules}")
    return int(rules)


def find_goal(book: Rulebook, to: Aim, rating: str | None) -> Goal | None:
    """The goal of an office that has this rating; None where the next rating is asked for and there is none above."""
    labels = list(book.ratings["label"])
    if isinstance(to, Real) and not isinstance(to, bool):
        if not 0 <= float(to) <= 100:
            raise ItaError(f"to: a total lies between 0 and 100; found {to!r}")
        return Goal(f"คะแนนรวม {to:.2f}", np.array([np.nan] * len(book.instruments) + [float(to)]))
    if to is None:
        above = labels[: labels.index(rating)] if rating in labels else labels
        if not above:
            return None
        to = above[-1]
    if to not in labels:
        others = [str(year) for year in known_years() if to in set(rulebook(year).ratings["label"])]
        hint = f"; {to} is a rating of {others[0]}–{others[-1]}: give rules=" if others else ""
        raise ItaError(f"to: the ratings of {book.year_be} are {', '.join(labels)}; found {to!r}{hint}")
    level = book.ratings.iloc[labels.index(to)]
    return Goal(str(to), np.array([level["instrument_floor"]] * len(book.instruments) + [level["total_floor"]]))


def weigh(board: Board, indicators: np.ndarray) -> np.ndarray:
    """Scores of the instruments, then the total, of offices × indicators."""
    worth = np.zeros((len(board.indicators), len(board.instruments) + 1))
    worth[np.arange(len(board.indicators)), board.indicator_instrument] = board.point_worth
    worth[:, -1] = board.point_worth
    return indicators @ (worth / worth.sum(axis=0))


def shares(board: Board) -> np.ndarray:
    """Points of the total in one point of each instrument, then in one of the total."""
    inside = [board.point_worth[board.indicator_instrument == at].sum() for at in range(len(board.instruments))]
    return np.array([*inside, 1.0])


def find_need(board: Board, standing: Standing, goal: Goal) -> np.ndarray:
    """What offices lack for each floor, in points of the total; the floors are met as printed, not as rounded."""
    lack = (goal.floors - weigh(board, standing.start)) * shares(board)
    return np.clip(np.nan_to_num(lack, nan=0.0), 0, None)


def has_reached(board: Board, scores: np.ndarray, goal: Goal) -> np.ndarray:
    """Whether offices stand at the goal, as the rating sees it: on two decimals."""
    return (np.isnan(goal.floors) | (round_score(weigh(board, scores)) >= goal.floors)).all(axis=1)
