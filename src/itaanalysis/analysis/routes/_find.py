"""The shortest way to a rating: the cheapest raises, what limits the office, what one point buys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.analysis.routes._answer import Route, make_route, no_raises, rate_indicators
from itaanalysis.analysis.routes._board import Prices, Standing, Units, build_board, stand
from itaanalysis.analysis.routes._goal import Aim, Goal, check_rules, find_goal, find_need, has_reached, weigh
from itaanalysis.analysis.routes._rule import Moves, Tasks, group_moves
from itaanalysis.analysis.routes._search import find_best, find_cheapest
from itaanalysis.analysis.routes._steps import find_passed, raise_scores, tell_limits, write_steps
from itaanalysis.errors import ItaError
from itaanalysis.frames import check_scores
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import AGGREGATE

_BEST = 3
_ROUTES = [
    *("year_be", "agency_id", "rules_year_be", "aim", "total", "rating", "possible", "cost", "points", "items"),
    *("steps", "new_total", "new_rating", "limits"),
]


def find_route(
    scores: pd.DataFrame,
    *,
    to: Aim = None,
    effort: Prices | None = None,
    rules: int | None = None,
    units: Units | None = None,
) -> Route:
    """The cheapest raises that bring one office to a rating or a total, and the next best two.

    Parameters
    ----------
    scores
        A scores frame of one office and one year; it is rolled up first.
    to
        A rating of the rules' year, a total (points, 0–100), or None: the next rating. Its floors of the total and of
        each instrument are met as printed (85.00), not as rounding forgives.
    effort
        Prices that differ from 1 a point of an indicator and 5 an OIT item. By code: of an indicator or what stands
        above it, the price of a point; of a sub-indicator or item, of the item. By unit responsible (a part of its name
        in `units`): how many times the default price everything of that unit costs. None locks the node and all below.
    rules
        The year whose tree and ratings are taken. None: the year after the result where its tree is known, else the
        result's; the answer says which. Items are carried over by title.
    units
        The unit responsible by code (or by codes, with spaces between), for prices by unit.

    Returns
    -------
    Route
        An indicator is raised by points, a failed item is passed. An item is known where it was read or where its
        indicator is at exactly 0 or 100; the rest of an indicator's gap moves by points. An aim that cannot be reached
        is said to be so (`possible`), with the floor that stands in the way.

    Raises
    ------
    ItaError
        Several offices or years, an average, an indicator without a score, or an unknown rating, year, node, unit or
        price.
    """
    check_scores(scores)
    _check_one(scores)
    result = int(scores["year_be"].iloc[0])
    board = build_board(rulebook(check_rules(result, rules)), effort, units)
    standing = stand(scores, board)
    missing = [code for code, score in zip(board.indicators, standing.start[0], strict=True) if np.isnan(score)]
    if missing:
        raise ItaError(
            f"a route needs every indicator; {standing.agencies['agency_id'].iloc[0]} {result} has no score of "
            f"{', '.join(missing)}"
        )
    moves = group_moves(board)
    before = rate_indicators(board, standing.start)[0]
    goal = find_goal(rulebook(board.year_be), to, before)
    if goal is None or has_reached(board, standing.start, goal)[0]:
        return make_route(scores, moves, standing, goal, no_raises(moves, 0.0))
    best = find_best(moves, _ask(moves, standing, goal), _BEST) or [no_raises(moves, np.inf)]
    others = tuple(make_route(scores, moves, standing, goal, answer) for answer in best[1:])
    return make_route(scores, moves, standing, goal, best[0], others)


def find_routes(scores: pd.DataFrame, *, to: Aim = None, rules: int | None = None) -> pd.DataFrame:
    """The cheapest route of every office and year at the default prices, a row each (see `find_route`).

    Returns
    -------
    DataFrame
        year_be, agency_id, rules_year_be, aim, total and rating (now, under the rules), possible, cost (NaN where there
        is no route), points (of indicators) and items that are raised, steps (`o42 o43 9+3.55`), new_total, new_rating,
        limits (Thai). Averages are left out. The time grows with the number of offices and years.

    Raises
    ------
    ItaError
        Not a scores frame, or an unknown rating or year.
    """
    offices = check_scores(scores)[scores["agency_type"] != AGGREGATE]
    parts = [_routes_of_year(group, to, rules) for _, group in offices.groupby("year_be", sort=True)]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_ROUTES)


def _routes_of_year(scores: pd.DataFrame, to: Aim, rules: int | None) -> pd.DataFrame:
    result = int(scores["year_be"].iloc[0])
    board = build_board(rulebook(check_rules(result, rules)))
    moves, standing = group_moves(board), stand(scores, board)
    ratings = rate_indicators(board, standing.start)
    table = pd.DataFrame({"year_be": result, "agency_id": standing.agencies["agency_id"]})
    table = table.assign(rules_year_be=board.year_be, aim="", total=weigh(board, standing.start)[:, -1])
    table = table.assign(rating=ratings, possible=True, cost=0.0, points=0.0, items=0, steps="")
    table = table.assign(new_total=table["total"], new_rating=table["rating"], limits="อยู่ระดับสูงสุดแล้ว")
    missing = np.isnan(standing.start).any(axis=1)
    table.loc[missing, ["cost", "points"]], table.loc[missing, "possible"] = np.nan, False
    table.loc[missing, "limits"] = "ขาดคะแนนของบางตัวชี้วัด"
    known = np.flatnonzero(~missing)
    asked = ratings[known] if to is None else np.full(len(known), "", dtype=object)
    for label in dict.fromkeys(asked):
        goal = find_goal(rulebook(board.year_be), to, str(label))
        if goal is not None:
            _fill_routes(table, known[asked == label], moves, standing, goal)
    return table[_ROUTES]


def _fill_routes(table: pd.DataFrame, rows: np.ndarray, moves: Moves, standing: Standing, goal: Goal) -> None:
    """Routes of the offices in these rows to one goal, into the table."""
    board = moves.board
    table.loc[rows, "aim"] = goal.name
    part = standing.of(rows)
    table.loc[rows, "limits"] = [f"ถึง {goal.name} แล้ว"] * len(rows)
    below = ~has_reached(board, part.start, goal)
    rows, part = rows[below], part.of(np.flatnonzero(below))
    if not len(rows):
        return
    answers = find_cheapest(moves, _ask(moves, part, goal))
    passed = find_passed(moves, part.failed, answers.passed)
    after = raise_scores(board, part, passed, answers.raised)
    table.loc[rows, "cost"], table.loc[rows, "points"] = answers.cost, answers.raised.sum(axis=1)
    table.loc[rows, "items"], table.loc[rows, "steps"] = passed.sum(axis=1), write_steps(moves, passed, answers.raised)
    table.loc[rows, "new_total"], table.loc[rows, "new_rating"] = (
        weigh(board, after)[:, -1],
        rate_indicators(board, after),
    )
    table.loc[rows, "limits"] = tell_limits(board, part, goal)


def _ask(moves: Moves, standing: Standing, goal: Goal) -> Tasks:
    return Tasks(find_need(moves.board, standing, goal), standing.room, moves.count(standing.failed))


def _check_one(scores: pd.DataFrame) -> None:
    """Raise where a route of one office and year is asked for several, for none, or for an average."""
    if scores.empty:
        raise ItaError("find_route: the scores frame has no rows; check the filter before it")
    years, offices = sorted(set(scores["year_be"])), list(pd.unique(scores["agency_id"]))
    if len(years) > 1 or len(offices) > 1:
        raise ItaError(
            f"find_route takes one office and one year; found {len(offices)} offices and {len(years)} years: filter "
            f"first, with .query('year_be == {years[-1]} and agency_id == \"{offices[0]}\"'), or take find_routes"
        )
    if scores["agency_type"].iloc[0] == AGGREGATE:
        raise ItaError(f"a route is for an office; {offices[0]} is an average or total of many")
