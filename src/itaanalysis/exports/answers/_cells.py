"""The cells of the questions: which reading each scale has, and the place of each answer from the worst (0) on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from itaanalysis.exports._issues import IssueList
from itaanalysis.exports.answers._block import (
    EMPTY,
    OUTSIDE,
    Block,
    cells_of,
    is_plain,
    report,
    shown_key,
    shown_value,
    span_of,
)
from itaanalysis.exports.answers._questions import FALLING, RISING, UNKNOWN, Question, points_of
from itaanalysis.exports.answers._readings import (
    FROM_1,
    POINTS,
    STRAYS,
    YES_FIRST,
    Choice,
    Key,
    Reading,
    Values,
    choose,
    number_readings,
    read_values,
    word_readings,
)
from itaanalysis.exports.opening import Role, address, cell_range

AS_WORDED, TURNED = "as worded", "already turned"
_NAMED_VALUES = 6
_FEWEST_OTHER = 3  # respondents outside the scale: more than a slip, or two rows of totals


@dataclass(frozen=True)
class Asked:
    """What the caller says of a file: see `read_answers`."""

    year_be: int | None = None
    agency: str | None = None
    instrument: str | None = None
    negative: frozenset[str] | None = None
    cells: str = ""
    turned: bool | None = None


class Scale(NamedTuple):
    """What the cells of one scale are: its columns, the readings of words and of numbers, and why they are taken."""

    name: str
    columns: list[int]
    words: Reading | None
    numbers: Reading | None
    turned: str
    evidence: str


def read_cells(block: Block, asked: Asked, issues: IssueList) -> tuple[dict[int, np.ndarray], list[Scale], set[Key]]:
    """Place of each answer, a column a question (`EMPTY`: not answered, or an issue), what was found of each scale, and
    which values there are.

    Columns whose reading or direction is not clear are left out; each has its issue.
    """
    values = {at: read_values(cells_of(block, at)) for at in block.questions}
    found: dict[int, np.ndarray] = {}
    scales = []
    for name in dict.fromkeys(question.scale for question in block.questions.values()):
        columns = [at for at, question in block.questions.items() if question.scale == name]
        scale = _read_scale(block, name, {at: values[at] for at in columns}, asked, issues)
        read = {} if scale is None else _turn(block, scale, values, asked, issues)
        read = _drop_other_scales(block, values, read, issues)
        for at in columns:
            block.sheet.mark_all(span_of(block.rows), [at], Role.SCORE if at in read else Role.ISSUE)
        found |= {at: _to_places(block, at, values[at], places, issues) for at, places in read.items()}
        scales += [scale] if scale else [Scale(name, columns, None, None, "", "")]
    return found, scales, {key for at in found for key in values[at].keys if key is not None and is_plain(key)}


def _read_scale(block: Block, name: str, values: dict[int, Values], asked: Asked, issues: IssueList) -> Scale | None:
    counts: Counter[Key] = Counter()
    for each in values.values():
        for key, count in zip(each.keys, each.counts.tolist(), strict=True):
            counts[key] += count
    kind = next(block.questions[at].kind for at in values)
    told: list[Reading | None] = []
    evidence = []
    for kind_of in (str, float):
        here: dict[Key, int] = {key: count for key, count in counts.items() if isinstance(key, kind_of)}
        if not here:
            told.append(None)
            continue
        points = points_of(block.year_be, kind)
        readings = word_readings(name) if kind_of is str else number_readings(list(here), points)
        if not any(key in reading.places for reading in readings for key in here):
            told.append(None)  # all of them are outside the scale, whatever is taken
            continue
        wanted = _wanted(readings, asked)
        choice = choose(here, readings, wanted)
        if choice.reading is None:
            _report_unclear(block, values, here, choice, issues)
            return None
        _report_other(block, values, choice, wanted, readings, issues)
        told.append(choice.reading)
        evidence.append(_evidence(here, choice, wanted))
    return Scale(name, list(values), told[0], told[1], "", "; ".join(evidence))


def _wanted(readings: list[Reading], asked: Asked) -> str:
    """The caller's reading; one that counts yes and no from 1 says so of every scale."""
    others = asked.cells == YES_FIRST and all(reading.name != YES_FIRST for reading in readings)
    return FROM_1 if others else asked.cells


