"""A .ods: the agency is merged over its two years; the second year is of the same agency."""

FILE = "scores.ods"
WHO = ("องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(2565, *WHO, "ITA"): (90.5, "C2"), (2564, *WHO, "ITA"): (70.5, "C3")}


def build(folder):
    from office_files import ods_cell, ods_parts, ods_row, write_zip

    merged = 'table:number-rows-spanned="2" table:number-columns-spanned="1" office:value-type="string"'
    words = [ods_cell(word, more='office:value-type="string"') for word in ("หน่วยงาน", "ปีงบประมาณ", "คะแนน ITA")]
    table = (
        ods_row(*words)
        + ods_row(ods_cell("อบต.ตัวอย่างหนึ่ง", more=merged), ods_cell("2565", value=2565), ods_cell("90.5", value=90.5))
        + ods_row("<table:covered-table-cell/>", ods_cell("2564", value=2564), ods_cell("70.5", value=70.5))
    )
    return write_zip(folder / FILE, ods_parts(table))
