"""A second sheet with numbers and no table is not read, and that is said."""

SHEETS = {
    "ผล": [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]],
    "ร่าง": [["ทดลองคิด", 12], ["อีกที", 34]],
}
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(*WHO, "1"): (90, "ผล!B3"), (*WHO, "2"): (80, "ผล!C3")}
ISSUES = [("sheet_skipped", "ร่าง!", "warning")]
