"""Tables as statistical offices publish them: sheets of a workbook, or the same table as CSV.

Such a table has titles above its header and notes below its rows.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from careergraph.errors import MissingExtraError, ReadError
from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings
from careergraph.sources.rows import Rows

ENDINGS = (".xlsx", ".xls", ".xlsm")

Lines = list[list[str]]
"""The lines of one sheet, each as long as the longest."""


def sheets(files: Files, name: str, findings: Findings) -> dict[str, Lines]:
    """Return the sheets of a workbook by name; a file of text is one sheet without a name.

    Raises ReadError when the file is no workbook, or is cut short.
    """
    if name.lower().endswith(ENDINGS):
        return _workbook(files, name)
    text = files.text(name, findings)
    separator = max((",", "\t", ";"), key=text.split("\n", 1)[0].count)
    try:
        return {"": list(Rows(text, name, findings, delimiter=separator))}
    except csv.Error as error:
        raise ReadError(f"cannot read {name}: {error}") from None


def _workbook(files: Files, name: str) -> dict[str, Lines]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise MissingExtraError(
            "workbooks need an extra: pip install 'careergraph[market]'"
        ) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(files.content(name)))
        return {
            sheet: [
                [*map(_text, cells)]
                for cells in book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
            ]
            for sheet in book.sheet_names
        }
    except (CalamineError, ValueError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ReadError(
            f"cannot read {name}: it is cut short or no workbook ({reason}); download it again"
        ) from None


def _text(cell: Any) -> str:
    """A cell as it is printed: a workbook holds every number as a float."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell).strip()


def table(
    files: Files, name: str, lines: Lines, columns: Mapping[str, Sequence[str]],
    findings: Findings, *, needed: Sequence[str],
    called: Callable[[str], str] = str.strip,
) -> Iterator[Row]:  # fmt: skip
    """Yield the rows of a sheet below the first line that has all the `needed` columns.

    `columns` is as for `Files.rows`; `called` is applied to each cell of the header. A line with
    text in one cell alone is a title or a note, and no row. Raises ReadError when no line is such
    a header.
    """
    wanted = [{_plain(theirs) for theirs in columns[ours]} for ours in needed]
    place, header = 0, [*map(called, lines[0])] if lines else []
    for n, line in enumerate(lines):
        named = [*map(called, line)]
        if all(names & {*map(_plain, named)} for names in wanted):
            place, header = n, named
            break
    at = files.columns(name, header, columns, findings, needed)
    for n, line in enumerate(lines[place + 1 :], place + 2):
        if sum(map(bool, line)) < 2:
            continue
        if len(line) != len(header):
            what = f"row of {len(line)} cells where the header has {len(header)}"
            findings.note(what, f"{name}, line {n}")
            continue
        yield Row(f"{name}, line {n}", {ours: line[k].strip() for ours, k in at.items()})


def _plain(cell: str) -> str:
    return "".join(c for c in cell.lower() if c.isalnum())
