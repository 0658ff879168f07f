"""The four documents as files: any name of an office gives them, and a place that takes none is told in a sentence."""

import errno
from pathlib import Path

import docx
import openpyxl
import pytest
from chart_frames import province, real_office
from pptx import Presentation

from itaanalysis.errors import ItaError
from itaanalysis.reports import _file, batch
from itaanalysis.reports.pack import Pack, make_pack, write_pack, write_pdf, write_template, write_word
from itaanalysis.reports.pack._pdf import typeset
from itaanalysis.reports.pack._slides import write_slides
from itaanalysis.reports.pack._tables import write_tables

NAMES = {
    "longer than a property of a file": "องค์การบริหารส่วนตำบล" + "ตัวอย่าง" * 40,
    "signs that XML forbids": "อบต.ตัวอย่าง\x00\x0bจำปี",
    "path": "../../อบต.ตัวอย่าง/จำปี",
    "reserved": "CON",
}
WRITERS = {"docx": write_word, "pdf": write_pdf, "pptx": write_slides, "xlsx": write_tables}


@pytest.fixture(scope="module")
def pack() -> Pack:
    return make_pack(real_office())


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.filterwarnings("ignore:Glyph")  # of signs that no face has
def test_any_name_gives_four_documents_that_open(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "packs" / "office"
    made = write_pack(make_pack(real_office(name=name)), folder)
    assert sorted(path for path in tmp_path.rglob("[!.]*") if path.is_file()) == sorted(made)
    assert {path.parent for path in made} == {folder}
    word, pdf, slides, book = made
    assert docx.Document(str(word)).tables
    assert len(Presentation(str(slides)).slides) >= 7
    assert openpyxl.load_workbook(book).sheetnames[0] == "สารบัญ"
    assert pdf.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("kind", WRITERS)
def test_a_place_that_takes_no_file_is_told_in_a_sentence(kind: str, pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(ItaError, match=r"เขียนไฟล์ .*taken"):
        WRITERS[kind](pack, tmp_path / "taken" / f"t.{kind}")


def test_nor_does_it_take_a_template(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, no folder", encoding="utf-8")
    with pytest.raises(ItaError, match=r"เขียนไฟล์ .*taken"):
        write_template(tmp_path / "taken" / "t.docx")


def test_a_full_disk_leaves_no_part_of_a_document(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    typeset(pack, thai_digits=False)  # made once for the pack: Word takes its page numbers from it
    monkeypatch.setattr(Path, "write_bytes", fail)
    for kind, write in WRITERS.items():
        if kind != "pdf":  # it writes its pictures first
            with pytest.raises(ItaError, match=r"t\.\w+ ไม่ได้ เพราะดิสก์เต็ม"):
                write(pack, tmp_path / f"t.{kind}")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_that_a_document_tells_stops_the_run_of_all_offices(tmp_path: Path) -> None:
    def full(pack: Pack, folder: Path) -> list[Path]:
        try:
            raise OSError(errno.ENOSPC, "No space left on device")
        except OSError as error:
            raise ItaError("เขียนไฟล์ไม่ได้") from error

    with pytest.raises(ItaError, match=r"เสร็จแล้ว 0 จาก 2"):
        batch.write_packs(province(2), tmp_path, jobs=1, write=full)


# --- all new or all old, and never over the work of a person ----------------------------------------------------------

FILES = ["report-2566.docx", "report-2566.pdf", "meeting-2565.pptx", "tables-2565.xlsx"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def written(pack: Pack, tmp_path: Path) -> Path:
    """A folder with the pack as it was written."""
    write_pack(pack, tmp_path / "pack")
    return tmp_path / "pack"


def test_what_the_program_wrote_is_replaced_and_nothing_else_in_the_folder_is_touched(
    pack: Pack, written: Path
) -> None:
    (written / "บันทึก.docx").write_bytes(b"of a person")
    (written / FILES[1]).unlink()
    before = contents(written)
    made = write_pack(pack, written, thai_digits=True)
    after = contents(written)
    assert [path.name for path in made] == FILES
    assert set(after) == {*FILES, ".made.json", "บันทึก.docx"}
    assert after["บันทึก.docx"] == b"of a person"
    assert after[FILES[0]] != before[FILES[0]]


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("known", [True, False])
def test_a_file_that_is_not_as_the_program_wrote_it_stops_the_writing(
    file: str, known: bool, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in WRITERS.values():
        monkeypatch.setattr(f"{kind.__module__}.{kind.__name__}", lambda pack, path, **_: path.write_bytes(b"new"))
    if known:
        write_pack(pack, tmp_path)
    (tmp_path / file).write_bytes("แก้โดยคน".encode())  # the trap
    before = contents(tmp_path)
    with pytest.raises(ItaError, match=rf"ไฟล์ที่คนแก้ หรือที่ไม่ใช่ของโปรแกรม: {file}; ย้าย"):
        write_pack(pack, tmp_path)
    assert contents(tmp_path) == before


def full(pack: Pack, path: Path, **options: object) -> Path:
    path.write_bytes(b"half")
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("kind", ["pdf", "xlsx"])
def test_a_disk_that_is_full_midway_leaves_the_four_old_ones(
    kind: str, pack: Pack, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(written)
    write = WRITERS[kind]
    monkeypatch.setattr(f"{write.__module__}.{write.__name__}", full)
    with pytest.raises(ItaError, match=rf"pack/[a-z]+-256\d\.{kind} ไม่ได้ เพราะดิสก์เต็ม") as told:
        write_pack(pack, written, thai_digits=True)
    assert ".making" not in str(told.value)
    assert contents(written) == before
    assert {path.name for path in written.iterdir()} == {*FILES, ".made.json"}


@pytest.mark.parametrize("held", [FILES[0], FILES[3], ".made.json"])
@pytest.mark.parametrize("first", [True, False])
def test_a_file_that_is_held_open_leaves_the_four_as_they_were(
    held: str, first: bool, pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, kind in enumerate(WRITERS.values()):
        write = lambda pack, path, number=number, **_: path.write_bytes(bytes([number]))  # noqa: E731
        monkeypatch.setattr(f"{kind.__module__}.{kind.__name__}", write)
    if not first:
        write_pack(pack, tmp_path)
    before, replace = contents(tmp_path), Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if self.name == held and self.parent.name.startswith(".making-") and not target.name.endswith(".old"):
            raise PermissionError(errno.EACCES, "in use")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ItaError, match=rf"{held} ไม่ได้ เพราะไม่มีสิทธิ์เขียน หรือไฟล์เปิดค้างอยู่"):
        write_pack(pack, tmp_path)
    assert contents(tmp_path) == before


def test_a_folder_of_the_run_of_all_offices_may_be_written_again_alone(tmp_path: Path) -> None:
    def offices() -> list[Path]:
        return [path for path in tmp_path.iterdir() if path.is_dir()]

    batch.write_packs(province(1), tmp_path, jobs=1)
    (folder,) = offices()
    write_pack(make_pack(province(1)), folder, thai_digits=True)
    again = batch.write_packs(province(1), tmp_path, jobs=1)
    assert list(again["status"]) == ["ทำแล้ว"], "not the same options"
    (folder / FILES[0]).write_bytes(b"of a person")
    with pytest.raises(ItaError, match=FILES[0]):
        write_pack(make_pack(province(1)), folder)


# --- why a file cannot be written -------------------------------------------------------------------------------------

CAUSES = {
    errno.ENOSPC: "ดิสก์เต็ม: ลบไฟล์",
    errno.EROFS: "อ่านได้อย่างเดียว: เลือกดิสก์อื่น",
    errno.EACCES: "ไม่มีสิทธิ์เขียน",
    errno.ENOTDIR: "ที่ต้องเป็นโฟลเดอร์",
    errno.EISDIR: "ที่ต้องเป็นไฟล์",
    errno.EEXIST: "ที่ต้องเป็นโฟลเดอร์",
    errno.ENAMETOOLONG: "ชื่อยาวเกิน",
    errno.EIO: "ระบบแจ้งว่า “English”: ปิดไฟล์ที่เปิดค้างไว้",
}


@pytest.mark.parametrize(("number", "advice"), CAUSES.items(), ids=lambda value: errno.errorcode.get(value, ""))
def test_the_advice_is_that_of_the_cause(number: int, advice: str, tmp_path: Path) -> None:
    def fail(path: Path) -> None:
        raise OSError(number, "English")

    with pytest.raises(ItaError) as told:
        _file.write_file(tmp_path / "t.docx", fail)
    assert str(told.value).startswith(f"เขียนไฟล์ {tmp_path / 't.docx'} ไม่ได้ เพราะ")
    assert advice in str(told.value)
    assert ("English" in str(told.value)) == (number == errno.EIO), "Thai where the cause is known"
    assert ("Excel" in str(told.value)) == (number == errno.EACCES)


def test_a_pack_that_is_to_go_where_a_file_stands_is_a_sentence(pack: Pack, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    with pytest.raises(ItaError, match=r"เขียนใน .*taken ไม่ได้ เพราะมีไฟล์อยู่ตรงที่ต้องเป็นโฟลเดอร์"):
        write_pack(pack, tmp_path / "taken")
