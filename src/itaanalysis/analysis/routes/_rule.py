"""The cheapest raises, by a rule that needs no solver, and what the search for them is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from itaanalysis.analysis.routes._board import Board

#: Points of the total: half of the sixth decimal, to which scores are cleaned before they are rated.
EPS = 5e-7


@dataclass(frozen=True, eq=False)
class Moves:
    """The board's moves in the terms of the search: items of a sub-indicator that are alike make one group.

    Attributes
    ----------
    members
        The items of each group, as places in `board.items`.
    gain, price
        By group: points of the total that an item buys, and its price.
    group_instrument
        By group: the place of its instrument.
    """

    board: Board
    members: list[np.ndarray]
    gain: np.ndarray
    price: np.ndarray
    group_instrument: np.ndarray

    def count(self, items: np.ndarray) -> np.ndarray:
        """Offices × groups: how many of the items (a mask) each group holds."""
        inside = np.zeros((len(self.board.items), len(self.members)), dtype=int)
        for group, members in enumerate(self.members):
            inside[members, group] = 1
        return items.astype(int) @ inside

    def has_rule(self) -> bool:
        """Whether `find_by_rule` holds: items of one price, all under one instrument."""
        return len(set(self.price.tolist())) < 2 and len(set(self.group_instrument.tolist())) < 2


@dataclass(frozen=True, eq=False)
class Tasks:
    """What is asked, a row a task: `need` (points of the total; a column each instrument, then the total), `room`
    (points that each indicator can be raised by) and `most` (items of each group that can be passed)."""

    need: np.ndarray
    room: np.ndarray
    most: np.ndarray


@dataclass(frozen=True, eq=False)
class Answers:
    """The cheapest raises, a row a task: `cost` (inf = the need cannot be met), points by which each indicator is
    `raised`, and how many items of each group are `passed`."""

    cost: np.ndarray
    raised: np.ndarray
    passed: np.ndarray


def group_moves(board: Board) -> Moves:
    """Items of one sub-indicator, worth and price in one group, the dearest first, then in tree order."""
    parent = board.tree.loc[board.items, "parent"]
    keys = list(zip(parent, board.item_worth.round(9), board.item_price, board.open_items, strict=True))
    groups = sorted(dict.fromkeys(keys), key=lambda key: -key[1])
    members = [np.array([at for at, found in enumerate(keys) if found == key]) for key in groups]
    first = [group[0] for group in members]
    return Moves(
        board=board,
        members=members,
        gain=board.item_worth[first] if first else np.zeros(0),
        price=board.item_price[first] if first else np.zeros(0),
        group_instrument=board.indicator_instrument[board.item_indicator[first]] if first else np.zeros(0, dtype=int),
    )


def find_by_rule(moves: Moves, tasks: Tasks) -> Answers:
    """The cheapest raises where all items cost the same and belong to one instrument (so with the default prices).

    The rule: for every number of items, pass those that buy most; meet what is then left of each floor by points, the
    cheapest ones first; take the number that costs least.

    Proof. (1) Let a route pass k items. All cost the same, so it spends on items what any k items cost. They stand
    under one instrument, so the k that buy most points of the total also buy most of that instrument's: with them no
    floor is further away than with any other k, and the points that met the floors meet them still. The room of an
    indicator for points does not hang on its items. So some cheapest route passes, for its k, the k that buy most.
    (2) Items being chosen, the rest is raised in points. Let C_j(g) be the least cost of g points of the total inside
    instrument j: its indicators in the order of price / worth, each to its room; C_j is convex, as dearer points come
    later. Asked is the least sum of C_j(g_j) with g_j at least what floor j lacks and all g_j together at least what
    the total lacks. Raising each g_j to its floor is forced; after that every further point is taken where it is
    cheapest. Were some cheaper split to exist, it would take less of a cheaper point and more of a dearer one, and
    shifting the difference would not cost more, as no C_j falls in slope. (3) All k from 0 to the number of failed
    items are tried, so the least is found.

    An office takes (items + 1) × indicators steps: the time grows with the number of offices, years and items.
    """
    group = np.repeat(np.arange(len(moves.members)), [len(members) for members in moves.members])
    nth = np.concatenate([np.arange(len(members)) for members in moves.members] or [np.zeros(0, dtype=int)])
    taken = nth < tasks.most[:, group]
    instruments = np.arange(len(moves.board.instruments))
    of_instrument = moves.group_instrument[group][:, None] == instruments
    gain = _cumulate(taken[:, :, None] * (moves.gain[group][:, None] * of_instrument))
    spent = _cumulate(taken * moves.price[group])
    raised, cost = raise_points(moves.board, tasks, gain)
    cost = cost + spent
    best = np.argmin(cost.round(7), axis=1)
    row = np.arange(len(best))
    within = taken & (np.arange(len(group)) < best[:, None])
    passed = within.astype(int) @ (group[:, None] == np.arange(len(moves.members)))
    return Answers(cost[row, best], even_out(moves.board, tasks.room, raised[row, best]), passed)


def _cumulate(values: np.ndarray) -> np.ndarray:
    """Sums along the second axis: of none, of the first, of the first two …"""
    return np.concatenate([np.zeros_like(values[:, :1], dtype=float), np.cumsum(values, axis=1, dtype=float)], axis=1)


def raise_points(board: Board, tasks: Tasks, gain: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points that each indicator is raised by where items have brought `gain` (tasks × choices × instruments, points
    of the total), as tasks × choices × indicators, and their cost (inf where the need cannot be met)."""
    unit = board.point_price / board.point_worth
    order = np.argsort(unit.round(9), kind="stable")
    room = (tasks.room * board.point_worth)[:, None, order]
    left = np.clip(tasks.need[:, None, :-1] - gain, 0, None)
    taken = np.zeros((*gain.shape[:2], len(order)))
    for at in range(len(board.instruments)):
        inside = np.flatnonzero(board.indicator_instrument[order] == at)
        taken[:, :, inside] = _fill(left[:, :, at], room[:, :, inside])
    short = left.sum(axis=2) - taken.sum(axis=2) > EPS
    rest = np.clip(tasks.need[:, None, -1] - gain.sum(axis=2) - taken.sum(axis=2), 0, None)
    further = _fill(rest, room - taken)
    short |= rest - further.sum(axis=2) > EPS
    taken += further
    cost = np.where(short, np.inf, taken @ unit[order])
    raised = np.empty_like(taken)
    raised[:, :, order] = taken / board.point_worth[order]
    return raised, cost


