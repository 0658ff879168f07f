"""Typed by hand: the ten names in one list, the ten scores in another below it, in the same order."""

NAMES = [
    *("การปฏิบัติหน้าที่", "การใช้งบประมาณ", "การใช้อำนาจ", "การใช้ทรัพย์สินของราชการ", "การแก้ไขปัญหาการทุจริต"),
    *("คุณภาพการดำเนินงาน", "ประสิทธิภาพการสื่อสาร", "การปรับปรุงระบบการทำงาน"),
    *("การเปิดเผยข้อมูล", "การป้องกันการทุจริต"),
]
ROWS = [
    ["ผลการประเมิน ITA ปีงบประมาณ พ.ศ. 2565"],
    ["อบต.ตัวอย่างหนึ่ง อ.สมมติเหนือ จ.สมมติ"],
    ["ตัวชี้วัด"],
    *([f"{n}. {name}"] for n, name in enumerate(NAMES, start=1)),
    ["คะแนน"],
    *([f"{80 + n}.25"] for n in range(1, 11)),
]
WHO = (2565, "องค์การบริหารส่วนตำบลตัวอย่างหนึ่ง", "สมมติเหนือ", "สมมติ")
SCORES = {(*WHO, str(n)): (80.25 + n, f"A{n + 14}") for n in range(1, 11)}
NOTED = {cell for _, cell in SCORES.values()}  # that they were paired by their order is told
