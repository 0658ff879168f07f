"""How many people must answer: every cell of the table, the running text, and what an office still lacks."""

from pathlib import Path

import pandas as pd
import pytest
from answer_frames import NAME, full
from commands import run

from itaanalysis.analysis import compare_samples, count_respondents
from itaanalysis.errors import ItaError
from itaanalysis.frames import SAMPLES, make_frame
from itaanalysis.rulebook import minimum_sample


def least(kind: str, instrument: str, rule: str, **told: object) -> tuple[object, str]:
    """The minimum (None: cannot be told) and the size of one instrument and rule."""
    rows = minimum_sample(kind, **told).set_index(["instrument", "rule"])  # type: ignore[arg-type]
    number = rows["minimum"][instrument, rule]
    return None if pd.isna(number) else int(number), rows["size"][instrument, rule]


IIT_TABLE = [
    # type, people inside, fewest answers, size: both sides of each boundary
    *[("อบจ.", 0, 0, "เล็ก"), ("อบจ.", 29, 29, "เล็ก"), ("อบจ.", 30, 30, "เล็ก"), ("อบจ.", 31, 30, "เล็ก")],
    *[("อบจ.", 300, 30, "เล็ก"), ("อบจ.", 301, 31, "กลาง"), ("อบจ.", 310, 31, "กลาง"), ("อบจ.", 311, 32, "กลาง")],
    *[("อบจ.", 500, 50, "กลาง"), ("อบจ.", 501, 51, "ใหญ่"), ("อบจ.", 1000, 100, "ใหญ่"), ("อบจ.", 1001, 101, "ใหญ่")],
    *[("เทศบาลตำบล", 29, 29, "เล็ก"), ("เทศบาลตำบล", 30, 30, "เล็ก"), ("เทศบาลตำบล", 100, 30, "เล็ก")],
    *[("เทศบาลเมือง", 101, 30, "กลาง"), ("เทศบาลนคร", 500, 30, "กลาง"), ("เทศบาลนคร", 501, 51, "ใหญ่")],
    *[("เทศบาลนคร", 1000, 100, "ใหญ่"), ("เทศบาลนคร", 1001, 101, "ใหญ่")],
    *[("อบต.", 1, 1, "เล็ก"), ("อบต.", 30, 30, "เล็ก"), ("อบต.", 31, 30, "กลาง"), ("อบต.", 301, 30, "กลาง")],
    *[("อบต.", 500, 30, "กลาง"), ("อบต.", 501, 51, "ใหญ่"), ("อบต.", 3000, 300, "ใหญ่")],
    *[("เมืองพัทยา", 500, None, ""), ("เมืองพัทยา", 501, 51, "ใหญ่"), ("เมืองพัทยา", 1001, 101, "ใหญ่")],
]


@pytest.mark.parametrize(("kind", "people", "minimum", "size"), IIT_TABLE)
def test_the_table_for_those_inside(kind: str, people: int, minimum: int | None, size: str) -> None:
    assert least(kind, "IIT", "table", internal=people) == (minimum, size)


EIT_TABLE = [
    *[
        (kind, size, number)
        for kind in ("อบจ.", "เทศบาลตำบล", "อบต.")
        for size, number in (("เล็ก", 30), ("กลาง", 50), ("ใหญ่", 100))
    ],
    ("เมืองพัทยา", "ใหญ่", 100),
]


@pytest.mark.parametrize(("kind", "size", "minimum"), EIT_TABLE)
def test_the_table_for_those_outside(kind: str, size: str, minimum: int) -> None:
    assert least(kind, "EIT", "table", external_size=size) == (minimum, size)
    assert least(kind, "EIT", "table", external_size=size, internal=45) == (minimum, size), "the size that is told"


@pytest.mark.parametrize(("people", "minimum", "size"), [(30, 30, "เล็ก"), (31, 50, "กลาง"), (501, 100, "ใหญ่")])
def test_without_a_size_the_table_goes_by_that_of_the_agency(people: int, minimum: int, size: str) -> None:
    assert least("อบต.", "EIT", "table", internal=people) == (minimum, size)


