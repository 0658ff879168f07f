"""Text tables as Excel and other programs write them."""

from __future__ import annotations

import pytest

import itaanalysis as ita

TEXT = "ผลคะแนน ITA ปี 2565{s}{s}\nหน่วยงาน{s}1{s}2\nอบต.ตัวอย่าง{s}๙๐.๕๐{s}80\n"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_encoding_and_separator_gives_the_same_scores(tmp_path, separator, encoding, newline):
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT.format(s=separator).replace("\n", newline).encode(encoding))
    export = ita.read_export(path)
    assert export.issues.empty
    assert export.scores["score"].tolist() == [90.5, 80.0]
    assert export.scores["source"].tolist() == ["a.csv#csv!B3", "a.csv#csv!C3"]
    assert export.scores["agency"].unique().tolist() == ["องค์การบริหารส่วนตำบลตัวอย่าง"]


def test_a_decimal_comma_between_semicolons_is_a_number(tmp_path):
    path = tmp_path / "a-2565.csv"
    path.write_text("หน่วยงาน;1;2\nอบต.ก;96,10;88,5\nอบต.ข;70,25;60,0\n", encoding="utf-8")
    assert ita.read_export(path).scores["score"].tolist() == [96.1, 88.5, 70.25, 60.0]


@pytest.mark.parametrize("data", [b"\x00\x01\x02", b"\xff\xfe\x80\xdb\xdc"])
def test_bytes_that_are_no_text_are_refused(tmp_path, data):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(ita.ExportError) as caught:
        ita.read_export(path)
    assert list(caught.value.issues["kind"]) == ["not_a_workbook"]


def test_the_list_of_sources_is_no_export(tmp_path):
    (tmp_path / "a-2565.csv").write_text("หน่วยงาน,1,2\nอบต.ก,90,80\n", encoding="utf-8")
    (tmp_path / "SOURCES.csv").write_text("file,title,origin,retrieved,sha256,complete,simulated\n", encoding="utf-8")
    assert len(ita.read_folder(tmp_path).scores) == 2
