# make demo   the browser room, on this machine only; needs nothing but Python 3.11 or newer
# make test   the tests
.DEFAULT_GOAL := help
PYTHON := $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement

.PHONY: help demo test check bench proof pictures lock clean
help:  ## what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/'

demo: .venv/demo  ## open the browser room
	@$(BIN)/belletje demo

test: .venv/dev  ## run the tests
	@$(BIN)/python -m pytest -n 4

check: .venv/dev  ## format, lint, types, import rules, catalogues
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/views/test_catalogue.py

bench: .venv/dev  ## measure; a table of what holds at the end; BENCH_LOG=file keeps a history
	@$(BIN)/python -m bench

proof: .venv/dev  ## the long versions of property, crash and attack tests
	@PROOF=1 $(BIN)/python -m pytest -n 4 -m proof --timeout=900

pictures: .venv/dev  ## make the pictures in the README anew
	@$(BIN)/python docs/screenshots.py

lock: .venv/dev  ## write the lock files anew
	@$(BIN)/python -m locks

clean:  ## remove what make made
	rm -rf .venv .demo .demo.pepper

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Belletje needs Python 3.11 or newer, with venv. On Debian: apt install python3 python3-venv"; exit 1; }
	@echo "Making an environment in .venv with $$($(PYTHON) --version) ..."
	@$(PYTHON) -m venv .venv

.venv/demo: .venv/bin/python locks/demo.txt pyproject.toml
	@test -e .venv/dev -a .venv/dev -nt pyproject.toml || { \
	  echo "Installing what the room needs (about a minute, once) ..."; \
	  $(INSTALL) locks/demo.txt && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; }
	@touch $@

.venv/dev: .venv/bin/python locks/dev.txt pyproject.toml
	@echo "Installing what the tests need (a minute or two, once) ..."
	@$(INSTALL) locks/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
