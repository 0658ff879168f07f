"""Ranks, percentiles and distances to the median of all offices at all nodes, beside DuckDB and Polars.

All three read one Parquet file of scores (every node of every year) and give, for each score and four ways to group,
rank, percentile, number of offices and distance to the median; the results must be equal. itaanalysis rolls the scores
up as well, and checks the frame.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

OFFICES = 8_317
GROUPS = {"district": ["province", "district"], "province": ["province"], "agency_type": ["agency_type"], "all": []}
FIELDS = ("rank", "percentile", "offices", "to_median")


def make_national(years: tuple[int, ...], offices: int = OFFICES) -> pd.DataFrame:
    """Made-up offices with a score at every node of every year, parents as their children give them."""
    import itaanalysis as ita

    chance = np.random.default_rng(2569)
    ids = np.char.add("สำนักงานตัวอย่าง", np.arange(offices).astype(str))
    place = np.arange(offices) % 928
    parts = []
    for year in years:
        tree = ita.rulebook(year).tree
        at = {code: number for number, code in enumerate(tree["code"])}
        scores = np.zeros((offices, len(tree)))
        leaf = ~tree["code"].isin(tree["parent"]).to_numpy()
        scores[:, leaf] = np.round(chance.uniform(40, 100, (offices, leaf.sum())), 2)
        scores[:, (tree["answers"] == "pass/fail").to_numpy() & leaf] = 100.0
        for code, parent, weight in tree[["code", "parent", "weight"]].to_numpy()[::-1]:
            if parent:
                scores[:, at[parent]] += weight * scores[:, at[code]]
        codes = np.tile(np.arange(len(tree)), offices)
        office = np.repeat(np.arange(offices), len(tree))
        texts = {
            "agency_id": pd.Categorical.from_codes(office, ids),
            "agency": pd.Categorical.from_codes(office, ids),
            "agency_type": pd.Categorical.from_codes(office % 2, ["อบต.", "เทศบาลตำบล"]),
            "district": pd.Categorical.from_codes(place[office], [f"สมมติ{n}" for n in range(928)]),
            "province": pd.Categorical.from_codes(place[office] % 77, [f"สมมติ{n}" for n in range(77)]),
            "code": tree["code"].to_numpy()[codes],
            "level": tree["level"].to_numpy()[codes],
        }
        parts.append(
            pd.DataFrame(
                {"year_be": year, **texts, "score": scores.clip(0, 100).ravel(), "source": "a.xlsx#s!A1", "note": ""}
            )
        )
    return pd.concat(parts, ignore_index=True)


def by_itaanalysis(path: Path) -> pd.DataFrame:
    """From the file to the ranks."""
    import itaanalysis as ita

    return ita.compute_ranks(pd.read_parquet(path))


def by_polars(path: Path) -> object:
    """The same with window expressions."""
    import polars as pl

    tie = (pl.col("score") + 1e-9).round(2)
    frame = pl.scan_parquet(path).with_columns(tie.alias("tie"))
    columns = []
    for name, group in GROUPS.items():
        over = ["year_be", "code", *group]
        count, equal = pl.len().over(over), pl.len().over([*over, "tie"])
        rank = pl.col("tie").rank("min", descending=True).over(over)
        columns += [
            rank.alias(f"rank_{name}"),
            (100 * (count - rank - equal + 1 + equal / 2) / count).alias(f"percentile_{name}"),
            count.alias(f"offices_{name}"),
            (pl.col("score") - pl.col("score").median().over(over)).alias(f"to_median_{name}"),
        ]
    return frame.with_columns(columns).collect()


def by_duckdb(path: Path) -> object:
    """The same with window functions."""
    import duckdb

    columns = []
    for name, group in GROUPS.items():
        over = ", ".join(["year_be", "code", *group])
        rank, count = f"rank() OVER ({name}_order)", f"count(*) OVER ({name}_all)"
        equal = f"count(*) OVER (PARTITION BY {over}, tie)"
        columns += [
            f"{rank} AS rank_{name}",
            f"100 * ({count} - {rank} - {equal} + 1 + {equal} / 2) / {count} AS percentile_{name}",
            f"{count} AS offices_{name}",
            f"score - median(score) OVER ({name}_all) AS to_median_{name}",
        ]
    windows = []
    for name, group in GROUPS.items():
        over = ", ".join(["year_be", "code", *group])
        windows += [f"{name}_all AS (PARTITION BY {over})", f"{name}_order AS (PARTITION BY {over} ORDER BY tie DESC)"]
    query = (
        f"SELECT *, {', '.join(columns)} FROM (SELECT *, round(score + 1e-9, 2) AS tie FROM read_parquet('{path}')) "
        f"WINDOW {', '.join(windows)}"
    )
    return duckdb.sql(query).to_arrow_table()


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Wall time and result of one run."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def measure(years: tuple[int, ...] = tuple(range(2561, 2569))) -> list[str]:
    """The lines of the tables for RESULTS.md."""
    import itaanalysis as ita

    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "scores.parquet"
        frame = make_national(years)
        frame.to_parquet(path)
        size = len(frame)
        del frame
        own, ranks = seconds(lambda: by_itaanalysis(path))
        polars, theirs = seconds(lambda: by_polars(path))
        duckdb, _ = seconds(lambda: by_duckdb(path))
        compare(ranks, theirs)
    lines = [
        f"| {size:,} scores of {OFFICES:,} offices, {len(years)} years | seconds | itaanalysis ÷ it |",
        "|---|---|---|",
    ]
    for name, time_taken in (("itaanalysis", own), ("Polars", polars), ("DuckDB", duckdb)):
        lines.append(f"| {name} | {time_taken:.1f} | {own / time_taken:.2f} |")
    one = make_national((2565,))
    lines += ["", f"| {OFFICES:,} offices, one year | seconds | goal |", "|---|---|---|"]
    for name, goal, work in (
        ("`find_routes`", 60, ita.find_routes),
        ("`compute_rank_ranges`, 1,000 sets of weights", 3, ita.compute_rank_ranges),
    ):
        lines.append(f"| {name} | {seconds(partial(work, one))[0]:.1f} | ≤ {goal} |")
    return lines


def compare(ranks: pd.DataFrame, theirs: object) -> None:
    """Stop where the two differ."""
    key = ["year_be", "agency_id", "code"]
    wanted = [f"{field}_{name}" for name in GROUPS for field in FIELDS]
    left = ranks.assign(agency_id=ranks["agency_id"].astype("str"), code=ranks["code"].astype("str"))
    right = theirs.select([*key, *wanted]).to_pandas()  # type: ignore[attr-defined]
    both = left[[*key, *wanted]].merge(
        right.astype({"agency_id": "str", "code": "str"}), on=key, suffixes=("", "_right")
    )
    assert len(both) == len(ranks) == len(right), (len(both), len(ranks), len(right))
    for column in wanted:
        apart = np.nanmax(
            np.abs(both[column].to_numpy(dtype="float64") - both[f"{column}_right"].to_numpy(dtype="float64"))
        )
        assert apart < 1e-6, f"{column}: {apart}"


if __name__ == "__main__":
    print("\n".join(measure((2565,))))
