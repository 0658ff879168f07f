"""Two sub-districts of the province share the name: the district stays empty, one warning for the column.

The real office whose district is not told bears no score; the other one is the published total of 2565.
"""

ROWS = [
    ["ปีงบประมาณ พ.ศ. 2565"],
    ["หน่วยงาน", "จังหวัด", "คะแนน ITA"],
    ["อบต.ท่านางแนว", "ขอนแก่น", 65.54],
    ["อบต.โนนสะอาด", "ขอนแก่น", "-"],
    ["อบต.โนนสมบูรณ์", "ขอนแก่น", "-"],
]
SCORES = {
    (2565, "องค์การบริหารส่วนตำบลท่านางแนว", "แวงน้อย", "ขอนแก่น", "ITA"): (65.54, "C3"),
    (2565, "องค์การบริหารส่วนตำบลโนนสะอาด", "", "ขอนแก่น", "ITA"): (float("nan"), "C4"),
    (2565, "องค์การบริหารส่วนตำบลโนนสมบูรณ์", "", "ขอนแก่น", "ITA"): (float("nan"), "C5"),
}
ISSUES = [("district_unknown", ..., "warning")]
ONCE = {"district_unknown"}
