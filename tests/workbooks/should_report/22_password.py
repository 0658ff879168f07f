"""A workbook under a password."""

import io

FILE = "ita-2565.xlsx"
ISSUES = [("password", "", "error")]


def build(folder):
    from msoffcrypto.format.ooxml import OOXMLFile
    from workbook_files import write_workbook

    path = write_workbook(folder / FILE, {"ผล": [["หน่วยงาน", "1", "2"], ["อบต.ตัวอย่างหนึ่ง", 90, 80]]})
    plain = io.BytesIO(path.read_bytes())
    with path.open("wb") as out:
        OOXMLFile(plain).encrypt("secret", out)
    return path