def _fill(amount: np.ndarray, room: np.ndarray) -> np.ndarray:
    """The amount put into the rooms (last axis) one after the other."""
    before = np.cumsum(room, axis=-1) - room
    return np.clip(amount[..., None] - before, 0, room)


def even_out(board: Board, room: np.ndarray, raised: np.ndarray) -> np.ndarray:
    """The same points shared out so that the lowest of indicators that are worth and cost the same is raised first, up
    to the next lowest: it costs the same, and asks no indicator for 100 where the others stay low."""
    shared = raised.copy()
    for members in _alike(board):
        base = 100 - room[:, members]
        shared[:, members] = _raise_lowest(base, raised[:, members].sum(axis=1))
    return shared


def _alike(board: Board) -> list[np.ndarray]:
    """Places of the indicators that share instrument, worth and price."""
    keys = list(zip(board.indicator_instrument, board.point_worth.round(9), board.point_price, strict=True))
    return [np.array([at for at, key in enumerate(keys) if key == wanted]) for wanted in dict.fromkeys(keys)]


def _raise_lowest(base: np.ndarray, amount: np.ndarray) -> np.ndarray:
    low = np.sort(base, axis=1)
    level = (amount[:, None] + np.cumsum(low, axis=1)) / np.arange(1, low.shape[1] + 1)
    following = np.concatenate([low[:, 1:], np.full((len(low), 1), np.inf)], axis=1)
    reached = np.argmax(level <= following + EPS, axis=1)
    return np.clip(level[np.arange(len(low)), reached][:, None] - base, 0, None)
