"""The engines behind Ibis: DuckDB here, Spark on a cluster, any database by its address.

Every file is opened here and nowhere else, so that each engine reads it in the same way: a CSV as
text, whose cells are judged by the same expressions everywhere.
"""

import glob
import gzip
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from careergraph.address import public
from careergraph.errors import (
    EvaluationError,
    FormatError,
    MissingExtraError,
    ParameterError,
    ParseError,
    ReadError,
)
from careergraph.transitions import text_tables

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
    """Return the table at a location: a CSV or Parquet file, a folder of files of one kind, or the
    `table` of a database by its address (`postgres://host/name`, `duckdb:///file`).

    The cells of a CSV are text. Raises ReadError, ParseError, FormatError, ParameterError,
    MissingExtraError.
    """
    if "://" in location:
        return _of_database(location, table)
    if table:
        raise ParameterError(f"the table {table!r} is asked of {location}, which is no database")
    place = _inside(location)
    read = _reader(place)
    engine = backend if backend is not None else duckdb()
    with told(location):
        found: Table = read(engine, place)
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
    module, kind, name = ibis(), address.partition("://")[0], public(address)
    _refuse_address(address, kind)
    with told(name):
        try:
            backend = module.connect(address)
        except ImportError:
            raise MissingExtraError(
                f"{kind} needs a driver: pip install 'ibis-framework[{_KINDS.get(kind, kind)}]'"
            ) from None
        if not table:
            names = ", ".join(_tables(backend))
            raise ParameterError(f"which table of {name}? There are: {names}" if names
                                 else f"{name} has no tables")  # fmt: skip
        found: Table = backend.table(table)
        return found


_KINDS = {"postgresql": "postgres"}
"""Kinds of databases that an address names otherwise than Ibis."""

_FILES = ("duckdb", "sqlite")


def _refuse_address(address: str, kind: str) -> None:
    """Refuse what Ibis cannot open, or would make. Raises ParameterError, ReadError."""
    name = public(address)
    known = sorted(each.name for each in entry_points(group="ibis.backends"))
    if _KINDS.get(kind, kind) not in known:
        raise ParameterError(f"{name}: no kind of database is named {kind!r}; there are: "
                             f"{', '.join(known)}")  # fmt: skip
    if kind in _FILES:
        path = address.partition("://")[2].partition("?")[0]
        elsewhere = path.startswith((":memory:", "md:", "motherduck:"))
        if path and not elsewhere and not Path(path).exists():
            here = f"; a file of this folder is {kind}://{path[1:]}" if path[0] == "/" else ""
            raise ReadError(f"{name}: no file {path}{here}")


def _tables(backend: Backend) -> list[str]:
    """The tables of a database, as far as Ibis can tell."""
    try:
        return sorted(backend.list_tables())
    except AttributeError:  # Ibis 12 asks DuckDB 2 by a name that is gone
        found = backend.raw_sql("SELECT table_name FROM information_schema.tables").fetchall()
        return sorted(name for (name,) in found)


def _inside(location: str) -> str:
    """A location itself; of a folder, all files of the one kind in it."""
    folder = Path(location)
    if not folder.is_dir():
        return location
    names = [each.name for each in folder.iterdir() if each.is_file()]
    kinds = [kind for kind in (*TEXT, *PARQUET) if any(name.endswith(kind) for name in names)]
    if not kinds:
        raise ReadError(f"{location}: no files in it end in {', '.join((*TEXT, *PARQUET))}")
    if len(kinds) > 1:
        raise FormatError(f"{location} has files of several kinds, {' and '.join(kinds)}; name "
                          f"one: '{location}/*{kinds[0]}'")  # fmt: skip
    return f"{folder}/*{kinds[0]}"


def _reader(location: str) -> Callable[[Backend, str], Any]:
    if "*" not in location and not Path(location).is_file():
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
    heads = [text_tables.head(_first_line(Path(place)), place) for place in places]
    for place, found in zip(places, heads, strict=True):
        if found != heads[0]:  # engines go by the place of a column, not by its name
            raise ParseError(f"{place} has other columns than {places[0]}")
    return heads[0]


def _first_line(place: Path) -> str:
    with gzip.open(place) if place.suffix == ".gz" else place.open("rb") as file:
        first = file.readline(1 << 16)
    try:
        return first.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParseError(f"{place}: its first line is not text in UTF-8") from None


_FOREIGN = ("duckdb", "_duckdb", "pyspark", "py4j", "ibis", "pyarrow", "sqlglot")
_UNREADABLE = ("footer", "snappy", "csv error", "malformed", "could not read", "parquet",
               "failed_read_file")  # fmt: skip


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


_FAULTS = {
    r"invalid unicode|not utf-?8": "not text in UTF-8",
    r"expected number of columns: (\d+)": "more or fewer cells than the {0} columns",
    r"unterminated quote": "a quotation mark without a second one",
    r"magic bytes|too small to be a parquet|not a parquet": "cut short, or no Parquet",
}
"""What engines say of a file, and what it comes to."""

_ADVICE = re.compile(r"\s*(Possible (fix|solution)|LINE \d+:).*", re.IGNORECASE)
"""What engines say to who called them: options and queries that nobody wrote here."""


def _ours(what: str, error: Exception) -> Exception:
    words = _ADVICE.sub("", " ".join(str(error).split()))
    for mark, fault in _FAULTS.items():
        if found := re.search(mark, words, re.IGNORECASE):
            row = re.search(r"CSV Error on Line: (\d+)", words)
            where = f"{what}, row {row[1]}" if row else what
            return ParseError(f"{where}: {fault.format(*found.groups())}")
    said = words[:300] + ("…" if len(words) > 300 else "")
    if any(mark in words.lower() for mark in _UNREADABLE):
        return ParseError(f"{what}: cut short, or not what its name says: {said}")
    return EvaluationError(f"{what}: {said}")
