"""What was read from the sheets of one file to the frames of an `Answers`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from itaanalysis.exports.answers._block import EMPTY
from itaanalysis.exports.answers._questions import questions_of
from itaanalysis.exports.answers._year import Laid, Part
from itaanalysis.frames import make_frame

KEY = ["year_be", "agency_id", "instrument", "respondent"]
SUGGESTIONS = [*KEY, "text", "source"]
REMARKS = ["year_be", "agency_id", "code", "text", "source"]


@dataclass(frozen=True, eq=False)
class Answers:
    """What was read from one file of respondents or several.

    Attributes
    ----------
    answers
        A row a respondent: year_be, agency_id, instrument, respondent (the file's own id, or the number of its row; the
        file's name behind one that another file has too), source (its cells), note (ข้อมูลจำลอง; แถวที่ซ่อนไว้: hidden rows
        are read too), then a column a question of the year
        (`i1.1`, `i2`): the place of the answer from the worst (0) to the best, Int8, negative questions turned round;
        NA = not answered.
    respondents
        The same rows: the key and the columns of groups (เพศ, ประเภทผู้รับบริการ …) by their headers; empty = not told.
    suggestions
        Free texts, names and numbers masked: the key, text, source (its cell).
    issues
        What was not understood (see `Export.issues`).
    layout
        A row a sheet and scale: file, sheet, range, header, year, year_evidence, instrument, scale (four, two, six),
        questions, cells (words, places from 0, places from 1, points), turned (of the numbers of negative questions:
        as worded, already turned), evidence (what was found and why it is read so), dropped (columns not kept).
    scores
        Scores of other sheets, such as the verdicts of OIT items (see `Export.scores`).
    remarks
        What stands beside those verdicts: year_be, agency_id, code, text, source (its cell).
    cells
        A row a sheet: how many filled cells there are and what became of them (see `Export.cells`; `score` counts
        answers too, `remark` groups, ids and suggestions, `issue` what was dropped).
    """

    answers: pd.DataFrame
    respondents: pd.DataFrame
    suggestions: pd.DataFrame
    issues: pd.DataFrame
    layout: pd.DataFrame
    scores: pd.DataFrame
    remarks: pd.DataFrame
    cells: pd.DataFrame


def collect(
    file: str,
    parts: list[Part],
    laid: list[Laid],
    offices: np.ndarray,
    *,
    issues: pd.DataFrame,
    scores: pd.DataFrame,
    remarks: pd.DataFrame,
    cells: pd.DataFrame,
) -> Answers:
    """The parts of a file below each other; `offices`: agency_id by the numbers of the parts."""
    keys = _keys(parts, offices)
    sources = [
        f"{file}#{part.sheet}!{part.span[0]}{row}:{part.span[1]}{row}"
        for part in parts
        for row in (part.rows + 1).tolist()
    ]
    notes = [note for part in parts for note in part.notes]
    text = pd.DataFrame({"source": sources, "note": notes}, index=keys.index, dtype="str")
    answers = pd.concat([keys, text, pd.DataFrame(_places(parts), index=keys.index)], axis=1)
    return Answers(
        answers,
        _respondents(keys, parts),
        _suggestions(file, keys, parts),
        issues,
        pd.DataFrame(laid, columns=list(Laid._fields), dtype="str"),
        scores,
        remarks,
        cells,
    )


def _keys(parts: list[Part], offices: np.ndarray) -> pd.DataFrame:
    """Year, office, instrument and respondent of all rows; one id in two sheets gets the second sheet's name."""
    columns = {
        "year_be": np.concatenate([np.zeros(0, "int64"), *(np.full(len(part.rows), part.year_be) for part in parts)]),
        "agency_id": [office for part in parts for office in offices[part.agencies]],
        "instrument": [name for part in parts for name in part.instruments.tolist()],
        "respondent": [name for part in parts for name in part.respondents],
    }
    keys = make_frame(columns, KEY)
    again = keys.duplicated().to_numpy()
    if again.any():
        names = [f"{name} ({part.sheet})" for part in parts for name in part.respondents]
        keys["respondent"] = keys["respondent"].where(~again, pd.Series(names, index=keys.index, dtype="str"))
    return keys


def _places(parts: list[Part]) -> dict[str, pd.array]:  # type: ignore[valid-type]
    """The columns of questions of all years among the parts, in the order of their trees."""
    years = dict.fromkeys(part.year_be for part in parts)
    found = {}
    for column in dict.fromkeys(column for year in years for column in questions_of(year)):
        pieces = [part.answers.get(column, np.full(len(part.rows), EMPTY, dtype="int8")) for part in parts]
        places = np.concatenate(pieces).astype("int8")
        found[column] = pd.arrays.IntegerArray(np.where(places == EMPTY, 0, places).astype("int8"), places == EMPTY)
    return found


def _respondents(keys: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    names = dict.fromkeys(name for part in parts for name in part.groups)
    groups = {name: [cell for part in parts for cell in part.groups.get(name, [""] * len(part.rows))] for name in names}
    return pd.concat([keys, pd.DataFrame(groups, index=keys.index, dtype="str")], axis=1)


def _suggestions(file: str, keys: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    rows, before = [], 0
    for part in parts:
        rows += [(before + told.row, told.text, f"{file}#{part.sheet}!{told.cell}") for told in part.suggestions]
        before += len(part.rows)
    at, texts, sources = zip(*rows, strict=True) if rows else ((), (), ())
    made = keys.iloc[list(at)].reset_index(drop=True)
    return make_frame({**{name: made[name] for name in KEY}, "text": list(texts), "source": list(sources)}, SUGGESTIONS)
