"""The four documents as files: any name of an office gives them, and a place that takes none is told in a sentence."""

import errno
from pathlib import Path

import docx
import openpyxl
import pytest
from chart_frames import province, real_office
from pptx import Presentation

from itaanalysis.errors import ItaError
from itaanalysis.reports import batch
from itaanalysis.reports.pack import Pack, make_pack, write_pack, write_pdf, write_template, write_word
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
    assert sorted(path for path in tmp_path.rglob("*") if path.is_file()) == sorted(made)
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

    monkeypatch.setattr(Path, "write_bytes", fail)
    for kind, write in WRITERS.items():
        if kind != "pdf":  # it writes its pictures first
            with pytest.raises(ItaError, match="No space left"):
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
