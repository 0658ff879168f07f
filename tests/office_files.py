"""Workbooks written by hand, part by part: what no library would write, and formats that none writes."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def write_zip(path: Path, parts: dict[str, str | bytes]) -> Path:
    """An archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def _pointers(targets: dict[str, tuple[str, str]]) -> str:
    inside = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'


def sheet_xml(rows: str, *, head: str = "", tail: str = "") -> str:
    """A sheet with these rows."""
    return f'<worksheet xmlns="{_MAIN}">{head}<sheetData>{rows}</sheetData>{tail}</worksheet>'


def xlsx_parts(sheets: dict[str, str], *, formats: list[str] = (), calculation: str = "") -> dict[str, str | bytes]:
    """Parts of an .xlsx: the XML of each sheet, number formats of the cell styles 1, 2, …"""
    codes = "".join(f'<numFmt numFmtId="{170 + at}" formatCode={quoteattr(code)}/>' for at, code in enumerate(formats))
    xfs = "".join(f'<xf numFmtId="{170 + at}"/>' for at in range(len(formats)))
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{at}" r:id="rId{at}"/>' for at, name in enumerate(sheets, start=1)
    )
    targets = {f"rId{at}": ("worksheet", f"worksheets/sheet{at}.xml") for at in range(1, len(sheets) + 1)}
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _pointers({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>{calculation}'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": _pointers({**targets, "rId99": ("styles", "styles.xml")}),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{codes}</numFmts><cellStyleXfs><xf numFmtId="9"/>'
        f'</cellStyleXfs><cellXfs><xf numFmtId="0"/>{xfs}</cellXfs></styleSheet>',
        **{f"xl/worksheets/sheet{at}.xml": text for at, text in enumerate(sheets.values(), start=1)},
    }


def write_xlsx(path: Path, rows: str, *, head: str = "", tail: str = "", **more: object) -> Path:
    """A workbook with one sheet `s` of these rows."""
    return write_zip(path, xlsx_parts({"s": sheet_xml(rows, head=head, tail=tail)}, **more))


def ods_parts(table: str) -> dict[str, str | bytes]:
    """Parts of an .ods with one sheet `s`."""
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        "content.xml": f'<office:document-content{names} xmlns:calcext="urn:x"><office:body><office:spreadsheet>'
        f'<table:table table:name="s">{table}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>",
    }


def ods_row(*cells: str, **attributes: str) -> str:
    """A row; `_` stands for `-` in the names of its attributes."""
    told = "".join(f' table:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"


def ods_cell(shown: str | None = None, *, more: str = "", value: float | None = None, kind: str = "float") -> str:
    """A cell that shows this text."""
    told = f' office:value-type="{kind}" office:value="{value}"' if value is not None else ""
    inside = f"<text:p>{escape(shown)}</text:p>" if shown is not None else ""
    return f"<table:table-cell {more}{told}>{inside}</table:table-cell>"


def _record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, rest = bytearray(), len(body)
    while True:
        size.append(rest & 0x7F | (0x80 if rest > 0x7F else 0))
        rest >>= 7
        if not rest:
            return head + bytes(size) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


XlsbCell = tuple[int, int, str, object]  # column, style, kind (number, text, error, formula), value
_XLSB_CELL = {"number": 5, "text": 7, "error": 3, "formula": 9}


def _xlsb_cell(cell: XlsbCell, texts: list[str]) -> bytes:
    column, style, kind, value = cell
    head = struct.pack("<II", column, style)
    if kind == "text":
        texts.append(str(value))
        return _record(7, head + struct.pack("<I", len(texts) - 1))
    if kind == "error":
        return _record(3, head + bytes([value]))  # type: ignore[list-item]
    number = struct.pack("<d", value)
    # A formula: value, flags, and its tokens (the number itself), with nothing after them.
    tokens = struct.pack("<HI", 0, 11 - 2) + b"\x1f" + number + struct.pack("<I", 0)
    return _record(_XLSB_CELL[kind], head + number + (tokens if kind == "formula" else b""))


def write_xlsb(
    path: Path,
    rows: dict[int, list[XlsbCell]],
    *,
    hidden_rows: tuple[int, ...] = (),
    hidden_columns: tuple[tuple[int, int], ...] = (),
    merges: tuple[tuple[int, int, int, int], ...] = (),
    formats: tuple[str, ...] = (),
) -> Path:
    """A workbook with one sheet `s`; number formats of the cell styles 1, 2, …; merges as top, left, bottom, right."""
    texts: list[str] = []
    last = max(rows, default=0), max((cell[0] for cells in rows.values() for cell in cells), default=0)
    sheet = _record(129) + _record(148, struct.pack("<IIII", 0, last[0], 0, last[1]))
    sheet += b"".join(_record(60, struct.pack("<IIIIH", *pair, 2048, 0, 1)) for pair in hidden_columns)
    sheet += _record(145)
    for row, cells in sorted(rows.items()):
        flags = 0x10 if row in hidden_rows else 0
        sheet += _record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, flags, 0, 0))
        sheet += b"".join(_xlsb_cell(cell, texts) for cell in cells)
    sheet += _record(146) + _record(177, struct.pack("<I", len(merges)))
    sheet += b"".join(_record(176, struct.pack("<IIII", top, low, left, right)) for top, left, low, right in merges)
    sheet += _record(178) + _record(130)
    shared = _record(159, struct.pack("<II", len(texts), len(texts)))
    shared += b"".join(_record(19, b"\0" + _wide(text)) for text in texts) + _record(160)
    styles = _record(278) + _record(615, struct.pack("<I", len(formats)))
    styles += b"".join(_record(44, struct.pack("<H", 170 + at) + _wide(code)) for at, code in enumerate(formats))
    styles += _record(616) + _record(617, struct.pack("<I", 1 + len(formats)))
    numbers = [0, *(170 + at for at in range(len(formats)))]
    styles += b"".join(_record(47, struct.pack("<HHHHHHI", 0, number, 0, 0, 0, 0, 0)) for number in numbers)
    styles += _record(618) + _record(279)
    book = _record(131) + _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("s"))
    targets = {
        "rId1": ("worksheet", "worksheets/sheet1.bin"),
        "rId2": ("sharedStrings", "sharedStrings.bin"),
        "rId3": ("styles", "styles.bin"),
    }
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": _pointers({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": book + _record(144) + _record(132),
        "xl/_rels/workbook.bin.rels": _pointers(targets),
        "xl/worksheets/sheet1.bin": sheet,
        "xl/sharedStrings.bin": shared,
        "xl/styles.bin": styles,
    }
    return write_zip(path, parts)
