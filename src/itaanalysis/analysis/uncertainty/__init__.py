"""How sure the scores are that answers give: intervals, chances of ratings, offices that cannot be told apart."""

from itaanalysis.analysis.uncertainty._settings import FEW, is_rough
from itaanalysis.analysis.uncertainty.chances import compute_rating_chances
from itaanalysis.analysis.uncertainty.intervals import compute_intervals
from itaanalysis.analysis.uncertainty.ranks import compute_rank_intervals
from itaanalysis.analysis.uncertainty.ties import find_ties

__all__ = ["FEW", "compute_intervals", "compute_rank_intervals", "compute_rating_chances", "find_ties", "is_rough"]
