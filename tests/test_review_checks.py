"""Each check of a measures report has the fault that makes it fire, and the look-alike on which it must be silent."""

import time
from pathlib import Path

import pandas as pd
import pytest
from conftest import office
from review_reports import FOLLOW_UP, MEASURES, NINE, OFFICE, SCORES, TEN, changed, report_text, review, scores_frame

from itaanalysis.datafiles import read_data
from itaanalysis.review import check_coaching
from itaanalysis.review._check_samples import least_answers
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import thai_digits

NOTHING: list[str] = []
OLD_SCALE = "AA\t90 - 100\nA\t80 - 89.99\nBB\t70 - 79.99\nB\t60 - 69.99\n"
TEN_LEFT_OUT = (TEN, "")
EIT_TOLD = "(EIT) มีผู้มีสิทธิ์ตอบ 900 คน ผู้ตอบ 42 คน ครบตามจำนวนขั้นต่ำ 30 คน"
MORE = "แผนมาตรการ\n" + MEASURES  # the heading over the table: what is added stands before it
FOLLOWED = f"\nการติดตาม\n{FOLLOW_UP}\n"
NINE_NAME, TEN_NAME = NINE.split("\t")[0], TEN.split("\t")[0]

# The kind that must be the only one found, the changes of the correct report that bring it, words of its text.
FIRES = [
    ("other_agency", [("ประจำปีงบประมาณ พ.ศ. 2565 ดังนี้", "อบต.หัวทุ่ง ประจำปีงบประมาณ พ.ศ. 2565 ดังนี้")], "หัวทุ่ง"),
    ("other_agency", [(MORE, "เทศบาลตำบลแวงน้อยได้นำผลมาจัดทำแผน\n" + MORE)], "แวงน้อย"),
    # another kind of office of the same place
    ("other_agency", [(MORE, "เทศบาลตำบลตัวอย่างพิกุล มีหน้าที่\n" + MORE)], "เทศบาลตำบลตัวอย่างพิกุล"),
    ("agency_not_found", [(OFFICE, "หน่วยงาน")], "มาตรการ"),
    ("level_differs", [("อยู่ในระดับ C", "อยู่ในระดับ B")], "อยู่ในระดับ B"),
    ("level_differs", [("อยู่ในระดับ C", "ระดับผลการประเมิน: ผ่าน")], "ผ่าน"),
    ("scale_not_in_force", [(report_text()[report_text().index("AA\t") : report_text().index(MORE)], OLD_SCALE)], "AA"),
    ("scale_not_in_force", [("C\t65.00", "C\t60.00")], "AA"),  # one floor moved
    ("total_differs", [("คะแนนรวม 65.54", "คะแนนรวม 65.56")], "65.56"),
    # a total that is called published is held against the indicators too, wherever it stands
    ("total_differs", [("65.54 คะแนน อยู่", "65.54 คะแนน (ประกาศ 50.00) อยู่")], "50.00"),
    ("total_differs", [(MORE, "คะแนนรวมที่ประกาศ 50.00 คะแนนที่คำนวณจากตัวชี้วัด 65.54 ไม่ตรงกัน\n" + MORE)], "50.00"),
    (
        "total_differs",
        [(MORE, "รายการ\tคะแนน\nคะแนนรวมตามประกาศ\t50.00\nคะแนนรวม\t65.54\n" + MORE)],
        "คะแนนรวมตามประกาศ",
    ),
    ("instrument_differs", [("94.74", "94.47")], "IIT"),
    (
        "years_mixed",
        [("พ.ศ. 2565 ดังนี้", "พ.ศ. 2566 ดังนี้"), (MORE, "ผลการประเมิน ปี 2565\nผลคะแนน ปี 2565\n" + MORE)],
        "2566",
    ),
    ("years_mixed", [("พ.ศ. 2565 ดังนี้", "พ.ศ. 2564 ดังนี้"), ("สิงหาคม 2565", "สิงหาคม 2564")], "2566"),
    ("years_mixed", [("ต.ค. 2565 – มี.ค. 2566", "ตลอดปีงบประมาณ 2565")], "ตลอดปีงบประมาณ 2565"),
    ("item_not_of_year", [(MORE, "ตามข้อ o77\n" + MORE)], "o77"),
    ("item_not_of_year", [(MORE, "O35 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\n" + MORE)], "O35"),
    # letters and digits of an id are no item
    ("urgent_without_measure", [(TEN_NAME, "2566-9a3e13o40f-M01 งานอื่น")], "การป้องกันการทุจริต"),
    ("urgent_without_measure", [TEN_LEFT_OUT], "การป้องกันการทุจริต"),
    ("no_measures", [(report_text()[report_text().index(MORE) :], ""), ("แผนมาตรการ\t5\n", "")], "การปฏิบัติหน้าที่"),
    ("no_responsible", [("สำนักปลัด (งานแผน) ทุกกองร่วม", "-")], "-"),
    # steps and a status in one table: it is the measures table, no follow-up
    (
        "no_responsible",
        [
            (MEASURES, f"{MEASURES}\tสถานะ"),
            (NINE, f"{NINE}\t-"),
            (TEN, f"{TEN}\t-"),
            ("สำนักปลัด (งานแผน) ทุกกองร่วม", "-"),
        ],
        "-",
    ),
    ("responsible_holds_steps", [("คณะทำงานบริหารความเสี่ยง", "1. จัดทำคู่มือ 2. กำหนดหน้าที่")], "จัดทำคู่มือ"),
    ("coaching", [("2. เก็บหลักฐาน", "2. ซักซ้อมการตอบแบบวัด IIT")], "ซักซ้อมการตอบ"),
    ("sample_below_minimum", [(EIT_TOLD, "(EIT) จำนวนประชากร 900 คน เป็นประชากรที่ตอบ 21 คน ครบ")], "21 คน"),
    ("sample_below_minimum", [("ผู้ตอบ 42 คน ครบ", "ผู้ตอบ 21 คน ครบ")], "21 คน"),
    ("answers_cannot_give", [("ผู้ตอบ 42 คน", "ผู้ตอบ 30 คน")], "30 คน"),
    # a shortfall that is stated is no fault; that 29 cannot give the scores is
    ("answers_cannot_give", [("ผู้ตอบ 42 คน ครบ", "ผู้ตอบ 29 คน ไม่ครบ")], "29 คน"),
    ("population_answers_mixed", [(EIT_TOLD, "(EIT) จำนวนทั้งหมด 42 คน ตอบครบตามจำนวนขั้นต่ำ")], "42 คน"),
    ("indicator_name", [("3. การใช้อำนาจ", "3. การใช้อำนาน")], "การใช้อำนาน"),  # a slip that no list knows
    ("indicator_name", [("4. การใช้ทรัพย์สินของราชการ", "4. การใช้ทรัพย์สินของทางราชการ")], "ของทางราชการ"),
    ("instrument_name", [("ผู้มีส่วนได้ส่วนเสียภายนอก (EIT)\t", "ผู้มีส่วนได้เสียภายนอก (EIT)\t")], "ผู้มีส่วนได้เสีย"),
    ("indicator_two_names", [(MORE, "ตัวชี้วัดที่ 8 การปรับปรุงการทำงาน\n" + MORE)], "การปรับปรุงการทำงาน"),
    ("spelling", [(MORE, f"องค์กรบริหารส่วนตำบลตัวอย่างพิกุล มีแผน\n{MORE}")], "องค์กร"),
    ("period_whole_year", [("ต.ค. 2565 – ก.ย. 2566", "ตลอดปีงบประมาณ พ.ศ. 2566")], "ตลอดปีงบประมาณ พ.ศ. 2566"),
    ("no_period", [("ต.ค. 2565 – ก.ย. 2566", "-")], "ตัวชี้วัดที่ 10"),
    ("no_receiver", [("เสนอผู้บริหารทุกไตรมาส", "บันทึกผลทุกไตรมาส")], "บันทึกผล"),
    ("follow_up_rows", [(TEN, f"{TEN}{FOLLOWED}{NINE_NAME}\t-\t-\t-\n{TEN_NAME}\t-\t-\t-\nงานใหม่\t-\t-\t-")], "งานใหม่"),
    ("follow_up_rows", [(TEN, f"{TEN}{FOLLOWED}{NINE_NAME}\t-\t-\t-")], TEN_NAME),
    ("no_source_date", [("วันที่ 1 สิงหาคม 2565", "")], "65.54"),
    # a date of a measure is no date of a source
    ("no_source_date", [("วันที่ 1 สิงหาคม 2565", ""), ("2. ทวนปีของข้อมูล", "2. ทวนไฟล์ภายใน 31 มี.ค. 2566")], "65.54"),
    ("no_instrument_totals", [(f"{name}\t", f"{name} ") for name in ("(EIT)",)], "การปฏิบัติหน้าที่"),
    ("caption_without_figure", [(MORE, "ภาพที่ 1 ขั้นตอนการดำเนินการ\n" + MORE)], "ภาพที่ 1"),
    ("plan_expired", [(MORE, "ตามยุทธศาสตร์ชาติฯ ระยะที่ 3 (พ.ศ. 2560-2564)\n" + MORE)], "2560-2564"),
    ("framework_expired", [(MORE, "ใช้กรอบการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2564\n" + MORE)], "2564"),
    ("html", [("2. เก็บหลักฐาน", "<br/>2. เก็บหลักฐาน")], "<br/>"),
    ("html", [("2. เก็บหลักฐาน", "&nbsp;2. เก็บหลักฐาน")], "&nbsp;"),
    ("split_am", [("ทวนปีของข้อมูล", "กา หนดปีของข้อมูล")], "กา หนด"),
    ("split_am", [("ทวนปีของข้อมูล", "ก\u0e4d\u0e32หนดปีของข้อมูล")], "หนด"),  # looks right, cannot be searched for
    ("mixed_digits", [("1 สิงหาคม 2565", "๑ สิงหาคม ๒๕๖๕")], "๑ สิงหาคม"),
    ("numbering", [(MORE, "1. งานแรก\n2. งานที่สอง\n4. งานที่สาม\n" + MORE)], "4. งานที่สาม"),
    ("numbering", [(MORE, "1. งานแรก\n2. งานที่สอง\n1. งานที่สาม\n" + MORE)], "1. งานที่สาม"),
    ("numbering", [(MORE, "1.1 งานแรก\n1.2 งานที่สอง\n1.2 งานที่สาม\n" + MORE)], "1.2 งานที่สาม"),
    ("numbering", [("1. แบ่งข้อให้กอง", "งาน"), ("\n7. ", "\n9. ")], "9. "),
    ("contents", [("การเก็บข้อมูล\t2", "การรวบรวมข้อมูล\t2")], "การรวบรวมข้อมูล"),
    ("contents", [("ผลการประเมิน\t3", "ผลการประเมิน\t9")], "แผนมาตรการ"),
]
#: A fault that brings others with it: those that must be found beside it.
ALSO = {
    "21 คน": {"answers_cannot_give"},
    "ตลอดปีงบประมาณ 2565": {"period_whole_year"},
}

