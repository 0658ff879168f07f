"""What a header word means, and the words that an office adds for one reading."""

from __future__ import annotations

from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from itaanalysis.exports.words._words import Node, field_of, instrument_of, node_of, own_words
from itaanalysis.thai import thai_digits

FIELDS = {
    "agency": ["หน่วยงาน", "หน่วยงาน (Agency)", "ชื่อ อปท.", "คณะ/หน่วย", "ส่วนราชการ"],
    "district": ["อำเภอ", "อ.", "เขต/อำเภอ"],
    "province": ["จังหวัด", "จ.", "Province"],
    "type": ["ประเภท", "ประเภทหน่วยงาน", "ประเภท อปท."],
    "year": ["ปี", "ปีงบประมาณ พ.ศ.", "FY"],
    "indicator": ["ตัวชี้วัด", "ตัวชี้วัดของการประเมิน", "ประเด็นการประเมิน", "ชื่อ", "ข้อคำถาม"],
    "instrument": ["แบบ/ค่าน้ำหนัก (ร้อยละ)", "เครื่องมือ", "เครื่องมือ (ร้อยละ)"],
    "score": [
        "คะแนน", "คะแนน (เต็ม 100)", "คะแนน (เต็ม ๑๐๐ คะแนน)", "คะแนน (ร้อยละ)", "คะแนน (%)", "ร้อยละ",
        "(ร้อยละ)", "%", "คะแนน\n(ร้อยละ)",
        "คะแนนเฉลี่ย ปี 2565", "คะแนน ITA (ปี 2563)", "คะแนน ITA ปีงบประมาณ พ.ศ. ๒๕๖๕",
        "คะแนนเฉลี่ย ปี 65", "คะแนน 2565",
        "คะแนนที่ได้ (100 คะแนน)", "ผลประเมิน (ร้อยละ)", "ผลการประเมิน (%)",
    ],
    "summary": ["ผลสรุปการประเมิน", "สรุปผลการประเมิน", "ผลสรุปการประเมิน (คะแนน)"],
    "rank": ["ลำดับ", "ลำดับที่", "#", "อันดับ", "No."],
    "rating": ["ระดับ", "ระดับผลการประเมิน", "ผลการประเมิน", "ผล", "เกรด"],
    "status": ["สถานะ", "ผลการตรวจ"],
    "weight": ["น้ำหนัก", "น้ำหนัก (ร้อยละ)", "ค่าน้ำหนัก (%)"],
    "weighted": ["คะแนนถ่วงน้ำหนัก", "คะแนนถ่วงน้ำหนัก (ร้อยละ)"],
    "change": ["เปลี่ยนแปลง (ร้อยละ)", "ผลต่าง", "เพิ่ม/ลด", "+/-"],
    "population": [
        "ประชากร", "จำนวนผู้มีส่วนได้ส่วนเสีย", "จำนวนผู้มีส่วนได้ส่วนเสียภายใน",
        "จำนวนบุคลากรทั้งหมด (คน)",
    ],
    "answers": [
        "จำนวนผู้ตอบ", "จำนวนผู้ตอบ (คน)", "จำนวนผู้ตอบ (IIT)", "ผู้ตอบแบบวัด EIT",
        "จำนวนผู้ตอบ IIT (คน)", "n",
    ],
    "minimum": ["ค่าขั้นต่ำ", "จำนวนขั้นต่ำ", "ค่าขั้นต่ำ (คน)"],
    # ผู้รับผิดชอบ may be a unit: it is read past, and the column is dropped if people stand in it (test_personal).
    "remark": ["หมายเหตุ", "ข้อเสนอแนะ", "ผู้รับผิดชอบ", "คะแนนเต็ม"],
    "personal": [
        "ชื่อ-สกุล", "ชื่อ - นามสกุล", "ชื่อผู้ประสานงาน", "ผู้รับผิดชอบข้อมูล", "ผู้ให้ข้อมูล",
        "โทรศัพท์", "เบอร์โทร", "โทร.", "มือถือ", "อีเมล",
        "E-mail", "เลขประจำตัวประชาชน", "เลขบัตรประชาชน", "IP", "IP Address", "Line ID", "ลายมือชื่อ", "วันเกิด",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("field", "text"), [(field, text) for field, texts in FIELDS.items() for text in texts])
def test_header_words_are_known_with_their_units_and_years(field, text):
    assert field_of(text) == field


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "-", "ปี 2565", "2565", "()", "คะแนน (อันดับ)", "หน่วยงาน (อันดับ)", "คะแนน (ของใคร)", "คะแนน (IIT)"),
        *("ระดับ (คะแนน)", "คะแนนพิเศษ", "คะแนน 91.20", "อบต.ตัวอย่าง", "หน่วยงานสมมติ", "ลำดับชั้น", "คะแนน IIT ภายใน"),
        *("ภายใน", "IIT", "หน่วยงานภายใน", "x" * 1000),
    ],
)
def test_a_text_that_only_holds_a_header_word_is_none(text):
    assert field_of(text) == ""


