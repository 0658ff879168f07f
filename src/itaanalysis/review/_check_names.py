"""Names: the office, the indicators, the instruments, misspelt short forms."""

from __future__ import annotations

from collections import defaultdict

from itaanalysis.datafiles import read_data
from itaanalysis.review._agencies import Named, Office, is_other
from itaanalysis.review._document import Document
from itaanalysis.review._findings import FindingList
from itaanalysis.review._indicators import Mention, instrument_names, names_of_year, right_names
from itaanalysis.thai import match_key


def check_offices(document: Document, own: Office | None, named: list[Named], findings: FindingList) -> None:
    """Another office's name where the report speaks of its own."""
    if own is None:
        findings.add("agency_not_found", document.passages[0])
        return
    for other in named:
        if is_other(other, own, document):
            findings.add("other_agency", other.passage, other.written, other=other.office.name, own=own.name)


def check_indicator_names(mentions: list[Mention], year_be: int, findings: FindingList) -> None:
    """Names that are not those of the year, and two right names of one indicator."""
    spelt: dict[str, dict[str, Mention]] = defaultdict(dict)
    for mention in mentions:
        right = names_of_year(year_be)[mention.code]
        if mention.right:
            key = match_key(mention.written)
            alternative = next(
                (name for name in right_names(year_be, mention.code) if key.startswith(match_key(name))), right
            )
            spelt[mention.code].setdefault(alternative, mention)
        else:
            words = {"code": mention.code, "name": mention.written, "right": right, "year": year_be}
            findings.add("indicator_name", mention.passage, mention.written, **words)
    for code, names in spelt.items():
        if len(names) > 1:
            last = list(names.values())[-1]
            findings.add("indicator_two_names", last.passage, last.written, code=code, names=" / ".join(names))


def check_instrument_names(document: Document, year_be: int, findings: FindingList) -> None:
    """Names of instruments that are not those of the year."""
    for code, written, passage in instrument_names(document):
        right = names_of_year(year_be).get(code)
        if right is not None and document.key(written) != document.key(right):
            findings.add("instrument_name", passage, written, code=code, name=written, right=right, year=year_be)


def check_spelling(document: Document, findings: FindingList) -> None:
    """Misspelt short forms and titles of offices (`spellings.csv`)."""
    for wrong, right in read_data("review", "spellings.csv")[["wrong", "right"]].itertuples(index=False):
        for passage in document.passages:
            if wrong in passage.plain:
                findings.add("spelling", passage, wrong, wrong=wrong, right=right)
