"""What the cells of a column can mean: words, places from 0 or 1, points. A reading is taken where no other fits."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.rulebook import evidence_labels
from itaanalysis.thai import arabic_digits, clean, match_key

WORDS, FROM_0, FROM_1, POINTS = "words", "places from 0", "places from 1", "points"
#: Yes and no as forms print them and code books count them: 1 is มี, 2 is ไม่มี.
YES_FIRST = "places from 1 (yes first)"
#: A value as the readings know it: a number, the key of a word, or None for a blank.
Key = float | str | None
#: Of how many cells one may fall outside a reading that is still taken, where every other reading fits fewer.
STRAYS = 20
_NEAR = 0.051  # points are printed with one decimal or more
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_COUNTED = re.compile(
    r"^\(?\d{1,2}\)?\s*[.=:)\-–]*\s*(?=\D)|\s*[=:\-–]?\s*(?:\(\s*\d{1,3}(?:\.\d+)?\s*(?:คะแนน)?\s*\)|\d{1,3}(?:\.\d+)?\s*(?:คะแนน)?)$"
)


class Reading(NamedTuple):
    """A way to read a scale's cells: its name, the place of each value as worded (0: the least), its evidence."""

    name: str
    places: Mapping[Key, int]
    evidence: str = ""


class Choice(NamedTuple):
    """The reading taken, or None; and those that fit."""

    reading: Reading | None
    fit: list[Reading]


class Values(NamedTuple):
    """A column by its distinct values: the number of each cell, their keys, how often each stands, and as it stands."""

    codes: np.ndarray
    keys: list[Key]
    counts: np.ndarray
    shown: list[object]


def read_values(cells: list[object] | tuple[object, ...]) -> Values:
    """The distinct values of a column."""
    if bool in set(map(type, cells)):  # True would count as 1
        cells = [str(cell) if isinstance(cell, bool) else cell for cell in cells]
    number = {value: at for at, value in enumerate(dict.fromkeys(cells))}
    codes = np.fromiter(map(number.__getitem__, cells), dtype="int64", count=len(cells))
    return Values(codes, [key_of(value) for value in number], np.bincount(codes, minlength=len(number)), list(number))


def key_of(value: object) -> Key:
    """A cell's value as a number or as the key of a word, whatever counts or points stand around the word."""
    if isinstance(value, (int, float)):
        return float(value)
    if isinstance(value, (date, time, timedelta)):
        return "date"
    text = arabic_digits(clean(str(value)))
    if _NUMBER.fullmatch(text):
        return float(text.replace(",", "."))
    key = match_key(_COUNTED.sub("", text)) or match_key(text)
    return None if text.casefold() in plain_words("blank") or not key or key in words_of("blank") else key


@cache
def _words() -> pd.DataFrame:
    table = read_data("exports/answers", "words.csv")
    return table.assign(key=table["word"].map(match_key))


@cache
def plain_words(scale: str) -> frozenset[str]:
    """The words of a scale as they are written, in small letters."""
    table = _words()
    return frozenset(table.loc[table["scale"] == scale, "word"].str.casefold())


@cache
def words_of(scale: str) -> frozenset[str]:
    """Keys of the words of a scale, or of `blank`, `other` and `summary`."""
    table = _words()
    return frozenset(table.loc[table["scale"] == scale, "key"]) - {""}


@cache
def known_words() -> frozenset[str]:
    """Keys of all words that are answers somewhere: they tell nothing of a person."""
    return frozenset(_words()["key"])


@cache
def word_readings(scale: str) -> list[Reading]:
    """A reading for each wording of a scale: `words`, or `words 1`, `words 2` … where it has several."""
    table = _words()
    wordings = list(table[table["scale"] == scale].groupby("wording", sort=True))
    label = dict(evidence_labels()[["evidence", "label_th"]].itertuples(index=False, name=None))
    made = []
    for number, rows in wordings:
        name = WORDS if len(wordings) == 1 else f"{WORDS} {number}"
        places: dict[Key, int] = dict(zip(rows["key"], rows["place"].astype(int), strict=True))
        made.append(Reading(name, places, label[rows["evidence"].iloc[0]]))
    return made


def number_readings(keys: list[Key], points: list[list[float]]) -> list[Reading]:
    """Places from 0, places from 1 (of yes and no: in either order) and points, for these numbers.

    `points`: rising, a list a set of values.
    """
    count = len(points[0])
    numbers = [key for key in keys if isinstance(key, float)]
    from_0: dict[Key, int] = {n: int(n) for n in numbers if n in range(count)}
    from_1: dict[Key, int] = {n: int(n) - 1 for n in numbers if n in range(1, count + 1)}
    ends = [(min(each) - _NEAR, max(each) + _NEAR) for each in zip(*points, strict=True)]
    worth: dict[Key, int] = {n: place for n in numbers for place, (low, high) in enumerate(ends) if low <= n <= high}
    readings = [Reading(FROM_0, from_0), Reading(FROM_1, from_1), Reading(POINTS, worth)]
    turned: dict[Key, int] = {n: count - 1 - place for n, place in from_1.items()}
    return [*readings, Reading(YES_FIRST, turned)] if count == 2 else readings


def choose(counts: Mapping[Key, int], readings: list[Reading], wanted: str) -> Choice:
    """The one reading that these values allow, or that the caller wants; readings of equal places are one.

    Values that no reading knows are left out: they are outside the scale whatever is taken. What the caller wants
    decides between readings, and yields where one alone fits.
    """
    told = {key: count for key, count in counts.items() if any(key in reading.places for reading in readings)}
    fit = [reading for reading in readings if told.keys() <= reading.places.keys()]
    asked = [reading for reading in readings if reading.name == wanted]
    if asked and (asked[0] in fit or len(fit) != 1):
        return Choice(asked[0], fit)
    nearly = fit or [reading for reading in readings if _strays(told, reading) * STRAYS <= sum(told.values())]
    if len(nearly) == 1 or (fit and all(reading.places[key] == fit[0].places[key] for reading in fit for key in told)):
        return Choice(nearly[0], nearly)
    return Choice(None, nearly or [reading for reading in readings if told.keys() & reading.places.keys()])


def _strays(told: Mapping[Key, int], reading: Reading) -> int:
    return sum(count for key, count in told.items() if key not in reading.places)
