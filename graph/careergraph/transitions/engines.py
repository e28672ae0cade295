"""The engines behind Ibis: DuckDB here, Spark on a cluster, any database by its address.

Every file is opened here and nowhere else, so that each engine reads it in the same way: a CSV as
text, whose cells are judged by the same expressions everywhere.
"""

import csv
import glob
import gzip
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from careergraph.errors import (
    EvaluationError,
    FormatError,
    MissingExtraError,
    ParameterError,
    ParseError,
    ReadError,
)

Backend = Any
Table = Any
"""An Ibis backend, and an `ibis.expr.types.Table`: ibis says nothing of its types."""

TEXT = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz")
PARQUET = (".parquet", ".pq")


def ibis() -> Any:
    """Return the module ibis. Raises MissingExtraError."""
    return _extra("ibis", "transitions")


def _extra(module: str, extra: str) -> Any:
    try:  # type checkers need not find an extra
        return import_module(module)
    except ImportError:
        raise MissingExtraError(
            f"spells need an extra: pip install 'careergraph[{extra}]'"
        ) from None


def duckdb(*, memory: str = "", threads: int = 0, spill: str = "") -> Backend:
    """Return an embedded DuckDB; more than fits into `memory` ("6GB") goes to a folder `spill`.

    Without these it takes what the machine has. Raises MissingExtraError.
    """
    _extra("duckdb", "transitions")
    said = {"memory_limit": memory, "threads": threads or "", "temp_directory": spill}
    with told("DuckDB"):
        backend = ibis().duckdb.connect(**{name: value for name, value in said.items() if value})
    # Rows need no order of their own: without one, DuckDB goes through a file piece by piece.
    backend.raw_sql("SET preserve_insertion_order = false")
    return backend


def spark() -> Backend:
    """Return the Spark session there is, else one as configured. Raises MissingExtraError."""
    session = _extra("pyspark.sql", "spark").SparkSession
    with told("Spark"):
        return ibis().pyspark.connect(session.builder.getOrCreate())


ENGINES: dict[str, Callable[[], Backend]] = {"duckdb": duckdb, "spark": spark}


def opened(location: str, *, table: str = "", backend: Backend = None) -> Table:
    """Return the table at a location: a CSV or Parquet file, a folder of Parquet files, or the
    `table` of a database by its address (`postgres://host/name`, `duckdb:///file`).

    The cells of a CSV are text. Raises ReadError, ParseError, FormatError, ParameterError,
    MissingExtraError.
    """
    if "://" in location:
        return _of_database(location, table)
    read = _reader(location)
    engine = backend if backend is not None else duckdb()
    with told(location):
        found: Table = read(engine, location)
        return found


def rows(query: Any, what: str) -> list[dict[str, Any]]:
    """Return the rows of an expression of Ibis. Raises EvaluationError, ParseError, ReadError."""
    with told(what):
        found: list[dict[str, Any]] = query.to_pyarrow().to_pylist()
        return found


def columns(query: Any, what: str) -> list[list[Any]]:
    """Return the columns of an expression of Ibis, for many rows. Raises as `rows` does."""
    with told(what):
        return list(query.to_pyarrow().to_pydict().values())


def _of_database(address: str, table: str) -> Table:
    module = ibis()
    with told(address):
        backend = module.connect(address)
        if not table:
            names = ", ".join(_tables(backend)) or "nobody can say which"
            raise ParameterError(f"which table of {address}? There are: {names}")
        found: Table = backend.table(table)
        return found


def _tables(backend: Backend) -> list[str]:
    """The tables of a database, as far as Ibis can tell."""
    try:
        return sorted(backend.list_tables())
    except AttributeError:  # Ibis 12 asks DuckDB 2 by a name that is gone
        found = backend.raw_sql("SELECT table_name FROM information_schema.tables").fetchall()
        return sorted(name for (name,) in found)


def _reader(location: str) -> Callable[[Backend, str], Any]:
    path = Path(location)
    if path.is_dir():
        return lambda engine, place: engine.read_parquet(f"{place}/*.parquet")
    if "*" not in location and not path.is_file():
        raise ReadError(f"{location}: no such file")
    if location.lower().endswith(TEXT):
        return _read_text
    if location.lower().endswith(PARQUET):
        return lambda engine, place: engine.read_parquet(place)
    raise FormatError(f"{location}: expected one of {', '.join((*TEXT, *PARQUET))}")


def _read_text(engine: Backend, location: str) -> Any:
    separator, names = _header(location)
    if engine.name == "duckdb":  # told all, it guesses nothing, least of all which lines to skip
        return engine.read_csv(location, columns=dict.fromkeys(names, "VARCHAR"), header=True,
                               auto_detect=False, sep=separator, quote='"', escape='"',
                               strict_mode=True)  # fmt: skip
    return engine.read_csv(location, header=True, inferSchema=False, sep=separator, quote='"',
                           escape='"', multiLine=True, mode="FAILFAST")  # fmt: skip


def _header(location: str) -> tuple[str, list[str]]:
    """What separates the cells of a file, and the names of its columns."""
    # A Path has no pattern that begins at the root.
    places = sorted(glob.glob(location)) if "*" in location else [location]  # noqa: PTH207
    if not places:
        raise ReadError(f"{location}: no such files")
    place = Path(places[0])
    with gzip.open(place) if place.suffix == ".gz" else place.open("rb") as file:
        first = file.readline(1 << 16)
    try:
        line = first.decode("utf-8-sig").strip("\r\n")
    except UnicodeDecodeError:
        raise ParseError(f"{location}: its first line is not text in UTF-8") from None
    if not line.strip():
        raise ParseError(f"{location} is empty; its first line must name the columns")
    separator = max(",;\t|", key=line.count)
    names = next(csv.reader([line], delimiter=separator))
    if twice := [name for name in names if names.count(name) > 1]:
        raise ParseError(f"{location} has two columns {twice[0]!r}")
    return separator, names


_FOREIGN = ("duckdb", "_duckdb", "pyspark", "py4j", "ibis", "pyarrow", "sqlglot")
_UNREADABLE = ("magic bytes", "too small to be a parquet", "footer", "snappy", "utf-8", "unicode",
               "csv error", "malformed", "not a parquet", "could not read", "parquet")  # fmt: skip


@contextmanager
def told(what: str) -> Iterator[None]:
    """Let no error of an engine pass without a sentence of ours, nor what they say of each other:
    Ibis calls what DuckDB, and Spark what pandas is about to rename.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except OSError as error:
        raise ReadError(f"{what}: {error.strerror or error}") from None
    except Exception as error:
        if type(error).__module__.split(".")[0] not in _FOREIGN:
            raise
        raise _ours(what, error) from error


def _ours(what: str, error: Exception) -> Exception:
    words = " ".join(str(error).split())
    said = words[:300] + ("…" if len(words) > 300 else "")
    if any(mark in words.lower() for mark in _UNREADABLE):
        return ParseError(f"{what}: cut short, or not what its name says: {said}")
    return EvaluationError(f"{what}: {said}")
