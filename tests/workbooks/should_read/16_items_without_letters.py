"""Items numbered 1, 2, 3 without a letter: the title and their own titles tell that they are of the OIT.

Read by the number alone, item 1 would pass for indicator 1.
"""

ROWS = [
    ["แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)"],
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["เทศบาลตำบลตัวอย่างสอง อำเภอสมมติใต้ จังหวัดสมมติ"],
    ["ลำดับ", "ชื่อ", "คะแนน"],
    [1, "โครงสร้าง", 100],
    [2, "ข้อมูลผู้บริหาร", 0],
    [3, "อำนาจหน้าที่", 100],
]
WHO = (2565, "เทศบาลตำบลตัวอย่างสอง", "สมมติใต้", "สมมติ")
SCORES = {(*WHO, "o1"): (100, "C5"), (*WHO, "o2"): (0, "C6"), (*WHO, "o3"): (100, "C7")}
