"""Times of commands and notebooks as a user meets them, and of each part beside its peers: `make bench`, RESULTS.md."""

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

import answers
import comparing
import coverage
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


def commands() -> list[str]:
    """The lines of the table of commands and notebooks."""
    head = ["| what | least | median | greatest |", "|---|---|---|---|"]
    return [*head, *(f"| {name} | {low:.2f} | {middle:.2f} | {high:.2f} |" for name, (low, middle, high) in measure())]


def scores_of_answers() -> list[str]:
    """The lines of both tables about answers."""
    return [*answers.reading(), "", *answers.scoring()]


def uncertainty() -> list[str]:
    """The lines of coverage, and of the whole country's replicates."""
    return coverage.measure()


#: Heading of each part, what stands under it, and its work.
PARTS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "Commands": (f"Seconds of wall time; {RUNS} runs, notebooks 1.", commands),
    "Reading": (
        "Medians of interleaved pairs of one run; made-up offices. calamine alone hands over cells as lists.",
        reading.measure,
    ),
    "Comparing": (
        "Rank, percentile, number of offices and distance to the median at every node, by district, province, type\n"
        "and country; then roll-up and gaps of every node. One Parquet file, equal results, one run each.",
        comparing.measure,
    ),
    "Packs": (
        "Word, PDF, slides and Excel of made-up offices, compared with their neighbours; one run.",
        packs.measure,
    ),
    "Redrawing": (
        "From a choice in a picker of notebooks 02–05 to the new picture; a made-up province, no browser.",
        redraw.measure,
    ),
    "Answers": (
        "Reading answers beside calamine alone; scores of all offices beside DuckDB and Polars, from one Parquet\n"
        "file, results equal.",
        scores_of_answers,
    ),
    "Uncertainty": (
        "Share of 95 % intervals that hold the true score, over simulated respondents; and the whole country's load.",
        uncertainty,
    ),
}


def main() -> None:
    """Measure the parts that are named (none: all); the others stay in RESULTS.md as they were measured."""
    wanted = sys.argv[1:] or list(PARTS)
    if unknown := [name for name in wanted if name not in PARTS]:
        sys.exit(f"no part {', '.join(unknown)}; the parts are {', '.join(PARTS)}")
    results = ROOT / "benchmarks" / "RESULTS.md"
    before = results.read_text(encoding="utf-8").split("\n## ")[1:] if results.exists() else []
    kept = {text.split("\n", 1)[0]: text.split("\n", 1)[1].strip("\n") for text in before}
    for name in wanted:
        told, work = PARTS[name]
        measured = f"{date.today().isoformat()}; {machine()}. {told}"
        kept[name] = "\n".join([measured, "", *work()])
        parts = [f"## {part}\n\n{kept[part].strip()}" for part in PARTS if part in kept]
        results.write_text("\n\n".join(["# Benchmarks", *parts, ""]), encoding="utf-8")
        print(f"## {name}\n\n{kept[name]}\n", flush=True)


if __name__ == "__main__":
    main()
