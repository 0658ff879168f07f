"""Where every office stands within its groups: rank, percentile, distance to the median, for all nodes at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN
from itaanalysis.analysis._asked import GROUPS, By, Codes, Grouping, choose_nodes, names_of, read_groupings
from itaanalysis.analysis._matrix import YearScores, read_years
from itaanalysis.analysis._sorted import sort_in_groups
from itaanalysis.frames import AGENCY, SIMULATED


def compute_ranks(scores: pd.DataFrame, by: By = GROUPS, *, code: Codes = None) -> pd.DataFrame:
    """Where every office stands within its groups, at every node of every year.

    Parameters
    ----------
    scores, by, code
        As in `compare_groups`.

    Returns
    -------
    DataFrame
        A row for every score that was read or computed: year_be, agency_id, agency, agency_type, district, province,
        code, level, score, note (text as categories), and for each way to group, as in `rank_district`: `rank_`
        (1 + offices strictly above), `percentile_` (100 × (below + ½ equal) / n), `offices_` (n: with a score) and
        `to_median_` (points: score − the group's median; NaN under three offices). Scores tie on two decimals. NaN
        where there is no score, the group is not known, or the office is the only one with a score.

    Raises
    ------
    ItaError
        As in `compare_groups`.
    """
    years = read_years(scores, "compute_ranks")
    groupings = read_groupings(by, years, "compute_ranks")
    nodes = choose_nodes(years, code, "compute_ranks")
    kept = [year.known[:, at] for year, at in zip(years, nodes, strict=True)]
    columns = _office_rows(years, nodes, kept)
    with ThreadPoolExecutor() as threads:  # numpy sorts outside Python's lock
        ranked = list(threads.map(lambda grouping: _ranks_of_years(years, grouping, nodes, kept), groupings))
    for grouping, found in zip(groupings, ranked, strict=True):
        for name, values in found.items():
            columns[f"{name}_{grouping.name}"] = values
    table = pd.DataFrame(columns, copy=False)
    table.attrs = dict(scores.attrs)
    return table


def _office_rows(years: list[YearScores], nodes: list[list[int]], kept: list[np.ndarray]) -> dict[str, Any]:
    """The kept scores as columns; texts as categories, which take a tenth of the room."""
    offices = pd.concat([year.offices for year in years], ignore_index=True)
    trees = pd.concat([year.tree.iloc[at][["code", "level"]] for year, at in zip(years, nodes, strict=True)])
    before = np.cumsum([0, *(len(year.offices) for year in years)])
    nodes_before = np.cumsum([0, *(len(at) for at in nodes)])
    places = [np.nonzero(keep) for keep in kept]
    row = np.concatenate([rows + start for (rows, _), start in zip(places, before, strict=False)])
    column = np.concatenate([columns + start for (_, columns), start in zip(places, nodes_before, strict=False)])
    table: dict[str, Any] = {"year_be": np.repeat([year.year_be for year in years], [keep.sum() for keep in kept])}
    table |= {name: pd.Categorical(offices[name])[row] for name in AGENCY}
    table |= {name: pd.Categorical(trees[name])[column] for name in ("code", "level")}
    parts = [year.scores[:, at][keep] for year, at, keep in zip(years, nodes, kept, strict=True)]
    table["score"] = np.concatenate(parts)
    table["note"] = pd.Categorical(offices["simulated"].map({True: SIMULATED, False: ""}))[row]
    return table


def _ranks_of_years(
    years: list[YearScores], grouping: Grouping, nodes: list[list[int]], kept: list[np.ndarray]
) -> dict[str, np.ndarray]:
    """Rank, percentile, n and distance to the median of the kept scores of all years."""
    ends = np.cumsum([0, *(keep.sum() for keep in kept)])
    found = {name: np.empty(ends[-1]) for name in ("rank", "percentile", "to_median")}
    found["offices"] = np.zeros(ends[-1], dtype="int32")
    for at, (year, keep) in enumerate(zip(years, kept, strict=True)):
        place = slice(ends[at], ends[at + 1])
        for name, matrix in ranks_of_year(year.scores[:, nodes[at]], grouping.labels(year.offices)).items():
            found[name][place] = np.ascontiguousarray(matrix)[keep]
    return found


def ranks_of_year(scores: np.ndarray, labels: pd.Series) -> dict[str, np.ndarray]:
    """Matrices offices × nodes: rank, percentile, offices, to_median."""
    names, number = names_of(labels)
    group = labels.map(number).fillna(-1).to_numpy(dtype=int)
    ordered = sort_in_groups(scores, group, len(names))
    rank, percentile = ordered.ranks()
    # One column more for offices in no group (number -1).
    count = np.pad(ordered.offices(), ((0, 0), (0, 1)))
    median = np.pad(ordered.quantile(0.5), ((0, 0), (0, 1)), constant_values=np.nan)
    median[count < FEWEST_FOR_A_MEAN] = np.nan
    offices = count.T[group]
    alone = offices < 2
    rank[alone], percentile[alone] = np.nan, np.nan
    return {"rank": rank, "percentile": percentile, "offices": offices, "to_median": scores - median.T[group]}
