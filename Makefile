# The steps are `ita …` (python -m itaanalysis); this file only makes the virtual environment and calls them.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FUZZ ?= 20000

.DEFAULT_GOAL := help
.PHONY: help report test lab bench fuzz clean lock

help:  ## list the commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

report: $(READY)  ## clean data/raw, run the notebooks, write pages, charts and the measures table to reports/
	@$(BIN)/ita report $(ARGS)

test: $(READY)  ## linter, types, all tests (notebooks executed too)
	@$(BIN)/ruff check src tests benchmarks
	@$(BIN)/ruff format --check src tests benchmarks
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -n auto

lab: $(READY)  ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks

bench: $(READY)  ## time commands, notebooks and each part beside its peers; writes benchmarks/RESULTS.md (PARTS=… some)
	@$(BIN)/python benchmarks/run.py $(PARTS)

fuzz: $(READY)  ## read 20,000 damaged and generated workbooks (FUZZ=… changes how many); minutes to an hour
	@$(BIN)/python tests/fuzz_run.py $(FUZZ)

clean:  ## remove what was made: reports, processed data, caches (not the environment)
	@rm -rf reports .pytest_cache .ruff_cache .mypy_cache .hypothesis build
	@find data/processed -type f ! -name .gitkeep -delete

lock:  ## pin every version again from pyproject.toml (needs uv)
	@uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --quiet --output-file requirements.txt

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed, found " + sys.version)'
	@echo "Making $(VENV) and installing the pinned packages (the first time takes a few minutes) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --requirement requirements.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $(READY)
