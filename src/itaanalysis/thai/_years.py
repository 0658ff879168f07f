"""Years in running text."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from itaanalysis.thai._text import arabic_digits, clean

BE_MINUS_CE = 543
_FULL = re.compile(r"(?<!\d)(25[4-9]\d|20[0-4]\d)(?!\d)")
_FISCAL = re.compile(r"(?i)\bFY\s?(\d{2}|\d{4})(?!\d)")
# The year of a day (วันที่ ๑ ตุลาคม ๒๕๖๗) tells when something was announced, not what year it is about.
_DAY = re.compile(
    r"(?:มกราคม|กุมภาพันธ์|มีนาคม|เมษายน|พฤษภาคม|มิถุนายน|กรกฎาคม|สิงหาคม|กันยายน|ตุลาคม|พฤศจิกายน|ธันวาคม"
    r"|[มกพตธสค]\.?[คพยิ]\.|มี\.ค\.|เม\.ย\.|มิ\.ย\.|\d{1,2}/\d{1,2}/)\s?(?:พ\.ศ\.)?\s?\d{2,4}(?!\d)"
)
_SHORT = re.compile(r"(?:ปี(?:งบประมาณ)?|พ\.?ศ\.?)\s?(\d{2})(?!\d|[.,]\d)")


class YearFound(NamedTuple):
    """A year in a text: in พ.ศ., as it was written, and whether it was written in the common era."""

    year_be: int
    written: str
    common_era: bool


def find_years(text: str) -> list[YearFound]:
    """Fiscal years named in a text, each once, in the order in which they stand: ๒๕๖๕, 2565, 2022, FY2022, ปี 65."""
    return list(_found(text))


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[YearFound, ...]:
    if not any(map(str.isdigit, text)):
        return ()
    plain = _DAY.sub(" ", arabic_digits(clean(text)))
    hits = [(m.start(1), m.group(1)) for pattern in (_FULL, _FISCAL, _SHORT) for m in pattern.finditer(plain)]
    found: dict[int, YearFound] = {}
    for _, written in sorted(set(hits)):
        year = _to_be(int(written))
        found.setdefault(year.year_be, year)
    return tuple(found.values())


def _to_be(number: int) -> YearFound:
    if number < 50:
        return YearFound(2000 + number + BE_MINUS_CE, str(number), True)
    if number < 100:
        return YearFound(2500 + number, str(number), False)
    common = number < 2400
    return YearFound(number + BE_MINUS_CE if common else number, str(number), common)
