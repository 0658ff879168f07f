"""Packs of all offices: offices a minute and core, the budget of each part; beside them papermill once an office."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pandas as pd
from joblib import cpu_count
from joblib.externals.loky import get_reusable_executor

ROOT = Path(__file__).resolve().parents[1]
NATION = 8_300
NOTEBOOK = "03-weak-areas.ipynb"
#: What the goal of 0.65 core-seconds counts.
COUNTED = ("charts", "Word", "PDF", "Excel")


@contextmanager
def core_seconds(spent: list[float]) -> Iterator[None]:
    """Add the processor time of all threads of this process."""
    begin = time.process_time()
    yield
    spent.append(time.process_time() - begin)


def wall(work: Callable[[], object]) -> float:
    """Seconds on the wall of one run."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def of_children() -> float:
    """Processor time of the processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure_parts(scores: pd.DataFrame, folder: Path, offices: int) -> dict[str, list[float]]:
    """Core-seconds of each part for a few offices, one after the other in a warm process."""
    from itaanalysis.reports._batch_frames import Orders, choose_offices
    from itaanalysis.reports.pack import make_pack, write_pdf, write_word
    from itaanalysis.reports.pack._slides import write_slides
    from itaanalysis.reports.pack._tables import write_tables

    chosen = choose_offices(scores)
    orders = Orders(scores, chosen, {}, names=dict.fromkeys(chosen["agency_id"], ""), common="", approved=False)
    spent: dict[str, list[float]] = {name: [] for name in ("describe", "charts", "PDF", "Word", "slides", "Excel")}
    for agency_id in chosen["agency_id"].head(offices + 1):
        order = orders[agency_id]
        with core_seconds(spent["describe"]):
            pack = make_pack(order.scores, agency=agency_id, year_be=order.year_be, peers=order.peers)
        with core_seconds(spent["charts"]):
            assert pack.pictures
        with core_seconds(spent["PDF"]):  # typeset once for both: Word takes its page numbers from it
            write_pdf(pack, folder / "report.pdf")
        with core_seconds(spent["Word"]):
            write_word(pack, folder / "report.docx")
        with core_seconds(spent["slides"]):
            write_slides(pack, folder / "meeting.pptx")
        with core_seconds(spent["Excel"]):
            write_tables(pack, folder / "tables.xlsx")
    return {name: times[1:] for name, times in spent.items()}  # the first office loads libraries and fonts


def measure_papermill(scores: pd.DataFrame, folder: Path, offices: int = 2) -> float:
    """Median seconds of one notebook executed once an office; the kernel's own processor time is not seen from here."""
    from itaanalysis.reports.pages import write_page

    (folder / "processed").mkdir()
    scores.to_parquet(folder / "processed" / "scores.parquet", index=False)
    where = {"raw": str(folder), "processed": str(folder / "processed"), "year_be": int(scores["year_be"].max())}
    notebook = ROOT / "notebooks" / NOTEBOOK
    ids = scores["agency_id"].unique()[:offices]
    return statistics.median(wall(lambda: write_page(notebook, folder, {"agency": name, **where})) for name in ids)  # noqa: B023


def bare_chart() -> float:
    """Median core-seconds of what matplotlib alone takes for a chart: ten named bars, their numbers and a title."""
    from matplotlib import pyplot as plt

    from itaanalysis.charts._text import FAMILY, register_fonts

    def draw() -> None:
        figure, ax = plt.subplots(figsize=(12, 6.75), layout="constrained")
        ax.bar_label(ax.barh([f"{at}. การปฏิบัติหน้าที่ของหน่วยงาน" for at in range(1, 11)], range(55, 65)), fontfamily=FAMILY)
        ax.tick_params(labelfontfamily=FAMILY)
        figure.suptitle("สองตัวชี้วัดต่ำกว่าเกณฑ์ผ่าน", fontfamily=FAMILY)
        figure.savefig(BytesIO(), dpi=120)
        plt.close(figure)

    register_fonts()
    draw()
    spent: list[float] = []
    for _ in range(10):
        with core_seconds(spent):
            draw()
    return statistics.median(spent)


def measure(offices: int = 108, parts: int = 8) -> list[str]:
    """The lines of the tables for RESULTS.md."""
    from itaanalysis.reports._batch_frames import Orders, choose_offices
    from itaanalysis.reports.batch import write_packs
    from itaanalysis.simulate import simulate_province

    years, cores = [2565, 2566], cpu_count()
    scores = simulate_province(districts=12, offices=offices, years=years)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        spent = {name: statistics.median(times) for name, times in measure_parts(scores, folder, parts).items()}
        before = of_children()
        first = wall(lambda: write_packs(scores, folder / "packs"))
        get_reusable_executor().shutdown()
        worked = of_children() - before
        again = wall(lambda: write_packs(scores, folder / "packs"))
        notebook = measure_papermill(scores, folder)
    nation = simulate_province(districts=900, offices=NATION, years=years)
    chosen = choose_offices(nation)
    names = dict.fromkeys(chosen["agency_id"], "")
    prepared = wall(lambda: list(map(Orders(nation, chosen, {}, names=names, common="", approved=False).inputs, names)))
    each, counted = first / offices, sum(spent[name] for name in COUNTED)
    minutes = (prepared + NATION * each) / 60
    rows = [
        (f"a province of {offices} offices, four documents each, {cores} cores", f"{first:.1f} s", "≤ 40 s for 108"),
        ("the same, nothing changed", f"{again:.1f} s", "–"),
        ("offices a minute and core", f"{60 / each / cores:.1f}", "–"),
        ("core-seconds of the workers an office, their start in it", f"{worked / offices:.2f}", "–"),
        (f"{NATION:,} offices: comparing and telling apart, measured", f"{prepared:.1f} s", "–"),
        (f"{NATION:,} offices: from the province, reckoned", f"{minutes:.0f} min", "≤ 45 min on 2 cores"),
        (f"papermill with {NOTEBOOK} once an office: one office", f"{notebook:.1f} s", "–"),
        (
            f"papermill, {NATION:,} offices on {cores} cores, reckoned from 2 offices",
            f"{NATION * notebook / cores / 60:.0f} min",
            "–",
        ),
    ]
    return [
        "| packs | figure | goal |",
        "|---|---|---|",
        *(f"| {' | '.join(row)} |" for row in rows),
        "",
        f"| core-seconds an office (median of {parts}) | seconds | goal |",
        "|---|---|---|",
        *(f"| {name} | {seconds:.2f} | – |" for name, seconds in spent.items()),
        f"| {' + '.join(COUNTED)} | {counted:.2f} | ≤ 0.65 |",
        f"| all parts | {sum(spent.values()):.2f} | – |",
        f"| one bare chart by matplotlib alone; a report has three | {bare_chart():.2f} | – |",
    ]


if __name__ == "__main__":
    print("\n".join(measure()))
