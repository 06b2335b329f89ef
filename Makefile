# make read   set up, and open the reader on the seeds (or on what TEXTS names)
# make test   set up, and run the tests
# make messages  take new sentences into the translations, and compile these
# make torture  set up, and run every fault that the store is tested with, at full size: some minutes
# make check  set up, and run what CI runs: format, lint, types, floors, tests
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
TEXTS  ?= seeds
READY  := $(VENV)/.ready

.PHONY: read test torture check lint lock snapshots messages clean
read: $(READY)
	@$(BIN)/pizhu $(TEXTS)

test: $(READY)
	$(BIN)/python -m pytest -n auto $(PYTEST_ARGS)

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# How many histories are drawn at random; their faults are tried one by one.
TORTURE ?= 200
torture: $(READY)
	PIZHU_TORTURE=$(TORTURE) $(BIN)/python -m pytest -n auto tests/annotations $(PYTEST_ARGS)

check: lint test

snapshots: $(READY)
	$(BIN)/python -m pytest tests/tui/test_snapshots.py tests/tui/test_looks.py --snapshot-update

# Takes new sentences into reader/locale and compiles it; fails while one is untranslated.
messages: $(READY)
	$(BIN)/python -m tests.messages

# Writes the exact versions that make uses, after a change of the ranges in pyproject.toml.
lock:
	$(PYTHON) -m venv $(VENV)-lock
	$(VENV)-lock/bin/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(VENV)-lock/bin/python -m pip install --quiet --group dev .
	$(VENV)-lock/bin/python -m pip freeze --exclude pizhu > constraints.txt
	rm -rf $(VENV)-lock

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("pizhu needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Try: make PYTHON=python3.12") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev --editable .
	@touch $(READY)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
