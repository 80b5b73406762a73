# Two commands do everything: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DATA := src/onrecord/data
SHARED ?= ../shared

.PHONY: run test check lint types contracts docs gazetteer train export-weights evaluate bench pictures clean

run: $(VENV)/.installed $(DATA)/gazetteer.sqlite
	$(BIN)/onrecord read $(DATA)/samples --store onrecord.db
	$(BIN)/onrecord report --store onrecord.db --out report.html

test: $(VENV)/.installed-dev $(DATA)/gazetteer.sqlite
	$(BIN)/python -m pytest

check: test lint types contracts docs

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check src tests training benchmarks
	$(BIN)/ruff format --check --quiet src tests training benchmarks

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

docs: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q tests/docs

gazetteer: $(DATA)/gazetteer.sqlite

$(VENV)/.created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer: make run PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed: $(VENV)/.created requirements.lock pyproject.toml
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-dev.lock
	touch $@

# PySpark, for the tests of `onrecord.batch`: 430 MB, and Java 17 or newer beside it.
$(VENV)/.installed-spark: $(VENV)/.installed-dev requirements-spark.lock
	$(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes -r requirements-spark.lock
	touch $@

# Compiled from the pinned packages; about a minute, once.
$(DATA)/gazetteer.sqlite: $(VENV)/.installed $(wildcard src/onrecord/resolve/gazetteer/*.py) $(wildcard $(DATA)/places/*)
	$(BIN)/python -m onrecord.resolve.gazetteer.build --out $@

# Training needs torch and the corpora of ../shared/evaluation; hours on one core, minutes on a GPU. It resumes after a stop.
TRAIN := .venv-train
LEARN := OMP_WAIT_POLICY=PASSIVE $(TRAIN)/bin/python training
$(TRAIN)/.installed: training/requirements.lock
	$(PYTHON) -m venv $(TRAIN)
	$(TRAIN)/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes -r training/requirements.lock
	$(TRAIN)/bin/python -m pip install --disable-pip-version-check --quiet --no-deps --editable .
	touch $@

train: $(TRAIN)/.installed $(VENV)/.installed $(DATA)/gazetteer.sqlite
	$(LEARN)/train.py --shared $(SHARED) --stage broad narrow deep wide last more own again teacher teacher-own
	$(LEARN)/soften.py --shared $(SHARED)
	$(LEARN)/train.py --shared $(SHARED) --stage distil balance close recall finish gather settle reap glean rest sow mow bind thresh winnow store fan garner barn loft delve reef
	$(LEARN)/train.py --shared $(SHARED) --seed 2 --stage reef
	$(TRAIN)/bin/python training/export.py
	$(BIN)/python training/held_out.py

evaluate: $(VENV)/.installed-dev $(DATA)/gazetteer.sqlite
	$(BIN)/python benchmarks/evaluate.py --shared $(SHARED)
	$(BIN)/python benchmarks/incidents.py --shared $(SHARED)

bench: $(VENV)/.installed-dev $(DATA)/gazetteer.sqlite
	$(BIN)/python benchmarks/speed.py --shared $(SHARED)
	$(BIN)/python benchmarks/places.py --shared $(SHARED)

# The pictures of the README and of docs/desk.md, from what `make run` writes; needs chromium.
pictures: run $(VENV)/.installed-dev
	chromium --headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --hide-scrollbars --user-data-dir=$$(mktemp -d) \
		--window-size=1280,1500 --screenshot=docs/report.png file://$(CURDIR)/report.html
	$(BIN)/python docs/pictures.py --store onrecord.db

clean:
	rm -rf $(VENV) $(TRAIN) onrecord.db* report.html $(DATA)/gazetteer.sqlite*
