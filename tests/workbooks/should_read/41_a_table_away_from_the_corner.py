"""Empty rows and columns before the table: the addresses are those of Excel."""

ROWS = [
    [],
    [],
    [None, None, None, "ปีงบประมาณ พ.ศ. 2565"],
    [],
    [None, None, None, "หน่วยงาน", "1", "2"],
    [None, None, None, "อบต.ตัวอย่างหนึ่ง", 90, 80],
]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(*WHO, "1"): (90, "E6"), (*WHO, "2"): (80, "F6")}
