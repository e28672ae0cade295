"""What queries and routes take in a market, beside other engines, and as the market grows.

    PYTHONPATH=tests python -m benchmarks.bench_market [--market FOLDER] [--without-rdflib]
        [--scale 1 3]

A cookbook query of each kind, in the same SPARQL text, by `CareerGraph.query`, by pyoxigraph alone
on the same store, and by rdflib's own graph in memory, which holds the triples of the properties
that the queries name, each once. Answers are compared first. Then how long it takes until a market
is open and a first route is found, by processes of their own, and later ones in one process. Last,
the same for so many copies of the market (see `copies`). Without a market ESCO and O*NET are
imported. Queries and later routes are measured in CPU time, which others on the machine disturb
less.
"""

import argparse
import gc
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import pyoxigraph as ox
import rdflib
from rdflib import URIRef
from rdflib.plugins.sparql import prepareQuery

import careergraph as cg
from benchmarks import bench_import, copies
from benchmarks.bench_import import RELEASES, ran
from benchmarks.sampled_routes import drawn
from careergraph.errors import CareerGraphError
from careergraph.model import Claim, to_rdflib
from careergraph.sparql import recipe
from careergraph.sparql.parameters import bind
from careergraph.terms import CAREER, PREFIXES

KINDS = {
    "lookup": ("role-claims", ("node",)),
    "similarity": ("similar-roles", ("one",)),
    "aggregate": ("pay-by-level", ()),
    "reachability": ("roles-within-reach", ("start",)),
    "gap": ("skill-gap", ("start", "goal")),
}
"""The kinds of queries: of each one of the cookbook, and which of its parameters are roles."""

OURS, ALONE, RDFLIB = "CareerGraph.query", "pyoxigraph", "rdflib"
QUESTION = ("from Data entry clerk to roles at level senior without further degree within 10 years",
            "--k", "5", "--diverse")  # fmt: skip
WHOLE = "100 best routes from entry roles to roles at level senior in at most 3 steps"
PATIENCE = 60
"""How many seconds of CPU an engine may take for one answer."""

_LOOKS = 0.5
"""How many seconds pass between two looks at how long it has taken."""

_ROUTES = """
import sys, careergraph
from benchmarks.bench_market import later, questions
graph = careergraph.open(sys.argv[1])
for seconds in later(graph, questions(graph), int(sys.argv[2])):
    print(seconds)
"""
_LOOKED_UP = """
import sys, careergraph
from benchmarks.bench_market import lookups
print(lookups(careergraph.open(sys.argv[1])))
"""
_TEMPLATE = """
import pickle, sys
from pathlib import Path
from benchmarks import copies
folder = Path(sys.argv[2])
of = copies.template(Path(sys.argv[1]), folder)
(folder / "template").write_bytes(pickle.dumps(of))
"""
_BUILT = """
import pickle, sys, time
from pathlib import Path
from benchmarks import copies
of = pickle.loads((Path(sys.argv[1]) / "template").read_bytes())
begun, worked = time.perf_counter(), time.process_time()
copies.build(of, int(sys.argv[3]), Path(sys.argv[2]), int(sys.argv[4]))
print(time.perf_counter() - begun, time.process_time() - worked)
"""

Given = dict[str, URIRef]
Rows = list[list[str | None]]
Engine = Callable[[str, Given], Rows]
"""Answers a query of the cookbook, given what its parameters are."""


@dataclass(frozen=True)
class Row:
    """What one engine takes for a query of one kind: at least that when it is `late`.

    None when it gives no answer, and `failed` says why.
    """

    kind: str
    engine: str
    answers: int
    milliseconds: float | None
    failed: str = ""
    late: bool = False


# ---------------------------------------------------------------- queries


def asked(graph: cg.CareerGraph, count: int, seed: int = 7) -> list[tuple[URIRef, URIRef]]:
    """Return pairs of roles that have essential skills, drawn at random."""
    claims = graph.tables[Claim]
    subjects = claims.column("subject")
    skilled_in = claims.where("measure", CAREER.essentialSkill)
    skilled = sorted({subjects[int(n)] for n in np.flatnonzero(skilled_in)})
    rng = random.Random(seed)
    return [(one, other) for one, other in (rng.sample(skilled, 2) for _ in range(count))]


def text(graph: cg.CareerGraph, name: str, given: Given) -> str:
    """Return the text of a query with its parameters bound, as every engine gets it."""
    found = recipe(name)

    def find(name: str, kinds: tuple[str, ...]) -> URIRef:
        return graph.index.find(name, kinds=kinds)

    return bind(graph.store, found.text, found.parameters, given, find=find)


