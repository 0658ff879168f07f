"""Documents from scores: pack, batch, and what becomes of them: review, follow-up."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from itaanalysis.commands._options import Processed, Raw, Scored, Year, be_year
from itaanalysis.commands._terminal import bar, progress

Template = Annotated[
    Path | None,
    typer.Option(help="แม่แบบ Word ของหน่วยงาน (.docx จาก ita template); มีผลเฉพาะไฟล์ Word", show_default=False),
]


def pack(
    agency: Annotated[str, typer.Option(help="หน่วยงาน; ว่างไว้เมื่อมีหน่วยงานเดียว")] = "",
    year: Year = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของเอกสาร")] = Path("reports/pack"),
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    scored: Scored = None,
    measures: Annotated[str, typer.Option(help="ตารางมาตรการที่แก้แล้ว (.xlsx); ว่างไว้ = ร่างใหม่")] = "",
    approved: Annotated[bool, typer.Option("--approved", help="ผู้มีอำนาจรับรองแล้ว: ไม่มีคำว่าร่าง")] = False,
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="ใช้เลขไทยใน Word และ PDF")] = False,
    template: Template = None,
) -> None:
    """ทำเอกสารประชุมของหน่วยงานเดียว: รายงานมาตรการ (Word, PDF) สไลด์ และตาราง Excel"""
    from itaanalysis.measures import read_measures
    from itaanalysis.reports.pack import make_pack, write_pack
    from itaanalysis.reports.processed import read_intervals, read_ratings, read_samples, read_scores

    with progress() as tell:
        data = _data(raw, processed, scored, tell)
        tell("เตรียมเนื้อหา")
        made = make_pack(
            read_scores(data),
            agency=agency,
            year_be=year,
            measures=read_measures(measures).measures if measures else None,
            samples=read_samples(data),
            ratings=read_ratings(data),
            intervals=read_intervals(data),
            approved=approved,
        )
        files = write_pack(made, out, template=template, thai_digits=thai_digits, tell=tell)
    for file in files:
        print(f"เขียนแล้ว: {file}")


def _data(raw: Path, processed: Path, scored: Path | None, tell: Callable[[str], None]) -> Path:
    """The folder of the scores: that of `ita score`, else `processed`, cleaned from `raw` where anything changed."""
    if scored is not None:
        return scored
    from itaanalysis.reports.build import Places, clean

    clean(Places(raw, processed), tell=tell)
    return processed


def template(
    out: Annotated[Path, typer.Option("--out", "-o", help="ไฟล์แม่แบบที่จะเขียน (.docx)")] = Path("template.docx"),
) -> None:
    """เขียนแม่แบบ Word ของรายงานมาตรการ ไว้แก้หัวจดหมายและถ้อยคำ แล้วใช้กับ ita pack --template"""
    from itaanalysis.errors import ItaError
    from itaanalysis.reports.pack import write_template

    if out.exists():
        raise ItaError(f"มี {out} อยู่แล้ว จึงไม่เขียนทับ: ย้ายไฟล์นั้น หรือเลือกชื่ออื่นด้วย -o")
    print(f"เขียนแล้ว: {write_template(out)}")


def batch(
    province: Annotated[str, typer.Option(help="ทุกหน่วยงานของจังหวัด")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="ทุกหน่วยงานที่มีคะแนน")] = False,
    year: Year = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของทุกหน่วยงาน")] = Path("reports/packs"),
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="จำนวนกระบวนการ; 0 = เท่าจำนวนคอร์")] = 0,
    dask: Annotated[str, typer.Option(metavar="ADDRESS", help="ทำบนคลัสเตอร์ Dask เช่น tcp://10.0.0.1:8786")] = "",
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    scored: Scored = None,
    measures: Annotated[str, typer.Option(help="ตารางมาตรการที่แก้แล้ว (.xlsx); ว่างไว้ = ร่างใหม่")] = "",
    approved: Annotated[bool, typer.Option("--approved", help="ผู้มีอำนาจรับรองแล้ว: ไม่มีคำว่าร่าง")] = False,
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="ใช้เลขไทยใน Word และ PDF")] = False,
    template: Template = None,
) -> None:
    """ทำเอกสารประชุมของทุกหน่วยงาน แห่งละโฟลเดอร์; หยุดกลางคันแล้วสั่งซ้ำได้ ทำต่อจากที่ค้าง"""
    if bool(province) == everyone:
        raise typer.BadParameter("ระบุ --province จังหวัด หรือ --all อย่างใดอย่างหนึ่ง")
    from itaanalysis.measures import read_measures
    from itaanalysis.reports.batch import FAILED, SUMMARY, tell_summary, write_packs
    from itaanalysis.reports.processed import read_intervals, read_ratings, read_samples, read_scores

    # Ended by another program as by Ctrl-C: otherwise the processes that make the documents would stay behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with progress() as tell:
        data = _data(raw, processed, scored, tell)
        tell("เตรียมคะแนนและการเปรียบเทียบ")
        scores = read_scores(data)
    try:
        with bar() as tell_office:
            summary = write_packs(
                scores,
                out,
                province=province,
                year_be=year,
                measures=read_measures(measures).measures if measures else None,
                samples=read_samples(data),
                ratings=read_ratings(data),
                intervals=read_intervals(data),
                approved=approved,
                thai_digits=thai_digits,
                template=template,
                jobs=jobs,
                dask=dask,
                tell=tell_office,
            )
    except KeyboardInterrupt:
        print("หยุดแล้ว ชุดที่เสร็จใช้ได้ทันที สั่งคำสั่งเดิมเพื่อทำต่อ", file=sys.stderr)
        raise typer.Exit(130) from None
    for line in tell_summary(summary):
        print(line)
    print(f"เขียนแล้ว: {out / SUMMARY}")
    raise typer.Exit(int((summary["status"] == FAILED).any()))


def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="รายงานมาตรการ (.docx .pdf .txt)")],
    agency: Annotated[str, typer.Option(help="หน่วยงานเจ้าของรายงาน; ว่างไว้ = ตามที่รายงานบอก")] = "",
    year: Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ตามที่รายงานบอก", callback=be_year)] = 0,
) -> None:
    """ตรวจรายงานมาตรการ: บอกที่ผิด ตำแหน่ง และวิธีแก้ (P0 ต้องแก้ก่อนเผยแพร่)"""
    from itaanalysis.review import check_report

    findings = check_report(file, year_be=year or None, agency=agency or None)
    for row in findings.itertuples(index=False):
        print(f"{row.priority} · {row.place}: {row.problem} — {row.fix}\n     “{row.text}”")
    for told in findings.attrs.get("not_checked", ()):
        print(f"ไม่ได้ตรวจ: {told}")
    counts = findings["priority"].value_counts()
    print(f"{file.name}: " + " ".join(f"{name} {counts.get(name, 0)}" for name in ("P0", "P1", "P2")))
    raise typer.Exit(int((findings["priority"] == "P0").any()))


def follow_up(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ตารางมาตรการที่แก้แล้ว (.xlsx)")],
    out: Annotated[str, typer.Option("--out", "-o", help="เขียนรายงานผลการดำเนินการ (.xlsx) ไว้ที่นี่")] = "",
) -> None:
    """บอกมาตรการที่ครบกำหนดเดือนนี้และที่เลยกำหนด และเขียนรายงานผลการดำเนินการ"""
    from datetime import date

    from itaanalysis.errors import ItaError
    from itaanalysis.measures import find_due, read_measures
    from itaanalysis.reports.follow_up_sheet import write_follow_up

    if out and not out.lower().endswith(".xlsx"):
        raise ItaError(f"-o {out}: รายงานผลการดำเนินการต้องเป็นไฟล์ .xlsx")
    edited = read_measures(file)
    due = find_due(edited.measures)
    for line in [*edited.warnings, *due["told"] + " · " + due["measure"] + " · " + due["responsible"]]:
        print(" ".join(line.split()))
    print(f"{len(due)} จาก {len(edited.measures)} มาตรการต้องติดตามในเดือนนี้")
    if out:
        print(f"เขียนแล้ว: {write_follow_up(edited.measures, out, on=date.today())}")
