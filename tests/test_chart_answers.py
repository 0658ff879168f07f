"""The chart of answers: a bar a question on both sides of a middle line."""

from collections.abc import Iterator
from itertools import pairwise

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from answer_frames import NAME, frame, full, simulated
from chart_frames import texts, whole_text, with_gid
from matplotlib.axes import Axes

from itaanalysis.charts import plot_answers
from itaanalysis.charts.answers import _looks
from itaanalysis.errors import ItaError
from itaanalysis.rulebook import round_score
from itaanalysis.scoring import score_answers

OFFICE = "องค์การบริหารส่วนตำบลตัวอย่าง"


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def of(instrument: str, *, year: int = 2565, people: int = 40) -> pd.DataFrame:
    return simulated({instrument: people}, year=year)


def bars(ax: Axes) -> dict[float, list[tuple[float, float]]]:
    """Left and right end of each answer's bar, from the worst, by row."""
    found: dict[float, list[tuple[float, float]]] = {}
    for bar in with_gid(ax, "answer"):
        found.setdefault(round(bar.get_y() + bar.get_height() / 2, 3), []).append(
            (bar.get_x() - 0.4, bar.get_x() + bar.get_width() + 0.4)
        )
    return found


def test_worse_answers_stand_left_of_the_middle_line_and_better_ones_right() -> None:
    ax = plot_answers(frame({"i2": [0, 1, 1, 2, 2, 2, 3, 3, 3, 3]}))
    (row,) = bars(ax).values()
    middle = with_gid(ax, "middle")[0].get_xdata()[0]
    assert [round((right - left) / (row[-1][1] - row[0][0]), 3) for left, right in row] == [0.1, 0.2, 0.3, 0.4]
    assert row[1][1] == pytest.approx(middle)
    assert row[2][0] == pytest.approx(middle)
    assert {"20%", "30%", "40%"} <= set(texts(ax))


@pytest.mark.parametrize(
    ("instrument", "year", "questions", "blocks"), [("EIT", 2567, 9, 1), ("EIT", 2565, 15, 1), ("IIT", 2565, 30, 2)]
)
def test_questions_stand_by_their_score_the_lowest_first(
    instrument: str, year: int, questions: int, blocks: int
) -> None:
    answers = of(instrument, year=year)
    ax = plot_answers(answers)
    scores = score_answers(answers)
    items = scores[scores["level"] == "item"]
    shown = [float(text) for text in texts(ax) if text.count(".") == 1 and text.replace(".", "").isdigit()]
    assert shown == sorted(round_score(items["score"]))
    assert len(shown) == questions
    assert len(with_gid(ax, "middle")) == blocks
    width, height = ax.figure.get_size_inches()
    assert width / height > 1.15, "nothing is so small on a projector that it cannot be read"


def test_nothing_leaves_the_page_or_covers_a_name() -> None:
    ax = plot_answers(of("IIT"))
    figure = ax.get_figure(root=True)
    figure.canvas.draw()
    boxes = {text.get_text(): text.get_window_extent() for text in ax.texts if text.get_text()}
    for box in boxes.values():
        assert box.x0 >= 0
        assert box.x1 <= figure.bbox.width
    names = sorted((box for text, box in boxes.items() if text.startswith("i")), key=lambda box: (box.x0, -box.y0))
    for above, below in pairwise(names):
        assert below.x0 > above.x0 + 1 or below.y1 <= above.y0 + 1.5
    bars_left = min(bar.get_window_extent().x0 for bar in with_gid(ax, "answer"))
    assert max(box.x1 for box in names if box.x0 < figure.bbox.width / 2) <= bars_left


@pytest.mark.parametrize(
    ("instrument", "year", "worth"),
    [("EIT", 2565, ["0", "33", "67", "100"]), ("EIT", 2567, ["0", "20", "40", "60", "80", "100"])],
)
def test_the_key_tells_what_each_answer_is_worth(instrument: str, year: int, worth: list[str]) -> None:
    ax = plot_answers(of(instrument, year=year))
    assert [text for text in texts(ax) if text.endswith(" คะแนน")] == [f"{points} คะแนน" for points in worth]
    assert len(with_gid(ax, "key")) == len(worth)


