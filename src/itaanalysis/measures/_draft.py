"""Weak areas to the measures table."""

from __future__ import annotations

import hashlib
import math
from functools import cache
from itertools import chain, groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.frames import GAPS, MEASURES, make_frame, plain_text
from itaanalysis.measures._catalogue import Measure
from itaanalysis.measures._dates import find_span, tell_period
from itaanalysis.measures._match import Area, Drawn, Need, add_repeated, carry_codes, match_measures
from itaanalysis.measures._words import tell_reason, tell_success
from itaanalysis.measures._years import TwoYears, tree_of, two_years
from itaanalysis.measures.statuses import statuses
from itaanalysis.rulebook import priorities
from itaanalysis.thai import AGGREGATE

_NEEDED = [*GAPS, "items", "item_sources"]
_AREA = ["code", "level", "score", "target", "points", "priority", "items", "item_sources", "source", "note"]


def draft_measures(weak: pd.DataFrame, *, per_area: int = 3, keep: bool = False) -> pd.DataFrame:
    """Propose measures for weak areas, for a person to edit.

    Parameters
    ----------
    weak
        What `find_weak_areas` gave, of one level; any number of offices and years.
    per_area
        At most so many measures for an area whose failed items are not known; 1 or more.
    keep
        Also draft for areas of priority `keep` (95 points and over).

    Returns
    -------
    DataFrame
        The columns of `frames.MEASURES`: by result year and office, then by area (the one whose rows win most under
        the plan year first), in it failed items before the area as a whole, then by plan_points (not known last).
        code: the nodes of the result year that the measure is to mend, dearest first; plan_code: the plan year's nodes
        that ask for the same (empty = none known). points: what the result year was short of, under its own rules, in
        points of the total; plan_points: to be won under the plan year, each node once (NaN = not known). Rows
        of one area as a whole share its points: they do not add up. start, end: inside the plan's fiscal year.

    Raises
    ------
    ItaError
        Not a frame of weak areas, of several levels, or of averages: measures are for an office.
    """
    if per_area < 1:
        raise ItaError(f"draft_measures: per_area is 1 or more; found {per_area!r}")
    _check(weak)
    best = str(priorities()["priority"].iloc[0])
    rows: list[dict[str, Any]] = []
    failed: dict[tuple[str, int], set[str]] = {}
    for (result, agency), areas in _areas_by_office(weak):
        failed[agency, result] = set(chain.from_iterable(area.items for area in areas))
        drawn = match_measures([area for area in areas if keep or area.priority != best], result, per_area)
        before = failed.get((agency, result - 1), set())
        add_repeated(drawn, result, carry_codes(before, result - 1, result) if before else set())
        rows += _rows(drawn, agency, two_years(result))
    return make_frame(rows, MEASURES)


def _areas_by_office(weak: pd.DataFrame) -> list[tuple[tuple[int, str], list[Area]]]:
    """The weak areas of each result year and office, in the order of both."""
    weak = plain_text(weak).sort_values(["year_be", "agency_id"], kind="stable")
    # Columns as lists: a frame a group costs more than the drafting.
    keys = zip(weak["year_be"].tolist(), weak["agency_id"].tolist(), strict=True)
    areas = map(_area, *(weak[name].tolist() for name in _AREA))
    groups = groupby(zip(keys, areas, strict=True), key=itemgetter(0))
    return [(key, [area for _, area in group]) for key, group in groups]


def _rows(drawn: Drawn, agency_id: str, years: TwoYears) -> list[dict[str, Any]]:
    """The rows of one office and year, in their order."""
    order: list[tuple[float, ...]] = []
    rows = []
    wins = _area_wins(drawn, years)
    for measure, needs in drawn.items():
        needs = sorted(needs, key=lambda need: (-round(need.points, 9), years.tree[need.code].place))
        row = _row(measure, needs, agency_id, years)
        area = needs[0].area
        place = (years.tree[area.code].place, not needs[0].failed_item)
        win = (_dearest(row["plan_points"]), -round(sum(need.points for need in needs), 9))
        order.append((wins[area.code], *place, *win, years.tree[needs[0].code].place, measure.place))
        rows.append(row)
    return [row for _, row in sorted(zip(order, rows, strict=True), key=lambda pair: pair[0])]


def _area_wins(drawn: Drawn, years: TwoYears) -> dict[str, float]:
    """For sorting: what each area's rows win together under the plan year, by its failed items or as a whole."""
    parts: dict[tuple[str, bool], list[Need]] = {}
    for need in chain.from_iterable(drawn.values()):
        parts.setdefault((need.area.code, need.failed_item), []).append(need)
    wins: dict[str, float] = {}
    for (code, _), needs in parts.items():
        wins[code] = min(_dearest(_carry(needs, years)[1]), wins.get(code, math.inf))
    return wins


