"""What the answers say of every office of a year: means, variances and shares at every node, as matrices."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis.uncertainty._moments import find_moments, node_weights
from itaanalysis.analysis.uncertainty._points import Points, read_points
from itaanalysis.analysis.uncertainty._spread import combine, interval, shape
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import roll_up
from itaanalysis.thai import AGGREGATE

#: A frame as `Export.samples` (year_be, agency_id, instrument, population, answers), or for one office its numbers.
Population = pd.DataFrame | Mapping[str, int] | None


class Estimates(NamedTuple):
    """The offices of one year, by agency_id. Matrices are offices × `nodes`: the total, the instruments, and what is
    below the instruments that people answer.

    `mean` (0–1), `variance` among respondents and `n` are from answers, `share` is the part of the population that
    answered the emptiest question (0 = not known, 1 = all: nothing is left to chance, as in OIT), `least` and `most`
    the means (0–1) if all answers that are not there were 0 or 100. Scores as read stand in `given` (0–1), what samples
    say of people and answers in `population` and `told`. `sources` are the cells of the answers, by office and
    instrument; `simulated` tells which offices are made up.
    """

    year_be: int
    offices: np.ndarray
    nodes: pd.DataFrame
    mean: np.ndarray
    variance: np.ndarray
    n: np.ndarray
    share: np.ndarray
    least: np.ndarray
    most: np.ndarray
    population: np.ndarray
    given: np.ndarray
    told: np.ndarray
    sources: np.ndarray
    simulated: np.ndarray

    @property
    def instruments(self) -> np.ndarray:
        """Places of the instruments among the nodes."""
        return np.flatnonzero(self.nodes["level"] == "instrument")

    @property
    def worths(self) -> np.ndarray:
        """Of the instruments, in the total."""
        return self.nodes["worth"].to_numpy()[self.instruments]

    def spans(self, offices: np.ndarray, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean, low and high of the instruments of these offices (0–1), not bounded by who has answered already."""
        at = np.ix_(offices, self.instruments)
        mean, variance, n, share = (values[at] for values in (self.mean, self.variance, self.n, self.share))
        return mean, *interval(mean, variance, n, share, confidence)

    def intervals(self, confidence: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Mean, low and high of every node (0–1); the total from its instruments. NaN where not known.

        Answers that are not there lie in 0–100 too, which bounds the mean of a population that is known.
        """
        mean = self.mean.copy()
        low, high = interval(mean, self.variance, self.n, self.share, confidence)
        least, most = self.least.copy(), self.most.copy()
        mean[:, 0], low[:, 0], high[:, 0] = combine(
            self.worths, *(values[:, self.instruments] for values in (mean, low, high))
        )
        for bound in (least, most):
            bound[:, 0] = bound[:, self.instruments] @ self.worths
        # The mean is within its bounds but for the last digit.
        return mean, np.minimum(np.maximum(low, least), mean), np.maximum(np.minimum(high, most), mean)

    def draw(self, offices: np.ndarray, draws: int, seed: int) -> np.ndarray:
        """Instruments as they may be, offices × instruments × draws (0–1); the same for an office whoever stands
        beside it. NaN where nothing is known of an instrument but its score."""
        at = self.instruments
        mean, n, share, least, most = (
            values[:, at] for values in (self.mean, self.n, self.share, self.least, self.most)
        )
        first, second = shape(mean, self.variance[:, at], n, share, 0.95)
        found = np.empty((len(offices), len(at), draws))
        found[:] = np.where(share >= 1, mean, np.nan)[offices, :, None]
        for place, office in enumerate(offices):
            chance = np.random.default_rng([seed, self.year_be, zlib.crc32(str(self.offices[office]).encode())])
            for one in np.flatnonzero(~np.isnan(first[office])):
                drawn = chance.beta(first[office, one], second[office, one], draws)
                found[place, one] = np.clip(drawn, least[office, one], most[office, one])
        return found


def estimate(
    answers: pd.DataFrame, scores: pd.DataFrame | None, population: Population, values: int, asker: str
) -> list[Estimates]:
    """The years of the answers and the scores, each with all its offices."""
    read = list(read_points(answers, values))
    given = _given(scores)
    counts = _counts(population, answers, asker)
    told = {int(year) for year in given["year_be"].unique() if rulebook(int(year)).instruments}
    return [
        _of_year(
            year,
            [part for part in read if part.year_be == year],
            given[given["year_be"] == year],
            counts[counts["year_be"] == year],
            asker,
        )
        for year in sorted(told | {part.year_be for part in read})
    ]


def _of_year(year_be: int, read: list[Points], given: pd.DataFrame, counts: pd.DataFrame, asker: str) -> Estimates:
    ids = pd.Index(sorted({*given["agency_id"], *(one for part in read for one in part.offices)}), dtype=object)
    nodes = _nodes(rulebook(year_be).tree)
    codes, instrument = pd.Index(nodes["code"]), _instrument_of(nodes)
    names = ("mean", "variance", "n", "share", "least", "most", "population", "given", "told")
    matrices = {name: np.full((len(ids), len(nodes)), np.nan) for name in names}
    kept = given[given["code"].isin(codes)]
    at = ids.get_indexer(pd.Index(kept["agency_id"])), codes.get_indexer(pd.Index(kept["code"]))
    matrices["given"][at] = kept["score"] / 100
    for code, rows in counts[counts["agency_id"].isin(ids)].groupby("instrument"):
        place = np.ix_(ids.get_indexer(pd.Index(rows["agency_id"])), instrument == code)
        for name, column in (("population", "population"), ("told", "answers")):
            matrices[name][place] = rows[column].to_numpy(dtype="float64", na_value=np.nan)[:, None]
    sources = np.full((len(ids), len(nodes)), "", dtype=object)
    simulated = ids.isin(given.loc[given["simulated"], "agency_id"])
    for part in read:
        _fill(matrices, part, nodes, ids, asker)
        own = ids.get_indexer(pd.Index(part.offices))
        sources[np.ix_(own, instrument == part.instrument)] = np.array(part.sources, dtype=object)[:, None]
        simulated[own] |= part.simulated
    sources[:, 0] = [_join(row) for row in sources]
    unasked = np.flatnonzero((nodes["level"] == "instrument") & ~nodes["code"].isin(nodes["parent"]))
    for name in ("mean", "least", "most"):
        matrices[name][:, unasked] = matrices["given"][:, unasked]
    matrices["share"][:, unasked] = np.where(np.isnan(matrices["given"][:, unasked]), np.nan, 1.0)
    return Estimates(year_be, ids.to_numpy(), nodes, **matrices, sources=sources, simulated=simulated)


def _join(texts: np.ndarray) -> str:
    return "; ".join(text for text in dict.fromkeys(texts) if text)


def _fill(matrices: dict[str, np.ndarray], part: Points, nodes: pd.DataFrame, ids: pd.Index, asker: str) -> None:
    """Put what one instrument's answers say in its place."""
    below, weights = node_weights(nodes, part.instrument, part.columns)
    moments = find_moments(part.points, part.office, len(part.offices), weights)
    at = np.ix_(ids.get_indexer(pd.Index(part.offices)), pd.Index(nodes["code"]).get_indexer(pd.Index(below)))
    people = matrices["population"][at]
    if (moments.n > people).any():
        office = part.offices[np.argmax((moments.n > people).any(axis=1))]
        raise ItaError(f"{asker}: more people answered {part.instrument} than the population holds: {office}")
    matrices["mean"][at], matrices["variance"][at], matrices["n"][at] = moments.mean, moments.variance, moments.n
    known = ~np.isnan(people)
    matrices["share"][at] = np.where(known, moments.least / people, 0.0)
    matrices["least"][at] = np.where(known, moments.given / people, 0.0)
    matrices["most"][at] = np.where(known, 1 + (moments.given - moments.answers) / people, 1.0)


def _instrument_of(nodes: pd.DataFrame) -> np.ndarray:
    """The instrument of each node; the node itself for the total."""
    found = dict(zip(nodes["code"], nodes["code"], strict=True))
    for code, level, parent in nodes[["code", "level", "parent"]].itertuples(index=False):
        if level not in ("total", "instrument"):
            found[code] = found[parent]
    return np.array([found[code] for code in nodes["code"]])


def _nodes(tree: pd.DataFrame) -> pd.DataFrame:
    """The rows of the tree but those at or above a pass/fail item, of which the total and the instruments stay."""
    above = dict(zip(tree["code"], tree["parent"], strict=True))
    found = set(tree.loc[tree["answers"] == "pass/fail", "code"])
    for code in reversed(tree["code"].tolist()):
        if code in found:
            found.add(above[code])
    kept = tree["level"].isin(["total", "instrument"]) | ~tree["code"].isin(list(found))
    return tree[kept].reset_index(drop=True)


def _given(scores: pd.DataFrame | None) -> pd.DataFrame:
    """The scores of offices, rolled up: year_be, agency_id, code, score, simulated."""
    if scores is None:
        texts = {column: pd.Series(dtype=object) for column in ("agency_id", "code")}
        numbers = {"year_be": pd.Series(dtype="int64"), "score": pd.Series(dtype=float)}
        return pd.DataFrame({**texts, **numbers, "simulated": pd.Series(dtype=bool)})
    rolled = roll_up(scores[(scores["agency_type"] != AGGREGATE).to_numpy()])
    rolled["simulated"] = rolled["note"].str.contains(SIMULATED, regex=False).to_numpy(dtype=bool)
    plain = rolled[["year_be", "agency_id", "code", "score", "simulated"]]
    return plain.astype({"agency_id": object, "code": object})


def _counts(population: Population, answers: pd.DataFrame, asker: str) -> pd.DataFrame:
    """Population and number of answers as a frame of samples."""
    columns = ["year_be", "agency_id", "instrument", "population", "answers"]
    if population is None:
        return pd.DataFrame({column: [] for column in columns})
    if isinstance(population, pd.DataFrame):
        missing = [column for column in columns[:4] if column not in population]
        if missing:
            raise ItaError(f"{asker}: population is a frame of samples; it has no column {', '.join(missing)}")
        return population.assign(answers=population.get("answers", np.nan))[columns]
    office = answers[["year_be", "agency_id"]].drop_duplicates()
    if len(office) != 1:
        raise ItaError(f"{asker}: population as numbers is of one office and year; the answers are of {len(office)}")
    year, name = office.iloc[0]
    known = sorted(set(rulebook(int(year)).samples["instrument"]))
    if unknown := [str(instrument) for instrument in population if instrument not in known]:
        raise ItaError(f"{asker}: population is of {' and '.join(known)}; found {', '.join(unknown)}")
    rows = [(year, name, instrument, number, np.nan) for instrument, number in population.items()]
    return pd.DataFrame(rows, columns=columns)
