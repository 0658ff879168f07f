"""What was read from one file or many to the frames of the contracts: agencies told apart, each key once, in order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from itaanalysis.exports._found import Cells, Count, Found, Part
from itaanalysis.exports._mapping import AgencyMap
from itaanalysis.exports._weights import find_weighted, unweighted_note
from itaanalysis.exports.opening import Role, address, cell_range, column_letters
from itaanalysis.frames import AGENCY, RATINGS, SAMPLES, SCORES, make_frame
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import agency_id, fill_districts, parse_agencies

#: Cells whose sources are written at once.
_AT_ONCE = 100_000
_TEXT: Any = pd.StringDtype(na_value=np.nan)


class Joined:
    """Everything that was read from some files, with one numbering of agencies, codes, notes and sheets."""

    def __init__(self, founds: list[Found], agency_map: AgencyMap) -> None:
        self.founds = founds
        self.sheets = [(found, sheet) for found in founds for sheet in found.sheets]
        self.agencies, places = self._agencies(agency_map)
        self.codes, code_places = _numbered([list(found.codes) for found in founds])
        self.notes, note_places = _numbered([list(found.notes) for found in founds])
        firsts = np.cumsum([0, *(len(found.sheets) for found in founds)])
        parts = [
            (part, maps)
            for found, *maps in zip(founds, places, code_places, note_places, firsts, strict=False)
            for part in found.parts
        ]
        self.cells = _join(parts)
        for found in founds:
            found.parts = []
        self.places, self.first_sheet = places, firsts

    def _agencies(self, agency_map: AgencyMap) -> tuple[pd.DataFrame, list[np.ndarray]]:
        """A row an agency, in the order of their ids, and for each file the rows of its numbers."""
        keys = list(dict.fromkeys(key for found in self.founds for key in found.agencies))
        written = [key for key in keys if len(key) == 3]
        texts = zip(*written, strict=True) if written else ((), (), ())
        parsed = parse_agencies(*agency_map.apply(*texts))[AGENCY]
        titled = [key for key in keys if len(key) != 3]
        told = [agency_map.renamed(key) for key in titled]
        ids = [agency_id(key.name, key.district, key.province) for key in told]
        others = make_frame([(name, *key[:4]) for name, key in zip(ids, told, strict=True)], AGENCY)
        order = [*written, *titled]
        table, untold = fill_districts(pd.concat([parsed, others], ignore_index=True) if titled else parsed)
        self._report_districts(dict(zip(order, untold.tolist(), strict=True)))
        ids = table["agency_id"].tolist()
        number = {name: at for at, name in enumerate(sorted(set(ids)))}
        first = np.empty(len(number), dtype="int64")
        first[[number[name] for name in reversed(ids)]] = np.arange(len(ids))[::-1]
        row_of = dict(zip(order, [number[name] for name in ids], strict=True))
        places = [np.array([row_of[key] for key in found.agencies], dtype="int64") for found in self.founds]
        return table.take(first)[AGENCY].reset_index(drop=True), places

    def _report_districts(self, untold: dict[object, bool]) -> None:
        """One warning a column of agencies whose district cannot be told."""
        if not any(untold.values()):
            return
        for found in self.founds:
            unknown = np.array([untold[key] for key in found.agencies], dtype=bool)
            columns: dict[tuple[int, int], list[tuple[int, int]]] = {}
            for sheet, column, rows, agencies in found.named:
                here = (agencies >= 0) & unknown[agencies]
                told = zip(rows[here].tolist(), agencies[here].tolist(), strict=True)
                columns.setdefault((sheet, column), []).extend(told)
            written = list(found.agencies)
            for (sheet, column), cells in columns.items():
                if cells:
                    place = {"sheet": found.sheets[sheet].name, "cell": cell_range([row for row, _ in cells], column)}
                    found.issues.add("district_unknown", value=written[cells[0][1]][0], **place)
            for agency in found.titled:
                if untold.get(agency):
                    found.issues.add("district_unknown", value=agency.name)

    # Scores -----------------------------------------------------------------------------------------------------

    def unweight(self) -> None:
        """Instruments printed as weighted points become scores of 0–100, or an issue where that is not clear."""
        upper = [at for at, code in enumerate(self.codes) if code.isdigit() or code.isupper()]
        which = np.flatnonzero(np.isin(self.cells.code, upper))
        cells = self.cells.take(which)
        weight, weighted, unclear, differs = find_weighted(cells, self.codes)
        notes = {text: at for at, text in enumerate(self.notes)}
        for at in np.flatnonzero(weighted).tolist():
            told = self.notes[cells.note[at]], unweighted_note(cells.score[at], weight[at])
            text = "; ".join(filter(None, told))
            self.cells.note[which[at]] = notes.setdefault(text, len(notes))
        self.notes = list(notes)
        self.cells.score[which[weighted]] = np.round(cells.score[weighted] / weight[weighted] * 100, 6)
        self._report_differences(cells, differs)
        for at in np.flatnonzero(unclear).tolist():
            found, sheet = self.sheets[cells.sheet[at]]
            where = {"sheet": sheet.name, "cell": address(int(cells.row[at]), int(cells.column[at]))}
            words = {"code": self.codes[cells.code[at]], "weight": f"{weight[at]:g}"}
            found.issues.add("weighted_unclear", value=float(cells.score[at]), **where, **words)
            sheet.roles[cells.row[at], cells.column[at]] = Role.ISSUE
        if unclear.any():
            self.cells = self.cells.take(np.setdiff1d(np.arange(len(self.cells.score)), which[unclear]))

    def _report_differences(self, cells: Cells, differs: np.ndarray) -> None:
        """One warning a column of instrument scores that their indicators do not give."""
        columns = zip(cells.sheet[differs].tolist(), cells.column[differs].tolist(), strict=True)
        for place, column in sorted(set(columns)):
            here = differs & (cells.sheet == place) & (cells.column == column)
            found, sheet = self.sheets[place]
            where = {"sheet": sheet.name, "cell": cell_range(sorted(cells.row[here].tolist()), column)}
            words = {"code": self.codes[cells.code[here][0]], "number": int(here.sum())}
            found.issues.add("instrument_differs", value=float(cells.score[here][0]), **words, **where)

    def sort(self) -> None:
        """Cells by year, agency and the order of the year's tree; of one key the first read comes first."""
        cells = self.cells
        place = np.zeros(len(cells.code), dtype="int16")
        for year in np.unique(cells.year):
            at = pd.Index(rulebook(int(year)).tree["code"]).get_indexer(self.codes).astype("int16")
            place = np.where(cells.year == year, at[cells.code], place)
        self.key = cells.year.astype("int64")
        for factor, part in ((len(self.agencies) + 1, cells.agency), (1_000, place)):
            self.key *= factor
            self.key += part
        if (self.key[1:] < self.key[:-1]).any():
            order = np.argsort(self.key, kind="stable")
            self.key = self.key[order]
            for name, values in vars(cells).items():  # one after the other, to need the room of one only
                setattr(cells, name, values[order])

    def take_once(self) -> None:
        """Each key once, the first: another score is an error with both cells, an equal one in one file a slip."""
        again = np.zeros(len(self.key), dtype=bool)
        again[1:] = self.key[1:] == self.key[:-1]
        if not again.any():
            return
        cells = self.cells
        for first in np.flatnonzero(np.append(again[1:], False) & ~again).tolist():
            last = first + 1
            while last < len(again) and again[last]:
                last += 1
            scores = cells.score[first:last]
            files = {id(self.sheets[place][0]) for place in cells.sheet[first:last].tolist()}
            equal = len(set(scores[~np.isnan(scores)].tolist())) + bool(np.isnan(scores).any()) == 1
            if not equal or len(files) < last - first:
                self._report_twice(first, last, "duplicate_equal" if equal else "duplicate", one_file=len(files) == 1)
        self.cells = cells.take(np.flatnonzero(~again))

    def _report_twice(self, first: int, last: int, kind: str, *, one_file: bool) -> None:
        cells, told = self.cells, []
        for at in range(first, last):
            found, sheet = self.sheets[cells.sheet[at]]
            place = f"{sheet.name}!{address(int(cells.row[at]), int(cells.column[at]))}"
            told.append(f"{cells.score[at]:g} ที่ {place if one_file else f'{found.file}#{place}'}")
        agency = self.agencies["agency"].iloc[int(cells.agency[first])]
        what = f"{agency} ปี {cells.year[first]} ข้อ {self.codes[cells.code[first]]}: {' และ '.join(told)}"
        where = {"sheet": sheet.name, "cell": address(int(cells.row[last - 1]), int(cells.column[last - 1]))}
        found.issues.add(kind, value=float(cells.score[last - 1]), what=what, **where)

    def scores(self) -> pd.DataFrame:
        """The scores frame."""
        cells = self.cells
        years = np.unique(cells.year)
        trees = [rulebook(int(year)).tree for year in years]
        order = list(dict.fromkeys(code for tree in trees for code in tree["code"]))
        level = {code: of for tree in trees for code, of in zip(tree["code"], tree["level"], strict=True)}
        text = {name: _category(self.agencies[name].tolist(), cells.agency) for name in AGENCY}
        frame = {
            "year_be": cells.year.astype("int64"),
            **text,
            "code": _category(self.codes, cells.code, order),
            "level": _category([level.get(code, "") for code in self.codes], cells.code),
            "score": cells.score,
            "source": self.sources(cells.sheet, cells.row, cells.column),
            "note": _category(self.notes, cells.note),
        }
        return pd.DataFrame(frame, columns=SCORES, copy=False)

    def sources(self, sheet: np.ndarray, row: np.ndarray, column: np.ndarray) -> pd.Series:
        """`file#sheet!C12` for each cell."""
        heads = [f"{found.file}#{sheet.name}!" for found, sheet in self.sheets]
        width = int(column.max()) + 1 if len(column) else 1
        letters = [column_letters(at) for at in range(width)]
        starts = pa.array([head + letter for head in heads for letter in letters], pa.large_string())
        numbers = pa.array(map(str, range(1, int(row.max()) + 2 if len(row) else 1)), pa.large_string())
        empty, chunks = pa.scalar("", pa.large_string()), []
        for at in range(0, len(row), _AT_ONCE):  # in pieces, since its parts take as much room as the whole
            part = slice(at, at + _AT_ONCE)
            start = starts.take(pa.array(sheet[part] * width + column[part]))
            chunks.append(pc.binary_join_element_wise(start, numbers.take(pa.array(row[part])), empty))
        return pd.Series(_TEXT.__from_arrow__(pa.chunked_array(chunks, pa.large_string())), copy=False)

    # Levels and numbers of people -------------------------------------------------------------------------------

    def ratings(self) -> pd.DataFrame:
        """The ratings frame; two levels of one agency and year are an error, and the first stands."""
        told = [
            (printed, places, first)
            for found, places, first in zip(self.founds, self.places, self.first_sheet, strict=False)
            for printed in found.ratings
        ]
        size = [len(printed.texts) for printed, _, _ in told]
        years = _stack([printed.years for printed, _, _ in told])
        agencies = _stack([places[printed.agencies] for printed, places, _ in told])
        texts = [text for printed, _, _ in told for text in printed.texts]
        rows = _stack([printed.rows for printed, _, _ in told])
        columns = np.repeat(np.array([printed.column for printed, _, _ in told], dtype="int64"), size)
        sheets = np.repeat(np.array([first + printed.sheet for printed, _, first in told], dtype="int64"), size)
        _, once, which = np.unique(years * len(self.agencies) + agencies, return_index=True, return_inverse=True)
        for at in np.flatnonzero(once[which] != np.arange(len(texts))).tolist():
            first = int(once[which[at]])
            if texts[at] != texts[first]:
                found, sheet = self.sheets[sheets[at]]
                where = {"sheet": sheet.name, "cell": address(int(rows[at]), int(columns[at]))}
                office = self.agencies["agency_id"].iloc[int(agencies[at])]
                told_twice = f"{texts[first]} และ {texts[at]} ({office} ปี {years[at]})"
                found.issues.add("rating_twice", value=told_twice, **where)
        kept = np.sort(once)
        frame = {
            "year_be": years[kept],
            "agency_id": self.agencies["agency_id"].take(agencies[kept]).to_numpy(),
            "printed": [texts[at] for at in kept],
            "source": self.sources(sheets[kept], rows[kept], columns[kept]),
        }
        return make_frame(frame, RATINGS)

    def samples(self) -> pd.DataFrame:
        """The samples frame: population and answers of an instrument in one row, with the cells of both."""
        ids = self.agencies["agency_id"].tolist()
        rows: dict[tuple[int, str, str], dict[str, Count]] = {}
        heads: dict[int, str] = {}
        for found, places in zip(self.founds, self.places, strict=False):
            for count in found.counts:
                key = count.year_be, ids[int(places[count.agency])], count.instrument
                cell = f"{found.file}#{found.sheets[count.sheet].name}!{address(count.row, count.column)}"
                first = rows.setdefault(key, {}).setdefault(count.kind, count)
                heads.setdefault(id(first), cell)
                if first.people != count.people:
                    where = {"sheet": found.sheets[count.sheet].name, "cell": address(count.row, count.column)}
                    found.issues.add("count_twice", value=f"{first.people} และ {count.people}", **where)
        made = []
        for key, counts in sorted(rows.items(), key=lambda row: row[0]):
            numbers = [counts[kind].people if kind in counts else None for kind in ("population", "answers")]
            made.append((*key, *numbers, ", ".join(heads[id(count)] for count in counts.values())))
        return make_frame(made, SAMPLES)


