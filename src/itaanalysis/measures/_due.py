"""What is due, and what is late."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.measures.sheet import tracked
from itaanalysis.measures.statuses import statuses

#: By urgency: state, and how it is told.
_STATES = {
    "late": "เลยกำหนด {days} วัน",
    "due": "ครบกำหนดเดือนนี้ (อีก {days} วัน)",
    "start_late": "ควรเริ่มแล้วเมื่อ {days} วันก่อน",
    "start": "เริ่มเดือนนี้ (อีก {days} วัน)",
    "undated": "ไม่มีวันกำหนด",
}


def find_due(measures: pd.DataFrame, *, on: date | None = None) -> pd.DataFrame:
    """The measures that want attention in the month of a day; settled ones (done, given up) never do.

    Parameters
    ----------
    measures
        The frame of `draft_measures` or `read_measures`.
    on
        The day; None = today.

    Returns
    -------
    DataFrame
        due (late: the end has passed; due: it ends in what is left of the month; start_late: it should have begun
        and has not; start: it begins in what is left of the month; undated: no days are known), told (the same in
        Thai), days (whole days to the end or the start; negative = passed), and the columns of the measures; the most
        pressing first, by state and then by day.

    Raises
    ------
    ItaError
        A status that is not one of the list.
    """
    rows = tracked(measures)
    known = statuses()
    wrong = rows[~rows["status"].isin(known.every)]
    if len(wrong):
        status, name = wrong[["status", "measure_id"]].iloc[0]
        raise ItaError(f"สถานะ “{status}” ของ {name} ไม่อยู่ในรายการ: {', '.join(known.every)}")
    today = pd.Timestamp(on or date.today())
    month_end = today + pd.offsets.MonthEnd(0)
    waiting = rows["status"] == known.first
    states = [
        rows["end"] < today,
        rows["end"] <= month_end,
        waiting & (rows["start"] < today),
        waiting & (rows["start"] <= month_end),
        rows["start"].isna() | rows["end"].isna(),
    ]
    state = np.select(states, list(_STATES), default="")
    days = rows["end"].where(np.isin(state, ["late", "due"]), rows["start"]).sub(today).dt.days.astype("Int64")
    rows.insert(0, "due", pd.Series(state, index=rows.index, dtype="str"))
    rows.insert(1, "told", [_tell(word, number) for word, number in zip(state, days, strict=True)])
    rows.insert(2, "days", days)
    rows = rows[(rows["due"] != "") & ~rows["status"].isin(known.settled)]
    order = rows.assign(rank=rows["due"].map(list(_STATES).index)).sort_values(["rank", "days"], kind="stable")
    return rows.loc[order.index].reset_index(drop=True)


def _tell(state: str, days: int) -> str:
    return _STATES[state].format(days=abs(days) if not pd.isna(days) else "") if state else ""
