"""The pack as slides for the monthly meeting."""

from itaanalysis.reports.pack._slides._findings import tell_findings
from itaanalysis.reports.pack._slides._meeting import write_slides

__all__ = ["tell_findings", "write_slides"]
