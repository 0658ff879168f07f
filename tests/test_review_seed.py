"""A real published report, retyped from another office's file, is the test case of the review.

`measures-report-2566.txt` is the text of the measures report of FY2566 that องค์การบริหารส่วนตำบลท่านางแนว published on its
web site (www.thanangnaew.go.th); it names posts and units, no person.
"""

from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from review_reports import write_docx, write_pdf

from itaanalysis.review import FINDINGS, check_report

SEED = Path(__file__).parent / "measures-report-2566.txt"

# priority, kind, line, words of the quoted text, words of the problem
MUST_FIND = [
    ("P0", "other_agency", 135, "องค์การบริหารส่วนตำบล หัวทุ่ง", "หัวทุ่ง"),
    ("P0", "other_agency", 198, "องค์การบริหารส่วนตำบลหัวทุ่ง", "หัวทุ่ง"),
    ("P0", "scale_not_in_force", 113, "AA", "ปี 2565 ไม่มีระดับ BB CC DD, AA พิมพ์ 90 แต่คือ 95"),
    ("P0", "urgent_without_measure", 193, "๔๑.๔๑", "ตัวชี้วัดที่ 9"),
    ("P0", "urgent_without_measure", 194, "๐.๐๐", "ตัวชี้วัดที่ 10"),
    ("P0", "responsible_holds_steps", 201, "จัดทำมาตรการ ตรวจสอบการทำงาน", "ขั้นตอน"),
    ("P1", "sample_below_minimum", 137, "๖ คน", "EIT 6 คนต่ำกว่าจำนวนขั้นต่ำ 30"),
    ("P1", "answers_cannot_give", 137, "๖ คน", "ที่ 6 96.61, ตัวชี้วัดที่ 7 96.51, ตัวชี้วัดที่ 8 95.23"),
    ("P1", "population_answers_mixed", 133, "๒๖ คน", "26 คน"),
    ("P1", "indicator_name", 101, "คอร์รัปชัน", "การแก้ไขปัญหาคอร์รัปชัน"),
    ("P1", "indicator_name", 157, "การปฏิบัติงานที่", "ตัวชี้วัดที่ 1"),
    ("P1", "indicator_name", 160, "ของทางราชการ", "ตัวชี้วัดที่ 4"),
    ("P1", "indicator_name", 191, "การปรับปรุงระบบทำงาน", "ตัวชี้วัดที่ 8"),
    ("P1", "indicator_two_names", 164, "การปรับปรุงการทำงาน", "การปรับปรุงระบบการทำงาน / การปรับปรุงการทำงาน"),
    ("P1", "instrument_name", 188, "แบบวัดการรับรู้ผู้มีส่วนได้เสียภายนอก", "EIT"),
    ("P1", "framework_expired", 89, "๒๕๖๒", "ปี 2562"),
    ("P1", "framework_expired", 95, "๒๕๖๒", "2562–2564"),
    ("P1", "plan_expired", 34, "ระยะที่ ๓ (พ.ศ.๒๕๖๐-๒๕๖๔)", "2564"),
    ("P1", "spelling", 56, "อบง.", "อบง."),
    ("P1", "spelling", 74, "อับจ.", "อับจ."),
    ("P1", "spelling", 148, "องค์กรบริหารส่วนตำบล", "องค์กรบริหารส่วนตำบล"),
    ("P1", "no_instrument_totals", 183, "๙๖.๑๐", "IIT EIT OIT"),
    ("P1", "misplaced_effort", 204, "ปรับปรุงระบบการทำงาน", "ตัวชี้วัดที่ 8 95.23"),
    ("P1", "period_whole_year", 204, "ตลอดปี ๒๕๖๖", "ตลอดปี ๒๕๖๖"),
    ("P1", "no_source_date", 152, "๖๕.๕๔", "แหล่งที่มา"),
    ("P1", "caption_without_figure", 141, "แผนภาพขั้นตอนการดำเนินการ", "ไฟล์ข้อความไม่เก็บภาพ"),
    ("P2", "html", 204, "<ol style=", "HTML"),
    ("P2", "split_am", 70, "สา นักงาน", "สา นัก"),
    ("P2", "contents", 27, "การวิเคราะห์ผลการประเมิน", "สารบัญ"),
]


