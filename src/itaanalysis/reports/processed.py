"""`data/processed`: written whole or not at all, read by the notebooks."""

from __future__ import annotations

from os import PathLike
from pathlib import Path
from typing import Protocol

import pandas as pd

from itaanalysis.errors import ItaError
from itaanalysis.files import write_whole
from itaanalysis.frames import SCORES, plain_text

FOLDER = Path("data") / "processed"
PARQUET = ("scores", "ratings", "samples", "issues")
INTERVALS = "intervals"
SCORES_CSV = "scores.csv"
# A cell that begins so is run by a spreadsheet program when it opens a CSV file; full-width forms too.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


class Found(Protocol):
    """What was read or computed from files: an `Export`, or the `Scored` of files of answers."""

    @property
    def scores(self) -> pd.DataFrame: ...
    @property
    def ratings(self) -> pd.DataFrame: ...
    @property
    def samples(self) -> pd.DataFrame: ...
    @property
    def issues(self) -> pd.DataFrame: ...


def write_processed(found: Found, folder: str | PathLike[str] = FOLDER, **more: pd.DataFrame) -> list[Path]:
    """Write scores, ratings, samples, issues and `more` frames as Parquet, and the scores as a CSV for Excel."""
    root = Path(folder)
    frames: dict[str, pd.DataFrame] = {name: getattr(found, name) for name in PARQUET} | more
    made = [_write_parquet(root / f"{name}.parquet", frame) for name, frame in frames.items()]
    scores = plain_text(found.scores)
    safe = scores.assign(**{column: safe_text(scores[column]) for column in SCORES if column != "score"})
    made.append(write_whole(root / SCORES_CSV, lambda path: safe.to_csv(path, index=False, encoding="utf-8-sig")))
    return made


def _write_parquet(path: Path, frame: pd.DataFrame) -> Path:
    return write_whole(path, lambda made: frame.to_parquet(made, index=False))


def safe_text(column: pd.Series) -> pd.Series:
    if not pd.api.types.is_string_dtype(column):
        return column
    return column.where(~column.str.startswith(_FORMULA_STARTS), "'" + column)


def read_scores(folder: str | PathLike[str] | None = None) -> pd.DataFrame:
    """The scores that `ita clean` wrote; of another folder, perhaps one of `ita score`.

    No folder: `data/processed` of the current folder or of the nearest one above it.

    Raises
    ------
    ItaError
        Nothing was written yet: run `ita clean`.
    """
    return _read("scores", folder)


def read_ratings(folder: str | PathLike[str] | None = None) -> pd.DataFrame:
    """The printed levels that `ita clean` found: year_be, agency_id, printed, source."""
    return _read("ratings", folder)


def read_samples(folder: str | PathLike[str] | None = None) -> pd.DataFrame:
    """The numbers of respondents that `ita clean` found (see the codebook)."""
    return _read("samples", folder)


def read_intervals(folder: str | PathLike[str]) -> pd.DataFrame:
    """How sure the scores are, as `ita score` told with `compute_intervals`; no rows where they are from elsewhere."""
    path = Path(folder) / f"{INTERVALS}.parquet"
    return plain_text(pd.read_parquet(path)) if path.exists() else pd.DataFrame({"year_be": [], "agency_id": []})


def read_issues(folder: str | PathLike[str] | None = None) -> pd.DataFrame:
    """The issues that `ita clean` found (see the codebook)."""
    return _read("issues", folder)


def _read(name: str, folder: str | PathLike[str] | None) -> pd.DataFrame:
    here = Path.cwd()
    roots = [Path(folder)] if folder else [here / FOLDER, *(parent / FOLDER for parent in here.parents)]
    for root in roots:
        path = root / f"{name}.parquet"
        if path.exists():
            return plain_text(pd.read_parquet(path))
    raise ItaError(f"ยังไม่มี {name}.parquet ใน {folder or FOLDER}: สั่ง ita clean หรือ ita score ก่อน")
