"""Frames and looks for the tests of charts: the real office, an invented province, the texts of a figure."""

from __future__ import annotations

import matplotlib as mpl

mpl.use("Agg")

import pandas as pd
from conftest import THANANGNAEW
from matplotlib.axes import Axes
from matplotlib.text import Text

from itaanalysis.analysis import compute_gaps
from itaanalysis.frames import SCORES, SIMULATED, make_frame

FILE = "ita-2565-thanangnaew.xlsx"
NAME = "องค์การบริหารส่วนตำบลท่านางแนว"
NAN = float("nan")


def real_office(*, year: int = 2565, name: str = NAME, note: str = "", **changed: float) -> pd.DataFrame:
    """The ten scores of FY2565; `i9=88` changes indicator 9, for what-if frames of invented offices."""
    scores = {**THANANGNAEW, **{code.removeprefix("i"): score for code, score in changed.items()}}
    places = (name, "อบต.", "แวงน้อย", "ขอนแก่น")
    rows = [
        (year, " · ".join((name, *places[2:])), *places, code, "indicator", score, f"{FILE}#ผลคะแนน!C{row}", note)
        for row, (code, score) in enumerate(scores.items(), start=6)
    ]
    return make_frame(rows, SCORES)


def real_gaps(**changed: float) -> pd.DataFrame:
    return compute_gaps(real_office(**changed))


def totals(
    rows: list[tuple[str, str, int, float]], *, kind: str = "อบต.", note: str = SIMULATED, province: str = "สมมติ"
) -> pd.DataFrame:
    """Offices with a total alone, from (office, district, year, total)."""
    return make_frame(
        [
            (
                year,
                f"{name} · {district}",
                name,
                kind,
                district,
                province,
                "ITA",
                "total",
                score,
                f"s.xlsx#r!B{at}",
                note,
            )
            for at, (name, district, year, score) in enumerate(rows, start=2)
        ],
        SCORES,
    )


def province(offices: int, *, year: int = 2565, note: str = SIMULATED) -> pd.DataFrame:
    """Invented offices with ten indicators each; the first is the best, and each next one is a bit lower."""
    rows = []
    for number in range(1, offices + 1):
        name, district = f"องค์การบริหารส่วนตำบลตัวอย่าง{number}", f"สมมติ{number % 3}"
        for code in range(1, 11):
            place = (year, f"{name} · {district}", name, "อบต.", district, "สมมติ", str(code), "indicator")
            rows.append((*place, 99.0 - number / 4 - code, f"simulated.xlsx#คะแนน!{chr(66 + code)}{number}", note))
    return make_frame(rows, SCORES)


def texts(ax: Axes) -> list[str]:
    """Every text that is drawn in the figure of the axes."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()
    return [text.get_text() for text in figure.findobj(Text) if text.get_visible() and text.get_text()]


def whole_text(ax: Axes) -> str:
    """All texts in one, lines joined."""
    return "\n".join(text.replace("\n", " ") for text in texts(ax))


def with_gid(ax: Axes, gid: str) -> list:
    """The artists that carry a name, in the whole figure."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    return [artist for artist in figure.findobj() if artist.get_gid() == gid]


def row_labels(ax: Axes) -> list[str]:
    """Labels of the rows from the top down."""
    return [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
