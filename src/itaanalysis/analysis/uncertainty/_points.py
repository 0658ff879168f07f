"""Answers as points, a matrix a year and instrument, in an order that does not hang on that of the rows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.frames import SIMULATED, answer_places, text_places
from itaanalysis.scoring import answer_points, answer_sources, count_places


class Points(NamedTuple):
    """The answers of one year to one instrument, a row a respondent by office and respondent.

    `offices` are the agency_ids that have respondents, with the `sources` of their answers and whether they are
    `simulated`; `office` is each row's number among them; `points` are 0–1 (NaN = no answer), a column each of
    `columns` (`i1.1`, `i2`).
    """

    year_be: int
    instrument: str
    offices: list[str]
    sources: list[str]
    simulated: np.ndarray
    office: np.ndarray
    columns: list[str]
    points: np.ndarray


def read_points(answers: pd.DataFrame, values: int) -> Iterator[Points]:
    """The points of each year and instrument; `values` chooses among the year's sets of values."""
    people = text_places(answers["respondent"])
    marked = np.zeros(len(answers), dtype=bool)
    if "note" in answers:
        marked = answers["note"].str.contains(SIMULATED, regex=False).to_numpy(dtype=bool)
    for one in count_places(answers):
        order = np.lexsort((people[one.rows], one.office))
        rows, office = np.arange(len(answers))[one.rows][order], np.cumsum(one.people > 0)[one.office[order]] - 1
        points = np.full((len(rows), len(one.asked)), np.nan)
        worth = {scale: np.append(of.points, np.nan) / 100 for scale, of in answer_points(one.year_be, values).items()}
        for at, (column, scale) in enumerate(zip(one.asked["column"], one.asked["scale"], strict=True)):
            if column in answers:
                points[:, at] = worth[scale][answer_places(answers[column])[rows]]  # −1, no answer, is the last: NaN
        offices = one.agency_ids[one.people > 0].tolist()
        sources = answer_sources(answers["source"].iloc[rows], office, len(offices))
        simulated = np.bincount(office, weights=marked[rows]) > 0
        columns = list(one.asked["column"])
        yield Points(one.year_be, one.instrument, offices, sources, simulated, office, columns, points)
