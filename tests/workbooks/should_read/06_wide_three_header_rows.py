"""Three header rows: instruments merged over their indicators, numbers, names; a column of each instrument too."""

ROWS = [
    ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"],
    ["ลำดับ", "หน่วยงาน", "IIT", None, None, "OIT", None, None, "คะแนนรวม"],
    [None, None, 1, 2, None, 9, 10, None, None],
    [None, None, "การปฏิบัติหน้าที่", "การใช้งบประมาณ", "คะแนน IIT", "การเปิดเผยข้อมูล", "การป้องกันการทุจริต", "คะแนน OIT", None],
    [1, "อบต.ตัวอย่างหนึ่ง", 91, 93, 92.5, 60, 80, 70.0, 85.5],
]
MERGES = ["A2:A4", "B2:B4", "C2:E2", "F2:H2", "I2:I4"]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {
    **{(*WHO, "1"): (91, "C5"), (*WHO, "2"): (93, "D5"), (*WHO, "IIT"): (92.5, "E5"), (*WHO, "9"): (60, "F5")},
    **{(*WHO, "10"): (80, "G5"), (*WHO, "OIT"): (70.0, "H5"), (*WHO, "ITA"): (85.5, "I5")},
}
