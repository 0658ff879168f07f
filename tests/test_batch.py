"""The packs of all offices: a folder each, whole or not there, made again only where something changed."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
import unicodedata
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path
from typing import ClassVar

import docx
import pandas as pd
import pytest
from chart_frames import province, real_office
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from joblib.externals.loky import BrokenProcessPool, process_executor
from sheets import make_workbook
from typer.testing import CliRunner

from itaanalysis.analysis import compute_gaps, find_weak_areas
from itaanalysis.commands import app
from itaanalysis.errors import ItaError
from itaanalysis.measures import draft_measures
from itaanalysis.reports import _batch_pack as one_office
from itaanalysis.reports import batch
from itaanalysis.reports._batch_frames import choose_offices
from itaanalysis.reports.pack import Pack, make_pack, write_pack, write_template

# --- a writer that takes no time, and what goes wrong with it ---------------------------------------------------------


def tiny(pack: Pack, folder: Path) -> list[Path]:
    """Two small files in place of the four documents."""
    made = [folder / "report.txt", folder / "tables.txt"]
    for file in made:
        file.write_text(f"{pack.agency_id} {pack.total} {pack.status}", encoding="utf-8")
    return made


def slow(pack: Pack, folder: Path) -> list[Path]:
    made = tiny(pack, folder)
    time.sleep(0.3)
    return made


class Failing:
    """Writes one file, and then fails for one office."""

    def __init__(self, number: int, error: BaseException) -> None:
        self.agency, self.error = f"ตัวอย่าง{number}", error

    def __call__(self, pack: Pack, folder: Path) -> list[Path]:
        made = tiny(pack, folder)
        if pack.agency.endswith(self.agency):
            made[1].unlink()
            raise self.error
        return made


def telling(pack: Pack, folder: Path) -> list[Path]:
    """Tells beside the packs which process is at work."""
    (folder.parent / f"at-{os.getpid()}").touch()
    return slow(pack, folder)


def deadly(pack: Pack, folder: Path) -> list[Path]:
    """Ends its own process at office 2, as a machine short of memory does."""
    if pack.agency.endswith("2"):
        os.kill(os.getpid(), signal.SIGKILL)
    return tiny(pack, folder)


class Only:
    """The four real documents of one office."""

    def __init__(self, agency_id: str) -> None:
        self.agency_id = agency_id

    def __call__(self, pack: Pack, folder: Path) -> list[Path]:
        return write_pack(pack, folder) if pack.agency_id == self.agency_id else tiny(pack, folder)


def everything(root: Path) -> dict[str, int]:
    """Every file under a folder, and when it was written."""
    return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def made_again(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Numbers of the offices whose files were written between the two."""
    names = {Path(name).parts[0] for name in after if after[name] != before.get(name) and len(Path(name).parts) > 1}
    return {name.split("-")[0][-1] for name in names}


def write(scores: pd.DataFrame, folder: Path, **options: object) -> pd.DataFrame:
    return batch.write_packs(scores, folder, **{"write": tiny, "jobs": 1, **options})  # type: ignore[arg-type]


@pytest.fixture(autouse=True)
def steady_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "package_files", lambda: [])  # the code is edited while its tests run


# --- names of folders -------------------------------------------------------------------------------------------------

NAMES = {
    "องค์การบริหารส่วนตำบลท่านางแนว": "องค์การบริหารส่วนตำบลท่านางแนว-",
    "เทศบาล ผู้ซื้อ น้ำ ปี่": "เทศบาล-ผู้ซื้อ-น้ำ-ปี่-",
    "../../อบต.ก": "อบต-ก-",
    "/etc/passwd": "etc-passwd-",
    'C:\\ก|ข<ค>?*"': "C-ก-ข-ค-",
    "CON": "CON-",  # reserved on Windows only as a whole name or before a dot
    "nul.txt": "nul-txt-",
    "อบต.ก. . ": "อบต-ก-",  # Windows drops dots and spaces at the end
    ".hidden": "hidden-",
    "ก\u200b\u202e\x00\nข": "ก-ข-",
    "ที่" * 200: "ที่" * 13 + "ท",
    "𝔸" * 200: "𝔸" * 30,
    "…": "",
    "": "",
}
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}


