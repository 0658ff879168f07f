"""Which sums the answers of so many people can have, and answers of a given sum."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import comb, lcm
from typing import NamedTuple

import numpy as np

_HALF = 0.005  # a score that rounds to the one asked for is that score
_WIDTHS = (1, 3, 12)  # numbers of people around the usual one that are tried first for an answer


class Sum(NamedTuple):
    """The answers to a question: what each is worth in whole units of 1 / `unit` points, and how many there are."""

    worth: tuple[int, ...]
    unit: int
    answers: int

    @classmethod
    def of(cls, exact: tuple[str, ...], answers: int) -> Sum:
        """From the points of a scale as fractions."""
        points = [Fraction(text) for text in exact]
        unit = lcm(*(point.denominator for point in points))
        return cls(tuple(int(point * unit) for point in points), unit, answers)

    def score(self, total: int) -> float:
        """The score that a sum gives."""
        return total / (self.unit * self.answers)

    def total(self, counts: list[int]) -> int:
        """The sum of so many of each answer."""
        return sum(count * value for count, value in zip(counts, self.worth, strict=True))

    def usual(self, score: float) -> list[int]:
        """How many of each answer people give about that score: binomial, the largest parts rounded up."""
        steps, chance = len(self.worth) - 1, score / 100
        exact = [self.answers * comb(steps, at) * chance**at * (1 - chance) ** (steps - at) for at in range(steps + 1)]
        counts = [int(number) for number in exact]
        by_part = sorted(range(steps + 1), key=lambda at: counts[at] - exact[at])
        for at in by_part[: self.answers - sum(counts)]:
            counts[at] += 1
        return counts

    def near(self, score: float) -> np.ndarray:
        """Every sum, those nearest to a score first."""
        every = _sums(self.worth, self.answers)
        return every[np.abs(every - score * self.unit * self.answers).argsort(kind="stable")]


@lru_cache(maxsize=1_000)
def _sums(worth: tuple[int, ...], answers: int) -> np.ndarray:
    """Every sum that so many answers can have, rising."""
    return np.flatnonzero(_as_array(_add(1, worth, answers)))


def choose_sums(questions: list[Sum], wanted: list[float], score: float) -> list[int]:
    """A sum for each question near what is wanted of it, so that their mean is as near the score as it can be.

    The questions take the sums of usual answers one after the other, and each passes on what it is off; the last takes
    its nearest. Where the mean then does not round to the score, the nearest of all means is found.
    """
    chosen, carried = [], score * len(questions) - sum(wanted)
    for at, (one, of_one) in enumerate(zip(questions, wanted, strict=True)):
        aim = min(max(of_one + carried, 0.0), 100.0)
        chosen.append(int(one.near(aim)[0]) if at == len(questions) - 1 else one.total(one.usual(aim)))
        carried += of_one - one.score(chosen[-1])
    if abs(carried) < _HALF * len(questions):
        return chosen
    return _choose_together(questions, [one.score(total) for one, total in zip(questions, chosen, strict=True)], score)


def _choose_together(questions: list[Sum], wanted: list[float], score: float) -> list[int]:
    """By all sums that the first question, the first two … can have together, in a unit in which all are whole."""
    common = lcm(*(one.unit * one.answers for one in questions))
    weights = [common // (one.unit * one.answers) for one in questions]
    bits, reached = 1, []
    for one, weight in zip(questions, weights, strict=True):
        reached.append(_as_array(bits))
        bits = _add(bits, tuple(value * weight for value in one.worth), one.answers)
    every = np.flatnonzero(_as_array(bits))
    left = int(every[np.abs(every - score * len(questions) * common).argmin()])
    chosen: list[int] = []
    for one, weight, of_one, before in list(zip(questions, weights, wanted, reached, strict=True))[::-1]:
        rest = left - one.near(of_one) * weight
        rest = rest[(rest >= 0) & (rest < len(before))]
        left, taken = int(rest[before[rest]][0]), left
        chosen.insert(0, (taken - left) // weight)
    return chosen


def _add(bits: int, worth: tuple[int, ...], answers: int) -> int:
    """The sums, as bits of a long number, once so many answers more are added."""
    for _ in range(answers):
        before, bits = bits, 0
        for value in worth:
            bits |= before << value
    return bits


def _as_array(bits: int) -> np.ndarray:
    octets = np.frombuffer(bits.to_bytes(bits.bit_length() // 8 + 1, "little"), dtype="uint8")
    return np.unpackbits(octets, bitorder="little").astype(bool)


def deal_places(question: Sum, total: int) -> np.ndarray:
    """The places of answers that have this sum, worst first, as near the usual ones as can be."""
    worth, answers = question.worth, question.answers
    usual = question.usual(question.score(total))
    for width in (*_WIDTHS, answers):
        found = []
        for upper in product(
            *(range(max(number - width, 0), min(number + width, answers) + 1) for number in usual[2:])
        ):
            rest = total - question.total([0, 0, *upper])
            second, odd = divmod(rest, worth[1])
            first = answers - sum(upper) - second
            if not odd and second >= 0 and first >= 0:
                found.append((first, second, *upper))
        if found:
            best = min(found, key=lambda counts: sum((a - b) ** 2 for a, b in zip(counts, usual, strict=True)))
            return np.repeat(np.arange(len(worth)), best).astype("int8")
    raise AssertionError(f"{answers} answers of {worth} cannot have the sum {total}")
