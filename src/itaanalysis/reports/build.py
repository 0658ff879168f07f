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
    """What a step made, what stood already, and what it has to tell."""

    new: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    @property
    def every(self) -> list[Path]:
        """All files of the step."""
        return sorted([*self.new, *self.kept])


def clean(places: Places, *, strict: bool = True, tell: Tell = print) -> Made:
    """Read `raw` and write `processed`, where anything changed since the last time; `told` holds the issues.

    Raises
    ------
    ExportError
        Under `strict`, errors in a file: all of them, and nothing is written.
    """
    manifest = Manifest(places.processed)
    inputs = fingerprint([*_raw(places.raw), *package_files()], strict)
    if manifest.is_fresh("clean", inputs):
        return Made(kept=manifest.files("clean"), told=manifest.told("clean"))
    from itaanalysis.exports import read_folder, sentences
    from itaanalysis.reports.processed import write_processed

    export = read_folder(places.raw, strict=strict, on_file=lambda path: tell(f"อ่าน {path.name}"))
    made = write_processed(export, places.processed)
    told = sentences(export.issues)
    manifest.record("clean", inputs, made, told)
    return Made(new=made, told=told)


def report(places: Places, *, agency: str = "", year_be: int = 0, tell: Tell = print) -> Made:
    """Pages, charts and the measures table of one office, each where anything changed since the last time.

    Pages of another office or year than before take the place of the old ones. A page that has nothing to show for
    these data is not made, and `told` says why. What a person wrote in the measures table stands: a new draft is merged
    with it (`merge_measures`).

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
    _step(manifest, "measures", common, made, tell, lambda: _measures(places, agency, year_be), to_edit=True)
    if made.new:  # the data or the office are new: what was made from the old ones must not stand beside it
        for notebook in notebooks:
            manifest.forget(notebook.stem)
    for notebook in notebooks:
        inputs = fingerprint([notebook, *_raw(places.raw), *_answers(places.raw)], common)
        _step(manifest, notebook.stem, inputs, made, tell, lambda nb=notebook: _page(nb, places, agency, year_be))  # type: ignore[misc]
    return made


def _step(
    manifest: Manifest,
    name: str,
    inputs: str,
    made: Made,
    tell: Tell,
    make: Callable[[], tuple[list[Path], list[str]]],
    *,
    to_edit: bool = False,
) -> None:
    """Make what is not made yet from these inputs; `to_edit`: a person may have changed it since, and it stands."""
    if (manifest.is_made_from if to_edit else manifest.is_fresh)(name, inputs):
        made.kept += manifest.files(name)
        made.told += manifest.told(name)
        return
    tell(f"ทำ {name}")
    new, told = make()
    manifest.record(name, inputs, new, told)
    made.new += new
    made.told += told


def _page(notebook: Path, places: Places, agency: str, year_be: int) -> tuple[list[Path], list[str]]:
    from itaanalysis.reports.pages import NotMadeError, write_page

    where = {"raw": str(places.raw.resolve()), "processed": str(places.processed.resolve())}
    try:
        return write_page(notebook, places.out, {"agency": agency, "year_be": year_be, **where}), []
    except NotMadeError as reason:
        return [], [f"ไม่ได้ทำ {reason}"]


def _measures(places: Places, agency: str, year_be: int) -> tuple[list[Path], list[str]]:
    from itaanalysis.analysis import compute_gaps, find_weak_areas
    from itaanalysis.measures import draft_measures, merge_measures, read_measures
    from itaanalysis.reports._measures_guard import is_measures_workbook
    from itaanalysis.reports.measures_sheet import write_measures
    from itaanalysis.reports.office import find_office
    from itaanalysis.reports.processed import read_scores

    office = find_office(read_scores(places.processed), agency, year_be)
    plan = draft_measures(find_weak_areas(compute_gaps(office)))
    plan_year = int(office["year_be"].iloc[0]) + 1
    path = places.out / f"measures-{plan_year}.xlsx"
    told = []
    if is_measures_workbook(path):
        edited, changes, _ = read_measures(path)
        is_own = set(edited["agency_id"]) == {office["agency_id"].iloc[0]}
        if is_own and (len(changes) or (edited["edited"] != "").any()):
            plan = merge_measures(plan, edited)
            told = [f"{path.name}: ร่างใหม่รวมกับข้อความที่คนแก้ไว้แล้ว"]
    return [write_measures(plan, path, agency=office["agency_id"].iloc[0])], told


def _answers(raw: Path) -> list[Path]:
    """Files of answers, which lie beside `raw`."""
    return sorted(path for path in (raw.parent / "answers").glob("*") if path.is_file())


def _raw(folder: Path) -> list[Path]:
    """All files of the raw folder: workbooks, SOURCES.csv and mapping files."""
    return [path for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
