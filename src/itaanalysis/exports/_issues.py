"""Problems of a file, as rows for the analyst: where, what stands there, what is wrong, how to mend it (Thai)."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.frames import ISSUES, make_frame


@cache
def _kinds() -> pd.DataFrame:
    return read_data("exports", "issues.csv").set_index("kind")


HIDDEN = "(ข้อมูลส่วนบุคคล)"
_LONGEST_SCORE = 1e8
#: Telephone and citizen numbers, e-mail addresses and titles with name and surname, wherever they stand in a text.
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<!\d)[0-9๐-๙](?:[ -]?[0-9๐-๙]){8,12}(?!\d)"
    r"|(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|ว่าที่\S*)\s?[ก-๎]{2,}\s+[ก-๎]{2,}"
)


class Problem(Exception):  # noqa: N818 - it is caught inside this room and becomes an issue
    """A problem of the whole file, by its kind."""

    def __init__(self, kind: str, **words: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.words = words


class IssueList:
    """The problems found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: list[tuple[str, ...]] = []

    def add(self, kind: str, *, sheet: str = "", cell: str = "", value: object = "", **words: Any) -> None:
        """Record a problem of a kind of `issues.csv`; `value` is what stands in the cell."""
        text = shown(value)
        template = {str(key): str(told) for key, told in _kinds().loc[kind].items()}
        told = {"value": text, **words}
        problem, fix = template["problem"].format(**told), template["fix"].format(**told)
        self.rows.append((self.file, sheet, cell, kind, template["severity"], text, problem, fix))

    def holds(self, sheet: str) -> bool:
        """Whether any problem of the sheet is recorded."""
        return any(row[1] == sheet for row in self.rows)

    @staticmethod
    def join(lists: list[IssueList]) -> pd.DataFrame:
        """The issues frame of the contracts, each problem once."""
        once = {row[:4]: row for issues in reversed(lists) for row in reversed(issues.rows)}
        return make_frame(list(reversed(once.values())), ISSUES)


def shown(value: object) -> str:
    """A value as a reader of the sheet would see it, cut at 80 characters."""
    if isinstance(value, (int, float)) and abs(value) >= _LONGEST_SCORE:
        return HIDDEN  # a telephone or citizen number that the sheet holds as a number
    text = _PERSONAL.sub(HIDDEN, f"{value:g}" if isinstance(value, float) else str(value))
    return text if len(text) <= 80 else text[:79] + "…"


def sentences(issues: pd.DataFrame, *, most: int = 20) -> list[str]:
    """A line a problem: file, place, what is wrong, how to mend it."""
    lines = []
    for file, sheet, cell, problem, fix in issues[["file", "sheet", "cell", "problem", "fix"]].head(most).to_numpy():
        place = "!".join(part for part in (sheet, cell) if part)
        lines.append(f"{file}{' · ' if place else ''}{place}: {problem} — {fix}")
    if len(issues) > most:
        lines.append(f"… และอีก {len(issues) - most} ปัญหา")
    return lines
