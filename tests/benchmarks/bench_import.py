"""What an import costs beside rdflib parsing and pyoxigraph bulk-loading the same triples.

    PYTHONPATH=tests python -m benchmarks.bench_import [--without-rdflib]

ESCO and O*NET, from the publishers' files into a market, one after the other; then the triples that
were read, from N-Triples: into rdflib graphs in memory, and into an Oxigraph store on disk, which
is the limit. Each job is a process of its own; of the two imports the peak is the greater one. An
import also derives steps, keeps columns and names, and leaves the store optimised. Last, how long
the market takes to open and give a first triple, and all its claims.
"""

import argparse
import gzip
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from careergraph.market import generations
from shared import SHARED

RELEASES = (("esco", SHARED / "data" / "esco-1.1.1"), ("onet", SHARED / "data" / "onet-30.1"))

BULK = "pyoxigraph bulk_load, to disk"
RDFLIB = "rdflib, parsing"
OURS = "careergraph import"

_BULK = """
import sys, pyoxigraph as ox
store = ox.Store(sys.argv[1])
for n, path in enumerate(sys.argv[2:]):
    graph = ox.NamedNode(f"x:{n}")
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES, to_graph=graph, lenient=True)
store.flush()
print(len(store))
"""
_RDFLIB = """
import sys, rdflib
print(sum(len(rdflib.Graph().parse(path, format="nt")) for path in sys.argv[1:]))
"""
_STATED = """
import sys, careergraph
count = "SELECT (COUNT(*) AS ?n) {{ GRAPH <{}> {{ ?s ?p ?o }} }}"
store = careergraph.open(sys.argv[1]).store
print(sum(int(next(iter(store.query(count.format(g))))["n"].value) for g in sys.argv[2:]))
"""
_OPENED = """
import sys, time, careergraph
begun = time.perf_counter()
graph = careergraph.open(sys.argv[1])
next(iter(graph.store.quads_for_pattern(None, None, None, None)))
opened = time.perf_counter()
len(graph.book.claims)
print(opened - begun, time.perf_counter() - begun)
"""


@dataclass(frozen=True)
class Row:
    """What one job costs: seconds on the clock and of all processors, and the most memory."""

    job: str
    wall: float
    cpu: float
    megabytes: float

    def __add__(self, other: "Row") -> "Row":
        return Row(self.job, self.wall + other.wall, self.cpu + other.cpu,
                   max(self.megabytes, other.megabytes))  # fmt: skip


TESTS = Path(__file__).parents[1]
"""Where processes of their own find the benchmarks, too."""


def ran(job: str, *command: str) -> tuple[Row, str]:
    """Run a Python process to its end. Return what it cost and what it printed."""
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        path = os.pathsep.join(filter(None, (str(TESTS), os.environ.get("PYTHONPATH"))))
        process = subprocess.Popen([sys.executable, *command], stdout=said,
                                   stderr=subprocess.DEVNULL,
                                   env={**os.environ, "PYTHONPATH": path})  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0, f"{job} failed: {' '.join(command)[:200]}"
        said.seek(0)
        cpu = usage.ru_utime + usage.ru_stime
        return Row(job, wall, cpu, usage.ru_maxrss / 1024), said.read()


def measured(
    releases: Sequence[tuple[str, Path]], folder: Path, *, rdflib: bool = True
) -> list[Row]:
    """Return what importing costs, and what the others do. Raises AssertionError.

    The error says who read another number of triples.
    """
    market = folder / "market"
    each = [ran(OURS, "-m", "careergraph", "import", name, str(path), "--into", str(market))[0]
            for name, path in releases]  # fmt: skip
    rows = [sum(each[1:], each[0])]
    files = unpacked(market, folder)
    graphs = [f"https://w3id.org/careergraph/id/graph/{Path(file).stem}" for file in files]
    _, expected = ran("counting", "-c", _STATED, str(market), *graphs)
    others: dict[str, tuple[str, ...]] = {BULK: ("-c", _BULK, str(folder / "bulk"), *files)}
    if rdflib:
        others[RDFLIB] = ("-c", _RDFLIB, *files)
    for job, command in others.items():
        row, found = ran(job, *command)
        assert found == expected, f"{job} reads {found.strip()} triples, not {expected.strip()}"
        rows.append(row)
    return rows


def unpacked(market: Path, folder: Path) -> list[str]:
    """Write the triples of each release in a market to a file. Return their names."""
    names = []
    for packed in sorted((generations.current(market) / "sources").glob("*.nt.gz")):
        name = folder / packed.name.removesuffix(".gz")
        with gzip.open(packed) as source, name.open("wb") as out:
            shutil.copyfileobj(source, out)
        names.append(str(name))
    return names


def opening(market: Path) -> tuple[float, float]:
    """Return the seconds in which a market opens, and those until its claims are there."""
    _, said = ran("opening", "-c", _OPENED, str(market))
    opened, read = map(float, said.split())
    return opened, read


def table(rows: Sequence[Row]) -> str:
    """Return rows as Markdown, each beside the bulk load."""
    bulk = next(row for row in rows if row.job == BULK)
    lines = ["| job | wall s | CPU s | peak MB | wall, of bulk load | CPU, of bulk load |",
             "|---|---:|---:|---:|---:|---:|"]  # fmt: skip
    lines += [
        f"| {r.job} | {r.wall:.1f} | {r.cpu:.1f} | {r.megabytes:,.0f} "
        f"| x{r.wall / bulk.wall:.2f} | x{r.cpu / bulk.cpu:.2f} |"
        for r in rows
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, or why there is none."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--without-rdflib", action="store_true",
                        help="leave out rdflib, which needs some gigabytes")  # fmt: skip
    asked = parser.parse_args(arguments)
    missing = [str(path) for _, path in RELEASES if not path.is_dir()]
    if missing:
        print(f"imports are not measured: there is no {' and no '.join(missing)}")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(table(measured(RELEASES, Path(folder), rdflib=not asked.without_rdflib)))
        opened, read = opening(Path(folder) / "market")
        print(f"\nthe market gives a first triple in {opened:.2f} s, its claims in {read:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
