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

    The questions take their nearest sums one after the other, and each passes on what it is off; where the mean then
    does not round to the score, the nearest of all means is found.
    """
    chosen, carried = [], score * len(questions) - sum(wanted)
    for one, of_one in zip(questions, wanted, strict=True):
        chosen.append(int(one.near(of_one + carried)[0]))
        carried += of_one - one.score(chosen[-1])
    return chosen if abs(carried) < _HALF * len(questions) else _choose_together(questions, wanted, score)


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
    """The places of answers that have this sum, worst first, spread about as people's answers are."""
    worth, answers = question.worth, question.answers
    steps = len(worth) - 1
    chance = total / (worth[-1] * answers)
    usual = [answers * _binomial(steps, place, chance) for place in range(2, steps + 1)]
    for width in (*_WIDTHS, answers):
        for upper in product(*(_around(number, width, answers) for number in usual)):
            rest = total - sum(count * value for count, value in zip(upper, worth[2:], strict=True))
            second, odd = divmod(rest, worth[1])
            first = answers - sum(upper) - second
            if not odd and second >= 0 and first >= 0:
                return np.repeat(np.arange(steps + 1), [first, second, *upper]).astype("int8")
    raise AssertionError(f"{answers} answers of {worth} cannot have the sum {total}")


def _binomial(steps: int, place: int, chance: float) -> float:
    return comb(steps, place) * chance**place * (1 - chance) ** (steps - place)


def _around(number: float, width: int, most: int) -> list[int]:
    middle = round(number)
    every = range(max(middle - width, 0), min(middle + width, most) + 1)
    return sorted(every, key=lambda count: abs(count - number))
