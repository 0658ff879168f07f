"""A download that stopped half way."""

FILE = "ita-2565.xlsx"
ISSUES = [("damaged", "", "error")]


def build(folder):
    from workbook_files import write_workbook

    path = write_workbook(folder / FILE, {"ผล": [["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]})
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path
