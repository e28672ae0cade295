"""The service for half an hour at half load: nothing may grow, neither memory nor descriptors nor
the time to an answer.

    PYTHONPATH=tests python -m benchmarks.soak --minutes 30

Clients ask cheap, medium and heavy queries, some that are over the limit, some that are wrong, and
some leave before they have their answer. What the service takes is looked at in turns, and a line
is fitted to each measure: it grows when its slope is above zero by more than three times its
standard error and comes to more than is tolerated over the whole. The exit code is 1 then.
"""

import argparse
import asyncio
import contextlib
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import quote, urlsplit

from benchmarks.bench_serve import RUNAWAY, generated, queries, targeted
from benchmarks.endpoints import Endpoint, family, ours
from benchmarks.load import ACCEPT, put, quantile

CLIENTS, SECONDS_A_QUERY, MEGABYTES_A_QUERY = 16, 2, 300
TURNS = 30
"""How often is looked, at most once a minute."""

TOLERATED = {"front": 0.05, "keeper": 0.05, "workers": 0.25, "descriptors": 0.1, "processes": 0.1,
             "p50": 0.5, "p99": 1.0}  # fmt: skip
"""The share of its mean by which a measure may seem to have grown in the end, from noise."""


@dataclass(frozen=True)
class Kind:
    """A way of asking: how many of a thousand do so, what they may get, and if they leave first."""

    name: str
    share: int
    targets: Sequence[str]
    statuses: frozenset[int]
    stays: float = 60.0


@dataclass(frozen=True)
class Look:
    """What was seen in a turn: megabytes, descriptors, processes, milliseconds of cheap answers."""

    second: float
    front: float
    keeper: float
    workers: float
    descriptors: int
    processes: int
    p50: float
    p99: float


@dataclass
class Seen:
    """What clients saw since the last look, and what they should not have seen at all."""

    cheap: list[float] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)


def kinds(path: str) -> list[Kind]:
    """Return the ways of asking an endpoint at `path`."""
    asked = queries()
    target = {
        name: [f"{path}?query={quote(text)}" for text in texts] for name, texts in asked.items()
    }
    away = [f"{path}?query={quote(RUNAWAY)}"]
    good, over = frozenset({200}), frozenset({503})
    return [
        Kind("cheap", 840, target["cheap"], good),
        Kind("medium", 90, target["medium"], good),
        Kind("heavy", 18, target["heavy"], good | over),
        Kind("over the limit", 1, away, over),
        Kind("leaves", 1, away, frozenset(), stays=0.2),
        Kind("wrong", 40, [f"{path}?query=SELECT+nothing+at+all"], frozenset({400})),
        Kind("nowhere", 10, ["/nothing/here"], frozenset({404})),
    ]


async def client(
    endpoint: Endpoint, known: Sequence[Kind], number: int, pause: float, seen: Seen
) -> None:
    """Ask again and again, `pause` seconds apart, over one connection while it lasts."""
    chance = random.Random(number)
    shares = [kind.share for kind in known]
    due = time.perf_counter() + chance.random() * pause
    link: Link | None = None
    try:
        while True:
            due = max(due + pause, time.perf_counter() - 1)  # what was missed is not made up for
            await asyncio.sleep(max(due - time.perf_counter(), 0))
            kind = chance.choices(known, shares)[0]
            link = link or await opened(endpoint)
            if not await noted(link, endpoint, kind, chance.choice(kind.targets), seen):
                await close(link)
                link = None
    finally:
        if link:
            await close(link)


async def noted(link: "Link", endpoint: Endpoint, kind: Kind, target: str, seen: Seen) -> bool:
    """Ask, note what comes of it, and return whether the connection is still good."""
    begun = time.perf_counter()
    try:
        async with asyncio.timeout(kind.stays):
            status = await asked(link, endpoint, target)
    except (TimeoutError, OSError, asyncio.IncompleteReadError):
        status = 0
    if kind.name == "cheap":
        seen.cheap.append(1000 * (time.perf_counter() - begun))
    seen.answers[kind.name] += 1
    if status not in (kind.statuses or {0}):
        seen.wrong[f"{kind.name}: {status}"] += 1
    return status > 0


async def close(link: "Link") -> None:
    """Leave, whether an answer is still to come or not."""
    link[1].close()
    with contextlib.suppress(OSError):
        await link[1].wait_closed()


Link = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def opened(endpoint: Endpoint) -> Link:
    """Return a new connection."""
    parts = urlsplit(endpoint.address)
    return await asyncio.open_connection(parts.hostname, parts.port)


