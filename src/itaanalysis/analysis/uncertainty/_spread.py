"""How far a mean of answers can lie from that of all who could have answered: Jeffreys' interval, with the number of
answers that the spread among respondents is worth.

The variance of a mean is that among respondents (t instead of normal, as it is estimated; drawn towards that of yes/no
answers by 0.4 of a respondent, as a few answers are often more alike than people are) × (1 − share of the population
that answered). The mean is then as sure as `size` independent answers of 0 or 100 would make it, one a respondent at
least, and lies as Beta(size × mean + ½, size × (1 − mean) + ½) does (Brown, Cai and DasGupta 2001; effective size as in
Korn and Graubard 1998): within 0–100, wider on the side that has room, never of no width.

Chosen by its measured coverage of 95 % intervals (`benchmarks/coverage.py`: 2,000 offices a point, the rules of 2565
and 2567, population known and not), for total, IIT and EIT:

- n = 30 and 100, true scores 60–97: 0.938–0.972; at 99: 0.940–0.997; n = 6: 0.984–1.000 (wider than needed);
- where the answers of a person are less or more alike (correlation 0.2 or 0.6 in place of 0.4): 0.927–0.985;
- where 8 % of the people give the worst answer to everything and the others good ones that are alike, n = 30: IIT and
  EIT 0.90–0.92, total 0.935–0.94 (n = 100: 0.93–0.96; `tests/test_coverage.py`): in one office of twelve nobody of the
  8 % has answered, and no answer then tells of them;
- single questions on average: 0.944–0.978 (n = 30 and 100, 60–97), above 0.96 at 99 and 0.97 at n = 6.

A percentile bootstrap of respondents held 0.92 at 87 and 0.85 at 99 (n = 30). A t interval with half an answer at 0 and
at 100 added held 0.98–1.00 at 87 and above (n = 30): wider than need be, as a person's answers average out.
"""

from __future__ import annotations

import numpy as np

_PRIOR = 0.5  # answers at 0 and at 100 that are added: Jeffreys
_BORROWED = 0.4  # respondents with answers of 0 and 100 alone that the variance is drawn towards


def shape(
    mean: np.ndarray, variance: np.ndarray, n: np.ndarray, share: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """The two parameters of the beta distribution; `mean` is 0–1, `variance` that among respondents.

    NaN where n is below 2 or the share is 1 (nothing is left to chance).
    """
    from scipy.special import ndtri, stdtrit

    known = (n > 1) & (share < 1)
    mean, variance, n, share = (np.where(known, values, np.nan) for values in (mean, variance, n, share))
    upper = 0.5 + confidence / 2
    centre = (n * mean + _PRIOR) / (n + 2 * _PRIOR)
    among = ((n - 1) * variance + _BORROWED * centre * (1 - centre)) / (n - 1 + _BORROWED)
    wider = (stdtrit(n - 1, upper) / ndtri(upper)) ** 2
    variance_of_mean = among * (1 - share) / n
    size = np.maximum(mean * (1 - mean) / (variance_of_mean * wider), n / (1 - share))
    return size * mean + _PRIOR, size * (1 - mean) + _PRIOR


def interval(
    mean: np.ndarray, variance: np.ndarray, n: np.ndarray, share: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Low and high, 0–1, around each mean: the mean itself where all have answered, NaN where n is below 2."""
    from scipy.special import betaincinv

    first, second = shape(mean, variance, n, share, confidence)
    tail = 0.5 - confidence / 2
    low, high = betaincinv(first, second, tail), betaincinv(first, second, 1 - tail)
    return np.where(share < 1, np.minimum(low, mean), mean), np.where(share < 1, np.maximum(high, mean), mean)


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
