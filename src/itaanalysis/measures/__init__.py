"""Weak areas in, measures table out; the catalogue of measures is data."""

from itaanalysis.measures._draft import draft_measures

__all__ = ["draft_measures"]