def is_safe(name: str) -> bool:
    return (
        Path(name).name == name
        and not set(name) & set('<>:"/\\|?*.')
        and not any(unicodedata.category(sign)[0] in "CZ" for sign in name)
        and name.casefold() not in RESERVED
        and 0 < len(name.encode()) <= 200  # 255 less what is put before and after while the pack is made
        and len(name) <= 60  # Windows allows 260 for the whole path
    )


@pytest.mark.parametrize(("agency", "begins"), NAMES.items(), ids=lambda text: repr(text)[:20])
def test_a_folder_is_named_after_its_office(agency: str, begins: str) -> None:
    name = one_office.name_folder("x", agency)
    assert name.startswith(begins)
    assert is_safe(name)


PAIRS = [
    ("อบต.ก · ข", "อบต.ก · ค"),  # one name in two districts
    ("Office", "OFFICE"),  # one folder for Windows and macOS
    ("caf\u00e9", "cafe\u0301"),  # one text for macOS
    ("ก/ข", "ก-ข"),
    ("อบต.ก", "อบต.ก "),
    ("ก" * 300, "ก" * 301),
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_two_offices_never_share_a_folder(one: str, other: str) -> None:
    names = {unicodedata.normalize("NFC", one_office.name_folder(name, name)).casefold() for name in (one, other)}
    assert len(names) == 2


@given(st.text(), st.text())
def test_any_text_gives_a_safe_name_of_its_own(one: str, other: str) -> None:
    first, second = (one_office.name_folder(name, name) for name in (one, other))
    assert is_safe(first)
    assert (first.casefold() == second.casefold()) == (one == other)


def test_offices_that_get_one_folder_all_the_same_are_refused(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(batch, "name_folder", lambda agency_id, agency: "เดียวกัน")
    with pytest.raises(ItaError, match="โฟลเดอร์เดียวกัน"):
        write(province(2), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_office_keeps_its_folder_whoever_else_is_there(tmp_path) -> None:
    few, many = (write(province(size), tmp_path / str(size)) for size in (2, 3))
    assert list(few["folder"]) == list(many["folder"])[:2]


# --- made, kept, made again -------------------------------------------------------------------------------------------


def test_each_office_has_a_folder_of_whole_files_and_a_line_in_the_summary(tmp_path) -> None:
    heard = []
    summary = write(province(3), tmp_path, tell=lambda told, done, total: heard.append((done, total)))
    assert list(summary["status"]) == ["ทำแล้ว"] * 3
    assert heard == [(1, 3), (2, 3), (3, 3)]
    files = {f"{name}/{file}" for name in summary["folder"] for file in ("report.txt", "tables.txt", ".made.json")}
    assert set(everything(tmp_path)) == files | {"summary.csv"}
    for row in summary.itertuples():
        assert (tmp_path / row.folder / "report.txt").read_text(encoding="utf-8").startswith(row.agency_id)


def test_the_summary_opens_in_excel_in_thai_and_runs_no_formula(tmp_path) -> None:
    scores = province(2)
    scores["agency"] = scores["agency"].replace(scores["agency"].iloc[0], "=1+1")  # the trap
    write(scores, tmp_path)
    raw = (tmp_path / "summary.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    table = pd.read_csv(tmp_path / "summary.csv", encoding="utf-8-sig")
    assert sorted(table["agency"]) == ["'=1+1", "องค์การบริหารส่วนตำบลตัวอย่าง2"]
    assert set(table["status"]) == {"ทำแล้ว"}


def changed(scores: pd.DataFrame, number: int, code: str = "9", score: float = 12.0) -> pd.DataFrame:
    rows = scores["agency"].str.endswith(f"ตัวอย่าง{number}") & (scores["code"] == code)
    return scores.assign(score=scores["score"].mask(rows, score))


def apart() -> pd.DataFrame:
    """Three offices; the third is alone in its district, its province and its type."""
    scores = province(3)
    third = scores["agency"].str.endswith("3")
    return scores.assign(
        agency_type=scores["agency_type"].mask(third, "อบจ."), province=scores["province"].mask(third, "สมมติไกล")
    )


CHANGES = {
    "nothing": (lambda scores: scores, {}, ""),
    "a score of an office with no neighbours": (lambda scores: changed(scores, 3), {}, "3"),
    "a score that moves the rank and median of a neighbour": (lambda scores: changed(scores, 1), {}, "12"),
    "a source": (lambda scores: scores.assign(source=scores["source"].str.replace("K3", "L3")), {}, "3"),
    "another year": (lambda scores: pd.concat([scores, province(1, year=2562)]), {}, ""),
    "the year before": (lambda scores: pd.concat([scores, province(1, year=2564)]), {}, "1"),
    "approved": (lambda scores: scores, {"approved": True}, "123"),
    "digits": (lambda scores: scores, {"thai_digits": True}, "123"),
}


@pytest.mark.parametrize(("change", "options", "again"), CHANGES.values(), ids=CHANGES)
def test_a_pack_is_made_again_only_where_something_that_it_shows_has_changed(tmp_path, change, options, again) -> None:
    write(apart(), tmp_path)
    before = everything(tmp_path)
    summary = write(change(apart()), tmp_path, **options)
    assert made_again(before, everything(tmp_path)) == set(again)
    assert list(summary["status"]) == ["ทำแล้ว" if number in again else "ใช้ของเดิม" for number in "123"]


def test_another_version_of_the_package_or_other_measures_make_the_pack_again(tmp_path, monkeypatch) -> None:
    scores = apart()
    write(scores, tmp_path)
    code = tmp_path / "code.py"
    code.write_text("new", encoding="utf-8")
    plan = plan_of(scores, 1)
    before = everything(tmp_path)
    summary = write(scores, tmp_path, measures=plan)
    assert made_again(before, everything(tmp_path)) == {"1"}, "the others have no row in the table of measures"
    assert set(summary["status"]) == {"ทำแล้ว", "ใช้ของเดิม"}
    monkeypatch.setattr(batch, "package_files", lambda: [code])
    assert set(write(scores, tmp_path, measures=plan)["status"]) == {"ทำแล้ว"}


def plan_of(scores: pd.DataFrame, number: int) -> pd.DataFrame:
    """A table of measures of one office."""
    own = changed(scores[scores["agency"].str.endswith(str(number))], number)
    return draft_measures(find_weak_areas(compute_gaps(own)))


def test_offices_without_a_row_in_the_table_of_measures_are_told(tmp_path) -> None:
    scores = province(3)
    for status in ("ทำแล้ว", "ใช้ของเดิม"):
        summary = write(scores, tmp_path, measures=plan_of(scores, 2))
        assert list(summary["status"]) == [status] * 3
        assert list(summary["told"].str.contains("ไม่มีแถวในตารางมาตรการ")) == [True, False, True]
        assert "ไม่มีแถวในตารางมาตรการ" in (tmp_path / "summary.csv").read_text(encoding="utf-8-sig")
    summary = write(scores, tmp_path, measures=plan_of(scores, 2), write=Failing(1, ItaError("ไม่ได้")), approved=True)
    assert summary["told"][0].startswith("ไม่ได้; ไม่มีแถว"), "beside what else is told of the office"


@pytest.mark.parametrize(("offices", "lines"), [(3, 3), (4, 1)])
def test_what_is_told_of_many_offices_is_told_once(tmp_path, offices, lines) -> None:
    scores = province(offices + 1)
    told = batch.tell_summary(write(scores, tmp_path, measures=plan_of(scores, 1)))
    assert len(told) == 1 + lines
    assert all("จึงใช้ร่างใหม่" in line for line in told[1:])
    assert ("  4 หน่วยงาน: " in told[1]) == (lines == 1)


@pytest.mark.parametrize("rows", [0, 1])
def test_measures_of_other_offices_only_are_an_error_and_not_drafts_for_all(tmp_path, rows) -> None:
    plan = plan_of(province(3), 3).head(rows)
    with pytest.raises(ItaError, match="ไม่มีแถวของหน่วยงานใดในชุดนี้; ในตารางมี .*" + ("ตัวอย่าง3" if rows else "ไม่มีแถวเลย")):
        write(province(2), tmp_path / "out", measures=plan)
    assert not (tmp_path / "out").exists()


def test_the_template_of_an_office_reaches_every_pack_and_a_change_of_it_makes_them_again(tmp_path) -> None:
    template = write_template(tmp_path / "t.docx")
    scores, options = province(1), {"write": None, "template": template}
    assert list(write(scores, tmp_path / "out")["status"]) == ["ทำแล้ว"]
    assert list(write(scores, tmp_path / "out", **options)["status"]) == ["ทำแล้ว"]
    assert list(write(scores, tmp_path / "out", **options)["status"]) == ["ใช้ของเดิม"]
    document = docx.Document(str(template))
    document.paragraphs[0].insert_paragraph_before("หัวจดหมาย")
    document.save(str(template))
    assert list(write(scores, tmp_path / "out", **options)["status"]) == ["ทำแล้ว"]
    (word,) = (tmp_path / "out").glob("*/*.docx")
    assert docx.Document(str(word)).paragraphs[0].text == "หัวจดหมาย"


def test_a_template_that_cannot_be_used_is_told_once_and_before_any_work(tmp_path) -> None:
    with pytest.raises(ItaError, match=r"เปิดแม่แบบ no\.docx ไม่ได้"):
        write(province(2), tmp_path / "out", template=tmp_path / "no.docx")
    assert not (tmp_path / "out").exists()


def test_a_file_that_a_person_changed_or_added_is_never_lost(tmp_path) -> None:
    summary = write(province(3), tmp_path)
    edited, added, gone = (tmp_path / name for name in summary["folder"])
    (edited / "report.txt").write_text("แก้โดยคน", encoding="utf-8")
    (added / "บันทึก.docx").write_bytes(b"x")
    (gone / "report.txt").unlink()
    (gone / "~$report.docx").write_bytes(b"")  # left by Word, nobody's work
    again = write(province(3), tmp_path, approved=True)
    assert list(again["status"]) == ["ใช้ของเดิม", "ใช้ของเดิม", "ทำแล้ว"]
    assert ["report.txt" in again["told"][0], "บันทึก.docx" in again["told"][1], again["told"][2]] == [True, True, ""]
    assert (edited / "report.txt").read_text(encoding="utf-8") == "แก้โดยคน"
    assert (added / "บันทึก.docx").exists()
    assert {path.name for path in gone.iterdir()} == {"report.txt", "tables.txt", ".made.json"}


# --- what goes wrong --------------------------------------------------------------------------------------------------

FAULTS = [
    (ItaError("ไม่มีคะแนนให้เขียน"), "ไม่มีคะแนนให้เขียน"),
    (PermissionError(errno.EACCES, "Permission denied"), "ไม่มีสิทธิ์เขียน"),
    (ZeroDivisionError("division by zero"), "ZeroDivisionError: division by zero"),
]


@pytest.mark.parametrize(("error", "told"), FAULTS, ids=lambda value: type(value).__name__)
def test_one_bad_office_does_not_stop_the_rest(tmp_path, error, told) -> None:
    begun = []
    summary = write(
        province(3), tmp_path, write=Failing(2, error), tell=lambda *_: begun.extend(tmp_path.glob(".making-*"))
    )
    assert begun == [], "what is not finished takes no room while the run goes on"
    assert list(summary["status"]) == ["ทำแล้ว", "ทำไม่ได้", "ทำแล้ว"]
    assert told in summary["told"][1]
    assert told in (tmp_path / "summary.csv").read_text(encoding="utf-8-sig")
    assert ".making" not in summary["told"][1], "the folder that the user knows"
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {summary["folder"][0], summary["folder"][2], "summary.csv"}, "nothing of the second"
    lines = batch.tell_summary(summary)
    assert lines[0] == "ทำแล้ว 2 · ใช้ของเดิม 0 · ทำไม่ได้ 1 หน่วยงาน"
    assert told in lines[1]
    assert list(write(province(3), tmp_path)["status"]) == ["ใช้ของเดิม", "ทำแล้ว", "ใช้ของเดิม"]


def test_a_pack_that_cannot_be_replaced_stays_as_it_was(tmp_path) -> None:
    write(province(2), tmp_path)
    before = everything(tmp_path)
    summary = write(province(2), tmp_path, approved=True, write=Failing(2, RuntimeError()))
    assert list(summary["status"]) == ["ทำแล้ว", "ทำไม่ได้"]
    assert made_again(before, everything(tmp_path)) == {"1"}
    assert set(everything(tmp_path)) == set(before)


def test_a_folder_that_is_held_open_keeps_its_pack(tmp_path, monkeypatch) -> None:
    write(province(1), tmp_path)
    before = everything(tmp_path)
    rename = Path.rename

    def held(self: Path, target: Path) -> Path:
        if not self.name.startswith(".making-") or self.name.endswith("~"):
            return rename(self, target)
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "rename", held)
    summary = write(province(1), tmp_path, approved=True)
    assert list(summary["status"]) == ["ทำไม่ได้"]
    assert "ปิดไฟล์" in summary["told"][0]
    assert {name for name in everything(tmp_path) if name != "summary.csv"} == set(before) - {"summary.csv"}
    assert made_again(before, everything(tmp_path)) == set()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_disk_stops_the_run_with_a_sentence_and_leaves_whole_packs_only(tmp_path, number) -> None:
    with pytest.raises(ItaError, match=r"เพราะดิสก์.*เสร็จแล้ว 1 จาก 3") as told:
        write(province(3), tmp_path, write=Failing(2, OSError(number, "No space left on device")))
    assert ".making" not in str(told.value)
    assert "No space" not in str(told.value)
    (folder,) = tmp_path.iterdir()
    assert {path.name for path in folder.iterdir()} == {"report.txt", "tables.txt", ".made.json"}


def test_nothing_is_left_where_nothing_may_be_written(tmp_path, monkeypatch) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file", encoding="utf-8")
    with pytest.raises(ItaError, match=r"เขียนใน .*taken"):
        write(province(1), taken)

    def refuse(**where: object) -> str:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(one_office, "mkdtemp", refuse)
    with pytest.raises(ItaError, match="ไม่มีสิทธิ์เขียน"):
        write(province(1), tmp_path / "locked")
    assert list((tmp_path / "locked").iterdir()) == []


def test_a_worker_that_ends_takes_no_other_office_with_it(tmp_path) -> None:
    summary = write(province(3), tmp_path, write=deadly, jobs=2)
    assert list(summary["status"]) == ["ทำแล้ว", "ทำไม่ได้", "ทำแล้ว"]
    assert "จบลงกลางคัน" in summary["told"][1]
    assert not list(tmp_path.glob(".making-*"))


class Orders:
    """Offices 1 to 3 without frames."""

    names: ClassVar = {number: f"office-{number}" for number in "123"}

    def inputs(self, agency_id: str) -> str:
        return agency_id

    def __getitem__(self, agency_id: str) -> str:
        return agency_id


@pytest.mark.parametrize("error", [BrokenProcessPool, multiprocessing.TimeoutError, TimeoutError])
def test_an_office_that_hangs_or_kills_fails_alone_and_the_rest_is_made(tmp_path, error) -> None:
    rounds = []

    def work(orders, alone):
        rounds.append((asked := list(orders), alone))
        for number in asked:
            if number == "2":
                (tmp_path / ".making-office-2.x").mkdir()
                raise error
            yield one_office.Done(number, "ทำแล้ว")

    found = {one.agency_id: one.status for one in batch._each(Orders(), tmp_path, work)}
    assert found == {"1": "ทำแล้ว", "2": "ทำไม่ได้", "3": "ทำแล้ว"}
    assert rounds == [(["1", "2", "3"], False), (["3"], False), (["2"], True)]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [BrokenProcessPool, multiprocessing.TimeoutError, TimeoutError])
def test_workers_that_never_begin_are_a_sentence(tmp_path, error) -> None:
    def work(orders, alone):
        raise error
        yield

    with pytest.raises(ItaError, match="ก่อนเริ่มหน่วยงานใด"):
        list(batch._each(Orders(), tmp_path, work))


@pytest.mark.parametrize("ends", [CancelledError, None])
def test_a_run_that_ends_before_its_work_is_never_taken_for_a_whole_one(tmp_path, ends) -> None:
    def work(orders, alone):
        yield one_office.Done(next(orders), "ทำแล้ว")
        if ends:
            raise ends

    with pytest.raises(ItaError, match="ยังเหลือ 2 หน่วยงาน"):
        list(batch._each(Orders(), tmp_path, work))


def test_a_worker_that_keeps_what_typst_needs_is_not_taken_for_a_leak(tmp_path, monkeypatch) -> None:
    name = "_MAX_MEMORY_LEAK_SIZE"
    assert getattr(process_executor, name) > 0, "joblib calls it by another name now"
    monkeypatch.setattr(process_executor, name, 1)
    write(province(1), tmp_path)
    assert getattr(process_executor, name) >= 1e9


HEAD = """
from functools import partial
from pathlib import Path
from chart_frames import province
from test_batch import batch, slow, telling
from itaanalysis.__main__ import main
batch.package_files = lambda: []
"""
RUN = """
if __name__ == "__main__":
    batch.write_packs(province(8), Path("out"), jobs=2, write=slow)
"""
COMMAND = """
batch.write_packs = partial(batch.write_packs, write=telling)
if __name__ == "__main__":
    main()
"""


def start(script: str, *words: str, cwd: Path) -> subprocess.Popen[str]:
    """A run with the slow writer in a group of processes of its own."""
    # A job in the background inherits that Ctrl-C is passed over; one on a terminal does not.
    heard = "import signal\n\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
    (cwd / "run.py").write_text(heard + HEAD + script, encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, "-W", "error", "run.py", *words],
        **{"cwd": cwd, "env": {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}, "start_new_session": True},
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True, "encoding": "utf-8"},
    )