# Look-alikes: changes after which nothing may be found.
SILENT = [
    # other offices beside which the report sets itself
    [(MORE, "เทียบกับ อบต.หัวทุ่ง ซึ่งได้ 80.10 ต่างกัน 14.56\n" + MORE)],
    [(MORE, "ตารางเทียบหน่วยงานอื่น\nอันดับ\tหน่วยงาน\tคะแนนรวม\n1\tอบต.หัวทุ่ง\t80.10\n2\tเทศบาลตำบลแวงน้อย\t70.00\n" + MORE)],
    [(MORE, "องค์การบริหารส่วนตำบลและเทศบาลตำบลทุกแห่งในจังหวัด\n" + MORE)],  # และ is a sub-district, too
    [(MORE, "องค์การบริหารส่วนตำบลในเขตจังหวัด\n" + MORE)],
    [(MORE, f"{OFFICE}หวังว่าแผนนี้จะสำเร็จ\n" + MORE)],
    [("อยู่ในระดับ C", "อยู่ในระดับ C และจะอยู่ในระดับ B เมื่อถึง 75.00")],  # a level to come
    [(MORE, "ผลการประเมิน ปี 2564 อยู่ในระดับ D\n" + MORE)],  # of another year
    [("C\t65.00 – 100", "C\t65 – 74.99"), ("F\t0.00 – 100", "F\tต่ำกว่า 50")],  # the same floors
    [("คะแนนรวม 65.54", "คะแนนรวม 65.55")],  # within 0.01
    [(MORE, "คะแนนรวมที่ประกาศ 65.55 คะแนนที่คำนวณจากตัวชี้วัด 65.54 ตรงกัน\n" + MORE)],
    [(MORE, "คะแนนรวมที่ประกาศ ปี 2564 60.00 คะแนน\nIIT คะแนนเฉลี่ยตามประกาศ 94.74\n" + MORE)],  # of another year; a part
    [("เครื่องมือ\tคะแนน\n", "ตัวชี้วัด\tน้ำหนัก (คะแนน)\n1. การปฏิบัติหน้าที่\t6.00\n\nเครื่องมือ\tคะแนน\n")],
    [("(OIT)\t20.70", "(OIT)\t8.28")],  # weighted points, of 40
    [(MORE, "เพื่อยกระดับผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2566 ดังนี้\n" + MORE)],
    [(MORE, "รายงานผลการดำเนินการตามมาตรการส่งเสริมคุณธรรม ประจำปีงบประมาณ พ.ศ. 2565\n" + MORE)],
    [("ต.ค. 2565 – มี.ค. 2566", "ต.ค. – ธ.ค. 2565")],  # the first quarter of the plan year
    [(MORE, "ข้อ o42 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\n" + MORE)],
    [(MORE, "ช่อง O77 ของแผ่นงาน รหัส 2566-9a3e35f217-M10-03\n" + MORE)],  # a cell of a sheet; an id
    [(TEN_NAME, "ป้องกันการทุจริตด้วยการประเมินความเสี่ยง")],  # named in words, not by number
    [(TEN_NAME, "ลงนามนโยบายไม่รับของขวัญ")],
    [
        (NINE + "\n" + TEN, f"ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล\t\t\t\t\n{NINE.replace(NINE_NAME, 'ตั้งผู้ดูแลข้อ')}\n{TEN}")
    ],  # a heading row
    [(MEASURES, f"{MEASURES}\tสถานะ"), (NINE, f"{NINE}\tยังไม่เริ่ม"), (TEN, f"{TEN}\tยังไม่เริ่ม")],
    [(TEN, f"{TEN}\n\nก\tข\tค\tง\tจ\n6\t7\t8\t9\t10")],  # another table of as many columns
    [("คณะทำงานบริหารความเสี่ยง", "1. สำนักปลัด 2. กองคลัง")],
    [("คณะทำงานบริหารความเสี่ยง", "ผู้อำนวยการกองคลัง ตรวจสอบโดยปลัด")],
    [("2. เก็บหลักฐาน", "2. ประชาสัมพันธ์ให้ประชาชนตอบแบบวัด EIT อย่างทั่วถึง")],
    [("8. การปรับปรุงระบบการทำงาน", "8. การปรับปรุงการทำงาน")],  # right too
    [("5. การแก้ไขปัญหาการทุจริต", "5. การแก้ไข ปัญหาการทุจริต")],  # a space is no other name
    [(MORE, "1. การใช้งบประมาณอย่างคุ้มค่า\n2. การดูแลทรัพย์สิน\n" + MORE)],  # a list of other things
    [("เสนอผู้บริหารทุกไตรมาส", "บันทึกผลทุกไตรมาส"), (MORE, "ผู้รับรายงาน: ปลัด อบต.\n" + MORE)],
    [(TEN, f"{TEN}{FOLLOWED}{NINE_NAME}\t-\t-\t-\n{TEN_NAME}\t-\t-\t-")],
    [("ที่มา: ประกาศผลของสำนักงาน ป.ป.ช. วันที่ 1 สิงหาคม 2565", "ที่มา: itas.nacc.go.th เข้าถึง 01/08/2565")],
    [(MORE, "ภาพที่ 1 แสดงว่าการเปิดเผยข้อมูลต้องแก้ไขก่อน " + "จึงมีมาตรการดังตาราง " * 6 + "\n" + MORE)],  # a sentence
    [(MORE, "แผนภูมิที่ 1 ขั้นตอน\nรับผล\tหาช่องว่าง\n" + MORE)],  # drawn as a table
    [(MORE, "ตามแผนพัฒนาท้องถิ่น (พ.ศ. 2566-2570)\n" + MORE)],
    [(MORE, "ยุทธศาสตร์ชาติฯ (พ.ศ. 2560-2564) ซึ่งสิ้นสุดแล้ว\n" + MORE)],
    [(MORE, "ใช้กรอบการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2562 - 2565\n" + MORE)],
    [(MORE, "เว็บไซต์ <https://www.example.go.th/index.php> a < b\n" + MORE)],
    [("ทวนปีของข้อมูล", "พิจารณา กำหนดปี และมา ทำงาน")],  # า before a space, and still right
    [(MORE, "1. งานแรก\n2. งานที่สอง\nหัวข้อใหม่\n1. งานแรก\n2. งานที่สอง\n" + MORE)],
    [("AA\t95.00 – 100\n", ""), (MORE, "AA (คะแนนรวม 97.10 ถึงเกณฑ์ 95.00)\n" + MORE)],  # a score, no floor
    [(MORE, "1. งานแรก\n1.1 งานย่อย\n1.2 งานย่อย\n2. งานที่สอง\n2.1 งานย่อย\n" + MORE)],
]


