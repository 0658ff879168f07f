"""A score typed 9.10 that Excel made a date of."""

from datetime import datetime

ROWS = [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", datetime(2022, 10, 9), 90]]
SCORES = {(2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "", "2"): (90, "C3")}
ISSUES = [("is_a_date", "B3", "error")]
