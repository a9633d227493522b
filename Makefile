# The two commands: `make report` and `make test`. Everything else serves them; `make install`
# is enough for a survey of your own.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install report test lint bench lock clean

help:  ## Say what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/'

install: $(VENV)/.report  ## Prepare the environment alone, for a survey of your own
	@echo "Ready: source $(BIN)/activate"

report: $(VENV)/.report  ## Run the analysis on the bundled data and build the site
	$(BIN)/survey-analysis report

test: $(VENV)/.test  ## Run the whole test suite, with the linters
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n auto --dist loadgroup

lint: $(VENV)/.test  ## Format and lint
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/mypy

bench: $(VENV)/.test  ## Measure how fast, against scipy, arch and data frames (ARGS="--respondents 10000000")
	$(BIN)/python -m benchmarks $(ARGS)

# The environment, from the locks. `report` needs less than `test`, and both
# share one environment: requirements-test.lock contains requirements.lock.
$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, found " + sys.version.split()[0] + ". Set PYTHON=/path/to/python3.11 or newer.")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.report: requirements.lock pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.report
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.lock
	touch $@

# The locks hold versions and hashes for every platform and no registry address.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
lock:  ## Renew both lock files (needs uv)
	echo setuptools | $(COMPILE) pyproject.toml - --extra book -o requirements.lock
	echo setuptools | $(COMPILE) pyproject.toml - --all-extras -c requirements.lock -o requirements-test.lock

clean:  ## Remove everything that can be made again
	rm -rf build results _site .cache/notebooks .mypy_cache .pytest_cache .ruff_cache *.egg-info
