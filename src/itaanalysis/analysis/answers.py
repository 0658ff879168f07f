"""What was answered: how many people gave each answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.scoring import Counts, count_places

_TYPES = {
    **{"year_be": "int64", "agency_id": "str", "code": "str"},
    **{"place": "int64", "answers": "int64", "share": "float64"},
}


def count_answers(answers: pd.DataFrame) -> pd.DataFrame:
    """How many answers of each kind a question got.

    Parameters
    ----------
    answers
        An answers frame.

    Returns
    -------
    DataFrame
        year_be, agency_id, code (of the question; the answers to its sub-questions are counted together), place (0 =
        the worst answer), answers (how many), share (0–1 of the question's answers, NaN where it has none). A row for
        each answer to choose from, for every question of an instrument that the agency has respondents of; by year,
        instrument, agency and the order of the tree. Blanks are not counted.

    Raises
    ------
    ItaError
        Not an answers frame.
    """
    parts = [_count(one) for one in count_places(answers)]
    return pd.concat([pd.DataFrame(columns=list(_TYPES)).astype(_TYPES), *parts], ignore_index=True)


def _count(one: Counts) -> pd.DataFrame:
    """The answers of one year and instrument, long."""
    firsts = one.asked.drop_duplicates("code")
    question = pd.Index(firsts["code"]).get_indexer(pd.Index(one.asked["code"]))
    counts = np.zeros((len(firsts), *one.counts.shape[1:]), dtype="int64")
    np.add.at(counts, question, one.counts)
    counts = counts[:, one.people > 0].transpose(1, 0, 2)
    given = counts.sum(axis=2, keepdims=True)
    with np.errstate(invalid="ignore"):
        share = counts / given
    office, code, place = np.nonzero(np.broadcast_to(_offered(firsts, counts.shape[2]), counts.shape))
    return pd.DataFrame(
        {
            "year_be": one.year_be,
            "agency_id": one.agency_ids[one.people > 0].astype("str").array.take(office),
            "code": firsts["code"].array.take(code),
            "place": place,
            "answers": counts[office, code, place],
            "share": share[office, code, place],
        }
    )


def _offered(asked: pd.DataFrame, places: int) -> np.ndarray:
    """Which places each question offers."""
    return np.arange(places) < asked["choices"].to_numpy()[:, None]
