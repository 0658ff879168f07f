"""A .xls with a merged header and an agency merged over its two years: the second year is of the same agency."""

FILE = "old.xls"
ROWS = [
    ["ผลการประเมิน ITA"],
    ["หน่วยงาน", "ปีงบประมาณ", "คะแนนรายเครื่องมือ", None, "คะแนน ITA"],
    [None, None, "IIT", "EIT", None],
    ["อบต.ตัวอย่างหนึ่ง", 2565, 90.5, 80.5, 85.5],
    [None, 2564, 70.5, 60.5, 65.5],
]
MERGES = ["A2:A3", "B2:B3", "C2:D2", "E2:E3", "A4:A5"]
WHO = ("องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {
    **{(2565, *WHO, "IIT"): (90.5, "C4"), (2565, *WHO, "EIT"): (80.5, "D4"), (2565, *WHO, "ITA"): (85.5, "E4")},
    **{(2564, *WHO, "IIT"): (70.5, "C5"), (2564, *WHO, "EIT"): (60.5, "D5"), (2564, *WHO, "ITA"): (65.5, "E5")},
}
