"""What each office of a run needs for its pack, cut from the frames of all; comparisons are computed once for all."""

from __future__ import annotations

import difflib
from typing import NamedTuple

import pandas as pd

from itaanalysis.analysis import compare_groups, compute_ranks
from itaanalysis.analysis._asked import Grouping
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.reports.freshness import fingerprint
from itaanalysis.rulebook import rulebook
from itaanalysis.thai import AGGREGATE, place_name

_BY = ("district", "province", "agency_type")
_UPPER = ("total", "instrument", "indicator")
_STANDS = ("rank", "percentile", "to_median")
_OFFICE = ["agency_id", "agency", "district", "province", "year_be"]


class Order(NamedTuple):
    """All that a worker needs for one pack; `inputs` is the fingerprint of it.

    A tuple, because joblib's Dask backend leaves larger things of any other kind in the memory of one worker, and they
    are lost when it ends.
    """

    agency_id: str
    year_be: int
    name: str
    inputs: str
    approved: bool
    scores: pd.DataFrame
    peers: pd.DataFrame
    measures: pd.DataFrame | None = None
    samples: pd.DataFrame | None = None
    ratings: pd.DataFrame | None = None


def choose_offices(scores: pd.DataFrame, province: str = "", year_be: int = 0) -> pd.DataFrame:
    """The offices with a score of an indicator in one year: agency_id, agency, district, province, year_be.

    Invented offices are chosen only where there is no real one.

    Parameters
    ----------
    province, year_be
        A province, or every office; the year of the result (พ.ศ.), 0: the last one.

    Raises
    ------
    ItaError
        No such province (the nearest names are offered) or year, or no office with indicators.
    """
    offices = scores[scores["agency_type"] != AGGREGATE]
    if province:
        offices = offices[offices["province"] == place_name(province)]
        if offices.empty:
            known = sorted(set(scores["province"]) - {""})
            near = difflib.get_close_matches(place_name(province), known, n=3, cutoff=0.4) or known[:3]
            raise ItaError(f"ไม่พบจังหวัด “{province}” ในคะแนนที่อ่านไว้; ใกล้เคียงคือ {' / '.join(near)}")
    scored = offices[(offices["level"] == "indicator") & offices["score"].notna()]
    invented = scored["note"].str.contains(SIMULATED, regex=False)
    scored = scored if invented.all() else scored[~invented]
    if scored.empty:
        raise ItaError("ไม่มีหน่วยงานใดมีคะแนนรายตัวชี้วัด จึงทำเอกสารไม่ได้: วางไฟล์ผลคะแนนใน data/raw แล้วสั่ง ita clean")
    years = sorted(int(year) for year in scored["year_be"].unique())
    if year_be and year_be not in years:
        raise ItaError(f"ไม่มีหน่วยงานใดมีคะแนนรายตัวชี้วัดปี {year_be}; มีปี {', '.join(map(str, years))}")
    chosen = scored[scored["year_be"] == (year_be or years[-1])]
    return chosen[_OFFICE].drop_duplicates("agency_id").sort_values("agency_id", ignore_index=True)


class Orders:
    """The orders of the chosen offices, each made when it is asked for.

    `tables` holds measures, samples and ratings of all offices, or None; `names` the folder of each office; `common`
    the fingerprint of what is the same for all.
    """

    def __init__(
        self,
        scores: pd.DataFrame,
        offices: pd.DataFrame,
        tables: dict[str, pd.DataFrame | None],
        *,
        names: dict[str, str],
        common: str,
        approved: bool,
    ) -> None:
        self.year = int(offices["year_be"].iloc[0])
        self.names, self.common, self.approved = names, common, approved
        of_year = scores["year_be"] == self.year
        own = (of_year | (scores["year_be"] == self.year - 1)) & scores["agency_id"].isin(offices["agency_id"])
        frames = {"scores": scores[own], "peers": compare_all(scores[of_year], offices["agency_id"]), **tables}
        self.parts = {name: _ByOffice(frame) for name, frame in frames.items() if frame is not None}

    def inputs(self, agency_id: str) -> str:
        """The fingerprint of all that the office's pack is made from."""
        digests = {name: part.digest(agency_id) for name, part in self.parts.items()}
        known = {name: digest for name, digest in digests.items() if digest}
        return fingerprint([], self.common, self.year, self.approved, known)

    def __getitem__(self, agency_id: str) -> Order:
        rows = {name: part.rows(agency_id) for name, part in self.parts.items()}
        # An office that the table of measures does not know gets a draft, as if there were no table.
        if "measures" in rows and rows["measures"].empty:
            del rows["measures"]
        return Order(agency_id, self.year, self.names[agency_id], self.inputs(agency_id), self.approved, **rows)


