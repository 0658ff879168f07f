"""Answers against their peers: `read_answers` beside python-calamine alone, `score_answers` beside DuckDB and Polars.

Ratios of medians over interleaved pairs in one run; made-up respondents. Each reading is a whole one: readings of the
scales, personal columns, groups, masked suggestions, sources.
"""

from __future__ import annotations

import random
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from reading import by_calamine, medians

QUESTIONS = {2565: 51, 2567: 15}
CELLS = 100_000
WORDS = {
    "four": ("น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด"),
    "two": ("ไม่มี", "มี"),
    "six": ("ไม่เห็นด้วยอย่างยิ่ง", "ไม่เห็นด้วย", "ค่อนข้างไม่เห็นด้วย", "ค่อนข้างเห็นด้วย", "เห็นด้วย", "เห็นด้วยอย่างยิ่ง"),
}


def make_answers(path: Path, *, year: int, words: bool, cells: int = CELLS) -> Path:
    """A made-up export of a form: IIT answers of one office, as words or as places from 0, beside personal columns."""
    from openpyxl import Workbook

    from itaanalysis.rulebook import questions

    asked = questions(year)
    asked = asked[asked["instrument"] == "IIT"]
    chance = random.Random(year)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Form1")
    sheet.append([f"แบบวัด IIT อบต.ตัวอย่าง ปีงบประมาณ พ.ศ. {year} (ข้อมูลจำลอง)"])
    sheet.append(["ประทับเวลา", "ที่อยู่อีเมล", "เพศ", *asked["column"], "ข้อเสนอแนะ"])
    choices = [WORDS[scale] if words else range(len(WORDS[scale])) for scale in asked["scale"]]
    for at in range(cells // len(asked)):
        told = [chance.choice(choice) for choice in choices]
        person = [f"2022-05-01 10:{at % 60:02}", f"a{at}@example.com", ("ชาย", "หญิง")[at % 2]]
        sheet.append([*person, *told, None if at % 10 else f"ขอบคุณนายสมมติ ตัวอย่าง {at}"])
    book.save(path)
    return path


def by_itaanalysis(path: Path) -> object:
    """A whole reading."""
    from itaanalysis.exports.answers import read_answers

    return read_answers(path, negative=[], turned=False)


def reading(pairs: int = 7) -> list[str]:
    """The lines of the table for RESULTS.md: reading answers from xlsx."""
    lines = ["| file | calamine alone | read_answers | ratio | goal |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as scratch:
        for year, columns in QUESTIONS.items():
            for words in (True, False):
                path = make_answers(Path(scratch) / f"{year}-{words}.xlsx", year=year, words=words)
                floor, own = medians([partial(by_calamine, path), partial(by_itaanalysis, path)], pairs)
                name = f"{CELLS:,} answers, {CELLS // columns:,} × {columns} as {'words' if words else 'places'}"
                lines.append(f"| {name} | {floor:.3f} s | {own:.3f} s | {own / floor:.2f} | ≤ 1.5 |")
    return lines


#: Year, instrument, answers and offices, as published.
LOADS = ((2567, "IIT", 461_440, 8_325), (2567, "EIT", 907_795, 8_325), (2565, "IIT", 471_719, 8_303))
LETTERS = "กขคงจฉชซญดตถทธนบปผพภมยรลวสหอ"
BLANK = 0.02  # share of answers left out
TENTHS = (1, 2, 5, 10)


def make_load(year: int, instrument: str, people: int, offices: int) -> pd.DataFrame:
    """A made-up answers frame: offices of about 90 points, people spread over them, answers independent."""
    from itaanalysis.frames import SIMULATED
    from itaanalysis.rulebook import questions

    chance = np.random.default_rng([2569, year, people])
    office = np.sort(np.append(np.arange(offices), chance.integers(0, offices, people - offices)))
    strength = chance.beta(18, 2, offices)[office]
    letters = ["".join(LETTERS[at // 28**place % 28] for place in range(3)) for at in range(offices)]
    number = np.arange(people) - np.searchsorted(office, office)
    texts = {
        "agency_id": (office, [f"องค์การบริหารส่วนตำบลตัวอย่าง{name} · สมมติ · จังหวัดสมมติ" for name in letters]),
        "instrument": (np.zeros(people, dtype=int), [instrument]),
        "respondent": (number, [str(at) for at in range(number.max() + 1)]),
        "source": (np.zeros(people, dtype=int), ["simulated.parquet"]),
        "note": (np.zeros(people, dtype=int), [SIMULATED]),
    }
    columns = {name: pd.Categorical.from_codes(*told) for name, told in texts.items()}
    asked = questions(year)
    for column, choices in asked.loc[asked["instrument"] == instrument, ["column", "choices"]].to_numpy():
        given = chance.binomial(choices - 1, strength).astype("int8")
        columns[column] = pd.arrays.IntegerArray(given, chance.random(people) < BLANK)
    return pd.DataFrame({"year_be": year, **columns})


def formulas(year: int, instrument: str) -> tuple[dict[str, tuple[float, ...]], dict[str, dict[str, float]]]:
    """The points of each column's places, and every node as weights of columns or of nodes before it."""
    from itaanalysis.rulebook import questions, rulebook
    from itaanalysis.scoring import answer_points

    asked, tree, points = questions(year), rulebook(year).tree, answer_points(year)
    asked = asked[asked["instrument"] == instrument]
    worth = {column: points[scale].points for column, scale in asked[["column", "scale"]].to_numpy()}
    nodes = {code: dict.fromkeys(f"a_{c}" for c in rows["column"]) for code, rows in asked.groupby("code", sort=False)}
    nodes = {code: dict.fromkeys(parts, 1 / len(parts)) for code, parts in nodes.items()}
    for parent in [*tree.loc[tree["parent"] == instrument, "code"], instrument]:
        below = tree[tree["parent"] == parent]
        nodes[parent] = dict(zip(below["code"], below["weight"], strict=True))
    return worth, nodes


def scores_by_itaanalysis(path: Path) -> pd.DataFrame:
    """The scores of all offices, checked, with their sources and notes."""
    from itaanalysis.scoring import score_answers

    return score_answers(pd.read_parquet(path))


def scores_by_duckdb(path: Path, year: int, instrument: str, *, steps: bool) -> pd.DataFrame:
    """The same means; `steps`: points as steps times a number, where all steps are equal, in place of a CASE."""
    import duckdb

    worth, nodes = formulas(year, instrument)

    def mean(column: str, points: tuple[float, ...]) -> str:
        cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(points))
        told = f'avg("{column}") * {points[1]}' if steps else f'avg(CASE "{column}" {cases} END)'
        return f'{told} AS "a_{column}"'

    columns = ", ".join(mean(column, points) for column, points in worth.items())
    sums = ", ".join(" + ".join(f'"{c}" * {w}' for c, w in of.items()) + f' AS "{code}"' for code, of in nodes.items())
    means = f"SELECT agency_id, {columns} FROM read_parquet('{path}') GROUP BY agency_id"
    return duckdb.sql(f"SELECT agency_id, {sums} FROM ({means})").to_arrow_table()


def scores_by_polars(path: Path, year: int, instrument: str, *, steps: bool) -> object:
    """The same means, lazily."""
    import polars as pl

    worth, nodes = formulas(year, instrument)

    def mean(column: str, points: tuple[float, ...]) -> pl.Expr:
        if steps:
            return (pl.col(column).mean() * points[1]).alias(f"a_{column}")
        places = range(len(points))
        told = pl.col(column).replace_strict(list(places), list(points), return_dtype=pl.Float64)
        return told.mean().alias(f"a_{column}")

    frame = pl.scan_parquet(path).group_by("agency_id").agg([mean(*told) for told in worth.items()])
    for code, of in nodes.items():
        frame = frame.with_columns(sum((pl.col(c) * w for c, w in of.items()), start=pl.lit(0.0)).alias(code))
    return frame.select("agency_id", *nodes).collect()


def check_equal(own: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Stop where a score differs."""
    wide = own.astype({"agency_id": "str", "code": "str"}).pivot(index="agency_id", columns="code", values="score")
    theirs = theirs.astype({"agency_id": "str"}).set_index("agency_id").loc[wide.index, wide.columns]
    apart = np.nanmax(np.abs(wide.to_numpy() - theirs.to_numpy(dtype="float64")))
    assert apart < 1e-9, apart
    assert (wide.isna().to_numpy() == theirs.isna().to_numpy()).all()


def scoring(pairs: int = 7) -> list[str]:
    """The lines of the tables for RESULTS.md: answers of the country to scores, and time against size."""
    head = "| answers | itaanalysis | DuckDB | Polars | ÷ DuckDB | ÷ Polars | goal |"
    lines = [head, "|" + "---|" * 7]
    with tempfile.TemporaryDirectory() as scratch:
        for year, instrument, people, offices in LOADS:
            path = Path(scratch) / f"{instrument}-{year}.parquet"
            make_load(year, instrument, people, offices).to_parquet(path)
            for steps in (False, True)[: 2 if year == 2567 else 1]:
                peers = [
                    partial(peer, path, year, instrument, steps=steps) for peer in (scores_by_duckdb, scores_by_polars)
                ]
                own = scores_by_itaanalysis(path)
                for peer in peers:
                    check_equal(own, peer().to_pandas())
                mine, duckdb, polars = medians([partial(scores_by_itaanalysis, path), *peers], pairs)
                name = f"{instrument} {year}: {people:,} × {len(formulas(year, instrument)[0])}, {offices:,} offices"
                name += " (peers: mean of places × step)" if steps else ""
                told = [
                    f"{mine:.2f} s",
                    f"{duckdb:.2f} s",
                    f"{polars:.2f} s",
                    f"{mine / duckdb:.2f}",
                    f"{mine / polars:.2f}",
                ]
                lines.append(f"| {name} | {' | '.join(told)} | ≤ 1 |")
        lines += ["", "| FY2567's IIT answers, so many tenths of them | seconds | ÷ tenths |", "|---|---|---|"]
        whole = pd.read_parquet(Path(scratch) / "IIT-2567.parquet")
    from itaanalysis.scoring import score_answers

    for tenths in TENTHS:
        (time,) = medians([partial(score_answers, whole.head(len(whole) * tenths // 10))], pairs)
        lines.append(f"| {tenths} | {time:.3f} | {time / tenths:.3f} |")
    return lines


if __name__ == "__main__":
    print("\n".join([*reading(), "", *scoring()]))
