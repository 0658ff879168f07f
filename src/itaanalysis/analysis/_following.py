"""Two following years side by side: which offices, which nodes, which rules changed in between."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.agencies import find_agency
from itaanalysis.errors import ItaError
from itaanalysis.frames import AGENCY, COMPUTED, INCOMPLETE, SIMULATED, check_scores, plain_text
from itaanalysis.rulebook import break_years, carry_items, rulebook
from itaanalysis.scoring import roll_up_matrix
from itaanalysis.scoring import tell_items as tell_items_matrix
from itaanalysis.thai import AGGREGATE

#: How a node of one year may have become that of the next one and still ask for the same.
SAME = ("same title", "renamed")
#: Words of `note` that follow a score into everything that is made of it.
MARKS = (SIMULATED, INCOMPLETE)


@cache
def compare_rules(before_year: int, year_be: int) -> pd.DataFrame:
    """The nodes of one year's tree beside those of an earlier one, and whether the rules moved between the two.

    Returns
    -------
    DataFrame
        A row a node of the later tree, in its order: code, level, before_code (empty: the earlier list has no one node
        that asks for the same), match and evidence (see `carry_items`), before_worth and worth (shares of the total,
        NaN = no such node), breaks (the rules that changed in between, in Thai, from `rulebook/breaks.csv`; empty:
        none) and may_be_instrument: a rule changed, and what is asked below the node, or its weight there, is not the
        same in both lists, so that a jump may be the instrument's. Across two frameworks no node has a before_code.
        Do not change it: it is shared.

    Raises
    ------
    ItaError
        A year without rules, or a later year that is not later.
    """
    before, after = rulebook(before_year), rulebook(year_be)
    if year_be <= before_year:
        raise ItaError(f"compare_rules takes an earlier and a later year; found {before_year} and {year_be}")
    carried = carry_items(before_year, year_be).rename(columns={"code": "before_code", "to_code": "code"})
    alone = ~carried["code"].duplicated(keep=False) & carried["how"].isin(SAME)
    carried["before_code"] = carried["before_code"].where(alone, "")
    nodes = after.tree[["code", "level", "worth"]].merge(
        carried.drop_duplicates("code").rename(columns={"how": "match"}), on="code", how="left"
    )
    texts = ["before_code", "match", "evidence"]
    nodes[texts] = nodes[texts].fillna("")
    nodes["before_worth"] = nodes["before_code"].map(before.tree.set_index("code")["worth"])
    breaks = break_years()
    breaks = breaks[(breaks["year_be"] > before_year) & (breaks["year_be"] <= year_be)]
    labels = breaks[["year_be", "label_th"]].itertuples(index=False)
    nodes["breaks"] = " · ".join(f"{year} {label}" for year, label in labels)
    nodes["may_be_instrument"] = len(breaks) > 0 and ~_asked_alike(nodes, before.tree, after.tree)
    columns = ["code", "level", *texts, "before_worth", "worth", "breaks", "may_be_instrument"]
    return nodes[columns]


def _asked_alike(nodes: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame) -> np.ndarray:
    """For each node whether the leaves below it, and their shares of it, are the same in both trees."""
    asked_before, asked_after = _asked(before), _asked(after)
    now = dict(zip(nodes["before_code"], nodes["code"], strict=True))
    alike = [
        bool(old) and {now.get(leaf, ""): share for leaf, share in asked_before[old].items()} == asked_after[code]
        for old, code in zip(nodes["before_code"], nodes["code"], strict=True)
    ]
    return np.array(alike, dtype=bool)


def _asked(tree: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Node to the leaves below it and the share of the node that each of them is."""
    asked: dict[str, dict[str, float]] = {}
    for code, parent, weight in reversed(list(tree[["code", "parent", "weight"]].itertuples(index=False, name=None))):
        below = asked.setdefault(code, {code: 1.0})
        asked.setdefault(parent, {}).update({leaf: share * weight for leaf, share in below.items()})
    return {code: {leaf: round(share, 9) for leaf, share in below.items()} for code, below in asked.items()}


def choose_offices(scores: pd.DataFrame, agency: str, asker: str) -> pd.DataFrame:
    """The rows of offices, or of the one that is named; averages and totals never count as an office.

    Raises
    ------
    ItaError
        Not a scores frame, no row of an office, no office of the name (the nearest names are offered), or several.
    """
    offices = check_scores(scores)
    offices = offices[(offices["agency_type"] != AGGREGATE).to_numpy()]
    if offices.empty:
        found = "every row of the frame is an average or total (agency_type 'aggregate')" if len(scores) else "no row"
        raise ItaError(f"{asker} takes the scores of offices; found: {found}")
    return offices[(offices["agency_id"] == find_agency(offices, agency)).to_numpy()] if agency else offices


def following_years(offices: pd.DataFrame, year_be: int | None, asker: str) -> list[int]:
    """The later years of each pair of following years of one framework; with `year_be`, that one alone.

    Raises
    ------
    ItaError
        The frame has no such pair; the message tells the years that it has.
    """
    years = sorted(int(year) for year in offices["year_be"].unique())
    later = [year for year in years if year - 1 in years and rulebook(year).framework == rulebook(year - 1).framework]
    listed = ", ".join(map(str, years))
    if year_be and year_be not in years:
        raise ItaError(f"{asker}: the frame has no scores of {year_be}; its years are {listed}")
    if year_be and year_be not in later:
        why = "another framework" if year_be - 1 in years else "not in the frame"
        raise ItaError(f"{asker}: no change can be told from {year_be - 1} to {year_be}: {year_be - 1} is {why}")
    if not later:
        raise ItaError(f"{asker} needs two following years of one framework (2562 and later); found {listed}")
    return [year_be] if year_be else later


