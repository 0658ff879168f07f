"""Which node a text names: by number, by name, with a slip of the typist; and what only looks like one."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.exports.words._spelling import SHORTEST, edits, within_one_edit
from itaanalysis.exports.words._word_lists import key_of, node_names
from itaanalysis.exports.words._words import Node, is_look_alike, look_alike, node_of
from itaanalysis.thai import match_key, thai_digits

#: As printed in real reports: code, the text, a note. A code `NOT-ITA10` is another assessment; an empty one stands for
#: the number that the text ends with.
with (Path(__file__).parent / "indicator-name-variants.csv").open(encoding="utf-8-sig", newline="") as file:
    VARIANTS = [(row["indicator"], row["as_printed"]) for row in csv.DictReader(file)]
assert len(VARIANTS) > 60


@pytest.mark.parametrize(("code", "text"), [row for row in VARIANTS if row[0] != "NOT-ITA10"])
def test_every_spelling_found_in_reports_is_known(code, text):
    assert node_of(text) == Node(code or text[-1])


@pytest.mark.parametrize("text", [text for code, text in VARIANTS if code == "NOT-ITA10"])
def test_every_look_alike_found_in_reports_is_refused(text):
    assert node_of(text) is None
    assert is_look_alike(text)


KNOWN = {
    "1": [
        "1", "๑)", "1.", "(1)", "01", "ข้อ 1", "ข้อที่ ๑", "ด้านที่ 1", "Indicator 1", "INDICATOR 1",
        "ตัวชี้วัด 1", "ตชว. 1", "ตชว.ที่ ๑",
    ],
    "2": [
        "2. การใช้งบประมาณ", "๒ – การใช้งบประมาณ", "ด้านการใช้งบประมาณ", "คะแนนการใช้งบประมาณ",
        "การใช้งบประมาณ ปี 2565",
    ],
    "3": [
        "ตัวชี ้วัดที่ 3", "ตัวชี้วัดที่ 3 (IIT)", "การใช้อำนาจ (เต็ม 100 คะแนน)",
        "การใช้อำนาจ (ตัวชี้วัดที่ 3)",
    ],
    "4": [
        "การใช้ทรัพย์สินของราชการ (Asset Misappropriation)", "4. (Asset Misappropriation)",
        "(Asset Misappropriation)",
    ],
    "5": ["การเเก้ไขปัญหาการทุจริต", "การแก้ไขปัญหา\nการทุจริต"],  # แ typed as two เ
    "7": ["ัตว ้ีชวัด ี่ท 7", "ัตว ้ีชวัด ี่ท 7 ประ ิส ิทธภาพการ ื่สอสาร", "ประส ิทธ ิภาพการส ื่อสาร"],
    "10": ["๑๐.", "ัตว ้ีชวัด ี่ท 10", "ตัวชี้วัดที่ ๑๐ การป้องกันการทุจริต (ร้อยละ)"],
    "9.1": [
        "9.1", "๙.๑", "ตัวชี้วัดย่อยที่ 9.1", "9.1 ข้อมูลพื้นฐาน", "ข้อมูลพื้นฐาน", "1) ข้อมูลพื้นฐาน",
        "ตัวชี้วัดที่ 9 ข้อมูลพื้นฐาน",
    ],
    "9.3": ["9.3 การบริหารเงินงบประมาณ", "9.3 การจัดซื้อจัดจ้าง"],  # the name changed in 2566
    "9.5": ["การส่งเสริมความโปร่งใส"],  # holds the name of an index of 2561
    "10.2": [
        "10.2", "ตัวชี้วัดย่อยที่ ๑๐.๒ มาตรการภายในเพื่อป้องกันการทุจริต",
        "มาตรการส่งเสริมคุณธรรมและความโปร่งใส",
    ],
    "IIT": [
        "IIT", "แบบ IIT", "IIT (30)", "IIT (ร้อยละ 30)", "IIT 30.00 %", "คะแนน (IIT)", "1. แบบวัด IIT",
        "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน (Internal Integrity and Transparency Assessment: IIT)",
    ],
    "EIT": ["๒) แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายนอก (EIT)", "แบบวัดการรับรู้ภายนอก"],
    "OIT": ["OIT", "OIT (ร้อยละ 40)", "แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)"],
    "ITA": ["รวม", "คะแนนรวม", "ITA", "คะแนน ITA", "คะแนน ITA (ปี 2563)", "ผลการประเมินภาพรวม", "คะแนนเฉลี่ยรวม"],
    "i1": ["i1", "I01", "I 1", "(I1)", "i1. ปฏิบัติงานตามขั้นตอน"],
    "e7": ["E7", "e.7", "ข้อ E7"],
    "o42": [
        "o42", "o.42", "O 42", "O-42", "ข้อ o42", "o๔๒",
        "O42 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in KNOWN.items() for text in texts])
def test_a_node_is_known_by_its_number_or_its_name(code, text):
    assert node_of(text) == Node(code)


CONFLICTS = [
    ("ตัวชี้วัดที่ 3 การใช้งบประมาณ", "2"),
    ("๓. การใช้งบประมาณ", "2"),
    ("2. ตัวชี้วัดที่ 1", "1"),
    ("10.1 ข้อมูลพื้นฐาน", "9.1"),
    ("ตัวชี้วัดที่ 10 ข้อมูลพื้นฐาน", "9.1"),
    ("ตัวชี้วัดที่ 1 (EIT)", "1"),  # indicator 1 belongs to IIT
    ("การป้องกันการทุจริต (o34)", "10"),
    ("การใช้งบประมาณ (Open Data)", "2"),
    ("ัตว ้ีชวัด ี่ท 3 การใช้งบประมาณ", "2"),
]


@pytest.mark.parametrize(("text", "code"), CONFLICTS)
def test_a_number_or_gloss_of_another_node_is_a_conflict(text, code):
    assert node_of(text) == Node(code, conflict=True)


NO_NODES = {
    "a number without a name that belongs to it": [
        "ตัวชี้วัดที่ 11", "ตัวชี้วัดที่ 3 การบริหารงานทั่วไป", "9.1 อื่น ๆ", "0", "1 2",
    ],
    "a number that is a quantity": [
        "96.10", "9.5%", "10 %", "10 คะแนน", "5 คน", "1.00", "1/2565", "๑๐๐", "10,000", "9.41",
    ],
    "a range or a list of codes": [
        "ตัวชี้วัดที่ 1-5", "ข้อ 1 – 5", "ตัวชี้วัดที่ 1 ถึง 5", "o1 - o33", "o1–33", "o1, o2", "1, 2",
    ],
    "a score, which must not be lost": [
        "การใช้งบประมาณ (91.2)", "การใช้งบประมาณ (100 คะแนน)", "IIT 91.68", "การใช้งบประมาณ 5",
    ],
    "another quantity of the node": [
        "การใช้งบประมาณ (อันดับ)", "การใช้อำนาจ (น้ำหนัก)", "จำนวนผู้ตอบ (IIT)", "ประชากร EIT",
    ],
    "a text that holds a name": [
        "คุณภาพการดำเนินงานของครู", "แผนปฏิบัติการป้องกันการทุจริต", "รวมไทยพัฒนา", "ไม่ใช่การใช้อำนาจ",
        "หมายเหตุ",
        "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)", "ภายใน", "ภายนอก", "ITAS",
    ],
    "a letter and a number that are no item": ["E-Service 2", "o0", "O2O", "i1.5", "o4.2.1", "e1/2565", "IT 5"],
    "an agency": ["อบต.ตัวอย่าง", "1. เทศบาลตำบลสมมติ", "อบต.ตัวอย่าง (แห่งที่ 2)", "เขต 1"],
    "nothing": ["", " ", "-", "( )", "."],
}  # fmt: skip


@pytest.mark.parametrize("text", [text for texts in NO_NODES.values() for text in texts])
def test_what_only_looks_like_a_node_is_unknown(text):
    assert node_of(text) is None


MENDED = [
    ("การใช้งบประมาฌ", "2", "การใช้งบประมาณ"),  # another letter
    ("การใชงบประมาณ", "2", "การใช้งบประมาณ"),  # a tone mark less
    ("การใช้งบบประมาณ", "2", "การใช้งบประมาณ"),  # a letter more
    ("การใช้งปบระมาณ", "2", "การใช้งบประมาณ"),  # two exchanged
    ("๓. การใช้อานาจ", "3", "การใช้อำนาจ"),
    ("การใช้อา นาจ", "3", "การใช้อำนาจ"),  # ำ split by a PDF copy
    ("ด้านคุณภาพการดำเนินการ", None, ""),  # งาน to การ: two letters
    ("การแก้ไขป\ufffdญหาการทุจริต", "5", "การแก้ไขปัญหาการทุจริต"),
    ("การใช้ทรัพย์สินทางราชกาล", "4", "การใช้ทรัพย์สินของราชการ"),  # told by the official name, not the variant
    ("9.3 การจัดซื้อจัดจาง", "9.3", "การจัดซื้อจัดจ้าง"),  # two official names: the one meant
    ("Bribery Fruad", "1", "การปฏิบัติหน้าที่"),
    ("แบบวัดการรับรูของผู้มีส่วนได้ส่วนเสียภายนอก (EIT)", "EIT", "แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนอก"),
    ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายนก", None, ""),  # half way to ภายใน
    ("คะแนนร่วม", None, ""),  # one letter from คะแนนรวม, but other words are near as well
    ("OTI", None, ""),  # too short to be mended
    ("การใช้งบประมาณ2", None, ""),  # a digit is no slip of a letter
]


@pytest.mark.parametrize(("text", "code", "name"), MENDED)
def test_one_slip_is_mended_where_no_other_name_is_near(text, code, name):
    assert node_of(text) == (Node(code, mended=name) if code else None)


def test_a_mended_name_with_another_number_is_a_conflict():
    assert node_of("ตัวชี้วัดที่ 3 การใช้งบประมาฌ") == Node("2", conflict=True, mended="การใช้งบประมาณ")


LOOK_ALIKES = {
    "MOIT": ["การเปิดเผยข้อมูล (MOIT)", "O1 MOIT 1", "MOIT", "MOIT 1", "moit22", "9. MOIT 14 การเปิดเผยข้อมูล", "โรงพยาบาล"],
    "2561": [
        "ความโปร่งใส", "1. ความโปร่งใส", "๑) ความโปร่งใส", "ดัชนีความโปร่งใส", "ดัชนีที่ ๑ ความโปร่งใส",
        "ความโปร่งใส (Transparency Index)",
        "ความพร้อมรับผิด", "ดัชนีที่ 2 ความพร้อมรับผิด", "Accountability Index",
        "ความปลอดจากการทุจริตในการปฏิบัติงาน",
        "วัฒนธรรมคุณธรรมในองค์กร (Integrity Culture Index)", "คุณธรรมการทำงานในหน่วยงาน",
    ],
    "ของสถานศึกษา": [
        "โรงเรียน", "ชื่อโรงเรียน", "สถานศึกษา", "วิทยาลัย",
        "การประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของสถานศึกษาออนไลน์",
    ],
    "เขตพื้นที่การศึกษา": [
        "สพท.", "เขตพื้นที่การศึกษา",
        "ผลการประเมินในการดำเนินงานของเขตพื้นที่การศึกษาออนไลน์ (ITA Online)",
    ],
    "สถานีตำรวจ": ["สถานีตำรวจ"],
}  # fmt: skip


@pytest.mark.parametrize(("what", "text"), [(what, text) for what, texts in LOOK_ALIKES.items() for text in texts])
def test_another_assessment_is_named(what, text):
    assert what in look_alike(text)
    assert node_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        # Rows of ordinary lists: agencies that the national assessment holds too.
        *("สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสมมติ เขต 1", "โรงเรียนนายร้อยสมมติ", "วิทยาลัยเทคนิคตัวอย่าง", "โรงพยาบาลตัวอย่าง"),
        *("การส่งเสริมความโปร่งใส", "มาตรการส่งเสริมคุณธรรมและความโปร่งใส", "การใช้อำนาจ", "คะแนน", "หน่วยงาน", "", "1"),
        "ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)",
    ],
)
def test_an_agency_or_a_title_of_this_assessment_is_no_look_alike(text):
    assert look_alike(text) == ""


ALL_KNOWN = [text for texts in KNOWN.values() for text in texts] + [text for text, _ in CONFLICTS]
NOISE = st.sampled_from([" ", "\u200b", "\t", "\n", "\u00a0", "\ufeff"])


@given(text=st.sampled_from(ALL_KNOWN), before=st.lists(NOISE), after=st.lists(NOISE), thai=st.booleans())
def test_noise_around_a_text_and_thai_digits_change_nothing(text, before, after, thai):
    noisy = "".join(before) + (thai_digits(text) if thai else text) + "".join(after)
    assert node_of(noisy) == node_of(text)


@given(text=st.sampled_from(sorted(node_names())), at=st.integers(0, 60), noise=NOISE)
def test_noise_within_a_name_changes_nothing(text, at, noise):
    assert node_of(text[:at] + noise + text[at:]) == node_of(text)


THAI = st.sampled_from("กขคงจชดตทนบปผพมยรลวสหอฮะาิีุู่้เแโไำ")


@st.composite
def damaged(draw, times: int) -> tuple[str, str]:
    """A name, and the name after so many random slips."""
    name = draw(st.sampled_from([name for name in node_names() if len(name) >= SHORTEST]))
    text = name
    for _ in range(times):
        at = draw(st.integers(0, len(text) - 2))
        letter = draw(THAI)
        kinds = [letter, letter + text[at], "", text[at + 1] + text[at]]
        kind = draw(st.integers(0, 3))
        text = text[:at] + kinds[kind] + text[at + (2 if kind == 3 else 1) :]
    return name, text


@given(damaged(1))
def test_a_mended_name_is_the_nearest_one_and_far_from_all_others(pair):
    name, text = pair
    node = node_of(text)
    if node is None or not node.mended:
        return
    assert node.code == node_names()[name]
    others = [other for other, code in node_names().items() if code != node.code]
    assert min(edits(match_key(text), other) for other in others) >= 4


@given(damaged(2))
def test_two_slips_are_never_mended(pair):
    _, text = pair
    node = node_of(text)
    if node is not None and node.mended:  # two slips may come out near the same name's other spelling
        assert min(edits(match_key(text), name) for name, code in node_names().items() if code == node.code) == 1


@pytest.mark.parametrize("text", ["การใช้งบประมฌา์", "การช้งบประมาฌ", "คุณภพการดำเนนงาน", "ประสทธิภาพการสือสาร"])
def test_two_slips_are_unknown(text):
    assert node_of(text) is None


@given(st.text("กขค", max_size=6), st.text("กขค", max_size=6))
def test_the_quick_check_of_one_edit_counts_as_the_table_of_edits_does(one, two):
    assert within_one_edit(one, two) == (edits(one, two) <= 1)


@given(st.text("กาเแํำ้ี ็\u200b(1๑Ab%&-\n\u00a0", max_size=12))
def test_the_quick_key_is_the_key(text):
    assert key_of(text) == match_key(text)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    node = node_of(text)
    assert node is None or node.code
