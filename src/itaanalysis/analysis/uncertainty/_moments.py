"""Answers of many offices as means and variances at every node of an instrument, a block of offices at a time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

_ROWS = 50_000  # respondents at a time: what they need in memory is bounded


class Moments(NamedTuple):
    """Arrays offices × nodes: the mean of the answers (0–1; NaN = a question without answer), their variance among
    respondents, how many answered something, the least number of answers to any question of the node, and what all
    answers to its questions come to and how many they are, each question by its weight."""

    mean: np.ndarray
    variance: np.ndarray
    n: np.ndarray
    least: np.ndarray
    given: np.ndarray
    answers: np.ndarray


def node_weights(tree: pd.DataFrame, instrument: str, columns: list[str]) -> tuple[list[str], np.ndarray]:
    """The nodes from the instrument down, in tree order, and the weight of each column of answers in each of them.

    A column is a question (`i2`) or a sub-question (`i1.1`); the sub-questions of a question count alike.
    """
    above = dict(zip(tree["code"], tree["parent"], strict=True))
    weight = dict(zip(tree["code"], tree["weight"], strict=True))
    item_of = [column.split(".")[0] for column in columns]
    paths = []
    for item in item_of:
        path, code, share = {}, item, 1 / item_of.count(item)
        while code != above[instrument]:
            path[code] = share
            code, share = above[code], share * weight[code]
        paths.append(path)
    within = {code for path in paths for code in path}
    nodes = [code for code in tree["code"] if code in within]
    return nodes, np.array([[path.get(code, 0.0) for code in nodes] for path in paths])


def find_moments(points: np.ndarray, office: np.ndarray, offices: int, weights: np.ndarray) -> Moments:
    """Moments of every office; `points`: respondents × columns (0–1, NaN = no answer), `office`: their numbers, rising.

    A mean is that of the means of its columns. Its variance is linearised by respondent, so that the answers of one
    respondent, which are alike, count together, and a blank counts as no answer.
    """
    shape = (offices, weights.shape[1])
    found = Moments(np.full(shape, np.nan), np.full(shape, np.nan), *(np.zeros(shape) for _ in range(4)))
    starts = np.searchsorted(office, np.arange(offices + 1))
    first = 0
    while first < offices:
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _ROWS, side="right")) - 1)
        rows = slice(starts[first], starts[last])
        part = _of_block(points[rows], office[rows] - first, last - first, weights)
        for whole, block in zip(found, part, strict=True):
            whole[first:last] = block
        first = last
    return found


def _of_block(points: np.ndarray, office: np.ndarray, offices: int, weights: np.ndarray) -> Moments:
    answered, within = ~np.isnan(points), weights > 0
    count = _sums(answered.astype(float), office, offices)
    given = _sums(np.where(answered, points, 0.0), office, offices)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = given / count
        apart = np.where(answered, (points - means[office]) / count[office], 0.0) @ weights
        n = _sums((answered.astype(float) @ within > 0).astype(float), office, offices)
        variance = _sums(apart**2, office, offices) * n**2 / (n - 1)
    least = np.stack([count[:, of_node].min(axis=1) for of_node in within.T], axis=1)
    mean = np.where(least > 0, np.clip(np.nan_to_num(means) @ weights, 0, 1), np.nan)
    return Moments(mean, np.where(n > 1, variance, np.nan), n, least, given @ weights, count @ weights)


def _sums(values: np.ndarray, office: np.ndarray, offices: int) -> np.ndarray:
    """Sums of the rows of each office; offices are numbered from 0 in the order of rows, and may be without rows."""
    total = np.zeros((offices, values.shape[1]))
    if len(values):
        there, start = np.unique(office, return_index=True)
        total[there] = np.add.reduceat(values, start, axis=0)
    return total
