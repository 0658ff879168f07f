"""The grid of OIT items: a row a sub-indicator, a cell an item with its state and who is to mend it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.reports.pack._items import FAILED, NO_OWNER, PASSED
from itaanalysis.reports.pack._slides._table import Cell, put_table
from itaanalysis.reports.pack._slides._text import (
    BLUE,
    INK,
    MUTED,
    ORANGE,
    PALE,
    PALE_ORANGE,
    SMALLEST,
    WHITE,
    Box,
    Run,
    room,
    shorten,
    two_lines,
)
from itaanalysis.rulebook import rulebook

if TYPE_CHECKING:
    from pptx.slide import Slide

_LEGEND = "✓ ผ่าน   ✗ ไม่ผ่าน (บรรทัดล่าง: ผู้รับผิดชอบตามมาตรการ)   ? ไม่ทราบผล"
_FIRST = 124.0
#: Sign, colour of the text and colour behind it.
_LOOKS = {PASSED: ("✓", INK, WHITE), FAILED: ("✗", ORANGE, PALE_ORANGE)}
_UNKNOWN = ("?", MUTED, PALE)


def tell_items(items: pd.DataFrame) -> str:
    """Every item with its title, state and owner in full, a line each."""
    lines = []
    for item in items.to_dict(orient="records"):
        sign = _LOOKS.get(item["state"], _UNKNOWN)[0]
        owner = f" · ผู้รับผิดชอบ: {item['owner'] or NO_OWNER}" if item["state"] == FAILED else ""
        lines.append(f"{sign} {item['code']} {item['name_th']}: {item['state']}{owner}")
    return "\n".join(lines)


def put_grid(slide: Slide, box: Box, items: pd.DataFrame, year_be: int) -> Any:
    """The items as a native table: its first row is the legend."""
    names = rulebook(year_be).tree.set_index("code")["name_th"]
    groups = list(items.groupby("parent", sort=False))
    across = max(len(rows) for _, rows in groups)
    width = (box.width - _FIRST) / across
    widths = [_FIRST, *([width] * across)]
    head = Run(_LEGEND, SMALLEST, bold=True, color=WHITE)
    empty = Cell((Run("", SMALLEST),), BLUE)
    table = [[Cell((head,), BLUE), *([empty] * across)]]
    for code, rows in groups:
        name = two_lines(f"{code} {names[code]}", _FIRST, SMALLEST)
        cells = [_item_cell(item, width) for item in rows.to_dict(orient="records")]
        blank = Cell((Run("", SMALLEST),))
        table.append([Cell((Run(name, SMALLEST),)), *cells, *([blank] * (across - len(cells)))])
    told = f"ผลรายข้อ OIT ปี {year_be} และผู้รับผิดชอบตามมาตรการ"
    return put_table(slide, box, table, widths, told)


def _item_cell(item: dict[Any, Any], width: float) -> Cell:
    sign, ink, fill = _LOOKS.get(item["state"], _UNKNOWN)
    failed = item["state"] == FAILED
    below = _short_unit(item["owner"]) or NO_OWNER if failed else item["state"]
    below = shorten(below, room(width, SMALLEST) - 1)
    return Cell((Run(f"{sign} {item['code']}", SMALLEST, failed, ink), Run(below, SMALLEST, color=ink)), fill, "ctr")


def _short_unit(unit: str) -> str:
    """สำนักปลัด for สำนักปลัด (งานแผน): the first unit, which answers for the item."""
    return re.split(r"[\s(/]", unit.strip())[0]
