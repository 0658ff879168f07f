"""Read very many damaged and generated workbooks in processes of their own: `make fuzz`, `FUZZ=…` files.

A file that makes the reader raise, hang, die, lose a cell, or tell a wrong score is kept, with what it did.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from random import Random

from fuzz import damage, make_case, mutate

RAW = Path(__file__).parents[1] / "data" / "raw"
KEEP = Path(tempfile.gettempdir()) / "itaanalysis-fuzz"
MEMORY_MB = 1024
#: Seeds below 0 misbehave on purpose, so that a test can see that it is noticed.
DIES, HANGS, EATS = -1, -2, -3


@dataclass
class Figures:
    """What came of a run. `failed`: seed to what happened."""

    files: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    memory_mb: float = 0.0
    failed: dict[int, str] = field(default_factory=dict)


@dataclass
class _Worker:
    """A process, the folder it writes in, and what it is at."""

    process: object
    pipe: Connection
    folder: Path
    seed: int | None = None
    since: float = 0.0


def run(
    seeds: Iterable[int],
    *,
    keep: Path,
    workers: int | None = None,
    seconds: float = 10.0,
    tell: Callable[[Figures], None] = lambda figures: None,
) -> Figures:
    """Read the workbook of each seed in a worker; one that gives no answer in these seconds is ended and replaced."""
    begin, figures, left = time.perf_counter(), Figures(), iter(seeds)
    with tempfile.TemporaryDirectory() as scratch:
        idle = [_start(Path(scratch), at) for at in range(workers or os.cpu_count() or 1)]
        busy: list[_Worker] = []
        while True:
            while idle and (seed := next(left, None)) is not None:
                worker = idle.pop()
                worker.seed, worker.since = seed, time.perf_counter()
                worker.pipe.send(seed)
                busy.append(worker)
            if not busy:
                break
            ready = wait([worker.pipe for worker in busy], timeout=0.2)
            for worker in list(busy):
                if worker.pipe not in ready and time.perf_counter() - worker.since < seconds:
                    continue
                busy.remove(worker)
                told = _answer(worker, figures) if worker.pipe in ready else f"no answer in {seconds:g} s"
                figures.files += 1
                if told:
                    figures.failed[worker.seed] = told
                    shutil.copytree(worker.folder, keep / str(worker.seed), dirs_exist_ok=True)
                gone = worker.pipe not in ready or told.startswith("the process died")
                idle.append(_restart(worker, Path(scratch)) if gone else worker)
                tell(figures)
        for worker in idle:
            worker.pipe.send(None)
            worker.process.join(5)
    figures.seconds = time.perf_counter() - begin
    return figures


def _answer(worker: _Worker, figures: Figures) -> str:
    try:
        taken, memory, told = worker.pipe.recv()
    except EOFError:
        worker.process.join(5)
        return f"the process died: exit code {worker.process.exitcode}"
    figures.slowest, figures.memory_mb = max(figures.slowest, taken), max(figures.memory_mb, memory)
    return told


def _start(scratch: Path, at: int) -> _Worker:
    folder = scratch / str(at)
    folder.mkdir(exist_ok=True)
    ours, theirs = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(theirs, folder), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours, folder)


def _restart(worker: _Worker, scratch: Path) -> _Worker:
    worker.process.kill()
    worker.process.join()
    worker.pipe.close()
    return _start(scratch, int(worker.folder.name))


def _work(pipe: Connection, folder: Path) -> None:
    """Answer seeds with (seconds, MB above the start, what failed) until None comes."""
    import itaanalysis as ita

    ita.read_export(make_case(Random(0)).write(folder), strict=False)  # what loads on first use is no growth
    _limit_memory()
    baseline = _peak_mb()
    while (seed := pipe.recv()) is not None:
        begin, told = time.perf_counter(), ""
        try:
            taken = _try(seed, folder)
        except Exception as error:
            taken = time.perf_counter() - begin
            last = traceback.extract_tb(error.__traceback__)[-2:]
            at = " < ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in reversed(last))
            told = f"{type(error).__name__}: {at}: {str(error)[:400]}"
        pipe.send((taken, _peak_mb() - baseline, told))


def _try(seed: int, folder: Path) -> float:
    """Make the workbook of a seed in the folder, read it, hold the laws; the seconds of the reading."""
    from laws import check_case, read

    for old in folder.iterdir():
        old.unlink()
    if seed < 0:
        return _misbehave(seed, folder)
    random = Random(seed)
    begin = time.perf_counter()
    if seed % 2:
        case = make_case(random)
        check_case(damage(case, random) if random.random() < 0.5 else case, folder)
    else:
        suffix, data = random.choice(originals())
        path = folder / f"a{suffix}"
        path.write_bytes(mutate(data, seed))
        read(path)
    return time.perf_counter() - begin


def _misbehave(seed: int, folder: Path) -> float:
    (folder / "a.txt").write_text("x")
    if seed == DIES:
        os._exit(3)
    if seed == HANGS:
        time.sleep(600)
    return float(len(bytearray((MEMORY_MB + 100) * 2**20)))


def _limit_memory() -> None:
    """Not more than the limit above what is in use now: beyond it there is an error in place of a dead machine."""
    try:
        import resource
    except ImportError:  # no such limits on Windows
        return
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * os.sysconf("SC_PAGE_SIZE") + MEMORY_MB * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _peak_mb() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@cache
def originals() -> list[tuple[str, bytes]]:
    """Real workbooks, and a generated one of each format: suffix and bytes."""
    small = [path for path in sorted(RAW.glob("*.xlsx")) if path.stat().st_size < 50_000]
    found = [(path.suffix, path.read_bytes()) for path in small]
    with tempfile.TemporaryDirectory() as folder:
        for suffix in (".xls", ".csv", ".xlsx"):
            case = next(case for case in map(make_case, map(Random, range(1000))) if case.file.endswith(suffix))
            found.append((suffix, case.write(Path(folder)).read_bytes()))
    return found


def main() -> None:
    """Run as many files as the command says, with a bar, and close with a line of figures."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("fuzz", total=count)
        figures = run(
            range(first, first + count),
            keep=KEEP,
            tell=lambda f: bar.update(task, completed=f.files, description=f"fuzz · {len(f.failed)} failed"),
        )
    for seed, told in list(figures.failed.items())[:40]:
        print(f"{seed}: {told}")
    if figures.failed:
        print(f"The files are kept in {KEEP}")
    print(
        f"{figures.files:,} files in {figures.seconds:.0f} s, {len(figures.failed)} failed, "
        f"slowest {figures.slowest:.2f} s, largest growth of memory {figures.memory_mb:.0f} MB"
    )
    sys.exit(bool(figures.failed))


if __name__ == "__main__":
    main()
