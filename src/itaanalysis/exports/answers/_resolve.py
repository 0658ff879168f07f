"""Which question of the year each column holds; what the header leaves open is an issue at its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.answers._form import Form
from itaanalysis.exports.answers._questions import Named, Question, code_by_text, columns_of, questions_of
from itaanalysis.exports.opening import address
from itaanalysis.exports.words import instrument_of
from itaanalysis.thai import clean

LETTERS = {"IIT": "i", "EIT": "e"}


def resolve(
    form: Form, year_be: int, instrument: str | None, path: Path, issues: IssueList
) -> tuple[dict[int, Question], list[int]]:
    """The question of each column, and the columns of questions that cannot be told (each with its issue)."""
    letter = _letter(form, instrument, path)
    lettered = {at: named for at, named in form.named.items() if named.letter}
    unlettered = {at: named for at, named in form.named.items() if not named.letter}
    codes, counted = _by_text(unlettered, year_be, letter)
    rest = {at: named for at, named in unlettered.items() if at not in codes and not counted}
    numbered = lettered | {at: named for at, named in rest.items() if named.worded or not lettered}
    letter = letter or _only_letter([code for code, _ in codes.values()], numbered.values(), year_be)
    failed: list[int] = []
    for at, named in numbered.items():
        if own := named.letter or letter:
            codes[at] = f"{own}{named.number}", named.part
        else:
            failed.append(at)
    if failed:
        words = {"number": len(failed)}
        cell = f"{_cell(form, failed[0])}:{_cell(form, failed[-1])}"
        issues.add("answers_no_instrument", sheet=form.sheet.name, cell=cell, value=form.heads[failed[0]], **words)
    for at in form.others:
        if form.heads[at] and (code := code_by_text(form.heads[at], (year_be,), letter)):
            codes[at] = code, 0
    found = dict(_place(form, codes, year_be, issues))
    return found, [*failed, *(at for at in codes if at not in found)]


def _place(
    form: Form, codes: dict[int, tuple[str, int]], year_be: int, issues: IssueList
) -> Iterator[tuple[int, Question]]:
    """Codes and parts to the questions of the year: each once, parts that have no number in their order."""
    questions = questions_of(year_be)
    groups: dict[str, dict[int, int]] = {}
    for at, (code, part) in codes.items():
        groups.setdefault(code, {})[at] = part
    for code, parts in groups.items():
        known = columns_of(year_be).get(code, [])
        if len(known) > 1 and len(parts) == len(known) and not any(parts.values()):
            parts = {at: place for place, at in enumerate(sorted(parts), start=1)}
        elif len(known) == 1:
            parts = {at: max(part, 1) for at, part in parts.items()}
        twice = Counter(parts.values())
        for at, part in parts.items():
            told = f"{code}.{part}" if part and len(known) > 1 else code
            where = {"sheet": form.sheet.name, "cell": _cell(form, at), "value": told}
            if not known or part > len(known):
                issues.add("not_in_year", **where | {"value": f"{code}.{part}" if known else code}, year=year_be)
            elif twice[part] > 1:
                issues.add("answers_question_twice", **where)
            elif part == 0:
                issues.add("answers_without_parts", **where, number=len(known))
            else:
                yield at, questions[known[part - 1]]


def _by_text(unlettered: dict[int, Named], year_be: int, letter: str) -> tuple[dict[int, tuple[str, int]], bool]:
    """The questions whose text stands behind a number, and whether such numbers count the columns instead."""
    found = {at: code for at, named in unlettered.items() if (code := code_by_text(named.text, (year_be,), letter))}
    counted = any(code[1:] != str(unlettered[at].number) for at, code in found.items())
    return {at: (code, 0 if counted else unlettered[at].part) for at, code in found.items()}, counted


def _letter(form: Form, instrument: str | None, path: Path) -> str:
    """The letter of questions that are numbered without one: from other columns, the caller, titles and names; empty
    where nothing tells."""
    told = {named.letter for named in form.named.values()} - {""}
    if len(told) == 1:
        return told.pop()
    titles = [str(cell) for row in form.sheet.rows[: form.top] for cell in row if isinstance(cell, str)]
    for text in (instrument or "", clean(" ".join(titles)), form.sheet.name, path.stem):
        if (name := instrument_of(text)) in LETTERS:
            return LETTERS[name]
    return ""


def _only_letter(codes: list[str], numbered: Collection[Named], year_be: int) -> str:
    """The letter of the questions that texts tell, or of the one instrument that has all these numbers; else empty."""
    told = {code[0] for code in codes}
    fit = told or {letter for letter in LETTERS.values() if _has_all(numbered, letter, year_be)}
    return fit.pop() if len(fit) == 1 and numbered else ""


def _has_all(numbered: Collection[Named], letter: str, year_be: int) -> bool:
    known = columns_of(year_be)
    return all(
        named.part <= len(known.get(f"{letter}{named.number}", [])) and f"{letter}{named.number}" in known
        for named in numbered
        if not named.letter
    )


def missing(found: dict[int, Question], year_be: int) -> list[str]:
    """The questions of the instruments found that have no column."""
    have = {question.column for question in found.values()}
    asked = {question.instrument for question in found.values()}
    due = [question.column for question in questions_of(year_be).values() if question.instrument in asked]
    return [column for column in due if column not in have]


def _cell(form: Form, at: int) -> str:
    return address(form.top, at)
