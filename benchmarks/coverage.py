"""How often the intervals of `compute_intervals` hold the truth, and how long the whole country takes: `make bench`.

Answers are drawn from a model in which the truth is known: each respondent has a leaning that all their answers share
(RHO is its correlation between two questions), questions differ in difficulty, and the level is set so that the true
score of the instrument is the one asked for. An office is a repetition. With a population, people beyond those who
answered hold answers too, and the truth is the mean of all.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

TRUTHS = (60, 70, 80, 87, 92, 97, 99)
SIZES = (6, 30, 100)
REPETITIONS = 2_000
RHO = 0.4
OIT = 80.0
PEOPLE_A_RESPONDENT = 1.6  # where the population is known
_DIFFICULTY = 0.5  # the hardest question lies so far below the middle, and the easiest above: in standard deviations
_STEPS = {2: (0.0,), 4: (-1.0, -0.3, 0.6), 6: (-1.4, -0.9, -0.4, 0.1, 0.7)}


class Asked(NamedTuple):
    """One instrument of a year: column and number of choices of each question, points of each step up, weights of the
    questions in each node."""

    instrument: str
    columns: list[str]
    choices: np.ndarray
    rises: list[np.ndarray]
    nodes: list[str]
    weights: np.ndarray


class Drawn(NamedTuple):
    """Places of the answers of all people, offices × people × questions, and the true mean of each question (points),
    an office a row, or one row for all."""

    places: np.ndarray
    truth: np.ndarray


def ask(year: int, instrument: str) -> Asked:
    from itaanalysis.analysis.uncertainty._moments import node_weights
    from itaanalysis.rulebook import questions, rulebook
    from itaanalysis.scoring import answer_points

    asked = questions(year)
    asked = asked[asked["instrument"] == instrument]
    points = answer_points(year)
    rises = [np.diff(points[scale].points) for scale in asked["scale"]]
    nodes, weights = node_weights(rulebook(year).tree, instrument, list(asked["column"]))
    return Asked(instrument, list(asked["column"]), asked["choices"].to_numpy(), rises, nodes, weights)


def draw(
    chance: np.random.Generator, asked: Asked, truth: float, offices: int, people: int, answers: int, rho: float
) -> Drawn:
    """People of offices whose true score is `truth`; where there are more people than answers, their mean is."""
    count = len(asked.columns)
    hard = np.linspace(-_DIFFICULTY, _DIFFICULTY, count)[np.random.default_rng(7).permutation(count)]
    level = _level(asked, hard, truth)
    leaning = np.sqrt(rho) * chance.standard_normal((offices, people))
    places = np.empty((offices, people, count), dtype="int8")
    for at in range(count):
        own = leaning + np.sqrt(1 - rho) * chance.standard_normal((offices, people))
        places[:, :, at] = np.searchsorted(_STEPS[int(asked.choices[at])], level + hard[at] + own)
    expected = _expected(asked, hard, level)[None, :]
    if people > answers:
        worth = [np.concatenate([[0.0], np.cumsum(rise)]) for rise in asked.rises]
        expected = np.stack([worth[at][places[:, :, at]].mean(axis=1) for at in range(count)], axis=1)
    return Drawn(places[:, :answers], expected)


def _expected(asked: Asked, hard: np.ndarray, level: float) -> np.ndarray:
    """The expected points of each question."""
    above = NormalDist().cdf
    steps = [_STEPS[int(choices)] for choices in asked.choices]
    return np.array(
        [
            sum(rise * above(level + one - step) for rise, step in zip(rises, own, strict=True))
            for rises, own, one in zip(asked.rises, steps, hard, strict=True)
        ]
    )


def _level(asked: Asked, hard: np.ndarray, truth: float) -> float:
    """The level at which the instrument's expected score is the truth, by halving."""
    low, high = -9.0, 9.0
    for _ in range(60):
        level = (low + high) / 2
        below = _expected(asked, hard, level) @ asked.weights[:, 0] < truth
        low, high = (level, high) if below else (low, level)
    return level


def office_ids(offices: int) -> list[str]:
    return [f"องค์การบริหารส่วนตำบลตัวอย่าง{number:05}" for number in range(offices)]


