"""Items that failed in two following years, and failed items of which that cannot be told."""

import pandas as pd
import pytest
from conftest import office

from itaanalysis.analysis import find_failed_twice
from itaanalysis.analysis.failed_twice import FAILED_TWICE
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.rulebook import rulebook

TWICE, UNMATCHED, UNKNOWN = "failed twice", "no counterpart", "no score"


def years(before: dict[str, float], after: dict[str, float], year: int, **same: str) -> pd.DataFrame:
    return pd.concat([office(before, year=year - 1, **same), office(after, year=year, **same)], ignore_index=True)


def outcomes(found: pd.DataFrame) -> list[tuple[str, ...]]:
    return [tuple(row) for row in found[["before_code", "code", "outcome", "match"]].astype("str").to_numpy()]


CASES = [
    # year, items before, items after, what is found: (code before, code, outcome, how it was matched)
    (2564, {"o1": 0, "o2": 0}, {"o1": 0, "o2": 100}, [("o1", "o1", TWICE, "same title")]),
    (2564, {"o1": 100}, {"o1": 0}, []),
    # Renumbered: o42 of 2566 is o34 of 2567, and o34 of 2566 is another item.
    (2567, {"o42": 0, "o34": 100}, {"o34": 0}, [("o42", "o34", TWICE, "same title")]),
    (2567, {"o6": 0}, {"o6": 0}, [("o6", "", UNMATCHED, ""), ("o8", "o6", UNKNOWN, "same title")]),
    (2567, {"o43": 0}, {"o35": 0}, [("o43", "o35", TWICE, "renamed")]),
    # Two items merged into one: it stands once for each that failed.
    (2566, {"o10": 0, "o18": 0}, {"o11": 0}, [("o10", "o11", TWICE, "merged"), ("o18", "o11", TWICE, "merged")]),
    (2566, {"o10": 0, "o18": 100}, {"o11": 0}, [("o10", "o11", TWICE, "merged")]),
    (2565, {"o34": 0}, {"o34": 0}, [("o34", "o34", TWICE, "replaced")]),
    (2566, {"o35": 0}, {"o1": 100}, [("o35", "", UNMATCHED, "")]),  # การมีส่วนร่วมของผู้บริหาร: asked no more
    (2564, {"o1": 0}, {"o2": 0}, [("o1", "o1", UNKNOWN, "same title"), ("o2", "o2", UNKNOWN, "same title")]),
    (2563, {"9": 50}, {"o1": 0}, [("", "o1", UNKNOWN, "")]),  # the list of 2562 is not known
]


@pytest.mark.parametrize(("year", "before", "after", "expected"), CASES, ids=range(len(CASES)))
def test_what_is_found(year: int, before: dict, after: dict, expected: list) -> None:
    found = find_failed_twice(years(before, after, year))
    assert sorted(outcomes(found)) == sorted(expected)
    assert list(found) == FAILED_TWICE


def test_a_new_item_could_not_fail_before() -> None:
    (row,) = find_failed_twice(years({"o1": 100}, {"o32": 0}, 2566)).to_dict(orient="records")
    assert (row["code"], row["before_code"], row["outcome"]) == ("o32", "", UNMATCHED)
    assert row["reason"] == "ไม่ผ่านปี 2566 (o32) แต่รายการปี 2565 ไม่มีข้อที่ตรงกัน"


def test_every_failed_item_of_both_lists_is_told_and_none_is_lost() -> None:
    for year in (2564, 2565, 2566, 2567, 2568):
        lists = {at: list(rulebook(at).tree.query("answers == 'pass/fail'")["code"]) for at in (year - 1, year)}
        found = find_failed_twice(years(*(dict.fromkeys(lists[at], 0) for at in (year - 1, year)), year))
        assert set(found["before_code"]) - {""} == set(lists[year - 1])
        assert set(found["code"]) - {""} == set(lists[year])
        assert set(found["outcome"]) <= {TWICE, UNMATCHED}
        assert (found["match"] != "").equals(found["outcome"] == TWICE)
        assert (found.loc[found["outcome"] == TWICE, "evidence"] != "").all()


