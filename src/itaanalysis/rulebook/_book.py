"""`rulebook(year)`: the one lookup of the rules of a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from numbers import Integral

import numpy as np
import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.rulebook._ratings import INSTRUMENT_ORDER, load_ratings, rate_arrays
from itaanalysis.rulebook._tables import read_table, rows_of_year
from itaanalysis.rulebook._tree import load_tree


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rules of one fiscal year.

    Attributes
    ----------
    year_be
        Fiscal year, Buddhist Era (พ.ศ.).
    tree
        A row a node, depth first: code, level, parent, weight (share among siblings, 0–1), worth (share of the total,
        0–1: product of the weights up to the root; a point on the node is worth that many points of the total),
        name_th, name_en, answers, evidence, worth_evidence (the weakest among the node, its ancestors and its
        siblings' list), subquestions. Do not change it: it is shared.
    ratings
        Levels, best first: label, total_floor, instrument_floor (points; NaN = no such floor), evidence, source.
    pass_mark
        Total that passes (points), None where the year has none known.
    framework
        The year from which this year's framework runs; years of two frameworks share no line and no comparison.
    calendar
        window_start, window_end, result_date (ISO dates of the common era, empty = not known), with their evidence.
    samples
        Minimum numbers of answers by instrument, group of agencies and size.
    report_items
        The codes of the items that ask for the measures report and its follow-up, or None.
    """

    year_be: int
    tree: pd.DataFrame
    ratings: pd.DataFrame
    pass_mark: float | None
    framework: int
    calendar: dict[str, str]
    samples: pd.DataFrame
    report_items: dict[str, str] | None

    def rate(
        self, total: float, iit: float | None = None, eit: float | None = None, oit: float | None = None
    ) -> str | None:
        """The level of a total (points, 0–100), by floors on numbers rounded half up to two decimals.

        None only where the answer hangs on an instrument that is missing (2566 on: a total of 85 and over).

        Raises
        ------
        ItaError
            A number outside 0–100.
        """
        given = {"total": total, "iit": iit, "eit": eit, "oit": oit}
        for name, value in given.items():
            if value is not None and not np.isnan(value) and not 0 <= round(value, 6) <= 100:
                raise ItaError(f"rate: {name} is {value!r}; a score lies between 0 and 100")
        instruments = [np.nan if value is None else value for value in (iit, eit, oit)]
        return self.rate_many(np.array([total], dtype=float), np.array([instruments], dtype=float))[0]

    def rate_many(self, total: np.ndarray, instruments: np.ndarray) -> np.ndarray:
        """Levels of many totals; `instruments` has a column each for IIT, EIT, OIT (NaN = missing)."""
        return rate_arrays(self.ratings, total, instruments)

    @property
    def instruments(self) -> tuple[str, ...]:
        """Codes of the year's instruments, in the order in which `rate_many` takes them."""
        return tuple(code for code in INSTRUMENT_ORDER if code in set(self.tree["code"]))


@cache
def known_years() -> tuple[int, ...]:
    """The years (พ.ศ.) that have a tree."""
    names = (entry.name for entry in files("itaanalysis.rulebook").joinpath("trees").iterdir())
    return tuple(sorted(int(name.removesuffix(".csv")) for name in names if name.endswith(".csv")))


@cache
def rulebook(year_be: int) -> Rulebook:
    """The rules of a fiscal year (พ.ศ.), each with its evidence.

    Raises
    ------
    ItaError
        The year is not known (the message lists those that are), or a data file of the year is broken (the message
        names the row).
    """
    if not isinstance(year_be, Integral):
        raise ItaError(f"a year is a whole number of the Buddhist Era such as 2565; found {year_be!r}")
    if year_be not in known_years():
        known = ", ".join(map(str, known_years()))
        hint = f"; is {year_be} a year of the common era (พ.ศ. {year_be + 543})?" if 1900 <= year_be < 2400 else ""
        raise ItaError(f"no rules are known for the year {year_be}; known years (พ.ศ.): {known}{hint}")
    years = read_table("years.csv")
    found = years[years["year_be"] == str(year_be)]
    if len(found) != 1:
        raise ItaError(f"years.csv must have one row for {year_be}; found {len(found)}")
    year = {str(key): value for key, value in found.iloc[0].to_dict().items()}
    return Rulebook(
        year_be=year_be,
        tree=load_tree(year_be),
        ratings=load_ratings(year_be),
        pass_mark=float(year["pass_mark"]) if year["pass_mark"] else None,
        framework=int(year["framework"]),
        calendar={key: year[key] for key in year if key.startswith(("window", "result"))},
        samples=read_table("samples.csv"),
        report_items=report_items(year_be),
    )


@cache
def report_items(year_be: int) -> dict[str, str] | None:
    """The items that ask for the measures report and its follow-up (`Rulebook.report_items`); None where not known.

    Also for a year that has no tree yet: a plan is made for the year after the result.
    """
    items = rows_of_year(read_table("report_items.csv"), year_be)
    return None if items.empty else {str(key): value for key, value in items.iloc[0].to_dict().items()}


@cache
def break_years() -> pd.DataFrame:
    """Years at which the rules changed: year_be, kind, label_th, label_en, evidence."""
    table = read_table("breaks.csv")
    return table.assign(year_be=table["year_be"].astype(int))
