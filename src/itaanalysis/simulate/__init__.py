"""Made-up offices for demos, tests and load: invented names, scores shaped like the published sizes.

The calibration is data (the CSV files beside this one, each row with its evidence). Every row is marked as simulated;
no real agency ever gets a made-up score.
"""

from itaanalysis.simulate._answer_workbook import write_answers_workbook
from itaanalysis.simulate._answers import simulate_answers
from itaanalysis.simulate._province import simulate_province
from itaanalysis.simulate._workbook import write_simulated

__all__ = ["simulate_answers", "simulate_province", "write_answers_workbook", "write_simulated"]
