"""The questions of a year's questionnaires, as columns of an answers frame."""

from __future__ import annotations

from functools import cache

import pandas as pd

from itaanalysis.rulebook._answer_values import answer_values
from itaanalysis.rulebook._book import rulebook

_COLUMNS = ["column", "code", "part", "parts", "instrument", "kind", "scale", "direction", "choices"]
_BY_PART = "by sub-question"


@cache
def questions(year_be: int) -> pd.DataFrame:
    """The questions of IIT and EIT of a year, a row a sub-question, in the order of the tree.

    Returns
    -------
    DataFrame
        column (`i1.2`: the second of the sub-questions of i1; `i2` where the tree knows of no second one), code (of the
        question), part (from 1), parts (how many the question has), instrument, kind (as the tree's column `answers`),
        scale (four, two, six), direction (rising; falling: a negative question, whose best answer is the least one; not
        known), choices (how many answers there are to choose from). No rows where the questions or the values of their
        answers are not known. Do not change it: it is shared.

    Raises
    ------
    ItaError
        No rules are known for the year.
    """
    tree = rulebook(year_be).tree
    above = dict(zip(tree["code"], tree["parent"], strict=True))
    instruments = set(rulebook(year_be).instruments)
    values = answer_values(year_be)
    scales = dict(zip(values["kind"], values["scale"], strict=True))
    directions = dict(zip(values["kind"], values["direction"], strict=True))
    choices = values.groupby("kind")["position"].nunique().to_dict()
    rows = []
    for code, kind, told in tree.loc[
        tree["answers"].isin(list(scales)), ["code", "answers", "subquestions"]
    ].to_numpy():
        instrument = code
        while instrument not in instruments:
            instrument = above[instrument]
        parts = int(told or 1)
        for part in range(1, parts + 1):
            column = f"{code}.{part}" if parts > 1 else code
            direction = directions[kind]
            if direction == _BY_PART:  # the first sub-question is positive, the others negative
                direction = "rising" if part == 1 else "falling"
            rows.append((column, code, part, parts, instrument, kind, scales[kind], direction, choices[kind]))
    return pd.DataFrame(rows, columns=_COLUMNS)
