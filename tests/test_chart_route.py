"""The way to the aim as a chart: its steps, its lines, both years, and what it says where there is nothing to raise."""

from collections.abc import Iterator
from itertools import pairwise

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from chart_frames import real_office, row_labels, texts, whole_text, with_gid
from matplotlib.axes import Axes

from itaanalysis.analysis import find_route, find_routes
from itaanalysis.charts import plot_route
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED
from itaanalysis.simulate import simulate_province


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def bars(ax: Axes) -> list[tuple[float, float]]:
    """From and to of the bars from the top down."""
    return [(bar.get_x(), bar.get_x() + bar.get_width()) for bar in ax.containers[1]]


def lines_at(ax: Axes) -> list[float]:
    return [line.get_xdata()[0] for line in with_gid(ax, "named line")]


def test_the_bars_lead_from_today_s_total_to_the_aim() -> None:
    ax = plot_route(find_route(real_office(), to="ผ่านดี"))
    ends = [(0, 65.5396), (65.5396, 75.5396), (75.5396, 85.5396), (85.5396, 91.2576), (0, 91.2576)]
    assert bars(ax) == [pytest.approx(end) for end in ends]
    assert row_labels(ax) == [
        "คะแนนปี 2565 (ระดับ C)",
        "10.2 มาตรการส่งเสริมคุณธรรมและความโปร่งใส*: ผ่านอีก 5 ข้อ (o39–o43)",
        "10.1 การดำเนินการเพื่อป้องกันการทุจริต*: ผ่านอีก 8 ข้อ (o31–o38)",
        "9. การเปิดเผยข้อมูล*: 41.41 → 70.00",
        "เมื่อทำครบ ตามกติกาปี 2566 (ระดับ ผ่านดี)",
    ]
    assert {"65.54", "+10.00", "+5.72", "91.26"} <= set(texts(ax))
    assert ax.get_xlim() == (0, 100)
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row on top


#: aim, rules → lines and what their names say
LINES = [
    ("ผ่านดี", None, [85], ["เกณฑ์ผ่าน 85 = เป้าหมาย ผ่านดี\n(ทุกเครื่องมือถึง 85)"]),
    ("ผ่าน", None, [85], ["เกณฑ์ผ่าน 85 = เป้าหมาย ผ่าน"]),
    ("ผ่านดีเยี่ยม", None, [85, 95], ["เกณฑ์ผ่าน 85", "เป้าหมาย ผ่านดีเยี่ยม: 95\n(ทุกเครื่องมือถึง 95)"]),
    ("B", 2565, [75, 85], ["เป้าหมาย B: 75", "เกณฑ์ผ่าน 85"]),
    (80, 2565, [80, 85], ["เป้าหมาย คะแนนรวม 80.00", "เกณฑ์ผ่าน 85"]),
]


@pytest.mark.parametrize(("to", "rules", "lines", "names"), LINES)
def test_the_floors_of_the_aim_are_named_lines(to, rules, lines, names) -> None:
    ax = plot_route(find_route(real_office(), to=to, rules=rules))
    assert lines_at(ax) == lines
    assert set(names) <= set(texts(ax))


@pytest.mark.parametrize("to", ["ผ่าน", "ผ่านดี", 85])
def test_a_long_name_of_a_line_takes_no_room_from_the_bars(to) -> None:
    ax = plot_route(find_route(real_office(), to=to))
    ax.figure.draw_without_rendering()
    assert ax.get_position().x1 > 0.93


def test_both_years_the_effort_and_the_source_are_told() -> None:
    told = whole_text(plot_route(find_route(real_office(), to="ผ่านดี")))
    assert "คะแนนเป็นผลของปี 2565 ส่วนรายการข้อ น้ำหนัก และเกณฑ์ระดับเป็นของปี 2566" in told
    assert "สิ่งที่ยังไม่ถึง: OIT 20.71 ต้องถึง 85.00, ITA 65.54 ต้องถึง 85.00 · แรงที่ใช้ 93.59" in told
    assert "แรงที่ใช้เป็นค่าสมมติ" in told
    assert "* น้ำหนักยังไม่มีหลักฐานยืนยัน" in told
    assert "ita-2565-thanangnaew.xlsx · ผลคะแนน!C6:C15 · เกณฑ์ระดับปี 2566" in told
    one_year = whole_text(plot_route(find_route(real_office(), to="A", rules=2565)))
    assert "คะแนนเป็นผลของปี" not in one_year


