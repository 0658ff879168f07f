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
from itaanalysis.rulebook import known_years, level_labels, priorities, questions, rulebook

if TYPE_CHECKING:
    import pandera.pandas as pa

AGENCY = ["agency_id", "agency", "agency_type", "district", "province"]
KEY = ["year_be", "agency_id", "code"]
SCORES = ["year_be", *AGENCY, "code", "level", "score", "source", "note"]
RATINGS = ["year_be", "agency_id", "printed", "source"]
SAMPLES = ["year_be", "agency_id", "instrument", "population", "answers", "source"]
ANSWERS = ["year_be", "agency_id", "instrument", "respondent", "source"]
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
FROM_ANSWERS = "จากคำตอบ"
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
    plain = scores.copy(deep=False)
    for name, column in scores.items():
        plain[name] = plain_column(column)
    return plain


def plain_column(column: pd.Series) -> pd.Series:
    """A column of categories as plain text; any other as it is."""
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column
    # Not `astype`, which takes a second and a half for five million sources.
    texts = column.cat.categories.astype("str").array.take(column.cat.codes.to_numpy(), allow_fill=True)
    return pd.Series(texts, index=column.index, name=column.name)


def _is_text(column: pd.Series) -> bool:
    values = column.cat.categories if isinstance(column.dtype, pd.CategoricalDtype) else column
    return pd.api.types.is_string_dtype(values.dtype) and not column.isna().any()


@cache
def scores_schema() -> pa.DataFrameSchema:
    """The checks of the columns of a scores frame; `check_scores` checks its key as well."""
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
            "priority": pa.Column(None, pa.Check.isin(labels)),
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
    twice = _repeats(scores)
    if twice.any():
        key = ", ".join(f"{name} {value}" for name, value in scores.loc[twice, KEY].iloc[0].items())
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


def _repeats(scores: pd.DataFrame) -> np.ndarray:
    """Rows whose key stands above them already; `DataFrame.duplicated` takes twice the time."""
    agency, ids = pd.factorize(scores["agency_id"], use_na_sentinel=False)
    code, codes = pd.factorize(scores["code"], use_na_sentinel=False)
    return pd.Series((scores["year_be"].to_numpy() * len(ids) + agency) * len(codes) + code).duplicated().to_numpy()


def question_columns(answers: pd.DataFrame) -> list[str]:
    """The columns of an answers frame that hold answers: all but `ANSWERS` and a `note` such as ข้อมูลจำลอง."""
    return [str(column) for column in answers if column not in (*ANSWERS, "note")]


def answer_places(column: pd.Series) -> np.ndarray:
    """The places of a column of answers, from the worst (0) up; −1 = not answered."""
    return column.to_numpy(dtype="int8", na_value=-1)


def check_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """Return the frame unchanged where it is an answers frame; else raise one sentence for the first fault.

    Raises
    ------
    ItaError
        A column is missing, a year or an instrument is unknown, a respondent stands twice, a column is no question of
        its year and instrument, or an answer is no place of the question's scale.
    """
    missing = [column for column in ANSWERS if column not in answers.columns]
    columns = question_columns(answers)
    if missing or not columns:
        wanted = ", ".join(missing) or "a column a question (i1.1, i2 …)"
        raise ItaError(f"an answers frame needs the columns {wanted}; found {', '.join(map(str, answers))}")
    if not pd.api.types.is_integer_dtype(answers["year_be"]):
        found = ", ".join(map(repr, pd.unique(answers["year_be"])[:3]))
        raise ItaError(f"an answers frame: year_be holds whole years (พ.ศ.) such as 2565; found {found}")
    empty = [column for column in ANSWERS if answers[column].isna().any()]
    if empty:
        raise ItaError(f"an answers frame: every row has its {', '.join(empty)}; some are empty (NA)")
    wrong = [column for column in columns if not pd.api.types.is_integer_dtype(answers[column])]
    if wrong:
        raise ItaError(
            f"an answers frame: {wrong[0]} holds places of answers as whole numbers (Int8, <NA> = not answered); "
            f"found {answers[wrong[0]].dtype}"
        )
    for kind, rows in answer_groups(answers):
        _check_respondents(answers[ANSWERS].iloc[rows])
        _check_places(answers[columns].iloc[rows], *kind)
    return answers


