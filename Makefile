# One door to the project. `make help` lists what it opens.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
# The locks hold every package with its hash, so nothing is left to resolve.
LOCKED := install --no-deps --require-hashes
PYTEST := $(BIN)/python -m pytest
# How many examples hypothesis makes up for a test: fast, ci, slow.
PROFILE ?= fast
WORDS := src/syndicate/words/catalogs
MESSAGES := templates/email/words/messages.pot
# How many tests run at once.
WORKERS ?= auto
PARALLEL := -n $(WORKERS) --dist worksteal

.DEFAULT_GOAL := help
.PHONY: help install install-dev run wheel test slow coverage check format bench golden screenshot words lock clean

help: ## List these commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

install: $(VENV)/.installed ## Make .venv/ with .venv/bin/syndicate, and nothing else
install-dev: $(VENV)/.installed-dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "syndicate needs Python 3.11 or newer; $(PYTHON) is older. Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python cannot make environments (on Debian: apt install python3-venv)." >&2; exit 1; }

$(VENV)/.installed: locks/base.txt pyproject.toml | $(BIN)/python
	@echo "Installing syndicate into $(VENV)/ ..."
	@$(PIP) $(LOCKED) -r locks/base.txt
	@$(PIP) install --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.installed-dev: locks/dev.txt $(VENV)/.installed
	@echo "Installing the test tools into $(VENV)/ ..."
	@$(PIP) $(LOCKED) -r locks/dev.txt
	@touch $@

run: install ## Publish the sample articles: feeds, a digest in the outbox, the pages served
	@exec $(BIN)/syndicate run

wheel: install ## Build dist/syndicate-*.whl, for pipx
	@$(PIP) wheel --no-deps --no-build-isolation --no-index -w dist .
	@ls dist/*.whl

test: install-dev ## Run the tests
	$(PYTEST) $(PARALLEL) --hypothesis-profile=$(PROFILE) $(ARGS)

slow: install-dev ## Run the long sweeps, and note their result in docs/slow-tests.md
	@mkdir -p build
	$(PYTEST) $(PARALLEL) --hypothesis-profile=slow -m "slow or hypothesis" --junitxml=build/slow.xml $(ARGS); code=$$?; \
	  $(BIN)/python -m tests.slow_page build/slow.xml && exit $$code

coverage: install-dev ## Measure which lines the tests from inside reach; fail below the bar
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest $(PARALLEL) --hypothesis-profile=fast tests/unit tests/contracts tests/golden tests/integration
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

check: install-dev ## Lint, types, layers, lock, documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install-dev ## Rewrite the code in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: install-dev ## Measure what is promised to be fast, as ratios
	$(BIN)/python -m tests.benchmarks

golden: install-dev ## Rewrite the golden files and show what changed
	$(PYTEST) -p no:randomly tests/golden --golden-rewrite
	git --no-pager diff --stat -- tests/golden

screenshot: install-dev ## Take the manual's pictures with the tests' browser
	$(PYTEST) -m "" tests/browser/test_whole_journey.py tests/browser/test_desk_pictures.py -k "readme or manual" --artefacts=docs/pictures

words: install-dev ## Gather the program's own words for translators: catalogs in src/syndicate/words/catalogs
	$(BIN)/pybabel --quiet extract -F pyproject.toml -k noted --omit-header --no-location --sort-output -o $(MESSAGES) .
	for catalog in $(WORDS)/*.po; do \
	  language=$$(basename $$catalog .po); \
	  $(BIN)/pybabel --quiet update -i $(MESSAGES) -o $$catalog -l $$language --omit-header --no-fuzzy-matching \
	    --ignore-obsolete --width=0; \
	done

lock: ## Pin every dependency again (needs uv)
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --upgrade --group build pyproject.toml -o locks/base.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
	  --upgrade --extra postgres --group build --group dev -c locks/base.txt pyproject.toml -o locks/dev.txt

clean: ## Remove what the commands made, but not var/
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .coverage* build dist
