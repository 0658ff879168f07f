"""A spreadsheet in, frames and issues out. One door: `read_export` (and `read_folder` for many files).

Inside: a file opened (`opening`) → header and tables (`_header`, `_layout`, `_context`) → rows (`_assemble`,
`_agency_rows`, `_node_rows`, `_told`) and their cells (`_columns`) → frames (`_frames`).
The words that are understood are data files of this room.
"""

from itaanalysis.exports._export import Export, read_export
from itaanalysis.exports._folder import SOURCES_FILE, raw_files, read_folder, read_sources
from itaanalysis.exports._issues import sentences
from itaanalysis.exports._published import read_published_measures

__all__ = [
    "SOURCES_FILE",
    "Export",
    "raw_files",
    "read_export",
    "read_folder",
    "read_published_measures",
    "read_sources",
    "sentences",
]
