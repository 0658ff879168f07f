"""The mapping files of an office: `agencies.csv` and `headers.csv` beside its raw data."""

from pathlib import Path

import pandas as pd
import pytest

from itaanalysis import ItaError
from itaanalysis.exports._mapping import read_agency_map, read_header_map
from itaanalysis.thai import parse_agencies

HEADER = "written,agency,district,province"
PLACES = "written,written_district,written_province,agency,district,province,note"


def file_of(folder: Path, *lines: str, name: str = "agencies.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def applied(path: Path, *rows: tuple[str, str, str]) -> list[tuple[str, str, str]]:
    columns = read_agency_map(path).apply(*([row[at] for row in rows] for at in range(3)))
    return list(zip(*columns, strict=True))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])  # as Excel saves them
def test_a_written_text_is_replaced(tmp_path: Path, encoding: str) -> None:
    path = file_of(tmp_path, HEADER, "ต.ย.,อบต.ตัวอย่าง,สมมติ,สมมติ", encoding=encoding)
    assert applied(path, ("ต.ย.", "", ""), ("อบต.อื่น", "ก", "ข")) == [
        ("อบต.ตัวอย่าง", "สมมติ", "สมมติ"),
        ("อบต.อื่น", "ก", "ข"),
    ]


def test_it_is_found_in_any_spelling_of_the_same_letters(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, "อบต น้ำตัวอย่าง ๑,อบต.ตัวอย่าง,,")
    split_sara_am = "อบต.น\u0e49\u0e4d\u0e32ตัวอย่าง  1"
    assert applied(path, (split_sara_am, "", ""))[0][0] == "อบต.ตัวอย่าง"


def test_an_empty_answer_leaves_what_the_sheet_says(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, "อบต.ก,,สมมติ,")
    assert applied(path, ("อบต.ก", "ข", "ค")) == [("อบต.ก", "สมมติ", "ค")]


def test_the_row_that_tells_most_about_the_place_wins(tmp_path: Path) -> None:
    path = file_of(
        tmp_path,
        PLACES,
        "อบต.ก,,,ทุกแห่ง,,,",
        "อบต.ก,,จ.ค,จังหวัด,,,แถวนี้ของทั้งจังหวัด",
        "อบต.ก,อ.ข,,อำเภอ,,,",
        "อบต.ก,อ.ข,จ.ค,ทั้งสอง,,,",
    )
    rows = [("อบต.ก", "ข", "จังหวัดค"), ("อบต.ก", "ข", "ง"), ("อบต.ก", "", "ค"), ("อบต.ก", "", "")]
    assert [row[0] for row in applied(path, *rows)] == ["ทั้งสอง", "อำเภอ", "จังหวัด", "ทุกแห่ง"]


def test_a_row_bound_to_a_place_leaves_other_places_alone(tmp_path: Path) -> None:
    path = file_of(tmp_path, PLACES, "อบต.ก,,ค,อบต.ตัวอย่าง,,,")
    assert applied(path, ("อบต.ก", "", "ง")) == [("อบต.ก", "", "ง")]


def test_the_replaced_columns_are_parsed_as_if_they_stood_in_the_sheet(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, "สำนักฯ,อบต.ตัวอย่าง อ.สมมติ,,สมมติ")
    names = pd.Series(["สำนักฯ", "อบต.ก"], dtype="str", index=[3, 3])
    columns = read_agency_map(path).apply(names, ["", ""], ["", "ค"])
    assert parse_agencies(*columns)["agency_id"].tolist() == [
        "องค์การบริหารส่วนตำบลตัวอย่าง · สมมติ · สมมติ",
        "องค์การบริหารส่วนตำบลก · ค",
    ]
    assert names.tolist() == ["สำนักฯ", "อบต.ก"]


def test_without_a_file_nothing_changes(tmp_path: Path) -> None:
    assert applied(tmp_path / "agencies.csv", ("อบต.ก", "ข", "ค")) == [("อบต.ก", "ข", "ค")]
    assert read_header_map(tmp_path / "headers.csv").to_dict("list") == {"field": [], "word": []}


def test_the_same_answer_twice_is_one_answer(tmp_path: Path) -> None:
    path = file_of(tmp_path, HEADER, "อบต.ก,อบต.ข,,", "อบต ก,อบต.ข,,")
    assert applied(path, ("อบต.ก", "", ""))[0][0] == "อบต.ข"


BROKEN_AGENCIES = [
    # lines, what the sentence must name
    (["written,district", "อบต.ก,ข"], ["แถว 1", "agency", "ไม่มีคอลัมน์"]),
    ([""], ["แถว 1", "written", "ไม่มีคอลัมน์"]),
    (["written,agency,distrct", "อบต.ก,ข,ค"], ["แถว 1", "distrct", "district"]),  # a typing error is not ignored
    (["written,agency,agency", "อบต.ก,ข,ค"], ["แถว 1", "agency", "ซ้ำ"]),
    ([HEADER, "อบต.ก,อบต.ข,,", ",อบต.ง,,"], ["แถว 3", "written", "ว่าง"]),
    ([HEADER, "–,อบต.ข,,"], ["แถว 2", "written", "ว่าง"]),  # punctuation alone would match every dash
    ([HEADER, "อบต.ก,,,"], ["แถว 2", "agency", "ว่าง"]),
    ([HEADER, "อบต.ก,อบต.ข,,", "", "อบต ก,อบต.ค,,"], ["แถว 4", "written", "แถว 2", "อบต ก"]),
    ([HEADER, "อบต.ก,อบต.ข,ค,ง,จ"], ["แถว 2", "เกินหัวตาราง"]),
]


@pytest.mark.parametrize(("lines", "words"), BROKEN_AGENCIES)
def test_a_broken_map_is_one_sentence_with_row_and_column(tmp_path: Path, lines: list[str], words: list[str]) -> None:
    path = file_of(tmp_path, *lines)
    with pytest.raises(ItaError) as error:
        read_agency_map(path)
    assert [word for word in ["agencies.csv", *words] if word not in str(error.value)] == []


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "agencies.csv"
    path.write_bytes(b"PK\x03\x04\0\0")
    with pytest.raises(ItaError, match=r"agencies\.csv"):
        read_agency_map(path)
    with pytest.raises(ItaError, match="CSV"):
        read_agency_map(tmp_path)  # a folder


def test_header_words_of_an_office(tmp_path: Path) -> None:
    path = file_of(
        tmp_path, "field,word,note", "agency,ชื่อส่วนราชการ,ของเรา", "score, ผล\u200bประเมินรวม ,", name="headers.csv"
    )
    assert read_header_map(path).to_dict("list") == {
        "field": ["agency", "score"],
        "word": ["ชื่อส่วนราชการ", "ผลประเมินรวม"],
    }


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        (["field", "agency"], ["แถว 1", "word"]),
        (["field,word", "agncy,ชื่อ"], ["แถว 2", "field", "agncy", "agency, ", "province"]),
        (["field,word", "agency,"], ["แถว 2", "word", "ว่าง"]),
        (["field,word", "agency,ชื่อ", "score,ชื่ อ"], ["แถว 3", "word", "สองความหมาย"]),
    ],
)
def test_a_broken_list_of_headers_is_refused(tmp_path: Path, lines: list[str], words: list[str]) -> None:
    with pytest.raises(ItaError) as error:
        read_header_map(file_of(tmp_path, *lines, name="headers.csv"))
    assert [word for word in ["headers.csv", *words] if word not in str(error.value)] == []
