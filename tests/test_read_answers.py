"""Answers of respondents: every way in which a file writes them is read, stated, or asked about; never guessed."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from answer_files import (
    AGENCY,
    Asked,
    asked,
    every_place,
    from_0,
    from_1,
    kinds,
    places_of,
    points,
    points_as_worded,
    words,
    write,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sheets import make_workbook

from itaanalysis.datafiles import read_data
from itaanalysis.errors import ExportError, ItaError
from itaanalysis.exports.answers import read_answers
from itaanalysis.exports.answers._masks import mask, own_names
from itaanalysis.exports.answers._questions import code_by_text
from itaanalysis.frames import ANSWERS, check_answers
from itaanalysis.rulebook import questions
from itaanalysis.scoring import score_answers
from itaanalysis.thai import thai_digits

EIT, IIT, SIX = asked(), asked(2565, "IIT"), asked(2567, "EIT")
SOME = every_place(6, EIT)
TITLE_67 = f"แบบวัด {AGENCY} ปีงบประมาณ พ.ศ. 2567"


# Headers ---------------------------------------------------------------------------------------------------------


def ans(question: Asked) -> str:
    return f"ans_{question.code}{question.part:02}"


HEADS = {
    "codes": lambda q: q.column,
    "capitals, underscore": lambda q: q.column.upper().replace(".", "_"),
    "two digits": lambda q: f"E{int(q.code[1:]):02}" + (f".{q.part}" if q.parts > 1 else ""),
    "instrument": lambda q: f"EIT{q.code[1:]}" + (f"-{q.part}" if q.parts > 1 else ""),
    "instrument and word": lambda q: f"EIT ข้อที่ {q.column[1:]}",
    "instrument and letter": lambda q: f"EIT-Q{q.column[1:]}",
    "database": ans,
    "word before": lambda q: f"ข้อ {q.column}",
    "with text": lambda q: f"{q.column} เจ้าหน้าที่ปฏิบัติงานตามข้อ 24 ชั่วโมง มากน้อยเพียงใด",
    "part in a bracket": lambda q: f"{q.code} หน่วยงานของท่าน [{q.part}. ประเด็น]",
    "parts in their order": lambda q: f"{q.code} หน่วยงานของท่าน" + (f" [{'กขค'[q.part - 1]}]" if q.parts > 1 else ""),
    "Thai digits": lambda q: thai_digits(f"ข้อ e{q.column[1:]}"),
}


@pytest.mark.parametrize("head", HEADS.values(), ids=list(HEADS))
def test_a_question_is_known_by_its_code_however_it_is_written(tmp_path, head):
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, head=head))
    assert places_of(answers) == SOME
    assert set(answers.answers["instrument"]) == {"EIT"}


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("i1101", None),
        ("i11.2", "i11.2"),
        ("ans_i1102", "i11.2"),
        ("ans_i201", "i2"),
        ("i0301", "i3.1"),
        ("I30 (4)", "i30.4"),
    ],
)
def test_digits_of_a_code_fall_into_question_and_part(tmp_path, header, column):
    # `i1101` is part 1 of i11, never i110 or a part of i1.
    rows = [["i2" if column != "i2" else "i7", header], ["มาก", "น้อย"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY, strict=False)
    filled = answers.answers[[question.column for question in IIT]].notna().any()
    assert column or "i11.1" in set(filled[filled].index)
    assert len(filled[filled]) == 2


def test_titles_of_the_tree_are_headers_and_the_same_title_in_two_instruments_goes_by_the_others(tmp_path):
    titles = {
        "e2": "ให้บริการทุกคนอย่างเท่าเทียม",
        "e3": "ให้ข้อมูลตรงไปตรงมา",
        "e9": "2) ชี้แจงและตอบข้อสงสัยได้ชัดเจน ",
        "e15": "ปรับปรุงการดำเนินงาน ให้โปร่งใสมากขึ้น",
    }
    rows = [["e1.1", *titles.values()], ["มาก", "น้อย", "มากที่สุด", "น้อย", "มาก"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY, strict=False).answers
    assert answers[["e1.1", *titles]].iloc[0].tolist() == [2, 1, 3, 1, 2]


@pytest.mark.parametrize(("sheet", "instrument"), [("EIT", None), ("ผู้มีส่วนได้ส่วนเสียภายนอก", None), ("Form1", "EIT")])
def test_numbers_without_a_letter_go_by_the_sheet_or_the_argument(tmp_path, sheet, instrument):
    path = write(tmp_path / "a.xlsx", SOME, head=lambda q: f"ข้อ {q.column[1:]}", sheet=sheet)
    assert places_of(read_answers(path, instrument=instrument)) == SOME


def test_numbers_that_both_instruments_have_are_asked_about(tmp_path):
    rows = [["1.1", "1.2", "2", "7", "9"], ["มาก", "น้อย", "มาก", "มาก", "น้อย"]]
    path = make_workbook(tmp_path / "2565.xlsx", {"S": rows})
    with pytest.raises(ExportError, match='instrument="IIT" หรือ instrument="EIT"'):
        read_answers(path, agency=AGENCY)
    assert read_answers(path, agency=AGENCY, instrument="IIT").answers["i9"].tolist() == [2]  # i9 is negative


def test_numbers_that_one_instrument_has_alone_need_no_question(tmp_path):
    path = write(tmp_path / "a.xlsx", every_place(4, IIT), of=IIT, head=lambda q: q.column[1:])
    assert set(read_answers(path).answers["instrument"]) == {"IIT"}  # EIT has no question 16


# What a form asks, and what a form tool writes above the answers: sub-questions of a grid stand in brackets.
FORM_TEXTS = {
    "e1.1": "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ปฏิบัติงาน/ให้บริการแก่ท่าน ตามประเด็นต่อไปนี้ มากน้อยเพียงใด [เป็นไปตามขั้นตอน]",
    "e1.2": "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อ ปฏิบัติงาน/ให้บริการแก่ท่าน ตามประเด็นต่อไปนี้ มากน้อยเพียงใด [เป็นไปตามเวลา]",
    "e2": "เจ้าหน้าที่ให้บริการแก่ท่านกับผู้อื่นอย่างเท่าเทียมกัน มากน้อยเพียงใด",
    "e3": "เจ้าหน้าที่ให้ข้อมูลแก่ท่านอย่างตรงไปตรงมา ไม่ปิดบังหรือบิดเบือนข้อมูล มากน้อยเพียงใด",
    "e4.1": "ท่านเคยถูกเจ้าหน้าที่ร้องขอให้จ่ายหรือให้สิ่งเหล่านี้หรือไม่ [เงิน]",
    "e4.2": "ท่านเคยถูกเจ้าหน้าที่ร้องขอให้จ่ายหรือให้สิ่งเหล่านี้หรือไม่ [ทรัพย์สิน]",
    "e4.3": "ท่านเคยถูกเจ้าหน้าที่ร้องขอให้จ่ายหรือให้สิ่งเหล่านี้หรือไม่ [ประโยชน์อื่น ๆ]",
    "e5": "หน่วยงานที่ท่านติดต่อคำนึงถึงประโยชน์ของประชาชนและส่วนรวม มากน้อยเพียงใด",
    "e6.1": "การเผยแพร่ข้อมูลของหน่วยงานที่ท่านติดต่อ มีลักษณะดังต่อไปนี้มากน้อยเพียงใด [เข้าถึงง่าย]",
    "e6.2": "การเผยแพร่ข้อมูลของหน่วยงานที่ท่านติดต่อ มีลักษณะดังต่อไปนี้มากน้อยเพียงใด [หลายช่องทาง]",
    "e7": "หน่วยงานที่ท่านติดต่อเผยแพร่ผลงานหรือข้อมูลชัดเจน มากน้อยเพียงใด",
    "e8": "หน่วยงานที่ท่านติดต่อมีช่องทางรับฟังคำติชมหรือความคิดเห็นหรือไม่",
    "e9": "หน่วยงานที่ท่านติดต่อชี้แจงและตอบคำถามเมื่อมีข้อกังวลสงสัย มากน้อยเพียงใด",
    "e10": "หน่วยงานที่ท่านติดต่อมีช่องทางให้ร้องเรียนการทุจริตหรือไม่",
    "e11": "เจ้าหน้าที่ของหน่วยงานที่ท่านติดต่อปรับปรุงคุณภาพงานให้ดีขึ้น มากน้อยเพียงใด",
    "e12": "หน่วยงานที่ท่านติดต่อปรับปรุงวิธีการและขั้นตอนให้ดีขึ้น มากน้อยเพียงใด",
    "e13": "หน่วยงานที่ท่านติดต่อนำเทคโนโลยีมาใช้หรือไม่",
    "e14": "หน่วยงานที่ท่านติดต่อให้ผู้รับบริการมีส่วนร่วมในการปรับปรุงงาน มากน้อยเพียงใด",
    "e15": "หน่วยงานที่ท่านติดต่อปรับปรุงงานให้โปร่งใสมากขึ้น มากน้อยเพียงใด",
}
NUMBERED = {
    "no number": lambda q: FORM_TEXTS[q.column],
    "the form's numbers": lambda q: f"{q.code[1:]}. {FORM_TEXTS[q.column]}",
    "numbers that count the columns": lambda q: f"{[*FORM_TEXTS].index(q.column) + 3}. {FORM_TEXTS[q.column]}",
    "a word and the form's numbers": lambda q: f"คำถามที่ {q.code[1:]} {FORM_TEXTS[q.column]}",
    "a word and numbers that count the columns": lambda q: (
        f"ข้อ {[*FORM_TEXTS].index(q.column) + 3} {FORM_TEXTS[q.column]}"
    ),
    "numbers of a section": lambda q: f"2.{[*FORM_TEXTS].index(q.column) + 1} {FORM_TEXTS[q.column]}",
}


@pytest.mark.parametrize("head", NUMBERED.values(), ids=list(NUMBERED))
def test_the_text_of_a_question_names_it_whatever_number_stands_before(tmp_path, head):
    before = {"ประทับเวลา": ["2022-05-01"] * 6, "1. เพศ": ["ชาย"] * 6, "2. อายุ": ["30–40 ปี"] * 6}
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, head=head, before=before))
    assert places_of(answers) == SOME
    assert kinds(answers) == []
    assert list(answers.respondents)[4:] == ["1. เพศ", "2. อายุ"]


def test_numbers_that_count_the_columns_tell_no_question(tmp_path):
    heads = {"e2": "1. เจ้าหน้าที่ให้บริการแก่ท่านอย่างเท่าเทียม", "e13": "2. หน่วยงานที่ท่านติดต่อนำเทคโนโลยีมาใช้หรือไม่"}
    rows = [[*heads.values(), "3. ท่านชอบสิ่งใด"], ["มาก", "มี", "มาก"]]  # not e3
    path = make_workbook(tmp_path / "2565.xlsx", {"S": rows})
    answers = read_answers(path, agency=AGENCY, strict=False)
    assert answers.answers[["e2", "e13"]].iloc[0].tolist() == [2, 1]
    assert answers.answers["e3"].isna().all()
    assert issues_of(path) == {"answers_unknown_column": ("C1", "3. ท่านชอบสิ่งใด")}


def test_columns_of_a_grid_bear_one_number(tmp_path):
    # Words that nobody knows: the numbers alone tell, and those of a grid stand still.
    before = {"1. เพศ": ["ชาย"] * 6, "2. อายุ": ["30–40 ปี"] * 6}  # no questions: they begin at 1 again
    path = write(
        tmp_path / "a.xlsx", SOME, head=lambda q: f"{q.code[1:]}. ท่านเห็นว่า [{'กขค'[q.part - 1]}]", before=before
    )
    assert places_of(read_answers(path, instrument="EIT")) == SOME
    ties = make_workbook(tmp_path / "2565.xlsx", {"S": [[0, 1, 1, 2, 2, 3], [1, 1, 1, 2, 2, 2]]})  # answers, no header
    assert kinds(read_answers(ties, agency=AGENCY, strict=False)) == ["answers_no_form"]


def test_words_of_the_questions_are_of_one_question_each():
    rows = read_data("exports/answers", "question_words.csv")
    assert rows["code"].tolist() == list(dict.fromkeys(question.code for question in [*IIT, *EIT]))
    told = [code_by_text(words.replace(" + ", " และ "), (2565,)) for words in rows["words"]]
    assert told == rows["code"].tolist()
    assert [code_by_text(words.replace(" + ", " และ "), (2567,)) for words in rows["words"]] == [""] * len(rows)
    assert code_by_text("หน่วยงานที่ท่านติดต่อใช้เทคโนโลยีปรับปรุงคุณภาพ", (2565,)) == "", "e11 and e13"


TWO_ROWS = {
    "numbers of parts": lambda q: float(q.part) if q.parts > 1 else None,
    "question and part": lambda q: f"{q.column[1:]} ตามประเด็น" if q.parts > 1 else None,
    "texts alone": lambda q: f"ตามประเด็น {'กขค'[q.part - 1]}" if q.parts > 1 else None,
    "brackets": lambda q: f"({q.part})" if q.parts > 1 else None,
    "codes": lambda q: q.column,
}


@pytest.mark.parametrize("below", TWO_ROWS.values(), ids=list(TWO_ROWS))
@pytest.mark.parametrize("merged", [True, False])
def test_a_header_of_two_rows_is_a_question_over_its_parts(tmp_path, below, merged):
    top = [q.code if q.part == 1 else None for q in EIT]
    body = [[words(q, place) for q, place in zip(EIT, person, strict=True)] for person in SOME]
    merges = ["A1:B1", "E1:G1", "I1:J1"] if merged else []  # e1, e4 and e6
    assert [top[0:2], top[4:7]] == [["e1", None], ["e4", None, None]]
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [top, [below(q) for q in EIT], *body]}, {"S": merges})
    assert places_of(read_answers(path, agency=AGENCY)) == SOME


@pytest.mark.parametrize(
    "below", [lambda at: f"ประเด็น {'กขค'[at]}", lambda at: f"({at + 1}) ตามประเด็น"], ids=["text", "number"]
)
def test_a_question_told_by_its_text_alone_stands_over_its_parts(tmp_path, below):
    texts = {column: text.split(" [")[0] for column, text in FORM_TEXTS.items()}
    top = [texts[q.column] if q.part == 1 else None for q in EIT]
    parts = [below(q.part - 1) if q.parts > 1 else None for q in EIT]
    body = [[words(q, place) for q, place in zip(EIT, person, strict=True)] for person in SOME]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": [top, parts, *body]}), agency=AGENCY)
    assert places_of(answers) == SOME  # the second row is no respondent
    assert kinds(answers) == []


@pytest.mark.parametrize("head", ["รวม", "คะแนนรวม", "เฉลี่ย", "คะแนนเฉลี่ย"])
def test_a_total_of_each_respondent_is_no_score_of_the_tree(tmp_path, head):
    path = write(tmp_path / "a.xlsx", SOME, points, after={head: [62.5, 71.25, 50, 43.75, 81.1, 60.2]})
    answers = read_answers(path, turned=True)
    assert places_of(answers) == SOME
    assert f"T {head} (ไม่ใช้)" in answers.layout["dropped"][0]


@pytest.mark.parametrize("head", ["รวม", "คะแนนรวม"])
def test_a_total_beside_means_is_a_score_of_the_tree(tmp_path, head):
    means = [["หน่วยงาน", "i1", "i2", "i3", "i7", head], ["อบต.ตัวอย่าง", 88.1, 92.4, 87.6, 91.2, 89.9]]
    listed = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": means}), strict=False)
    assert listed.answers.empty


def test_a_row_of_indicators_above_the_codes_is_no_question(tmp_path):
    rows = [["ตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน", None, "ตัวชี้วัดที่ 7"], ["e2", "e3", "e7"], ["มาก", "น้อย", "มาก"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY).answers
    assert answers[["e2", "e3", "e7"]].to_numpy().tolist() == [[2, 1, 2]]


# Cells -----------------------------------------------------------------------------------------------------------


def yes_first(question: Asked, place: int) -> object:
    """As code books count yes and no: 1 is มี, 2 is ไม่มี."""
    return 2 - question.worded(place) if question.scale == "two" else from_1(question, place)


WAYS = {
    "words": (words, {}),
    "places from 0": (from_0, {"turned": False}),
    "places from 1": (from_1, {"turned": False, "cells": "places from 1"}),
    "yes first": (yes_first, {"turned": False, "cells": "places from 1 (yes first)"}),
    "points": (points, {"turned": True}),
    "points as worded": (points_as_worded, {"turned": False}),
    "text of numbers": (lambda q, place: thai_digits(f" {points(q, place)} "), {"turned": True}),
    "words and counts": (lambda q, place: f"{words(q, place)} = {q.worded(place) + 1}", {}),
    "counted words": (lambda q, place: f"{q.worded(place) + 1} = {words(q, place)}", {}),
    "words with points": (lambda q, place: f"{words(q, place)} ({points(q, place)})", {}),
}


@pytest.mark.parametrize(("way", "told"), WAYS.values(), ids=list(WAYS))
@pytest.mark.parametrize(("of", "year"), [(EIT, 2565), (IIT, 2565), (SIX, 2567)], ids=["EIT", "IIT", "six"])
def test_every_way_of_writing_gives_the_same_places(tmp_path, way, told, of, year):
    places = every_place(6, of)
    path = write(tmp_path / f"{year}.xlsx", places, way, of=of, title=None)
    answers = read_answers(path, agency=AGENCY, negative=[], **told)
    assert places_of(answers, of) == places
    assert answers.cells["filled"].tolist() == answers.cells[["score", "label"]].sum(axis=1).tolist()
    check_answers(answers.answers)


@given(
    places=st.lists(
        st.tuples(*(st.one_of(st.none(), st.integers(0, question.last)) for question in EIT)), min_size=1, max_size=8
    ),
    way=st.sampled_from(sorted(WAYS)),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_written_is_read_back_or_asked_about(tmp_path, places, way):
    write_as, told = WAYS[way]
    path = write(tmp_path / "a.xlsx", [list(person) for person in places], write_as)
    cells = way if "places" in way else "points" if "points" in way or "numbers" in way else None
    answers = read_answers(path, strict=False, **{"cells": cells, **told})
    kept = [list(person) for person in places if any(place is not None for place in person)]
    assert places_of(answers) == kept
    assert not set(kinds(answers)) & {"answers_cells_unclear", "answer_outside", "answers_turned_unclear"}
    unclear = read_answers(path, strict=False)  # without the arguments: the same, or nothing at all
    for column in [question.column for question in EIT]:
        read, known = (frame.answers.get(column, pd.Series(dtype="Int8")) for frame in (unclear, answers))
        assert read.notna().sum() == 0 or read.tolist() == known.tolist()


def settled(path: Path, kind: str, **arguments: object) -> tuple[pd.Series, list[list[int | None]]]:
    """The issue that is there without the argument, and what is read with it."""
    with pytest.raises(ExportError) as raised:
        read_answers(path, agency=AGENCY, **{**arguments, "cells": None} if "cells" in arguments else {})
    issues = raised.value.issues
    return issues[issues["kind"] == kind].iloc[0], read_answers(path, agency=AGENCY, **arguments)


def test_values_that_fit_two_readings_are_shown_with_both_and_the_argument_that_settles_it(tmp_path):
    rows = [["e2", "e3", "e5"], [1, 2, 3], [2, 3, 1]]  # 0–3 without a 0, or 1–4 without a 4
    path = make_workbook(tmp_path / "2565.xlsx", {"S": rows})
    issue, answers = settled(path, "answers_cells_unclear", cells="places from 1")
    assert "places from 0 (คำตอบที่ 2 จาก 4) หรือ places from 1 (คำตอบที่ 1 จาก 4)" in issue["problem"]
    assert 'cells="places from 0" หรือ cells="places from 1"' in issue["fix"]
    assert issue["cell"] == "A1:C1"
    assert answers.answers[["e2", "e3", "e5"]].to_numpy().tolist() == [[0, 1, 2], [1, 2, 0]]
    assert 'ระบุ cells="places from 1"' in answers.layout["evidence"][0]
    other = read_answers(path, agency=AGENCY, cells="places from 0").answers
    assert other[["e2", "e3", "e5"]].to_numpy().tolist() == [[1, 2, 3], [2, 3, 1]]


@pytest.mark.parametrize("value", [0, 100])
def test_readings_of_equal_places_are_no_question(tmp_path, value):
    # 0 is the first place and 0 points: the same answer. 100 can only be points.
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3"], [value, value], [value, None]]})
    answers = read_answers(path, agency=AGENCY)
    assert answers.answers["e2"].tolist() == [3 * value / 100] * 2
    assert ("อ่านได้หลายแบบ แต่ได้คำตอบเดียวกัน" in answers.layout["evidence"][0]) == (value == 0)


def test_a_lone_1_of_yes_and_no_may_be_yes_or_no(tmp_path):
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e8", "e10", "e2"], [1, 1, "มาก"], [1, 1, "มาก"]]})
    issue, answers = settled(path, "answers_cells_unclear", cells="places from 0")
    assert issue["cell"] == "A1:B1"
    assert answers.answers["e8"].tolist() == [1, 1]


@pytest.mark.parametrize(("cells", "places"), [("places from 1", [0, 1]), ("places from 1 (yes first)", [1, 0])])
def test_yes_and_no_counted_from_1_are_asked_about(tmp_path, cells, places):
    # Forms print มี before ไม่มี, so that 1 is often yes: 100 points or none.
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e8", "e2"], [1, 1], [2, 4]]})
    issue, answers = settled(path, "answers_cells_unclear", cells=cells)
    assert issue["cell"] == "A1"
    assert 'cells="places from 1" หรือ cells="places from 1 (yes first)"' in issue["fix"]
    assert answers.answers["e8"].tolist() == places
    assert answers.answers["e2"].tolist() == [0, 3]
    short = make_workbook(tmp_path / "2564.xlsx", {"S": [["e8", "e2"], [1, 1], [2, 2]]})  # 0–3, or 1–4
    told = read_answers(short, agency=AGENCY, cells=cells)
    assert told.answers["e2"].tolist() == [0, 1]
    assert 'ระบุ cells="places from 1"' in told.layout.set_index("scale").loc["four", "evidence"]


FIVE = ["น้อยที่สุด", "น้อย", "ปานกลาง", "มาก", "มากที่สุด"]
OTHER_SCALES = {
    "five words": ([[FIVE[(row + at) % 5] for at in range(3)] for row in range(10)], "A4", "ปานกลาง", 6),
    "1-5": ([[(row + at) % 5 + 1 for at in range(3)] for row in range(10)], "A6", "5", 6),
    "one column that does not show it": ([[3, row % 5 + 1, row % 5 + 1] for row in range(15)], "B6", "5", 6),
    "texts": ([[f"สมชาย {row}"] * 3 for row in range(4)], "A2", "(ข้อความ 7 ตัวอักษร)", 12),
}


@pytest.mark.parametrize(("cells", "example", "value", "number"), OTHER_SCALES.values(), ids=list(OTHER_SCALES))
def test_answers_of_another_scale_are_one_issue_and_none_of_them_is_read(tmp_path, cells, example, value, number):
    # Read in part, the fives of 1–5 would be left out and 4 would count as the best.
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3", "e5"], *cells]})
    answers = read_answers(path, agency=AGENCY, strict=False)
    issue = answers.issues.set_index("kind").loc["answers_other_scale"]
    assert (issue["cell"], issue["value"]) == ("A1:C1", value)
    assert f"{number} ช่องอยู่นอกมาตรา เช่น {example}" in issue["problem"]
    assert "year_be=" in issue["fix"]
    assert "answer_outside" not in kinds(answers)
    assert answers.answers.empty
    assert "สมชาย" not in answers.issues.to_csv()
    assert answers.cells.loc[0, "issue"] == 3 * len(cells)


def test_one_column_of_another_scale_leaves_the_others(tmp_path):
    rows = [[["มาก", "น้อย"][row % 2], "น้อย", "มาก", FIVE[row % 5]] for row in range(20)]
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3", "e5", "e7"], *rows]})
    answers = read_answers(path, agency=AGENCY, strict=False)
    assert answers.issues.set_index("kind").loc["answers_other_scale", "cell"] == "D1"
    assert answers.answers[["e2", "e3", "e5", "e7"]].notna().all().tolist() == [True, True, True, False]


def test_each_scale_of_a_file_has_its_own_reading(tmp_path):
    # Four answers counted from 1, yes and no as 1 and 0: common in files of codes.
    rows = [["e2", "e3", "e8"], [1, 4, 1], [2, 3, 0]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY)
    assert answers.answers[["e2", "e3", "e8"]].to_numpy().tolist() == [[0, 3, 1], [1, 2, 0]]
    assert answers.layout.set_index("scale")["cells"].to_dict() == {"four": "places from 1", "two": "places from 0"}


def test_an_argument_that_the_cells_gainsay_is_told(tmp_path):
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3"], [1, 4], [2, 3]]})
    answers = read_answers(path, agency=AGENCY, cells="points")
    assert answers.answers["e3"].tolist() == [3, 2]
    assert kinds(answers) == ["answers_missing", "answers_cells_differ"]


def test_one_stray_value_does_not_change_the_reading_and_is_told_with_its_cell(tmp_path):
    rows = [["e2", "e3"], *([at % 4, (at + 1) % 4] for at in range(40)), [4, 0]]  # 4 is none of 0–3
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY, strict=False)
    issue = answers.issues.set_index("kind").loc["answer_outside"]
    assert (issue["cell"], issue["value"]) == ("A42", "4")
    assert answers.answers["e2"].isna().tolist() == [False] * 40 + [True]


def test_numbers_that_no_reading_knows_have_no_reading(tmp_path):
    rows = [["e2", "e3"], ["มาก", "น้อย"], [9, "มาก"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY, strict=False)
    assert "answer_outside" in kinds(answers)
    assert answers.layout["cells"].tolist() == ["words"]


def test_as_many_values_outside_every_reading_as_inside_are_asked_about(tmp_path):
    rows = [["e2", "e3"], [0, 1], [4, 2], [0, 4]]  # 0 speaks against 1–4, 4 against 0–3
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY, strict=False)
    assert "answers_cells_unclear" in kinds(answers)
    assert answers.answers.empty


def test_words_of_several_wordings_are_asked_about_only_where_they_differ(tmp_path):
    def sheet(*cells: str) -> Path:
        return make_workbook(tmp_path / "2567.xlsx", {"S": [["e1", "e2"], *([cell, "มากที่สุด"] for cell in cells)]})

    clear = read_answers(sheet("น้อยมาก", "น้อย", "ค่อนข้างมาก"), agency=AGENCY, negative=[])
    assert clear.answers["e1"].tolist() == [1, 2, 3]  # น้อยมาก and ค่อนข้างมาก stand in one wording only
    path = sheet("น้อย", "มาก")  # the second of six, or the third
    issue, answers = settled(path, "answers_cells_unclear", cells="words 2", negative=[])
    assert 'cells="words 2"' in issue["fix"]
    assert answers.answers["e1"].tolist() == [1, 4]


@pytest.mark.parametrize("way", [from_0, from_1, points, points_as_worded])
def test_numbers_of_negative_questions_may_be_turned_or_not(tmp_path, way):
    path = write(tmp_path / "2565.xlsx", SOME, way, title=None)
    negative = [question.column for question in EIT if question.falling]
    cells = "places from 1" if way is from_1 else None
    with pytest.raises(ExportError) as raised:
        read_answers(path, agency=AGENCY, cells=cells)
    issue = raised.value.issues.set_index("kind").loc["answers_turned_unclear"]
    turned, other = (read_answers(path, agency=AGENCY, cells=cells, turned=told) for told in (True, False))
    assert issue["value"] == ", ".join(negative) == "e4.1, e4.2, e4.3"
    assert "turned=False" in issue["fix"]
    assert "turned=True" in issue["fix"]
    assert "ถ้ายังไม่กลับได้เฉลี่ยราว 50 คะแนน" in issue["problem"]
    assert ((turned.answers[negative] + other.answers[negative]) == 1).all(axis=None)
    rest = [question.column for question in EIT if not question.falling]
    assert turned.answers[rest].equals(other.answers[rest])
    assert set(turned.layout["turned"]) == {"already turned", ""}


def test_without_a_number_in_a_negative_question_nothing_is_asked(tmp_path):
    places = [[None if question.falling else place for question, place in zip(EIT, row, strict=True)] for row in SOME]
    assert places_of(read_answers(write(tmp_path / "a.xlsx", places, points))) == places


def test_i11_is_positive_first_and_then_negative(tmp_path):
    rows = [["i11.1", "i11.2", "i9"], ["มากที่สุด", "มากที่สุด", "น้อยที่สุด"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY).answers
    assert answers[["i11.1", "i11.2", "i9"]].iloc[0].tolist() == [3, 0, 3]
    direction = questions(2565).set_index("column")["direction"]
    assert direction[["i11.1", "i11.2", "i9", "e4.3"]].tolist() == ["rising", "falling", "falling", "falling"]
    assert set(questions(2567)["direction"]) == {"not known", "falling"}


# Direction -------------------------------------------------------------------------------------------------------


def test_words_of_questions_of_unknown_direction_need_the_negative_ones(tmp_path):
    path = write(tmp_path / "a.xlsx", every_place(6, SIX), of=SIX, title=TITLE_67)
    with pytest.raises(ExportError, match="กติกาไม่บอกทิศของข้อ e1, e2, e4") as raised:
        read_answers(path)
    assert set(raised.value.issues["kind"]) == {"answers_direction"}
    answers = read_answers(path, negative=["e2", "e3"]).answers
    assert answers["e1"].tolist() == [0, 1, 2, 3, 4, 5]
    assert answers["e2"].tolist() == [4, 3, 2, 1, 0, 5]  # written 1, 2, 3, 4, 5, 0 and turned round
    assert answers["e3"].tolist() == [1, 0, 1, 0, 1, 0]
    assert read_answers(path, negative=[]).answers["e2"].tolist() == [1, 2, 3, 4, 5, 0]


def test_points_of_questions_of_unknown_direction_are_taken_as_they_are(tmp_path):
    places = every_place(6, SIX)
    answers = read_answers(write(tmp_path / "a.xlsx", places, points, of=SIX, title=TITLE_67))
    assert places_of(answers, SIX) == places


def test_points_that_are_not_turned_need_the_negative_ones_too(tmp_path):
    path = write(tmp_path / "a.xlsx", every_place(6, SIX), points, of=SIX, title=TITLE_67)
    assert set(kinds(read_answers(path, turned=False, strict=False))) == {"answers_direction"}


def test_a_known_direction_is_not_changed_by_the_caller(tmp_path):
    path = write(tmp_path / "a.xlsx", SOME)
    answers = read_answers(path, negative=["e1"])
    assert places_of(answers) == SOME
    assert kinds(answers) == ["answers_negative_differs"]


# People ----------------------------------------------------------------------------------------------------------

SECRETS = ["นายสมมติ ใจดี", "สมหญิง", "somying@example.com", "081-234-5678", "0898765432", "1234567890121", "203.0.113.9"]
TEXT = "ขอบคุณนายสมมติ ใจดี โทร 081-234-5678 หรือ somying@example.com ควรเพิ่มที่จอดรถ"


def form_tool(folder: Path) -> Path:
    """What a form tool gives out: time, e-mail and names before the answers, a text behind them."""
    n = len(SOME)
    before = {
        "ประทับเวลา": ["2022-05-01 10:00:00"] * n,
        "ที่อยู่อีเมล": ["somying@example.com"] * n,
        "ชื่อ": ["สมหญิง"] * n,
        "ผู้กรอกแบบ": ["นายสมมติ ใจดี"] * n,  # no header of ours: told by what stands below it
        "โทร.": [898765432.0] * n,
        "เลขบัตร": [1234567890121] * n,
        "IP Address": ["203.0.113.9"] * n,
        "เพศ": ["ชาย", "หญิง"] * (n // 2),
        "ประเภทผู้รับบริการ": ["ประชาชน"] * (n - 1) + ["นายสมมติ ใจดี"],
    }
    after = {"ข้อเสนอแนะเพิ่มเติม": [TEXT, "-", None, "ไม่มี", "สมเหตุผลดี", None], "สีที่ชอบ": ["แดง"] * n}
    return write(folder / "a.xlsx", SOME, before=before, after=after)


def test_personal_data_are_in_no_frame_and_no_issue(tmp_path):
    answers = read_answers(form_tool(tmp_path))
    assert places_of(answers) == SOME
    frames = ("answers", "respondents", "suggestions", "issues", "layout", "cells")
    every = "\n".join(getattr(answers, name).to_csv() for name in frames)
    assert [secret for secret in SECRETS if secret in every] == []
    dropped = answers.issues[answers.issues["kind"] == "personal_dropped"]
    assert dropped["cell"].tolist() == ["B3:B8", "C3:C8", "D3:D8", "E3:E8", "F3:F8", "G3:G8", "I8"]
    assert answers.layout["dropped"][0].startswith("A ประทับเวลา (ไม่ใช้); B ที่อยู่อีเมล (ข้อมูลส่วนบุคคล)")


def test_groups_and_suggestions_stand_beside_the_answers(tmp_path):
    answers = read_answers(form_tool(tmp_path))
    assert answers.respondents["เพศ"].tolist() == ["ชาย", "หญิง"] * 3
    assert answers.respondents["ประเภทผู้รับบริการ"].tolist() == ["ประชาชน"] * 5 + [""]
    assert list(answers.respondents)[:4] == ANSWERS[:4]
    assert answers.suggestions["respondent"].tolist() == ["3", "7"]
    assert answers.suggestions["text"][0] == "ขอบคุณ[ชื่อ] โทร [ตัวเลข] หรือ [ช่องทางติดต่อ] ควรเพิ่มที่จอดรถ"
    assert answers.suggestions["source"].tolist() == ["a.xlsx#Form1!AC3", "a.xlsx#Form1!AC7"]


def test_every_filled_cell_has_its_end(tmp_path):
    cells = read_answers(form_tool(tmp_path)).cells.iloc[0]
    assert cells["filled"] == cells[["score", "label", "remark", "issue"]].sum()
    assert cells["score"] == 6 * len(EIT)
    assert cells["issue"] == 6 * 6 + 1 + 6  # personal columns, one group, the column that is not known


MASKED = {
    "นายสมชาย ใจดี พูดจาไม่ดี": "[ชื่อ] พูดจาไม่ดี",
    "น.ส.สมหญิง รักงาน บริการดี": "[ชื่อ] บริการดี",
    "ด.ช.สมชาย ใจดี": "[ชื่อ]",
    "เห็นนายสมชาย ใจดี รับเงิน": "เห็น[ชื่อ] รับเงิน",  # Thai writes no space before a name
    "คุณสมชาย ใจดี ช่วยดีมาก": "[ชื่อ] ช่วยดีมาก",
    "ชื่อ-สกุล: สมชาย ใจดี": "[ชื่อ]",
    "ผมชื่อสมชาย ใจดี ครับ": "ผม[ชื่อ] ครับ",
    "Mr. Somchai Jaidee is kind": "[ชื่อ] is kind",
    "โทร 081 234 5678": "โทร [ตัวเลข]",
    "๐๘๑-๒๓๔-๕๖๗๘": "[ตัวเลข]",
    "เลข 12345": "เลข [ตัวเลข]",
    "บัตร 1-2345-67890-12-1": "บัตร [ตัวเลข]",
    "line id: somchai99": "[ช่องทางติดต่อ]",
    "ไลน์ @somchai": "[ช่องทางติดต่อ]",
    "ดู https://example.com/x?y=1": "ดู [ช่องทางติดต่อ]",
    "a.b@example.go.th": "[ช่องทางติดต่อ]",
    "อยู่บ้านเลขที่ 12/3": "อยู่[ตัวเลข]",
    "ท่านปลัดสมบัติ ไม่ฟังใคร": "[ชื่อ]",
    "พี่แดง บริการดี": "[ชื่อ]",
    "facebook: Somchai Jaidee": "[ช่องทางติดต่อ]",
    "นางสาวที่รัก ใจดี": "[ชื่อ]",  # ที่ begins no name behind พี่, but นางสาว is a title without doubt
}
KEPT = [
    "ควรเพิ่มคุณภาพการให้บริการ", "ป้ายบอกทางไม่ชัด", "พี่น้องประชาชนได้ประโยชน์", "ปี 2565 ดีกว่าปี 2564", "งบ 10,000 บาท",
    "เปิด 08.30 - 16.30 น.", "มีชื่อเสียงดี", "รายชื่อผู้บริหารไม่ครบ", "นายกเทศมนตรีตำบลควรลงพื้นที่", "ออนไลน์สะดวกดี",
    "พี่ที่เคาน์เตอร์บริการดี", "ผอ.กองช่างทำงานดี", "ปลัดควรลงพื้นที่", "ครูไม่พอ", "น้อง ๆ ช่วยดี", "เลขานุการช่วยดี",
    "สมชาย ใจดี บริการช้า",  # a name that nothing tells: not promised
]  # fmt: skip


@pytest.mark.parametrize(("text", "masked"), MASKED.items())
def test_names_and_numbers_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize("text", KEPT)
def test_what_names_nobody_is_kept(text):
    assert mask(text) == text


def test_names_that_the_file_tells_are_masked_without_a_title(tmp_path):
    names = {"ชื่อ-สกุล": ["นายสมมติ ใจดี", "น.ส.ตัวอย่าง รักงาน", None, None, None, "หนึ่งเดียว"]}
    said = ["สมมติใจดี ช่วยมาก", "ไม่สมมติขึ้นเอง", "ขอบคุณ ตัวอย่าง ที่ช่วย", None, None, "หนึ่งเดียว"]
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, before=names, after={"ข้อเสนอแนะ": said}))
    told = ["[ชื่อ] ช่วยมาก", "ไม่สมมติขึ้นเอง", "ขอบคุณ [ชื่อ] ที่ช่วย", "หนึ่งเดียว"]  # one word may be no name
    assert answers.suggestions["text"].tolist() == told
    assert own_names(["1234", 5.0, "x@y.z"]) is None


def test_no_group_holds_a_name_that_the_file_tells(tmp_path):
    names = ["สมมติ ใจดี", *(f"ตัวอย่าง คนที่{at}" for at in "กขคงจ")]
    before = {"ชื่อผู้ตอบแบบวัด": names, "ประเภทผู้รับบริการ": ["ประชาชน"] * 5 + ["สมมติ ใจดี"]}
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, before=before))
    assert answers.respondents["ประเภทผู้รับบริการ"].tolist() == ["ประชาชน"] * 5 + [""]
    assert answers.issues["cell"].tolist() == ["A3:A8", "B8"]


@pytest.mark.parametrize("head", ["เลขบัตร", "ไอพี", "ที่อยู่ปัจจุบัน", "ชื่อผู้ตอบแบบสอบถาม"])
def test_headers_of_personal_columns(tmp_path, head):
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, before={head: list("กขคงจฉ")}))
    assert kinds(answers) == ["personal_dropped"]


@pytest.mark.parametrize("word", ["ไม่มีข้อมูล", "ไม่ขอตอบ", "ไม่ทราบ/ไม่ตอบ"])
def test_who_does_not_answer_counts_nowhere(tmp_path, word):
    path = make_workbook(
        tmp_path / "2565.xlsx", {"S": [["e2", "e3"], ["มาก", "มาก"], [word, "มาก"], ["น้อยที่สุดหรือไม่มี", "น้อย"]]}
    )
    answers = read_answers(path, agency=AGENCY).answers["e2"]
    assert answers.isna().tolist() == [False, True, False]
    assert answers.dropna().tolist() == [2, 0]


@pytest.mark.parametrize("head", ["ปัญหา/อุปสรรค", "ปัญหาอุปสรรค"])
def test_headers_of_suggestions(tmp_path, head):
    said = ["ควรเพิ่มที่จอดรถ", *[None] * 5]
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, after={head: said}))
    assert answers.suggestions["text"].tolist() == said[:1]


@given(
    name=st.text("กขคงจชดตนบปพมยรลวสหอะาิีุูเแโ", min_size=2, max_size=12), digits=st.from_regex(r"0\d{9}", fullmatch=True)
)
def test_no_telephone_and_no_titled_name_is_left(name, digits):
    told = mask(f"พบนางสาว{name} ใจดี เบอร์ {digits}")
    assert digits not in told
    assert f"นางสาว{name}" not in told


def test_an_id_of_the_file_is_kept_unless_it_is_a_person(tmp_path):
    kept = read_answers(write(tmp_path / "a.xlsx", SOME, before={"ID": [f"R{at}" for at in range(6)]}))
    assert kept.answers["respondent"].tolist() == ["R0", "R1", "R2", "R3", "R4", "R5"]
    names = read_answers(write(tmp_path / "b.xlsx", SOME, before={"ผู้ตอบ": ["สมชาย", "สมหญิง", "ก", "ข", "ค", "ง"]}))
    assert names.answers["respondent"].tolist() == ["3", "4", "5", "6", "7", "8"]
    assert kinds(names) == ["personal_dropped"]


# Issues ----------------------------------------------------------------------------------------------------------


def issues_of(path: Path, **arguments: object) -> dict[str, tuple[str, str]]:
    """Kind to cell and value of the problems of a file, without that of missing questions."""
    rows = read_answers(path, strict=False, **{"agency": AGENCY, **arguments}).issues
    rows = rows[rows["kind"] != "answers_missing"]
    return {kind: (cell, value) for kind, cell, value in rows[["kind", "cell", "value"]].itertuples(index=False)}


GOOD = ["มาก", "น้อย"]
FAULTS = {
    "outside the scale": ([["e2", "e3"], GOOD, ["ปานกลาง", "มาก"]], {"answer_outside": ("A3", "ปานกลาง")}),
    "a number outside": ([["e2", "e3"], [0, 3], [5, 2]], {"answer_outside": ("A3", "5")}),
    "a text outside is not shown": (
        [["e2", "e3"], GOOD, ["สมชายเป็นคนดี", "มาก"]],
        {"answer_outside": ("A3", "(ข้อความ 13 ตัวอักษร)")},
    ),
    "a text of many rows is not shown": (
        [["e2", "e3"], ["สมชาย", "สมชาย"], ["สมชาย", "สมชาย"]],
        {"answer_outside": ("B2:B3", "(ข้อความ 5 ตัวอักษร)")},
    ),
    "other columns counted": (
        [["1. เพศ", "2. ท่านเป็นใคร", "e2", "e3"], ["ชาย", "ก", *GOOD]],
        {"answers_unknown_column": ("B1", "2. ท่านเป็นใคร")},
    ),
    "a blank row beside an unknown column": (
        [["e2", "e3", "เหตุผล"], [*GOOD, "สมชาย"], [None, None, "สมหญิง"], ["มาก", "มาก", "สมชาย"]],
        {"answers_unknown_column": ("C1", "เหตุผล"), "respondent_blank": ("A3:C3", "")},
    ),
    "a run of them": ([["e2", "e3"], ["ดี", "มาก"], ["ดี", "น้อย"]], {"answer_outside": ("A2:A3", "ดี")}),
    "a question of no such year": ([["e2", "e3", "e16"], [*GOOD, "มาก"]], {"not_in_year": ("C1", "e16")}),
    "a part of no such question": ([["e2", "e3", "e1.3"], [*GOOD, "มาก"]], {"not_in_year": ("C1", "e1.3")}),
    "one column for two parts": ([["e2", "e3", "e1"], [*GOOD, "มาก"]], {"answers_without_parts": ("C1", "e1")}),
    "a question twice": ([["e2", "e3", "e2"], [*GOOD, "มาก"]], {"answers_question_twice": ("C1", "e2")}),
    "a blank row": (
        [["ประทับเวลา", "e2", "e3"], ["1", *GOOD], ["2", None, None], ["3", "มาก", "มาก"]],
        {"respondent_blank": ("A3:C3", "")},
    ),
    "an id twice": (
        [["ID", "e2", "e3"], [7, *GOOD], [8, *GOOD], [7, "มาก", "มาก"]],
        {"respondent_twice": ("A4", "7")},
    ),
    "equal rows are no proof": ([["e2", "e3"], GOOD, GOOD], {}),
    "an e-mail twice": (
        [["อีเมล", "e2", "e3"], ["x@y.co", *GOOD], ["z@y.co", *GOOD], ["x@y.co", "มาก", "มาก"]],
        {"respondent_twice": ("A4", "(ข้อมูลส่วนบุคคล)"), "personal_dropped": ("A2:A4", "3")},
    ),
    "one name, one network and no e-mail are no proof": (
        [["ชื่อ", "IP Address", "อีเมล", "e2", "e3"], *(["สมชาย", "203.0.113.9", "anonymous", *GOOD] for _ in "ab")],
        {"personal_dropped": ("C2:C3", "2")},  # the last of three
    ),
    "an e-mail once an office": (
        [["หน่วยงาน", "อีเมล", "e2", "e3"], *([f"อบต.{name}", "x@y.co", *GOOD] for name in ("ตัวอย่าง", "ตัวอย่างสอง"))],
        {"personal_dropped": ("B2:B3", "2"), "agency_not_used": ("A2:A3", AGENCY)},
    ),
    "sent twice in one second": (
        [["ประทับเวลา", "e2", "e3"], *([f"1/5/2022, 10:00:0{at}", *GOOD] for at in (7, 8, 7))],
        {"respondent_twice": ("A4", "10:00:07")},
    ),
    "others in that second, and forms that count minutes": (
        [
            ["ประทับเวลา", "e2", "e3"],
            ["10:00:07", *GOOD],
            ["10:00:07", "มาก", "มาก"],
            *(["10:01:00", *GOOD] for _ in "ab"),
        ],
        {},
    ),
    "an unknown column": ([["e2", "e3", "สีที่ชอบ"], [*GOOD, "แดง"]], {"answers_unknown_column": ("C1", "สีที่ชอบ")}),
    "a column without a header": ([["e2", "e3"], [*GOOD, "x"]], {"answers_unknown_column": ("C1", "(ไม่มีหัวคอลัมน์)")}),
    "all equal": ([["e2", "e3"], ["มาก", "มาก"], ["มาก", "มาก"]], {"answers_all_equal": ("A2:B3", "มาก")}),
    "all the best": (
        [["e2", "e8"], ["มากที่สุด", "มี"], ["มากที่สุด", "มี"]],
        {"answers_all_equal": ("A2:B3", "ได้คะแนนเต็ม")},
    ),
    "no answers": (
        [["เพศ", "e2", "e3"], ["ชาย", None, None]],
        {"answers_none": ("A1:C1", AGENCY), "respondent_blank": ("A2:C2", "")},
    ),
    "no rows": ([["e2", "e3"]], {"answers_none": ("A1:B1", "S")}),
    "a row of means": (
        [["ลำดับ", "e2", "e3"], [1, 0, 3], [2, 3, 2], ["เฉลี่ย", 1.5, 2.5]],
        {"answers_summary_row": ("A4", "เฉลี่ย")},
    ),
    "rows of means and counts": (
        [
            ["ลำดับ", "e2", "e3"],
            [1, 0, 3],
            [2, 3, 2],
            ["ค่าเฉลี่ยรวม", 1.5, 2.5],
            ["คะแนนเฉลี่ย (ร้อยละ)", 50, 83.33],
            ["จำนวน 2 คน", 2, 2],
            ["ฐานนิยม", 0, 3],  # as good as any respondent
        ],
        {"answers_summary_row": ("A7", "ฐานนิยม")},
    ),
    "a group of too many": (
        [["อายุ", "e2", "e3"], *([at, "มาก", "น้อย"] for at in range(25))],
        {"answers_group_many": ("A1", "อายุ")},
    ),
    "both instruments in a row": (
        [["e2", "i2"], ["มาก", "น้อย"], ["มาก", None], [None, "มาก"]],
        {"answers_both_instruments": ("A2:B2", "")},
    ),
    "no header": ([["มาก", "น้อย"], ["มาก", "มาก"]], {"answers_no_form": ("", "")}),
    "blank words are no answers and no fault": ([["e2", "e3"], ["ไม่ทราบ", "มาก"], ["-", "น้อย"]], {}),
}


@pytest.mark.parametrize(("rows", "told"), FAULTS.values(), ids=list(FAULTS))
def test_a_fault_is_an_issue_with_its_cell(tmp_path, rows, told):
    path = make_workbook(tmp_path / "2565.xlsx", {"S": rows})
    found = issues_of(path)
    second = {"answers_question_twice"}  # both columns are told; the last one stands in the table
    assert {kind: place for kind, place in found.items() if kind in told or kind not in second} == told
    read = read_answers(path, agency=AGENCY, strict=False)
    assert not [name for name in ("สมชาย", "สมหญิง") if name in read.issues.to_csv() + read.layout.to_csv()]
    cells = read.cells
    assert cells["filled"].tolist() == cells[["score", "label", "remark", "issue"]].sum(axis=1).tolist()


def test_two_respondents_of_one_id_are_counted_as_two(tmp_path):
    path = make_workbook(tmp_path / "2565.xlsx", {"S": FAULTS["an id twice"][0]})
    answers = read_answers(path, agency=AGENCY)  # a warning only
    assert answers.answers["respondent"].tolist() == ["7", "8", "7 (แถว 4)"]


def test_missing_questions_are_named_once(tmp_path):
    issues = read_answers(write(tmp_path / "a.xlsx", [row[:-2] for row in SOME], of=EIT[:-2])).issues
    assert issues[["kind", "severity", "value"]].to_numpy().tolist() == [["answers_missing", "warning", "e14, e15"]]


@pytest.mark.parametrize("year", [2562, 2568])
def test_a_year_without_a_list_of_questions_is_told(tmp_path, year):
    path = make_workbook(tmp_path / "a.xlsx", {"S": [["e2", "e3"], GOOD]})
    assert issues_of(path, year_be=year) == {"answers_no_list": ("A1:B2", "")}


def test_what_a_file_does_not_tell_is_asked_for(tmp_path):
    path = make_workbook(tmp_path / "a.xlsx", {"S": [["e2", "e3"], GOOD]})
    assert set(issues_of(path, agency=None)) == {"no_year", "answers_no_agency"}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"year_be": 2022}, "2565"),
        ({"instrument": "OIT"}, "IIT or EIT"),
        ({"cells": "places"}, "places from 0, places from 1, places from 1 .yes first., points"),
        ({"negative": ["x9"]}, "x9"),
    ],
)
def test_an_argument_that_cannot_be_is_refused(tmp_path, arguments, told):
    with pytest.raises(ItaError, match=told):
        read_answers(write(tmp_path / "a.xlsx", SOME), **arguments)


# Whose answers ---------------------------------------------------------------------------------------------------


def test_year_and_agency_come_from_title_name_or_argument(tmp_path):
    titled = read_answers(write(tmp_path / "a.xlsx", SOME))
    assert titled.answers[["year_be", "agency_id"]].drop_duplicates().to_numpy().tolist() == [[2565, AGENCY]]
    named = read_answers(write(tmp_path / "อบต.ตัวอย่าง ปี 2565.xlsx", SOME, title=None))
    assert named.answers["agency_id"].unique().tolist() == [AGENCY]
    given_ = read_answers(write(tmp_path / "b.xlsx", SOME, title=None), year_be=2564, agency="อบต.อื่น")
    assert given_.answers["year_be"].unique().tolist() == [2564]
    assert given_.answers["agency_id"].unique().tolist() == ["องค์การบริหารส่วนตำบลอื่น"]


def test_a_column_may_name_the_offices_and_an_office_without_answers_is_told(tmp_path):
    offices = ["อบต.ตัวอย่างหนึ่ง", "อบต.ตัวอย่างสอง"] * 2 + ["เทศบาลตำบลตัวอย่าง"] * 2
    places = [*SOME[:4], [None] * len(EIT), [None] * len(EIT)]
    path = write(tmp_path / "2565.xlsx", places, title=None, before={"หน่วยงาน": offices})
    answers = read_answers(path, strict=False)
    assert answers.answers["agency_id"].nunique() == 2
    assert answers.issues.loc[answers.issues["kind"] == "answers_none", "value"].tolist() == ["เทศบาลตำบลตัวอย่าง"]


def test_a_column_of_divisions_is_a_group_and_no_office(tmp_path):
    divisions = ["กองช่าง", "กองคลัง", "สำนักปลัด"] * 2
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, before={"หน่วยงาน": divisions}))
    assert answers.answers["agency_id"].unique().tolist() == [AGENCY]
    assert answers.respondents["หน่วยงาน"].tolist() == divisions


def test_a_column_may_tell_the_year_and_each_year_has_its_own_questions(tmp_path):
    rows = [["ปีงบประมาณ", "e2", "e3"], [2565, "มาก", "น้อย"], [2564, "น้อย", "มาก"]]
    answers = read_answers(make_workbook(tmp_path / "a.xlsx", {"S": rows}), agency=AGENCY)
    assert answers.answers.set_index("year_be")["e2"].to_dict() == {2564: 1, 2565: 2}


def test_three_instruments_of_one_office_go_together(tmp_path):
    def sheet(of: list[Asked]) -> list[list[object]]:
        body = [[words(q, place) for q, place in zip(of, row, strict=True)] for row in every_place(4, of)]
        return [[q.column for q in of], *body]

    items = [
        ["ข้อ", "รายการ", "ผล", "หมายเหตุ"],
        ["o1", "โครงสร้าง", "ผ่าน", None],
        ["o2", "ข้อมูลผู้บริหาร", "ไม่ผ่าน", "ไม่พบลิงก์"],
    ]
    sheets = {"คำชี้แจง": [["ไฟล์นี้มีสามแบบวัด"]], "IIT": sheet(IIT), "EIT": sheet(EIT), "OIT": items}
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", sheets), agency=AGENCY)
    assert answers.answers["instrument"].tolist() == ["IIT"] * 4 + ["EIT"] * 4
    assert answers.answers.loc[answers.answers["instrument"] == "IIT", "e2"].isna().all()
    assert answers.scores.set_index("code")["score"].to_dict() == {"o1": 100, "o2": 0}
    assert answers.scores["agency_id"].unique().tolist() == [AGENCY]
    remarks = [[2565, AGENCY, "o2", "ไม่พบลิงก์", "2565.xlsx#OIT!D3"]]
    assert answers.remarks.to_numpy().tolist() == remarks
    assert answers.cells["filled"].tolist() == answers.cells[["score", "label", "remark", "issue"]].sum(axis=1).tolist()
    assert {"i1", "e15"} <= set(score_answers(answers.answers)["code"])


def test_a_remark_of_an_office_is_none_of_its_items(tmp_path):
    rows = [["หน่วยงาน", "o1", "o2", "หมายเหตุ"], ["อบต.ตัวอย่าง", 100, 0, "ส่งช้า"]]
    assert read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), strict=False).remarks.empty


def test_a_list_of_scores_by_question_is_no_sheet_of_answers(tmp_path):
    rows = [["หน่วยงาน", "IIT", "EIT", "i1", "i2", "i3"], ["อบต.ตัวอย่าง", 90.5, 91.2, 88.1, 92.4, 87.6]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), strict=False)
    assert answers.answers.empty
    assert set(answers.scores["code"]) == {"IIT", "EIT", "i1", "i2", "i3"}


def test_simulated_files_are_marked(tmp_path):
    answers = read_answers(write(tmp_path / "a.xlsx", SOME, title=f"{AGENCY} ปี 2565 (ข้อมูลจำลอง)")).answers
    assert set(answers["note"]) == {"ข้อมูลจำลอง"}


def test_answers_of_a_csv_in_the_windows_code_page_are_read(tmp_path):
    lines = ["e2,e3,e8", "มาก,น้อย,มี", '"มากที่สุด",น้อยที่สุด,ไม่มี']
    (tmp_path / "2565.csv").write_bytes("\r\n".join(lines).encode("cp874"))
    answers = read_answers(tmp_path / "2565.csv", agency=AGENCY).answers
    assert answers[["e2", "e3", "e8"]].to_numpy().tolist() == [[2, 1, 1], [3, 0, 0]]
    assert answers["source"].tolist() == ["2565.csv#csv!A2:C2", "2565.csv#csv!A3:C3"]


def test_points_and_feedback_that_a_form_tool_adds_are_no_second_answers(tmp_path):
    rows = [
        ["ID", "Start time", "Email", "e2 ให้บริการ", "Points - e2 ให้บริการ", "Feedback - e2 ให้บริการ", "e3 ให้ข้อมูล"],
        [1, "2022-05-01", "anonymous", "มาก", 5, None, "น้อย"],
    ]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY)
    assert answers.answers[["e2", "e3"]].iloc[0].tolist() == [2, 1]
    assert set(kinds(answers)) == {"answers_missing", "personal_dropped"}


def test_words_an_office_maps_to_a_question_are_headers_too(tmp_path):
    (tmp_path / "headers.csv").write_text("field,word\ne7,ความโปร่งใสของผลงาน\n", encoding="utf-8")
    rows = [["e2", "e3", "ความโปร่งใสของผลงาน"], ["มาก", "น้อย", "มาก"]]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": rows}), agency=AGENCY)
    assert answers.answers["e7"].tolist() == [2]


@pytest.mark.parametrize("of", [EIT, IIT], ids=["EIT", "IIT"])
@pytest.mark.parametrize("way", [words, points])
def test_scores_of_what_was_read_are_those_of_the_places(tmp_path, of, way):
    best = [[question.last for question in of]] * 3
    path = write(tmp_path / "a.xlsx", best, way, of=of)
    scores = score_answers(read_answers(path, turned=True).answers)
    assert scores["score"].tolist() == pytest.approx([100.0] * len(scores))


def test_a_cell_that_looks_empty_and_is_not_is_told(tmp_path):
    path = make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3"], GOOD, ["=1+1", "มาก"]]})  # never calculated
    answers = read_answers(path, agency=AGENCY, strict=False)
    assert answers.issues.set_index("kind").loc["uncalculated", "cell"] == "A3"
    assert answers.answers["e2"].isna().tolist() == [False, True]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04"], ids=["empty", "damaged"])
def test_a_file_that_cannot_be_opened_is_an_issue(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    with pytest.raises(ExportError):
        read_answers(tmp_path / "a.xlsx")
    assert read_answers(tmp_path / "none.xlsx", strict=False).issues["kind"].tolist() == ["file_missing"]


def test_a_row_of_full_texts_below_the_codes_is_header(tmp_path):
    texts = ["หน่วยงานให้บริการแก่ท่านอย่างเท่าเทียม", "หน่วยงานให้ข้อมูลแก่ท่านตรงไปตรงมา"]
    answers = read_answers(make_workbook(tmp_path / "2565.xlsx", {"S": [["e2", "e3"], texts, GOOD]}), agency=AGENCY)
    assert answers.answers[["e2", "e3"]].to_numpy().tolist() == [[2, 1]]
    assert answers.layout["header"].tolist() == ["A1:B2"]
