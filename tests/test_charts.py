"""What all charts share: they draw and touch nothing else, name their sources, and refuse in a sentence."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd
import pytest
from chart_frames import (
    FILE,
    NAME,
    NAN,
    province,
    real_gaps,
    real_office,
    row_labels,
    texts,
    totals,
    whole_text,
    with_gid,
)
from matplotlib.axes import Axes

from itaanalysis import charts
from itaanalysis.analysis import compare_office, compute_changes, find_route
from itaanalysis.errors import ItaError
from itaanalysis.frames import INCOMPLETE, SIMULATED

OFFICE = "องค์การบริหารส่วนตำบลตัวอย่าง1"
YEARS = [("อบต.ตัวอย่าง", "สมมติ", year, 80.0 + year - 2562) for year in range(2562, 2569)]


def two_years() -> pd.DataFrame:
    before = real_office(year=2564, name=OFFICE, i9=30.0, i10=80.0)
    return pd.concat([before, real_office(name=OFFICE, i10=50.0)], ignore_index=True)


#: Every chart of a frame, with a frame that it draws.
CHARTS: dict[str, tuple[Callable[..., Axes], Callable[[], pd.DataFrame]]] = {
    "gaps": (charts.plot_gaps, real_gaps),
    "lost": (charts.plot_lost_points, real_gaps),
    "recoverable": (charts.plot_recoverable, real_gaps),
    "heatmap": (charts.plot_heatmap, lambda: province(25)),
    "trend": (charts.plot_trend, lambda: totals(YEARS)),
    "districts": (charts.plot_districts, lambda: province(12)),
    "radar": (charts.plot_radar, real_office),
    "spine": (charts.plot_spine, lambda: compare_office(province(12), f"{OFFICE} · สมมติ1")),
    "ranks": (charts.plot_ranks, lambda: pd.concat([province(8), province(8, year=2564)])),
    "shares": (charts.plot_rating_shares, lambda: province(12)),
    "changes": (charts.plot_changes, lambda: compute_changes(two_years())),
    "rerated": (charts.plot_rerated, lambda: two_years()),
}
#: The one that draws what is no frame.
ROUTE = (charts.plot_route, lambda: find_route(real_office(), to="ผ่านดี"))
every_frame = pytest.mark.parametrize(("plot", "make"), CHARTS.values(), ids=CHARTS)
every_chart = pytest.mark.parametrize(("plot", "make"), [*CHARTS.values(), ROUTE], ids=[*CHARTS, "route"])


@pytest.fixture(autouse=True)
def _closed_figures() -> Iterator[None]:
    yield
    plt.close("all")


def fresh_axes(plot: Callable[..., Axes], figsize: tuple[float, float] = (12, 7)) -> Axes:
    kind = "polar" if plot is charts.plot_radar else None
    return plt.figure(figsize=figsize).add_subplot(projection=kind)


@every_chart
def test_a_chart_makes_its_own_figure_and_shows_and_sets_nothing(plot, make) -> None:
    settings = dict(mpl.rcParams)
    ax = plot(make())
    assert isinstance(ax, Axes)
    assert plt.get_fignums() == [ax.figure.number]
    assert ax.figure.get_figwidth() == 12
    assert dict(mpl.rcParams) == settings


@every_chart
def test_axes_that_are_given_are_drawn_on_and_no_figure_is_made(plot, make) -> None:
    ax = fresh_axes(plot)
    assert plot(make(), ax=ax, title="ข้อค้นพบ") is ax
    assert plt.get_fignums() == [ax.figure.number]
    assert ax.get_title(loc="left") == "ข้อค้นพบ"


@every_frame
def test_the_frame_is_not_changed(plot, make) -> None:
    frame = make()
    before, attrs = frame.copy(deep=True), dict(frame.attrs)
    plot(frame)
    pd.testing.assert_frame_equal(frame, before)
    assert frame.attrs == attrs


@every_frame
def test_a_refused_frame_leaves_no_figure(plot, make) -> None:
    with pytest.raises(ItaError, match=f"{plot.__name__} takes .*frame.*no column .*code"):
        plot(make().drop(columns="code"))
    assert plt.get_fignums() == []


@every_frame
def test_an_empty_frame_is_refused(plot, make) -> None:
    with pytest.raises(ItaError, match="has no rows, so there is nothing to draw; check the filter"):
        plot(make().iloc[:0])


@every_frame
def test_what_is_no_frame_is_refused(plot, make) -> None:
    with pytest.raises(ItaError, match=r"takes .*, such as .*; found list"):
        plot([make()])


@every_chart
def test_an_unknown_language_is_refused(plot, make) -> None:
    with pytest.raises(ItaError, match="lang is one of th, en; found 'fr'"):
        plot(make(), lang="fr")


@every_chart
def test_a_title_and_a_note_of_the_caller_stand_on_the_page(plot, make) -> None:
    ax = plot(make(), title="สิ่งที่พบ", note="หมายเหตุของผู้วิเคราะห์")
    assert ax.figure.get_suptitle() == "สิ่งที่พบ"
    assert "หมายเหตุของผู้วิเคราะห์" in whole_text(ax)


@every_chart
def test_the_source_stands_on_the_page(plot, make) -> None:
    told = whole_text(plot(make()))
    assert "ที่มา: " in told
    assert "ที่มา: ไม่ได้ระบุ" not in told


@every_chart
def test_the_default_title_names_the_year(plot, make) -> None:
    assert "256" in plot(make()).figure.get_suptitle()


@every_chart
@pytest.mark.parametrize("lang", ["th", "en"])
def test_every_text_is_in_sarabun_and_no_placeholder_is_left(plot, make, lang: str) -> None:
    ax = plot(make(), lang=lang)
    ax.figure.draw_without_rendering()
    drawn = [text for text in ax.figure.findobj(mpl.text.Text) if text.get_text() and text.get_visible()]
    assert {text.get_fontname() for text in drawn} == {"Sarabun"}
    assert not any("{" in text.get_text() for text in drawn)
    assert min(text.get_fontsize() for text in drawn) >= 12


@every_chart
def test_tick_labels_made_later_are_in_sarabun_too(plot, make) -> None:
    ax = plot(make())
    if plot is charts.plot_radar:
        ax.set_yticks([10, 30], ["ที่หนึ่ง", "ที่สอง"])
        made = ax.get_yticklabels()
    else:
        ax.set_xticks([1, 2, 3], ["ก", "ข", "ค"])
        made = ax.get_xticklabels()
    assert {label.get_fontname() for label in made} == {"Sarabun"}


@every_chart
@pytest.mark.parametrize("own", [True, False], ids=["own page", "given axes"])
def test_no_text_is_cut_at_the_edge_of_the_page(plot, make, own: bool) -> None:
    title = "คะแนนที่หายไปส่วนใหญ่อยู่ที่การเปิดเผยข้อมูลและการป้องกันการทุจริต " * 2
    ax = plot(make(), title=title, ax=None if own else fresh_axes(plot))
    ax.figure.draw_without_rendering()
    page = ax.figure.bbox
    for text in ax.figure.findobj(mpl.text.Text):
        if text.get_text().strip() and text.get_visible():
            box = text.get_window_extent()
            assert box.x0 >= -1, text.get_text()
            assert box.x1 <= page.width + 1, text.get_text()
            assert box.y0 >= -1, text.get_text()
            assert box.y1 <= page.height + 1, text.get_text()


@every_frame
@pytest.mark.parametrize("own", [True, False], ids=["own page", "given axes"])
def test_simulated_data_bear_the_mark_whatever_the_caller_says(plot, make, own: bool) -> None:
    frame = make().assign(note=f"อ่านแล้ว; {SIMULATED}")
    ax = plot(frame, ax=None if own else fresh_axes(plot), title="ข้อค้นพบ", note="")
    (tag,) = with_gid(ax, "simulated")
    assert tag.get_text() == SIMULATED
    assert "ข้อมูลจำลอง: หน่วยงานและคะแนนสมมติขึ้น" in whole_text(ax)


@pytest.mark.parametrize("plot", [charts.plot_gaps, charts.plot_lost_points, charts.plot_recoverable])
def test_one_simulated_row_is_enough_and_real_data_bear_no_mark(plot) -> None:
    frame = real_gaps()
    assert with_gid(plot(frame), "simulated") == []
    assert len(with_gid(plot(frame.assign(note=[SIMULATED, *[""] * (len(frame) - 1)])), "simulated")) == 1


def files(*names: str) -> pd.Series:
    """Sources of the ten rows, taken from these files in turn."""
    return pd.Series([f"{names[row % len(names)]}#ผลคะแนน!C{row + 6}" for row in range(10)])


SOURCES = [
    (None, f"ที่มา: {FILE} · ผลคะแนน!C6:C15 · เกณฑ์ระดับปี 2565"),
    (pd.Series(["computed"] * 9 + [f"{FILE}#ก ข!AB7"]), f"ที่มา: {FILE} · ก ข!AB7"),
    (pd.Series([f"a.xlsx#ก!{cell}" for cell in ("C2", "Z9", "AA1", "B4", "D3") * 2]), "ที่มา: a.xlsx · ก!B1:AA9"),
    (pd.Series(["a.xlsx#ก!C2:C4", "a.xlsx#ข!D5"] * 5), "ที่มา: a.xlsx · ก!C2:C4, ข!D5"),
    (files("a.xlsx", "b.xlsx", "c.xlsx"), "ที่มา: a.xlsx · ผลคะแนน!C6:C15; b.xlsx · ผลคะแนน!C7:C13; c.xlsx"),
    (files("a", "b", "c", "d", "e"), "และอีก 2 ไฟล์"),
    (pd.Series(["typed by hand#9"] * 10), "ที่มา: typed by hand · เกณฑ์"),
    (pd.Series(["computed"] * 10), "ที่มา: ไม่ได้ระบุไว้ในข้อมูล"),
]


@pytest.mark.parametrize(("sources", "told"), SOURCES, ids=range(len(SOURCES)))
def test_the_note_names_files_sheets_and_cells(sources: pd.Series | None, told: str) -> None:
    frame = real_office() if sources is None else real_office().assign(source=sources.astype("str"))
    assert told in whole_text(charts.plot_radar(frame))


def test_a_computed_total_names_the_cells_that_it_came_from() -> None:
    assert f"{FILE} · ผลคะแนน!C6:C15" in whole_text(charts.plot_trend(real_office()))


@pytest.mark.parametrize("day", ["2026-01-05", date(2026, 1, 5), pd.Timestamp("2026-01-05")], ids=str)
def test_the_day_of_retrieval_stands_in_the_note_where_it_is_known(day: object) -> None:
    frame = real_gaps()
    frame.attrs["sources"] = {FILE: {"retrieved": day}}
    assert "ได้ไฟล์มาเมื่อ 5 ม.ค. 2569" in whole_text(charts.plot_gaps(frame))
    assert "retrieved 2026-01-05" in whole_text(charts.plot_gaps(frame, lang="en"))


@pytest.mark.parametrize("known", [{}, {FILE: {}}, {FILE: {"retrieved": ""}}, {FILE: {"retrieved": "ไม่ทราบ"}}], ids=str)
def test_a_day_that_is_not_known_is_left_out(known: dict) -> None:
    frame = real_gaps()
    frame.attrs["sources"] = known
    assert "ได้ไฟล์มาเมื่อ" not in whole_text(charts.plot_gaps(frame))


ONE_OFFICE = [charts.plot_gaps, charts.plot_lost_points, charts.plot_recoverable, charts.plot_radar]


@pytest.mark.parametrize("plot", ONE_OFFICE)
def test_several_offices_or_years_are_refused_with_the_filter_to_use(plot) -> None:
    other = real_gaps().assign(agency_id="อบต.ตัวอย่าง", agency="อบต.ตัวอย่าง")
    with pytest.raises(
        ItaError, match=r"one office and one year; the frame holds 2 offices and 1 years \(2565\)"
    ) as told:
        plot(pd.concat([real_gaps(), other]))
    assert f".query('year_be == 2565 and agency_id == \"{NAME} · แวงน้อย · ขอนแก่น\"')" in str(told.value)
    with pytest.raises(ItaError, match=r"holds 1 office and 2 years \(2564, 2565\)"):
        plot(pd.concat([real_gaps(), real_gaps(year=2564)]))


@pytest.mark.parametrize("plot", [charts.plot_heatmap, charts.plot_districts])
def test_comparisons_take_one_year(plot) -> None:
    with pytest.raises(ItaError, match=r"draws one year; .* 2 years \(2564, 2565\): .*query\('year_be == 2565'\)"):
        plot(pd.concat([province(3), province(3, year=2564)]))


@pytest.mark.parametrize("plot", [charts.plot_heatmap, charts.plot_districts])
def test_the_top_of_a_ranking_is_not_compared(plot) -> None:
    frame = province(4)
    frame.loc[5, ["note", "source"]] = [f"แถวซ่อน; {INCOMPLETE}", "ita-2561-district-lists.xlsx#ภูเก็ต!C3"]
    with pytest.raises(ItaError, match=r"ita-2561-district-lists\.xlsx is only the top of a ranking .*no mean, rank"):
        plot(frame)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("plot", [charts.plot_heatmap, charts.plot_districts])
def test_averages_alone_are_no_offices(plot) -> None:
    with pytest.raises(ItaError, match=r"every row of the frame is an average or total \(agency_type 'aggregate'\)"):
        plot(province(2).assign(agency_type="aggregate"))


@pytest.mark.parametrize("plot", [charts.plot_heatmap, charts.plot_radar])
def test_a_year_without_indicators_says_so(plot) -> None:
    with pytest.raises(ItaError, match="the tree of 2561 has none: only the total is known"):
        plot(totals([("อบต.ตัวอย่าง", "สมมติ", 2561, 83.1)]))


@pytest.mark.parametrize("plot", [charts.plot_gaps, charts.plot_lost_points, charts.plot_radar])
def test_a_frame_without_its_indicators_is_refused(plot) -> None:
    with pytest.raises(ItaError, match=r"the frame holds none of 2565: give it rows of every level"):
        plot(real_gaps(**{f"i{code}": NAN for code in range(1, 11)}).query("level == 'item'"))


def test_plain_axes_are_refused_for_a_radar_and_polar_ones_for_the_rest() -> None:
    with pytest.raises(ItaError, match=r"drawn on polar axes: plt\.subplots\(subplot_kw=.*; found rectilinear axes"):
        charts.plot_radar(real_office(), ax=fresh_axes(charts.plot_gaps))
    with pytest.raises(ItaError, match="drawn on plain axes, not polar; found polar axes"):
        charts.plot_gaps(real_gaps(), ax=fresh_axes(charts.plot_radar))


def test_english_words_are_there_in_english() -> None:
    ax = charts.plot_gaps(real_gaps(i7=NAN), lang="en")
    assert {"no data", "pass mark 85", "urgent"} <= set(texts(ax))
    assert row_labels(ax)[8] == "9. Open Data"


def test_matplotlib_waits_for_the_first_chart() -> None:
    code = "import sys, itaanalysis.charts; print('matplotlib' in sys.modules)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == "False\n", done.stderr
