"""One row after the other of an edited measures sheet: what was changed, added, or cannot be taken."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.frames import SIMULATED
from itaanalysis.measures._dates import find_dates
from itaanalysis.measures._draft import office_prefix
from itaanalysis.measures._years import tree_of, two_years
from itaanalysis.measures.sheet import HEADINGS, cell_text, same_words, split_reasons
from itaanalysis.measures.statuses import statuses
from itaanalysis.thai import fiscal_year, match_key

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

Row = dict[str, Any]
_WORDS = ("measure", "steps", "responsible", "follow_up", "success", "result", "evidence")
_LINKS = ("points", "plan_points", "code")
_NEEDED = {"measure": "มาตรการ", "responsible": "ผู้รับผิดชอบ"}
_COMMON_ERA = 2400


class Line:
    """A row of the sheet: the text of each column, and the name of its cell."""

    def __init__(self, cells: dict[str, Cell], places: dict[str, str], edits: Edits) -> None:
        self.cells, self.places, self.edits = cells, places, edits
        self.id = self.text("measure_id")
        self.is_heading = self.id.startswith(tuple(HEADINGS.values()))
        self.heading = next(filter(None, (self.text(name) for name in cells if name != "measure_id")), "")

    def text(self, name: str) -> str:
        """What stands in a column, as text."""
        cell = self.cells.get(name)
        if cell is None or cell.value is None:
            return ""
        value = int(cell.value) if isinstance(cell.value, float) and cell.value.is_integer() else cell.value
        return str(value).strip()

    @property
    def is_measure(self) -> bool:
        """Whether a person wrote a measure here: what to do, and who does it."""
        return all(self.text(name) for name in _NEEDED)

    def fault(self, name: str, told: str) -> None:
        """An error in a column of this row."""
        self.edits.errors.append(f"ช่อง {self.places.get(name, self.places['measure_id'])} {told}")

    def warn_leftovers(self) -> None:
        """Words beside the table are not taken, and that is said."""
        used = [(self.places[name], self.text(name)) for name in self.cells if self.text(name)]
        if used:
            self.edits.warnings.append(
                f"ช่อง {used[0][0]} “{used[0][1][:60]}” ไม่ได้อ่านเป็นมาตรการ: มาตรการใหม่ต้องมีทั้งมาตรการและผู้รับผิดชอบ"
            )


class Edits:
    """The rows as they were written, and what has been read so far."""

    def __init__(self, file: str, written: pd.DataFrame) -> None:
        self.file = file
        self.written: dict[str, Row] = {row["measure_id"]: row for row in written.to_dict(orient="records")}  # type: ignore[misc]
        parts = split_reasons(written).assign(measure_id=written["measure_id"])
        self.parts: dict[str, Row] = {row["measure_id"]: row for row in parts.to_dict(orient="records")}  # type: ignore[misc]
        self.headings = {part[f"{key}_id"]: part[key] for part in self.parts.values() for key in HEADINGS}
        first = next(iter(self.written.values()), {})
        self.years = first.get("result_year_be", ""), first.get("plan_year_be", "")
        self.seen: dict[str, str] = {}
        self.rows: list[Row] = []
        self.changes: list[tuple[str, str, str, str]] = []
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def take_heading(self, line: Line) -> None:
        """What stands over the rows that share it; it must be one that was written."""
        if line.id not in self.headings:
            line.fault("measure_id", f"มีรหัส “{line.id}” ที่โปรแกรมไม่ได้เขียน: ลบข้อความในช่องนี้ หรือใส่กลับตามไฟล์เดิม")
        elif line.id in self.seen:
            line.fault("measure_id", f"มีรหัส {line.id} ซ้ำกับช่อง {self.seen[line.id]}: ลบแถวที่คัดลอกมา")
        elif line.heading and not same_words(line.heading, self.headings[line.id]):
            self.headings[line.id] = line.heading
        self.seen[line.id] = line.places["measure_id"]

    def take_known(self, line: Line) -> Row | None:
        """A row that was written: as it was, with what a person changed."""
        if line.id not in self.written:
            line.fault("measure_id", f"มีรหัส “{line.id}” ที่ไม่ได้มาจากไฟล์นี้: ใส่รหัสเดิม หรือลบรหัสถ้าเป็นมาตรการใหม่")
            return None
        if line.id in self.seen:
            copied = "ลบรหัสของแถวที่คัดลอกมา ถ้าเป็นมาตรการใหม่"
            line.fault("measure_id", f"มีรหัส {line.id} ซ้ำกับช่อง {self.seen[line.id]}: {copied}")
            return None
        self.seen[line.id] = line.places["measure_id"]
        before = self.written[line.id]
        now = {**before, **self._edited(line, before)}
        now["reason"] = self._reason(line.id, before["reason"])
        for name in _LINKS:
            if name in line.cells and not same_words(self._shown(line, name), cell_text(name, before[name])):
                told = cell_text(name, before[name])
                self.warnings.append(f"ช่อง {line.places[name]} มาจากผลคะแนน แก้ที่นี่ไม่ได้: ใช้ค่าเดิม {told}")
        changed = [name for name in now if cell_text(name, now[name]) != cell_text(name, before[name])]
        for name in changed:
            self.changes.append((line.id, name, cell_text(name, before[name]), cell_text(name, now[name])))
        now["edited"] = " ".join(dict.fromkeys([*before["edited"].split(), *changed]))
        self.rows.append(now)
        return now

    def take_added(self, line: Line, above: Row | None) -> Row | None:
        """A row that a person added: it answers the node that they named, else that of the row above it."""
        if above is None:
            line.fault("measure", "เป็นมาตรการใหม่ที่อยู่เหนือมาตรการเดิมทุกแถว: ย้ายไปใต้แถวของประเด็นเดียวกัน")
            return None
        links = self._links(line, above)
        if links is None:
            return None
        blank = dict.fromkeys((*_WORDS, "period", "reason", "catalogue_id"), "")
        days = {"start": pd.NaT, "end": pd.NaT, "done": pd.NaT}
        before = {**above, **blank, **days, **links, "status": statuses().first, "edited": ""}
        now = {**before, **self._edited(line, before)}
        now["reason"] = above["reason"] if now["code"] == above["code"] else ""
        prefix = office_prefix(int(now["plan_year_be"]), str(now["agency_id"]))
        now["measure_id"] = _new_id(prefix, now["measure"], {*self.written, *self.seen})
        self.seen[now["measure_id"]] = line.places["measure"]
        now["edited"] = " ".join(name for name in now if name not in ("measure_id", "edited"))
        self.changes.append((now["measure_id"], "measure", "", now["measure"]))
        self.rows.append(now)
        return now

    def tell_removed(self) -> None:
        """Rows that were written and stand no more."""
        for name, row in self.written.items():
            if name not in self.seen:
                self.changes.append((name, "measure", row["measure"], ""))
                self.warnings.append(f"มาตรการ {name} “{row['measure']}” (ข้อ {row['code']}) ถูกลบออกจากตาราง")

    def _edited(self, line: Line, before: Row) -> Row:
        """The columns that a person may write in, where they wrote something else."""
        now: Row = {}
        for name in (name for name in _WORDS if name in line.cells):
            self._check_plain(line, name)
            if not same_words(line.text(name), before[name]):
                now[name] = line.text(name)
        for name, header in _NEEDED.items():
            if now.get(name, before[name]) == "":
                line.fault(name, f"ว่าง: กรอก{header} หรือลบทั้งแถว")
        if "period" in line.cells and (not same_words(line.text("period"), before["period"]) or not before["period"]):
            now |= self._period(line, int(before["plan_year_be"]))
        if line.text("status"):
            now["status"] = self._status(line)
        if "done" in line.cells and not same_words(line.text("done"), cell_text("done", before["done"])):
            now["done"] = self._day(line)
        return now

    def _check_plain(self, line: Line, name: str) -> None:
        if line.cells[name].data_type in ("f", "e"):
            line.fault(name, f"เป็นสูตรหรือค่าผิดพลาด “{line.text(name)[:40]}”: พิมพ์เป็นข้อความ")

    def _period(self, line: Line, plan_year: int) -> Row:
        self._check_plain(line, "period")
        days = find_dates(line.text("period"))[:2]
        if len(days) < 2 or days[0] > days[1]:
            example = f"1 ต.ค. {plan_year - 1} – 31 มี.ค. {plan_year}"
            line.fault("period", f"“{line.text('period')[:60]}” ต้องขึ้นต้นด้วยวันเริ่มและวันสิ้นสุด เช่น {example}")
            return {}
        opening, closing = fiscal_year(plan_year)
        if not opening <= days[0] <= days[1] <= closing:
            self.warnings.append(f"ช่อง {line.places['period']} อยู่นอกปีงบประมาณ {plan_year}: ตรวจปีของวันที่")
        return {"period": line.text("period"), "start": pd.Timestamp(days[0]), "end": pd.Timestamp(days[1])}

    def _status(self, line: Line) -> str:
        known = {match_key(status): status for status in statuses().every}
        found = known.get(match_key(line.text("status")))
        if found is None:
            line.fault("status", f"มีสถานะ “{line.text('status')}”: เลือกจาก {', '.join(statuses().every)}")
        return found or ""

    def _day(self, line: Line) -> pd.Timestamp | Any:
        """A day as text in พ.ศ., or as a date that Excel made of it (some make a year of พ.ศ. one of ค.ศ.)."""
        value = line.cells["done"].value
        if isinstance(value, datetime | date):
            year = value.year if value.year < _COMMON_ERA else fiscal_year(value.year)[1].year
            return pd.Timestamp(year, value.month, value.day)
        if not line.text("done"):
            return pd.NaT
        days = find_dates(line.text("done"))
        if len(days) != 1:
            line.fault("done", f"“{line.text('done')[:40]}” ไม่ใช่วันที่เดียวในปี พ.ศ. เช่น 15 ม.ค. {self.years[1]}")
            return pd.NaT
        return pd.Timestamp(days[0])

    def _reason(self, name: str, before: str) -> str:
        """The words over the row, its area and its reason; those that were deleted stand as they were."""
        part = self.parts[name]
        ids = [part[f"{key}_id"] for key in HEADINGS]
        if all(self.headings[one] == part[key] for one, key in zip(ids, HEADINGS, strict=True)):
            return before
        reason = "\n".join(filter(None, (self.headings[one] for one in ids)))
        marked = before.startswith(SIMULATED) and not reason.startswith(SIMULATED)
        return f"{SIMULATED} {reason}" if marked else reason

    def _shown(self, line: Line, name: str) -> str:
        value = line.cells[name].value
        return cell_text(name, float(value)) if isinstance(value, int | float) else line.text(name)

    def _links(self, line: Line, above: Row) -> Row | None:
        """The scores that an added row answers."""
        code = line.text("code") or above["code"]
        office = (above["agency_id"], above["plan_year_be"])
        for row in [above, *self.written.values()]:
            if row["code"] == code and (row["agency_id"], row["plan_year_be"]) == office:
                return {name: row[name] for name in ("code", "plan_code", "score", "points", "plan_points", "source")}
        result = int(above["result_year_be"])
        unknown = [node for node in code.split() if node not in tree_of(result)]
        if unknown:
            line.fault("code", f"มี “{' '.join(unknown)}” ซึ่งไม่มีในรายการปี {result}: ใส่รหัสเช่น 9 หรือ o42 หรือเว้นว่าง")
            return None
        carried = two_years(result).carried
        plan_code = " ".join(dict.fromkeys(filter(None, (carried[node].code for node in code.split()))))
        nan = float("nan")
        return {"code": code, "plan_code": plan_code, "score": nan, "points": nan, "plan_points": nan, "source": ""}


def _new_id(prefix: str, measure: str, taken: set[str]) -> str:
    """For a row that a person added: by its words, so that reading the file again gives the same id."""
    name = hashlib.blake2s(measure.encode(), digest_size=3).hexdigest()
    tails = ["", *(f"-{number}" for number in range(2, len(taken) + 3))]
    return next(new for tail in tails if (new := f"{prefix}-N{name}{tail}") not in taken)