def test_an_indicator_at_zero_tells_its_items_and_the_reason_says_so() -> None:
    found = find_failed_twice(years({"10": 0}, {"10": 0}, 2564))
    assert list(found["code"][:2]) == ["o42", "o43"], "the dearest first"
    assert set(found["outcome"]) == {TWICE}
    assert found["points"].iloc[0] == pytest.approx(5.0)
    assert found["reason"].iloc[0] == "ไม่ผ่านทั้งปี 2563 (o42) และปี 2564 (o42) (อนุมานจากตัวชี้วัดที่ได้ 0)"
    assert found[["source", "before_source"]].iloc[0].tolist() == ["file.xlsx#10", "file.xlsx#10"]
    read = find_failed_twice(years({"o42": 0}, {"o42": 0}, 2564))
    assert read["reason"].item() == "ไม่ผ่านทั้งปี 2563 (o42) และปี 2564 (o42)"


def test_failed_twice_stands_before_what_cannot_be_told() -> None:
    found = find_failed_twice(years({"o1": 0, "o35": 0, "o2": 0}, {"o1": 0, "o42": 0}, 2566))
    assert list(found["outcome"]) == [TWICE, UNMATCHED, UNKNOWN, UNKNOWN]


def test_three_years_are_two_pairs_and_a_missing_year_is_none() -> None:
    three = pd.concat([office({"o1": 0}, year=year) for year in (2563, 2564, 2565)], ignore_index=True)
    assert list(find_failed_twice(three)["year_be"]) == [2564, 2565]
    assert list(find_failed_twice(three, year_be=2565)["year_be"]) == [2565]
    with pytest.raises(ItaError, match=r"two following years .*; found 2563, 2565"):
        find_failed_twice(three[three["year_be"] != 2564])


def test_each_office_is_followed_by_itself() -> None:
    one = years({"o1": 0}, {"o1": 100}, 2564)
    other = years({"o1": 100}, {"o1": 0}, 2564, name="อบต.ตัวอย่างอื่น")
    assert find_failed_twice(pd.concat([one, other], ignore_index=True)).empty
    came = office({"o1": 0}, year=2564, name="อบต.ตัวอย่างใหม่")  # no earlier year: nothing is said of it
    assert find_failed_twice(pd.concat([one, came], ignore_index=True)).empty


def test_a_mark_follows_from_either_year() -> None:
    simulated = pd.concat([office({"o1": 0}, year=2563, note=SIMULATED), office({"o1": 0}, year=2564)])
    assert find_failed_twice(simulated)["note"].item() == SIMULATED


def test_scores_without_items_are_refused() -> None:
    with pytest.raises(ItaError, match=r"no pass/fail item has a score in these years; it needs .*o1, o2"):
        find_failed_twice(years({"9": 50.0, "10": 40.0}, {"9": 60.0, "10": 40.0}, 2564))
    assert find_failed_twice(years({"9": 100.0}, {"9": 100.0}, 2564)).empty


REFUSED = [
    ({"agency": "อบต.ตัวอยาง"}, "ไม่พบหน่วยงาน “อบต.ตัวอยาง” .*; ใกล้เคียงคือ องค์การบริหารส่วนตำบลตัวอย่าง"),
    ({"year_be": 2566}, "the frame has no scores of 2566; its years are 2563, 2564"),
]


@pytest.mark.parametrize(("asked", "told"), REFUSED)
def test_bad_input_gets_a_sentence(asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        find_failed_twice(years({"o1": 0}, {"o1": 0}, 2564, name="องค์การบริหารส่วนตำบลตัวอย่าง"), **asked)


def test_averages_alone_are_refused() -> None:
    with pytest.raises(ItaError, match="every row of the frame is an average or total"):
        find_failed_twice(years({"o1": 0}, {"o1": 0}, 2564).assign(agency_type="aggregate"))
