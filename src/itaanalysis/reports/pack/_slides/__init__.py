"""The pack as slides for the monthly meeting."""

from itaanalysis.reports.pack._slides._meeting import write_slides

__all__ = ["write_slides"]
