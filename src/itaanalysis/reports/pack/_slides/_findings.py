"""The findings of a pack as sentences: titles of slides, computed from the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from itaanalysis.agencies import FEWEST_FOR_A_MEAN
from itaanalysis.analysis import find_route
from itaanalysis.reports.pack._items import list_items
from itaanalysis.reports.pack._parts import MISSING, Column
from itaanalysis.reports.pack._slides._text import shorten
from itaanalysis.rulebook import round_score, rulebook
from itaanalysis.thai import format_date

if TYPE_CHECKING:
    from itaanalysis.analysis import Route
    from itaanalysis.reports.pack._parts import Pack

#: Groups of an office that a slide compares it with, the first that has enough offices.
GROUPS = {"province": "จังหวัด", "district": "อำเภอ", "agency_type": "ประเภท"}
# A longer name would push the finding out of the title; the notes hold all of it.
_LONGEST_AGENCY = 36
ALONE = "ข้อมูลชุดนี้ไม่มีหน่วยงานอื่นที่เปรียบเทียบกันได้ จึงไม่แสดงอันดับ"


def shown(value: float) -> str:
    """A number on two decimals, or that there is none."""
    return MISSING if pd.isna(value) else f"{float(round_score(value)):.2f}"


def signed(value: float) -> str:
    """A change with its sign."""
    return Column("", "", 0.0, "change").show(value)


def indicators(pack: Pack) -> pd.DataFrame:
    """The indicators of the pack, in tree order."""
    return pack.frames.nodes[pack.frames.nodes["level"] == "indicator"]


def weak_indicators(pack: Pack) -> pd.DataFrame:
    """The indicators below their target, the dearest first."""
    rows = indicators(pack)
    rows = rows[rows["points"] > 0]
    return rows.assign(less=-rows["points"].round(9)).sort_values("less", kind="stable")


def tell_findings(pack: Pack) -> list[str]:
    """The titles of the slides, in the order of the meeting."""
    items = told_items(list_items(pack), pack.year_be)
    told = [told_total(pack), told_indicators(pack), told_lost(pack), told_recoverable(pack, route_of(pack)), items]
    return [*told, told_measures(pack), told_peers(choose_group(pack))]


def route_of(pack: Pack) -> Route | None:
    """The shortest way to the next level; None where an indicator has no score."""
    return find_route(pack.frames.scores) if indicators(pack)["score"].notna().all() else None


def told_total(pack: Pack) -> str:
    """Total, level, and how far from the pass mark."""
    agency = shorten(pack.agency, _LONGEST_AGENCY)
    if np.isnan(pack.total):
        return f"{agency} ปี {pack.year_be} ยังไม่ทราบคะแนนรวม เพราะคะแนนรายตัวชี้วัดไม่ครบ"
    head = f"{agency} {'ได้' if pack.announced else 'คิดได้'} {shown(pack.total)} คะแนน"
    level = f" ระดับ {pack.rating}" if pack.rating else ""
    mark = rulebook(pack.year_be).pass_mark
    if mark is None:
        return head + level
    short = float(round_score(mark)) - float(round_score(pack.total))
    near = f"ต่ำกว่าเกณฑ์ผ่าน {mark:g} อยู่ {shown(short)} คะแนน" if short > 0 else f"ถึงเกณฑ์ผ่าน {mark:g}"
    return f"{head}{level} {near}"


def told_next_level(pack: Pack) -> str:
    """What the next level asks for, under the rules of the result year; empty at the best level."""
    ratings = rulebook(pack.year_be).ratings
    at = list(ratings["label"]).index(pack.rating) if pack.rating in set(ratings["label"]) else 0
    if not at or np.isnan(pack.total):
        return ""
    level = ratings.iloc[at - 1]
    short = max(float(level["total_floor"]) - float(round_score(pack.total)), 0)
    needs = "" if pd.isna(level["instrument_floor"]) else f" และทุกเครื่องมือถึง {level['instrument_floor']:g}"
    left = f" (ยังขาด {shown(short)})" if short else ""
    return f"ระดับถัดไป {level['label']}: คะแนนรวมถึง {level['total_floor']:g}{left}{needs}"


def told_printed(pack: Pack) -> str:
    """The level that the file prints, where it is not the computed one; else empty."""
    printed = str(pack.frames.rated["printed"].iloc[0])
    return f"ไฟล์ผลคะแนนพิมพ์ระดับไว้ว่า {printed}" if printed and printed != pack.rating else ""


def told_indicators(pack: Pack) -> str:
    """How many indicators are below the pass mark, and the dearest of them."""
    rows, weak = indicators(pack), weak_indicators(pack)
    known = rows["score"].notna().sum()
    if weak.empty:
        return f"ตัวชี้วัดที่มีคะแนนทั้ง {known} ตัวถึงเป้าหมาย"
    worst = " และ ".join(
        f"{row['code']} {row['name_th']} {shown(row['score'])}" for row in weak.head(2).to_dict(orient="records")
    )
    return f"{len(weak)} จาก {known} ตัวชี้วัดต่ำกว่าเป้าหมาย{': ' if len(weak) < 3 else ' มากที่สุดคือ '}{worst}"


def told_lost(pack: Pack) -> str:
    """How many points were lost, and what the two dearest indicators took of them."""
    rows = indicators(pack)
    lost = (rows["worth"] * (100 - rows["score"])).dropna()
    dearest = lost.sort_values(ascending=False, kind="stable").head(2)
    if lost.empty or float(round_score(lost.sum())) == 0:
        return "ไม่มีคะแนนที่เสียไปในตัวชี้วัดที่มีข้อมูล"
    share = 100 * dearest.sum() / lost.sum()
    codes = " และ ".join(rows.loc[dearest.index, "code"])
    known = "" if len(lost) == len(rows) else " (เท่าที่มีข้อมูล)"
    of_it = f"ตัวชี้วัด {codes} รวมกัน {shown(dearest.sum())} หรือร้อยละ {share:.0f} ของที่เสีย"
    return f"เสียไป {shown(lost.sum())} คะแนน{known}: {of_it}"


def told_recoverable(pack: Pack, route: Route | None) -> str:
    """Points to be won, and the route to the next level."""
    weak = weak_indicators(pack)
    won = f"แก้ {len(weak)} ตัวชี้วัดให้ถึงเป้าหมาย ได้คืน {shown(weak['points'].sum())} คะแนน"
    if weak.empty:
        won = "ทุกตัวชี้วัดที่มีคะแนนถึงเป้าหมายแล้ว"
    if route is None or not route.aim:
        return won
    if not route.possible:
        return f"{won} แต่ยังไปไม่ถึง {route.aim} ด้วยข้อมูลที่มี"
    rules = "" if route.rules_year_be == pack.year_be else f" ตามกติกาปี {route.rules_year_be}"
    return f"{won} · ไประดับ {route.aim}{rules} ใช้ {len(route.steps)} ขั้น ได้ {shown(route.total)}"


def told_pass(route: Route, mark: float) -> str:
    """What a route to the pass mark asks for."""
    steps = route.steps
    items, raised = (list(steps.loc[steps["level"] == level, "code"]) for level in ("item", "indicator"))
    parts = [f"ผ่าน {len(items)} ข้อ ({', '.join(items)})"] if items else []
    parts += [f"เพิ่มตัวชี้วัด {', '.join(raised)}"] if raised else []
    if not route.possible or not parts:
        return ""
    return f"ถ้าจะให้คะแนนรวมถึงเกณฑ์ผ่าน {mark:g}: {' และ'.join(parts)} ได้ {shown(route.total)} คะแนน"


def told_items(items: pd.DataFrame, year_be: int) -> str:
    """How many items are passed, failed and not known, and what the failed ones cost."""
    if items.empty:
        return f"ยังไม่ทราบรายการข้อ OIT ของปี {year_be} จึงแสดงผลรายข้อไม่ได้"
    passed, failed = (items["score"] == 100).sum(), (items["score"] == 0).sum()
    unknown = len(items) - passed - failed
    lost = items.loc[items["score"] == 0, "points"].sum()
    counts = f"OIT {len(items)} ข้อ: ผ่าน {passed} · ไม่ผ่าน {failed}" + (f" · ไม่ทราบ {unknown}" if unknown else "")
    return counts + (f" · ข้อที่ไม่ผ่านเสียไป {shown(lost)} คะแนน" if failed else "")


def told_measures(pack: Pack) -> str:
    """How many measures, their status, and the first date."""
    plan = pack.frames.measures
    if plan.empty:
        unknown = indicators(pack)["score"].isna().sum()
        also = f" (ไม่ทราบคะแนนอีก {unknown} ตัว)" if unknown else ""
        return f"ยังไม่มีมาตรการของปี {pack.plan_year_be}: ไม่มีตัวชี้วัดใดต่ำกว่าเป้าหมาย{also}"
    states = " · ".join(f"{state or 'ไม่ระบุสถานะ'} {count}" for state, count in plan["status"].value_counts().items())
    first = plan["end"].min()
    due = "" if pd.isna(first) else f" · ครบกำหนดแรก {format_date(first.date())}"
    return f"มาตรการปี {pack.plan_year_be} มี {len(plan)} มาตรการ: {states}{due}"


def choose_group(pack: Pack) -> pd.DataFrame:
    """The rows of one group of peers: the first that has enough offices with a total; empty where none has."""
    peers = pack.frames.peers
    if peers.empty:
        return peers
    for by in GROUPS:
        rows = peers[peers["by"] == by]
        if len(rows) and rows["count"].max() >= FEWEST_FOR_A_MEAN and rows["rank"].notna().any():
            return rows
    return peers.iloc[:0]


def told_peers(rows: pd.DataFrame) -> str:
    """The rank of the total in the group, and the distance to its median."""
    if rows.empty:
        return ALONE
    total = rows[rows["level"] == "total"]
    row = (total if len(total) and total["rank"].notna().any() else rows[rows["rank"].notna()]).iloc[0]
    what = "คะแนนรวม" if row["level"] == "total" else f"ตัวชี้วัด {row['code']}"
    group = f"{GROUPS[row['by']]}{row['group'].split(' · ')[0]}"
    apart = float(round_score(abs(row["to_median"]))) if pd.notna(row["to_median"]) else float("nan")
    side = "สูงกว่า" if row["to_median"] > 0 else "ต่ำกว่า"
    near = "" if np.isnan(apart) else (f" {side}มัธยฐาน {shown(apart)} คะแนน" if apart else " เท่ากับมัธยฐาน")
    return f"{what}อยู่อันดับ {int(row['rank'])} จาก {int(row['count'])} แห่งใน{group}{near}"
