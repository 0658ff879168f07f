"""How many people must answer: by the table of sizes and by the running text, which do not agree.

Source of both: a published measures report of FY2565 (secondary). The table is the default; both are shown.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._tables import read_table

_COLUMNS = ["instrument", "rule", "size", "minimum", "evidence", "why"]
_INSIDE, _OUTSIDE = "IIT", "EIT"
_PEOPLE = {_INSIDE: "ผู้มีส่วนได้ส่วนเสียภายใน", _OUTSIDE: "ผู้มีส่วนได้ส่วนเสียภายนอก"}
Rule = Mapping[Hashable, Any]


def sample_group(agency_type: str) -> str:
    """The group of the table that a type of agency belongs to (every เทศบาล… is one); empty where it has no row."""
    group = "เทศบาล" if agency_type.startswith("เทศบาล") else agency_type
    return group if group in set(read_table("samples.csv")["agency_group"]) else ""


def minimum_sample(
    agency_type: str, *, internal: int | None = None, external_size: str | None = None, external: int | None = None
) -> pd.DataFrame:
    """The fewest answers that the table of sizes and the running text ask for.

    Parameters
    ----------
    agency_type
        As in a scores frame: อบจ., อบต., เมืองพัทยา, a เทศบาล….
    internal, external
        People inside the agency (IIT) and outside (EIT); None = not known. The table tells the size of the agency by
        those inside; the text tells the minimum of EIT by those outside.
    external_size
        เล็ก, กลาง or ใหญ่: the size by which the table tells the minimum of EIT; None = that of the agency.

    Returns
    -------
    DataFrame
        A row an instrument and rule: instrument, rule (`table` or `text`), size (of the table; empty = not told),
        minimum (answers; <NA> = cannot be told), evidence, why (Thai: how the number comes about, or what is missing).
        Ten per cent is rounded up: a part of a person is a person.

    Raises
    ------
    ItaError
        A type that the table has no row for, a size that it does not have for the type, or no whole number from 0 up.
    """
    group = sample_group(agency_type)
    table = read_table("samples.csv")
    if not group:
        known = ", ".join(dict.fromkeys(table["agency_group"]))
        raise ItaError(f"ไม่มีเกณฑ์จำนวนผู้ตอบของหน่วยงานประเภท “{agency_type}”; ประเภทที่มีเกณฑ์: {known}")
    rules = table[table["agency_group"] == group]
    for people in (internal, external):
        if people is not None and (people < 0 or people != people // 1):
            raise ItaError(f"จำนวนคนต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป; พบ {people}")
    internal, external = (None if people is None else int(people) for people in (internal, external))
    by_table = [
        _inside_by_table(rules[rules["instrument"] == _INSIDE], group, internal),
        _outside_by_table(rules, group, internal, external_size),
    ]
    by_text = [_by_text(_INSIDE, internal), _by_text(_OUTSIDE, external)]
    rows = [row for pair in zip(by_table, by_text, strict=True) for row in pair]
    return pd.DataFrame(rows, columns=_COLUMNS).astype({"minimum": "Int64"})


def _inside_by_table(rules: pd.DataFrame, group: str, internal: int | None) -> tuple[object, ...]:
    if internal is None:
        return _unknown(_INSIDE, "table", f"ทราบเมื่อบอกจำนวน{_PEOPLE[_INSIDE]}ทั้งหมด")
    rule = _rule_for(rules, internal)
    if rule is None:
        return _unknown(_INSIDE, "table", f"ตารางไม่มีแถวของ{group}ที่มี {internal:,} คน")
    least, why = _least(rule, internal)
    return _INSIDE, "table", rule["size"], least, rule["evidence"], f"{group}ขนาด{rule['size']}: {why}"


def _outside_by_table(
    rules: pd.DataFrame, group: str, internal: int | None, external_size: str | None
) -> tuple[object, ...]:
    """By the size that is given, else by the size of the agency."""
    of_outside = rules[rules["instrument"] == _OUTSIDE]
    size, told = external_size, ""
    if size is None:
        if internal is None:
            return _unknown(
                _OUTSIDE, "table", f"ทราบเมื่อบอกขนาด (เล็ก กลาง ใหญ่) หรือจำนวน{_PEOPLE[_INSIDE]}ซึ่งบอกขนาดของหน่วยงาน"
            )
        rule = _rule_for(rules[rules["instrument"] == _INSIDE], internal)
        if rule is None:
            return _unknown(_OUTSIDE, "table", f"ตารางไม่มีขนาดของ{group}ที่มี {internal:,} คน")
        size, told = str(rule["size"]), f" (ขนาดตามจำนวนคนภายใน {internal:,} คน)"
    found = of_outside[of_outside["size"] == size].to_dict(orient="records")
    if not found:
        raise ItaError(f"ตารางไม่มีขนาด “{size}” ของ{group}; ขนาดที่มี: {', '.join(of_outside['size'])}")
    least = int(found[0]["minimum"])
    return _OUTSIDE, "table", size, least, found[0]["evidence"], f"{group}ขนาด{size}: {least} คน{told}"


def _by_text(instrument: str, people: int | None) -> tuple[object, ...]:
    if people is None:
        return _unknown(instrument, "text", f"ทราบเมื่อบอกจำนวน{_PEOPLE[instrument]}ทั้งหมด")
    rule = _rule_for(read_table("sample_text.csv"), people)
    assert rule is not None  # the text has a rule for every number
    least, why = _least(rule, people)
    return instrument, "text", "", least, rule["evidence"], why


def _unknown(instrument: str, rule: str, why: str) -> tuple[object, ...]:
    return instrument, rule, "", None, "", why


def _rule_for(rules: pd.DataFrame, people: int) -> Rule | None:
    """The rule of a list whose span of people holds the number."""
    for rule in rules.to_dict(orient="records"):
        if int(rule["least_people"] or 0) <= people <= float(rule["most_people"] or math.inf):
            return rule
    return None


def _least(rule: Rule, people: int) -> tuple[int, str]:
    """The fewest answers under a rule, and how they come about."""
    floor, percent = int(rule["minimum"] or 0), int(rule["percent"] or 0)
    # Whole numbers throughout: 10 % of 310 is 31, not the 31.000000000000004 that would round up to 32.
    share, part = -(-people * percent // 100), people * percent % 100
    if rule["all_if_fewer"] == "yes" and (percent == 100 or people < floor):
        return people, f"ทุกคน ({people:,} คน)"
    up = f" = {people * percent / 100:,g} ปัดขึ้นเป็น {share:,} คน" if part else f" = {share:,} คน"
    told = f"ร้อยละ {percent} ของ {people:,} คน{up}"
    if not percent:
        return floor, f"{floor:,} คน"
    if not floor:
        return share, told
    return max(floor, share), f"{told}; อย่างน้อย {floor:,} คน"
