"""A report as the checks see it: passages in reading order, and the tables that some of them belong to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from itaanalysis.thai import arabic_digits, clean, match_key

_BREAKS = re.compile(r"[\t\r\n\v\f]+")
_MARKS = re.compile("[ัิ-ฺ็-๎]")


@dataclass(frozen=True)
class Passage:
    """A paragraph, a line or a cell: where it stands (Thai, for the analyst), and its text as it is written."""

    place: str
    text: str
    picture: bool = False
    in_table: bool = False

    @cached_property
    def plain(self) -> str:
        """The text on one line, as a reader sees it, with Arabic digits."""
        return arabic_digits(clean(self.text))

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, as `plain`."""
        return [arabic_digits(clean(line)) for line in _BREAKS.split(self.text) if line.strip()]


@dataclass(frozen=True)
class Table:
    """Rows of cells, as many in each; `before` is the paragraph right above it.

    A cell merged over rows stands in each of them; one merged over columns is followed by empty texts.
    """

    rows: list[list[Passage]]
    before: Passage | None = None


@dataclass
class Document:
    """All of a report.

    `has_tables`, `has_pictures`: whether this kind of file tells its tables and its pictures; `extracted`: whether its
    text was gathered from pages, which can split what stands together.
    """

    passages: list[Passage] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    has_tables: bool = True
    has_pictures: bool = True
    extracted: bool = False
    _rows: dict[int, tuple[Table, list[Passage]]] = field(default_factory=dict)

    def add(self, passage: Passage) -> None:
        """The next passage of the reading order."""
        if passage.text.strip() or passage.picture:
            self.passages.append(passage)

    def add_table(self, rows: list[list[Passage]]) -> None:
        """A table at this point of the reading order."""
        above = self.passages[-1] if self.passages and not self.passages[-1].in_table else None
        table = Table(rows, above)
        self.tables.append(table)
        for row in rows:
            for cell in row:
                if id(cell) not in self._rows:
                    self._rows[id(cell)] = (table, row)
                    self.add(cell)

    def row_of(self, passage: Passage) -> tuple[Table, list[Passage]] | None:
        """The table and the row that a cell stands in; None for other passages."""
        return self._rows.get(id(passage))

    def key(self, text: str) -> str:
        """What texts are told apart by: `match_key`, without the marks where the gathering can misplace them."""
        key = match_key(text)
        return _MARKS.sub("", key) if self.extracted else key

    @cached_property
    def plain(self) -> str:
        """All text in one."""
        return " ".join(passage.plain for passage in self.passages)