def _dearest(points: float) -> float:
    """For sorting: the most points first, not known last."""
    return math.inf if math.isnan(points) else -round(points, 9)


def _row(measure: Measure, needs: list[Need], agency_id: str, years: TwoYears) -> dict[str, Any]:
    points = sum(need.points for need in needs)
    plan_codes, plan_points = _carry(needs, years)
    return {
        "measure_id": f"{office_prefix(years.plan, agency_id)}-{measure.catalogue_id}",
        "catalogue_id": measure.catalogue_id,
        "agency_id": agency_id,
        "result_year_be": years.result,
        "plan_year_be": years.plan,
        "code": " ".join(need.code for need in needs),
        "plan_code": " ".join(plan_codes),
        "score": 0.0 if needs[0].failed_item else needs[0].area.score,
        "points": points,
        "plan_points": plan_points,
        "reason": tell_reason(needs, years, points, plan_points, plan_codes),
        "source": "; ".join(dict.fromkeys(need.source for need in needs if need.source)),
        **_of_catalogue(measure, years),
        "success": tell_success(needs, years),
        "status": statuses().first,
        "result": "",
        "evidence": "",
    }


@cache
def _of_catalogue(measure: Measure, years: TwoYears) -> dict[str, Any]:
    """What every office's row of a measure says in a year."""
    start, end = find_span(measure, years)
    return {
        "measure": measure.measure,
        "steps": "\n".join(f"{number}. {step}" for number, step in enumerate(measure.steps, start=1)),
        "responsible": measure.responsible,
        "start": pd.Timestamp(start),
        "end": pd.Timestamp(end),
        "period": tell_period(measure, years, start, end),
        "follow_up": measure.follow_up,
    }


def _carry(needs: list[Need], years: TwoYears) -> tuple[list[str], float]:
    """The plan year's codes, and the points of the total to be won there: each node once, NaN where none is known."""
    if years.plan_tree is None:
        return [], math.nan
    won: dict[str, float] = {}
    for need in needs:
        to = years.carried[need.code].code
        if to:
            # What was lost, in points of the node itself, is told again under the plan year's worth.
            points = need.points / years.tree[need.code].worth * years.plan_tree[to].worth
            won[to] = max(points, won.get(to, 0.0))
    return list(won), sum(won.values()) if won else math.nan


@cache
def office_prefix(plan_year: int, agency_id: str) -> str:
    """How the ids of an office and plan year begin: `2566-3f9a0c1b2d`; with `-M10-05` the same in every draft."""
    office = hashlib.blake2s(agency_id.encode(), digest_size=5).hexdigest()
    return f"{plan_year}-{office}"


def _area(
    code: str,
    level: str,
    score: float,
    target: float,
    points: float,
    priority: str,
    items: str,
    item_sources: str,
    source: str,
    note: str,
) -> Area:
    found = dict(zip(items.split(), item_sources.split("\n"), strict=False))
    return Area(code, level, score, target, points, priority, found, source, note)


def _check(weak: pd.DataFrame) -> None:
    """Raise one sentence where this is not a frame of weak areas of offices."""
    missing = [column for column in _NEEDED if column not in weak] if isinstance(weak, pd.DataFrame) else _NEEDED
    if missing:
        raise ItaError(f"draft_measures takes the frame of find_weak_areas; it has no {', '.join(missing)}")
    mean = weak.loc[weak["agency_type"] == AGGREGATE, "agency"].unique()
    if len(mean):
        raise ItaError(f"measures are for an office; these are averages or totals of many: {', '.join(mean[:5])}")
    key = ["year_be", "agency_id"]
    mixed = weak.groupby(key)["level"].nunique()
    if (mixed > 1).any():
        year, agency = mixed[mixed > 1].index[0]
        raise ItaError(
            f"measures are drafted for weak areas of one level; {agency} {year} has several: use find_weak_areas"
        )
    wrong = weak[weak.duplicated([*key, "code"]) | ~(weak["points"] > 0) | weak[["score", "target"]].isna().any(axis=1)]
    if len(wrong):
        row = wrong.iloc[0]
        raise ItaError(
            f"not a weak area: {row['agency_id']} {row['year_be']} {row['code']} stands twice, loses no points or has "
            "no score or target; draft_measures takes the frame of find_weak_areas"
        )
    for year in map(int, weak["year_be"].unique()):
        codes = weak[weak["year_be"] == year]
        unknown = set(codes["code"]).union(*codes["items"].str.split()) - set(tree_of(year))
        if unknown:
            raise ItaError(f"the tree of {year} has no node {', '.join(sorted(unknown))}; see rulebook({year}).tree")
