"""From files to scores: clean, report, check, score, samples."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from itaanalysis.commands._options import Processed, Raw, Year, be_year
from itaanalysis.commands._terminal import progress, say_made, show_issues


def clean(
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="เขียนส่วนที่อ่านได้ แม้บางไฟล์มีปัญหา")] = False,
) -> None:
    """อ่านไฟล์คะแนนทุกไฟล์ ตรวจ แล้วเขียนลง data/processed"""
    from itaanalysis.reports.build import Places
    from itaanalysis.reports.build import clean as clean_step

    with progress() as tell:
        made = clean_step(Places(raw=raw, processed=processed), strict=not allow_errors, tell=tell)
    say_made(made, "อ่านคะแนน")


def report(
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    notebooks: Annotated[Path, typer.Option(help="โฟลเดอร์สมุดงาน")] = Path("notebooks"),
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของรายงาน")] = Path("reports"),
    agency: Annotated[str, typer.Option(help="หน่วยงาน เช่น “อบต.ท่านางแนว”; ว่างไว้เมื่อมีหน่วยงานเดียว")] = "",
    year: Year = 0,
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="ทำต่อแม้บางไฟล์มีปัญหา")] = False,
) -> None:
    """อ่านคะแนน ทำหน้ารายงานและกราฟจากสมุดงาน และร่างตารางมาตรการ"""
    from itaanalysis.reports import build

    places = build.Places(raw, processed, notebooks, out)
    with progress() as tell:
        cleaned = build.clean(places, strict=not allow_errors, tell=tell)
        made = build.report(places, agency=agency, year_be=year, tell=tell)
    say_made(cleaned, "อ่านคะแนน")
    say_made(made, "รายงาน")


def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="ไฟล์คะแนนที่จะตรวจ")],
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของผลตรวจ")] = Path("reports/check"),
) -> None:
    """ตรวจไฟล์คะแนน บอกทุกช่องที่อ่านไม่ได้ พร้อมวิธีแก้ (ไม่แก้ไฟล์เดิม)"""
    import pandas as pd

    from itaanalysis.exports import read_export
    from itaanalysis.reports.check_sheet import write_issues, write_marked_copy

    exports = []
    with progress() as tell:
        for file in files:
            tell(f"ตรวจ {file.name}")
            exports.append(read_export(file, strict=False))
    issues = pd.concat([export.issues for export in exports], ignore_index=True)
    for file, export in zip(files, exports, strict=True):
        print(f"{file.name}: {len(export.scores):,} คะแนน {len(export.issues)} ปัญหา")
    show_issues(issues)
    if issues.empty:
        return
    print(f"เขียนแล้ว: {write_issues(issues, out / 'issues.xlsx')}")
    for file, export in zip(files, exports, strict=True):
        again = [other for other in files if other.name == file.name]
        stem = file.stem if len(again) == 1 else f"{file.stem}-{again.index(file) + 1}"
        copy = write_marked_copy(file, export.issues, out / f"{stem}-marked{file.suffix}")
        if copy is not None:
            print(f"เขียนแล้ว: {copy}")
    raise typer.Exit(int((issues["severity"] == "error").any()))


def score(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="ไฟล์คำตอบ IIT/EIT (และผลตรวจ OIT)")],
    year: Annotated[int, typer.Option(help="ปีงบประมาณ (พ.ศ.); 0 = ตามที่ไฟล์บอก", callback=be_year)] = 0,
    agency: Annotated[str, typer.Option(help="หน่วยงาน; ว่างไว้ = ตามที่ไฟล์บอก")] = "",
    instrument: Annotated[str, typer.Option(help="IIT หรือ EIT เมื่อหัวคอลัมน์มีเพียงเลขข้อ")] = "",
    cells: Annotated[
        str, typer.Option(help="ตัวเลขเป็นอะไร: places from 0, places from 1, places from 1 (yes first), points")
    ] = "",
    turned: Annotated[bool | None, typer.Option("--turned/--not-turned", help="ตัวเลขข้อเชิงลบกลับค่าไว้แล้วหรือยัง")] = None,
    negative: Annotated[str, typer.Option(help="ข้อเชิงลบที่กติกาไม่บอก เช่น i2,e5; none = ไม่มี")] = "",
    values: Annotated[int, typer.Option(min=0, help="ชุดคะแนนของคำตอบ เมื่อแหล่งข้อมูลไม่ตรงกัน")] = 0,
    staff: Annotated[int, typer.Option(min=0, help="จำนวนบุคลากรทั้งหมดที่ตอบ IIT ได้; 0 = ไม่ทราบ")] = 0,
    external: Annotated[int, typer.Option(min=0, help="จำนวนผู้มีส่วนได้ส่วนเสียภายนอกทั้งหมด (EIT); 0 = ไม่ทราบ")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของคะแนน")] = Path("reports/score"),
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="คิดคะแนนจากส่วนที่อ่านได้")] = False,
) -> None:
    """คิดคะแนนจากคำตอบของผู้ตอบ บอกว่าแม่นเพียงใด ข้อที่เป็นจุดอ่อน และปัญหาในไฟล์"""
    from itaanalysis.exports.answers import read_answers
    from itaanalysis.reports.answer_scores import score_files, tell_scores, write_scores

    if instrument not in ("", "IIT", "EIT"):
        raise typer.BadParameter(f"--instrument คือ IIT หรือ EIT; พบ {instrument}")
    codes = None if not negative else [] if negative == "none" else negative.replace(",", " ").split()
    if unknown := set(codes or ()) - _questions():
        raise typer.BadParameter(f"--negative ไม่ใช่ข้อของ IIT หรือ EIT ปีใด: {' '.join(sorted(unknown))}")
    asked = {"year_be": year or None, "agency": agency or None, "instrument": instrument or None, "negative": codes}
    people = {name: count for name, count in (("IIT", staff), ("EIT", external)) if count}
    with progress() as tell:
        read = read_answers(
            files,
            **asked,  # type: ignore[arg-type]
            cells=cells or None,
            turned=turned,
            strict=False,
            on_file=lambda file: tell(f"อ่าน {file.name}"),
        )
    for file in files:
        rows, problems = read.answers["source"].str.startswith(f"{file.name}#"), read.issues["file"] == file.name
        print(f"{file.name}: ผู้ตอบ {rows.sum():,} คน {problems.sum()} ปัญหา")
    show_issues(read.issues)
    if (read.issues["severity"] == "error").any() and not allow_errors:
        print("ยังไม่ได้คิดคะแนน: แก้ปัญหาข้างบน หรือสั่งด้วย --allow-errors", file=sys.stderr)
        raise typer.Exit(1)
    with progress() as tell:
        tell("คิดคะแนนและช่วงความเชื่อมั่น")
        sources = {file.name: _source(file) for file in files}
        scored = score_files(read, values=values, population=people, sources=sources)
    for line in tell_scores(scored):
        print(line)
    for file in write_scores(scored, out):
        if file.suffix != ".parquet":  # those are for the next command, not for a person
            print(f"เขียนแล้ว: {file}")
    if scored.scores.loc[scored.scores["level"] == "indicator", "score"].notna().any():
        one = scored.scores["agency_id"].nunique() == 1
        print(f'ทำรายงานจากคะแนนนี้: ita {"pack" if one else "batch --all"} --scored "{out}"')


def _questions() -> set[str]:
    """The codes of all questions of all years."""
    from itaanalysis.rulebook import known_years, questions

    return {code for year in known_years() for name in ("code", "column") for code in questions(year)[name]}


def _source(file: Path) -> dict[str, str]:
    """What a document says of a file that was scored: the day is that of the file."""
    return {"title": "ไฟล์คำตอบหรือผลตรวจของหน่วยงาน", "retrieved": date.fromtimestamp(file.stat().st_mtime).isoformat()}


def samples(
    kind: Annotated[str, typer.Option("--type", help="ประเภทหน่วยงาน เช่น อบต. เทศบาลตำบล อบจ.")] = "",
    agency: Annotated[str, typer.Option(help="ชื่อหน่วยงาน ใช้แทน --type")] = "",
    internal: Annotated[int | None, typer.Option(min=0, help="จำนวนบุคลากรทั้งหมด (IIT)")] = None,
    external: Annotated[int | None, typer.Option(min=0, help="จำนวนผู้มีส่วนได้ส่วนเสียภายนอกทั้งหมด (EIT)")] = None,
    external_size: Annotated[str, typer.Option(help="ขนาดตามตาราง: เล็ก กลาง ใหญ่; ว่างไว้ = ตามจำนวนบุคลากร")] = "",
    iit_answers: Annotated[int, typer.Option(min=0, help="มีผู้ตอบ IIT แล้วกี่คน")] = 0,
    eit_answers: Annotated[int, typer.Option(min=0, help="มีผู้ตอบ EIT แล้วกี่คน")] = 0,
) -> None:
    """บอกจำนวนผู้ตอบขั้นต่ำ และยังขาดอีกกี่คน ตามตารางและตามข้อความของเกณฑ์"""
    if bool(kind) == bool(agency):
        raise typer.BadParameter("ระบุ --type ประเภท หรือ --agency ชื่อหน่วยงาน อย่างใดอย่างหนึ่ง")
    from itaanalysis.analysis import tell_minimums
    from itaanalysis.thai import parse_agency

    for line in tell_minimums(
        kind or parse_agency(agency).agency_type,
        {"IIT": iit_answers, "EIT": eit_answers},
        internal=internal,
        external=external,
        external_size=external_size or None,
    ):
        print(line)
