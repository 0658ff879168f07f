"""What a table of respondents says beside the answers: ids, groups and suggestions, without personal data."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import NamedTuple

import numpy as np

from itaanalysis.exports._issues import HIDDEN, IssueList
from itaanalysis.exports.answers._form import Form, header_text
from itaanalysis.exports.answers._masks import holds_person, mask
from itaanalysis.exports.answers._readings import key_of, plain_words, words_of
from itaanalysis.exports.opening import Role, address, cell_range
from itaanalysis.exports.words import is_personal
from itaanalysis.thai import clean

#: A file's own id: a code, not a name; more digits belong to telephones and citizens.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./\-]{0,39}")
_MOST_DIGITS = 8
_TIME = re.compile(r"\d{1,2}:\d{2}:\d{2}")
_MOST_GROUPS, _LONGEST_GROUP = 20, 60
_LEAST_TELEPHONE = 1e8
_BESIDE = re.compile(r"\s*\(.*\)\s*$|\s*\d+\s*(?:คน|ราย|ชุด)\s*$")  # what stands behind a word for a total
_ENDS = (")", "คน", "ราย", "ชุด")
_DOTS = 3  # of an address of a network, which many people share
_LONGEST_SILENT = 25  # longer texts say something


class Suggestion(NamedTuple):
    """A text that a respondent wrote, masked, and its cell."""

    row: int
    text: str
    cell: str


def find_personal(form: Form) -> list[int]:
    """Columns that are personal by their header, or whose ids are names or long numbers, or most of whose values are
    numbers as long as those of telephones and citizens."""
    found = [at for at, role in form.roles.items() if role == "personal"]
    for at in [*form.others, *(at for at, role in form.roles.items() if role != "suggestion")]:
        cells = set(form.sheet.columns[at][form.first :]) - {""}
        names = form.roles.get(at) == "id" and not all(_is_id(header_text(cell)) or _sums_up(cell) for cell in cells)
        if names or _are_telephones(cells):
            found.append(at)
    return sorted(set(found))


def _is_id(text: str) -> bool:
    plain = text.strip()
    few = sum(map(str.isdigit, plain)) <= _MOST_DIGITS or any("a" <= letter.lower() <= "z" for letter in plain)
    return _ID.fullmatch(plain) is not None and few and not is_personal(plain)


def _are_telephones(cells: set[object]) -> bool:
    return 2 * sum(isinstance(cell, float) and cell >= _LEAST_TELEPHONE for cell in cells) > len(cells)


def report_repeats(form: Form, personal: list[int], rows: np.ndarray, issues: IssueList) -> None:
    """Warn of respondents who stand twice at an office, before what tells it is dropped.

    Told by an e-mail, telephone or citizen number of their own, or by equal answers sent in the same second. Names and
    addresses of networks tell nothing: several people share them.
    """
    office = [at for at, role in form.roles.items() if role == "agency"]
    answers = [*form.named, *form.others]
    for at in [*personal, *(at for at, role in form.roles.items() if role == "time")]:
        tells, beside = (_is_one_person, office) if at in personal else (_second_of, [*office, *answers])
        cells = form.sheet.columns[at]
        counts = Counter(cells[row] for row in rows.tolist())
        told = {cell for cell, count in counts.items() if count > 1 and tells(cell)}
        same: dict[tuple[object, ...], list[int]] = {}
        for row in rows.tolist() if told else []:
            if cells[row] in told:
                key = (cells[row], *(form.sheet.rows[row][column] for column in beside))
                same.setdefault(key, []).append(row)
        for (cell, *_), (first, *again) in same.items():
            if again:
                where = {"sheet": form.sheet.name, "cell": cell_range(again, at)}
                value = HIDDEN if at in personal else _second_of(cell)
                issues.add("respondent_twice", **where, value=value, row=first + 1)
                form.sheet.mark_all(np.array(again), [at], Role.ISSUE)


def _is_one_person(cell: object) -> bool:
    """Whether a cell is an e-mail, a telephone or a citizen number."""
    if not isinstance(cell, str):
        return isinstance(cell, (int, float)) and cell >= _LEAST_TELEPHONE
    number = any(map(str.isdigit, cell)) and cell.count(".") < _DOTS
    return ("@" in cell or number) and is_personal(cell)


def _second_of(cell: object) -> str:
    """The time of day of a cell, to the second; empty where it tells none (10:30:00: the form counts minutes)."""
    told = _TIME.search(f"{cell:%H:%M:%S}" if isinstance(cell, datetime) else str(cell))
    return told.group() if told and not told.group().endswith(":00") else ""


def _sums_up(cell: object) -> bool:
    """Whether a cell tells that its row is a total or a mean."""
    if not isinstance(cell, str):
        return False
    word = _BESIDE.sub("", cell) if cell.rstrip().endswith(_ENDS) else cell  # few cells end so: the search is dear
    return word.strip(" :").casefold() in plain_words("summary")


def summary_rows(form: Form, rows: np.ndarray, issues: IssueList) -> np.ndarray:
    """Which rows are totals or means of the table and no respondents; each is told once."""
    found = np.zeros(len(rows), dtype=bool)
    for at in [*form.others, *(at for at, role in form.roles.items() if role != "suggestion")]:
        column = form.sheet.columns[at]
        words = {cell for cell in set(column[form.first :]) if _sums_up(cell)}
        for place in [place for place, row in enumerate(rows.tolist()) if column[row] in words] if words else []:
            if not found[place]:
                cell = address(int(rows[place]), at)
                issues.add("answers_summary_row", sheet=form.sheet.name, cell=cell, value=column[rows[place]])
                found[place] = True
    form.sheet.mark_all(rows[found], range(form.sheet.width), Role.ISSUE)
    return found


def read_ids(form: Form, rows: np.ndarray, agencies: np.ndarray, issues: IssueList) -> list[str]:
    """The id of each row: the file's own, or the number of the row; one that stands twice gets its row behind it."""
    numbers = [str(row + 1) for row in rows.tolist()]
    column = next((at for at, role in form.roles.items() if role == "id"), None)
    if column is None:
        return numbers
    cells = [header_text(form.sheet.rows[row][column]).strip() for row in rows.tolist()]
    ids = [cell or number for cell, number in zip(cells, numbers, strict=True)]
    if len(set(ids)) == len(ids):
        return ids
    first: dict[tuple[int, str], str] = {}
    made = []
    for place, (name, number, agency) in enumerate(zip(ids, numbers, agencies.tolist(), strict=True)):
        before = first.setdefault((agency, name), number)
        if before != number:
            where = {"sheet": form.sheet.name, "cell": address(int(rows[place]), column)}
            issues.add("respondent_twice", **where, value=name, row=before)
            form.sheet.mark(int(rows[place]), column, Role.ISSUE)
        made.append(name if before == number else f"{name} (แถว {number})")
    return made


