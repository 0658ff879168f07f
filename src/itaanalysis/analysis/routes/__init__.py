"""The shortest way to the next rating, and what a change would bring."""

from itaanalysis.analysis.routes._answer import Route
from itaanalysis.analysis.routes._find import find_route, find_routes
from itaanalysis.analysis.routes._what_if import what_if

__all__ = ["Route", "find_route", "find_routes", "what_if"]
