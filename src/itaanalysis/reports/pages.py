"""A notebook to a page: executed with papermill, rendered to one HTML file with its charts inside, charts as PNG."""

from __future__ import annotations

import base64
import logging
import re
import tempfile
from html import escape
from importlib.resources import files
from pathlib import Path

import nbformat

from itaanalysis.errors import ItaError
from itaanalysis.files import write_whole

_TITLE = re.compile(r"^#\s+(.+)$", re.MULTILINE)


class NotMadeError(ItaError):
    """A notebook has nothing to show for these data; the message says why."""


def write_page(notebook: Path, folder: Path, parameters: dict[str, object]) -> list[Path]:
    """Execute a notebook and write `<name>.html` and `charts/<number>-<cell id>.png` into a folder.

    Raises
    ------
    ItaError
        A cell failed; the message names the notebook and the cell's error. `NotMadeError` where the package itself
        said, in a sentence, why there is nothing to show.
    """
    executed = execute(notebook, parameters)
    page = write_whole(
        folder / f"{notebook.stem}.html", lambda path: path.write_text(to_html(executed), encoding="utf-8")
    )
    return [page, *_write_charts(executed, folder / "charts", notebook.stem.split("-")[0])]


def execute(notebook: Path, parameters: dict[str, object]) -> nbformat.NotebookNode:
    """The notebook with its outputs; the file itself is not changed. It runs in its own folder."""
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch) / notebook.name
        try:
            papermill.execute_notebook(
                str(notebook),
                str(out),
                parameters,
                cwd=str(notebook.parent),
                progress_bar=False,
                kernel_name="python3",
                extra_arguments=["--IPKernelApp.log_level=ERROR"],
            )
        except papermill.PapermillExecutionError as error:
            kind = NotMadeError if error.ename == ItaError.__name__ else ItaError
            raise kind(f"{notebook.name}: {error.ename}: {error.evalue}") from None
        return nbformat.read(out, as_version=4)


def to_html(executed: nbformat.NotebookNode) -> str:
    """One page that stands alone: text, tables and charts, no code, no outside link that loads."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter(
        template_name="basic", exclude_input=True, exclude_input_prompt=True, exclude_output_prompt=True
    )
    shown = nbformat.from_dict({**executed, "cells": [cell for cell in executed.cells if not _is_plumbing(cell)]})
    shown.metadata.pop("widgets", None)  # what pickers leave behind
    body, _ = exporter.from_notebook_node(shown)
    first = next((cell.source for cell in executed.cells if cell.cell_type == "markdown"), "")
    found = _TITLE.search(first)
    template = files("itaanalysis.reports").joinpath("page.html").read_text(encoding="utf-8")
    return template.replace("{{title}}", escape(found.group(1) if found else "ITA")).replace("{{body}}", body)


def _is_plumbing(cell: nbformat.NotebookNode) -> bool:
    """Whether a page leaves the cell out: parameters, and pickers, which need a running notebook."""
    return bool({"parameters", "injected-parameters", "picker"} & set(cell.metadata.get("tags", [])))


def _write_charts(executed: nbformat.NotebookNode, folder: Path, number: str) -> list[Path]:
    made = []
    for cell in executed.cells:
        images = [out.data["image/png"] for out in cell.get("outputs", []) if "image/png" in out.get("data", {})]
        for at, image in enumerate(images):
            name = f"{number}-{cell.id}{f'-{at + 1}' if len(images) > 1 else ''}.png"
            made.append(write_whole(folder / name, lambda path, data=image: path.write_bytes(base64.b64decode(data))))  # type: ignore[misc]
    return made
