"""`check_report`: all checks on one report."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import check_scores, plain_text
from itaanalysis.review import _check_measures as rows_of
from itaanalysis.review import _check_names as names
from itaanalysis.review import _check_samples as people
from itaanalysis.review import _check_scores as numbers
from itaanalysis.review import _check_tidy as tidy
from itaanalysis.review._agencies import Office, find_offices, own_office
from itaanalysis.review._coaching import check_coaching
from itaanalysis.review._document import Document
from itaanalysis.review._findings import FindingList
from itaanalysis.review._indicators import find_mentions, find_scores
from itaanalysis.review._measures import find_measures
from itaanalysis.review._read import read_report
from itaanalysis.review._years import Years, check_years, find_years_of
from itaanalysis.rulebook import known_years
from itaanalysis.thai import match_key

#: Key of `DataFrame.attrs`: Thai sentences on what could not be checked in this file, and why.
NOT_CHECKED = "not_checked"


def check_report(
    path: str | Path, *, scores: pd.DataFrame | None = None, year_be: int | None = None, agency: str | None = None
) -> pd.DataFrame:
    """Review a measures report: faults of fact (P0), of substance (P1) and of form (P2). The file is not changed.

    Parameters
    ----------
    path
        A .docx, .txt or .pdf file with text (no scan). Tables of a PDF are read where it is tagged.
    scores
        A scores frame: the printed scores are held against those of the report's office, and its agencies are known
        as names of other offices.
    year_be
        Fiscal year of the result (พ.ศ.); None = as the report says. The plan is of the year after it.
    agency
        The office whose report it is, by name or agency_id; None = as the report says.

    Returns
    -------
    DataFrame
        priority (P0 stop, P1 warn, P2 tidy), kind (`findings.csv`), place (line, paragraph, cell or page, Thai), text
        (as it stands there), problem and fix (Thai); P0 first, then in reading order by check.
        `attrs["not_checked"]` lists, in Thai, what could not be checked.

    Raises
    ------
    ItaError
        The file cannot be read (no such file, another kind, locked, damaged, a scan), or `scores` is no scores frame.
    """
    return check_document(read_report(Path(path)), scores=scores, year_be=year_be, agency=agency)


def check_document(
    document: Document,
    *,
    scores: pd.DataFrame | None = None,
    year_be: int | None = None,
    agency: str | None = None,
    measured: Collection[str] | None = None,
) -> pd.DataFrame:
    """The same for a report that is in no file yet; see `check_report`.

    `measured`: codes of the nodes of the result year that its measures answer, where they are known: then no words
    tell which areas have a measure.
    """
    if scores is not None:
        scores = plain_text(check_scores(scores))
    own = own_office(document, agency, scores)
    years = find_years_of(document, year_be)
    findings, left = FindingList(), []
    names.check_offices(document, own, find_offices(document, own, scores), findings)
    if years is None:
        findings.add("year_not_found", document.passages[0])
    elif years.result not in known_years():
        left.append(f"ไม่มีกติกาของปี {years.result} จึงไม่ได้ตรวจคะแนน ระดับ จำนวนผู้ตอบ ชื่อตัวชี้วัด และมาตรการ")
    else:
        rows = _of_office(scores, own, agency, years.result)
        _check_facts(document, own, years, rows, measured, findings, left)
    if years is not None:
        check_years(document, years, findings)
    _check_form(document, findings)
    frame = findings.frame()
    frame.attrs[NOT_CHECKED] = left
    return frame


def _check_facts(
    document: Document,
    own: Office | None,
    years: Years,
    scores: pd.DataFrame,
    measured: Collection[str] | None,
    findings: FindingList,
    left: list[str],
) -> None:
    """What hangs on the rules of the result year."""
    year = years.result
    mentions = find_mentions(document, year)
    printed = find_scores(document, mentions, year)
    names.check_indicator_names(mentions, year, findings)
    names.check_instrument_names(document, year, findings)
    if not printed:
        left.append("ไม่พบคะแนนในรายงาน จึงไม่ได้ตรวจคะแนนรวม ระดับ และมาตรการที่ต้องมี")
    known, published = numbers.known_scores(scores)
    for right in (known, published):  # where they differ, one of them must be mended
        numbers.check_scores_against(printed, right, year, findings)
    computed = numbers.compute(printed, year)
    numbers.check_total(document, printed, computed, year, findings)
    as_printed = {code: told.score for code, told in printed.items()}
    numbers.check_level(document, as_printed | computed | known, year, findings)
    numbers.check_scale(document, year, years.plan, findings)
    numbers.check_source(document, printed, findings)
    people.check_samples(people.find_samples(document), printed, own.agency_type if own else "", year, findings)
    measures = find_measures(document, year, printed, measured)
    if not measures.rows:
        why = "ไม่พบตารางที่มีหัวคอลัมน์ของมาตรการ" if document.has_tables else "PDF นี้ไม่มีโครงสร้างตาราง (ตรวจไฟล์ .docx แทนได้)"
        lists = "" if document.has_tables else " กับเลขลำดับของรายการ"
        left.append(f"{why} จึงไม่ได้ตรวจผู้รับผิดชอบ ระยะเวลา และการติดตามผลของแต่ละมาตรการ{lists}")
    rows_of.check_urgent(measures, printed, year, findings)
    rows_of.check_effort(measures, printed, year, findings)
    rows_of.check_rows(document, measures, years, findings)
    rows_of.check_follow_ups(measures, findings)
    rows_of.check_items(document, years, findings)


def _check_form(document: Document, findings: FindingList) -> None:
    """What can be told of any text."""
    for passage in document.passages:
        for what, quoted in check_coaching(passage.text):
            findings.add("coaching", passage, quoted, what=what)
    names.check_spelling(document, findings)
    tidy.check_captions(document, findings)
    tidy.check_text(document, findings)
    tidy.check_digits(document, findings)
    tidy.check_numbering(document, findings)
    tidy.check_contents(document, findings)


def _of_office(scores: pd.DataFrame | None, own: Office | None, agency: str | None, year: int) -> pd.DataFrame:
    """The rows of the report's office and year; none where no frame was given or the office is not in it."""
    if scores is None:
        return pd.DataFrame()
    of_year = scores[scores["year_be"] == year]
    key = match_key(own.name) if own is not None else ""
    rows = of_year[(of_year["agency_id"] == (agency or "")) | (of_year["agency"].map(match_key) == key)]
    if agency and (rows["agency_id"] == agency).any():
        rows = rows[rows["agency_id"] == agency]
    if rows["agency_id"].nunique() > 1:
        found = " / ".join(rows["agency_id"].unique()[:5])
        raise ItaError(f"มีหน่วยงานชื่อนี้หลายแห่งในข้อมูลคะแนน: {found}; ระบุ agency= ด้วย agency_id")
    return rows.reset_index(drop=True)
