"""Answers to scores: each question is the mean of its answers, and the parents follow by the tree."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.frames import AGENCY, COMPUTED, FROM_ANSWERS, INCOMPLETE, SCORES, SIMULATED, number_texts
from itaanalysis.rulebook import evidence_labels, level_labels, rulebook
from itaanalysis.scoring._agency_ids import read_agency_ids
from itaanalysis.scoring._answer_points import Points, answer_points
from itaanalysis.scoring._answer_sources import answer_sources
from itaanalysis.scoring._count_answers import Counts, count_places
from itaanalysis.scoring._matrix import roll_up_matrix

_MARKS = (SIMULATED, INCOMPLETE)
_NO_ANSWER = "ไม่มีคำตอบ"


def score_answers(answers: pd.DataFrame, *, values: int = 0) -> pd.DataFrame:
    """The scores that answers give, from the questions up to the instruments.

    A question is the mean of its sub-questions, and each of those the mean of the answers that were given to it: a
    blank or ไม่ทราบ counts neither as an answer nor as 0. The parents follow by the weights of the year's tree, each
    from a complete set of children only.

    Parameters
    ----------
    answers
        An answers frame (`frames.ANSWERS` and a column a question): places from the worst answer (0) to the best.
    values
        The number of the set of answer values, where sources disagree (`rulebook.answer_values`; 0 = best evidence).

    Returns
    -------
    DataFrame
        A scores frame (points 0–100): a row for each question of an instrument that the agency has respondents of (NaN
        where nobody answered it, or a part of it), and for each parent that can be computed. `source` of a question is
        the block of cells that its answers stand in, of a parent `computed`; `note` names the number of people and the
        answer values, with their evidence. Text is categories. `attrs["answer_values"]` has the values by year and
        scale. The order of the rows of answers makes no difference.

    Raises
    ------
    ItaError
        Not an answers frame, or no set of values of that number.
    """
    counted = count_places(answers)
    points = {year: answer_points(year, values) for year in dict.fromkeys(one.year_be for one in counted)}
    years = [_score_year([one for one in counted if one.year_be == year], points[year]) for year in points]
    scores = _as_rows(answers, years, read_agency_ids(counted[0].agency_ids.tolist() if counted else []))
    told = {year: {scale: one._asdict() for scale, one in of_year.items()} for year, of_year in points.items()}
    scores.attrs = {**answers.attrs, "answer_values": told}
    return scores


def score_parts(counts: np.ndarray, points: list[tuple[float, ...]]) -> np.ndarray:
    """Mean points of each sub-question, from counts whose first axis is the sub-question and last the place.

    Whole numbers times points are added in the order of the places, so that a score depends on its answers alone.
    """
    shape = counts.shape[:-1]
    total, given = np.zeros(shape), np.zeros(shape)
    for at, worth in enumerate(points):
        for place, value in enumerate(worth):
            total[at] += counts[at, ..., place] * value
            given[at] += counts[at, ..., place]
    with np.errstate(invalid="ignore"):
        return np.clip(total / given, 0, 100)


def score_questions(asked: pd.DataFrame, parts: np.ndarray) -> dict[str, np.ndarray]:
    """Scores by question: the mean of its sub-questions, NaN where one of them has none."""
    code = asked["code"].to_numpy()
    return {one: np.add.reduce(parts[code == one], axis=0) / (code == one).sum() for one in dict.fromkeys(code)}


class _Year(NamedTuple):
    """One year as matrices of agencies × nodes of the tree; `least`/`most`: people who answered a part of the node.

    `kept`: nodes that get a row. `scale`: of each node (empty: a parent). `counted`: its instruments.
    """

    year_be: int
    tree: pd.DataFrame
    score: np.ndarray
    kept: np.ndarray
    least: np.ndarray
    most: np.ndarray
    scale: np.ndarray
    points: dict[str, Points]
    counted: list[Counts]


def _score_year(counted: list[Counts], points: dict[str, Points]) -> _Year:
    tree = rulebook(counted[0].year_be).tree
    place = {code: at for at, code in enumerate(tree["code"])}
    shape = (len(counted[0].agency_ids), len(tree))
    score, scale = np.full(shape, np.nan), np.full(len(tree), "", dtype=object)
    kept = np.zeros(shape, dtype=bool)
    least, most = np.zeros(shape, dtype="int64"), np.zeros(shape, dtype="int64")
    for one in counted:
        parts = score_parts(one.counts, [points[scale].points for scale in one.asked["scale"]])
        given, codes, scales = one.counts.sum(axis=2), one.asked["code"].to_numpy(), one.asked["scale"].to_numpy()
        for code, means in score_questions(one.asked, parts).items():
            of_code, at = np.flatnonzero(codes == code), place[code]
            score[:, at], kept[:, at], scale[at] = means, one.people > 0, scales[of_code[0]]
            least[:, at], most[:, at] = given[of_code].min(axis=0), given[of_code].max(axis=0)
    rolled, computed = roll_up_matrix(score, tree)
    for one in counted:
        below = _below(tree, one.instrument)
        least[:, below] = most[:, below] = one.people[:, None]
    return _Year(counted[0].year_be, tree, rolled, kept | computed, least, most, scale, points, counted)


def _below(tree: pd.DataFrame, instrument: str) -> np.ndarray:
    """The instrument and its indicators."""
    return np.flatnonzero((tree["code"] == instrument) | (tree["parent"] == instrument))


def _as_rows(answers: pd.DataFrame, years: list[_Year], agencies: pd.DataFrame) -> pd.DataFrame:
    """The kept cells as a long frame, all text as categories."""
    places = [_cells(year.kept) for year in years]
    office = np.concatenate([np.empty(0, dtype=int), *(at for at, _ in places)])
    codes = list(dict.fromkeys(code for year in years for code in year.tree["code"]))
    levels = list(level_labels()["level"])
    of_code = [pd.Index(codes).get_indexer(pd.Index(year.tree["code"])) for year in years]
    of_level = [pd.Index(levels).get_indexer(pd.Index(year.tree["level"])) for year in years]

    def nodes(numbers: list[np.ndarray], texts: list[str]) -> pd.Categorical:
        found = [number[at] for number, (_, at) in zip(numbers, places, strict=True)]
        return pd.Categorical.from_codes(np.concatenate([np.empty(0, dtype=int), *found]), _texts(texts))

    marks = _marks(answers, years)
    columns = {
        "year_be": np.repeat([year.year_be for year in years], [len(at) for at, _ in places]).astype("int64"),
        **{column: agencies[column].array.take(office) for column in AGENCY},
        "code": nodes(of_code, codes),
        "level": nodes(of_level, levels),
        "score": np.concatenate([np.empty(0), *(year.score[year.kept] for year in years)]),
        "source": _joined([_sources(answers, year, at) for year, at in zip(years, places, strict=True)]),
        "note": _joined([_notes(year, at, mark) for year, at, mark in zip(years, places, marks, strict=True)]),
    }
    return pd.DataFrame(columns, columns=SCORES, copy=False)


def _cells(kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    agency, node = np.nonzero(kept)
    return agency, node


def _texts(texts: list[str]) -> pd.Index:
    return pd.Index(texts, dtype="str")


def _joined(parts: list[tuple[np.ndarray, list[str]]]) -> pd.Categorical:
    """Numbers of texts, part after part, as one column of categories."""
    texts = list(dict.fromkeys(text for _, of_part in parts for text in of_part))
    at = [_texts(texts).get_indexer(_texts(of_part))[number] for number, of_part in parts if len(number)]
    return pd.Categorical.from_codes(np.concatenate([np.empty(0, dtype=int), *at]), _texts(texts))


def _sources(answers: pd.DataFrame, year: _Year, at: tuple[np.ndarray, np.ndarray]) -> tuple[np.ndarray, list[str]]:
    """`computed` for parents; for questions the cells of the agency's answers to the instrument."""
    number, texts = np.zeros(year.kept.shape, dtype="int64"), [COMPUTED]
    for one in year.counted:
        of_instrument = np.isin(year.tree["code"], one.asked["code"])
        number[:, of_instrument] = len(texts) + np.arange(len(one.agency_ids))[:, None]
        texts += answer_sources(answers["source"].iloc[one.rows], one.office, len(one.agency_ids))
    return number[at], texts


