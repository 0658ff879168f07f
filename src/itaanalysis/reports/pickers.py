"""Pickers for a notebook: choose year, province, district, office or indicator, and the chart is drawn again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import AGGREGATE

if TYPE_CHECKING:
    from ipywidgets import Dropdown, VBox

#: What can be picked, in the order in which one choice narrows the next: column of the scores, and what it is called.
PICKS = {
    "province": ("province", "จังหวัด"),
    "district": ("district", "อำเภอ"),
    "office": ("agency_id", "หน่วยงาน"),
    "year": ("year_be", "ปี พ.ศ."),
    "indicator": ("code", "ตัวชี้วัด"),
}
_CLASS = "ita-pickers"
# JupyterLab takes arrows and letters pressed in a list for its own commands (b inserts a cell), unless the list bears
# this attribute. Set on focus, because JupyterLab makes the elements anew as a page is scrolled.
_KEEP_KEYS = f"""
document.addEventListener("focusin", event => {{
    if (event.target.closest(".{_CLASS}")) event.target.setAttribute("data-lm-suppress-shortcuts", "true");
}});
"""


def show_pickers(
    scores: pd.DataFrame,
    draw: Callable[..., Any],
    *,
    by: Sequence[str] = ("province", "district", "office", "year"),
    start: pd.DataFrame | None = None,
) -> VBox:
    """Lists to choose from above a chart; every choice narrows the lists after it and draws the chart again.

    The lists are those of the browser, so that Tab, arrows and letters work. A chart that cannot be drawn says why in
    its place.

    Parameters
    ----------
    scores
        A scores frame; averages are left out.
    draw
        Called with the chosen rows, and with the code where `by` has `indicator`; returns the Axes.
    by
        Some of `PICKS`.
    start
        Rows whose place, office and year are chosen first, where they can be chosen: those that the page is about.
        None: the first place and office of the lists, and the last year.

    Raises
    ------
    ItaError
        A name in `by` is not known, or there is no office to choose.
    """
    if unknown := [name for name in by if name not in PICKS]:
        raise ItaError(f"show_pickers: by รับ {', '.join(PICKS)}; พบ {', '.join(unknown)}")
    offices = scores[scores["agency_type"] != AGGREGATE]
    if offices.empty:
        raise ItaError("show_pickers: ไม่มีหน่วยงานให้เลือก")
    return _Pickers(offices, draw, [name for name in PICKS if name in by], start).box


class _Pickers:
    """The lists, the chart below them, and what is chosen."""

    def __init__(
        self, offices: pd.DataFrame, draw: Callable[..., Any], by: list[str], start: pd.DataFrame | None = None
    ) -> None:
        from ipywidgets import HTML, Dropdown, HBox, Image, Layout, Output, VBox

        self.offices, self.draw, self.by = offices, draw, by
        self.start: dict[str, Any] = {}
        if start is not None and len(start):
            self.start = {name: start[PICKS[name][0]].iloc[-1] for name in by if name != "indicator"}
        wide = Layout(width="auto", min_width="16em")
        self.lists: dict[str, Dropdown] = {
            name: Dropdown(description=PICKS[name][1], layout=wide, style={"description_width": "initial"})
            for name in by
        }
        self.chart, self.told = Image(format="png"), HTML()
        script = {"output_type": "display_data", "data": {"application/javascript": _KEEP_KEYS}, "metadata": {}}
        keys = Output(outputs=(script,), layout=Layout(display="none"))
        lists = HBox(list(self.lists.values()), layout=Layout(flex_flow="row wrap"))
        self.box = VBox([lists, self.told, self.chart, keys])
        self.box.add_class(_CLASS)
        self.narrow(0)
        self.redraw()
        for at, one in enumerate(self.lists.values()):
            one.observe(lambda change, at=at: self.chosen(at), names="value")

    def chosen(self, at: int) -> None:
        """After a choice: the lists after it, then the chart once."""
        if not self.filling:
            self.narrow(at + 1)
            self.redraw()

    def narrow(self, first: int) -> None:
        """Offer in the lists from this place on what the choices before leave; a choice that still fits stays."""
        self.filling = True
        for at, name in enumerate(self.by[first:], start=first):
            one = self.lists[name]
            wanted, options = (one.value, self.start.get(name)), _options(name, self.rows(self.by[:at]))
            values = [value for _, value in options]
            fitting = [value for value in wanted if value in values]
            one.options = options
            one.value = fitting[0] if fitting else values[-1 if name == "year" else 0]
        self.filling = False

    def rows(self, names: list[str]) -> pd.DataFrame:
        """The rows that the choices of these lists leave."""
        rows = self.offices
        for name in names:
            if name != "indicator":
                rows = rows[rows[PICKS[name][0]] == self.lists[name].value]
        return rows

    def redraw(self) -> None:
        """The chart of the present choice, or the sentence why there is none."""
        import matplotlib.pyplot as plt

        chosen = self.rows(self.by).reset_index(drop=True)
        chosen.attrs = dict(self.offices.attrs)
        more = [self.lists["indicator"].value] if "indicator" in self.by else []
        try:
            figure = self.draw(chosen, *more).figure
        except ItaError as error:
            self.told.value, self.chart.value = f"<p>{escape(str(error))}</p>", b""
            return
        picture = BytesIO()
        # At the figure's own dots the texts that were measured need not be set again; a light packing is enough here.
        figure.savefig(picture, format="png", dpi="figure", pil_kwargs={"compress_level": 1})
        plt.close(figure)
        self.told.value, self.chart.value = "", picture.getvalue()


def _options(name: str, rows: pd.DataFrame) -> list[tuple[str, Any]]:
    """What a list offers: the label and the value."""
    if name == "indicator":
        tree = rulebook(int(rows["year_be"].max())).tree
        known = tree[tree["level"].isin(["total", "instrument", "indicator"])]
        titles = known["code"].where(known["level"] != "total", "") + " " + known["name_th"]
        return list(zip(titles.str.strip(), known["code"], strict=True))
    values = sorted(rows[PICKS[name][0]].unique().tolist())
    if name == "year":
        return [(str(value), value) for value in values]
    return [(value.replace(" · ", " ") or "(ไม่ระบุ)", value) for value in values]
