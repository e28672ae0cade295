"""The tables of the Employment Projections, and their rows under headings without years."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from careergraph.errors import ReadError
from careergraph.sources import Files, Findings, soc
from careergraph.sources.files import Row
from careergraph.sources.workbooks import ENDINGS, Lines, sheets, table

_MATRIX = "National Employment Matrix"
_TABLES = {"1.2": "occupation", "1.10": "occupation", "5.3": "education", "5.4": "education"}
"""The tables that are read, in this order, and the workbook each is in."""

_SPAN = r"20\d\d[–-](?:20)?\d\d"
_NAMED = {"title": (f"BASE {_MATRIX} title",), "code": (f"BASE {_MATRIX} code",)}


class Outlook(NamedTuple):
    """One table: its number, its file, the first and last year of the projections, its lines.

    `last` is 0 where the table does not tell it. `about` is the title above the header.
    """

    number: str
    name: str
    first: int
    last: int
    lines: Lines
    about: str

    @property
    def issue(self) -> str:
        """The name of the release."""
        return f"{self.first}–{self.last % 100:02}" if self.last else f"from {self.first}"

    def notes(self) -> dict[str, str]:
        """Return the footnotes below the table by their mark, such as `[1]`."""
        found = (re.fullmatch(r"(\[\d+\])\s*(.+)", line[0].strip()) for line in self.lines if line)
        return {note[1]: note[2] for note in found if note}


def tables(files: Files, findings: Findings) -> dict[str, Outlook]:
    """Return the tables of the projections that are among the files, by number."""
    books: dict[str, dict[str, Lines]] = {}
    found: dict[str, Outlook] = {}
    for number, book in _TABLES.items():
        extract = files.find(f"table_{number.replace('.', '_')}_*.csv")
        name = next(filter(None, (files.find(f"{book}{ending}") for ending in ENDINGS)), None)
        if name is not None and name not in books:
            books[name] = sheets(files, name, findings)
        lines = books[name].get(f"Table {number}") if name is not None else None
        if name is not None and lines is not None:
            found[number] = _outlook(number, name, lines)
            if extract:
                what = "extract that is not read beside the publisher's own table"
                findings.note(what, extract)
        elif extract:
            found[number] = _outlook(number, extract, sheets(files, extract, findings)[""])
        elif name is not None:
            findings.note("table that the workbook has as published is not in it",
                          f"{name}: {number}")  # fmt: skip
    return found


def _outlook(number: str, name: str, lines: Lines) -> Outlook:
    for n, line in enumerate(lines):
        code = next((c for c in line if re.fullmatch(rf"20\d\d {_MATRIX} code", c.strip())), None)
        if code is not None:
            first = int(code.strip()[:4])
            span = re.search(rf"{first}[–-](?:20)?(\d\d)\b", " ".join(line))
            about = " ".join(cell for above in lines[:n] for cell in above if cell)
            last = 2000 + int(span[1]) if span else 0
            return Outlook(number, name, first, last, lines, about)
    raise ReadError(f"{name}: no column '{_MATRIX} code', with its year, in table {number}")


def rows(
    files: Files, outlook: Outlook, columns: Mapping[str, Sequence[str]], findings: Findings, *,
    needed: Sequence[str],
) -> list[Row]:  # fmt: skip
    """Return the rows of a table that are about a group of roles, each group once.

    In the headings of `columns` years are words: BASE, TARGET, SPAN for "2024–34", or YEAR.
    """
    found = table(files, outlook.name, outlook.lines, {**_NAMED, **columns}, findings,
                  needed=("title", "code", *needed),
                  called=_called(outlook.first, outlook.last))  # fmt: skip
    good: dict[str, Row] = {}
    for row in found:
        code = row["code"]
        if not soc.is_code(code):
            findings.note("code that is no SOC code; row left out", f"{row.place}: {code}")
        elif code in good:
            findings.note("group that stands in a table twice; stated once", f"{row.place}: {code}")
        else:
            good[code] = row
    return list(good.values())


def _called(first: int, last: int) -> Callable[[str], str]:
    """What turns a heading into that of any edition."""
    names = {str(first): "BASE", str(last): "TARGET"}

    def call(cell: str) -> str:
        heading = re.sub(_SPAN, "SPAN", soc.unmarked(cell))
        return re.sub(r"20\d\d", lambda year: names.get(year[0], "YEAR"), heading)

    return call


def title(row: Row) -> str:
    """Return the title of a group as the classification writes it."""
    if row["code"] == "00-0000":
        return "All Occupations"
    return soc.capitalised(soc.unmarked(row["title"]))
