"""Scores up the tree: complete sets of children only, the published score kept beside."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray

from itaanalysis.frames import AGENCY, COMPUTED, INCOMPLETE, SCORES, SIMULATED, check_scores, plain_column, plain_text
from itaanalysis.scoring._cells import YearCells, find_cells
from itaanalysis.scoring._matrix import roll_up_matrix, tell_items

#: How the note of a pass/fail item begins that was not read but follows from its parent.
INFERRED = "อนุมานจากข้อ"
_ITEM_NOTE = INFERRED + " {parent} ซึ่งได้ {score}"
_MARKS = (SIMULATED, INCOMPLETE)


class RolledYear(NamedTuple):
    """One year as matrices of offices × nodes.

    `row`: the position in the frame of the row that was read, -1 = none. `published`: its score, NaN where none was
    read or it had been rolled up before. `teller`: the node that told a pass/fail item, -1 = none.
    """

    cells: YearCells
    row: np.ndarray
    published: np.ndarray
    score: np.ndarray
    computed: np.ndarray
    teller: np.ndarray


def roll_up(scores: pd.DataFrame) -> pd.DataFrame:
    """Scores with every parent computed from its children, beside what was published.

    Parameters
    ----------
    scores
        A scores frame (see the codebook), any number of agencies and years.

    Returns
    -------
    DataFrame
        The columns of scores and `published` (as read, points 0–100, NaN = not published). A parent is computed only
        from a complete set of children; otherwise its published score stands, or NaN: never a mean of some. A row for
        every node that is read or computed, by year, agency and tree order; `source` is `computed` where the score was
        rolled up. All text is plain text, also where it came as categories. The input is not changed.

    Raises
    ------
    ItaError
        The input is not a scores frame.
    """
    years = roll_up_years(scores)
    return plain_text(_as_rows(scores, years, [(year.row >= 0) | year.computed for year in years]))


def roll_up_every_node(scores: pd.DataFrame) -> pd.DataFrame:
    """As `roll_up`, with a row for every node of the year's tree, NaN where nothing is known.

    A node whose descendants are all pass/fail tells its items where it is exactly 0 or 100: they carry that score, the
    node's source and a note. Text comes out as it came in, categories as categories: a nation's names would fill the
    memory. But `source` and `note`, which are written anew, are plain text.
    """
    years = roll_up_years(scores, tell=True)
    return _as_rows(scores, years, [np.ones(year.cells.shape, dtype=bool) for year in years])


def roll_up_years(scores: pd.DataFrame, *, tell: bool = False) -> list[RolledYear]:
    """The years of a scores frame, rolled up; `tell` fills pass/fail items as `roll_up_every_node` does."""
    check_scores(scores)
    values = scores["score"].to_numpy()
    # What was rolled up before was never published: compared with itself it would always agree.
    as_read = np.where(plain_column(scores["source"]) == COMPUTED, np.nan, values)
    years = []
    for cells in find_cells(scores):
        score, computed = roll_up_matrix(cells.fill(np.nan, values[cells.rows]), cells.book.tree)
        teller = tell_items(score, cells.book.tree) if tell else np.full(cells.shape, -1, dtype="int16")
        row = cells.fill(-1, cells.rows)
        years.append(RolledYear(cells, row, cells.fill(np.nan, as_read[cells.rows]), score, computed, teller))
    return years


def _as_rows(scores: pd.DataFrame, years: list[RolledYear], keep: list[np.ndarray]) -> pd.DataFrame:
    """The kept cells of all years as a long frame."""
    if not years:
        return scores.assign(published=scores["score"])
    office, node = _places(years, keep)
    trees = pd.concat([year.cells.book.tree[["code", "level"]] for year in years], ignore_index=True)
    columns = {
        "year_be": np.repeat([year.cells.book.year_be for year in years], [kept.sum() for kept in keep]),
        **{name: scores[name].array.take(office) for name in AGENCY},
        **{name: text_as_came(trees[name], node, scores[name]) for name in ("code", "level")},
        "score": np.concatenate([year.score[kept] for year, kept in zip(years, keep, strict=True)]),
        "source": _sources(scores["source"], years, keep),
        "note": _notes(scores["note"], years, keep),
        "published": np.concatenate([year.published[kept] for year, kept in zip(years, keep, strict=True)]),
    }
    rolled = pd.DataFrame(columns, columns=[*SCORES, "published"], copy=False)
    rolled.attrs = dict(scores.attrs)
    return rolled


def _places(years: list[RolledYear], keep: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Of each kept cell the first row of its office in the frame, and the place of its node in the trees one below
    the other."""
    offices, nodes, before = [], [], 0
    for year, kept in zip(years, keep, strict=True):
        at, node = np.nonzero(kept)
        offices.append(year.cells.first[at])
        nodes.append((node + before).astype("int32"))
        before += kept.shape[1]
    return np.concatenate(offices), np.concatenate(nodes)


