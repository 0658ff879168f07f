"""Groups of respondents beside each other, none so small that it could be told whose answers they are."""

from __future__ import annotations

from typing import cast

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED, check_answers
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import Counts, answer_points, count_places, roll_up_matrix, score_parts, score_questions

#: Groups under five get no score of their own. The office's own score is known, and so is the number of its answers:
#: what is left out must not come back by subtraction, so a small group is merged and never left out alone.
FEWEST = 5
_KEY = ["year_be", "agency_id", "instrument", "respondent"]
_COLUMNS = ["year_be", "agency_id", "instrument", "group", "respondents", "code", "level", "answers", "score", "note"]
_NUMBERS = {"year_be": "int64", "respondents": "int64", "answers": "Int64", "score": "float64"}
_UNKNOWN, _MERGED = "ไม่ระบุ", "กลุ่มเล็กรวมกัน ({names})"
_HIDDEN = f"ไม่แสดง: มีกลุ่มที่ตอบน้อยกว่า {FEWEST} คน"
_UNIT = "\x1f"


def compare_respondents(answers: pd.DataFrame, respondents: pd.DataFrame, by: str, *, values: int = 0) -> pd.DataFrame:
    """Scores of groups of respondents of each agency, such as men and women; groups under five are merged.

    Small groups become one; where that has fewer than five people still, the next larger joins it. Where a question
    was answered by fewer than five of a group, its score is hidden, and that of the next smallest group with it where
    the office's own score would give it away. Parents of a hidden score are not computed.

    Parameters
    ----------
    answers, respondents
        An answers frame, and who gave them: year_be, agency_id, instrument, respondent and columns of groups
        (`read_answers(path).respondents`). One who is not in it, or has no group there, is of the group ไม่ระบุ.
    by
        The column of groups.
    values
        The number of the set of answer values (`score_answers`).

    Returns
    -------
    DataFrame
        year_be, agency_id, instrument, group, respondents, code, level, answers (people who answered the question,
        the fewest of its sub-questions; <NA> = hidden, or a parent), score (points 0–100; NaN = hidden or not
        answered), note (why it is hidden; ข้อมูลจำลอง). No rows where less than two groups are left. Do not publish two
        of these tables of one office by columns that cross each other: together they can give a small group away.

    Raises
    ------
    ItaError
        Not an answers frame, no such column or one of the key, or a respondent that stands twice in `respondents`.
    """
    check_answers(answers)
    groups = _groups(answers, respondents, by)
    merged = _merge(answers, groups)
    kept = merged.notna()
    # Each group of an office is counted as an office of its own.
    split = answers[kept].assign(agency_id=answers.loc[kept, "agency_id"].astype("str") + _UNIT + merged[kept])
    parts = [_compare(one, values) for one in count_places(split)] if kept.any() else []
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
    found = found.astype({**dict.fromkeys(_COLUMNS, "str"), **_NUMBERS})
    if "note" in answers:
        marked = answers.loc[answers["note"].str.contains(SIMULATED, regex=False), "agency_id"].astype("str").unique()
        told = found["note"].where(found["note"] == "", found["note"] + "; ") + SIMULATED
        found["note"] = found["note"].mask(found["agency_id"].isin(marked), told)
    return found


def _groups(answers: pd.DataFrame, respondents: pd.DataFrame, by: str) -> pd.Series:
    """The group of each row of answers."""
    missing = [column for column in (*_KEY, by) if column not in respondents]
    if missing:
        raise ItaError(f"compare_respondents: no column {', '.join(missing)}; found {', '.join(map(str, respondents))}")
    if by in _KEY:
        groups = ", ".join(str(name) for name in respondents if name not in _KEY) or "none"
        raise ItaError(f"compare_respondents: {by} tells who answered and is no column of groups; those are: {groups}")
    known = respondents[[*_KEY, by]].astype(dict.fromkeys((*_KEY[1:], by), "str"))
    if known.duplicated(_KEY).any():
        row = known[known.duplicated(_KEY)].iloc[0]
        raise ItaError(f"compare_respondents: twice in respondents: {', '.join(str(row[name]) for name in _KEY)}")
    keys = answers[_KEY].astype(dict.fromkeys(_KEY[1:], "str"))
    found = keys.merge(known, on=_KEY, how="left")[by].fillna("").str.strip()
    return found.mask(found == "", _UNKNOWN).set_axis(answers.index)


