"""Spells and states of persons as pandas tables, read from CSV files and checked."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from careergraph.errors import ParseError, ReadError
from careergraph.transitions.analyses.analysis import imported

if TYPE_CHECKING:
    import pandas as pd

SPELLS = ("person", "start", "end", "occupation")


def read_spells(path: Path) -> "pd.DataFrame":
    """Return the spells of a CSV file: person, start, end, occupation; an open end is empty.

    Starts and ends are dates, or numbers of any unit. Raises ReadError, ParseError with how many
    rows are wrong and which is the first, MissingExtraError.
    """
    found = _read(path, SPELLS)
    for name in ("start", "end"):
        found[name] = _times(path, found[name], name)
    _refuse(path, found.start.isna(), "no start")
    if found.start.dtype.kind != found.end.dtype.kind and found.end.notna().any():
        raise ParseError(f"{path}: starts and ends are not both dates or both numbers")
    _refuse(path, found.end < found.start, "an end before its start")
    _refuse(path, found.person.eq("") | found.occupation.eq(""), "no person or no occupation")
    return found


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
    try:
        found: pd.DataFrame = pandas.read_csv(
            path, dtype=str, keep_default_na=False, encoding="utf-8-sig"
        )
    except OSError as error:
        raise ReadError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, pandas.errors.ParserError) as error:
        raise ParseError(f"{path}: {error}") from None
    for name in columns:
        if name not in found:
            raise ParseError(f"{path}: no column {name}; it has {', '.join(found.columns)}")
    if found.empty:
        raise ParseError(f"{path}: it has no rows")
    return found[list(columns)]


def _times(path: Path, values: "pd.Series[str]", name: str) -> Any:
    """Numbers, where all are, or else dates; empty ones missing."""
    import pandas as pd

    filled = values.str.strip().ne("")
    numbers = pd.to_numeric(values.where(filled), errors="coerce")
    if numbers[filled].notna().all():
        return numbers
    dates = pd.to_datetime(values.where(filled), errors="coerce", format="ISO8601")
    _refuse(path, dates.isna() & filled, f"{name} that is neither a number nor a date")
    return dates


def _refuse(path: Path, wrong: "pd.Series[bool]", what: str) -> None:
    if wrong.any():
        number, first = int(wrong.sum()), int(wrong.to_numpy().argmax()) + 2
        rows = "1 row has" if number == 1 else f"{number} rows have"
        raise ParseError(f"{path}, row {first}: {rows} {what}")
