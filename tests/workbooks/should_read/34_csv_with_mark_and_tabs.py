"""UTF-8 with a byte-order mark and tabs: the mark is no part of the first header word."""

FILE = "ita.csv"
ENCODING, SEPARATOR = "utf-8-sig", "\t"
ROWS = [
    ["หน่วยงาน", "ปี", "คะแนน ITA"],
    ["อบต.ตัวอย่างหนึ่ง", "2565", "90.50"],
    ["อบต.ตัวอย่างหนึ่ง", "๒๕๖๖", "80.50"],
]
WHO = ("องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "", "")
SCORES = {(2565, *WHO, "ITA"): (90.5, "C2"), (2566, *WHO, "ITA"): (80.5, "C3")}
