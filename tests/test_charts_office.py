"""Charts of one office: bars of the indicators, lost points, points to be won, radar."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from chart_frames import NAN, real_gaps, real_office, row_labels, texts, totals, whole_text, with_gid
from conftest import THANANGNAEW
from matplotlib.axes import Axes
from matplotlib.colors import to_hex

from itaanalysis.analysis import compute_gaps
from itaanalysis.charts import plot_gaps, plot_lost_points, plot_radar, plot_recoverable
from itaanalysis.errors import ItaError


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def widths(ax: Axes, container: int = 0) -> list[float]:
    """Widths of the bars from the top down."""
    return [bar.get_width() for bar in ax.containers[container]]


def lines_at(ax: Axes) -> list[float]:
    return [line.get_xdata()[0] for line in with_gid(ax, "named line")]


# plot_gaps


def test_bars_are_as_long_as_the_scores_in_tree_order() -> None:
    ax = plot_gaps(real_gaps())
    assert widths(ax) == list(THANANGNAEW.values())
    assert row_labels(ax)[0] == "1. การปฏิบัติหน้าที่"
    assert row_labels(ax)[9] == "10. การป้องกันการทุจริต"
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first row on top
    assert ax.get_xlim() == (0, 100)
    assert {f"{score:.2f}" for score in THANANGNAEW.values()} <= set(texts(ax))


#: year, changed scores → lines, and what their names say
NAMED_LINES = [
    (2565, {}, [75, 85], ["ระดับถัดไป B: 75", "เกณฑ์ผ่าน 85"]),
    (2565, {"i9": 90, "i10": 60}, [85, 95], ["เกณฑ์ผ่าน 85", "ระดับถัดไป AA: 95"]),
    (2565, {"i10": 97}, [85], ["เกณฑ์ผ่าน 85 = ระดับถัดไป A"]),  # 84.93
    (2565, {f"i{code}": 99 for code in range(1, 11)}, [85], ["เกณฑ์ผ่าน 85"]),  # nothing above AA
    (2566, {"i9": 92, "i10": 75}, [85], ["เกณฑ์ผ่าน 85 = ระดับถัดไป ผ่านดี\n(ทุกเครื่องมือถึง 85)"]),
    (2565, {"i3": NAN}, [85], ["เกณฑ์ผ่าน 85"]),  # no total, no level
]


@pytest.mark.parametrize(("year", "changed", "lines", "names"), NAMED_LINES, ids=range(len(NAMED_LINES)))
def test_the_pass_mark_and_the_next_level_are_named_lines(year, changed, lines, names) -> None:
    ax = plot_gaps(real_gaps(year=year, **changed))
    assert lines_at(ax) == lines
    assert set(names) <= set(texts(ax))


def test_the_total_and_the_level_stand_in_the_subtitle() -> None:
    assert "คะแนนรวม 65.54 ระดับ C" in texts(plot_gaps(real_gaps()))
    told = whole_text(plot_gaps(real_gaps(), title="พบว่า"))
    assert "องค์การบริหารส่วนตำบลท่านางแนว · ปีงบประมาณ 2565 · คะแนนรวม 65.54 ระดับ C" in told


def test_a_missing_score_is_a_word_and_no_bar_of_zero() -> None:
    ax = plot_gaps(real_gaps(i9=NAN))
    assert texts(ax).count("ไม่มีข้อมูล") == 1
    assert "0.00" in texts(ax)  # indicator 10, which was scored
    assert "ไม่มีข้อมูลคะแนนรวม" in texts(ax)


def test_an_indicator_that_the_frame_leaves_out_is_missing() -> None:
    gaps = real_gaps()
    ax = plot_gaps(gaps[gaps["code"] != "4"])
    assert len(widths(ax)) == 10
    assert "ไม่มีข้อมูล" in texts(ax)


def test_a_priority_is_told_by_word_and_hatch_and_colour() -> None:
    ax = plot_gaps(real_gaps())
    bars = list(ax.containers[0])
    looks = [(to_hex(bar.get_facecolor()), bar.get_hatch() or "") for bar in bars]
    assert looks[0] == looks[4]  # both keep
    assert len({looks[0], looks[1], looks[8]}) == 3
    assert len({hatch for _, hatch in (looks[0], looks[1], looks[8])}) == 3
    told = texts(ax)
    counts = [told.count(word) for word in ("รักษาระดับ", "พัฒนาให้ดีขึ้น", "แก้ไขเร่งด่วน")]
    assert counts == [5, 3, 2]


# plot_lost_points


def test_lost_points_step_from_100_down_to_the_total() -> None:
    ax = plot_lost_points(real_gaps())
    assert widths(ax, 1) == pytest.approx([100, 20, 11.718, 2.7424, 65.5396])
    starts = [bar.get_x() for bar in ax.containers[1]]
    assert starts == pytest.approx([0, 80, 68.282, 65.5396, 0])
    assert row_labels(ax) == [
        "คะแนนเต็ม",
        "10. การป้องกันการทุจริต (0.00)",
        "9. การเปิดเผยข้อมูล (41.41)",
        "ตัวชี้วัดอื่นอีก 8 ตัวรวมกัน",
        "คะแนนที่ได้",
    ]
    assert {"100", "−20.00", "−11.72", "−2.74", "65.54 · ระดับ C"} <= set(texts(ax))
    assert lines_at(ax) == [75, 85]
    assert ax.get_xlim() == (0, 100)


@pytest.mark.parametrize("target", [None, 70, 95, 100])
def test_lost_points_are_the_same_for_any_target(target: float | None) -> None:
    ax = plot_lost_points(compute_gaps(real_office(), target))
    assert widths(ax, 1) == pytest.approx([100, 20, 11.718, 2.7424, 65.5396])


@pytest.mark.parametrize(("show", "steps"), [(0, 1), (1, 2), (4, 5), (8, 9), (9, 10), (10, 10), (99, 10)])
def test_show_says_how_many_stand_singly(show: int, steps: int) -> None:
    ax = plot_lost_points(real_gaps(), show=show)
    assert len(widths(ax, 1)) == steps + 2
    joined = [label for label in row_labels(ax) if label.startswith("ตัวชี้วัดอื่น")]
    assert joined == ([] if show >= 9 else [f"ตัวชี้วัดอื่นอีก {10 - show} ตัวรวมกัน"])
    assert sum(widths(ax, 1)[1:-1]) == pytest.approx(100 - 65.5396)


def test_where_no_indicator_lost_a_point_three_stand_singly() -> None:
    ax = plot_lost_points(real_gaps(i9=98, i10=99))
    assert len(widths(ax, 1)) == 3 + 3


def test_a_missing_indicator_is_a_hatched_step_of_at_most_its_worth() -> None:
    ax = plot_lost_points(real_gaps(i9=NAN))
    bars = list(ax.containers[1])
    assert row_labels(ax)[-2:] == ["9. การเปิดเผยข้อมูล", "คะแนนที่ยืนยันได้"]
    assert bars[-2].get_width() == pytest.approx(20)
    assert bars[-2].get_hatch()
    assert widths(ax, 1)[-1] == pytest.approx(65.5396 - 0.2 * 41.41)
    assert {"ไม่มีข้อมูล (ไม่เกิน 20.00)", "อย่างน้อย 57.26"} <= set(texts(ax))


def with_total(frame: pd.DataFrame, total: float) -> pd.DataFrame:
    top = frame.head(1).assign(code="ITA", level="total", score=total)
    return pd.concat([frame, top], ignore_index=True)


def test_a_published_total_tells_what_the_missing_ones_lost_together() -> None:
    ax = plot_lost_points(compute_gaps(with_total(real_office(i8=NAN, i9=NAN), 65.54)))
    assert row_labels(ax)[-2] == "ตัวชี้วัด 8, 9"
    assert widths(ax, 1)[-2] == pytest.approx(11.718 + 0.477 - 0.0004)
    assert "65.54 · ระดับ C" in texts(ax)
    assert "−12.19 (ไม่มีข้อมูลรายตัว)" in texts(ax)


@pytest.mark.parametrize("total", [40.0, 90.0])
def test_a_total_that_the_scores_cannot_give_is_refused(total: float) -> None:
    with pytest.raises(
        ItaError, match=rf"published total {total:.2f} .* cannot come from its scores, whatever .* 9 is"
    ):
        plot_lost_points(compute_gaps(with_total(real_office(i9=NAN), total)))


def test_no_score_at_all_and_a_wrong_show_are_refused() -> None:
    nothing = {f"i{code}": NAN for code in range(1, 11)}
    with pytest.raises(ItaError, match="no indicator has a score, so it cannot be told where points were lost"):
        plot_lost_points(real_gaps(**nothing))
    with pytest.raises(ItaError, match="show is how many indicators stand singly, 0 or more; found -1"):
        plot_lost_points(real_gaps(), show=-1)


# plot_recoverable


def test_points_to_be_won_stand_dearest_first() -> None:
    ax = plot_recoverable(real_gaps())
    assert widths(ax) == pytest.approx([17, 8.718])
    assert row_labels(ax) == ["10. การป้องกันการทุจริต (0.00)", "9. การเปิดเผยข้อมูล (41.41)"]
    assert {"17.00  แก้ไขเร่งด่วน", "8.72  แก้ไขเร่งด่วน"} <= set(texts(ax))
    assert "เพิ่มได้ 25.72 คะแนน เมื่อทุกตัวถึงเป้าหมาย 85 คะแนน" in whole_text(ax)
    assert "*" not in whole_text(ax)


def test_with_target_100_all_ten_can_be_raised() -> None:
    ax = plot_recoverable(compute_gaps(real_office(), 100))
    assert widths(ax)[:4] == pytest.approx([20, 11.718, 0.477, 0.4728])
    assert sum(widths(ax)) == pytest.approx(34.4604)


def test_items_bear_their_title_and_the_unknown_ones_are_named() -> None:
    ax = plot_recoverable(real_gaps(), level="item")
    assert widths(ax) == pytest.approx([5, 5, *[1.25] * 8])
    assert row_labels(ax)[0] == "o42 มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"
    assert texts(ax).count("1.25") == 8
    assert "ข้อมูลรายข้อไม่ครบ ภาพนี้จึงไม่ครบ: ตัวชี้วัด 9 (8.72 คะแนน)" in whole_text(ax)


def test_what_does_not_fit_is_summed_in_a_note() -> None:
    ax = plot_recoverable(real_gaps(), level="item", top=2)
    assert len(widths(ax)) == 2
    assert "แสดง 2 จาก 10 รายการ ที่เหลือรวม 10.00 คะแนน" in whole_text(ax)


def test_a_weight_without_evidence_has_a_star_and_a_note() -> None:
    told = whole_text(plot_recoverable(real_gaps(year=2566)))
    assert "10. การป้องกันการทุจริต* (0.00)" in told
    assert "* น้ำหนักยังไม่มีหลักฐานยืนยัน" in told


def test_many_rows_make_the_page_higher() -> None:
    ax = plot_recoverable(real_gaps(year=2568, i9=0), level="item", top=40)
    assert len(widths(ax)) == 28
    assert ax.figure.get_figheight() > 8


def test_an_office_with_nothing_to_win_gets_a_sentence() -> None:
    ax = plot_recoverable(real_gaps(i9=96, i10=97))
    assert "ทุกตัวที่มีข้อมูลถึงเป้าหมายแล้ว ไม่มีคะแนนที่ต้องเพิ่ม" in texts(ax)
    ax = plot_recoverable(real_gaps(i9=96, i10=97), level="item")
    assert "ไม่มีข้อมูลคะแนนรายข้อ" in texts(ax)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"level": "ข้อ"}, "level is one of total, instrument, indicator, subindicator, item; found 'ข้อ'"),
        ({"top": 0}, "top is how many bars to draw, 1 or more; found 0"),
    ],
)
def test_wrong_options_are_refused(asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_recoverable(real_gaps(), **asked)


def test_a_frame_without_rows_of_the_level_is_refused() -> None:
    gaps = real_gaps()
    with pytest.raises(ItaError, match="the frame has no rows of level 'item'; give it all rows of compute_gaps"):
        plot_recoverable(gaps[gaps["level"] == "indicator"], level="item")


# plot_radar


@pytest.mark.parametrize("make", [real_office, real_gaps])
def test_the_outline_goes_through_the_scores_and_closes(make) -> None:
    ax = plot_radar(make())
    (outline,) = with_gid(ax, "scores")
    scores = list(THANANGNAEW.values())
    assert list(outline.get_ydata()) == [*scores, scores[0]]
    assert ax.get_ylim() == (0, 100)
    told = texts(ax)
    assert "9. การเปิดเผยข้อมูล\n41.41" in told
    assert "1. การปฏิบัติหน้าที่  96.10" in told
    (ring,) = with_gid(ax, "named line")
    assert set(ring.get_ydata()) == {85}
    assert "เกณฑ์ผ่าน 85" in told


def test_a_missing_spoke_is_a_word_and_a_gap() -> None:
    ax = plot_radar(real_office(i7=NAN))
    (outline,) = with_gid(ax, "scores")
    assert np.isnan(outline.get_ydata()[6])
    assert "7. ประสิทธิภาพการสื่อสาร\nไม่มีข้อมูล" in texts(ax)


def test_a_total_alone_makes_no_radar() -> None:
    with pytest.raises(ItaError, match="the frame holds none of 2565"):
        plot_radar(totals([("อบต.ตัวอย่าง", "สมมติ", 2565, 80.0)]))
