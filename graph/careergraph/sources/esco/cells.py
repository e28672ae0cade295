"""What may stand in the cells of ESCO's tables, and how it is read."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings

LANGUAGE = r"(?:_([a-z]{2,3}(?:-[a-z]+)?))?\.csv"
"""How the name of a table ends: with its language, or without one."""

COLUMNS = {
    "type": ("conceptType",), "iri": ("conceptUri",), "label": ("preferredLabel",),
    "alternatives": ("altLabels",), "hidden": ("hiddenLabels",), "status": ("status",),
    "modified": ("modifiedDate",), "scope_note": ("scopeNote",), "definition": ("definition",),
    "description": ("description",), "schemes": ("inScheme",), "code": ("code",),
    "group": ("iscoGroup",), "regulation": ("regulatedProfessionNote",), "nace": ("naceCode",),
    "skill_type": ("skillType",), "reuse_level": ("reuseLevel",), "replaced": ("replacedBy",),
}  # fmt: skip
"""The columns that tables of concepts may have, as we call them and as they are headed."""

_IRI = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")
_PLACES = Decimal("0.000001")


class Cells:
    """Reads the cells of the tables of a release; what it cannot use is a finding."""

    def __init__(self, files: Files, findings: Findings) -> None:
        self.files, self.findings = files, findings

    def left(self, what: str, row: Row, value: str) -> None:
        """Note a value of a row that is left out, or lacking."""
        self.findings.note(what, f"{row.place}: {value}")

    def iris(self, row: Row, column: str) -> tuple[str, ...]:
        """Return the IRIs in a cell, which may be parted by blanks, commas or bars."""
        if not row[column]:
            return ()
        found = [each for each in re.split(r"[\s,|]+", row[column]) if each]
        for each in found:
            if not is_iri(each):
                self.left(f"{COLUMNS[column][0]} that is no IRI; left out", row, each)
        return tuple(dict.fromkeys(filter(is_iri, found)))

    def moment(self, row: Row, column: str) -> str:
        """Return a date and time as XML Schema writes it, or nothing."""
        if row[column] and not _DATE_TIME.fullmatch(row[column]):
            self.left("date of change that is no date and time; left out", row, row[column])
            return ""
        return row[column]

    def chosen(
        self, row: Row, column: str, name: str, values: Mapping[str, str], *, expected: bool
    ) -> str:
        """Return the IRI of a value from a closed list, or nothing.

        Where the value is `expected` and the cell is empty, that is a finding.
        """
        value = row[column].lower()
        if value and value not in values:
            self.left(f"{name} that is not known; left out", row, row[column])
        elif not value and expected and column in row.cells:
            self.left(f"concept without {name}", row, row["iri"])
        return values.get(value, "")

    def percent(self, row: Row, column: str) -> Decimal | None:
        """Return a share from 0 to 1 in percent, to six places, or None."""
        try:
            share = Decimal(row[column])
        except InvalidOperation:
            share = Decimal("NaN")
        if share.is_finite() and 0 <= share <= 1:
            return (share * 100).quantize(_PLACES)
        self.left("share that is no number from 0 to 1; left out", row, row[column])
        return None


def is_iri(text: str) -> bool:
    """Whether a text can serve as the IRI of a concept."""
    return _IRI.fullmatch(text) is not None


def names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell: one a line, or parted by bars.

    >>> names("cook | chef")
    ('cook', 'chef')
    """
    parts = cell.split("\n" if "\n" in cell else " | ") if cell else ()
    return tuple(name for part in parts if (name := part.strip()))
