"""The command line `ita` (`python -m itaanalysis`)."""

from __future__ import annotations

import sys

from itaanalysis.commands import app


def main() -> None:
    """Run the command; what a user can mend ends in a sentence, not in a trace."""
    from itaanalysis.errors import ItaError

    try:
        app()
    except ItaError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
