"""The packs of all offices: a folder an office, on all cores or on a Dask cluster; a run that was cut short goes on."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import TimeoutError as SilenceError
from os import PathLike
from pathlib import Path
from typing import Any

import pandas as pd
from joblib import Parallel, cpu_count, delayed, parallel_config
from joblib.externals.loky import BrokenProcessPool

from itaanalysis.errors import ItaError
from itaanalysis.frames import plain_text
from itaanalysis.reports._batch_frames import Order, Orders, choose_offices, find_drafted
from itaanalysis.reports._batch_pack import (
    FAILED,
    KEPT,
    MADE,
    Done,
    Write,
    end_with,
    is_begun,
    look_at,
    make,
    name_folder,
    open_folder,
    remove_begun,
)
from itaanalysis.reports._file import write_file
from itaanalysis.reports.freshness import fingerprint, package_files
from itaanalysis.reports.pack import write_pack
from itaanalysis.reports.pack._word_template import open_template
from itaanalysis.reports.processed import safe_text

__all__ = ["FAILED", "SUMMARY", "tell_summary", "write_packs"]

SUMMARY = "summary.csv"
#: No office at all has been finished for so long (seconds): a worker hangs, or the cluster gave one up.
SILENCE = 600.0
#: Seconds until a scheduler must have answered.
PATIENCE = 10.0
_DRAFTED = "ไม่มีแถวในตารางมาตรการที่ให้มา จึงใช้ร่างใหม่"
#: Offices of which the same is told are counted from here on, not listed.
_MANY = 4
_DIED = "กระบวนการที่ทำเอกสารของหน่วยงานนี้จบลงกลางคันทุกครั้ง (เช่น หน่วยความจำไม่พอ)"

Tell = Callable[[str, int, int], None]
Found = Generator[Done]


def write_packs(
    scores: pd.DataFrame,
    folder: str | PathLike[str],
    *,
    province: str = "",
    year_be: int = 0,
    measures: pd.DataFrame | None = None,
    samples: pd.DataFrame | None = None,
    ratings: pd.DataFrame | None = None,
    intervals: pd.DataFrame | None = None,
    approved: bool = False,
    thai_digits: bool = False,
    template: str | PathLike[str] | None = None,
    jobs: int = 0,
    dask: str = "",
    write: Write | None = None,
    tell: Tell = lambda told, done, total: None,
) -> pd.DataFrame:
    """Write the pack of each office into a folder of its own, and `summary.csv`, which Excel opens in Thai.

    A pack is whole or not there. It is made again only where something that it shows has changed: the office's scores,
    measures, samples or levels, the standing of its neighbours, an option, or the package itself. A folder in which a
    person changed or added a file is left as it is, and the summary says so. One run at a time in a folder.

    Parameters
    ----------
    scores, measures, samples, ratings, intervals, approved, thai_digits, template
        As in `make_pack` and `write_pack`, of all offices; measures are drafted for offices without a row, and the
        summary says so.
    province, year_be
        A province, or every office; the year of the result (พ.ศ.), 0: the last one. Offices without a score of an
        indicator in that year get no pack, and invented ones only where there is no real one.
    jobs, dask
        Processes on this machine (0: one a core), or the address of a Dask scheduler, whose workers see the folder
        and have two threads together at least: with one, joblib stays in this process.
    write
        Writes the files of a pack into a folder; None: `write_pack`.
    tell
        Hears of each office: a sentence, how many are done, and of how many.

    Returns
    -------
    DataFrame
        agency_id, agency, district, province, year_be, status (ทำแล้ว, ใช้ของเดิม, ทำไม่ได้), folder (its name), told.

    Raises
    ------
    ItaError
        No such province or year, measures of other offices only, a template that cannot be used, nowhere to write, a
        disk that is full, or no cluster. What was finished stands.
    """
    scores = plain_text(scores)
    offices = choose_offices(scores, province, year_be)
    names = _name_folders(offices)
    drafted = find_drafted(offices, measures)
    used = _usable(template)
    root = Path(folder).resolve()
    open_folder(root)
    common = fingerprint([*package_files(), *used], approved, thai_digits, scores.attrs.get("sources", {}))
    tables = {"measures": measures, "samples": samples, "ratings": ratings, "intervals": intervals}
    orders = Orders(scores, offices, tables, names=names, common=common, approved=approved)
    documents = partial(write_pack, thai_digits=thai_digits, template=used[0] if used else None)
    make_one = partial(make, root=root, write=write or documents)
    done: dict[str, Done] = {}
    try:
        with _workers(jobs, dask) as work, closing(_each(orders, root, partial(work, make_one))) as found:
            for one in found:
                if one.stop:
                    raise ItaError(
                        f"หยุดทำเอกสาร: {one.told}; เสร็จแล้ว {len(done)} จาก {len(names)} หน่วยงาน แก้แล้วสั่งคำสั่งเดิมเพื่อทำต่อ"
                    )
                done[one.agency_id] = one
                tell(f"{names[one.agency_id]} {one.status} {one.told}".strip(), len(done), len(names))
    finally:
        remove_begun(root)
    done |= {agency_id: done[agency_id].telling(_DRAFTED) for agency_id in drafted}
    return _write_summary(offices, names, done, root)


def _name_folders(offices: pd.DataFrame) -> dict[str, str]:
    pairs = zip(offices["agency_id"], offices["agency"], strict=True)
    names = {agency_id: name_folder(agency_id, agency) for agency_id, agency in pairs}
    if len({name.casefold() for name in names.values()}) < len(names):
        raise ItaError("สองหน่วยงานได้ชื่อโฟลเดอร์เดียวกัน จึงไม่เขียนทับกัน: ทำทีละจังหวัดลงคนละโฟลเดอร์")
    return names


def _usable(template: str | PathLike[str] | None) -> list[Path]:
    """The template where one is given, as every worker finds it; one that cannot be opened is told before any work."""
    used = [Path(template).resolve()] if template is not None else []
    for path in used:
        open_template(path)
    return used


def _each(orders: Orders, root: Path, work: Callable[..., Found]) -> Found:
    """What comes of each office: first those whose packs stand, then the others in the order in which they are done."""
    waiting = []
    for agency_id, name in orders.names.items():
        kept = look_at(root / name, orders.inputs(agency_id))
        if kept is None:
            waiting.append(agency_id)
        else:
            yield Done(agency_id, KEPT, kept)
    rounds = [(waiting, False)] if waiting else []
    while rounds:
        asked, alone = rounds.pop(0)
        begun, rest = yield from _make_all(asked, alone, orders, root, work)
        # What a process may have died of is made again one at a time, after all others; then it is known.
        if alone:
            yield from (Done(agency_id, FAILED, _DIED) for agency_id in begun)
        again = [(rest, alone), ([] if alone else begun, True)]
        rounds += [(offices, alone) for offices, alone in again if offices]


def _make_all(
    asked: list[str], alone: bool, orders: Orders, root: Path, work: Callable[..., Found]
) -> Generator[Done, None, tuple[list[str], list[str]]]:
    """Make packs until all are made or a process ends; what was begun by then, and what was not.

    Raises
    ------
    ItaError
        The processes cannot be reached any more, or ended before they began anything.
    """
    left = dict.fromkeys(asked)
    try:
        with closing(work((orders[agency_id] for agency_id in asked), alone)) as results:
            for one in results:
                del left[one.agency_id]
                yield one
    except CancelledError:
        pass  # the cluster is gone; joblib may also end without a word, which is the same
    except (BrokenProcessPool, SilenceError, TimeoutError) as error:
        begun = [agency_id for agency_id in left if is_begun(root, orders.names[agency_id])]
        if not begun and len(left) == len(asked):
            raise ItaError(f"กระบวนการที่ทำเอกสารจบลงหรือไม่ตอบ ก่อนเริ่มหน่วยงานใด ({type(error).__name__})") from None
        remove_begun(root)
        return begun, [agency_id for agency_id in left if agency_id not in begun]
    if left:
        raise ItaError(f"ขาดการติดต่อกับกระบวนการที่ทำเอกสาร ยังเหลือ {len(left)} หน่วยงาน สั่งคำสั่งเดิมเพื่อทำต่อ")
    return [], []


@contextmanager
def _workers(jobs: int, dask: str) -> Iterator[Callable[..., Found]]:
    """A function that lets processes work on orders: `(make, orders, alone)`; alone: one order at a time."""
    if not dask:
        processes = jobs or cpu_count()
        # One is this process itself, which cannot watch itself.
        silence = None if processes == 1 else SILENCE
        ends: dict[str, Any] = {"initializer": end_with, "initargs": (os.getpid(),)}
        yield partial(_work, n_jobs=processes, backend="loky", timeout=silence, **ends)
        return
    try:
        from dask.distributed import Client
    except ImportError:
        raise ItaError("--dask ต้องมีส่วนเสริม: pip install 'itaanalysis[dask]' ทั้งเครื่องนี้และเครื่องที่ทำงาน") from None
    try:
        client = Client(dask, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ItaError(f"ต่อกับ Dask ที่ {dask} ไม่ได้: {error}") from None
    with client, parallel_config(backend="dask", client=client, n_jobs=-1):
        yield partial(_work, timeout=SILENCE)


def _work(make: Callable[[Order], Done], orders: Iterator[Order], alone: bool, **how: Any) -> Found:
    """Each order as a task of its own: it takes so long that handing it over costs nothing beside it."""
    ahead = 1 if alone else "2*n_jobs"
    parallel = Parallel(return_as="generator_unordered", batch_size=1, pre_dispatch=ahead, **how)
    found: Found = parallel(delayed(make)(order) for order in orders)
    return found


def _write_summary(offices: pd.DataFrame, names: dict[str, str], done: dict[str, Done], root: Path) -> pd.DataFrame:
    ids = offices["agency_id"]
    summary = offices.assign(
        status=ids.map({key: one.status for key, one in done.items()}),
        folder=ids.map(names),
        told=ids.map({key: one.told for key, one in done.items()}),
    )
    safe = summary.assign(**{str(name): safe_text(summary[name]) for name in summary})
    write_file(root / SUMMARY, lambda path: safe.to_csv(path, index=False, encoding="utf-8-sig"))
    return summary


def tell_summary(summary: pd.DataFrame) -> list[str]:
    """How many packs were made, kept and failed, and what is told of them: of an office, or of how many."""
    counts = summary["status"].value_counts()
    lines = [" · ".join(f"{status} {counts.get(status, 0)}" for status in (MADE, KEPT, FAILED)) + " หน่วยงาน"]
    for (status, told), rows in summary[summary["told"] != ""].groupby(["status", "told"], sort=False):
        whom = [f"{len(rows)} หน่วยงาน"] if len(rows) >= _MANY else rows["agency_id"]
        lines += [f"  {who}: {status} {told}" for who in whom]
    return lines
