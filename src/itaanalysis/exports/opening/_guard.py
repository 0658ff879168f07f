"""Is this file safe to read? Asked before calamine sees it: on a sheet too large calamine ends the whole process."""

from __future__ import annotations

import re
import struct
from collections import deque
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening import _hidden_ods, _hidden_xls, _hidden_xlsb, _hidden_xlsx
from itaanalysis.exports.opening._hidden_parts import (
    MOST_INFLATED,
    OLE,
    ZIP,
    Parts,
    read_bytes,
    workbook_part,
)
from itaanalysis.exports.opening._hidden_sheet import Room

MOST_ON_DISK = 50_000_000
_HEAD = 4_096
_WEB_PAGE = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html|<head|<meta|<body|<table|<div|<style)", re.IGNORECASE | re.DOTALL
)
_SAVED_WEB_PAGE = re.compile(rb"^\s*mime-version:", re.IGNORECASE)
_XML_SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_ROOT = re.compile(rb"<[A-Za-z_]")
_EMPTY_ZIP = b"PK\x05\x06"


def check_file(path: Path) -> None:
    """Refuse what is not to be read. The content tells the format, not the name of the file.

    Limits: 50 MB on disk; in an archive 2,000 parts and 150 MB of text together, counted while inflating, since an
    archive may lie about its sizes (pictures and embedded files are never unpacked); 10 million cells from A1 to the
    last filled one of a sheet, 20 million of a file. No part may declare a document type or entities.
    Macros and links to other files are left alone: nothing runs or follows them.

    Raises
    ------
    Problem
        The file is missing, a folder, not readable, empty, beyond a limit, cut short, protected by a password,
        a web page or XML text under the name of a workbook, or another kind of document.
    """
    if not path.exists():
        raise Problem("file_missing", value=str(path))
    if path.is_dir():
        raise Problem("not_a_file", value=str(path))
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Problem("not_readable", value=error.strerror or str(error)) from None
    if size > MOST_ON_DISK:
        raise Problem("file_too_large", value=f"{size / 1e6:,.0f} MB", most=f"{MOST_ON_DISK / 1e6:,.0f} MB")
    data = read_bytes(path)
    if not data:
        raise Problem("empty_file")
    try:
        if data.startswith(OLE):
            _hidden_xls.read_workbook(data, Room())
        elif data.startswith((ZIP, _EMPTY_ZIP)):
            _check_archive(Parts(data))
        else:
            _check_text(data)
    except (struct.error, ValueError, IndexError, OverflowError) as error:
        raise Problem("damaged", value=str(error)) from None


def _check_text(data: bytes) -> None:
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = data[:_HEAD].decode("utf-16", "ignore").encode()
    if _WEB_PAGE.match(head) or _SAVED_WEB_PAGE.match(head):
        raise Problem("web_page")
    if head.lstrip().startswith(b"<?xml"):
        raise Problem("xml_text" if _XML_SPREADSHEET in head else "not_a_workbook", value="XML")


def _check_archive(parts: Parts) -> None:
    workbook = workbook_part(parts)
    if not workbook:
        raise Problem("not_a_workbook", value="zip")
    if b"encryption-data" in parts.text("META-INF/manifest.xml"):
        raise Problem("password")
    inflated, room = _Inflated(), Room()
    for entry in parts.texts:
        name = entry.filename.lower()
        pieces = inflated.counted(parts.pieces(entry))
        start = next(pieces, b"")
        whole = chain([start], pieces)
        if not name.endswith(".bin") and _DOCUMENT_TYPE.search(_before_root(start)):
            raise Problem("entities", value=entry.filename)
        if name.endswith(".bin") and "worksheets/" in name:
            _hidden_xlsb.read_sheet(whole, frozenset(), entry.filename, room)
        elif name == "content.xml" and workbook == name:
            _hidden_ods.read_workbook(whole, room)
        elif _hidden_xlsx.is_sheet(start):
            _hidden_xlsx.measure(whole, entry.filename, room)
        # Whatever was not read above is still counted to its end.
        deque(pieces, maxlen=0)


def _before_root(text: bytes) -> bytes:
    text = _COMMENT.sub(b"", text[:_HEAD])
    root = _ROOT.search(text)
    return text[: root.start()] if root else text


class _Inflated:
    """How much has come out of the archive so far."""

    def __init__(self) -> None:
        self._bytes = 0

    def counted(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """The same pieces, until there are too many of them."""
        for piece in pieces:
            self._bytes += len(piece)
            if self._bytes > MOST_INFLATED:
                raise Problem("unpacks_too_large", value=f"> {MOST_INFLATED / 1e6:,.0f} MB")
            yield piece