def _report_unclear(
    block: Block, values: dict[int, Values], counts: dict[Key, int], choice: Choice, issues: IssueList
) -> None:
    """Each reading that fits, with what it makes of a value on which they differ."""
    keys = [key for key in counts if len({reading.places.get(key) for reading in choice.fit}) > 1]
    key = max(keys, key=counts.__getitem__)
    steps = next(block.questions[at].choices for at in values)
    places = {reading.name: reading.places.get(key) for reading in choice.fit}
    told = " หรือ ".join(
        f"{name} (คำตอบที่ {place + 1} จาก {steps})" if place is not None else f"{name} (อยู่นอกมาตรา)"
        for name, place in places.items()
    )
    names = " หรือ ".join(f'cells="{name}"' for name in places)
    report(block, list(values), "answers_cells_unclear", issues, value=shown_key(key), readings=told, arguments=names)


def _report_other(
    block: Block, values: dict[int, Values], choice: Choice, wanted: str, readings: list[Reading], issues: IssueList
) -> None:
    """The caller wants another reading of these cells, and only one fits."""
    known = wanted in {reading.name for reading in readings}
    if known and choice.reading is not None and choice.reading.name != wanted:
        report(block, list(values), "answers_cells_differ", issues, value=choice.reading.name, wanted=wanted)


def _evidence(counts: dict[Key, int], choice: Choice, wanted: str) -> str:
    reading = choice.reading
    if reading is None:
        return ""
    known = {key: count for key, count in counts.items() if key in reading.places}  # other texts are not shown
    numbers: list[Key] = [*sorted(key for key in known if isinstance(key, float))]
    seen = numbers or list(known)
    shown = ", ".join(map(shown_key, seen[:_NAMED_VALUES])) + (" …" if len(seen) > _NAMED_VALUES else "")
    if reading.name == wanted:
        why = f'ระบุ cells="{wanted}"'
    elif len(choice.fit) > 1:
        why = "อ่านได้หลายแบบ แต่ได้คำตอบเดียวกัน: " + ", ".join(each.name for each in choice.fit)
    else:
        why = "ตรงกับแบบนี้แบบเดียว"
    proof = f" · หลักฐานของชุดคำ: {reading.evidence}" if reading.evidence else ""
    return f"{reading.name}: พบ {shown} ({sum(known.values()):,} ช่อง) {why}{proof}"


def _turn(
    block: Block, scale: Scale, values: dict[int, Values], asked: Asked, issues: IssueList
) -> dict[int, np.ndarray]:
    """The places of each column's distinct values, negative questions turned round; columns not clear are left out."""
    found: dict[int, np.ndarray] = {}
    unclear: dict[str, list[int]] = {}
    for at in scale.columns:
        question = block.questions[at]
        last = question.choices - 1
        turns = {str: _turns_words(question, asked), float: _turns_numbers(question, asked, scale.numbers)}
        places = [_place(key, scale, turns, last) for key in values[at].keys]
        if None in places:
            kind = "answers_turned_unclear" if _direction(question, asked) == FALLING else "answers_direction"
            unclear.setdefault(kind, []).append(at)
        else:
            found[at] = np.array(places, dtype="int8")
    for kind, columns in unclear.items():
        at = columns[0]
        low, high = _means(values[at], scale, points_of(block.year_be, block.questions[at].kind)[0])
        words = {"code": block.questions[at].code, "low": f"{low:.0f}", "high": f"{high:.0f}"}
        report(block, columns, kind, issues, **words)
    return found


def _means(values: Values, scale: Scale, points: list[float]) -> tuple[float, float]:
    """The mean points of a column's answers, turned round and as they stand."""
    turned, stands, total = 0.0, 0.0, 0
    for key, count in zip(values.keys, values.counts.tolist(), strict=True):
        reading = scale.words if isinstance(key, str) else scale.numbers
        place = reading.places.get(key) if reading and key is not None else None
        if place is not None:
            turned, stands, total = turned + count * points[-1 - place], stands + count * points[place], total + count
    return turned / total, stands / total


