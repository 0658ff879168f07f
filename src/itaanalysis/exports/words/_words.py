"""What a text of a sheet means: a header field, a node of the tree, another assessment, or nothing known.

The words are data files here. An office's own words are added for one reading (`own_words`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache

from itaanalysis.exports.words._spelling import LOOSE_MARK, Spellings
from itaanalysis.exports.words._word_lists import (
    Number,
    ancestors,
    codes,
    field_key,
    header_fields,
    instrument_hints,
    item_code,
    key_of,
    keys_of,
    look_alikes,
    node_names,
    official_name,
    patterns,
    plain_text,
    read_words,
    split_brackets,
    take_numbers,
    weighted_names,
)
from itaanalysis.thai import arabic_digits, clean

__all__ = [
    "Node",
    "Words",
    "field_of",
    "instrument_of",
    "is_look_alike",
    "look_alike",
    "node_of",
    "own_words",
    "read_words",
    "split_score",
]

#: Fields of columns that tell how many were asked and answered; their headers may name an instrument too.
SAMPLE_FIELDS = ("population", "answers", "minimum")
_LONGEST = 250  # no name is longer: what follows is prose
_REMEMBERED = 8192
_HAS_PARTS = re.compile("[0-9๐-๙(]")
_DIGIT = re.compile(r"\d")
_SCRAMBLED = re.compile(r"(?P<word>[^\d(]*)(?P<number>\d{1,2}(?:\.\d)?)?(?P<name>[^\d(]*)")


@dataclass(frozen=True)
class Node:
    """A text that names a node.

    Attributes
    ----------
    code
        The node's official number.
    conflict
        The text tells another number or name beside it.
    mended
        The official name, where a typing error was mended to find it; else empty.
    """

    code: str
    conflict: bool = False
    mended: str = ""


class Words:
    """The words of one reading: the package's, and before them an office's own.

    Parameters
    ----------
    own
        Rows (field, word) of an office's `headers.csv`. A field is one of the package's `headers.csv`, or the code of
        a node (`9`, `o42`, `IIT`) of which the word is one more spelling.
    """

    def __init__(self, own: Iterable[tuple[str, str]] = ()) -> None:
        rows = [(field.strip(), word) for field, word in own]
        known = set(header_fields().values())
        fields = {field_key(word): field for field, word in rows if field in known}
        nodes = {key_of(word): field for field, word in rows if field not in known}
        self._own = {*fields, *nodes}
        self._fields = {key: field for key, field in (header_fields() | fields).items() if key not in nodes}
        names = {key: code for key, code in (node_names() | nodes).items() if key not in fields}
        self._names = weighted_names(names) | names
        self._spellings = Spellings(names, [*self._fields, *look_alikes()])
        self.field_of = lru_cache(_REMEMBERED)(self._field)
        self.node_of = lru_cache(_REMEMBERED)(self._node)

    def _field(self, text: str) -> str:
        key = field_key(text)
        if (found := self._fields.get(key, "")) or len(text) > _LONGEST:
            return found
        if _HAS_PARTS.search(text):
            bare, glosses = split_brackets(plain_text(text))
            key = field_key(bare) if bare else ""
            found = self._fields.get(key, "")
            if found and all(self._belongs(gloss, found) for gloss in glosses):
                return found
        for hint, _ in instrument_hints():
            if hint in key and (found := self._fields.get(key.replace(hint, ""), "")) in SAMPLE_FIELDS:
                return found
        return ""

    def _belongs(self, gloss: str, field: str) -> bool:
        """Whether a text in brackets leaves the field as it is: a unit, the field in English, an instrument."""
        if patterns().unit.fullmatch(gloss):
            return field != "rating"
        if key_of(gloss) in self._names:
            return field in SAMPLE_FIELDS
        return self._fields.get(field_key(gloss), field) == field and gloss.isascii() and not _DIGIT.search(gloss)

    def _node(self, text: str) -> Node | None:
        text = text[:_LONGEST]
        key = key_of(text)
        if (code := self._names.get(key)) is not None:
            node: Node | None = Node(code)
        elif key in self._own:
            return None
        else:
            node = self._scrambled(text) if LOOSE_MARK.search(text) else None
            if node is None:
                node = self._node_of_parts(plain_text(text)) if _HAS_PARTS.search(text) else self._named(key)
        return None if node is not None and key not in self._own and look_alike(text) else node

    def _named(self, key: str) -> Node | None:
        """The node of a name: as it stands, after a word that may stand before it, or with a typing error mended."""
        keys = [key, *(key.removeprefix(word) for word in keys_of("before_name") if key.startswith(word))]
        for name in keys:
            if (code := self._names.get(name)) is not None:
                return Node(code)
        for name in keys:
            if (meant := self._spellings.mended(name)) and not _DIGIT.search(name):
                code = self._names[meant]
                return Node(code, mended=official_name(meant, code))
        return None

    def _node_of_parts(self, plain: str) -> Node | None:
        """The node of a text with numbers or brackets, which must agree with its name."""
        if item := patterns().item.match(plain):
            return Node(item_code(item))
        numbers, rest = take_numbers(plain)
        bare, glosses = split_brackets(rest)
        told = [self._gloss_code(gloss) for gloss in glosses]
        others = [code for code in told if code]
        if None in told:
            return None
        if key := key_of(bare):
            node = self._named(key)
            if node is None and any(number.code in others for number in numbers):
                node = Node(others[0])
            if node is None and self._fields.get(field_key(bare)) == "score" and len(others) == 1:
                node = Node(others[0])
        else:
            node = None if bare.strip(" .:)-–—") else _numbered(numbers, others)
        return node and Node(node.code, _disagree(node.code, numbers, others), node.mended)

    def _gloss_code(self, gloss: str) -> str | None:
        """The node that a text in brackets names, or empty; None where it makes of the whole text another quantity."""
        for name in (gloss, gloss.rsplit(":")[-1]):
            if (code := self._names.get(key_of(name))) is not None:
                return code
        if item := patterns().item.fullmatch(gloss):
            return item_code(item)
        numbers, rest = take_numbers(gloss)
        if numbers and numbers[-1].worded and not rest:
            return numbers[-1].code
        if _DIGIT.search(gloss):  # it may be the score: only `เต็ม 100` is none
            return "" if patterns().full.match(gloss) else None
        other = self._fields.get(field_key(gloss), "score") != "score" and not patterns().unit.fullmatch(gloss)
        return None if other else ""

    def _scrambled(self, text: str) -> Node | None:
        """The node of a text whose marks stand in wrong places: by its number, and its name by all its letters."""
        parts = _SCRAMBLED.fullmatch(arabic_digits(text))
        if parts is None:
            return None
        word, number, name = key_of(parts["word"]), parts["number"], key_of(parts["name"])
        if number and _number_words().unscrambled(word):
            word = ""
        numbers = [Number(number, True)] if number else []
        if not word + name:
            return _numbered(numbers, [])
        code = self._names.get(self._spellings.unscrambled(word + name))
        return Node(code, _disagree(code, numbers, [])) if code else None


def _numbered(numbers: list[Number], others: list[str]) -> Node | None:
    """The node of a text without a name: its number counts before what the brackets tell, and that before a count."""
    order = [*(n.code for n in numbers if n.worded), *others, *(n.code for n in numbers if not n.worded)]
    return Node(order[0]) if order and order[0] in codes() else None


def _disagree(code: str, numbers: list[Number], others: list[str]) -> bool:
    """Whether a number or a name in brackets belongs to another node than this one or those above it."""
    fine = {code, *ancestors(code)}
    for number in numbers:
        counts = not number.worded and (not code[0].isdigit() or ("." in code and "." not in number.code))
        if number.code not in fine and not counts:
            return True
    return not fine.issuperset(others)


@cache
def _number_words() -> Spellings:
    return Spellings(dict.fromkeys(keys_of("before_number"), ""), ())


_own_words: ContextVar[Words | None] = ContextVar("own_words", default=None)


@lru_cache(8)
def _words_with(own: tuple[tuple[str, str], ...]) -> Words:
    return Words(own)


@contextmanager
def own_words(rows: Iterable[tuple[str, str]]) -> Iterator[None]:
    """Inside the block, and in this thread alone, `field_of` and `node_of` know an office's words too (see `Words`)."""
    before = _own_words.set(_words_with(tuple(rows)))
    try:
        yield
    finally:
        _own_words.reset(before)


