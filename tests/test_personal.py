"""Personal values are told by their form, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.exports.words._personal import is_personal, personal_columns
from itaanalysis.thai import thai_digits

PERSONAL = {
    "telephone": [
        "0812345678", "081-234-5678", "081 234 5678", "081 - 234 - 5678", "๐๘๑-๒๓๔-๕๖๗๘", "043-123456",
        "02 123 4567", "0-4312-3456",
        "โทร. 043-123456", "โทรศัพท์: 0812345678", "043-123456 ต่อ 12", "081-234-5678, 089-876-5432",
        "+66 81 234 5678", "+66 (0)81 234 5678",
    ],
    "e-mail": ["a.b@example.go.th", "อีเมล: saraban@example.go.th", "A_1@example.com"],
    "citizen number": ["1234567890121", "1-2345-67890-12-1", "1 2345 67890 12 1", "๑๒๓๔๕๖๗๘๙๐๑๒๑"],
    "IP address": ["49.48.100.7", "49.4.5.6", "203.0.113.9", "2001:db8::ff00:42:8329", "IP: 203.0.113.9"],
    "name": [
        "นายสมมติ ตัวอย่าง", "นาย สมมติ ตัวอย่าง", "นางสมมติ ตัวอย่าง", "นางสาวสมมติ ตัวอย่าง",
        "น.ส.สมมติ ตัวอย่าง", "ด.ต. สมมติ ตัวอย่าง",
        "ดร.สมมติ ตัวอย่าง", "ผศ.ดร. สมมติ ตัวอย่าง", "ว่าที่ร้อยตรี สมมติ ตัวอย่าง",
        "ว่าที่ ร.ต. สมมติ ตัวอย่าง", "พ.ต.อ.สมมติ ตัวอย่าง",
        "นายกิตติสมมติ ตัวอย่าง", "นายสมมติ  ตัวอย่าง ปลัด อบต.", "Mr. Example Person",
    ],
}  # fmt: skip

NOT_PERSONAL = {
    "scores and counts": [
        "96.10", "1234", "100", "1,234", "0.961034567", "096.10", "IIT 91.68, 30.00 %, 27.50",
        "12345678",
    ],
    "years, dates, times": [
        "2565", "2565-2566", "15/08/2568", "01-02-2565", "15 สิงหาคม 2568", "2025-08-15 12:30:45",
        "12:30:45",
    ],
    "codes": ["o42", "9.1", "ตัวชี้วัดที่ 10", "1.2.3.4", "9.1.1.2"],  # an outline number has small parts
    # a wrong check digit; an office's number
    "thirteen digits that are no citizen": [
        "1234567890123", "0994000123456",
    ],
    "agencies and places": [
        "นายูง", "นายูง อุดรธานี", "นางรอง บุรีรัมย์", "นางแล เชียงราย", "อบต.นางรอง",
        "องค์การบริหารส่วนตำบลนางรอง", "เทศบาลตำบลนางแล จ.เชียงราย",
        "ดอนเมือง กรุงเทพมหานคร", "อบต.ตัวอย่าง", "อำเภอนายูง",
    ],
    "posts": [
        "นายก อบต.ตัวอย่าง", "นายกเทศมนตรีตำบล ตัวอย่าง", "นายอำเภอ เมืองสมมติ",
        "นายช่างโยธา ปฏิบัติงาน", "นายทะเบียน ท้องถิ่น",
    ],
    "nothing": ["", "-", "นาย", "นาง สมมติ", "@", "a@b", "ไม่มีข้อมูล", "::"],
}  # fmt: skip


@pytest.mark.parametrize("text", [text for texts in PERSONAL.values() for text in texts])
def test_a_personal_value_is_told_by_its_form(text):
    assert is_personal(text)
    assert is_personal(f" {thai_digits(text)}\u200b")


@pytest.mark.parametrize("text", [text for texts in NOT_PERSONAL.values() for text in texts])
def test_what_is_no_person_is_kept(text):
    assert not is_personal(text)


@given(st.floats(0, 1000), st.integers(0, 12))
def test_no_score_is_personal_however_many_decimals_it_is_written_with(number, decimals):
    assert not is_personal(f"{number:.{decimals}f}")


@given(st.integers(10**11, 10**12 - 1))
def test_one_check_digit_of_ten_makes_a_citizen_number(twelve):
    assert sum(is_personal(f"{twelve}{digit}") for digit in range(10)) == 1


@given(st.text(max_size=60))
def test_any_text_is_judged(text):
    assert is_personal(text) in (True, False)


PHONE, AGENCY = "081-234-5678", "อบต.ตัวอย่าง"
COLUMNS = {
    "all": ([PHONE, "นายสมมติ ตัวอย่าง", "a@example.go.th"], True),
    "most, among blanks": ([PHONE, None, "", PHONE, AGENCY], True),
    "half": ([PHONE, AGENCY], False),
    "few": ([PHONE] + [AGENCY] * 9, False),
    "scores": ([96.1, "96.10", 100], False),
    "numbers are no text": ([812345678.0, 812345678.0], False),
    "empty": ([None, ""], False),
    "no cells": ([], False),
    "long": ([PHONE] * 8317, True),
    "long and almost empty": ([""] * 8301 + [PHONE] * 10 + [""] * 6, True),
    "long, a few people": ([AGENCY] * 8000 + [PHONE] * 317, False),
    "a block of ten rows, named on its first": ([PHONE, *[None] * 9] * 800, True),
}


@pytest.mark.parametrize(("column", "personal"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_is_personal_where_most_of_its_cells_are(column, personal):
    assert personal_columns([[AGENCY], column, [1.0]]) == ([1] if personal else [])
