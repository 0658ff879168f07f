"""Formulas that Excel has calculated: their stored values are the scores."""

from workbook_files import write_workbook

FILE = "ita-2565.xlsx"
ROWS = [["หน่วยงาน", "1", "คะแนน ITA"], ["อบต.ตัวอย่างหนึ่ง", 90.5, 85.25]]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(*WHO, "1"): (90.5, "B2"), (*WHO, "ITA"): (85.25, "C2")}


def build(folder):
    return write_workbook(
        folder / FILE, {"ผล": ROWS}, replace={b"<v>85.25</v>": b"<f>ROUND(B2-5.25,2)</f><v>85.25</v>"}
    )
