"""itaanalysis: ITA score exports into pandas frames; gaps, weak areas, charts, measures.

The names below are all that an analyst needs; each is imported on first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from itaanalysis.analysis import (
        compare_changes,
        compare_groups,
        compare_office,
        compare_respondents,
        compare_rules,
        compare_samples,
        compute_changes,
        compute_gaps,
        compute_intervals,
        compute_rank_intervals,
        compute_rank_ranges,
        compute_ranks,
        compute_rating_chances,
        count_answers,
        count_respondents,
        find_failed_twice,
        find_low_and_falling,
        find_peers,
        find_route,
        find_routes,
        find_ties,
        find_weak_areas,
        rerate,
        what_if,
    )
    from itaanalysis.charts import (
        plot_answers,
        plot_changes,
        plot_districts,
        plot_gaps,
        plot_heatmap,
        plot_intervals,
        plot_lost_points,
        plot_radar,
        plot_ranks,
        plot_rating_shares,
        plot_recoverable,
        plot_rerated,
        plot_route,
        plot_spine,
        plot_trend,
    )
    from itaanalysis.errors import ExportError, ItaError
    from itaanalysis.exports import Export, read_export, read_folder, read_published_measures, read_sources
    from itaanalysis.exports.answers import Answers, read_answers
    from itaanalysis.measures import draft_measures, find_due, group_by_topic, merge_measures, read_measures
    from itaanalysis.reports.answer_scores import score_files
    from itaanalysis.reports.follow_up_sheet import write_follow_up
    from itaanalysis.reports.measures_sheet import write_measures
    from itaanalysis.reports.office import find_office, find_province, find_series
    from itaanalysis.reports.pack import make_pack, show_pack, tell_findings, write_pack, write_template
    from itaanalysis.reports.pickers import show_pickers
    from itaanalysis.reports.processed import read_issues, read_ratings, read_samples, read_scores
    from itaanalysis.reports.tables import show_table
    from itaanalysis.review import check_report
    from itaanalysis.rulebook import answer_values, break_years, minimum_sample, round_score, rulebook
    from itaanalysis.scoring import can_give, rate, reconcile, roll_up, score_answers
    from itaanalysis.simulate import simulate_answers, simulate_province

_ROOMS = {
    "analysis": (
        "compare_changes",
        "compare_groups",
        "compare_office",
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
        "what_if",
    ),
    "charts": (
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
    ),
    "errors": ("ExportError", "ItaError"),
    "exports": ("Export", "read_export", "read_folder", "read_published_measures", "read_sources"),
    "exports.answers": ("Answers", "read_answers"),
    "measures": ("draft_measures", "find_due", "group_by_topic", "merge_measures", "read_measures"),
    "reports.answer_scores": ("score_files",),
    "reports.follow_up_sheet": ("write_follow_up",),
    "reports.measures_sheet": ("write_measures",),
    "reports.office": ("find_office", "find_province", "find_series"),
    "reports.pack": ("make_pack", "show_pack", "tell_findings", "write_pack", "write_template"),
    "reports.pickers": ("show_pickers",),
    "reports.processed": ("read_issues", "read_ratings", "read_samples", "read_scores"),
    "reports.tables": ("show_table",),
    "review": ("check_report",),
    "rulebook": ("answer_values", "break_years", "minimum_sample", "round_score", "rulebook"),
    "scoring": ("can_give", "rate", "reconcile", "roll_up", "score_answers"),
    "simulate": ("simulate_answers", "simulate_province"),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = sorted(_ROOM_OF)
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name not in _ROOM_OF:
        raise AttributeError(f"module 'itaanalysis' has no attribute {name!r}")
    return getattr(import_module(f"itaanalysis.{_ROOM_OF[name]}"), name)


def __dir__() -> list[str]:
    return __all__
