"""A file in → sheets of cells with addresses out. One door: `open_sheets`.

`_guard` refuses what is not to be read, `_hidden` finds what calamine hides in each format, `_csv` reads text tables.
"""

from itaanalysis.exports.opening._cells import (
    Role,
    Sheet,
    address,
    cell_range,
    column_letters,
    is_filled,
    open_sheets,
)
from itaanalysis.exports.opening._csv import read_csv_rows

__all__ = ["Role", "Sheet", "address", "cell_range", "column_letters", "is_filled", "open_sheets", "read_csv_rows"]
