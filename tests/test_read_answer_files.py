"""Several files of respondents become one `Answers`, and what `agency=` says is held against what a file tells."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from answer_files import AGENCY, asked, every_place, kinds, write
from sheets import make_workbook

from itaanalysis.errors import ExportError, ItaError
from itaanalysis.exports.answers import Answers, read_answers
from itaanalysis.frames import check_answers, check_scores

EIT, IIT = asked(), asked(2565, "IIT")
KEY = ["year_be", "agency_id", "instrument", "respondent"]
TITLE = f"แบบวัด {AGENCY} ปีงบประมาณ พ.ศ. 2565"
OTHER = "องค์การบริหารส่วนตำบลตัวอย่างสอง"
FULL = f"{AGENCY} · สมมติเหนือ · สมมติ"


def told(read: Answers, kind: str) -> list[list[str]]:
    """Severity, file, cell, value of the issues of a kind."""
    rows = read.issues[read.issues["kind"] == kind]
    return rows[["severity", "file", "cell", "value"]].to_numpy().tolist()


def offices(read: Answers) -> list[str]:
    return sorted(read.answers["agency_id"].unique())


# One `Answers` ---------------------------------------------------------------------------------------------------


def two_files(folder: Path) -> list[Path]:
    """Six and four people who answered EIT, with groups and suggestions: rows 3 to 6 stand in both."""
    said = {"ข้อเสนอแนะ": [f"ปรับปรุงถนนสายที่ {at}" for at in range(6)]}
    ages = {"อายุ": ["20-30", "31-40"] * 3}
    sexes = {"เพศ": ["ชาย", "หญิง"] * 2}
    return [
        write(folder / "a.xlsx", every_place(6, EIT), before=ages, after=said),
        write(folder / "b.xlsx", every_place(9, EIT)[5:], before=sexes, after={"ข้อเสนอแนะ": said["ข้อเสนอแนะ"][2:]}),
    ]


def test_one_number_in_two_files_is_two_people_in_all_frames(tmp_path):
    read = read_answers(two_files(tmp_path))
    people = ["3", "4", "5", "6", "7", "8", *(f"{at} (b.xlsx)" for at in (3, 4, 5, 6))]
    assert check_answers(read.answers)["respondent"].tolist() == people
    assert read.respondents[KEY].equals(read.answers[KEY])
    assert read.respondents["อายุ"].tolist() == ["20-30", "31-40"] * 3 + [""] * 4
    assert read.respondents["เพศ"].tolist() == [""] * 6 + ["ชาย", "หญิง"] * 2
    written = dict(
        zip(read.suggestions["text"] + read.suggestions["source"].str[0], read.suggestions["respondent"], strict=True)
    )
    assert written["ปรับปรุงถนนสายที่ 2a"] == "5"
    assert written["ปรับปรุงถนนสายที่ 2b"] == "3 (b.xlsx)"
    assert read.suggestions["source"].str[:6].tolist() == ["a.xlsx"] * 6 + ["b.xlsx"] * 4
    assert [set(frame["file"]) for frame in (read.layout, read.cells)] == [{"a.xlsx", "b.xlsx"}] * 2


def test_what_two_files_give_is_what_each_gives(tmp_path):
    paths = two_files(tmp_path)
    both, alone = read_answers(paths).answers, [read_answers(path).answers for path in paths]
    columns = [column for column in both if column != "respondent"]
    for file, own in zip(paths, alone, strict=True):
        of_file = both[both["source"].str.startswith(file.name)].reset_index(drop=True)
        assert of_file[columns].equals(own[columns])
    one = read_answers(paths[:1])
    assert one.answers.equals(alone[0])


def items(path: Path, *verdicts: str) -> Path:
    rows = [["ข้อ", "รายการ", "ผล", "หมายเหตุ"]]
    names = {"o1": "โครงสร้าง", "o2": "ข้อมูลผู้บริหาร", "o3": "อำนาจหน้าที่"}
    rows += [[*item, verdict, "ไม่พบลิงก์"] for item, verdict in zip(names.items(), verdicts, strict=False)]
    return make_workbook(path, {"ปี 2565": [[TITLE], *rows]})


def test_instruments_in_files_of_their_own_go_together(tmp_path):
    files = [
        write(tmp_path / "iit.xlsx", every_place(4, IIT), of=IIT),
        write(tmp_path / "eit.xlsx", every_place(4, EIT)),
        items(tmp_path / "oit.xlsx", "ผ่าน", "ไม่ผ่าน"),
    ]
    seen = []
    read = read_answers(files, on_file=seen.append)
    assert seen == files
    assert read.answers["instrument"].tolist() == ["IIT"] * 4 + ["EIT"] * 4
    assert read.answers["respondent"].tolist() == ["3", "4", "5", "6"] * 2  # another instrument, another key
    assert read.scores.set_index("code")["score"].to_dict() == {"o1": 100, "o2": 0}
    assert len(read.remarks) == 2


def test_an_item_with_two_verdicts_in_two_files_is_an_error_and_an_equal_one_is_none(tmp_path):
    files = [items(tmp_path / "a.xlsx", "ผ่าน", "ไม่ผ่าน"), items(tmp_path / "b.xlsx", "ผ่าน", "ผ่าน", "ผ่าน")]
    read = read_answers(files, strict=False)
    assert check_scores(read.scores).set_index("code")["score"].to_dict() == {"o1": 100, "o2": 0, "o3": 100}
    assert told(read, "duplicate") == [["error", "b.xlsx", "C4", "100"]]
    assert "0 ที่ a.xlsx#ปี 2565!C4 และ 100 ที่ b.xlsx#ปี 2565!C4" in read.issues["problem"].iloc[0]
    assert read.remarks["source"].str[:6].tolist() == ["a.xlsx", "a.xlsx", "b.xlsx"]


def test_the_errors_of_all_files_are_in_one_sentence(tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        make_workbook(tmp_path / name, {"S": [[TITLE], ["e2", "e3"], ["มาก", name], ["น้อย", "มาก"]]})
    with pytest.raises(ExportError, match="พบ 3 ปัญหา") as error:
        read_answers([tmp_path / "a.xlsx", tmp_path / "b.xlsx", tmp_path / "none.xlsx"])
    errors = error.value.issues[error.value.issues["severity"] == "error"]
    assert errors[["file", "kind"]].to_numpy().tolist() == [
        ["a.xlsx", "answer_outside"],
        ["b.xlsx", "answer_outside"],
        ["none.xlsx", "file_missing"],
    ]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([], "ระบุอย่างน้อยหนึ่งไฟล์"),
        (["c1/iit.xlsx", "c2/iit.xlsx"], "c1/iit.xlsx กับ .*c2/iit.xlsx ชื่อเดียวกัน .*เปลี่ยนชื่อไฟล์หนึ่ง"),
        (["c1/iit.xlsx", "c1/../c1/iit.xlsx"], "ระบุไฟล์เดียวกันสองครั้ง"),
    ],
)
def test_files_that_cannot_be_told_apart_are_refused(tmp_path, files, sentence):
    with pytest.raises(ItaError, match=sentence):
        read_answers([tmp_path / file for file in files])


# Copies ----------------------------------------------------------------------------------------------------------


def test_a_copy_under_another_name_is_an_error_that_names_both(tmp_path):
    path = write(tmp_path / "iit.xlsx", every_place(6, IIT), of=IIT)
    copy = shutil.copy(path, tmp_path / "iit (1).xlsx")
    read = read_answers([path, copy], strict=False)
    assert told(read, "answers_file_copied") == [["error", "iit (1).xlsx", "", "iit.xlsx"]]
    assert len(read.answers) == 12


SAME, SOME, BEST = every_place(4, EIT), every_place(7, EIT), [[q.last for q in EIT]] * 5
COPIES = {
    "in another order": (SAME, SAME[::-1], ["answers_file_copied", "error", "b.xlsx"]),
    "an earlier copy": (SAME, SOME, ["answers_file_contained", "warning", "a.xlsx"]),
    "a later copy": (SOME, SAME, ["answers_file_contained", "warning", "b.xlsx"]),
    "of two people": (SAME[:2], SAME[:2], ["answers_file_alike", "warning", "b.xlsx"]),
    "all the best": (BEST, BEST, ["answers_file_alike", "warning", "b.xlsx"]),
    "two people of many": (SAME[:2], SOME, None),
    "the best among others": (BEST[:3], [*BEST, *SAME], None),
    "one answers more often": ([*SAME, SAME[0], SAME[0]], SOME, None),
    "one is another": ([*SAME[:3], BEST[0]], SOME, None),
}


@pytest.mark.parametrize(("first", "second", "found"), COPIES.values(), ids=list(COPIES))
def test_people_of_a_file_who_all_stand_in_another_are_told(tmp_path, first, second, found):
    files = [write(tmp_path / "a.xlsx", first), write(tmp_path / "b.xlsx", second)]
    issues = read_answers(files, strict=False).issues
    issues = issues[issues["kind"].str.startswith("answers_file")]
    assert issues[["kind", "severity", "file"]].to_numpy().tolist() == ([found] if found else [])


def test_equal_answers_of_others_are_no_copy(tmp_path):
    def by(name: str, **told: object) -> Path:
        return write(tmp_path / name, SAME, **told)

    first = by("a.xlsx", before={"เพศ": ["ชาย", "หญิง"] * 2})
    other_group = by("b.xlsx", before={"เพศ": ["หญิง", "ชาย"] * 2})
    other_office = by("c.xlsx", title=TITLE.replace(AGENCY, OTHER), before={"เพศ": ["ชาย", "หญิง"] * 2})
    assert kinds(read_answers([first, other_group, other_office])) == []


# What one file leaves open ---------------------------------------------------------------------------------------


def test_an_office_and_a_year_that_the_other_files_tell_are_taken_and_it_is_said(tmp_path):
    files = [
        write(tmp_path / "iit.xlsx", every_place(4, IIT), of=IIT, title=f"{AGENCY} อำเภอสมมติเหนือ จังหวัดสมมติ"),
        write(tmp_path / "eit.xlsx", every_place(4, EIT), title="ปีงบประมาณ พ.ศ. 2565"),
    ]
    read = read_answers(files)
    assert offices(read) == [FULL]
    assert read.answers["year_be"].unique().tolist() == [2565]
    assert told(read, "answers_agency_taken") == [["warning", "eit.xlsx", "", FULL]]
    assert told(read, "answers_year_taken") == [["warning", "iit.xlsx", "", "2565"]]
    assert "ตามไฟล์ iit.xlsx" in read.issues.set_index("kind").loc["answers_agency_taken", "problem"]
    evidence = read.layout.drop_duplicates("file").set_index("file")["year_evidence"]
    assert evidence.to_dict() == {"iit.xlsx": "ไฟล์ eit.xlsx", "eit.xlsx": "A1"}


def test_where_the_others_tell_several_nothing_is_guessed(tmp_path):
    files = [
        write(tmp_path / "a.xlsx", every_place(4, EIT)),
        write(tmp_path / "b.xlsx", every_place(5, EIT), title=f"{OTHER} ปีงบประมาณ พ.ศ. 2564"),
        write(tmp_path / "c.xlsx", every_place(6, EIT), title=None),
    ]
    read = read_answers(files, strict=False)
    assert kinds(read) == ["answers_no_agency", "no_year"]
    assert set(read.issues["file"]) == {"c.xlsx"}
    settled = read_answers(files[2:], agency=AGENCY, year_be=2565)
    assert offices(settled) == [AGENCY]


def test_two_offices_in_a_title_are_not_settled_by_another_file(tmp_path):
    rows = [["ปี 2565"], [AGENCY], [OTHER], ["e2", "e3"], ["มาก", "น้อย"]]
    files = [write(tmp_path / "a.xlsx", SOME), make_workbook(tmp_path / "b.xlsx", {"S": rows})]
    read = read_answers(files, strict=False)
    assert "agencies_in_title" in kinds(read)
    assert "answers_agency_taken" not in kinds(read)


def test_a_missing_office_is_the_one_fault_told_with_the_number_of_people(tmp_path):
    path = write(tmp_path / "eit.xlsx", every_place(8, EIT), title="ปีงบประมาณ พ.ศ. 2565")
    read = read_answers(path, strict=False)
    assert kinds(read) == ["answers_no_agency"]  # and not: no answers
    problem, fix = read.issues[["problem", "fix"]].iloc[0]
    assert problem == "ไม่พบชื่อหน่วยงานของผู้ตอบ 8 คน"
    assert "คำสั่ง ita score: --agency" in fix


# `agency=` and what a file tells ---------------------------------------------------------------------------------

PLACES = "อำเภอสมมติเหนือ จังหวัดสมมติ"
TITLES = {
    "the file tells nothing": ("ปี 2565", f"อบต.ตัวอย่าง {PLACES}", FULL),
    "the file tells more": (f"ปี 2565 อบต.ตัวอย่าง {PLACES}", "อบต.ตัวอย่าง", FULL),
    "the caller tells more": ("ปี 2565 อบต.ตัวอย่าง", f"{AGENCY} {PLACES}", FULL),
    "each tells a part": ("ปี 2565 อบต.ตัวอย่าง อำเภอสมมติเหนือ", f"{AGENCY} จังหวัดสมมติ", FULL),
    "a title of no office": ("สำรวจความพึงพอใจ", "อบต.ตัวอย่าง", AGENCY),
}


@pytest.mark.parametrize(("title", "agency", "office"), TITLES.values(), ids=list(TITLES))
def test_agency_fills_what_a_title_leaves_open(tmp_path, title, agency, office):
    read = read_answers(write(tmp_path / "a.xlsx", SOME, title=title), agency=agency, year_be=2565)
    assert kinds(read) == []
    assert offices(read) == [office]


@pytest.mark.parametrize(
    ("name", "title", "cell"),
    [
        ("a.xlsx", f"ปี 2565 {OTHER}", "A1"),
        ("a.xlsx", "ปี 2565 อบต.ตัวอย่าง อำเภอสมมติใต้", "A1"),  # the same name elsewhere
        ("อบต.ตัวอย่างสอง 2565.xlsx", None, ""),
    ],
)
def test_another_office_in_title_or_name_is_an_error_with_its_cell(tmp_path, name, title, cell):
    path = write(tmp_path / name, SOME, title=title)
    read = read_answers(path, agency=f"อบต.ตัวอย่าง {PLACES}", strict=False)
    assert [row[:3] for row in told(read, "agency_differs")] == [["error", name, cell]]
    problem, fix = read.issues[["problem", "fix"]].iloc[0]
    assert problem.endswith(f"แต่สั่ง {FULL}")
    assert "agency= (คำสั่ง ita score: --agency)" in fix
    assert FULL not in offices(read), "what the file tells is not overwritten"


def test_one_of_two_offices_in_a_title_may_be_told(tmp_path):
    rows = [["ปี 2565"], [AGENCY], [OTHER], ["e2", "e3"], ["มาก", "น้อย"]]
    path = make_workbook(tmp_path / "a.xlsx", {"S": rows})
    assert offices(read_answers(path, agency=OTHER)) == [OTHER]
    third = read_answers(path, agency="อบต.ตัวอย่างสาม", strict=False)
    assert told(third, "agency_differs") == [["error", "a.xlsx", "A2", f"{AGENCY}, {OTHER}"]]
    assert third.answers.empty


COLUMNS = {
    "the same": (["อบต.ตัวอย่าง"] * 3, [], {AGENCY}),
    "the same with gaps": (["อบต.ตัวอย่าง", None, None], [], {AGENCY}),
    "several, of which one": (["อบต.ตัวอย่าง", OTHER, None], ["agency_not_used", "warning", "A3:A4"], {AGENCY, OTHER}),
    "another": ([OTHER] * 3, ["agency_differs", "error", "A3:A5"], {OTHER}),
    "several others": ([OTHER, "อบต.ตัวอย่างสาม", OTHER], ["agency_differs", "error", "A3:A5"], None),
}


@pytest.mark.parametrize(("cells", "issue", "office"), COLUMNS.values(), ids=list(COLUMNS))
def test_a_column_of_offices_is_not_overruled_in_silence(tmp_path, cells, issue, office):
    path = write(tmp_path / "a.xlsx", SOME[:3], title="ปี 2565", before={"หน่วยงาน": cells})
    read = read_answers(path, agency=AGENCY, strict=False)
    assert read.issues[["kind", "severity", "cell"]].to_numpy().tolist() == ([issue] if issue else [])
    assert office is None or {*offices(read)} == office
    assert len(read.answers) == 3


def test_a_caller_tells_the_place_of_the_one_office_of_a_column(tmp_path):
    path = write(tmp_path / "a.xlsx", SOME[:3], title="ปี 2565", before={"หน่วยงาน": ["อบต.ตัวอย่าง", "อบต.ตัวอย่าง", None]})
    assert offices(read_answers(path, agency=f"อบต.ตัวอย่าง {PLACES}")) == [FULL]