def ours(graph: cg.CareerGraph) -> Engine:
    """Return the query method of an open graph."""
    return lambda name, given: [
        [_value(cell) for cell in row] for row in graph.query(name, **given).terms
    ]


def _value(cell: Any) -> str | None:
    return None if cell is None else str(cell.value)


def alone(graph: cg.CareerGraph) -> Engine:
    """Return pyoxigraph, on the same store."""

    def answered(name: str, given: Given) -> Rows:
        found = graph.store.query(
            text(graph, name, given), prefixes=PREFIXES, use_default_graph_as_union=True
        )
        assert isinstance(found, ox.QuerySolutions)
        return [[_value(cell) for cell in row] for row in found]

    return answered


def in_rdflib(graph: cg.CareerGraph) -> tuple[Engine, int]:
    """Return rdflib, on a graph of its own, and how many triples that has."""
    held = rdflib.Graph()
    gc.disable()  # else it takes longer than all the rest
    for prop in sorted(_named([recipe(name).text for name, _ in KINDS.values()])):
        for quad in graph.store.quads_for_pattern(None, ox.NamedNode(prop), None, None):
            parts = (quad.subject, quad.predicate, quad.object)
            held.add(tuple(_term(part) for part in parts))  # type: ignore[arg-type]
    gc.enable()

    def answered(name: str, given: Given) -> Rows:
        found = held.query(text(graph, name, given))
        return [[None if cell is None else str(cell) for cell in row] for row in found]  # type: ignore[union-attr]

    return answered, len(held)


def _named(texts: Sequence[str]) -> set[str]:
    """Every IRI that queries name: none of them asks for what it does not name."""
    found: set[str] = set()

    def walk(part: Any) -> None:
        if isinstance(part, URIRef):
            found.add(str(part))
        elif isinstance(part, dict):
            for each in part.values():
                walk(each)
        elif isinstance(part, (list, tuple, set)):
            for each in part:
                walk(each)
        elif hasattr(part, "__dict__"):
            walk(vars(part))

    for each in texts:
        walk(prepareQuery(each, initNs=PREFIXES).algebra)
    return found


def _term(term: Any) -> Any:
    return rdflib.BNode(term.value) if isinstance(term, ox.BlankNode) else to_rdflib(term)


def measured(
    graph: cg.CareerGraph, *, pairs: int = 5, rounds: int = 3, rdflib: bool = True
) -> Iterator[Row]:
    """Yield a row for each kind of query and engine. Raises AssertionError.

    The error says which engine answers otherwise. What takes seconds is asked once.
    """
    engines: dict[str, Engine] = {OURS: ours(graph), ALONE: alone(graph)}
    if rdflib:
        before = _megabytes()
        engines[RDFLIB], count = in_rdflib(graph)
        print(f"rdflib holds {count:,} triples in {_megabytes() - before:,.0f} MB\n", flush=True)
    drawn_pairs = asked(graph, pairs)
    for kind, (name, roles) in KINDS.items():
        given = [dict(zip(roles, pair, strict=False)) for pair in drawn_pairs]
        given = given if roles else given[:1]
        expected = [plain(engines[OURS](name, each)) for each in given]
        for engine, answer in engines.items():
            yield _row(kind, engine, expected, given, rounds, partial(answer, name))


