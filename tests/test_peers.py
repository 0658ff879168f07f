"""Offices side by side: groups, ranks, peers by likeness, and the sentence where they cannot be compared."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from itaanalysis.analysis import compare_groups, compare_office, compute_ranks, find_peers
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SCORES, SIMULATED, make_frame
from itaanalysis.rulebook import round_score, rulebook
from itaanalysis.scoring import roll_up
from itaanalysis.simulate import simulate_province

NAN = float("nan")
#: office, district, score of ITA; เหนือ has four, ใต้ two, and one office tells no district
OFFICES = [
    *[("ก", "เหนือ", 70.0), ("ข", "เหนือ", 80.0), ("ค", "เหนือ", 80.004), ("ง", "เหนือ", 90.0)],
    *[("จ", "ใต้", 60.0), ("ฉ", "ใต้", 100.0), ("ช", "", 75.0)],
]


def offices(
    rows: list[tuple[str, str, float]] = OFFICES,
    *,
    code: str = "ITA",
    year: int = 2565,
    kind: str = "อบต.",
    note: str = "",
) -> pd.DataFrame:
    level = rulebook(year).tree.set_index("code")["level"].to_dict().get(code, "item")
    place = [
        (f"อบต.{name} · {district}".removesuffix(" · "), f"อบต.{name}", kind, district) for name, district, _ in rows
    ]
    return make_frame(
        [
            (year, *who, "สมมติ", code, level, score, f"ita.xlsx#r!B{at}", note)
            for at, (who, (*_, score)) in enumerate(zip(place, rows, strict=True), start=2)
        ],
        SCORES,
    )


def one(table: pd.DataFrame, **at: object) -> pd.Series:
    """The one row at these values."""
    for name, value in at.items():
        table = table[table[name] == value]
    assert len(table) == 1, table.to_string()
    return table.iloc[0]


# Groups


def test_a_group_has_its_mean_median_quartiles_best_and_worst() -> None:
    row = one(compare_groups(offices(), "district", code="ITA"), group="เหนือ · สมมติ", code="ITA")
    numbers = row[["offices", "count", "missing", "mean", "median", "q1", "q3", "best", "worst"]].to_list()
    # The mean is of offices; quartiles of 70, 80, 80.004, 90 by linear interpolation.
    assert numbers == pytest.approx([4, 4, 0, 80.001, 80.002, 77.5, 82.503, 90, 70])
    assert row["reason"] == ""


def test_under_three_offices_there_is_no_mean_and_it_says_why() -> None:
    row = one(compare_groups(offices(), "district", code="ITA"), group="ใต้ · สมมติ")
    assert row[["mean", "median", "q1", "q3"]].isna().all()
    assert (row["best"], row["worst"]) == (100, 60)  # the points themselves stand
    assert row["reason"] == "มีคะแนน 2 แห่ง ไม่ถึง 3 แห่ง จึงไม่คิดค่าเฉลี่ยและมัธยฐาน"


def test_offices_of_unknown_district_are_told_and_are_no_group() -> None:
    rows = [*OFFICES, ("ซ", "", 75.0), ("ฌ", "", 75.0)]
    row = one(compare_groups(offices(rows), "district", code="ITA"), group="")
    assert (row["offices"], row["count"]) == (3, 3)
    assert np.isnan(row["mean"])
    assert row["reason"] == "ไม่ทราบกลุ่มของหน่วยงานเหล่านี้"


def test_a_missing_score_is_counted_as_missing_and_never_as_zero() -> None:
    row = one(compare_groups(offices([*OFFICES, ("ซ", "เหนือ", NAN)]), "district", code="ITA"), group="เหนือ · สมมติ")
    assert row[["offices", "count", "missing", "worst"]].to_list() == [5, 4, 1, 70]


def test_an_average_is_no_office() -> None:
    average = offices([("เฉลี่ย", "เหนือ", 1.0)], kind="aggregate")
    both = pd.concat([offices(), average], ignore_index=True)
    assert one(compare_groups(both, "district", code="ITA"), group="เหนือ · สมมติ")["worst"] == 70
    assert "อบต.เฉลี่ย" not in set(compute_ranks(both)["agency"])
    with pytest.raises(ItaError, match="the frame holds 1 rows and none is of an office"):
        compare_groups(average)


def test_districts_of_one_name_in_two_provinces_stay_apart() -> None:
    there = offices().assign(province="สมมติบุรี", agency_id=lambda frame: frame["agency_id"] + "2")
    table = compare_groups(pd.concat([offices(), there], ignore_index=True), "district", code="ITA")
    assert list(table["group"]) == [*("เหนือ · สมมติ", "เหนือ · สมมติบุรี", "ใต้ · สมมติ", "ใต้ · สมมติบุรี"), ""]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("province", ["สมมติ"]),
        ("agency_type", ["อบต."]),
        ("all", ["ทุกหน่วยงานในข้อมูล"]),
        (["อบต.ก · เหนือ", "อบต.จ", "องค์การบริหารส่วนตำบลฉ"], ["รายชื่อที่เลือก"]),  # by id, by name, both spellings
        (["province", "all"], ["สมมติ", "ทุกหน่วยงานในข้อมูล"]),
    ],
)
def test_groups_of_every_kind(by: str | list[str], groups: list[str]) -> None:
    frame = offices().assign(agency=lambda frame: frame["agency"].str.replace("อบต.", "องค์การบริหารส่วนตำบล"))
    table = compare_groups(frame, by, code="ITA")
    assert list(table["group"]) == groups
    assert (table["count"] == (3 if groups == ["รายชื่อที่เลือก"] else 7)).all()


def test_every_node_of_every_level_and_every_year_apart() -> None:
    frame = simulate_province(offices=12, districts=2, years=[2562, 2565])
    table = compare_groups(frame, "all")
    for year, rows in table.groupby("year_be"):
        assert list(rows["code"]) == list(rulebook(int(str(year))).tree["code"])
        assert list(rows["level"]) == list(rulebook(int(str(year))).tree["level"])
    assert (table["note"] == SIMULATED).all()
    assert "ไม่ถ่วงน้ำหนัก" in table.attrs["rule"]
    assert one(table, year_be=2565, code="i1")["reason"] == "ไม่มีหน่วยงานใดในกลุ่มมีคะแนน"


def test_parents_are_rolled_up_first() -> None:
    frame = offices(code="9")
    both = pd.concat([frame, frame.assign(code="10", score=50.0)], ignore_index=True)
    assert one(compare_groups(both, "all", code="OIT"), code="OIT")["best"] == 75.0  # (100 + 50) / 2


# Ranks


@pytest.mark.parametrize(
    ("name", "rank", "percentile", "to_median"),
    [
        ("ก", 4, 12.5, -10.002),
        ("ข", 2, 50.0, -0.002),  # 80 and 80.004 tie on two decimals:
        ("ค", 2, 50.0, 0.002),  # 100 × (1 below + ½ of 2 equal) / 4
        ("ง", 1, 87.5, 9.998),
    ],
)
def test_rank_percentile_and_distance_to_the_median(name: str, rank: int, percentile: float, to_median: float) -> None:
    row = one(compute_ranks(offices()), agency=f"อบต.{name}")
    found = row[["rank_district", "percentile_district", "offices_district", "to_median_district"]].to_list()
    assert found == pytest.approx([rank, percentile, 4, to_median])
    beside = one(compare_office(offices(), f"อบต.{name}", "district", code="ITA"))
    assert beside[["rank", "percentile", "count", "to_median"]].to_list() == pytest.approx(found)


def test_no_rank_where_the_district_is_not_known_or_there_is_no_score() -> None:
    ranks = compute_ranks(offices([*OFFICES, ("ซ", "เหนือ", NAN)]))
    for name in ("ช", "ซ"):
        row = one(ranks, agency=f"อบต.{name}")
        assert row[["rank_district", "percentile_district", "to_median_district"]].isna().all()
    assert one(ranks, agency="อบต.ช")["rank_all"] == 5  # it stands among all offices
    assert np.isnan(one(ranks, agency="อบต.จ")["to_median_district"])  # two offices have no median, but ranks
    assert one(ranks, agency="อบต.จ")["rank_district"] == 2


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 3), st.none() | st.integers(0, 30)), min_size=2, max_size=40))
def test_the_matrix_gives_what_pandas_gives(rows: list[tuple[int, int | None]]) -> None:
    """Few groups and few different scores, so that ties and gaps occur; against groupby, rank and quantile."""
    score = [NAN if hundredths is None else 50 + hundredths * 0.005 for _, hundredths in rows]
    frame = offices([(f"ก{at}", f"อ{group}", score[at]) for at, (group, _) in enumerate(rows)])
    ranks = compute_ranks(frame, "district").astype({"agency_id": "str"}).set_index("agency_id").loc[frame["agency_id"]]
    group, shown = frame["district"].to_numpy(), pd.Series(round_score(frame["score"]))
    several = shown.groupby(group).transform("count") > 1
    expected = shown.groupby(group).rank(method="min", ascending=False).where(several)
    assert ranks["rank_district"].to_list() == pytest.approx(expected.to_list(), nan_ok=True)
    middle = (shown.groupby(group).rank() - 0.5) / shown.groupby(group).transform("count") * 100
    assert ranks["percentile_district"].to_list() == pytest.approx(middle.where(several).to_list(), nan_ok=True)
    table = compare_groups(frame, "district", code="ITA")
    for name, share in {"worst": 0, "q1": 0.25, "median": 0.5, "q3": 0.75, "best": 1}.items():
        whole = table[(table["reason"] == "")]
        found = frame["score"].groupby(group).quantile(share).loc[whole["group"].str.split(" · ").str[0]]
        assert whole[name].to_list() == pytest.approx(found.to_list())


def test_a_row_for_every_score_that_is_read_or_rolled_up() -> None:
    frame = simulate_province(offices=6, districts=2, years=[2562, 2568])
    ranks, rolled = compute_ranks(frame), roll_up(frame)
    for column in ("year_be", "agency_id", "district", "code", "level"):
        assert list(ranks[column].astype("str")) == list(rolled[column].astype("str"))
    assert ranks["score"].to_list() == pytest.approx(rolled["score"].to_list())


def test_text_may_be_categories_or_plain() -> None:
    frame = simulate_province(offices=6, districts=2, years=[2565])
    coded = frame.astype({name: "category" for name in frame if name not in ("year_be", "score")})
    pd.testing.assert_frame_equal(compute_ranks(coded), compute_ranks(frame))
    pd.testing.assert_frame_equal(compare_groups(coded), compare_groups(frame))


# One office


def test_an_office_beside_its_groups_with_files_and_marks() -> None:
    frame = pd.concat([offices(note=SIMULATED), offices(year=2566)], ignore_index=True)
    beside = compare_office(frame, "อบต.ข", ["district", "province"], code="ITA")
    assert beside[["year_be", "by", "rank", "offices"]].to_numpy().tolist() == [
        *([2565, "district", 2, 4], [2565, "province", 3, 7]),
        *([2566, "district", 2, 4], [2566, "province", 3, 7]),  # each year by itself
    ]
    assert list(beside["note"]) == [SIMULATED, SIMULATED, "", ""]
    assert set(beside["source"]) == {"ita.xlsx"}


def test_a_list_of_ones_own_takes_the_office_itself() -> None:
    row = one(compare_office(offices(), "อบต.ก", ["อบต.ง", "อบต.ฉ"], code="ITA"))
    assert row[["offices", "rank", "group"]].to_list() == [3, 3, "รายชื่อที่เลือก"]


def test_where_there_is_no_rank_it_says_why() -> None:
    unknown = one(compare_office(offices(), "อบต.ช", ["district", "all"], code="ITA"), by="district")
    assert unknown["reason"] == "ไม่ทราบกลุ่มของหน่วยงานเหล่านี้"
    assert np.isnan(unknown["rank"])
    missing = one(compare_office(offices([*OFFICES, ("ซ", "เหนือ", NAN)]), "อบต.ซ", "district", code="ITA"))
    assert missing["reason"] == "หน่วยงานไม่มีคะแนนข้อนี้"
    other = pd.concat([offices(), offices([("ซ", "เหนือ", 1.0)], kind="เทศบาลตำบล")], ignore_index=True)
    alone = one(compare_office(other, "อบต.ซ", code="ITA"), by="agency_type")
    assert alone["reason"] == "มีหน่วยงานเดียวที่มีคะแนน จึงไม่มีอันดับ"
    assert np.isnan(alone["rank"])


# What cannot be compared

TWO_YEARS = pd.concat([offices(), offices(year=2566)], ignore_index=True)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: compare_office(offices(), "อบต.กก"), r"ไม่พบหน่วยงาน “อบต.กก” ในข้อมูล 7 แห่ง; ใกล้เคียงคือ อบต.ก · เหนือ"),
        (lambda: compare_office(offices(), "อบต.ก", year_be=2567), r"อบต.ก · เหนือ has no scores of 2567; .* 2565 "),
        (lambda: compare_groups(TWO_YEARS, year_be=2564), r"the frame has no scores of 2564; there are .* 2565, 2566"),
        (lambda: compare_groups(offices(), code="o44"), r"no node 'o44' in the tree of 2565; .*rulebook\(2565\)\.tree"),
        (lambda: compare_groups(offices(), by="region"), r"by is district, province, .*; found 'region'"),
        (lambda: compare_groups(offices(), by=["อบต.ก"]), r"a list of one office \(อบต.ก\) is no group"),
        (lambda: compare_groups(offices(OFFICES[:1])), r"one office a year \(อบต.ก · เหนือ\)"),
        (
            lambda: compare_office(offices(OFFICES[4:5] + OFFICES[:2]), "อบต.จ", "district"),
            "the only office of its group",
        ),
        (lambda: compare_groups(offices(note=INCOMPLETE)), r"ita\.xlsx is only the top of a ranking"),
        (lambda: compute_ranks(offices().drop(columns="district")), "it has no column district"),
        (lambda: compute_ranks(offices([("ก", "เหนือ", 100.5)])), r"between 0 and 100: .*100.5 \(ita.xlsx#r!B2\)"),
        (lambda: compute_ranks(offices([OFFICES[0], OFFICES[0]])), r"one row a key; twice: year_be 2565, .*อบต.ก"),
        (lambda: compute_ranks(offices(code="o99")), "the tree of 2565 has no node 'o99'"),
        (lambda: compute_ranks(offices().assign(year_be=2022)), r"2022 a year of the common era \(พ.ศ. 2565\)"),
    ],
)
def test_a_sentence_for_what_cannot_be_compared(ask, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        ask()


def test_a_year_without_the_node_gives_no_row_of_it() -> None:
    frame = pd.concat([offices(), offices(year=2568)], ignore_index=True)
    assert set(compare_groups(frame, "all", code="o43")["year_be"]) == {2565}  # the list of 2568 ends before o43


def test_two_offices_of_one_name_must_be_told_apart() -> None:
    frame = pd.concat([offices(OFFICES[:3]), offices([("ก", "ใต้", 50.0)])], ignore_index=True)
    with pytest.raises(ItaError, match=r"“อบต.ก” 2 แห่ง: อบต.ก · เหนือ / อบต.ก · ใต้; ระบุ agency_id"):
        compare_office(frame, "อบต.ก")
    full = frame.assign(agency=frame["agency"].str.replace("อบต.", "องค์การบริหารส่วนตำบล"))
    assert one(compare_office(full, "อบต.ก อ.ใต้", "all", code="ITA"))["rank"] == 4


# Peers by likeness

#: indicators 1 and 9 of offices; the first is the one that is asked for
PROFILES = {"ก": (80.0, 60.0), "ข": (80.0, 50.0), "ค": (86.0, 68.0), "ง": (80.0, 59.0), "จ": (80.0, NAN)}
TYPES = {"ก": "อบต.", "ข": "อบต.", "ค": "อบต.", "ง": "เทศบาลตำบล", "จ": "อบต."}


def profiles(year: int = 2565) -> pd.DataFrame:
    parts = [
        offices([(name, "เหนือ", pair[at]) for name, pair in PROFILES.items()], code=code, year=year)
        for at, code in enumerate(("1", "9"))
    ]
    frame = pd.concat(parts, ignore_index=True)
    return frame.assign(agency_type=frame["agency"].str.removeprefix("อบต.").map(TYPES))


def test_the_nearest_offices_of_the_same_type_by_the_root_mean_square() -> None:
    peers = find_peers(profiles(), "อบต.ก")
    assert list(peers["agency"]) == ["อบต.ข", "อบต.ค"]  # ง is of another type, จ lacks indicator 9
    assert peers["distance"].to_list() == pytest.approx([np.sqrt(100 / 2), np.sqrt((36 + 64) / 2)])
    assert set(peers["compared"]) == {2}
    assert "ตัวชี้วัด 2 ตัว" in peers.attrs["rule"]
    assert find_peers(profiles(), "อบต.ก", same_type=False)["agency"].iloc[0] == "อบต.ง"
    assert len(find_peers(profiles(), "อบต.ก", n=1)) == 1


def test_size_counts_by_doublings() -> None:
    size = {"อบต.ก · เหนือ": 100.0, "อบต.ข · เหนือ": 400.0, "อบต.ค · เหนือ": 100.0}
    peers = find_peers(profiles(), "อบต.ก", size=size, size_points=5)
    assert list(peers["agency"]) == ["อบต.ค", "อบต.ข"]  # ข is as near in profile, and four times the size
    assert one(peers, agency="อบต.ข")["distance"] == pytest.approx(np.sqrt(50 + (5 * 2) ** 2))
    assert "ใหญ่หรือเล็กกว่า 2 เท่า นับเป็น 5 คะแนน" in peers.attrs["rule"]


def test_the_profile_is_of_the_last_year_alone() -> None:
    changed = profiles(2566).assign(score=lambda frame: frame["score"].where(frame["agency"] != "อบต.ค", 80.0))
    peers = find_peers(pd.concat([profiles(), changed], ignore_index=True), "อบต.ก")
    assert set(peers["year_be"]) == {2566}
    assert one(peers, agency="อบต.ค")["distance"] == pytest.approx(np.sqrt(400 / 2))
    both = pd.concat([profiles(), changed], ignore_index=True)
    assert set(find_peers(both, "อบต.ก", year_be=2565)["year_be"]) == {2565}


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda: find_peers(profiles(), "อบต.ง"),
            r"อบต.ง · เหนือ has no office .* the only เทศบาลตำบล .*same_type=False",
        ),
        (lambda: find_peers(offices(year=2561), "อบต.ก"), "the tree of 2561 has no indicators"),
        (lambda: find_peers(offices(), "อบต.ก"), "อบต.ก · เหนือ has no score of an indicator in 2565"),
        (lambda: find_peers(profiles(), "อบต.ก", size={}), "size has no number above 0 for อบต.ก · เหนือ"),
        (lambda: find_peers(profiles(), "อบต.ก", n=0), "n is a whole number from 1 up; found 0"),
        (lambda: find_peers(profiles(), "อบต.ฮ"), "ไม่พบหน่วยงาน “อบต.ฮ” ในข้อมูล 5 แห่ง"),
    ],
)
def test_a_sentence_where_there_are_no_peers(ask, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        ask()
