# Stayline's targets. `make` alone lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3.11
BIN := .venv/bin
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-header --no-emit-index-url

.PHONY: help setup run lock

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/\1|\2/' \
		| awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## install everything into .venv, pinned and hash-checked (FOR=run: only what running needs)
	@PYTHON="$(PYTHON)" tools/setup.sh $(or $(FOR),test)

run: ## start the demo centre in the foreground and print its address
	@$(MAKE) --no-print-directory setup FOR=run
	@exec $(BIN)/stayline demo

lock: setup ## resolve the dependencies anew into the requirements*.lock files
	$(COMPILE) $(UPGRADE) requirements-bootstrap.in -o requirements-bootstrap.lock
	$(COMPILE) $(UPGRADE) pyproject.toml requirements-build.in -o requirements.lock
	$(COMPILE) $(UPGRADE) pyproject.toml requirements-build.in requirements-dev.in -o requirements-dev.lock