TEXT = [(0, 0), (1, 1), (29, 29), (30, 30), (31, 30), (300, 30), (301, 31), (500, 50), (501, 51), (990, 99), (991, 100)]


@pytest.mark.parametrize(("people", "minimum"), [*TEXT, (1000, 100), (1001, 100), (3000, 100)])
def test_the_running_text_is_one_rule_for_both(people: int, minimum: int) -> None:
    assert least("อบต.", "IIT", "text", internal=people) == (minimum, "")
    assert least("อบจ.", "EIT", "text", external=people) == (minimum, "")


def test_what_is_not_known_is_not_guessed() -> None:
    rows = minimum_sample("อบต.").set_index(["instrument", "rule"])
    assert rows["minimum"].isna().all()
    assert rows["why"].str.startswith("ทราบเมื่อบอก").all()
    assert least("อบต.", "EIT", "text", internal=45, external_size="เล็ก")[0] is None


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"internal": 505}, "อบต.ขนาดใหญ่: ร้อยละ 10 ของ 505 คน = 50.5 ปัดขึ้นเป็น 51 คน; อย่างน้อย 30 คน"),
        ({"internal": 510}, "อบต.ขนาดใหญ่: ร้อยละ 10 ของ 510 คน = 51 คน; อย่างน้อย 30 คน"),
        ({"internal": 26}, "อบต.ขนาดเล็ก: ทุกคน (26 คน)"),
        ({"internal": 45}, "อบต.ขนาดกลาง: 30 คน"),
    ],
)
def test_the_number_says_how_it_comes_about(told: dict[str, int], why: str) -> None:
    assert minimum_sample("อบต.", **told)["why"].iloc[0] == why  # type: ignore[arg-type]


def test_a_number_out_of_a_frame_is_written_as_people_are_counted() -> None:
    assert minimum_sample("อบต.", internal=26.0)["why"].iloc[0] == "อบต.ขนาดเล็ก: ทุกคน (26 คน)"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "told", "sentence"),
    [
        ("กรม", {}, "ไม่มีเกณฑ์จำนวนผู้ตอบของหน่วยงานประเภท “กรม”; ประเภทที่มีเกณฑ์: อบจ., เทศบาล, อบต., เมืองพัทยา"),
        ("", {}, "ไม่มีเกณฑ์"),
        ("อบต.", {"external_size": "โต"}, "ตารางไม่มีขนาด “โต” ของอบต.; ขนาดที่มี: เล็ก, กลาง, ใหญ่"),
        ("เมืองพัทยา", {"external_size": "เล็ก"}, "ขนาดที่มี: ใหญ่"),
        ("อบต.", {"internal": -1}, "จำนวนคนต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป; พบ -1"),
        ("อบต.", {"internal": 26.5}, "จำนวนเต็มตั้งแต่ 0 ขึ้นไป; พบ 26.5"),
        ("อบต.", {"external": -1}, "จำนวนคนต้องเป็นจำนวนเต็มตั้งแต่ 0 ขึ้นไป; พบ -1"),
    ],
)
def test_what_has_no_rule_gets_a_sentence(kind: str, told: dict[str, object], sentence: str) -> None:
    with pytest.raises(ItaError, match=sentence):
        minimum_sample(kind, **told)  # type: ignore[arg-type]


# population, minimum, answers, response rate


def samples(*rows: tuple[str, int | None, int | None], name: str = NAME) -> pd.DataFrame:
    return make_frame([(2565, name, *row, "a.xlsx#s!A1") for row in rows], SAMPLES)


def test_answers_beside_both_minimums() -> None:
    table = compare_samples(samples(("IIT", 350, 33), ("EIT", 3000, 70)))
    found = table.set_index(["instrument", "rule"])
    assert found["minimum"].to_dict() == {
        **{("IIT", "table"): 30, ("IIT", "text"): 35},
        **{("EIT", "table"): 50, ("EIT", "text"): 100},
    }
    assert list(found["missing"]) == [0, 2, 0, 30]
    assert found["response_rate"]["IIT", "table"] == pytest.approx(100 * 33 / 350)
    assert list(found["population"]) == [350, 350, 3000, 3000]


