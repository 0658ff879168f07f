"""A file of a report: written whole or not at all, and where it cannot be, a sentence that says why."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from os import PathLike
from pathlib import Path

from itaanalysis.errors import ItaError
from itaanalysis.files import write_whole

#: Errors of a disk that takes nothing at all.
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
_FULL = "ดิสก์เต็ม: ลบไฟล์ที่ไม่ใช้ หรือเลือกดิสก์อื่น แล้วสั่งใหม่"
# Windows gives one error for a folder without permission and for a file that is open elsewhere.
_REFUSED = "ไม่มีสิทธิ์เขียน หรือไฟล์เปิดค้างอยู่: ปิดไฟล์ใน Excel หรือโปรแกรมอื่น หรือเลือกโฟลเดอร์ที่มีสิทธิ์เขียน แล้วสั่งใหม่"
_TAKEN = "มีไฟล์อยู่ตรงที่ต้องเป็นโฟลเดอร์ หรือมีโฟลเดอร์อยู่ตรงที่ต้องเป็นไฟล์: เลือกชื่ออื่น แล้วสั่งใหม่"
_CAUSES = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: "ดิสก์นี้อ่านได้อย่างเดียว: เลือกดิสก์อื่น แล้วสั่งใหม่",
    errno.EACCES: _REFUSED,
    errno.EPERM: _REFUSED,
    errno.EEXIST: _TAKEN,
    errno.ENOTDIR: _TAKEN,
    errno.EISDIR: _TAKEN,
    errno.ENAMETOOLONG: "ชื่อยาวเกินกว่าที่ดิสก์รับได้: เลือกชื่อหรือโฟลเดอร์ที่สั้นกว่า แล้วสั่งใหม่",
}


@contextmanager
def named(path: Path, what: str = "เขียนไฟล์") -> Iterator[None]:
    """Tell an error of the system as one about `path`, which the user knows, also where a file beside it failed.

    Raises
    ------
    ItaError
        The path, the cause and what to do; its own cause is the error of the system.
    """
    try:
        yield
    except OSError as error:
        raise ItaError(_tell(path, what, error)) from error
    except ItaError as error:
        if isinstance(error.__cause__, OSError):
            raise ItaError(_tell(path, what, error.__cause__)) from error.__cause__
        raise


def _tell(path: Path, what: str, error: OSError) -> str:
    other = f"ระบบแจ้งว่า “{error.strerror or error}”: ปิดไฟล์ที่เปิดค้างไว้ หรือเลือกโฟลเดอร์อื่น แล้วสั่งใหม่"
    return f"{what} {path} ไม่ได้ เพราะ{_CAUSES.get(error.errno or 0, other)}"


def check_suffix(path: str | PathLike[str], suffix: str) -> Path:
    """The path of a file to write, whose name ends as its kind does.

    Raises
    ------
    ItaError
        It ends otherwise.
    """
    file = Path(path)
    if file.suffix.lower() != suffix:
        raise ItaError(f"เขียนไฟล์ {suffix} เท่านั้น: ตั้งชื่อให้ลงท้ายด้วย {suffix}; พบ {file.name!r}")
    return file


def write_file(path: Path, write: Callable[[Path], object]) -> Path:
    """Let `write` make the file, as `write_whole` does.

    Raises
    ------
    ItaError
        As `named`: the file is open elsewhere, the folder does not take it, or the disk is full.
    """
    with named(path):
        return write_whole(path, write)
