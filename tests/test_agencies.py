"""Agencies as offices write them: prefixes, slips, aggregates; and a column at once, which must tell the same."""

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from itaanalysis.thai import agency_id, find_agencies, parse_agencies, parse_agency

TAMBON, TOWN = "องค์การบริหารส่วนตำบล", "เทศบาลตำบล"

WRITTEN = [
    # as written, full name, type, district, province
    ("องค์การบริหารส่วน ตำบล ตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),  # spaces where a line was broken
    ("องค์การบริหาร ส่วน ตำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),
    ("องค์การบริหารส่วน จังหวัดขอนแก่น", "องค์การบริหารส่วนจังหวัดขอนแก่น", "อบจ.", "", "ขอนแก่น"),  # not its place
    ("องค์การบริหารส่วน จ.ขอนแก่น", "องค์การบริหารส่วนจังหวัดขอนแก่น", "อบจ.", "", "ขอนแก่น"),
    ("อบจ. จ.ขอนแก่น", "องค์การบริหารส่วนจังหวัดขอนแก่น", "อบจ.", "", "ขอนแก่น"),
    ("อบต. ก", f"{TAMBON}ก", "อบต.", "", ""),
    ("อ.บ.ต.ตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),
    ("อบต.ต.ตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),
    ("อบต. ตำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),
    ("อบต.จ.ป.ร. อ.กระบุรี จ.ระนอง", f"{TAMBON}จ.ป.ร.", "อบต.", "กระบุรี", "ระนอง"),  # a real name, no province
    ("เทศบาลต.ตัวอย่าง", f"{TOWN}ตัวอย่าง", "เทศบาลตำบล", "", ""),
    ("เทศบาล ต.ตัวอย่าง", f"{TOWN}ตัวอย่าง", "เทศบาลตำบล", "", ""),
    ("ทต ตัวอย่าง", f"{TOWN}ตัวอย่าง", "เทศบาลตำบล", "", ""),
    ("ท.ม.ตัวอย่าง", "เทศบาลเมืองตัวอย่าง", "เทศบาลเมือง", "", ""),
    ("สนง.เทศบาลตำบลตัวอย่าง", f"{TOWN}ตัวอย่าง", "เทศบาลตำบล", "", ""),
    ("ที่ทำการ อบต.ตัวอย่าง", f"{TAMBON}ตัวอย่าง", "อบต.", "", ""),
    ("อบต.ตัวอย่าง ต.ตัวอย่าง อ.สมมติ จ.สมมติ", f"{TAMBON}ตัวอย่าง", "อบต.", "สมมติ", "สมมติ"),
    ("อบต.ตัวอย่างอ.สมมติจ.สมมติ", f"{TAMBON}ตัวอย่าง", "อบต.", "สมมติ", "สมมติ"),
    ("อบต.ตัวอย่าง อ.สมมติ จ.สมมติ.", f"{TAMBON}ตัวอย่าง", "อบต.", "สมมติ", "สมมติ"),
    ("อบต.ตัวอย่าง อ.เมือง จ.ขอนแก่น", f"{TAMBON}ตัวอย่าง", "อบต.", "เมืองขอนแก่น", "ขอนแก่น"),
    ("อบต.ตัวอย่าง อ.เมือง จ.สมมติ", f"{TAMBON}ตัวอย่าง", "อบต.", "เมือง", "สมมติ"),  # an unknown province: as it is
    ("อบต.ตัวอย่าง อ.เมือง", f"{TAMBON}ตัวอย่าง", "อบต.", "เมือง", ""),
    ("อบจ.อยุธยา", "องค์การบริหารส่วนจังหวัดพระนครศรีอยุธยา", "อบจ.", "", "พระนครศรีอยุธยา"),
    ("กทม.", "กรุงเทพมหานคร", "กรุงเทพมหานคร", "", "กรุงเทพมหานคร"),
    ("กรุงเทพมหานคร (กทม.)", "กรุงเทพมหานคร", "กรุงเทพมหานคร", "", "กรุงเทพมหานคร"),
    ("จ. กรุงเทพมหานคร", "กรุงเทพมหานคร", "กรุงเทพมหานคร", "", "กรุงเทพมหานคร"),  # it is no จังหวัด
    ("กรุงเทพมหานคร เขตพระนคร", "กรุงเทพมหานคร", "กรุงเทพมหานคร", "พระนคร", "กรุงเทพมหานคร"),
    ("สำนักงานเขตพระนคร กทม.", "สำนักงานเขตพระนคร", "อื่นๆ", "", "กรุงเทพมหานคร"),
    ("มทร.ตัวอย่าง เขตพื้นที่สมมติ", "มหาวิทยาลัยเทคโนโลยีราชมงคลตัวอย่าง เขตพื้นที่สมมติ", "มหาวิทยาลัย", "", ""),
    ("สำนักงานเขตพื้นที่การศึกษาสมมติ เขต 1", "สำนักงานเขตพื้นที่การศึกษาสมมติ เขต 1", "อื่นๆ", "", ""),
    ("กรม การปกครอง", "กรมการปกครอง", "กรม", "", ""),
    ("กรมธรรม์ประกันภัย", "กรมธรรม์ประกันภัย", "อื่นๆ", "", ""),  # a word that begins like a department
    ("สนง.ปลัดกระทรวงสมมติ", "สำนักงานปลัดกระทรวงสมมติ", "อื่นๆ", "", ""),
    ("สำนักงานจังหวัดขอนแก่น", "สำนักงานจังหวัดขอนแก่น", "อื่นๆ", "", ""),
    ("วิทยาลัยตัวอย่าง", "วิทยาลัยตัวอย่าง", "อื่นๆ", "", ""),
    ("โรงพยาบาลตัวอย่าง จ.สมมติ", "โรงพยาบาลตัวอย่าง", "อื่นๆ", "", "สมมติ"),
    ("การไฟฟ้าสมมติ", "การไฟฟ้าสมมติ", "อื่นๆ", "", ""),
    ("สำนักงานอัยการสูงสุด", "สำนักงานอัยการสูงสุด", "อื่นๆ", "", ""),  # no row of the highest scores
]


@pytest.mark.parametrize(("text", "name", "agency_type", "district", "province"), WRITTEN)
def test_a_written_name_is_read_as(text: str, name: str, agency_type: str, district: str, province: str) -> None:
    assert parse_agency(text)[:4] == (name, agency_type, district, province)


SLIPS = [
    # one letter with its marks is wrong, missing or too many in an official prefix
    ("องการบริหารส่วนตำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง"),
    ("องค์การบริหารสวนตำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง"),
    ("องค์การบริการส่วนตำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง"),
    ("องค์การบริหารส่วนตำำบลตัวอย่าง", f"{TAMBON}ตัวอย่าง"),
    ("เทศบาลต\ufffdบลตัวอย่าง", f"{TOWN}ตัวอย่าง"),  # from a PDF copy
    ("เทศบาลเมองตัวอย่าง", "เทศบาลเมืองตัวอย่าง"),
    ("เทสบาลนครตัวอย่าง", "เทศบาลนครตัวอย่าง"),
    ("มหาวิทยาลยตัวอย่าง", "มหาวิทยาลัยตัวอย่าง"),
]


@pytest.mark.parametrize(("text", "name"), SLIPS)
def test_one_slip_in_a_prefix_is_mended(text: str, name: str) -> None:
    assert (parse_agency(text).name, parse_agency(text).known_type) == (name, True)


@pytest.mark.parametrize(
    "text",
    [
        "เทศบาลตำบตัวอย่าง",  # is ล missing, or ตั typed for it? Nobody can tell where the name begins
        "เทสบาลตำบนตัวอย่าง",  # two slips
        "เทศบาลตัวอย่าง",  # of which kind?
        "กลมตัวอย่าง",  # too short a prefix to be told from another word
        "เมืองพัทธา",  # a proper name
    ],
)
def test_what_has_no_single_answer_stays_as_it_is(text: str) -> None:
    assert parse_agency(text)[:2] == (text, "อื่นๆ")


@pytest.mark.parametrize("name", ["ตำบนตัวอย่าง", "เทสบาล", "บริหารสวน"])
def test_a_proper_name_is_never_mended(name: str) -> None:
    assert parse_agency(f"{TOWN}{name}").name == f"{TOWN}{name}"


@pytest.mark.parametrize(
    "text", ["รวม 108 แห่ง", "รวม ๑๐๘ หน่วยงาน", "รวม จ.ขอนแก่น", "สูงสุด", "ผลรวม", "เฉลี่ยทั้งประเทศ", "ค่าเฉลี่ย อบต."]
)
def test_a_row_of_a_sum_is_an_aggregate(text: str) -> None:
    assert parse_agency(text).agency_type == "aggregate"


def test_same_named_offices_of_two_types_or_provinces_stay_two() -> None:
    table = parse_agencies(["ทต.เชิงทะเล", "อบต.เชิงทะเล", "อบต.พิจิตร", "อบต.พิจิตร"], [""] * 4, ["ภูเก็ต"] * 3 + ["สงขลา"])
    assert table["agency_id"].is_unique


@pytest.mark.parametrize("dash", ["-", "–", " ", "\u200b"])
def test_a_dash_in_a_column_of_places_is_no_place(dash: str) -> None:
    assert parse_agency("อบต.ตัวอย่าง", district=dash, province=dash)[2:4] == ("", "")


@pytest.mark.parametrize(
    "title",
    ["ผลการประเมิน องค์การบริหารส่วน ตำบลตัวอย่าง ปี 2565", "อบต.ตัวอย่าง 2565", "อบต.ตัวอย่าง 2022 (IIT)", "อบต.ตัวอย่าง ๒๕๖๕"],
)
def test_a_title_names_its_agency_without_its_year(title: str) -> None:
    assert [one.name for one in find_agencies(title)] == [f"{TAMBON}ตัวอย่าง"]


# Pieces that meet in real cells: every prefix and place form, the slips that `clean` mends, and words that mean more.
PIECES = [
    *[TAMBON, TOWN, "เทศบาลเมือง", "อบต.", "อบต", "ทต.", "ทน", "กรม", "กรมธรรม์", "จังหวัด", "จ.", "อบจ.", "กทม."],
    *["กรุงเทพมหานคร", "มหาวิทยาลัย", "องค์การบริหารสวนตำบล", "สนง.", "รวม", "เฉลี่ย", "ตำบล", "ต.", "เขต", "อำเภอ"],
    *["อ.", "เมือง", "ตัวอย่าง", "สมมติ", "ขอนแก่น", "โก-ลก", "เ", "เแพร่", "น้\u0e4dา", "ท\u0e48\u0e35", "ก", "\u0e48"],
    *["1", "๑", "-", ".", "(", ")", ",", "ฯ", " ", "\u200b", "\u00a0"],
]
CELL = st.lists(st.sampled_from(PIECES), max_size=5).map("".join)
PLACE = st.sampled_from(["", "เมือง", "อ.สมมติ", "จ.ขอนแก่น", "ขอนแก่น", "พระนครศรีอยุธยา", "กทม", "-", "ท\u0e48\u0e35"])


@given(st.lists(st.tuples(CELL, PLACE, PLACE), max_size=6))
@example([])
@example([(text, "", "") for text, *_ in WRITTEN])
@example([(text, "เมือง", "ขอนแก่น") for text, *_ in WRITTEN])
@example(
    [
        (f"อบต.{name}", "", "")
        for name in ("ตำบลก", "เขตก", " เขตก", " อำเภอก", "กอำเภอข", "เเก", "ท\u0e48\u0e35", "รวมทั้งสิ้น")
    ]
)
def test_a_column_tells_the_same_as_its_rows(rows: list[tuple[str, str, str]]) -> None:
    table = parse_agencies(*([row[at] for row in rows] for at in range(3)))
    told = [parse_agency(text, district=district, province=province) for text, district, province in rows]
    assert list(table.drop(columns="agency_id").itertuples(index=False, name=None)) == [tuple(one) for one in told]
    assert table["agency_id"].tolist() == [agency_id(one.name, one.district, one.province) for one in told]


def test_series_of_any_index_and_empty_cells_are_columns_too() -> None:
    names = pd.concat([pd.Series(["อบต.ก"], dtype="str"), pd.Series([None], dtype="str", index=[7])])
    table = parse_agencies(names, pd.Series(["ข", None], dtype="str"), ["ค", "ง"])
    assert table.index.tolist() == [0, 1]
    assert table["agency_id"].tolist() == [f"{TAMBON}ก · ข · ค", "ง"]


def test_only_names_that_need_it_are_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # 8,317 names of a national sheet are read in the time that a few hundred take one by one.
    read: list[str] = []

    def counted(text: str, **places: str) -> object:
        read.append(text)
        return parse_agency(text, **places)

    monkeypatch.setattr("itaanalysis.thai._agencies.parse_agency", counted)
    plain = [f"{TAMBON}ตัวอย่าง", "อบต.ตัวอย่าง", "อบต. ตัวอย่าง", "ทต.ตัวอย่าง", "มหาวิทยาลัยตัวอย่าง", "กรมสมมติ"]
    parse_agencies([*plain, *["อบต.ก อ.ข"] * 3], ["ข"] * 9, ["ค"] * 9)
    assert read == ["กรมสมมติ", "อบต.ก อ.ข"]  # กรม begins กรมธรรม์ too; what stands thrice is read once
