"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def be_year(year: int) -> int:
    """The year as it was typed; one of the common era is refused, with the year of พ.ศ. that it stands for."""
    if 1900 <= year < 2400:
        from itaanalysis.errors import ItaError
        from itaanalysis.thai import BE_MINUS_CE

        raise ItaError(f"--year {year} เป็นปี ค.ศ.: ใช้ปี พ.ศ. คือ --year {year + BE_MINUS_CE}")
    return year


Raw = Annotated[Path, typer.Option("--raw", help="โฟลเดอร์ไฟล์คะแนนตามที่ได้รับ (ไม่ถูกแก้ไข)")]
Processed = Annotated[Path, typer.Option("--processed", help="โฟลเดอร์ข้อมูลที่อ่านแล้ว")]
Scored = Annotated[
    Path | None,
    typer.Option(help="โฟลเดอร์ที่ ita score เขียน: ใช้คะแนนจากไฟล์คำตอบ แทนไฟล์ผลคะแนน", show_default=False),
]
Year = Annotated[int, typer.Option(help="ปีของผลคะแนน (พ.ศ.); 0 = ปีล่าสุด", callback=be_year)]
