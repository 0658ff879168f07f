"""How people answered: a bar a question, the worst answers left of a middle line, the best ones right of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from itaanalysis.analysis import count_answers
from itaanalysis.analysis.respondents import FEWEST
from itaanalysis.charts._page import INK, LABEL, MUTED, SMALL, Page, Style
from itaanalysis.charts._text import ZWSP, measure, shorten, wrap
from itaanalysis.charts._words import two_decimals, words
from itaanalysis.errors import ItaError
from itaanalysis.frames import check_answers
from itaanalysis.rulebook import evidence_labels, questions, round_score, rulebook
from itaanalysis.scoring import Points, answer_points, read_agency_ids, score_answers

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# From the middle line outwards: oranges with hatches for the worse answers, blues for the better ones.
_WORSE = (("#F6D2B8", "//"), ("#D27A45", ".."), ("#8A3408", "xx"))
_BETTER = (("#A9C6DF", ""), ("#3C78AD", ""), ("#0B3157", ""))
_DARK = ("#8A3408", "#3C78AD", "#0B3157")  # a share on these is white
_ROWS_A_BLOCK = 16
_ROW_INCHES, _LINE_INCHES, _FRAME_INCHES = 0.33, 0.22, 2.5
_HEAD, _KEY, _SCORE = -2.2, -1.75, -0.85  # rows above the first one: the edge, the key, the heading of the scores
_STEP, _SINK = 1.28, 0.33  # in sizes of the face: from line to line, and from the middle of a row to its base line
_SWATCH, _BESIDE, _APART = 26.0, 5.0, 18.0  # points in the key: a colour, up to its text, up to the next one
_NAMES = 0.44  # share of a block's width that names take at most
_GAP, _PAD = 20.0, 7.0  # points: between blocks, and beside a text
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
    top: int | None = None,
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
    top
        How many questions, the lowest scores first (None: all): up to 16 are as large as on the other charts.
    ax, title, note, lang
        Axes to draw on (None: a new figure); the finding as a title; a line before the source; `th` or `en`.

    Returns
    -------
    Axes
        Questions by their score, the lowest first; more than 16 stand in two blocks side by side. An answer is told by
        its place beside the middle line, its colour and hatch, and its share where there is room for it; the share of
        all answers worth less than half stands before the bar. Answers to the sub-questions of a question are counted
        together. A question without answers is ไม่มีข้อมูล.

    Raises
    ------
    ItaError
        Not an answers frame, no rows, several offices, years or instruments, or a `top` below 1.
    """
    year, office, instrument = _check(answers)
    if top is not None and top < 1:
        raise ItaError(f"plot_answers: top is the number of questions, at least 1; found {top}")
    page = Page(ax, lang)
    rows = _rows(answers, year, values, page)
    shown = rows[:top]
    places = {len(row.shares) for row in [row for row in shown if not np.isnan(row.shares).any()] or shown}
    scales = [scale for scale in answer_points(year, values).values() if len(scale.points) in places]
    _draw(page, shown, max(scales, key=lambda scale: len(scale.points)))
    name = read_agency_ids([office])["agency"].iloc[0]
    people = [*_notes(page, rows, shown), *_people(page, answers, rows, year, instrument)]
    heading = title or page.words("title_answers", instrument=instrument, office=name, year=year)
    named = [] if title is None else [name, page.words("year", year=year), instrument]
    return page.finish(
        heading,
        " · ".join([*named, page.words("sub_answers")]),
        frame=answers,
        drawn=answers,
        notes=[note or "", " · ".join(people), page.words("from_answers_note")],
        rule=" · ".join(_rule(page, scale) for scale in scales),
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


def _notes(page: Page, rows: list[_Row], shown: list[_Row]) -> list[str]:
    """Which questions are drawn, and what the number before a bar is."""
    told = [page.words("answers_top", shown=len(shown), count=len(rows))] if len(shown) < len(rows) else []
    return [*told, page.words("answers_worse")] if any(map(_worse, shown)) else told


def _people(page: Page, answers: pd.DataFrame, rows: list[_Row], year: int, instrument: str) -> list[str]:
    """How many people answered, and what is counted together."""
    asked = questions(year)
    asked = asked[(asked["instrument"] == instrument) & asked["column"].isin(list(answers))]
    given = answers[list(asked["column"])].notna().sum()
    people, given = f"{len(answers):,}", given[given > 0]
    if given.empty:
        return [page.words("answers_people_none", people=people)]
    least, most = int(given.min()), int(given.max())
    without = sum(np.isnan(row.shares).any() for row in rows)
    key = "answers_people_vary" if least < most else "answers_people_each"
    key = "answers_people" if least == len(answers) and not without else key
    told = [
        page.words(key, people=people, least=f"{least:,}", most=f"{most:,}"),
        page.words("answers_without", count=without) if without else "",
        page.words("answers_parts") if (asked["parts"] > 1).any() else "",
        page.words("answers_few", least=FEWEST) if least < FEWEST else "",
    ]
    return [text for text in told if text]


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
    names = _names(page, rows, a_block, _NAMES * width - _PAD, size)
    before = max(_widths(page, [line for name in names for line in name.split("\n")], size)) + _PAD
    before += max(_widths(page, [_percent(_worse(row)) for row in rows if _worse(row)], SMALL, "bold"), default=0)
    heading = page.words("answers_score")
    room = width - before - max(_widths(page, ["100.00", heading], SMALL, "bold")) - 2 * _PAD
    page.ax.set_xlim(0, page.width)
    page.ax.set_ylim(a_block - 0.5, _HEAD)
    worse, better = _sides(rows)
    for at in range(blocks):
        left, whole = at * (width + _GAP), room / (worse + better)
        start = left + before
        block = _Block(left, start + worse * whole, start + room + _PAD, whole)
        shown = rows[at * a_block : (at + 1) * a_block]
        for place, row in enumerate(shown):
            _draw_row(page, row, names[at * a_block + place], block, place, size)
        page.ax.plot([block.middle] * 2, [-0.5, len(shown) - 0.5], color=INK, linewidth=1.6, zorder=5, gid="middle")
        page.write(block.score, _SCORE, heading, ha="left", fontsize=SMALL, color=MUTED)
    _draw_key(page, scale)


def _names(page: Page, rows: list[_Row], a_block: int, room: float, size: float) -> list[str]:
    """The names in lines; an own page grows with them, on given axes they are cut to the lines that a row has."""
    names = [wrap(page.figure, _breakable(row.name), room, size) for row in rows]
    lines = max(name.count("\n") + 1 for name in names)
    page.grow(a_block * max(_ROW_INCHES, lines * _LINE_INCHES + 0.06) + _FRAME_INCHES)
    a_row = page.ax.bbox.height * 72 / page.figure.dpi / (a_block - _HEAD)
    if page.own or lines * _STEP * size <= a_row:
        return names
    return [shorten(page.figure, row.name, room, size) for row in rows]


def _widths(page: Page, texts: list[str], size: float, weight: str = "normal") -> list[float]:
    return [measure(page.figure, text, size, weight)[0] for text in texts]


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


def _worse(row: _Row) -> float:
    """The share of the answers worth less than half."""
    return 0.0 if np.isnan(row.shares).any() else float(np.split(row.shares, 2)[0].sum())


def _percent(share: float) -> str:
    """A share in whole per cents, half up; a small one is never nothing."""
    rounded = float(round_score(share))
    return f"{100 * rounded:.0f}%" if rounded else "<1%"


def _looks(places: int) -> list[tuple[str, str]]:
    """Colour and hatch of each answer from the worst: the ends are alike on every scale."""
    half = places // 2
    outward = [at * 2 // max(half - 1, 1) for at in range(half)] if half > 1 else [2]
    return [_WORSE[at] for at in reversed(outward)] + [_BETTER[at] for at in outward]


def _draw_row(page: Page, row: _Row, name: str, block: _Block, place: int, size: float) -> None:
    worse = _worse(row)
    start = block.middle - worse * block.whole
    _write_on_line(page, block.left, place, name, ha="left", fontsize=size)
    if np.isnan(row.shares).any():
        missing = page.words("missing")
        _write_on_line(page, block.middle + _PAD, place, missing, ha="left", color=MUTED, fontsize=SMALL)
        return
    strong: Style = {"fontsize": SMALL, "fontweight": "bold"}
    if worse:
        look: Style = {"color": _WORSE[-1][0], "gid": "worse", **strong}
        _write_on_line(page, start - _PAD / 2, place, _percent(worse), ha="right", **look)
    half = len(row.shares) // 2
    for at, ((color, hatch), share) in enumerate(zip(_looks(2 * half), row.shares, strict=True)):
        if share:
            style: Style = {"color": color, "hatch": hatch, "edgecolor": "#FFFFFF88", "linewidth": 0}
            width = share * block.whole
            page.ax.barh(place, width - 0.8, left=start + 0.4, height=0.74, zorder=2, gid="answer", **style)
            if at >= half or share < worse:  # what is all of the worse half stands before the bar
                _write_share(page, share, start + width / 2, width, place, color if hatch else "", color in _DARK)
        start += share * block.whole
    text = "–" if np.isnan(row.score) else two_decimals(row.score)
    _write_on_line(page, block.score, place, text, ha="left", **strong)


def _write_on_line(page: Page, x: float, place: int, text: str, **style: Any) -> None:
    """A text on the base line of its row, several lines around it: a centred box would move with every tone mark."""
    size, lines = style["fontsize"], text.split("\n")
    for at, line in enumerate(lines):
        up = ((len(lines) - 1) / 2 - at) * _STEP * size - _SINK * size
        page.write(x, place, line, va="baseline", xytext=(0, up), textcoords="offset points", **style)


def _write_share(page: Page, share: float, x: float, width: float, place: int, halo: str, dark: bool) -> None:
    """The share in per cent, where there is room for it."""
    text = _percent(share)
    if measure(page.figure, text, SMALL, "bold")[0] + 4 <= width:
        style: Style = {"ha": "center", "fontsize": SMALL, "fontweight": "bold", "zorder": 4}
        _write_on_line(page, x, place, text, color="white" if dark else INK, halo=halo, **style)


def _draw_key(page: Page, scale: Points) -> None:
    """The answers from the worst to the best, each with its look and worth; on narrow axes the unit stands once."""
    texts = [page.words("answers_worth", points=f"{value:.4g}") for value in scale.points]
    spaces = len(texts) * (_SWATCH + _BESIDE) + (len(texts) - 1) * _APART
    if sum(_widths(page, texts, SMALL)) + spaces > page.width:
        texts[:-1] = [f"{value:.4g}" for value in scale.points[:-1]]
    apart = min(_APART, (page.width - sum(_widths(page, texts, SMALL)) - spaces) / max(len(texts) - 1, 1) + _APART)
    at = 0.0
    for (color, hatch), text in zip(_looks(len(texts)), texts, strict=True):
        style: Style = {"color": color, "hatch": hatch, "edgecolor": "#FFFFFF88", "linewidth": 0}
        page.ax.barh(_KEY, _SWATCH, left=at, height=0.5, gid="key", **style)
        page.write(at + _SWATCH + _BESIDE, _KEY, text, ha="left", fontsize=SMALL)
        at += _SWATCH + _BESIDE + measure(page.figure, text, SMALL)[0] + apart
