"""A workbook whose sheets hold nothing but formatting."""

ROWS = []
ISSUES = [("empty", "", "error")]
