"""A .xlsb: the agency is merged over its two years, one row is hidden, one score has a percent format."""

FILE = "scores.xlsb"
WHO = ("องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {
    **{(2565, *WHO, "1"): (90.5, "C2"), (2565, *WHO, "ITA"): (96.1, "D2")},
    **{(2564, *WHO, "1"): (70.5, "C3"), (2564, *WHO, "ITA"): (65.5, "D3")},
}
NOTED = {"D2", "C3", "D3"}


def build(folder):
    from office_files import write_xlsb

    head = ["หน่วยงาน", "ปีงบประมาณ", "การปฏิบัติหน้าที่", "คะแนน ITA"]
    rows = {
        0: [(at, 0, "text", word) for at, word in enumerate(head)],
        1: [(0, 0, "text", "อบต.ตัวอย่างหนึ่ง"), (1, 0, "number", 2565), (2, 0, "number", 90.5), (3, 1, "number", 0.961)],
        2: [(1, 0, "number", 2564), (2, 0, "number", 70.5), (3, 0, "number", 65.5)],
    }
    return write_xlsb(folder / FILE, rows, hidden_rows=(2,), merges=((1, 0, 2, 0),), formats=("0.00%",))
