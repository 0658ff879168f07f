"""The pack for the monthly meeting: one description, and the documents that are made from it."""

from itaanalysis.reports.pack._describe import make_pack
from itaanalysis.reports.pack._parts import Pack
from itaanalysis.reports.pack._pdf import write_pdf
from itaanalysis.reports.pack._show import show_pack, tell_findings
from itaanalysis.reports.pack._word import write_word
from itaanalysis.reports.pack._word_template import write_template
from itaanalysis.reports.pack._write import write_pack

__all__ = ["Pack", "make_pack", "show_pack", "tell_findings", "write_pack", "write_pdf", "write_template", "write_word"]
