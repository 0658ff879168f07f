"""Thai text as data: what an office types, and what it means (`../domain/layouts.md`)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.thai import (
    agency_id,
    arabic_digits,
    clean,
    find_agencies,
    find_years,
    fiscal_year,
    format_date,
    match_key,
    parse_agency,
    thai_digits,
)

# Escapes, because an editor may mend the very spellings that are tested.
SARA_AM, NIKHAHIT, SARA_AA, MAI_THO, MAI_EK, SARA_II = "\u0e33", "\u0e4d", "\u0e32", "\u0e49", "\u0e48", "\u0e35"
NAM = f"น{MAI_THO}{SARA_AM}"  # น้ำ as it should be stored

SPELLINGS = [
    (f"น{MAI_THO}{NIKHAHIT}{SARA_AA}", NAM),  # ำ as two characters: Unicode NFC leaves it alone
    (f"น{NIKHAHIT}{MAI_THO}{SARA_AA}", NAM),  # … and the tone between the two
    (f"ท{NIKHAHIT}{SARA_AA}", f"ท{SARA_AM}"),
    (f"ท{MAI_EK}{SARA_II}", f"ท{SARA_II}{MAI_EK}"),  # the tone typed before the vowel
    ("ผ\u0e49\u0e39", "ผ\u0e39\u0e49"),  # … and before a vowel below
    ("เเพร่", "แพร่"),  # two เ for one แ
    ("การ\u200bใช้\u200dงบ\ufeffประมาณ", "การใช้งบประมาณ"),  # zero-width spaces and joiners
    ("การใช้\u00a0\t งบ\n", "การใช้ งบ"),  # no-break space, tab, line break
    ("  ", ""),
    ("77.70คะแนน", "77.70คะแนน"),  # nothing but spelling is touched
    ("๙๖.๑๐", "๙๖.๑๐"),
    ("E-Service & Q&A", "E-Service & Q&A"),
]


@pytest.mark.parametrize(("typed", "meant"), SPELLINGS)
def test_clean_gives_the_spelling_that_a_reader_sees(typed: str, meant: str) -> None:
    assert clean(typed) == meant


def test_clean_keeps_every_thai_vowel_and_tone() -> None:
    # The accent strippers of general text libraries delete these.
    text = "ที่ น้ำ ปี่ ผู้ซื้อ ต่าง ๆ ทรัพย์สิน เก็บ ฯ"
    assert clean(text) == text


THAI_TEXT = st.text(alphabet="กทนผแเ ำาัิีืุู่้์ํ็ๆ\u200b\u00a0๑1-", max_size=12)


@given(THAI_TEXT)
def test_cleaned_text_is_clean(text: str) -> None:
    # Names are cleaned when read and again when matched: a second pass must change nothing.
    assert clean(clean(text)) == clean(text)


@given(THAI_TEXT)
def test_a_key_is_the_same_before_and_after_cleaning(text: str) -> None:
    assert match_key(clean(text)) == match_key(text)


@pytest.mark.parametrize(
    ("thai", "arabic"),
    [("๒๕๖๕", "2565"), ("๙๖.๑๐", "96.10"), ("ข้อ ๑๐.๒ (o42)", "ข้อ 10.2 (o42)"), ("๐๑๒๓๔๕๖๗๘๙", "0123456789"), ("", "")],
)
def test_digits_both_ways(thai: str, arabic: str) -> None:
    assert arabic_digits(thai) == arabic
    assert arabic_digits(thai_digits(arabic)) == arabic


def test_thai_digits_replaces_all_ten() -> None:
    assert thai_digits("ปี 2565, 1,234.09 / 78") == "ปี ๒๕๖๕, ๑,๒๓๔.๐๙ / ๗๘"


YEARS = [
    # text, years in พ.ศ., written in the common era?
    ("ปีงบประมาณ พ.ศ. ๒๕๖๕", [2565], False),
    ("ประจำปีงบประมาณ 2565", [2565], False),
    ("2565", [2565], False),
    ("FY2022", [2565], True),
    ("FY 2565", [2565], False),
    ("2022", [2565], True),
    ("ปี 65", [2565], False),
    ("ปีงบประมาณ 65", [2565], False),
    ("ผลการประเมิน ประจำปีงบประมาณ 65.", [2565], False),  # a full stop is no decimal point
    ("พ.ศ. ๖๕", [2565], False),
    ("ita-2565-thanangnaew.xlsx", [2565], False),
    ("รายงาน_ITA2564_กลุ่ม2", [2564], False),  # letters and an underscore touch the digits
    ("ปี 2564 เทียบกับ 2563", [2564, 2563], False),  # in the order in which they stand, not sorted
    ("ผลปี 65 และแผนปี 2566", [2565, 2566], False),  # short and full, still in their order
    ("2563–2564", [2563, 2564], False),
    ("ปีงบประมาณ 2565 (FY2022)", [2565], False),  # one year, written twice
    ("ปี\u00a0๒๕๖๕\u200b", [2565], False),
]


@pytest.mark.parametrize(("text", "years", "common_era"), YEARS)
def test_find_years(text: str, years: list[int], common_era: bool) -> None:
    found = find_years(text)
    assert [year.year_be for year in found] == years
    assert found[0].common_era is common_era


NO_YEARS = [
    "",
    "คะแนน ITA",
    "โทร 0442565123",
    "2,565 คน",
    "เลขที่ 25650",
    "ร้อยละ 65.54",
    "๑. การปฏิบัติหน้าที่ ๙๖.๑๐ คะแนน",
    # Indicator 2 with its score in one cell, as a report types it: 92 is not a year.
    "๒. การใช้งบประมาณ ๙๒.๑๒ คะแนน",
    "การใช้งบประมาณ 92.12",
    "การใช้งบประมาณ 89",
    "งบประมาณ 30 ล้านบาท",
]


@pytest.mark.parametrize("text", NO_YEARS)
def test_numbers_that_are_no_years(text: str) -> None:
    assert find_years(text) == []


@given(st.integers(2561, 2580), st.sampled_from(["ปีงบประมาณ พ.ศ. {}", "ผล ITA ปี {} ของหน่วยงาน", "ita-{}.xlsx", "{}"]))
def test_every_year_is_found_in_either_digits(year: int, template: str) -> None:
    for text in (template.format(year), thai_digits(template.format(year))):
        assert [found.year_be for found in find_years(text)] == [year]


AGENCIES = [
    # as written, full name, type, district, province
    ("อบต.ท่านางแนว", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", ""),
    ("อบต ท่านางแนว", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", ""),
    ("อบต. ท่านางแนว", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", ""),
    ("องค์การบริหารส่วนตำบล ท่านางแนว", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", ""),
    ("องค์กรบริหารส่วนตำบลท่านางแนว", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", ""),  # misspelt: องค์กร
    ("อบต.ท่านางแนว อ.แวงน้อย จ.ขอนแก่น", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "แวงน้อย", "ขอนแก่น"),
    ("อบต.ท่านางแนว อำเภอแวงน้อย จังหวัดขอนแก่น", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "แวงน้อย", "ขอนแก่น"),
    ("อบต.ท่านางแนว, อ. แวงน้อย, จ. ขอนแก่น", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "แวงน้อย", "ขอนแก่น"),
    ("อบต.ท่านางแนว (อ.แวงน้อย จ.ขอนแก่น)", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "แวงน้อย", "ขอนแก่น"),
    ("อบต.ท่านางแนว (จังหวัดขอนแก่น)", "องค์การบริหารส่วนตำบลท่านางแนว", "อบต.", "", "ขอนแก่น"),
    ("อบต.บางนํ้าเปรี้ยว", "องค์การบริหารส่วนตำบลบางน้ำเปรี้ยว", "อบต.", "", ""),
    ("อบต.พิจิตร", "องค์การบริหารส่วนตำบลพิจิตร", "อบต.", "", ""),  # is in สงขลา: its name is no province
    ("ทต.เชิงทะเล", "เทศบาลตำบลเชิงทะเล", "เทศบาลตำบล", "", ""),
    ("เทศบาลตำบลท่าเดื่อ-มืดกา", "เทศบาลตำบลท่าเดื่อ-มืดกา", "เทศบาลตำบล", "", ""),
    ("ทม.ป่าตอง", "เทศบาลเมืองป่าตอง", "เทศบาลเมือง", "", ""),
    ("ทน.ภูเก็ต", "เทศบาลนครภูเก็ต", "เทศบาลนคร", "", ""),
    ("เทศบาลนครนครศรีธรรมราช", "เทศบาลนครนครศรีธรรมราช", "เทศบาลนคร", "", ""),
    ("อบจ.ฉะเชิงเทรา", "องค์การบริหารส่วนจังหวัดฉะเชิงเทรา", "อบจ.", "", "ฉะเชิงเทรา"),
    ("องค์การบริหารส่วนจังหวัดภูเก็ต", "องค์การบริหารส่วนจังหวัดภูเก็ต", "อบจ.", "", "ภูเก็ต"),
    ("จ.กาญจนบุรี", "จังหวัดกาญจนบุรี", "จังหวัด", "", "กาญจนบุรี"),  # a bare province is that office
    ("จังหวัดแพร่", "จังหวัดแพร่", "จังหวัด", "", "แพร่"),
    ("เมืองพัทยา", "เมืองพัทยา", "เมืองพัทยา", "", ""),
    ("กรมการปกครอง", "กรมการปกครอง", "กรม", "", ""),
    ("มหาวิทยาลัยขอนแก่น จังหวัดขอนแก่น", "มหาวิทยาลัยขอนแก่น", "มหาวิทยาลัย", "", "ขอนแก่น"),
    ("สพฐ.", "สพฐ.", "อื่นๆ", "", ""),
    ("ที่ว่าการอำเภอแวงน้อย", "ที่ว่าการอำเภอแวงน้อย", "อื่นๆ", "", ""),  # its own name, not its district
]


@pytest.mark.parametrize(("text", "name", "agency_type", "district", "province"), AGENCIES)
def test_parse_agency(text: str, name: str, agency_type: str, district: str, province: str) -> None:
    agency = parse_agency(text)
    assert (agency.name, agency.agency_type) == (name, agency_type)
    assert (agency.district, agency.province) == (district, province)


@pytest.mark.parametrize(
    "text",
    [
        "เฉลี่ย",
        "ค่าเฉลี่ยจังหวัด",
        "ค่าเฉลี่ย จ.ตราด",
        "ตราด (ภาพรวมจังหวัด)",
        "ค่าเฉลี่ยระดับประเทศ",
        "ค่าเฉลี่ยองค์กรปกครองส่วนท้องถิ่น (7,852 แห่ง)",
        "รวม",  # in the column of agencies it is no office
        "รวมทั้งหมด",
    ],
)
def test_an_average_or_total_is_never_an_office(text: str) -> None:
    assert parse_agency(text).agency_type == "aggregate"


def test_an_office_whose_name_holds_the_word_total_is_an_office() -> None:
    assert parse_agency("เทศบาลตำบลรวมไทยพัฒนา").agency_type == "เทศบาลตำบล"


def test_two_agencies_of_one_name_are_told_apart() -> None:
    town = parse_agency("เทศบาลตำบลเชิงทะเล", district="ถลาง", province="ภูเก็ต")
    tambon = parse_agency("องค์การบริหารส่วนตำบลเชิงทะเล", district="ถลาง", province="ภูเก็ต")
    assert town.name != tambon.name
    assert (town.district, tambon.district) == ("ถลาง", "ถลาง")


def test_places_given_win_and_lose_their_prefix() -> None:
    agency = parse_agency("อบต.ตัวอย่าง จ.ขอนแก่น", district="อำเภอสมมติ", province="จ.ตราด")
    assert (agency.district, agency.province) == ("สมมติ", "ตราด")


@pytest.mark.parametrize("text", [row[0] for row in AGENCIES])
def test_a_full_name_reads_as_itself(text: str) -> None:
    once = parse_agency(text)
    again = parse_agency(once.name, district=once.district, province=once.province)
    assert again[:4] == once[:4]


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("ผลการประเมิน ITA ของ อบต.ท่านางแนว ประจำปีงบประมาณ พ.ศ. ๒๕๖๕", ["องค์การบริหารส่วนตำบลท่านางแนว"]),
        ("คะแนน ITA เทศบาลตำบลท่าเดื่อ-มืดกา ปี 2564", ["เทศบาลตำบลท่าเดื่อ-มืดกา"]),  # a hyphen of the name itself
        # คะแนนภาพรวม of an office is its own total, no average of offices.
        ("คะแนนภาพรวม ITA อบต.ท่านางแนว ปี 2565", ["องค์การบริหารส่วนตำบลท่านางแนว"]),
        ("คะแนน ITA ขององค์กรปกครองส่วนท้องถิ่น ปี 2564", []),
        ("ค่าเฉลี่ยของเทศบาลตำบลทั้งหมด", []),
    ],
)
def test_find_agencies_in_a_title(title: str, names: list[str]) -> None:
    assert [agency.name for agency in find_agencies(title)] == names


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("ก", "ข", "ค"), "ก · ข · ค"),
        (("ก", "", "ค"), "ก · ค"),
        (("ก", "ข", ""), "ก · ข"),
        (("ก", "", ""), "ก"),
    ],
)
def test_agency_id_leaves_empty_parts_out(parts: tuple[str, str, str], expected: str) -> None:
    assert agency_id(*parts) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("การใช้ทรัพย์สินของราชการ", " การใช้ทรัพย์สิน ของราชการ "),
        ("ตัวชี้วัดที่ ๑", "ตัวชี้วัดที่ 1"),
        ("โอกาสต่าง ๆ", "โอกาสต่างๆ"),
        ("E-Service", "e service"),
        ("No Gift Policy", "no-gift policy"),
        ("การดำเนินการ", "การด\u0e4d\u0e32เนินการ"),
    ],
)
def test_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert match_key(one) == match_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("การใช้อำนาจ", "การใช้งบประมาณ"),
        ("ที่", "ที"),  # a tone mark is a letter
        ("ปี", "ปิ"),
        ("ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 10"),
        ("เทศบาลตำบลเชิงทะเล", "องค์การบริหารส่วนตำบลเชิงทะเล"),
    ],
)
def test_names_of_two_things_keep_two_keys(one: str, other: str) -> None:
    assert match_key(one) != match_key(other)


def test_fiscal_year_2566_began_on_1_october_2565() -> None:
    assert fiscal_year(2566) == (date(2022, 10, 1), date(2023, 9, 30))


@given(st.integers(2540, 2600))
def test_fiscal_years_leave_no_day_out(year: int) -> None:
    assert (fiscal_year(year + 1)[0] - fiscal_year(year)[1]).days == 1


@pytest.mark.parametrize(
    ("day", "arabic", "thai"),
    [
        (date(2022, 10, 1), "1 ต.ค. 2565", "๑ ต.ค. ๒๕๖๕"),
        (date(2023, 9, 30), "30 ก.ย. 2566", "๓๐ ก.ย. ๒๕๖๖"),
        (date(2024, 2, 29), "29 ก.พ. 2567", "๒๙ ก.พ. ๒๕๖๗"),  # a leap day: 2567 is none in พ.ศ. arithmetic
        (date(2024, 1, 5), "5 ม.ค. 2567", "๕ ม.ค. ๒๕๖๗"),
        (date(2024, 6, 9), "9 มิ.ย. 2567", "๙ มิ.ย. ๒๕๖๗"),
        (date(2024, 12, 31), "31 ธ.ค. 2567", "๓๑ ธ.ค. ๒๕๖๗"),
    ],
)
def test_format_date(day: date, arabic: str, thai: str) -> None:
    assert format_date(day) == arabic
    assert format_date(day, digits="thai") == thai
