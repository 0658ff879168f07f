"""Which office, series or province a page is about, and what is said where that cannot be told."""

from __future__ import annotations

import pandas as pd
import pytest

import itaanalysis as ita
from itaanalysis.frames import SCORES, make_frame


def row(agency, year=2565, code="1", district="เหนือ", province="สมมติ", kind="อบต.", note="", score=80.0):
    level = {"1": "indicator", "ITA": "total"}[code]
    key = " · ".join(part for part in (agency, district, province) if part)
    return (year, key, agency, kind, district, province, code, level, score, "f.xlsx#s!A1", note)


def frame(*rows):
    return make_frame(list(rows), SCORES)


REAL, OTHER = "องค์การบริหารส่วนตำบลก", "องค์การบริหารส่วนตำบลข"


def test_the_one_real_office_with_indicators_is_taken_in_its_last_year():
    scores = frame(
        row(REAL, 2564),
        row(REAL, 2565),
        row(OTHER, note="ข้อมูลจำลอง"),
        row("รวม", kind="aggregate"),
        row("ค", code="ITA"),
    )
    found = ita.find_office(scores)
    assert found["agency"].unique().tolist() == [REAL]
    assert found["year_be"].tolist() == [2565]
    assert ita.find_office(scores, year_be=2564)["year_be"].tolist() == [2564]


@pytest.mark.parametrize("name", ["อบต.ก", REAL, "อบต.ก อ.เหนือ จ.สมมติ", f"{REAL} · เหนือ · สมมติ"])
def test_an_office_is_found_by_any_of_its_names(name):
    assert ita.find_office(frame(row(REAL), row(OTHER)), name)["agency"].tolist() == [REAL]


@pytest.mark.parametrize(
    ("scores", "asked", "words"),
    [
        (frame(row(REAL), row(OTHER)), {}, "2 หน่วยงาน.*--agency"),
        (frame(row(REAL, code="ITA")), {}, "ไม่มีหน่วยงานใดมีคะแนนรายตัวชี้วัด"),
        (frame(row(REAL)), {"agency": "อบต.กก"}, f"ไม่พบ.*ใกล้เคียงคือ {REAL}"),
        (frame(row(REAL)), {"year_be": 2560}, "ไม่มีคะแนนปี 2560; มีปี 2565"),
        (frame(row(REAL), row(REAL, district="ใต้")), {"agency": "อบต.ก"}, "2 แห่ง.*เหนือ.*ใต้"),
    ],
)
def test_what_cannot_be_told_is_a_sentence(scores, asked, words):
    with pytest.raises(ita.ItaError, match=words):
        ita.find_office(scores, **asked)


def test_a_series_is_the_real_agency_with_the_most_years():
    long = [row(OTHER, year, note="ข้อมูลจำลอง") for year in (2562, 2563, 2564)]
    scores = frame(row(REAL, 2564), row(REAL, 2565), *long)
    assert ita.find_series(scores)["agency"].unique().tolist() == [REAL]
    assert ita.find_series(scores, "อบต.ข")["year_be"].tolist() == [2562, 2563, 2564]
    with pytest.raises(ita.ItaError, match="ไม่มีคะแนน"):
        ita.find_series(frame())


def test_a_province_is_taken_from_complete_lists_and_never_counts_averages():
    part = [row(f"ป{n}", province="เต็ม", note="รายชื่อไม่ครบ") for n in range(9)]
    scores = frame(*part, *(row(f"น{n}") for n in range(3)), row("ภาพรวม", kind="aggregate"))
    found = ita.find_province(scores)
    assert found["province"].unique().tolist() == ["สมมติ"]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("scores", "asked", "words"),
    [
        (frame(row(REAL, note="รายชื่อไม่ครบ")), {}, "มีเพียงส่วนบนของรายชื่อ"),
        (frame(row(REAL, district="")), {}, "ไม่มีหน่วยงานที่บอกอำเภอ"),
        (frame(row(REAL)), {"province": "ไกล"}, "จังหวัดไกล"),
        (frame(row(REAL)), {"year_be": 2566}, "ไม่มีคะแนนปี 2566"),
    ],
)
def test_a_province_that_cannot_be_compared_is_a_sentence(scores, asked, words):
    with pytest.raises(ita.ItaError, match=words):
        ita.find_province(scores, **asked)


def test_a_table_is_rounded_half_up_and_says_what_is_missing():
    table = ita.show_table(pd.DataFrame({"score": [84.995, None], "priority": ["urgent", ""], "code": ["9", "<b>"]}))
    page = table.to_html()
    assert "85.00" in page
    assert "ไม่มีข้อมูล" in page
    assert "แก้ไขเร่งด่วน" in page
    assert "คะแนน" in page
    assert "<b>" not in page, "text of a sheet is data, not markup"
    assert "ไม่มีรายการ" in ita.show_table(frame(), "score").to_html()
    assert "ไม่ใช่" in ita.show_table(pd.DataFrame({"agrees": [True, False]})).to_html()
    with pytest.raises(ita.ItaError, match="no column gap"):
        ita.show_table(pd.DataFrame({"score": [1.0]}), "gap")
