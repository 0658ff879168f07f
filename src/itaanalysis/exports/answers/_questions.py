"""The questions of a year: one column of the answers frame each, and how a header names them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.exports.words import node_of
from itaanalysis.rulebook import answer_values, known_years, questions, rulebook
from itaanalysis.thai import arabic_digits, clean, match_key

RISING, FALLING, UNKNOWN = "rising", "falling", "not known"
#: Shorter titles stand in other texts too.
_SHORTEST = 10
#: Share of letter pairs that a header must have in common with a title, and by how much more than with any other.
_ALIKE, _MARGIN = 0.7, 0.15
_CODE = re.compile(
    r"(?:(?P<over>iit|eit)[\s._:\-]*)?(?P<word>ans|คำถาม(?:ข้อ)?(?:ที่)?|ข้อ(?:คำถาม)?(?:ที่)?|question|q)?[\s._:\-]*[(\[]?"
    r"(?P<kind>iit|eit|i|e)?[\s._\-]*(?P<digits>\d{1,4})(?!\d)[)\]]?(?P<rest>.*)",
    re.DOTALL,
)
_PART = re.compile(r"(?:[._\-/]|\s*[(\[]|\s*(?:ข้อย่อย|ย่อย|ประเด็น)(?:ที่)?\s*)0*(\d{1,2})(?!\d)[)\]]?")
_BRACKET = re.compile(r"\[([^\[\]]*)\]\s*$")
_PART_ALONE = re.compile(r"(?:ข้อย่อย|ย่อย|ประเด็น|ข้อ)?(?:ที่)?\s*[(\[]?0*(\d{1,2})(?:\.0*(\d{1,2}))?[)\]]?(?!\d)")


class Question(NamedTuple):
    """A question or sub-question: a row of `rulebook.questions`."""

    column: str
    code: str
    instrument: str
    kind: str
    scale: str
    direction: str
    choices: int


class Named(NamedTuple):
    """What a header says of a question: `i` or `e` (empty: not told), its number, its part (0: not told), and the text
    behind it. `worded`: a word or a letter stands before the number."""

    letter: str
    number: int
    part: int
    text: str
    worded: bool


@cache
def questions_of(year_be: int) -> dict[str, Question]:
    """The questions of a year by their columns, in the order of its tree; none where its list is not known."""
    rows = questions(year_be)[list(Question._fields)].itertuples(index=False, name=None)
    return {question.column: question for question in map(Question._make, rows)}


@cache
def columns_of(year_be: int) -> dict[str, list[str]]:
    """Code of each question of the year to its columns."""
    found: dict[str, list[str]] = {}
    for question in questions_of(year_be).values():
        found.setdefault(question.code, []).append(question.column)
    return found


@cache
def points_of(year_be: int, kind: str) -> list[list[float]]:
    """The points of a kind's answers from the worst to the best, a list a set of values."""
    table = answer_values(year_be, kind)
    return [sorted(points) for _, points in table.groupby("set", sort=True)["points"]]


@cache
def all_points() -> list[list[list[float]]]:
    """The points of every kind of question of every year, as `points_of` tells them."""
    kinds = {(year, question.kind) for year in known_years() for question in questions_of(year).values()}
    return [points_of(year, kind) for year, kind in sorted(kinds)]


@lru_cache(4_096)
def read_code(text: str) -> Named | None:
    """The number of a question at the start of a header: `I01`, `IIT1`, `IIT ข้อ 1`, `ans_i101`, `ข้อ ๑.๒`, `3. …`."""
    plain = arabic_digits(clean(text)).lower().lstrip("*")
    found = _CODE.match(plain)
    if found is None:
        return None
    letter, digits, rest = (found["kind"] or found["over"] or "")[:1], found["digits"], found["rest"]
    worded = bool(letter or found["word"])
    if (len(digits) > 2 and not letter) or (not worded and rest and rest[0] not in " .)-:_/"):
        return None
    number, part = (digits, "0") if len(digits) < 3 else (digits[:-2], digits[-2:])
    if part == "0" and (told := _PART.match(rest)):
        part, rest = told.group(1), rest[told.end() :]
    if part == "0" and (bracket := _BRACKET.search(rest)):
        part = str(read_part(bracket.group(1)))
    return Named(letter, int(number), int(part), rest.strip(" .):-–—"), worded) if int(number) else None


