"""How long a chart takes to be drawn again after a choice in the pickers of the notebooks, without a browser.

A choice is made in a list of the pickers; the chart is computed, drawn and turned into a PNG, as in JupyterLab.
"""

from __future__ import annotations

import statistics
import time
from itertools import cycle, islice

import pandas as pd

OFFICES = 60
RUNS = 9
ONE_OFFICE, PROVINCE = 0.3, 1.0


def redraw(scores: pd.DataFrame, draw: object, by: tuple[str, ...], turned: str) -> list[float]:
    """Seconds of some redraws, each after another choice in the list that is named."""
    import itaanalysis as ita

    box = ita.show_pickers(scores, draw, by=by)  # type: ignore[arg-type]
    lists, told, chart = box.children[:3]
    turn = {one.description: one for one in lists.children}[turned]
    others = [value for _, value in turn.options if value != turn.value]
    times = []
    for value in islice(cycle([*others, turn.value]), RUNS):
        before = chart.value
        start = time.perf_counter()
        turn.value = value
        times.append(time.perf_counter() - start)
        assert not told.value, told.value
        assert chart.value != before, (turned, value)
    return times


def measure() -> list[str]:
    """The lines of the table for RESULTS.md."""
    import itaanalysis as ita

    scores = ita.simulate_province(offices=OFFICES)
    indicators = scores[scores["level"] == "indicator"]
    office, place = ("province", "district", "office", "year"), ("province", "year")
    kinds = {
        "`plot_gaps`, one office": (scores, lambda rows: ita.plot_gaps(ita.compute_gaps(rows)), office, "หน่วยงาน"),
        "`plot_lost_points`, one office": (
            *(scores, lambda rows: ita.plot_lost_points(ita.compute_gaps(rows, target=100))),
            *(office, "หน่วยงาน"),
        ),
        "`plot_trend`, one office": (
            *(scores, lambda rows, code: ita.plot_trend(rows, code=code)),
            *((*office[:3], "indicator"), "หน่วยงาน"),
        ),
        f"`plot_heatmap`, {OFFICES} offices": (indicators, ita.plot_heatmap, place, "ปี พ.ศ."),
        f"`plot_districts`, {OFFICES} offices": (
            *(scores, lambda rows, code: ita.plot_districts(rows, code=code)),
            *((*place, "indicator"), "ปี พ.ศ."),
        ),
    }
    lines = ["| chart | least | median | goal |", "|---|---|---|---|"]
    for name, asked in kinds.items():
        times = redraw(*asked)
        goal = ONE_OFFICE if "one office" in name else PROVINCE
        lines.append(f"| {name} | {min(times):.2f} s | {statistics.median(times):.2f} s | ≤ {goal:g} s |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure()))
