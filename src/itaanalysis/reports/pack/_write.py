"""The four documents of a pack into one folder."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path

from itaanalysis.reports.pack._parts import Pack


def write_pack(
    pack: Pack,
    folder: str | PathLike[str],
    *,
    thai_digits: bool = False,
    tell: Callable[[str], None] = lambda step: None,
) -> list[Path]:
    """Write `report-<plan year>.docx` and `.pdf`, `meeting-<year>.pptx` and `tables-<year>.xlsx`.

    Their names hold no name of an office, so that none can lead out of the folder; an office has a folder of its own.
    `tell` hears of each document before it is made.

    Raises
    ------
    ItaError
        The review finds a P0 in the pack: nothing is written, and the message says each in a sentence. A document
        cannot be written: those before it are whole.
    """
    from itaanalysis.reports.pack._pdf import write_pdf
    from itaanalysis.reports.pack._slides import write_slides
    from itaanalysis.reports.pack._tables import write_tables
    from itaanalysis.reports.pack._word import write_word

    root = Path(folder)
    report, plan, year = f"report-{pack.plan_year_be}", pack.plan_year_be, pack.year_be
    steps: list[tuple[str, Callable[[], Path]]] = [
        (f"รายงานมาตรการ {plan} (Word)", lambda: write_word(pack, root / f"{report}.docx", thai_digits=thai_digits)),
        (f"รายงานมาตรการ {plan} (PDF)", lambda: write_pdf(pack, root / f"{report}.pdf", thai_digits=thai_digits)),
        (f"สไลด์ประชุม {year}", lambda: write_slides(pack, root / f"meeting-{year}.pptx")),
        (f"ตารางทั้งหมด {year}", lambda: write_tables(pack, root / f"tables-{year}.xlsx")),
    ]
    made = []
    for told, write in steps:
        tell(told)
        made.append(write())
    return made