def as_answers(year: int, asked: Asked, places: np.ndarray) -> pd.DataFrame:
    """Places as an answers frame."""
    offices, people, _ = places.shape
    names = [f"{number}" for number in range(people)]
    key = {
        "year_be": np.full(offices * people, year),
        "agency_id": pd.Categorical.from_codes(np.repeat(np.arange(offices), people), office_ids(offices)),
        "instrument": pd.Series([asked.instrument]).repeat(offices * people).array,
        "respondent": pd.Categorical.from_codes(np.tile(np.arange(people), offices), names),
        "source": pd.Categorical.from_codes(np.zeros(offices * people, dtype=int), ["simulated.xlsx#s!A1"]),
    }
    flat = places.reshape(-1, len(asked.columns))
    return pd.DataFrame(key | {column: pd.array(flat[:, at], dtype="Int8") for at, column in enumerate(asked.columns)})


def open_data(year: int, offices: int) -> pd.DataFrame:
    """A scores frame that holds OIT alone."""
    from itaanalysis.frames import SCORES, SIMULATED, make_frame

    rows = [(year, one, one, "อบต.", "", "", "OIT", "instrument", OIT, "", SIMULATED) for one in office_ids(offices)]
    return make_frame(rows, SCORES)


def cover(
    truth: float,
    n: int,
    *,
    year: int = 2565,
    rho: float = RHO,
    finite: bool = False,
    repetitions: int = REPETITIONS,
    seed: int = 2569,
) -> pd.DataFrame:
    """A row a node: code, level, held (share of the intervals that hold the truth), width (mean, points)."""
    from itaanalysis.analysis import compute_intervals

    chance = np.random.default_rng([seed, int(10 * truth), n, year, int(100 * rho), finite])
    people = round(n * PEOPLE_A_RESPONDENT) if finite else n
    frames, truths, counts = [], {"OIT": np.array([OIT])}, []
    for instrument in ("IIT", "EIT"):
        asked = ask(year, instrument)
        drawn = draw(chance, asked, truth, repetitions, people, n, rho)
        frames.append(as_answers(year, asked, drawn.places))
        truths |= dict(zip(asked.nodes, (drawn.truth @ asked.weights).T, strict=True))
        counts += [(year, one, instrument, people) for one in office_ids(repetitions)]
    truths["ITA"] = 0.3 * truths["IIT"] + 0.3 * truths["EIT"] + 0.4 * truths["OIT"]
    population = pd.DataFrame(counts, columns=["year_be", "agency_id", "instrument", "population"]) if finite else None
    found = compute_intervals(pd.concat(frames, ignore_index=True), open_data(year, repetitions), population=population)
    rows = []
    for (code, level), of_node in found.groupby(["code", "level"], sort=False):
        low, high = of_node["low"].to_numpy(), of_node["high"].to_numpy()
        held = (low <= truths[code] + 1e-9) & (high >= truths[code] - 1e-9)
        rows.append((code, level, held.mean(), (high - low).mean()))
    return pd.DataFrame(rows, columns=["code", "level", "held", "width"])


def in_short(found: pd.DataFrame) -> dict[str, float]:
    """Coverage of the total and the instruments; of indicators and questions the mean over them."""
    by_code = found.set_index("code")["held"]
    by_level = found[~found["code"].isin(["OIT"])].groupby("level")["held"].mean()
    return {code: by_code[code] for code in ("ITA", "IIT", "EIT")} | {
        name: by_level[name] for name in ("indicator", "item")
    }


#: What is told of a table, and what `cover` is asked for.
CASES: list[tuple[str, dict[str, Any]]] = [
    ("FY2565, population not known", {}),
    ("FY2565, 5 of 8 people answered", {"finite": True}),
    ("FY2567 (15 and 9 questions)", {"year": 2567}),
    ("FY2565, answers of a person less alike (0.2)", {"rho": 0.2}),
    ("FY2565, answers of a person more alike (0.6)", {"rho": 0.6}),
]


def measure() -> list[str]:
    """The lines of the tables for RESULTS.md."""
    return [*(line for told, case in CASES for line in cover_lines(told, case)), *load()]


def cover_lines(told: str, case: dict[str, Any]) -> list[str]:
    """One table: coverage and the mean width of the total's interval (points) by n and true score."""
    lines = [f"| {told}: n | true score | total | IIT | EIT | indicators | questions | width |", "|---|" + "---|" * 7]
    for n in SIZES:
        for truth in TRUTHS:
            found = cover(truth, n, **case)
            width = found.set_index("code")["width"]["ITA"]
            held = " | ".join(f"{share:.3f}" for share in in_short(found).values())
            lines.append(f"| {n} | {truth} | {held} | {width:.1f} |")
    return [*lines, ""]


# The whole country

