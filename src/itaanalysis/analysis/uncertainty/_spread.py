"""How far a mean of answers can lie from that of all who could have answered: Jeffreys' interval, with the number of
answers that the spread among respondents is worth.

The variance of a mean is that among respondents (t instead of normal, as it is estimated; towards that of yes/no
answers by half a respondent, so that equal answers do not give none) × (1 − share of the population that answered).
The mean is then as sure as `size` independent answers of 0 or 100 would make it, and lies as Beta(size × mean + ½,
size × (1 − mean) + ½) does (Brown, Cai and DasGupta 2001; effective size as in Korn and Graubard 1998): within 0–100,
wider on the side that has room. Nobody who has not answered can lie outside 0–100 either, which bounds it further.
"""

from __future__ import annotations

import numpy as np

_PRIOR = 0.5  # answers at 0 and at 100 that are added: Jeffreys
_BORROWED = 0.5  # respondents with answers of 0 and 100 alone that the variance is drawn towards
_ROUNDS = 40  # of a fixed point that settles on six decimals in ten or so


def shape(
    mean: np.ndarray, variance: np.ndarray, n: np.ndarray, share: np.ndarray, confidence: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The two parameters of the beta distribution; `mean` is 0–1, `variance` that among respondents.

    NaN where n is below 2 or the share is 1 (nothing is left to chance).
    """
    from scipy.special import ndtri, stdtrit

    known = (n > 1) & (share < 1)
    mean, variance, n = (np.where(known, values, np.nan) for values in (mean, variance, n))
    upper = 0.5 + np.asarray(confidence) / 2
    centre = (n * mean + _PRIOR) / (n + 2 * _PRIOR)
    among = ((n - 1) * variance + _BORROWED * centre * (1 - centre)) / (n - 1 + _BORROWED)
    wanted = among * (1 - share) / n * (stdtrit(n - 1, upper) / ndtri(upper)) ** 2
    for _ in range(_ROUNDS):
        size = np.maximum(centre * (1 - centre) / wanted - 1, 0)
        centre = (size * mean + _PRIOR) / (size + 2 * _PRIOR)
    return size * mean + _PRIOR, size * (1 - mean) + _PRIOR


def interval(
    mean: np.ndarray, variance: np.ndarray, n: np.ndarray, share: np.ndarray, confidence: float | np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Low and high, 0–1, around each mean: the mean itself where all have answered, NaN where n is below 2."""
    from scipy.special import betaincinv

    first, second = shape(mean, variance, n, share, confidence)
    tail = 0.5 - np.asarray(confidence) / 2
    low, high = betaincinv(first, second, tail), betaincinv(first, second, 1 - tail)
    low, high = np.minimum(np.maximum(low, share * mean), mean), np.maximum(high, mean)
    high = np.minimum(high, share * mean + 1 - share)
    return np.where(share < 1, low, mean), np.where(share < 1, high, mean)


def combine(
    worth: np.ndarray, mean: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A weighted sum over the last axis of means that are independent, and its interval from theirs.

    The distances to each side are squared and added (MOVER: Zou and Donner 2008), crosswise where a worth is negative.
    """
    total = mean @ worth
    below = np.where(worth > 0, mean - low, high - mean)
    above = np.where(worth > 0, high - mean, mean - low)
    return total, total - np.sqrt(below**2 @ worth**2), total + np.sqrt(above**2 @ worth**2)
