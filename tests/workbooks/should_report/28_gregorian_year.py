"""A bare 2022 is read as 2565 and told: it may have been meant otherwise."""

ROWS = [["ผลคะแนน ITA 2022"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(*WHO, "1"): (90, "B3"), (*WHO, "2"): (80, "C3")}
ISSUES = [("year_common_era", "A1", "warning")]