def test_a_list_that_tells_another_score_is_a_step_of_its_own() -> None:
    scores = simulate_province(offices=30, years=[2565])
    found = [find_route(office, to=100) for _, office in scores.groupby("agency_id")]
    changed = next(route for route in found if "ไม่ใช่" in route.notes)
    ax = plot_route(changed)
    assert "ยกมาเทียบรายการข้อปี 2566" in row_labels(ax)
    assert bars(ax)[2][0] == pytest.approx(changed.start_total)
    assert bars(ax)[-2][1] == pytest.approx(changed.total)


NOTHING = [
    # arguments → what it says
    ({"to": 60, "rules": 2565}, "ถึง คะแนนรวม 60.00 แล้ว ไม่มีสิ่งที่ต้องเพิ่ม"),
    ({"to": "ผ่านดี", "effort": {"10": None}}, "ไปไม่ถึง ผ่านดี: OIT ขึ้นได้ไม่เกิน 50.00 แต่ต้องถึง 85.00"),
]


@pytest.mark.parametrize(("arguments", "words"), NOTHING)
def test_where_there_is_nothing_to_raise_it_says_so(arguments: dict, words: str) -> None:
    ax = plot_route(find_route(real_office(), **arguments))
    assert words in whole_text(ax)
    assert len(bars(ax)) == 1


def test_the_best_rating_has_no_aim() -> None:
    ax = plot_route(find_route(real_office(name="อบต.ตัวอย่าง", i2=99, i9=99, i10=100)))
    assert "อยู่ระดับสูงสุดแล้ว" in whole_text(ax)
    assert lines_at(ax) == [85]


def long_route() -> pd.DataFrame:
    scores = simulate_province(offices=60, years=[2565])
    dearest = find_routes(scores, to="ผ่านดีเยี่ยม").sort_values("cost")["agency_id"].iloc[-1]
    return scores[scores["agency_id"] == dearest]


@pytest.mark.parametrize("own", [True, False], ids=["own page", "given axes"])
@pytest.mark.parametrize("make", [real_office, long_route])
def test_no_text_is_cut_at_the_edge_of_the_page(make, own: bool) -> None:
    given = None if own else plt.figure(figsize=(12, 7)).add_subplot()
    ax = plot_route(find_route(make(), to="ผ่านดีเยี่ยม"), ax=given)
    assert given is None or ax is given
    ax.figure.draw_without_rendering()
    page = ax.figure.bbox
    for text in ax.figure.findobj(mpl.text.Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent()
            assert -1 <= box.x0 <= box.x1 <= page.width + 1, text.get_text()
            assert -1 <= box.y0 <= box.y1 <= page.height + 1, text.get_text()


@pytest.mark.parametrize("make", [real_office, long_route])
def test_labels_of_the_rows_do_not_overlap(make) -> None:
    ax = plot_route(find_route(make(), to="ผ่านดีเยี่ยม"))
    ax.figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert all(upper.y0 >= lower.y1 for upper, lower in pairwise(boxes))


def test_simulated_data_bear_the_mark_and_a_caller_s_title_and_note_stand() -> None:
    ax = plot_route(find_route(long_route()), title="ข้อค้นพบ", note="หมายเหตุของผู้วิเคราะห์")
    (tag,) = with_gid(ax, "simulated")
    assert tag.get_text() == SIMULATED
    assert ax.figure.get_suptitle() == "ข้อค้นพบ"
    assert "หมายเหตุของผู้วิเคราะห์" in whole_text(ax)


def test_nothing_is_set_and_what_is_no_route_is_refused() -> None:
    settings = dict(mpl.rcParams)
    plot_route(find_route(real_office()))
    assert dict(mpl.rcParams) == settings
    plt.close("all")
    with pytest.raises(ItaError, match=r"plot_route takes what find_route\(scores\) gave; found DataFrame"):
        plot_route(real_office())
    assert plt.get_fignums() == []
