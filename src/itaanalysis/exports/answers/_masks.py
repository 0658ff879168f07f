"""Free text of respondents with names and numbers masked.

A name is told by the title before it (นาย, คุณ, ดร.) or by a word such as ชื่อ; a name that stands alone is not told from
other words. What follows a title is masked to the end of its word and of the next one: rather too much than too little.
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
    r"|(?:line|ไลน์|facebook|เฟซบุ๊ก|เฟสบุ๊ค|เฟส|fb|ig|tiktok|twitter)\s*(?:id|ไอดี)?\s*[:：=]?\s*@?[\w.\-]*[A-Za-z0-9][\w.\-]*"
    r"|(?<!\w)@[\w.\-]{3,}",
    re.IGNORECASE | re.ASCII,
)
_NUMBER = re.compile(r"\d(?:[\s.\-–()]{0,2}\d){4,}|(?:บ้านเลขที่|เลขที่)\s*[\d/\-]+")
_NAMED = re.compile(
    rf"(?:(?<!ราย)ชื่อ(?!เสียง)(?:\s*(?:เล่น|จริง|[-–]?\s*(?:นาม)?สกุล|และ(?:นาม)?สกุล))?|นามสกุล|ลงชื่อ|ลงนาม)"
    rf"\s*[:：]?\s*{_WORD}(?:\s+{_WORD})?"
)


def mask(text: str) -> str:
    """The text with names, runs of five digits and more, addresses, e-mail, links and accounts masked."""
    plain = _CONTACT.sub(CONTACT, clean(text))
    plain = _NUMBER.sub(NUMBER, plain)
    return _NAMED.sub(NAME, _titled().sub(NAME, plain))


def holds_person(text: str) -> bool:
    """Whether anything in a text would be masked."""
    return mask(text) != clean(text)


@cache
def _titled() -> re.Pattern[str]:
    own, shared = read_data("exports/answers", "name_words.csv"), read_words("value_words.csv")
    titles = [*own.loc[own["kind"] == "title", "word"], *shared.loc[shared["kind"] == "name_title", "word"]]
    others = [*own.loc[own["kind"] == "other", "word"], *shared.loc[shared["kind"] == "not_a_name", "word"]]
    # Thai writes no spaces between words: what tells a person without doubt counts inside a text too.
    sure = own.loc[own["kind"] == "sure", "word"]
    title, other, inside = _any_of(titles), _any_of(others), _any_of(sure)
    return re.compile(rf"(?:(?<![ก-๎A-Za-z.])|(?={inside}))(?!{other})(?:(?:{title})\.?\s*)+{_WORD}(?:\s+{_WORD})?")


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
