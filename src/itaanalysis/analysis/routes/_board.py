"""What can be raised under the rules of a year, at which price, and where each office stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from numbers import Real

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, plain_text
from itaanalysis.rulebook import Rulebook, carry_items, rulebook
from itaanalysis.scoring import roll_up_every_node

PASS_FAIL = "pass/fail"
POINT_PRICE, ITEM_PRICE = 1.0, 5.0
Prices = Mapping[str, float | None]
Units = Mapping[str, str]
_PRINTED = 0.005  # a printed score is this near to the true one


@dataclass(frozen=True, eq=False)
class Board:
    """The moves of a year: indicators are raised by points, OIT items are passed.

    Attributes
    ----------
    tree
        The nodes by code, in tree order.
    indicators, items, instruments
        Codes in tree order.
    point_worth, point_price
        By indicator: points of the total that one point buys, and its price.
    item_worth, item_price
        By item: points of the total that it buys, and its price.
    indicator_instrument, item_indicator
        Places in `instruments` and `indicators`.
    open_indicators, open_items
        False where locked.
    """

    year_be: int
    tree: pd.DataFrame
    indicators: list[str]
    items: list[str]
    instruments: list[str]
    point_worth: np.ndarray
    point_price: np.ndarray
    item_worth: np.ndarray
    item_price: np.ndarray
    indicator_instrument: np.ndarray
    item_indicator: np.ndarray
    open_indicators: np.ndarray
    open_items: np.ndarray

    @property
    def root(self) -> str:
        """The code of the total."""
        return str(self.tree.index[0])

    def places(self, codes: list[str]) -> np.ndarray:
        """Where the nodes stand in the tree, for sorting."""
        return self.tree.index.get_indexer(pd.Index(codes))


@dataclass(frozen=True, eq=False)
class Standing:
    """Where offices stand under a board, a row an office (`agencies`).

    `carried` has the indicators' scores of the result year; `start` the same, held between what the items that are
    known to be passed give and what those that are known to be failed leave; `room` the points by which an indicator
    can still be raised apart from its failed items; `failed` the items that are known to be failed.
    """

    agencies: pd.DataFrame
    carried: np.ndarray
    start: np.ndarray
    room: np.ndarray
    failed: np.ndarray

    def of(self, rows: np.ndarray) -> Standing:
        """Some of the offices."""
        parts = (self.carried, self.start, self.room, self.failed)
        return Standing(self.agencies.iloc[rows], *(part[rows] for part in parts))

    def is_list_changed(self) -> np.ndarray:
        """Where the items of the year tell another score than the one that was carried, rounding apart."""
        return np.abs(self.start - self.carried) > _PRINTED


def build_board(book: Rulebook, effort: Prices | None = None, units: Units | None = None) -> Board:
    """The moves of a year with their prices (see `find_route` for `effort` and `units`)."""
    tree = book.tree.set_index("code", drop=False)
    indicators = list(tree.index[tree["level"] == "indicator"])
    if not indicators:
        raise ItaError(f"a route goes over indicators; the tree of {book.year_be} has none: only the total is known")
    items = list(tree.index[tree["answers"] == PASS_FAIL])
    above = {code: _chain(tree, code) for code in tree.index}
    instruments = list(book.instruments)
    price = _prices(tree, above, book.year_be, effort or {}, units or {})
    at = [next(step for step in above[code] if step in indicators) for code in items]
    locked = {code for code in tree.index if any(price.get(step, 0.0) is None for step in above[code])}
    return Board(
        year_be=book.year_be,
        tree=tree,
        indicators=indicators,
        items=items,
        instruments=instruments,
        point_worth=tree.loc[indicators, "worth"].to_numpy(),
        point_price=np.array([_nearest(price, above[code], POINT_PRICE) for code in indicators]),
        item_worth=100 * tree.loc[items, "worth"].to_numpy(),
        item_price=np.array([_item_price(price, above[code], indicators) for code in items]),
        indicator_instrument=np.array([instruments.index(tree.loc[code, "parent"]) for code in indicators]),
        item_indicator=np.array([indicators.index(code) for code in at], dtype=int),
        open_indicators=np.array([code not in locked for code in indicators]),
        open_items=np.array([code not in locked for code in items], dtype=bool),
    )


def _chain(tree: pd.DataFrame, code: str) -> list[str]:
    """The node and what stands above it, from the node up."""
    parent = tree["parent"]
    chain = [code]
    while parent[chain[-1]]:
        chain.append(parent[chain[-1]])
    return chain


def _nearest(price: dict[str, float | None], chain: list[str], default: float) -> float:
    return next((float(price[code] or 0) for code in chain if code in price), default)


def _item_price(price: dict[str, float | None], chain: list[str], indicators: list[str]) -> float:
    """The price set on the item or its sub-indicator: a price on an indicator is for its points."""
    return _nearest(price, chain[: next(at for at, code in enumerate(chain) if code in indicators)], ITEM_PRICE)


def _prices(
    tree: pd.DataFrame, above: dict[str, list[str]], year_be: int, effort: Prices, units: Units
) -> dict[str, float | None]:
    """Price by code, None = locked: those given for nodes, and for the nodes of a unit its factor × the default."""
    for key, value in effort.items():
        if value is not None and (isinstance(value, bool) or not isinstance(value, Real) or not 0 <= value < np.inf):
            raise ItaError(f"effort: the price of {key!r} is a number from 0 up, or None to lock it; found {value!r}")
    price: dict[str, float | None] = {}
    factors = {key: value for key, value in effort.items() if key not in tree.index}
    for codes, responsible in units.items():
        for code in codes.split():
            if code not in tree.index:
                raise ItaError(f"units: the tree of {year_be} has no node {code!r}; see rulebook({year_be}).tree")
            named = [factors[unit] for unit in factors if unit in responsible]
            if named:  # a node that several units share waits for the slowest of them
                is_item = tree.loc[code, "level"] in ("item", "subindicator")
                default = ITEM_PRICE if is_item else POINT_PRICE
                price[code] = None if None in named else default * max(factor or 0.0 for factor in named)
    unknown = [key for key in factors if not any(key in responsible for responsible in units.values())]
    if unknown:
        known = f"; the units given are {', '.join(sorted(set(units.values())))}" if units else ""
        raise ItaError(
            f"effort: {unknown[0]!r} is neither a node of {year_be} (such as 9, EIT or o42) nor a unit in "
            f"`units`{known}"
        )
    return price | {key: value for key, value in effort.items() if key in tree.index}


def stand(scores: pd.DataFrame, board: Board) -> Standing:
    """Where the offices of one result year stand under the board's year; NaN where an indicator is not known.

    A pass/fail item is known where it was read, where its indicator or sub-indicator is at exactly 0 or 100, or where
    the result year's item of the same title was; an item that takes the place of several is failed where one of them
    was, and known where all of them are.
    """
    rolled = roll_up_every_node(scores)
    result = int(rolled["year_be"].iloc[0])
    codes = pd.Index(rulebook(result).tree["code"])
    agencies = plain_text(rolled.loc[rolled["code"] == codes[0], AGENCY]).reset_index(drop=True)
    read = rolled["score"].to_numpy().reshape(len(agencies), len(codes))
    carried = read[:, codes.get_indexer(pd.Index(board.indicators))]
    items = _carry(read, codes, board, result)
    items = np.where(np.isnan(items), carried[:, board.item_indicator], items)  # only 0 and 100 say anything
    return _hold(agencies, carried, items, board)


def _carry(read: np.ndarray, codes: pd.Index, board: Board, result: int) -> np.ndarray:
    """Offices × items of the board's year: 0 = failed, 100 = passed, NaN = not known."""
    table = carry_items(result, board.year_be)
    sources = table[table["to_code"].isin(board.items)].groupby("to_code")["code"].agg(list)
    items = np.full((len(read), len(board.items)), np.nan)
    for to_code, from_codes in sources.items():
        given = read[:, codes.get_indexer(pd.Index(from_codes))]
        worst = np.where((given == 0).any(axis=1), 0.0, given.min(axis=1))
        items[:, board.items.index(str(to_code))] = worst
    return items


def _hold(agencies: pd.DataFrame, carried: np.ndarray, items: np.ndarray, board: Board) -> Standing:
    # An item's share of its indicator, in points of the indicator.
    share = board.item_worth / board.point_worth[board.item_indicator]
    below = np.zeros((len(board.items), len(board.indicators)))
    below[np.arange(len(board.items)), board.item_indicator] = share
    passed, failed = items == 100, items == 0
    least, most = passed @ below, 100 - failed @ below
    start = np.where(np.isnan(carried), np.nan, np.clip(carried, least, most))
    room = np.where(board.open_indicators, most - start, 0.0)
    room[np.abs(room) < 1e-9] = 0.0
    return Standing(agencies, carried, start, room, failed & board.open_items)
