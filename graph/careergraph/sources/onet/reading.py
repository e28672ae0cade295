"""One reading of a release: its tables row by row, and the claims of O*NET."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rdflib import Literal, URIRef

from careergraph.model import Claim, Estimate
from careergraph.sources.files import Files, Row
from careergraph.sources.findings import Findings
from careergraph.sources.onet.cells import absent, english, flag, month, number, whole
from careergraph.sources.onet.elements import ContentModel
from careergraph.sources.onet.layout import Table
from careergraph.sources.voice import Voice
from careergraph.terms import ID

SOURCE = ID["source/onet"]
VOICE = Voice("onet", SOURCE)

_SURE = {"sample_size": whole, "standard_error": number, "lower_bound": number,
         "upper_bound": number, "suppress": flag, "not_relevant": flag,
         "surveyed": month, "asked": english}  # fmt: skip
"""How each cell that tells how sure a figure is has to be read."""


@dataclass(frozen=True)
class Reading:
    """A release that is being read: `roles` are its occupations by code."""

    files: Files
    findings: Findings
    voice: Voice
    roles: Mapping[str, URIRef]
    model: ContentModel

    def rows(self, table: Table) -> Iterator[Row]:
        """Yield the rows of a table."""
        return table.rows(self.files, self.findings)

    def role_rows(self, table: Table) -> Iterator[tuple[URIRef, Row]]:
        """Yield the rows of a table about occupations, each with the role that it is about."""
        for row in self.rows(table):
            role = self.roles.get(row["code"])
            if role is None:
                self.note("code without an occupation; row left out", row, "code")
            else:
                yield role, row

    def note(self, what: str, row: Row, *columns: str) -> None:
        """Note a finding in a row, with the cells that it is about."""
        cells = ", ".join(row[column] for column in columns)
        self.findings.note(what, f"{row.place}: {cells}")

    def says(self, row: Row, subject: URIRef, measure: URIRef, **parts: Any) \
            -> Iterator[Claim | Estimate]:  # fmt: skip
        """Yield a claim that a row makes, and how sure O*NET is of it."""
        claim = self.voice.says(subject, measure, **parts)
        yield claim
        estimate = self.estimate(claim.iri, row)
        if estimate is not None:
            yield estimate

    def estimate(self, claim: URIRef, row: Row) -> Estimate | None:
        """Return how sure O*NET is of a claim, or None when it does not say.

        A cell that cannot be read is left out alone: the figure itself stands.
        """
        parts: dict[str, Any] = {}
        for column, read in _SURE.items():
            cell = row[column]
            if absent(cell):
                continue
            value = read(cell)
            if value is None or (column == "standard_error" and value < 0):
                self.note(f"{column.replace('_', ' ')} that cannot be read; left out", row, column)
            else:
                parts[column] = value
        low, high = parts.get("lower_bound"), parts.get("upper_bound")
        if low is not None and high is not None and low > high:
            self.note("bounds that are upside down; left out", row, "lower_bound", "upper_bound")
            del parts["lower_bound"], parts["upper_bound"]
        return Estimate(claim, **parts) if parts else None


def text(words: str) -> Literal:
    """Return a text in English."""
    return Literal(words, lang="en")
