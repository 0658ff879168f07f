"""Sections of a pack as a page: what the documents say, in a notebook."""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import TYPE_CHECKING

from itaanalysis.errors import ItaError
from itaanalysis.reports.pack._parts import Block, Figure, Heading, Pack, Paragraph, Table

if TYPE_CHECKING:
    from IPython.display import HTML


def tell_findings(pack: Pack) -> list[str]:
    """What the meeting has to know: a sentence each, as the slides have them for titles."""
    from itaanalysis.reports.pack._slides import tell_findings as of_slides

    return of_slides(pack)


def show_pack(pack: Pack, *sections: str) -> HTML:
    """The named sections of a pack (all: none named) as a piece of a page, in the order of the report.

    What the Word file and the PDF hold, from the same description; a draft says ร่าง and simulated data ข้อมูลจำลอง.

    Raises
    ------
    ItaError
        A section that the pack does not have.
    """
    from IPython.display import HTML

    known = [section.key for section in pack.sections]
    if missing := [key for key in sections if key not in known]:
        raise ItaError(f"show_pack: ไม่มีส่วน {', '.join(missing)}; มี {', '.join(known)}")
    parts = []
    for section in pack.sections:
        if section.key in sections or not sections:
            heading = escape(" · ".join([section.heading, *pack.marks]))
            parts += [f"<h2>{heading}</h2>", *(_show(block, pack) for block in section.blocks)]
    return HTML("\n".join(parts))


def _show(block: Block, pack: Pack) -> str:
    if isinstance(block, Heading):
        return f"<h3>{escape(block.text)}</h3>"
    if isinstance(block, Paragraph):
        text = escape(block.text)
        return f"<ul><li>{text}</li></ul>" if block.style == "bullet" else f"<p>{text}</p>"
    return _show_figure(block, pack) if isinstance(block, Figure) else _show_table(block)


def _show_figure(figure: Figure, pack: Pack) -> str:
    png = b64encode(pack.pictures[figure.key].png).decode()
    picture = f'<img src="data:image/png;base64,{png}" alt="{escape(figure.alt)}">'
    return f"<figure>{picture}<figcaption>{escape(figure.title)}</figcaption></figure>"


def _show_table(table: Table) -> str:
    kinds = [' class="number"' if column.kind != "text" else "" for column in table.columns]
    head = "".join(f'<th scope="col"{kind}>{escape(text)}</th>' for kind, text in zip(kinds, table.header, strict=True))
    rows = "\n".join(
        "<tr>" + "".join(f"<td{kind}>{escape(text)}</td>" for kind, text in zip(kinds, row, strict=True)) + "</tr>"
        for row in table.texts()
    )
    note = f"<p><small>{escape(table.note)}</small></p>" if table.note else ""
    caption = f"<caption>{escape(table.title)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table>{note}"
