"""The fixed words of the charts, and how numbers, years and offices are written on them."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score


class Words:
    """Fixed words of one language: `words("pass_mark", mark=85)`."""

    def __init__(self, lang: str) -> None:
        table = _table("words.csv")
        if lang not in table.columns[1:]:
            raise ItaError(f"lang is one of {', '.join(table.columns[1:])}; found {lang!r}")
        self.lang = lang
        self._text: dict[str, str] = dict(zip(table["key"], table[lang], strict=True))

    def __call__(self, key: str, **values: object) -> str:
        return self._text[key].format(**values)

    def name(self, node: pd.Series) -> str:
        """The name of a row of a tree; the Thai name where there is no English one."""
        return str(node["name_en"] if self.lang == "en" and node["name_en"] else node["name_th"])

    def label(self, row: pd.Series) -> str:
        """The label of a row of one of the rulebook's small tables."""
        return str(row[f"label_{self.lang}"])

    def title(self, node: pd.Series) -> str:
        """A node in a title: the total by its name, all else with its number."""
        return self.name(node) if node["level"] == "total" else self.numbered(node)

    def numbered(self, node: pd.Series) -> str:
        """`9. การเปิดเผยข้อมูล`, `o42 มาตรการ…`; the code alone where it has no name. No break after the code."""
        name = self.name(node)
        if name == node["code"]:
            return name
        return f"{node['code']}{'.' if node['level'] == 'indicator' else ''}\u00a0{name}"


@cache
def words(lang: str) -> Words:
    """The words of a language; an unknown one is an ItaError."""
    return Words(lang)


@cache
def _table(name: str) -> pd.DataFrame:
    return read_data("charts", name)


def short_name(agency: str) -> str:
    """อบต.ท่านางแนว for องค์การบริหารส่วนตำบลท่านางแนว: for labels, where the full name takes too much room."""
    for full, short in _table("short_names.csv").itertuples(index=False):
        if agency.startswith(full):
            return f"{short}{agency.removeprefix(full)}"
    return agency


def two_decimals(value: float) -> str:
    """A number as it is printed: half up, two decimals."""
    return f"{float(round_score(value)):.2f}"
