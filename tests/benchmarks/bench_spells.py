"""How fast spells become a matrix, beside the limit and beside pandas, and how it grows.

    PYTHONPATH=tests python -m benchmarks.bench_spells [--rows 100000000] [--memory 12GB]
        [--threads 2] [--into FOLDER]

So many spells are generated, four for each person and far apart in the file, between 530
occupations of unequal size. Then, each in a process of its own, with its time, CPU time and peak
memory: a bare scan by DuckDB, which reads every column and computes next to nothing, is the limit;
`moves.extracted` counts the moves, distinct persons a cell among them; and so does pandas, on the
spells of a hundredth of the persons, after its counts were found equal. Last, the same for a tenth
and a hundredth of the rows. What does not fit into the memory that DuckDB is given goes to disk.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

PERSONS = 4
"""How many spells a person has."""

GAP = 365
RULE: dict[str, Any] = {"gap": GAP}

_GENERATED = """
COPY (
    SELECT person, start, CASE WHEN hash(i + 3) % 20 > 0 THEN start + lasts END AS "end",
           lpad(floor(530 * u * u)::INT::VARCHAR, 4, '0') AS occupation
    FROM (
        SELECT i, (i * 2654435761) % {persons} AS person,
               DATE '1990-01-01' + (hash((i * 2654435761) % {persons}) % 1000)::INT
                   + (i // {persons})::INT * 700 + (hash(i) % 300)::INT AS start,
               (200 + hash(i + 1) % 500)::INT AS lasts, (hash(i + 2) % 1000000) / 1000000.0 AS u
        FROM range({rows}) AS t(i)
    )
) TO '{path}' (FORMAT parquet)
"""


class Measured(NamedTuple):
    """What one way to do it took, and what it printed last."""

    seconds: float
    cpu: float
    peak_gb: float
    said: str


def generate(path: Path, rows: int) -> None:
    """Write so many spells."""
    import duckdb

    with duckdb.connect(config={"preserve_insertion_order": "false"}) as engine:
        persons = max(rows // PERSONS, 1)
        engine.execute(_GENERATED.format(persons=persons, rows=rows, path=path))


def sampled(path: Path, some: Path) -> None:
    """Write the spells of a hundredth of the persons."""
    import duckdb

    with duckdb.connect() as engine:
        engine.execute(f"COPY (SELECT * FROM '{path}' WHERE person % 100 = 0) TO '{some}' "
                       "(FORMAT parquet)")  # fmt: skip


# ---------------------------------------------------------------- the ways


def scan(path: str, memory: str, threads: int) -> str:
    """Read every column, and compute next to nothing."""
    import duckdb

    config = {"memory_limit": memory, "threads": str(threads)}
    with duckdb.connect(config=config) as engine:
        # A sum or a maximum would be read from the statistics in the file.
        found = engine.execute(
            f"SELECT count(*), bit_xor(hash(person, start, \"end\", occupation)) FROM '{path}'"
        ).fetchone()
    assert found is not None
    return f"{found[0]:,} rows"


def ours(path: str, memory: str, threads: int) -> str:
    """Count the moves with `moves.extracted`."""
    from careergraph.transitions import engines, moves, spells
    from careergraph.transitions.rule import Rule

    with tempfile.TemporaryDirectory(dir=Path(path).parent) as spill:
        backend = engines.duckdb(memory=memory, threads=threads, spill=spill)
        found = moves.extracted(spells.read(path, backend=backend), Rule(**RULE))
    counts = found.counts
    assert counts.distinct is not None
    return _told(counts.persons.nnz, counts.persons.sum(), counts.distinct.sum())


def pandas(path: str, _: str, __: int) -> str:
    """Count the moves as one would in pandas."""
    import pyarrow.parquet

    spells = pyarrow.parquet.read_table(path).to_pandas(date_as_object=False)
    open_ended = spells["end"].isna()
    spells = spells[open_ended | (spells["end"] >= spells["start"])]
    keys = ["person", "start", "end", "occupation"]
    spells = spells.sort_values(keys, na_position="last", kind="stable")
    # Of spells that begin at once the last, which is the longest.
    spells = spells.drop_duplicates(["person", "start"], keep="last")
    after = spells.groupby("person", sort=False).shift(-1)
    gap = (after["start"] - spells["end"]).dt.days
    moved = (gap >= 0) & (gap <= GAP) & (after["occupation"] != spells["occupation"])
    made = spells[moved].assign(destination=after["occupation"][moved])
    cells = made.groupby(["occupation", "destination"])["person"].agg(["size", "nunique"])
    return _told(len(cells), cells["size"].sum(), cells["nunique"].sum())


def _told(cells: Any, moves: Any, persons: Any) -> str:
    return f"{int(cells):,} cells, {int(moves):,} moves, {int(persons):,} persons by cell"


WAYS: dict[str, Callable[[str, str, int], str]] = {"scan": scan, "ours": ours, "pandas": pandas}


def measured(way: str, path: Path, memory: str, threads: int) -> Measured:
    """Do it in a process of its own."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "benchmarks.bench_spells", "--only", way, "--at", str(path),
               "--memory", memory, "--threads", str(threads)]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout as out:
        said = out.read().strip()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{way} failed on {path}")
    seconds, inside, words = said.split("\t")
    assert float(seconds) <= time.perf_counter() - begun
    return Measured(float(seconds), float(inside), used.ru_maxrss / 1e6, words)


