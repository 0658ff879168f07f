"""Above 100, below 0, thousands, and a percent format over a whole score (9610%)."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["หน่วยงาน", "1", "2", "3", "4", "5"],
    ["อบต.ตัวอย่างหนึ่ง", 100.01, -1, "1,234", 96.1, 100],
]
FORMATS = {"E3": "0.00%"}
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "5"): (100, "F3")}
ISSUES = [("out_of_range", cell, "error") for cell in ("B3", "C3", "D3", "E3")]
