"""Draws scores: an office's lasting strength, what differs by instrument, group, item and year.

A probit model, so that the mean of every node is known in closed form: a score is 100·Φ(μ + σZ) and its mean
100·Φ(μ/√(1+σ²)); an item is passed where μ + Z·√V > 0. The means and spreads are data (`means.csv`, `years.csv`,
`shape.csv`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import pandas as pd

from itaanalysis.rulebook import carry_items, round_score, rulebook
from itaanalysis.simulate._tables import calibrated_years, means, shape, year_row

_erf = np.vectorize(math.erf, otypes=[float])


@dataclass(frozen=True)
class Lasting:
    """What stays with an office over the years, in standard units: overall, by node, by item, and item difficulty."""

    strength: np.ndarray
    node: dict[str, np.ndarray]
    item: dict[str, np.ndarray]
    difficulty: dict[str, float]


def draw_lasting(rng: np.random.Generator, place: np.ndarray) -> Lasting:
    """The lasting part for offices in districts numbered `place`; the same whichever years are drawn later."""
    parts, offices = shape(), len(place)
    district = rng.standard_normal(place.max() + 1)[place]
    strength = _mix(district, rng.standard_normal(offices), parts["district_share"])
    tree = pd.concat([rulebook(_items_of(year)).tree for year in calibrated_years()])
    nodes = tree.loc[tree["level"].isin(["instrument", "subindicator"]), "code"].unique()
    node = {code: rng.standard_normal(offices) for code in nodes}
    keys = sorted({key for year in calibrated_years() for key in item_keys(_items_of(year)).values()})
    item = {key: rng.standard_normal(offices) for key in keys}
    difficulty = dict(zip(keys, (parts["item_spread"] * rng.standard_normal(len(keys))).tolist(), strict=True))
    return Lasting(strength, node, item, difficulty)


def draw_year(rng: np.random.Generator, lasting: Lasting, year_be: int) -> pd.DataFrame:
    """Scores of one year (points): a row an office, a column each for every node to be published, in tree order.

    Indicators of the questionnaires have two decimals, items are 0 or 100; the rest are rolled up and rounded.
    """
    strength = _mix(lasting.strength, rng.standard_normal(len(lasting.strength)), shape()["lasting_share"])
    own, drawn = rulebook(year_be), rulebook(_items_of(year_be))
    leaves = _draw_surveys(rng, lasting, strength, year_be) | _draw_items(rng, lasting, strength, year_be)
    scores = _roll_up(leaves, drawn.tree)
    if own is not drawn:
        # The list of the year is not known: its indicators are published, and its totals follow from them as rounded.
        indicators = own.tree.loc[own.tree["level"] == "indicator", "code"]
        scores = _roll_up({code: round_score(scores[code]) for code in indicators}, own.tree)
    published = own.tree[(own.tree["level"] != "subindicator") & own.tree["code"].isin(list(scores))]["code"]
    return pd.DataFrame({code: round_score(scores[code]) for code in published})


@cache
def item_keys(year_be: int) -> dict[str, str]:
    """Pass/fail items of a year to the item and year in which they first stood, carried by title (`o42@2563`)."""
    keys: dict[str, str] = {}
    for earlier in calibrated_years():
        if earlier <= year_be and _items_of(earlier) == earlier:
            carried = carry_items(earlier, year_be)
            for code, later in zip(carried["code"], carried["to_code"], strict=True):
                keys.setdefault(later, f"{code}@{earlier}")
    tree = rulebook(year_be).tree
    return {code: keys[code] for code in tree.loc[tree["answers"] == "pass/fail", "code"]}


def _items_of(year_be: int) -> int:
    return int(year_row(year_be)["items_of"])


def _mix(lasting: np.ndarray, passing: np.ndarray, share: float) -> np.ndarray:
    """Two independent standard variables to one, the first with that share of the variance."""
    return math.sqrt(share) * lasting + math.sqrt(1 - share) * passing


def _level(rng: np.random.Generator, lasting: Lasting, code: str) -> np.ndarray:
    """An office's own level in a node this year, in standard units."""
    return _mix(lasting.node[code], rng.standard_normal(len(lasting.strength)), shape()["lasting_share"])


