"""The plan of the house: imports run down only, heavy libraries wait, no path of one machine."""

import ast
import re
import subprocess
import sys
from importlib.util import resolve_name
from pathlib import Path

import pytest

import itaanalysis

HOUSE = Path(itaanalysis.__file__).parent
FLOORS = [
    {"errors", "datafiles", "files"},
    {"thai", "rulebook"},
    {"frames"},
    {"agencies", "scoring"},
    {"exports", "analysis", "measures", "review", "simulate"},
    {"charts"},
    {"reports"},
    {"commands"},
    {"__main__"},
]
RANK = {room: rank for rank, rooms in enumerate(FLOORS) for room in rooms}
FRONT_DOOR = ""


def rooms_used(source: str, package: str) -> set[str]:
    """Rooms of the house that a module imports anywhere, also inside functions; `package` is where it stands."""
    used = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = resolve_name("." * node.level + (node.module or ""), package)
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "itaanalysis" else [module]
        else:
            continue
        for name in names:
            top, _, rest = name.partition(".")
            if top == "itaanalysis":
                room = rest.partition(".")[0]
                used.add(room if room in RANK else FRONT_DOOR)
    return used


def upward(room: str, used: set[str]) -> set[str]:
    """Those of the used rooms that stand beside or above this one. The front door stands above all but `__main__`."""
    allowed = {room, *(below for below in RANK if RANK[below] < RANK[room])}
    return used - allowed - ({FRONT_DOOR} if room == "__main__" else set())


MODULES = [path for path in sorted(HOUSE.rglob("*.py")) if path != HOUSE / "__init__.py"]


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(HOUSE).as_posix())
def test_imports_run_down_only(path: Path) -> None:
    assert room_of(path) in RANK, f"{room_of(path)} is no room of the house: give it a floor, or another place"
    package = ".".join(["itaanalysis", *path.relative_to(HOUSE).parts[:-1]])
    assert upward(room_of(path), rooms_used(path.read_text(encoding="utf-8"), package)) == set()


def test_the_rooms_are_found() -> None:
    assert {"errors", "thai", "rulebook", "frames", "scoring", "analysis"} <= {room_of(path) for path in MODULES}


@pytest.mark.parametrize(
    ("room", "source", "broken"),
    [
        ("scoring", "from itaanalysis.charts import plot_gaps", {"charts"}),
        ("scoring", "import itaanalysis.charts.bars", {"charts"}),
        ("thai", "from itaanalysis.rulebook import rulebook", {"rulebook"}),  # beside
        ("analysis", "from itaanalysis.exports.opening._cells import Cell", {"exports"}),
        ("analysis", "def f():\n    from itaanalysis import charts", {"charts"}),  # inside a function
        ("analysis", "if TYPE_CHECKING:\n    from itaanalysis.reports import pages", {"reports"}),
        ("analysis", "from ..simulate import make", {"simulate"}),  # relative
        ("reports", "from itaanalysis import compute_gaps", {FRONT_DOOR}),
        ("charts", "import itaanalysis as ita", {FRONT_DOOR}),
        ("analysis", "from itaanalysis.scoring import roll_up\nfrom itaanalysis.analysis.gaps import Target", set()),
        ("analysis", "from .gaps import compute_gaps\nimport pandas as pd", set()),
        ("__main__", "import itaanalysis as ita\nfrom itaanalysis.reports import build", set()),
    ],
)
def test_the_check_of_imports_finds_what_it_should(room: str, source: str, broken: set[str]) -> None:
    assert upward(room, rooms_used(source, f"itaanalysis.{room}")) == broken


def run(code: str) -> str:
    """What a fresh interpreter prints; warnings are errors there too."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


HEAVY = ["matplotlib", "seaborn", "openpyxl", "scipy", "pandera", "papermill", "nbconvert"]


def test_the_front_door_is_light_and_silent() -> None:
    assert run(f"import sys, itaanalysis; print([name for name in {HEAVY} if name in sys.modules])") == "[]\n"


def test_frames_and_gaps_load_without_charts() -> None:
    code = f"import sys, itaanalysis.analysis; print([name for name in {HEAVY} if name in sys.modules])"
    assert run(code) == "[]\n"


def test_the_front_door_gives_the_function_rulebook_however_often_it_is_asked() -> None:
    # A room of the same name stands behind it: once loaded, it must not take the function's place.
    code = "import itaanalysis as ita; ita.compute_gaps; print(ita.rulebook(2565).year_be, ita.rulebook(2566).year_be)"
    assert run(code) == "2565 2566\n"


def test_every_name_of_the_front_door_can_be_called() -> None:
    code = "import itaanalysis as ita; print([name for name in ita.__all__ if not callable(getattr(ita, name))])"
    assert run(code) == "[]\n"


TEXT = {".py", ".csv", ".html", ".css", ".md", ".txt", ".toml", ".json", ".typ", ".yaml", ".yml", ".ipynb"}
MACHINE_PATH = re.compile(r"(?<![\w./:<])/(?:home|root|work|Users|tmp|mnt|opt|private)/\w|\b[A-Za-z]:\\\w")


def test_no_file_names_a_path_of_one_machine() -> None:
    files = [path for path in HOUSE.rglob("*") if path.suffix in TEXT]
    assert len(files) > 20
    found = [path.name for path in files if MACHINE_PATH.search(path.read_text(encoding="utf-8"))]
    assert found == []


# The folders are put together here, so that this file names no path of a machine itself.
FOLDERS = ("home", "root", "work", "Users", "tmp", "mnt", "opt", "private")


@pytest.mark.parametrize(
    "text", [r"C:\Users\me", *(text % name for name in FOLDERS for text in ('open("/%s/x")', "=/%s/x"))]
)
def test_the_check_of_paths_finds_what_it_should(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["https://example.org/home/page", "data/raw/x.xlsx", "</root>", "IIT/EIT", "a: b"])
def test_the_check_of_paths_leaves_the_rest_alone(text: str) -> None:
    assert not MACHINE_PATH.search(text)


def test_every_file_that_results_are_made_from_makes_them_stale() -> None:
    from itaanalysis.reports.freshness import package_files

    data = {path for path in HOUSE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert {path.name for path in data - set(package_files())} == {"py.typed"}