@pytest.mark.parametrize(("kind", "changes", "quoted"), FIRES, ids=[f"{row[0]}-{row[2][:20]}" for row in FIRES])
def test_a_fault_is_found_and_nothing_else(
    kind: str, changes: list[tuple[str, str]], quoted: str, tmp_path: Path
) -> None:
    found = review(changed(*changes), tmp_path)
    assert set(found["kind"]) == {kind} | ALSO.get(quoted, set())
    assert found.loc[found["kind"] == kind, "text"].str.contains(quoted, regex=False).any()
    assert found["place"].str.match(r"บรรทัด \d+").all()
    assert (found[["problem", "fix"]] != "").all(axis=None)


@pytest.mark.parametrize("changes", SILENT, ids=[row[-1][1][:40].replace("\n", " ") for row in SILENT])
def test_what_only_looks_like_a_fault_is_not_found(changes: list[tuple[str, str]], tmp_path: Path) -> None:
    found = review(changed(*changes), tmp_path)
    assert list(found["kind"] + " " + found["text"]) == NOTHING


def test_a_correct_report_has_no_findings(tmp_path: Path) -> None:
    found = review(report_text(), tmp_path, scores=scores_frame(), year_be=2565, agency=OFFICE)
    assert list(found["kind"]) == NOTHING
    assert found.attrs["not_checked"] == NOTHING