def wait_for(what: object, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 60
    while not what():  # type: ignore[operator]
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="groups of processes")
def test_a_killed_run_goes_on_where_it_was(tmp_path) -> None:
    out, process = tmp_path / "out", start(RUN, cwd=tmp_path)
    wait_for(lambda: list(out.glob("[!.]*")) and list(out.glob(".making-*")), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    before = everything(out)
    whole = list(out.glob("[!.]*"))
    assert 0 < len(whole) < 8
    assert all(
        {path.name for path in folder.iterdir()} == {"report.txt", "tables.txt", ".made.json"} for folder in whole
    )
    summary = write(province(8), out)
    assert list(summary["status"]).count("ใช้ของเดิม") == len(whole)
    assert list(summary["status"]).count("ทำแล้ว") == 8 - len(whole)
    assert not list(out.glob(".making-*"))
    assert all(everything(out)[name] == when for name, when in before.items() if not name.startswith("."))


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    rows = [[f"อบต.ตัวอย่าง{n}", *(90 - n - code for code in range(10))] for n in range(1, 9)]
    make_workbook(
        tmp_path / "data" / "raw" / "a.xlsx", {"s": [["ปี 2565"], ["หน่วยงาน", *map(str, range(1, 11))], *rows]}
    )
    return tmp_path


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_command_ends_cleanly_when_it_is_stopped_and_then_makes_the_rest(project, monkeypatch) -> None:
    out, words = project / "reports" / "packs", ("batch", "--all", "-j")
    process = start(COMMAND, *words, "2", cwd=project)
    wait_for(lambda: list(out.glob("[!.]*/report.txt")), process)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    told = "".join(process.communicate(timeout=60))
    assert process.returncode == 130, told
    assert "สั่งคำสั่งเดิมเพื่อทำต่อ" in told
    assert "Traceback" not in told
    assert not list(out.glob(".making-*"))
    whole = len(list(out.glob("[!.]*/report.txt")))
    assert 0 < whole < 8
    monkeypatch.chdir(project)
    monkeypatch.setattr(batch, "write_packs", partial(batch.write_packs, write=Failing(8, ItaError("ไม่ได้"))))
    found = CliRunner().invoke(app, [*words, "1"])
    assert found.exit_code == 1, "an office failed"
    assert f"ทำแล้ว {7 - whole} · ใช้ของเดิม {whole} · ทำไม่ได้ 1 หน่วยงาน" in found.stdout
    assert "8/8 " in found.stderr
    assert (out / "summary.csv").exists()


def is_running(number: int) -> bool:
    """Whether a process is there, and no mere entry of one that ended."""
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize(("sign", "code", "told"), [(signal.SIGTERM, 130, "เพื่อทำต่อ"), (signal.SIGKILL, -9, "")])
def test_the_processes_of_a_run_end_with_it_although_nobody_tells_them(project, sign, code, told) -> None:
    process = start(COMMAND, "batch", "--all", "-j", "2", cwd=project)
    out = project / "reports" / "packs"
    wait_for(lambda: len(list(out.glob("at-*"))) == 2, process)
    workers = {int(path.name.removeprefix("at-")) for path in out.glob("at-*")}
    assert process.pid not in workers
    process.send_signal(sign)  # to this process alone, as a service manager or the task manager does
    said = "".join(process.communicate(timeout=60))
    assert process.returncode == code, said
    assert told in said
    assert "Traceback" not in said
    end = time.monotonic() + 20
    while any(map(is_running, workers)):
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.parametrize("words", [[], ["--all", "--province", "สมมติ"]])
def test_the_command_asks_for_a_province_or_for_all(project, words) -> None:
    done = run("batch", *words, cwd=project)
    assert done.returncode == 2
    assert "--province" in done.stderr


# --- which offices, and beside whom -----------------------------------------------------------------------------------


def test_real_offices_come_before_invented_ones_and_the_last_year_before_others() -> None:
    scores = pd.concat([province(2, year=2566), real_office(year=2564), real_office()], ignore_index=True)
    assert choose_offices(scores)[["agency", "year_be"]].to_numpy().tolist() == [[real_office()["agency"][0], 2565]]
    assert choose_offices(scores, year_be=2564)["year_be"].tolist() == [2564]
    assert choose_offices(scores, "สมมติ")["agency"].str[-1].tolist() == ["1", "2"]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"province": "สมมด"}, "ใกล้เคียงคือ สมมติ"),
        ({"year_be": 2561}, "มีปี 2565"),
    ],
)
def test_who_is_not_there_is_a_sentence(asked, told) -> None:
    with pytest.raises(ItaError, match=told):
        choose_offices(province(2), **asked)


