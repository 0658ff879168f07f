"""Frame in, frame out: gaps and weak areas."""

from itaanalysis.analysis.gaps import compute_gaps, find_weak_areas

__all__ = ["compute_gaps", "find_weak_areas"]
