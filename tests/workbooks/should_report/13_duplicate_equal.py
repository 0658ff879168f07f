"""One agency twice with the same score: read once, with a warning."""

ROWS = [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "คะแนน ITA"], ["อบต.ตัวอย่างหนึ่ง", 90], ["อบต.ตัวอย่างหนึ่ง", 90]]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "ITA"): (90, "B3")}
ISSUES = [("duplicate_equal", "B4", "warning")]
