"""agencies.csv beside the workbook says which office a name means, and wins over what the text tells."""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["หน่วยงาน", "คะแนน ITA"],
    ["อบต.เรา", 90.5],
    ["อบต.ตัวอย่างสอง", 80.5],
]
BESIDE = {"agencies.csv": "written,agency,district,province\nอบต.เรา,อบต.ตัวอย่างหนึ่ง,สมมติเหนือ,สมมติ\n"}
SCORES = {
    (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "สมมติเหนือ", "สมมติ", "ITA"): (90.5, "B3"),
    (2565, "องค์การบริหารส่วนตำบลตัวอย่างสอง", "", "", "ITA"): (80.5, "B4"),
}
