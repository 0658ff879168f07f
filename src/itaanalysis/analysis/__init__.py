"""Frame in, frame out: gaps, weak areas, comparisons."""

from itaanalysis.analysis._following import compare_rules
from itaanalysis.analysis._route_answer import Route
from itaanalysis.analysis._route_what_if import what_if
from itaanalysis.analysis.failed_twice import find_failed_twice
from itaanalysis.analysis.falling import find_low_and_falling
from itaanalysis.analysis.gaps import compute_gaps, find_weak_areas
from itaanalysis.analysis.group_changes import compare_changes
from itaanalysis.analysis.likeness import find_peers
from itaanalysis.analysis.peers import compare_groups, compare_office
from itaanalysis.analysis.ranks import compute_ranks
from itaanalysis.analysis.reratings import rerate
from itaanalysis.analysis.routes import find_route, find_routes
from itaanalysis.analysis.trends import compute_changes
from itaanalysis.analysis.weights import compute_rank_ranges

__all__ = [
    "Route",
    "compare_changes",
    "compare_groups",
    "compare_office",
    "compare_rules",
    "compute_changes",
    "compute_gaps",
    "compute_rank_ranges",
    "compute_ranks",
    "find_failed_twice",
    "find_low_and_falling",
    "find_peers",
    "find_route",
    "find_routes",
    "find_weak_areas",
    "rerate",
    "what_if",
]
