"""Answers of files to the scores that they give, how sure those are, and the questions that cost most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from itaanalysis.analysis import compute_gaps, compute_intervals, count_respondents, find_weak_areas
from itaanalysis.analysis.uncertainty.intervals import COLUMNS as INTERVALS
from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import HIDDEN_ROW, Answers
from itaanalysis.frames import ANSWERS, FROM_ANSWERS, KEY, RATINGS, SAMPLES, SCORES, make_frame, plain_text
from itaanalysis.rulebook import answer_values, evidence_labels
from itaanalysis.scoring import roll_up, score_answers


class Scored(NamedTuple):
    """What the files give together; scores, ratings, samples and issues are frames as `read_export` gives them.

    `scores`: of all levels; `attrs["announced"]` is False. `ratings`: none, as files of answers print no level.
    `samples`: population and answers of each office and instrument, and `hidden`, how many of the answers stand in
    hidden rows. `intervals`: as `compute_intervals` has them. `weak`: the questions and items that cost most, with the
    `remark` beside an item. `replaced`: how many scores read from the files gave way to those computed from answers.
    `worth_told`: the values of answers that were used, with their evidence (Thai lines).
    """

    scores: pd.DataFrame
    ratings: pd.DataFrame
    samples: pd.DataFrame
    issues: pd.DataFrame
    intervals: pd.DataFrame
    weak: pd.DataFrame
    replaced: int
    worth_told: list[str]


def score_files(
    read: Answers,
    *,
    values: int = 0,
    population: Mapping[str, int] | None = None,
    sources: Mapping[str, Mapping[str, str]] | None = None,
) -> Scored:
    """The scores that the answers of some files give together; verdicts of OIT items in them are taken along.

    Parameters
    ----------
    read
        What `read_answers` gave for the files.
    values
        Which set of `answer_values`, as in `score_answers`.
    population
        How many people there are to ask, by instrument (`{"IIT": 34}`), where the files are of one office and year.
    sources
        What is known of the files, by name: title, retrieved (a day such as `2022-08-01`). It goes into documents.

    Raises
    ------
    ItaError
        There are neither answers nor scores, there is no such set of values, or the population is of several offices
        or smaller than the number of answers.
    """
    frames, worth_told = [plain_text(read.scores)], list[str]()
    if len(read.answers):
        _check_values(read.answers, values)
        computed = score_answers(read.answers, values=values)
        frames, worth_told = [plain_text(computed), *frames], _tell_values(computed)
    every = pd.concat([frame for frame in frames if len(frame)] or [make_frame([], SCORES)], ignore_index=True)
    if every.empty:
        raise ItaError("ไม่พบคำตอบหรือคะแนนที่อ่านได้ในไฟล์")
    once = every[~every.duplicated(KEY)].reset_index(drop=True)
    scores = _marked(roll_up(once)[SCORES])
    scores.attrs = {"announced": False, "sources": {file: dict(known) for file, known in (sources or {}).items()}}
    samples = _count(read.answers, scores, population or {})
    intervals = pd.DataFrame(columns=INTERVALS)
    if len(read.answers):
        intervals = compute_intervals(read.answers, scores, population=samples[SAMPLES], values=values)
    remarks = read.remarks.groupby(KEY)["text"].agg("; ".join)
    weak = find_weak_areas(compute_gaps(scores), level="item").join(remarks.rename("remark"), on=KEY)
    ratings = make_frame([], RATINGS)
    return Scored(scores, ratings, samples, read.issues, intervals, weak, len(every) - len(once), worth_told)


def _check_values(answers: pd.DataFrame, values: int) -> None:
    for year in sorted(answers["year_be"].unique()):
        known = sorted(set(answer_values(int(year))["set"]))
        if values not in known:
            raise ItaError(f"ค่าคำตอบของปี {year} มีชุด {', '.join(map(str, known)) or '–'}; พบ --values {values}")


def _marked(scores: pd.DataFrame) -> pd.DataFrame:
    """A total that was computed with scores from answers says so, as those do."""
    answered = scores.loc[scores["note"].str.contains(FROM_ANSWERS, regex=False), KEY[:2]].drop_duplicates()
    of_office = pd.MultiIndex.from_frame(scores[KEY[:2]]).isin(pd.MultiIndex.from_frame(answered))
    total = of_office & (scores["level"] == "total").to_numpy()
    told = scores["note"].where(scores["note"] == "", "; " + scores["note"])
    return scores.assign(note=scores["note"].mask(total, FROM_ANSWERS + told))


def _count(answers: pd.DataFrame, scores: pd.DataFrame, population: Mapping[str, int]) -> pd.DataFrame:
    """A samples frame with the column `hidden`; an instrument of which only the population is told has a row too."""
    offices = scores[KEY[:2]].drop_duplicates()
    if population and len(offices) > 1:
        raise ItaError("จำนวนคนทั้งหมด (--staff, --external) ใช้ได้กับไฟล์ของหน่วยงานและปีเดียว: แยกไฟล์ หรือไม่ต้องระบุ")
    counted = count_respondents(answers, population=population) if len(answers) else make_frame([], SAMPLES)
    few = counted[(counted["answers"] > counted["population"]).fillna(False)]
    if len(few):
        first = few.iloc[0]
        raise ItaError(
            f"ผู้ตอบ {first['instrument']} มี {first['answers']:,} คน มากกว่าจำนวนทั้งหมดที่ระบุ "
            f"{first['population']:,} คน: ตรวจจำนวน หรือแถวที่ซ้ำในไฟล์"
        )
    without = [name for name in population if name not in set(counted["instrument"])]
    told = [(*offices.iloc[0], name, population[name], pd.NA, "") for name in without]
    samples = pd.concat([counted, make_frame(told, SAMPLES)], ignore_index=True) if told else counted
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
