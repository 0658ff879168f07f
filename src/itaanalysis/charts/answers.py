"""How people answered: a bar a question, the worst answers left of a middle line, the best ones right of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis import count_answers
from itaanalysis.charts._page import INK, LABEL, MUTED, SMALL, Page, Style
from itaanalysis.charts._text import ZWSP, measure, wrap
from itaanalysis.charts._words import two_decimals, words
from itaanalysis.errors import ItaError
from itaanalysis.frames import check_answers
from itaanalysis.rulebook import evidence_labels, questions, rulebook
from itaanalysis.scoring import Points, answer_points, read_agency_ids, score_answers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From the middle line outwards: oranges with hatches for the worse answers, blues for the better ones.
_WORSE = (("#F6D2B8", "//"), ("#D27A45", ".."), ("#8A3408", "xx"))
_BETTER = (("#A9C6DF", ""), ("#3C78AD", ""), ("#0B3157", ""))
_DARK = ("#8A3408", "#3C78AD", "#0B3157")  # a share on these is white
_ROWS_A_BLOCK = 16
_ROW_INCHES, _LINE_INCHES, _FRAME_INCHES = 0.32, 0.23, 2.55
_NAMES = 0.45  # share of a block's width that names take at most
_GAP, _PAD = 28.0, 7.0  # points: between blocks, and beside a text
_LEAST_SIDE = 0.03  # of the answers: the middle line never stands at the edge


class _Row(NamedTuple):
    """A question: its name, score (NaN = none) and the share of each answer from the worst to the best."""

    name: str
    score: float
    shares: np.ndarray


class _Block(NamedTuple):
    """Where things stand in a block, in points: its left edge, the middle line, the score; points a whole bar."""

    left: float
    middle: float
    score: float
    whole: float


def plot_answers(
    answers: pd.DataFrame,
    *,
    values: int = 0,
    ax: Axes | None = None,
    title: str | None = None,
    note: str | None = None,
    lang: str = "th",
) -> Axes:
    """A bar a question: how many people gave each answer, the worst on the left, the best on the right.

    Parameters
    ----------
    answers
        An answers frame, filtered to one office, year and instrument.
    values
        The number of the set of answer values (`score_answers`).
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        Questions by their score, the lowest first; more than 16 stand in two blocks side by side. An answer is told by
        its place beside the middle line, its colour and hatch, and its share where there is room for it. Answers to
        the sub-questions of a question are counted together. A question without answers is ไม่มีข้อมูล.

    Raises
    ------
    ItaError
        Not an answers frame, no rows, or several offices, years or instruments.
    """
    year, office, instrument = _check(answers)
    page = Page(ax, lang)
    rows = _rows(answers, year, values, page)
    scale = max(answer_points(year, values).values(), key=lambda one: len(one.points) * _is_asked(one, rows))
    _draw(page, rows, scale)
    name = read_agency_ids([office])["agency"].iloc[0]
    told = page.words("sub_answers")
    heading = title or page.words("title_answers", instrument=instrument, office=name, year=year)
    if title is not None:
        told = " · ".join([name, page.words("year", year=year), instrument, told])
    return page.finish(
        heading,
        told,
        frame=answers,
        drawn=answers,
        notes=[note or "", *_notes(page, answers, year, instrument)],
        rule=_rule(page, scale),
    )


def _check(answers: pd.DataFrame) -> tuple[int, str, str]:
    """The year, the office and the instrument, where there is one of each."""
    check_answers(answers)
    if answers.empty:
        raise ItaError("plot_answers: the answers frame has no rows, so there is nothing to draw; check the filter")
    key = answers[["year_be", "agency_id", "instrument"]].drop_duplicates()
    if len(key) > 1:
        first = key.iloc[0]
        raise ItaError(
            f"plot_answers draws one office, year and instrument; the frame holds {len(key)}: filter it first, with "
            f'.query(\'year_be == {first["year_be"]} and agency_id == "{first["agency_id"]}" and '
            f'instrument == "{first["instrument"]}"\')'
        )
    return int(key["year_be"].iloc[0]), str(key["agency_id"].iloc[0]), str(key["instrument"].iloc[0])


def _rows(answers: pd.DataFrame, year: int, values: int, page: Page) -> list[_Row]:
    """The questions by their score, the lowest first; those without one last."""
    score = score_answers(answers, values=values).set_index("code")["score"]
    nodes = {node["code"]: node for _, node in rulebook(year).tree.iterrows()}
    rows = [
        _Row(page.words.numbered(nodes[code]), float(score[code]), of_code["share"].to_numpy())
        for code, of_code in count_answers(answers).groupby("code", sort=False)
    ]
    return sorted(rows, key=lambda row: (np.isnan(row.score), row.score))


def _is_asked(scale: Points, rows: list[_Row]) -> bool:
    return any(len(row.shares) == len(scale.points) for row in rows)


def _notes(page: Page, answers: pd.DataFrame, year: int, instrument: str) -> list[str]:
    """How many people answered, and what is counted together."""
    asked = questions(year)
    asked = asked[(asked["instrument"] == instrument) & asked["column"].isin(list(answers))]
    given = answers[list(asked["column"])].notna().sum()
    least, most = int(given.min()), int(given.max())
    key = "answers_people" if least == most == len(answers) else "answers_people_vary"
    people = page.words(key, people=f"{len(answers):,}", least=f"{least:,}", most=f"{most:,}")
    return [people + (" · " + page.words("answers_parts") if (asked["parts"] > 1).any() else "")]


def _rule(page: Page, scale: Points) -> str:
    labels = evidence_labels()
    evidence = page.words.label(labels[labels["evidence"] == scale.evidence].iloc[0])
    return page.words("answers_values", points=scale.written, evidence=evidence)


def _draw(page: Page, rows: list[_Row], scale: Points) -> None:
    page.style_axes(grid="", spines=())
    page.ax.set(xticks=[], yticks=[])
    blocks = 1 if len(rows) <= _ROWS_A_BLOCK else 2
    a_block = -(-len(rows) // blocks)
    width = (page.width - _GAP * (blocks - 1)) / blocks
    size = LABEL if blocks == 1 else SMALL
    names = [wrap(page.figure, _breakable(row.name), _NAMES * width - _PAD, size) for row in rows]
    of_names = max(measure(page.figure, name, size)[0] for name in names) + _PAD
    lines = max(name.count("\n") + 1 for name in names)
    page.grow(a_block * max(_ROW_INCHES, lines * _LINE_INCHES + 0.04) + _FRAME_INCHES)
    page.ax.set_xlim(0, page.width)
    page.ax.set_ylim(a_block - 0.5, -1.9)
    worse, better = _sides(rows)
    room = width - of_names - measure(page.figure, "100.00", SMALL, "bold")[0] - 2 * _PAD
    for at in range(blocks):
        left, whole = at * (width + _GAP), room / (worse + better)
        start = left + of_names
        block = _Block(left, start + worse * whole, start + room + _PAD, whole)
        for place, row in enumerate(rows[at * a_block : (at + 1) * a_block]):
            _draw_row(page, row, names[at * a_block + place], block, place, size)
        shown = len(rows[at * a_block : (at + 1) * a_block])
        page.ax.plot([block.middle] * 2, [-0.5, shown - 0.5], color=INK, linewidth=1.6, zorder=5, gid="middle")
        page.write(block.score, -0.8, page.words("answers_score"), ha="left", fontsize=SMALL, color=MUTED)
    _draw_key(page, scale)


def _breakable(name: str) -> str:
    """The name of a question with places to break it at: Thai has no spaces between words."""
    for word in words("th")("answers_break").split():
        name = name.replace(word, ZWSP + word)
    return name


def _sides(rows: list[_Row]) -> tuple[float, float]:
    """The greatest shares of answers left and right of the middle line."""
    halves = [np.split(row.shares, 2) for row in rows if not np.isnan(row.shares).any()]
    worse, better = (max((half[at].sum() for half in halves), default=0.5) for at in (0, 1))
    return max(worse, _LEAST_SIDE), max(better, _LEAST_SIDE)


def _looks(places: int) -> list[tuple[str, str]]:
    """Colour and hatch of each answer from the worst: the ends are alike on every scale."""
    half = places // 2
    outward = [at * 2 // max(half - 1, 1) for at in range(half)] if half > 1 else [2]
    return [_WORSE[at] for at in reversed(outward)] + [_BETTER[at] for at in outward]


def _draw_row(page: Page, row: _Row, name: str, block: _Block, place: int, size: float) -> None:
    start = block.middle - (np.split(row.shares, 2)[0].sum()) * block.whole
    page.write(block.left, place, name, ha="left", va="center", fontsize=size, linespacing=1.05)
    if np.isnan(row.shares).any():
        page.write(block.middle + _PAD, place, page.words("missing"), ha="left", color=MUTED, fontsize=SMALL)
        return
    for (color, hatch), share in zip(_looks(len(row.shares)), row.shares, strict=True):
        if share:
            style: Style = {"color": color, "hatch": hatch, "edgecolor": "#FFFFFF88", "linewidth": 0}
            width = share * block.whole
            page.ax.barh(place, width - 0.8, left=start + 0.4, height=0.74, zorder=2, gid="answer", **style)
            _write_share(page, share, start + width / 2, width, place, color if hatch else "", color in _DARK)
        start += share * block.whole
    text = "–" if np.isnan(row.score) else two_decimals(row.score)
    page.write(block.score, place, text, ha="left", fontsize=SMALL, fontweight="bold")


def _write_share(page: Page, share: float, x: float, width: float, place: int, halo: str, dark: bool) -> None:
    """The share in per cent, where there is room for it."""
    text = f"{100 * share:.0f}%"
    if measure(page.figure, text, SMALL, "bold")[0] + 4 <= width:
        style: Style = {"ha": "center", "fontsize": SMALL, "fontweight": "bold", "zorder": 4}
        page.write(x, place, text, color="white" if dark else INK, halo=halo, **style)


def _draw_key(page: Page, scale: Points) -> None:
    """The answers from the worst to the best, each with its look and what it is worth."""
    at = 0.0
    texts = [f"{value:.4g}" for value in scale.points]
    for (color, hatch), text in zip(_looks(len(texts)), texts, strict=True):
        style: Style = {"color": color, "hatch": hatch, "edgecolor": "#FFFFFF88", "linewidth": 0}
        page.ax.barh(-1.5, 26, left=at, height=0.5, gid="key", **style)
        told = page.words("answers_worth", points=text)
        page.write(at + 31, -1.5, told, ha="left", fontsize=SMALL)
        at += 31 + measure(page.figure, told, SMALL)[0] + 18
