"""Indicators and instruments named in a report, and the scores printed beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache

from itaanalysis.datafiles import read_data
from itaanalysis.review._document import Document, Passage, Table
from itaanalysis.review._words import any_of
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import find_years, match_key

_MARKER = re.compile(
    r"(?:ตัวชี้วัด(?:ที่)?\s*(?P<named>10|[1-9])(?![\d.])\s*[.:)]?"
    r"|(?:^|(?<=[\s(]))\(?(?P<listed>10|[1-9])\s*[.)]\s*(?:ตัวชี้วัดที่\s*(?:10|[1-9]))?)\s*(?=[ก-ฮเ-ไ])"
)
_END = re.compile(r"\(|\d|[|:–]|ได้คะแนน|ได้|คะแนน|ร้อยละ|ปี\s|\sและ\s|\sพบว่า|$")
_SCORE = re.compile(
    r"\s*(?:\([^)]*\)\s*)?(?:(?:ได้|มี|ผล|คะแนน|เท่ากับ|เฉลี่ย|ร้อยละ|[:=–-])\s*)*(?P<score>\d{1,3}(?:\.\d{1,2})?)(?P<unit>\s*(?:คะแนน|%))?(?![\d.])"
)
_DECIMALS = re.compile(r"\s*(\d{1,3}\.\d{1,2})\s*(?:คะแนน|%)?\s*")
_INSTRUMENT = re.compile(r"(?<![A-Za-z])(IIT|EIT|OIT)(?![A-Za-z])\)?")
_INSTRUMENT_NAME = re.compile(r"(แบบ(?:วัด|ตรวจ|สำรวจ)[^()\d]{5,80}?)\s*\(\s*(IIT|EIT|OIT)\s*\)")
#: What a score is of that is not the total.
_PART = re.compile(r"IIT|EIT|OIT|ตัวชี้วัด")
_ALIKE = 0.8
_LONGEST_NAME = 60
_SAME = 0.005


@dataclass(frozen=True)
class Mention:
    """A node named in a passage: the name as written, whether it is the right one, and where the name ends."""

    code: str
    written: str
    right: bool
    passage: Passage
    end: int


@dataclass(frozen=True)
class Printed:
    """A score of a node, points 0–100, as the report prints it."""

    score: float
    passage: Passage


@cache
def names_of_year(year_be: int) -> dict[str, str]:
    """Code to official name of the instruments and indicators."""
    tree = rulebook(year_be).tree
    return dict(tree.loc[tree["level"].isin(["instrument", "indicator"]), ["code", "name_th"]].itertuples(index=False))


@cache
def right_names(year_be: int, code: str) -> tuple[str, ...]:
    """The names of an indicator that are right in a year, the official one first."""
    return names_of_year(year_be)[code], *_listed(code, right="yes")


def _listed(code: str, *, right: str) -> list[str]:
    table = read_data("review", "indicator_names.csv")
    return list(table.loc[(table["code"] == code) & (table["right"] == right), "name"])


@cache
def _keys(year_be: int, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The keys of an indicator's right names and of its known wrong ones."""
    return tuple(map(match_key, right_names(year_be, code))), tuple(map(match_key, _listed(code, right="no")))


def find_mentions(document: Document, year_be: int) -> list[Mention]:
    """Indicators named after their number, and those named in a row that holds a score."""
    names = names_of_year(year_be)
    found = [mention for passage in document.passages for mention in _after_number(passage, year_be, names)]
    if not document.has_tables:  # a cell's lines stand apart, and its name is cut where the cell was full
        found = [replace(mention, right=mention.right or _is_cut(mention, year_be)) for mention in found]
    known = {id(mention.passage) for mention in found}
    for table in document.tables:
        for row in table.rows:
            if any(_DECIMALS.fullmatch(cell.plain) for cell in row):
                found += [m for cell in row if id(cell) not in known for m in _whole_cell(cell, year_be, names)]
    return found


def _after_number(passage: Passage, year_be: int, names: dict[str, str]) -> Iterator[Mention]:
    text = passage.plain
    for found in _MARKER.finditer(text):
        code = found["named"] or found["listed"]
        rest = text[found.end() : found.end() + _LONGEST_NAME]
        end = _END.search(rest)
        written = rest[: end.start() if end else len(rest)].strip(" .,-")
        told = _judge(written, year_be, code) if code in names else None
        if told is not None:
            yield Mention(code, told[0], told[1], passage, found.end() + len(written))


def _is_cut(mention: Mention, year_be: int) -> bool:
    """Whether a name is the beginning of the right one, and its line ends there."""
    key = match_key(mention.written)
    return mention.end >= len(mention.passage.plain) and any(
        name.startswith(key) for name in _keys(year_be, mention.code)[0]
    )


def _judge(written: str, year_be: int, code: str) -> tuple[str, bool] | None:
    """The name as far as it is one, and whether it is right; None where the text is no name of the indicator."""
    key = match_key(written)
    right, wrong = _keys(year_be, code)
    if any(key.startswith(name) for name in wrong):
        return written, False
    if any(key.startswith(name) for name in right):
        return written, True
    return (written, False) if max(SequenceMatcher(None, key, name).ratio() for name in right) >= _ALIKE else None


def _whole_cell(cell: Passage, year_be: int, names: dict[str, str]) -> Iterator[Mention]:
    """A cell that holds the name of an indicator and nothing else."""
    key = match_key(cell.plain)
    for code in names:
        right, wrong = _keys(year_be, code)
        if key in (*right, *wrong):
            yield Mention(code, cell.plain, key in right, cell, len(cell.plain))
            return


