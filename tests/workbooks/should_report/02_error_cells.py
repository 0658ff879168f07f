"""Error cells look empty to a fast reader."""

ROWS = [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "1", "2", "3"], ["อบต.ตัวอย่างหนึ่ง", "#N/A", "#REF!", 90]]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "3"): (90, "D3")}
ISSUES = [("error_cell", "B3", "error"), ("error_cell", "C3", "error")]
