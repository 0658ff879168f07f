"""The packs of all offices on a Dask cluster: a scheduler and workers on this machine, one of which is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from chart_frames import province
from test_batch import everything, slow, tiny

from itaanalysis.errors import ItaError
from itaanalysis.reports import batch
from itaanalysis.reports.pack import Pack, write_pack

pytest.importorskip("distributed")
HERE = Path(__file__).parent


def steps(pack: Pack, folder: Path) -> list[Path]:
    """One office with its real documents, the others with small files, slowly; says which process is at it."""
    if pack.agency.endswith("8"):
        return write_pack(pack, folder)
    (folder / "report.txt").write_text("half", encoding="utf-8")
    (folder.parent / f"at-{pack.agency[-1]}-{os.getpid()}").touch()
    time.sleep(0.4)
    return tiny(pack, folder)


def start(*words: str) -> subprocess.Popen[str]:
    # Workers find the function above where the tests are.
    return subprocess.Popen(
        [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:]],
        **{"env": {**os.environ, "PYTHONPATH": str(HERE), "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s"}},
        **{"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"},
    )


@pytest.fixture
def cluster(tmp_path) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """The address of a scheduler, and two workers of two threads; the scheduler stands last."""
    told = tmp_path / "scheduler.json"
    scheduler = start(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)
    )
    one = (
        "--nthreads",
        "2",
        "--no-nanny",
        "--no-dashboard",
        "--local-directory",
        str(tmp_path),
        "--death-timeout",
        "30",
    )
    workers = [start("worker", "--scheduler-file", str(told), "--host", "127.0.0.1", *one) for _ in range(2)]
    try:
        yield _address(told, scheduler), [*workers, scheduler]
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.communicate()


def _address(told: Path, scheduler: subprocess.Popen[str]) -> str:
    end = time.monotonic() + 30
    while not told.exists() or not told.read_text(encoding="utf-8"):
        assert scheduler.poll() is None, scheduler.communicate()
        assert time.monotonic() < end
        time.sleep(0.05)
    return str(pd.read_json(told, typ="series")["address"])


def test_all_packs_are_made_where_a_worker_is_killed_midway(tmp_path, cluster) -> None:
    address, (*workers, scheduler) = cluster
    killed = []

    def kill_one(told: str, done: int, total: int) -> None:
        """End the worker that is at an office, once two offices are done."""
        begun = {path.name.split("-")[2] for path in out.glob("at-*")}
        at = [worker for worker in workers if str(worker.pid) in begun]
        if done >= 2 and len(at) == 2 and not killed:
            killed.append(at[0].pid)
            os.kill(at[0].pid, signal.SIGKILL)

    out = tmp_path / "out"
    summary = batch.write_packs(province(9), out, dask=address, write=steps, tell=kill_one)
    assert len(killed) == 1, "else the test tests nothing"
    assert set(summary["status"]) == {"ทำแล้ว"}
    whole = {name: {path.name for path in (out / name).iterdir()} for name in summary["folder"]}
    real = next(name for name in whole if "8-" in name)
    assert {Path(name).suffix for name in whole.pop(real)} == {".docx", ".pdf", ".pptx", ".xlsx", ".json"}
    assert set(map(frozenset, whole.values())) == {frozenset({"report.txt", "tables.txt", ".made.json"})}
    assert not any("half" in path.read_text(encoding="utf-8") for path in out.rglob("report.txt"))
    assert not list(out.glob(".making-*"))
    assert len([name for name in everything(out) if name.endswith(".made.json")]) == 9

    # The same cluster, and then its scheduler goes as well: a sentence, and whole packs only.
    with pytest.raises(ItaError, match=r"ขาดการติดต่อ.* สั่งคำสั่งเดิมเพื่อทำต่อ"):
        batch.write_packs(province(9), tmp_path / "lost", dask=address, write=slow, tell=lambda *_: scheduler.kill())
    left = [{path.name for path in folder.iterdir()} for folder in (tmp_path / "lost").iterdir()]
    assert left
    assert all(names == {"report.txt", "tables.txt", ".made.json"} for names in left)


def test_a_cluster_that_is_not_there_is_a_sentence(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(batch, "PATIENCE", 0.5)
    with pytest.raises(ItaError, match=r"ต่อกับ Dask ที่ tcp://127.0.0.1:9 ไม่ได้"):
        batch.write_packs(province(1), tmp_path, dask="tcp://127.0.0.1:9", write=tiny)


def test_without_the_extra_the_sentence_says_what_to_install(tmp_path, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "dask.distributed", None)
    with pytest.raises(ItaError, match=r"pip install 'itaanalysis\[dask\]'"):
        batch.write_packs(province(1), tmp_path, dask="tcp://127.0.0.1:9", write=tiny)
