"""Words and numbers that are no table of scores."""

FILE = "a-2565.xlsx"
ROWS = [["เรียนทุกท่าน"], ["ส่งเอกสารมาด้วย", 12], ["ขอบคุณ"]]
ISSUES = [("no_table", ..., "error")]