def _merge(answers: pd.DataFrame, groups: pd.Series) -> pd.Series:
    """The group that each row is counted in; None where an office has not two groups to compare."""
    place = [answers["year_be"], answers["agency_id"].astype("str"), answers["instrument"].astype("str")]
    sizes = groups.groupby([*place, groups.rename("group")]).size()
    names: dict[tuple[object, ...], str | None] = {}
    for office, of_office in sizes.groupby(level=[0, 1, 2]):
        merged = _merge_office(of_office.droplevel([0, 1, 2]))
        names |= {(*cast("tuple[object, ...]", office), group): name for group, name in merged.items()}
    keys = zip(*place, groups, strict=True)
    return pd.Series([names[key] for key in keys], index=answers.index, dtype="object")


def _merge_office(sizes: pd.Series) -> dict[str, str | None]:
    """The groups of one office and instrument by their size, the small ones under one name."""
    order = sorted(sizes.index, key=lambda name: (sizes[name], name))
    small = [name for name in order if sizes[name] < FEWEST]
    larger = [name for name in order if name not in small]
    while small and larger and sizes[small].sum() < FEWEST:
        small.append(larger.pop(0))
    if len(larger) + bool(small) < 2:
        return dict.fromkeys(order)
    return {name: _MERGED.format(names=", ".join(sorted(small))) if name in small else name for name in order}


def _compare(one: Counts, values: int) -> pd.DataFrame:
    """The scores of the groups of one year and instrument."""
    points = answer_points(one.year_be, values)
    scores = score_questions(one.asked, score_parts(one.counts, [points[scale].points for scale in one.asked["scale"]]))
    given, codes = one.counts.sum(axis=2), one.asked["code"].to_numpy()
    count = np.column_stack([given[codes == code].min(axis=0) for code in scores])
    groups = pd.DataFrame([text.split(_UNIT) for text in one.agency_ids], columns=["agency_id", "group"])
    groups["respondents"] = one.people
    groups["last"] = groups["group"].str.startswith(_MERGED.split("{")[0])
    groups = groups[one.people > 0].sort_values(["agency_id", "last", "group"])
    count, hidden = count[groups.index], np.zeros((len(groups), len(scores)), dtype=bool)
    for at in groups.reset_index(drop=True).groupby("agency_id").indices.values():
        hidden[at] = np.column_stack([_hide(column) for column in count[at].T])
    shown = np.where(hidden, np.nan, np.column_stack(list(scores.values()))[groups.index])
    return _as_rows(one, groups, list(scores), shown, np.where(hidden, -1, count))


def _as_rows(one: Counts, groups: pd.DataFrame, codes: list[str], shown: np.ndarray, count: np.ndarray) -> pd.DataFrame:
    """Groups × questions as rows, and the parents that can be computed; `count` −1: the score is hidden."""
    tree = rulebook(one.year_be).tree
    place = pd.Index(tree["code"]).get_indexer(pd.Index(codes))
    score, people = np.full((len(groups), len(tree)), np.nan), np.full((len(groups), len(tree)), -2)
    score[:, place], people[:, place] = shown, count
    rolled, computed = roll_up_matrix(score, tree)
    row, node = np.nonzero(computed | (people > -2))
    told = people[row, node]
    return pd.DataFrame(
        {
            "year_be": one.year_be,
            "agency_id": groups["agency_id"].array.take(row),
            "instrument": one.instrument,
            "group": groups["group"].array.take(row),
            "respondents": groups["respondents"].to_numpy()[row],
            "code": tree["code"].array.take(node),
            "level": tree["level"].array.take(node),
            "answers": pd.arrays.IntegerArray(told, told < 0),
            "score": rolled[row, node],
            "note": np.where(told == -1, _HIDDEN, ""),
        }
    )


def _hide(count: np.ndarray) -> np.ndarray:
    """Which groups' scores of a question are hidden: those of few answers, and others until the rest is not few.

    `count`: the people of each group who answered it; a group without any has no score to hide.
    """
    hidden = (count > 0) & (count < FEWEST)
    for at in count.argsort(kind="stable"):
        if not hidden.any() or (hidden.sum() > 1 and count[hidden].sum() >= FEWEST):
            break
        hidden[at] |= count[at] > 0
    return hidden
