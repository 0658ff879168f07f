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
    except OSError as error:  # a folder that takes no file, a full disk, a file that is open elsewhere
        named = f" {error.filename}" if error.filename else ""
        advice = "ปิดไฟล์ที่เปิดค้างไว้ ตรวจสิทธิ์ของโฟลเดอร์และที่ว่างในดิสก์ แล้วสั่งใหม่"
        print(f"อ่านหรือเขียนไฟล์{named} ไม่ได้ ({error.strerror or error}): {advice}", file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