def test_a_correct_report_in_thai_digits_has_none_either(tmp_path: Path) -> None:
    # Codes, addresses and cells of sheets keep their digits.
    codes = "รหัส 2566-9a3e35f217-M10-03 จาก ita-2565.xlsx ช่อง 2565!C7 และ https://www.example.go.th/65 ข้อ o42"
    found = review(thai_digits(report_text()) + codes, tmp_path, scores=scores_frame())
    assert list(found["kind"] + " " + found["text"]) == NOTHING


def test_a_long_line_takes_no_time(tmp_path: Path) -> None:
    # Patterns that try every start and every end of a run take a minute each over these.
    begin = time.process_time()
    for run in (".", "1", "&", "(", "<a ", "มาตรการ", "ผลการประเมิน(", "กรอบ", "อบต.", "ห้าม", "สา "):
        review(f"{report_text()}{run * 20_000}", tmp_path)
    assert time.process_time() - begin < 20


def test_every_kind_of_finding_has_the_fault_that_brings_it() -> None:
    kinds = read_data("review", "findings.csv").set_index("kind")["priority"]
    assert set(kinds.index) == {row[0] for row in FIRES} | {"score_differs", "misplaced_effort", "year_not_found"}
    assert set(kinds.unique()) == {"P0", "P1", "P2"}


