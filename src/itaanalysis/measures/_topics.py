"""The measures under the topics of the analysis of a plan year."""

from __future__ import annotations

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ItaError
from itaanalysis.measures._years import indicator_of
from itaanalysis.measures.sheet import tracked

_NONE = "ไม่อยู่ในหัวข้อใดโดยเฉพาะ"


def group_by_topic(measures: pd.DataFrame) -> pd.DataFrame:
    """The same rows by the topics that the analysis of their plan year is grouped under (`topics.csv`).

    Returns
    -------
    DataFrame
        topic_no, topic, topic_evidence and the columns of the measures, by plan year, office and topic, else in the
        order given. A row of an indicator that stands under two topics (6: 1 and 2) stands under both, with one
        measure_id; a row of the total or of an instrument has no topic of its own and comes last (topic_no 0).

    Raises
    ------
    ItaError
        A plan year whose analysis has no topics (before 2567).
    """
    rows = tracked(measures)
    topics = read_data("measures", "topics.csv")
    first = topics["first_year"].astype(int)
    early = rows.loc[rows["plan_year_be"] < first.min(), "plan_year_be"]
    if len(early):
        raise ItaError(f"การวิเคราะห์แบ่งเป็นหัวข้อตั้งแต่ปี {first.min()}; พบแผนปี {early.iloc[0]} ซึ่งไม่มีหัวข้อ")
    table = topics.assign(topic_no=topics["topic_no"].astype(int), indicator=topics["indicators"].str.split())
    table = table.explode("indicator").rename(columns={"evidence": "topic_evidence"})
    table = table[["indicator", "topic_no", "topic", "topic_evidence"]]
    nodes = [
        [(at, indicator_of(year, code)) for code in codes.split()]
        for at, (year, codes) in enumerate(zip(rows["result_year_be"], rows["code"], strict=True))
    ]
    places = pd.DataFrame([pair for pairs in nodes for pair in pairs], columns=["at", "indicator"])
    found = places.merge(table, on="indicator", how="left").fillna(
        {"topic_no": 0, "topic": _NONE, "topic_evidence": ""}
    )
    found = found.drop_duplicates(["at", "topic_no"]).astype({"topic_no": int})
    grouped = rows.iloc[found["at"]].reset_index(drop=True)
    for at, name in enumerate(["topic_no", "topic", "topic_evidence"]):
        grouped.insert(at, name, found[name].to_numpy())
    last = grouped["topic_no"].where(grouped["topic_no"] > 0, len(topics) + 1)
    offices = pd.factorize(pd.MultiIndex.from_frame(grouped[["plan_year_be", "agency_id"]]))[0]
    order = grouped.assign(office=offices, last=last, at=found["at"].to_numpy())
    return grouped.iloc[order.sort_values(["office", "last", "at"]).index].reset_index(drop=True)