def _draw_surveys(
    rng: np.random.Generator, lasting: Lasting, strength: np.ndarray, year_be: int
) -> dict[str, np.ndarray]:
    """Indicators of the questionnaires: those that have a mean of their own."""
    parts, mean, spread = shape(), means(year_be), float(year_row(year_be)["survey_spread"])
    tree = rulebook(year_be).tree
    total_spread = spread * math.hypot(1, parts["survey_noise"])
    drawn: dict[str, np.ndarray] = {}
    for instrument in tree.loc[tree["level"] == "instrument", "code"]:
        level = _mix(strength, _level(rng, lasting, instrument), parts["office_loading"] ** 2)
        for code in tree.loc[tree["parent"] == instrument, "code"]:
            if code in mean:
                noise = parts["survey_noise"] * rng.standard_normal(len(level))
                centre = NormalDist().inv_cdf(mean[code] / 100) * math.hypot(1, total_spread)
                drawn[code] = round_score(100 * _normal_cdf(centre + spread * (level + noise)))
    return drawn


def _draw_items(
    rng: np.random.Generator, lasting: Lasting, strength: np.ndarray, year_be: int
) -> dict[str, np.ndarray]:
    """Pass/fail items by the mean of their sub-indicator."""
    parts, mean, spread = shape(), means(year_be), float(year_row(year_be)["oit_spread"])
    tree = rulebook(_items_of(year_be)).tree
    keys = item_keys(_items_of(year_be))
    instrument = _open_data(tree)
    office = spread * _mix(strength, _level(rng, lasting, instrument), parts["office_loading"] ** 2)
    drawn: dict[str, np.ndarray] = {}
    for group, codes in tree[tree["answers"] == "pass/fail"].groupby("parent", sort=False)["code"]:
        level = office + parts["group_spread"] * _level(rng, lasting, str(group))
        difficulty = np.array([lasting.difficulty[keys[code]] for code in codes])
        total_spread = math.sqrt(spread**2 + parts["group_spread"] ** 2 + difficulty.var() + 1)
        centre = NormalDist().inv_cdf(mean[str(group)] / 100) * total_spread
        for code, hard in zip(codes, difficulty - difficulty.mean(), strict=True):
            single = _mix(lasting.item[keys[code]], rng.standard_normal(len(office)), parts["item_lasting"])
            drawn[code] = np.where(centre + level + single > hard, 100.0, 0.0)
    return drawn


def _open_data(tree: pd.DataFrame) -> str:
    """The instrument over the pass/fail items."""
    above = dict(zip(tree["code"], tree["parent"], strict=True))
    level = dict(zip(tree["code"], tree["level"], strict=True))
    code = tree.loc[tree["answers"] == "pass/fail", "code"].iloc[0]
    while level[code] != "instrument":
        code = above[code]
    return str(code)


def _roll_up(leaves: dict[str, np.ndarray], tree: pd.DataFrame) -> dict[str, np.ndarray]:
    """Leaves and every node above them, by the weights of the tree."""
    scores = dict(leaves)
    below: dict[str, list[tuple[str, float]]] = {}
    for code, parent, weight in tree[["code", "parent", "weight"]].itertuples(index=False):
        below.setdefault(parent, []).append((code, weight))
    for code in reversed(list(tree["code"])):
        if code not in scores and all(child in scores for child, _ in below.get(code, [("", 0.0)])):
            scores[code] = np.sum([weight * scores[child] for child, weight in below[code]], axis=0)
    return scores


def _normal_cdf(values: np.ndarray) -> np.ndarray:
    return 0.5 * (1 + _erf(values / math.sqrt(2)))
