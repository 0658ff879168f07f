"""The command line `ita` (`python -m itaanalysis`). Heavy imports stand inside the commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import pandas as pd

    from itaanalysis.reports.build import Made

app = typer.Typer(
    help="ผลคะแนน ITA จาก Excel เป็นตาราง กราฟ จุดอ่อน และร่างมาตรการ",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Raw = Annotated[Path, typer.Option("--raw", help="โฟลเดอร์ไฟล์คะแนนตามที่ได้รับ (ไม่ถูกแก้ไข)")]
Processed = Annotated[Path, typer.Option("--processed", help="โฟลเดอร์ข้อมูลที่อ่านแล้ว")]


@app.command()
def clean(
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="เขียนส่วนที่อ่านได้ แม้บางไฟล์มีปัญหา")] = False,
) -> None:
    """อ่านไฟล์คะแนนทุกไฟล์ ตรวจ แล้วเขียนลง data/processed"""
    from itaanalysis.reports.build import Places
    from itaanalysis.reports.build import clean as clean_step

    with _progress() as tell:
        made = clean_step(Places(raw=raw, processed=processed), strict=not allow_errors, tell=tell)
    _say_made(made, "อ่านคะแนน")


@app.command()
def report(
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    notebooks: Annotated[Path, typer.Option(help="โฟลเดอร์สมุดงาน")] = Path("notebooks"),
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของรายงาน")] = Path("reports"),
    agency: Annotated[str, typer.Option(help="หน่วยงาน เช่น “อบต.ท่านางแนว”; ว่างไว้เมื่อมีหน่วยงานเดียว")] = "",
    year: Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ปีล่าสุด")] = 0,
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="ทำต่อแม้บางไฟล์มีปัญหา")] = False,
) -> None:
    """อ่านคะแนน ทำหน้ารายงานและกราฟจากสมุดงาน และร่างตารางมาตรการ"""
    from itaanalysis.reports import build

    places = build.Places(raw, processed, notebooks, out)
    with _progress() as tell:
        cleaned = build.clean(places, strict=not allow_errors, tell=tell)
        made = build.report(places, agency=agency, year_be=year, tell=tell)
    _say_made(cleaned, "อ่านคะแนน")
    _say_made(made, "รายงาน")


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="ไฟล์คะแนนที่จะตรวจ")],
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของผลตรวจ")] = Path("reports/check"),
) -> None:
    """ตรวจไฟล์คะแนน บอกทุกช่องที่อ่านไม่ได้ พร้อมวิธีแก้ (ไม่แก้ไฟล์เดิม)"""
    import pandas as pd

    from itaanalysis.exports import read_export
    from itaanalysis.reports.check_sheet import write_issues, write_marked_copy

    exports = []
    with _progress() as tell:
        for file in files:
            tell(f"ตรวจ {file.name}")
            exports.append(read_export(file, strict=False))
    issues = pd.concat([export.issues for export in exports], ignore_index=True)
    for file, export in zip(files, exports, strict=True):
        print(f"{file.name}: {len(export.scores):,} คะแนน {len(export.issues)} ปัญหา")
    _show_issues(issues)
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


@app.command()
def review(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="รายงานมาตรการ (.docx .pdf .txt)")],
    agency: Annotated[str, typer.Option(help="หน่วยงานเจ้าของรายงาน; ว่างไว้ = ตามที่รายงานบอก")] = "",
    year: Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ตามที่รายงานบอก")] = 0,
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


@app.command()
def pack(
    agency: Annotated[str, typer.Option(help="หน่วยงาน; ว่างไว้เมื่อมีหน่วยงานเดียว")] = "",
    year: Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ปีล่าสุด")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของเอกสาร")] = Path("reports/pack"),
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    measures: Annotated[str, typer.Option(help="ตารางมาตรการที่แก้แล้ว (.xlsx); ว่างไว้ = ร่างใหม่")] = "",
    approved: Annotated[bool, typer.Option("--approved", help="ผู้มีอำนาจรับรองแล้ว: ไม่มีคำว่าร่าง")] = False,
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="ใช้เลขไทยใน Word และ PDF")] = False,
) -> None:
    """ทำเอกสารประชุมของหน่วยงานเดียว: รายงานมาตรการ (Word, PDF) สไลด์ และตาราง Excel"""
    from itaanalysis.measures import read_measures
    from itaanalysis.reports import build
    from itaanalysis.reports.pack import make_pack, write_pack
    from itaanalysis.reports.processed import read_ratings, read_samples, read_scores

    with _progress() as tell:
        build.clean(build.Places(raw, processed), tell=tell)
        tell("เตรียมเนื้อหา")
        made = make_pack(
            read_scores(processed),
            agency=agency,
            year_be=year,
            measures=read_measures(measures).measures if measures else None,
            samples=read_samples(processed),
            ratings=read_ratings(processed),
            approved=approved,
        )
        files = write_pack(made, out, thai_digits=thai_digits, tell=tell)
    for file in files:
        print(f"เขียนแล้ว: {file}")


@app.command()
def batch(
    province: Annotated[str, typer.Option(help="ทุกหน่วยงานของจังหวัด")] = "",
    everyone: Annotated[bool, typer.Option("--all", help="ทุกหน่วยงานที่มีคะแนน")] = False,
    year: Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ปีล่าสุด")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของทุกหน่วยงาน")] = Path("reports/packs"),
    jobs: Annotated[int, typer.Option("-j", "--jobs", min=0, help="จำนวนกระบวนการ; 0 = เท่าจำนวนคอร์")] = 0,
    dask: Annotated[str, typer.Option(metavar="ADDRESS", help="ทำบนคลัสเตอร์ Dask เช่น tcp://10.0.0.1:8786")] = "",
    raw: Raw = Path("data/raw"),
    processed: Processed = Path("data/processed"),
    measures: Annotated[str, typer.Option(help="ตารางมาตรการที่แก้แล้ว (.xlsx); ว่างไว้ = ร่างใหม่")] = "",
    approved: Annotated[bool, typer.Option("--approved", help="ผู้มีอำนาจรับรองแล้ว: ไม่มีคำว่าร่าง")] = False,
    thai_digits: Annotated[bool, typer.Option("--thai-digits", help="ใช้เลขไทยใน Word และ PDF")] = False,
) -> None:
    """ทำเอกสารประชุมของทุกหน่วยงาน แห่งละโฟลเดอร์; หยุดกลางคันแล้วสั่งซ้ำได้ ทำต่อจากที่ค้าง"""
    if bool(province) == everyone:
        raise typer.BadParameter("ระบุ --province จังหวัด หรือ --all อย่างใดอย่างหนึ่ง")
    from itaanalysis.measures import read_measures
    from itaanalysis.reports import build
    from itaanalysis.reports.batch import FAILED, SUMMARY, tell_summary, write_packs
    from itaanalysis.reports.processed import read_ratings, read_samples, read_scores

    with _progress() as tell:
        build.clean(build.Places(raw, processed), tell=tell)
        tell("เตรียมคะแนนและการเปรียบเทียบ")
        scores = read_scores(processed)
    try:
        with _bar() as tell_office:
            summary = write_packs(
                scores,
                out,
                province=province,
                year_be=year,
                measures=read_measures(measures).measures if measures else None,
                samples=read_samples(processed),
                ratings=read_ratings(processed),
                approved=approved,
                thai_digits=thai_digits,
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


@app.command()
def score(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="ไฟล์คำตอบ IIT/EIT (และผลตรวจ OIT)")],
    year: Annotated[int, typer.Option(help="ปีงบประมาณ (พ.ศ.); 0 = ตามที่ไฟล์บอก")] = 0,
    agency: Annotated[str, typer.Option(help="หน่วยงาน; ว่างไว้ = ตามที่ไฟล์บอก")] = "",
    instrument: Annotated[str, typer.Option(help="IIT หรือ EIT เมื่อหัวคอลัมน์มีเพียงเลขข้อ")] = "",
    cells: Annotated[str, typer.Option(help="ตัวเลขเป็นอะไร: places from 0, places from 1, points")] = "",
    turned: Annotated[bool | None, typer.Option("--turned/--not-turned", help="ตัวเลขข้อเชิงลบกลับค่าไว้แล้วหรือยัง")] = None,
    negative: Annotated[str, typer.Option(help="ข้อเชิงลบที่กติกาไม่บอก เช่น i2,e5; none = ไม่มี")] = "",
    values: Annotated[int, typer.Option(min=0, help="ชุดคะแนนของคำตอบ เมื่อแหล่งข้อมูลไม่ตรงกัน")] = 0,
    staff: Annotated[int, typer.Option(min=0, help="จำนวนบุคลากรทั้งหมด สำหรับจำนวนผู้ตอบขั้นต่ำ; 0 = ไม่ทราบ")] = 0,
    out: Annotated[Path, typer.Option("--out", "-o", help="โฟลเดอร์ของคะแนน")] = Path("reports/score"),
    allow_errors: Annotated[bool, typer.Option("--allow-errors", help="คิดคะแนนจากส่วนที่อ่านได้")] = False,
) -> None:
    """คิดคะแนนจากคำตอบของผู้ตอบ บอกข้อที่เป็นจุดอ่อน และปัญหาในไฟล์"""
    import pandas as pd

    from itaanalysis.exports.answers import read_answers
    from itaanalysis.reports.answer_scores import score_files, tell_scores, write_scores

    codes = None if not negative else [] if negative == "none" else negative.replace(",", " ").split()
    asked = {"year_be": year or None, "agency": agency or None, "instrument": instrument or None, "negative": codes}
    read = []
    with _progress() as tell:
        for file in files:
            tell(f"อ่าน {file.name}")
            read.append(read_answers(file, **asked, cells=cells or None, turned=turned, strict=False))  # type: ignore[arg-type]
    for file, answers in zip(files, read, strict=True):
        print(f"{file.name}: ผู้ตอบ {len(answers.answers):,} คน {len(answers.issues)} ปัญหา")
    issues = pd.concat([answers.issues for answers in read], ignore_index=True)
    _show_issues(issues)
    if (issues["severity"] == "error").any() and not allow_errors:
        print("ยังไม่ได้คิดคะแนน: แก้ปัญหาข้างบน หรือสั่งด้วย --allow-errors", file=sys.stderr)
        raise typer.Exit(1)
    scored = score_files(read, values=values)
    for line in tell_scores(scored, staff=staff or None):
        print(line)
    for file in write_scores(scored, out):
        print(f"เขียนแล้ว: {file}")


@app.command()
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


@app.command("follow-up")
def follow_up(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="ตารางมาตรการที่แก้แล้ว (.xlsx)")],
    out: Annotated[str, typer.Option("--out", "-o", help="เขียนรายงานผลการดำเนินการ (.xlsx) ไว้ที่นี่")] = "",
) -> None:
    """บอกมาตรการที่ครบกำหนดเดือนนี้และที่เลยกำหนด และเขียนรายงานผลการดำเนินการ"""
    from datetime import date

    from itaanalysis.measures import find_due, read_measures
    from itaanalysis.reports.follow_up_sheet import write_follow_up

    edited = read_measures(file)
    due = find_due(edited.measures)
    for line in [*edited.warnings, *due["told"] + " · " + due["measure"] + " · " + due["responsible"]]:
        print(line)
    print(f"{len(due)} จาก {len(edited.measures)} มาตรการต้องติดตามในเดือนนี้")
    if out:
        print(f"เขียนแล้ว: {write_follow_up(edited.measures, out, on=date.today())}")


def _show_issues(issues: pd.DataFrame) -> None:
    """All issues: a table on a terminal, a line each elsewhere."""
    from itaanalysis.exports import sentences

    if not sys.stdout.isatty() or issues.empty:
        for line in sentences(issues, most=200):
            print(f"  {line}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table("แผ่นงาน", "ช่อง", "พบ", "ปัญหา", "วิธีแก้", title=f"{len(issues)} ปัญหา", show_lines=True)
    for row in issues[["sheet", "cell", "value", "problem", "fix"]].itertuples(index=False):
        table.add_row(*row)
    Console().print(table)


class _progress:  # noqa: N801 - a context manager used like a function
    """Say each step as it begins: a spinner with the time on a terminal, a line a step elsewhere."""

    def __enter__(self):  # type: ignore[no-untyped-def]
        if not sys.stderr.isatty():
            return lambda step: print(step, file=sys.stderr, flush=True)
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        self.bar = Progress(SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), transient=True)
        self.bar.__enter__()
        task = self.bar.add_task("เริ่ม", total=None)
        return lambda step: self.bar.update(task, description=step)

    def __exit__(self, *error: object) -> None:
        if hasattr(self, "bar"):
            self.bar.__exit__(*error)  # type: ignore[arg-type]


@contextmanager
def _bar() -> Iterator[Callable[[str, int, int], None]]:
    """Say how many offices are done of how many: a bar and the time left on a terminal, a line each elsewhere."""
    if not sys.stderr.isatty():
        yield lambda told, done, total: print(f"{done}/{total} {told}", file=sys.stderr, flush=True)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("เริ่ม", total=None)
        yield lambda told, done, total: bar.update(task, description=told, completed=done, total=total)


def _say_made(made: Made, what: str) -> None:
    for line in made.told:
        print(f"  {line}")
    if not made.new:
        print(f"{what}: ไม่มีอะไรเปลี่ยน ใช้ของเดิม {len(made.kept)} ไฟล์")
        return
    print(f"{what}: ทำใหม่ {len(made.new)} ไฟล์" + (f" ใช้ของเดิม {len(made.kept)} ไฟล์" if made.kept else ""))
    folders = sorted({path.parent for path in made.every})
    for folder in folders:
        names = [path.name for path in made.every if path.parent == folder]
        shown = ", ".join(names[:8]) + (f" และอีก {len(names) - 8}" if len(names) > 8 else "")
        print(f"  {folder}{'/'}: {shown}")


def main() -> None:
    """Run the command; what a user can mend ends in a sentence, not in a trace."""
    from itaanalysis.errors import ItaError

    try:
        app()
    except ItaError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