def test_scores_that_are_not_those_of_the_frame(tmp_path: Path) -> None:
    other = office({"9": 41.41, "10": 50.0}, name=OFFICE)
    found = review(report_text(), tmp_path, scores=other)
    assert set(found["kind"]) == {"score_differs"}
    assert found["problem"].str.contains("คะแนนของ 10 ที่พิมพ์ 0.00 ต่างจากข้อมูลคะแนนปี 2565 ซึ่งเป็น 50.00").any()


def test_a_published_total_of_the_frame_that_its_indicators_do_not_give(tmp_path: Path) -> None:
    # Rolled up, they give what the report prints; the office was told 50.00.
    found = review(report_text(), tmp_path, scores=office({**SCORES, "ITA": 50.0}, name=OFFICE))
    assert list(found["kind"]) == ["score_differs"]
    assert "คะแนนของ ITA ที่พิมพ์ 65.54 ต่างจากข้อมูลคะแนนปี 2565 ซึ่งเป็น 50.00" in found["problem"].iloc[0]
    assert (
        list(review(report_text(), tmp_path, scores=office({**SCORES, "ITA": 65.55}, name=OFFICE))["kind"]) == NOTHING
    )


def test_the_names_of_the_frame_are_known_names(tmp_path: Path) -> None:
    # อบต.ตัวอย่างลำดวน is in no list of the country's places: only the frame knows it.
    text = changed((MORE, "อบต.ตัวอย่างลำดวน ได้จัดทำแผน\n" + MORE))
    both = pd.concat([scores_frame(), office({"9": 50.0}, name="องค์การบริหารส่วนตำบลตัวอย่างลำดวน")])
    assert list(review(text, tmp_path)["kind"]) == NOTHING
    assert list(review(text, tmp_path, scores=both)["kind"]) == ["other_agency"]
    assert list(review(text, tmp_path, scores=both.astype({"agency": "category"}))["kind"]) == ["other_agency"]


