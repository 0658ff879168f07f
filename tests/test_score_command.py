"""`ita score`: answers in, scores, weak questions and issues out, in the terminal and in files."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from answer_files import AGENCY, asked, every_place, from_1, points, write
from commands import run
from docx import Document
from openpyxl import load_workbook
from sheets import make_workbook

from itaanalysis.errors import ItaError
from itaanalysis.exports.answers import read_answers
from itaanalysis.frames import check_scores
from itaanalysis.reports.answer_scores import score_files, tell_scores, write_scores
from itaanalysis.reports.processed import read_samples, read_scores

EIT, IIT = asked(), asked(2565, "IIT")
HEAD = (
    *("ปี", "หน่วยงาน", "แบบวัด", "ทั้งหมด (คน)", "ผู้ตอบ (คน)", "อัตราตอบ (ร้อยละ)", "เกณฑ์ขั้นต่ำ", "ขั้นต่ำ (คน)"),
    *("ยังขาด (คน)", "เหตุผล"),
)


def best(count: int, of: list, *, worst: str = "") -> list[list[int]]:
    """Respondents who give the best answer to every question, but for one code."""
    return [[0 if question.code == worst else question.last for question in of] for _ in range(count)]


def test_an_office_gets_its_scores_its_weak_questions_and_files(tmp_path):
    write(tmp_path / "eit.xlsx", best(30, EIT, worst="e9"))
    write(tmp_path / "iit.xlsx", best(26, IIT), of=IIT)
    items = [["ข้อ", "รายการ", "ผล"], *([f"o{n}", f"ข้อ {n}", "ผ่าน"] for n in range(1, 44))]
    make_workbook(tmp_path / "oit-2565.xlsx", {"OIT": [[f"{AGENCY} ปีงบประมาณ พ.ศ. 2565"], *items]})
    done = run("score", "eit.xlsx", "iit.xlsx", "oit-2565.xlsx", "--staff", "26", "--out", "made", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert told[:2] == ["eit.xlsx: ผู้ตอบ 30 คน 0 ปัญหา", "iit.xlsx: ผู้ตอบ 26 คน 1 ปัญหา"]  # all of IIT is the best
    for line in (
        "ค่าคำตอบที่ใช้ ปี 2565: 0 33 67 100 (แหล่งทุติยภูมิ) และ 0 100 (ยังไม่มีหลักฐานยืนยัน)",
        "  IIT ผู้ตอบ 26 คน จาก 26 คน (ร้อยละ 100.00) · ขั้นต่ำ 26 (อบต.ขนาดเล็ก: ทุกคน (26 คน))",
        "  IIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน: 100.00 (ตอบครบทุกคน (26 จาก 26): ไม่มีความคลาดเคลื่อนจากการสุ่ม)",
        "  EIT ผู้ตอบ 30 คน · ขั้นต่ำ 30 (อบต.ขนาดเล็ก: 30 คน (ขนาดตามจำนวนคนภายใน 26 คน))",
        "  OIT แบบตรวจการเปิดเผยข้อมูลสาธารณะ: 100.00",  # nobody was asked: no interval
    ):
        assert line in told
    for start, end in (
        # e9 is a fifth of indicator 7, a third of EIT
        ("  EIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก: 93.33 (ช่วง 95% ", ")"),
        ("    7 ประสิทธิภาพการสื่อสาร: 80.00 (ช่วง 95% ", ")"),
        ("  ITA คะแนนรวม ITA: 98.00 (ช่วง 95% 9", ")"),
        ("  จุดอ่อน e9 ชี้แจงและตอบข้อสงสัยได้ชัดเจน: 0.00 (ช่วง 95% 0.00–", ") · คะแนนรวมที่เพิ่มได้ 1.70"),
    ):
        assert [line for line in told if line.startswith(start) and line.endswith(end)], start
    scores = pd.read_csv(tmp_path / "made" / "scores.csv")
    assert scores.set_index("code").loc["ITA", "score"] == pytest.approx(98)
    sheet = load_workbook(tmp_path / "made" / "scores.xlsx")["คะแนน"]
    assert [cell.value for cell in sheet[1]][:4] == ["ปี", "หน่วยงาน", "ชั้น", "ข้อ"]
    assert {row[3]: row[5] for row in sheet.iter_rows(2, values_only=True)}["7"] == pytest.approx(80)


def test_a_file_with_errors_gives_no_scores_until_they_are_settled(tmp_path):
    write(tmp_path / "a.xlsx", every_place(6, EIT), points)
    first = run("score", "a.xlsx", "--out", "made", cwd=tmp_path)
    assert first.returncode == 1
    assert "--not-turned หรือ --turned" in first.stdout
    assert not (tmp_path / "made").exists()
    assert run("score", "a.xlsx", "--out", "made", "--turned", cwd=tmp_path).returncode == 0
    assert (tmp_path / "made" / "scores.csv").exists()


def test_the_readings_are_settled_on_the_command_line(tmp_path):
    six = asked(2567, "EIT")
    places = [[person % (question.last + 1) for question in six] for person in range(5)]
    write(tmp_path / "b.xlsx", places, from_1, of=six, title=None)
    words = ["--year", "2567", "--agency", "อบต.ตัวอย่าง", "--negative", "e2,e3", "--not-turned"]
    unclear = run("score", "b.xlsx", *words, cwd=tmp_path)  # 1–5 of 1–6, or of 0–5
    assert "--cells" in unclear.stdout
    done = run("score", "b.xlsx", *words, "--cells", "places from 1", "--out", "made", cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    scores = pd.read_csv(tmp_path / "made" / "scores.csv").set_index("code")["score"]
    assert scores["e1"] == pytest.approx(40)  # places 0–4 of 0–5
    assert scores["e2"] == pytest.approx(60)  # turned round: 5–1


def test_another_set_of_values_is_used_and_named(tmp_path):
    read = read_answers(write(tmp_path / "a.xlsx", every_place(4, EIT)))
    lines = tell_scores(score_files(read, values=2))
    assert lines[1].startswith("ค่าคำตอบที่ใช้ ปี 2565: 0 33.33 66.67 100")
    with pytest.raises(ItaError, match=r"ค่าคำตอบของปี 2565 มีชุด 0, 1, 2.*; พบ --values 9"):
        score_files(read, values=9)


def test_rows_of_equal_number_in_two_files_are_two_people(tmp_path):
    paths = [write(tmp_path / "a.xlsx", every_place(3, EIT)), write(tmp_path / "b.xlsx", best(2, EIT, worst="e9"))]
    scored = score_files(read_answers(paths))
    assert scored.samples["answers"].tolist() == [5]
    check_scores(scored.scores)


def test_hidden_rows_are_counted_and_said(tmp_path):
    path = write(tmp_path / "a.xlsx", every_place(3, EIT))
    book = load_workbook(path)
    book.active.row_dimensions[4].hidden = True  # the second respondent, as a filter hides him
    book.save(path)
    read = read_answers(path)
    assert read.answers["note"].tolist() == ["", "แถวที่ซ่อนไว้", ""]
    (eit,) = (line for line in tell_scores(score_files(read)) if line.startswith("  EIT ผู้ตอบ"))
    assert eit.startswith("  EIT ผู้ตอบ 3 คน (รวมแถวที่ซ่อนไว้ 1 แถว) · ขั้นต่ำ: ทราบเมื่อบอก")


def test_the_remark_beside_a_failed_item_is_said(tmp_path):
    head = ["ข้อ", "รายการ", "ผล", "หมายเหตุ"]
    items = [head, ["o1", "โครงสร้าง", "ผ่าน", "ครบ"], ["o43", "รายงานผล", "ไม่ผ่าน", "ไม่พบลิงก์"]]
    make_workbook(tmp_path / "oit-2565.xlsx", {"S": items})
    said = run("score", "oit-2565.xlsx", "--agency", AGENCY, "--out", "made", cwd=tmp_path).stdout
    assert "  ข้อ OIT o43 การดำเนินการตามมาตรการส่งเสริม" in said
    assert ": 0.00 · คะแนนรวมที่เพิ่มได้ 5.00 · ไม่พบลิงก์\n" in said
    assert "ครบ" not in said
    assert "จุดอ่อน" not in said  # that is what people were asked


def test_a_printed_score_of_a_computed_node_gives_way_and_is_told(tmp_path):
    body = [
        [question.column for question in EIT],
        *([("มากที่สุด" if q.scale == "four" else "ไม่มี" if q.falling else "มี") for q in EIT] for _ in range(2)),
    ]
    printed = [[f"ผลการประเมิน {AGENCY} ปีงบประมาณ พ.ศ. 2565"], ["ตัวชี้วัด", "คะแนน"], ["EIT", 91.5], ["OIT", 80.0]]
    path = make_workbook(tmp_path / "2565.xlsx", {"EIT": body, "ผล": printed})
    scored = score_files(read_answers(path, agency=AGENCY))
    assert scored.scores.set_index("code")["score"][["EIT", "OIT"]].tolist() == pytest.approx([100, 80])
    assert "จากคำตอบ" in scored.scores.set_index("code")["note"]["EIT"]
    assert tell_scores(scored)[-1] == "ใช้คะแนนที่คำนวณจากคำตอบ แทนคะแนนที่พิมพ์ในไฟล์ 1 ช่อง"


def test_what_is_written_is_what_was_scored(tmp_path):
    scored = score_files(read_answers(write(tmp_path / "a.xlsx", best(8, EIT, worst="e9"))), population={"EIT": 40})
    write_scores(scored, tmp_path / "made")
    pd.testing.assert_frame_equal(read_scores(tmp_path / "made"), scored.scores, check_dtype=False)
    samples = read_samples(tmp_path / "made").set_index("instrument")
    assert samples.loc["EIT", ["population", "answers"]].tolist() == [40, 8]
    book = load_workbook(tmp_path / "made" / "scores.xlsx")
    assert book.sheetnames == ["อ่านก่อน", "คะแนน", "ข้อที่เสียคะแนน", "ผู้ตอบ", "ปัญหาในไฟล์"]
    rows = list(book["คะแนน"].iter_rows(values_only=True))
    eit = dict(zip(rows[0], next(row for row in rows if row[3] == "EIT"), strict=True))
    told = scored.intervals.set_index("code").loc["EIT"]
    assert [eit["ช่วง 95% ต่ำสุด"], eit["ช่วง 95% สูงสุด"]] == pytest.approx([told["low"], told["high"]])
    assert [row[2] for row in book["ข้อที่เสียคะแนน"].iter_rows(2, values_only=True)] == ["e9"]
    assert book["ปัญหาในไฟล์"]["A2"].value == "ไม่มีรายการ"
    people = [dict(zip(HEAD, row, strict=True)) for row in book["ผู้ตอบ"].iter_rows(2, values_only=True)]
    (table, text) = [row for row in people if row["แบบวัด"] == "EIT"]
    assert (text["ขั้นต่ำ (คน)"], text["ยังขาด (คน)"], text["อัตราตอบ (ร้อยละ)"]) == (30, 22, 20)
    assert table["เกณฑ์ขั้นต่ำ"] != text["เกณฑ์ขั้นต่ำ"]


def test_where_all_have_answered_the_workbook_says_so_in_place_of_an_interval(tmp_path):
    scored = score_files(read_answers(write(tmp_path / "a.xlsx", best(8, EIT, worst="e9"))), population={"EIT": 8})
    head, *rows = load_workbook(write_scores(scored, tmp_path / "made")[-1])["คะแนน"].iter_rows(values_only=True)
    eit = dict(zip(head, next(row for row in rows if row[3] == "EIT"), strict=True))
    assert (eit["ช่วง 95% ต่ำสุด"], eit["ช่วง 95% สูงสุด"], eit["ความแม่น"]) == (
        None,
        None,
        "ตอบครบทุกคน (8 จาก 8): ไม่มีความคลาดเคลื่อนจากการสุ่ม",
    )


def test_scores_without_answers_have_no_interval(tmp_path):
    printed = [[f"ผลการประเมิน {AGENCY} ปีงบประมาณ พ.ศ. 2565"], ["ตัวชี้วัด", "คะแนน"], ["IIT", 91.5]]
    path = make_workbook(tmp_path / "2565.xlsx", {"ผล": printed})
    assert "  IIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน: 91.50" in tell_scores(score_files(read_answers(path)))
    lines = tell_scores(score_files(read_answers([path, write(tmp_path / "eit.xlsx", every_place(8, EIT))])))
    iit = next(line for line in lines if line.startswith("  IIT แบบวัด"))
    assert iit.endswith(": 91.50 (ไม่ทราบ: มีเพียงคะแนน ไม่มีคำตอบรายคน)")


def test_what_is_missing_says_why(tmp_path):
    told = tell_scores(score_files(read_answers(write(tmp_path / "eit.xlsx", best(8, EIT)))))
    assert "  ITA คะแนนรวม ITA: ไม่มีข้อมูล (ไม่มีคะแนน IIT OIT)" in told
    blank = [[None if question.code == "e9" else question.last for question in EIT] for _ in range(8)]
    told = tell_scores(score_files(read_answers(write(tmp_path / "holes.xlsx", blank), strict=False)))
    assert "  EIT แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก: ไม่มีข้อมูล (มีข้อที่ไม่มีคะแนน)" in told
    assert "    6 คุณภาพการดำเนินงาน: 100.00 (" in "\n".join(told)


@pytest.mark.parametrize(("people", "warned"), [(1, True), (4, True), (5, False)])
def test_so_few_that_each_can_be_known_are_told(tmp_path, people, warned):
    told = tell_scores(score_files(read_answers(write(tmp_path / "a.xlsx", every_place(people, EIT)))))
    assert ("  EIT มีผู้ตอบไม่ถึง 5 คน: คะแนนบอกได้ว่าใครตอบอย่างไร ไม่ควรเผยแพร่" in told) == warned


def test_what_is_to_be_known_of_an_interval_stands_beside_it(tmp_path):
    scored = score_files(read_answers(write(tmp_path / "a.xlsx", every_place(6, EIT))))
    (eit,) = (line for line in tell_scores(scored) if line.startswith("  EIT แบบวัด"))
    assert eit.endswith("; มีเพียง 6 คำตอบ: ช่วงเป็นค่าประมาณหยาบ)")
    rows = list(load_workbook(write_scores(scored, tmp_path / "made")[-1])["คะแนน"].iter_rows(values_only=True))
    at = rows[0].index("ความแม่น")
    assert {row[at] for row in rows[1:]} == {"มีเพียง 6 คำตอบ: ช่วงเป็นค่าประมาณหยาบ"}


def test_people_who_have_not_answered_are_not_forgotten(tmp_path):
    read = read_answers(write(tmp_path / "a.xlsx", best(50, EIT)), agency="อบต.ตัวอย่าง")
    scored = score_files(read, population={"IIT": 26})
    told = tell_scores(scored)
    assert "  IIT ยังไม่มีคำตอบในไฟล์ จาก 26 คน · ขั้นต่ำ 26 (อบต.ขนาดเล็ก: ทุกคน (26 คน)) · ยังไม่ครบ" in told
    assert any("EIT ผู้ตอบ 50 คน · ขั้นต่ำ 30 (อบต.ขนาดเล็ก" in line for line in told)  # 26 inside: a small office
    assert scored.samples.set_index("instrument")["population"]["IIT"] == 26


def test_everything_says_that_it_is_no_announced_result(tmp_path):
    scored = score_files(read_answers(write(tmp_path / "a.xlsx", every_place(6, EIT))))
    assert tell_scores(scored)[0] == "คะแนนคิดจากไฟล์ของหน่วยงาน ไม่ใช่ผลที่สำนักงาน ป.ป.ช. ประกาศ"
    book = load_workbook(write_scores(scored, tmp_path / "made")[-1])
    assert book.worksheets[0]["A2"].value == tell_scores(scored)[0]
    assert read_scores(tmp_path / "made").attrs["announced"] is False


def test_the_folder_of_clean_is_not_written_over(tmp_path):
    write(tmp_path / "a.xlsx", every_place(6, EIT))
    (tmp_path / "data" / "raw").mkdir(parents=True)
    printed = [[f"ผลการประเมิน {AGENCY} ปีงบประมาณ พ.ศ. 2565"], ["ตัวชี้วัด", "คะแนน"], ["IIT", 91.5]]
    make_workbook(tmp_path / "data" / "raw" / "2565.xlsx", {"ผล": printed})
    assert run("clean", cwd=tmp_path).returncode == 0
    before = (tmp_path / "data" / "processed" / "scores.parquet").read_bytes()
    done = run("score", "a.xlsx", "-o", "data/processed", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        1,
        "data/processed เป็นโฟลเดอร์ของ ita clean จึงไม่เขียนทับ: เลือกโฟลเดอร์อื่นด้วย -o",
    )
    assert (tmp_path / "data" / "processed" / "scores.parquet").read_bytes() == before


def test_documents_are_made_from_the_scores_and_say_that_they_are_no_announced_result(tmp_path):
    sample = Path(__file__).parents[1] / "data" / "answers" / "simulated-2565.xlsx"
    done = run("score", str(sample), "--staff", "34", "-o", "made", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == 'ทำรายงานจากคะแนนนี้: ita pack --scored "made"'
    packed = run("pack", "--scored", "made", "-o", "pack", cwd=tmp_path)
    assert packed.returncode == 0, packed.stderr
    text = "\n".join(block.text for block in Document(tmp_path / "pack" / "report-2566.docx").paragraphs)
    assert "ไม่ใช่ผลที่สำนักงาน ป.ป.ช. ประกาศ" in text
    assert "34 คน ตอบแบบวัด 28 คน" in text
    assert "คะแนนจากคำตอบแม่นเพียงใด" in text
    for report in ("report-2566.docx", "report-2566.pdf"):  # nothing to mend, not even a score without a day
        assert run("review", f"pack/{report}", cwd=tmp_path).stdout == f"{report}: P0 0 P1 0 P2 0\n"
    assert not (tmp_path / "data").exists()  # nothing was read from data/raw, nothing written to data/processed
    summary = run("batch", "--scored", "made", "--all", "-j", "1", "-o", "packs", cwd=tmp_path)
    assert summary.returncode == 0, summary.stderr
    (book,) = (tmp_path / "packs").glob("*/tables-2565.xlsx")
    assert "ช่วงความเชื่อมั่น" in load_workbook(book).sheetnames


def test_a_folder_without_scores_is_told(tmp_path):
    for command in (["pack"], ["batch", "--all"]):
        done = run(*command, "--scored", "nowhere", cwd=tmp_path)
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == "ยังไม่มี scores.parquet ใน nowhere: สั่ง ita clean หรือ ita score ก่อน"


@pytest.mark.parametrize(
    ("offices", "staff", "told"),
    [
        ([AGENCY], 2, "ผู้ตอบ EIT มี 3 คน มากกว่าจำนวนทั้งหมดที่ระบุ 2 คน"),
        ([AGENCY, "อบต.ตัวอย่างสอง"], 50, "ใช้ได้กับไฟล์ของหน่วยงานและปีเดียว"),
    ],
)
def test_a_number_of_people_that_cannot_be_is_told(tmp_path, offices, staff, told):
    titles = [f"{office} ปีงบประมาณ พ.ศ. 2565" for office in offices]
    paths = [write(tmp_path / f"{at}.xlsx", every_place(3, EIT), title=title) for at, title in enumerate(titles)]
    with pytest.raises(ItaError, match=told):
        score_files(read_answers(paths), population={"EIT": staff})


def test_nothing_in_the_files_is_run_as_a_formula(tmp_path):
    scores = score_files(read_answers(write(tmp_path / "a.xlsx", every_place(3, EIT))))
    bad = scores._replace(scores=scores.scores.assign(agency="=1+1", note="@x"))
    *_, table, book = write_scores(bad, tmp_path / "made")
    assert set(pd.read_csv(table)["agency"]) == {"'=1+1"}
    cells = [cell for row in load_workbook(book)["คะแนน"].iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]


def test_files_without_answers_and_scores_are_told(tmp_path: Path):
    make_workbook(tmp_path / "a.xlsx", {"S": [["ไม่มี", "อะไร"], ["เลย", "x"]]})
    assert run("score", "a.xlsx", cwd=tmp_path).returncode == 1
    done = run("score", "a.xlsx", "--allow-errors", cwd=tmp_path)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (1, "ไม่พบคำตอบหรือคะแนนที่อ่านได้ในไฟล์")


def test_simulated_answers_are_told_beside_the_name():
    sample = Path(__file__).parents[1] / "data" / "answers" / "simulated-2565.xlsx"
    told = tell_scores(score_files(read_answers(sample)))
    assert any(line.endswith(" ปี 2565 · ข้อมูลจำลอง") for line in told)
