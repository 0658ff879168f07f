"""Ranks and gaps of all offices at all nodes, beside DuckDB and Polars.

All three read one Parquet file of scores (every node of every year). Ranks: for each score and four ways to group,
rank, percentile, number of offices and distance to the median; itaanalysis rolls the scores up as well. Gaps: scores
rolled up level by level, then for each node worth, gap to the target and points of the total; itaanalysis adds
priorities, notes and the failed items below each node. It checks the frame both times. The results must be equal.
"""

from __future__ import annotations

import subprocess
import sys
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
KEY = ["year_be", "agency_id", "code"]
RANKS = [f"{field}_{name}" for name in GROUPS for field in FIELDS]
GAPS = ["score", "gap", "worth", "points"]
#: Levels of the tree: total, instrument, indicator, sub-indicator, item.
DEPTHS = 5


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
        items = (tree["answers"] == "pass/fail").to_numpy() & leaf
        scores[:, items] = chance.choice([0.0, 100.0], (offices, items.sum()), p=[0.3, 0.7])
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
            "score": scores.clip(0, 100).ravel(),
            "source": np.char.add(f"ita-{year}.xlsx#s!C", np.arange(codes.size).astype(str)),
            "note": "",
        }
        parts.append(pd.DataFrame({"year_be": year, **texts}))
    # As in the scores of an `Export`, text that repeats is a category.
    return pd.concat(parts, ignore_index=True).astype(dict.fromkeys(["code", "level", "note"], "category"))


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


def tree_nodes() -> pd.DataFrame:
    """The trees as a table: a row a node and year, with its depth, number of children and target."""
    import itaanalysis as ita

    parts = []
    for year in range(2561, 2569):
        book = ita.rulebook(year)
        tree = book.tree.assign(year_be=year, target=np.nan if book.pass_mark is None else book.pass_mark)
        tree.loc[tree["answers"] == "pass/fail", "target"] = 100.0
        tree["children"] = tree["code"].map(tree["parent"].value_counts()).fillna(0).astype(int)
        above = tree.set_index("code")["parent"]
        depth, at = np.zeros(len(tree), dtype=int), tree["parent"]
        while (at != "").any():
            depth, at = depth + (at != "").to_numpy(), at.map(above).fillna("")
        parts.append(tree.assign(depth=depth))
    columns = ["year_be", "code", "parent", "weight", "worth", "target", "children", "depth"]
    return pd.concat(parts, ignore_index=True)[columns]


def gaps_by_itaanalysis(path: Path) -> pd.DataFrame:
    """From the file to the gaps."""
    import itaanalysis as ita

    return ita.compute_gaps(pd.read_parquet(path))


def gaps_by_polars(path: Path) -> object:
    """The same with joins, a level of the tree at a time."""
    import polars as pl

    nodes = pl.from_pandas(tree_nodes()).lazy()
    base = pl.scan_parquet(path).with_columns(pl.col("code").cast(pl.String)).join(nodes, on=["year_be", "code"])
    levels: list[pl.LazyFrame] = []
    for depth in reversed(range(DEPTHS)):
        level = base.filter(pl.col("depth") == depth)
        if levels:
            rolled = (
                levels[-1]
                .group_by("year_be", "agency_id", pl.col("parent").alias("code"))
                .agg((pl.col("score") * pl.col("weight")).sum().alias("value"), pl.col("score").count().alias("known"))
            )
            complete = pl.col("known") == pl.col("children")
            score = pl.when(complete).then(pl.col("value").clip(0, 100)).otherwise(pl.col("score"))
            level = level.join(rolled, on=["year_be", "agency_id", "code"], how="left").with_columns(score=score)
            level = level.drop("value", "known")
        levels.append(level)
    gap = pl.col("target") - pl.col("score")
    points = pl.when(gap < 5e-7).then(0.0).otherwise(gap) * pl.col("worth")
    return pl.concat(levels).with_columns(gap=gap, points=points).collect()


def gaps_by_duckdb(path: Path) -> object:
    """The same with a table expression a level."""
    import duckdb

    nodes = tree_nodes()  # found by its name
    rolled = "CASE WHEN known = children THEN least(greatest(value, 0), 100) ELSE score END AS score"
    steps = [
        f"base AS (SELECT * FROM read_parquet('{path}') JOIN nodes USING (year_be, code))",
        f"level{DEPTHS - 1} AS (SELECT * FROM base WHERE depth = {DEPTHS - 1})",
    ]
    for depth in reversed(range(DEPTHS - 1)):
        steps += [
            f"rolled{depth} AS (SELECT year_be, agency_id, parent AS code, sum(score * weight) AS value, "
            f"count(score) AS known FROM level{depth + 1} GROUP BY ALL)",
            f"level{depth} AS (SELECT * EXCLUDE (value, known) REPLACE ({rolled}) FROM base "
            f"LEFT JOIN rolled{depth} USING (year_be, agency_id, code) WHERE depth = {depth})",
        ]
    every = " UNION ALL ".join(f"SELECT * FROM level{depth}" for depth in range(DEPTHS))
    query = (
        f"WITH {', '.join(steps)} SELECT *, target - score AS gap, "
        f"worth * CASE WHEN gap >= 5e-7 THEN gap WHEN gap IS NOT NULL THEN 0 END AS points FROM ({every})"
    )
    assert len(nodes)
    return duckdb.sql(query).to_arrow_table()


