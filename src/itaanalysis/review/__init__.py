"""Review of a measures report: what stands in it, where, and how to mend it.

The door is `check_report`; `can_give` and `check_coaching` are of use to others too. What is looked for is data: kinds
of findings, their priority and their sentences in `findings.csv`, words and names in the other files.
"""

from itaanalysis.review._answers import can_give
from itaanalysis.review._coaching import Coaching, check_coaching
from itaanalysis.review._findings import FINDINGS
from itaanalysis.review._report import check_report

__all__ = ["FINDINGS", "Coaching", "can_give", "check_coaching", "check_report"]
