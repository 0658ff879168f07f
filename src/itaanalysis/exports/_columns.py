"""The cells of a table's columns: scores, printed levels and numbers of people into `Found`, each with its role."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np

from itaanalysis.exports._context import Context
from itaanalysis.exports._found import Count, Found, Part, Printed
from itaanalysis.exports._header import Column
from itaanalysis.exports._values import parse_count, parse_scores, verdict, words_of
from itaanalysis.exports.opening import Role, Sheet, address, cell_range
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import clean, match_key

HIDDEN_ROW, HIDDEN_COLUMN, HIDDEN_SHEET = "แถวที่ซ่อนไว้", "คอลัมน์ที่ซ่อนไว้", "แผ่นงานที่ซ่อนไว้"
PERCENT, ZERO_ONE = "ช่องแสดงเป็นร้อยละ คูณ 100 แล้ว", "พิมพ์เป็น 0/1 คูณ 100 แล้ว"


class Rows:
    """What rows tell of their cells: year (0: not told), agency and note by their numbers (-1: not told)."""

    def __init__(self, at: np.ndarray, years: np.ndarray, agencies: np.ndarray, notes: np.ndarray) -> None:
        self.at, self.years, self.agencies, self.notes = at.astype("int32"), years, agencies, notes


class ColumnReader:
    """Reads columns of one sheet under one context into `found`."""

    def __init__(self, sheet: Sheet, context: Context, found: Found) -> None:
        self.sheet, self.context, self.found = sheet, context, found
        self.place = next(at for at, known in enumerate(found.sheets) if known is sheet)
        self.parts: list[Part] = []
        self._hidden = set(sheet.hidden.rows)
        self._base = [*context.marks, HIDDEN_SHEET if sheet.is_hidden else ""]
        self._percent = _by_column(sheet.hidden.percent)
        self._damaged = _by_column([*sheet.hidden.uncalculated, *sheet.hidden.errors])

    def problem(self, kind: str, row: int, column: int, **words: object) -> None:
        """An issue at a cell, which it accounts for."""
        words.setdefault("value", self.sheet.cell(row, column))
        self.found.issues.add(kind, sheet=self.sheet.name, cell=address(row, column), **words)
        self.sheet.mark(row, column, Role.ISSUE)

    def notes(self, rows: np.ndarray, mended: dict[int, str], *words: str) -> np.ndarray:
        """The note of each row; `mended`: official names, where a row's spelling was mended."""
        base = [*self._base, *words]
        notes = np.full(len(rows), self.found.note(*base), dtype="int32")
        for at in np.flatnonzero(np.isin(rows, [*self._hidden, *mended])) if self._hidden or mended else ():
            row = int(rows[at])
            told = [HIDDEN_ROW if row in self._hidden else "", mended_note(mended.get(row, ""))]
            notes[at] = self.found.note(*base, *told)
        return notes

    def scores(
        self, column: int, head: Column, rows: Rows, codes: np.ndarray, *, text: str = "", either: bool = False
    ) -> None:
        """The score cells of a column in these rows.

        `text`: the score in the one cell, where it holds a name too; `either`: the column holds points and scores.
        """
        years, agencies = self._years(rows, head), self._agencies(rows, head)
        codes = codes.astype("int16")
        keep = (agencies >= 0) & (years > 0) & self._known_in_year(column, rows.at, years, codes)
        kept = [years, agencies, codes, rows.notes, rows.at]
        years, agencies, codes, notes, at = kept if keep.all() else [array[keep] for array in kept]
        cells = [text] * len(at) if text else self._cells(column, at)
        numbers, problems = parse_scores(cells)
        good = ~self._looks_empty(column, at)
        for place, kind in problems:
            told = self._verdict(cells[place], int(years[place]), int(codes[place])) if kind == "not_a_number" else None
            if told is None:
                self.problem(kind, int(at[place]), column)
                good[place] = False
            else:
                numbers[place] = told
        notes = self._cell_notes(column, head, at, notes, numbers)
        if column in self._percent:
            for place in np.flatnonzero(numbers > 100).tolist():
                self.problem("out_of_range", int(at[place]), column, value=f"{numbers[place]:g}%")
                good[place] = False
        if not good.all():
            years, agencies, codes, notes, numbers, at = (
                array[good] for array in (years, agencies, codes, notes, numbers, at)
            )
        self.sheet.mark_all(at, [column], Role.SCORE)
        self.parts.append(Part(years, agencies, codes, notes, numbers, at, column, self.place, either))

    def close(self) -> None:
        """Hand over the table's scores; pass/fail items typed as 0 and 1 only become 0 and 100."""
        masks = [self._pass_fail(part) for part in self.parts]
        values = [part.score[mask] for part, mask in zip(self.parts, masks, strict=True)]
        numbers = np.concatenate(values) if values else np.array([])
        numbers = numbers[~np.isnan(numbers)]
        if (numbers == 1).any() and np.isin(numbers, (0, 1)).all():
            for part, mask in zip(self.parts, masks, strict=True):
                part.score[mask] *= 100
                part.note[mask] = self._with(part.note[mask], ZERO_ONE)
        self.found.parts += [self._only_verdicts(part, mask) for part, mask in zip(self.parts, masks, strict=True)]
        self.parts = []

    def _only_verdicts(self, part: Part, mask: np.ndarray) -> Part:
        """The part without scores of pass/fail items that are neither 0 nor 100, which are issues."""
        odd = mask & ~np.isnan(part.score) & ~np.isin(part.score, (0, 100))
        if not odd.any():
            return part
        for row in part.row[odd].tolist():
            self.problem("not_pass_fail", row, part.column)
        return part._replace(**{name: getattr(part, name)[~odd] for name in Part._fields[:6]})

    def levels(self, column: int, head: Column, rows: Rows) -> None:
        """Printed levels, each taken as it stands."""
        cells = self._cells(column, rows.at)
        self.sheet.mark_all(rows.at, [column], Role.SCORE)
        read = {value: _level_of(value) for value in set(cells)}
        years, agencies = self._years(rows, head), self._agencies(rows, head)
        keep = (years > 0) & (agencies >= 0)
        if not all(text and not is_number for text, is_number in read.values()):
            keep &= [read[value] != ("", False) and not read[value][1] for value in cells]
            for row in [row for row, value in zip(rows.at.tolist(), cells, strict=True) if read[value][1]]:
                self.problem("not_a_rating", row, column)
        texts = [read[value][0] for value in cells]
        if not keep.all():
            texts = [text for text, kept in zip(texts, keep.tolist(), strict=True) if kept]
        self.found.ratings.append(Printed(years[keep], agencies[keep], texts, rows.at[keep], column, self.place))

    def people(self, column: int, kind: str, rows: Rows, instruments: list[str]) -> None:
        """Numbers of people, asked (`population`) or answering (`answers`)."""
        years, agencies = self._years(rows, Column(kind)), self._agencies(rows, Column(kind))
        told = zip(rows.at.tolist(), years.tolist(), agencies.tolist(), instruments, strict=True)
        for row, year, agency, instrument in told:
            people = parse_count(self.sheet.cell(row, column))
            if people is None:
                self.problem("not_a_count", row, column)
                continue
            self.sheet.label(row, [column], Role.SCORE)
            if people >= 0 and year > 0 and agency >= 0:
                self.found.counts.append(Count(year, agency, instrument, kind, people, self.place, row, column))

    def _years(self, rows: Rows, head: Column) -> np.ndarray:
        return np.where(rows.years > 0, rows.years, head.year_be or self.context.year_be or 0).astype("int16")

    def _agencies(self, rows: Rows, head: Column) -> np.ndarray:
        default = self.found.agency(head.agency or self.context.agency)
        return np.where(rows.agencies >= 0, rows.agencies, default).astype("int32")

    def _cells(self, column: int, rows: np.ndarray) -> list[object] | tuple[object, ...]:
        values = self.sheet.columns[column]
        if len(rows) and len(rows) == rows[-1] - rows[0] + 1:
            return values[rows[0] : rows[-1] + 1]
        return [values[row] for row in rows.tolist()]

    def _known_in_year(self, column: int, rows: np.ndarray, years: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Whether each cell's node is in the tree of its year; where not, an issue for the run of cells."""
        known = np.ones(len(rows), dtype=bool)
        for year, code, here in self._alike(years, codes):
            if year > 0 and code not in nodes_of(year):
                known[here] = False
                at = rows[here][self.sheet.filled[rows[here], column]]
                if len(at):
                    place = {"sheet": self.sheet.name, "cell": cell_range(at.tolist(), column)}
                    self.found.issues.add("not_in_year", value=code, year=year, **place)
                    self.sheet.mark_all(at, [column], Role.ISSUE)
        return known

    def _alike(self, years: np.ndarray, codes: np.ndarray) -> Iterator[tuple[int, str, np.ndarray | slice]]:
        """Each year and code with the places where both stand: all of them, as a rule."""
        if len(years) == 0:
            return
        names = list(self.found.codes)
        if (years == years[0]).all() and (codes == codes[0]).all():
            yield int(years[0]), names[codes[0]], slice(None)
            return
        for year, code in sorted(set(zip(years.tolist(), codes.tolist(), strict=True))):
            yield year, names[code], (years == year) & (codes == code)

    def _pass_fail(self, part: Part) -> np.ndarray:
        mask = np.zeros(len(part.score), dtype=bool)
        for year, code, here in self._alike(part.year, part.code):
            mask[here] = nodes_of(year)[code][1] == "pass/fail"
        return mask

    def _verdict(self, cell: object, year: int, code: int) -> float | None:
        return verdict(cell) if nodes_of(year)[list(self.found.codes)[code]][1] == "pass/fail" else None

    def _looks_empty(self, column: int, rows: np.ndarray) -> np.ndarray:
        """Cells that look empty and are not: they are no score, and `report_damaged` tells of them."""
        damaged = self._damaged.get(column)
        return np.isin(rows, damaged) if damaged else np.zeros(len(rows), dtype=bool)

    def _cell_notes(
        self, column: int, head: Column, rows: np.ndarray, notes: np.ndarray, numbers: np.ndarray
    ) -> np.ndarray:
        """Notes with what belongs to column and cell; numbers shown as a percentage are multiplied, in place."""
        word = [HIDDEN_COLUMN if column in self.sheet.hidden.columns else "", mended_note(head.mended)]
        if any(word):
            notes = self._with(notes, *word)
        if column in self._percent:
            percent = np.isin(rows, self._percent[column])
            numbers[percent] = np.round(numbers[percent] * 100, 10)
            notes = notes.copy()
            notes[percent] = self._with(notes[percent], PERCENT)
        return notes

    def _with(self, notes: np.ndarray, *words: str) -> np.ndarray:
        """The notes with these words added."""
        made = {number: self.found.note(self.found.note_text(number), *words) for number in set(notes.tolist())}
        return np.array([made[number] for number in notes.tolist()], dtype=notes.dtype)


def _by_column(cells: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, column in cells:
        found.setdefault(column, []).append(row)
    return found


def mended_note(name: str) -> str:
    """What a note says of a name whose spelling was mended; empty for none."""
    return f"อ่านชื่อเป็น “{name}”" if name else ""


@cache
def _level_of(value: object) -> tuple[str, bool]:
    """The text of a printed level, and whether the cell holds a number instead."""
    text = clean(str(value))
    if text == "" or text in words_of("missing"):
        return "", False
    return text, not any(kind == "not_a_number" for _, kind in parse_scores([text])[1])


@cache
def items_by_title(year_be: int) -> dict[str, str]:
    """Key of an item's title to its code, where no other item of the year has it; none for an unknown year."""
    if year_be not in known_years():
        return {}
    tree = rulebook(year_be).tree
    items = tree[(tree["level"] == "item") & (tree["name_th"] != "")]
    keys = items["name_th"].map(match_key)
    once = ~keys.duplicated(keep=False)
    return dict(zip(keys[once], items.loc[once, "code"], strict=True))


@cache
def nodes_of(year_be: int) -> dict[str, tuple[str, str]]:
    """Code to level and kind of answers, for a year."""
    tree = rulebook(year_be).tree
    return dict(zip(tree["code"], zip(tree["level"], tree["answers"], strict=True), strict=True))
