"""How fast routes are found in a market of the size and shape of ESCO, beside what others need.

    PYTHONPATH=tests python -m benchmarks.bench_routes [--scale 1 10 100] [--pairs 200] [--rounds 3]

CPU time of this one process, one engine after another over the same pairs, round by round; each
figure is a ratio of sums in one round, and the median of the rounds. Whatever two engines both
answer is compared first: a benchmark of a wrong answer is worth nothing. As the others get their
graph built beforehand, we get the question made ready for the engine, where it says "engine" below.
"""

import argparse
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from time import process_time
from typing import Any

import numpy as np

from benchmarks import peers
from benchmarks.generated import Generated, market
from benchmarks.peers import Edges, Pair
from careergraph.routes.arrays import YEAR
from careergraph.routes.case import Case
from careergraph.routes.engine.best import best, front
from careergraph.routes.engine.labelling import Clock, Effort
from careergraph.routes.engine.terrain import Problem
from careergraph.routes.question import CAUTIOUS, End, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.why.reach import spread

EFFORT = Effort(seconds=120.0)
BUDGET = 6
"""Steps allowed where a limit is asked for together with the least years."""

PLAIN = {"objectives": ("years",), "experience": Decimal(5), "k": 1}
"""The least years, by whoever has worked long enough not to have to wait."""
FULL = {
    "objectives": ("steps", "years", "new_skills"), "without_further_degree": True,
    "most_steps": 8, "most_years": Decimal(20), "avoid_licensed": True, "pay_never_drops": True,
}  # fmt: skip
"""All that a question can ask at once: three costs, one of them a range, and five limits."""


@dataclass(frozen=True)
class Row:
    """What one engine needs for one job: its median time a question, and as how many of ours."""

    job: str
    engine: str
    milliseconds: float
    ratio: float


@dataclass(frozen=True, eq=False)
class Ground:
    """A market, the steps that a plain question may take, and pairs of roles to ask about."""

    made: Generated
    edges: Edges
    pairs: list[Pair]

    def problem(self, pair: Pair, **asked: Any) -> Problem:
        """Return the question from one role of a pair to the other, ready for the engine."""
        roles = self.made.shape.roles
        start, goal = (End("Role", roles[n]) for n in pair)
        return Case(
            viewed(self.made.ladder, CAUTIOUS), RouteQuery(start, goal, **asked)
        ).problems()[0]


def ground(scale: int, pairs: int, seed: int = 11, **size: int) -> Ground:
    """Return a generated market, of another `size` if it is given, with random pairs of roles."""
    made = market(scale, **size)
    chosen = random.Random(seed)
    roles = range(len(made.shape.roles))
    some = [tuple(chosen.sample(roles, 2)) for _ in range(pairs)]
    bare = Ground(made, Edges(0, None, None, None), [])
    terrain = bare.problem((0, 1), **PLAIN).terrain
    opened = np.flatnonzero(terrain.open)
    cost = terrain.columns.longest[opened] * 4 // YEAR  # quarters of a year, as generated
    edges = Edges(len(roles), made.shape.start[opened], made.shape.end[opened], cost)
    return Ground(made, edges, [(a, b) for a, b in some])


# ---------------------------------------------------------------- our engine on the same jobs


def ours_least(on: Ground) -> peers.Cost:
    """The years of the best route, in quarters; what is asked first is kept ready."""
    return _least(on, PLAIN)


def ours_budget(on: Ground) -> peers.Cost:
    """The years of the best route with few steps."""
    return _least(on, {**PLAIN, "most_steps": BUDGET})


def _least(on: Ground, asked: dict[str, Any]) -> peers.Cost:
    ready = {pair: on.problem(pair, **asked) for pair in on.pairs}
    quarters = _quarters(on)

    def least(a: int, b: int) -> int | None:
        problem = ready[a, b]
        found = best(problem, 1, Clock(EFFORT)).routes
        return sum(quarters[step] for step in found[0]) if found else None

    return least


