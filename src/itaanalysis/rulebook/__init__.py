"""What the assessment says in a given year: tree, weights, ratings, samples, calendar.

Everything here is data (the CSV files beside this one) and one lookup, `rulebook`.
A new year is a new file in `trees/` and new rows in the others, and no edit of code.
"""

import sys
from types import ModuleType

from itaanalysis.rulebook._answer_values import answer_values
from itaanalysis.rulebook._book import Rulebook, break_years, known_years, report_items, rulebook
from itaanalysis.rulebook._items import carry_items
from itaanalysis.rulebook._questions import questions
from itaanalysis.rulebook._ratings import round_score
from itaanalysis.rulebook._samples import minimum_sample, sample_group
from itaanalysis.rulebook._tables import evidence_labels, level_labels, priorities

__all__ = [
    "Rulebook",
    "answer_values",
    "break_years",
    "carry_items",
    "evidence_labels",
    "known_years",
    "level_labels",
    "minimum_sample",
    "priorities",
    "questions",
    "report_items",
    "round_score",
    "rulebook",
    "sample_group",
]


class _CallableRoom(ModuleType):
    """Once this room is imported, Python binds the room itself to `itaanalysis.rulebook`, in place of the function of
    the same name at the front door; so that `ita.rulebook(2565)` means one thing, the room can be called too."""

    def __call__(self, year_be: int) -> Rulebook:
        return rulebook(year_be)


sys.modules[__name__].__class__ = _CallableRoom
