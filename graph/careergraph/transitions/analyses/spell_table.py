"""Spells and states of persons as pandas tables, read from CSV files and checked."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph.errors import ParseError
from careergraph.transitions import text_tables
from careergraph.transitions.analyses.analysis import imported
from careergraph.transitions.analyses.times import FOLLOWED

if TYPE_CHECKING:
    import pandas as pd

SPELLS = ("person", "start", "end", "occupation")


def read_spells(
    path: Path, *, followed: str | None = None, more: Sequence[str] = ()
) -> "pd.DataFrame":
    """Return the spells of a CSV file: person, start, end, occupation; an open end is empty.

    Starts and ends are dates, or numbers of any unit. The column `followed`, of the same kind,
    says from when on the person was followed; where it is empty, from the start. `more` are other
    columns: numbers where all are, else words; empty ones missing. Raises ReadError, ParseError
    with how many rows are wrong and which is the first, MissingExtraError.
    """
    wanted = [*SPELLS, *([followed] if followed else []), *more]
    found = _read(path, tuple(dict.fromkeys(wanted)))
    for name in ("start", "end"):
        found[name] = _times(path, found[name], name)
    _refuse(path, found.start.isna(), "no start")
    _refuse_mixed(path, found.start, found.end, "ends")
    _refuse(path, found.end < found.start, "an end before its start")
    _refuse(path, found.person.eq("") | found.occupation.eq(""), "no person or no occupation")
    for name in more:
        if name not in (*SPELLS, followed):
            found[name] = _measured(found[name])
    return found if followed is None else _followed(path, found, followed)


def _followed(path: Path, found: "pd.DataFrame", name: str) -> "pd.DataFrame":
    since = _times(path, found[name], name)
    _refuse_mixed(path, found.start, since, name)
    return found.assign(**{FOLLOWED: since.fillna(found.start)})


def _refuse_mixed(path: Path, starts: Any, others: Any, name: str) -> None:
    """Refuse dates beside numbers; a column that is empty may be either."""
    dated = starts.dtype.kind == "M", others.dtype.kind == "M"
    if others.notna().any() and dated[0] != dated[1]:
        raise ParseError(f"{path}: starts and {name} are not both dates or both numbers")


def _measured(values: "pd.Series[str]") -> Any:
    """Numbers, where all are, or else words; empty ones missing."""
    import pandas as pd

    filled = values.str.strip().ne("")
    numbers = pd.to_numeric(values.where(filled), errors="coerce")
    return numbers.astype(float) if numbers[filled].notna().all() else values.where(filled)


def read_states(path: Path, *, person: str, time: str, state: str) -> "pd.DataFrame":
    """Return the states of persons as a table: a row a person, a column a time, sorted.

    The file has a row for each person and time; what it does not hold is missing. Raises
    ReadError, ParseError, MissingExtraError.
    """
    found = _read(path, (person, time, state))
    found[time] = _times(path, found[time], time)
    _refuse(path, found[time].isna(), f"no {time}")
    _refuse(path, found.duplicated([person, time]), f"a {person} and {time} that came before")
    table = found.pivot(index=person, columns=time, values=state)
    table = table.astype(object)
    return table.where(table.notna() & (table != ""), None)


def _read(path: Path, columns: "tuple[str, ...]") -> "pd.DataFrame":
    pandas = imported("pandas", "reading spells")
    names, rows = text_tables.opened(path)
    cells = [_whole(path, line, row, len(names)) for line, row in rows]
    found: pd.DataFrame = pandas.DataFrame(cells, columns=names, dtype=str)
    for name in columns:
        if name not in found:
            raise ParseError(f"{path}: no column {name}; it has {', '.join(found.columns)}")
    if found.empty:
        raise ParseError(f"{path}: it has no rows")
    return found[list(columns)]


def _whole(path: Path, line: int, row: list[str], width: int) -> list[str]:
    if len(row) != width:
        raise ParseError(f"{path}, row {line}: {len(row)} cells, expected {width}")
    return row


def _times(path: Path, values: "pd.Series[str]", name: str) -> Any:
    """Numbers, where all are, or else dates; empty ones missing."""
    import pandas as pd

    filled = values.str.strip().ne("")
    numbers = pd.to_numeric(values.where(filled), errors="coerce")
    if numbers[filled].notna().all():
        return numbers
    dates = pd.to_datetime(values.where(filled), errors="coerce", format="ISO8601")
    neither = filled & numbers.isna() & dates.isna()
    _refuse(path, neither, f"a {name} that is neither a number nor a date, YYYY-MM-DD")
    _refuse(path, dates.isna() & filled, f"a number for {name}, others a date")
    return dates


def _refuse(path: Path, wrong: "pd.Series[bool]", what: str) -> None:
    if wrong.any():
        number, first = int(wrong.sum()), int(wrong.to_numpy().argmax()) + 2
        rows = "1 row has" if number == 1 else f"{number} rows have"
        raise ParseError(f"{path}, row {first}: {rows} {what}")
