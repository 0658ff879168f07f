"""The report as a tagged PDF with its fonts inside, typeset by typst."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache, lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any, Literal, NamedTuple

from itaanalysis.reports._file import check_suffix, named, write_file
from itaanalysis.reports._xlsx import in_digits
from itaanalysis.reports.pack._check import stop_on_faults
from itaanalysis.reports.pack._headings import list_headings
from itaanalysis.reports.pack._parts import Block, Figure, Heading, Pack, Paragraph, Section, Table
from itaanalysis.reports.pack._word_xml import safe
from itaanalysis.thai import fiscal_year

#: Room for a picture on a page, in millimetres: width, and height beside heading and caption.
UPRIGHT_ROOM, LANDSCAPE_ROOM = (160.0, 180.0), (247.0, 138.0)
_INCH = 25.4
#: Letters of a line across the page, with their marks, and lines that a page surely holds.
_LETTERS_A_LINE, _TALLEST_ROW = 130, 20
#: Readable by a screen reader: tags, language, title, words for every picture; typst refuses what lacks them.
_STANDARD: Literal["ua-1"] = "ua-1"


class Typeset(NamedTuple):
    """A finished PDF and the page on which each heading stands, by the key of the heading."""

    pdf: bytes
    pages: dict[str, int]


def write_pdf(pack: Pack, path: str | Path, *, thai_digits: bool = False) -> Path:
    """Write the report as a PDF: tagged, with its fonts inside, the same bytes for the same pack.

    Raises
    ------
    ItaError
        The path does not end in .pdf, the review finds a P0 (`stop_on_faults`), or the file cannot be written.
    """
    file = check_suffix(path, ".pdf")
    stop_on_faults(pack)
    pdf = typeset(pack, thai_digits=thai_digits).pdf
    return write_file(file, lambda made: made.write_bytes(pdf))


@lru_cache(maxsize=2)
def typeset(pack: Pack, *, thai_digits: bool) -> Typeset:
    """The PDF and its page numbers, which the Word report's contents take over; kept for the other of the two."""
    import typst

    made = datetime.combine(fiscal_year(pack.plan_year_be)[0], time(), UTC)
    with named(Path(gettempdir()), "เขียนในโฟลเดอร์ชั่วคราว"), TemporaryDirectory() as folder:
        project = Path(folder)
        (project / "report.typ").write_bytes(_template())
        (project / "pack.json").write_text(
            json.dumps(_Content(pack, thai_digits=thai_digits).build()), encoding="utf-8"
        )
        for key, picture in pack.pictures.items():
            (project / f"{key}.png").write_bytes(picture.png)
        compiler = typst.Compiler(str(project / "report.typ"), font_paths=_fonts(), ignore_system_fonts=True)
        stamp = int(made.timestamp())
        try:
            pdf = compiler.compile(format="pdf", timestamp=stamp, pdf_standards=_STANDARD)
        except typst.TypstError:
            # A sign that none of the faces has, such as an emoji in a measure: an empty box, and a PDF that is tagged
            # all the same but may not call itself PDF/UA.
            pdf = compiler.compile(format="pdf", timestamp=stamp)
        assert isinstance(pdf, bytes)
        pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return Typeset(pdf, {entry.key: page for entry, page in zip(list_headings(pack.sections), pages, strict=True)})


@cache
def _template() -> bytes:
    return files("itaanalysis.reports.pack").joinpath("report.typ").read_bytes()


@cache
def _fonts() -> list[str]:
    """Where the faces are: Sarabun, and the one of the charts that draws the signs which Sarabun has not."""
    import fontpkg_sarabun
    import matplotlib

    return [str(fontpkg_sarabun.ROOT / "files"), str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]


class _Content:
    """All that the template shows, as plain strings and numbers."""

    def __init__(self, pack: Pack, *, thai_digits: bool) -> None:
        self.pack, self.digits = pack, "thai" if thai_digits else "arabic"
        self.entries = iter(list_headings(pack.sections))
        self.tables, self.pictures = count(1), count(1)

    def build(self) -> dict[str, Any]:
        """The content of `pack.json`; to be called once, for headings, tables and pictures are counted."""
        pack = self.pack
        return {
            **{"title": self.shown(pack.title), "agency": self.shown(pack.agency), "mark": " · ".join(pack.marks)},
            **{"page": "หน้า", "thai_digits": self.digits == "thai"},
            "cover": [self.block(line, landscape=False) for line in pack.cover],
            "sections": [self.section(part) for part in pack.sections],
        }

    def shown(self, text: str) -> str:
        return in_digits(safe(text), self.digits)

    def section(self, part: Section) -> dict[str, Any]:
        heading = self.shown(next(self.entries).title)
        blocks = [self.block(one, landscape=part.landscape) for one in part.blocks]
        flags = {"landscape": part.landscape, "new_page": part.new_page}
        return {"key": part.key, "heading": heading, "blocks": blocks, **flags}

    def block(self, part: Block, *, landscape: bool) -> dict[str, Any]:
        if isinstance(part, Paragraph):
            return {"kind": part.style, "text": self.shown(part.text)}
        if isinstance(part, Heading):
            return {"kind": "heading", "text": self.shown(next(self.entries).title)}
        return self.table(part) if isinstance(part, Table) else self.picture(part, landscape=landscape)

    def table(self, part: Table) -> dict[str, Any]:
        title = self.shown(f"ตารางที่ {next(self.tables)} {part.title}")
        return {
            **{"kind": "table", "title": title, "note": self.shown(part.note)},
            "header": [self.shown(text) for text in part.header],
            "rows": [
                {"texts": [self.shown(text) for text in row], "tall": _is_tall(part, row)} for row in part.texts()
            ],
            "shares": [column.share for column in part.columns],
            "aligns": ["left" if column.kind == "text" else "center" for column in part.columns],
        }

    def picture(self, part: Figure, *, landscape: bool) -> dict[str, Any]:
        title = self.shown(f"ภาพที่ {next(self.pictures)} {part.title}")
        width, _ = fit_picture(self.pack, part, *(LANDSCAPE_ROOM if landscape else UPRIGHT_ROOM))
        return {"kind": "picture", "file": f"{part.key}.png", "width": width, "title": title, "alt": safe(part.alt)}


def _is_tall(part: Table, row: list[str]) -> bool:
    """Whether a row takes most of a page or more."""
    return any(
        len(text) / column.share + text.count("\n") * _LETTERS_A_LINE > _LETTERS_A_LINE * _TALLEST_ROW
        for text, column in zip(row, part.columns, strict=True)
    )


def fit_picture(pack: Pack, figure: Figure, width: float, height: float) -> tuple[float, float]:
    """Width and height in millimetres at which a picture fits the room, never larger than it was drawn."""
    picture = pack.pictures[figure.key]
    scale = min(width / (picture.width * _INCH), height / (picture.height * _INCH), 1.0)
    return picture.width * _INCH * scale, picture.height * _INCH * scale
