"""Which measures of the catalogue answer which weak areas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from itaanalysis.measures._catalogue import FAILED_TWICE, GENERAL, Measure, catalogue
from itaanalysis.measures._years import PASS_FAIL, indicator_of, items_below, tree_of
from itaanalysis.rulebook import carry_items, known_years

#: Points of the total; below it a loss is binary dust.
DUST = 1e-6


@dataclass(frozen=True)
class Area:
    """A weak area: a row of `find_weak_areas`; `items`: the failed items below it, with the cells that tell so."""

    code: str
    level: str
    score: float
    target: float
    points: float
    priority: str
    items: dict[str, str]
    source: str
    note: str


@dataclass(frozen=True)
class Need:
    """What one measure is to mend: a failed item, or a weak area as a whole; `points` of the total were lost on it."""

    code: str
    points: float
    area: Area
    failed_item: bool

    @property
    def source(self) -> str:
        """The cell that the score came from."""
        return self.area.items[self.code] if self.failed_item else self.area.source


Drawn = dict[Measure, list[Need]]


def match_measures(areas: list[Area], year: int, per_area: int) -> Drawn:
    """Measures for the weak areas of one office and year, each once, with what it is to mend.

    Failed items come first, each with the measure that fits it best. Where they do not explain what the area lost (or
    no item is known), up to `per_area` measures for the area as a whole follow: at least one for every area.
    """
    drawn: Drawn = {}
    for area in areas:
        known = _known_needs(area, year)
        here = {_draw(drawn, item_measure(year, need.code) or _fallback(year, need.code), need) for need in known}
        rest = area.points - sum(need.points for need in known)
        if rest > DUST:
            more = [measure for measure in area_measures(year, area.code) if measure not in here]
            for measure in more[:per_area]:
                _draw(drawn, measure, Need(area.code, rest, area, failed_item=False))
    return drawn


def add_repeated(drawn: Drawn, year: int, failed_before: set[str]) -> None:
    """Draw the measures that are meant for an item failed two years running; `failed_before` in codes of this year."""
    again = {need.code: need for needs in drawn.values() for need in needs if need.code in failed_before}
    for measure in (measure for measure in catalogue() if measure.only_if == FAILED_TWICE):
        for code, need in again.items():
            if any(codes & measure.items.get(other, frozenset()) for other, codes in _same_item(year, code)):
                _draw(drawn, measure, need)


def carry_codes(codes: set[str], year: int, later: int) -> set[str]:
    """Codes of one year as codes of a later one; those without a match are left out."""
    to = _carried(year, later)
    return {to[code] for code in codes if to.get(code)}


@cache
def item_measure(year: int, code: str) -> Measure | None:
    """The most specific measure that names the item: in its year, else by title in the nearest year that names it.

    Of several: one of the item's own indicator, then the one that names fewest items that year, then the better basis,
    then the first of the catalogue.
    """
    own = indicator_of(year, code)
    for other, codes in _same_item(year, code):
        naming = [
            measure for measure in catalogue() if not measure.only_if and codes & measure.items.get(other, frozenset())
        ]
        if naming:
            return min(naming, key=lambda m: (m.indicator != own, len(m.items[other]), m.basis, m.place))
    return None


@cache
def area_measures(year: int, code: str) -> tuple[Measure, ...]:
    """The measures for a node as a whole, best first.

    Where all items below are pass/fail, the widest coverage comes first (in points, under the catalogue's year nearest
    to the plan year), then the better basis; elsewhere the basis comes first. The total takes the general measures
    that serve all of it.
    """
    nearest = _nearest_year(year + 1)
    below = items_below(nearest, code)
    own = indicator_of(year, code)
    wanted = {own} if own else {indicator_of(nearest, item.code) for item in below}
    reach = {measure: _reach(measure, nearest, code) for measure in catalogue() if not measure.only_if}
    if tree_of(year)[code].parent == "":
        widest = max(reach.values())
        found = [m for m, points in reach.items() if m.indicator == GENERAL and points > widest - DUST]
    else:
        found = [m for m in reach if m.indicator in wanted]
    disclosed = bool(below) and all(item.answers == PASS_FAIL for item in below)

    def rank(measure: Measure) -> tuple[float, ...]:
        wide = -round(reach[measure], 9)
        return (wide, measure.basis, measure.place) if disclosed else (measure.basis, wide, measure.place)

    return tuple(sorted(found, key=rank))


def _known_needs(area: Area, year: int) -> list[Need]:
    tree = tree_of(year)
    if area.level == "item" and not area.items:
        return [Need(area.code, area.points, area, failed_item=False)]
    return [Need(code, 100 * tree[code].worth, area, failed_item=True) for code in area.items]


def _draw(drawn: Drawn, measure: Measure, need: Need) -> Measure:
    needs = drawn.setdefault(measure, [])
    if need.code not in {other.code for other in needs}:
        needs.append(need)
    return measure


def _fallback(year: int, code: str) -> Measure:
    """For an item that no year of the catalogue names: the measure of most of its siblings, else of its indicator."""
    own = indicator_of(year, code)
    siblings = items_below(year, tree_of(year)[code].parent)
    near = (item_measure(year, item.code) for item in siblings)
    votes = Counter(measure for measure in near if measure is not None and measure.indicator == own)
    if votes:
        return min(votes, key=lambda measure: (-votes[measure], measure.place))
    return area_measures(year, own)[0]


def _same_item(year: int, code: str) -> Iterator[tuple[int, frozenset[str]]]:
    """The item in its own year, then its codes in other years, the nearest first, the earlier of two before."""
    yield year, frozenset({code})
    others = sorted((other for other in known_years() if other != year), key=lambda other: (abs(other - year), other))
    for other in others:
        if other < year:
            yield other, frozenset(earlier for earlier, to in _carried(other, year).items() if to == code)
        else:
            yield other, frozenset({_carried(year, other).get(code, "")} - {""})


@cache
def _carried(year: int, later: int) -> dict[str, str]:
    table = carry_items(year, later)
    return dict(zip(table["code"], table["to_code"], strict=True))


@cache
def _nearest_year(year: int) -> int:
    years = {named for measure in catalogue() for named in measure.items}
    return min(years, key=lambda named: (abs(named - year), -named))


def _reach(measure: Measure, year: int, code: str) -> float:
    """Points of the total on the items under a node that a measure names."""
    named = measure.items.get(year, frozenset()) | {
        item.code for instrument in measure.instruments for item in items_below(year, instrument)
    }
    return sum(100 * item.worth for item in items_below(year, code) if item.code in named)
