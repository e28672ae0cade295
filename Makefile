# make demo         set up .venv and do the main job: answer the headline question, write exports/
# make serve        set up .venv and serve the graph: an editor at http://127.0.0.1:8000/
# make test         set up .venv, a browser and servers, then run every check and test
# make nightly      the tests that generate graphs, with thousands of them
# make bench        set up .venv with the peers, then measure routes, pages, imports, search, moves and the service beside them
# make soak         half an hour of the service at half load, in which nothing may grow, and 18,000 requests of a fuzzer
# make notebooks    run the notebooks again, without a network, and keep what they say
# make docs         build the documentation site into build/docs; it opens from disk, offline
# make editor       build the script of the editor page again, with node; what it makes is committed
# make screenshots  write pictures of every view of the page into build/screenshots
# make clean        remove what was set up

PYTHON ?= python3
BIN := .venv/bin
QUESTION := from entry role to senior role without further degree

.PHONY: demo serve test nightly bench soak notebooks docs editor screenshots check clean

demo: .venv/.installed
	$(BIN)/careergraph export exports/careers.html
	$(BIN)/careergraph export exports/careers.ttl
	$(BIN)/careergraph export exports/careers.graphml
	$(BIN)/careergraph route "$(QUESTION)"

serve: .venv/.installed
	$(BIN)/careergraph serve --open

# Each worker has a processor: threads of its own would only get in the way of the others.
test: export OPENBLAS_NUM_THREADS = 1
test: .venv/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python
	$(BIN)/python -m pytest -n auto --dist loadfile

nightly: .venv/.tested
	CASES=30 $(BIN)/python -m pytest tests/test_route_search.py tests/test_as_sparql.py \
	    tests/test_why.py tests/test_leverage.py tests/test_sparql_paths.py

bench: .venv/.benched
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_routes
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_pages
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_import
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_names
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_market
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_spells
	PYTHONPATH=tests $(BIN)/python -m benchmarks.bench_serve
	$(BIN)/python -m pytest tests/benchmarks/page_budget.py
	$(BIN)/python tests/benchmarks/bench_compile.py

soak: .venv/.tested
	PYTHONPATH=tests $(BIN)/python -m benchmarks.soak --minutes 30
	CASES=10 $(BIN)/python -m pytest tests/test_serve_fuzz.py

notebooks: .venv/.tested
	$(BIN)/python tests/notebooks.py docs/notebooks/*.ipynb

docs: .venv/.documented
	$(BIN)/python -m sphinx -q -n -W --keep-going -E -d build/doctrees docs build/docs
	@echo "open build/docs/index.html"

editor:
	sh tests/setup/editor.sh build/editor

screenshots: .venv/.tested
	$(BIN)/python tests/screenshots.py build/screenshots

check: .venv/.installed
	$(BIN)/careergraph check

.venv/.installed: pyproject.toml
	sh tests/setup/venv.sh $(PYTHON)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[serve,shell]"
	touch $@

.venv/.tested: pyproject.toml .venv/.installed tests/setup/browser.sh tests/setup/servers.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	sh tests/setup/browser.sh $(BIN)/python
	sh tests/setup/servers.sh
	touch $@

.venv/.documented: pyproject.toml .venv/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[docs]"
	touch $@

.venv/.benched: pyproject.toml .venv/.tested tests/setup/widgets.sh
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	sh tests/setup/widgets.sh build/widgets
	touch $@

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
