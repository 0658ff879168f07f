"""Where the answers of a sheet are: the rows of its header, and what each column says of a question or a respondent."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

from itaanalysis.datafiles import read_data
from itaanalysis.exports.answers._questions import Named, all_points, has_title, names_question, read_code, read_part
from itaanalysis.exports.answers._readings import key_of, known_words, number_readings
from itaanalysis.exports.opening import Sheet, is_filled
from itaanalysis.exports.words import field_of, node_of
from itaanalysis.thai import clean, match_key

_SEARCHED = 25  # rows in which a header is looked for
_DEEPEST = 3
_FEWEST, _FEWEST_BARE = 2, 5
_SHORTEST_LABEL = 12  # of a text below a code that is no answer
#: Fields of `headers.csv` that a table of respondents may have, and their roles here.
_FIELDS = {
    **{name: name for name in ("agency", "district", "province", "year", "instrument", "personal")},
    **{"rank": "id", "type": "group"},
}
#: Roles that a numbered header may have beside being a question (`16. ข้อเสนอแนะ`).
_NO_QUESTION = ("suggestion", "group", "personal", "time", "extra")


@dataclass
class Form:
    """A table of respondents.

    Attributes
    ----------
    top, first
        The first row of its header, and the first row below it (from 0).
    heads
        The header of each column, its rows joined.
    named
        Columns whose header tells the number of a question.
    roles
        Columns that are something else: id, time, personal, extra, suggestion, group, agency, district, province, year,
        instrument.
    names
        What finds the respondents' own names in their suggestions; None: the sheet does not tell any.
    """

    sheet: Sheet
    top: int
    first: int
    heads: dict[int, str] = field(default_factory=dict)
    named: dict[int, Named] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    names: re.Pattern[str] | None = None

    @property
    def others(self) -> list[int]:
        """Columns that the header does not tell by a number or a known word."""
        return [at for at in range(self.sheet.width) if at not in self.named and at not in self.roles]


def find_form(sheet: Sheet) -> Form | None:
    """The table of respondents of a sheet; None where no header names questions, or it names scores of the tree."""
    rows = sheet.rows[:_SEARCHED]
    told = [_count_questions(row) for row in rows]
    bare = [_count_bare(row) for row in rows]
    for counts, fewest in ((told, _FEWEST), (bare, _FEWEST_BARE)):
        most = max(counts, default=0)
        if most >= fewest:
            top = next(row for row, count in enumerate(counts) if count >= max(fewest, most / 2))
            return None if _lists_scores(sheet, top) else _read_heads(sheet, top)
    return None


def role_of(text: str) -> str:
    """What a header says that is no question; empty where it is not known."""
    key, plain = match_key(text), clean(text).lower()
    for role, match, word, word_key in _words():
        if (match == "whole" and (word_key == key if word_key else word == plain)) or (
            match == "part" and word_key in key
        ):
            return role
    for role, match, word, _ in _words():
        if match == "start" and plain.startswith(word):
            return role
    return _FIELDS.get(field_of(clean(text)), "")


@cache
def _words() -> list[tuple[str, str, str, str]]:
    """Role, how the word must stand in the header, the word, and its key."""
    rows = read_data("exports/answers", "columns.csv").itertuples(index=False, name=None)
    return [(role, match, word.lower(), match_key(word)) for role, match, word in rows]


def header_text(cell: object) -> str:
    """A header cell as text: 3.0 is 3."""
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


def _count_questions(row: list[object]) -> int:
    """How many cells name a question by letter and number, by a word and a number, or by its title."""
    texts = [cell for cell in row if isinstance(cell, str) and is_filled(cell)]
    return sum(((named := read_code(text)) is not None and named.worded) or names_question(text) for text in texts)


def _count_bare(row: list[object]) -> int:
    """How many cells number questions without a word: only where they rise from cell to cell (1, 2, 3.1, 3.2 …).

    Columns of one grid bear one number and differ in their text (4. … [เงิน], 4. … [ทรัพย์สิน]); what is numbered and is
    no question (1. เพศ) does not count.
    """
    cells = [cell for cell in row if is_filled(cell) and isinstance(cell, (str, float, int))]
    found = [named for cell in cells if (named := read_code(header_text(cell))) is not None]
    found = [named for named in found if not named.text or role_of(named.text) not in _NO_QUESTION]
    return len(found) if all(_rises(one, two) for one, two in pairwise(found)) else 0


def _rises(one: Named, two: Named) -> bool:
    before, behind = (one.number, one.part), (two.number, two.part)
    return before < behind or (before == behind and one.text != two.text)


def _lists_scores(sheet: Sheet, top: int) -> bool:
    """Whether a header names scores of the tree; a total or mean of each respondent stands beside answers."""
    scores = [cell for cell in sheet.rows[top] if _is_score(cell)]
    own = [cell for cell in scores if role_of(str(cell)) == "extra"]
    return len(own) < len(scores) or (bool(own) and not _holds_answers(sheet, top))


def _holds_answers(sheet: Sheet, top: int) -> bool:
    """Whether most values below the questions are answers: means of an office are not."""
    heads = {at: cell for at, cell in enumerate(sheet.rows[top]) if isinstance(cell, str) and is_filled(cell)}
    asking = [at for at, text in heads.items() if read_code(text) is not None or names_question(text)]
    cells = {cell for at in asking for cell in sheet.columns[at][top + 1 : top + 1 + _SEARCHED] if is_filled(cell)}
    return 2 * sum(map(_is_answer, cells)) > len(cells)


def _is_answer(cell: object) -> bool:
    key = key_of(cell)
    if not isinstance(key, float):
        return key in known_words()
    return any(reading.places for points in all_points() for reading in number_readings([key], points))


def _is_score(cell: object) -> bool:
    """Whether a header cell names a node that nobody answers: an item of OIT, an instrument or the total."""
    if not isinstance(cell, str) or not is_filled(cell) or read_code(cell) is not None:
        return False
    node = node_of(clean(cell))
    return node is not None and (node.code.startswith("o") or node.code.isupper())


def _read_heads(sheet: Sheet, top: int) -> Form:
    base = _upper_names(sheet, top)
    first = top + 1
    while first < min(top + _DEEPEST, len(sheet.rows)) and _continues(sheet, first, base):
        first += 1
    form = Form(sheet, top, first)
    for at in range(sheet.width):
        texts = [header_text(cell) for row in range(top, first) if is_filled(cell := sheet.cell(row, at))]
        form.heads[at] = clean(" ".join(texts))
        named = base.get(at)
        if named is not None and not named.number:  # its text names it, and so it does the parts below
            if len(texts) and not is_filled(sheet.cell(top, at)):
                form.heads[at] = clean(f"{named.text} {form.heads[at]}")
            named = None
        if named is None and texts:
            named = next((found for text in texts[1:] if (found := read_code(text)) is not None and found.letter), None)
        below = [header_text(cell) for row in range(top + 1, first) if is_filled(cell := sheet.cell(row, at))]
        if named is not None and (below or is_filled(sheet.cell(top, at)) or _is_merged(sheet, top, at)):
            _take(form, at, named, below)
        elif texts and not names_question(form.heads[at]) and (role := role_of(form.heads[at])):
            form.roles[at] = role
    return form


def _take(form: Form, at: int, named: Named, below: list[str]) -> None:
    """A numbered column: a question, with the part that the rows below tell; or what its text says it is."""
    for text in below:
        code = read_code(text)
        if code is not None and code.letter:
            named = code
        elif not named.part and (part := read_part(text)):
            named = named._replace(part=part)
    if not named.worded and has_title(named.text):
        return  # the number counts the columns, the text names the question
    role = "" if named.letter or has_title(named.text) else role_of(named.text) if named.text else ""
    if role in _NO_QUESTION:
        form.roles[at] = role
    else:
        form.named[at] = named


def _upper_names(sheet: Sheet, top: int) -> dict[int, Named]:
    """The questions in the first row of a header, those that only their text tells with number 0; an empty cell behind
    one belongs to it (a question over its parts)."""
    found: dict[int, Named] = {}
    for at in range(sheet.width):
        cell = sheet.cell(top, at)
        if not is_filled(cell):
            if at - 1 in found:
                found[at] = found[at - 1]._replace(part=0)
        elif isinstance(cell, (str, float, int)) and (named := read_code(text := header_text(cell))) is not None:
            found[at] = named
        elif isinstance(cell, str) and names_question(text):
            found[at] = Named("", 0, 0, text, False)
    return found


def _continues(sheet: Sheet, row: int, base: dict[int, Named]) -> bool:
    """Whether a row below the first is still header: it holds texts that are no answers, or counts the parts."""
    cells = {at: cell for at in base if is_filled(cell := sheet.cell(row, at))}
    if not cells:
        return False
    groups: dict[tuple[str, int, str], list[int]] = {}
    for at, named in base.items():
        groups.setdefault((named.letter, named.number, "" if named.number else named.text), []).append(at)
    parts = [group for group in groups.values() if len(group) > 1]
    if all(_tells_part(cell, base[at]) for at, cell in cells.items()):
        return True
    if all(_tells_part(cell, base[at]) or _is_label(cell) for at, cell in cells.items()):
        # Answers in words that nobody knows repeat themselves; labels differ.
        told = [[str(cells[at]) for at in group if at in cells] for group in parts or [list(cells)]]
        short = not parts and min(map(len, told[0])) < _SHORTEST_LABEL
        return not short and all(len(set(labels)) == len(labels) for labels in told)
    wanted = {at: place for group in parts for place, at in enumerate(group, start=1)}
    return {at: key_of(cell) for at, cell in cells.items()} == {at: float(place) for at, place in wanted.items()}


def _tells_part(cell: object, named: Named) -> bool:
    """Whether a cell below a question tells a code, or the question's own number with a part."""
    told = read_code(header_text(cell)) if isinstance(cell, (str, float)) else None
    return told is not None and bool(told.letter or (told.part and told.number == named.number))


def _is_label(cell: object) -> bool:
    """Whether a cell is a text that is no answer."""
    key = key_of(cell)
    return isinstance(cell, str) and isinstance(key, str) and key not in known_words()


def _is_merged(sheet: Sheet, row: int, column: int) -> bool:
    return any(
        top <= row <= bottom and left <= column <= right and left < right for top, left, bottom, right in sheet.merges
    )
