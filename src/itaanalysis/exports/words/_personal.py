"""Personal values: what must be dropped on reading wherever it stands, whatever its header says.

Told by form alone: telephone numbers, e-mail addresses, citizen numbers, IP addresses, and names of people that begin
with a title. A name without a title, or without a surname, is not told from a place; its header tells it (`personal`
in `headers.csv`). `ผู้รับผิดชอบ` is no such header: it may hold a unit, and what stands below it decides.
"""

from __future__ import annotations

import re
from functools import cache
from ipaddress import AddressValueError, IPv6Address

from itaanalysis.exports.words._word_lists import any_of, key_of, keys_of
from itaanalysis.thai import arabic_digits, clean

_LONGEST = 200
_SAMPLE = 300  # cells of a column that are looked at
_FEW = 30  # where a sample holds fewer filled cells, all are looked at
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
# Mobiles have ten digits (06, 08, 09), lines nine (02–07); +66 stands for the first 0.
_TELEPHONE = re.compile(r"(?:(?:\+?660?|0)[689]\d{8}|(?:\+?660?|0)[2-7]\d{7})")
_AFTER_TELEPHONE = re.compile(r"\s*(?:ต่อ|กด|ext\.?|#|[,/;]|และ|หรือ)\s*.*$", re.IGNORECASE)
_CITIZEN = re.compile(r"[1-9]\d{12}")  # from 0 on they are numbers of offices and firms
_IPV4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_BETWEEN = re.compile(r"[\s()\-–]")
_THAI_WORD = "[ก-ฮเ-ไ][ก-ฺเ-๎]+"


def is_personal(text: str) -> bool:
    """Whether a cell is a telephone number, an e-mail address, a citizen number, an IP address or a person's name.

    A label before it (`โทร. …`) changes nothing. Scores, years, dates, item codes and names of agencies and places are
    none; nor is an outline number such as 1.2.3.4, whose parts are small.
    """
    if len(text) > _LONGEST or not _patterns()[0].search(text):
        return False
    plain = arabic_digits(clean(text))
    value = _patterns()[1].sub("", plain)
    return (
        _EMAIL.fullmatch(value) is not None
        or _is_number(_AFTER_TELEPHONE.sub("", value))
        or _is_address(value)
        or _is_person(plain)
    )


def personal_columns(columns: list[list[object]]) -> list[int]:
    """The columns more than half of whose filled cells are personal; a long column is judged by every n-th cell."""
    return [at for at, column in enumerate(columns) if _is_personal_column(column)]


def _is_personal_column(column: list[object]) -> bool:
    sample = [cell for cell in column[:: max(1, len(column) // _SAMPLE)] if cell is not None and cell != ""]
    if len(sample) < _FEW:
        sample = [cell for cell in column if cell is not None and cell != ""][:_SAMPLE]
    return 2 * sum(isinstance(cell, str) and is_personal(cell) for cell in sample) > len(sample)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What any personal value shows at the first look; a label before one; a title with name and surname behind it."""
    titles = rf"(?:(?:{any_of('name_title')})\.?\s?)+"
    digits = r"\d(?:\D{0,3}\d){6}|\d\.\d+\.\d+\.\d"  # \d: Thai digits too
    look = re.compile(rf"@|{digits}|:[0-9a-f]*:|^\W*(?:{any_of('name_title')})", re.IGNORECASE)
    label = re.compile(rf"^(?:{any_of('contact_label')})[\s.:]*(?=\S)", re.IGNORECASE)
    name = re.compile(rf"{titles}(?:{_THAI_WORD}|[A-Z][a-z]+)\s(?:{_THAI_WORD}|[A-Z][a-z]+)")
    return look, label, name


def _is_number(value: str) -> bool:
    digits = _BETWEEN.sub("", value)
    if _TELEPHONE.fullmatch(digits):
        return True
    if not _CITIZEN.fullmatch(digits):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits[:12], range(13, 1, -1), strict=True))
    return (11 - weighted % 11) % 10 == int(digits[12])


def _is_address(value: str) -> bool:
    if _IPV4.fullmatch(value):
        parts = [int(part) for part in value.split(".")]
        return 20 <= max(parts) <= 255
    if value.count(":") < 2 or not value[:1].isalnum():
        return False
    try:
        IPv6Address(value)
    except AddressValueError:
        return False
    return True


def _is_person(plain: str) -> bool:
    """Whether the text is a title, a name and a surname; many places and posts begin like a title (นายูง, นายอำเภอ)."""
    found = _patterns()[2].match(plain)
    if found is None or key_of(plain).startswith(keys_of("not_a_name")):
        return False
    return plain.split(" ")[0] not in _places()


@cache
def _places() -> frozenset[str]:
    """Names of districts and sub-districts."""
    import geothai

    districts = [district for province in geothai.provinces() for district in geothai.districts(province.code)]
    names = [district.name_th.removeprefix("เขต") for district in districts]
    names += [place.name_th for district in districts for place in geothai.subdistricts(district.code)]
    return frozenset(names)
