"""The two steps of a newcomer: clean the raw files, make the report. Each is redone only where something changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from itaanalysis.reports.freshness import Manifest, fingerprint, package_files

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Places:
    """Where things are read and written."""

    raw: Path = Path("data/raw")
    processed: Path = Path("data/processed")
    notebooks: Path = Path("notebooks")
    out: Path = Path("reports")


@dataclass
class Made:
    """What a step made, and what stood already."""

    new: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    @property
    def every(self) -> list[Path]:
        """All files of the step."""
        return sorted([*self.new, *self.kept])


def clean(places: Places, *, strict: bool = True, tell: Tell = print) -> Made:
    """Read `raw` and write `processed`, where anything changed since the last time.

    Raises
    ------
    ExportError
        Under `strict`, errors in a file: all of them, and nothing is written.
    """
    manifest = Manifest(places.processed)
    inputs = fingerprint([*_raw(places.raw), *package_files()], strict)
    if manifest.is_fresh("clean", inputs):
        return Made(kept=manifest.files("clean"))
    from itaanalysis.exports import read_folder
    from itaanalysis.reports.processed import write_processed

    export = read_folder(places.raw, strict=strict, on_file=lambda path: tell(f"อ่าน {path.name}"))
    made = write_processed(export, places.processed)
    manifest.record("clean", inputs, made)
    return Made(new=made)


def report(places: Places, *, agency: str = "", year_be: int = 0, tell: Tell = print) -> Made:
    """Pages, charts and the measures table of one office, each where anything changed since the last time.

    Raises
    ------
    ItaError
        The office cannot be told (see `find_office`), there is no notebook, or a notebook fails.
    """
    manifest = Manifest(places.out)
    made = Made()
    data = [places.processed / name for name in ("scores.parquet", "ratings.parquet", "issues.parquet")]
    common = fingerprint([*data, *package_files()], agency, year_be)
    notebooks = sorted(places.notebooks.glob("[0-9][0-9]-*.ipynb"))
    if not notebooks:
        from itaanalysis.errors import ItaError

        raise ItaError(f"ไม่พบสมุดงานใน {places.notebooks}: สั่งจากโฟลเดอร์ของโครงการ หรือระบุ --notebooks")
    _step(manifest, "measures", fingerprint([], common), made, tell, lambda: [_measures(places, agency, year_be)])
    for notebook in notebooks:
        inputs = fingerprint([notebook, *_raw(places.raw)], common)
        _step(manifest, notebook.stem, inputs, made, tell, lambda nb=notebook: _page(nb, places, agency, year_be))  # type: ignore[misc]
    return made


def _step(manifest: Manifest, name: str, inputs: str, made: Made, tell: Tell, make: Callable[[], list[Path]]) -> None:
    if manifest.is_fresh(name, inputs):
        made.kept += manifest.files(name)
        return
    tell(f"ทำ {name}")
    new = make()
    manifest.record(name, inputs, new)
    made.new += new


def _page(notebook: Path, places: Places, agency: str, year_be: int) -> list[Path]:
    from itaanalysis.reports.pages import write_page

    return write_page(notebook, places.out, {"agency": agency, "year_be": year_be})


def _measures(places: Places, agency: str, year_be: int) -> Path:
    from itaanalysis.analysis import compute_gaps, find_weak_areas
    from itaanalysis.measures import draft_measures
    from itaanalysis.reports.measures_sheet import write_measures
    from itaanalysis.reports.office import find_office
    from itaanalysis.reports.processed import read_scores

    office = find_office(read_scores(places.processed), agency, year_be)
    plan = draft_measures(find_weak_areas(compute_gaps(office)))
    plan_year = int(office["year_be"].iloc[0]) + 1
    return Path(write_measures(plan, places.out / f"measures-{plan_year}.xlsx", agency=office["agency"].iloc[0]))


def _raw(folder: Path) -> list[Path]:
    """All files of the raw folder: workbooks, SOURCES.csv and mapping files."""
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