def _megabytes() -> float:
    """The most memory that this process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _row(
    kind: str, engine: str, expected: list[Rows], given: list[Given], rounds: int,
    answer: Callable[[Given], Rows],
) -> Row:  # fmt: skip
    count = sum(map(len, expected))
    times: list[float] = []
    try:
        for each, rows in zip(given, expected, strict=True):
            begun = time.process_time()
            found = _patiently(partial(answer, each))
            times.append(time.process_time() - begun)
            assert plain(found) == rows, f"{engine} answers {kind} otherwise"
            if sum(times) > PATIENCE:
                break
    except TimeoutError:
        return Row(kind, engine, count, PATIENCE * 1000, late=True)
    except RecursionError as error:
        return Row(kind, engine, count, None, type(error).__name__)
    if sum(times) < PATIENCE / 60:
        times = [min(_seconds(answer, each) for _ in range(rounds)) for each in given]
    return Row(kind, engine, count, median(times) * 1000)


def _seconds(answer: Callable[[Given], Rows], given: Given) -> float:
    begun = time.process_time()
    answer(given)
    return time.process_time() - begun


def _patiently(answer: Callable[[], Rows]) -> Rows:
    begun = time.process_time()

    def look(_signal: int, _frame: object) -> None:
        if time.process_time() - begun > PATIENCE:
            raise TimeoutError

    # A timer of CPU time would make the clock that measures it as coarse as the kernel's ticks.
    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, _LOOKS, _LOOKS)
    try:
        return answer()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def plain(rows: Rows) -> Rows:
    """Return rows as all engines would write them, sorted: numbers by value, empty text as none."""
    return sorted(([_plain(cell) for cell in row] for row in rows), key=str)


def _plain(cell: str | None) -> str | None:
    try:
        return str(Decimal(cell or "").normalize())
    except InvalidOperation:
        return cell


# ---------------------------------------------------------------- routes


def cold(
    market: Path, question: Sequence[str] = QUESTION, tries: int = 3
) -> list[bench_import.Row]:
    """Return what the command that asks a question costs, each time as a new process."""
    command = ("-m", "careergraph", "route", *question, "--graph", str(market))
    return [ran("route", *command)[0] for _ in range(tries)]


def questions(graph: cg.CareerGraph, seed: int = 5) -> Iterator[str]:
    """Yield drawn questions without end, each for one route."""
    for phrase in drawn(graph, random.Random(seed)):
        yield phrase if "best paid" in phrase else f"{phrase}, best route"


def later(graph: cg.CareerGraph, phrases: Iterable[str], count: int) -> list[float]:
    """Return the seconds that questions take in one process, the first of all left out.

    A question that cannot be understood, where two roles have one name, does not count.
    """
    times: list[float] = []
    for phrase in phrases:
        begun = time.process_time()
        try:
            graph.route(phrase)
        except CareerGraphError:
            continue
        times.append(time.process_time() - begun)
        if len(times) > count:
            break
    return times[1:]


def rate(graph: cg.CareerGraph, question: str = WHOLE) -> tuple[int, float]:
    """Return how many routes a question over the whole market has, and how many come a second."""
    graph.route(question)
    begun = time.process_time()
    found = len(graph.route(question).routes)
    return found, found / (time.process_time() - begun)


# ---------------------------------------------------------------- growth


@dataclass(frozen=True)
class Size:
    """What a market of so many copies takes: seconds, megabytes, and milliseconds at the median."""

    copies: int
    roles: int
    steps: int
    triples: int
    build: float
    build_cpu: float
    build_megabytes: float
    opening: float
    first: float
    first_megabytes: float
    later: float
    lookup: float


def grown(
    market: Path, folder: Path, scales: Iterable[int], *, bridges: int = copies.BRIDGES,
    count: int = 30,
) -> Iterator[Size]:  # fmt: skip
    """Make markets of so many copies in a folder, one after the other; yield what each takes."""
    template = folder / "template"
    template.mkdir()
    ran("template", "-c", _TEMPLATE, str(market), str(template))
    for scale in scales:
        made = folder / f"x{scale}"
        yield _size(template, made, scale, bridges, count)
        shutil.rmtree(made)


def _size(template: Path, made: Path, scale: int, bridges: int, count: int) -> Size:
    built, said = ran("building", "-c", _BUILT, str(template), str(made), str(scale), str(bridges))
    build, build_cpu = map(float, said.split())
    opening, _ = bench_import.opening(made)
    first = min((ran("routes", "-c", _ROUTES, str(made), "0")[0] for _ in range(2)),
                key=lambda row: row.cpu)  # fmt: skip
    _, said = ran("routes", "-c", _ROUTES, str(made), str(count))
    _, looked_up = ran("lookups", "-c", _LOOKED_UP, str(made))
    graph = cg.open(made)
    return Size(scale, len(graph.ladder.roles), len(graph.ladder.steps), len(graph.store), build,
                build_cpu, built.megabytes, opening, first.cpu, first.megabytes,
                median(map(float, said.split())) * 1000, float(looked_up))  # fmt: skip


def lookups(graph: cg.CareerGraph, count: int = 20) -> float:
    """Return the milliseconds of a lookup at the median."""
    name, (role,) = KINDS["lookup"]
    graph.query(name, **{role: asked(graph, 1)[0][0]})
    times = []
    for one, _ in asked(graph, count, seed=8):
        begun = time.process_time()
        graph.query(name, **{role: one})
        times.append(time.process_time() - begun)
    return median(times) * 1000


# ---------------------------------------------------------------- the tables


def table(rows: Sequence[Row]) -> str:
    """Return rows as Markdown, each beside what our query of the kind takes."""
    own = {row.kind: row.milliseconds for row in rows if row.engine == OURS}
    lines = ["| query | engine | rows | ms of CPU | of ours |", "|---|---|---:|---:|---:|"]
    for row in rows:
        base, taken = own[row.kind], row.milliseconds
        more = "more than " if row.late else ""
        told = (row.failed, "") if taken is None or base is None else (
            f"{more}{taken:,.1f}", f"{more}x{taken / base:,.2f}")  # fmt: skip
        lines.append(f"| {row.kind} | {row.engine} | {row.answers:,} | {told[0]} | {told[1]} |")
    return "\n".join(lines)


def growth(sizes: Sequence[Size]) -> str:
    """Return what markets of several sizes take as Markdown, and how it grows from the first."""
    first = sizes[0]
    units = {"build": "s", "build_cpu": "s", "build_megabytes": "MB", "opening": "s",
             "first": "s of CPU", "first_megabytes": "MB", "later": "ms",
             "lookup": "ms"}  # fmt: skip
    heads = [f"x{each.copies}: {each.roles:,} roles, {each.steps:,} steps, {each.triples:,} triples"
             for each in sizes]  # fmt: skip
    lines = [f"| | {' | '.join(heads)} |", f"|---|{'---:|' * len(sizes)}"]
    for field, unit in units.items():
        base = getattr(first, field)
        cells = [f"{getattr(each, field):,.2f} {unit}, x{getattr(each, field) / base:.1f}"
                 for each in sizes]  # fmt: skip
        lines.append(f"| {field.replace('_', ', ')} | {' | '.join(cells)} |")
    return "\n".join(lines)


def report(
    market: Path, folder: Path, *, rdflib: bool, scale: Sequence[int], bridges: int
) -> Iterator[str]:
    """Yield all tables, each as soon as it is there."""
    graph = cg.open(market)
    opening, _ = bench_import.opening(market)
    first, *others = cold(market)
    again = min(others, key=lambda row: row.cpu)
    yield f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    yield (f"the market is open in {opening:.2f} s; a first route takes a new process "
           f"{again.wall:.2f} s ({again.cpu:.2f} s of CPU; aim: 2 s), and took {first.wall:.2f} s "
           f"({first.cpu:.2f} s of CPU) once before, with machine code to be made unless it was "
           "kept")  # fmt: skip
    times = later(graph, questions(graph), 100)
    yield (f"later routes: {median(times) * 1000:.0f} ms at the median (aim: 100 ms), "
           f"{quantiles(times, n=10)[-1] * 1000:.0f} ms for one in ten, "
           f"{max(times) * 1000:.0f} ms at most")  # fmt: skip
    found, speed = rate(graph)
    yield f"over the whole market: {found:,} routes, {speed:,.0f} a second ('{WHOLE}')"
    # Before rdflib: a process that is begun by a large one is counted as large from the start.
    if scale:
        sizes = []
        for each in grown(market, folder, scale, bridges=bridges):
            print(each, file=sys.stderr, flush=True)  # the next may take half an hour
            sizes.append(each)
        yield growth(sizes)
    yield table(list(measured(graph, rdflib=rdflib)))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables, or why there are none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--market", type=Path, help="a market that is there; else one is imported")
    parser.add_argument("--without-rdflib", action="store_true",
                        help="leave out rdflib, which needs some gigabytes")  # fmt: skip
    parser.add_argument("--scale", type=int, nargs="*", default=[1, 3],
                        help="of how many copies markets are made  [default: 1 3]")  # fmt: skip
    parser.add_argument("--bridges", type=int, default=copies.BRIDGES,
                        help="how many steps lead from copy to copy  [default: 100]")  # fmt: skip
    given = parser.parse_args(arguments)
    missing = [str(path) for _, path in RELEASES if not path.is_dir()]
    if given.market is not None and not given.market.is_dir():
        print(f"markets are not measured: there is no {given.market}")
        return
    if given.market is None and missing:
        print(f"markets are not measured: there is no {' and no '.join(missing)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        market = given.market or _imported(Path(folder) / "market")
        for part in report(market, Path(folder), rdflib=not given.without_rdflib,
                           scale=given.scale, bridges=given.bridges):  # fmt: skip
            print(f"{part}\n", flush=True)


def _imported(market: Path) -> Path:
    for name, path in RELEASES:
        ran("import", "-m", "careergraph", "import", name, str(path), "--into", str(market))
    return market


if __name__ == "__main__":
    sys.exit(main())
