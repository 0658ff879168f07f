"""Which agency a name means, the nearest where there is none, and which lists may not be compared."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.agencies import check_complete, find_agency
from itaanalysis.errors import ItaError
from itaanalysis.thai import agency_id

TAMBON, TOWN = "องค์การบริหารส่วนตำบล", "เทศบาลตำบล"
#: name, district, province
KNOWN = [
    (f"{TAMBON}ตัวอย่างหนึ่ง", "สมมติเหนือ", "สมมติ"),
    (f"{TAMBON}ตัวอย่างหนึ่ง", "สมมติใต้", "สมมติ"),
    (f"{TAMBON}ตัวอย่างสอง", "สมมติใต้", "สมมติ"),
    (f"{TOWN}ตัวอย่างสอง", "สมมติใต้", "สมมติ"),
    ("อบต.ตัวอย่างย่อ", "", ""),  # a frame that was not made by read_export may hold a short form
    ("กรมตัวอย่าง", "", ""),
]


def frame(known=KNOWN) -> pd.DataFrame:
    rows = [(agency_id(*one), *one) for one in known for _ in range(3)]  # an agency has many rows
    return pd.DataFrame(rows, columns=["agency_id", "agency", "district", "province"])


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("อบต.ตัวอย่างสอง", KNOWN[2]),
        ("ทต.ตัวอย่างสอง", KNOWN[3]),
        (f"{TAMBON}ตัวอย่างสอง", KNOWN[2]),
        ("  อบต. ตัวอย่างสอง\u200b ", KNOWN[2]),
        ("อบต.ตัวอย่างหนึ่ง อ.สมมติใต้", KNOWN[1]),
        ("อบต.ตัวอย่างหนึ่ง อำเภอสมมติเหนือ จังหวัดสมมติ", KNOWN[0]),
        (f"{TAMBON}ตัวอย่างหนึ่ง · สมมติใต้ · สมมติ", KNOWN[1]),
        ("อบต.ตัวอย่างย่อ", KNOWN[4]),
        ("กรมตัวอย่าง", KNOWN[5]),
        ("ตัวอย่างย่อ", KNOWN[4]),
        ("ตัวอย่างหนึ่ง อ.สมมติใต้", KNOWN[1]),
    ],
)
@pytest.mark.parametrize("kind", ["str", "category"])
def test_an_agency_is_found_by_any_of_its_names(asked: str, found: tuple, kind: str) -> None:
    assert find_agency(frame().astype(kind), asked) == agency_id(*found)


@given(st.permutations(KNOWN), st.sampled_from(KNOWN))
def test_every_agency_is_found_by_its_id_in_any_order(known, one) -> None:
    assert find_agency(frame(known), agency_id(*one)) == agency_id(*one)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("อบต.ตัวอย่างสาม", r"ไม่พบหน่วยงาน “อบต.ตัวอย่างสาม” ในข้อมูล 6 แห่ง; ใกล้เคียงคือ องค์การบริหารส่วนตำบลตัวอย่างสอง · "),
        ("อบต.ตัวอย่างหนึ่ง", r"“อบต.ตัวอย่างหนึ่ง” 2 แห่ง: .*สมมติเหนือ · สมมติ / .*สมมติใต้ · สมมติ; ระบุ agency_id"),
        ("อบต.ตัวอย่างสอง อ.สมมติเหนือ", r"ไม่พบ.*ใกล้เคียงคือ องค์การบริหารส่วนตำบลตัวอย่างสอง · สมมติใต้"),  # there is none there
        ("ตัวอย่างสอง", r"“ตัวอย่างสอง” 2 แห่ง: .*องค์การ.* / เทศบาลตำบล.*; ระบุ agency_id"),
        ("อย่างสอง", r"ไม่พบหน่วยงาน “อย่างสอง” "),
        ("xyz", r"ไม่พบหน่วยงาน “xyz” .*; ดูชื่อทั้งหมดในคอลัมน์ agency_id$"),
        ("", r"ไม่พบหน่วยงาน “”"),
    ],
)
def test_what_is_not_one_agency_is_a_sentence(asked: str, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        find_agency(frame(), asked)


def test_three_names_are_offered_at_most_and_each_can_be_asked_for() -> None:
    many = frame([(f"{TAMBON}ตัวอย่าง{n}", "", "") for n in range(9)])
    with pytest.raises(ItaError) as caught:
        find_agency(many, "อบต.ตัวอย่าง")
    offered = str(caught.value).split("ใกล้เคียงคือ ")[1].split(" / ")
    assert len(offered) == 3
    assert [find_agency(many, one) for one in offered] == offered


def test_a_frame_of_short_forms_offers_them() -> None:
    with pytest.raises(ItaError, match=r"ใกล้เคียงคือ อบต\.ก$"):  # อบต. written out is like no name of this frame
        find_agency(frame([("อบต.ก", "", "")]), "อบต.กก")


@pytest.mark.parametrize(
    ("source", "told"),
    [("list.xlsx#s!A1", r"plot_x compares offices, but list\.xlsx is only the top"), ("computed", "no file is named")],
)
@pytest.mark.parametrize("kind", ["str", "category"])
def test_the_top_of_a_ranking_is_not_compared_and_its_file_is_named(source: str, told: str, kind: str) -> None:
    rows = pd.DataFrame({"source": ["whole.xlsx#s!A1", source], "note": ["", "ข้อมูลจำลอง; รายชื่อไม่ครบ"]}).astype(kind)
    check_complete(rows.iloc[:1], "plot_x")
    with pytest.raises(ItaError, match=told) as caught:
        check_complete(rows, "plot_x")
    assert "whole.xlsx" not in str(caught.value)
