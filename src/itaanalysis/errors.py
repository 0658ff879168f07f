"""The errors that a user of the package meets: one sentence each, with what was found, where, and what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


class ItaError(Exception):
    """Something asked of the package cannot be done; the message says why and what to do."""


class ExportError(ItaError):
    """A spreadsheet could not be read as it stands.

    Attributes
    ----------
    issues
        All problems of the file (frame `issues`, see `frames.ISSUES`), not just the first.
    """

    def __init__(self, message: str, issues: pd.DataFrame) -> None:
        super().__init__(message)
        self.issues = issues