def field_of(text: str) -> str:
    """The field of `headers.csv` that a header names, or empty; units, years and English in brackets are passed."""
    return (_own_words.get() or _words_with(())).field_of(text)


def node_of(text: str) -> Node | None:
    """The node that a text names, by its number, its name, or both; None where it names none.

    A number counts only alone or beside a name that belongs to it: a known name with another number is a conflict, an
    unknown name makes the number void. A name of another assessment is none.
    """
    return (_own_words.get() or _words_with(())).node_of(text)


#: Two decimals: no number of a sub-indicator (9.1).
_DECIMALS = re.compile(r"[.,]\d{2}$")


def instrument_of(text: str) -> str:
    """`IIT` or `EIT` where the header of a sample (`จำนวนผู้ตอบ (IIT)`, `ผู้ตอบภายนอก`) names one of them; else empty."""
    found = {code for hint, code in instrument_hints() if hint in key_of(text)}
    return found.pop() if len(found) == 1 else ""


@lru_cache(_REMEMBERED)
def look_alike(text: str) -> str:
    """Which other assessment a header, a title or the name of an indicator belongs to, in Thai; or empty.

    Not to be asked of an agency: schools and education areas stand in lists of this assessment too. What tells their
    own lists is the header (`โรงเรียน`) or the title (`การดำเนินงานของสถานศึกษา`), never a row.
    """
    key = key_of(text)
    bare = key_of(take_numbers(plain_text(text[:_LONGEST]))[1]) if _HAS_PARTS.search(text) else key
    for word, (match, what) in look_alikes().items():
        if word in (key, bare) or (match == "part" and word in key):
            return what
    return ""


def is_look_alike(text: str) -> bool:
    """Whether the text belongs to another assessment under a similar name."""
    return look_alike(text) != ""


def split_score(text: str) -> tuple[str, str]:
    """`๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน` to its name and its score; the score is empty where there is none.

    A whole number without a word of score around it (`ได้คะแนน`, `ร้อยละ`, `คะแนน`) belongs to the name.
    """
    plain = arabic_digits(clean(text))
    found = (
        _score_tail().search(plain)
        if plain and (plain[-1] in "0123456789)" or plain.endswith(_after_score()))
        else None
    )
    if found is None or not (found["before"] or found["after"] or _DECIMALS.search(found["score"])):
        return plain, ""
    return plain[: found.start()].strip(), found["score"]


@cache
def _after_score() -> tuple[str, ...]:
    table = read_words("value_words.csv")
    return tuple(table.loc[table["kind"] == "around", "word"])


@cache
def _score_tail() -> re.Pattern[str]:
    words = "|".join(map(re.escape, sorted(_after_score(), key=len, reverse=True)))
    score = r"(?P<score>(?<![\d.,])\d{1,3}(?:[.,]\d+)?)"
    return re.compile(rf"\s*(?P<before>(?:{words})?)\s*\(?{score}\)?\s*(?P<after>(?:{words})?)$")