def answer_groups(answers: pd.DataFrame) -> list[tuple[tuple[int, str], np.ndarray | slice]]:
    """The rows of each year and instrument of an answers frame, by year and in the order of its tree."""
    year_of = answers["year_be"].to_numpy()
    instrument, instruments = number_texts(answers["instrument"])
    if len(answers) and len(instruments) == 1 and (year_of == year_of[0]).all():
        return [((int(year_of[0]), str(instruments[0])), slice(None))]
    year, years = pd.factorize(year_of)
    found = []
    for at in np.argsort(years):
        order = list(rulebook(int(years[at])).tree["code"])
        for of in sorted(range(len(instruments)), key=lambda of: [*order, instruments[of]].index(instruments[of])):
            rows = np.flatnonzero((year == at) & (instrument == of))
            found.append(((int(years[at]), str(instruments[of])), rows))
    return [(kind, rows) for kind, rows in found if len(rows)]


def _check_respondents(rows: pd.DataFrame) -> None:
    (agency, _), (person, people) = (number_texts(rows[name]) for name in ("agency_id", "respondent"))
    number = agency * len(people) + person
    if (number[1:] > number[:-1]).all():
        return  # in order, as files are: nobody stands twice
    twice = pd.Series(number).duplicated().to_numpy()
    if twice.any():
        told = ", ".join(f"{name} {rows[name].iloc[twice.argmax()]}" for name in ANSWERS[:-1])
        raise ItaError(f"an answers frame has one row a respondent; twice: {told} ({int(twice.sum())} such rows)")


def _check_places(places: pd.DataFrame, year: int, instrument: str) -> None:
    """The answers of one year and instrument: of its questions alone, each a place of the scale."""
    asked = questions(year)
    if instrument not in set(asked["instrument"]):
        known = ", ".join(asked["instrument"].unique()) or "none: its questions are not known"
        raise ItaError(f"an answers frame: instruments with questions of {year} are {known}; found {instrument!r}")
    of_instrument = asked[asked["instrument"] == instrument]
    choices = dict(zip(of_instrument["column"], of_instrument["choices"], strict=True))
    for column in places:
        count = choices.get(column, 0)
        native = np.dtype(str(places[column].dtype).lower())  # Int8 is int8 with a mask
        given = places[column].to_numpy(dtype=native, na_value=0) if count else places[column].dropna().to_numpy()
        if len(given) and (given.min() < 0 or given.max() >= count):
            told = f"places 0 to {count - 1}" if count else f"no answers: {year} asks no such question in {instrument}"
            outside = given[(given < 0) | (given >= count)][0]
            raise ItaError(f"an answers frame: {column} of {year} has {told}; found {outside}")


def is_marked(frame: pd.DataFrame, word: str) -> bool:
    """Whether any row's note holds the word (`SIMULATED`, `INCOMPLETE`, `FROM_ANSWERS`)."""
    return "note" in frame and bool(frame["note"].str.contains(word, regex=False).any())


def tree_places(frame: pd.DataFrame) -> np.ndarray:
    """The place of each row's node in the tree of its year, for sorting."""
    years = frame["year_be"].to_numpy()
    node, codes = pd.factorize(frame["code"])
    place = np.empty(len(frame), dtype="int64")
    for year in pd.unique(years):
        rows = years == year
        place[rows] = pd.Index(rulebook(int(year)).tree["code"]).get_indexer(pd.Index(codes).astype("str"))[node[rows]]
    return place


def number_texts(column: pd.Series) -> tuple[np.ndarray, pd.Index]:
    """A number for each row's text, and the texts, some perhaps without a row: categories are numbered already."""
    if isinstance(column.dtype, pd.CategoricalDtype) and not column.isna().any():
        return column.cat.codes.to_numpy(dtype="int64"), column.cat.categories
    return pd.factorize(column)


def text_places(column: pd.Series) -> np.ndarray:
    """The number of each row's text among the texts of the column in their order, whatever order categories have."""
    number, texts = pd.factorize(column)
    place = np.empty(len(texts), dtype="int64")
    place[pd.Index(texts).astype("str").argsort()] = np.arange(len(texts))
    return place[number]


def sort_scores(scores: pd.DataFrame) -> pd.DataFrame:
    """Rows by year, agency and the order of the year's tree."""
    order = np.lexsort((tree_places(scores), text_places(scores["agency_id"]), scores["year_be"]))
    return scores.iloc[order].reset_index(drop=True)