def test_more_answers_than_people_are_told() -> None:
    told = compare_samples(samples(("IIT", 26, 30), ("EIT", None, 30))).set_index(["instrument", "rule"])["why"]
    assert told.str.contains("ผู้ตอบมากกว่าจำนวนทั้งหมด").tolist() == [True, True, False, False]


def test_unknown_numbers_stay_unknown() -> None:
    table = compare_samples(samples(("IIT", None, 12))).set_index(["instrument", "rule"])
    assert table[["minimum", "missing", "population", "response_rate"]].isna().all(axis=None)
    assert table["answers"]["IIT", "table"] == 12
    assert pd.isna(table["answers"]["EIT", "table"])
    told = compare_samples(samples(("EIT", None, 12)), external_size="เล็ก").set_index(["instrument", "rule"])
    assert told["missing"]["EIT", "table"] == 18


def test_an_agency_of_a_type_without_rule_is_told_so_among_the_others() -> None:
    both = pd.concat([samples(("IIT", 45, 30)), samples(("IIT", 45, 30), name="กรมตัวอย่าง")], ignore_index=True)
    table = compare_samples(both)
    assert table["minimum"].notna().groupby(table["agency_id"]).sum().to_dict() == {NAME: 3, "กรมตัวอย่าง": 0}
    assert table.loc[table["agency_id"] == "กรมตัวอย่าง", "why"].str.contains("ไม่มีเกณฑ์").all()
    assert compare_samples(both, agency_type="อบต.")["minimum"].notna().sum() == 6


def test_respondents_are_counted_as_a_samples_frame() -> None:
    answers = pd.concat([full(12, 3), full(7, 3, instrument="EIT")], ignore_index=True)
    counted = count_respondents(answers, population={"IIT": 26})
    assert list(counted) == SAMPLES
    found = counted.set_index("instrument")
    assert found["answers"].to_dict() == {"IIT": 12, "EIT": 7}
    assert found["population"]["IIT"] == 26
    assert pd.isna(found["population"]["EIT"])
    assert found["source"]["IIT"] == "a.xlsx#Form1!A2:P13"
    assert list(compare_samples(counted)["missing"].dropna()) == [14, 14, 23]


def test_a_population_is_of_one_agency() -> None:
    answers = pd.concat([full(3, 3), full(3, 3, name="อบต.อื่น")], ignore_index=True)
    assert len(count_respondents(answers)) == 2
    with pytest.raises(ItaError, match="population is of one agency"):
        count_respondents(answers, population={"IIT": 26})


def test_a_population_of_no_instrument_is_refused() -> None:
    with pytest.raises(ItaError, match="population is of IIT and EIT; found iit"):  # not taken as unknown
        count_respondents(full(12, 3), population={"iit": 26})


# ita samples


def test_the_command_says_how_many_are_missing(tmp_path: Path) -> None:
    done = run("samples", "--agency", "อบต.ตัวอย่าง", "--internal", "350", "--iit-answers", "33", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("IIT ตามตาราง: ต้องการ 30 คน มีแล้ว 33 คน ครบแล้ว")
    assert lines[1].startswith("IIT ตามข้อความ: ต้องการ 35 คน มีแล้ว 33 คน ขาดอีก 2 คน")
    assert lines[2] == "IIT: สองเกณฑ์ไม่ตรงกัน แสดงไว้ทั้งคู่ ยึดตารางเป็นหลัก"
    assert lines[3].startswith("EIT ตามตาราง: ต้องการ 50 คน มีแล้ว 0 คน ขาดอีก 50 คน")
    assert lines[4].startswith("EIT ตามข้อความ: ยังบอกไม่ได้")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--type", "กรม"), "ไม่มีเกณฑ์จำนวนผู้ตอบของหน่วยงานประเภท “กรม”"),
        ((), "อย่างใดอย่างหนึ่ง"),
        (("--type", "อบต.", "--agency", "อบต.ตัวอย่าง"), "อย่างใดอย่างหนึ่ง"),
    ],
)
def test_the_command_refuses_with_a_sentence(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = run("samples", *words, cwd=tmp_path)
    assert done.returncode != 0
    assert told in done.stderr
    assert "Traceback" not in done.stderr
