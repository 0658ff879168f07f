"""Items carried from one year's list to another's, by title."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._book import known_years, rulebook
from itaanalysis.rulebook._tables import evidence_labels, read_table

#: From the surest to the least sure.
_HOW = ("same title", "renamed", "merged", "replaced")


@cache
def carry_items(from_year: int, to_year: int) -> pd.DataFrame:
    """Each node of one year beside the node of a later year that asks for the same.

    Columns: code, to_code (empty where nothing matches, or where the later year's tree is not known), how
    (`same title`, or `renamed`, `merged`, `replaced` from `renamed_items.csv`), evidence.
    Instruments and indicators keep their numbers in every year of one framework; items go year by year, first by an
    equal title under the same kind of item (OIT, IIT or EIT), then by the table of renamed titles. Over several years
    `how` and `evidence` are the weakest of the steps. Nothing is carried from one framework to another.

    Raises
    ------
    ItaError
        The later year is the earlier one.
    """
    if to_year < from_year:
        raise ItaError(f"items are carried to a later year; found from {from_year} to {to_year}")
    surest_first = tuple(evidence_labels()["evidence"])
    tree = rulebook(from_year).tree
    carried = tree[["code"]].assign(to_code=tree["code"], how=_HOW[0], evidence="derived")
    for year in range(from_year + 1, to_year + 1):
        if year not in known_years() or rulebook(year).framework != rulebook(from_year).framework:
            return carried.assign(to_code="", how="", evidence="")
        step = _one_year(year - 1, year).reindex(carried["to_code"]).fillna("").reset_index(drop=True)
        how = [_weaker(_HOW, one, other) for one, other in zip(carried["how"], step["how"], strict=True)]
        evidence = [_weaker(surest_first, *pair) for pair in zip(carried["evidence"], step["evidence"], strict=True)]
        carried = carried.assign(to_code=step["to_code"], how=how, evidence=evidence)
    return carried


def _weaker(order: tuple[str, ...], one: str, other: str) -> str:
    """The later of two words in an order that ends with the weakest; nothing where either is nothing."""
    return max(one, other, key=order.index) if one and other else ""


def _one_year(earlier: int, later: int) -> pd.DataFrame:
    """One step, indexed by the earlier code: to_code, how, evidence."""
    renamed = read_table("renamed_items.csv").query("year_be == @later_text", local_dict={"later_text": str(later)})
    new_title = dict(zip(renamed["earlier_title"], renamed["title"], strict=True))
    kind = dict(zip(renamed["earlier_title"], renamed["kind"], strict=True))
    evidence = dict(zip(renamed["earlier_title"], renamed["evidence"], strict=True))
    later_tree = rulebook(later).tree
    by_title = {(_family(c, lv), t): c for c, lv, t in later_tree[["code", "level", "name_th"]].itertuples(index=False)}
    upper = set(later_tree.loc[later_tree["level"].isin(["total", "instrument", "indicator"]), "code"])
    rows = []
    for code, level, title in rulebook(earlier).tree[["code", "level", "name_th"]].itertuples(index=False):
        family = _family(code, level)
        if code in upper:
            rows.append((code, code, "same title", "derived"))
        elif (family, title) in by_title:
            rows.append((code, by_title[family, title], "same title", "derived"))
        elif (family, new_title.get(title)) in by_title:
            rows.append((code, by_title[family, new_title[title]], kind[title], evidence[title]))
        else:
            rows.append((code, "", "", ""))
    return pd.DataFrame(rows, columns=["code", "to_code", "how", "evidence"]).set_index("code")


def _family(code: str, level: str) -> str:
    return code[0] if level == "item" else level
