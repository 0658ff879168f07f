"""Where the answers of an agency stand: the block of cells around its rows."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from itaanalysis.frames import number_texts

_CELLS = re.compile(r"(?P<sheet>.*)!(?P<left>[A-Z]+)(?P<top>\d+)(?::(?P<right>[A-Z]+)(?P<bottom>\d+))?")
_Cells = tuple[str, list[tuple[int, str]], list[int]]


def answer_sources(sources: pd.Series, office: np.ndarray, offices: int) -> list[str]:
    """The source of each agency's answers: `a.xlsx#Form1!A2:P27` for rows of one sheet, else the files by name.

    Parameters
    ----------
    sources
        Of each respondent, its row of cells: `a.xlsx#Form1!A12:P12`; another text stands for itself.
    office, offices
        The number of the agency of each respondent, and how many there are.
    """
    number, different = number_texts(sources)
    cells = [_cells(str(text)) for text in different]
    if len(cells) == 1:
        return [_told({cells[0][0]: cells})] * offices
    sheets: list[dict[str, list[_Cells]]] = [{} for _ in range(offices)]
    for at, source in zip(*np.divmod(np.unique(office * len(cells) + number), len(cells)), strict=True):
        sheets[at].setdefault(cells[source][0], []).append(cells[source])
    return [_told(of_office) for of_office in sheets]


def _cells(source: str) -> _Cells:
    """The sheet, the columns (as they are sorted: B before AA) and the rows of a source."""
    found = _CELLS.fullmatch(source)
    if found is None:
        return source, [], []
    columns = [(len(name), name) for name in (found["left"], found["right"]) if name]
    return found["sheet"], columns, [int(row) for row in (found["top"], found["bottom"]) if row]


def _told(sheets: dict[str, list[_Cells]]) -> str:
    if len(sheets) != 1:
        return "; ".join(sorted({sheet.split("#")[0] for sheet in sheets}))
    ((sheet, rows),) = sheets.items()
    columns = [column for _, of_row, _ in rows for column in of_row]
    if not columns:
        return sheet
    lines = [line for _, _, of_row in rows for line in of_row]
    return f"{sheet}!{min(columns)[1]}{min(lines)}:{max(columns)[1]}{max(lines)}"
