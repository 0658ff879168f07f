"""Changes of the means of groups of offices, of the same offices in both years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN, check_complete
from itaanalysis.analysis._following import (
    MARKS,
    Followed,
    Grid,
    both_years,
    choose_offices,
    compare_rules,
    follow,
    following_years,
)
from itaanalysis.analysis.trends import PARTS, decompose
from itaanalysis.errors import ItaError
from itaanalysis.frames import COMPUTED, SIMULATED

GROUPS = {"district": ["province", "district"], "province": ["province"], "agency_type": ["agency_type"]}
GROUP_CHANGES = [
    *("code", "before_code", "level", *PARTS, "breaks", "may_be_instrument", "match", "evidence"),
    *("offices", "came", "went", "incomplete", "source", "note"),
]


def compare_changes(scores: pd.DataFrame, *, by: str = "district", year_be: int | None = None) -> pd.DataFrame:
    """How the means of groups of offices changed from one year to the next, and what brought it.

    Parameters
    ----------
    scores
        A scores frame of complete lists; it is rolled up first. Averages and totals are left out.
    by
        district, province or agency_type.
    year_be
        The later year of one pair of following years (พ.ศ.); None: every pair.

    Returns
    -------
    DataFrame
        A row for each pair of years, group and node of the later year: the columns of `compute_changes`, of the plain
        mean of the offices (unweighted: each counts once), and offices (how many are in it). In it are the offices
        that have the total and all indicators in both years; where no office of the group has them, those that have
        the total. came, went and incomplete name the others: in the later year alone, in the earlier alone, in both
        but without a full set of scores. A node has a mean where all of these offices have its score.

        A group of fewer than three such offices, or of unknown name, has no mean.

        contribution + rule, summed over the ten indicators, is exactly the change of the mean total: the same offices
        are in every mean, and a mean of sums is the sum of means.

    Raises
    ------
    ItaError
        As `compute_changes`; `by` is something else; or a list that is known to be only the top of a ranking.
    """
    if by not in GROUPS:
        raise ItaError(f"compare_changes: by is one of {', '.join(GROUPS)}; found {by!r}")
    offices = choose_offices(scores, "", "compare_changes")
    check_complete(offices, "compare_changes")
    years = following_years(offices, year_be, "compare_changes")
    followed = follow(offices, years)
    sources = _files(followed)
    changes = pd.concat([_groups_of_year(followed, year, GROUPS[by], sources) for year in years], ignore_index=True)
    changes.attrs = dict(scores.attrs)
    return changes


def _files(followed: Followed) -> pd.DataFrame:
    """The files in which each agency's scores of each year were read: year_be, at, file."""
    codes, sources = pd.factorize(followed.frame["source"])
    file, names = pd.factorize(pd.Series(sources, dtype="str").str.replace("#.*$", "", regex=True))
    read = pd.DataFrame({"year_be": followed.frame["year_be"].to_numpy(), "at": followed.at, "file": file[codes]})
    read = read.drop_duplicates(ignore_index=True)
    read["file"] = pd.Series(names[read["file"]], dtype="str")
    return read[read["file"] != COMPUTED]


def _groups_of_year(followed: Followed, year_be: int, by: list[str], sources: pd.DataFrame) -> pd.DataFrame:
    """A row for each group with an office in either year and each node."""
    rules = compare_rules(year_be - 1, year_be).assign(year_be=year_be, before_year=year_be - 1)
    before, after = both_years(followed, rules)
    group = followed.agencies.groupby(by, sort=True).ngroup().to_numpy()
    counted = _counted(before, after, rules["level"], group)
    groups = followed.agencies[by].drop_duplicates().sort_values(by, ignore_index=True)
    groups = groups.join(_tell_offices(before, after, counted, group, followed.agencies["agency_id"]))
    here = sources[sources["year_be"].isin([year_be - 1, year_be])]
    here = here.assign(group=group[here["at"]]).drop_duplicates(["group", "file"])
    groups["source"] = _listed(here["file"], here["group"].to_numpy(), "; ", len(groups))
    shown = ((groups["offices"] >= FEWEST_FOR_A_MEAN) & (groups[by[-1]] != "")).to_numpy()
    means = [_means(grid.score, counted, group, shown) for grid in (before, after)]
    present = np.unique(group[before.present | after.present])
    row, node = np.repeat(present, len(rules)), np.tile(np.arange(len(rules)), len(present))
    changes = groups.iloc[row].reset_index(drop=True)
    told = rules.drop(columns=["worth", "before_worth"])
    changes[told.columns] = told.iloc[node].reset_index(drop=True)
    changes[PARTS] = decompose(means[0], means[1], rules)[:, row, node].T
    return changes[["year_be", "before_year", *by, *GROUP_CHANGES]]


def _tell_offices(
    before: Grid, after: Grid, counted: np.ndarray, group: np.ndarray, agency_id: pd.Series
) -> pd.DataFrame:
    """For each group how many offices are in its mean, which are not and why, and the mark of simulated data."""
    groups = int(group.max()) + 1
    told = pd.DataFrame({"offices": np.bincount(group[counted], minlength=groups)})
    others = {
        "came": after.present & ~before.present,
        "went": before.present & ~after.present,
        "incomplete": before.present & after.present & ~counted,
    }
    for name, chosen in others.items():
        told[name] = _listed(agency_id[chosen], group[chosen], " / ", groups)
    simulated = (
        np.bincount(group, weights=(before.marks | after.marks) & 1 << MARKS.index(SIMULATED), minlength=groups) > 0
    )
    return told.assign(note=pd.Series(np.where(simulated, SIMULATED, ""), dtype="str"))


def _counted(before: Grid, after: Grid, levels: pd.Series, group: np.ndarray) -> np.ndarray:
    """The offices with total and indicators in both years; in a group that has none, those with the total."""
    known = ~(np.isnan(before.score) | np.isnan(after.score))
    total = known[:, levels == "total"].all(axis=1)
    full = total & known[:, levels == "indicator"].all(axis=1)
    return np.where(np.isin(group, group[full]), full, total)


def _means(score: np.ndarray, counted: np.ndarray, group: np.ndarray, shown: np.ndarray) -> np.ndarray:
    """The mean of each group at each node, NaN where one of its offices has no score and where none is shown."""
    means = pd.DataFrame(score[counted]).groupby(group[counted]).mean(skipna=False).reindex(range(len(shown)))
    return np.where(shown[:, None], means.to_numpy(), np.nan)


def _listed(texts: pd.Series, group: np.ndarray, between: str, groups: int) -> pd.Series:
    """The texts of each group as one."""
    joined = texts.groupby(group).agg(between.join)
    return joined.astype("str").reindex(range(groups), fill_value="")
