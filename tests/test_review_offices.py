"""Whose report it is: the office named most, the cover counting more; all others are another office's name."""

from pathlib import Path

import pytest
from review_reports import OFFICE, report_text, review

from itaanalysis.review import Document, Passage
from itaanalysis.review._agencies import own_office

OWN, OTHER = "องค์การบริหารส่วนตำบลท่านางแนว", "เทศบาลตำบลแวงน้อย"
PLAIN = ["งาน"] * 10  # pushes what follows off the cover

OWNERS = [
    # the passages of a report, whose it is
    ([OWN, "แผนมาตรการ", f"{OTHER}ได้นำผลมาจัดทำแผน"], OWN),
    ([f"ตามหนังสือของ{OTHER}", OWN, f"{OWN}ได้รับผลการประเมิน"], OWN),  # a letter before the cover
    ([f"ตามหนังสือของ{OTHER} และแบบของ{OTHER}", OWN, *[f"{OWN}ได้รับผล"] * 3], OWN),  # that names it twice
    ([OTHER, *PLAIN, *[OWN] * 9], OWN),  # a letter alone on the first page
    ([OWN, *PLAIN, *[OTHER] * 3], OWN),  # retyped from another office's file
    ([*PLAIN, OTHER, OWN, OWN], OWN),  # no name on the cover
    ([OWN, OTHER], OWN),  # of equals, the first
]


@pytest.mark.parametrize(("texts", "owner"), OWNERS)
def test_whose_report_it_is(texts: list[str], owner: str) -> None:
    document = Document()
    for at, text in enumerate(texts):
        document.add(Passage(f"บรรทัด {at}", text))
    found = own_office(document, None, None)
    assert found is not None
    assert found.name == owner


def test_one_line_before_the_cover_is_one_fault(tmp_path: Path) -> None:
    # Taken for the owner, it would make a fault of every line that names the office itself.
    found = review(f"ตามแบบของ{OTHER}\n{report_text()}", tmp_path)
    assert list(found["kind"] + " " + found["text"]) == [f"other_agency ตามแบบของ{OTHER}"]
    assert OFFICE in found["fix"].iloc[0]