@pytest.mark.parametrize(
    ("text", "instrument"),
    [
        *[("จำนวนผู้ตอบ (IIT)", "IIT"), ("ผู้ตอบแบบวัด EIT", "EIT"), ("จำนวนผู้มีส่วนได้ส่วนเสียภายนอก", "EIT")],
        *[("จำนวนผู้ตอบ", ""), ("จำนวนผู้ตอบ IIT และ EIT", ""), ("จำนวนผู้ตอบภายในและภายนอก", "")],
    ],
)
def test_the_header_of_a_sample_may_name_its_instrument(text, instrument):
    assert instrument_of(text) == instrument


@given(
    st.sampled_from([text for texts in FIELDS.values() for text in texts]), st.sampled_from([" ", "\u200b", "\n", "\t"])
)
def test_noise_around_a_header_and_thai_digits_change_nothing(text, noise):
    assert field_of(noise + thai_digits(text) + noise) == field_of(text)


# ── An office's own words ────────────────────────────────────────────────────────────────────────────────────────────


def test_one_row_adds_a_header_word_with_all_its_units_and_years():
    texts = ["แต้ม", "แต้ม (ร้อยละ)", "แต้ม ปี 2565", "แต้ม (เต็ม 100)"]
    assert [field_of(text) for text in texts] == [""] * 4
    with own_words([("score", "แต้ม")]):
        assert [field_of(text) for text in texts] == ["score"] * 4
    assert [field_of(text) for text in texts] == [""] * 4, "one reading leaves nothing to the next"


def test_a_row_adds_a_spelling_of_a_node():
    rows = [("9", "เปิดข้อมูล"), ("o42", "มาตรการในบ้าน"), ("IIT", "แบบสอบถามคนใน")]
    with own_words(rows):
        assert node_of("เปิดข้อมูล") == Node("9")
        assert node_of("ด้านเปิดข้อมูล") == Node("9")
        assert node_of("ตัวชี้วัดที่ 9 เปิดข้อมูล") == Node("9")
        assert node_of("3. เปิดข้อมูล") == Node("9", conflict=True)
        assert node_of("๓. มาตรการในบ้าน") == Node("o42"), "a bare number counts the rows of a list"
        assert node_of("แบบสอบถามคนใน (ร้อยละ 30)") == Node("IIT")
    assert node_of("เปิดข้อมูล") is None


def test_an_own_word_goes_before_the_package():
    with own_words([("remark", "คะแนน ITA"), ("5", "หน่วยงาน"), ("1", "ความโปร่งใส")]):
        assert (field_of("คะแนน ITA"), node_of("คะแนน ITA")) == ("remark", None)
        assert (field_of("หน่วยงาน"), node_of("หน่วยงาน")) == ("", Node("5"))
        assert node_of("ความโปร่งใส") == Node("1"), "the office says what its column is"
    assert (field_of("คะแนน ITA"), node_of("คะแนน ITA")) == ("score", Node("ITA"))


def test_readings_in_threads_do_not_share_their_words():
    seen = []
    with own_words([("score", "แต้ม")]):
        thread = Thread(target=lambda: seen.append(field_of("แต้ม")))
        thread.start()
        thread.join()
        assert field_of("แต้ม") == "score"
    assert seen == [""]


def test_a_reading_that_fails_leaves_no_words():
    with pytest.raises(RuntimeError), own_words([("score", "แต้ม")]):
        raise RuntimeError
    assert field_of("แต้ม") == ""
