"""How long the ladder takes to be compiled from a store, beside a bare scan of its triples.

    python tests/benchmarks/bench_compile.py --scale 0.1

Times are of the processor, in ratios to the scan of the same round: the middle of several rounds.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from statistics import median
from typing import NamedTuple, TypeVar

import numpy as np
import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).parents[1]))

import careergraph
from benchmarks.market_store import market_store
from careergraph import claims
from careergraph.routes.arrays import Columns, columns
from careergraph.routes.ladder import compile_ladder
from careergraph.routes.question import CAUTIOUS
from careergraph.routes.readings import viewed

ROUNDS = 5

T = TypeVar("T")


class Row(NamedTuple):
    """One measured figure, its unit, and what is asked of it."""

    what: str
    value: float
    unit: str
    asked: str = ""


def rows(scale: float = 1, rounds: int = ROUNDS) -> list[Row]:
    """Return what was measured on a generated market, and on the curated graph."""
    store = market_store(scale)
    found = [_round(store) for _ in range(rounds)]
    scan, read, ladder, made = (median(each[n] for each in found) for n in range(4))
    whole = median(sum(each[1:4]) / each[0] for each in found)
    return [
        Row("triples", len(store), ""),
        Row("bare scan", scan, "s"),
        Row("claims read", read / scan, "scans"),
        Row("ladder compiled", ladder / scan, "scans"),
        Row("columns made", made / scan, "scans"),
        Row("compiling in all", whole, "scans", "at most 5"),
        Row("size of the columns", found[0][4], "bytes"),
        Row("curated graph to ladder", median(_curated() for _ in range(rounds)), "s"),
    ]


def _round(store: ox.Store) -> tuple[float, float, float, float, int]:
    gc.collect()
    scan, _ = _timed(lambda: _scan(store))
    read, book = _timed(lambda: claims.read(store))
    compiled, ladder = _timed(lambda: compile_ladder(store, book))
    made, found = _timed(lambda: columns(viewed(ladder, CAUTIOUS)))
    return scan, read, compiled, made, size(found)


def _scan(store: ox.Store) -> None:
    for _ in store:
        pass


def _curated() -> float:
    graph = careergraph.open()
    return _timed(lambda: graph.ladder)[0]


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    begin = time.process_time()
    found = call()
    return time.process_time() - begin, found


def size(found: Columns) -> int:
    """Return the bytes of all arrays of the columns and of their shape."""
    values = [getattr(each, f.name) for each in (found, found.shape) for f in fields(each)]
    arrays = [a for v in values for a in (v if isinstance(v, tuple) else (v,))]
    return sum(a.nbytes for a in arrays if isinstance(a, np.ndarray))


def main() -> None:
    """Print the measured figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=float, default=1)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args()
    for row in rows(options.scale, options.rounds):
        print(f"{row.what:<26}{row.value:>16,.3f} {row.unit:<8}{row.asked}")


if __name__ == "__main__":
    main()
