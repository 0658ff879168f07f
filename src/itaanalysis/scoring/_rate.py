"""Rolled-up scores beside what was published: totals that agree or not, and the level of each office."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.frames import plain_column
from itaanalysis.rulebook import Rulebook, round_score
from itaanalysis.scoring._roll_up import RolledYear, roll_up_years

TOLERANCE = 0.01
_TOTAL = "ITA"
_INSTRUMENTS = ("IIT", "EIT", "OIT")


def reconcile(scores: pd.DataFrame) -> pd.DataFrame:
    """Published totals beside the recomputed ones: every node that has both.

    Returns
    -------
    DataFrame
        year_be, agency_id, code, published, computed, difference (points, published − computed), agrees (within 0.01
        on two decimals), source (the cell of the published score). Text as in `roll_up_every_node`.
    """
    years = roll_up_years(scores)
    both = [year.computed & ~np.isnan(year.published) for year in years]
    row = np.concatenate([np.empty(0, dtype=int), *(year.row[at] for year, at in zip(years, both, strict=True))])
    found = scores[["year_be", "agency_id", "code"]].iloc[row].reset_index(drop=True)
    found["published"] = scores["score"].to_numpy()[row]
    found["computed"] = np.concatenate([np.empty(0), *(year.score[at] for year, at in zip(years, both, strict=True))])
    found["difference"] = found["published"] - found["computed"]
    apart = np.abs(round_score(found["published"]) - round_score(found["computed"]))
    found["agrees"] = apart <= TOLERANCE + 1e-9
    found["source"] = plain_column(scores["source"].iloc[row]).array
    return found


def rate(scores: pd.DataFrame, ratings: pd.DataFrame | None = None) -> pd.DataFrame:
    """The level of each agency and year, beside the printed one.

    Parameters
    ----------
    scores
        A scores frame; totals and instruments are rolled up first.
    ratings
        What was printed (`Export.ratings`: year_be, agency_id, printed), if at hand.

    Returns
    -------
    DataFrame
        year_be, agency_id, total (points, NaN = not known), rating (None where it cannot be told), printed (empty
        where nothing was), reason (Thai: the floor that was reached, or what is missing). `agency_id` comes out as it
        came in.
    """
    parts = [_rate_year(scores, year) for year in roll_up_years(scores)]
    columns = ["year_be", "agency_id", "total", "rating", "reason"]
    rated = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
    printed = pd.Series("", index=rated.index, dtype="str")
    if ratings is not None and len(ratings):
        label = ratings.drop_duplicates(["year_be", "agency_id"]).set_index(["year_be", "agency_id"])["printed"]
        printed = pd.Series(
            label.reindex(pd.MultiIndex.from_frame(rated[["year_be", "agency_id"]])).to_numpy(), dtype="str"
        ).fillna("")
    rated.insert(4, "printed", printed.to_numpy())
    return rated


def _rate_year(scores: pd.DataFrame, year: RolledYear) -> pd.DataFrame:
    book = year.cells.book
    place = pd.Index(book.tree["code"]).get_indexer(pd.Index([_TOTAL, *_INSTRUMENTS]))
    # A column more, of NaN, for the instruments that a year does not have (place -1).
    upper = np.pad(year.score, ((0, 0), (0, 1)), constant_values=np.nan)[:, place]
    total, instruments = upper[:, 0], upper[:, 1:]
    labels = book.rate_many(total, instruments)
    return pd.DataFrame(
        {
            "year_be": book.year_be,
            "agency_id": scores["agency_id"].array.take(year.cells.first),
            "total": total,
            "rating": pd.Series(labels, dtype="object"),
            "reason": _reasons(book, labels, total, np.isnan(instruments)),
        }
    )


def _reasons(book: Rulebook, labels: np.ndarray, total: np.ndarray, missing: np.ndarray) -> list[str]:
    floors = book.ratings[["total_floor", "instrument_floor"]].to_numpy(dtype=float)
    reached = {
        label: f"ถึงเกณฑ์ {floor:.2f} ของระดับ {label}"
        + ("" if np.isnan(instrument) else f" และทุกเครื่องมือถึง {instrument:.2f}")
        for label, (floor, instrument) in zip(book.ratings["label"], floors, strict=True)
    }
    reasons = []
    for label, shown, lacks in zip(labels, round_score(total).tolist(), missing.tolist(), strict=True):
        if np.isnan(shown):
            reasons.append("ไม่มีคะแนนรวม และคะแนนย่อยไม่ครบพอจะคำนวณ")
        elif label is None:
            codes = ", ".join(code for code, lack in zip(_INSTRUMENTS, lacks, strict=True) if lack)
            reasons.append(f"คะแนนรวม {shown:.2f} แต่ไม่มีคะแนน {codes} ซึ่งเกณฑ์ปี {book.year_be} ใช้ตัดสินระดับ")
        else:
            reasons.append(f"คะแนนรวม {shown:.2f} {reached[label]}")
    return reasons
