"""The two years of a plan: the year of the result, and the year in which it can be mended."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from itaanalysis.rulebook import carry_items, known_years, rulebook

PASS_FAIL = "pass/fail"
UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Node:
    """A node of a year's tree, as far as a plan needs it."""

    code: str
    level: str
    parent: str
    name: str
    worth: float
    answers: str
    unverified: bool
    place: int


@dataclass(frozen=True)
class Carried:
    """The node of the plan year that asks for the same; `code` is empty where none is known."""

    code: str
    unverified: bool


@dataclass(frozen=True, eq=False)
class TwoYears:
    """The trees of result and plan year (`plan_tree` None where it is not known), and the way from one to the other."""

    result: int
    plan: int
    tree: dict[str, Node]
    plan_tree: dict[str, Node] | None
    carried: dict[str, Carried]
    calendar: dict[str, str]


@cache
def two_years(result: int) -> TwoYears:
    """The years of a plan that answers the result of `result` (พ.ศ.)."""
    plan = result + 1
    known = plan in known_years()
    table = carry_items(result, plan)[["code", "to_code", "evidence"]]
    return TwoYears(
        result=result,
        plan=plan,
        tree=tree_of(result),
        plan_tree=tree_of(plan) if known else None,
        carried={code: Carried(to, evidence == UNVERIFIED) for code, to, evidence in table.itertuples(index=False)},
        calendar=rulebook(plan).calendar if known else {},
    )


@cache
def tree_of(year_be: int) -> dict[str, Node]:
    """The nodes of a year by code, in tree order."""
    columns = ["code", "level", "parent", "name_th", "worth", "answers", "worth_evidence"]
    rows = rulebook(year_be).tree[columns].itertuples(index=False)
    return {
        code: Node(code, level, parent, name, worth, answers, evidence == UNVERIFIED, place)
        for place, (code, level, parent, name, worth, answers, evidence) in enumerate(rows)
    }


@cache
def above(year_be: int, code: str) -> tuple[str, ...]:
    """The node and its ancestors, from the node up."""
    tree = tree_of(year_be)
    chain = []
    while code in tree:
        chain.append(code)
        code = tree[code].parent
    return tuple(chain)


def indicator_of(year_be: int, code: str) -> str:
    """The indicator that the node is or stands under; empty for an instrument and the total."""
    tree = tree_of(year_be)
    return next((node for node in above(year_be, code) if tree[node].level == "indicator"), "")


@cache
def items_below(year_be: int, code: str) -> tuple[Node, ...]:
    """The items under a node (or the item itself), in tree order."""
    return tuple(
        node for node in tree_of(year_be).values() if node.level == "item" and code in above(year_be, node.code)
    )