@cache
def findings() -> pd.DataFrame:
    return check_report(SEED)


@pytest.mark.parametrize(("priority", "kind", "line", "quoted", "told"), MUST_FIND)
def test_what_must_be_found_is_found(priority: str, kind: str, line: int, quoted: str, told: str) -> None:
    found = findings()
    at_line = found["place"].str.fullmatch(rf"บรรทัด {line}(?: คอลัมน์ \d+)?")
    (row,) = found[(found["kind"] == kind) & at_line].to_dict(orient="records")
    assert row["priority"] == priority
    assert quoted in row["text"]
    assert told in row["problem"]
    assert row["fix"]


def test_what_is_right_in_it_is_no_finding() -> None:
    # 65.54 is the total of its indicators and C its level; 26 IIT answers can give its IIT scores; the years follow.
    right = {
        "total_differs",
        "level_differs",
        "years_mixed",
        "item_not_of_year",
        "mixed_digits",
        "numbering",
        "coaching",
    }
    assert set(findings()["kind"]) & right == set()
    about_iit = findings()[findings()["problem"].str.contains("IIT 26", regex=False)]
    assert about_iit.empty
    assert len(findings()) == 35  # a new finding is a new row above, or a false alarm


def test_the_frame_is_text_with_the_gravest_first() -> None:
    assert list(findings().columns) == FINDINGS
    assert list(findings()["priority"]) == sorted(findings()["priority"])
    assert findings().attrs["not_checked"] == []


def test_the_indicators_are_worth_what_the_rules_say() -> None:
    fixes = list(findings().loc[findings()["kind"] == "urgent_without_measure", "fix"])
    assert ["11.72" in fixes[0], "20.00" in fixes[1]] == [True, True]


def test_the_same_report_in_word_has_the_same_findings(tmp_path: Path) -> None:
    word = check_report(write_docx(SEED.read_text(encoding="utf-8"), tmp_path / "report.docx"))
    assert sorted(word["kind"]) == sorted(findings()["kind"])
    assert "ตาราง 6 แถว 2 คอลัมน์ 3" in set(word.loc[word["kind"] == "responsible_holds_steps", "place"])
    assert set(word.loc[word["kind"] == "other_agency", "place"].str.split(" ").str[0]) == {"ย่อหน้า"}


def test_a_pdf_of_it_without_tags_misses_its_measures_too(tmp_path: Path) -> None:
    # The chapter names การป้องกันการทุจริต in its heading and its first sentence, and the steps speak of the website.
    found = check_report(write_pdf(SEED.read_text(encoding="utf-8"), tmp_path / "report.pdf", tagged=False))
    told = found.loc[found["kind"] == "urgent_without_measure", "problem"]
    assert told.str.extract(r"ตัวชี้วัดที่ (\d+)")[0].tolist() == ["9", "10"]


def test_no_finding_speaks_of_a_motive() -> None:
    told = " ".join(findings()["problem"] + findings()["fix"])
    assert [word for word in ("ลอก", "ปลอม", "ตั้งใจ", "จงใจ", "โกหก", "ทุจริตของ", "เท็จ") if word in told] == []


def test_the_office_can_be_told(tmp_path: Path) -> None:
    # Told that it is the report of the other office, every mention of ท่านางแนว is another agency's name.
    other = check_report(SEED, agency="อบต.หัวทุ่ง")
    wrong = other[other["kind"] == "other_agency"]
    assert len(wrong) == SEED.read_text(encoding="utf-8").count("ท่านางแนว")
    assert wrong["problem"].str.contains("พบชื่อ องค์การบริหารส่วนตำบลท่านางแนว").all()
