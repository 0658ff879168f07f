"""Numbers of people: below the minimum and called complete, or such that they cannot give the printed scores."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from itaanalysis.review._document import Document, Passage, Table
from itaanalysis.review._findings import FindingList
from itaanalysis.review._indicators import Printed
from itaanalysis.review._words import holds, words
from itaanalysis.rulebook import minimum_sample, rulebook, sample_group
from itaanalysis.scoring import can_give

_INSTRUMENT = re.compile(r"(?P<IIT>IIT|ผู้มีส่วนได้(?:ส่วน)?เสีย\s?ภายใน)|(?P<EIT>EIT|ผู้มีส่วนได้(?:ส่วน)?เสีย\s?ภายนอก)")
_PEOPLE = re.compile(r"(?<![\d,.–-])(?P<number>\d{1,3}(?:,\d{3})+|\d+)\s*(?:คน|ราย|ตัวอย่าง|ชุด)")
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_BEFORE = 25


@dataclass(frozen=True)
class Sample:
    """Numbers of people of an instrument, as the report states them at one place (None = not stated there)."""

    instrument: str
    population: int | None
    answers: int | None
    unclear: int | None
    complete: bool
    passage: Passage


def find_samples(document: Document) -> list[Sample]:
    """What the report states of population and answers, in running text and in tables."""
    found, instrument = [], ""
    for passage in document.passages:
        if passage.in_table:
            continue
        named = [match.lastgroup or "" for match in _INSTRUMENT.finditer(passage.plain)]
        instrument = named[-1] if named else instrument
        sample = _of_text(passage, instrument) if instrument else None
        if sample is not None:
            found.append(sample)
    return found + [sample for table in document.tables for sample in _of_table(table)]


def _of_text(passage: Passage, instrument: str) -> Sample | None:
    """Numbers after words for population or answers; one number with neither, in a text on answers, is unclear."""
    text = passage.plain
    told: dict[str, int] = {}
    start = 0
    for found in _PEOPLE.finditer(text):
        before, start = text[max(start, found.start() - _BEFORE) : found.start()], found.end()
        if holds("a_rule", before):
            continue
        number = int(found["number"].replace(",", ""))
        told.setdefault(_meaning(before), number)
    if "unclear" in told and ("answers" in told or "ตอบ" not in text):
        told.setdefault("population", told.pop("unclear"))
    if not told or "ตอบ" not in text:
        return None
    complete = _is_complete(text)
    return Sample(instrument, told.get("population"), told.get("answers"), told.get("unclear"), complete, passage)


def _meaning(before: str) -> str:
    """What a number counts, by the last word before it that tells: ผู้มีสิทธิ์ตอบ 900 คน are people, ผู้ตอบ 42 คน answers."""
    kinds = {word: kind for kind in ("answers", "population") for word in words(kind)}
    found = re.findall("|".join(map(re.escape, sorted(kinds, key=len, reverse=True))), before)
    return kinds[found[-1]] if found else "unclear"


def _of_table(table: Table) -> Iterator[Sample]:
    header = [cell.plain for cell in table.rows[0]]
    answers = [at for at, text in enumerate(header) if holds("answers", text) and not holds("a_rule", text)]
    people = [at for at, text in enumerate(header) if holds("population", text) and at not in answers]
    if not answers:
        return
    for row in table.rows[1:]:
        named = _INSTRUMENT.search(row[0].plain)
        if named is None:
            continue
        numbers = {at: int(c.plain.replace(",", "")) for at, c in enumerate(row) if _WHOLE.fullmatch(c.plain)}
        complete = _is_complete(" ".join(cell.plain for cell in row))
        population = next((numbers[at] for at in people if at in numbers), None)
        given = next((numbers[at] for at in answers if at in numbers), None)
        yield Sample(named.lastgroup or "", population, given, None, complete, row[0])


def _is_complete(text: str) -> bool:
    return holds("complete", text) and not holds("incomplete", text)


def check_samples(
    samples: list[Sample], printed: dict[str, Printed], agency_type: str, year_be: int, findings: FindingList
) -> None:
    """Shortfalls called complete, unclear numbers, and numbers that cannot give the printed scores."""
    for sample in samples:
        words = {"code": sample.instrument, "number": sample.unclear}
        if sample.unclear is not None:
            findings.add("population_answers_mixed", sample.passage, **words)
        answers = sample.unclear if sample.answers is None else sample.answers
        if answers is None:
            continue
        minimum = least_answers(rulebook(year_be).samples, sample.instrument, agency_type, sample.population)
        if sample.complete and minimum is not None and answers < minimum:
            words = {"code": sample.instrument, "answers": answers, "minimum": minimum}
            findings.add("sample_below_minimum", sample.passage, **words)
        impossible = _impossible(answers, sample.instrument, printed, year_be)
        if impossible:
            words = {"code": sample.instrument, "answers": answers, "scores": ", ".join(impossible)}
            findings.add("answers_cannot_give", sample.passage, **words)


def _impossible(answers: int, instrument: str, printed: dict[str, Printed], year_be: int) -> list[str]:
    tree = rulebook(year_be).tree
    codes = tree.loc[tree["parent"] == instrument, "code"]
    told = {str(code): printed[code].score for code in codes if code in printed}
    if answers < 1:
        return []
    return [
        f"ตัวชี้วัดที่ {code} {score:.2f}"
        for code, score in told.items()
        if can_give(score, answers, year_be=year_be, code=code) is False
    ]


def least_answers(samples: pd.DataFrame, instrument: str, agency_type: str, population: int | None) -> int | None:
    """The fewest answers that any size of office asks for: the table of the rulebook, where the size is not told.

    None where the number hangs on a population that is not known, or where the type of office has no rule.
    """
    group = samples[samples["agency_group"] == sample_group(agency_type)]
    internal = population if instrument == "IIT" else None
    minimums = [
        minimum_sample(agency_type, internal=internal, external_size=size).set_index(["instrument", "rule"])["minimum"]
        for size in group.loc[group["instrument"] == "EIT", "size"]
    ]
    told = [int(each[instrument, "table"]) for each in minimums if pd.notna(each[instrument, "table"])]
    return min(told, default=None)
