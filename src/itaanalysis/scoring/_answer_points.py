"""What each answer is worth under one of the year's sets of values."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import NamedTuple

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import answer_values


class Points(NamedTuple):
    """The answers of a scale: points of each place from the worst (0) to the best, the set's number and evidence."""

    points: tuple[float, ...]
    exact: tuple[str, ...]
    set: int
    evidence: str
    source: str

    @property
    def written(self) -> str:
        """The points as a person writes them: `0 33.33 66.67 100`, `0 100/3 200/3 100`."""
        return _written(self.points, self.exact)


@cache  # thousands of notes name the same few sets
def _written(points: tuple[float, ...], exact: tuple[str, ...]) -> str:
    pairs = [(f"{value:g}", text) for value, text in zip(points, exact, strict=True)]
    return " ".join(short if Fraction(short) == Fraction(text) else text for short, text in pairs)


@cache
def answer_points(year_be: int, values: int = 0) -> dict[str, Points]:
    """The points of each scale (four, two, six) of a year, by the place of the answer from the worst to the best.

    Parameters
    ----------
    year_be, values
        Fiscal year (พ.ศ.) and the number of the set of values (`rulebook.answer_values`); a scale about which sources
        agree has one set, 0, which goes with every other.

    Do not change what is returned: it is shared.

    Raises
    ------
    ItaError
        No scale of the year has a set of that number.
    """
    known = answer_values(year_be)
    if values not in set(known["set"]):
        told = ", ".join(map(str, sorted(set(known["set"])))) or "none: the values of its answers are not known"
        raise ItaError(f"values is the number of a set of answer values of {year_be}: {told}; found {values!r}")
    found = {}
    for scale, of_scale in known.groupby("scale", sort=False):
        number = values if (of_scale["set"] == values).any() else 0
        one = of_scale[(of_scale["set"] == number) & (of_scale["kind"] == of_scale["kind"].iloc[0])]
        one = one.sort_values("points")
        first = one.iloc[0]
        texts = tuple(map(str, one["exact"]))
        found[str(scale)] = Points(tuple(one["points"]), texts, number, first["evidence"], first["source"])
    return found
