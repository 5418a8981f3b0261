# `make demo` and `make test` are all that a newcomer needs: Python 3.11 or later, git and make.
PYTHON ?= python3
TOOL := .venv/bin
WORKSPACE := .venvs/workspace

.PHONY: help demo test long check lint schemas selftest soak manual lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

demo: .venv/.ready $(WORKSPACE)/.ready ## generate the diagnostics sample, run it and play its story
	@$(TOOL)/python -m tests.demo

test: .venv/.ready $(WORKSPACE)/.ready ## every test that needs no server, and those whose server answers
	@$(TOOL)/python -m pytest -n 2 --dist loadgroup -m "not slow"

long: .venv/.ready $(WORKSPACE)/.ready ## the tests that take minutes
	@$(TOOL)/python -m pytest -n 2 --dist loadgroup -m "slow and not histories"

check: lint test ## what CI does, less its long tests

lint: .venv/.ready ## style, types, and the direction of imports
	@$(TOOL)/ruff check . && $(TOOL)/ruff format --check .
	@$(TOOL)/mypy blueprint generator benchmarks docs && $(TOOL)/mypy -p _system__chassis
	@$(TOOL)/lint-imports

schemas: .venv/.ready ## write the language's schemas anew, which every workspace gets
	@$(TOOL)/blueprint schema system > templates/.blueprint/system.schema.json
	@$(TOOL)/blueprint schema context > templates/.blueprint/context.schema.json

selftest: .venv/.ready ## break each rule in three ways: a test has to fall every time
	@$(TOOL)/python -m tests.selftest

soak: .venv/.ready $(WORKSPACE)/.ready ## 10,000 random blueprints, as many broken ones, 2,000 histories; EXAMPLES=n for others
	@$(TOOL)/python -m tests.properties.soak $(or $(EXAMPLES),10000)

manual: .venv/.ready ## the manual, as a site in .manual/site
	@$(TOOL)/python -m docs

lock: ## pin every requirement anew, hashed and without an index's name
	@$(TOOL)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url --group dev pyproject.toml requirements/workspace.in -o requirements/tool.txt
	@$(TOOL)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header \
	    --no-emit-index-url -c requirements/tool.txt requirements/workspace.in -o requirements/workspace.txt

.venv/.ready: requirements/tool.txt pyproject.toml
	@test -x $(TOOL)/python || $(PYTHON) -m venv .venv
	@$(TOOL)/python -m pip install -q --disable-pip-version-check uv
	@$(TOOL)/uv pip install -q --python $(TOOL)/python --require-hashes -r requirements/tool.txt
	@$(TOOL)/uv pip install -q --python $(TOOL)/python --no-deps -e .
	@touch $@

$(WORKSPACE)/.ready: requirements/workspace.txt .venv/.ready
	@test -x $(WORKSPACE)/bin/python || $(PYTHON) -m venv $(WORKSPACE)
	@$(TOOL)/uv pip install -q --python $(WORKSPACE)/bin/python --require-hashes -r requirements/workspace.txt
	@touch $@

clean: ## forget both environments
	@rm -rf .venv .venvs