def test_effort_where_little_is_to_be_won(tmp_path: Path) -> None:
    # 6 is at 96.61; 9 is below 85 and has no measure. Where 9 has one, a measure for 6 is welcome.
    six = TEN.replace(TEN_NAME, "คุณภาพการให้บริการ")
    without, beside = changed((NINE, six)), changed((NINE, f"{NINE}\n{six}"))
    found = review(without, tmp_path)
    assert set(found["kind"]) == {"misplaced_effort", "urgent_without_measure"}
    assert "ตัวชี้วัดที่ 6 96.61" in found.loc[found["kind"] == "misplaced_effort", "problem"].iloc[0]
    assert list(review(beside, tmp_path)["kind"]) == NOTHING


def test_a_report_without_a_year_is_told_so(tmp_path: Path) -> None:
    found = review(f"{OFFICE}\nแผนงานของหน่วยงาน\n", tmp_path)
    assert list(found["kind"]) == ["year_not_found"]
    assert list(review(f"{OFFICE}\nแผนงานของหน่วยงาน\n", tmp_path, year_be=2565)["kind"]) == NOTHING


def test_a_year_without_rules_is_told_not_guessed(tmp_path: Path) -> None:
    found = review(report_text(), tmp_path, year_be=2570)
    assert "scale_not_in_force" not in set(found["kind"])
    assert "ไม่มีกติกาของปี 2570" in found.attrs["not_checked"][0]


def test_what_rests_on_unverified_lists_says_so(tmp_path: Path) -> None:
    sure = review(changed((MORE, "ตามข้อ o35 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\n" + MORE)), tmp_path)
    later = report_text().replace("2566", "2568").replace("2565", "2567")
    doubtful = review(f"{later}\nตามข้อ o2 โครงสร้างและอำนาจหน้าที่\n", tmp_path, year_be=2567)
    told = [found.loc[found["kind"] == "item_not_of_year", "problem"].iloc[0] for found in (sure, doubtful)]
    assert ["ยังไม่มีหลักฐานยืนยัน" in problem for problem in told] == [False, True]


def test_the_rules_are_those_of_the_result_year(tmp_path: Path) -> None:
    # Under 2566 the same scores are ต้องปรับปรุงโดยด่วน, and letters are no levels.
    text = report_text().replace("2566", "2567").replace("2565", "2566")
    found = review(text, tmp_path)
    assert {"level_differs", "scale_not_in_force"} <= set(found["kind"])
    assert "ต้องปรับปรุงโดยด่วน" in found.loc[found["kind"] == "level_differs", "problem"].iloc[0]


def test_no_measure_of_the_catalogue_would_be_a_finding(tmp_path: Path) -> None:
    rows = read_data("measures", "catalogue.csv")
    columns = [column for column in rows if column.endswith("_th")]
    coaching = [text for column in columns for text in rows[column] if check_coaching(text)]
    assert coaching == NOTHING
    cells = rows[["measure_th", "steps_th", "responsible_th", "period_th", "follow_up_th"]]
    table = "\n".join("\t".join(row) for row in cells.itertuples(index=False))
    found = review(changed((TEN, f"{TEN}\n{table}")), tmp_path)
    # Five of them say what is checked and kept, not to whom it is told; two have no month.
    known = {"no_receiver": 7, "period_whole_year": 2}
    assert {kind: count for kind, count in found["kind"].value_counts().items() if kind not in known} == {}


LEAST = [
    # instrument, type of agency, people (None = not told), fewest answers
    ("EIT", "อบต.", None, 30),
    ("EIT", "เทศบาลเมือง", 5000, 30),
    ("EIT", "เมืองพัทยา", None, 100),
    ("IIT", "อบต.", 26, 26),  # all there are
    ("IIT", "อบต.", 31, 30),
    ("IIT", "อบต.", 655, 66),  # ten per cent, rounded up
    ("IIT", "อบจ.", 20, 20),
    ("IIT", "อบจ.", 400, 40),
    ("IIT", "อบต.", None, None),
    ("EIT", "กรม", None, None),
]


@pytest.mark.parametrize(("instrument", "agency_type", "people", "least"), LEAST)
def test_the_fewest_answers(instrument: str, agency_type: str, people: int | None, least: int | None) -> None:
    assert least_answers(rulebook(2565).samples, instrument, agency_type, people) == least
