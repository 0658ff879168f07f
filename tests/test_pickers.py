"""Pickers in a notebook: one choice narrows the next, and each draws the chart again."""

from __future__ import annotations

import re

import pytest

import itaanalysis as ita
from itaanalysis.reports.pickers import PICKS, show_pickers


@pytest.fixture(scope="module")
def scores():
    return ita.simulate_province(offices=8, districts=3, years=(2565, 2566))


def lists(box):
    return {one.description: one for one in box.children[0].children}


def gaps_chart(rows, *code):
    return ita.plot_gaps(ita.compute_gaps(rows))


def test_the_first_choice_is_the_last_year_of_the_first_office(scores):
    drawn = []
    box = show_pickers(scores, lambda rows: drawn.append(rows) or gaps_chart(rows))
    assert list(lists(box)) == ["จังหวัด", "อำเภอ", "หน่วยงาน", "ปี พ.ศ."]
    assert bytes(box.children[2].value).startswith(b"\x89PNG")
    assert drawn[0]["year_be"].unique().tolist() == [2566]
    assert drawn[0]["agency_id"].nunique() == 1


def test_a_choice_narrows_the_lists_after_it_and_draws_once(scores):
    drawn = []
    box = show_pickers(scores, lambda rows: drawn.append(rows) or gaps_chart(rows))
    district = lists(box)["อำเภอ"]
    before, picture = len(drawn), box.children[2].value
    district.value = district.options[1][1]
    offices = scores.loc[scores["district"] == district.value, "agency_id"].unique()
    assert {value for _, value in lists(box)["หน่วยงาน"].options} == set(offices)
    assert len(drawn) == before + 1
    assert drawn[-1]["district"].unique().tolist() == [district.value]
    assert box.children[2].value != picture


def test_the_rows_of_the_page_are_chosen_first_and_given_up_where_they_do_not_fit(scores):
    office = scores[scores["agency_id"] == scores["agency_id"].max()]
    page = office[office["year_be"] == 2565]
    box = show_pickers(scores, gaps_chart, start=page)
    chosen = {name: one.value for name, one in lists(box).items()}
    assert [*chosen.values()] == [*page[["province", "district", "agency_id", "year_be"]].iloc[0]]
    district = lists(box)["อำเภอ"]
    district.value = next(value for _, value in district.options if value != district.value)
    assert lists(box)["หน่วยงาน"].value in {value for _, value in lists(box)["หน่วยงาน"].options}
    assert lists(box)["หน่วยงาน"].value != page["agency_id"].iloc[0]
    averages = page.assign(agency_id="ค่าเฉลี่ย", province="", district="")  # an average is no choice: the first office is
    assert lists(show_pickers(scores, gaps_chart, start=averages))["จังหวัด"].value == "สมมติ"
    assert lists(show_pickers(scores, gaps_chart, start=page.iloc[:0]))["ปี พ.ศ."].value == 2566


def test_keys_pressed_in_a_list_are_kept_from_the_notebook(scores):
    # In JupyterLab an arrow would leave the list for the next cell, and the letter b would insert one.
    box = show_pickers(scores, gaps_chart)
    (script,) = [one for child in box.children for one in getattr(child, "outputs", ())]
    told = script["data"]["application/javascript"]
    assert "data-lm-suppress-shortcuts" in told
    assert {f".{name}" for name in box._dom_classes} == set(re.findall(r'closest\("(.+?)"\)', told))


def test_a_year_that_still_fits_stays_chosen(scores):
    box = show_pickers(scores, gaps_chart)
    lists(box)["ปี พ.ศ."].value = 2565
    office = lists(box)["หน่วยงาน"]
    office.value = office.options[-1][1]
    assert lists(box)["ปี พ.ศ."].value == 2565


def test_an_indicator_is_passed_on_and_districts_are_drawn(scores):
    codes = []
    box = show_pickers(
        scores,
        lambda rows, code: codes.append(code) or ita.plot_districts(rows, code=code),
        by=("province", "year", "indicator"),
    )
    labels = [label for label, _ in lists(box)["ตัวชี้วัด"].options]
    assert labels[0] == "คะแนนรวม ITA"
    assert labels[1].startswith("IIT แบบวัด")
    lists(box)["ตัวชี้วัด"].value = "9"
    assert codes == ["ITA", "9"]


def test_what_cannot_be_drawn_is_said_and_no_markup_runs(scores):
    def refuse(rows):
        raise ita.ItaError("ไม่มีคะแนน <b>")

    box = show_pickers(scores, refuse)
    assert box.children[1].value == "<p>ไม่มีคะแนน &lt;b&gt;</p>"
    assert box.children[2].value == b""


def test_averages_are_no_choice_and_wrong_use_is_told(scores):
    averages = scores.assign(agency_type="aggregate")
    with pytest.raises(ita.ItaError, match="ไม่มีหน่วยงานให้เลือก"):
        show_pickers(averages, gaps_chart)
    with pytest.raises(ita.ItaError, match=f"by รับ {', '.join(PICKS)}; พบ month"):
        show_pickers(scores, gaps_chart, by=("month",))
