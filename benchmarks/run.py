"""Times of `ita clean` and of each notebook, as a user meets them: `make bench`. Writes RESULTS.md beside this file."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import comparing
import packs
import reading
import redraw

ROOT = Path(__file__).resolve().parents[1]
RUNS = 3


def seconds(work: Callable[[], object], runs: int = RUNS) -> tuple[float, float, float]:
    """Least, median and greatest wall time of a few runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times), statistics.median(times), max(times)


def ita(*words: object) -> None:
    """One whole process of the command line."""
    command = [sys.executable, "-m", "itaanalysis", *map(str, words)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def measure() -> list[tuple[str, tuple[float, float, float]]]:
    """A row a thing timed."""
    from itaanalysis.reports.pages import write_page

    rows = [("`ita --help`", seconds(lambda: ita("--help")))]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        fresh = iter(range(1_000))
        rows.append(("`ita clean`, first run", seconds(lambda: ita("clean", "--processed", folder / str(next(fresh))))))
        rows.append(("`ita clean`, nothing changed", seconds(lambda: ita("clean", "--processed", folder / "0"))))
        ita("clean")
        rows += [
            (f"`{notebook.name}` to a page", seconds(partial(write_page, notebook, folder, {}), 1))
            for notebook in sorted((ROOT / "notebooks").glob("[0-9][0-9]-*.ipynb"))
        ]
        ita("report", "--out", folder / "out")
        rows.append(("`ita report`, nothing changed", seconds(lambda: ita("report", "--out", folder / "out"))))
    return rows


def machine() -> str:
    """The machine in general words."""
    return f"{platform.system()} on {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    rows = measure()
    lines = [
        "# Benchmarks",
        "",
        f"`make bench`, {date.today().isoformat()}; {machine()}. Seconds of wall time; {RUNS} runs, notebooks 1.",
        "",
        "| what | least | median | greatest |",
        "|---|---|---|---|",
        *(f"| {name} | {low:.2f} | {middle:.2f} | {high:.2f} |" for name, (low, middle, high) in rows),
        "",
        "## Reading",
        "",
        "Medians of interleaved pairs of one run; made-up offices. calamine alone hands over cells as lists.",
        "",
        *reading.measure(),
        "",
        "## Comparing",
        "",
        "Rank, percentile, number of offices and distance to the median at every node, by district, province, type and",
        "country, from one Parquet file; the three results are equal. One run each.",
        "",
        *comparing.measure(),
        "",
        "## Packs",
        "",
        "Word, PDF, slides and Excel of made-up offices, compared with their neighbours; one run.",
        "",
        *packs.measure(),
        "",
        "## Redrawing",
        "",
        "From a choice in a picker of notebooks 02–05 to the new picture; a made-up province, no browser.",
        "",
        *redraw.measure(),
        "",
    ]
    (ROOT / "benchmarks" / "RESULTS.md").write_text("\n".join(lines), encoding="utf-8")
    print("\n".join(lines[4:]))


if __name__ == "__main__":
    main()
