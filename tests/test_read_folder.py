"""Many files at once: marks of SOURCES.csv, duplicates over files, going on past a bad file."""

from __future__ import annotations

import pytest
from sheets import make_workbook

import itaanalysis as ita

HEAD = ["หน่วยงาน", "1", "2"]
SOURCES = "file,title,origin,retrieved,sha256,complete,simulated\n"


def folder(tmp_path, **files):
    for name, rows in files.items():
        make_workbook(tmp_path / f"{name}.xlsx", {"ปี 2565": rows})
    return tmp_path


def test_equal_scores_of_two_files_merge(tmp_path):
    export = ita.read_folder(folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]], b=[HEAD, ["องค์การบริหารส่วนตำบลก", 90, 80]]))
    assert export.scores["source"].tolist() == ["a.xlsx#ปี 2565!B2", "a.xlsx#ปี 2565!C2"]
    assert export.issues.empty


def test_different_scores_of_two_files_are_an_issue_that_names_both_cells(tmp_path):
    root = folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]], b=[HEAD, ["อบต.ก", 91, 80]])
    with pytest.raises(ita.ExportError) as caught:
        ita.read_folder(root)
    (problem,) = caught.value.issues["problem"]
    assert "a.xlsx#ปี 2565!B2" in problem
    assert "b.xlsx#ปี 2565!B2" in problem


def test_a_bad_file_does_not_stop_the_others(tmp_path):
    root = folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]], c=[HEAD, ["อบต.ค", 70, 101]])
    (root / "b.xlsx").write_text("not a workbook")
    with pytest.raises(ita.ExportError, match="พบ 2 ปัญหา"):
        ita.read_folder(root)
    export = ita.read_folder(root, strict=False)
    assert sorted(export.scores["agency"].unique()) == ["องค์การบริหารส่วนตำบลก", "องค์การบริหารส่วนตำบลค"]
    assert list(export.issues["kind"]) == ["not_a_workbook", "out_of_range"]


def test_sources_mark_incomplete_and_simulated_scores(tmp_path):
    root = folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]], b=[HEAD, ["อบต.ข", 90, 80]])
    rows = "a.xlsx,รายชื่อ,ป.ป.ช.,2026-11-23,,no,no\nb.xlsx,สมมติ,,2026-11-23,,yes,yes\n"
    (root / "SOURCES.csv").write_text(SOURCES + rows, encoding="utf-8-sig")
    scores = ita.read_folder(root).scores
    assert scores.groupby("agency")["note"].first().tolist() == ["รายชื่อไม่ครบ", "ข้อมูลจำลอง"]
    assert scores.attrs["sources"]["a.xlsx"] == {"title": "รายชื่อ", "retrieved": "2026-11-23"}


def test_a_workbook_in_a_folder_of_the_folder_is_told_and_not_read(tmp_path):
    root = folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]])
    (root / "2564").mkdir()
    make_workbook(root / "2564" / "b.xlsx", {"ปี 2564": [HEAD, ["อบต.ก", 70, 60]]})
    (root / "2564" / "SOURCES.csv").write_text(SOURCES)
    (root / "measures").mkdir()  # where measures that were published lie
    (root / "measures" / "2566.csv").write_text("measure_id,measure\n")
    export = ita.read_folder(root)
    assert export.scores["year_be"].unique().tolist() == [2565]
    assert export.issues[["file", "kind", "severity"]].values.tolist() == [["2564/b.xlsx", "in_subfolder", "warning"]]


def test_lock_files_of_excel_are_no_workbooks(tmp_path):
    root = folder(tmp_path, a=[HEAD, ["อบต.ก", 90, 80]])
    (root / "~$a.xlsx").write_bytes(b"lock")
    assert len(ita.read_folder(root).scores) == 2


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda root: root / "nowhere", "ไม่พบโฟลเดอร์"),
        (lambda root: root, "ไม่มีไฟล์ตาราง"),
        (
            lambda root: (folder(root, a=[HEAD]), (root / "SOURCES.csv").write_text("file\na.xlsx\n"), root)[2],
            "ไม่มีคอลัมน์ title",
        ),
    ],
)
def test_a_folder_that_cannot_be_read_is_told_in_a_sentence(tmp_path, make, words):
    with pytest.raises(ita.ItaError, match=words):
        ita.read_folder(make(tmp_path))


def test_published_measures_are_read_with_the_id_of_the_office(tmp_path):
    head = "agency,district,province,plan_year_be,code,measure,source\n"
    (tmp_path / "m.csv").write_text(head + "อบต.ก,ข,ค,2566,9,ทำ,หน้า 1\n", encoding="utf-8")
    table = ita.read_published_measures(tmp_path)
    assert table.to_dict("records") == [
        {"agency_id": "อบต.ก · ข · ค", "plan_year_be": 2566, "code": "9", "measure": "ทำ", "source": "หน้า 1"}
    ]
    assert ita.read_published_measures(tmp_path / "none").empty
    (tmp_path / "n.csv").write_text("agency\nก\n", encoding="utf-8")
    with pytest.raises(ita.ItaError, match="plan_year_be"):
        ita.read_published_measures(tmp_path)


def test_a_bar_shows_on_a_terminal_and_nowhere_else(tmp_path, monkeypatch, capsys):
    for name in "ab":
        make_workbook(tmp_path / f"{name}.xlsx", {"s": [["ปี 2565"], ["หน่วยงาน", "1", "2"], [f"อบต.{name}", 90, 80]]})
    ita.read_folder(tmp_path)
    assert capsys.readouterr() == ("", "")
    monkeypatch.setenv("FORCE_COLOR", "1")
    ita.read_folder(tmp_path)
    assert "อ่านไฟล์" in capsys.readouterr().err
    seen = []
    ita.read_folder(tmp_path, on_file=lambda path: seen.append(path.name))
    assert seen == ["a.xlsx", "b.xlsx"]
    assert capsys.readouterr().err == ""
