"""Made-up answers of FY2565 for the tests of uncertainty: how far each answer lies below the best one."""

from __future__ import annotations

import numpy as np
import pandas as pd
from conftest import office

from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import questions

NAME = "อบต.ตัวอย่าง"


def asked(instrument: str, year: int = 2565) -> pd.DataFrame:
    table = questions(year)
    return table[table["instrument"] == instrument].reset_index(drop=True)


def answers(below: np.ndarray, instrument: str = "IIT", *, name: str = NAME, year: int = 2565) -> pd.DataFrame:
    """Respondents × questions: 0 = the best answer, 1 = the next one …, at the worst the worst; −1 = no answer.

    A column for all questions, or as many as there are respondents alone: the same for every question.
    """
    table = asked(instrument, year)
    below = np.broadcast_to(np.asarray(below).reshape(len(below), -1), (len(below), len(table)))
    places = np.where(below < 0, np.nan, np.maximum(table["choices"].to_numpy() - 1 - below, 0))
    frame = pd.DataFrame(places, columns=list(table["column"])).astype("Int8")
    people = len(frame)
    key = {"year_be": year, "agency_id": name, "instrument": instrument}
    key |= {"respondent": pd.array([f"{at + 2}" for at in range(people)], dtype="str")}
    key |= {"source": pd.array([f"a.xlsx#{instrument}!A{at + 2}:Z{at + 2}" for at in range(people)], dtype="str")}
    return pd.DataFrame(key, index=frame.index).join(frame)


def drawn(n: int, instrument: str = "IIT", *, seed: int = 1, fall: float = 0.5, name: str = NAME, year: int = 2565):
    """Random answers of people of whom each is stricter or milder than the next; `fall`: how far below the best."""
    chance = np.random.default_rng([seed, n])
    strict = chance.gamma(1.0, fall, (n, 1))
    return answers(chance.poisson(strict, (n, len(asked(instrument, year)))), instrument, name=name, year=year)


def both(n: int, *, seed: int = 1, fall: float = 0.5, name: str = NAME, year: int = 2565) -> pd.DataFrame:
    """IIT and EIT of one office, n people each."""
    parts = [drawn(n, one, seed=seed + at, fall=fall, name=name, year=year) for at, one in enumerate(("IIT", "EIT"))]
    return pd.concat(parts, ignore_index=True)


def open_data(*names: str, score: float = 80.0, year: int = 2565, note: str = SIMULATED) -> pd.DataFrame:
    """OIT alone, for the total."""
    return pd.concat(
        [office({"OIT": score}, name=name, year=year, note=note) for name in names or (NAME,)], ignore_index=True
    )