class _ByOffice:
    """A frame whose rows and whose digest can be had office by office without a search."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self.attrs, self.frame = frame.attrs, frame.reset_index(drop=True)
        self.frame.attrs = {}  # pandas copies what stands there at every step
        self.places = self.frame.groupby("agency_id").indices
        self.hashes = pd.util.hash_pandas_object(self.frame, index=False).to_numpy()

    def rows(self, agency_id: str) -> pd.DataFrame:
        rows = self.frame.iloc[self.places.get(agency_id, [])].reset_index(drop=True)
        rows.attrs = dict(self.attrs)
        return rows

    def digest(self, agency_id: str) -> str:
        return str(self.hashes[self.places.get(agency_id, [])].tobytes().hex())


def compare_all(scores: pd.DataFrame, agency_ids: pd.Series) -> pd.DataFrame:
    """What `compare_office` gives for each of the offices at total, instruments and indicators, one after the other.

    Invented offices and real ones are never compared, and a list that is only the top of a ranking is left out. No rows
    of an office that is alone in all of its groups.

    Parameters
    ----------
    scores
        The scores of one year, of everyone.
    """
    whole = scores[(scores["agency_type"] != AGGREGATE) & ~scores["note"].str.contains(INCOMPLETE, regex=False)]
    partly = set(scores["agency_id"]) - set(whole["agency_id"])
    invented = whole["note"].str.contains(SIMULATED, regex=False)
    wanted = agency_ids[~agency_ids.isin(partly)]
    parts = [
        _compare_each(rows, wanted[wanted.isin(rows["agency_id"])])
        for rows in (whole[invented], whole[~invented])
        if rows["agency_id"].nunique() > 1
    ]
    if not parts:
        return pd.DataFrame(columns=["agency_id"])
    table = pd.concat(parts, ignore_index=True)
    table.attrs = parts[0].attrs
    return table


def _compare_each(scores: pd.DataFrame, agency_ids: pd.Series) -> pd.DataFrame:
    tree = rulebook(int(scores["year_be"].iloc[0])).tree
    codes = list(tree.loc[tree["level"].isin(_UPPER), "code"])
    groups = compare_groups(scores, _BY, code=codes)
    ranks = compute_ranks(scores, _BY, code=codes)
    text = ranks.select_dtypes("category").columns
    ranks = ranks[ranks["agency_id"].isin(agency_ids)].astype(dict.fromkeys(text, "str"))
    first = scores.drop_duplicates("agency_id").sort_values("agency_id", ignore_index=True)
    first["file"] = first["source"].str.partition("#")[0]
    tables = [_in_group(Grouping(name), groups, ranks, first, agency_ids) for name in _BY]
    table = pd.concat(tables).sort_values("agency_id", kind="stable", ignore_index=True)
    table = table[table.groupby("agency_id")["offices"].transform("max") > 1].reset_index(drop=True)
    table.attrs = {"rule": groups.attrs["rule"]}
    return table


def _in_group(
    grouping: Grouping, groups: pd.DataFrame, ranks: pd.DataFrame, first: pd.DataFrame, agency_ids: pd.Series
) -> pd.DataFrame:
    """The offices beside one of their groups, a row an office and node."""
    labels = grouping.labels(first)
    files = first[first["file"] != ""].groupby(labels)["file"].agg(lambda names: "; ".join(names.unique()))
    chosen = first["agency_id"].isin(agency_ids)
    offices = first.loc[chosen, ["agency_id", "agency"]].assign(group=labels[chosen])
    told = groups[groups["by"] == grouping.name]
    stands = ranks[["agency_id", "code", "score", *(f"{name}_{grouping.name}" for name in _STANDS)]]
    table = offices.merge(told, on="group").merge(stands, on=["agency_id", "code"], how="left")
    table = table.rename(columns={f"{name}_{grouping.name}": name for name in _STANDS})
    table["source"] = table["group"].map(files).fillna("")
    alone = table["group"] == ""  # an office whose district is not known is a group of its own
    count = table["score"].notna().astype("int64")
    own = {"offices": 1, "count": count, "missing": 1 - count, "best": table["score"], "worst": table["score"]}
    for name, values in own.items():
        table[name] = table[name].mask(alone, values)
    table.loc[alone, "source"] = table.loc[alone, "agency_id"].map(first.set_index("agency_id")["file"])
    no_rank = {"หน่วยงานไม่มีคะแนนข้อนี้": table["score"].isna(), "มีหน่วยงานเดียวที่มีคะแนน จึงไม่มีอันดับ": table["count"] == 1}
    for reason, rows in no_rank.items():
        table["reason"] = table["reason"].mask(rows & ~alone, reason)
    return table