def ours_best(on: Ground) -> peers.Costs:
    """The years of the k best routes, in quarters."""
    ready = {pair: on.problem(pair, **{**PLAIN, "k": peers.K}) for pair in on.pairs}
    quarters = _quarters(on)

    def ranked(a: int, b: int) -> list[int]:
        problem = ready[a, b]
        routes = best(problem, peers.K, Clock(EFFORT)).routes
        return [sum(quarters[step] for step in route) for route in routes]

    return ranked


def ours_reach(on: Ground) -> Callable[[int], int]:
    """How many roles can be reached from a role."""
    terrain = on.problem((0, 1), **PLAIN).terrain
    form = on.made.shape

    def reached(a: int) -> int:
        far = spread(form, terrain.open, [form.roles[a]])
        again = bool((terrain.open & (form.end == a) & (far[form.start] >= 0)).any())
        return int((far > 0).sum()) + again

    return reached


def asked_whole(on: Ground, asked: dict[str, Any]) -> Callable[[int, int], int]:
    """How many routes answer a question, which is not made ready beforehand."""

    def answered(a: int, b: int) -> int:
        problem, clock = on.problem((a, b), **asked), Clock(EFFORT)
        k = asked.get("k")
        return len((best(problem, k, clock) if k else front(problem, clock)).routes)

    return answered


