"""Several files of respondents as one: what one file leaves open and the others tell, copies, and one key for all."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.answers._cells import Asked
from itaanalysis.exports.answers._collect import KEY, REMARKS, SUGGESTIONS, Answers
from itaanalysis.frames import KEY as NODE
from itaanalysis.frames import answer_places, plain_text, question_columns, sort_scores
from itaanalysis.scoring import read_agency_ids

#: What `read_answers` takes: a file or several.
Files = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]
_FEWEST = 3  # respondents that can be told from others of the same answers
_NO_AGENCY = {"answers_no_agency", "no_agency"}


class FileRead(NamedTuple):
    """A file, what was read from it, and the offices (agency_id) and years that it tells."""

    path: Path
    answers: Answers
    offices: frozenset[str]
    years: frozenset[int]


def file_paths(files: Files) -> list[Path]:
    """The files, whose names tell them apart in every source and issue."""
    paths = [Path(files)] if isinstance(files, (str, os.PathLike)) else [Path(file) for file in files]
    if not paths:
        raise ItaError("read_answers: ไม่ได้ระบุไฟล์คำตอบ: ระบุอย่างน้อยหนึ่งไฟล์")
    first: dict[str, Path] = {}
    for path in paths:
        if path.name not in first:
            first[path.name] = path
        elif path.resolve() == first[path.name].resolve():
            raise ItaError(f"read_answers: ระบุไฟล์เดียวกันสองครั้ง: {path}")
        else:
            two = f"{first[path.name]} กับ {path}"
            raise ItaError(f"read_answers: ไฟล์ {two} ชื่อเดียวกัน จึงบอกที่มาของคำตอบไม่ได้: เปลี่ยนชื่อไฟล์หนึ่ง")
    return paths


def fill_untold(read: list[FileRead], asked: Asked, again: Callable[[Path, Asked], FileRead]) -> list[FileRead]:
    """The files, of which those that tell no office or no year are read `again` with the one that the others tell."""
    office, year = _one_told([each.offices for each in read]), _one_told([each.years for each in read])
    return [_fill(one, read, asked, office, year, again) for one in read]


def _one_told(told: Iterable[frozenset[Any]]) -> Any:
    every = frozenset[Any]().union(*told)
    return next(iter(every)) if len(every) == 1 else None


def _fill(
    one: FileRead,
    read: list[FileRead],
    asked: Asked,
    office: str | None,
    year: int | None,
    again: Callable[[Path, Asked], FileRead],
) -> FileRead:
    kinds = {*one.answers.issues["kind"]}
    of_office = office and not one.offices and kinds & _NO_AGENCY and "agencies_in_title" not in kinds
    of_year = year and not one.years and "no_year" in kinds
    issues, more = IssueList(one.path.name), asked
    if office and of_office:
        issues.add("answers_agency_taken", value=office, files=_names(each for each in read if each.offices))
        more = replace(more, agency=_as_text(office))
    if year and of_year:
        issues.add("answers_year_taken", value=year, files=_names(each for each in read if each.years))
        more = replace(more, year_be=year)
    if more == asked:
        return one
    found = again(one.path, more)
    layout = found.answers.layout
    if of_year:
        layout = layout.assign(year_evidence=f"ไฟล์ {_names(each for each in read if each.years)}")
    told = pd.concat([IssueList.join([issues]), found.answers.issues], ignore_index=True)
    return found._replace(answers=replace(found.answers, issues=told, layout=layout))


def _names(read: Iterable[FileRead]) -> str:
    return ", ".join(one.path.name for one in read)


def _as_text(agency_id: str) -> str:
    """An agency_id as the `agency` of `read_answers`."""
    told = read_agency_ids([agency_id]).iloc[0]
    places = [f"{word}{told[name]}" for word, name in (("อำเภอ", "district"), ("จังหวัด", "province")) if told[name]]
    return " ".join([told["agency"], *places])


def join_files(read: list[FileRead]) -> Answers:
    """The frames of the files below each other.

    A number of a row that stands in two files is two people: the second gets the name of its file.
    """
    if len(read) == 1:
        return read[0].answers
    every = [one.answers for one in read]
    files = [one.path.name for one in read]
    answers, file = _stack([one.answers for one in every])
    respondents, _ = _stack([one.respondents for one in every])
    respondents[[*respondents]] = respondents.fillna("")  # groups that a file does not have
    copies = _find_copies(answers, respondents, file, files)
    keys = answers[KEY].assign(file=file)
    again = answers.duplicated(KEY).to_numpy()
    names = answers["respondent"].where(
        ~again, answers["respondent"] + " (" + np.array(files, dtype=object)[file] + ")"
    )
    suggestions, of_file = _stack([one.suggestions for one in every])
    wrote = suggestions.assign(file=of_file)[[*KEY, "file"]].merge(keys.assign(name=names), how="left")["name"]
    scores, differ = _join_scores([one.scores for one in every])
    return Answers(
        answers.assign(respondent=names),
        respondents.assign(respondent=names),
        suggestions.assign(respondent=wrote)[SUGGESTIONS],
        _stack([*(one.issues for one in every), IssueList.join([*copies, *differ])])[0],
        _stack([one.layout for one in every])[0],
        scores,
        _stack([one.remarks for one in every])[0].drop_duplicates(REMARKS[:-1], ignore_index=True),
        _stack([one.cells for one in every])[0],
    )


def _stack(frames: list[pd.DataFrame]) -> tuple[pd.DataFrame, np.ndarray]:
    """The frames below each other, and the number of the frame of each row."""
    return pd.concat(frames, ignore_index=True), np.repeat(np.arange(len(frames)), [len(one) for one in frames])


def _join_scores(frames: list[pd.DataFrame]) -> tuple[pd.DataFrame, list[IssueList]]:
    """Each node of an office once; another score of it in another file is an error, and the first stands."""
    filled = [plain_text(one) for one in frames if len(one)]
    if not filled:
        return frames[0], []
    scores, _ = _stack(filled)
    again = scores.duplicated(NODE)
    pairs = scores[again].merge(scores[~again], on=NODE, suffixes=("", "_before"))
    issues = []
    for row in pairs[pairs["score"].fillna(-1) != pairs["score_before"].fillna(-1)].itertuples():
        file, _, place = str(row.source).partition("#")
        sheet, _, cell = place.rpartition("!")
        told = f"{row.score_before:g} ที่ {row.source_before} และ {row.score:g} ที่ {row.source}"
        issues.append(IssueList(file))
        what = f"{row.agency} ปี {row.year_be} ข้อ {row.code}: {told}"
        issues[-1].add("duplicate", sheet=sheet, cell=cell, value=row.score, what=what)
    return sort_scores(scores[~again]), issues


def _find_copies(
    answers: pd.DataFrame, respondents: pd.DataFrame, file: np.ndarray, files: list[str]
) -> list[IssueList]:
    """An issue for each file whose respondents all stand in another: the same people would count twice."""
    places = pd.DataFrame({name: answer_places(answers[name]) for name in question_columns(answers)}, answers.index)
    rows = pd.concat([answers[KEY[:-1]], places, respondents.drop(columns=KEY)], axis=1)
    number = pd.util.hash_pandas_object(rows, index=False).to_numpy()
    counts = [Counter(number[file == at].tolist()) for at in range(len(files))]
    issues = [IssueList(name) for name in files]
    for one, other in combinations(range(len(files)), 2):
        less, more = sorted((other, one), key=lambda at: counts[at].total())  # of two copies, the later is told
        people, alike = counts[less].total(), len(counts[less]) == 1
        is_told = people >= _FEWEST and not alike
        if people and counts[less] == counts[more]:
            kind = "answers_file_copied" if is_told else "answers_file_alike"
            issues[less].add(kind, value=files[more], number=people)
        elif is_told and counts[less] <= counts[more]:
            issues[less].add("answers_file_contained", value=files[more], number=people)
    return issues
