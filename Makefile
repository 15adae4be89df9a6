# Five words: setup, run, test, check, bench. Each does all its own set-up.
# The first that runs: a version manager's shim may be on PATH and answer nothing.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11; do $$p -c '' 2>/dev/null && echo $$p && exit; done; echo python3)
HOST ?= 127.0.0.1
PORT ?= 8000
export DATA_DIR ?= $(CURDIR)/var
export MODELS_DIR ?= $(DATA_DIR)/models
export NUMBA_CACHE_DIR ?= $(DATA_DIR)/numba
PY := .venv/bin/python

.PHONY: setup run test check bench paint messages
setup: .venv/run.done models

.venv/bin/python:
	$(PYTHON) -c 'import sys; assert (3, 11) <= sys.version_info < (3, 14), "Python 3.11, 3.12 or 3.13 is needed"'
	$(PYTHON) -m venv .venv

.venv/run.done: requirements.txt | .venv/bin/python
	$(PY) -m pip install --disable-pip-version-check -q -r requirements.txt
	@touch $@

.venv/dev.done: requirements.txt requirements-dev.txt | .venv/bin/python
	$(PY) -m pip install --disable-pip-version-check -q -r requirements-dev.txt
	@touch $@ .venv/run.done

.PHONY: models
models: .venv/run.done
	@$(PY) -m generation.landmarks.fetch $(MODELS_DIR)/mediapipe
	@$(PY) -m generation.fast.compile

run: setup
	$(PY) manage.py migrate --noinput -v 0
	$(PY) manage.py collectstatic --noinput -v 0
	$(PY) manage.py seed
	$(PY) manage.py warm
	sh scripts/run.sh $(PY) --host $(HOST) --port $(PORT)

check: .venv/dev.done
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) manage.py check --fail-level WARNING

test: .venv/dev.done setup check
	sh scripts/install_chromium.sh
	$(PY) -m pytest -n 3 --no-loadscope-reorder -m "not alone"
	$(PY) -m pytest -m alone tests/browser

bench: .venv/dev.done setup
	$(PY) -m bench

paint: setup
	$(PY) -m generation.painter --out exhibits/catalogue/house_collection

messages: .venv/dev.done
	$(PY) scripts/messages.py