YEAR, OFFICES = 2567, 8_325
ANSWERS = {"IIT": 461_440, "EIT": 907_795}
REPLICATES = 1_000
#: Functions of the package and what they are asked for; the last one stands below, for comparison.
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("compute_intervals", {}),
    ("compute_rank_intervals", {"draws": REPLICATES}),
    ("compute_rating_chances", {"draws": REPLICATES}),
    ("resample", {}),
]


def make_country(folder: Path, part: float = 1.0) -> None:
    """Answers and OIT of made-up offices, as many as FY2567 had (or a part of them), in two Parquet files."""
    chance = np.random.default_rng(YEAR)
    offices, frames = round(OFFICES * part), []
    for instrument, every in ANSWERS.items():
        people = 2 * round(every / OFFICES)  # drawn for each office, of whom some answer
        asked = ask(YEAR, instrument)
        kept = np.sort(chance.permutation(offices * people)[: round(every * part)])
        places = draw(chance, asked, 92.0, offices, people, people, RHO).places
        frames.append(as_answers(YEAR, asked, places).iloc[kept])
    pd.concat(frames, ignore_index=True).to_parquet(folder / "answers.parquet")
    open_data(YEAR, offices).to_parquet(folder / "scores.parquet")


def load() -> list[str]:
    """Time and memory of the whole country, each step in a fresh process that reads the file; and of a tenth of it."""
    lines = [
        "| FY2567: 461,440 × 15 and 907,795 × 9 answers, 8,325 offices | seconds | a tenth of it | peak MB |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory() as scratch:
        whole, tenth = Path(scratch) / "whole", Path(scratch) / "tenth"
        for folder, part in ((whole, 1.0), (tenth, 0.1)):
            folder.mkdir()
            make_country(folder, part)
        for step, (name, _) in enumerate(STEPS):
            own, small = _run(step, whole), _run(step, tenth)
            lines.append(f"| `{name}` | {own[0]:.1f} | {small[0]:.1f} | {own[1]:.0f} |")
    told = f"{REPLICATES:,} draws or replicates of all totals; goal ≤ 60 s and ≤ 2,000 MB. `resample`"
    return [*lines, "", f"{told}: respondents drawn again (Bayesian bootstrap), for comparison."]


def _run(step: int, folder: Path) -> list[float]:
    code = f"import coverage; coverage.run_step({step}, {str(folder)!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=Path(__file__).parent, check=True, capture_output=True, text=True
    )
    return [float(word) for word in done.stdout.split()]


def run_step(step: int, folder: str) -> None:
    """One step in this process; prints seconds and peak megabytes, reading and importing included in the memory."""
    import resource

    import itaanalysis.analysis

    name, asked = STEPS[step]
    work = getattr(itaanalysis.analysis, name, resample)
    answers, scores = (pd.read_parquet(Path(folder) / f"{name}.parquet") for name in ("answers", "scores"))
    begin = time.perf_counter()
    work(answers, scores, **asked)
    taken = time.perf_counter() - begin
    print(taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def resample(answers: pd.DataFrame, scores: pd.DataFrame) -> np.ndarray:
    """Real replicates: totals, offices × replicates (points), by the Bayesian bootstrap of respondents. It takes no
    part in the package; its spread is that of the closed form (which is 1.06 times as wide, for what n is small)."""
    from itaanalysis.analysis.uncertainty._moments import node_weights
    from itaanalysis.analysis.uncertainty._points import read_points
    from itaanalysis.rulebook import rulebook

    tree = rulebook(YEAR).tree
    total = np.full((len(scores), REPLICATES), 0.4 * OIT, dtype="float32")
    for part in read_points(answers, 0):
        _, weights = node_weights(tree, part.instrument, part.columns)
        own = (0.3 * 100 * part.points @ weights[:, 0]).astype("float32")
        starts = np.searchsorted(part.office, np.arange(len(part.offices) + 1))

        def add(first: int, own: np.ndarray = own, starts: np.ndarray = starts) -> None:
            bounds = starts[first : first + 101]
            chance = np.random.default_rng([2569, len(own), first])
            weight = chance.standard_exponential((bounds[-1] - bounds[0], REPLICATES), dtype="float32")
            people = np.add.reduceat(weight, bounds[:-1] - bounds[0], axis=0)
            weight *= own[bounds[0] : bounds[-1], None]
            total[first : first + len(people)] += np.add.reduceat(weight, bounds[:-1] - bounds[0], axis=0) / people

        with ThreadPoolExecutor(2) as threads:
            list(threads.map(add, range(0, len(part.offices), 100)))
    return total


if __name__ == "__main__":
    print("\n".join(measure()))
