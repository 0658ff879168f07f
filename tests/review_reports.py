"""A correct measures report of an invented office, as text, a Word file and a PDF, for the tests of the review."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from conftest import office

from itaanalysis.review import check_report
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import roll_up

OFFICE = "องค์การบริหารส่วนตำบลตัวอย่างพิกุล"
SCORES = {
    **{"1": 96.10, "2": 92.12, "3": 94.85, "4": 94.92, "5": 95.72},
    **{"6": 96.61, "7": 96.51, "8": 95.23},
    **{"9": 41.41, "10": 0.00},
}
MEASURES = "มาตรการ/แนวทาง\tวิธีการดำเนินงาน\tผู้รับผิดชอบ\tระยะเวลาในการดำเนินการ\tการติดตามผล"
NINE = (
    "ตัวชี้วัดที่ 9 ตั้งผู้รับผิดชอบข้อมูลแต่ละข้อ\t1. แบ่งข้อให้กอง 2. ทวนปีของข้อมูล\tสำนักปลัด (งานแผน) ทุกกองร่วม"
    "\tต.ค. 2565 – มี.ค. 2566\tรายงานต่อที่ประชุมหัวหน้าส่วนราชการทุกเดือน"
)
TEN = (
    "ตัวชี้วัดที่ 10 ประเมินความเสี่ยงการทุจริต\t1. ลงนามประกาศ 2. เก็บหลักฐาน\tคณะทำงานบริหารความเสี่ยง"
    "\tต.ค. 2565 – ก.ย. 2566\tเสนอผู้บริหารทุกไตรมาส"
)
FOLLOW_UP = "มาตรการ\tสถานะ\tผลการดำเนินการ\tหลักฐาน"


def scores_frame() -> pd.DataFrame:
    """The scores that the report prints."""
    return office(SCORES, name=OFFICE)


def report_text() -> str:
    """The report, made from the frames: a passage a line, tables with tabs."""
    tree = rulebook(2565).tree.set_index("code")
    rolled = roll_up(scores_frame()).set_index("code")["score"]
    names = tree["name_th"]
    upper = [f"{names[code]} ({code})\t{rolled[code]:.2f}" for code in ("IIT", "EIT", "OIT")]
    indicators = [f"{code}. {names[code]}\t{score:.2f}" for code, score in SCORES.items()]
    levels = [
        f"{label}\t{floor:.2f} – 100"
        for label, floor in rulebook(2565).ratings[["label", "total_floor"]].itertuples(index=False)
    ]
    lines = [
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน ประจำปีงบประมาณ พ.ศ. 2566",
        OFFICE,
        "สารบัญ",
        "การเก็บข้อมูล\t2",
        "ผลการประเมิน\t3",
        "แผนมาตรการ\t5",
        "",
        "การเก็บข้อมูล",
        "ผู้มีส่วนได้ส่วนเสียภายใน (IIT) มีผู้มีสิทธิ์ตอบ 26 คน ผู้ตอบ 26 คน ครบตามจำนวนขั้นต่ำ",
        "ผู้มีส่วนได้ส่วนเสียภายนอก (EIT) มีผู้มีสิทธิ์ตอบ 900 คน ผู้ตอบ 42 คน ครบตามจำนวนขั้นต่ำ 30 คน",
        "ผลการประเมิน",
        f"{OFFICE}ได้รับผลการประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 ดังนี้",
        f"คะแนนรวม {rolled['ITA']:.2f} คะแนน อยู่ในระดับ C",
        "ที่มา: ประกาศผลของสำนักงาน ป.ป.ช. วันที่ 1 สิงหาคม 2565",
        "เครื่องมือ\tคะแนน",
        *upper,
        "",
        "ตัวชี้วัด\tคะแนน",
        *indicators,
        "เกณฑ์ระดับผลการประเมิน",
        "ระดับ\tคะแนน",
        *levels,
        "แผนมาตรการ",
        MEASURES,
        NINE,
        TEN,
    ]
    return "\n".join(lines) + "\n"


def changed(*changes: tuple[str, str]) -> str:
    """The report with texts changed: (what stands there, what shall stand there)."""
    text = report_text()
    for before, after in changes:
        assert text.count(before) >= 1, f"the report does not hold {before!r}"
        text = text.replace(before, after)
    return text


def review(text: str, folder: Path, **asked: object) -> pd.DataFrame:
    """The findings of a report of this text."""
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return check_report(path, **asked)  # type: ignore[arg-type]


def write_docx(text: str, path: Path) -> Path:
    """The same text as a Word file: a paragraph a line, a table for lines with tabs."""
    import docx

    word = docx.Document()
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line.lstrip():
            rows.append(line.split("\t"))
            continue
        if rows:
            table = word.add_table(len(rows), max(map(len, rows)))
            for cells, texts in zip(table.rows, rows, strict=True):
                for cell, told in zip(cells.cells, texts, strict=False):
                    cell.text = told
            rows = []
        word.add_paragraph(line)
    word.save(str(path))
    return path


def write_pdf(text: str, path: Path, *, tagged: bool = True) -> Path:
    """The same text as a PDF, with or without tags."""
    import fontpkg_sarabun
    import typst

    def quoted(told: str) -> str:
        return '"' + told.replace("\\", "\\\\").replace('"', '\\"') + '"'

    blocks: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line.lstrip():
            rows.append(line.split("\t"))
            continue
        if rows:
            width = max(map(len, rows))
            cells = [quoted(told) for row in rows for told in row + [""] * (width - len(row))]
            blocks.append(f"#table(columns: {width}, {', '.join(cells)})")
            rows = []
        blocks.append(f"#par({quoted(line)})" if line else "")
    source = '#set document(title: "report")\n#set text(font: "Sarabun", lang: "th", size: 9pt)\n' + "\n\n".join(blocks)
    fonts = str(Path(fontpkg_sarabun.__file__).parent)
    path.write_bytes(typst.compile(source.encode(), font_paths=[fonts], ignore_system_fonts=True, pdf_tags=tagged))
    return path
