"""No year in title, sheet or file name: none is guessed."""

ROWS = [["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]
ISSUES = [("no_year", "A1:C2", "error")]
