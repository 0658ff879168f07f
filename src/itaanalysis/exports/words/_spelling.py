"""The name that a misspelt text was meant to be, where that is beyond doubt. No Thai word stands here."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

#: Shorter names are too near to each other for a letter to be mended.
SHORTEST = 8
#: A mended text must be this many edits further from any other name than from its own.
MARGIN = 3
# One edit of a name of SHORTEST letters leaves its first four letters or its last three as they were.
_HEAD, _TAIL = 4, 3
_MARKS = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"
_MARK = re.compile(f"[{_MARKS}]")
#: A vowel or tone mark at the start of a word has lost its letter: text copied out of a PDF.
LOOSE_MARK = re.compile(f"(?:^|\\s)[{_MARKS}]")


class Spellings:
    """Names that may be found under a misspelling.

    Parameters
    ----------
    names
        Key of each name (`thai.match_key`) to what it stands for.
    others
        Keys of words that mean something else: a text as near to one of them as to a name is left alone.
    """

    def __init__(self, names: Mapping[str, str], others: Iterable[str]) -> None:
        self._names = names
        self._others = dict.fromkeys(others, "") | dict(names)
        self._heads: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._tails: dict[tuple[str, int], list[str]] = defaultdict(list)
        for name in names:
            if len(name) >= SHORTEST:
                for length in range(len(name) - 1, len(name) + 2):
                    self._heads[name[:_HEAD], length].append(name)
                    self._tails[name[-_TAIL:], length].append(name)
        self._by_letters = {_letters(name): name for name in names}
        self._found_rivals: dict[str, list[str]] = {}

    def mended(self, key: str) -> str:
        """The one name that is a single edit away, with every other name at least `MARGIN` edits further; or empty."""
        length = len(key)
        for name in (*self._heads.get((key[:_HEAD], length), ()), *self._tails.get((key[-_TAIL:], length), ())):
            if within_one_edit(key, name) and all(edits(key, rival) > MARGIN for rival in self._rivals(name)):
                return name
        return ""

    def unscrambled(self, key: str) -> str:
        """The name of the same letters in the same order, with its marks elsewhere; or empty."""
        return self._by_letters.get(_letters(key), "")

    def _rivals(self, name: str) -> list[str]:
        """The words of another meaning that a text one edit from the name may come within MARGIN of."""
        if name not in self._found_rivals:
            code = self._names[name]
            others = [other for other, meant in self._others.items() if meant != code]
            self._found_rivals[name] = [other for other in others if _nearer(name, other, MARGIN + 2)]
        return self._found_rivals[name]


def within_one_edit(one: str, two: str) -> bool:
    """Whether one letter more, less or other, or two neighbours exchanged, make the one text the other."""
    if abs(len(one) - len(two)) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    left, right = one[at:], two[at:]
    return (
        left[1:] == right[1:]
        or left[1:] == right
        or left == right[1:]
        or (left[2:] == right[2:] and left[:2] == right[1::-1])
    )


def edits(one: str, two: str) -> int:
    """How many single edits lie between two texts (optimal string alignment)."""
    before: list[int] = []
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(two, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == two[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1]


def _nearer(one: str, two: str, distance: int) -> bool:
    """Whether fewer edits than `distance` lie between two texts; counts of letters spare most of the work."""
    if abs(len(one) - len(two)) >= distance:
        return False
    counts = Counter(one)
    counts.subtract(two)
    if sum(count for count in counts.values() if count > 0) >= distance:
        return False
    return edits(one, two) < distance


def _letters(key: str) -> tuple[str, str]:
    """The letters in their order and the marks in any."""
    return _MARK.sub("", key), "".join(sorted(_MARK.findall(key)))
