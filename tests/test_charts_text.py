"""Thai on the page: shaped as it is written, wrapped where it may be, never cut."""

from collections.abc import Iterator

import matplotlib.pyplot as plt
import numpy as np
import pytest
from chart_frames import texts
from matplotlib.figure import Figure

from itaanalysis.charts._text import FAMILY, ZWSP, fit, measure, register_fonts, shorten, wrap

LONG = "องค์การบริหารส่วนตำบลตัวอย่างหนองบัวลำภูโพธิ์ศรีสำราญใต้น้ำปี่ผู้ซื้อ"
MARKS = "ัิีึืฺุู็่้๊๋์ํ๎"


@pytest.fixture
def figure() -> Iterator[Figure]:
    register_fonts()
    yield plt.figure(figsize=(8, 4), dpi=100)
    plt.close("all")


def ink(text: str, features: list[str] | None = None) -> np.ndarray:
    """Where the text has ink, drawn large in Sarabun (with these font features); rows from the top down."""
    figure = plt.figure(figsize=(16, 4), dpi=100, facecolor="white")
    drawn = figure.text(0.02, 0.4, text, fontsize=120, fontfamily=FAMILY, color="black")
    drawn.set_fontfeatures(features)
    figure.canvas.draw()
    pixels = np.asarray(figure.canvas.buffer_rgba())[:, :, :3].mean(axis=2)
    plt.close(figure)
    return pixels < 128


def runs(rows: np.ndarray) -> list[tuple[int, int]]:
    """Bands of rows with ink, first and last row of each, from the top down."""
    has_ink = np.flatnonzero(rows.any(axis=1))
    cuts = np.flatnonzero(np.diff(has_ink) > 1)
    return list(zip(has_ink[[0, *(cuts + 1)]], has_ink[[*cuts, -1]], strict=True))


@pytest.mark.parametrize(
    ("written", "bare"), [("ที่", "ท"), ("ที่", "ที"), ("น้ำ", "นำ"), ("ปี่", "ป"), ("ปี่", "ปี"), ("ผู้", "ผู"), ("ซื้อ", "ซือ")]
)
def test_marks_take_no_room_of_their_own(figure: Figure, written: str, bare: str) -> None:
    assert measure(figure, written, 40)[0] == pytest.approx(measure(figure, bare, 40)[0], abs=1.5)


@pytest.mark.parametrize(("with_tone", "vowel", "base"), [("ที่", "ที", "ท"), ("ซื้", "ซื", "ซ"), ("กี้", "กี", "ก")])
def test_a_tone_mark_stands_clear_above_the_vowel(figure: Figure, with_tone: str, vowel: str, base: str) -> None:
    # With Sarabun shaped wrongly the mark falls on the vowel: the ink of both grows together, or hides one.
    three, two = runs(ink(with_tone)), runs(ink(vowel))
    assert len(three) == len(two) + 1, "tone mark, vowel and consonant are apart"
    tone, upper = three[0], three[1]
    assert tone[1] < upper[0]
    assert upper == pytest.approx(two[0], abs=2), "the vowel stays where it is without a tone mark"
    assert ink(with_tone).sum() > ink(vowel).sum() > ink(base).sum()


@pytest.mark.parametrize(("with_tone", "vowel"), [("ที่", "ที"), ("ซื้", "ซื")])
def test_the_check_of_tone_marks_finds_misplaced_ones(figure: Figure, with_tone: str, vowel: str) -> None:
    misplaced = ["-mark", "-mkmk", "-ccmp", "-liga"]  # drawn without text shaping, the mark lies on the vowel
    assert len(runs(ink(with_tone, misplaced))) == len(runs(ink(vowel)))


def test_a_tone_mark_without_a_vowel_above_stands_lower(figure: Figure) -> None:
    alone, over_vowel = runs(ink("ท่"))[0], runs(ink("ที่"))[0]
    assert alone[0] > over_vowel[0] + 5


def test_a_mark_over_a_tall_consonant_steps_left(figure: Figure) -> None:
    """The stem of ป rises at its right: the marks of ปี่ stand left of where those of ที่ would."""
    tone = ink("ปี่")[slice(*runs(ink("ปี่"))[0])]
    stem = ink("ป")
    top = runs(stem)[0][0]
    stem_left = np.flatnonzero(stem[top + 2])[0]
    assert np.flatnonzero(tone.any(axis=0))[-1] < stem_left


def test_a_lower_vowel_stands_below_the_consonant(figure: Figure) -> None:
    base, lower = runs(ink("ผ")), runs(ink("ผู้"))
    assert lower[-1][1] > base[-1][1] + 10


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("สั้น", ["สั้น"]),
        (f"หนึ่ง{ZWSP}สอง", ["หนึ่งสอง"]),
        ("ปี\u00a02565", ["ปี 2565"]),
        ("คะแนน " * 12, None),
        (f"คะแนน{ZWSP}" * 12, None),
        (LONG, None),
        (f"{LONG} · {LONG}", None),
        ("a" * 80, None),
        ("แรก\nสอง", ["แรก", "สอง"]),
    ],
    ids=range(9),
)
def test_lines_fit_and_nothing_is_lost(figure: Figure, text: str, lines: list[str] | None) -> None:
    found = wrap(figure, text, 200, 14).split("\n")
    assert max(measure(figure, line, 14)[0] for line in found) <= 200
    kept = "".join(found).replace(" ", "").replace("·", "")
    assert kept == "".join(text.split()).replace(ZWSP, "").replace("·", "").replace("\u00a0", "")
    assert lines in (None, found)
    assert not any(line[0] in MARKS + "ะาๅๆฯำ" or line[-1] in "เแโใไ" for line in found)


def test_a_run_is_broken_before_a_joining_word_where_there_is_one(figure: Figure) -> None:
    text = "รายการการจัดซื้อจัดจ้างหรือการจัดหาพัสดุ"
    assert wrap(figure, text, 200, 14).split("\n") == ["รายการการจัดซื้อจัดจ้าง", "หรือการจัดหาพัสดุ"]


def test_breaks_at_spaces_come_first_and_separators_are_dropped(figure: Figure) -> None:
    assert wrap(figure, "คะแนนตัวชี้วัดทั้งสิบ · ขององค์การ ปี\u00a02565", 175, 14) == "คะแนนตัวชี้วัดทั้งสิบ\nขององค์การ ปี 2565"


def test_a_long_title_takes_a_smaller_size_before_a_third_line(figure: Figure) -> None:
    text = "คะแนนที่หายไป 31.72 จาก 34.46 คะแนน อยู่ที่การเปิดเผยข้อมูลและการป้องกันการทุจริต"
    sizes = {width: fit(figure, text, width, (20, 19, 18), lines=2, weight="bold")[1] for width in (600, 200)}
    assert sizes == {600: 20, 200: 18}


@pytest.mark.parametrize("width", [20, 60, 120])
def test_a_name_that_is_too_long_is_cut_between_clusters(figure: Figure, width: float) -> None:
    cut = shorten(figure, LONG, width, 12)
    assert cut.endswith("…")
    assert LONG.startswith(cut[:-1])
    assert LONG[len(cut) - 1] not in MARKS
    assert measure(figure, cut, 12)[0] <= width
    assert shorten(figure, "สั้น", width, 12) == "สั้น"


def test_measuring_leaves_nothing_on_the_figure(figure: Figure) -> None:
    measure(figure, LONG, 12)
    assert texts(figure.add_subplot(frame_on=False, xticks=[], yticks=[])) == []
