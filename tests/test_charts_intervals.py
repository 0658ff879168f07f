"""The chart of intervals: dots, bars, and ไม่ทราบ where no interval is known."""

from collections.abc import Iterator
from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from chart_frames import row_labels, texts, whole_text, with_gid
from conftest import THANANGNAEW, office
from drawn_answers import both, open_data

from itaanalysis.analysis import compute_intervals
from itaanalysis.charts import plot_intervals
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score

FIRST, SECOND, FULL, SINGLE, SILENT = (f"องค์การบริหารส่วนตำบลตัวอย่าง{at} · สมมติ" for at in range(1, 6))


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def one(n: int = 40, **asked: object) -> pd.DataFrame:
    return compute_intervals(both(n, name=FIRST), open_data(FIRST), **asked)


@pytest.fixture(scope="module")
def several() -> pd.DataFrame:
    people = {FIRST: 40, SECOND: 6, FULL: 26, SINGLE: 1}
    answers = pd.concat([both(n, seed=n, name=name) for name, n in people.items()], ignore_index=True)
    scores = pd.concat([open_data(*people), office({**THANANGNAEW}, name=SILENT, note="ข้อมูลจำลอง")], ignore_index=True)
    counts = pd.DataFrame([(2565, FULL, code, 26) for code in ("IIT", "EIT")])
    return compute_intervals(
        answers, scores, population=counts.set_axis([*("year_be", "agency_id"), "instrument", "population"], axis=1)
    )


def test_a_row_a_node_with_a_bar_from_low_to_high() -> None:
    frame = one()
    ax = plot_intervals(frame)
    assert row_labels(ax)[:5] == ["คะแนนรวม ITA", "IIT", "EIT", "OIT", "1. การปฏิบัติหน้าที่"]
    assert len(row_labels(ax)) == 12
    assert ax.get_xlim() == (0, 100)
    (bars,) = with_gid(ax, "interval")
    total = frame.iloc[0]
    assert bars.get_segments()[0].tolist() == [[total["low"], 0], [total["high"], 0]]
    assert len(bars.get_segments()) == 11  # all but OIT, which is a constant
    told = texts(ax)
    assert f"{round_score(total['low']):.2f}–{round_score(total['high']):.2f}" in told
    assert told.count("40 คำตอบ") == 10
    assert {"เกณฑ์ผ่าน 85 = ระดับถัดไป A", "ไม่ได้ถามคน", "ข้อมูลจำลอง"} <= set(told)
    assert "ความเชื่อมั่น 95%" in whole_text(ax)
    assert "a.xlsx · IIT!A2:Z41, EIT!A2:Z41" in whole_text(ax)
    assert "หยาบ" not in whole_text(ax)


def test_few_answers_get_a_star_and_a_word() -> None:
    ax = plot_intervals(one(26))
    assert texts(ax).count("26 คำตอบ*") == 10
    assert "* มีไม่ถึง 30 คำตอบ: ช่วงเป็นค่าประมาณหยาบ" in whole_text(ax)


#: People of 26 who answered (and how many of them left a question blank), how many there are, whether a star stands.
KNOWN = [(26, 1, 26, False), (25, 0, 26, False), (23, 0, 26, True), (26, 0, None, True)]


@pytest.mark.parametrize(("n", "blanks", "people", "star"), KNOWN)
def test_where_nearly_all_have_answered_nothing_is_rough(n: int, blanks: int, people: int | None, star: bool) -> None:
    answers = both(n, name=FIRST)
    for column in [column for column in answers if column.startswith(("i", "e")) and column != "instrument"]:
        answers.loc[answers.groupby("instrument").head(blanks).index, column] = pd.NA
    population = {"IIT": people, "EIT": people} if people else None
    frame = compute_intervals(answers, open_data(FIRST), population=population)
    assert (frame["method"] == "beta").sum() >= 10  # no census, so that the words below are not those of one
    told = whole_text(plot_intervals(frame))
    assert ("ค่าประมาณหยาบ" in told) is star
    assert (f"{n} คำตอบ*" in told) is star


def test_the_chart_says_that_its_scores_were_not_announced(several: pd.DataFrame) -> None:
    assert whole_text(plot_intervals(one())).count("ไม่ใช่ผลที่ประกาศ") == 1
    assert "not the announced result" in whole_text(plot_intervals(one(), lang="en"))
    assert "ไม่ใช่ผลที่ประกาศ" not in whole_text(plot_intervals(several[several["agency_id"] == SILENT]))  # no answers


def test_the_questions_of_an_office() -> None:
    ax = plot_intervals(one(), level="item")
    assert len(row_labels(ax)) == 45
    assert row_labels(ax)[0].startswith("i1 ")
    assert ax.figure.get_figheight() > 15


