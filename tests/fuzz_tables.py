"""Tables laid out and dressed at random from a known truth, as offices lay out and type theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from random import Random

from openpyxl.utils import get_column_letter
from workbook_files import Rows

Key = tuple[int, str, str, str, str]
NONE = float("nan")

_NODES = {
    "1": ("การปฏิบัติหน้าที่", "Bribery Fraud"),
    "2": ("การใช้งบประมาณ", "Budget Misallocation"),
    "3": ("การใช้อำนาจ", "Power Distortion"),
    "4": ("การใช้ทรัพย์สินของราชการ", "Asset Misappropriation"),
    "5": ("การแก้ไขปัญหาการทุจริต", "Anti-Corruption Improvement"),
    "6": ("คุณภาพการดำเนินงาน", "Service Quality"),
    "7": ("ประสิทธิภาพการสื่อสาร", "Communication Efficiency"),
    "8": ("การปรับปรุงระบบการทำงาน", "Procedure Improvement"),
    "9": ("การเปิดเผยข้อมูล", "Open Data"),
    "10": ("การป้องกันการทุจริต", "Anti-Corruption Practice"),
}
_INSTRUMENTS = {**dict.fromkeys("12345", "IIT"), **dict.fromkeys("678", "EIT"), "9": "OIT", "10": "OIT"}
_TYPES = {
    "องค์การบริหารส่วนตำบล": ("อบต.", "อบต. ", "องค์กรบริหารส่วนตำบล", "องค์การบริหารส่วนตำบล"),
    "เทศบาลตำบล": ("ทต.", "เทศบาลตำบล"),
    "เทศบาลเมือง": ("ทม.", "เทศบาลเมือง"),
}
_NAMES = ("ตัวอย่างเหนือ", "ตัวอย่างใต้", "สมมติธรรม", "จำลองสุข", "ทดลองทิพย์")
_DISTRICTS, _PROVINCES = ("สมมติเหนือ", "สมมติใต้"), ("สมมติ", "จำลอง")
_BLANK = ("-", "–", "N/A", "ไม่มีคะแนน")


@dataclass
class Page:
    """One sheet being laid out."""

    name: str
    rows: Rows = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    scores: dict[Key, tuple[float, str]] = field(default_factory=dict)

    def put(self, key: Key, score: float, column: int) -> None:
        """A score in the row that is laid out next."""
        self.scores[key] = (score, f"{self.name}!{get_column_letter(column + 1)}{len(self.rows) + 1}")


@dataclass(frozen=True)
class Truth:
    year: int
    agencies: list[tuple[str, str, str]]
    codes: list[str]
    scores: dict[tuple[str, str, str, str], float]


def make_truth(random: Random) -> Truth:
    offices = [
        (f"{kind}{name}", district, p)
        for kind in _TYPES
        for name in _NAMES
        for district in _DISTRICTS
        for p in _PROVINCES
    ]
    agencies = random.sample(offices, k=random.randint(1, 5))
    codes = random.sample(list(_NODES), k=random.randint(2, 10))
    codes += ["ITA"] if random.random() < 0.5 else []
    scores = {
        (*agency, code): random.choice([NONE, 0.0, 100.0, *[round(random.uniform(0, 100), 2)] * 17])
        for agency in agencies
        for code in codes
    }
    for agency in agencies:  # an office without any score is another story
        scores[(*agency, codes[0])] = round(random.uniform(10.01, 99.99), 2)
    return Truth(random.randint(2563, 2566), agencies, codes, scores)


def _dress(score: float, random: Random, *, blank: bool = True) -> object:
    """A score as somebody types it."""
    if score != score:
        return random.choice([*_BLANK, None] if blank else _BLANK)
    text = f"{score:.2f}"
    thai = text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    return random.choice(
        [
            *[score] * 6,
            text,
            thai,
            f"{text}%",
            f"{thai} คะแนน",
            text.replace(".", ","),
            f"\u200b{text}\u00a0",
            f"ร้อยละ {thai}",
        ]
    )


def _blemish(text: str, random: Random) -> str:
    """A name with the slips of typing that change nothing for a reader."""
    slips: list[Callable[[str], str]] = [
        lambda t: t.replace("ำ", "\u0e4d\u0e32"),
        lambda t: t.replace("แ", "เเ"),
        lambda t: f"{t}\t",
        lambda t: f"\u00a0{t}",
        lambda t: f"\u200b{t}",
    ]
    return random.choice(slips)(text) if random.random() < 0.2 else text


def _node(code: str, random: Random, *, number: bool = True) -> str:
    """An indicator or the total as one of the spellings that offices use."""
    if code == "ITA":
        return random.choice(["คะแนน ITA", "คะแนนรวม", "คะแนนเฉลี่ย"])
    name, gloss = _NODES[code]
    thai = code.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    named = [
        name,
        f"{code}. {name}",
        f"{thai}) {name} ({gloss})",
        f"ตัวชี้วัดที่ {code} {name}",
        f"{thai}. ตัวชี้วัดที่ {thai} {name}",
    ]
    return _blemish(random.choice([*named, f"ตัวชี้วัดที่ {thai}", f"ตัวชี้วัดที่ {code}"] if number else named), random)


def _agency(name: str, random: Random) -> str:
    full = next(kind for kind in _TYPES if name.startswith(kind))
    return _blemish(random.choice(_TYPES[full]) + name.removeprefix(full), random)


def _titles(year: int, random: Random) -> Rows:
    thai = str(year).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    told = random.choice(
        [f"ประจำปีงบประมาณ พ.ศ. {thai}", f"ปีงบประมาณ พ.ศ. {year}", f"ปี {year}", f"FY{year - 543}", f"ปี {year % 100}"]
    )
    rows: Rows = [["ผลการประเมินคุณธรรมและความโปร่งใสในการดำเนินงานของหน่วยงานภาครัฐ (ITA)"]] if random.random() < 0.5 else []
    rows.append([told])
    rows += [["ข้อมูล ณ วันที่ 1 ตุลาคม 2567"]] if random.random() < 0.2 else []
    return rows


def _gap(random: Random) -> Rows:
    return [[]] if random.random() < 0.3 else []


def _footer(random: Random) -> Rows:
    remarks = [["หมายเหตุ: คะแนนเต็ม 100"], ["ที่มา: ระบบ ITAS"], ["หมายเหตุ : - หมายถึง ไม่ได้ประเมิน"]]
    return [*_gap(random), random.choice(remarks)] if random.random() < 0.3 else []


def _wide(truth: Truth, random: Random) -> list[Page]:
    """A row an agency; one to three header rows, or the same table in two parts."""
    page = Page("ผล", _titles(truth.year, random) + _gap(random))
    codes = sorted(truth.codes, key=lambda code: (code == "ITA", int(code) if code != "ITA" else 0))
    merged = random.random() < 0.4
    if not merged:
        random.shuffle(codes)
    numbered = random.random() < 0.5
    before = [*(["ลำดับ"] if numbered else []), "หน่วยงาน", "อำเภอ", "จังหวัด"]
    parts = [truth.agencies]
    if len(truth.agencies) > 1 and random.random() < 0.3:
        parts = [truth.agencies[:1], truth.agencies[1:]]
    for part in parts:
        _wide_header(page, before, codes, merged, random)
        for at, agency in enumerate(part, start=1):
            row: list[object] = [*([at] if numbered else []), _agency(agency[0], random), f"อ.{agency[1]}", agency[2]]
            for code in codes:
                score = truth.scores[(*agency, code)]
                page.put((truth.year, *agency, code), score, len(row))
                row.append(_dress(score, random))
            page.rows.append(row)
        page.rows.append([])
    page.rows.pop()
    page.rows += _footer(random)
    return [page]


def _wide_header(page: Page, before: list[str], codes: list[str], merged: bool, random: Random) -> None:
    names: list[object] = [_node(code, random) for code in codes]
    if not merged:
        page.rows.append([*before, *names])
        return
    top, first = len(page.rows) + 1, len(before) + 1
    depth = random.choice([2, 3])
    upper: list[object] = list(before)
    for instrument, group in groupby(codes, key=lambda code: _INSTRUMENTS.get(code, "")):
        width = len(list(group))
        left = get_column_letter(first + len(upper) - len(before))
        right = get_column_letter(first + len(upper) - len(before) + width - 1)
        upper += [instrument or names[-1], *[None] * (width - 1)]
        if instrument and width > 1:
            page.merges.append(f"{left}{top}:{right}{top}")
        if not instrument:
            page.merges.append(f"{left}{top}:{left}{top + depth - 1}")
    page.merges += [f"{get_column_letter(at)}{top}:{get_column_letter(at)}{top + depth - 1}" for at in range(1, first)]
    blank = [None] * len(before)
    page.rows.append(upper)
    if depth == 3:
        page.rows.append([*blank, *(int(code) if code != "ITA" else None for code in codes)])
    lowest = [None if code == "ITA" else _node(code, random, number=False) for code in codes]
    page.rows.append([*blank, *lowest])


def _long(truth: Truth, random: Random) -> list[Page]:
    """A sheet an agency, a row an indicator, sections between them."""
    pages = []
    for at, agency in enumerate(truth.agencies, start=1):
        page = Page(f"แผ่น {at}", _titles(truth.year, random))
        page.rows += [
            [f"{_agency(agency[0], random)} อ.{agency[1]} จ.{agency[2]}"],
            *_gap(random),
            ["ลำดับ", "ตัวชี้วัด", "คะแนน"],
        ]
        section = ""
        sections = random.random() < 0.5
        for code in sorted(truth.codes, key=lambda code: (code == "ITA", int(code) if code != "ITA" else 0)):
            instrument = _INSTRUMENTS.get(code, "")
            if sections and instrument not in ("", section):
                section = instrument
                page.merges.append(f"A{len(page.rows) + 1}:C{len(page.rows) + 1}")
                page.rows.append([f"แบบวัด ({instrument})"])
            score = truth.scores[(*agency, code)]
            page.put((truth.year, *agency, code), score, 2)
            number: object = None if code == "ITA" else random.choice([int(code), f"{code}."])
            page.rows.append([number, _node(code, random), _dress(score, random, blank=code != "ITA")])
        page.rows += _footer(random)
        pages.append(page)
    return pages


def _transposed(truth: Truth, random: Random) -> list[Page]:
    """A column an agency, a row an indicator in any order; no places, so names must differ."""
    agencies = list({agency[0]: agency for agency in truth.agencies}.values())
    page = Page("ผล", _titles(truth.year, random) + _gap(random))
    page.rows.append(["ตัวชี้วัด", *(_agency(agency[0], random) for agency in agencies)])
    for code in random.sample(truth.codes, k=len(truth.codes)):
        row: list[object] = [_node(code, random)]
        for agency in agencies:
            score = truth.scores[(*agency, code)]
            page.put((truth.year, agency[0], "", "", code), score, len(row))
            row.append(_dress(score, random, blank=False))
        page.rows.append(row)
    return [page]


def _tidy(truth: Truth, random: Random) -> list[Page]:
    """A row an agency and indicator, columns in any order, rows in any order."""
    page = Page("ผล", _titles(truth.year, random))
    columns = random.sample(["หน่วยงาน", "อำเภอ", "จังหวัด", "ตัวชี้วัด", "คะแนน"], k=5)
    page.rows.append(list(columns))
    for *agency, code in random.sample(sorted(truth.scores), k=len(truth.scores)):
        score = truth.scores[(*agency, code)]
        page.put((truth.year, *agency, code), score, columns.index("คะแนน"))
        cells = {
            **{"หน่วยงาน": _agency(agency[0], random), "อำเภอ": agency[1], "จังหวัด": f"จ.{agency[2]}"},
            **{"ตัวชี้วัด": _node(code, random), "คะแนน": _dress(score, random, blank=False)},
        }
        page.rows.append([cells[column] for column in columns])
    return [page]


def _years(truth: Truth, random: Random) -> list[Page]:
    """One agency, two years beside each other, and their difference, which is no score."""
    agency = truth.agencies[0]
    page = Page("ผล", [[f"{agency[0]} อ.{agency[1]} จ.{agency[2]}"], *_gap(random)])
    years = random.sample([2562, 2563, 2564, 2565, 2566], k=2)
    head = random.choice(["คะแนน ITA (ปี {})", "คะแนน ปี {}"])
    page.rows.append(["ประเด็นการประเมิน", *(head.format(year) for year in years), "เปลี่ยนแปลง (ร้อยละ)"])
    for code in truth.codes:
        scores = [round(random.uniform(0, 100), 2) for _ in years]
        for column, (year, score) in enumerate(zip(years, scores, strict=True), start=1):
            page.put((year, *agency, code), score, column)
        dressed = [_dress(score, random) for score in scores]
        page.rows.append([_node(code, random), *dressed, f"{scores[1] - scores[0]:.2f}"])
    return [page]


#: The ways in which a table may tell node, agency and year.
LAYOUTS = (_wide, _wide, _long, _transposed, _tidy, _years)
