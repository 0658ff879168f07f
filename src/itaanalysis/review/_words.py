"""The words that the checks go by (`words.csv` and the other lists), read once."""

from __future__ import annotations

import re
from functools import cache

from itaanalysis.datafiles import read_data

ROOM = "review"


@cache
def words(name: str) -> tuple[str, ...]:
    """A list of `words.csv`."""
    table = read_data(ROOM, "words.csv")
    found = tuple(table.loc[table["list"] == name, "word"])
    if not found:
        raise KeyError(name)
    return found


@cache
def any_of(name: str) -> str:
    """A pattern for any word of a list, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True))


def holds(name: str, text: str) -> bool:
    """Whether any word of the list stands in the text."""
    return any(word in text for word in words(name))


def begins(name: str, text: str) -> bool:
    """Whether the text begins with a word of the list."""
    return text.startswith(words(name))
