"""A web page under the name of a workbook, as many public systems export."""

FILE = "export-2565.xls"
ISSUES = [("web_page", "", "error")]


def build(folder):
    page = "<html><body><table><tr><td>หน่วยงาน</td><td>คะแนน</td></tr></table></body></html>"
    (folder / FILE).write_text(page, encoding="utf-8")
    return folder / FILE
