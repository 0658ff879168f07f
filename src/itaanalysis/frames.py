"""What our frames look like: columns, types and keys of scores, issues, gaps and measures.

All are tidy: text columns never hold NaN (not known = empty text), scores are float with NaN = not assessed. In
the scores of an `Export`, text that repeats is a category of texts, which takes a tenth of the room; everything here
takes either.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook import known_years, level_labels, priorities, rulebook

if TYPE_CHECKING:
    import pandera.pandas as pa

AGENCY = ["agency_id", "agency", "agency_type", "district", "province"]
KEY = ["year_be", "agency_id", "code"]
SCORES = ["year_be", *AGENCY, "code", "level", "score", "source", "note"]
RATINGS = ["year_be", "agency_id", "printed", "source"]
SAMPLES = ["year_be", "agency_id", "instrument", "population", "answers", "source"]
ISSUES = ["file", "sheet", "cell", "kind", "severity", "value", "problem", "fix"]
GAPS = [*SCORES, "target", "gap", "worth", "points", "priority"]
MEASURES = [
    *("measure_id", "catalogue_id", "agency_id", "result_year_be", "plan_year_be", "code", "plan_code", "score"),
    *("points", "plan_points", "reason", "source", "measure", "steps", "responsible", "start", "end", "period"),
    *("follow_up", "success", "status", "result", "evidence"),
]
#: Words in `note` that follow a score into every chart and table.
SIMULATED = "ข้อมูลจำลอง"
INCOMPLETE = "รายชื่อไม่ครบ"
COMPUTED = "computed"

_TYPES = {
    **dict.fromkeys(["year_be", "result_year_be", "plan_year_be"], "int64"),
    **dict.fromkeys(["score", "target", "gap", "worth", "points", "plan_points", "published", "computed"], "float64"),
    **dict.fromkeys(["population", "answers"], "Int64"),
    **dict.fromkeys(["start", "end"], "datetime64[s]"),
}


def make_frame(rows: Any, columns: list[str]) -> pd.DataFrame:
    """A frame with these columns in this order and the types that belong to them."""
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype({column: _TYPES.get(column, "str") for column in columns})


def plain_text(scores: pd.DataFrame) -> pd.DataFrame:
    """The frame with its categories as plain text, which can be joined and set to any other text."""
    return scores.astype({name: "str" for name in scores if isinstance(scores[name].dtype, pd.CategoricalDtype)})


def _is_text(column: pd.Series) -> bool:
    values = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column
    return pd.api.types.is_string_dtype(values.dtype) and not column.isna().any()


@cache
def scores_schema() -> pa.DataFrameSchema:
    """The checks of a scores frame."""
    import pandera.pandas as pa

    is_text = pa.Check(_is_text, name="text", error="text")
    text = {column: pa.Column(None, is_text) for column in [*AGENCY, "code", "source", "note"]}
    return pa.DataFrameSchema(
        {
            "year_be": pa.Column("int64", pa.Check.isin(known_years(), name="known_year")),
            **text,
            "level": pa.Column(None, pa.Check.isin(list(level_labels()["level"]))),
            "score": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
        },
        unique=KEY,
        name="scores",
    )


@cache
def gaps_schema() -> pa.DataFrameSchema:
    """The checks of a gaps frame."""
    import pandera.pandas as pa

    labels = ["", *priorities()["priority"]]
    return scores_schema().add_columns(
        {
            "target": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
            "gap": pa.Column(float, nullable=True),
            "worth": pa.Column(float, pa.Check.in_range(0, 1)),
            "points": pa.Column(float, pa.Check.in_range(0, 100), nullable=True),
            "priority": pa.Column(str, pa.Check.isin(labels)),
        }
    )


def check_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Return the frame unchanged where it is a scores frame; else raise one sentence for all faults.

    Raises
    ------
    ItaError
        A column is missing, a year is of the common era or unknown, a score lies outside 0–100, or a key stands twice.
    """
    import pandera.errors

    missing = [column for column in SCORES if column not in scores.columns]
    if missing:
        raise ItaError(f"a scores frame needs the columns {', '.join(missing)}; found {', '.join(map(str, scores))}")
    if not pd.api.types.is_integer_dtype(scores["year_be"]):
        found = ", ".join(map(repr, pd.unique(scores["year_be"])[:3]))
        raise ItaError(f"a scores frame: year_be holds whole years (พ.ศ.) such as 2565; found {found}")
    for year in pd.unique(scores["year_be"]):
        rulebook(int(year))
    twice = scores.duplicated(KEY)
    if twice.any():
        key = ", ".join(f"{name} {value}" for name, value in scores.loc[twice.to_numpy(), KEY].iloc[0].items())
        raise ItaError(f"a scores frame has one row a key; twice: {key} ({int(twice.sum())} such rows)")
    try:
        scores_schema().validate(scores.reset_index(drop=True), lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.drop_duplicates(["column", "check"]).head(5)
        told = "; ".join(
            f"{row.column}: {row.check} ({row.failure_case!r}, row {row.index})" for row in cases.itertuples()
        )
        raise ItaError(f"this is not a scores frame: {told}") from None
    return scores


def is_marked(frame: pd.DataFrame, word: str) -> bool:
    """Whether any row's note holds the word (`SIMULATED`, `INCOMPLETE`)."""
    return "note" in frame and bool(frame["note"].str.contains(word, regex=False).any())


def tree_places(frame: pd.DataFrame) -> np.ndarray:
    """The place of each row's node in the tree of its year, for sorting."""
    years = frame["year_be"].to_numpy()
    place = np.empty(len(frame), dtype="int64")
    for year in pd.unique(years):
        rows = years == year
        place[rows] = pd.Index(rulebook(int(year)).tree["code"]).get_indexer(frame["code"].to_numpy()[rows])
    return place


def sort_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Rows by year, agency and the order of the year's tree."""
    order = np.lexsort((tree_places(scores), pd.factorize(scores["agency_id"], sort=True)[0], scores["year_be"]))
    return scores.iloc[order].reset_index(drop=True)