def test_looks_differ_by_more_than_colour() -> None:
    for places in (2, 4, 6):
        looks = _looks(places)
        assert len(set(looks)) == places
        assert all(hatch for _, hatch in looks[: places // 2]), "the worse half is hatched"
        assert not any(hatch for _, hatch in looks[places // 2 :])
        assert (looks[0], looks[-1]) == (_looks(6)[0], _looks(6)[-1]), "the ends are alike on every scale"
        light = [sum(int(color[at : at + 2], 16) for at in (1, 3, 5)) for color, _ in looks]
        assert light[: places // 2] == sorted(light[: places // 2])
        assert light[places // 2 :] == sorted(light[places // 2 :], reverse=True)


def test_notes_say_how_many_answered_and_which_values_count() -> None:
    told = whole_text(plot_answers(of("EIT")))
    assert "ผู้ตอบ 40 คน ทุกข้อมีคำตอบครบ · ข้อที่มีข้อย่อยนับคำตอบของทุกข้อย่อยรวมกัน" in told
    assert "ค่าคำตอบ 0 33 67 100 (แหล่งทุติยภูมิ)" in told
    assert "ที่มา: simulate_answers(seed=1)" in told
    answers = of("EIT")
    answers.loc[:4, "e7"] = pd.NA
    assert "ผู้ตอบ 40 คน แต่ละข้อมีคำตอบ 35–40 คน" in whole_text(plot_answers(answers))
    assert "ค่าคำตอบ 0 100/3 200/3 100" in whole_text(plot_answers(of("EIT"), values=1))
    plain = whole_text(plot_answers(full(5, 3, year=2567)))
    assert "ข้อย่อย" not in plain
    assert "ที่มา: a.xlsx · Form1!A2:P6" in plain


#: Questions of 2565 that are drawn, and the sets of values that are named: i5 and i6 have two answers, the others four.
FOUR, TWO = "ค่าคำตอบ 0 33 67 100 (แหล่งทุติยภูมิ)", "ค่าคำตอบ 0 100 (ยังไม่มีหลักฐานยืนยัน)"
SETS = [("IIT", None, f"{FOUR} · {TWO}"), ("EIT", None, f"{FOUR} · {TWO}")]


@pytest.mark.parametrize(("instrument", "top", "told"), SETS)
def test_each_set_of_values_that_is_drawn_is_named_with_its_evidence(
    instrument: str, top: int | None, told: str
) -> None:
    assert told in whole_text(plot_answers(of(instrument), top=top))


def test_a_set_of_values_that_is_not_drawn_is_not_named() -> None:
    answers = full(5, 3)
    two = [column for column in answers if column.startswith("i") and answers[column].eq(1).all()]
    worst_first = answers.assign(**{column: pd.array([0] * 5, dtype="Int8") for column in two})
    asked = {column.split(".")[0] for column in two}
    lowest = whole_text(plot_answers(worst_first, top=len(asked)))
    assert TWO in lowest
    assert FOUR not in lowest
    assert TWO not in whole_text(plot_answers(frame({"i2": [3] * 5})))


@pytest.mark.parametrize(("lang", "told"), [("th", "ไม่ใช่ผลที่ประกาศ"), ("en", "not the announced result")])
def test_the_chart_says_that_its_scores_were_not_announced(lang: str, told: str) -> None:
    assert whole_text(plot_answers(full(5, 3), lang=lang)).count(told) == 1


def test_simulated_answers_bear_the_tag_and_others_do_not() -> None:
    assert len(with_gid(plot_answers(of("EIT")), "simulated")) == 1
    assert with_gid(plot_answers(full(5, 3)), "simulated") == []


def test_a_question_without_answers_is_no_data_and_stands_last() -> None:
    answers = full(5, 2, year=2567)
    answers["i4"] = pd.array([None] * 5, dtype="Int8")
    ax = plot_answers(answers)
    assert texts(ax).count("ไม่มีข้อมูล") == 1
    assert 14.0 not in bars(ax), "no bar of length 0 to 100 in its row"
    assert len(bars(ax)) == 14


def test_title_and_language() -> None:
    ax = plot_answers(of("EIT"))
    assert ax.figure.get_suptitle() == f"คำตอบแต่ละข้อของแบบวัด EIT · {OFFICE} ปี 2565"
    told = whole_text(plot_answers(of("EIT"), title="ช่องทางร้องเรียนถูกมองว่ายังไม่พอ", note="หมายเหตุของผู้วิเคราะห์"))
    assert "ช่องทางร้องเรียนถูกมองว่ายังไม่พอ" in told
    assert f"{OFFICE} · ปีงบประมาณ 2565 · EIT" in told
    assert "หมายเหตุของผู้วิเคราะห์" in told
    english = whole_text(plot_answers(of("EIT", year=2567), lang="en"))
    assert "Answers to each question of EIT" in english
    assert "40 respondents, every question answered by all" in english
    assert "SIMULATED DATA" in english


def test_given_axes_are_drawn_on() -> None:
    figure, ax = plt.subplots(figsize=(9, 7))
    assert plot_answers(of("EIT"), ax=ax) is ax
    assert ax.get_title(loc="left")
    assert figure.get_size_inches().tolist() == [9, 7]


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (full(3, 3).head(0), "has no rows"),
        (pd.concat([full(3, 3), full(3, 3, instrument="EIT")]), r"holds 2: filter it first, .*instrument == \"IIT\""),
        (pd.concat([full(3, 3), full(3, 3, name="อบต.อื่น")]), f'agency_id == "{NAME}"'),
        (pd.DataFrame({"code": ["i1"]}), "an answers frame needs the columns"),
    ],
)
def test_what_it_cannot_draw_is_refused(answers: pd.DataFrame, told: str) -> None:
    with pytest.raises(ItaError, match=told):
        plot_answers(answers)


def test_a_note_says_how_many_questions_have_no_answers() -> None:
    answers = of("EIT", year=2567)
    lacking = answers.drop(columns=["e4", "e9"])
    assert "ผู้ตอบ 40 คน ข้อที่มีคำตอบมีคนตอบข้อละ 40 คน · ไม่มีคำตอบ 2 ข้อ" in whole_text(plot_answers(lacking))
    lacking.loc[:4, "e1"] = pd.NA
    assert "แต่ละข้อมีคำตอบ 35–40 คน คิดจากคนที่ตอบข้อนั้น · ไม่มีคำตอบ 2 ข้อ" in whole_text(plot_answers(lacking))
    silent = answers.assign(**{f"e{at}": pd.array([None] * 40, dtype="Int8") for at in range(1, 10)})
    told = whole_text(plot_answers(silent))
    assert "ผู้ตอบ 40 คน แต่ไม่มีคำตอบของข้อใด" in told
    assert "0–0" not in told


@pytest.mark.parametrize(("people", "warned"), [(1, True), (4, True), (5, False), (40, False)])
def test_so_few_answers_that_a_person_may_be_known_are_said_to_be_so(people: int, warned: bool) -> None:
    assert ("น้อยกว่า 5 คน: ภาพนี้อาจทำให้รู้ว่าใครตอบอย่างไร" in whole_text(plot_answers(full(people, 2)))) is warned


def test_shares_are_rounded_half_up() -> None:
    told = texts(plot_answers(frame({"i2": [3] * 5 + [2] * 2 + [1]})))  # 62.5, 25 and 12.5 per cent
    assert {"63%", "25%", "13%"} <= set(told)
    assert not {"62%", "12%"} & set(told)


def test_the_share_of_worse_answers_stands_before_each_bar() -> None:
    ax = plot_answers(frame({"i2": [0, 1, 1, *[3] * 37]}))  # 2.5 and 5 per cent: neither has room in its bar
    (worse,) = with_gid(ax, "worse")
    assert worse.get_text() == "8%"
    ax.figure.canvas.draw()
    first = min(with_gid(ax, "answer"), key=lambda bar: bar.get_x())
    assert worse.get_window_extent().x1 <= first.get_window_extent().x0
    assert "ตัวเลขหน้าแท่ง = คำตอบที่ได้คะแนนไม่ถึงครึ่งรวมกัน" in whole_text(ax)
    tiny = plot_answers(frame({"i2": [0, *[3] * 999]}))
    assert [text.get_text() for text in with_gid(tiny, "worse")] == ["<1%"], "one person is not nobody"
    assert texts(plot_answers(frame({"i2": [1] * 8 + [3] * 32}))).count("20%") == 1, "not once more in the bar"
    best = plot_answers(full(20, 3))
    assert not with_gid(best, "worse")
    assert "ตัวเลขหน้าแท่ง" not in whole_text(best)


def test_names_stand_on_the_line_of_their_scores_whatever_marks_they_bear() -> None:
    ax = plot_answers(of("EIT"))
    names = [text for text in ax.texts if text.get_text().startswith("e")]
    scores = [text for text in ax.texts if text.get_text().replace(".", "").isdigit()]
    assert len(names) == len(scores) == 15
    for name, score in zip(names, scores, strict=True):
        assert name.get_va() == score.get_va() == "baseline"  # a centred box moves with every tone mark
        assert name.xy[1] == score.xy[1]
        assert name.xyann[1] == pytest.approx(score.xyann[1], abs=0.5)


def test_the_lowest_questions_alone() -> None:
    answers = of("IIT")
    ax = plot_answers(answers, top=15)
    lowest = score_answers(answers).query("level == 'item'").nsmallest(15, "score")["code"]
    names = [text.split("\u00a0")[0].split()[0] for text in texts(ax) if text.startswith("i")]
    assert sorted(names) == sorted(lowest)
    assert len(with_gid(ax, "middle")) == 1
    assert ax.figure.get_figheight() < 8, "as large on a projector as the other charts"
    assert "แสดง 15 ข้อที่คะแนนน้อยที่สุดจาก 30 ข้อ" in whole_text(ax)
    assert "ข้อที่คะแนนน้อยที่สุดจาก" not in whole_text(plot_answers(of("EIT"), top=15))
    with pytest.raises(ItaError, match="top is the number of questions, at least 1; found 0"):
        plot_answers(answers, top=0)


def test_two_charts_side_by_side_keep_to_their_own_axes() -> None:
    figure, axes = plt.subplots(1, 2, figsize=(13.33, 7.5), layout="constrained")
    for ax, year in zip(axes, (2565, 2567), strict=True):
        plot_answers(of("EIT", year=year), ax=ax)
    figure.canvas.draw()
    assert {"0", "20", "80", "100 คะแนน"} <= {text.get_text() for text in axes[1].texts}, "the unit stands once"
    for ax in axes:
        right = ax.get_window_extent().x1
        key = [bar.get_window_extent() for bar in with_gid(ax, "key") if bar.axes is ax]
        inside = [text.get_window_extent() for text in ax.texts if text.get_gid() not in ("note", "subtitle")]
        assert max(box.x1 for box in [*key, *inside]) <= right + 2
        assert all(left.x1 < next_one.x0 for left, next_one in pairwise(key))
        names = sorted(
            (text.get_window_extent() for text in ax.texts if text.get_text().startswith("e")), key=lambda box: -box.y0
        )
        assert all(above.y0 > below.y0 + 5 for above, below in pairwise(names))
        assert all(above.y0 >= below.y1 - 5 for above, below in pairwise(names)), "one line a row"
