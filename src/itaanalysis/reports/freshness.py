"""What was made from what: a step is redone only where an input or an output has changed. No heavy import here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
#: What results are made from: code, rules, and the templates of pages and documents.
CONTENT = (".py", ".csv", ".html", ".typ", ".xml", ".rels")
MANIFEST = ".made.json"


def fingerprint(files: Iterable[Path], *words: object) -> str:
    """A digest of the names and contents of files, and of words beside them."""
    digest = hashlib.sha256(json.dumps([str(word) for word in words], ensure_ascii=False).encode())
    for path in sorted(files):
        digest.update(path.name.encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b"missing")
    return digest.hexdigest()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def package_files() -> list[Path]:
    """Code and data of the package: a change of either is a change of every result."""
    return sorted(path for path in PACKAGE.rglob("*") if path.suffix in CONTENT and path.is_file())


class Manifest:
    """The record of a folder: for each step the fingerprint of its inputs and of what it made."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / MANIFEST
        self.folder = folder
        try:
            self.steps: dict[str, dict[str, object]] = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self.steps = {}

    def is_fresh(self, step: str, inputs: str) -> bool:
        """Whether the step was made from these inputs and its files stand unchanged."""
        return self.is_made_from(step, inputs) and all(self._is_as_made(step, path) for path in self.files(step))

    def is_made_from(self, step: str, inputs: str) -> bool:
        """Whether the step was made from these inputs and its files stand, as they were made or changed by somebody."""
        known = self.steps.get(step)
        return known is not None and known.get("inputs") == inputs and all(path.is_file() for path in self.files(step))

    def is_touched(self, name: str) -> bool:
        """Whether a file stands there that is not as the step of its name made it, or that no step made."""
        path = self.folder / name
        return path.exists() and not self._is_as_made(name, path)

    def files(self, step: str) -> list[Path]:
        """The files that the step made last."""
        return [self.folder / name for name in self._digests(step)]

    def told(self, step: str) -> list[str]:
        """What the step had to tell when it was made."""
        told = self.steps.get(step, {}).get("told", [])
        return [str(line) for line in told] if isinstance(told, list) else []

    def forget(self, step: str) -> None:
        """Remove what a step made, and the record of it; a file that somebody changed stays."""
        self._remove(step, self.files(step))
        self.steps.pop(step, None)

    def record(self, step: str, inputs: str, files: Iterable[Path], told: Iterable[str] = ()) -> None:
        """Remember what a step made; what it made before and no longer makes is removed, unless somebody changed it."""
        made = sorted(files)
        self._remove(step, set(self.files(step)) - set(made))
        digests = {path.relative_to(self.folder).as_posix(): _digest(path) for path in made}
        self.steps[step] = {"inputs": inputs, "files": digests, "told": list(told)}
        self.folder.mkdir(parents=True, exist_ok=True)
        beside = self.path.with_suffix(".tmp")
        beside.write_text(json.dumps(self.steps, ensure_ascii=False, indent=1), encoding="utf-8")
        beside.replace(self.path)

    def _digests(self, step: str) -> dict[str, str]:
        """Digest by name of what the step made."""
        made = self.steps.get(step, {}).get("files")
        return {str(name): str(digest) for name, digest in made.items()} if isinstance(made, dict) else {}

    def _is_as_made(self, step: str, path: Path) -> bool:
        return self._digests(step).get(path.relative_to(self.folder).as_posix()) == _digest(path)

    def _remove(self, step: str, files: Iterable[Path]) -> None:
        for path in files:
            if path.is_file() and self._is_as_made(step, path):
                path.unlink()
