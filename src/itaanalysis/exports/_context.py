"""What stands around a table: its year, its agency, and the marks of its titles."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from itaanalysis.exports._found import Found
from itaanalysis.exports._issues import IssueList
from itaanalysis.exports._layout import Table
from itaanalysis.exports._values import words_of
from itaanalysis.exports.opening import address
from itaanalysis.exports.words import is_personal, node_of, read_words
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.rulebook import known_years
from itaanalysis.thai import (
    AGGREGATE,
    Agency,
    YearFound,
    agency_id,
    clean,
    find_agencies,
    find_places,
    find_years,
    match_key,
    parse_agency,
)

_LABELLED = re.compile(r"^(?:ชื่อ)?หน่วยงาน\s*[:：]?\s+(.+)$|^(?:ชื่อ)?หน่วยงาน[:：](.+)$")
SIMULATED_FILE = "simulated"
_NO_NAME = re.compile(r"\d|^\(")
_SHEET_NAME, _FILE_NAME = "ชื่อแผ่นงาน", "ชื่อไฟล์"
_FISCAL = ("ปีงบประมาณ", "FY")
_COMMON_ERA = ("ค.ศ.", "FY")


@dataclass(frozen=True)
class Context:
    """What a table's cells take from around it."""

    year_be: int | None
    year_evidence: str
    agency: Agency | None
    aggregate: bool
    marks: tuple[str, ...]
    places: dict[str, str]


def read_context(table: Table, path: Path, found: Found, *, year_be: int | None, agency: str | None) -> Context:
    """Year, agency and marks of a table from what the caller said, its titles, the sheet's name and the file's name.

    Years that disagree, an unknown year and two agencies are issues that show all of them.
    """
    text = " ".join(clean(title) for _, _, title in [*table.outer, *table.titles])
    simulated = any(word in text for word in words_of("mark")) or path.name.startswith(SIMULATED_FILE)
    incomplete = any(word in text for word in words_of("incomplete"))
    marks = [SIMULATED] * simulated + [INCOMPLETE] * incomplete + list(found.marks)
    year, evidence = (year_be, "year_be=") if year_be is not None else _year(table, path, found.issues)
    wanted = parse_agency(agency) if agency else None
    given = _settle(table, path, found.issues, wanted) if wanted else _agency(table, path, found.issues)
    if given is not None and given not in found.titled:
        found.titled.append(given)
    aggregate = parse_agency(text).agency_type == AGGREGATE
    return Context(year, evidence, given, aggregate, tuple(dict.fromkeys(marks)), _places(table))


def _places(table: Table) -> dict[str, str]:
    """The one district and the one province that the titles of a list of agencies name."""
    told = [find_places(line) for _, line in [*_lines(table.outer), *_lines(table.titles)]]
    found = {kind: {place[kind] for place in told if kind in place} for kind in ("district", "province")}
    return {kind: next(iter(names)) for kind, names in found.items() if len(names) == 1}


def _year(table: Table, path: Path, issues: IssueList) -> tuple[int | None, str]:
    """The year of a table and the cell or name that tells it; None where no one year is told."""
    sheet = table.sheet
    if "year" in table.fields or (table.scores and all(column.year_be for column in table.scores.values())):
        return None, ""
    titles = _year_titles(table)
    told = [(years[0].year_be, address(row, column)) for row, column, _, years in titles if len(years) == 1]
    for place, name in ((_SHEET_NAME, sheet.name), (_FILE_NAME, path.stem)):
        years = find_years(name)
        if len(years) == 1:
            told.append((years[0].year_be, place))
    for row, column, text, years in titles:
        if len(years) == 1 and years[0].common_era and not any(word in text.upper() for word in _COMMON_ERA):
            words = {"value": years[0].written, "year": years[0].year_be}
            issues.add("year_common_era", sheet=sheet.name, cell=address(row, column), **words)
        if len(years) > 1 and not told:
            shown = ", ".join(str(year.year_be) for year in years)
            issues.add("years_in_title", sheet=sheet.name, cell=address(row, column), value=shown)
            return None, "years_in_title"
    if not told:
        return None, ""
    return _agreed(table, told, issues)


def _agreed(table: Table, told: list[tuple[int, str]], issues: IssueList) -> tuple[int | None, str]:
    """The one year that is told; a file's name that stands alone against title and sheet is a warning."""
    name, shown = table.sheet.name, ", ".join(f"{year} ({place})" for year, place in told)
    inside = {year for year, place in told if place != _FILE_NAME}
    if len({year for year, _ in told}) > 1:
        if len(inside) > 1 or len(told) < 3:
            issues.add("years_disagree", sheet=name, cell=table.range, value=shown)
            return None, "years_disagree"
        issues.add("file_year_differs", sheet=name, cell=table.range, value=shown)
    year, place = told[0]
    cell = "" if place in (_SHEET_NAME, _FILE_NAME) else place
    if year not in known_years():
        issues.add("year_unknown", sheet=name, cell=cell, value=year, known=known_text())
        return None, "year_unknown"
    return year, place


