"""The pack as slides for the monthly meeting: seven questions, each answered by its title."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from itaanalysis.analysis import Route, find_route
from itaanalysis.reports._file import check_suffix, write_file
from itaanalysis.reports.pack._check import stop_on_faults
from itaanalysis.reports.pack._items import list_items
from itaanalysis.reports.pack._parts import NOT_KNOWN
from itaanalysis.reports.pack._slides import _findings as findings
from itaanalysis.reports.pack._slides._charts import mark_last_year, put_chart
from itaanalysis.reports.pack._slides._deck import BODY, Deck
from itaanalysis.reports.pack._slides._findings import shown, signed
from itaanalysis.reports.pack._slides._grid import put_grid, tell_items
from itaanalysis.reports.pack._slides._sources import tell_group_sources, tell_sources
from itaanalysis.reports.pack._slides._table import Cell, fit_table, head_row, put_table, row_height, text_row
from itaanalysis.reports.pack._slides._text import (
    BLUE,
    PALE,
    SMALLEST,
    Box,
    Run,
    line_height,
    paint,
    put_text,
    text_height,
)
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import fiscal_year, format_date

if TYPE_CHECKING:
    from pptx.slide import Slide

    from itaanalysis.reports.pack._parts import Figure, Pack

_LARGE, _HUGE, _GAP = 28, 88, 20.0
_LATER = "เมื่อมีไฟล์คะแนนของหน่วยงานอื่นในปีเดียวกัน สไลด์นี้จะแสดงอันดับและมัธยฐานของกลุ่ม"
_NO_INDICATORS = "คะแนนรายตัวชี้วัดไม่ครบ จึงไม่มีภาพนี้"
_NO_ROUTE = "บางตัวชี้วัดไม่มีคะแนน จึงหาเส้นทางสู่ระดับถัดไปไม่ได้"
_NO_ITEMS = "ดูคะแนนตัวชี้วัดของ OIT ได้ในสไลด์ที่ 2"
_KEEP = "หน่วยงานเติมมาตรการรักษาระดับในตารางมาตรการ แล้วทำสไลด์ชุดนี้ใหม่"
_MOST_MEASURE_SLIDES = 2
#: Between day, month and year: a date stays on one line.
_HOLD = "\u00a0"
_MEASURES = {"รหัส": 92.0, "มาตรการ": 312.0, "ผู้รับผิดชอบ": 168.0, "ครบกำหนด": 140.0, "สถานะ": 108.0, "ทำได้": 80.0}


def write_slides(pack: Pack, path: str | Path) -> Path:
    """Write the slides of the monthly meeting as an editable .pptx file.

    Parameters
    ----------
    pack
        One office and year, as `make_pack` gave it.
    path
        A .pptx file; its folder is made, an older file of that name is replaced.

    Returns
    -------
    Path
        The file, written whole or not at all; the same pack gives the same bytes. Texts are texts, tables are tables,
        and charts are pictures with alternative text; the notes of each slide hold its sources and every text that was
        shortened.

    Raises
    ------
    ItaError
        Not a .pptx name, a P0 of the review (`stop_on_faults`), or a file that cannot be written.
    """
    file = check_suffix(path, ".pptx")
    stop_on_faults(pack)
    content = make_deck(pack).as_bytes()
    return write_file(file, lambda part: part.write_bytes(content))


def make_deck(pack: Pack) -> Deck:
    """All slides, in the order of the meeting."""
    made = datetime.combine(fiscal_year(pack.plan_year_be)[0], time())
    result = "ผล" if pack.announced else "คะแนน"
    footer = f"{result} ITA ปี {pack.year_be} · {pack.agency} {pack.place}"
    deck = Deck(f"{pack.title} {pack.agency}", pack.marks, footer, made)
    for add in (_add_total, _add_indicators, _add_lost, _add_recoverable, _add_items, _add_measures, _add_peers):
        add(deck, pack)
    return deck


def _add_total(deck: Deck, pack: Pack) -> None:
    nodes = pack.frames.nodes
    total, rows = nodes[nodes["level"] == "total"].iloc[0], nodes[nodes["level"] == "instrument"]
    slide = deck.add(findings.told_total(pack), tell_sources(pack, ["ITA", *rows["code"]]))
    left = BODY._replace(width=260)
    lines = [
        Run(shown(pack.total), _HUGE if pd.notna(pack.total) else _LARGE, True, BLUE),
        Run(f"ระดับ {pack.rating or NOT_KNOWN}", 40, True),
        Run(f"ปี {pack.year_be - 1}: {shown(total['last_score'])}", _LARGE),
        *([Run(f"เปลี่ยน {signed(total['change'])} คะแนน", _LARGE)] if pd.notna(total["change"]) else []),
    ]
    paint(put_text(slide, left, [(line,) for line in lines], "คะแนนรวมและระดับ", align="ctr", anchor="ctr"), PALE)
    widths = (240.0, 90.0, 94.0, 94.0, 102.0)
    table = [head_row(("เครื่องมือ", "คะแนน", f"ปี {pack.year_be - 1}", "เปลี่ยน", "ต่ำกว่าเป้า"), 22)]
    for row in rows.to_dict(orient="records"):
        short = shown(max(row["gap"], 0.0) if pd.notna(row["gap"]) else row["gap"])
        numbers = (shown(row["score"]), shown(row["last_score"]), signed(row["change"]), short)
        name = row["name_th"].removeprefix("แบบวัดการรับรู้ของ").removeprefix("แบบตรวจ")
        table.append(text_row((f"{row['code']} {name}", *numbers), widths, 22, numbers=4))
    right = BODY._replace(left=left.left + left.width + _GAP, width=sum(widths))
    put_table(slide, right, table, widths, f"คะแนนสามเครื่องมือ ปี {pack.year_be}")
    top = right.top + sum(row_height(row, widths) for row in table) + _GAP
    if told := [
        line
        for line in (findings.told_next_level(pack), findings.told_printed(pack), pack.facts["near_floor_told"])
        if line
    ]:
        below = right._replace(top=top, height=BODY.top + BODY.height - top)
        put_text(slide, below, [(Run(line, _LARGE),) for line in told], "ระดับถัดไป")


def _add_indicators(deck: Deck, pack: Pack) -> None:
    rows, year = findings.indicators(pack), pack.year_be - 1
    slide, figure = deck.add(findings.told_indicators(pack), tell_sources(pack, rows["code"])), _figure(pack, "gaps")
    if figure is None:
        return _say(slide, _NO_INDICATORS)
    ax = figure.draw()
    mark_last_year(ax, rows["last_score"])
    key = BODY._replace(height=line_height(SMALLEST) + 8)
    known = rows[rows["last_score"].notna()]
    told = f"▲ คะแนนปี {year}" if len(known) else f"ไม่มีข้อมูลคะแนนปี {year}"
    put_text(slide, key, [(Run(told, SMALLEST, True),)], "เครื่องหมายของปีก่อน", align="r")
    last = " · ".join(f"{code} {shown(score)}" for code, score in zip(known["code"], known["last_score"], strict=True))
    chart = BODY._replace(top=key.top + key.height, height=BODY.height - key.height)
    return put_chart(slide, ax, chart, f"{figure.alt}; {told} {last}".strip())


def _add_lost(deck: Deck, pack: Pack) -> None:
    codes = findings.indicators(pack)["code"]
    slide, figure = deck.add(findings.told_lost(pack), tell_sources(pack, codes)), _figure(pack, "lost")
    if figure is None:
        return _say(slide, _NO_INDICATORS)
    return put_chart(slide, figure.draw(), BODY, figure.alt)


def _figure(pack: Pack, key: str) -> Figure | None:
    """A figure of the pack, where there are the scores for it."""
    return next((figure for figure in pack.figures() if figure.key == key), None)


def _add_recoverable(deck: Deck, pack: Pack) -> None:
    route = findings.route_of(pack)
    weak = findings.weak_indicators(pack)
    told = f"\n\n{route}\n{route.notes}" if route else ""
    slide = deck.add(findings.told_recoverable(pack, route), tell_sources(pack, weak["code"]) + told)
    widths = (188.0, 84.0, 84.0, 84.0)
    left = BODY._replace(width=sum(widths))
    if len(weak):
        table = fit_table(partial(_weak_rows, pack, weak, widths), widths, left.height, "ตัวชี้วัด")
        put_table(slide, left, table, widths, "คะแนนรวมที่เพิ่มได้รายตัวชี้วัด")
    right = Box(left.left + left.width + _GAP, BODY.top, BODY.width - left.width - _GAP, BODY.height)
    _put_route(slide, right if len(weak) else BODY, route)


def _weak_rows(pack: Pack, weak: pd.DataFrame, widths: tuple[float, ...], size: int) -> list[list[Cell]]:
    plan_known = pack.plan_year_be in known_years()
    worth = rulebook(pack.plan_year_be).tree.set_index("code")["worth"] if plan_known else pd.Series(dtype=float)
    table = [head_row(("ตัวชี้วัด", "คะแนน", f"ขาด {pack.year_be}", f"ได้ {pack.plan_year_be}"), size)]
    for row in weak.to_dict(orient="records"):
        won = shown(worth[row["code"]] * row["gap"]) if row["code"] in worth else NOT_KNOWN
        texts = (f"{row['code']} {row['name_th']}", shown(row["score"]), shown(row["points"]), won)
        table.append(text_row(texts, widths, size, numbers=3))
    return table


def _put_route(slide: Slide, box: Box, route: Route | None) -> None:
    """The steps to the next level, and below them what the pass mark asks for, where it is higher."""
    if route is None or route.steps.empty:
        return _say(slide, _NO_ROUTE if route is None else route.limits, box)
    mark = rulebook(route.rules_year_be).pass_mark
    further = "" if mark is None or route.total >= mark else findings.told_pass(find_route(route.scores, to=mark), mark)
    below = text_height(further, box.width, 20) + _GAP if further else 0.0
    widths = (box.width - 234, 84.0, 78.0, 72.0)
    table = fit_table(partial(_route_rows, route, widths), widths, box.height - below, "ขั้น")
    put_table(slide, box, table, widths, f"ขั้นของเส้นทางสู่ {route.aim}")
    if further:
        place = box._replace(top=box.top + box.height - below + _GAP, height=below - _GAP)
        put_text(slide, place, [(Run(further, 20),)], "เส้นทางสู่เกณฑ์ผ่าน")
    return None


def _route_rows(route: Route, widths: tuple[float, ...], size: int) -> list[list[Cell]]:
    table = [head_row((f"ทางสู่ {route.aim} (กติกา {route.rules_year_be})", "จาก", "ถึง", "เพิ่ม"), size)]
    for step in route.steps.to_dict(orient="records"):
        ends = ("ไม่ผ่าน", "ผ่าน") if step["level"] == "item" else (shown(step["from"]), shown(step["to"]))
        texts = (f"{step['code']} {step['name']}", *ends, f"+{shown(step['points'])}")
        table.append(text_row(texts, widths, size, numbers=3))
    return table


def _add_items(deck: Deck, pack: Pack) -> None:
    items = list_items(pack)
    told = findings.told_items(items, pack.year_be)
    if items.empty:
        return _say(deck.add(told, tell_sources(pack, [])), _NO_ITEMS)
    slide = deck.add(told, f"{tell_sources(pack, items['code'])}\n\n{tell_items(items)}")
    put_grid(slide, BODY, items, pack.year_be)


def _add_measures(deck: Deck, pack: Pack) -> None:
    plan, title, widths = pack.frames.measures, findings.told_measures(pack), tuple(_MEASURES.values())
    if plan.empty:
        return _say(deck.add(title, tell_sources(pack, [])), _KEEP)
    notes = f"{tell_sources(pack, plan['code'].str.split().explode())}\n\n{_tell_measures(plan)}"
    pages = _share_out(plan, widths)
    for number, page in enumerate(pages, start=1):
        part = f" ({number}/{len(pages)})" if len(pages) > 1 else ""
        table = fit_table(partial(_measure_rows, page, widths), widths, BODY.height, "มาตรการ ดูในบันทึกของสไลด์")
        put_table(deck.add(title + part, notes), BODY, table, widths, f"มาตรการและสถานะ ปี {pack.plan_year_be}{part}")
    return None


def _share_out(plan: pd.DataFrame, widths: tuple[float, ...]) -> list[pd.DataFrame]:
    """Measures for each slide: as even as may be, on as few slides as hold them; what is too much stays on the last."""
    head, *rows = _measure_rows(plan, widths, SMALLEST)
    most = int((BODY.height - row_height(head, widths)) / max(row_height(row, widths) for row in rows))
    slides = min(-(-len(plan) // most), _MOST_MEASURE_SLIDES)
    each = min(-(-len(plan) // slides), most)
    return [plan.iloc[start:end] for start, end in pairwise([*range(0, each * slides, each), len(plan)])]


def _measure_rows(plan: pd.DataFrame, widths: tuple[float, ...], size: int) -> list[list[Cell]]:
    table = [head_row(tuple(_MEASURES), size)]
    for row in plan.to_dict(orient="records"):
        due = format_date(row["end"].date()).replace(" ", _HOLD) if pd.notna(row["end"]) else NOT_KNOWN
        points = NOT_KNOWN if pd.isna(row["plan_points"]) else shown(row["plan_points"])
        name, status = row["catalogue_id"] or row["measure_id"], row["status"] or NOT_KNOWN
        texts = (name, row["measure"], row["responsible"], due, status, points)
        table.append(text_row(texts, widths, size, numbers=1))
    return table


def _tell_measures(plan: pd.DataFrame) -> str:
    """Every measure in full, a line each."""
    return "\n".join(
        f"{row.measure_id} ข้อ {row.code}: {row.measure} · ผู้รับผิดชอบ: {row.responsible} · {row.period} · {row.status}"
        for row in plan.itertuples()
    )


def _add_peers(deck: Deck, pack: Pack) -> None:
    rows = findings.choose_group(pack)
    title = findings.told_peers(rows)
    if rows.empty:
        return _say(deck.add(title, tell_sources(pack, [])), _LATER)
    from itaanalysis.charts import plot_spine

    rows = rows[rows["level"].isin(["total", "indicator"])]
    slide = deck.add(title, tell_group_sources(pack, rows))
    ranked = rows[rows["rank"].notna()].to_dict(orient="records")
    told = "; ".join(
        f"{row['code']} {shown(row['score'])} มัธยฐาน {shown(row['median'])} อันดับ {row['rank']:.0f}/{row['count']}"
        for row in ranked
    )
    put_chart(slide, plot_spine(rows), BODY, f"{title}; {told}")


def _say(slide: Slide, sentence: str, box: Box = BODY) -> None:
    """One sentence in the place of what there is not."""
    put_text(slide, box._replace(height=160), [(Run(sentence, 28),)], "คำอธิบาย")
