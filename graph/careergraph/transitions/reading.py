"""Moves that somebody has counted already, read from a file: CSV or Parquet, a row a cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from careergraph.errors import FormatError, MissingExtraError, ParameterError, ParseError
from careergraph.sources.findings import Findings
from careergraph.transitions import text_tables
from careergraph.transitions.counts import About, Counts, counted

NAMES: Mapping[str, tuple[str, ...]] = {
    "origin": ("origin", "from", "OCCLY"),
    "destination": ("destination", "to", "OCC"),
    "n": ("n", "Observations", "moves", "count", "persons"),
    "weight": ("weight", "ASECWT"),
    "persons": ("persons",),
    "origin_label": ("origin_label", "OCCLY_label"),
    "destination_label": ("destination_label", "OCC_label"),
}
"""What each column may be called. `n` is how many moves, `persons` how many different people."""

_NEEDED = ("origin", "destination", "n")

Row = Mapping[str, Any]


def read(
    path: Path, *, columns: Mapping[str, str] | None = None, findings: Findings | None = None,
    about: About | None = None,
) -> Counts:  # fmt: skip
    """Return the counts of a CSV or Parquet file: origin, destination, n and perhaps weight.

    Rows whose origin is their destination are those who stayed. `columns` tells what a column is
    called where it is by none of `NAMES`. A row that cannot be read is noted in `findings`, and
    left out; without them it raises ParseError. Raises ReadError, FormatError, MissingExtraError,
    and ParameterError for `columns` that there are not.
    """
    named, rows = _opened(path)
    places = _places(path, named, columns or {})
    held = _Cells(path, places, findings)
    for number, row in rows:
        held.add(row, number)
    if findings is None and not held.cells:
        raise ParseError(f"{path}: no moves are counted in it")
    held.tell()
    cells = [(*ends, *values) for ends, values in held.cells.items()]
    return counted(cells, labels=held.labels, about=about or About(source=path.name),
                   distinct=held.distinct())  # fmt: skip


def first_column(path: Path) -> frozenset[str]:
    """Return the different texts in the first column of a CSV file, below its name."""
    named, rows = _opened(path)
    found = (str(row[named[0]] or "").strip() for _, row in rows)
    return frozenset(filter(None, found))


# ---------------------------------------------------------------- the cells


@dataclass
class _Cells:
    """The cells of a file, and what was wrong with its rows."""

    path: Path
    places: Mapping[str, str]
    findings: Findings | None
    cells: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)
    persons: dict[tuple[str, str], float] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)

    def add(self, row: Row, number: int) -> None:
        """Take in one row, or note why not."""
        where = f"{self.path.name}, row {number}"
        ends = self._text(row, "origin"), self._text(row, "destination")
        n = self._number(row, "n")
        if not all(ends):
            return self._left_out("no origin or no destination", where)
        if n is None or n < 0:
            column = self.places["n"]
            stated = f"{where}: {row.get(column)!r}"[:200]
            return self._left_out(f"{column} that is missing, negative or no number", stated)
        weight = self._weight(row, n, where)
        if ends in self.cells:
            self.twice.append(f"{where}: {ends[0]} to {ends[1]}")
        before = self.cells.get(ends, (0, 0.0))
        self.cells[ends] = before[0] + n, before[1] + weight
        persons = self._number(row, "persons")
        self.persons[ends] = self.persons.get(ends, 0) + (n if persons is None else persons)
        for code, column in zip(ends, ("origin_label", "destination_label"), strict=True):
            if label := self._text(row, column):
                self.labels.setdefault(code, label)
        return None

    def tell(self) -> None:
        """Note the cells that are in the file more than once."""
        if self.findings is not None:
            what = "cell that is there already; both are added up"
            self.findings.add(what, len(self.twice), self.twice)

    def distinct(self) -> list[float] | None:
        """The different persons of each cell, where the file has them and no cell twice."""
        known = "persons" in self.places and not self.twice
        return [self.persons[ends] for ends in self.cells] if known else None

    def _left_out(self, fault: str, where: str) -> None:
        if self.findings is None:
            raise ParseError(f"{where}: {fault}")
        self.findings.note(f"row left out: {fault}", where)

    def _weight(self, row: Row, n: float, where: str) -> float:
        if "weight" not in self.places:
            return n
        weight = self._number(row, "weight")
        if weight is None or weight < 0:
            fault = "a weight that is missing, negative or no number"
            if self.findings is None:
                raise ParseError(f"{where}: {fault}")
            self.findings.note(f"{fault}, taken for 0", where)
            return 0.0
        return weight

    def _text(self, row: Row, column: str) -> str:
        value = row.get(self.places.get(column, ""))
        return "" if value is None else str(value).strip()

    def _number(self, row: Row, column: str) -> float | None:
        try:
            found = float(self._text(row, column))
        except ValueError:
            return None
        return found if abs(found) < 1e15 else None


def _places(path: Path, there: Iterable[str], named: Mapping[str, str]) -> dict[str, str]:
    """Where each column is. Raises ParseError, ParameterError."""
    if strange := sorted(set(named) - set(NAMES)):
        raise ParameterError(
            f"counted moves have no column {strange[0]!r}; there are: {', '.join(NAMES)}"
        )
    columns = list(there)
    found = {}
    for wanted, names in NAMES.items():
        names = (named[wanted],) if wanted in named else names
        known = [name for name in names if name in columns]
        if known:
            found[wanted] = known[0]
        elif wanted in _NEEDED or wanted in named:
            raise ParseError(f"{path}: no column {' or '.join(names)}; "
                             f"it has {', '.join(columns) or 'nothing'}")  # fmt: skip
    return found


# ---------------------------------------------------------------- the file


def _opened(path: Path) -> tuple[list[str], Iterable[tuple[int, Row]]]:
    """The columns of a file, and its rows with their numbers."""
    if path.is_dir() or not path.is_file() or path.suffix.lower() in (".csv", ".tsv", ".txt"):
        names, rows = text_tables.opened(path)
        return names, ((n, dict(zip_longest(names, row[: len(names)]))) for n, row in rows)
    if path.suffix.lower() in (".parquet", ".pq"):
        return _parquet(path)
    raise FormatError(f"{path}: expected .csv, .tsv or .parquet")


def _parquet(path: Path) -> tuple[list[str], Iterable[tuple[int, Row]]]:
    try:  # type checkers need not find an extra
        parquet, arrow = import_module("pyarrow.parquet"), import_module("pyarrow")
    except ImportError:
        raise MissingExtraError(
            "Parquet needs an extra: pip install 'careergraph[parquet]'; .csv needs none"
        ) from None
    try:
        table = parquet.read_table(path)
    except (arrow.ArrowException, OSError) as error:
        words = " ".join(str(error).split())
        raise ParseError(f"{path}: cut short, or no Parquet: {words}") from None
    text_tables.once(table.column_names, str(path))
    return table.column_names, enumerate(table.to_pylist(), start=1)
