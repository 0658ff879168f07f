"""The four documents of a pack into one folder: all new or all old, and never over the work of a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import ExitStack
from functools import partial
from os import PathLike
from pathlib import Path
from tempfile import TemporaryDirectory

from itaanalysis.errors import ItaError
from itaanalysis.reports._file import named
from itaanalysis.reports.freshness import MANIFEST, Manifest
from itaanalysis.reports.pack._check import stop_on_faults
from itaanalysis.reports.pack._parts import Pack

_INPUTS = "write_pack"


def write_pack(
    pack: Pack,
    folder: str | PathLike[str],
    *,
    template: str | PathLike[str] | None = None,
    thai_digits: bool = False,
    tell: Callable[[str], None] = lambda step: None,
) -> list[Path]:
    """Write `report-<plan year>.docx` and `.pdf`, `meeting-<year>.pptx` and `tables-<year>.xlsx`.

    Their names hold no name of an office, so that none can lead out of the folder; an office has a folder of its own.
    Beside them stands `.made.json`, the record of what was written: a file that is as it was written is replaced, any
    other is left alone.

    Parameters
    ----------
    template
        The Word template, as for `write_word`; it reaches Word alone.
    tell
        Hears of each document before it is made.

    Raises
    ------
    ItaError
        The review finds a P0 in the pack; one of the files was changed by a person or stands there already without
        being the program's; or a document cannot be written. The folder is then as it was, and the message says why.
    """
    stop_on_faults(pack)
    root = Path(folder)
    steps = _steps(pack, None if template is None else Path(template), thai_digits=thai_digits)
    _refuse_touched(root, steps)
    with ExitStack() as stack:
        with named(root, "เขียนใน"):
            root.mkdir(parents=True, exist_ok=True)
            making = Path(stack.enter_context(TemporaryDirectory(prefix=".making-", dir=root)))
        for name, (told, write) in steps.items():
            tell(told)
            with named(root / name):
                write(making / name)
        return _put_all(making, root, list(steps))


def _steps(pack: Pack, template: Path | None, *, thai_digits: bool) -> dict[str, tuple[str, Callable[[Path], object]]]:
    """The files by name: what is told of each, and what writes it."""
    from itaanalysis.reports.pack._pdf import write_pdf
    from itaanalysis.reports.pack._slides import write_slides
    from itaanalysis.reports.pack._tables import write_tables
    from itaanalysis.reports.pack._word import write_word

    plan, year = pack.plan_year_be, pack.year_be
    report = f"รายงานมาตรการ {plan}"
    word = partial(write_word, pack, template=template, thai_digits=thai_digits)
    return {
        f"report-{plan}.docx": (f"{report} (Word)", word),
        f"report-{plan}.pdf": (f"{report} (PDF)", partial(write_pdf, pack, thai_digits=thai_digits)),
        f"meeting-{year}.pptx": (f"สไลด์ประชุม {year}", partial(write_slides, pack)),
        f"tables-{year}.xlsx": (f"ตารางทั้งหมด {year}", partial(write_tables, pack)),
    }


def _refuse_touched(root: Path, names: Iterable[str]) -> None:
    manifest = Manifest(root)
    touched = [name for name in names if manifest.is_touched(name)]
    if touched:
        raise ItaError(
            f"ไม่ได้เขียน เพราะใน {root} มีไฟล์ที่คนแก้ หรือที่ไม่ใช่ของโปรแกรม: {', '.join(touched)}; "
            "ย้ายหรือเปลี่ยนชื่อไฟล์นั้น หรือเลือกโฟลเดอร์อื่น (-o) แล้วสั่งใหม่"
        )


def _put_all(making: Path, root: Path, names: list[str]) -> list[Path]:
    """Give the files their places; where one cannot be replaced, all stand as they were."""
    manifest = Manifest(making)
    with named(root, "เขียนใน"):
        manifest.steps = dict(Manifest(root).steps)
        for name in names:
            manifest.record(name, _INPUTS, [making / name])
    with ExitStack() as undo:
        for name in [*names, MANIFEST]:
            new, target, old = making / name, root / name, making / f"{name}.old"
            with named(target):
                if target.exists():
                    target.replace(old)
                    undo.callback(old.replace, target)
                else:
                    undo.callback(target.unlink, missing_ok=True)
                new.replace(target)
        undo.pop_all()
    return [root / name for name in names]
