"""What an answer to a question is worth."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._tables import evidence_strength, read_table, rows_of_year

_COLUMNS = [
    *("year_be", "kind", "scale", "direction", "set", "position", "points", "exact"),
    *("evidence", "verified", "source"),
]
_WEAKEST = "unverified"


def answer_values(years: int | Iterable[int], kind: str | None = None) -> pd.DataFrame:
    """The points of each answer to the questions of IIT and EIT.

    Parameters
    ----------
    years
        A fiscal year (พ.ศ.), or several.
    kind
        A kind of question, as the tree's column `answers` says it (`positive4`, `yes/no`, …); None: all kinds.

    Returns
    -------
    DataFrame
        A row an answer: year_be, kind, scale, direction, set, position, points, exact, evidence, verified, source.
        `position` counts the answers from 0, the least one (น้อยที่สุดหรือไม่มีเลย; for a question of yes and no: no).
        `points` are 0–100, `exact` the same as a fraction. `scale` names the answers to choose from: four, two, six.
        `direction`: rising; falling (a negative question: its points are turned round already); `by sub-question` and
        `not known`: the points are those of a rising question, and the caller decides. Sources disagree on the values,
        so a year can have several sets, numbered from 0, the best evidence first; all answers of a question are of one
        set. `verified` is False where the evidence is recollection. No rows where the values are not known.

    Raises
    ------
    ItaError
        A kind that no tree has.
    """
    kinds = read_table("answer_kinds.csv")
    if kind is not None:
        if kind not in set(kinds["kind"]):
            raise ItaError(f"answer_values: {kind!r} is no kind of question; kinds: {', '.join(kinds['kind'])}")
        kinds = kinds[kinds["kind"] == kind]
    wanted = [years] if isinstance(years, int) else list(years)
    rows = [row for year in wanted for row in _of_year(int(year)) if row[1] in set(kinds["kind"])]
    types = {"year_be": "int64", "set": "int64", "position": "int64", "points": "float64", "verified": "bool"}
    return pd.DataFrame(rows, columns=_COLUMNS).astype(types)


@cache
def _of_year(year_be: int) -> list[tuple[object, ...]]:
    strength = evidence_strength()
    table = rows_of_year(read_table("answer_values.csv"), year_be)
    table = table.sort_values(
        "evidence", key=lambda column: column.map(strength).astype(int), ascending=False, kind="stable"
    )
    rows: list[tuple[object, ...]] = []
    for kind, scale, direction in read_table("answer_kinds.csv").itertuples(index=False):
        sets = table.loc[table["scale"] == scale, ["values", "evidence", "source"]]
        for number, (values, evidence, source) in enumerate(sets.itertuples(index=False)):
            exact = [Fraction(value) for value in values.split()]
            for position, worth in enumerate(reversed(exact) if direction == "falling" else exact):
                told = (float(worth), worth, evidence, evidence != _WEAKEST, source)
                rows.append((year_be, kind, scale, direction, number, position, *told))
    return rows