class Grid(NamedTuple):
    """One year as matrices, agencies × nodes: scores rolled up (NaN = not known), the row of each in the frame (-1 =
    none), whether it was rolled up, and the place of the node in the tree that tells an item (-1 = none).

    `present` tells which agencies have a row in the year, and `marks` which bear which of `MARKS` (a bit each).
    """

    score: np.ndarray
    row: np.ndarray
    computed: np.ndarray
    told_by: np.ndarray
    present: np.ndarray
    marks: np.ndarray

    def take(self, tree: pd.DataFrame, codes: pd.Series) -> Grid:
        """The columns of these codes of the year's tree; an empty code is a node without a score."""
        place = pd.Index(tree["code"]).get_indexer(codes)
        score, row, computed, told_by = (matrix[:, place] for matrix in self[:4])
        score[:, place < 0], row[:, place < 0], computed[:, place < 0], told_by[:, place < 0] = np.nan, -1, False, -1
        return Grid(score, row, computed, told_by, self.present, self.marks)


class Followed(NamedTuple):
    """Scores of offices with numbers in place of their texts, for following years of matrices.

    `agencies` has a row an agency, by agency_id, as it is called in its last row; `at` is the place of each row's
    agency, and `node` that of its code in `codes`.
    """

    frame: pd.DataFrame
    agencies: pd.DataFrame
    at: np.ndarray
    codes: pd.Index
    node: np.ndarray
    marks: np.ndarray

    def grid(self, year_be: int, *, tell_items: bool = False) -> Grid:
        """The scores of a year, a column a node of its tree. An indicator at exactly 0 or 100 can tell its items."""
        tree = rulebook(year_be).tree
        rows = np.flatnonzero(self.frame["year_be"].to_numpy() == year_be)
        column = pd.Index(tree["code"]).get_indexer(self.codes)[self.node[rows]]
        if (column < 0).any():
            code = self.codes[self.node[rows[column < 0][0]]]
            raise ItaError(f"the tree of {year_be} has no node {code!r}; see rulebook({year_be}).tree")
        shape, cells = (len(self.agencies), len(tree)), (self.at[rows], column)
        published, row = np.full(shape, np.nan), np.full(shape, -1, dtype="int32")
        published[cells], row[cells] = self.frame["score"].to_numpy()[rows], rows
        score, computed = roll_up_matrix(published, tree)
        told_by = tell_items_matrix(score, tree) if tell_items else np.full(shape, -1)
        told = np.nonzero(told_by >= 0)
        row[told], computed[told] = row[told[0], told_by[told]], computed[told[0], told_by[told]]
        marks = np.zeros(shape[0], dtype="int64")
        np.bitwise_or.at(marks, cells[0], self.marks[rows])
        return Grid(score, row, computed, told_by, np.isin(np.arange(shape[0]), cells[0]), marks)


def follow(offices: pd.DataFrame, years: list[int]) -> Followed:
    """The offices in these years and the year before each."""
    wanted = offices["year_be"].isin({year for later in years for year in (later - 1, later)}).to_numpy()
    frame = offices if wanted.all() else offices[wanted]
    at, _ = pd.factorize(frame["agency_id"], sort=True)
    last = np.zeros(at.max() + 1, dtype="int64")
    last[at] = np.arange(len(at))
    node, codes = pd.factorize(frame["code"])
    marks = np.zeros(len(frame), dtype="int64")
    for bit, mark in enumerate(MARKS):
        marks |= frame["note"].str.contains(mark, regex=False).to_numpy("int64") << bit
    agencies = plain_text(frame[AGENCY].iloc[last]).reset_index(drop=True)
    return Followed(frame, agencies, at, pd.Index(codes).astype("str"), node, marks)


def both_years(followed: Followed, rules: pd.DataFrame) -> tuple[Grid, Grid]:
    """The year before and the year, a column a row of what `compare_rules` gave (with year_be)."""
    year = int(rules["year_be"].iloc[0])
    before, after = followed.grid(year - 1), followed.grid(year)
    return before.take(rulebook(year - 1).tree, rules["before_code"]), after


def as_categories(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with its texts as categories, which are repeated a million times at the cost of their numbers."""
    return frame.astype({name: "category" for name in frame if pd.api.types.is_string_dtype(frame[name].dtype)})


def take_sources(followed: Followed, row: np.ndarray, computed: np.ndarray) -> pd.Categorical:
    """Where each of these scores was read; `computed` where it was rolled up, nothing where there is none."""
    texts = pd.concat([followed.frame["source"].astype("str"), pd.Series([COMPUTED, ""], dtype="str")])
    codes, sources = pd.factorize(texts)
    of_row = np.where(computed, len(codes) - 2, np.where(row < 0, len(codes) - 1, row))
    return pd.Categorical.from_codes(codes[of_row], pd.Index(sources, dtype="str"))


def mark_notes(marks: np.ndarray) -> pd.Categorical:
    """The marks (`MARKS`, a bit each) as notes."""
    texts = [
        "; ".join(mark for bit, mark in enumerate(MARKS) if marked >> bit & 1) for marked in range(2 ** len(MARKS))
    ]
    return pd.Categorical.from_codes(marks, pd.Index(texts, dtype="str"))
