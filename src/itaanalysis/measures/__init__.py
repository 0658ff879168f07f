"""Weak areas in, measures table out; the catalogue of measures is data."""

from itaanalysis.measures._draft import draft_measures
from itaanalysis.measures._due import find_due
from itaanalysis.measures._merge import merge_measures
from itaanalysis.measures._read import EditedMeasures, read_measures
from itaanalysis.measures._topics import group_by_topic

__all__ = ["EditedMeasures", "draft_measures", "find_due", "group_by_topic", "merge_measures", "read_measures"]
