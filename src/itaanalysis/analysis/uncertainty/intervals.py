"""How far the scores of an office can lie from what all would have answered."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty._estimates import Estimates, Population, estimate
from itaanalysis.analysis.uncertainty._notes import notes
from itaanalysis.analysis.uncertainty._settings import check_confidence

COLUMNS = [
    *("year_be", "agency_id", "code", "level", "score", "low", "high", "n", "population", "method", "source", "note"),
]


def compute_intervals(
    answers: pd.DataFrame,
    scores: pd.DataFrame | None = None,
    *,
    population: Population = None,
    values: int = 0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Intervals of the scores that answers give: questions, indicators, instruments, total.

    Parameters
    ----------
    answers
        An answers frame, any number of offices, years and instruments.
    scores
        Scores of the same offices: OIT, without which there is no total. Scores of IIT and EIT that no answers stand
        behind are listed with ไม่ทราบ in the place of an interval.
    population
        How many could have answered: a frame as `Export.samples` (year_be, agency_id, instrument, population; with
        `answers`, it is checked whether that number can give the printed scores), or, for one office, numbers such as
        `{"IIT": 26}`. Where it is not known, it is taken as endless.
    values
        Which set of `answer_values`, as in `score_answers`.
    confidence
        The share of such intervals that hold the score that all would have given together, above 0 and below 1.

    Returns
    -------
    DataFrame
        A row a node, by year, agency_id and tree order: year_be, agency_id, code, level, score, low, high (points
        0–100, low ≤ score ≤ high; NaN = ไม่ทราบ), n (respondents), population, method (`beta`, `census` = all have
        answered, `constant` = no answers in it, `sum` = the total from its instruments, which are not all
        of these two; empty = not known), source
        (files of the answers), note (Thai: what is not known and why, few answers, a census).

    Raises
    ------
    ItaError
        Not an answers frame, a year without rules, more answers than people, or a confidence that cannot be.

    Notes
    -----
    Closed form: nothing is drawn, so there is no seed, and the order of rows does not matter. A respondent's answers to
    all questions of an instrument count together; IIT and EIT are answered by different people; OIT has no sampling
    error. Of 95 % intervals of total, IIT and EIT, 93.8–97.2 % held the truth (n = 30 and 100, true scores
    60–97); more in `uncertainty/_spread.py`.
    """
    check_confidence(confidence, "compute_intervals")
    years = estimate(answers, scores, population, values, "compute_intervals")
    parts = [_as_rows(year, confidence) for year in years]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)
    found.attrs = {**(answers if scores is None else scores).attrs, "confidence": confidence}
    found.attrs["rule"] = f"ช่วงความเชื่อมั่น {100 * confidence:g}%: คิดจากความต่างระหว่างผู้ตอบ (ไม่มีการสุ่ม)"
    return found


def _as_rows(year: Estimates, confidence: float) -> pd.DataFrame:
    mean, low, high = year.intervals(confidence)
    method = methods(year, mean, low)
    score = np.where(np.isnan(mean), year.given, mean)
    shown = ~np.isnan(score) | ~np.isnan(year.n)
    office, node = np.nonzero(shown)
    columns: dict[str, object] = {
        "year_be": np.full(len(office), year.year_be, dtype="int64"),
        "agency_id": pd.array(year.offices, dtype="str").take(office),
        "code": year.nodes["code"].array.take(node),
        "level": year.nodes["level"].array.take(node),
        **{name: 100 * values[shown] for name, values in (("score", score), ("low", low), ("high", high))},
        "n": pd.array(year.n[shown], dtype="Int64"),
        "population": pd.array(year.population[shown], dtype="Int64"),
        "method": pd.array(method[shown], dtype="str"),
        "source": pd.array(year.sources[shown], dtype="str"),
        "note": pd.array(notes(year, method)[shown], dtype="str"),
    }
    return pd.DataFrame(columns, columns=COLUMNS)


def methods(year: Estimates, mean: np.ndarray, low: np.ndarray) -> np.ndarray:
    """How each interval was made; empty where there is none."""
    made = np.where(year.share >= 1, "census", "beta").astype(object)
    made[(year.share >= 1) & np.isnan(year.n)] = "constant"
    made[:, 0] = np.where((year.share[:, year.instruments] >= 1).all(axis=1), "census", "sum")
    made[np.isnan(mean) | np.isnan(low)] = ""
    return made
