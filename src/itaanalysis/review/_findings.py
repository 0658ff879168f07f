"""Findings: rows for the analyst – how bad, of what kind, where, what stands there, what is wrong, how to mend it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.review._document import Passage
from itaanalysis.thai import arabic_digits

FINDINGS = ["priority", "kind", "place", "text", "problem", "fix"]
_LONGEST = 120


@cache
def _kinds() -> dict[str, dict[str, str]]:
    table = read_data("review", "findings.csv")
    return {row["kind"]: row for row in table.to_dict(orient="records")}  # type: ignore[misc]


class FindingList:
    """The findings of one report."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, ...]] = []

    def add(self, kind: str, at: Passage | str, quoted: str = "", /, **words: Any) -> None:
        """Record a finding of a kind of `findings.csv`; `at` is the passage, or a place where nothing stands.

        `quoted`: the part of the passage that is meant; all of it, cut, where none is named.
        """
        told = _kinds()[kind]
        place, text = (at, quoted) if isinstance(at, str) else (at.place, _quote(at.text, quoted))
        self.rows.append(
            (told["priority"], kind, place, text, told["problem"].format(**words), told["fix"].format(**words))
        )

    def frame(self) -> pd.DataFrame:
        """All of them, P0 first, in the order in which they were found; each once."""
        frame = pd.DataFrame(self.rows, columns=FINDINGS, dtype="str").drop_duplicates()
        return frame.sort_values("priority", kind="stable", ignore_index=True)


def _quote(text: str, meant: str) -> str:
    """The text on one line, cut around the part that is meant."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST:
        return line
    # What is meant may come with other digits than it is written in.
    found = arabic_digits(line).find(arabic_digits(" ".join(meant.split())))
    start = max(0, found - _LONGEST // 4)
    cut = line[start : start + _LONGEST]
    return f"{'…' if start else ''}{cut}{'…' if start + _LONGEST < len(line) else ''}"
