"""Every office beside its groups in one step: each row is what `compare_office` tells of that office alone."""

import pandas as pd
import pytest
from chart_frames import province, real_office

from itaanalysis.analysis import compare_office, compare_offices
from itaanalysis.frames import INCOMPLETE, SIMULATED


def scored(scores: pd.DataFrame, number: int, code: str = "9") -> pd.DataFrame:
    """The province without the score of one node of one office."""
    rows = scores["agency"].str.endswith(f"ตัวอย่าง{number}") & (scores["code"] == code)
    return scores.assign(score=scores["score"].mask(rows))


def without_district(scores: pd.DataFrame) -> pd.DataFrame:
    return scores.assign(district=scores["district"].mask(scores["agency"].str.endswith(("1", "4")), ""))


GROUPS = {
    "three districts": province(7),
    "two whose district is not known": without_district(province(7)),
    "a missing score": scored(province(4), 2),
    "one score in a district": scored(scored(province(4), 1), 4, "8"),
    "two files": province(5).assign(source=lambda s: s["source"].mask(s["agency"].str.endswith("4"), "b.xlsx#s!B1")),
}


@pytest.mark.parametrize("scores", GROUPS.values(), ids=GROUPS)
def test_all_are_compared_as_one_would_be(scores) -> None:
    ids = scores["agency_id"].drop_duplicates()
    every = compare_offices(scores, ids)
    for agency_id in ids:
        own = every[every["agency_id"] == agency_id].reset_index(drop=True)
        one = compare_office(scores, agency_id, code=list(own["code"].unique()))
        pd.testing.assert_frame_equal(own[list(one)], one)
        assert every.attrs["rule"] == one.attrs["rule"]


def test_invented_offices_real_ones_and_short_lists_are_never_compared() -> None:
    real, short = real_office(), real_office(name="อบต.สั้น", note=INCOMPLETE)
    scores = pd.concat([province(3), real, short], ignore_index=True)
    every = compare_offices(scores, scores["agency_id"].drop_duplicates())
    assert set(every["agency_id"]) == set(province(3)["agency_id"]), "the real one is alone, the short list is left out"
    assert set(every["note"]) == {SIMULATED}
    assert every["offices"].max() == 3
