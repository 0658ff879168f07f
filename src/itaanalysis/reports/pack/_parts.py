"""What a pack consists of: plain parts that Word, PDF, slides and workbook are all made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from itaanalysis.frames import FROM_ANSWERS, SIMULATED, is_marked
from itaanalysis.rulebook import round_score

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAFT = "ร่าง"
#: Scores computed from answers, or from a check of the office's own, are not the result that was announced.
NOT_ANNOUNCED = "ไม่ใช่ผลที่ประกาศ"
#: What the office did not publish: left for a person to fill in, never guessed.
BLANK = "…………… (หน่วยงานเติม)"
MISSING = "ไม่มีข้อมูล"
NOT_KNOWN = "ไม่ทราบ"

Kind = Literal["text", "score", "change", "count"]
Style = Literal["body", "bullet", "note", "title", "centre", "mark", "sign"]


@dataclass(frozen=True)
class Column:
    """A column of a table: where its values stand in the frame, its heading, its share of the width, what it holds.

    kind: `text`; `score` (points on two decimals); `change` (the same with its sign); `count` (a whole number).
    `missing` is shown where there is no value.
    """

    name: str
    heading: str
    share: float
    kind: Kind = "text"
    missing: str = MISSING

    def show(self, value: Any) -> str:
        """A value as it is printed."""
        if pd.isna(value) or value == "":
            return self.missing
        if self.kind == "count":
            return f"{int(value):,}"
        if self.kind == "text":
            return str(value)
        if self.kind == "score":
            return f"{float(round_score(value)):.2f}"
        number = float(round_score(abs(value)))
        return f"{'−' if value < 0 else '+'}{number:.2f}" if number else "0.00"


@dataclass(frozen=True, eq=False)
class Table:
    """A table with a title: `frame` holds the values as they are, numbers as numbers; `columns` how to show them."""

    key: str
    title: str
    frame: pd.DataFrame
    columns: tuple[Column, ...]
    note: str = ""

    @property
    def header(self) -> list[str]:
        """Headings, left to right."""
        return [column.heading for column in self.columns]

    def texts(self) -> list[list[str]]:
        """The rows as they are printed."""
        shown = [[column.show(value) for value in self.frame[column.name]] for column in self.columns]
        return [list(row) for row in zip(*shown, strict=True)]


@dataclass(frozen=True, eq=False)
class Figure:
    """A picture: its caption, what it shows in words for those who do not see it, and how to draw it.

    `draw()` gives matplotlib Axes on a figure of their own, which is as large as it was meant.
    """

    key: str
    title: str
    alt: str
    draw: Callable[[], Axes]


@dataclass(frozen=True)
class Picture:
    """A drawn figure: PNG bytes and its size in inches."""

    png: bytes
    width: float
    height: float


@dataclass(frozen=True)
class Paragraph:
    """A text in one style."""

    text: str
    style: Style = "body"


@dataclass(frozen=True)
class Heading:
    """A heading below the section's own."""

    text: str


Block = Paragraph | Heading | Table | Figure


@dataclass(frozen=True, eq=False)
class Section:
    """A part of the report under one heading: `landscape` on pages of its own, `new_page` begun on a fresh one."""

    key: str
    heading: str
    numbered: bool
    landscape: bool
    blocks: tuple[Block, ...]
    new_page: bool = False

    @property
    def tables(self) -> list[Table]:
        """Its tables, in order."""
        return [block for block in self.blocks if isinstance(block, Table)]

    @property
    def figures(self) -> list[Figure]:
        """Its figures, in order."""
        return [block for block in self.blocks if isinstance(block, Figure)]


@dataclass(frozen=True, eq=False)
class Frames:
    """The frames behind a pack, for one office; all rows stand in the order of the tree.

    scores: as read, of the result year; attrs: `sources`, `announced`. gaps: `compute_gaps` of them (every level).
    rated: one row of `rate`.
    nodes: total, instruments, indicators: code, level, name_th, weight, worth, score, last_score, change, target, gap,
    points, priority. failed: failed items: code, name_th, indicator, points, source. peers: `compare_office`, empty
    where there is nobody to compare with. measures: as `draft_measures`. samples: instrument, population, by_table,
    by_percent, answers, response_rate, reading.
    intervals: `compute_intervals` of total, instruments and indicators, empty where no answers stand behind the scores.
    last_from_answers, peers_from_answers: whether answers gave scores of the year before, of any office compared.
    """

    scores: pd.DataFrame
    gaps: pd.DataFrame
    rated: pd.DataFrame
    nodes: pd.DataFrame
    failed: pd.DataFrame
    peers: pd.DataFrame
    measures: pd.DataFrame
    samples: pd.DataFrame
    intervals: pd.DataFrame
    last_from_answers: bool
    peers_from_answers: bool

    @property
    def announced(self) -> bool:
        """Whether all scores are those that were announced, and none is from answers or a check of the office's own."""
        return bool(self.scores.attrs["announced"]) and not is_marked(self.scores, FROM_ANSWERS)


@dataclass(frozen=True, eq=False)
class Pack:
    """One office's report of one year, ready to be written in any form.

    Attributes
    ----------
    agency_id, agency, place
        Who; the place is `อำเภอ… จังหวัด…`, as far as known.
    year_be, plan_year_be
        The year of the result, and the year of the plan that answers it (พ.ศ.).
    approved, simulated, announced
        Not approved: every page bears ร่าง. Simulated: the cover and every chart say ข้อมูลจำลอง. Not announced: scores
        that answers or a check of the office's own give are among them, and every page says so.
    total, rating
        Points of the total (NaN = not known) and the level (empty = not known).
    facts
        The words and numbers that fill the sentences of the outline, as text.
    cover, sections
        The cover's lines, and the sections in their order.
    blanks
        What the office has to fill in, a sentence each.
    """

    agency_id: str
    agency: str
    place: str
    year_be: int
    plan_year_be: int
    approved: bool
    simulated: bool
    announced: bool
    total: float
    rating: str
    facts: dict[str, str]
    cover: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    frames: Frames
    blanks: tuple[str, ...] = field(default=())

    @property
    def title(self) -> str:
        """The report's name, for headers and for the properties of a file."""
        return self.facts["title"]

    @property
    def status(self) -> str:
        """ร่าง until a person has approved it, then empty."""
        return "" if self.approved else DRAFT

    @property
    def marks(self) -> list[str]:
        """What every page bears."""
        marks = (self.status, SIMULATED if self.simulated else "", "" if self.announced else NOT_ANNOUNCED)
        return [mark for mark in marks if mark]

    def section(self, key: str) -> Section:
        """The section of a key, such as `results`."""
        return next(section for section in self.sections if section.key == key)

    def tables(self) -> Iterator[Table]:
        """All tables, in order."""
        for section in self.sections:
            yield from section.tables

    def table(self, key: str) -> Table:
        """The table of a key, such as `indicators`."""
        return next(table for table in self.tables() if table.key == key)

    def figures(self) -> Iterator[Figure]:
        """All figures, in order."""
        for section in self.sections:
            yield from section.figures

    @cached_property
    def pictures(self) -> dict[str, Picture]:
        """Every figure of the pack by key, drawn once however many files show it."""
        from itaanalysis.reports.pack._draw import draw_picture

        return {figure.key: draw_picture(figure) for figure in self.figures()}