def test_offices_with_a_total_alone_get_no_pack() -> None:
    scores = province(1).assign(code="ITA", level="total").head(1)
    with pytest.raises(ItaError, match="ไม่มีหน่วยงานใดมีคะแนนรายตัวชี้วัด"):
        choose_offices(scores)


def test_a_pack_of_the_run_is_the_pack_of_the_office_alone(tmp_path) -> None:
    scores = pd.concat([province(4), province(4, year=2564)], ignore_index=True)
    scores.attrs = {"sources": {"simulated.xlsx": {"title": "ข้อมูลจำลอง", "origin": "x", "retrieved": "2566-01-01"}}}
    second = scores["agency_id"].iloc[10]
    summary = write(scores, tmp_path / "all", write=Only(second))
    folder = summary.set_index("agency_id")["folder"][second]
    for file in write_pack(make_pack(scores, agency=second), tmp_path / "one"):
        assert (tmp_path / "all" / folder / file.name).read_bytes() == file.read_bytes(), file.name


def saying(pack: Pack, folder: Path) -> list[Path]:
    """Files that say whether the scores are announced, and what is told of the neighbours."""
    made = tiny(pack, folder)
    made[0].write_text(f"{pack.announced} {pack.facts['peers_told']}", encoding="utf-8")
    return made


