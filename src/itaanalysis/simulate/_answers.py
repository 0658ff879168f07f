"""`simulate_answers`: made-up answers that give the scores of an invented office."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator, Mapping
from typing import cast

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import ANSWERS, SIMULATED, check_scores, make_frame
from itaanalysis.rulebook import questions, rulebook
from itaanalysis.scoring import answer_points
from itaanalysis.simulate._sums import Sum, choose_sums, deal_places
from itaanalysis.simulate._tables import shape


def simulate_answers(
    scores: pd.DataFrame, people: int | Mapping[str, int], *, seed: int = 2569, values: int = 0
) -> pd.DataFrame:
    """Answers whose scores are those asked for, to two decimals where so many people can give them.

    Parameters
    ----------
    scores
        A scores frame of invented offices (`note` says ข้อมูลจำลอง). An indicator all of whose questions have a score
        gets those; another spreads its own score, or that of its instrument, over its questions. What has no score has
        no answers.
    people
        How many answer at each office: a number, or one an instrument (`{"IIT": 26, "EIT": 30}`); an instrument that is
        left out gets no answers.
    seed
        Whole number, 0 or more. An office's answers do not depend on which other offices are asked for.
    values
        The number of the set of answer values (`score_answers`).

    Returns
    -------
    DataFrame
        An answers frame with `note`; everyone answers every question.

    Raises
    ------
    ItaError
        Not a scores frame, offices that are not marked as invented, no score of an instrument that is asked for,
        or fewer than one person.
    """
    check_scores(scores)
    if not scores["note"].astype("str").str.contains(SIMULATED, regex=False).all():
        raise ItaError(
            f"simulate_answers makes answers up, for invented offices alone: those whose note is {SIMULATED}"
        )
    parts = []
    for key, rows in scores.assign(agency_id=scores["agency_id"].astype("str")).groupby(["year_be", "agency_id"]):
        year, office = cast("tuple[int, str]", key)
        asked = dict(zip(rows["code"].astype("str"), rows["score"], strict=True))
        for instrument in questions(year)["instrument"].unique():
            count = _people(people, instrument)
            if not count or not any(asked.get(code, math.nan) >= 0 for code in _codes_of(year, instrument)):
                continue
            chance = np.random.default_rng([seed, year, zlib.crc32(f"{office}{instrument}".encode())])
            given = dict(_answer(year, instrument, asked, count, chance, values))
            told = {"year_be": year, "agency_id": office, "instrument": instrument}
            parts.append(pd.DataFrame({**told, "respondent": np.arange(1, count + 1), **given}))
    return _as_frame(parts, scores, seed)


def _codes_of(year: int, instrument: str) -> list[str]:
    """The instrument, its indicators and its questions."""
    tree = rulebook(year).tree
    indicators = tree.loc[tree["parent"] == instrument, "code"]
    return [instrument, *indicators, *tree.loc[tree["parent"].isin(indicators), "code"]]


def _people(people: int | Mapping[str, int], instrument: str) -> int:
    """How many answer to an instrument; 0 where it is not among those asked for."""
    if isinstance(people, Mapping) and instrument not in people:
        return 0
    count = people[instrument] if isinstance(people, Mapping) else people
    if isinstance(count, bool) or not isinstance(count, (int, np.integer)) or count < 1:
        raise ItaError(f"simulate_answers: people is a whole number from 1 up; found {count!r} for {instrument}")
    return int(count)


def _as_frame(parts: list[pd.DataFrame], scores: pd.DataFrame, seed: int) -> pd.DataFrame:
    if not parts:
        raise ItaError("simulate_answers: the frame has no score of a question, of an indicator or of IIT or EIT")
    columns = dict.fromkeys(column for year in scores["year_be"].unique() for column in questions(int(year))["column"])
    frame = pd.concat([part.astype({column: "Int8" for column in part if column in columns}) for part in parts])
    frame = frame.assign(source=f"simulate_answers(seed={seed})", note=SIMULATED).reset_index(drop=True)
    kept = [column for column in columns if column in frame]
    head = make_frame(frame[[*ANSWERS, "note"]], [*ANSWERS, "note"])
    return pd.concat([head, frame[kept]], axis=1)


def _answer(
    year: int, instrument: str, asked: Mapping[str, float], people: int, chance: np.random.Generator, values: int
) -> Iterator[tuple[str, np.ndarray]]:
    """The columns of one office and instrument."""
    of_year, tree = questions(year), rulebook(year).tree
    points = {scale: told.exact for scale, told in answer_points(year, values).items()}
    person = chance.standard_normal(people)
    for indicator in tree.loc[tree["parent"] == instrument, "code"]:
        rows = of_year[of_year["code"].isin(tree.loc[tree["parent"] == indicator, "code"])]
        columns = {code: list(rows.loc[rows["code"] == code, "column"]) for code in dict.fromkeys(rows["code"])}
        scales = dict(zip(rows["code"], rows["scale"], strict=True))
        sums = [Sum.of(points[scales[code]], people * len(parts)) for code, parts in columns.items()]
        own = [asked.get(code, math.nan) for code in columns]
        above = [asked[code] for code in (indicator, instrument) if asked.get(code, math.nan) >= 0]
        if not any(map(math.isnan, own)):
            chosen = [choose_sums([one], [score], score)[0] for one, score in zip(sums, own, strict=True)]
        elif above:
            chosen = choose_sums(sums, _spread(above[0], len(sums), chance), above[0])
        else:
            continue
        for parts, one, total in zip(columns.values(), sums, chosen, strict=True):
            places = _hand_out(deal_places(one, total), person, len(parts), chance)
            yield from zip(parts, places.T, strict=True)


def _spread(score: float, count: int, chance: np.random.Generator) -> list[float]:
    """Scores of questions around that of their indicator, which is their mean."""
    offset = chance.uniform(-1, 1, count)
    offset -= offset.mean()
    room = shape()["question_spread"] * min(score, 100 - score)
    return (score + offset * room / max(np.abs(offset).max(), 1e-9)).tolist()


def _hand_out(places: np.ndarray, person: np.ndarray, parts: int, chance: np.random.Generator) -> np.ndarray:
    """The places, worst first, to people × sub-questions: the same people are inclined to give the lower ones."""
    share = shape()["respondent_share"]
    noise = chance.standard_normal((len(person), parts))
    inclined = np.sqrt(share) * person[:, None] + np.sqrt(1 - share) * noise
    given = np.empty(inclined.size, dtype="int8")
    given[inclined.ravel().argsort(kind="stable")] = places
    return given.reshape(inclined.shape)
