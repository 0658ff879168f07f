"""Text that coaches respondents, picks them, or tells who answered: never to stand in a draft. Reach is fine."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from itaanalysis.datafiles import read_data
from itaanalysis.thai import arabic_digits, clean

_NOT = re.compile(
    r"(?:ไม่|มิ|โดยไม่|ไม่ได้|ไม่ให้|มิให้|ไม่มีการ|ไม่ต้อง|ไม่ควร|ไม่พึง|เลิก|งด|งดเว้น(?:การ)?|เลี่ยง|หลีกเลี่ยง(?:การ)?|ป้องกัน(?:การ)?|ห้าม\S{0,60}|ปราศจาก\S{0,60})\s?$"
)

_NEAR = 80


class Coaching(NamedTuple):
    """What such a text does (Thai), and its words."""

    what: str
    words: str


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = read_data("review", "coaching.csv")
    return tuple((what, re.compile(pattern)) for what, pattern in table[["what", "pattern"]].itertuples(index=False))


def check_coaching(text: str) -> list[Coaching]:
    """Where a text coaches respondents, picks them or reports who answered; empty where it does not.

    A text that forbids this is fine (ห้ามชี้นำคำตอบ), and so is reach (ประชาสัมพันธ์ให้ผู้มีสิทธิ์ตอบแบบวัดอย่างทั่วถึง).
    """
    plain = arabic_digits(clean(text))
    found: dict[str, Coaching] = {}
    for what, pattern in _patterns():
        for match in pattern.finditer(plain):
            if not _NOT.search(plain[max(0, match.start() - _NEAR) : match.start()]):
                found.setdefault(what, Coaching(what, match.group().strip()))
    return list(found.values())
