"""Files of respondents built in the test: who answered what, and how the file writes it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sheets import make_workbook

from itaanalysis.exports.answers import Answers
from itaanalysis.rulebook import questions

AGENCY = "องค์การบริหารส่วนตำบลตัวอย่าง"
WORDS = {
    "four": ("น้อยที่สุดหรือไม่มีเลย", "น้อย", "มาก", "มากที่สุด"),
    "two": ("ไม่มี", "มี"),
    "six": ("ไม่เห็นด้วยอย่างยิ่ง", "ไม่เห็นด้วย", "ค่อนข้างไม่เห็นด้วย", "ค่อนข้างเห็นด้วย", "เห็นด้วย", "เห็นด้วยอย่างยิ่ง"),
}
FALLING = ("negative4", "no/yes")


class Asked:
    """A question of a year: its column, code and part, its scale, and whether it is negative."""

    def __init__(self, column: str, code: str, part: int, parts: int, kind: str, scale: str) -> None:
        self.column, self.code, self.part, self.parts, self.kind, self.scale = column, code, part, parts, kind, scale
        self.falling = kind in FALLING or (kind == "positive4 then negative4" and part == 2)
        self.last = len(WORDS[scale]) - 1

    def worded(self, place: int) -> int:
        """The place of an answer as the form words it, of a place from the worst."""
        return self.last - place if self.falling else place


def asked(year: int = 2565, instrument: str = "EIT") -> list[Asked]:
    table = questions(year)
    table = table[table["instrument"] == instrument]
    return [Asked(*row) for row in table[["column", "code", "part", "parts", "kind", "scale"]].itertuples(index=False)]


#: A way to write a place (from the worst) of a question into a cell.
Way = Callable[[Asked, int], object]


def words(question: Asked, place: int) -> object:
    return WORDS[question.scale][question.worded(place)]


def from_0(question: Asked, place: int) -> object:
    return question.worded(place)


def from_1(question: Asked, place: int) -> object:
    return question.worded(place) + 1


def points(question: Asked, place: int) -> object:
    """As the public copy of the form of 2564 stores them: turned round already."""
    return {"four": (0, 33, 67, 100), "two": (0, 100), "six": (0, 20, 40, 60, 80, 100)}[question.scale][place]


def points_as_worded(question: Asked, place: int) -> object:
    exact = {"four": (0, 33.33, 66.67, 100), "two": (0, 100), "six": (0, 20, 40, 60, 80, 100)}[question.scale]
    return exact[question.worded(place)]


def every_place(count: int, of: list[Asked]) -> list[list[int]]:
    """Respondents whose answers take every place of every question in turn."""
    return [[(person + at) % (question.last + 1) for at, question in enumerate(of)] for person in range(count)]


def write(
    path: Path,
    places: list[list[int | None]],
    way: Way = words,
    *,
    of: list[Asked] | None = None,
    head: Callable[[Asked], object] = lambda question: question.column,
    title: str | None = f"แบบวัด {AGENCY} ปีงบประมาณ พ.ศ. 2565",
    sheet: str = "Form1",
    before: dict[str, list[object]] | None = None,
    after: dict[str, list[object]] | None = None,
) -> Path:
    """A sheet of respondents: other columns before and after those of the questions."""
    of = of or asked()
    before, after = before or {}, after or {}
    rows: list[list[object]] = [[title]] if title else []
    rows.append([*before, *(head(question) for question in of), *after])
    for at, person in enumerate(places):
        told = [None if place is None else way(question, place) for question, place in zip(of, person, strict=True)]
        rows.append([*(cells[at] for cells in before.values()), *told, *(cells[at] for cells in after.values())])
    return make_workbook(path, {sheet: rows})


def places_of(answers: Answers, of: list[Asked] | None = None) -> list[list[int | None]]:
    """The places that were read, a list a respondent; None = not answered."""
    frame = answers.answers[[question.column for question in of or asked()]]
    return [
        [None if place is None else int(place) for place in row]
        for row in frame.astype(object).where(frame.notna(), None).to_numpy()
    ]


def kinds(answers: Answers) -> list[str]:
    return answers.issues["kind"].tolist()