def read_part(text: str) -> int:
    """The number of a sub-question at the start of its header (`1.2 …`, `(2)`, `i1.2`); 0 where it has none."""
    if (named := read_code(text)) is not None and named.letter:
        return named.part
    found = _PART_ALONE.match(arabic_digits(clean(text)))
    return int(found.group(2) or found.group(1)) if found else 0


@cache
def code_by_text(text: str, years: tuple[int, ...], letter: str = "") -> str:
    """The one question whose title a header is or holds, whose words it holds, or whose title it is like beyond doubt;
    else empty.

    Titles are the short forms of the tree, words those of the full questions; `letter` (i, e) keeps to one instrument.
    """
    key = match_key(text)
    titles = {name: codes for name, codes in _titles(years).items() if any(code.startswith(letter) for code in codes)}
    held = [codes for name, codes in titles.items() if len(name) >= _SHORTEST and name in key]
    found = titles.get(key) or _one(held) or _worded(key, years, letter)
    if not found and len(key) >= _SHORTEST:
        found = _most_alike(key, titles)
    kept = {code for code in found if code.startswith(letter)}
    return kept.pop() if len(kept) == 1 else _own_code(text, years)


def _own_code(text: str, years: tuple[int, ...]) -> str:
    """The question that the office's own words (`headers.csv`) tell."""
    node = node_of(clean(text))
    known = node is not None and not node.conflict and any(node.code in columns_of(year) for year in years)
    return node.code if node is not None and known else ""


def has_title(text: str) -> bool:
    """Whether a header is the title of a question in any year."""
    return match_key(text) in _titles(known_years())


@lru_cache(4_096)
def names_question(text: str) -> bool:
    """Whether a header is the title of a question in any year, or holds the words of one."""
    return has_title(text) or bool(_worded(match_key(text), known_years()))


def _worded(key: str, years: tuple[int, ...], letter: str = "") -> frozenset[str]:
    """The questions all of whose words stand in a header."""
    known = _question_words(years)
    return frozenset(code for code, words in known if code.startswith(letter) and all(word in key for word in words))


@cache
def _question_words(years: tuple[int, ...]) -> list[tuple[str, list[str]]]:
    """The questions of these years, and the keys of the words that tell each as the form asks it."""
    table = read_data("exports/answers", "question_words.csv")
    first, last = table["first_year"].astype(int), table["last_year"].astype(int)
    asked = [any(one <= year <= other for year in years) for one, other in zip(first, last, strict=True)]
    rows = table.loc[asked, ["code", "words"]].itertuples(index=False, name=None)
    return [(code, [match_key(word) for word in words.split(" + ")]) for code, words in rows]


@cache
def _titles(years: tuple[int, ...]) -> dict[str, frozenset[str]]:
    """Key of each title to the codes that have it."""
    found: dict[str, set[str]] = {}
    for year in years:
        tree = rulebook(year).tree
        asked: pd.DataFrame = tree[tree["code"].isin(columns_of(year)) & (tree["name_th"] != tree["code"])]
        for code, title in asked[["code", "name_th"]].itertuples(index=False):
            found.setdefault(match_key(title), set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def _one(found: list[frozenset[str]]) -> frozenset[str]:
    return found[0] if len(found) == 1 else frozenset()


def _most_alike(key: str, titles: dict[str, frozenset[str]]) -> frozenset[str]:
    pairs = _pairs(key)
    alike = sorted(((_share(pairs, _pairs(title)), title) for title in titles), reverse=True)
    if not alike or alike[0][0] < _ALIKE or (len(alike) > 1 and alike[0][0] - alike[1][0] < _MARGIN):
        return frozenset()
    return titles[alike[0][1]]


def _pairs(key: str) -> frozenset[str]:
    return frozenset(key[at : at + 2] for at in range(len(key) - 1))


def _share(one: frozenset[str], two: frozenset[str]) -> float:
    return 2 * len(one & two) / max(len(one) + len(two), 1)
