"""What the commands say while they work and when they are done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from itaanalysis.reports.build import Made


def show_issues(issues: pd.DataFrame) -> None:
    """All issues: a table on a terminal, a line each elsewhere."""
    from itaanalysis.exports import sentences

    if not sys.stdout.isatty() or issues.empty:
        for line in sentences(issues, most=200):
            print(f"  {line}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("แผ่นงาน", "ช่อง", "พบ", "ปัญหา", "วิธีแก้", title=f"{len(issues)} ปัญหา", show_lines=True)
    for row in issues[["sheet", "cell", "value", "problem", "fix"]].itertuples(index=False):
        table.add_row(*row)
    Console().print(table)


class progress:  # noqa: N801 - a context manager used like a function
    """Say each step as it begins: a spinner with the time on a terminal, a line a step elsewhere."""

    def __enter__(self):  # type: ignore[no-untyped-def]
        if not sys.stderr.isatty():
            return lambda step: print(step, file=sys.stderr, flush=True)
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), transient=True)
        self.bar.__enter__()
        task = self.bar.add_task("เริ่ม", total=None)
        return lambda step: self.bar.update(task, description=step)

    def __exit__(self, *error: object) -> None:
        if hasattr(self, "bar"):
            self.bar.__exit__(*error)  # type: ignore[arg-type]


@contextmanager
def bar() -> Iterator[Callable[[str, int, int], None]]:
    """Say how many offices are done of how many: a bar and the time left on a terminal, a line each elsewhere."""
    if not sys.stderr.isatty():
        yield lambda told, done, total: print(f"{done}/{total} {told}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("เริ่ม", total=None)
        yield lambda told, done, total: bar.update(task, description=told, completed=done, total=total)


def say_made(made: Made, what: str) -> None:
    for line in made.told:
        print(f"  {line}")
    if not made.new:
        print(f"{what}: ไม่มีอะไรเปลี่ยน ใช้ของเดิม {len(made.kept)} ไฟล์")
        return
    print(f"{what}: ทำใหม่ {len(made.new)} ไฟล์" + (f" ใช้ของเดิม {len(made.kept)} ไฟล์" if made.kept else ""))
    folders = sorted({path.parent for path in made.every})
    for folder in folders:
        names = [path.name for path in made.every if path.parent == folder]
        shown = ", ".join(names[:8]) + (f" และอีก {len(names) - 8}" if len(names) > 8 else "")
        print(f"  {folder}{'/'}: {shown}")
