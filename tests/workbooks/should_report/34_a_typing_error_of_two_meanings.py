"""`การใช้` could be the beginning of three indicators: a slip is mended only where the answer is unique."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565 อบต.ตัวอย่างหนึ่ง อ.สมมติเหนือ จ.สมมติ"],
    ["ตัวชี้วัด", "คะแนน"],
    ["การใช้", 70],
    ["การปฏิบัติหน้าที", 90],
]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "สมมติเหนือ", "สมมติ", "1"): (90, "B4")}
ISSUES = [("unknown_indicator", "A3", "error")]
NOTED = {"B4"}  # the name was mended
