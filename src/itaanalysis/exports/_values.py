"""The number in a cell, and in a column of cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import cache

import numpy as np

from itaanalysis.exports.words import read_words
from itaanalysis.thai import arabic_digits, clean

_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
#: Cells of one column as text, one below the other, all plain numbers: no word or comma among them.
_PLAIN = re.compile(r"(?:\d{1,3}(?:\.\d{1,12})?\n)*")


@cache
def words_of(kind: str) -> tuple[str, ...]:
    """Words of `value_words.csv`, the longest first."""
    table = read_words("value_words.csv")
    return tuple(sorted(table.loc[table["kind"] == kind, "word"], key=len, reverse=True))


def parse_scores(cells: Sequence[object]) -> tuple[np.ndarray, list[tuple[int, str]]]:
    """The scores of many cells (see `parse_score`), and which of them hold a problem: (place, kind)."""
    kinds = set(map(type, cells))
    if kinds <= {float, int} or (kinds == {str} and _PLAIN.fullmatch("\n".join([*map(str, cells), ""]))):
        numbers = np.array(cells, dtype="float64")
        if len(numbers) == 0 or (numbers.min() >= 0 and numbers.max() <= 100):  # false where any is not a number
            return numbers, []
    parsed = [parse_score(cell) for cell in cells]
    numbers = np.fromiter((number for number, _ in parsed), "float64", len(parsed))
    return numbers, [(at, kind) for at, (_, kind) in enumerate(parsed) if kind]


def parse_score(value: object) -> tuple[float, str]:
    """The score in a cell and, where it holds none, the kind of the problem.

    NaN without a problem is a blank or a word for 'not assessed'. Words and units around the number are passed over
    (`ได้คะแนนเท่ากับร้อยละ ๙๖.๑๐`, `77.70คะแนน`, `96.10%`); Thai digits, a decimal comma and thousands are read.
    """
    if isinstance(value, bool):
        return np.nan, "not_a_number"
    if isinstance(value, (int, float)):
        return _in_range(float(value))
    if isinstance(value, (date, datetime, time, timedelta)):
        return np.nan, "is_a_date"
    return _parse_text(str(value))


@cache
def _parse_text(text: str) -> tuple[float, str]:
    plain = arabic_digits(clean(text))
    if plain == "" or plain.casefold() in {word.casefold() for word in words_of("missing")}:
        return np.nan, ""
    for word in words_of("around"):
        plain = plain.removeprefix(word).strip()
        plain = plain.removesuffix(word).strip()
    plain = plain.replace("−", "-")
    if _DECIMAL_COMMA.fullmatch(plain):
        return _in_range(float(plain.replace(",", ".")))
    if _NUMBER.fullmatch(plain):
        return _in_range(float(plain.replace(",", "")))
    return np.nan, "not_a_number"


@cache
def verdict(value: object) -> float | None:
    """A pass/fail item's words as its score: ผ่าน, มี, ✓ to 100 and ไม่ผ่าน, ไม่มี, ✗ to 0; None for other words."""
    word = clean(str(value)).casefold()
    return 100.0 if word in words_of("passed") else 0.0 if word in words_of("failed") else None


_COUNT = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(?:\.0+)?")


@cache
def parse_count(value: object) -> int | None:
    """A number of people in a cell (`26`, `๒๖ คน`, `1,234 ราย`): -1 for none, None for what is no such number."""
    plain = arabic_digits(clean(str(value)))
    if plain == "" or plain.casefold() in {word.casefold() for word in words_of("missing")}:
        return -1
    for word in words_of("people"):
        plain = plain.removeprefix(word).strip()
        plain = plain.removesuffix(word).strip()
    found = _COUNT.fullmatch(plain)
    return int(found.group(1).replace(",", "")) if found else None


def _in_range(number: float) -> tuple[float, str]:
    if np.isnan(number):
        return np.nan, "not_a_number"
    return (number, "") if 0 <= number <= 100 else (np.nan, "out_of_range")
