"""Plain UTF-8 with commas; a quoted name holds a comma and a line break of its own."""

FILE = "ita-2565.csv"
ENCODING, SEPARATOR = "utf-8", ","
ROWS = [
    ["หน่วยงาน", "1. การปฏิบัติหน้าที่", "คะแนน\nITA"],
    ["อบต.ตัวอย่างหนึ่ง, อ.สมมติเหนือ, จ.สมมติ", "90.50", "๘๐.๕๐"],
]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "สมมติเหนือ", "สมมติ")
SCORES = {(*WHO, "1"): (90.5, "B2"), (*WHO, "ITA"): (80.5, "C2")}
