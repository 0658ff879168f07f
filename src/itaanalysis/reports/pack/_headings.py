"""The headings of a report in their order, with the numbers that they bear."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from itaanalysis.reports.pack._parts import Heading, Section


class Entry(NamedTuple):
    """A heading: `key` tells it from all others (`results`, `results.2`); number `6.2`, empty where it bears none."""

    key: str
    level: int
    number: str
    text: str

    @property
    def title(self) -> str:
        """Number and text as they stand in the contents."""
        return f"{self.number} {self.text}".strip()


def list_headings(sections: Iterable[Section]) -> list[Entry]:
    """Every heading of the sections, of the sections themselves (level 1) and inside them (level 2)."""
    entries, count = [], 0
    for section in sections:
        count += section.numbered
        entries.append(Entry(section.key, 1, f"{count}." if section.numbered else "", section.heading))
        below = [block for block in section.blocks if isinstance(block, Heading)]
        for at, block in enumerate(below, start=1):
            number = f"{count}.{at}" if section.numbered else ""
            entries.append(Entry(f"{section.key}.{at}", 2, number, block.text))
    return entries
