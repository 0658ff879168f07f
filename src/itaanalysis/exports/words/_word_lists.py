"""The word lists of this room and the names of the rulebook, ready to be looked up: by key, or as patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.rulebook import known_years, rulebook
from itaanalysis.thai import arabic_digits, clean, match_key

_BROKEN_SARA_AM = re.compile("\ufffd\\s?\u0e32")
_SPLIT_WORD = re.compile(r"\s+(?=[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])")
_LOOSE_SPACE = re.compile(r"^\s|\s$|\s\s|[^\S ]")
# What `clean` and `match_key` mend; without it a text needs neither, at a third of the cost.
_SLIP = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad\u0e4d\ufffd]|เเ|[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]")
_GLOSS = re.compile(r"\(([^()]*)\)")
_NO_LETTER = re.compile("[^0-9a-zก-ฮะ-ฺเ-ๆ็-๎&]")
# The end of a number that is no decimal, date or range: not `9.41`, `1/2565`, `o1–o33`, `1, 2`.
_ENDS = r"(?!\d|[.,/:]\d|\s*(?:[-–—,/&+]|และ|ถึง)\s*[ioe]?[.\s]*\d)"


def read_words(name: str) -> pd.DataFrame:
    """A word list of this room."""
    return read_data("exports", name)


def plain_text(text: str) -> str:
    """The text cleaned, with Arabic digits and without the gaps that a PDF copy leaves before marks."""
    if _SLIP.search(text) or _LOOSE_SPACE.search(text):
        text = _BROKEN_SARA_AM.sub("ำ", clean(text))
    return _SPLIT_WORD.sub("", arabic_digits(text))


def key_of(text: str) -> str:
    """`match_key`, with the ำ restored that a PDF copy broke."""
    if _SLIP.search(text):
        return match_key(_BROKEN_SARA_AM.sub("ำ", text))
    return _NO_LETTER.sub("", arabic_digits(text).lower())


def field_key(text: str) -> str:
    """The key of a header: a percent sign is a word in it, and a sign alone stands for itself."""
    return key_of(text.replace("%", "ร้อยละ")) or clean(text)


@cache
def _words_of(kind: str) -> tuple[str, ...]:
    table = read_words("value_words.csv")
    return tuple(sorted(table.loc[table["kind"] == kind, "word"], key=len, reverse=True))


@cache
def keys_of(kind: str) -> tuple[str, ...]:
    """Keys of the words of a kind of `value_words.csv`, the longest first."""
    return tuple(map(key_of, _words_of(kind)))


def any_of(kind: str) -> str:
    """A pattern for any word of a kind of `value_words.csv`."""
    return "|".join(map(re.escape, _words_of(kind)))


@cache
def header_fields() -> dict[str, str]:
    """Key of a header word to its field."""
    table = read_words("headers.csv")
    return dict(zip(table["word"].map(field_key), table["field"], strict=True))


@cache
def look_alikes() -> dict[str, tuple[str, str]]:
    """Key of a word that tells another assessment: how it must stand in a text (part, whole), and what it tells."""
    table = read_words("look_alikes.csv")
    return dict(zip(table["word"].map(key_of), zip(table["match"], table["what"], strict=True), strict=True))


@cache
def instrument_hints() -> tuple[tuple[str, str], ...]:
    """Key and instrument of the words that tell in the header of a sample who was asked."""
    return tuple((key, code) for code in ("IIT", "EIT") for key in keys_of(code))


@cache
def tree_nodes() -> pd.DataFrame:
    """The nodes of all years, the latest year last: code, level, parent, weight, name_th, name_en."""
    trees = [rulebook(year).tree for year in known_years()]
    return pd.concat(trees)[["code", "level", "parent", "weight", "name_th", "name_en"]]


@cache
def codes() -> frozenset[str]:
    """The codes of all years."""
    return frozenset(tree_nodes()["code"])


@cache
def ancestors(code: str) -> tuple[str, ...]:
    """The nodes above one that is no item: the same in every year."""
    upper = tree_nodes()[tree_nodes()["level"] != "item"]
    above = dict(zip(upper["code"], upper["parent"], strict=True)).get(code, "")
    return (above, *ancestors(above)) if above else ()


@cache
def node_names() -> dict[str, str]:
    """Key of a name to the code of its node, items left out: their titles differ from year to year."""
    table = read_words("node_names.csv")
    names = dict(zip(table["name"].map(key_of), table["code"], strict=True))
    upper = tree_nodes()[tree_nodes()["level"] != "item"]
    for column in ("name_th", "name_en"):
        names |= dict(zip(upper[column].map(key_of), upper["code"], strict=True))
    return {key: code for key, code in names.items() if key}


def weighted_names(names: Mapping[str, str]) -> dict[str, str]:
    """The names of instruments with their weights behind them: `IIT (ร้อยละ 30)`, `OIT 40 %`."""
    tree = tree_nodes()
    tree = tree[tree["level"] == "instrument"]
    weights = {code: f"{weight * 100:.0f}" for code, weight in zip(tree["code"], tree["weight"], strict=True)}
    words = ["", *keys_of("before_weight")]
    shown = {code: [f"{word}{weight}{end}" for word in words for end in ("", "00")] for code, weight in weights.items()}
    return {f"{key}{end}": code for key, code in names.items() for end in shown.get(code, ())}


@cache
def official_name(key: str, code: str) -> str:
    """The official name with this key; else the latest official name of the node."""
    tree = tree_nodes()
    named = tree[(tree["code"] == code) & (tree["name_th"].map(key_of) == key)]
    found = named if len(named) else tree[tree["code"] == code]
    return str(found["name_th"].iloc[-1])


class Patterns(NamedTuple):
    """Patterns that hold words of the lists."""

    item: re.Pattern[str]
    counted: re.Pattern[str]
    numbered: re.Pattern[str]
    unit: re.Pattern[str]
    full: re.Pattern[str]
    year: re.Pattern[str]
    year_tail: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """The patterns of numbers, units and years in names and headers."""
    words, years = any_of("before_number"), f"(?:\\s?(?:{any_of('year')}))"
    number = rf"\(?0?(\d{{1,2}}(?:\.\d)?){_ENDS}\)?\s*[.):]*\s*(?:[-–—]\s)?"
    return Patterns(
        item=re.compile(rf"(?:{words})?\s*\(?([ioe])[\s.\-]{{0,2}}0*([1-9]\d?){_ENDS}\)?(?![a-z])", re.IGNORECASE),
        counted=re.compile(number),
        numbered=re.compile(rf"(?:{words})\s*{number}", re.IGNORECASE),
        unit=re.compile(rf"(?:(?:{any_of('full')}|{any_of('unit')}|\d+(?:\.0+)?)\s?)+", re.IGNORECASE),
        full=re.compile(rf"(?:{any_of('full')})\s?\d"),
        year=re.compile(rf"{years}*\s?(?:25[4-9]\d|20[0-4]\d)|{years}+\s?\d\d"),
        year_tail=re.compile(rf"{years}+\s?(?:\d\d)?\d\d$|\s(?:25[4-9]\d|20[0-4]\d)$"),
    )


class Number(NamedTuple):
    """A number that stands before a name."""

    code: str
    worded: bool  # after a word (ตัวชี้วัดที่ 3); without one (3.) it may only count the rows of a list


def take_numbers(plain: str) -> tuple[list[Number], str]:
    """The numbers at the start of a text (`๑. ตัวชี้วัดที่ ๑`), and the rest of it."""
    found = []
    for pattern, worded in ((patterns().counted, False), (patterns().numbered, True)):
        if number := pattern.match(plain):
            found.append(Number(number.group(1), worded))
            plain = plain[number.end() :]
    return found, plain


def split_brackets(plain: str) -> tuple[str, list[str]]:
    """A text without its brackets and its year, and what the brackets hold, years left out."""
    glosses = [gloss.strip() for gloss in _GLOSS.findall(plain)]
    bare = patterns().year_tail.sub("", _GLOSS.sub(" ", plain).strip())
    return bare.strip(), [gloss for gloss in glosses if not patterns().year.fullmatch(gloss)]


def item_code(item: re.Match[str]) -> str:
    """The code of what the pattern of items found."""
    return item.group(1).lower() + item.group(2)
