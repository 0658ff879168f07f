"""The notes of a slide: from which cells its numbers come, under which rules, and what a person has still to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pandas as pd

from itaanalysis.charts._notes import source_note
from itaanalysis.charts._words import words
from itaanalysis.reports.pack._parts import NOT_ANNOUNCED
from itaanalysis.rulebook import evidence_labels, rulebook

if TYPE_CHECKING:
    from itaanalysis.reports.pack._parts import Pack

_DRAFT = "ร่าง: ตรวจตัวเลขและข้อความ แล้วให้ผู้บริหารเห็นชอบก่อนใช้หรือเผยแพร่"


def tell_sources(pack: Pack, codes: Iterable[str]) -> str:
    """File, sheet, range of cells and date behind these nodes of the pack's office; then rules and marks."""
    gaps, named = pack.frames.gaps, set(codes)
    drawn = gaps[gaps["code"].isin(named)]
    return _tell(pack, source_note(drawn if len(drawn) else gaps, gaps, words("th")), named)


def tell_group_sources(pack: Pack, rows: pd.DataFrame) -> str:
    """The same for rows of `compare_office`, each with the files of its whole group."""
    drawn = rows.assign(source=rows["source"].str.split("; ")).explode("source", ignore_index=True)
    drawn.attrs = dict(pack.frames.gaps.attrs)
    return _tell(pack, source_note(drawn, drawn, words("th")), set(rows["code"]))


def _tell(pack: Pack, source: str, codes: set[str]) -> str:
    book, labels = rulebook(pack.year_be), evidence_labels().set_index("evidence")["label_th"]
    evidence = book.tree["worth_evidence"]
    shown = set(evidence[book.tree["code"].isin(codes)]) or set(evidence)
    weakest = [word for word in labels.index if word in shown][-1]
    tell = words("th")
    lines = [
        f"{pack.agency} {pack.place}".strip(),
        source,
        f"เกณฑ์ระดับปี {pack.year_be}: {labels[book.ratings['evidence'].iloc[0]]}",
        f"น้ำหนักของปี {pack.year_be}: {labels[weakest]}",
        "" if pack.announced else f"คะแนนคิดจาก{pack.facts['scored_from']} {NOT_ANNOUNCED}",
        tell("simulated_note") if pack.simulated else "",
        "" if pack.approved else _DRAFT,
    ]
    return "\n".join(line for line in lines if line)
