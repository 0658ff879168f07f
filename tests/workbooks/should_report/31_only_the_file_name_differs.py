"""Title and sheet agree on 2566 and the file's name stands alone: read, with a warning that shows both."""

FILE = "ita-2567.xlsx"
SHEETS = {"ปี 2566": [["ปีงบประมาณ พ.ศ. 2566"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]}
WHO = (2566, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(*WHO, "1"): (90, "B3"), (*WHO, "2"): (80, "C3")}
ISSUES = [("file_year_differs", "A2:C3", "warning")]
SAID = ["2566", "2567"]
