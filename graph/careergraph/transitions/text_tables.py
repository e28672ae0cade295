"""Tables in text files: what separates their cells, the names of their columns, their rows.

Whatever reads a CSV file of moves, or of what goes with them, reads it by these.
"""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from careergraph.errors import ParseError, ReadError

SEPARATORS = ",;\t|"
Rows = Iterator[tuple[int, list[str]]]
"""The number of a row's last line in the file, and the row's cells."""


def opened(path: Path) -> tuple[list[str], Rows]:
    """Return the names of the columns, and the rows with anything in them.

    Raises ReadError, and ParseError as `head` and when the rows are read.
    """
    if path.is_dir():
        raise ReadError(f"{path} is a folder; expected a file")
    if not path.is_file():
        raise ReadError(f"{path}: no such file")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReadError(f"cannot read {path}: byte {error.start} is not text in UTF-8") from None
    except OSError as error:
        raise ReadError(f"cannot read {path}: {error.strerror}") from None
    separator, names = head(text.split("\n", 1)[0], str(path))
    rows = _rows(path, csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    next(rows, None)
    return names, rows


def head(line: str, name: str) -> tuple[str, list[str]]:
    """Return what separates the cells of a table, and its columns, by its first line.

    Raises ParseError when the line is empty, or names a column twice.
    """
    if not line.strip():
        raise ParseError(f"{name} is empty; its first line must name the columns")
    separator = max(SEPARATORS, key=line.count)
    names = next(csv.reader([line.strip("\r\n")], delimiter=separator))
    once(names, name)
    return separator, names


def once(names: list[str], name: str) -> None:
    """Raise ParseError when two columns have one name: nobody can say which is meant."""
    if twice := [each for each in names if each.strip() and names.count(each) > 1]:
        raise ParseError(f"{name} has two columns {twice[0]!r}")


def _rows(path: Path, rows: Any) -> Rows:
    try:
        for row in rows:
            if row:
                yield rows.line_num, row
    except csv.Error as error:
        raise ParseError(f"{path}, row {rows.line_num}: {error}") from None
