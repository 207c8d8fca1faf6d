# Two commands: `make review` and `make test`. Both set up what they need from Python 3.11 or newer and make.

PERIOD ?= 2025-10
PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

SOURCES := pyproject.toml constraints.txt
PAGES := $(wildcard man/*.[157])
INSTALL = $(BIN)/python -m pip install --quiet --no-input
say = @printf '== %s\n'
within = PATH="$(CURDIR)/$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help review test docs bench clean

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

review: $(VENV)/.tools $(VENV)/.pages ## Make the example's monthly review (PERIOD=2025-10)
	$(say) 'monthly review of $(PERIOD), from the dirty exports in examples/data'
	@$(within) $(MAKE) --no-print-directory -C examples/monthly PERIOD=$(PERIOD)
	$(say) 'open examples/monthly/build/$(PERIOD).html'

test: $(VENV)/.dev $(VENV)/.pages ## Check everything: format, lint, types, floors, generated docs, tests
	$(say) 'format: ruff format --check'
	@$(BIN)/ruff format --check .
	$(say) 'lint: ruff check'
	@$(BIN)/ruff check .
	$(say) 'types: mypy --strict'
	@$(BIN)/mypy --strict
	$(say) 'floors: lint-imports'
	@$(within) lint-imports --no-logo --no-cache
	$(say) 'generated docs are up to date: man/generate.py --check'
	@$(BIN)/python man/generate.py --check
	$(say) 'tests: pytest -W error, a process a core, a file of tests in one'
	@$(within) $(BIN)/python -m pytest -q -W error -n auto --dist loadfile

docs: $(VENV)/.tools ## Write the man pages and the generated parts of the READMEs
	@$(BIN)/python man/generate.py

bench: $(VENV)/.dev ## Measure: each script prints a ratio against a peer in the same run
	@for script in $(filter-out bench/ratio.py,$(wildcard bench/*.py)); do \
	    echo "== $$script"; $(within) $(BIN)/python "$$script" || exit 1; \
	done

clean: ## Remove the environment, caches and what the examples made
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache build dist examples/monthly/build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@# Each is run, not looked up: a launcher may stand on PATH and refuse to start.
	@for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3); do \
	    if "$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	        echo "== environment: $(VENV) with $$("$$python" --version)"; \
	        "$$python" -m venv --clear $(VENV) && touch $@; exit; \
	    fi; \
	done; echo 'no Python 3.11 or newer with venv on PATH; name one: make PYTHON=/path/to/python3.13' >&2; exit 1

$(VENV)/.tools: $(VENV)/.python $(SOURCES)
	$(say) 'install: cstools and what it runs on, exact versions of constraints.txt'
	@$(INSTALL) -e '.[learn]'
	@# An editable install leaves compiling to each run, and an environment may forbid writing it down.
	@$(BIN)/python -m compileall -q cstools
	@touch $@

$(VENV)/.dev: $(VENV)/.tools $(SOURCES)
	$(say) 'install: what the tests run on'
	@$(INSTALL) -e '.[dev]'
	@touch $@

# So that `man cs-kpi` shows the page as it stands here.
$(VENV)/.pages: $(VENV)/.tools $(PAGES)
	@for section in 1 5 7; do \
	    mkdir -p $(VENV)/share/man/man$$section && cp man/*.$$section $(VENV)/share/man/man$$section || exit 1; \
	done
	@touch $@