def _quarters(on: Ground) -> list[int]:
    """What each step takes, in quarters of a year."""
    quarters: list[int] = (on.problem((0, 1), **PLAIN).terrain.high * 4 // YEAR).tolist()
    return quarters


# ---------------------------------------------------------------- measuring

Job = Callable[..., Any]


def compared(
    name: str, ours: Job, others: dict[str, Job], asked: Sequence[tuple[int, ...]], rounds: int
) -> Iterator[Row]:
    """Yield a row for us and one for each other, all asked the same. Raises AssertionError.

    The error says which engine answers otherwise.
    """
    expected = [ours(*each) for each in asked]
    for engine, job in others.items():
        answers = [job(*each) for each in asked]
        assert answers == expected, f"{engine} answers {name} otherwise"
    times: dict[str, list[float]] = {"careergraph": [], **{engine: [] for engine in others}}
    for _ in range(rounds):
        for engine, job in (("careergraph", ours), *others.items()):
            times[engine].append(_seconds(job, asked) / len(asked))
    own = times["careergraph"]
    for engine, spent in times.items():
        ratio = median(theirs / mine for theirs, mine in zip(spent, own, strict=True))
        yield Row(name, engine, median(spent) * 1000, ratio)


def _seconds(job: Job, asked: Sequence[tuple[int, ...]]) -> float:
    begun = process_time()
    for each in asked:
        job(*each)
    return process_time() - begun


def each_time(job: Job, asked: Sequence[tuple[int, ...]]) -> list[float]:
    """Return the seconds that each question takes, the quicker of two tries."""
    return [min(_seconds(job, [each]) for _ in range(2)) for each in asked]


# ---------------------------------------------------------------- the table


def single(on: Ground, rounds: int, *, slow: bool) -> Iterator[Row]:
    """Yield the rows for least cost, k best, reach and one budget."""
    few = on.pairs[:10]
    quick = {"networkit, bidirectional": peers.networkit_bidirectional(on.edges)}
    yield from compared("least years", ours_least(on), quick, on.pairs, rounds)
    others = {"scipy": peers.scipy_dijkstra, "rustworkx": peers.rustworkx_dijkstra,
              "igraph": peers.igraph_dijkstra}  # fmt: skip
    if slow:
        others |= {"networkx Dijkstra": peers.networkx_dijkstra,
                   "networkx, bidirectional": peers.networkx_bidirectional}  # fmt: skip
    built = {name: make(on.edges) for name, make in others.items()}
    yield from list(compared("least years", ours_least(on), built, on.pairs[:30], rounds))[1:]
    simple = {"igraph": peers.igraph_simple_paths(on.edges)}
    if slow:
        simple["networkx"] = peers.networkx_simple_paths(on.edges)
    yield from compared(f"{peers.K} best loopless", ours_best(on), simple, few, rounds)
    if slow:
        path = {"SPARQL path, pyoxigraph": peers.oxigraph_path(on.edges)}
        asked = [(a,) for a, _ in few]
        yield from compared("all within reach", ours_reach(on), path, asked, rounds)
        plain = {"label setting in Python": peers.plain_label_setting(on.edges, BUDGET)}
        name = f"least years in {BUDGET} steps"
        yield from compared(name, ours_budget(on), plain, few, rounds)


def whole(on: Ground) -> Iterator[str]:
    """Yield how the whole question compares with one networkx Dijkstra on the same steps."""
    unit = median(each_time(peers.networkx_dijkstra(on.edges), on.pairs[:50]))
    spent = sorted(each_time(asked_whole(on, FULL), on.pairs))
    middle, worst = median(spent), spent[-1]
    yield (f"whole question, {len(spent)} pairs, in networkx Dijkstras on the same steps: "
           f"median {middle / unit:.2f}, worst {worst / unit:.2f}")  # fmt: skip


def growth(scales: Sequence[int], pairs: int) -> Iterator[str]:
    """Yield how the time grows with the market: for any two roles, and for two close by."""
    first: dict[str, float] = {}
    for scale in scales:
        on = ground(scale, pairs)
        near = [_close(on, a) for a, _ in on.pairs]
        jobs = {
            "least years, any pair": (asked_whole(on, PLAIN), on.pairs),
            "least years, two steps away": (asked_whole(on, PLAIN), near),
            "whole question, two steps away": (asked_whole(on, FULL), near),
        }
        told = []
        for name, (job, asked) in jobs.items():
            _seconds(job, asked[:3])  # so that what is kept for all questions is there
            spent = median(each_time(job, asked))
            first.setdefault(name, spent)
            told.append(f"{name} x{spent / first[name]:.1f} ({spent * 1000:.2f} ms)")
        yield f"x{scale} ({len(on.made.shape.steps):,} steps): {'; '.join(told)}; {_memory(on)}"


def _close(on: Ground, start: int) -> Pair:
    """A role and one that the cheapest open steps reach in two."""
    terrain, form = on.problem((0, 1), **PLAIN).terrain, on.made.shape
    role = start
    for _ in range(2):
        steps = [s for s in range(form.first[role], form.first[role + 1])
                 if terrain.open[s] and form.end[s] not in (start, role)]  # fmt: skip
        role = int(form.end[min(steps, key=lambda s: terrain.high[s])]) if steps else role
    return (start, role) if role != start else (start, (start + 1) % len(form.roles))


def _memory(on: Ground) -> str:
    """What the searches so far keep, as a multiple of the columns they work on."""
    columns = on.problem((0, 1), **PLAIN).terrain.columns
    arrays = _bytes([columns.shape, columns])
    kept = _bytes([columns.shape, columns, *columns._made.values(),
                   *on.made.ladder.keep("recent", dict).values()])  # fmt: skip
    return f"memory x{kept / arrays:.2f} of {arrays / 2**20:,.0f} MB of columns"


def _bytes(found: list[Any]) -> int:
    """The bytes of all different arrays within these objects."""
    sizes: dict[int, int] = {}
    seen: set[int] = set()
    queue = list(found)
    while queue:
        each = queue.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, np.ndarray):
            base = each if each.base is None or not isinstance(each.base, np.ndarray) else each.base
            sizes[id(base)] = base.nbytes
        elif isinstance(each, dict):
            queue += each.values()
        elif isinstance(each, (list, tuple)) and len(each) < 1000:
            queue += each
        elif hasattr(each, "__dict__"):
            queue += vars(each).values()
    return sum(sizes.values())


def table(rows: Sequence[Row]) -> str:
    """Return rows as Markdown: what each engine needs, as a multiple of what we do."""
    lines = ["| job | engine | ms a question | of ours |", "|---|---|---:|---:|"]
    lines += [f"| {r.job} | {r.engine} | {r.milliseconds:.2f} | x{r.ratio:.1f} |" for r in rows]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 10, 100])
    parser.add_argument("--pairs", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    on = ground(asked.scale[0], asked.pairs)
    print(f"{len(on.made.shape.roles):,} roles, {len(on.made.shape.steps):,} steps\n")
    print(table(list(single(on, asked.rounds, slow=True))), flush=True)
    for line in whole(on):
        print(f"\n{line}", flush=True)
    print()
    for line in growth(asked.scale, min(asked.pairs, 50)):
        print(f"- {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
