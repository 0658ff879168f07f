"""Words, a number with two points, two numbers, and a truth value are no scores."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["หน่วยงาน", "1", "2", "3", "4", "5"],
    ["อบต.ตัวอย่างหนึ่ง", "แปดสิบ", "96.1.0", "90/100", True, 90],
]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "5"): (90, "F3")}
ISSUES = [("not_a_number", cell, "error") for cell in ("B3", "C3", "D3", "E3")]