def _year_titles(table: Table) -> list[tuple[int, int, str, list[YearFound]]]:
    """The titles that name years, the table's own before those of the sheet; a fiscal year outranks a bare one."""
    for titles in (table.titles, table.outer):
        found = [(row, column, text, find_years(text)) for row, column, text in titles]
        found = [title for title in found if title[3]]
        fiscal = [title for title in found if any(word in title[2] for word in _FISCAL)]
        if found:
            return fiscal or found
    return []


def known_text() -> str:
    """The known years as a span for a message."""
    return f"{known_years()[0]}–{known_years()[-1]}"


def _agency(table: Table, path: Path, issues: IssueList) -> Agency | None:
    """The agency that the titles name, or the file's name; a district and a province that stand in a title of their own
    belong to it."""
    found, lines = _told(table, path)
    if len({agency.name for agency in found}) > 1:
        shown = ", ".join(f"{agency.name} ({cell})" for agency, cell in found.items())
        issues.add("agencies_in_title", sheet=table.sheet.name, cell=table.range, value=shown)
        return None
    best = max(found, key=lambda one: len(one.district) + len(one.province), default=None) or _lone_title(lines)
    return best and _placed(best, [line for _, line in lines])


def _told(table: Table, path: Path) -> tuple[dict[Agency, str], list[tuple[str, str]]]:
    """The agencies that the titles name, or else the file's name, each with its cell; and the lines of the titles."""
    if "agency" in table.fields or "province" in table.fields:
        return {}, []
    lines = _lines(table.titles) or _lines(table.outer)
    found: dict[Agency, str] = {}
    for cell, line in lines:
        labelled = _LABELLED.match(line)
        for agency in [parse_agency(labelled.group(1) or labelled.group(2))] if labelled else find_agencies(line):
            found.setdefault(agency, cell)
    if not found and table.titles and table.outer:
        return _told(replace(table, titles=table.outer, outer=[]), path)
    return found or dict.fromkeys(find_agencies(path.stem.replace("_", " ")), ""), lines


def _settle(table: Table, path: Path, issues: IssueList, wanted: Agency) -> Agency | None:
    """The agency that the caller says, with the places that the file tells of it; another one that the file names is an
    error, and then what the file says stands."""
    found, lines = _told(table, path)
    for told in found:
        if (one := one_agency(_placed(told, [line for _, line in lines]), wanted)) is not None:
            return one
    if not found:
        return wanted
    told, cell = next(iter(found.items()))
    words = {"value": ", ".join(map(shown_agency, found)), "wanted": shown_agency(wanted)}
    issues.add("agency_differs", sheet=table.sheet.name, cell=cell, **words)
    return told if len(found) == 1 else None


def shown_agency(agency: Agency) -> str:
    """Name, district and province of an agency, for a message."""
    return agency_id(agency.name, agency.district, agency.province)


def one_agency(told: Agency, wanted: Agency) -> Agency | None:
    """The agency that both are, with all that either tells of its place; None where they are two."""
    places = [(told.district, wanted.district), (told.province, wanted.province)]
    if match_key(told.name) != match_key(wanted.name) or any(one and two and one != two for one, two in places):
        return None
    district, province = (one or two for one, two in places)
    return told._replace(district=district, province=province)


def _placed(agency: Agency, lines: list[str]) -> Agency:
    """The agency with the one district and province that the titles name, where its own text names none."""
    places = [find_places(line) for line in lines]
    districts, provinces = ({place[kind] for place in places if kind in place} for kind in ("district", "province"))
    return agency._replace(
        district=agency.district or (districts.pop() if len(districts) == 1 else ""),
        province=agency.province or (provinces.pop() if len(provinces) == 1 else ""),
    )


def _lines(titles: list[tuple[int, int, str]]) -> list[tuple[str, str]]:
    """The titles as lines: the cells of a row together, with the address of the first."""
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in titles:
        rows.setdefault(row, []).append((column, clean(text)))
    return [(address(row, cells[0][0]), " ".join(text for _, text in cells)) for row, cells in rows.items()]


def _lone_title(lines: list[tuple[str, str]]) -> Agency | None:
    """The one title that holds none of the words of a title, no year and no mere place: an office of any other type."""
    names = [
        line
        for _, line in lines
        if not any(word in line for word in _title_words())
        and not (find_years(line) or find_places(line) or node_of(line) or is_personal(line) or _NO_NAME.search(line))
    ]
    return parse_agency(names[0]) if len(names) == 1 else None


@cache
def _title_words() -> tuple[str, ...]:
    return tuple(read_words("title_words.csv")["word"])