def test_offices_from_the_highest_down_and_rings_where_nothing_is_known(several: pd.DataFrame) -> None:
    ax = plot_intervals(several, code="IIT")
    (bars,), (rings,), (dots,) = (with_gid(ax, gid) for gid in ("interval", "unknown", "known"))
    assert sorted(row_labels(ax)) == [f"อบต.ตัวอย่าง{at}" for at in range(1, 6)]
    scores = several[several["code"] == "IIT"].set_index("agency_id")["score"]
    assert [label[-1] for label in row_labels(ax)] == [
        name.split(" · ")[0][-1] for name in scores.sort_values(ascending=False).index
    ]
    assert len(bars.get_segments()) == 2  # not of the census, of one answer, of a score alone
    assert len(rings.get_xdata()) == 2
    assert len(dots.get_xdata()) == 3
    told = texts(ax)
    assert told.count("ไม่ทราบ") == 2
    assert told.count("ตอบครบทุกคน") == 1
    assert "IIT ของแต่ละหน่วยงาน" in whole_text(ax)
    assert "ไม่ทราบ = มีคะแนนแต่ไม่มีคำตอบรายคน" in whole_text(ax)


def test_nothing_is_drawn_in_a_corner_where_all_is_known_or_nothing_is(several: pd.DataFrame) -> None:
    known = plot_intervals(one())
    assert not with_gid(known, "unknown")
    assert known.get_position().height > 0.5  # an empty line would push the axes together
    silent = several[several["agency_id"].isin([SINGLE, SILENT])]
    assert not with_gid(plot_intervals(silent), "known")


def test_english_a_title_and_axes_of_ones_own() -> None:
    _, ax = plt.subplots(figsize=(12, 7))
    assert plot_intervals(one(), ax=ax, title="Finding", lang="en") is ax
    assert {"Finding", "pass mark 85 = next level A", "SIMULATED DATA"} <= set(texts(ax))


REFUSED = [
    (lambda frame: frame.drop(columns="method"), {}, "takes what compute_intervals"),
    (lambda frame: frame.iloc[:0], {}, "no rows"),
    (lambda frame: frame.assign(year_be=[2565, *[2566] * (len(frame) - 1)]), {}, "draws one year"),
    (lambda frame: frame, {"level": "subindicator"}, "no row of the level subindicator"),
    (lambda frame: pd.concat([frame, frame.assign(agency_id="x")]), {"code": "o1"}, "no row of 'o1'"),
    (lambda frame: pd.concat([frame.assign(agency_id=f"{at}") for at in range(61)]), {}, "up to 60 offices; .* 61"),
]


@pytest.mark.parametrize(("change", "asked", "words"), REFUSED, ids=range(len(REFUSED)))
def test_what_cannot_be_drawn_is_said(change, asked, words) -> None:
    with pytest.raises(ItaError, match=words):
        plot_intervals(change(one(6)), **asked)


def test_the_pass_mark_and_the_next_level_are_named_lines_over_the_bars() -> None:
    frame = one()  # a total of about 81: level B, so the next one starts at the pass mark
    ax = plot_intervals(frame)
    assert [text for text in texts(ax) if "85" in text and "เกณฑ์" in text] == ["เกณฑ์ผ่าน 85 = ระดับถัดไป A"]
    higher = frame.assign(score=frame["score"].mask(frame["level"] == "total", 86.0))
    ax = plot_intervals(higher)
    assert [line.get_xdata()[0] for line in with_gid(ax, "named line")] == [85, 95]
    assert {"เกณฑ์ผ่าน 85", "ระดับถัดไป AA: 95"} <= set(texts(ax))
    (bars,), (dots,) = with_gid(ax, "interval"), with_gid(ax, "known")
    for line in with_gid(ax, "named line"):
        assert bars.get_zorder() < line.get_zorder() < dots.get_zorder(), "a bar that spans the mark shows the mark"


def test_several_offices_have_no_next_level_in_common(several: pd.DataFrame) -> None:
    assert [line.get_xdata()[0] for line in with_gid(plot_intervals(several), "named line")] == [85]


def test_the_total_tells_how_many_answered_each_instrument(several: pd.DataFrame) -> None:
    assert "IIT 40 · EIT 40" in texts(plot_intervals(one()))
    ax = plot_intervals(several)
    assert {"IIT 40 · EIT 40", "IIT 6* · EIT 6*", "IIT 26 · EIT 26"} <= set(texts(ax))
    assert "* มีไม่ถึง 30 คำตอบ: ช่วงเป็นค่าประมาณหยาบ" in whole_text(ax), "a total of 6 answers is as rough as they are"
    alone = plot_intervals(several[several["code"] == "ITA"])  # the instruments were filtered away
    assert not [text for text in texts(alone) if text.startswith("IIT")]


def test_long_names_leave_room_for_the_scores(several: pd.DataFrame) -> None:
    long = several.assign(agency_id="องค์การบริหารส่วนตำบล" + 6 * "ตัวอย่างที่ชื่อยาวมาก" + several["agency_id"].str[-12:])
    ax = plot_intervals(long)
    ax.figure.canvas.draw()
    assert ax.get_position().width > 0.35
    names = [label.get_window_extent() for label in ax.get_yticklabels()]
    assert min(box.x0 for box in names) >= 0
    assert all(above.y0 >= below.y1 for above, below in pairwise(names))


def test_the_score_does_not_hide_a_narrow_interval() -> None:
    ax = plot_intervals(one())
    (bars,), (dots,) = with_gid(ax, "interval"), with_gid(ax, "known")
    assert bars.get_linewidth()[0] >= dots.get_markersize() + 5
