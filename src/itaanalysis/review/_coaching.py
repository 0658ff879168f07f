"""Text that coaches respondents, picks them, or tells who answered: never to stand in a draft. Reach is fine.

A rule (`coaching.csv`) names lists of words (`coaching_words.csv`). It is broken where a word of each of them stands in
one sentence, none further than `within` letters from the first list's word. What is no answer to a survey (`no_answer`:
ตอบกระทู้) or only brings respondents in (`reach`: ช่องทางการตอบ) is taken out of the sentence before; a sentence without
any word of `respondents`, one of which stands in every rule, is passed over.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from itaanalysis.datafiles import read_data
from itaanalysis.thai import arabic_digits, clean

_NOT = re.compile(
    r"(?:(?:ไม่|มิ)(?:ได้|มีการ|ต้อง|ควร|พึง|จัด|ทำ|เลือก)?|เลิก|งด|งดเว้น(?:การ)?|เลี่ยง|หลีกเลี่ยง(?:การ)?|ป้องกัน(?:การ)?"
    r"|(?:ห้าม|ไม่ให้|มิให้|ปราศจาก)\S{0,60})\s?$"
)
_NEAR = 80
#: Thai ends no sentence with a mark: a line, a step of a list.
_SENTENCES = re.compile(r"[\r\n\v\f\t;|•·]|(?:^|\s)\(?\d{1,2}[.)]\s")
_MASK = "□"


class Coaching(NamedTuple):
    """What such a text does (Thai), and its words."""

    what: str
    words: str


class _Rule(NamedTuple):
    what: str
    first: re.Pattern[str]
    others: tuple[re.Pattern[str], ...]
    within: int


@cache
def _any_of(name: str) -> re.Pattern[str]:
    table = read_data("review", "coaching_words.csv")
    words = sorted(table.loc[table["list"] == name, "word"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)).upper())


@cache
def _rules() -> tuple[_Rule, ...]:
    rules = []
    for what, lists, within in read_data("review", "coaching.csv")[["what", "lists", "within"]].itertuples(index=False):
        first, *others = map(_any_of, lists.split())
        rules.append(_Rule(what, first, tuple(others), int(within)))
    return tuple(rules)


def check_coaching(text: str) -> list[Coaching]:
    """Where a text coaches respondents, picks them or reports who answered; empty where it does not.

    A text that forbids this is fine (ห้ามชี้นำคำตอบ), and so is reach (ประชาสัมพันธ์ให้ผู้มีสิทธิ์ตอบแบบวัดอย่างทั่วถึง).
    """
    found: dict[str, Coaching] = {}
    for sentence in _SENTENCES.split(text):
        for coaching in _check_sentence(sentence):
            found.setdefault(coaching.what, coaching)
    return list(found.values())


@lru_cache(maxsize=4096)  # the same sentences of the catalogue and the outline stand in every pack
def _check_sentence(sentence: str) -> tuple[Coaching, ...]:
    plain = arabic_digits(clean(sentence))
    masked = plain.upper()  # iit is IIT
    if not _any_of("respondents").search(masked):
        return ()
    for name in ("no_answer", "reach"):
        masked = _any_of(name).sub(lambda word: _MASK * len(word.group()), masked)
    broken = ((rule.what, _broken(rule, masked)) for rule in _rules())
    return tuple(Coaching(what, plain[slice(*span)].strip()) for what, span in broken if span is not None)


def _broken(rule: _Rule, sentence: str) -> tuple[int, int] | None:
    """From where to where the words stand that break the rule; None where they do not, or are forbidden there."""
    for word in rule.first.finditer(sentence):
        others = [near for pattern in rule.others if (near := _nearest(pattern, sentence, word, rule.within))]
        if len(others) < len(rule.others):
            continue
        start, end = min(word.start(), *(at for at, _ in others)), max(word.end(), *(at for _, at in others))
        # What is forbidden where the phrase begins is so to its end.
        phrase = max(start - rule.within, sentence.rfind(" ", 0, start) + 1)
        acts = (act.start() for act in rule.first.finditer(sentence, phrase, end))
        if not any(_NOT.search(sentence, max(0, at - _NEAR), at) for at in (start, *acts)):
            return start, end
    return None


def _nearest(pattern: re.Pattern[str], sentence: str, word: re.Match[str], within: int) -> tuple[int, int] | None:
    spans = [found.span() for found in pattern.finditer(sentence, max(0, word.start() - within), word.end() + within)]
    return min(spans, key=lambda span: max(span[0] - word.end(), word.start() - span[1]), default=None)