def _place(key: Key, scale: Scale, turns: dict[type, bool | None], last: int) -> int | None:
    """The place of a value from the worst on; None where it is not known whether to turn it round."""
    if key is None:
        return EMPTY
    reading = scale.words if isinstance(key, str) else scale.numbers
    place = reading.places.get(key) if reading else None
    if place is None:
        return OUTSIDE
    turn = turns[type(key)]
    return None if turn is None else last - place if turn else place


def _direction(question: Question, asked: Asked) -> str:
    if question.direction != UNKNOWN or asked.negative is None:
        return question.direction
    return FALLING if question.code in asked.negative else RISING


def _turns_words(question: Question, asked: Asked) -> bool | None:
    """Whether the words of a question are turned round: they stand as in the form; None where that is not known."""
    return {RISING: False, FALLING: True}.get(_direction(question, asked))


def _turns_numbers(question: Question, asked: Asked, reading: Reading | None) -> bool | None:
    """Whether the numbers of a question are turned round, which the file may have done already; None: not told.

    Points of a question whose direction nobody knows are taken as they are.
    """
    direction = _direction(question, asked)
    if direction == RISING or asked.turned:
        return False
    if direction == UNKNOWN and asked.turned is None and reading is not None and reading.name == POINTS:
        return False
    return True if direction == FALLING and asked.turned is False else None


def turned_word(block: Block, scale: Scale, asked: Asked) -> str:
    """What the numbers of negative questions are: as worded, or already turned round; empty where there are none."""
    falling = [at for at in scale.columns if _direction(block.questions[at], asked) == FALLING]
    if not falling or scale.numbers is None or asked.turned is None:
        return ""
    return TURNED if asked.turned else AS_WORDED


def _drop_other_scales(
    block: Block, values: dict[int, Values], read: dict[int, np.ndarray], issues: IssueList
) -> dict[int, np.ndarray]:
    """Without the columns whose answers are of another scale (น้อย ปานกลาง มาก; 1–5): one issue tells them all.

    What is left of such answers would be those of some respondents, and their places would mean something else. Where
    half of the columns are so, the others merely hold no answer that shows it.
    """
    outside = {at: (places == OUTSIDE)[values[at].codes] for at, places in read.items()}
    answered = {at: values[at].counts[places != EMPTY].sum() for at, places in read.items()}
    other = [at for at in read if outside[at].sum() * STRAYS > answered[at]]
    if other and 2 * len(other) >= len(read):
        shown = np.logical_or.reduce([outside[at] for at in other]).sum()
        other = list(read) if shown >= _FEWEST_OTHER else []
    else:
        other = [at for at in other if outside[at].sum() >= _FEWEST_OTHER]
    if other:
        at = max(other, key=lambda at: outside[at].sum())
        place = int(outside[at].argmax())
        number = values[at].codes[place]
        value = shown_value(values[at].shown[number], values[at].keys[number])
        words = {"number": int(sum(outside[at].sum() for at in other)), "year": block.year_be}
        example = address(int(block.rows[place]), at)
        report(block, other, "answers_other_scale", issues, value=value, example=example, **words)
    return {at: places for at, places in read.items() if at not in other}


def _to_places(block: Block, at: int, values: Values, places: np.ndarray, issues: IssueList) -> np.ndarray:
    """The places of a column's cells; those outside the scale are issues with their cells."""
    found = places[values.codes]
    for number in np.flatnonzero(places == OUTSIDE).tolist():
        rows = block.rows[values.codes == number]
        for run in np.split(rows, np.flatnonzero(np.diff(rows) > 1) + 1):
            where = {"sheet": block.sheet.name, "cell": cell_range(run.tolist(), at)}
            value = shown_value(values.shown[number], values.keys[number])
            issues.add("answer_outside", **where, value=value, code=block.questions[at].column)
        block.sheet.mark_all(rows, [at], Role.ISSUE)
    return np.where(found == OUTSIDE, EMPTY, found)
