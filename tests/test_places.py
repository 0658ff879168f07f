"""Districts and provinces: as texts name them, and the district of a local office from the list of sub-districts."""

import subprocess
import sys
from collections import defaultdict

import geothai
import pandas as pd
import pytest

from itaanalysis.thai import district_of, fill_districts, find_places, parse_agencies, parse_agency, place_name

PROVINCES = {province.code: province.name_th for province in geothai.provinces()}
DISTRICTS = [district for code in PROVINCES for district in geothai.districts(code)]
# geothai writes เขตพระนคร where a table writes พระนคร under เขต/อำเภอ.
AREAS = [
    (sub.name_th, district.name_th.removeprefix("เขต"), PROVINCES[district.province_code])
    for district in DISTRICTS
    for sub in geothai.subdistricts(district.code)
]
FORMS = [
    "อบต.{} อ.{} จ.{}",
    "อบต. {} อ. {} จ. {}",
    "อบต.ต.{} อ.{}, จ.{}.",
    "องค์การบริหารส่วน ตำบล {} (อำเภอ{} จังหวัด{})",
    "องค์การบริหารส่วนตำบล{} เขต{} {}",
]


def test_every_real_sub_district_is_read_back_from_what_an_office_writes() -> None:
    wrong = []
    for at, (sub, district, province) in enumerate(AREAS):
        form = FORMS[at % 5] if province == "กรุงเทพมหานคร" else FORMS[at % 4]
        text = form.format(sub, district, province)
        read = parse_agency(text)
        if read[:4] != (f"องค์การบริหารส่วนตำบล{sub}", "อบต.", district, province):
            wrong.append((text, read))
    assert len(AREAS) > 7_000
    assert wrong == []


@pytest.mark.parametrize("form", ["จ.{}", "จ. {}", "จังหวัด{}", "จังหวัด {}"])
def test_every_real_province_is_its_office_and_a_place(form: str) -> None:
    for name in PROVINCES.values():
        office = parse_agency(form.format(name))
        bangkok = name == "กรุงเทพมหานคร"
        assert office[:4] == ((name, name) if bangkok else (f"จังหวัด{name}", "จังหวัด")) + ("", name)
        beside = parse_agency(f"โรงพยาบาลตัวอย่าง {form.format(name)}")
        assert (beside.name, beside.province) == ("โรงพยาบาลตัวอย่าง", name)


@pytest.mark.parametrize(
    ("written", "name"),
    [("จ.กทม.", "กรุงเทพมหานคร"), ("อยุธยา", "พระนครศรีอยุธยา"), ("เขตพระนคร", "พระนคร"), ("อ. สมมติ", "สมมติ"), ("–", "")],
)
def test_place_name(written: str, name: str) -> None:
    assert place_name(written) == name


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("อำเภอสุไหงโก-ลก จังหวัดนราธิวาส", {"district": "สุไหงโก-ลก", "province": "นราธิวาส"}),
        ("อ.สนามชัยเขต จ.ฉะเชิงเทรา", {"district": "สนามชัยเขต", "province": "ฉะเชิงเทรา"}),
        ("อำเภอสมมติจังหวัดสมมติ", {"district": "สมมติ", "province": "สมมติ"}),
        ("เขตพระนคร กทม.", {"district": "พระนคร", "province": "กรุงเทพมหานคร"}),
        ("กรุงเทพมหานคร", {}),  # at the head of a title it is the office
        ("สำนักงานเขตพื้นที่การศึกษา เขต 1", {}),
    ],
)
def test_find_places(text: str, places: dict[str, str]) -> None:
    assert find_places(text) == places


def test_a_sub_district_tells_its_district_only_where_one_of_the_name_lies_in_the_province() -> None:
    where = defaultdict(set)
    for sub, district, province in AREAS:
        where[sub, province].add(district)
    several = [key for key, districts in where.items() if len(districts) > 1]
    assert len(several) > 100  # … so the rule is needed
    for (sub, province), districts in where.items():
        assert district_of(sub, province) == ("" if len(districts) > 1 else next(iter(districts)))


@pytest.mark.parametrize(
    ("sub", "province", "district"),
    [
        ("พิจิตร", "สงขลา", "นาหม่อม"),
        ("พิจิตร", "พิจิตร", ""),  # a sub-district of สงขลา alone
        ("สุไหงโกลก", "นราธิวาส", "สุไหงโก-ลก"),  # a hyphen is no letter
        ("ปอพาน", "ร้อยเอ็ด", "เมืองร้อยเอ็ด"),  # the list knows it as ปอภาร (ปอพาน)
        ("ตัวอย่าง", "สมมติ", ""),
        ("", "สงขลา", ""),
    ],
)
def test_district_of(sub: str, province: str, district: str) -> None:
    assert district_of(sub, province) == district


OFFICES = [
    # written, district column, province column → district, told as unknown
    ("อบต.พิจิตร", "", "สงขลา", "นาหม่อม", False),
    ("ทต.เชิงทะเล", "", "ภูเก็ต", "ถลาง", False),
    ("ทม.ป่าตอง", "", "จ.ภูเก็ต", "กะทู้", False),
    ("อบต.พิจิตร", "สมมติ", "สงขลา", "สมมติ", False),  # what is written is never replaced
    ("อบต.พิจิตร", "", "พิจิตร", "", True),
    ("ทน.ภูเก็ต", "", "ภูเก็ต", "", True),  # named after its province
    ("อบต.บ้านกลาง", "", "ปทุมธานี", "เมืองปทุมธานี", False),
    ("อบต.พิจิตร", "", "", "", False),  # no province: nothing is looked up
    ("อบต.ตัวอย่าง", "", "สมมติ", "", False),  # an invented province is no gap of the list
    ("อบจ.สงขลา", "", "สงขลา", "", False),  # a provincial office lies in no sub-district
    ("โรงพยาบาลพิจิตร", "", "สงขลา", "", False),
]


def test_fill_districts() -> None:
    columns = [[row[at] for row in OFFICES] for at in range(3)]
    before = parse_agencies(*columns)
    kept = before.copy()
    filled, unknown = fill_districts(before)
    assert filled["district"].tolist() == [row[3] for row in OFFICES]
    assert unknown.tolist() == [row[4] for row in OFFICES]
    assert filled["agency_id"][0] == "องค์การบริหารส่วนตำบลพิจิตร · นาหม่อม · สงขลา"
    # The identity is that of an office whose district stood in the sheet.
    with_districts = parse_agencies(columns[0], filled["district"], columns[2])
    pd.testing.assert_frame_equal(filled, with_districts)
    pd.testing.assert_frame_equal(before, kept)


def test_fill_districts_keeps_other_columns_and_the_index() -> None:
    table = parse_agencies(["อบต.พิจิตร", "อบต.ก"], ["", ""], ["สงขลา", ""]).assign(score=[1.0, 2.0])
    table.index = pd.Index([5, 5])  # rows of one agency may share an index after a concat
    filled, unknown = fill_districts(table)
    assert filled["score"].tolist() == [1.0, 2.0]
    assert filled["agency_id"].tolist() == ["องค์การบริหารส่วนตำบลพิจิตร · นาหม่อม · สงขลา", "องค์การบริหารส่วนตำบลก"]
    assert unknown.tolist() == [False, False]


def test_the_list_of_places_loads_only_where_a_district_is_looked_up() -> None:
    code = (
        "import sys; from itaanalysis.thai import fill_districts, parse_agencies;"
        "fill_districts(parse_agencies(['อบต.ก อ.ข จ.ค', 'อบต.ก'], ['', ''], ['', '']));"
        "print('geothai' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n", done.stderr
