"""What an analyst asks a comparison for: an office by its name, groups, nodes; each with a sentence where it fails."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd

from itaanalysis.agencies import find_agency
from itaanalysis.analysis._matrix import YearScores
from itaanalysis.errors import ItaError

#: Groups by what the frame tells of an office, and an office's own list.
GROUPS = ("district", "province", "agency_type", "all")
OWN_LIST = "list"
_LABELS = {"all": "ทุกหน่วยงานในข้อมูล", OWN_LIST: "รายชื่อที่เลือก"}
_WORDS = {"district": "อำเภอ", "province": "จังหวัด", "agency_type": "ประเภท "}

By = str | Sequence[str]
Codes = str | Sequence[str] | None


class Grouping(NamedTuple):
    """One way to put offices into groups: its name, and the offices of a list of one's own."""

    name: str
    ids: frozenset[str] = frozenset()

    def labels(self, offices: pd.DataFrame) -> pd.Series:
        """The group of each office as text; empty where it is not known, or where the office is not in the list."""
        if self.name == OWN_LIST:
            return offices["agency_id"].isin(self.ids).map({True: _LABELS[OWN_LIST], False: ""})
        if self.name == "all":
            return pd.Series(_LABELS["all"], index=offices.index)
        labels = offices[self.name]
        if self.name == "district":  # districts of one name in two provinces stay apart
            place = labels + (" · " + offices["province"]).where(offices["province"] != "", "")
            labels = place.where(labels != "", "")
        return labels

    def told(self, label: str) -> str:
        """The group in a Thai sentence: จังหวัดสมมติ."""
        return _WORDS.get(self.name, "") + label


def read_groupings(by: By, years: list[YearScores], asker: str) -> list[Grouping]:
    """The ways to group: one name or several of `GROUPS`, or a list of offices (agency_id or name)."""
    names = [by] if isinstance(by, str) else list(dict.fromkeys(by))
    if names and all(name in GROUPS for name in names):
        return [Grouping(name) for name in names]
    if isinstance(by, str) or not names:
        raise ItaError(
            f"{asker}: by is {', '.join(GROUPS)}, several of them, or a list of offices (agency_id); found {by!r}"
        )
    offices = every_office(years)
    ids = frozenset(find_agency(offices, name) for name in names)
    if len(ids) < 2:
        raise ItaError(f"{asker}: a list of one office ({names[0]}) is no group; name two or more")
    return [Grouping(OWN_LIST, ids)]


def every_office(years: list[YearScores]) -> pd.DataFrame:
    """The offices of all years, a row each."""
    return pd.concat([year.offices for year in years]).drop_duplicates("agency_id", ignore_index=True)


def choose_years(years: list[YearScores], year_be: int | None, asker: str, agency: str = "") -> list[YearScores]:
    """The years (or the one asked for), of an office where one is named."""
    there = [year for year in years if not agency or (year.offices["agency_id"] == agency).any()]
    if year_be is None:
        return there
    chosen = [year for year in there if year.year_be == year_be]
    if not chosen:
        known = ", ".join(str(year.year_be) for year in there)
        whose = agency or "the frame"
        raise ItaError(f"{asker}: {whose} has no scores of {year_be}; there are those of {known} (พ.ศ.)")
    return chosen


def choose_nodes(years: list[YearScores], code: Codes, asker: str) -> list[list[int]]:
    """Places of the asked nodes in the tree of each year (none = all of the tree), in tree order.

    Raises
    ------
    ItaError
        A node that no year has. Years that lack it while others have it give no row of it.
    """
    if code is None:
        return [list(range(len(year.tree))) for year in years]
    wanted = [code] if isinstance(code, str) else list(code)
    known: set[str] = set().union(*(year.tree["code"] for year in years))
    missing = [name for name in wanted if name not in known]
    if missing:
        told = ", ".join(str(year.year_be) for year in years)
        raise ItaError(
            f"{asker}: no node {', '.join(map(repr, missing))} in the tree of {told}; "
            f"its codes (ITA, IIT, 9, o42 …) stand in rulebook({years[-1].year_be}).tree"
        )
    return [[at for at, name in enumerate(year.tree["code"]) if name in wanted] for year in years]


def names_of(labels: pd.Series) -> tuple[list[str], dict[str, int]]:
    """Group labels in order without the unknown, and their numbers."""
    names = sorted(set(labels.unique()) - {""})
    return names, {name: at for at, name in enumerate(names)}
