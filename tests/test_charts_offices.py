"""Charts of many offices: heat map, trend over the years, districts side by side."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from chart_frames import NAN, province, real_office, row_labels, texts, totals, whole_text, with_gid
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection, QuadMesh

from itaanalysis.charts import plot_districts, plot_heatmap, plot_trend
from itaanalysis.charts.heatmap import _ramp
from itaanalysis.charts.trend import moved_apart
from itaanalysis.errors import ItaError


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


# plot_heatmap


def cells(ax: Axes) -> list[np.ndarray]:
    """Scores of the cells, a matrix a block."""
    meshes = [mesh for mesh in ax.collections if isinstance(mesh, QuadMesh) and mesh.get_gid() != "colour strip"]
    return [np.ma.filled(mesh.get_array().astype(float), np.nan) for mesh in meshes]


def test_offices_stand_by_their_total_with_ten_cells_each() -> None:
    frame = province(5).sort_values("agency_id", ascending=False, ignore_index=True)
    ax = plot_heatmap(frame)
    (block,) = cells(ax)
    assert block.shape == (5, 10)
    assert list(block[:, 0]) == [97.75, 97.5, 97.25, 97.0, 96.75]
    names = [text for text in texts(ax) if text.startswith("อบต.")]
    assert names == [f"อบต.ตัวอย่าง{number}" for number in range(1, 6)]
    assert {"IIT", "EIT", "OIT", *map(str, range(1, 11))} <= set(texts(ax))
    assert "1 การปฏิบัติหน้าที่ · 2 การใช้งบประมาณ" in whole_text(ax)


@pytest.mark.parametrize(
    ("offices", "blocks", "rows"), [(1, 1, 1), (20, 1, 20), (21, 2, 11), (60, 3, 20), (61, 3, 21), (150, 3, 50)]
)
def test_blocks_keep_the_names_readable(offices: int, blocks: int, rows: int) -> None:
    ax = plot_heatmap(province(offices))
    shapes = [block.shape[0] for block in cells(ax)]
    assert len(shapes) == blocks
    assert max(shapes) == rows
    assert sum(shapes) == offices
    numbered = "97.75" in texts(ax) or "97.75\u00a0•" in texts(ax)
    assert numbered == (blocks == 1)
    assert ax.figure.get_figheight() >= 0.225 * rows


def test_sixty_offices_fit_a_page_that_is_nearly_16_to_9() -> None:
    width, height = plot_heatmap(province(60)).figure.get_size_inches()
    assert width / height > 1.6


def test_a_missing_cell_is_hatched_and_named() -> None:
    frame = province(3)
    frame.loc[3, "score"] = NAN
    ax = plot_heatmap(frame)
    hatched = [patch for patch in with_gid(ax, "missing") if patch.get_hatch()]
    assert len(hatched) == 2  # the cell and its sample below
    assert "ไม่มีข้อมูล" in texts(ax)
    assert "–" in texts(ax)  # its total, which is not known: the last row
    assert np.isnan(cells(ax)[0][-1, 3])
    assert with_gid(plot_heatmap(province(3)), "missing") == []


def test_scores_below_the_pass_mark_bear_a_dot() -> None:
    frame = province(2)
    frame.loc[0, "score"], frame.loc[1, "score"] = 84.99, 85.0
    told = texts(plot_heatmap(frame))
    assert {"84.99\u00a0•", "85.00", "•  ต่ำกว่าเกณฑ์ผ่าน 85"} <= set(told)


def test_instruments_are_set_apart() -> None:
    ax = plot_heatmap(province(3))
    lines = with_gid(ax, "separator")
    first = min(
        mesh.get_coordinates()[0, 0, 0] for mesh in ax.collections if isinstance(mesh, QuadMesh) and not mesh.get_gid()
    )
    assert [round(line.get_xdata()[0] - first) for line in lines] == [5, 8]


def test_averages_are_left_out_and_counted_in_a_note() -> None:
    average = province(1).assign(agency_id="เฉลี่ย", agency="เฉลี่ย", agency_type="aggregate")
    ax = plot_heatmap(pd.concat([province(4), average], ignore_index=True))
    assert cells(ax)[0].shape[0] == 4
    assert "ไม่นับแถวค่าเฉลี่ยหรือผลรวม 1 แถว" in whole_text(ax)


def test_more_offices_than_a_page_holds_are_refused() -> None:
    with pytest.raises(ItaError, match=r"151 offices cannot be read .* 150 can; .*query\('district == \"สมมติ\d\"'\)"):
        plot_heatmap(province(151))


def test_colours_grow_darker_with_the_score() -> None:
    red, green, blue, _ = _ramp()(np.linspace(0, 1, 101)).T
    lightness = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    assert (np.diff(lightness) < 0).all()
    assert (blue >= green).all()
    assert (green >= red).all()  # one hue: no red against green


# plot_trend

ALL_YEARS = [("อบต.ตัวอย่าง", "สมมติ", year, 70.0 + year - 2561) for year in range(2561, 2569)]


def segments(ax: Axes) -> dict[tuple[int, int], str]:
    """Year and next year of each drawn segment, and its style."""
    return {tuple(map(int, line.get_xdata())): line.get_linestyle() for line in with_gid(ax, "segment")}


def test_no_line_crosses_the_framework_and_other_breaks_are_dashed() -> None:
    ax = plot_trend(totals(ALL_YEARS))
    drawn = segments(ax)
    assert sorted(drawn) == [(year, year + 1) for year in range(2562, 2568)]
    assert [years for years, style in drawn.items() if style != "-"] == [(2565, 2566), (2566, 2567), (2567, 2568)]
    assert [label.get_text() for label in ax.get_xticklabels()] == [str(year) for year in range(2561, 2569)]
    assert ax.get_ylim() == (0, 100)


def test_breaks_are_named_lines_between_two_years() -> None:
    ax = plot_trend(totals(ALL_YEARS))
    assert sorted(line.get_xdata()[0] for line in with_gid(ax, "break")) == [2561.5, 2565.5, 2566.5, 2567.5]
    told = whole_text(ax)
    names = (
        "2562 กรอบใหม่ 10 ตัวชี้วัด",
        "2566 เกณฑ์ระดับและรายการ OIT ใหม่",
        "2567 แบบสอบถาม IIT/EIT และรายการ OIT ใหม่",
        "2568 รายการ OIT",
    )
    for name in names:
        assert name in told
    assert "เส้นประ = ข้ามปีที่เกณฑ์" in told


@pytest.mark.parametrize(
    ("years", "breaks"), [((2563, 2564), 0), ((2565, 2566), 1), ((2566, 2567), 1), ((2561, 2562), 1), ((2566,), 0)]
)
def test_only_breaks_between_the_shown_years_are_drawn(years: tuple[int, ...], breaks: int) -> None:
    assert len(with_gid(plot_trend(totals([row for row in ALL_YEARS if row[2] in years])), "break")) == breaks


def test_a_missing_year_leaves_a_gap() -> None:
    rows = [row for row in ALL_YEARS if row[2] not in (2561, 2564)]
    ax = plot_trend(totals(rows))
    assert sorted(segments(ax)) == [(2562, 2563), (2565, 2566), (2566, 2567), (2567, 2568)]
    assert "2564" in [label.get_text() for label in ax.get_xticklabels()]


def test_the_pass_mark_runs_only_where_a_year_has_one() -> None:
    lines = with_gid(plot_trend(totals(ALL_YEARS)), "named line")
    assert {place for line in lines for place in line.get_ydata()} == {85}
    assert min(line.get_xdata()[0] for line in lines) == 2561.5


def test_lines_are_named_at_their_ends_and_not_in_a_legend() -> None:
    rows = [(f"องค์การบริหารส่วนตำบลตัวอย่าง{n}", "สมมติ", year, 88.0 - n / 10) for n in range(4) for year in (2563, 2564)]
    ax = plot_trend(totals(rows))
    names = [text for text in ax.texts if text.get_text().startswith("อบต.ตัวอย่าง")]
    assert [text.get_text() for text in names] == [f"อบต.ตัวอย่าง{n} {88 - n / 10:.2f}" for n in range(4)]
    assert ax.get_legend() is None
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in names]
    assert not any(one.overlaps(other) for at, one in enumerate(boxes) for other in boxes[:at])
    markers = {line.get_marker() for line in with_gid(ax, "points")}
    assert len(markers) == 4


def test_a_total_is_rolled_up_where_only_indicators_were_read() -> None:
    assert "65.54" in texts(plot_trend(real_office()))
    assert "41.41" in texts(plot_trend(real_office(), code="9"))


def test_an_item_that_changed_its_meaning_is_refused_and_one_list_is_drawn() -> None:
    both = pd.concat(
        [real_office(year=year).assign(level="item", code=lambda frame: "o" + frame["code"]) for year in (2565, 2566)]
    )
    with pytest.raises(
        ItaError, match=r"o10 is not the same node in every year \(2565 .*; 2566 .*no line may join them"
    ):
        plot_trend(both, code="o10")
    assert "0.00" in texts(plot_trend(both.query("year_be == 2565"), code="o10"))


@pytest.mark.parametrize(
    ("rows", "code", "told"),
    [
        (ALL_YEARS, "o99", r"no node 'o99' in the tree of 2561, .*2568; its codes .* rulebook\(2568\)\.tree"),
        (ALL_YEARS, "9", "the frame has no score of 9, so there is nothing to draw"),
        (
            [(f"อบต.ตัวอย่าง{n}", "", 2565, 80.0) for n in range(7)],
            "ITA",
            r"up to 6 offices; the frame holds 7: choose some",
        ),
    ],
    ids=["unknown code", "no score", "too many"],
)
def test_what_a_trend_cannot_show_is_refused(rows: list, code: str, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_trend(totals(rows), code=code)


@pytest.mark.parametrize(
    ("places", "moved"),
    [
        ([50], [50]),
        ([50, 80], [50, 80]),
        ([80, 80], [77.5, 82.5]),
        ([99, 98], [96, 91]),
        ([100, 100, 100], [86, 91, 96]),
    ],
)
def test_labels_are_moved_apart_and_stay_below_the_top(places: list[float], moved: list[float]) -> None:
    assert moved_apart(places, 5) == pytest.approx(moved)


# plot_districts

#: office, district, score; medians: เหนือ 90, กลาง 80, ใต้ 85; two offices in เล็ก, two of unknown district
OFFICES = [
    *[("เหนือ", 88.0), ("เหนือ", 90.0), ("เหนือ", 99.0)],
    *[("กลาง", 70.0), ("กลาง", 80.0), ("กลาง", 80.0), ("กลาง", 95.0)],
    *[("ใต้", 84.0), ("ใต้", 85.0), ("ใต้", 86.0)],
    *[("เล็ก", 97.0), ("เล็ก", 99.0)],
    *[("", 98.0), ("", 99.0), ("", 97.0)],
]


def districts(rows: list[tuple[str, float]] = OFFICES) -> pd.DataFrame:
    return totals([(f"อบต.ตัวอย่าง{at}", district, 2565, score) for at, (district, score) in enumerate(rows)])


def points(ax: Axes) -> list[list[float]]:
    """Scores of the points, row by row."""
    return [list(group.get_offsets()[:, 0]) for group in ax.collections if isinstance(group, PathCollection)]


def test_districts_stand_by_their_median_and_each_office_is_a_point() -> None:
    ax = plot_districts(districts())
    assert row_labels(ax) == ["เหนือ · 3 แห่ง", "ใต้ · 3 แห่ง", "กลาง · 4 แห่ง", "เล็ก · 2 แห่ง", "ไม่ทราบอำเภอ · 3 แห่ง"]
    assert [len(row) for row in points(ax)] == [3, 3, 4, 2, 3]
    assert points(ax)[2] == [70, 80, 80, 95]
    assert [line.get_xdata()[0] for line in with_gid(ax, "median")] == [90, 85, 80]
    assert {"90.00", "85.00", "80.00"} <= set(texts(ax))
    assert ax.get_xlim() == (0, 100)
    assert [line.get_xdata()[0] for line in with_gid(ax, "named line")] == [85]


def test_no_median_for_few_offices_or_an_unknown_district_and_it_says_so() -> None:
    ax = plot_districts(districts())
    assert texts(ax).count("–") == 2
    told = whole_text(ax)
    assert "อำเภอที่มีคะแนนไม่ถึง 3 แห่ง และหน่วยงานที่ไม่ทราบอำเภอ แสดงเป็นจุดและไม่คิดมัธยฐาน" in told
    assert "ไม่คิดมัธยฐาน" not in whole_text(plot_districts(districts(OFFICES[:10])))


def test_averages_are_never_counted() -> None:
    average = totals([("ค่าเฉลี่ยอำเภอ", "เหนือ", 2565, 10.0)], kind="aggregate")
    ax = plot_districts(pd.concat([districts(), average], ignore_index=True))
    assert len(points(ax)[0]) == 3
    assert "ไม่นับแถวค่าเฉลี่ยหรือผลรวม 1 แถว" in whole_text(ax)


def test_an_office_without_a_score_is_counted_as_missing_and_not_as_zero() -> None:
    rows = [("เหนือ", NAN), *OFFICES]
    ax = plot_districts(districts(rows))
    assert row_labels(ax)[0] == "เหนือ · 3 แห่ง (ไม่มีข้อมูล 1)"
    assert with_gid(ax, "median")[0].get_xdata()[0] == 90


def test_districts_of_one_name_in_two_provinces_stay_apart() -> None:
    here, there = (
        districts(OFFICES[:3]),
        districts(OFFICES[:3]).assign(province="สมมติบุรี", agency_id=lambda f: f["agency_id"] + "2"),
    )
    assert row_labels(plot_districts(pd.concat([here, there], ignore_index=True))) == [
        "เหนือ · สมมติ · 3 แห่ง",
        "เหนือ · สมมติบุรี · 3 แห่ง",
    ]


def test_another_node_than_the_total_can_be_compared() -> None:
    ax = plot_districts(province(9), code="OIT")
    assert "OIT แบบตรวจการเปิดเผยข้อมูลสาธารณะ ของแต่ละอำเภอ" in ax.figure.get_suptitle()
    assert max(max(row) for row in points(ax)) == pytest.approx(99 - 0.25 - 9.5)


@pytest.mark.parametrize(
    ("code", "told"), [("11", "no node '11' in the tree of 2565"), ("9", "no office has a score of 9 in 2565")]
)
def test_a_code_without_node_or_score_is_refused(code: str, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_districts(districts(), code=code)


def test_points_that_are_near_step_aside_and_always_the_same_way() -> None:
    rows = [(place, score) for place, scores in {"ก": [80, 80, 80.1, 95], "ข": [100] * 12}.items() for score in scores]

    def steps() -> list[np.ndarray]:
        ax = plot_districts(districts(rows))
        ax.figure.canvas.draw()  # the points find their places when the page is drawn
        return [group.get_offsets()[:, 1] for group in ax.collections if isinstance(group, PathCollection)]

    crowded, few = steps()
    assert len(set(crowded)) == 12, "twelve offices at 100 are twelve points"
    assert len(set(few[:3])) == 3
    assert few[3] == 1
    for one, other in zip([crowded, few], steps(), strict=True):
        assert list(one) == list(other)


def test_a_score_of_100_is_a_whole_point() -> None:
    ax = plot_districts(districts([("ก", 100.0)] * 3))
    assert all(not group.get_clip_on() for group in ax.collections)
    assert all(not line.get_clip_on() for line in with_gid(ax, "median"))
