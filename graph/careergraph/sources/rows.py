"""The rows of a table of text, of which the last may be cut short."""

import csv
import io
from collections.abc import Iterator

from careergraph.sources.findings import Findings

CUT = "file cut short inside its last row, which is left out; download it again"

csv.field_size_limit(1 << 24)


class _Unquoted(csv.excel):
    quoting = csv.QUOTE_NONE


class Rows:
    """The rows of a text, each a list of cells; a last one that is cut short is a finding.

    It is cut where a quotation mark is left open, and where no end of line follows. With `open_end`
    the publisher writes none, so that a last row is missed only where it has fewer cells than the
    first. Without `quotes` quotation marks stand for themselves. Raises csv.Error.
    """

    def __init__(
        self, text: str, name: str, findings: Findings, *,
        delimiter: str, quotes: bool = True, open_end: bool = False,
    ) -> None:  # fmt: skip
        self._text, self._name, self._findings = text, name, findings
        self._delimiter, self._open_end = delimiter, open_end
        self._dialect = csv.excel if quotes else _Unquoted
        self._source = io.StringIO(text, newline="")
        self._reader = csv.reader(self._source, self._dialect, delimiter=delimiter)

    @property
    def number(self) -> int:
        """The number of the last line that was read."""
        return self._reader.line_num

    @property
    def part(self) -> float:
        """What part of the text was read, from 0 to 1."""
        return self._source.tell() / max(len(self._text), 1)

    def __iter__(self) -> Iterator[list[str]]:
        begun, line, width = 0, 1, 0
        for cells in self._reader:
            end = self._source.tell()
            width = width or len(cells)
            if end == len(self._text) and self._is_cut(cells, begun, width):
                self._findings.note(CUT, f"{self._name}, line {line}")
                return
            yield cells
            begun, line = end, self._reader.line_num + 1

    def _is_cut(self, last: list[str], begun: int, width: int) -> bool:
        """Whether the last row, which begins at a place of the text, is not whole."""
        if not self._text.endswith(("\n", "\r")) and not (self._open_end and len(last) >= width):
            return True
        more = io.StringIO(f"{self._text[begun:]}\nmore", newline="")  # goes on in an open quote
        return len([*csv.reader(more, self._dialect, delimiter=self._delimiter)]) == 1
