# `make` lists what one can do. Every target sets up by itself what it needs on a Debian 12 machine.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON := .venv/bin/python
DAYS ?= 2

SYSTEM_PACKAGES := python3-venv python3-dev gcc swig libpcsclite-dev pcscd vsmartcard-vpcd mosquitto \
	libthai0 libfribidi0 fonts-thai-tlwg
BROWSER_PACKAGES := chromium
TEST_PACKAGES := systemd udev shellcheck
VENDOR := appliance/web/static/vendor hub/web/static/vendor

LOCK := uv pip compile pyproject.toml --quiet --generate-hashes --no-emit-index-url --no-annotate --no-header \
	--python-version 3.11

.PHONY: help setup demo smoke test bench replay pictures lock fresh

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: setup ## the whole system on this machine with virtual devices; Ctrl-C stops it
	@exec $(PYTHON) -m tests.stage demo

smoke: setup ## one sale by card and scale, followed to the hub's stock, without a screen
	@$(PYTHON) -m tests.stage smoke

test: setup browser checkers ## the gate: style, types, import laws, tests
	@$(PYTHON) -m ruff check . && $(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-cache
	@$(PYTHON) -m pytest -n 2 --dist loadgroup

bench: setup ## figures beside their physical limits, one table
	@$(PYTHON) -m tests.bench

replay: setup .venv/replay ## DAYS=2: days of real baskets through box, broker and hub; both sides compared
	@$(PYTHON) -m tests.stage replay --days $(DAYS)

pictures: setup browser ## screenshots of the running counter and hub, for the README
	@$(PYTHON) -m tests.stage pictures

lock: ## write the locks anew from pyproject.toml: versions and hashes, no addresses (needs uv)
	@$(LOCK) --extra dev -o requirements.lock
	@$(LOCK) --extra dev --extra replay -o requirements-replay.lock

fresh: ## forget the demo's data
	rm -rf .demo

setup: packages .venv/ready assets translations

.PHONY: packages browser checkers translations assets
packages:
	@.ci/packages $(SYSTEM_PACKAGES)
	@command -v npm >/dev/null || .ci/packages nodejs npm

browser:
	@command -v chromium >/dev/null || .ci/packages $(BROWSER_PACKAGES)

checkers:
	@.ci/packages $(TEST_PACKAGES)

.venv/ready: requirements.lock | packages
	@[ -x $(PYTHON) ] || python3 -m venv .venv
	@echo "Installing the Python packages"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/replay: requirements-replay.lock | .venv/ready
	@echo "Installing the real baskets"
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-replay.lock
	@touch $@

assets: $(foreach folder,$(VENDOR),$(folder)/htmx.min.js $(folder)/sse.js)

node_modules/ready: package-lock.json | packages
	@echo "Installing the browser's packages"
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

%/htmx.min.js: node_modules/ready
	@mkdir -p $(@D) && cp node_modules/htmx.org/dist/htmx.min.js $@

%/sse.js: node_modules/ready
	@mkdir -p $(@D) && cp node_modules/htmx-ext-sse/sse.js $@

PO := $(wildcard appliance/web/translations/*/LC_MESSAGES/*.po hub/web/translations/*/LC_MESSAGES/*.po)
translations: $(PO:.po=.mo)

%.mo: %.po | .venv/ready
	@.venv/bin/pybabel --quiet compile -i $< -o $@
