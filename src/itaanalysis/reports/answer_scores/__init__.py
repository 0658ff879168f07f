"""What `ita score` does: files of answers to scores, lines to read, and files that documents are made from."""

from itaanalysis.reports.answer_scores._files import write_scores
from itaanalysis.reports.answer_scores._score import Scored, score_files
from itaanalysis.reports.answer_scores._tell import tell_scores

__all__ = ["Scored", "score_files", "tell_scores", "write_scores"]