async def asked(link: Link, endpoint: Endpoint, target: str) -> int:
    """Ask over a connection and return the status of the answer, once that is whole."""
    reader, writer = link
    host = urlsplit(endpoint.address).netloc
    writer.write(f"GET {target} HTTP/1.1\r\nHost: {host}\r\nAccept: {ACCEPT}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    if length:
        await reader.readexactly(int(length[1]))
    elif b"chunked" in head.lower():
        await reader.readuntil(b"\r\n0\r\n\r\n")
    return int(head[9:12])


def look(endpoint: Endpoint, second: float, cheap: Sequence[float]) -> Look:
    """Return what the service takes at this moment."""
    front, *others = family(endpoint.process)
    keeper, workers = (others[0], others[1:]) if others else (front, [])
    return Look(
        second, resident(front), resident(keeper), sum(own_memory(each) for each in workers),
        descriptors(front) + descriptors(keeper), 1 + len(others),
        quantile(cheap, 0.5), quantile(cheap, 0.99),
    )  # fmt: skip


def resident(process: int) -> float:
    """Return the megabytes that a process holds."""
    return _megabytes(f"/proc/{process}/status", r"VmRSS:\s+(\d+)")


def own_memory(process: int) -> float:
    """Return the megabytes that a process shares with no other."""
    return _megabytes(f"/proc/{process}/smaps_rollup", r"Private_(?:Clean|Dirty):\s+(\d+)")


def _megabytes(path: str, pattern: str) -> float:
    try:
        told = Path(path).read_text()
    except OSError:
        return 0.0  # it has ended meanwhile
    return sum(map(int, re.findall(pattern, told))) / 1024


def descriptors(process: int) -> int:
    """Return how many files and connections a process has open."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:
        return 0


def slope(times: Sequence[float], values: Sequence[float]) -> tuple[float, float]:
    """Return the slope of the line that fits best, and its standard error."""
    fitted = statistics.linear_regression(times, values)
    off = [y - fitted.slope * x - fitted.intercept for x, y in zip(times, values, strict=True)]
    middle = statistics.fmean(times)
    spread = sum((x - middle) ** 2 for x in times)
    return fitted.slope, (sum(e * e for e in off) / (len(off) - 2) / spread) ** 0.5


def grown(looks: Sequence[Look]) -> list[str]:
    """Return what has grown, a line each, with the slope and its error an hour."""
    found = []
    times = [each.second for each in looks]
    for name, share in TOLERATED.items():
        values = [float(getattr(each, name)) for each in looks]
        rise, error = slope(times, values)
        surely = (rise - 3 * error) * (times[-1] - times[0])
        if surely > share * statistics.fmean(values):
            found.append(f"{name} grows by {3600 * rise:.3g} ± {3600 * error:.2g} an hour, "
                         f"from {values[0]:.3g} to {values[-1]:.3g}")  # fmt: skip
    return found


async def soak(endpoint: Endpoint, *, seconds: float, rate: float, clients: int = CLIENTS,
               turns: int = TURNS) -> tuple[list[Look], Seen]:  # fmt: skip
    """Ask `rate` times a second for `seconds`, and return what was seen in each turn."""
    seen, known, begun = Seen(), kinds(endpoint.path), time.monotonic()
    tasks = [asyncio.create_task(client(endpoint, known, number, clients / rate, seen))
             for number in range(clients)]  # fmt: skip
    looks = []
    try:
        for number in range(1, turns + 1):
            await asyncio.sleep(begun + seconds * number / turns - time.monotonic())
            cheap, seen.cheap = seen.cheap, []
            looks.append(look(endpoint, time.monotonic() - begun, cheap))
            print(line(looks[-1]), flush=True)
            broken = [task.exception() for task in tasks if task.done()]
            if broken:
                raise RuntimeError(f"a client broke off: {broken[0]!r}")
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return looks, seen


def run(
    endpoint: Endpoint, *, seconds: float, rate: float, clients: int = CLIENTS, turns: int = TURNS
) -> tuple[list[Look], Seen]:
    """Do a soak and return what was seen."""
    return asyncio.run(soak(endpoint, seconds=seconds, rate=rate, clients=clients, turns=turns))


HEADER = "| second | front MB | keeper MB | workers' own MB | descriptors | processes | p50 | p99 |"


def line(seen: Look) -> str:
    """Return a look as a row of the table."""
    values = [getattr(seen, each.name) for each in fields(seen)]
    return "| " + " | ".join(f"{value:,.1f}".removesuffix(".0") for value in values) + " |"


def at_rest(endpoint: Endpoint, processes: int, *, within: float = 10.0) -> bool:
    """Whether the service comes back to as many processes as it began with."""
    until = time.monotonic() + within
    while time.monotonic() < until:
        if len(family(endpoint.process)) == processes and endpoint.answers(within=5):
            return True
        time.sleep(0.2)
    return False


def half_load(endpoint: Endpoint, folder: Path, *, seconds: float = 3.0) -> float:
    """Return half of the requests a second that the service can take of this mix."""
    targets = targeted(endpoint, queries()["mix"], folder / "mix.txt")
    return put(endpoint.address, targets, clients=CLIENTS, seconds=seconds).rate / 2


def faults(minutes: float, *, turns: int, folder: Path) -> list[str]:
    """Run a soak and return what was wrong."""
    data = folder / "roles.nt"
    generated(data)
    limits = ("--timeout", str(SECONDS_A_QUERY), "--memory", str(MEGABYTES_A_QUERY))
    with ours(data, folder, *limits) as endpoint:
        rate = max(half_load(endpoint, folder), 1.0)
        processes = len(family(endpoint.process))
        print(f"\n{minutes:g} minutes, {rate:,.0f} requests a second of {CLIENTS} clients\n")
        print(f"{HEADER}\n|{'---:|' * 8}", flush=True)
        looks, seen = run(endpoint, seconds=60 * minutes, rate=rate, turns=turns)
        print(f"\nasked: {dict(seen.answers)}")
        found = grown(looks[turns // 5 :])  # what it takes to warm up is not growth
        found += [
            f"{count} times {what}, which should not be" for what, count in seen.wrong.items()
        ]
        if not at_rest(endpoint, processes):
            found.append(
                f"{len(family(endpoint.process))} processes in the end, {processes} before"
            )
    return found


def main() -> None:
    """Run for the minutes asked for; exit with 1 when anything was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=30.0)
    minutes = parser.parse_args().minutes
    with tempfile.TemporaryDirectory() as name:
        found = faults(minutes, turns=max(12, min(TURNS, round(minutes))), folder=Path(name))
    for each in found:
        print(each)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
