"""Texts on a slide, measured before they are placed.

All lengths are points. Lines have a set height and letters an estimated width, so that a slide holds what it is given
also where TH Sarabun New is not installed and a wider face stands in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import OxmlElement
from pptx.util import Pt

if TYPE_CHECKING:
    from pptx.slide import Slide

FACE = "TH Sarabun New"
#: Blue, orange and greys, as in the charts: told apart by every eye; each 4.5:1 or more with what it stands on.
INK, MUTED, BLUE, ORANGE, WHITE = "1B1F24", "555F6B", "1F5F8B", "B8460F", "FFFFFF"
PALE, PALE_ORANGE, LINE_GREY = "EEF1F4", "FCE9DF", "7F7F7F"
SMALLEST = 18
PAD = 4.0
# Width of a Thai letter and height of a line, as shares of the size. TH Sarabun New takes about 0.36.
_LETTER, _LINE = 0.54, 1.3
_SIDES = ("lIns", "tIns", "rIns", "bIns")
# In a column of few letters a word that moves to the next line leaves more of the line empty.
_NARROW = 20


class Box(NamedTuple):
    """A place on the page, from the upper left corner."""

    left: float
    top: float
    width: float
    height: float


class Run(NamedTuple):
    """A piece of text in one look."""

    text: str
    size: int = 20
    bold: bool = False
    color: str = INK


def letters(text: str) -> int:
    """Letters that take room in a line; marks above and below a letter take none."""
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text)


def line_height(size: int) -> float:
    """Height of a line."""
    return size * _LINE


def room(width: float, size: int) -> int:
    """Letters that a line of this width holds."""
    return max(int((width - 2 * PAD) / (size * _LETTER)), 1)


def count_lines(text: str, width: float, size: int) -> int:
    """Lines that a text takes."""
    return sum(max(-(-letters(line) // room(width, size)), 1) for line in text.split("\n"))


def text_height(text: str, width: float, size: int) -> float:
    """Height that a text takes with the room around it."""
    return count_lines(text, width, size) * line_height(size) + 2 * PAD


def fitting_size(text: str, box: Box, sizes: Sequence[int]) -> int:
    """The first of the sizes at which the box holds the whole text, else the last."""
    return next((size for size in sizes if fit_text(text, box, size) == text), sizes[-1])


def fit_text(text: str, box: Box, size: int) -> str:
    """The text, cut with `…` where the box cannot hold it."""
    lines = max(int((box.height - 2 * PAD) / line_height(size)), 1)
    most = room(box.width, size)
    return shorten(text, most * lines - (most // 4 if lines > 1 else 0))


def two_lines(text: str, width: float, size: int) -> str:
    """The text cut to two lines; room is left for words that move to the next line whole."""
    most = room(width, size)
    return shorten(safe(text), 2 * most - most // (2 if most < _NARROW else 3))


def shorten(text: str, most: int) -> str:
    """At most so many letters, cut with `…`, no mark torn from its letter and no leading vowel left alone."""
    if letters(text) <= most:
        return text
    end = len(text)
    while end and (
        letters(text[:end]) > most - 1
        or unicodedata.category(text[end]) == "Mn"
        or text[end] in "ะาำๅ"
        or text[end - 1] in "เแโใไ"
    ):
        end -= 1
    return text[:end].rstrip() + "…"


def put_text(
    slide: Slide, box: Box, paragraphs: Sequence[Sequence[Run]], name: str, *, align: str = "l", anchor: str = "t"
) -> Any:
    """A text box; its name is what the selection pane and a screen reader tell."""
    shape = slide.shapes.add_textbox(*emu(box))
    shape.name = name
    put_runs(shape, paragraphs, align=align, anchor=anchor)
    return shape


def put_runs(shape: Any, paragraphs: Sequence[Sequence[Run]], *, align: str = "l", anchor: str = "t") -> None:
    """Paragraphs of runs into a shape, wrapped, in the Thai face, lines of a set height."""
    body = shape.text_frame._txBody
    properties = body.find(qn("a:bodyPr"))
    properties.attrib.update({"wrap": "square", "anchor": anchor, **dict.fromkeys(_SIDES, str(Pt(PAD)))})
    write_paragraphs(body, paragraphs, align)


def write_paragraphs(body: Any, paragraphs: Sequence[Sequence[Run]], align: str) -> None:
    for old in body.findall(qn("a:p")):
        body.remove(old)
    for runs in paragraphs:
        paragraph = add_element(body, "a:p")
        properties = add_element(paragraph, "a:pPr", algn=align)
        spacing = add_element(properties, "a:lnSpc")
        tallest = max((run.size for run in runs), default=SMALLEST)
        add_element(spacing, "a:spcPts", val=str(round(line_height(tallest) * 100)))
        for run in runs:
            element = add_element(paragraph, "a:r")
            look = add_element(element, "a:rPr", sz=str(run.size * 100), b=str(int(run.bold)))
            fill = add_element(add_element(look, "a:solidFill"), "a:srgbClr")
            fill.set("val", run.color)
            set_face(look)
            add_element(element, "a:t").text = safe(run.text)


def safe(text: str) -> str:
    """Text without what XML cannot hold; line breaks as spaces, for a run is one line."""
    plain = text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    return "".join(letter for letter in plain if unicodedata.category(letter) not in ("Cc", "Cs", "Cn"))


def add_element(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child of an element of the file."""
    element = OxmlElement(tag)
    element.attrib.update(attributes)
    parent.append(element)
    return element


def set_face(look: Any) -> None:
    look.set("lang", "th-TH")
    for tag in ("a:latin", "a:cs"):
        for old in look.findall(qn(tag)):
            look.remove(old)
        add_element(look, tag, typeface=FACE)


def paint(shape: Any, color: str) -> None:
    """A colour behind a text."""
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(color)


def describe(shape: Any, told: str) -> None:
    """Alternative text of a shape."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", safe(told))


def emu(box: Box) -> tuple[Any, Any, Any, Any]:
    left, top, width, height = (Pt(length) for length in box)
    return left, top, width, height
