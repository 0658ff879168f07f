"""The answer to `find_route`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from itaanalysis.analysis.routes._board import Board, Standing
from itaanalysis.analysis.routes._goal import Goal, weigh
from itaanalysis.analysis.routes._rule import Answers, Moves
from itaanalysis.analysis.routes._steps import (
    find_floors,
    find_passed,
    list_buys,
    list_steps,
    raise_scores,
    tell_limits,
    tell_notes,
)
from itaanalysis.rulebook import rulebook


@dataclass(frozen=True, eq=False)
class Route:
    """The cheapest way of one office to its aim.

    Attributes
    ----------
    agency_id, agency, result_year_be
        Whose result, and of which year.
    rules_year_be
        The year whose tree and ratings the route follows.
    aim
        The rating or total aimed at; empty where the office already has the best rating.
    steps
        A row a raise, the best buy first: code, level, name, from, to (points, 0–100), points (of the total that it
        brings), price (of one point, or of the item), cost, why (Thai), evidence (of the node's worth).
    possible, cost
        Whether the aim can be reached, and the prices paid (inf where it cannot).
    start_total, start_rating, total, rating
        Points and rating under the rules before and after.
    floors
        A row a floor of the aim: code, floor, score (now), short, most (the highest score that can be reached), reached
        (after the route); points, 0–100.
    limits
        What keeps the office from the aim, or makes it impossible, in Thai.
    buys
        What one point of each indicator and each item is worth in points of the total: code, level, name, score (NaN =
        not known), buys, evidence.
    notes
        What the reader must know besides (Thai, a line each).
    others
        The next best routes, each with something left out that the better ones do.
    scores
        The scores from which it was found.
    """

    agency_id: str
    agency: str
    result_year_be: int
    rules_year_be: int
    aim: str
    steps: pd.DataFrame
    possible: bool
    cost: float
    start_total: float
    start_rating: str | None
    total: float
    rating: str | None
    floors: pd.DataFrame
    limits: str
    buys: pd.DataFrame
    notes: str
    others: tuple[Route, ...]
    scores: pd.DataFrame

    def __str__(self) -> str:
        head = f"{self.agency}: ผลปี {self.result_year_be} ตามกติกาปี {self.rules_year_be}"
        now = f"{self.start_total:.2f} ({self.start_rating})"
        if self.steps.empty:
            return f"{head}: {now} · {self.limits}"
        return (
            f"{head}: จาก {now} ไป {self.aim} ได้ {self.total:.2f} ({self.rating}) ใช้แรง {self.cost:.2f} · {self.limits}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        shown = self.steps.drop(columns=["level", "evidence"])
        table = "" if shown.empty else shown.to_html(index=False, float_format="{:.2f}".format)
        notes = "<br>".join(escape(line) for line in self.notes.splitlines())
        return f"<p><b>{escape(str(self))}</b></p>{table}<p>{notes}</p>"


def rate_indicators(board: Board, indicators: np.ndarray) -> np.ndarray:
    """The rating of each office under the board's year."""
    scores = weigh(board, indicators)
    return rulebook(board.year_be).rate_many(scores[:, -1], scores[:, :-1])


def no_raises(moves: Moves, cost: float) -> Answers:
    """No raise at all: there is nothing to do (cost 0), or no way (cost inf)."""
    none = np.zeros((1, len(moves.members)), dtype=int)
    return Answers(np.array([cost]), np.zeros((1, len(moves.board.indicators))), none)


def make_route(
    scores: pd.DataFrame,
    moves: Moves,
    standing: Standing,
    goal: Goal | None,
    answer: Answers,
    others: tuple[Route, ...] = (),
) -> Route:
    """The answer of one office; without a goal there is no rating above its own."""
    board, result = moves.board, int(scores["year_be"].iloc[0])
    floors = find_floors(moves, standing, goal, answer)
    steps = list_steps(moves, standing, goal, answer)
    after = raise_scores(board, standing, find_passed(moves, standing.failed, answer.passed), answer.raised)
    possible = bool(np.isfinite(answer.cost[0]))
    return Route(
        agency_id=str(scores["agency_id"].iloc[0]),
        agency=str(scores["agency"].iloc[0]),
        result_year_be=result,
        rules_year_be=board.year_be,
        aim=goal.name if goal else "",
        steps=steps,
        possible=possible,
        cost=float(answer.cost[0]),
        start_total=float(weigh(board, standing.start)[0, -1]),
        start_rating=rate_indicators(board, standing.start)[0],
        total=float(weigh(board, after)[0, -1]),
        rating=rate_indicators(board, after)[0],
        floors=floors,
        limits=tell_limits(board, standing, goal)[0] if goal else "อยู่ระดับสูงสุดแล้ว",
        buys=list_buys(board, standing),
        notes=tell_notes(board, standing, steps, result),
        others=others,
        scores=scores,
    )
