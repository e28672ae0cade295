# make demo    set up .venv and do the main job: answer the headline question, write exports/
# make test    set up .venv and a browser, then run every check and test
# make screenshots   write pictures of every view of the page into build/screenshots
# make clean   remove what was set up

PYTHON ?= python3
BIN := .venv/bin
QUESTION := from entry role to senior role without further degree

.PHONY: demo test check screenshots clean

demo: .venv/.installed
	$(BIN)/careergraph export exports/careers.html
	$(BIN)/careergraph export exports/careers.ttl
	$(BIN)/careergraph export exports/careers.graphml
	$(BIN)/careergraph route "$(QUESTION)"

test: .venv/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m pytest

screenshots: .venv/.tested
	$(BIN)/python tests/screenshots.py build/screenshots

check: .venv/.installed
	$(BIN)/careergraph check

.venv/.installed: pyproject.toml
	sh tests/setup/venv.sh $(PYTHON)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/.tested: pyproject.toml .venv/.installed tests/setup/browser.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	sh tests/setup/browser.sh $(BIN)/python
	touch $@

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
