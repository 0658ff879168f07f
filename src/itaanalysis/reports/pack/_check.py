"""Our own draft under review, before any of it is written: what must not be published stops the writing."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.reports.pack._parts import BLANK, Block, Figure, Heading, Pack, Paragraph, Table
from itaanalysis.review import Document, Passage, check_document

STOP = "P0"
#: More of them say no more.
_MOST_TOLD = 10


def stop_on_faults(pack: Pack) -> None:
    """Raise where the review of the pack's text finds a fault that must not be published.

    Raises
    ------
    ItaError
        A sentence for each such fault: where it stands, what is wrong, and how to mend it.
    """
    stop_on(find_faults(pack))


@lru_cache(maxsize=2)
def find_faults(pack: Pack) -> pd.DataFrame:
    """The findings of `check_report` on all text of the pack; kept for its other documents.

    Which areas have a measure is told by the codes of the measures: words name more than a measure mends.
    """
    codes = {code for told in pack.frames.measures["code"] for code in told.split()}
    return check_document(_as_document(pack), year_be=pack.year_be, agency=pack.agency_id, measured=codes)


def stop_on(findings: pd.DataFrame) -> None:
    """Raise where one of the findings is a P0."""
    faults = findings[findings["priority"] == STOP].to_dict(orient="records")
    if not faults:
        return
    told = [f"{row['place']}: {row['problem']} — {row['fix']} (“{row['text']}”)" for row in faults[:_MOST_TOLD]]
    if len(faults) > _MOST_TOLD:
        told.append(f"และอีก {len(faults) - _MOST_TOLD} แห่ง")
    raise ItaError("\n".join(["ไม่ได้เขียนเอกสาร เพราะมีข้อความที่ต้องแก้ก่อน:", *told]))


def _as_document(pack: Pack) -> Document:
    """The pack as the review reads a report: its texts in reading order, tables as tables."""
    document = Document()
    for line in pack.cover:
        document.add(Passage("ปก", line.text))
    for section in pack.sections:
        document.add(Passage(f"หัวข้อ {section.heading}", section.heading))
        for block in section.blocks:
            _add(document, f"บท {section.heading}", block, approved=pack.approved)
    return document


def _add(document: Document, place: str, block: Block, *, approved: bool) -> None:
    if isinstance(block, Paragraph | Heading):
        document.add(Passage(place, block.text))
    elif isinstance(block, Figure):
        document.add(Passage(place, "", picture=True))
        document.add(Passage(place, block.title))
    else:
        document.add(Passage(place, block.title))
        document.add_table(_rows(block, approved=approved))
        document.add(Passage(place, block.note))


def _rows(table: Table, *, approved: bool) -> list[list[Passage]]:
    """Header and rows; what is still to be filled in counts as a word in a draft, and as nothing once approved."""
    rows = [("หัวตาราง", table.header), *((f"แถว {at}", row) for at, row in enumerate(table.texts(), start=1))]
    blank = "" if approved else BLANK
    return [
        [
            Passage(f"ตาราง {table.title} {place} คอลัมน์ {name}", text.replace(BLANK, blank), in_table=True)
            for name, text in zip(table.header, texts, strict=True)
        ]
        for place, texts in rows
    ]
