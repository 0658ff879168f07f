"""Title and file name tell two years: neither is guessed, and the problem shows both."""

FILE = "ita-2566.xlsx"
ROWS = [["ปีงบประมาณ พ.ศ. 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]
ISSUES = [("years_disagree", "A2:C3", "error")]
SAID = ["2565", "2566"]
