"""A pack in the browser: the same sections, escaped, with ร่าง and the mark of simulated data at each."""

from __future__ import annotations

import re

import pytest
from chart_frames import province, real_office

import itaanalysis as ita
from itaanalysis.measures import draft_measures
from itaanalysis.reports.pack import make_pack, tell_findings
from itaanalysis.reports.pack._slides._meeting import make_deck

SPITEFUL = "<script>alert(1)</script> & อบรม"


@pytest.fixture(scope="module")
def pack():
    return make_pack(real_office())


def test_a_page_holds_every_cell_of_the_tables_of_its_section(pack):
    page = ita.show_pack(pack, "results").data
    cells = re.findall(r"<td[^>]*>(.*?)</td>", page)
    tables = pack.section("results").tables
    assert cells == [cell for table in tables for row in table.texts() for cell in row]
    assert page.count("<caption>") == len(tables)


def test_sections_stand_in_the_order_of_the_report_and_say_that_it_is_a_draft(pack):
    headings = re.findall(r"<h2>(.*?)</h2>", ita.show_pack(pack, "measures", "results").data)
    assert headings == [f"{pack.section(key).heading} · ร่าง" for key in ("results", "measures")]
    approved = make_pack(real_office(), approved=True)
    assert "ร่าง" not in ita.show_pack(approved, "results").data


def test_simulated_data_is_told_at_each_heading():
    scores = province(1)
    assert "ร่าง · ข้อมูลจำลอง</h2>" in ita.show_pack(make_pack(scores), "results").data


def test_pictures_have_words_for_those_who_do_not_see_them(pack):
    page = ita.show_pack(pack, "charts").data
    figures = pack.section("charts").figures
    assert re.findall(r'<img src="data:image/png;base64,[^"]+" alt="(.*?)">', page) == [
        figure.alt for figure in figures
    ]


def test_text_of_a_measure_is_text_and_no_markup():
    plan = draft_measures(ita.find_weak_areas(ita.compute_gaps(real_office()))).assign(steps=SPITEFUL)
    page = ita.show_pack(make_pack(real_office(), measures=plan), "measures").data
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; อบรม" in page


def test_a_section_that_is_not_there_is_told_with_those_that_are(pack):
    with pytest.raises(ita.ItaError, match=r"ไม่มีส่วน summary; มี preface, .*sources"):
        ita.show_pack(pack, "summary")


def test_the_findings_are_the_titles_of_the_slides(pack):
    shown = [slide.shapes.title.text_frame.text for slide in make_deck(pack).file.slides]
    told = tell_findings(pack)
    assert len(told) == 7
    assert [title for title in shown if any(title.startswith(one) for one in told)] == shown