def text_as_came(texts: pd.Series, at: np.ndarray, came: pd.Series) -> ExtensionArray:
    """The texts at these places: categories where `came` holds such, else plain text."""
    if not isinstance(came.dtype, pd.CategoricalDtype):
        return texts.array.take(at)
    number, different = pd.factorize(texts)
    return pd.Categorical.from_codes(number[at], different)


def _sources(sources: pd.Series, years: list[RolledYear], keep: list[np.ndarray]) -> ExtensionArray:
    """Where each kept score was read; `computed` where it was rolled up, nothing where there is none."""
    texts = pd.concat([plain_column(sources), pd.Series([COMPUTED, ""], dtype="str")])
    found = []
    for year, kept in zip(years, keep, strict=True):
        at = np.where(year.computed, len(sources), np.where(year.row < 0, len(sources) + 1, year.row))
        told = np.nonzero(year.teller >= 0)
        at[told] = at[told[0], year.teller[told]]
        found.append(at[kept])
    return texts.array.take(np.concatenate(found))


def _notes(notes: pd.Series, years: list[RolledYear], keep: list[np.ndarray]) -> ExtensionArray:
    """The note of each kept score: what was read, the marks of its office's rows, and what told an item."""
    number, different = pd.factorize(notes)
    number, read = np.append(number, -1) + 1, ["", *map(str, different)]  # row -1 takes the last: no note
    marks = np.array([sum((mark in text) << bit for bit, mark in enumerate(_MARKS)) for text in read])
    found: list[np.ndarray] = []
    texts: list[str] = []
    for year, kept in zip(years, keep, strict=True):
        at = number[year.row]
        of_office = np.bitwise_or.reduce(marks[at], axis=1, keepdims=True)
        follows = np.where(year.computed | (year.row < 0), of_office & ~marks[at], 0)
        told = np.where(year.teller < 0, 0, 1 + 2 * year.teller + (year.score == 100))
        # Few notes differ: each is written once.
        kinds = (len(read), 2 ** len(_MARKS), 1 + 2 * len(year.cells.book.tree))
        kind, differ = pd.factorize(np.ravel_multi_index((at[kept], follows[kept], told[kept]), kinds))
        found.append(kind + len(texts))
        codes = year.cells.book.tree["code"].to_list()
        texts += [_note(read[a], b, c, codes) for a, b, c in zip(*np.unravel_index(differ, kinds), strict=True)]
    return pd.array(texts, dtype="str").take(np.concatenate(found))


def _note(read: str, marks: int, told: int, codes: list[str]) -> str:
    """`marks`: a bit for each of `_MARKS`; `told`: 0, or 1 + twice the place of the telling node, + 1 if it is 100."""
    parts = [read, *(mark for bit, mark in enumerate(_MARKS) if marks >> bit & 1)]
    if told:
        teller, passed = divmod(told - 1, 2)
        parts.append(_ITEM_NOTE.format(parent=codes[teller], score=100 * passed))
    return "; ".join(part for part in parts if part)
