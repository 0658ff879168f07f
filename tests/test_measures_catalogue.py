"""The catalogue of measures: the file in the package, and what stops a broken one."""

import re

import pandas as pd
import pytest

from itaanalysis.errors import ItaError
from itaanalysis.measures._catalogue import catalogue, load_catalogue, parse_item_codes
from itaanalysis.measures._match import area_measures, item_measure
from itaanalysis.rulebook import rulebook

GOOD = {
    **{"catalogue_id": "M09-99", "indicator": "9", "item_codes": "o1@2565", "measure_th": "ทำ", "steps_th": "ก | ข"},
    **{"responsible_th": "สำนักปลัด", "period_th": "ไตรมาส 1", "follow_up_th": "รายงาน", "basis": "observed"},
    **{"first_quarter": "1", "last_quarter": "2", "only_if": ""},
}
CODES = [
    ("o1@2565", {2565: {"o1"}}, set()),
    ("o1@2563-2565", {2563: {"o1"}, 2564: {"o1"}, 2565: {"o1"}}, set()),
    ("o1-o3@2565 o2@2566", {2565: {"o1", "o2", "o3"}, 2566: {"o2"}}, set()),
    ("OIT", {}, {"OIT"}),
    ("IIT EIT", {}, {"IIT", "EIT"}),
]
BROKEN = [
    ({"item_codes": "o1@"}, "'o1@'"),
    ({"item_codes": "o1"}, "'o1'"),
    ({"item_codes": "o3-o1@2565"}, "runs backwards"),
    ({"item_codes": "o1@2566-2565"}, "runs backwards"),
    ({"item_codes": "o1-i3@2565"}, "'o1-i3@2565'"),
    ({"item_codes": "o44@2565"}, "the tree of 2565 has no item o44"),
    ({"item_codes": "o36@2567"}, "the tree of 2567 has no item o36"),
    ({"item_codes": "o1@2570"}, "no rules are known for 2570"),
    ({"item_codes": ""}, "item_codes is empty"),
    ({"first_quarter": "3"}, "in order"),
    ({"last_quarter": "5"}, "1 to 4"),
    ({"first_quarter": ""}, "1 to 4"),
    ({"basis": "guessed"}, "basis 'guessed'"),
    ({"only_if": "never"}, "only_if 'never'"),
    ({"indicator": "11"}, "indicator '11'"),
    ({"responsible_th": " "}, "responsible_th is empty"),
    ({"steps_th": ""}, "steps_th is empty"),
]
# year, item: its measure
BEST = [
    (2565, "o42", "M10-05"),
    (2565, "o43", "M10-06"),
    (2565, "o34", "M10-01"),
    (2565, "o36", "M10-02"),
    (2565, "o41", "M10-03"),
    (2565, "o38", "M10-04"),
    (2565, "o1", "M09-03"),
    (2565, "o19", "M09-04"),
    (2565, "o9", "M09-01"),
    (2566, "o40", "M10-04"),
    (2565, "i12", "M02-02"),
    (2565, "e13", "M08-03"),
    # years that the catalogue does not name: by title
    (2567, "o34", "M10-05"),
    (2567, "o35", "M10-06"),
    (2567, "o26", "M10-01"),
    (2567, "o13", "M09-07"),
    (2568, "o27", "M10-05"),
    (2568, "o18", "M09-06"),
    # named by no measure of its year but the clinic for repeated failures: by its title in 2565
    (2564, "o34", "M10-01"),
]


def test_file_loads_and_ids_are_unique():
    ids = [measure.catalogue_id for measure in catalogue()]
    assert len(ids) == len(set(ids)) == 66
    assert all(re.fullmatch(r"M\d\d-\d\d", name) for name in ids)


@pytest.mark.parametrize("measure", catalogue(), ids=lambda measure: measure.catalogue_id)
def test_every_row_is_usable(measure):
    assert measure.steps
    assert all("|" not in step for step in measure.steps)
    assert 1 <= measure.quarters[0] <= measure.quarters[1] <= 4
    for year, codes in measure.items.items():
        assert codes <= set(rulebook(year).tree["code"])


@pytest.mark.parametrize("indicator", [str(number) for number in range(1, 11)])
def test_every_indicator_has_a_measure_in_every_year(indicator):
    for year in range(2562, 2569):
        assert all(measure.indicator == indicator for measure in area_measures(year, indicator))
        assert area_measures(year, indicator)


@pytest.mark.parametrize(("text", "items", "instruments"), CODES)
def test_item_codes(text, items, instruments):
    assert parse_item_codes(text, "M09-99") == (items, instruments)


def test_a_good_row_loads():
    (measure,) = load_catalogue(pd.DataFrame([GOOD]))
    assert measure.steps == ("ก", "ข")
    assert measure.quarters == (1, 2)


@pytest.mark.parametrize(("change", "told"), BROKEN)
def test_a_broken_row_is_named(change, told):
    with pytest.raises(ItaError, match=re.escape(told)) as caught:
        load_catalogue(pd.DataFrame([GOOD | change]))
    assert "catalogue.csv, row M09-99" in str(caught.value)


def test_the_same_id_twice():
    with pytest.raises(ItaError, match="M09-99: the same catalogue_id twice"):
        load_catalogue(pd.DataFrame([GOOD, GOOD]))


@pytest.mark.parametrize(("year", "code", "expected"), BEST)
def test_best_measure_of_an_item(year, code, expected):
    measure = item_measure(year, code)
    assert measure is not None
    assert measure.catalogue_id == expected


