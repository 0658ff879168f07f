"""Charts that compare: one office among others, ranks over the years, ratings by district."""

import re
from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from chart_frames import NAN, province, row_labels, texts, totals, whole_text, with_gid
from matplotlib.axes import Axes

from itaanalysis.analysis import compare_office
from itaanalysis.charts import plot_ranks, plot_rating_shares, plot_spine
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED
from itaanalysis.simulate import simulate_province


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def nothing_overlaps(ax: Axes, names: list[str]) -> None:
    """No two of these texts touch, and none leaves the page."""
    ax.figure.draw_without_rendering()
    found = [text for text in ax.texts if text.get_text() in names]
    assert len(found) == len(names)
    boxes = [text.get_window_extent() for text in found]
    assert not any(a.overlaps(b) for at, a in enumerate(boxes) for b in boxes[:at])
    page = ax.get_figure(root=True).bbox
    assert all(box.x0 >= 0 and box.x1 <= page.width + 1 for box in boxes)


# plot_spine

OFFICE = "องค์การบริหารส่วนตำบลตัวอย่าง2 · สมมติ2"


def beside(offices: int = 12, **asked: object) -> pd.DataFrame:
    return compare_office(province(offices), OFFICE, **asked)


def test_a_band_an_indicator_and_in_it_a_row_a_group() -> None:
    ax = plot_spine(beside())
    assert row_labels(ax)[0] == "1.\u00a0การปฏิบัติหน้าที่"
    assert len(row_labels(ax)) == 10
    ranges, medians = (with_gid(ax, gid)[0].get_segments() for gid in ("range", "median"))  # the second is of the key
    assert len(ranges) == len(medians) == 3 * 10
    assert ax.get_xlim() == (0, 100)
    (diamonds,) = with_gid(ax, "office")
    rows = sorted(zip(diamonds.get_ydata(), diamonds.get_xdata(), strict=True))
    assert [score for _, score in rows][:6] == [97.5] * 3 + [96.5] * 3
    assert list(diamonds.get_ydata()) == [segment[0][1] for segment in ranges]  # one in each row
    assert len(set(diamonds.get_ydata())) == 30
    assert {"97.50", "96.50"} <= set(texts(ax))
    assert [95.0, 97.75] in [list(segment[:, 0]) for segment in ranges]  # the province: offices 12 to 1


def test_ranks_and_groups_are_written_and_the_marks_named() -> None:
    told = texts(plot_spine(beside()))
    assert [told.count(row) for row in ("อำเภอ 1/4", "จังหวัด 2/12", "ประเภท 2/12")] == [10, 10, 10]
    assert {"ต่ำสุด–สูงสุด", "มัธยฐาน", "เกณฑ์ผ่าน 85", "คะแนนของหน่วยงานนี้"} <= set(told)
    assert "อำเภอสมมติ2 4 แห่ง · จังหวัดสมมติ 12 แห่ง · ประเภท อบต. 12 แห่ง" in whole_text(plot_spine(beside()))


def test_a_small_group_shows_points_and_no_median_and_says_so() -> None:
    frame = province(4)  # the district of office 2 has it alone
    ax = plot_spine(compare_office(frame, OFFICE, ["district", "province"]))
    (points,) = with_gid(ax, "few")
    assert len(points.get_xdata()) == 2 * 10  # the lowest and the highest
    assert len(with_gid(ax, "median")[0].get_segments()) == 10
    assert "กลุ่มที่มีคะแนนไม่ถึง 3 แห่ง แสดงคะแนนเป็นจุด" in whole_text(ax)
    assert texts(ax).count("อำเภอ –") == 10  # no rank of one
    assert "กลุ่มที่มีคะแนนไม่ถึง" not in whole_text(plot_spine(beside()))


def test_a_missing_score_is_said_and_drawn_nowhere() -> None:
    frame = province(6)
    frame.loc[(frame["agency_id"] == OFFICE) & (frame["code"] == "9"), "score"] = NAN
    ax = plot_spine(compare_office(frame, OFFICE, "province"))
    assert "ไม่มีข้อมูล" in texts(ax)
    assert np.isfinite(with_gid(ax, "office")[0].get_xdata()).sum() == 9
    assert texts(ax).count("จังหวัด 2/6") == 9


