"""Two offices above one table: whose scores they are is not guessed."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["อบต.ตัวอย่างหนึ่ง"],
    ["ทต.ตัวอย่างสอง"],
    ["ตัวชี้วัด", "คะแนน"],
    ["การใช้อำนาจ", 80],
    ["การใช้งบประมาณ", 70],
]
ISSUES = [("agencies_in_title", "A4:B6", "error"), ("no_agency", "A4:B6", "error")]
