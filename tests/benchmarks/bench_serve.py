"""The service under load, beside `oxigraph serve` and rdflib-endpoint, on the same triples.

    PYTHONPATH=tests python -m benchmarks.bench_serve

Rounds are interleaved: each server has its turn in each. No two queries that follow one another
are the same, so that nobody answers from memory. Ratios are medians of those within a round, since
the machine may be busier in one than in another; for the same reason the processor time that an
answer takes is told, which is steadier than how many come in a second.
"""

import os
import random
import signal
import statistics
import tempfile
import threading
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from benchmarks.endpoints import (
    OURS,
    OXIGRAPH,
    RDFLIB,
    Endpoint,
    all_over,
    ours,
    processor_seconds,
)
from benchmarks.load import GENERATOR, Load, put
from careergraph.terms import CAREER, ID, PREFIXES

ROLES, SKILLS, INDUSTRIES = 3_000, 2_000, 12
CLIENTS = (1, 8, 64)
ROUNDS, SECONDS, PATIENCE = 3, 3.0, 8.0
MEASURED = ("cheap", "medium", "mix")
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"

_LABEL, _TYPE = PREFIXES["skos"] + "prefLabel", PREFIXES["rdf"] + "type"


def generated(path: Path, *, roles: int = ROLES, seed: int = 7) -> None:
    """Write a graph of roles, their industries and skills: 32 triples a role."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8") as out:
        for n in range(roles):
            role = f"<{ID}role/r{n}>"
            out.write(f"{role} <{_TYPE}> <{CAREER.Role}> .\n")
            out.write(f'{role} <{_LABEL}> "Role number {n}"@en .\n')
            out.write(f"{role} <{CAREER.level}> <{CAREER}level{n % 5}> .\n")
            industry = chance.randrange(INDUSTRIES)
            out.write(f"{role} <{CAREER.industry}> <{ID}industry/i{industry}> .\n")
            for skill in chance.sample(range(SKILLS), 28):
                out.write(f"{role} <{CAREER.essentialSkill}> <{ID}skill/s{skill}> .\n")


def queries(roles: int = ROLES) -> dict[str, list[str]]:
    """Return what is asked, by how much work it is."""
    cheap = [f"SELECT ?l {{ <{ID}role/r{n}> <{_LABEL}> ?l }}" for n in range(roles)]
    medium = [
        f"SELECT ?s (COUNT(?r) AS ?n) {{ ?r <{CAREER.industry}> <{ID}industry/i{n % INDUSTRIES}> ; "
        f"<{CAREER.essentialSkill}> ?s }} GROUP BY ?s ORDER BY DESC(?n) LIMIT {10 + n}"
        for n in range(120)
    ]
    heavy = [
        f"SELECT ?s (COUNT(?r) AS ?n) {{ ?r <{CAREER.level}> ?l ; <{CAREER.essentialSkill}> ?s "
        f"FILTER(?l != <{CAREER}level{n % 5}>) }} GROUP BY ?s ORDER BY DESC(?n) LIMIT {10 + n}"
        for n in range(30)
    ]
    return {
        "cheap": cheap, "medium": medium, "heavy": heavy, "mix": mixed(cheap, medium, heavy),
    }  # fmt: skip


def mixed(cheap: Sequence[str], medium: Sequence[str], heavy: Sequence[str]) -> list[str]:
    """Return a hundred times: 87 cheap queries, 10 medium, 3 heavy, in an order of chance."""
    chance = random.Random(11)
    found = []
    for _ in range(10):
        part = chance.choices(cheap, k=87) + chance.choices(medium, k=10)
        part += chance.choices(heavy, k=3)
        chance.shuffle(part)
        found += part
    return found


@dataclass(frozen=True)
class Turn:
    """What a server did in its turn: the load, and microseconds of the processor an answer."""

    server: str
    queries: str
    clients: int
    load: Load
    front: float
    others: float


def turn(endpoint: Endpoint, kind: str, targets: Path, clients: int, seconds: float) -> Turn:
    """Put load on a server and look at what it takes."""
    before = processor_seconds(endpoint.process)
    load = put(endpoint.address, targets, clients=clients, seconds=seconds)
    after = processor_seconds(endpoint.process)
    front, others = (
        (b - a) * 1e6 / max(load.answers, 1) for a, b in zip(before, after, strict=True)
    )
    return Turn(endpoint.name, kind, clients, load, front, others)


def turns(
    endpoints: Sequence[Endpoint], kind: str, texts: Sequence[str], folder: Path, *,
    clients: Sequence[int] = CLIENTS, rounds: int = ROUNDS, seconds: float = SECONDS,
) -> Iterator[Turn]:  # fmt: skip
    """Yield the turn of each server with a kind of query and each number of clients, in rounds.

    One that is still at work for clients that have left is ended: it would be in others' way.
    """
    there = list(endpoints)
    for number in clients:
        for _ in range(rounds):
            for endpoint in list(there):
                targets = targeted(endpoint, texts, folder / f"{kind}.txt")
                yield turn(endpoint, kind, targets, number, seconds)
                if not endpoint.answers(within=PATIENCE):
                    os.kill(endpoint.process, signal.SIGKILL)
                    there.remove(endpoint)


def targeted(endpoint: Endpoint, texts: Sequence[str], path: Path) -> Path:
    """Write what is asked of a server as targets."""
    path.write_text("".join(f"{endpoint.path}?query={quote(text, safe='')}\n" for text in texts))
    return path


def table(found: Sequence[Turn], asked: Sequence[str], servers: Sequence[str]) -> str:
    """Return turns as Markdown: medians over the rounds, and ratios to our rate."""
    lines = [
        "| queries | clients | server | answers/s | of ours | p50 ms | p99 ms | CPU µs an answer |",
        "|---|---:|---|---:|---:|---:|---:|---:|",
    ]
    for kind in asked:
        for clients in sorted({each.clients for each in found}):
            mine = [t for t in found if (t.queries, t.clients) == (kind, clients)]
            for server in servers:
                lines.append(f"| {kind} | {clients} | {server} | {_told(mine, server)} |")
    return "\n".join(lines)


def _told(found: Sequence[Turn], server: str) -> str:
    its = [each for each in found if each.server == server]
    if not any(each.load.rate for each in its):
        return "none | | | | "
    middle = statistics.median
    return (
        f"{middle(t.load.rate for t in its):,.0f} | {_ratio(found, server)} "
        f"| {middle(t.load.p50 for t in its):.1f} | {middle(t.load.p99 for t in its):.1f} "
        f"| {middle(t.front for t in its):,.0f} + {middle(t.others for t in its):,.0f}"
    )


def _ratio(found: Sequence[Turn], server: str) -> str:
    rates = [[t.load.rate for t in found if t.server == name] for name in (server, OURS)]
    ratios = [its / our for its, our in zip(*rates, strict=False) if our]
    return f"x{statistics.median(ratios):.2f}" if ratios else ""


@contextmanager
def running_away(endpoint: Endpoint, count: int) -> Iterator[None]:
    """Keep queries that never end by themselves at work beside what is measured."""
    over = threading.Event()

    def ask() -> None:
        while not over.is_set():
            try:
                address = f"{endpoint.address}{endpoint.path}?query={quote(RUNAWAY)}"
                urllib.request.urlopen(address, timeout=60).read()
            except OSError:
                over.wait(0.05)

    threads = [threading.Thread(target=ask, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    over.wait(1.5)
    try:
        yield
    finally:
        over.set()


def beside_runaways(endpoint: Endpoint, targets: Path, *, rounds: int = ROUNDS,
                    seconds: float = SECONDS, clients: int = 8) -> str:  # fmt: skip
    """Return how long the slowest hundredth of cheap queries takes, alone and beside runaways."""
    lines = ["| runaways | answers/s | p50 ms | p99 ms | p99, of that without |",
             "|---:|---:|---:|---:|---:|"]  # fmt: skip
    alone: list[float] = []
    for count in (0, 1, 2):
        loads = []
        for _ in range(rounds):
            with running_away(endpoint, count):
                loads.append(put(endpoint.address, targets, clients=clients, seconds=seconds))
        rate, p50, p99 = (statistics.median(getattr(load, name) for load in loads)
                          for name in ("rate", "p50", "p99"))  # fmt: skip
        alone = alone or [p99]
        lines.append(f"| {count} | {rate:,.0f} | {p50:.1f} | {p99:.1f} | x{p99 / alone[0]:.2f} |")
    return "\n".join(lines)


def main() -> None:
    """Print the tables."""
    with tempfile.TemporaryDirectory() as name:
        folder, asked = Path(name), queries()
        data = folder / "roles.nt"
        generated(data)
        load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
        print(
            f"\n## The service under load\n\n{32 * ROLES:,} triples, {os.cpu_count()} processors, "
            f"before it a load of {load}; {ROUNDS} rounds of {SECONDS:g} s by {GENERATOR}\n"
        )
        found: list[Turn] = []
        for kind in MEASURED:
            with all_over(data, folder) as endpoints:
                found += turns(endpoints, kind, asked[kind], folder)
        print(table(found, MEASURED, (OURS, OXIGRAPH, RDFLIB)))
        with ours(data, folder, "--timeout", "3") as endpoint:
            targets = targeted(endpoint, asked["cheap"], folder / "cheap.txt")
            print("\nCheap queries of 8 clients beside queries that run away:\n")
            print(beside_runaways(endpoint, targets))


if __name__ == "__main__":
    main()
