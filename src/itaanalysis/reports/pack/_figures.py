"""The figures of a pack: captions, what they show in words, and how they are drawn."""

from __future__ import annotations

from functools import partial

import pandas as pd

from itaanalysis.reports.pack._draw import plot_steps, told_steps
from itaanalysis.reports.pack._facts import points
from itaanalysis.reports.pack._parts import MISSING, Figure, Frames

_MOST_NAMED = 10


def make_figures(frames: Frames, *, simulated: bool) -> dict[str, Figure]:
    """All figures by key; those that have nothing to show are left out."""
    from itaanalysis import charts

    year = int(frames.scores["year_be"].iloc[0])
    nodes = frames.nodes[frames.nodes["level"] == "indicator"]
    figures = [_process(year)]
    if nodes["score"].notna().any():
        draw = partial(charts.plot_gaps, frames.gaps)
        figures.append(Figure("gaps", f"คะแนนรายตัวชี้วัดปี {year} เทียบกับเกณฑ์", f"แผนภูมิแท่ง {_scores(nodes)}", draw))
        total = frames.nodes.loc[frames.nodes["level"] == "total", "score"].iloc[0]
        if nodes["score"].notna().all() or pd.isna(total):
            lost = nodes.assign(points=nodes["worth"] * (100 - nodes["score"]))
            alt = f"แผนภูมิขั้นบันไดจาก 100 ลงมาถึงคะแนนรวม คะแนนรวมที่หายไป {_points(lost)}"
            figures.append(Figure("lost", "คะแนนที่หายไปอยู่ที่ตัวชี้วัดใด", alt, partial(charts.plot_lost_points, frames.gaps)))
        if (nodes["points"] > 0).any():
            figures.append(_recoverable(frames, nodes))
    if len(frames.peers):
        alt = f"ช่วงคะแนน ควอร์ไทล์ และมัธยฐานของหน่วยงานในกลุ่มเดียวกัน เทียบกับหน่วยงาน {_scores(nodes)}"
        figures.append(
            Figure("spine", "เทียบกับหน่วยงานในกลุ่มเดียวกันรายตัวชี้วัด", alt, partial(charts.plot_spine, frames.peers))
        )
    mark = "ข้อมูลจำลอง: " if simulated else ""
    return {figure.key: Figure(figure.key, mark + figure.title, mark + figure.alt, figure.draw) for figure in figures}


def _process(year: int) -> Figure:
    title = f"ขั้นตอนจากผลปี {year} ถึงการรายงานผลปี {year + 1}"
    return Figure("process", title, f"แผนภาพขั้นตอน {told_steps()}", plot_steps)


def _recoverable(frames: Frames, nodes: pd.DataFrame) -> Figure:
    from itaanalysis import charts

    codes = " ".join(frames.measures["code"]).split()
    draw = partial(charts.plot_recoverable, frames.gaps, measures_on=_with_indicators(codes, frames.failed))
    won = nodes[nodes["points"] > 0]
    told = f"แผนภูมิแท่ง คะแนนรวมที่เพิ่มได้เมื่อถึงเป้าหมาย {_points(won)}"
    return Figure("recoverable", "แก้ตัวชี้วัดใดแล้วคะแนนรวมเพิ่มมากที่สุด", told, draw)


def _with_indicators(codes: list[str], failed: pd.DataFrame) -> list[str]:
    """The codes, and the indicators of those that are failed items."""
    return [*codes, *failed.loc[failed["code"].isin(codes), "indicator"].unique()]


def _scores(nodes: pd.DataFrame) -> str:
    rows = zip(nodes["code"], nodes["name_th"], nodes["score"], strict=True)
    return " · ".join(f"{code} {name} {MISSING if pd.isna(score) else points(score)}" for code, name, score in rows)


def _points(nodes: pd.DataFrame) -> str:
    rows = nodes.sort_values("points", ascending=False, kind="stable").head(_MOST_NAMED)
    told = zip(rows["code"], rows["name_th"], rows["points"], strict=True)
    return " · ".join(f"{code} {name} {MISSING if pd.isna(lost) else points(lost)}" for code, name, lost in told)