def test_no_item_draws_the_clinic_for_repeated_failures():
    for year in range(2562, 2569):
        tree = rulebook(year).tree
        drawn = {item_measure(year, code) for code in tree.loc[tree["level"] == "item", "code"]}
        assert "M10-07" not in {measure.catalogue_id for measure in drawn if measure}


def test_an_unknown_indicator_9_starts_with_owners_for_every_item():
    assert [measure.catalogue_id for measure in area_measures(2565, "9")[:3]] == ["M09-01", "M09-02", "M09-08"]


def test_widest_coverage_is_in_points_of_the_plan_year():
    # 10.2 of 2566 holds o39-o41 (2 points each): more than the three items of 10.1 (1.25 each).
    assert [measure.catalogue_id for measure in area_measures(2565, "10")[:2]] == ["M10-04", "M10-01"]


def test_the_total_takes_general_measures_only():
    assert [measure.catalogue_id for measure in area_measures(2565, "ITA")] == ["M00-02"]
    below = [code for code in rulebook(2565).tree["code"] if code != "ITA"]
    assert all(measure.indicator != "*" for code in below for measure in area_measures(2565, code))


# Text that tells respondents what to answer, picks them, or tells who answered. What is forbidden by the same words
# (ไม่…, ห้าม…, โดยไม่…) is no coaching.
COACHING = re.compile(
    r"(?<!ไม่)(?<!ห้าม)(?:"
    r"ชี้นำ(?:คำตอบ|ผู้ตอบ|การตอบ)|แนะ(?:นำ)?(?:แนว|วิธี|คำ|การ)(?:ทาง)?(?:การ)?ตอบ|ซักซ้อม(?:การ|คำ|แนว)?ตอบ|เฉลย"
    r"|ตอบ(?:ให้|ว่า|เป็น)?(?:ได้)?(?:คะแนน)?(?:เต็ม|สูง|ดี|มากที่สุด|ทางบวก|เชิงบวก|เห็นด้วย)"
    r"|เลือก(?:เฉพาะ)?(?:ผู้ตอบ|กลุ่มผู้ตอบ|คนใกล้ชิด|คนที่ไว้ใจ|ผู้ที่(?:พอใจ|พึงพอใจ))|คัด(?:เลือก|กรอง)?ผู้ตอบ"
    r"|ตอบแบบ(?:วัด|สำรวจ)?แทน|ตอบแทน(?:ผู้|ประชาชน|กัน)|(?:รายงาน|แจ้ง|ตรวจสอบ|เก็บ)(?:ราย)?ชื่อผู้(?:ที่)?ตอบ"
    r"|(?:ของขวัญ|รางวัล|ค่าตอบแทน)(?:แก่|ให้)?ผู้ตอบ)"
)
COACHED = [
    *("ชี้นำคำตอบแก่บุคลากร", "แนะแนวทางการตอบแบบวัด", "แนะนำวิธีตอบ", "ซักซ้อมการตอบแบบวัด IIT", "ขอให้ตอบมากที่สุดทุกข้อ"),
    *("ให้ตอบเชิงบวก", "เลือกผู้ตอบที่พอใจบริการ", "เลือกเฉพาะคนใกล้ชิด", "คัดเลือกผู้ตอบ", "ตอบแบบวัดแทนประชาชน"),
    *("รายงานรายชื่อผู้ตอบต่อปลัด", "แจกของขวัญให้ผู้ตอบ", "เก็บชื่อผู้ที่ตอบแล้ว"),
]
PLAIN = [
    *("เชิญชวนตอบแบบวัดให้ทั่วถึงโดยไม่ชี้นำคำตอบ", "ไม่เลือกเฉพาะคนใกล้ชิด", "ห้ามรายงานชื่อผู้ตอบ"),
    *("งดให้สิ่งตอบแทน", "ซักซ้อมองค์ประกอบที่มักตก", "รวมคำถามที่พบบ่อยและคำตอบที่กองรับรอง", "กำหนดเวลาตอบกลับและผู้ตอบ"),
    *("ใช้เกณฑ์คัดเลือกผู้เข้าอบรม", "ประกาศค่าตอบแทนตามระเบียบ"),
]


@pytest.mark.parametrize("text", COACHED)
def test_the_check_for_coaching_finds_what_it_should(text):
    assert COACHING.search(text)


@pytest.mark.parametrize("text", PLAIN)
def test_the_check_for_coaching_leaves_the_rest_alone(text):
    assert not COACHING.search(text)


def test_no_measure_coaches_or_picks_respondents():
    for measure in catalogue():
        for text in (measure.measure, *measure.steps, measure.responsible, measure.period, measure.follow_up):
            assert not COACHING.search(text), f"{measure.catalogue_id}: {text}"


def test_no_text_holds_the_number_of_an_item():
    # They change from year to year: o42 of 2566 is o34 of 2567.
    texts = [text for one in catalogue() for text in (one.measure, *one.steps, one.period, one.follow_up)]
    assert [text for text in texts if re.search(r"(?<![A-Za-z])[ioe]\d", text)] == []


def test_nobody_is_named_as_responsible():
    # a unit or a post, never a person
    for measure in catalogue():
        assert not re.search(r"(?:^|\s)(?:นาย|นาง|นางสาว|ว่าที่ร้อยตรี)(?!ก)\s?[ก-ฮ]", measure.responsible)
