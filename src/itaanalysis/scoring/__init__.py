"""Scores up the tree: from answers, rolled up, reconciled with what was published, rated.

Source of the rules: the weights, levels and answer values of each year's rulebook, with their evidence.
"""

from itaanalysis.scoring._agency_ids import read_agency_ids
from itaanalysis.scoring._answer_points import Points, answer_points
from itaanalysis.scoring._answer_sources import answer_sources
from itaanalysis.scoring._can_give import can_give
from itaanalysis.scoring._cells import YearCells, find_cells
from itaanalysis.scoring._count_answers import Counts, count_places
from itaanalysis.scoring._matrix import roll_up_matrix, tell_items
from itaanalysis.scoring._rate import TOLERANCE, rate, reconcile
from itaanalysis.scoring._roll_up import INFERRED, roll_up, roll_up_every_node, text_as_came
from itaanalysis.scoring._score_answers import score_answers, score_parts, score_questions

__all__ = [
    "INFERRED",
    "TOLERANCE",
    "Counts",
    "Points",
    "YearCells",
    "answer_points",
    "answer_sources",
    "can_give",
    "count_places",
    "find_cells",
    "rate",
    "read_agency_ids",
    "reconcile",
    "roll_up",
    "roll_up_every_node",
    "roll_up_matrix",
    "score_answers",
    "score_parts",
    "score_questions",
    "tell_items",
    "text_as_came",
]