def test_a_spine_names_its_files_and_its_marks() -> None:
    both = beside().assign(source="ก.xlsx; ข.xlsx")
    told = whole_text(plot_spine(both, title="ผลที่พบ"))
    assert "ที่มา: ก.xlsx; ข.xlsx" in told
    assert "ข้อมูลจำลอง" in told
    assert "ปีงบประมาณ 2565" in told
    assert "ข้อมูลจำลอง" not in whole_text(plot_spine(beside().assign(note="")))


@pytest.mark.parametrize("by", ["province", ["district", "province", "agency_type", "all"]])
def test_rows_of_a_spine_stay_apart(by: str | list[str]) -> None:
    ax = plot_spine(beside(60, by=by))
    ax.figure.draw_without_rendering()
    ranks = [text for text in ax.texts if "/60" in text.get_text()]
    tops = sorted(text.get_window_extent().y0 for text in ranks)
    assert len(tops) == (10 if by == "province" else 30)
    assert min(np.diff(np.unique(np.round(tops)))) > 12  # points of the text's size at 100 dots an inch
    assert ax.figure.get_figheight() < 12


@pytest.mark.parametrize(
    ("frame", "asked", "told"),
    [
        (
            lambda: province(5),
            {},
            "plot_spine takes a comparison frame, such as compare_office.*; this frame has no column by, group",
        ),
        (lambda: beside(), {"level": "item"}, "no score of the level item"),
        (lambda: beside(), {"level": "question"}, "level is one of total, instrument"),
        (lambda: beside().assign(by=lambda f: f["code"]), {}, "up to 4 groups; the frame holds 10"),
        (lambda: pd.concat([beside(), beside().assign(year_be=2566)]), {}, r"one office and one year; .*2 years"),
    ],
)
def test_what_a_spine_cannot_show(frame, asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_spine(frame(), **asked)


# plot_ranks


def series(scores: dict[str, dict[int, float]], **asked: str) -> pd.DataFrame:
    return totals([(name, "เหนือ", year, at) for name, years in scores.items() for year, at in years.items()], **asked)


THREE = {
    "อบต.ก": {2561: 90, 2562: 90, 2563: 70, 2565: 90, 2566: 90},
    "อบต.ข": {2561: 80, 2562: 80, 2563: 80, 2565: 80, 2566: 80},
    "อบต.ค": {2561: 70, 2562: 70, 2563: 90, 2565: 80.004, 2566: 70},
}


def drawn(ax: Axes) -> dict[tuple[int, int], str]:
    """Pairs of years that are joined, and their style."""
    return {tuple(map(int, line.get_xdata())): line.get_linestyle() for line in with_gid(ax, "segment")}


def test_no_line_crosses_the_framework_or_a_missing_year_and_other_breaks_are_dashed() -> None:
    ax = plot_ranks(series(THREE))
    assert drawn(ax) == {(2562, 2563): "-", (2565, 2566): "--"}
    assert sorted(line.get_xdata()[0] for line in with_gid(ax, "break")) == [2561.5, 2565.5]
    assert "2562 กรอบใหม่ 10 ตัวชี้วัด" in whole_text(ax)
    assert "เส้นประเข้าปี 2566" in whole_text(ax)


def test_rank_one_is_on_top_and_ties_share_a_rank() -> None:
    ax = plot_ranks(series(THREE))
    bottom, top = ax.get_ylim()
    assert bottom > top
    ranks = {tuple(line.get_ydata()[:3]) + tuple(line.get_ydata()[4:]) for line in with_gid(ax, "points")}
    # ข and ค have 80.00 and 80.004 in 2565: both are second.
    assert ranks == {(1, 1, 3, 1, 1), (2, 2, 2, 2, 2), (3, 3, 1, 2, 3)}
    assert [line.get_ydata()[3] for line in with_gid(ax, "points")] == pytest.approx([NAN] * 3, nan_ok=True)
    nothing_overlaps(ax, ["1 อบต.ก", "2 อบต.ข", "3 อบต.ค"])


def test_of_many_offices_those_that_moved_most_are_named() -> None:
    frame = simulate_province(offices=60, districts=12, years=range(2562, 2569))
    ax = plot_ranks(frame)
    points = with_gid(ax, "points")
    assert len(points) == 6
    assert len({line.get_marker() for line in points}) == len({line.get_color() for line in points}) == 6
    assert sum(len(group.get_segments()) for group in with_gid(ax, "others")) == 54 * 6
    moved = [abs(line.get_ydata()[-1] - line.get_ydata()[0]) for line in points]
    others = [group.get_segments() for group in with_gid(ax, "others")]
    assert min(moved) > 20
    assert len(others) == 2  # plain and dashed
    nothing_overlaps(ax, [text.get_text() for text in ax.texts if re.match(r"\d+ \S+ตัวอย่าง", text.get_text())])
    assert "เส้นสีคือ 6 แห่งที่อันดับเปลี่ยนมากที่สุด" in whole_text(ax)
    assert "60 แห่ง" in ax.get_xticklabels()[0].get_text()
    assert SIMULATED in whole_text(ax)


def test_the_named_ones_can_be_chosen() -> None:
    frame = simulate_province(offices=20, districts=2, years=[2565, 2566])
    chosen = list(frame["agency_id"].unique()[[3, 7]])
    ax = plot_ranks(frame, agencies=chosen, code="9")
    assert len(with_gid(ax, "points")) == 2
    assert "เส้นสีคือหน่วยงานที่เลือก" in whole_text(ax)
    assert "อันดับตาม 9. การเปิดเผยข้อมูล ในจำนวน 20 แห่ง ปี 2565–2566" in whole_text(ax)


@pytest.mark.parametrize(
    ("frame", "asked", "told"),
    [
        (series(THREE), {"agencies": ["อบต.ฮ"]}, "ไม่พบหน่วยงาน “อบต.ฮ”"),
        (series(THREE), {"code": "o99"}, "no node 'o99' in the tree of 2561"),
        (series({"อบต.ก": {2565: 1.0}}), {}, "no year of the frame has two offices with a score of ITA"),
        (series(THREE, note=INCOMPLETE), {}, "s.xlsx is only the top of a ranking"),
    ],
    ids=["unknown office", "unknown node", "one office", "incomplete"],
)
def test_what_ranks_cannot_show(frame: pd.DataFrame, asked: dict, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_ranks(frame, **asked)


def test_an_item_that_changed_its_meaning_is_not_ranked_over_the_years() -> None:
    items = series(THREE).query("year_be >= 2565").assign(code="o10", level="item", score=100.0)
    with pytest.raises(ItaError, match="o10 is not the same node in every year"):
        plot_ranks(items, code="o10")


# plot_rating_shares

#: district and total of FY2565: AA ≥ 95, A ≥ 85, B ≥ 75
RATED = [
    *[("เหนือ", 96.0), ("เหนือ", 90.0), ("เหนือ", 90.0), ("เหนือ", 80.0)],
    *[("ใต้", 80.0), ("ใต้", 84.994), ("ใต้", 84.995), ("ใต้", NAN)],
    *[("เล็ก", 99.0), ("", 99.0), ("", 99.0), ("", 99.0)],
]


def rated(rows: list[tuple[str, float]] = RATED, *, year: int = 2565, kind: str = "อบต.") -> pd.DataFrame:
    return totals([(f"อบต.ตัวอย่าง{at}", district, year, score) for at, (district, score) in enumerate(rows)], kind=kind)


def widths(ax: Axes, label: str) -> dict[int, float]:
    """Row to the width of the part of a level in per cent; a hairline between two parts is taken from it."""
    bars = [bar for bar in ax.patches if bar.get_gid() == f"level {label}"]
    return {round(bar.get_y() + bar.get_height() / 2): round(bar.get_width() + 0.2) for bar in bars}


def test_districts_stand_by_the_share_that_passes_and_their_levels_fill_the_bar() -> None:
    ax = plot_rating_shares(rated())
    assert row_labels(ax) == ["เหนือ · 4 แห่ง", "ใต้ · 3 แห่ง (ไม่มีข้อมูล 1)", "เล็ก · 1 แห่ง", "ไม่ทราบอำเภอ · 3 แห่ง"]
    assert widths(ax, "AA") == {0: 25, 2: 100, 3: 100}
    assert widths(ax, "A") == {0: 50, 1: 33}  # 84.995 is 85.00, 84.994 is not
    assert widths(ax, "B") == {0: 25, 1: 67}
    told = texts(ax)
    assert {"AA 25%", "A 50%", "B 25%", "75%", "33%", "1/1"} <= set(told)
    assert "อำเภอที่มีไม่ถึง 3 แห่ง แสดงจำนวนแห่งแทนร้อยละ" in whole_text(ax)
    assert "เกณฑ์ระดับปี 2565" in whole_text(ax)


def test_below_the_pass_mark_bars_are_hatched_and_a_line_divides_them() -> None:
    ax = plot_rating_shares(rated())
    hatched = {bar.get_gid() for bar in ax.patches if bar.get_hatch()} - {None}
    assert hatched == {"level B"}
    assert [line.get_xdata()[0] for line in with_gid(ax, "pass")] == pytest.approx([75, 100 / 3])


def test_the_levels_are_those_of_the_year() -> None:
    rows = [("เหนือ", 96.0), ("เหนือ", 60.0), ("เหนือ", 75.0), ("เหนือ", 75.0)]
    told = texts(plot_rating_shares(rated(rows, year=2566)))
    # 96 of 2566 hangs on the instruments, which are missing: no level, and in no share.
    assert {"ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน", "ต้องปรับปรุง 67%"} <= set(told)
    assert row_labels(plot_rating_shares(rated(rows, year=2566))) == ["เหนือ · 3 แห่ง (ไม่มีข้อมูล 1)"]


def test_averages_are_left_out_of_the_shares() -> None:
    average = rated([("เหนือ", 10.0)], kind="aggregate").assign(agency_id="เฉลี่ย")
    ax = plot_rating_shares(pd.concat([rated(), average], ignore_index=True))
    assert row_labels(ax)[0] == "เหนือ · 4 แห่ง"
    assert "ไม่นับแถวค่าเฉลี่ยหรือผลรวม 1 แถว" in whole_text(ax)


def test_twelve_districts_of_sixty_offices_are_readable() -> None:
    frame = simulate_province(offices=60, districts=12, years=[2563])
    ax = plot_rating_shares(frame)
    ax.figure.draw_without_rendering()
    assert len(row_labels(ax)) == 12
    for text in (text for text in ax.texts if text.get_text().endswith("%") and text.get_position()[0] < 100):
        x = ax.transData.inverted().transform(text.get_window_extent())[:, 0]
        row = round(text.xy[1])
        around = [b for b in ax.patches if b.get_gid() and round(b.get_y() + 0.37) == row and b.get_x() <= x.mean()]
        part = max(around, key=lambda bar: bar.get_x())
        assert part.get_x() <= x[0]
        assert x[1] <= part.get_x() + part.get_width() + 0.5, "a text stands within its own part"


@pytest.mark.parametrize(
    ("frame", "told"),
    [
        (lambda: pd.concat([rated(), rated(year=2566)]), "draws one year; the frame holds 2 years"),
        (lambda: rated([("เหนือ", NAN)] * 3), "no office of 2565 can be rated"),
        (lambda: rated().assign(note=INCOMPLETE), "s.xlsx is only the top of a ranking"),
        (lambda: rated(kind="aggregate"), "every row of the frame is an average or total"),
    ],
)
def test_what_shares_cannot_show(frame, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_rating_shares(frame())


@pytest.mark.parametrize(
    "draw",
    [
        lambda **kw: plot_spine(beside(), **kw),
        lambda **kw: plot_ranks(series(THREE), **kw),
        lambda **kw: plot_rating_shares(rated(), **kw),
    ],
)
def test_every_chart_draws_on_given_axes_and_in_english(draw) -> None:
    _, ax = plt.subplots(figsize=(9, 7))
    assert draw(ax=ax, lang="en", title="found", note="a note") is ax
    told = whole_text(ax)
    assert "found" in told
    assert "a note" in told
    assert "SIMULATED DATA" in told
    with pytest.raises(ItaError, match="lang is one of th, en"):
        draw(lang="fr")
