"""The cheapest raises for any prices, and the next best that are not the same with something added."""

from __future__ import annotations

from heapq import heappop, heappush
from itertools import count

import numpy as np

from itaanalysis.analysis.routes._rule import EPS, Answers, Moves, Tasks, even_out, find_by_rule, raise_points

_RAISED = 1e-6  # points of an indicator: less is dust of the arithmetic


def find_cheapest(moves: Moves, tasks: Tasks) -> Answers:
    """By the rule where it holds, else by HiGHS: items of different prices are a knapsack, which no rule sorts."""
    return find_by_rule(moves, tasks) if moves.has_rule() else _find_by_solver(moves, tasks)


def find_best(moves: Moves, task: Tasks, routes: int) -> list[Answers]:
    """The cheapest raises of one office, then the cheapest that do not contain a better one, up to so many.

    Raises contain others if they pass at least as many items of every group and raise all indicators that the others
    raise; so each answer differs from the better ones in its counts or in what it raises, and none has a step to
    spare. What does not contain an answer passes fewer items of some group or leaves an indicator alone that the answer
    raises: the search asks for the cheapest under each such limit, and goes on from the cheapest of all.
    """
    found: list[Answers] = []
    number = count()
    heap: list[tuple[float, int, int, Answers, Tasks]] = []
    seen: set[bytes] = set()

    def ask(tasks: Tasks) -> None:
        answers = find_cheapest(moves, tasks)
        for at in np.flatnonzero(np.isfinite(answers.cost)):
            answer, limits = _row(answers, int(at)), Tasks(tasks.need[[at]], tasks.room[[at]], tasks.most[[at]])
            steps = int(answer.passed.sum() + (answer.raised > _RAISED).sum())
            heappush(heap, (round(float(answer.cost[0]), 6), steps, next(number), answer, limits))

    ask(task)
    while heap and len(found) < routes:
        *_, answer, limits = heappop(heap)
        if not any(_contains(answer, better) for better in found):
            found.append(answer)
        tighter = [limit for limit in _limits_below(answer, limits) if _key(limit) not in seen]
        seen.update(_key(limit) for limit in tighter)
        if tighter:
            ask(Tasks(*(np.concatenate([getattr(t, name) for t in tighter]) for name in ("need", "room", "most"))))
    return found


def _row(answers: Answers, at: int) -> Answers:
    return Answers(answers.cost[[at]], answers.raised[[at]], answers.passed[[at]])


def _key(limits: Tasks) -> bytes:
    return limits.most.tobytes() + (limits.room > 0).tobytes()


def _contains(answer: Answers, other: Answers) -> bool:
    raises = (answer.raised > _RAISED) | (other.raised <= _RAISED)
    return bool((answer.passed >= other.passed).all() and raises.all())


def _limits_below(answer: Answers, limits: Tasks) -> list[Tasks]:
    below = []
    for group in np.flatnonzero(answer.passed[0]):
        most = limits.most.copy()
        most[0, group] = answer.passed[0, group] - 1
        below.append(Tasks(limits.need, limits.room, most))
    for indicator in np.flatnonzero(answer.raised[0] > _RAISED):
        room = limits.room.copy()
        room[0, indicator] = 0
        below.append(Tasks(limits.need, room, limits.most))
    return below


def _find_by_solver(moves: Moves, tasks: Tasks) -> Answers:
    """HiGHS says how many items of each group to pass; the points then follow as in the rule, exactly."""
    passed = np.stack([_solve(moves, tasks.need[at], tasks.room[at], tasks.most[at]) for at in range(len(tasks.need))])
    instruments = moves.group_instrument[:, None] == np.arange(len(moves.board.instruments))
    gain = (passed * moves.gain) @ instruments
    raised, cost = raise_points(moves.board, tasks, gain[:, None, :])
    cost = cost[:, 0] + passed @ moves.price
    return Answers(cost, even_out(moves.board, tasks.room, raised[:, 0]), passed)


def _solve(moves: Moves, need: np.ndarray, room: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Items to pass of each group; as many as can be where the need cannot be met."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    board = moves.board
    # The indicators in points of the total that they bring, then the groups in items.
    instrument = np.concatenate([board.indicator_instrument, moves.group_instrument])
    brings = np.concatenate([np.ones(len(room)), moves.gain])
    rows = [np.where(instrument == at, brings, 0) for at in range(len(board.instruments))]
    solved = milp(
        np.concatenate([board.point_price / board.point_worth, moves.price]),
        integrality=np.repeat([0, 1], [len(room), len(most)]),
        bounds=Bounds(0, np.concatenate([room * board.point_worth, most])),
        constraints=LinearConstraint(np.stack([*rows, brings]), lb=need - EPS),
        options={"mip_rel_gap": 0},
    )
    return most if solved.x is None else np.rint(solved.x[len(room) :]).astype(int)
