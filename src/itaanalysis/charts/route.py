"""The way from today's total to the aim: a step a sub-indicator or indicator that is raised."""

from __future__ import annotations

from itertools import groupby, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis import Route
from itaanalysis.charts._bars import (
    NamedLine,
    Office,
    beside_bar,
    draw_named_lines,
    in_bar,
    label_rows,
    read_office,
    starred,
    weight_note,
)
from itaanalysis.charts._page import BLUE, GREY, LABEL, MUTED, ORANGE, PALE, Page
from itaanalysis.charts._text import wrap
from itaanalysis.charts._words import Words, two_decimals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score, rulebook

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROOM_INSIDE = 30.0  # points that a text takes, at most
_ROWS_OF_LARGE_TEXT = 8
_HEIGHT = 0.64
_ROW_INCHES, _AROUND_INCHES = 0.54, 3.4  # two lines a label; the header, the lines' names and the notes


class _Step(NamedTuple):
    """A bar from `low` to `high` points of the total."""

    label: str
    low: float
    high: float
    text: str
    color: str


def plot_route(
    route: Route,
    *,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """From today's total through the steps to the aim.

    Parameters
    ----------
    route
        What `find_route` gave, or one of its `others`.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        A bar a step, its width the points of the total that it brings (the items of a sub-indicator are one step); the
        first bar is the total of the result year with its rating, the last the aim under the year whose rules were
        taken. The aim's floor and the pass mark are named lines. Where there is nothing to raise, or no way, it says
        so.

    Raises
    ------
    ItaError
        Not a route.
    """
    if not isinstance(route, Route):
        raise ItaError(f"plot_route takes what find_route(scores) gave; found {type(route).__name__}")
    office = read_office(route.scores)
    page = Page(ax, lang)
    tree = rulebook(route.rules_year_be).tree.set_index("code", drop=False)
    steps = _steps(route, office, tree, page.words)
    _draw(page, steps)
    draw_named_lines(page, _named_lines(route, page.words), zorder=1.5)
    if route.steps.empty:
        _say_nothing_to_raise(page, route, len(steps))
    told = office.score_text(page.words) if route.steps.empty else _told(route, page.words)
    key = "title_route" if route.aim else "title_route_best"
    heading = office.headings(page.words, key, title, told, aim=route.aim)
    notes = [note or "", page.words("route_prices"), weight_note(route.steps["code"], tree, page.words)]
    if route.rules_year_be != route.result_year_be:
        notes.insert(1, page.words("route_years", result=route.result_year_be, rules=route.rules_year_be))
    rule = page.words("level_rule", year=route.rules_year_be)
    return page.finish(*heading, frame=route.scores, drawn=route.scores, notes=notes, rule=rule)


def _steps(route: Route, office: Office, tree: pd.DataFrame, words: Words) -> list[_Step]:
    label = words("route_result", year=route.result_year_be, label=office.rating)
    steps = [_Step(label, 0, office.total, two_decimals(office.total), GREY)]
    at = route.start_total
    if abs(at - office.total) > 0.005:  # the items of the rules' year tell another score than the one carried
        change = f"{'+' if at > office.total else '−'}{two_decimals(abs(at - office.total))}"
        label = words("route_list", year=route.rules_year_be)
        steps.append(_Step(label, min(at, office.total), max(at, office.total), change, MUTED))
    for label, points in _raises(route.steps, tree, words):
        steps.append(_Step(label, at, at + points, f"+{two_decimals(points)}", ORANGE))
        at += points
    if route.steps.empty:
        return steps
    label = words("route_aim", year=route.rules_year_be, label=route.rating)
    return [*steps, _Step(label, 0, route.total, two_decimals(route.total), BLUE)]


def _raises(steps: pd.DataFrame, tree: pd.DataFrame, words: Words) -> list[tuple[str, float]]:
    """Label and points of the total: items that stand under one node in one row, an indicator in its own."""
    rows = []
    keyed = steps.assign(under=np.where(steps["level"] == "item", steps["code"].map(tree["parent"]), steps["code"]))
    for under, group in keyed.groupby("under", sort=False):
        node = tree.iloc[list(tree.index).index(under)]
        if group["level"].iloc[0] == "item":
            codes = _codes(group["code"].tolist(), tree)
            label = words("route_items", node=starred(node, words), count=len(group), codes=codes)
        else:
            before, after = (two_decimals(group[column].iloc[0]) for column in ("from", "to"))
            label = words("route_points", node=starred(node, words), before=before, after=after)
        rows.append((label, float(group["points"].sum())))
    return rows


def _codes(codes: list[str], tree: pd.DataFrame) -> str:
    """`o31–o37, o40`: runs of the tree's order."""
    order = list(tree.index)
    places = sorted(order.index(code) for code in codes)
    runs = [[place for _, place in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    return ", ".join(order[run[0]] if len(run) == 1 else f"{order[run[0]]}–{order[run[-1]]}" for run in runs)


def _named_lines(route: Route, words: Words) -> list[NamedLine]:
    """The floor of the aim for the total, with those of the instruments, and the pass mark where it is another."""
    mark = rulebook(route.rules_year_be).pass_mark
    totals = route.floors[route.floors["code"] == "ITA"]
    pass_line = [] if mark is None else [NamedLine(mark, words("pass_mark", mark=f"{mark:g}"), True)]
    if totals.empty:
        return pass_line
    floor = float(totals["floor"].iloc[0])
    inside = route.floors.loc[route.floors["code"] != "ITA", "floor"]
    also = "" if inside.empty else "\n" + words("next_instruments", mark=f"{inside.iloc[0]:g}")
    if floor == mark:
        return [NamedLine(floor, words("route_pass_and_aim", mark=f"{floor:g}", aim=route.aim) + also, True)]
    is_rating = route.aim in set(rulebook(route.rules_year_be).ratings["label"])
    name = words("route_floor" if is_rating else "route_total_floor", mark=f"{floor:g}", aim=route.aim)
    return sorted([*pass_line, NamedLine(floor, name + also, False)])


def _told(route: Route, words: Words) -> str:
    """What is short of which floor, and what the route costs."""
    short = route.floors[round_score(route.floors["short"]) > 0]
    floors = [
        words("route_short", code=code, score=two_decimals(score), floor=two_decimals(floor))
        for code, floor, score in short[["code", "floor", "score"]].itertuples(index=False)
    ]
    return words("sub_route", floors=", ".join(floors), cost=two_decimals(route.cost))


def _say_nothing_to_raise(page: Page, route: Route, row: int) -> None:
    text = wrap(page.figure, _no_way(route, page.words), 0.6 * page.width, LABEL, "bold")
    page.write(50, row, text, ha="center", color=MUTED, fontweight="bold", halo="white", zorder=4)


def _no_way(route: Route, words: Words) -> str:
    if not route.aim:
        return words("route_best")
    if route.possible:
        return words("route_reached", aim=route.aim)
    never = route.floors[route.floors["floor"] > route.floors["most"]]
    floors = [
        words("route_never", code=code, most=two_decimals(most), floor=two_decimals(floor))
        for code, floor, most in never[["code", "floor", "most"]].itertuples(index=False)
    ]
    return words("route_impossible", aim=route.aim, floors=", ".join(floors))


def _draw(page: Page, steps: list[_Step]) -> None:
    page.style_axes(grid="x")
    rows = np.arange(len(steps))
    low, high = np.array([step.low for step in steps]), np.array([step.high for step in steps])
    page.ax.barh(rows, low, height=_HEIGHT, color=PALE, zorder=1)
    page.ax.barh(rows, high - low, left=low, height=_HEIGHT, color=[step.color for step in steps], zorder=2)
    for at, (step, following) in enumerate(pairwise(steps)):
        end = step.high if following.low == 0 else following.low if following.color == ORANGE else step.high
        edge = _HEIGHT / 2
        page.ax.plot([end, end], [at + edge, at + 1 - edge], color=MUTED, linewidth=1, zorder=3)
    label_rows(page, [step.label for step in steps], share=0.36 if page.own else 0.2)
    page.grow(_ROW_INCHES * len(steps) + _AROUND_INCHES)
    page.ax.set_ylim(max(len(steps), 2) - 0.5, -0.5)
    page.ax.set_xlim(0, 100)
    size = 15 if len(steps) <= _ROWS_OF_LARGE_TEXT else LABEL
    for at, step in enumerate(steps):
        if step.low == 0:
            in_bar(page, step.color)(step.high - 0.8, at, step.text, fontsize=size)
        elif step.low > _ROOM_INSIDE:
            beside_bar(page, step.color, PALE)(step.low - 0.8, at, step.text, ha="right", fontsize=size)
        else:
            beside_bar(page, step.color)(step.high + 0.8, at, step.text, fontsize=size)
