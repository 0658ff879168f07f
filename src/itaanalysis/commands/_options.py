"""The options that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Raw = Annotated[Path, typer.Option("--raw", help="โฟลเดอร์ไฟล์คะแนนตามที่ได้รับ (ไม่ถูกแก้ไข)")]
Processed = Annotated[Path, typer.Option("--processed", help="โฟลเดอร์ข้อมูลที่อ่านแล้ว")]
