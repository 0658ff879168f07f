"""A year without rules."""

ROWS = [["ปีงบประมาณ พ.ศ. 2559"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]
ISSUES = [("year_unknown", "A1", "error")]
SAID = ["2559"]