# ---------------------------------------------------------------- what is printed


def _line(name: str, rows: int, took: Measured, limit: Measured | None) -> str:
    rate = rows / took.seconds
    of_limit = f"{took.seconds / limit.seconds:7.1f} x the scan" if limit else ""
    return (
        f"{name:<8}{rows:>13,} rows{took.seconds:>9.1f} s{took.cpu:>9.1f} s CPU"
        f"{took.peak_gb:>7.2f} GB{rate:>13,.0f} rows/s  {of_limit:<20}  {took.said}"
    )


def compared(rows: int, folder: Path, memory: str, threads: int) -> dict[str, Measured]:
    """Generate, measure and print one size."""
    path, some = folder / f"spells-{rows}.parquet", folder / f"spells-{rows}-some.parquet"
    if not path.exists():
        generate(path, rows)
    sampled(path, some)
    found = {name: measured(name, path, memory, threads) for name in ("scan", "ours")}
    found["pandas"] = measured("pandas", some, memory, threads)
    again = measured("ours", some, memory, threads)
    if again.said != found["pandas"].said:
        raise SystemExit(f"pandas found {found['pandas'].said}; we found {again.said}")
    print(f"\n{rows:,} spells of {rows // PERSONS:,} persons, {path.stat().st_size / 1e9:.2f} GB")
    print(_line("scan", rows, found["scan"], None))
    print(_line("ours", rows, found["ours"], found["scan"]))
    few = int(scan(str(some), memory, threads).split()[0].replace(",", ""))
    print(_line("pandas", few, found["pandas"], None))
    print(_line("ours", few, again, None), flush=True)
    some.unlink()
    return found


def main() -> None:
    """Measure, or be measured."""
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--rows", type=int, default=100_000_000)
    parser.add_argument("--memory", default="12GB", help="what DuckDB may take")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--into", type=Path, help="where the files are kept; else nowhere")
    parser.add_argument("--only", choices=list(WAYS), help=argparse.SUPPRESS)
    parser.add_argument("--at", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.only:
        begun, worked = time.perf_counter(), time.process_time()
        said = WAYS[asked.only](asked.at, asked.memory, asked.threads)
        print(time.perf_counter() - begun, time.process_time() - worked, said, sep="\t")
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.into or Path(temporary)
        sizes = [asked.rows // 100, asked.rows // 10, asked.rows]
        made = [compared(rows, folder, asked.memory, asked.threads) for rows in sizes]
    print("\nten times the rows take")
    for less, more, rows in zip(made, made[1:], sizes[1:], strict=False):
        took = more["ours"].cpu / less["ours"].cpu
        limit = more["scan"].cpu / less["scan"].cpu
        print(f"{rows:>13,} rows: {took:.1f} x the CPU time (a bare scan: {limit:.1f} x)")


if __name__ == "__main__":
    main()
