"""One description of the pack, from which every document is made."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import pandas as pd

from itaanalysis.datafiles import read_data
from itaanalysis.frames import SIMULATED, is_marked, plain_text
from itaanalysis.reports.office import find_office
from itaanalysis.reports.pack._content import analyse_instrument, make_tables
from itaanalysis.reports.pack._facts import tell_blanks, tell_conditions, tell_facts
from itaanalysis.reports.pack._figures import make_figures
from itaanalysis.reports.pack._frames import make_frames
from itaanalysis.reports.pack._parts import Block, Frames, Heading, Pack, Paragraph, Section
from itaanalysis.rulebook import rulebook


def make_pack(
    scores: pd.DataFrame,
    *,
    agency: str = "",
    year_be: int = 0,
    measures: pd.DataFrame | None = None,
    samples: pd.DataFrame | None = None,
    ratings: pd.DataFrame | None = None,
    intervals: pd.DataFrame | None = None,
    peers: pd.DataFrame | None = None,
    approved: bool = False,
) -> Pack:
    """Describe the measures report of one office: everything that its documents say, in their order.

    Parameters
    ----------
    scores
        A scores frame: the office's rows; also its other years and its neighbours, where they are at hand. With
        `attrs["announced"]` False, as `ita score` writes them, they are told as scores of the office's own making.
    agency, year_be
        As in `find_office`: name, short form or agency_id, and the year of the result (พ.ศ.); empty and 0: the one
        office there is, and its last year.
    measures
        The office's measures table; None: drafted from its weak areas.
    samples, ratings
        What was published of answers and levels (`Export.samples`, `Export.ratings`). What is not there stays a blank.
    intervals
        What `compute_intervals` gave for scores that a file of answers gives; None: the report tells of none.
    peers
        What `compare_office` gave; None: computed from `scores`, an empty frame: no comparison.
    approved
        False: every page bears ร่าง.

    Raises
    ------
    ItaError
        No such office or year, a year without indicators, a measures table without rows of the office, or a measure
        that coaches respondents, picks them or tells who answered.
    """
    attrs, scores = scores.attrs, plain_text(scores)
    scores.attrs = {}  # pandas copies what stands there at every step
    office = find_office(scores, agency, year_be)
    read = set(office["source"].str.partition("#")[0])
    sources = {file: known for file, known in attrs.get("sources", {}).items() if file in read}
    office.attrs = {"sources": sources, "announced": attrs.get("announced", True)}
    frames = make_frames(
        scores, office, measures=measures, samples=samples, ratings=ratings, intervals=intervals, peers=peers
    )
    simulated = is_marked(office, SIMULATED)
    facts = tell_facts(frames)
    parts = _Parts(frames, facts, approved=approved, simulated=simulated)
    cover, *sections = parts.read_outline()
    rated = frames.rated.iloc[0]
    return Pack(
        agency_id=str(office["agency_id"].iloc[0]),
        agency=facts["agency"],
        place=facts["place"],
        year_be=int(facts["year"]),
        plan_year_be=int(facts["plan"]),
        approved=approved,
        simulated=simulated,
        announced=frames.announced,
        total=float(rated["total"]),
        rating=facts["rating"],
        facts=facts,
        cover=tuple(block for block in cover.blocks if isinstance(block, Paragraph)),
        sections=tuple(sections),
        frames=frames,
        blanks=parts.blanks,
    )


@cache
def _outline() -> list[dict[Any, Any]]:
    return read_data("reports/pack", "outline.csv").to_dict(orient="records")


class _Parts:
    """What the lines of the outline may name, and the sections that come of them."""

    def __init__(self, frames: Frames, facts: dict[str, str], *, approved: bool, simulated: bool) -> None:
        self.frames, self.facts = frames, facts
        self.holds = tell_conditions(frames, facts, approved=approved, simulated=simulated)
        self.tables = make_tables(frames, approved=approved)
        self.figures = make_figures(frames, scored_from=facts["scored_from"])
        self.blanks = tell_blanks(frames)

    def read_outline(self) -> list[Section]:
        """The sections of `outline.csv` in their order; a line whose condition does not hold is left out."""
        lines = [line for line in _outline() if self.holds[line["when"]]]
        return [self._section(key, list(rows)) for key, rows in groupby(lines, key=itemgetter("section"))]

    def _section(self, key: str, lines: list[dict[Any, Any]]) -> Section:
        head = next((line for line in lines if line["kind"].endswith("heading") and line["kind"] != "subheading"), None)
        kind = head["kind"] if head else ""
        return Section(
            key=key,
            heading=head["text"].format_map(self.facts) if head else "",
            numbered=kind in ("heading", "page heading", "wide heading"),
            landscape=kind == "wide heading",
            blocks=tuple(block for line in lines if line is not head for block in self._blocks(line)),
            new_page=kind in ("plain heading", "page heading"),
        )

    def _blocks(self, line: dict[Any, Any]) -> list[Block]:
        kind, text = line["kind"], line["text"]
        if kind in ("table", "figure"):
            found = (self.tables if kind == "table" else self.figures).get(text)
            return [found] if found is not None else []
        if kind == "subheading":
            return [Heading(text.format_map(self.facts))]
        if kind == "instruments":
            codes = rulebook(int(self.facts["year"])).instruments
            return [block for code in codes for block in analyse_instrument(self.frames, code)]
        if kind == "blanks":
            return [Paragraph(blank, "bullet") for blank in self.blanks]
        if kind == "contents":
            return []
        return [Paragraph(text.format_map(self.facts), kind)]
