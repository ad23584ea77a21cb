# Stayline's targets. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
# The documentation tool prints an advertisement without it.
export NO_MKDOCS_2_WARNING := 1
# Empty means: keep compiled modules. Where it is set, every process compiles everything anew, and a
# centre takes twice as long to start.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3.11
BIN := .venv/bin
RECORDS := build/tests
WORKERS ?= $(shell nproc)
PYTEST := $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --records $(RECORDS)
COVERED := --cov --cov-report=
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url
# What PostgreSQL must show as well: everything that writes, what breaks, and the whole way over HTTP.
BOTH_ENGINES := $(wildcard tests/rooms tests/races tests/faults tests/journeys)

.PHONY: help setup run test soak check fmt bench docs screenshots vendor clean lock system

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' \
		| awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install everything into .venv, pinned and hash-checked (FOR=run: only what running needs)
	@PYTHON="$(PYTHON)" tools/setup.sh $(or $(FOR),test)

run: ## start the demo centre in the foreground and print its address
	@$(MAKE) setup FOR=run
	@exec $(BIN)/stayline demo

# Two runs of pytest: what writes, on PostgreSQL; then everything, on SQLite. The second adds the
# first one's record up, so its closing line stands for both; see tests/plugins/records.py.
test: setup system ## run every test, on both engines and in a real browser
	@rm -rf $(RECORDS) && mkdir -p $(RECORDS)
	@echo "On PostgreSQL: $(BOTH_ENGINES)"
	@STAYLINE_TEST_ENGINE=postgres COVERAGE_FILE=$(RECORDS)/coverage.postgres \
		$(BIN)/python tools/with_postgres.py \
		$(PYTEST) $(COVERED) --part postgres $(BOTH_ENGINES) $(ARGS) || true
	@echo "On SQLite: everything"
	@COVERAGE_FILE=$(RECORDS)/coverage.sqlite \
		$(PYTEST) $(COVERED) --part sqlite --merge postgres tests $(ARGS)

# What breaks and what races runs alone in one process: it measures how late things came. Coverage is
# held by `make test`; asked for here, its floors would fail a run that measures nothing. A part that
# fails does not stop the next one: the last one fails for it, after the faults page is written.
SOAK := $(BIN)/python -m pytest --soak --timeout 1800 --records build/soak
soak: export STAYLINE_TEST_FLOORS := off
soak: setup system ## run what is longer than `make test` allows: faults, races, more examples
	@rm -rf build/soak && mkdir -p build/soak
	@echo "On PostgreSQL: faults and races, one at a time"
	@STAYLINE_TEST_ENGINE=postgres $(BIN)/python tools/with_postgres.py \
		$(SOAK) --part postgres-faults tests/faults tests/races || true
	@echo "On PostgreSQL: the journeys that make test shows on SQLite alone"
	@STAYLINE_TEST_ENGINE=postgres $(BIN)/python tools/with_postgres.py \
		$(SOAK) --part postgres-journeys -m postgres_in_soak tests/journeys || true
	@echo "On SQLite: faults and races, one at a time"
	@$(SOAK) --part sqlite-faults tests/faults tests/races || true
	@$(BIN)/python -m tools.faults_page build/soak/faults || true
	@echo "What is drawn from seeds, with more of them"
	@$(SOAK) -n $(WORKERS) --part seeds tests/core/protocol/test_check_search.py || true
	@echo "Whatever else is marked soak, and the property tests with more examples"
	@$(SOAK) -n $(WORKERS) --dist worksteal --part sqlite -m "soak or hypothesis" \
		$(foreach part,postgres-faults postgres-journeys sqlite-faults seeds,--merge $(part)) \
		--ignore tests/faults --ignore tests/races tests

check: setup ## lint, format, types, import contracts, templates, vendored files, documents
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo --cache-dir .cache/importlinter
	$(BIN)/djlint --quiet --lint src
	$(BIN)/stayline protocol check src/stayline/playbook/protocols
	$(BIN)/python -m tools.vendor_list --check
	$(BIN)/python -m tools.tracked_files
	$(BIN)/python -m tools.reference_docs --check
	$(BIN)/mkdocs build --quiet --strict --site-dir build/site

fmt: setup ## format the code, and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

bench: setup ## measure the budgets; prints a table and JSON
	@$(BIN)/stayline bench

docs: setup ## write docs/reference/ from code and tests, then build the site
	@$(BIN)/python -m tools.protocol_schemas
	@$(BIN)/python -m tools.reference_docs
	@$(BIN)/mkdocs build --quiet --strict --site-dir build/site
	@echo "Built build/site/index.html"

screenshots: setup system ## take the pictures in docs/images from a running demo centre
	@$(BIN)/python -m tools.screenshots

vendor: setup ## fetch the front-end files again into static/vendor (needs npm)
	@tools/vendor/fetch.sh

lock: setup ## resolve the dependencies anew into the requirements*.lock files (UPGRADE=--upgrade)
	$(COMPILE) $(UPGRADE) requirements-bootstrap.in -o requirements-bootstrap.lock
	$(COMPILE) $(UPGRADE) pyproject.toml requirements-build.in -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml requirements-build.in requirements-dev.in -o requirements-dev.lock

system:
	@tools/system_packages.sh

clean: ## remove what was built; a centre's data in .stayline/ stays
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist site .coverage*
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
