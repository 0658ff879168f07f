"""ITA Online of schools is another assessment of the same name."""

ROWS = [
    ["ผลการประเมิน ITA Online ของสถานศึกษา ปีงบประมาณ พ.ศ. 2565"],
    ["ลำดับ", "สถานศึกษา", "คะแนน"],
    [1, "โรงเรียนตัวอย่างวิทยา", 91.5],
    [2, "วิทยาลัยเทคนิคตัวอย่าง", 81.5],
]
ISSUES = [("look_alike", ..., "error")]
