"""Files of respondents in → answers, groups, masked suggestions and issues out. One door: `read_answers`.

Inside: header (`_form`, `_questions`, `_resolve`) → rows (`_sheet`, `_year`, `_people`, `_masks`) and their cells
(`_block`, `_readings`, `_cells`) → frames (`_collect`), and those of several files (`_files`). The words that are
understood are data files beside them.
"""

from itaanalysis.exports._columns import HIDDEN_ROW
from itaanalysis.exports.answers._answers import read_answers
from itaanalysis.exports.answers._collect import Answers

__all__ = ["HIDDEN_ROW", "Answers", "read_answers"]