def _notes(year: _Year, at: tuple[np.ndarray, np.ndarray], marks: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """The people who answered, the values of the answers, and the marks of the agency's rows."""
    scales = ["", *year.points]
    scale = np.array([scales.index(one) for one in year.scale])[at[1]]
    most = int(year.most.max(initial=0)) + 1
    shape = (most, most, len(scales), 2 ** len(_MARKS))
    key = np.ravel_multi_index((year.least[at], year.most[at], scale, marks[at[0]]), shape)
    number, different = pd.factorize(key)  # few notes differ: each is written once
    found = zip(*np.unravel_index(different, shape), strict=True)
    return number, [_note(a, b, year.points.get(scales[c]), d) for a, b, c, d in found]


@cache
def _labels() -> dict[str, str]:
    return dict(evidence_labels()[["evidence", "label_th"]].itertuples(index=False, name=None))


def _note(least: int, most: int, points: Points | None, marks: int) -> str:
    if points is None:
        told = f"{FROM_ANSWERS}ของ {most:,} คน"
    else:
        people = f"{most:,}" if least == most else f"{least:,}–{most:,}"
        worth = f"ค่าคำตอบ {points.written} ({_labels()[points.evidence]})"
        told = f"{FROM_ANSWERS} {people} คน; {worth}" if least else _NO_ANSWER if not most else f"บางข้อย่อย{_NO_ANSWER}"
    return "; ".join([told, *(mark for bit, mark in enumerate(_MARKS) if marks >> bit & 1)])


def _marks(answers: pd.DataFrame, years: list[_Year]) -> list[np.ndarray]:
    """The marks of an agency's rows in a year: a bit for each of `_MARKS`."""
    found = [np.zeros(year.kept.shape[0], dtype="int64") for year in years]
    if "note" not in answers:
        return found
    number, texts = number_texts(answers["note"])
    for bit, mark in enumerate(_MARKS):
        marked = np.array([mark in str(text) for text in texts], dtype=bool)
        for of_year, year in zip(found, years, strict=True):
            for one in year.counted if marked.any() else ():
                office = one.office if marked.all() else one.office[marked[number[one.rows]]]
                of_year |= (np.bincount(office, minlength=len(of_year)) > 0) << bit
    return found
