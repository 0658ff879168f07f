"""Workbooks nobody thought of: bytes of real ones damaged, and tables generated from a known truth."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random

from fuzz_tables import LAYOUTS, Key, Page, make_truth
from hypothesis import strategies as st
from openpyxl.utils.cell import coordinate_from_string, range_boundaries
from workbook_files import Rows, write_workbook

# --- bytes ------------------------------------------------------------------------------------------------------------


def mutate(data: bytes, seed: int) -> bytes:
    """A damaged copy of a file: bytes flipped, cut, doubled or put in; of a zip mostly inside a member.

    A member is compressed again with a right checksum, so that the damage reaches the reader and not only the unzipper.
    """
    random = Random(seed)
    if data[:2] != b"PK" or random.random() < 0.3:
        return _damage(data, random)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        hit = set(random.sample(names, k=min(len(names), random.choice([1, 1, 1, 2]))))
        for name in names:
            content = old.read(name)
            if name in hit and random.random() <= 0.05:
                continue  # the member is lost
            if name in hit:
                content = _damage(content, random)
            # Without a ZipInfo the clock stands in the file: the same seed would give another one.
            new.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _damage(data: bytes, random: Random) -> bytes:
    content = bytearray(data)
    for _ in range(random.choice([1, 1, 2, 5, 30])):
        at = random.randrange(len(content) + 1)
        end = min(len(content), at + random.choice([1, 1, 4, 40, 400]))
        match random.randrange(5):
            case 0:
                content[at:end] = bytes(byte ^ (1 << random.randrange(8)) for byte in content[at:end])
            case 1:
                del content[at:end]
            case 2:
                content[at:at] = content[at:end] * random.choice([1, 2, 50])
            case 3:
                content[at:at] = random.choice([b"\0", b"<", b"999999999", b"\xff" * 8, "ก".encode(), b'"', b"\n"])
            case 4 if random.random() < 0.2:
                del content[at:]
            case _:
                content[at:end] = random.randbytes(end - at)
    return bytes(content)


# --- tables of a known truth ------------------------------------------------------------------------------------------

_WRONG: tuple[object, ...] = (101, -0.5, "แปดสิบ", "96.1.0", "?", "12 34", datetime(2022, 10, 9), True, "#N/A", "=40+50")


@dataclass(frozen=True)
class Case:
    """A workbook and what must be read from it.

    Attributes
    ----------
    file, sheets, merges
        What is written.
    scores
        Each score that must come out, with its cell (`sheet!C3`).
    damaged
        Cells that must come out as issues instead.
    """

    file: str
    sheets: dict[str, Rows]
    merges: dict[str, list[str]]
    scores: dict[Key, tuple[float, str]]
    damaged: tuple[str, ...] = ()

    def write(self, folder: Path) -> Path:
        """The workbook as a file."""
        return write_workbook(folder / self.file, self.sheets, merges=self.merges)


def make_case(random: Random) -> Case:
    """A truth, laid out and dressed at random."""
    truth = make_truth(random)
    layout = random.choice(LAYOUTS)
    pages = layout(truth, random)
    if random.random() < 0.2:
        pages.insert(0, Page("ปก", [["รายงานผลการประเมินคุณธรรมและความโปร่งใส"], ["จัดทำโดยสำนักปลัด"]]))
    merged = any(page.merges for page in pages)
    suffix = (
        ".csv"
        if len(pages) == 1 and not merged and random.random() < 0.3
        else random.choice([".xlsx", ".xlsx", ".xls"])
    )
    if suffix == ".csv":
        (page,) = pages
        page.scores = {key: (score, f"csv!{cell.split('!')[1]}") for key, (score, cell) in page.scores.items()}
    return Case(
        f"workbook{suffix}",
        {page.name: page.rows for page in pages},
        {page.name: page.merges for page in pages},
        {key: told for page in pages for key, told in page.scores.items()},
    )


def damage(case: Case, random: Random) -> Case:
    """The case with one or a few of its score cells made wrong."""
    sheets = {name: [list(row) for row in rows] for name, rows in case.sheets.items()}
    hits = random.sample(sorted(case.scores), k=min(len(case.scores), random.choice([1, 1, 2, 3])))
    cells = tuple(case.scores[key][1] for key in hits)
    for cell in cells:
        name, address = cell.split("!")
        letters, row = coordinate_from_string(address)
        left = range_boundaries(f"{letters}1")[0]
        rows = sheets[name if name in sheets else next(iter(sheets))]
        wrong = _WRONG if case.file.endswith(".xlsx") else _WRONG[:6]
        rows[row - 1][left - 1] = random.choice(wrong)
    kept = {key: told for key, told in case.scores.items() if key not in hits}
    return replace(case, sheets=sheets, scores=kept, damaged=cells)


def workbooks() -> st.SearchStrategy[Case]:
    """Sound workbooks with the scores that must come out."""
    return st.randoms(use_true_random=False).map(make_case)


def damaged_workbooks() -> st.SearchStrategy[Case]:
    """Workbooks with wrong score cells, and the scores that must come out all the same."""
    return st.randoms(use_true_random=False).map(lambda random: damage(make_case(random), random))
