"""Builders that many tests share: made-up offices as scores frames. Import them: `from conftest import office`."""

from __future__ import annotations

import pandas as pd
from hypothesis import settings

from itaanalysis.frames import SCORES, make_frame
from itaanalysis.rulebook import rulebook

# The same examples on every machine (a red test is red for everyone), and no clock: the first call loads pandera.
settings.register_profile("ita", deadline=None, derandomize=True)
settings.load_profile("ita")

#: The real result of FY2565 that the measures report of the seed rests on.
THANANGNAEW = {
    **{"1": 96.10, "2": 92.12, "3": 94.85, "4": 94.92, "5": 95.72},
    **{"6": 96.61, "7": 96.51, "8": 95.23},
    **{"9": 41.41, "10": 0.00},
}
PRINTED_TOTAL = 65.54


def office(scores: dict[str, float], *, year: int = 2565, name: str = "อบต.ตัวอย่าง", note: str = "") -> pd.DataFrame:
    """One office and year as a scores frame; the source of each row is `file.xlsx#CODE`."""
    level = rulebook(year).tree.set_index("code")["level"].to_dict()
    rows = [
        (year, name, name, "อบต.", "", "", code, level.get(code, "item"), score, f"file.xlsx#{code}", note)
        for code, score in scores.items()
    ]
    return make_frame(rows, SCORES)


def score_of(frame: pd.DataFrame, code: str) -> float:
    """The score of a node in a frame of one office and year; fails where the node stands not exactly once."""
    (score,) = frame.loc[frame["code"] == code, "score"]
    return float(score)
