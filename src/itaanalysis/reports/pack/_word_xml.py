"""Parts of a report as WordprocessingML: text is escaped here, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from itaanalysis.reports.pack._headings import Entry
from itaanalysis.reports.pack._parts import Paragraph, Table

_STYLES = {
    **{"body": "BodyText", "bullet": "ListBullet", "note": "Note", "title": "Title"},
    **{"centre": "Subtitle", "mark": "Mark", "sign": "Sign"},
}
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EMU_A_MM = 36_000
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E7E6E6"/>'
#: The name spaces of every fragment; `wrap_fragment` puts them around it.
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
Shown = Callable[[str], str]


def wrap_fragment(xml: str) -> str:
    """Elements side by side under one root, to be parsed in one go."""
    return f"<fragment {_SPACES}>{xml}</fragment>"


def safe(text: str) -> str:
    """The text without the characters that neither XML nor a page may hold."""
    return _NOT_XML.sub("", text)


def run(text: str) -> str:
    """A run; a line break stays one."""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in safe(text).split("\n"))
    return f"<w:r>{lines}</w:r>"


def paragraph(style: str, runs: str, *, more: str = "") -> str:
    """A paragraph of a style; `more` are further properties."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'


def hairline() -> str:
    """A paragraph too low to be seen, or to open a page of its own where a table ends at the foot of one."""
    low = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    return paragraph("Note", "", more=low)


def plain(part: Paragraph, shown: Shown) -> str:
    """A paragraph of the description."""
    return paragraph(_STYLES[part.style], run(shown(part.text)))


def heading(entry: Entry, mark: int, shown: Shown, *, new_page: bool) -> str:
    """A heading with the bookmark that the contents point to (`mark`: its id); Word numbers the heading itself."""
    style = "Heading2" if entry.level == 2 else "Heading1" if entry.number else "HeadingPlain"
    name = _bookmark(entry)
    marked = f'<w:bookmarkStart w:id="{mark}" w:name="{name}"/>{run(shown(entry.text))}<w:bookmarkEnd w:id="{mark}"/>'
    return paragraph(style, marked, more="<w:pageBreakBefore/>" if new_page else "")


def _bookmark(entry: Entry) -> str:
    return "_Toc_" + entry.key.replace(".", "_")


def _field(instruction: str, shown: str) -> str:
    """A field with its result already in it, so that nothing has to be updated on opening."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    return f'{begin}<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>{middle}{run(shown)}{end}'


def contents(entries: Iterable[Entry], pages: dict[str, int], shown: Shown) -> str:
    """The contents: one field, filled with a line a heading, each linked to it."""
    begin, middle, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
    told = r'<w:r><w:instrText xml:space="preserve"> TOC \o "1-2" \h \z \t "Heading Plain,1" </w:instrText></w:r>'
    lines = []
    for entry in entries:
        page = _field(rf"PAGEREF {_bookmark(entry)} \h", shown(str(pages[entry.key])))
        text = f"{run(shown(entry.title))}<w:r><w:tab/></w:r>{page}"
        lines.append(
            (f"TOC{entry.level}", f'<w:hyperlink w:anchor="{_bookmark(entry)}" w:history="1">{text}</w:hyperlink>')
        )
    first = begin + told + middle
    made = [paragraph(style, (first if at == 0 else "") + line) for at, (style, line) in enumerate(lines)]
    return "".join(made) + f"<w:p>{end}</w:p>"


def caption(word: str, number: int, title: str, shown: Shown, *, above: bool) -> str:
    """ตารางที่ 3 …, numbered by a field of its own; kept with what it stands above."""
    # Word asks for a name without spaces; the result is filled in.
    digits = "ARABIC" if shown("1") == "1" else "THAIARABIC"
    numbered = _field(rf"SEQ {word} \* {digits}", shown(str(number)))
    centred = '<w:jc w:val="center"/>'
    return paragraph(
        "Caption", run(f"{word}ที่ ") + numbered + run(f" {shown(title)}"), more="<w:keepNext/>" if above else centred
    )


def table(part: Table, width: int, shown: Shown) -> str:
    """A table as wide as the text (twentieths of a point): header on every page, no row broken over two."""
    total = sum(column.share for column in part.columns)
    widths = [round(width * column.share / total) for column in part.columns]
    centred = [column.kind != "text" for column in part.columns]
    rows = [_row(part.header, widths, [True] * len(widths), shown, head=True)]
    rows += [_row(texts, widths, centred, shown, head=False) for texts in part.texts()]
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    properties = (
        f'<w:tblStyle w:val="TableGrid"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblLook w:val="0020" w:firstRow="1"/><w:tblCaption w:val={quoteattr(safe(shown(part.title)))}/>'
    )
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _row(texts: list[str], widths: list[int], centred: list[bool], shown: Shown, *, head: bool) -> str:
    cells = []
    for text, wide, middle in zip(texts, widths, centred, strict=True):
        look = _SHADE if head else ""
        middle_jc = '<w:jc w:val="center"/>' if middle and not head else ""
        line = paragraph("TableHead" if head else "TableText", run(shown(text)), more=middle_jc)
        cells.append(f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{look}</w:tcPr>{line}</w:tc>')
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"


def picture(relation: str, number: int, alt: str, size: tuple[float, float], key: str) -> str:
    """An inline picture with its alternative text; size in millimetres."""
    wide, high = (round(side * _EMU_A_MM) for side in size)
    told = f'id="{number}" name={quoteattr(key)} descr={quoteattr(safe(alt))}'
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    inner = (
        f"<pic:pic><pic:nvPicPr><pic:cNvPr {told}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
    )
    drawing = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr {told}/><a:graphic><a:graphicData uri="{uri}">{inner}</a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    return paragraph("Picture", f"<w:r>{drawing}</w:r>")
