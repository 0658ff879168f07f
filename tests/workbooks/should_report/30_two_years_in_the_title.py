"""One title names two years and nothing tells which: neither is guessed."""

ROWS = [["ผลปี 2566 เทียบปี 2565"], ["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]
ISSUES = [("years_in_title", "A1", "error")]
