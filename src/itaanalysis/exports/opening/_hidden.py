"""What a fast reader hides: formulas never calculated, errors, percentages, hidden rows and columns, merges."""

from __future__ import annotations

import struct
from pathlib import Path

from itaanalysis.exports._issues import Problem
from itaanalysis.exports.opening import _hidden_ods, _hidden_xls, _hidden_xlsb, _hidden_xlsx
from itaanalysis.exports.opening._hidden_parts import OLE, ZIP, Parts, read_bytes, related, workbook_part
from itaanalysis.exports.opening._hidden_sheet import Hidden, Room

__all__ = ["Hidden", "read_hidden"]


def read_hidden(path: Path) -> dict[str, Hidden]:
    """What calamine does not tell of a workbook, by sheet. The content of the file tells its format, not its name.

    The file has passed `check_file`. Each format's module says what it does not cover.

    Raises
    ------
    Problem
        The file is damaged, or has more formulas, errors and percentages than `MOST_MARKS`.
    """
    try:
        return _read(read_bytes(path))
    except (struct.error, ValueError, IndexError, OverflowError) as error:
        raise Problem("damaged", value=str(error)) from None


def _read(data: bytes) -> dict[str, Hidden]:
    if data.startswith(OLE):
        return _hidden_xls.read_workbook(data, Room())
    if not data.startswith(ZIP):
        return {}
    parts = Parts(data)
    workbook = workbook_part(parts)
    if workbook.endswith("content.xml"):
        return _hidden_ods.read_workbook(parts.named(workbook), Room())
    if workbook.endswith(".bin"):
        return _read_sheets_xlsb(parts, workbook)
    return _read_sheets_xlsx(parts, workbook) if workbook else {}


def _read_sheets_xlsx(parts: Parts, workbook: str) -> dict[str, Hidden]:
    text, pointers, room = parts.text(workbook), related(parts, workbook), Room()
    formats = next((target for kind, target in pointers.values() if kind == "styles"), "")
    styles = _hidden_xlsx.read_styles(parts.text(formats), text)
    found = {}
    for tag in _hidden_xlsx.tags("sheet", text):
        kind, target = pointers.get(tag.get("id", ""), ("", ""))
        if kind == "worksheet":
            hidden = _hidden_xlsx.read_sheet(parts.named(target), styles)
            room.mark(tag.get("name", ""), hidden.marks)
            found[tag.get("name", "")] = hidden
    return found


def _read_sheets_xlsb(parts: Parts, workbook: str) -> dict[str, Hidden]:
    pointers, room = related(parts, workbook), Room()
    formats = next((target for kind, target in pointers.values() if kind == "styles"), "")
    percentages = _hidden_xlsb.read_percentages(parts.text(formats))
    found = {}
    for name, key in _hidden_xlsb.read_sheet_names(parts.text(workbook)):
        kind, target = pointers.get(key, ("", ""))
        if kind == "worksheet":
            found[name] = _hidden_xlsb.read_sheet(parts.named(target), percentages, name, room)
    return found
