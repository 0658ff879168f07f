"""Charts of the years: trend with its breaks, what moved the total, totals under other ratings."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from chart_frames import FILE, real_office, row_labels, texts, totals, whole_text, with_gid
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes

from itaanalysis.analysis import compare_changes, compute_changes
from itaanalysis.charts import plot_changes, plot_rerated, plot_trend
from itaanalysis.charts.changes import signed
from itaanalysis.errors import ItaError
from itaanalysis.frames import SIMULATED

NAME = "องค์การบริหารส่วนตำบลตัวอย่าง"


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def series(scores: dict[int, float]) -> pd.DataFrame:
    """Totals of one invented office by year."""
    return totals([(NAME, "สมมติ", year, score) for year, score in scores.items()])


def pair(*, year: int = 2564, name: str = NAME, **after: float) -> pd.DataFrame:
    """The ten scores of an invented office, and a year later with some changed: `i9=80`."""
    frames = [real_office(year=year - 1, name=name, note=SIMULATED)]
    frames.append(real_office(year=year, name=name, note=SIMULATED, **after))
    return pd.concat(frames, ignore_index=True)


def changed(**after) -> pd.DataFrame:
    return compute_changes(pair(**after))


# plot_trend: breaks, jumps, labels


def segments(ax: Axes) -> dict[int, str]:
    """Style of each drawn segment by its later year."""
    return {int(line.get_xdata()[1]): line.get_linestyle() for line in with_gid(ax, "segment")}


def test_breaks_are_explained_in_notes() -> None:
    told = whole_text(plot_trend(series({2561: 80.0, 2562: 70.0, 2565: 80.0, 2566: 90.0, 2567: 91.0, 2568: 92.0})))
    assert "ปี 2562 เปลี่ยนกรอบการประเมิน: คะแนนก่อนและหลังเทียบกันไม่ได้ จึงไม่ลากเส้นต่อ" in told
    assert "† ข้ามปี 2566, 2567, 2568 ข้อหรือคำถามที่ใช้ประเมินไม่เหมือนเดิม: การเปลี่ยนอาจมาจากเครื่องมือ" in told
    plain = whole_text(plot_trend(series({2563: 80.0, 2564: 90.0})))
    assert "†" not in plain
    assert "เปลี่ยนกรอบ" not in plain


def test_a_jump_at_a_break_bears_its_size_and_a_mark() -> None:
    ax = plot_trend(series({2564: 80.0, 2565: 82.0, 2566: 90.25, 2567: 88.0, 2568: 92.0}))
    assert {"+8.25†", "−2.25†", "+4.00†"} <= set(texts(ax))
    assert sum("†" in text.get_text() for text in ax.texts) == 3
    assert [year for year, style in segments(ax).items() if style != "-"] == [2566, 2567, 2568]


def test_only_what_the_break_touches_is_dashed() -> None:
    # The questionnaires of 2566 were those of 2565: indicator 8 has no mark there, indicator 9 has.
    both = pd.concat([real_office(year=year, name=NAME) for year in (2565, 2566)], ignore_index=True)
    assert segments(plot_trend(both, code="8")) == {2566: "-"}
    assert segments(plot_trend(both, code="9"))[2566] != "-"


def test_no_mark_where_no_line_is_drawn() -> None:
    ax = plot_trend(series({2564: 80.0, 2566: 90.0, 2568: 92.0}))
    assert segments(ax) == {}
    assert "†" not in whole_text(ax)
    assert "†" not in whole_text(plot_trend(series({2561: 80.0, 2562: 90.0})))


def boxes_and_lines(ax: Axes) -> tuple[dict[str, np.ndarray], list[np.ndarray]]:
    """Where the texts on the axes are, in pixels, and points of the drawn segments."""
    ax.figure.draw_without_rendering()
    boxes = {}
    for at, text in enumerate(ax.texts):
        if text.get_text() and text.get_gid() is None:
            boxes[f"{at} {text.get_text()}"] = text.get_window_extent().get_points()
    lines = []
    for line in with_gid(ax, "segment"):
        first, last = ax.transData.transform(line.get_xydata())
        lines.append(first + np.linspace(0, 1, 2000)[:, None] * (last - first))
    return boxes, lines


def touched(ax: Axes) -> list[str]:
    """Labels that lie on a line or on another label."""
    boxes, lines = boxes_and_lines(ax)
    found = [
        name
        for name, (low, high) in boxes.items()
        if any(((line >= low) & (line <= high)).all(axis=1).any() for line in lines)
    ]
    names = list(boxes)
    for at, one in enumerate(names):
        for other in names[:at]:
            (low, high), (other_low, other_high) = boxes[one], boxes[other]
            if (low < other_high).all() and (other_low < high).all():
                found.append(f"{one} | {other}")
    return found


STEEP = [
    {2563: 69.65, 2564: 73.76, 2565: 89.03, 2566: 88.34, 2567: 97.59, 2568: 92.83},
    {2561: 83.1, 2562: 91.07, 2563: 90.73, 2564: 95.62, 2565: 90.22, 2566: 86.78, 2567: 91.15},
    {2562: 5.0, 2563: 95.0, 2564: 5.0, 2565: 95.0, 2566: 5.0, 2567: 95.0, 2568: 5.0},
    {2562: 100.0, 2563: 100.0, 2564: 100.0, 2565: 100.0, 2566: 100.0, 2567: 100.0, 2568: 100.0},
    {2562: 0.0, 2563: 0.0, 2564: 0.0, 2565: 0.0, 2566: 0.0, 2567: 0.0, 2568: 0.0},
    {2562: 84.0, 2563: 85.0, 2564: 86.0, 2565: 85.0, 2566: 84.0, 2567: 85.0, 2568: 86.0},
]


@pytest.mark.parametrize("scores", STEEP, ids=range(len(STEEP)))
def test_labels_touch_no_line_and_no_other_label(scores: dict[int, float]) -> None:
    ax = plot_trend(series(scores))
    assert len(boxes_and_lines(ax)[0]) > len(scores)
    assert touched(ax) == []


@settings(max_examples=12)
@given(st.lists(st.floats(0, 100), min_size=7, max_size=7))
def test_labels_touch_no_line_whatever_the_scores(scores: list[float]) -> None:
    ax = plot_trend(series(dict(zip(range(2562, 2569), scores, strict=True))))
    assert touched(ax) == []
    plt.close("all")


def test_the_check_of_labels_finds_one_on_a_line() -> None:
    ax = plot_trend(series({2563: 50.0, 2564: 60.0}))
    ax.annotate("on", (2563.5, 55.0), ha="center", va="center")
    assert [name.split(" ", 1)[1] for name in touched(ax)] == ["on"]


# plot_changes


def bars(ax: Axes) -> list[float]:
    """Lengths of the bars from the top down."""
    return [bar.get_width() for bar in ax.containers[0]]


def test_bars_sum_to_the_first_which_is_the_change_of_the_total() -> None:
    ax = plot_changes(changed(i9=81.41, i10=50.0, i1=86.10))
    drawn = bars(ax)
    assert drawn[0] == pytest.approx(0.2 * 40 + 0.2 * 50 - 0.06 * 10)
    assert sum(drawn[1:]) == pytest.approx(drawn[0])
    assert drawn[1:] == sorted(drawn[1:], reverse=True), "the greatest gain first"
    assert {"+17.40", "+10.00", "+8.00", "−0.60", "0.00"} <= set(texts(ax))
    assert row_labels(ax)[:3] == [
        "คะแนนรวม",
        "10. การป้องกันการทุจริต (0.00 → 50.00)",
        "9. การเปิดเผยข้อมูล (41.41 → 81.41)",
    ]
    assert "คะแนนรวม 65.54 → 82.94 (+17.40)" in whole_text(ax)


def test_a_loss_is_told_by_sign_side_and_hatch_as_well_as_by_colour() -> None:
    ax = plot_changes(changed(i1=86.10, i10=10.0))
    gain, loss = ax.containers[0][1], ax.containers[0][len(bars(ax)) - 1]
    assert (gain.get_hatch(), loss.get_hatch()) == ("", "//")
    assert gain.get_width() > 0 > loss.get_width()
    assert "−0.60" in texts(ax)


@pytest.mark.parametrize(
    ("year", "marked", "told"),
    [
        (2564, [], None),
        (2566, ["total", "9", "10"], "2566 เกณฑ์ระดับและรายการ OIT ใหม่"),
        (2567, ["total", *map(str, range(1, 11))], "2567 แบบสอบถาม IIT/EIT และรายการ OIT ใหม่"),
    ],
)
def test_changes_over_a_break_are_marked_and_explained(year: int, marked: list[str], told: str | None) -> None:
    ax = plot_changes(changed(year=year, i9=50.0))
    stars = [label for label in row_labels(ax) if label.endswith("†")]
    numbers = ["total" if label.startswith("คะแนนรวม") else label.split(".")[0] for label in stars]
    assert sorted(numbers) == sorted(marked)
    assert ("†" in whole_text(ax)) == bool(marked)
    if told:
        assert f"ไม่เหมือนปีก่อน ({told}): การเปลี่ยนอาจมาจากเครื่องมือ ไม่ใช่จากหน่วยงาน" in whole_text(ax)


def published(after: float | None) -> pd.DataFrame:
    """Two years of which the second lacks indicator 9; its total is published or not."""
    scores = pair(i10=10.0)
    scores = scores[~((scores["year_be"] == 2564) & (scores["code"] == "9"))]
    known = totals([(NAME, "x", 2564, after or 0.0)]).assign(agency_id=scores["agency_id"].iloc[0])
    return compute_changes(pd.concat([scores, known], ignore_index=True) if after is not None else scores)


def test_what_lies_behind_a_missing_indicator_is_a_bar_of_its_own() -> None:
    ax = plot_changes(published(70.0))
    rest = row_labels(ax).index("ไม่มีข้อมูลครบสองปี: ตัวชี้วัด 9")
    assert bars(ax)[rest] == pytest.approx(70.0 - 65.5396 - 2.0, abs=0.01)
    assert sum(bars(ax)[1:]) == pytest.approx(bars(ax)[0])


def test_without_a_total_nothing_is_made_up() -> None:
    ax = plot_changes(published(None))
    assert row_labels(ax)[0].startswith("10.")
    assert "ไม่มีข้อมูล" in texts(ax)
    assert "ไม่มีข้อมูลคะแนนรวมครบสองปี" in whole_text(ax)


def test_what_the_weights_brought_is_a_bar_of_its_own() -> None:
    changes = changed(i9=50.0)
    changes.loc[changes["code"] == "9", "rule"] = 1.5
    changes.loc[changes["code"] == "ITA", "change"] += 1.5
    ax = plot_changes(changes)
    assert bars(ax)[row_labels(ax).index("ผลของน้ำหนักที่เปลี่ยน")] == 1.5


def group(names: str = "กขค", came: str = "") -> pd.DataFrame:
    frames = [pair(name=f"{NAME}{name}", i9=50.0) for name in names]
    frames += [real_office(year=2564, name=f"{NAME}{name}", note=SIMULATED) for name in came]
    return compare_changes(pd.concat(frames, ignore_index=True).assign(district="สมมติ", province="สมมติบุรี"))


def test_a_district_says_how_many_offices_are_in_its_mean_and_which_are_not() -> None:
    told = whole_text(plot_changes(group(came="งจ")))
    assert "อำเภอสมมติ จังหวัดสมมติบุรี" in told
    assert "ค่าเฉลี่ยของ 3 แห่งเดียวกันทั้งสองปี" in told
    assert "ไม่นับที่มีเฉพาะปี 2564: อบต.ตัวอย่างง, อบต.ตัวอย่างจ" in told
    assert FILE in told


def test_a_long_list_of_names_is_cut_and_counted() -> None:
    assert "อบต.ตัวอย่างซ และอีก 2 แห่ง" in whole_text(plot_changes(group(came="งจฉชซฌญ")))


@pytest.mark.parametrize(
    ("points", "told"), [(1.005, "+1.01"), (-1.005, "−1.01"), (0.0, "0.00"), (-0.004, "0.00"), (12.3, "+12.30")]
)
def test_a_change_is_written_with_its_sign(points: float, told: str) -> None:
    assert signed(points) == told


CHANGES_REFUSED = [
    (
        lambda: pd.concat([changed(), changed(year=2566)]),
        r"holds 1 and 2 pairs \(2564, 2566\): .*query",
    ),
    (lambda: pd.concat([changed(), changed(name=f"{NAME}อื่น")]), r"the frame holds 2 and 1 pairs .*agency_id == \""),
    (lambda: group("กข"), r"the group has no mean of its indicators \(2 offices .*three are needed\)"),
    (lambda: compute_changes(series({2563: 80.0, 2564: 90.0})), "no indicator has a score in both years"),
]


@pytest.mark.parametrize(("make", "told"), CHANGES_REFUSED, ids=range(len(CHANGES_REFUSED)))
def test_changes_that_cannot_be_drawn_are_refused(make, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_changes(make())
    assert plt.get_fignums() == []


# plot_rerated


def test_levels_stand_in_a_column_a_scale_and_those_in_force_are_framed() -> None:
    ax = plot_rerated(pair(year=2566, i10=100.0))
    assert row_labels(ax) == ["2565", "2566"]
    assert [bar.get_width() for bar in ax.containers[0]] == [pytest.approx(65.5396), pytest.approx(85.5396)]
    assert {"เกณฑ์ปี 2562–2565", "เกณฑ์ปี 2566–2568", "เกณฑ์ผ่าน 85"} <= set(texts(ax))
    in_force = [text.get_text() for text in with_gid(ax, "in force")]
    other = [text.get_text() for text in with_gid(ax, "not in force")]
    assert sorted(in_force) == ["C", "ผ่าน (OIT)"]
    assert sorted(other) == ["A", "ต้องปรับปรุงโดยด่วน"]
    assert all(text.get_bbox_patch() is not None for text in with_gid(ax, "in force"))
    assert "(IIT EIT OIT) = เครื่องมือที่คะแนนต่ำกว่าเกณฑ์ของระดับที่คะแนนรวมถึง" in whole_text(ax)


def test_columns_do_not_overlap() -> None:
    ax = plot_rerated(pair(year=2566, i10=100.0), rules=[2562, 2565, 2566, 2567])
    boxes, _ = boxes_and_lines(ax)
    heads = sorted(box[0][0] for name, box in boxes.items() if "เกณฑ์ปี" in name)
    ends = sorted(box[1][0] for name, box in boxes.items() if "เกณฑ์ปี" in name)
    assert len(heads) == 4
    assert all(end < head for end, head in zip(ends, heads[1:], strict=False))


def test_what_has_no_level_says_why() -> None:
    ax = plot_rerated(series({2561: 83.1, 2562: 91.07, 2563: 90.0, 2565: 96.0}))
    told = whole_text(ax)
    assert "– ปี 2561–2563, 2565: คะแนนกับเกณฑ์เป็นของคนละกรอบการประเมิน จึงไม่จัดระดับ" in told
    assert "– ปี 2562–2563, 2565: เกณฑ์ปี 2566 ใช้คะแนน IIT, EIT, OIT ตัดสินระดับด้วย แต่ไม่มีข้อมูล" in told
    marks = with_gid(ax, "named line")
    assert {line.get_xdata()[0] for line in marks} == {85}
    assert len(marks) == 3, "2561 has no pass mark"


def test_a_missing_total_is_missing_and_not_zero() -> None:
    scores = pair(year=2566, i10=100.0)
    ax = plot_rerated(scores[~((scores["year_be"] == 2565) & (scores["code"] == "9"))])
    assert "ไม่มีข้อมูล" in texts(ax)
    assert "0.00" not in texts(ax)


RERATED_REFUSED = [
    (lambda: pd.concat([pair(), pair(name=f"{NAME}อื่น")]), {}, r"draws one office; the frame holds 2: .*query"),
    (pair, {"rules": [2599]}, "no rules are known for the year 2599"),
    (lambda: pair().assign(agency_type="aggregate"), {}, "every row of the frame is an average or total"),
]


@pytest.mark.parametrize(("make", "asked", "told"), RERATED_REFUSED, ids=range(len(RERATED_REFUSED)))
def test_ratings_that_cannot_be_drawn_are_refused(make, asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_rerated(make(), **asked)
    assert plt.get_fignums() == []
