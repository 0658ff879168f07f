"""Frame in, frame out: gaps, weak areas, comparisons."""

from itaanalysis.analysis._following import compare_rules
from itaanalysis.analysis.all_offices import compare_offices
from itaanalysis.analysis.answers import count_answers
from itaanalysis.analysis.failed_twice import find_failed_twice
from itaanalysis.analysis.falling import find_low_and_falling
from itaanalysis.analysis.gaps import compute_gaps, find_weak_areas
from itaanalysis.analysis.group_changes import compare_changes
from itaanalysis.analysis.likeness import find_peers
from itaanalysis.analysis.peers import compare_groups, compare_office
from itaanalysis.analysis.ranks import compute_ranks
from itaanalysis.analysis.reratings import rerate
from itaanalysis.analysis.respondents import compare_respondents
from itaanalysis.analysis.routes import Route, find_route, find_routes, what_if
from itaanalysis.analysis.samples import compare_samples, count_respondents, tell_minimums
from itaanalysis.analysis.trends import compute_changes
from itaanalysis.analysis.uncertainty import (
    compute_intervals,
    compute_rank_intervals,
    compute_rating_chances,
    find_ties,
)
from itaanalysis.analysis.weights import compute_rank_ranges

__all__ = [
    "Route",
    "compare_changes",
    "compare_groups",
    "compare_office",
    "compare_offices",
    "compare_respondents",
    "compare_rules",
    "compare_samples",
    "compute_changes",
    "compute_gaps",
    "compute_intervals",
    "compute_rank_intervals",
    "compute_rank_ranges",
    "compute_ranks",
    "compute_rating_chances",
    "count_answers",
    "count_respondents",
    "find_failed_twice",
    "find_low_and_falling",
    "find_peers",
    "find_route",
    "find_routes",
    "find_ties",
    "find_weak_areas",
    "rerate",
    "tell_minimums",
    "what_if",
]
