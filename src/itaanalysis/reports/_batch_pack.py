"""One office of a run: the folder that is its own, what stands there, and the pack that is put there whole."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import threading
import time
import unicodedata
from base64 import b32encode
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from joblib.externals.loky import process_executor

from itaanalysis.errors import ItaError
from itaanalysis.reports._batch_frames import Order
from itaanalysis.reports._file import NO_ROOM, named
from itaanalysis.reports.freshness import Manifest
from itaanalysis.reports.pack import Pack, make_pack

MADE, KEPT, FAILED = "ทำแล้ว", "ใช้ของเดิม", "ทำไม่ได้"
#: What a pack is called until it is whole; what is left of it by a killed run is removed at the next start.
_MAKING = ".making-"
_LONGEST_SLUG = 40
#: Signs that programs leave in a folder, not the work of a person.
_OF_PROGRAMS = ("~$", ".", "Thumbs.db", "desktop.ini")
_LOCK = threading.Lock()
#: typst keeps what its last ten documents needed, some 400 MB, and no more. joblib takes 300 MB for a leak, and ends
#: the worker with all that it has loaded.
_MOST_MEMORY = 1_500_000_000

Write = Callable[[Pack, Path], Iterable[Path]]


class Done(NamedTuple):
    """What came of an office: the status, and a sentence where there is something to say; `stop`: so it is for all."""

    agency_id: str
    status: str
    told: str = ""
    stop: bool = False

    def telling(self, more: str) -> Done:
        """The same, with one more sentence."""
        return self._replace(told="; ".join(filter(None, (self.told, more))))


def name_folder(agency_id: str, agency: str) -> str:
    """The folder of an office: the letters and digits of its name, and a mark that no other office has.

    The mark comes from `agency_id` alone, so that an office keeps its folder whoever else is in the run. Without dots
    and spaces, and with the mark at its end, no name leads out of the folder or is reserved by Windows; names that a
    disk takes for one, as it folds case or composes signs, differ in their marks.
    """
    letters = (sign if unicodedata.category(sign)[0] in "LMN" else "-" for sign in unicodedata.normalize("NFC", agency))
    slug = "-".join("".join(letters).replace("-", " ").split())[:_LONGEST_SLUG]
    slug = slug.encode()[: 3 * _LONGEST_SLUG].decode(errors="ignore").strip("-")
    mark = b32encode(sha256(agency_id.encode()).digest()).decode().lower()[:10]
    return f"{slug}-{mark}" if slug else mark


def open_folder(root: Path) -> None:
    """Make the folder of the run ready, or say at once that nothing can be written there."""
    with named(root, "เขียนใน"):
        root.mkdir(parents=True, exist_ok=True)
        Path(mkdtemp(prefix=_MAKING, dir=root))
    remove_begun(root)


def remove_begun(root: Path) -> None:
    """Remove what was begun and not finished."""
    for left in root.glob(f"{_MAKING}*"):
        shutil.rmtree(left, ignore_errors=True)


def is_begun(root: Path, name: str) -> bool:
    """Whether somebody was at the pack of this folder, and neither finished nor gave up."""
    return any(root.glob(f"{_MAKING}{name}.*"))


def look_at(folder: Path, inputs: str) -> str | None:
    """None where a pack is to be made; else what to say of the one that stands: nothing, or why it is not replaced."""
    if not folder.exists():
        return None
    manifest = Manifest(folder)
    if manifest.steps and all(manifest.is_fresh(name, inputs) for name in manifest.steps):
        return ""
    names = {path.name for path in folder.iterdir() if not path.name.startswith(_OF_PROGRAMS)}
    touched = {name for name in names if manifest.is_touched(name)}
    if touched:
        return f"มีไฟล์ที่คนแก้หรือเพิ่ม ({', '.join(sorted(touched))}) จึงไม่ทำทับ ย้ายโฟลเดอร์ออกแล้วสั่งใหม่หากต้องการชุดใหม่"
    return None


def end_with(main: int) -> None:
    """Let this worker end soon after the process that it works for, which may be killed without a word."""

    def watch() -> None:
        parent = multiprocessing.parent_process()
        if os.name == "nt" and parent is not None:  # the number below never changes there
            parent.join()
        while os.name != "nt" and os.getppid() == main:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def make(order: Order, root: Path, write: Write) -> Done:
    """Make one pack; in a worker."""
    process_executor._MAX_MEMORY_LEAK_SIZE = _MOST_MEMORY
    try:
        # A Dask worker may have threads; the charts' library has one state for all of them.
        with _LOCK, named(root / order.name, "เขียนใน"):
            _build(order, root, write)
    except ItaError as error:
        cause = error.__cause__
        return Done(order.agency_id, FAILED, str(error), isinstance(cause, OSError) and cause.errno in NO_ROOM)
    except Exception as error:  # one bad office does not stop the rest
        return Done(order.agency_id, FAILED, f"ข้อผิดพลาดของโปรแกรม {type(error).__name__}: {error}")
    return Done(order.agency_id, MADE)


def _build(order: Order, root: Path, write: Write) -> None:
    """The pack in a folder of another name; whole, it gets its own."""
    making = Path(mkdtemp(prefix=f"{_MAKING}{order.name}.", dir=root))
    try:
        pack = make_pack(
            order.scores,
            agency=order.agency_id,
            year_be=order.year_be,
            peers=order.peers,
            measures=order.measures,
            samples=order.samples,
            ratings=order.ratings,
            intervals=order.intervals,
            approved=order.approved,
        )
        manifest = Manifest(making)
        for file in write(pack, making):
            manifest.record(file.name, order.inputs, [file])
        making.chmod(0o755)
        _put(making, root / order.name)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _put(made: Path, target: Path) -> None:
    """Give the folder its name; one that had it before goes once the new one stands."""
    if not target.exists():
        made.rename(target)
        return
    old = made.with_name(f"{made.name}~")
    target.rename(old)
    try:
        made.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
