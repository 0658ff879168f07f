"""Files of answers to the scores that they give together, how sure those are, and the questions that cost most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from itaanalysis.analysis import compute_gaps, compute_intervals, count_respondents, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import HIDDEN_ROW, Answers
from itaanalysis.frames import ANSWERS, KEY, RATINGS, SAMPLES, SCORES, make_frame, plain_text
from itaanalysis.rulebook import evidence_labels
from itaanalysis.scoring import roll_up, score_answers


class Scored(NamedTuple):
    """What the files give together; scores, ratings, samples and issues are frames as `read_export` gives them.

    `scores`: of all levels. `ratings`: none, as files of answers print no level. `samples`: population and answers of
    each office and instrument, and `hidden`, how many of the answers stand in hidden rows. `intervals`: as
    `compute_intervals` has them. `weak`: the questions and items that cost most, with the `remark` beside an item.
    `replaced`: how many scores read from the files gave way to those computed from answers. `values`: the values of
    answers that were used, with their evidence (Thai lines).
    """

    scores: pd.DataFrame
    ratings: pd.DataFrame
    samples: pd.DataFrame
    issues: pd.DataFrame
    intervals: pd.DataFrame
    weak: pd.DataFrame
    replaced: int
    values: list[str]


def score_files(
    read: Iterable[Answers],
    *,
    values: int = 0,
    population: Mapping[str, int] | None = None,
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> Scored:
    """The scores that the answers of some files give together; verdicts of OIT items in them are taken along.

    Parameters
    ----------
    read
        What `read_answers` gave for each file.
    values
        Which set of `answer_values`, as in `score_answers`.
    population
        How many people there are to ask, by instrument (`{"IIT": 34}`), where the files are of one office and year.
    sources
        What is known of the files, by name: title, retrieved (a day such as `2022-08-01`). It goes into documents.

    Raises
    ------
    ItaError
        There are neither answers nor scores, a respondent stands twice, there is no such set of values, or the
        population is of several offices or smaller than the number of answers.
    """
    read = list(read)
    answers = [one.answers for one in read if len(one.answers)]
    frames = [plain_text(one.scores) for one in read if len(one.scores)]
    joined, used = pd.DataFrame(), list[str]()
    if answers:
        joined = _together(answers)
        computed = score_answers(joined, values=values)
        frames, used = [plain_text(computed), *frames], _tell_values(computed)
    if not frames:
        raise ItaError("ไม่พบคำตอบหรือคะแนนที่อ่านได้ในไฟล์")
    every = pd.concat(frames, ignore_index=True)
    once = every[~every.duplicated(KEY)].reset_index(drop=True)
    scores = roll_up(once)[SCORES]
    scores.attrs = {"sources": {file: dict(known) for file, known in (sources or {}).items()}}
    samples = _count(joined, population or {})
    remarks = pd.concat([one.remarks for one in read], ignore_index=True).groupby(KEY)["text"].agg("; ".join)
    return Scored(
        scores=scores,
        ratings=make_frame([], RATINGS),
        samples=samples,
        issues=pd.concat([one.issues for one in read], ignore_index=True),
        intervals=compute_intervals(joined, scores, population=samples[SAMPLES], values=values) if answers else _none(),
        weak=find_weak_areas(compute_gaps(scores), level="item").join(remarks.rename("remark"), on=KEY),
        replaced=len(every) - len(once),
        values=used,
    )


def _none() -> pd.DataFrame:
    return pd.DataFrame({"year_be": [], "agency_id": [], "code": [], "low": [], "high": [], "method": []})


def _count(answers: pd.DataFrame, population: Mapping[str, int]) -> pd.DataFrame:
    """A samples frame with the column `hidden`."""
    if answers.empty:
        return make_frame([], SAMPLES).assign(hidden=0)
    if population and len(answers[ANSWERS[:2]].drop_duplicates()) > 1:
        raise ItaError("จำนวนคนทั้งหมด (--staff, --external) ใช้ได้กับไฟล์ของหน่วยงานและปีเดียว: แยกไฟล์ หรือไม่ต้องระบุ")
    samples = count_respondents(answers, population=population)
    few = samples[(samples["answers"] > samples["population"]).fillna(False)]
    for row in few.itertuples():
        raise ItaError(
            f"ผู้ตอบ {row.instrument} มี {row.answers:,} คน มากกว่าจำนวนทั้งหมดที่ระบุ "
            f"{row.population:,} คน: ตรวจจำนวน หรือแถวที่ซ้ำในไฟล์"
        )
    hidden = answers[answers["note"].str.contains(HIDDEN_ROW, regex=False)].groupby(ANSWERS[:3]).size()
    return samples.join(hidden.rename("hidden"), on=ANSWERS[:3]).fillna({"hidden": 0}).astype({"hidden": "int64"})


def _tell_values(computed: pd.DataFrame) -> list[str]:
    label = dict(evidence_labels()[["evidence", "label_th"]].itertuples(index=False, name=None))
    lines = []
    for year, scales in computed.attrs["answer_values"].items():
        told = [
            f"{' '.join(f'{worth:g}' for worth in one['points'])} ({label[one['evidence']]})" for one in scales.values()
        ]
        lines.append(f"ค่าคำตอบที่ใช้ ปี {year}: {' และ '.join(told)}")
    return lines


def _together(answers: list[pd.DataFrame]) -> pd.DataFrame:
    """The respondents of all files; one number of a row in two files is two people, one file twice is a mistake."""
    for one, other in combinations(answers, 2):
        if one.equals(other):
            raise ItaError(f"ไฟล์เดียวกันถูกอ่านสองครั้ง: {one['source'].iloc[0].split('#')[0]}")
    joined = pd.concat(answers, ignore_index=True)
    again = joined.duplicated(ANSWERS[:4])
    files = joined["source"].str.split("#", n=1).str[0]
    joined["respondent"] = joined["respondent"].where(~again, joined["respondent"] + " (" + files + ")")
    return joined
