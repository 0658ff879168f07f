"""A formula that was never calculated looks empty, and would pass for an office that was not assessed."""

ROWS = [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, "=45*2"]]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "1"): (90, "B3")}
ISSUES = [("uncalculated", "C3", "error")]
