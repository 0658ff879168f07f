"""Reading against its peers: `read_export` beside python-calamine alone and beside pandas with openpyxl and melt.

Ratios of medians over interleaved pairs in one run. Each reading that counts is a whole one: frames, sources, checks.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

OFFICES = 8_317
LETTERS = "กขคงจฉชซญดตถทธนบปผพภมยรลวสหอ"
NAMES = (
    *("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของทางราชการ", "การแก้ไขปัญหาการทุจริต"),
    *("คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน"),
    *("การเปิดเผยข้อมูล", "การป้องกันการทุจริต"),
)
ITEMS = [*(f"o{n}" for n in range(1, 44)), *(f"i{n}" for n in range(1, 31)), *(f"e{n}" for n in range(1, 16))]


def make_national(path: Path, *, offices: int = OFFICES, items: int = 0, year: int = 2565, start: int = 0) -> Path:
    """A made-up sheet of offices × 21 columns, and as many items as wanted (88 are in the list of 2565)."""
    from openpyxl import Workbook

    chance = random.Random(start + items)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ผลคะแนน")
    sheet.append([f"ผลการประเมิน ITA ปีงบประมาณ พ.ศ. {year} (ข้อมูลจำลอง)"])
    indicators = [f"ตัวชี้วัดที่ {at} {name}" for at, name in enumerate(NAMES, start=1)]
    head = ["ลำดับ", "หน่วยงาน", "อำเภอ", "จังหวัด", "ประเภท", *indicators, "IIT", "EIT", "OIT", "คะแนน ITA"]
    sheet.append([*head, "ระดับ", "หมายเหตุ", *ITEMS[:items]])
    for at in range(start, start + offices):
        name = "".join(LETTERS[at // 28**place % 28] for place in range(3))
        kind = ("องค์การบริหารส่วนตำบล", "เทศบาลตำบล")[at % 2]
        scores = [round(chance.uniform(60, 100), 2) for _ in range(14)]
        place = [f"สมมติ{LETTERS[at % 9]}", f"จังหวัดสมมติ{LETTERS[at // 108 % 28]}{LETTERS[at // 3024]}"]
        row = [at + 1, f"{kind}ตัวอย่าง{name}", *place, "อปท.", *scores, "ผ่าน", None]
        sheet.append([*row, *(chance.choice((0, 100)) for _ in ITEMS[:items])])
    book.save(path)
    return path


def by_calamine(path: Path) -> list[list[object]]:
    """The floor: the cells of the first sheet as lists."""
    from python_calamine import load_workbook

    return load_workbook(path).get_sheet_by_index(0).to_python(skip_empty_area=False)


def by_pandas(path: Path) -> object:
    """What an analyst writes today: the sheet, then long."""
    import pandas as pd

    table = pd.read_excel(path, engine="openpyxl", header=1)
    return table.melt(id_vars=list(table.columns[:5]))


def by_itaanalysis(path: Path) -> object:
    """A whole reading."""
    import itaanalysis as ita

    return ita.read_export(path, strict=False)


def medians(works: Iterable[Callable[[], object]], pairs: int) -> list[float]:
    """Median seconds of each work, done in turn so that a slow moment of the machine meets all of them."""
    works = list(works)
    times: list[list[float]] = [[] for _ in works]
    for _ in range(pairs + 1):
        for at, work in enumerate(works):
            begin = time.perf_counter()
            work()
            times[at].append(time.perf_counter() - begin)
    return [statistics.median(each[1:]) for each in times]


_IMPORTS = {
    "by_calamine": "import pandas, pyarrow, python_calamine",
    "by_itaanalysis": "import pandas, pyarrow.compute, itaanalysis as ita; ita.rulebook(2565); ita.read_export",
}


def growth(work: str, path: Path) -> float:
    """Megabytes by which the process grows above its imports, in a process of its own."""
    code = (
        f"{_IMPORTS[work]}; import reading, sys; from pathlib import Path\n"
        # Not ru_maxrss: a child begins with its parent's.
        "peak = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) / 1024\n"
        "before = peak(); kept = getattr(reading, sys.argv[2])(Path(sys.argv[1])); print(peak() - before)"
    )
    words = [sys.executable, "-c", code, str(path), work]
    there = Path(__file__).parent
    return float(subprocess.run(words, check=True, capture_output=True, text=True, cwd=there).stdout)


def measure(pairs: int = 7) -> list[str]:
    """The lines of the table for RESULTS.md."""
    warnings.simplefilter("ignore")
    lines = ["| file | calamine alone | read_export | ratio | goal |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        files = {
            f"national, {OFFICES:,} × 21": make_national(folder / "national.xlsx"),
            f"national with {len(ITEMS)} items": make_national(folder / "wide.xlsx", items=len(ITEMS)),
            f"a tenth of it, {OFFICES // 10} × 21": make_national(folder / "tenth.xlsx", offices=OFFICES // 10),
        }
        found = {}
        for name, path in files.items():
            floor, own = found[name] = medians([partial(by_calamine, path), partial(by_itaanalysis, path)], pairs)
            lines.append(f"| {name} | {floor:.3f} s | {own:.3f} s | {own / floor:.2f} | ≤ 1.5 |")
        national = files[next(iter(files))]
        lines += _folders(folder, pairs)
        slow, own = medians([partial(by_pandas, national), partial(by_itaanalysis, national)], 2)
        whole, part = (found[list(files)[at]][1] for at in (0, 2))
        lines += ["", "| what | figure | goal |", "|---|---|---|"]
        lines.append(f"| pandas with openpyxl and melt ÷ read_export, national | {slow / own:.1f} | ≥ 6 |")
        lines.append(f"| ten times the rows ÷ time | {whole / part:.1f} | ≤ 11 |")
        for name, path in list(files.items())[:2]:
            floor, own = growth("by_calamine", path), growth("by_itaanalysis", path)
            lines.append(f"| memory ÷ calamine's, {name} ({own:.0f} MB) | {own / floor:.2f} | ≤ 3 |")
    return lines


def _folders(folder: Path, pairs: int) -> list[str]:
    """77 provincial files, and ten national ones: eight years have rules, two of them have a second list of offices."""
    import itaanalysis as ita

    provinces, years = folder / "provinces", folder / "years"
    provinces.mkdir()
    years.mkdir()
    for at in range(77):
        make_national(provinces / f"{at}.xlsx", offices=108, start=at * 108)
    for at in range(10):
        second, year = divmod(at, 8)
        make_national(years / f"{2568 - year}-{second}.xlsx", year=2568 - year, start=second * OFFICES)
    lines = []
    for name, where, goal in (
        ("77 files of 108 rows, in threads", provinces, "≤ 1.2"),
        ("ten national files of eight years", years, "–"),
    ):
        files = sorted(where.iterdir())

        def floor(files: list[Path] = files) -> None:
            with ThreadPoolExecutor() as threads:
                list(threads.map(by_calamine, files))

        low, own = medians([floor, partial(ita.read_folder, where, strict=False)], max(2, pairs // 2))
        lines.append(f"| {name} | {low:.3f} s | {own:.3f} s | {own / low:.2f} | {goal} |")
    return lines


if __name__ == "__main__":
    print("\n".join(measure()))
