"""`read_folder`: every workbook of a folder to one `Export`, with what `SOURCES.csv` says of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from os import PathLike
from pathlib import Path

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.exports._export import (
    AGENCIES_FILE,
    HEADERS_FILE,
    Export,
    join,
    no_collection,
    raise_on_errors,
    read_file,
    read_mapping,
)
from itaanalysis.exports._found import Found
from itaanalysis.exports._issues import IssueList, Problem
from itaanalysis.exports.opening import read_csv_rows
from itaanalysis.frames import INCOMPLETE, SIMULATED

SOURCES_FILE = "SOURCES.csv"
MEASURES_FOLDER = "measures"
SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
NOT_EXPORTS = (SOURCES_FILE, HEADERS_FILE, AGENCIES_FILE)
_MOST_THREADS = 8
SOURCES = ["file", "title", "origin", "retrieved", "sha256", "complete", "simulated"]


def raw_files(folder: str | PathLike[str]) -> list[Path]:
    """The workbooks of a folder by name; Excel's lock files (`~$…`) are none."""
    root = Path(folder)
    if not root.is_dir():
        raise ItaError(f"ไม่พบโฟลเดอร์ {root}: สร้างโฟลเดอร์แล้ววางไฟล์คะแนน (.xlsx) ไว้ข้างใน")
    return sorted(path for path in root.iterdir() if _is_workbook(path))


def _is_workbook(path: Path) -> bool:
    named = path.suffix.lower() in SUFFIXES and path.name not in NOT_EXPORTS
    return named and not path.name.startswith(("~$", "."))


def _not_read(folder: Path) -> list[Found]:
    """A warning for each workbook in a folder of this one: a source is told by its file's name, so all lie in one.

    Published measures have a folder of their own (see `read_published_measures`).
    """
    found = []
    names = [path.relative_to(folder) for path in sorted(folder.glob("*/**/*")) if _is_workbook(path)]
    for name in (name.as_posix() for name in names if name.parts[0] != MEASURES_FOLDER):
        found.append(Found(name, IssueList(name)))
        found[-1].issues.add("in_subfolder", value=name)
    return found


def read_sources(folder: str | PathLike[str]) -> pd.DataFrame:
    """`SOURCES.csv` of a folder: a row a file (see `SOURCES`); no rows where it is missing."""
    path = Path(folder) / SOURCES_FILE
    if not path.exists():
        return pd.DataFrame(columns=SOURCES, dtype="str")
    try:
        head, *rows = [*read_csv_rows(path), [""]]
    except Problem:
        raise ItaError(f"{path}: ไม่ใช่ไฟล์ CSV ที่เปิดได้ — บันทึกจาก Excel เป็น CSV UTF-8 แล้วสั่งใหม่") from None
    missing = [column for column in SOURCES if column not in head]
    if missing:
        raise ItaError(f"{path}: ไม่มีคอลัมน์ {', '.join(missing)}; ต้องมี {', '.join(SOURCES)}")
    cells = [dict(zip(head, [*map(str, row), *[""] * len(head)], strict=False)) for row in rows if any(row)]
    table = pd.DataFrame(cells, columns=[str(name) for name in head]).astype("str")
    if (twice := table["file"][table["file"].duplicated()].unique()).size:
        raise ItaError(f"{path}: มีไฟล์ {', '.join(twice)} มากกว่าหนึ่งแถว — เหลือไฟล์ละแถว")
    return table


def read_folder(
    folder: str | PathLike[str], *, strict: bool = True, on_file: Callable[[Path], None] | None = None
) -> Export:
    """Read every workbook of a folder; a bad file does not stop the others.

    `SOURCES.csv` beside them tells which are incomplete or simulated: their scores carry the mark in `note`, and
    `scores.attrs["sources"]` holds title and date of each file. A progress bar shows on a terminal;
    `on_file`, called after each file, takes its place.

    Raises
    ------
    ExportError
        Under `strict`, after all files were read: every error of every file.
    ItaError
        The folder is missing, or has no workbook.
    """
    files = raw_files(folder)
    if not files:
        raise ItaError(f"ไม่มีไฟล์ตารางใน {folder}: วางไฟล์คะแนน ({', '.join(SUFFIXES)}) ไว้ข้างใน")
    sources = read_sources(folder)
    own, agencies = read_mapping(Path(folder))
    found = []
    with no_collection(), ThreadPoolExecutor(min(os.cpu_count() or 1, _MOST_THREADS)) as threads:
        reading = threads.map(lambda path: read_file(path, own, marks=_marks(sources, path.name)), files)
        for path in files if on_file is not None else _with_bar(files):
            found.append(next(reading))
            if on_file is not None:
                on_file(path)
        export = join([*found, *_not_read(Path(folder))], agencies)
    export.scores.attrs["sources"] = sources.set_index("file")[["title", "retrieved"]].to_dict(orient="index")
    return raise_on_errors(export, str(folder)) if strict else export


def _with_bar(files: list[Path]) -> Iterator[Path]:
    """The files, with a progress bar on a terminal (a notebook would keep it in its page)."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    silent = not console.is_terminal or console.is_jupyter
    yield from track(files, description="อ่านไฟล์", console=console, transient=True, disable=silent)


def _marks(sources: pd.DataFrame, file: str) -> tuple[str, ...]:
    """The marks that `SOURCES.csv` gives a file."""
    row = sources[sources["file"] == file]
    wanted = (("simulated", "yes", SIMULATED), ("complete", "no", INCOMPLETE))
    return tuple(mark for column, value, mark in wanted if (row[column] == value).any())
