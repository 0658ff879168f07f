"""The figures of a pack: captions, what they show in words, and how they are drawn."""

from __future__ import annotations

from functools import partial

import pandas as pd

from itaanalysis.frames import FROM_ANSWERS, SIMULATED, is_marked
from itaanalysis.reports.pack._draw import PLOT_STEPS, told_steps
from itaanalysis.reports.pack._facts import points
from itaanalysis.reports.pack._parts import MISSING, NOT_ANNOUNCED, Figure, Frames

_MOST_NAMED = 10


def make_figures(frames: Frames, *, scored_from: str) -> dict[str, Figure]:
    """All figures by key; those that have nothing to show are left out.

    Scores that were not announced (`scored_from`) are told to be so on every chart: by the chart itself where the notes
    of its rows say so, else in a line of its own.
    """
    from itaanalysis import charts

    year = int(frames.scores["year_be"].iloc[0])
    nodes = frames.nodes[frames.nodes["level"] == "indicator"]
    told = f"คะแนนคิดจาก{scored_from} {NOT_ANNOUNCED}" if scored_from else ""
    note = "" if is_marked(frames.gaps, FROM_ANSWERS) else told
    figures = [_process(year, announced=frames.announced)]
    if nodes["score"].notna().any():
        draw = partial(charts.plot_gaps, frames.gaps, note=note)
        figures.append(Figure("gaps", f"คะแนนรายตัวชี้วัดปี {year} เทียบกับเกณฑ์", f"แผนภูมิแท่ง {_scores(nodes)}", draw))
        total = frames.nodes.loc[frames.nodes["level"] == "total", "score"].iloc[0]
        if nodes["score"].notna().all() or pd.isna(total):
            lost = nodes.assign(points=nodes["worth"] * (100 - nodes["score"]))
            alt = f"แผนภูมิขั้นบันไดจาก 100 ลงมาถึงคะแนนรวม คะแนนรวมที่หายไป {_points(lost)}"
            draw = partial(charts.plot_lost_points, frames.gaps, note=note)
            figures.append(Figure("lost", "คะแนนที่หายไปอยู่ที่ตัวชี้วัดใด", alt, draw))
        if (nodes["points"] > 0).any():
            figures.append(_recoverable(frames, nodes, note))
    if len(frames.peers):
        alt = f"ช่วงคะแนน ควอร์ไทล์ และมัธยฐานของหน่วยงานในกลุ่มเดียวกัน เทียบกับหน่วยงาน {_scores(nodes)}"
        draw = partial(charts.plot_spine, frames.peers, note=told)
        figures.append(Figure("spine", "เทียบกับหน่วยงานในกลุ่มเดียวกันรายตัวชี้วัด", alt, draw))
    mark = f"{SIMULATED}: " if is_marked(frames.scores, SIMULATED) else ""
    aloud = mark if frames.announced else f"{mark}{NOT_ANNOUNCED}: "  # who hears the text does not see the chart's note
    return {figure.key: Figure(figure.key, mark + figure.title, aloud + figure.alt, figure.draw) for figure in figures}


def _process(year: int, *, announced: bool) -> Figure:
    title = f"ขั้นตอนจากผลปี {year} ถึงการรายงานผลปี {year + 1}"
    return Figure("process", title, f"แผนภาพขั้นตอน {told_steps(announced=announced)}", PLOT_STEPS[announced])


def _recoverable(frames: Frames, nodes: pd.DataFrame, note: str) -> Figure:
    from itaanalysis import charts

    codes = " ".join(frames.measures["code"]).split()
    draw = partial(charts.plot_recoverable, frames.gaps, measures_on=_with_indicators(codes, frames.failed), note=note)
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
