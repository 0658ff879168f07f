"""Files written whole or not at all, and workbooks whose bytes do not hang on the clock."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    from openpyxl import Workbook

#: The earliest time that a zip archive can hold.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def write_whole(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make a file beside `path`, then put it in its place in one step; on an error nothing is left."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=path.suffix, dir=path.parent)
    os.close(handle)
    made = Path(name)
    try:
        write(made)
        made.chmod(0o644)
        made.replace(path)
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return path


def steady_bytes(book: Workbook, made: datetime) -> bytes:
    """A workbook as bytes: the same workbook gives the same; `made` stands in it in place of the clock's time."""
    from openpyxl.writer.excel import ExcelWriter

    book.properties.created = book.properties.modified = made
    book.properties.creator = "itaanalysis"
    drawn = BytesIO()
    # Not Workbook.save: it stamps the clock's time.
    ExcelWriter(book, ZipFile(drawn, "w")).save()
    steady = BytesIO()
    with ZipFile(drawn) as source, ZipFile(steady, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return steady.getvalue()