def seconds(work: Callable[[], object]) -> tuple[float, object]:
    """Wall time and result of one run."""
    begin = time.perf_counter()
    found = work()
    return time.perf_counter() - begin, found


def whole_run(path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Ranks and gaps from one reading of the file, all three frames kept."""
    import itaanalysis as ita

    scores = pd.read_parquet(path)
    return ita.compute_ranks(scores), ita.compute_gaps(scores)


def growth(path: Path) -> float:
    """Megabytes by which a process of its own grows above its imports in `whole_run`."""
    code = (
        "import comparing, sys, pandas, pandera.pandas, pyarrow.parquet, pyarrow.compute, itaanalysis as ita\n"
        "from pathlib import Path; ita.rulebook(2565); ita.compute_ranks; ita.compute_gaps\n"
        # Not ru_maxrss: a child begins with its parent's.
        "peak = lambda: int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]) / 1024\n"
        "before = peak(); kept = comparing.whole_run(Path(sys.argv[1])); print(peak() - before)"
    )
    words = [sys.executable, "-c", code, str(path)]
    return float(subprocess.run(words, check=True, capture_output=True, text=True, cwd=Path(__file__).parent).stdout)


def measure(years: tuple[int, ...] = tuple(range(2561, 2569))) -> list[str]:
    """The lines of the tables for RESULTS.md."""

    lines = []
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "scores.parquet"
        frame = make_national(years)
        frame.to_parquet(path)
        size = len(frame)
        del frame
        for name, works, wanted in (
            ("ranks", (by_itaanalysis, by_polars, by_duckdb), RANKS),
            ("roll-up and gaps", (gaps_by_itaanalysis, gaps_by_polars, gaps_by_duckdb), GAPS),
        ):
            lines += [
                "",
                f"| {name}: {size:,} scores of {OFFICES:,} offices, {len(years)} years | seconds | itaanalysis ÷ it |",
            ]
            lines += ["|---|---|---|", *beside(path, works, wanted)]
        lines += ["", "| what | MB | goal |", "|---|---|---|"]
        lines.append(
            f"| memory for scores, ranks and gaps together, above the imports | {growth(path):,.0f} | ≤ 2,000 |"
        )
    return [*lines[1:], "", *grow()]


def grow() -> list[str]:
    """How the time of each work grows with offices and with years."""
    import itaanalysis as ita

    few, one, two = make_national((2565,), OFFICES // 10), make_national((2565,)), make_national((2564, 2565))
    lines = [f"| seconds | {OFFICES // 10:,} offices | {OFFICES:,} offices | two years | goal, one year |"]
    lines.append("|---|---|---|---|---|")
    for name, goal, work in (
        ("`compute_ranks`, all nodes and groups", "", ita.compute_ranks),
        ("`compute_gaps`, all nodes", "", ita.compute_gaps),
        ("`find_routes`", "≤ 60", ita.find_routes),
        ("`compute_rank_ranges`, 1,000 sets of weights", "≤ 3", ita.compute_rank_ranges),
    ):
        taken = [f"{seconds(partial(work, frame))[0]:.2f}" for frame in (few, one, two)]
        lines.append(f"| {name} | {' | '.join(taken)} | {goal} |")
    return lines


def beside(path: Path, works: tuple[Callable[[Path], object], ...], wanted: list[str]) -> list[str]:
    """A line each for itaanalysis, Polars and DuckDB; stops where the results differ."""
    own, found = seconds(partial(works[0], path))
    lines = [f"| itaanalysis | {own:.1f} | 1.00 |"]
    for name, work in zip(("Polars", "DuckDB"), works[1:], strict=True):
        taken, theirs = seconds(partial(work, path))
        compare(found, theirs, wanted)
        lines.append(f"| {name} | {taken:.1f} | {own / taken:.2f} |")
    return lines


def compare(found: object, theirs: object, wanted: list[str]) -> None:
    """Stop where two results differ in the wanted columns, or one of them knows what the other does not."""
    frames = [found, theirs.select([*KEY, *wanted]).to_pandas()]  # type: ignore[attr-defined]
    left, right = (
        frame[[*KEY, *wanted]].astype({"agency_id": "str", "code": "str"}).set_index(KEY) for frame in frames
    )
    assert len(left) == len(right)
    assert left.index.is_unique
    right = right.loc[left.index]
    for column in wanted:
        mine, other = (frame[column].to_numpy(dtype="float64", na_value=np.nan) for frame in (left, right))
        assert np.allclose(mine, other, rtol=0, atol=1e-6, equal_nan=True), column


if __name__ == "__main__":
    print("\n".join(measure((2565,))))