def instrument_names(document: Document) -> Iterator[tuple[str, str, Passage]]:
    """Code, name as written, and passage wherever an instrument's name stands before its code in brackets."""
    for passage in document.passages:
        for found in _INSTRUMENT_NAME.finditer(passage.plain):
            yield found[2], found[1][found[1].rfind("แบบ") :].strip(), passage


def find_scores(document: Document, mentions: list[Mention], year_be: int) -> dict[str, Printed]:
    """The first score that the report prints of each node: total, instruments, indicators.

    Where columns are not told apart, a number that is the node's weight is its score only where no other stands there.
    """
    found: dict[str, Printed] = {}
    weights: dict[str, Printed] = {}
    for code, told in _scores(document, mentions, year_be):
        is_weight = not document.has_tables and abs(told.score - 100 * _worth(year_be).get(code, 0.0)) < _SAME
        (weights if is_weight else found).setdefault(code, told)
    return weights | found


def _scores(document: Document, mentions: list[Mention], year_be: int) -> Iterator[tuple[str, Printed]]:
    """Every score that the report prints, with its node, in the order in which they are looked for."""
    for mention in mentions:
        score = _score_after(mention.passage.plain[mention.end :])
        if score is None and mention.passage.in_table:
            score = _score_in_row(mention.passage, document, year_be)
        if score is not None:
            yield mention.code, Printed(score, mention.passage)
    for passage in document.passages:
        if _is_of_year(passage.plain, year_be):
            for code, score in _upper_scores(passage, document, year_be):
                yield code, Printed(score, passage)


@cache
def _worth(year_be: int) -> dict[str, float]:
    tree = rulebook(year_be).tree
    return dict(zip(tree["code"], tree["worth"], strict=True))


def _score_after(text: str) -> float | None:
    """A score that follows a name: on decimals, or a whole number with its unit."""
    found = _SCORE.match(text)
    if found is None or not (found["unit"] or "." in found["score"]):
        return None
    score = float(found["score"])
    return score if score <= 100 else None


def _upper_scores(passage: Passage, document: Document, year_be: int) -> Iterator[tuple[str, float]]:
    """Scores of instruments and of the total in a passage, or in the row that it begins."""
    text = passage.plain
    for found in _INSTRUMENT.finditer(text):
        score = _score_after(text[found.end() :])
        if score is None and passage.in_table and len(text) <= 2 * _LONGEST_NAME:
            score = _score_in_row(passage, document, year_be)
        if score is not None:
            yield found[1], score
    for found in _total().finditer(text):
        score = _score_after(text[found.end() :])
        if score is None and passage.in_table and found.end() >= len(text) - 2 and found.start() <= 2:
            score = _score_in_row(passage, document, year_be)
        if score is not None:
            yield "ITA", score


@cache
def _total() -> re.Pattern[str]:
    year = r"(?:\s*ปี(?:งบประมาณ)?\s*(?:พ\.ศ\.)?\s*25\d\d)?"
    return re.compile(rf"(?<![A-Za-z])(?:{any_of('total')})(?![A-Za-z])(?:\s*\(?ITA\)?)?{year}")


def find_published(document: Document, year_be: int) -> Iterator[Printed]:
    """The totals that the report calls published, wherever they stand, beside or after another total."""
    for passage in document.passages:
        text = passage.plain
        for found in _published().finditer(text) if _is_of_year(text, year_be) else ():
            score = _score_after(text[found.end() :])
            if score is None and passage.in_table and found.end() == len(text):
                score = _score_in_row(passage, document, year_be)
            if score is not None and not _PART.search(text, max(0, found.start() - _LONGEST_NAME), found.start()):
                yield Printed(score, passage)


@cache
def _published() -> re.Pattern[str]:
    told = r"(?:ที่|ตาม|จาก|ซึ่ง)?\s?ประกาศ(?:ผล|ของ|โดย|ไว้|คือ|สำนักงาน|ป\.ป\.ช\.|[\s)])*"
    return re.compile(rf"{_total().pattern}\s*(?:\d{{1,3}}\.\d{{1,2}}\s*(?:คะแนน)?)?[\s,(]*{told}")


def _is_of_year(text: str, year_be: int) -> bool:
    years = [year.year_be for year in find_years(text)]
    return not years or year_be in years


def _score_in_row(passage: Passage, document: Document, year_be: int) -> float | None:
    """The score in the row of a cell, in the column whose header says so."""
    found = document.row_of(passage)
    return None if found is None else _score_of_row(*found, year_be)


def _score_of_row(table: Table, row: list[Passage], year_be: int) -> float | None:
    header = table.rows[0]
    columns = [at for at, cell in enumerate(header) if _is_score_column(cell.plain, year_be)]
    numbers = {at: float(found[1]) for at, cell in enumerate(row) if (found := _DECIMALS.fullmatch(cell.plain))}
    return next((numbers[at] for at in columns if at in numbers), None)


def _is_score_column(header: str, year_be: int) -> bool:
    years = [year.year_be for year in find_years(header)]
    named = "คะแนน" in header or "ผลการประเมิน" in header or year_be in years
    return (
        named
        and (not years or year_be in years)
        and not re.search(r"เพิ่ม|ขาด|เป้าหมาย|เฉลี่ย|ต่าง|เต็ม|น้ำหนัก|ขั้นต่ำ|ช่องว่าง|ต่อ", header)
    )
