"""The command line as a user types it, warnings as errors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One whole process of `ita …` in a folder."""
    command = [sys.executable, "-W", "error", "-m", "itaanalysis", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