def read_groups(form: Form, rows: np.ndarray, issues: IssueList) -> dict[str, list[str]]:
    """The columns of groups by their headers: few distinct values, none of them personal."""
    found: dict[str, list[str]] = {}
    for at in [at for at, role in form.roles.items() if role == "group"]:
        column = form.sheet.columns[at]
        texts = {cell: header_text(cell) for cell in set(column[form.first :])}
        cells = [texts[column[row]] for row in rows.tolist()]
        distinct = {cell: clean(cell) for cell in set(cells)}
        name = mask(form.heads[at])
        if len(set(distinct.values()) - {""}) > _MOST_GROUPS:
            where = {"sheet": form.sheet.name, "cell": address(form.top, at)}
            number = len(set(distinct.values()) - {""})
            issues.add("answers_group_many", **where, value=name, number=number, most=_MOST_GROUPS)
            form.sheet.mark_all(rows, [at], Role.ISSUE)
            continue
        personal = {
            cell for cell, text in distinct.items() if len(text) > _LONGEST_GROUP or holds_person(text, form.names)
        }
        if personal:
            _drop(form, rows[[cell in personal for cell in cells]], at, issues)
        if any(text and cell not in personal for cell, text in distinct.items()):
            found[_free(name, found)] = ["" if cell in personal else distinct[cell] for cell in cells]
    return found


def _free(name: str, taken: dict[str, list[str]]) -> str:
    number = 2
    wanted = name
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def _drop(form: Form, rows: np.ndarray, at: int, issues: IssueList) -> None:
    where = {"sheet": form.sheet.name, "cell": cell_range(rows.tolist(), at)}
    issues.add("personal_dropped", **where, value=f"{len(rows)}")
    form.sheet.mark_all(rows, [at], Role.ISSUE)


def read_suggestions(form: Form, rows: np.ndarray) -> list[Suggestion]:
    """What respondents wrote, masked; words that say nothing (`-`, `ไม่มี`) left out."""
    found = []
    silent = words_of("nothing")
    for at in [at for at, role in form.roles.items() if role == "suggestion"]:
        for place in np.flatnonzero(form.sheet.filled[rows, at]).tolist():
            row = int(rows[place])
            text = header_text(form.sheet.rows[row][at])
            if len(text) > _LONGEST_SILENT or ((key := key_of(text)) is not None and key not in silent):
                found.append(Suggestion(place, mask(text, form.names), address(row, at)))
    return found
