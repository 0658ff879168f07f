"""The two years of a report: that of the result, and that of the plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from itaanalysis.review._agencies import office_prefix
from itaanalysis.review._document import Document, Passage
from itaanalysis.review._findings import FindingList
from itaanalysis.review._words import any_of, holds

_YEAR = r"ปี\s?(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*(25\d\d)"
_SPAN = r"(25\d\d)(?:\s*(?:-|–|—|ถึง)\s*(?:พ\.\s?ศ\.\s*)?(25\d\d))?"
_FRAMEWORK = re.compile(rf"กรอบ.{{0,200}}?ปี\s?(?:งบประมาณ)?\s*(?:พ\.\s?ศ\.)?\s*{_SPAN}")
_PLAN_SPAN = re.compile(r"(25\d\d)\s*(?:-|–|—|ถึง)\s*(?:พ\.\s?ศ\.\s*)?(25\d\d)")
_NEAR = 120


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The result and the measures of a year as titles write them: of few words, and maybe an office's name."""
    between = rf"(?:{any_of('title')}|[\s,:]|\([^()]{{0,80}}\)|(?<=ของ)\s?{office_prefix()}\s?[ก-๎]{{1,40}})*"
    result = rf"(?:ผลการประเมิน|ผลคะแนน|คะแนนเฉลี่ย|คะแนนรวม){between}{_YEAR}"
    return re.compile(result), re.compile(rf"มาตรการ{between}{_YEAR}")


@dataclass(frozen=True)
class Years:
    """Fiscal years (พ.ศ.) of the result and of the plan."""

    result: int
    plan: int


def find_years_of(document: Document, asked: int | None) -> Years | None:
    """The years as asked, or as most of the report says; None where it says neither."""
    if asked is not None:
        return Years(asked, asked + 1)
    result_title, plan_title = _titles()
    plans = Counter(int(found[1]) for found in plan_title.finditer(document.plain))
    results = Counter(int(found[1]) for found in result_title.finditer(document.plain))
    plan = plans.most_common(1)[0][0] if plans else None
    result = results.most_common(1)[0][0] if results else None
    if plan is None and result is None:
        return None
    return Years(result or (plan or 0) - 1, plan or (result or 0) + 1)


def check_years(document: Document, years: Years, findings: FindingList) -> None:
    """Result year and plan year mixed up; plans and frameworks cited past their end."""
    words = {"plan": years.plan, "result": years.result}
    if years.plan != years.result + 1:
        passage = next((p for p in document.passages if str(years.plan) in p.plain), document.passages[0])
        fault = f"แผนปี {years.plan} แต่ผลการประเมินปี {years.result}"
        findings.add("years_mixed", passage, fault=fault, plan=years.plan, result=years.plan - 1)
        return
    for passage in document.passages:
        for written, fault in _mixed(passage, years):
            findings.add("years_mixed", passage, written, fault=fault, **words)
        for written, end in _expired_frameworks(passage, years):
            findings.add("framework_expired", passage, written, written=end, result=years.result)
        for written, end_year in _expired_plans(passage, years):
            findings.add("plan_expired", passage, written, end=end_year, plan=years.plan)


def _mixed(passage: Passage, years: Years) -> Iterator[tuple[str, str]]:
    text = passage.plain
    result_title, plan_title = _titles()
    for found in result_title.finditer(text):
        told = holds("told_result", text[: found.end() + 80])
        coming = holds("to_come", text[max(0, found.start() - 40) : found.end()])
        if int(found[1]) == years.plan and told and not coming:
            yield found.group(), f"เขียนผลการประเมินเป็นปี {years.plan}"
    for found in plan_title.finditer(text):
        before = text[max(0, found.start() - 40) : found.start() + len("มาตรการ")]
        if int(found[1]) == years.result and not holds("earlier_measures", before):
            yield found.group(), f"เขียนมาตรการเป็นปี {years.result}"


def _expired_frameworks(passage: Passage, years: Years) -> Iterator[tuple[str, str]]:
    for found in _FRAMEWORK.finditer(passage.plain):
        if int(found[2] or found[1]) < years.result:
            yield found.group()[-60:], f"{found[1]}–{found[2]}" if found[2] else found[1]


def _expired_plans(passage: Passage, years: Years) -> Iterator[tuple[str, int]]:
    """Spans of years after a word for a plan; a framework of the assessment is told apart."""
    text = passage.plain
    for found in _PLAN_SPAN.finditer(text):
        before = text[max(0, found.start() - _NEAR) : found.start()]
        about = text[max(0, found.start() - _NEAR) : found.end() + 40]
        framework = "กรอบ" in before and "ประเมิน" in before
        if (
            int(found[2]) < years.plan
            and re.search(any_of("plan"), before)
            and not framework
            and not holds("ended", about)
        ):
            yield found.group(), int(found[2])
