"""Review of a measures report: what stands in it, where, and how to mend it.

The door is `check_report`, and `check_document` for a report that is in no file yet (a `Document` of passages and
tables); `check_coaching` is of use to others too. What is looked for is data: kinds of findings, their priority and
their sentences in `findings.csv`, words and names in the other files.
"""

from itaanalysis.review._coaching import Coaching, check_coaching
from itaanalysis.review._document import Document, Passage
from itaanalysis.review._findings import FINDINGS
from itaanalysis.review._report import check_document, check_report

__all__ = [
    "FINDINGS",
    "Coaching",
    "Document",
    "Passage",
    "check_coaching",
    "check_document",
    "check_report",
]