def test_whether_scores_were_announced_reaches_every_pack_and_makes_it_again(tmp_path) -> None:
    scores = province(4)
    for announced, status in ((True, "ทำแล้ว"), (False, "ทำแล้ว"), (False, "ใช้ของเดิม")):
        scores.attrs = {"announced": announced}
        summary = write(scores, tmp_path / "all", write=saying)
        assert set(summary["status"]) == {status}
        told = {(tmp_path / "all" / name / "report.txt").read_text("utf-8").split()[0] for name in summary["folder"]}
        assert told == {str(announced)}


def test_neighbours_with_scores_from_answers_are_told_in_every_pack_and_make_it_again(tmp_path) -> None:
    scores = province(4)
    own, last = scores["agency_id"].iloc[0], scores["agency_id"].iloc[-1]
    answered = scores.assign(note=scores["note"].mask(scores["agency_id"] == last, "ข้อมูลจำลอง; จากคำตอบของ 9 คน"))
    for rows, told in ((scores, False), (answered, True)):
        summary = write(rows, tmp_path / "all", write=saying).set_index("agency_id")
        assert summary["status"][own] == "ทำแล้ว"
        text = (tmp_path / "all" / summary["folder"][own] / "report.txt").read_text("utf-8")
        assert ("คะแนนของบางหน่วยงานในข้อมูลชุดนี้คิดจากคำตอบ" in text) is told
