"""MOIT of a hospital: another assessment, whose indicators look like ours by name and number."""

ROWS = [
    ["ผลการประเมิน MOIT โรงพยาบาลตัวอย่าง ปีงบประมาณ พ.ศ. 2565"],
    ["ลำดับ", "ตัวชี้วัด", "คะแนน"],
    [1, "ตัวชี้วัดที่ 1 การเปิดเผยข้อมูล (MOIT 1)", 100],
    [2, "ตัวชี้วัดที่ 6 การป้องกันการใช้ทรัพย์สินของราชการ (MOIT 14)", 80],
]
ISSUES = [("look_alike", ..., "error")]
