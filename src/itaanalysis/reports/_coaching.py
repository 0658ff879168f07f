"""Measures that coach respondents, pick them or tell who answered: refused wherever measures are written."""

from __future__ import annotations

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.measures.sheet import HEADINGS, columns_of
from itaanalysis.review import check_coaching

_TEXTS = (
    *("reason", "measure", "steps", "responsible", "period", "follow_up", "success"),
    *("status", "result", "evidence"),
)
_FIX = "ลบหรือเขียนใหม่ มาตรการทำได้เพียงประชาสัมพันธ์ให้ผู้มีสิทธิ์ตอบแบบวัดอย่างทั่วถึง ไม่บอกว่าให้ตอบอย่างไรหรือให้ใครตอบ"


def refuse_coaching(measures: pd.DataFrame, what: str) -> None:
    """Stop where `tell_coaching` finds anything; `what` is then not made, in Thai.

    Raises
    ------
    ItaError
        A sentence for each such text.
    """
    if told := tell_coaching(measures):
        raise ItaError("\n".join([f"ไม่ได้{what} เพราะมีข้อความที่ต้องแก้ก่อน:", *told]))


def tell_coaching(measures: pd.DataFrame) -> list[str]:
    """A sentence for each text that coaches respondents, picks them or tells who answered: measure_id, words, fix."""
    headings = {column.name: column.header.replace("\n", "") for column in columns_of("measures")}
    headings["reason"] = HEADINGS["own"]
    rows = measures[["measure_id", *_TEXTS]].itertuples(index=False)
    return [
        f"{measure_id} ช่อง{headings[name]}: “{found.words}” เป็นการ{found.what} — {_FIX}"
        for measure_id, *texts in rows
        for name, text in zip(_TEXTS, texts, strict=True)
        for found in check_coaching(str(text))
    ]
