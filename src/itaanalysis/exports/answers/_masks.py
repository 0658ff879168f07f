"""Free text of respondents with names and numbers masked.

A name is told by the title before it (นาย, คุณ, พี่, ผอ., ปลัด, หมอ, ครู), by a word such as ชื่อ, or because it is that of
a respondent in the file's own column of names. What follows a title is masked to the end of its word and of the next
one: rather too much than too little, but for words that begin no name (พี่ที่…, ผอ.กองช่าง).

Not promised: any other name without a title is not told from other words and stays, as does one whose title stands
inside a word (ขอชมเชยพี่แดง; นาย, นาง and น.ส. are told there too); so do nicknames, plates, and descriptions by which
people know each other. A person reads suggestions before they leave the office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from itaanalysis.datafiles import read_data
from itaanalysis.exports.words import read_words
from itaanalysis.thai import clean

NAME, NUMBER, CONTACT = "[ชื่อ]", "[ตัวเลข]", "[ช่องทางติดต่อ]"
_WORD = r"[ก-๎A-Za-z.\-]+"
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|th|me|co)\b(?:/\S*)?"
    r"|(?:line|ไลน์|facebook|เฟซบุ๊ก|เฟสบุ๊ค|เฟส|fb|ig|tiktok|twitter)\s*(?:id|ไอดี)?\s*[:：=]?\s*@?[\w.\-]*[A-Za-z0-9][\w.\-]*(?:\s+[A-Za-z][\w.\-]*)?"
    r"|(?<!\w)@[\w.\-]{3,}",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"\d(?:[\s.\-–()]{0,2}\d){4,}|(?:บ้านเลขที่|เลขที่)\s*[\d/\-]+")
_PLAIN_NAME = re.compile(r"[ก-๎A-Za-z.\s]{4,80}")
_MOST_NAMES = 500
_SHORTEST_FIRST = 4  # of a first name: shorter ones stand in other words too
_NAMED = re.compile(
    rf"(?:(?<!ราย)ชื่อ(?!เสียง)(?:\s*(?:เล่น|จริง|[-–]?\s*(?:นาม)?สกุล|และ(?:นาม)?สกุล))?|นามสกุล|ลงชื่อ|ลงนาม)"
    rf"\s*[:：]?\s*{_WORD}(?:\s+{_WORD})?"
)


def mask(text: str, own: re.Pattern[str] | None = None) -> str:
    """The text with names, runs of five digits and more, addresses, e-mail, links and accounts masked; `own`: names
    that the file tells (`own_names`)."""
    plain = _CONTACT.sub(CONTACT, clean(text))
    plain = _NUMBER.sub(NUMBER, plain)
    plain = _NAMED.sub(NAME, _titled().sub(NAME, plain))
    return own.sub(NAME, plain) if own else plain


def own_names(cells: Iterable[object]) -> re.Pattern[str] | None:
    """What finds the people of a column of names: the whole name anywhere, the first name at the start of a word.

    None where it holds no names, or more than those of one office: looking for each takes its time.
    """
    names = {clean(cell) for cell in set(cells) if isinstance(cell, str) and _PLAIN_NAME.fullmatch(cell)}
    if not 0 < len(names) <= _MOST_NAMES:
        return None
    title = re.compile(rf"^(?:{_any_of(_words('title', 'name_title'))})\.?\s*")
    told = [words for name in names if len(words := title.sub("", name).split()) > 1]
    wholes = sorted({r"\s*".join(map(re.escape, words)) for words in told}, key=len, reverse=True)
    firsts = {words[0] for words in told if len(words[0]) >= _SHORTEST_FIRST}
    parts = ["|".join(wholes), rf"(?<![ก-๎A-Za-z])(?:{_any_of(firsts)})" if firsts else ""]
    return re.compile("|".join(filter(None, parts))) if told else None


def holds_person(text: str, own: re.Pattern[str] | None = None) -> bool:
    """Whether anything in a text would be masked."""
    return mask(text, own) != clean(text)


@cache
def _titled() -> re.Pattern[str]:
    formal, any_title = _any_of(_words("sure", "name_title")), _any_of(_words("title", "name_title"))
    other = _any_of(_words("other", "not_a_name"))
    # Thai writes no spaces between words: what tells a person without doubt counts inside a text too.
    inside, no_name = _any_of(_words("sure")), _any_of(_words("no_name"))
    start = rf"(?:(?<![ก-๎A-Za-z.])|(?={inside}))(?!{other})"
    titles = rf"(?:(?>(?:(?:{formal})\.?\s*)+)|(?>(?:(?:{any_title})\.?\s*)+)(?!{no_name}))"
    return re.compile(rf"{start}{titles}{_WORD}(?:\s+{_WORD})?")


def _words(own: str, shared: str = "") -> list[str]:
    """The words of a kind of `name_words.csv`, and of one of `value_words.csv`."""
    tables = ((read_data("exports/answers", "name_words.csv"), own), (read_words("value_words.csv"), shared))
    return [word for table, kind in tables for word in table.loc[table["kind"] == kind, "word"]]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
