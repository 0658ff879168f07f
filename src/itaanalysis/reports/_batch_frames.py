"""What each office of a run needs for its pack, cut from the frames of all; comparisons are computed once for all."""

from __future__ import annotations

import difflib
from typing import NamedTuple

import pandas as pd

from itaanalysis.analysis import compare_offices
from itaanalysis.errors import ItaError
from itaanalysis.frames import FROM_ANSWERS, SIMULATED, is_marked
from itaanalysis.reports.freshness import fingerprint
from itaanalysis.thai import AGGREGATE, place_name

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
    intervals: pd.DataFrame | None = None


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


def find_drafted(offices: pd.DataFrame, measures: pd.DataFrame | None) -> set[str]:
    """The agency_id of the offices that get a draft although a table of measures was given: it has no row of theirs.

    Raises
    ------
    ItaError
        The table has no row of any of the offices.
    """
    if measures is None:
        return set()
    asked, known = set(offices["agency_id"]), set(measures["agency_id"])
    if not asked & known:
        shown = " / ".join(sorted(known)[:3]) or "ไม่มีแถวเลย"
        raise ItaError(f"ตารางมาตรการไม่มีแถวของหน่วยงานใดในชุดนี้; ในตารางมี {shown}")
    return asked - known


class Orders:
    """The orders of the chosen offices, each made when it is asked for.

    `tables` holds measures, samples, ratings and intervals of all offices, or None; `names` the folder of each office;
    `common` the fingerprint of what is the same for all.
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
        peers = compare_offices(scores[of_year], offices["agency_id"])
        peers.attrs["from_answers"] = is_marked(scores[of_year], FROM_ANSWERS)
        self.told = [scores.attrs.get("announced", True), peers.attrs["from_answers"]]
        frames = {"scores": scores[own], "peers": peers, **tables}
        self.parts = {name: _ByOffice(frame) for name, frame in frames.items() if frame is not None}

    def inputs(self, agency_id: str) -> str:
        """The fingerprint of all that the office's pack is made from."""
        digests = {name: part.digest(agency_id) for name, part in self.parts.items()}
        known = {name: digest for name, digest in digests.items() if digest}
        return fingerprint([], self.common, self.year, self.approved, self.told, known)

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
