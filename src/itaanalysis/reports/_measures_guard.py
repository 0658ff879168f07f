"""What a person wrote in a measures workbook is never written over."""

from __future__ import annotations

import warnings
from contextlib import closing
from pathlib import Path

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.measures import read_measures
from itaanalysis.measures.sheet import AS_WRITTEN, cell_text, same_words, tracked

_MOST_NAMED = 3


def is_measures_workbook(path: Path) -> bool:
    """Whether a workbook of `write_measures` stands there, edited or not."""
    from openpyxl import load_workbook

    if not path.is_file():
        return False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on parts that are of no use here
            with closing(load_workbook(path, read_only=True)) as book:
                return AS_WRITTEN in book.sheetnames
    except Exception:  # whatever makes a file no workbook
        return False


def check_words_kept(plan: pd.DataFrame, path: Path) -> None:
    """Raise where a measures workbook stands there with words of a person that the plan has not.

    Raises
    ------
    ItaError
        A changed cell, an added or removed row that the plan does not know of, or a workbook that cannot be read back.
    """
    if not is_measures_workbook(path):
        return
    try:
        edited = read_measures(path)
    except ItaError as error:
        raise ItaError(f"ไม่ได้เขียนทับ {path.name} เพราะอ่านข้อความที่คนแก้ไว้กลับมาไม่ได้:\n{error}") from None
    # A plan of `merge_measures` knows what was struck out, and brings back only what an area would be without.
    changes = edited.changes.iloc[:0] if "edited" in plan else edited.changes
    lost = _lost(tracked(plan).set_index("measure_id", drop=False), edited.measures, changes)
    if lost:
        more = f" และอีก {len(lost) - _MOST_NAMED} แห่ง" if len(lost) > _MOST_NAMED else ""
        raise ItaError(
            f"ไม่ได้เขียนทับ {path.name} เพราะมีข้อความที่คนแก้ไว้: {', '.join(lost[:_MOST_NAMED])}{more} — "
            "รวมก่อนด้วย merge_measures(แผนใหม่, read_measures(ไฟล์นี้).measures) หรือเขียนเป็นไฟล์ชื่ออื่น"
        )


def _lost(plan: pd.DataFrame, kept: pd.DataFrame, changes: pd.DataFrame) -> list[str]:
    """Measure and column of all that a person changed and that the plan tells otherwise."""
    lost = []
    for row in kept[kept["edited"] != ""].to_dict(orient="records"):
        known = plan.loc[row["measure_id"]] if row["measure_id"] in plan.index else None
        lost += [
            f"{row['measure_id']} {name}"
            for name in row["edited"].split()
            if known is None or not same_words(cell_text(name, known[name]), cell_text(name, row[name]))
        ]
    removed = changes.loc[~changes["measure_id"].isin(kept["measure_id"]), "measure_id"]
    return [*lost, *(f"{name} (แถวที่ลบ)" for name in dict.fromkeys(removed) if name in plan.index)]
