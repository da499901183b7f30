# make study   measure the corpus, run the notebooks, write the figures
# make test    lint, type-check, all tests, notebooks
# Both set up .venv on first use. `make help` lists the rest.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/ready
export PYTHONHASHSEED := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# A process a core: threads of linear algebra within each would only wait for each other.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
# A test process a core; what shares costly fixtures stays together (xdist_group).
PARALLEL := --numprocesses auto --dist loadgroup

.PHONY: study test lab lint types tests unit notebooks gold pipeline hanta validate reference frequencies coverage bench faults lock clean help
.DEFAULT_GOAL := help

# The language that was given on the command line, not the locale of the machine.
LANG_OF_STUDY := $(if $(filter line,$(origin LANG)),$(LANG),en)
study: $(READY)  ## measure every text in corpus/, run all notebooks, write all figures; in German: make study LANG=de
	@$(BIN)/python -m tools.study --lang $(LANG_OF_STUDY)

test: lint types tests  ## everything that must hold before a change lands

lab: $(READY)  ## open JupyterLab on the first notebook
	$(BIN)/jupyter lab notebooks/00_start.ipynb

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/deptry .

types: $(READY)
	$(BIN)/mypy

tests: $(READY)  ## every test, each notebook run once and compared with the committed one, on all cores
	$(BIN)/python -m pytest tests $(PARALLEL)

unit: $(READY)  ## the tests that answer fast
	$(BIN)/python -m pytest tests $(PARALLEL) -m "not slow"

notebooks: $(READY)  ## run every notebook and compare it with the committed one, outputs and pictures
	$(BIN)/python -m pytest tests/test_study.py $(PARALLEL) -k notebook

gold: $(READY)  ## accuracy against annotated text (all corpora: ../shared/gold; the texts of the project: always)
	@$(BIN)/python -m tools.gold

pipeline: $(READY)  ## train the tagger again (needs ../shared; 10 to 20 minutes); the same machine gives the same bytes
	$(BIN)/python -m tools.train_tagger stylo/models/tagger/config.cfg ../shared \
		stylo/models/tagger --score

hanta: $(READY)  ## convert HanTa's own tables again, from the installed package; the same bytes
	$(BIN)/python -m tools.convert_hanta

validate: $(READY)  ## the same as the table that ships, and the documentation made from it (needs ../shared/gold)
	@$(BIN)/python -m tools.gold -o stylo/data/validation.csv
	@$(BIN)/python -m tools.docs

reference: $(READY)  ## measure the reference corpora (needs ../shared/corpora; takes up what was interrupted)
	@$(BIN)/python -m tools.make_reference
	@$(BIN)/python -m tools.docs

frequencies: $(READY)  ## count the lemmas of the reference corpora again (needs ../shared/corpora; about 4 minutes)
	@$(BIN)/python -m tools.make_frequencies

coverage: $(READY)  ## how often the 95 % intervals hold, and the documentation made from it (needs ../shared/corpora; about 4 minutes)
	@$(BIN)/python -m tools.coverage
	@$(BIN)/python -m tools.docs

bench: $(READY)  ## how fast it is, beside other tools in the same run (needs ../shared/corpora; about 8 minutes)
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-bench.lock
	@$(BIN)/python -m tools.bench

faults: $(READY)  ## what hostile input costs, and by which power of a text's length time grows (about 10 minutes)
	@$(BIN)/python -m tools.faults

COMPILE := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --custom-compile-command "make lock" --output-file
lock: $(READY)  ## resolve the dependencies anew and pin them with hashes
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra notebooks --extra readers --extra epub --extra excel --extra corpora --extra dev $(COMPILE) requirements.lock
	$(BIN)/uv pip compile pyproject.toml --extra bench --constraint requirements.lock $(COMPILE) requirements-bench.lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "stylo needs Python 3.11 or newer; none was found. Set it with: make PYTHON=/path/to/python"; exit 1; }
	@echo "Setting up .venv (a few minutes on first use) ..."
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

clean:  ## remove what make has set up; texts, notebooks and figures stay
	rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache

help:
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:[^#]*## */\t/' | expand -t 12
