"""One agency twice in two spellings with different scores: both cells are named; the first is kept."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["หน่วยงาน", "คะแนน ITA"],
    ["อบต.ตัวอย่างหนึ่ง", 90],
    ["องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", 91],
]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "ITA"): (90, "B3")}
ISSUES = [("duplicate", "B4", "error")]
SAID = ["B3", "B4"]
