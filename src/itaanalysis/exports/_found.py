"""What was read from one file: scores as arrays of cells, and ratings, numbers of people and problems beside them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.opening import Sheet
from itaanalysis.thai import Agency

#: An agency as its row writes it: name, district, province.
Written = tuple[str, str, str]


class Part(NamedTuple):
    """Score cells of one column: year (พ.ศ.), agency, code and note by their numbers in `Found`, score, row.

    `either`: the column holds weighted points and scores of 0–100.
    """

    year: np.ndarray
    agency: np.ndarray
    code: np.ndarray
    note: np.ndarray
    score: np.ndarray
    row: np.ndarray
    column: int
    sheet: int
    either: bool


class Printed(NamedTuple):
    """Printed levels of one column: year (พ.ศ.), agency by its number in `Found`, the level as it stands, row."""

    years: np.ndarray
    agencies: np.ndarray
    texts: list[str]
    rows: np.ndarray
    column: int
    sheet: int


class Count(NamedTuple):
    """A number of people: population or answers of an instrument."""

    year_be: int
    agency: int
    instrument: str
    kind: str
    people: int
    sheet: int
    row: int
    column: int


@dataclass
class Found:
    """What was read from one file so far: agencies, codes and notes have numbers, for the arrays of the parts."""

    file: str
    issues: IssueList
    marks: tuple[str, ...] = ()
    sheets: list[Sheet] = field(default_factory=list)
    layout: list[tuple[object, ...]] = field(default_factory=list)
    agencies: dict[Agency | Written, int] = field(default_factory=dict)
    #: Where agencies are named: sheet, column, rows, agencies; and those that titles name.
    named: list[tuple[int, int, np.ndarray, np.ndarray]] = field(default_factory=list)
    titled: list[Agency] = field(default_factory=list)
    codes: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    ratings: list[Printed] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)

    def agency(self, agency: Agency | Written | None) -> int:
        """The number of an agency; -1 for none."""
        return -1 if agency is None else self.agencies.setdefault(agency, len(self.agencies))

    def code(self, code: str) -> int:
        """The number of a code."""
        return self.codes.setdefault(code, len(self.codes))

    def note(self, *words: str) -> int:
        """The number of a note of these words, each once."""
        text = "; ".join(dict.fromkeys(word for word in words if word))
        return self.notes.setdefault(text, len(self.notes))

    def note_text(self, number: int) -> str:
        """The note of a number."""
        return list(self.notes)[number]


@dataclass
class Cells:
    """The score cells of all files: agencies, codes, notes and sheets by their numbers."""

    year: np.ndarray
    agency: np.ndarray
    code: np.ndarray
    note: np.ndarray
    score: np.ndarray
    row: np.ndarray
    column: np.ndarray
    sheet: np.ndarray
    either: np.ndarray

    def take(self, at: np.ndarray) -> Cells:
        """These cells in this order."""
        return Cells(*(getattr(self, name)[at] for name in self.__dataclass_fields__))