def _stack(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.array([], dtype="int64"), *arrays]).astype("int64")


def _numbered(texts: list[list[str]]) -> tuple[list[str], list[np.ndarray]]:
    """All texts once, and for each list the places of its own."""
    numbers: dict[str, int] = {}
    places = [np.array([numbers.setdefault(t, len(numbers)) for t in part], dtype="int64") for part in texts]
    return list(numbers), places


def _join(parts: list[tuple[Part, list[np.ndarray]]]) -> Cells:
    """The parts below each other, with the numbers that hold for all files."""
    if not parts:
        return Cells(*(np.array([], dtype="float64" if at == 4 else "int64") for at in range(9)))
    size = [len(part.score) for part, _ in parts]
    return Cells(
        np.concatenate([part.year for part, _ in parts]),
        np.concatenate([agency[part.agency] for part, (agency, *_) in parts]).astype("int32"),
        np.concatenate([code[part.code] for part, (_, code, *_) in parts]).astype("int16"),
        np.concatenate([note[part.note] for part, (_, _, note, _) in parts]).astype("int32"),
        np.concatenate([part.score for part, _ in parts]),
        np.concatenate([part.row for part, _ in parts]).astype("int32"),
        np.repeat(np.array([part.column for part, _ in parts], dtype="int32"), size),
        np.repeat(np.array([first + part.sheet for part, (*_, first) in parts], dtype="int32"), size),
        np.repeat(np.array([part.either for part, _ in parts], dtype=bool), size),
    )


def _category(texts: list[str], number: np.ndarray, order: list[str] | None = None) -> pd.Categorical:
    """A column of repeated text, `texts[number]`; its categories are those that occur, in this order or sorted."""
    used = np.zeros(len(texts), dtype=bool)
    used[number] = True
    # Agencies come in the order of their ids, so that there is little left to sort.
    occur = dict.fromkeys(text for text, told in zip(texts, used.tolist(), strict=True) if told)
    known = sorted(occur) if order is None else [text for text in order if text in occur]
    if known == texts:
        codes = np.arange(len(texts))
    else:
        place = {text: at for at, text in enumerate(known)}
        codes = np.array([place.get(text, -1) for text in texts])
    codes = codes.astype(np.min_scalar_type(-max(len(known), 1)))
    dtype = pd.CategoricalDtype(pd.Index(_TEXT.__from_arrow__(pa.array(known, pa.large_string()))))
    return pd.Categorical.from_codes(codes[number], dtype=dtype, validate=False)
