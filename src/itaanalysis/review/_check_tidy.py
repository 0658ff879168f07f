"""What is left over from typing and copying: tags, split letters, digits, numbers of lists, contents, captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from itaanalysis.review._document import Document, Passage
from itaanalysis.review._findings import FindingList
from itaanalysis.review._words import any_of, words
from itaanalysis.thai import arabic_digits, match_key

_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>|&(?:nbsp|amp|lt|gt|quot|#\d+);")
#: Codes, addresses, words: whatever is written together with Latin letters keeps its digits.
_TOGETHER = re.compile(r"[A-Za-z0-9@:%?&=#+._/!-]+")
_NUMBER = re.compile(
    r"\s*(?P<open>\(?)(?P<first>\d{1,2})(?:\.(?P<second>\d{1,2}))?(?P<close>[.)]|(?=\s))\s*(?=[^\d\s.)])"
)
_PAGE = re.compile(r"^(?P<title>.*[^\s.…·])[\s.…·]+(?P<page>\d{1,3})$")
_CAPTION = 100
_HEADING = 200
_FIRST_ENTRIES = 3


def check_text(document: Document, findings: FindingList) -> None:
    """Tags of HTML and a split ำ, passage by passage."""
    for passage in document.passages:
        found = _HTML.search(passage.text)
        if found is not None:
            findings.add("html", passage, found.group(), value=found.group()[:60])
        if not document.extracted:  # how a PDF is read can split letters that stand together on the page
            for written, right in _split(passage.text):
                findings.add("split_am", passage, written, value=written, right=right)


def _split(text: str) -> Iterator[tuple[str, str]]:
    for found in _split_pattern().finditer(text):
        yield found.group(), re.sub(r"า\s|\u0e4d\s?า|\s\u0e33|\u0e33\s", "ำ", found.group())


@cache
def _split_pattern() -> re.Pattern[str]:
    """Words with ำ whose า stands before a space, or whose ำ is parted from its letter or typed as two."""
    inside = [word for word in words("split_am") if not word.endswith("ำ")]
    split = [
        re.escape(word).replace("ำ", r"(?:า\s|\u0e4d\s?า|\sำ|ำ\s)") for word in sorted(inside, key=len, reverse=True)
    ]
    two = r"[ก-ฮ][่-๋]?\u0e4d[่-๋]?\s?า"
    return re.compile(rf"{'|'.join(split)}|{two}")


def check_digits(document: Document, findings: FindingList) -> None:
    """Thai and Arabic digits in one report; codes, addresses and words with Latin letters are left out."""
    counts: dict[str, list[Passage]] = {"ไทย": [], "อารบิก": []}
    for passage in document.passages:
        text = _TOGETHER.sub(_without_codes, passage.text)
        if re.search(r"[๐-๙]", text):
            counts["ไทย"].append(passage)
        if re.search(r"[0-9]", text):
            counts["อารบิก"].append(passage)
    few, most = sorted(counts, key=lambda kind: len(counts[kind]))
    if counts[few]:
        fault = f"เลข{few} {len(counts[few])} แห่ง เลข{most} {len(counts[most])} แห่ง"
        findings.add("mixed_digits", counts[few][0], fault=fault, most=most)


def _without_codes(found: re.Match[str]) -> str:
    return " " if re.search(r"[A-Za-z]", found.group()) else found.group()


def check_numbering(document: Document, findings: FindingList) -> None:
    """Lists whose numbers skip or go back, in the running text, in each column, and within each cell.

    Not where rows of tables are lines of the text, each with a number of its own.
    """
    if not document.has_tables:
        return
    _check_run(((passage, passage.plain) for passage in document.passages if not passage.in_table), findings)
    for table in document.tables:
        for column in range(max(len(row) for row in table.rows)):
            cells = {id(row[column]): row[column] for row in table.rows if column < len(row)}.values()
            _check_run(((cell, cell.plain) for cell in cells if len(cell.lines) == 1), findings, lists=True)
        for cell in (cell for row in table.rows for cell in row):
            _check_run(((cell, line) for line in cell.lines), findings)


def _check_run(lines: Iterable[tuple[Passage, str]], findings: FindingList, *, lists: bool = False) -> None:
    """A number follows the one before it of the same form, or begins again at 1 once something else stood between.

    `lists`: each line may begin a list of its own, as a cell does.
    """
    last: dict[str, tuple[int, str]] = {}
    before = ""
    for passage, text in lines:
        found = _NUMBER.match(text)
        if found is None or not (found["close"] or found["second"]):
            before = ""
            continue
        deep = found["second"] is not None
        form = f"{found['open']}{found['first'] + '.' if deep else ''}#{found['close']}"
        number, written = int(found["second"] if deep else found["first"]), found.group().strip()
        held, shown = last.get(form, (0, ""))
        again = number == 1 and (lists or before != form)
        if held and number != held + 1 and not again:
            findings.add("numbering", passage, written, before=shown, after=written)
        if not deep:
            last = {kept: value for kept, value in last.items() if "." not in kept.split("#")[0]}
        last[form], before = (number, written), form


def check_contents(document: Document, findings: FindingList) -> None:
    """Titles of the table of contents that no heading has, and pages that go back."""
    head = next((at for at, p in enumerate(document.passages) if match_key(p.plain) in ("สารบัญ", "สารบัญเรื่อง")), None)
    if head is None:
        return
    entries = _entries(document, head + 1)
    titles = {id(passage) for passage, _, _ in entries}
    body = [document.key(p.plain) for p in document.passages if id(p) not in titles and len(p.plain) <= _HEADING]
    last = 0
    for passage, title, page in entries:
        key = re.sub(r"^[\d.]+", "", document.key(title))
        if not any(re.sub(r"^\d+", "", text) == key for text in body):
            findings.add("contents", passage, title, fault=f"ไม่พบหัวข้อ “{title}” ในเนื้อหา")
        if page < last:
            findings.add("contents", passage, title, fault=f"หน้า {page} มาหลังหน้า {last}")
        last = page


def _entries(document: Document, start: int) -> list[tuple[Passage, str, int]]:
    """Passage, title and page of each entry: rows of two cells, or lines that end with a page."""
    rows = {id(row[0]): row for table in document.tables for row in table.rows if len(row) >= 2}
    second = {id(cell) for row in rows.values() for cell in row[1:]}
    entries: list[tuple[Passage, str, int]] = []
    for at, passage in enumerate(document.passages[start:]):
        if id(passage) in second:
            continue
        row = rows.get(id(passage))
        line = f"{passage.plain}\t{row[-1].plain}" if row else arabic_digits(passage.text)
        found = _PAGE.match(line.strip())
        if found is not None and found["title"].endswith("หน้า"):
            continue  # the foot of the page
        if found is not None:
            entries.append((passage, found["title"].strip(" .…·"), int(found["page"])))
        elif entries or at >= _FIRST_ENTRIES:
            break
    return entries


def check_captions(document: Document, findings: FindingList) -> None:
    """Captions of figures with no picture and no table beside them."""
    caption = re.compile(rf"(?:{any_of('caption')})(?!นี้|ดังกล่าว|ข้างต้น|แสดง)")
    passages = document.passages
    note = "" if document.has_pictures else " (ไฟล์ข้อความไม่เก็บภาพ ให้ตรวจกับต้นฉบับ)"
    above = {id(table.before) for table in document.tables}
    for at, passage in enumerate(passages):
        if passage.in_table or len(passage.plain) > _CAPTION or not caption.match(passage.plain):
            continue
        near = passages[max(0, at - 2) : at + 3]
        if not any(p.picture for p in near) and id(passage) not in above:
            findings.add("caption_without_figure", passage, note=note)
