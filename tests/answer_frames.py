"""Answers of invented offices for tests."""

from __future__ import annotations

import pandas as pd
from conftest import office

from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import questions
from itaanalysis.simulate import simulate_answers

NAME = "องค์การบริหารส่วนตำบลตัวอย่าง · สมมติ · สมมติ"
#: Scores of the indicators of IIT and EIT of an invented office.
SCORES = {"1": 88.0, "2": 72.1, "3": 79.8, "4": 66.6, "5": 91.0, "6": 90.0, "7": 76.0, "8": 85.0}


def frame(
    places: dict[str, list[int | None]], *, year: int = 2565, name: str = NAME, instrument: str = "IIT", note: str = ""
) -> pd.DataFrame:
    """An answers frame of one office from the places of each column, a row a respondent, from A2 down."""
    people = max((len(given) for given in places.values()), default=0)
    rows = range(2, people + 2)
    key = {"year_be": year, "agency_id": name, "instrument": instrument}
    made = pd.DataFrame({**key, "respondent": [str(row) for row in rows]}, index=range(people))
    made["source"] = pd.Series([f"a.xlsx#Form1!A{row}:P{row}" for row in rows], dtype="str")
    if note:
        made["note"] = note
    return made.assign(**{column: pd.array(given, dtype="Int8") for column, given in places.items()})


def full(people: int, place: int, *, year: int = 2565, instrument: str = "IIT", **told: str) -> pd.DataFrame:
    """Everyone gives the same place, or the best of a scale that has it not, to every question of the instrument."""
    asked = questions(year)
    asked = asked[asked["instrument"] == instrument]
    places = {row.column: [min(place, row.choices - 1)] * people for row in asked.itertuples()}
    return frame(places, year=year, instrument=instrument, **told)


def simulated(people: int | dict[str, int], *, year: int = 2565, name: str = NAME, seed: int = 1) -> pd.DataFrame:
    """Answers that give `SCORES`."""
    return simulate_answers(office(SCORES, note=SIMULATED, year=year, name=name), people, seed=seed)
