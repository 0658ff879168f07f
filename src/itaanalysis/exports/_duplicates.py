"""The same agency, year and code twice, in one file or in two."""

from __future__ import annotations

import pandas as pd

from itaanalysis.exports._issues import IssueList
from itaanalysis.frames import KEY


def take_once(scores: pd.DataFrame, *, tell_equal: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Scores with each key once (the first), and the issues: two different scores are an error that names both cells.

    Equal scores merge: in silence, or with a warning where `tell_equal` (twice in one file is a slip of the hand).
    """
    issues = [IssueList("").frame()]
    twice = scores[scores.duplicated(KEY, keep=False)]
    for _, group in twice.groupby(KEY, sort=False):
        equal = group["score"].nunique(dropna=False) == 1
        if not equal or tell_equal:
            issues.append(_issue(group, "duplicate_equal" if equal else "duplicate"))
    return scores.drop_duplicates(KEY, ignore_index=True), pd.concat(issues, ignore_index=True)


def _issue(group: pd.DataFrame, kind: str) -> pd.DataFrame:
    last = group.iloc[-1]
    file, place = last["source"].split("#", 1)
    sheet, cell = place.rsplit("!", 1)
    one_file = group["source"].str.split("#").str[0].nunique() == 1
    cells = group["source"].str.split("#", n=1).str[1] if one_file else group["source"]
    told = " และ ".join(f"{score:g} ที่ {at}" for score, at in zip(group["score"], cells, strict=True))
    issues = IssueList(file)
    what = f"{last['agency']} ปี {last['year_be']} ข้อ {last['code']}: {told}"
    issues.add(kind, sheet=sheet, cell=cell, value=last["score"], what=what)
    return issues.frame()
