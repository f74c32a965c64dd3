.PHONY: setup up test engine lint types generate bench build
PY := .venv/bin/python
unexport PYTHONDONTWRITEBYTECODE

setup: .venv/.ready
.venv/.ready: pyproject.toml requirements.lock
	@.ci/setup
up: setup
	@.ci/up
test: setup
	@$(PY) -m stackwright.cli.main engine install --quiet
	@$(PY) -m pytest -q -n 2 --dist worksteal -m "not engine"
engine: setup
	@$(PY) -m stackwright.cli.main engine install --quiet
	@$(PY) -m pytest -q -n 2 -m engine
lint: setup
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports
types: setup
	@.venv/bin/basedpyright
generate: setup
	@.venv/bin/stackwright schema --write && .venv/bin/pytest -q tests/plans --update-plans
bench: setup
	@$(PY) tests/bench/run.py
build: setup
	@.venv/bin/python -m build --wheel --no-isolation
