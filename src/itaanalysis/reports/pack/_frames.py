"""The frames behind a pack: one office, its last year, its neighbours, its measures."""

from __future__ import annotations

import pandas as pd

from itaanalysis.analysis import compare_office, compute_gaps, find_weak_areas
from itaanalysis.errors import ItaError
from itaanalysis.frames import FROM_ANSWERS, INCOMPLETE, MEASURES, SIMULATED, is_marked
from itaanalysis.measures import draft_measures
from itaanalysis.reports._coaching import refuse_coaching
from itaanalysis.reports.pack._parts import Frames
from itaanalysis.reports.pack._samples import compare_with_minimums
from itaanalysis.rulebook import rulebook
from itaanalysis.scoring import rate, roll_up

_UPPER = ("total", "instrument", "indicator")
_NODES = ["code", "level", "name_th", "name_en", "parent", "weight", "worth", "worth_evidence"]


def make_frames(
    scores: pd.DataFrame,
    office: pd.DataFrame,
    *,
    measures: pd.DataFrame | None,
    samples: pd.DataFrame | None,
    ratings: pd.DataFrame | None,
    intervals: pd.DataFrame | None,
    peers: pd.DataFrame | None,
) -> Frames:
    """All that a pack tells, from the scores of everyone and the rows of the office in its year."""
    agency_id, year = str(office["agency_id"].iloc[0]), int(office["year_be"].iloc[0])
    book = rulebook(year)
    if not (book.tree["level"] == "indicator").any():
        raise ItaError(f"ปี {year} มีเพียงคะแนนรวม ไม่มีตัวชี้วัดให้วิเคราะห์ จึงทำรายงานมาตรการไม่ได้ เลือกปี 2562 เป็นต้นไป")
    gaps = compute_gaps(office)
    last = _last_year(scores, agency_id, year)
    compared = _peers(scores, office, agency_id, year) if peers is None else peers
    of_year = scores[scores["year_be"] == year]
    return Frames(
        scores=office,
        gaps=gaps,
        rated=rate(office, ratings),
        nodes=_nodes(gaps, last),
        failed=_failed(gaps),
        peers=compared,
        measures=_measures(gaps, measures),
        samples=compare_with_minimums(samples, str(office["agency_type"].iloc[0]), agency_id, year),
        intervals=_intervals(intervals, agency_id, year),
        last_from_answers=is_marked(last, FROM_ANSWERS),
        # A batch gives the comparison without the scores of the others.
        peers_from_answers=bool(compared.attrs.get("from_answers")) or is_marked(of_year, FROM_ANSWERS),
    )


def _last_year(scores: pd.DataFrame, agency_id: str, year: int) -> pd.DataFrame:
    """Scores of the year before, rolled up; no rows where there are none that may be compared."""
    rows = scores[(scores["agency_id"] == agency_id) & (scores["year_be"] == year - 1)]
    if rows.empty or rulebook(year - 1).framework != rulebook(year).framework:
        return rows.iloc[:0]
    return roll_up(rows)


def _nodes(gaps: pd.DataFrame, last: pd.DataFrame) -> pd.DataFrame:
    tree = rulebook(int(gaps["year_be"].iloc[0])).tree
    nodes = tree.loc[tree["level"].isin(_UPPER), _NODES]
    told = gaps[["code", "score", "target", "gap", "points", "priority"]]
    nodes = nodes.merge(told, on="code", how="left")
    nodes["last_score"] = nodes["code"].map(last.set_index("code")["score"].to_dict()).astype(float)
    nodes["change"] = nodes["score"] - nodes["last_score"]
    return nodes


def _failed(gaps: pd.DataFrame) -> pd.DataFrame:
    """The failed items, dearest first."""
    tree = rulebook(int(gaps["year_be"].iloc[0])).tree.set_index("code")
    failed = gaps[(gaps["level"] == "item") & (gaps["points"] > 0) & (gaps["score"] == 0)]
    failed = failed[failed["code"].map(tree["answers"]) == "pass/fail"]
    parent = failed["code"].map(tree["parent"])
    table = failed[["code", "points", "source"]].assign(
        name_th=failed["code"].map(tree["name_th"]), indicator=parent.map(tree["parent"]).to_numpy()
    )
    return table.sort_values("points", ascending=False, kind="stable").reset_index(drop=True)


def _peers(scores: pd.DataFrame, office: pd.DataFrame, agency_id: str, year: int) -> pd.DataFrame:
    """The office beside its groups; no rows where there is nobody that it may be compared with.

    Invented offices and real ones are never compared, and a list that is only the top of a ranking is left out.
    """
    if is_marked(office, INCOMPLETE):
        return pd.DataFrame()
    rows = scores[scores["year_be"] == year]
    invented = rows["note"].str.contains(SIMULATED, regex=False) == is_marked(office, SIMULATED)
    rows = rows[invented & ~rows["note"].str.contains(INCOMPLETE, regex=False)]
    try:
        return compare_office(rows, agency_id, year_be=year)
    except ItaError:  # the only office of every group
        return pd.DataFrame()


def _intervals(intervals: pd.DataFrame | None, agency_id: str, year: int) -> pd.DataFrame:
    """Those of the office in its year, of total, instruments and indicators."""
    if intervals is None or intervals.empty:
        return pd.DataFrame()
    own = (intervals["agency_id"] == agency_id) & (intervals["year_be"] == year)
    return intervals[own & intervals["level"].isin(_UPPER)].reset_index(drop=True)


def _measures(gaps: pd.DataFrame, measures: pd.DataFrame | None) -> pd.DataFrame:
    """The measures given, else a draft; none that coaches respondents."""
    agency_id, year = str(gaps["agency_id"].iloc[0]), int(gaps["year_be"].iloc[0])
    own = draft_measures(find_weak_areas(gaps)) if measures is None else _own(measures, agency_id, year)
    refuse_coaching(own, "ทำรายงานมาตรการ")
    return own


def _own(measures: pd.DataFrame, agency_id: str, year: int) -> pd.DataFrame:
    """The rows of the office whose measures answer the result of the year."""
    if missing := [column for column in MEASURES if column not in measures]:
        raise ItaError(f"measures เป็นตารางของ draft_measures หรือ read_measures; ขาดคอลัมน์ {', '.join(missing)}")
    own = (measures["agency_id"] == agency_id) & (measures["result_year_be"] == year)
    if len(measures) and not own.any():
        found = (
            measures[["agency_id", "result_year_be"]].drop_duplicates().head(3).astype("str").agg(" ปี ".join, axis=1)
        )
        raise ItaError(f"ตารางมาตรการไม่มีแถวของ {agency_id} ผลปี {year}; ในตารางมี {' / '.join(found)}")
    return measures[own].reset_index(drop=True)
