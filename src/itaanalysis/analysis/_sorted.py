"""Ranks, percentiles and quantiles in all groups and for all nodes at once, from one sort.

Definitions (contracts): rank = 1 + offices strictly above; percentile = 100 × (below + ½ equal) / n; scores tie on two
decimals; quantiles by linear interpolation.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from itaanalysis.rulebook import round_score

# Scores are sorted in steps of six decimals, as they are cleaned before they are rounded.
_STEPS_A_POINT = 1_000_000
_STEPS = 101 * _STEPS_A_POINT  # more than a score has: the group decides first


@dataclass(frozen=True, eq=False)
class Sorted:
    """Scores of each node in ascending order within each group.

    `values`, `order` and `group` are nodes × offices: the sorted scores, the row that each came from, and its group;
    scores that are missing or in no group stand last, as group number `groups`. `first` and `count` are nodes × groups
    (and that last one).
    """

    groups: int
    values: np.ndarray
    order: np.ndarray
    group: np.ndarray
    first: np.ndarray
    count: np.ndarray

    def offices(self) -> np.ndarray:
        """How many offices of each group have a score, nodes × groups."""
        return self.count[:, :-1]

    def mean(self) -> np.ndarray:
        """Mean of offices, nodes × groups; NaN where none has a score."""
        nodes, width = self.count.shape
        cell = self.group + width * np.arange(nodes)[:, None]
        total = np.bincount(cell.ravel(), weights=self.values.ravel(), minlength=nodes * width).reshape(nodes, width)
        return total[:, :-1] / np.where(self.offices() > 0, self.offices(), np.nan)

    def quantile(self, share: float) -> np.ndarray:
        """The quantile of each group (0 = lowest, 1 = highest), nodes × groups; NaN where no office has a score."""
        last = np.maximum(self.offices() - 1, 0)
        place = share * last
        low = np.floor(place).astype(int)
        nodes = np.arange(len(self.count))[:, None]
        first = np.minimum(self.first[:, :-1], self.values.shape[1] - 1)
        below, above = self.values[nodes, first + low], self.values[nodes, first + np.minimum(low + 1, last)]
        return np.where(self.offices() > 0, below + (place - low) * (above - below), np.nan)

    def ranks(self) -> tuple[np.ndarray, np.ndarray]:
        """Rank and percentile of each office within its group, offices × nodes; NaN where it has no score."""
        shown = round_score(self.values)
        new = np.ones(shown.shape, dtype=bool)
        new[:, 1:] = (shown[:, 1:] != shown[:, :-1]) | (self.group[:, 1:] != self.group[:, :-1])
        start = np.flatnonzero(new)  # of each run of offices that tie
        equal = np.diff(np.append(start, new.size))
        node, at = np.divmod(start, shown.shape[1])
        group = self.group.ravel()[start]
        count = np.where(group < self.groups, self.count[node, group], np.nan)
        below = at - self.first[node, group]
        rank, percentile = 1 + count - below - equal, 100 * (below + equal / 2) / count
        return self._to_offices(np.repeat(rank, equal)), self._to_offices(np.repeat(percentile, equal))

    def _to_offices(self, flat: np.ndarray) -> np.ndarray:
        found = np.empty(self.values.shape)
        np.put_along_axis(found, self.order, flat.reshape(found.shape), axis=1)
        return found.T


def sort_in_groups(scores: np.ndarray, group: np.ndarray, groups: int) -> Sorted:
    """Sort an offices × nodes matrix within groups; `group` is each office's group number, -1 = in none."""
    values = np.ascontiguousarray(scores.T)
    absent = np.isnan(values) | (group < 0)
    steps = np.rint(np.where(absent, 0, values) * _STEPS_A_POINT).astype("int64")
    key = np.where(absent, groups, group) * _STEPS + steps
    order = np.argsort(key, axis=1)
    of_group = np.take_along_axis(np.where(absent, groups, group), order, axis=1)
    nodes, width = len(values), groups + 1
    count = np.bincount((of_group + width * np.arange(nodes)[:, None]).ravel(), minlength=nodes * width)
    count = count.reshape(nodes, width)
    first = np.cumsum(count, axis=1) - count
    return Sorted(groups, np.take_along_axis(values, order, axis=1), order, of_group, first, count)
