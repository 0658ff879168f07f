"""The deck of slides: one layout of 16:9 with title, marks, footer, number and notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Pt

from itaanalysis.reports.pack._slides._text import (
    MUTED,
    ORANGE,
    SMALLEST,
    Box,
    Run,
    describe,
    emu,
    fit_text,
    fitting_size,
    put_runs,
    put_text,
    safe,
    set_face,
    shorten,
)
from itaanalysis.reports.pack._word_template import zip_steadily

if TYPE_CHECKING:
    from pptx.slide import Slide

_WIDE, _HIGH, _MARGIN, _MARK_WIDTH = 960.0, 540.0, 30.0, 165.0
TITLE = Box(_MARGIN, 14, _WIDE - 2 * _MARGIN - _MARK_WIDTH - 10, 84)
BODY = Box(_MARGIN, 106, _WIDE - 2 * _MARGIN, 388)
_MARKS_HIGH = 93.0
_FOOT = Box(_MARGIN, 500, _WIDE - 2 * _MARGIN - 60, 34)
_NUMBER = Box(_WIDE - _MARGIN - 60, 500, 60, 34)
_TITLE_SIZES = (32, 30, 28, 26, 24)
_TITLE_LAYOUT = "Title Only"
# What the properties of a file hold is 255 characters; marks are not counted as letters.
_LONGEST_NAME = 120


class Deck:
    """A presentation being made: 16:9, one layout, every text in the Thai face.

    `made` stands in the file as its date in place of the clock's.
    """

    def __init__(self, name: str, marks: Sequence[str], footer: str, made: datetime) -> None:
        self.file = Presentation()
        self.file.slide_width, self.file.slide_height = Pt(_WIDE), Pt(_HIGH)
        self.file.core_properties.title = shorten(safe(name), _LONGEST_NAME)
        self.file.core_properties.author = self.file.core_properties.last_modified_by = "itaanalysis"
        self.file.core_properties.language = "th-TH"
        self.file.core_properties.created = self.file.core_properties.modified = made
        self.marks, self.footer = tuple(marks), footer
        self._layout = _one_layout(self.file)

    def add(self, title: str, notes: str) -> Slide:
        """A slide with its title, the marks, the footer and what its notes hold."""
        slide = self.file.slides.add_slide(self._layout)
        size = fitting_size(title, TITLE, _TITLE_SIZES)
        put_runs(slide.shapes.title, [(Run(fit_text(title, TITLE, size), size, bold=True),)], anchor="t")
        for at, mark in enumerate(self.marks):
            _mark(slide, mark, at, of=len(self.marks))
        put_text(slide, _FOOT, [(Run(fit_text(self.footer, _FOOT, SMALLEST), SMALLEST, color=MUTED),)], "ท้ายสไลด์")
        number = str(len(self.file.slides))
        put_text(slide, _NUMBER, [(Run(number, SMALLEST, color=MUTED),)], "เลขสไลด์", align="r")
        slide.notes_slide.notes_text_frame.text = "\n".join(safe(line) for line in notes.split("\n"))
        for paragraph in slide.notes_slide.notes_text_frame.paragraphs:
            for run in paragraph.runs:
                set_face(run._r.get_or_add_rPr())
        return slide

    def as_bytes(self) -> bytes:
        """The presentation as it is written to a file; the same slides give the same bytes."""
        made = BytesIO()
        self.file.save(made)
        with ZipFile(made) as archive:
            return zip_steadily({name: archive.read(name) for name in archive.namelist()})


def _mark(slide: Slide, mark: str, at: int, *, of: int) -> None:
    """A framed word in the upper right corner; all of them stand beside the title."""
    high = min(38.0, _MARKS_HIGH / of)
    box = Box(_WIDE - _MARGIN - _MARK_WIDTH, 12 + at * high, _MARK_WIDTH, high - 3)
    size = fitting_size(mark, box, (20, SMALLEST))
    shape = put_text(slide, box, [(Run(mark, size, bold=True, color=ORANGE),)], mark, align="ctr", anchor="ctr")
    shape.line.width = Pt(2)
    shape.line.color.rgb = RGBColor.from_string(ORANGE)


def _one_layout(file: Any) -> Any:
    """The layout of all slides, its title where ours stands; the other layouts are taken out."""
    chosen = next(layout for layout in file.slide_layouts if layout.name == _TITLE_LAYOUT)
    for layout in list(file.slide_layouts):
        if layout is not chosen:
            file.slide_layouts.remove(layout)
    for page in (chosen, file.slide_master):
        for shape in list(page.placeholders):
            if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                shape.left, shape.top, shape.width, shape.height = emu(TITLE)
                shape.text_frame.vertical_anchor = MSO_ANCHOR.TOP
            else:
                shape._element.getparent().remove(shape._element)
    return chosen


def put_picture(slide: Slide, box: Box, image: bytes, told: str, *, cut_top: float = 0.0) -> Any:
    """A picture as large as the box allows, in its middle, with what it tells as alternative text.

    `cut_top`: the share of the picture, from its top, that is not shown.
    """
    picture = slide.shapes.add_picture(BytesIO(image), Pt(box.left), Pt(box.top))
    picture.crop_top = cut_top
    ratio = picture.width / (picture.height * (1 - cut_top))
    width = min(box.width, box.height * ratio)
    picture.width, picture.height = Pt(width), Pt(width / ratio)
    picture.left = Pt(box.left + (box.width - width) / 2)
    describe(picture, told)
    return picture
