"""Frame in, matplotlib Axes out: the charts that are shown on a projector to a mayor.

Every function takes a frame first and all else by keyword; it makes its own figure where `ax` is None, and never shows,
saves or sets a global style. matplotlib is loaded when the first chart is drawn.
"""

from itaanalysis.charts.answers import plot_answers
from itaanalysis.charts.bump import plot_ranks
from itaanalysis.charts.changes import plot_changes
from itaanalysis.charts.districts import plot_districts
from itaanalysis.charts.gaps import plot_gaps
from itaanalysis.charts.heatmap import plot_heatmap
from itaanalysis.charts.intervals import plot_intervals
from itaanalysis.charts.lost import plot_lost_points
from itaanalysis.charts.points import plot_recoverable
from itaanalysis.charts.radar import plot_radar
from itaanalysis.charts.rerated import plot_rerated
from itaanalysis.charts.route import plot_route
from itaanalysis.charts.shares import plot_rating_shares
from itaanalysis.charts.spine import plot_spine
from itaanalysis.charts.trend import plot_trend

__all__ = [
    "plot_answers",
    "plot_changes",
    "plot_districts",
    "plot_gaps",
    "plot_heatmap",
    "plot_intervals",
    "plot_lost_points",
    "plot_radar",
    "plot_ranks",
    "plot_rating_shares",
    "plot_recoverable",
    "plot_rerated",
    "plot_route",
    "plot_spine",
    "plot_trend",
]
