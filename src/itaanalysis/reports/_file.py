"""A file of a report: written whole or not at all, and where it cannot be, a sentence that says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from itaanalysis.errors import ItaError
from itaanalysis.files import write_whole


def write_file(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make the file, as `write_whole` does.

    Raises
    ------
    ItaError
        The file cannot be written: it is open elsewhere, the folder does not take it, or the disk is full. Its cause
        is the error of the system.
    """
    try:
        return write_whole(path, write)
    except OSError as error:
        why = error.strerror or str(error)
        advice = "ปิดไฟล์ใน Excel หรือโปรแกรมอื่น หรือเลือกโฟลเดอร์อื่น แล้วสั่งใหม่"
        raise ItaError(f"เขียนไฟล์ {path} ไม่ได้ ({why}): {advice}") from error
