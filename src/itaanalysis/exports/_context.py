"""What stands around a table: its year, its agency, and the marks of its titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from itaanalysis.exports._cells import address
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports._layout import Table
from itaanalysis.exports._values import words_of
from itaanalysis.exports._words import read_words
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.rulebook import known_years
from itaanalysis.thai import AGGREGATE, Agency, clean, find_agencies, find_years, parse_agency

_LABELLED = re.compile(r"^(?:ชื่อ)?หน่วยงาน\s*[:：]\s*(.+)$")
SIMULATED_FILE = "simulated"


@dataclass(frozen=True)
class Context:
    """What a table's cells take from around it."""

    year_be: int | None
    year_evidence: str
    agency: Agency | None
    aggregate: bool
    marks: str


def read_context(table: Table, path: Path, issues: IssueList, *, year_be: int | None, agency: str | None) -> Context:
    """Year, agency and marks of a table from what the caller said, its titles, the sheet's name and the file's name.

    Years that disagree, an unknown year and two agencies are issues that show all of them.
    """
    text = " ".join(clean(title) for _, _, title in [*table.outer, *table.titles])
    marks = [
        *(
            [SIMULATED]
            if any(word in text for word in words_of("mark")) or path.name.startswith(SIMULATED_FILE)
            else []
        ),
        *([INCOMPLETE] if any(word in text for word in words_of("incomplete")) else []),
    ]
    found_year, evidence = (year_be, "year_be=") if year_be is not None else _year(table, path, issues)
    given = (
        parse_agency(agency) if agency else _agency(table, table.titles, issues) or _agency(table, table.outer, issues)
    )
    return Context(found_year, evidence, given, parse_agency(text).agency_type == AGGREGATE, "; ".join(marks))


def _year(table: Table, path: Path, issues: IssueList) -> tuple[int | None, str]:
    sheet = table.sheet
    told: list[tuple[int, str]] = []
    own = any(len(find_years(title)) == 1 for _, _, title in table.titles)
    for row, column, title in table.titles if own else table.outer:
        years = find_years(title)
        if len(years) == 1:
            told.append((years[0].year_be, address(row, column)))
            if years[0].common_era and "ค.ศ." not in title and "FY" not in title.upper():
                words = {"value": years[0].written, "year": years[0].year_be}
                issues.add("year_common_era", sheet=sheet.name, cell=address(row, column), **words)
    for place, name in (("ชื่อแผ่นงาน", sheet.name), ("ชื่อไฟล์", path.stem)):
        years = find_years(name)
        if len(years) == 1:
            told.append((years[0].year_be, place))
    if "year" in table.fields or not told:
        return None, ""
    if len({year for year, _ in told}) > 1:
        shown = ", ".join(f"{year} ({place})" for year, place in told)
        issues.add("years_disagree", sheet=sheet.name, cell=table.range, value=shown)
        return None, "years_disagree"
    year, place = told[0]
    if year not in known_years():
        cell = "" if place.startswith("ชื่อ") else place
        issues.add("year_unknown", sheet=sheet.name, cell=cell, value=year, known=known_text())
        return None, "year_unknown"
    return year, place


def known_text() -> str:
    """The known years as a span for a message."""
    return f"{known_years()[0]}–{known_years()[-1]}"


def _agency(table: Table, titles: list[tuple[int, int, str]], issues: IssueList) -> Agency | None:
    if "agency" in table.fields or "province" in table.fields:
        return None
    found: dict[Agency, str] = {}
    for row, column, title in titles:
        labelled = _LABELLED.match(clean(title))
        agencies = [parse_agency(labelled.group(1))] if labelled else find_agencies(title)
        for agency in agencies:
            found.setdefault(agency, address(row, column))
    if len({agency.name for agency in found}) > 1:
        shown = ", ".join(f"{agency.name} ({cell})" for agency, cell in found.items())
        issues.add("agencies_in_title", sheet=table.sheet.name, cell=table.range, value=shown)
        return None
    if not found:
        return _lone_title(titles)
    return max(found, key=lambda agency: len(agency.district) + len(agency.province))


def _lone_title(titles: list[tuple[int, int, str]]) -> Agency | None:
    """The one title that holds none of the words of a title and no year: the name of an office of any other type."""
    names = [
        clean(title)
        for _, _, title in titles
        if not any(word in clean(title) for word in _title_words()) and not find_years(title)
    ]
    return parse_agency(names[0]) if len(names) == 1 else None


@cache
def _title_words() -> tuple[str, ...]:
    return tuple(read_words("title_words.csv")["word"])
