"""What a text of a sheet means: a header field, a node of the tree, or neither. The words are data files here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import arabic_digits, clean, match_key

_NUMBERING = re.compile(r"^(?:ข้อ(?:ที่)?\s*)?(\d{1,2})\s*(?:[.)]|\s|$)\s*")
_INDICATOR_NUMBER = re.compile(r"ตัวชี้วัด(?:ที่)?\s*(\d{1,2})\s*[.):]?\s*")
_ITEM = re.compile(r"^\(?([ioe])\s*0*(\d{1,2})(?!\d)\)?\s*[.):]?\s*", re.IGNORECASE)
_SUBINDICATOR = re.compile(r"^(?:ตัวชี้วัดย่อย(?:ที่)?\s*)?((?:9|10)\.\d)(?!\d)\s*[.):]?\s*")
_GLOSS = re.compile(r"\(([^()]*)\)")
_SCORE_TAIL = re.compile(r"\s*(?:(?:ได้)?(?:คะแนน)?(?:เท่ากับ)?(?:ร้อยละ)?)\s*(\d{1,3}(?:\.\d+)?)\s*(?:คะแนน|%)\s*$")
_BEFORE_NAME = ("ด้านการ", "ด้าน", "คะแนน", "ผลคะแนน")


@dataclass(frozen=True)
class Node:
    """A text that names a node: its code, and what conflicts with it, if anything does."""

    code: str
    conflict: bool = False


def read_words(name: str) -> pd.DataFrame:
    """A word list of this room."""
    return read_data("exports", name)


@cache
def _fields() -> dict[str, str]:
    table = read_words("headers.csv")
    return dict(zip(table["word"].map(_field_key), table["field"], strict=True))


@cache
def _names() -> dict[str, str]:
    """Name to code, for instruments, indicators and the total: the same in every year of one framework."""
    table = read_words("node_names.csv")
    names = {_name_key(name): code for code, name in table[["code", "name"]].itertuples(index=False)}
    for year in known_years():
        tree = rulebook(year).tree
        upper = tree[tree["level"].isin(["total", "instrument", "indicator"])]
        for code, thai, english in upper[["code", "name_th", "name_en"]].itertuples(index=False):
            names |= {_name_key(thai): code, _name_key(english): code}
    return {key: code for key, code in names.items() if key}


@cache
def look_alikes() -> tuple[str, ...]:
    """Words that tell another assessment."""
    return tuple(read_words("look_alikes.csv")["word"].map(match_key))


def is_look_alike(text: str) -> bool:
    """Whether the text belongs to another assessment under a similar name."""
    key = match_key(text)
    return any(word in key for word in look_alikes())


def _field_key(text: str) -> str:
    return match_key(text) or clean(text)


def _name_key(text: str) -> str:
    return match_key(text.replace("\ufffd", "ำ"))


@cache
def field_of(text: str) -> str:
    """agency, district, province, year, indicator, score, rank, rating, remark, or empty."""
    return _fields().get(_field_key(text), "")


@cache
def node_of(text: str) -> Node | None:
    """The node that a text names, by its number, its name, or both; None where it names none.

    A number counts only alone or beside a name that belongs to it: a known name with another number is a conflict, an
    unknown name makes the number void.
    """
    plain = arabic_digits(clean(text)).replace("ตัวชี ้วัด", "ตัวชี้วัด")
    if is_look_alike(plain):
        return None
    if item := _ITEM.match(plain):
        return Node(item.group(1).lower() + item.group(2))
    if sub := _SUBINDICATOR.match(plain):
        return Node(sub.group(1))
    numbers: set[str] = set()
    rest = plain
    if found := _NUMBERING.match(rest):
        numbers.add(found.group(1))
        rest = rest[found.end() :]
    if found := _INDICATOR_NUMBER.search(rest):
        numbers.add(found.group(1))
        rest = rest[: found.start()] + rest[found.end() :]
    code = _name_code(rest)
    if code is not None:
        return Node(code, conflict=bool(numbers - {code}))
    if match_key(rest) == "" and len(numbers) == 1 and _is_indicator(number := numbers.pop()):
        return Node(number) if "ตัวชี้วัด" in plain or plain.strip() == number else None
    return None


def _name_code(rest: str) -> str | None:
    """Code of a name, as it stands, without its gloss, by its gloss, or without a word before it."""
    glosses = _GLOSS.findall(rest)
    bare = _GLOSS.sub(" ", rest)
    for candidate in (rest, bare, *glosses):
        key = _name_key(candidate)
        for prefix in ("", *_BEFORE_NAME):
            if (code := _names().get(key.removeprefix(match_key(prefix)))) is not None:
                return code
    return None


def _is_indicator(number: str) -> bool:
    return any(number in set(rulebook(year).tree["code"]) for year in known_years())


def split_score(text: str) -> tuple[str, str]:
    """`๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน` to its name and its score; the score is empty where there is none."""
    plain = arabic_digits(clean(text))
    found = _SCORE_TAIL.search(plain)
    return (plain, "") if found is None else (plain[: found.start()], found.group(1))
