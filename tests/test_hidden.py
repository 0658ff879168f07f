"""What a fast reader hides: formulas never calculated, errors, percentages, hidden rows and columns, merges."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from office_files import ods_cell, ods_parts, ods_row, sheet_xml, write_xlsb, write_xlsx, write_zip, xlsx_parts
from openpyxl import Workbook
from python_calamine import load_workbook

from itaanalysis.exports.opening import _hidden_xlsx
from itaanalysis.exports.opening._guard import check_file
from itaanalysis.exports.opening._hidden import Hidden, read_hidden
from itaanalysis.exports.opening._hidden_sheet import is_percentage

#: a cell of .xlsx (style 1 is 0.00%), and what is hidden in it
XLSX_CELLS = {
    "never calculated, no value": ('<c r="B2"><f>A1*2</f></c>', Hidden(uncalculated=[(1, 1)])),
    "never calculated, openpyxl": ('<c r="B2"><f>A1*2</f><v /></c>', Hidden(uncalculated=[(1, 1)])),
    "never calculated, empty value": ('<c r="B2"><f>A1*2</f><v></v></c>', Hidden(uncalculated=[(1, 1)])),
    "never calculated, shared": ('<c r="B2"><f t="shared" si="0"/></c>', Hidden(uncalculated=[(1, 1)])),
    "never calculated, text": ('<c r="B2" t="str"><f>A1</f></c>', Hidden(uncalculated=[(1, 1)])),
    "calculated": ('<c r="B2"><f>A1*2</f><v>4</v></c>', Hidden()),
    "calculated 0": ('<c r="B2"><f>A1*2</f><v>0</v></c>', Hidden()),
    "calculated, the empty text": ('<c r="B2" t="str"><f>""</f><v></v></c>', Hidden()),
    "calculated, the empty text, closed": ('<c r="B2" t="str"><f>""</f><v/></c>', Hidden()),
    "a formula beside it": ('<c r="A2" s="1"/><c r="B2"><f>A1</f></c>', Hidden(uncalculated=[(1, 1)])),
    "error": ('<c r="B2" t="e"><v>#N/A</v></c>', Hidden(errors={(1, 1): "#N/A"})),
    "error of a formula": ('<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', Hidden(errors={(1, 1): "#DIV/0!"})),
    "error, type first": ('<c t="e" r="AB2"><v>#REF!</v></c>', Hidden(errors={(1, 27): "#REF!"})),
    "error, single quotes": ("<c r='B2' t='e'><v>#N/A</v></c>", Hidden(errors={(1, 1): "#N/A"})),
    "error, blanks": ('<c r = "B2" t = "e" ><v>#N/A</v></c>', Hidden(errors={(1, 1): "#N/A"})),
    "percentage": ('<c r="B2" s="1"><v>0.961</v></c>', Hidden(percent=[(1, 1)])),
    "percentage, type told": ('<c r="B2" s="1" t="n"><v>0.961</v></c>', Hidden(percent=[(1, 1)])),
    "percentage, style first": ('<c s="1" r="B2"><v>0.961</v></c>', Hidden(percent=[(1, 1)])),
    "percentage of a formula": ('<c r="B2" s="1"><f>A1</f><v>0.961</v></c>', Hidden(percent=[(1, 1)])),
    "percentage without a number": ('<c r="B2" s="1"/>', Hidden()),
    "text formatted as a percentage": ('<c r="B2" s="1" t="str"><v>96.1</v></c>', Hidden()),
    "another format": ('<c r="B2" s="2"><v>0.961</v></c>', Hidden()),
    "style 11 is not style 1": ('<c r="B2" s="11"><v>0.961</v></c>', Hidden()),
    "words that look like marks": (
        '<c r="B2" t="inlineStr"><is><t>t="e" hidden="1" s="1" &lt;f></t></is></c>',
        Hidden(),
    ),
}


def found(path: Path) -> Hidden:
    """What is hidden in the sheet `s` of a file that the guard lets pass."""
    check_file(path)
    return read_hidden(path).get("s", Hidden())


@pytest.mark.parametrize("name", XLSX_CELLS)
def test_a_cell_of_xlsx(tmp_path, name):
    cell, hidden = XLSX_CELLS[name]
    path = write_xlsx(tmp_path / "a.xlsx", f'<row r="2">{cell}</row>', formats=["0.00%", '0.00"%"'])
    assert found(path) == hidden


@pytest.mark.parametrize("name", XLSX_CELLS)
def test_a_cell_of_xlsx_with_prefixed_tags(tmp_path, name):
    cell, hidden = XLSX_CELLS[name]
    rows = f'<row r="2">{cell}</row>'
    for tag in ("row", "c", "f", "v", "is", "t"):  # <x:c r="B2"><x:v>…: how some .NET libraries write
        rows = (
            rows.replace(f"<{tag}>", f"<x:{tag}>").replace(f"<{tag} ", f"<x:{tag} ").replace(f"</{tag}>", f"</x:{tag}>")
        )
        rows = rows.replace(f"<{tag}/>", f"<x:{tag}/>")
    sheet = sheet_xml(rows).replace("<sheetData>", "<x:sheetData>").replace("</sheetData>", "</x:sheetData>")
    sheet = sheet.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace("</worksheet>", "</x:worksheet>")
    path = write_zip(tmp_path / "a.xlsx", xlsx_parts({"s": sheet}, formats=["0.00%", '0.00"%"']))
    assert found(path) == hidden


@pytest.mark.parametrize("told", ['hidden="1"', "hidden='1'", 'hidden="true"'])
def test_hidden_rows_and_columns_of_xlsx(tmp_path, told):
    # LibreOffice writes hidden="false" on every other row.
    rows = f'<row r="2" hidden="false"><c r="A2"><v>1</v></c></row><row {told} r="4"><c r="A4"><v>1</v></c></row>'
    path = write_xlsx(
        tmp_path / "a.xlsx", rows, head=f'<cols><col min="2" max="3" {told}/><col min="4" max="4"/></cols>'
    )
    assert found(path) == Hidden(rows=[3], columns=[1, 2])


def test_a_zero_of_a_workbook_that_asks_to_be_calculated_when_opened_is_no_score(tmp_path):
    # Some programs store 0 for every formula and leave the sum to Excel. 0 is a score.
    rows = '<row r="1"><c r="A1"><f>B1+C1</f><v>0</v></c><c r="B1"><v>0</v></c><c r="C1"><f>D1</f><v>8</v></c></row>'
    asks = write_xlsx(tmp_path / "a.xlsx", rows, calculation='<calcPr calcId="1" fullCalcOnLoad="1"/>')
    assert found(asks) == Hidden(uncalculated=[(0, 0)])
    assert found(write_xlsx(tmp_path / "b.xlsx", rows)) == Hidden()


def test_a_default_style_that_is_a_percentage_holds_for_cells_without_a_style(tmp_path):
    parts = xlsx_parts({"s": sheet_xml('<row r="1"><c r="A1"><v>0.5</v></c></row>')})
    parts["xl/styles.xml"] = parts["xl/styles.xml"].replace(
        '<cellXfs><xf numFmtId="0"/>', '<cellXfs><xf numFmtId="9"/>'
    )
    assert found(write_zip(tmp_path / "a.xlsx", parts)) == Hidden(percent=[(0, 0)])


@given(
    rows=st.lists(st.lists(st.sampled_from(["n", "e", "f", "p", ""]), max_size=6), max_size=30),
    size=st.integers(20, 400),
)
def test_no_mark_is_lost_between_two_pieces(rows, size):
    cells = {"n": '<c r="{0}"><v>1</v></c>', "e": '<c r="{0}" t="e"><v>#N/A</v></c>', "f": '<c r="{0}"><f>1</f></c>'}
    cells |= {"p": '<c r="{0}" s="3"><v>1</v></c>', "": ""}
    text = sheet_xml(
        "".join(
            f'<row r="{at}">'
            + "".join(cells[kind].format(f"{chr(65 + c)}{at}") for c, kind in enumerate(row))
            + "</row>"
            for at, row in enumerate(rows, start=1)
        )
    ).encode()
    head = text.index(b"<sheetData>")
    pieces = [text[:head], *(text[at : at + size] for at in range(head, len(text), size))]
    hidden = _hidden_xlsx.read_sheet(pieces, _hidden_xlsx.Styles((3,), False))
    places = {kind: [(r, c) for r, row in enumerate(rows) for c, at in enumerate(row) if at == kind] for kind in "efp"}
    assert hidden == Hidden(uncalculated=places["f"], errors=dict.fromkeys(places["e"], "#N/A"), percent=places["p"])


def test_what_openpyxl_writes(tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "ผลคะแนน"
    sheet["A1"], sheet["A2"], sheet["B1"] = "=1+1", 0.961, "#N/A"
    sheet["A2"].number_format, sheet["B1"].data_type = "0.0%", "e"
    sheet["A4"] = 7
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["C"].hidden = True
    sheet.merge_cells("D1:E2")  # calamine tells merges of .xlsx itself
    book.create_sheet("ว่าง")
    book.save(tmp_path / "a.xlsx")
    hidden = Hidden(uncalculated=[(0, 0)], errors={(0, 1): "#N/A"}, percent=[(1, 0)], rows=[3], columns=[2])
    assert read_hidden(tmp_path / "a.xlsx") == {"ผลคะแนน": hidden, "ว่าง": Hidden()}


def test_xlsb(tmp_path):
    rows = {
        0: [(0, 0, "text", "หน่วยงาน"), (1, 0, "text", "คะแนน")],
        1: [(0, 0, "text", "อบต.ตัวอย่าง"), (1, 1, "number", 0.961), (2, 2, "number", 0.5)],
        2: [(0, 0, "error", 42), (1, 1, "formula", 0.8)],
    }
    path = write_xlsb(
        tmp_path / "a.xlsb",
        rows,
        hidden_rows=(2,),
        hidden_columns=((4, 6),),
        merges=((0, 2, 1, 3),),
        formats=("0.00%", '0"%"'),
    )
    # calamine: an empty text for the error, 0.961 for 96.10%, no merges
    sheet = load_workbook(path).get_sheet_by_name("s")
    assert (sheet.to_python()[1][1], sheet.to_python()[2][0], sheet.merged_cell_ranges) == (0.961, "", None)
    assert found(path) == Hidden(
        errors={(2, 0): "#N/A"}, percent=[(1, 1), (2, 1)], rows=[2], columns=[4, 5, 6], merges=[(0, 2, 1, 3)]
    )


#: rows of .ods, and what is hidden in them
ODS = {
    "plain": (ods_row(ods_cell("1", value=1), ods_cell("ก")), Hidden()),
    "never calculated": (ods_row(ods_cell(), ods_cell(more='table:formula="of:=1+1"')), Hidden(uncalculated=[(0, 1)])),
    "calculated, the empty text": (ods_row(ods_cell("", more='table:formula="of:=&quot;&quot;"')), Hidden()),
    "error": (
        ods_row(
            ods_cell("#N/A", more='table:formula="of:=NA()" office:value-type="string" calcext:value-type="error"')
        ),
        Hidden(errors={(0, 0): "#N/A"}),
    ),
    "error stored as 0": (
        ods_row(ods_cell("#DIV/0!", value=0, more='table:formula="of:=1/0"')),
        Hidden(errors={(0, 0): "#DIV/0!"}),
    ),
    "percentage": (ods_row(ods_cell("96.10%", value=0.961, kind="percentage")), Hidden(percent=[(0, 0)])),
    "percentage, repeated": (
        ods_row(
            ods_cell("5%", value=0.05, kind="percentage", more='table:number-columns-repeated="2"'),
            number_rows_repeated="2",
        ),
        Hidden(percent=[(0, 0), (0, 1), (1, 0), (1, 1)]),
    ),
    "after repeated blanks": (
        ods_row(number_rows_repeated="3")
        + ods_row(ods_cell(more='table:number-columns-repeated="4"'), ods_cell("5%", value=0.05, kind="percentage")),
        Hidden(percent=[(3, 4)]),
    ),
    "hidden rows": (
        ods_row(ods_cell("1", value=1))
        + ods_row(ods_cell("1", value=1), visibility="collapse", number_rows_repeated="2")
        + ods_row(ods_cell("1", value=1), visibility="filter")
        # hiding all unused rows below the table is common
        + ods_row(visibility="collapse", number_rows_repeated="1048571"),
        Hidden(rows=[1, 2, 3]),
    ),
    "hidden columns": (
        '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="16383"/>'
        + ods_row(*[ods_cell("1", value=1)] * 3),
        Hidden(columns=[1, 2]),
    ),
    "merge": (
        ods_row(
            ods_cell("1", value=1), ods_cell("ก", more='table:number-columns-spanned="2" table:number-rows-spanned="3"')
        ),
        Hidden(merges=[(0, 1, 2, 2)]),
    ),
    "a formula with a bracket": (
        ods_row(
            ods_cell("1", value=1, more='table:formula="of:=[.A1]>2"'), ods_cell("5%", value=0.05, kind="percentage")
        ),
        Hidden(percent=[(0, 1)]),
    ),
}


@pytest.mark.parametrize("name", ODS)
def test_ods(tmp_path, name):
    table, hidden = ODS[name]
    assert found(write_zip(tmp_path / "a.ods", ods_parts(table))) == hidden


def write_xls(path: Path, *, formula: str | None = None) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("s")
    sheet.write(0, 0, "หน่วยงาน")
    sheet.write(1, 0, 0.961, xlwt.easyxf(num_format_str="0.00%"))
    sheet.write(1, 1, 0.5, xlwt.easyxf(num_format_str='0"%"'))
    sheet.write(2, 0, 100)
    sheet.row(2).hidden = True
    sheet.col(3).hidden = True
    sheet.row(3).set_cell_error(1, 42)
    if formula:
        sheet.write(4, 0, xlwt.Formula(formula))
    book.save(str(path))
    return path


def test_xls(tmp_path):
    hidden = Hidden(errors={(3, 1): "#N/A"}, percent=[(1, 0)], rows=[2], columns=[3])
    assert found(write_xls(tmp_path / "a.xls")) == hidden


def test_formulas_of_xls_that_no_program_calculated(tmp_path):
    hidden = found(write_xls(tmp_path / "a.xls", formula="A2*2"))
    assert hidden.uncalculated == [(4, 0)]


def test_the_content_tells_the_format_not_the_name(tmp_path):
    rows = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>'
    assert found(write_xlsx(tmp_path / "a.xls", rows)) == Hidden(errors={(0, 0): "#N/A"})
    assert found(write_xls(tmp_path / "b.xlsx")).rows == [2]


def test_text_hides_nothing(tmp_path):
    (tmp_path / "a.csv").write_text("หน่วยงาน,คะแนน\n", encoding="utf-8")
    assert read_hidden(tmp_path / "a.csv") == {}


@pytest.mark.parametrize(
    ("number_format", "percentage"),
    [
        ("0%", True),
        ("0.00%;[Red]-0.00%", True),
        ("#,##0.0 %", True),
        ('0.00"%"', False),  # shows 96.10% for 96.10
        ("0.00\\%", False),
        ("0.00_%", False),
        ("General", False),
        ('"ร้อยละ "0.00', False),
    ],
)
def test_a_percentage_is_what_multiplies_by_100(number_format, percentage):
    assert is_percentage(number_format) is percentage
