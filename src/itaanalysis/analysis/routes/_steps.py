"""A route in tables and Thai sentences: its steps, the floors of its aim, what limits it, what one point buys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from itaanalysis.analysis.routes._board import Board, Standing
from itaanalysis.analysis.routes._goal import Goal, find_need, weigh
from itaanalysis.analysis.routes._rule import EPS, Answers, Moves
from itaanalysis.rulebook import round_score

STEPS = ["code", "level", "name", "from", "to", "points", "price", "cost", "why", "evidence"]
_UNVERIFIED = "unverified"
_DUST = 1e-6  # points of an indicator


def find_passed(moves: Moves, failed: np.ndarray, passed: np.ndarray) -> np.ndarray:
    """Offices × items: which failed items are passed, in each group the first of the tree."""
    mask = np.zeros_like(failed)
    for group, members in enumerate(moves.members):
        inside = failed[:, members]
        mask[:, members] = inside & (np.cumsum(inside, axis=1) <= passed[:, [group]])
    return mask


def list_steps(moves: Moves, standing: Standing, goal: Goal | None, answer: Answers) -> pd.DataFrame:
    """The steps of one office, the best buy first, then in tree order."""
    board = moves.board
    items = np.flatnonzero(find_passed(moves, standing.failed, answer.passed)[0])
    at = np.flatnonzero(answer.raised[0] > _DUST)
    codes = [*(board.items[item] for item in items), *(board.indicators[indicator] for indicator in at)]
    nodes = board.tree.loc[codes]
    start, raised = standing.start[0][at], answer.raised[0][at]
    worth = np.concatenate([board.item_worth[items], board.point_worth[at]])
    price = np.concatenate([board.item_price[items], board.point_price[at]])
    amount = np.concatenate([np.ones(len(items)), raised])
    instrument = np.concatenate(
        [board.indicator_instrument[board.item_indicator[items]], board.indicator_instrument[at]]
    )
    steps = pd.DataFrame(
        {
            "code": codes,
            "level": nodes["level"].to_numpy(),
            "name": nodes["name_th"].to_numpy(),
            "from": np.concatenate([np.zeros(len(items)), start]),
            "to": np.concatenate([np.full(len(items), 100.0), start + raised]),
            "points": worth * amount,
            "price": price,
            "cost": price * amount,
            "why": _reasons(board, standing, goal, instrument, worth, len(items)),
            "evidence": nodes["worth_evidence"].to_numpy(),
        },
        columns=STEPS,
    )
    place = board.places(codes)
    order = np.lexsort((place, (price / worth).round(9)))
    return steps.iloc[order].reset_index(drop=True)


def _reasons(
    board: Board, standing: Standing, goal: Goal | None, instrument: np.ndarray, worth: np.ndarray, items: int
) -> list[str]:
    if goal is None:
        return []
    need = find_need(board, standing, goal)[0] > EPS
    total = f"คะแนนรวมถึง {goal.floors[-1]:.2f}" if need[-1] else ""
    reasons = []
    for at, (inside, buys) in enumerate(zip(instrument, worth, strict=True)):
        own = f"{board.instruments[inside]} ถึง {goal.floors[inside]:.2f}" if need[inside] else ""
        aims = " และ".join(aim for aim in (own, total) if aim)
        what = f"ผ่านข้อนี้ได้ {buys:.2f} คะแนนรวม" if at < items else f"หนึ่งคะแนนได้ {buys:.2f} คะแนนรวม"
        reasons.append(f"{what} เพื่อให้ {aims}")
    return reasons


def raise_scores(board: Board, standing: Standing, passed: np.ndarray, raised: np.ndarray) -> np.ndarray:
    """Scores of the indicators (offices × indicators) after items are passed and points are won."""
    after = standing.start + raised
    np.add.at(after.T, board.item_indicator, (passed * _item_points(board)).T)
    return after


def find_floors(moves: Moves, standing: Standing, goal: Goal | None, answer: Answers) -> pd.DataFrame:
    """The floors of the aim for one office: code, floor, score, short, most, reached (points, 0–100)."""
    board = moves.board
    after = raise_scores(board, standing, find_passed(moves, standing.failed, answer.passed), answer.raised)
    floors = pd.DataFrame({"code": [*board.instruments, board.root], "score": weigh(board, standing.start)[0]})
    floors.insert(1, "floor", np.nan if goal is None else goal.floors)
    floors["short"] = np.clip(floors["floor"] - floors["score"], 0, None)
    floors["most"], floors["reached"] = _find_most(board, standing)[0], weigh(board, after)[0]
    return floors[floors["floor"].notna()].reset_index(drop=True)


def _find_most(board: Board, standing: Standing) -> np.ndarray:
    """The highest scores of the instruments and the total that locks leave."""
    return weigh(board, raise_scores(board, standing, standing.failed, standing.room))


def _item_points(board: Board) -> np.ndarray:
    """What an item is worth in points of its indicator."""
    return board.item_worth / board.point_worth[board.item_indicator]


def tell_limits(board: Board, standing: Standing, goal: Goal) -> list[str]:
    """What stands between each office and the aim, or makes it impossible."""
    codes = [*board.instruments, board.root]
    told = []
    for score, most in zip(weigh(board, standing.start), _find_most(board, standing), strict=True):
        rows = list(zip(codes, goal.floors, score, most, strict=True))
        short = [
            f"{code} {_shown(now)} ต้องถึง {floor:.2f} (ขาด {_shown(floor - now)})"
            for code, floor, now, _ in rows
            if floor - now > EPS
        ]
        never = [
            f"{code} ขึ้นได้ไม่เกิน {_shown(top)} แต่ต้องถึง {floor:.2f}" for code, floor, _, top in rows if floor - top > EPS
        ]
        never = [f"ไปไม่ถึง {goal.name}: " + " · ".join(never)] if never else []
        told.append((never or ["สิ่งที่จำกัด: " + " · ".join(short) if short else f"ถึง {goal.name} แล้ว"])[0])
    return told


def _shown(score: float) -> str:
    return f"{float(round_score(score)):.2f}"


def list_buys(board: Board, standing: Standing) -> pd.DataFrame:
    """What one point of each indicator, and each item, is worth in points of the total, in tree order."""
    codes = [*board.indicators, *board.items]
    nodes = board.tree.loc[codes]
    buys = pd.DataFrame({"code": codes, "level": nodes["level"].to_numpy(), "name": nodes["name_th"].to_numpy()})
    buys["score"] = np.concatenate([standing.start[0], np.where(standing.failed[0], 0.0, np.nan)])
    buys["buys"] = np.concatenate([board.point_worth, board.item_worth])
    buys["evidence"] = nodes["worth_evidence"].to_numpy()
    return buys.iloc[np.argsort(board.places(codes))].reset_index(drop=True)


def tell_notes(board: Board, standing: Standing, steps: pd.DataFrame, result: int) -> str:
    """What a reader must know: prices are assumed, scores carried to another list, weights that are not verified."""
    notes = ["แรงที่ใช้เป็นค่าสมมติ: ตัวชี้วัด 1 ต่อหนึ่งคะแนน ข้อ OIT 5 ต่อข้อ เว้นแต่กำหนดเป็นอย่างอื่น"]
    if board.year_be != result:
        notes.append(f"คะแนนของปี {result} ยกมาเทียบกติกาและรายการข้อของปี {board.year_be} ซึ่งข้อและน้ำหนักอาจต่างกัน")
    for at in np.flatnonzero(standing.is_list_changed()[0]):
        carried, start = _shown(standing.carried[0, at]), _shown(standing.start[0, at])
        told = f"ตัวชี้วัด {board.indicators[at]} เริ่มจาก {start} ไม่ใช่ {carried}: ตามผลรายข้อในรายการปี {board.year_be}"
        notes.append(told)
    weak = steps.loc[steps["evidence"] == _UNVERIFIED, "code"]
    if len(weak):
        notes.append(f"น้ำหนักที่ยังไม่มีหลักฐานยืนยัน: {', '.join(weak)}")
    return "\n".join(notes)


def write_steps(moves: Moves, passed: np.ndarray, raised: np.ndarray) -> list[str]:
    """The steps of each office in a line: `o42 o43 9+3.55`."""
    board = moves.board
    row, item = np.nonzero(passed)
    at_row, at = np.nonzero(raised > _DUST)
    words = [board.items[place] for place in item]
    words += [f"{board.indicators[place]}+{points:.2f}" for place, points in zip(at, raised[at_row, at], strict=True)]
    lines: list[list[str]] = [[] for _ in range(len(passed))]
    for office, word in zip([*row, *at_row], words, strict=True):
        lines[office].append(word)
    return [" ".join(line) for line in lines]
