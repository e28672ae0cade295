"""From a spell table to counts that may leave, in one go, and all that was found on the way."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from careergraph.address import public
from careergraph.errors import InvalidGraphError
from careergraph.sources.findings import Findings
from careergraph.transitions import audit, disclosure, engines, moves, quality, reading
from careergraph.transitions import spells as spell_table
from careergraph.transitions.counts import About, Counts
from careergraph.transitions.rule import Rule

COLUMNS = ("origin", "destination", "n", "persons", "weight")
"""The columns of counted moves; `reading.read` reads them again."""


@dataclass(frozen=True)
class Extraction:
    """Counts of moves, what became of every spell, and what was found to be wrong or odd.

    Every row of the spell table is in `tally` once (with `every`, stays are counted instead). Where
    cells are suppressed, neither it nor the numbers and examples of `findings` may leave: they add
    up, and what is missing would follow. `told` and `beside` keep them.
    """

    counts: Counts
    tally: Mapping[str, int]
    findings: Findings
    disclosed: disclosure.Disclosed | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)

    def told(self) -> Iterator[str]:
        """Yield what there is to be said beside the counts, a line each."""
        if self.disclosed is not None:
            yield from _kinds(self.findings)
            yield ("what became of the spells is not told beside suppressed cells: such numbers "
                   "would give some away")  # fmt: skip
            yield self.disclosed.text()
            return
        yield from map(str, self.findings)
        if became := [f"{n:,} {what}" for what, n in self.tally.items() if n]:
            yield ", ".join(became)

    def beside(self) -> dict[str, Any]:
        """Return the same for JSON."""
        tally: dict[str, int] | None = dict(self.tally)
        findings: list[dict[str, Any]] = [asdict(each) for each in self.findings]
        if self.disclosed is not None:
            tally = None
            findings = [{"what": what, "count": None, "examples": []}
                        for what in _kinds(self.findings)]  # fmt: skip
        return {"about": asdict(self.counts.about), "tally": tally, "findings": findings,
                "suppressed": self.disclosed.values() if self.disclosed else None}  # fmt: skip


def _kinds(findings: Findings) -> list[str]:
    return [each.what for each in findings]


def extract(
    location: str, rule: Rule, *, columns: Mapping[str, str] | None = None, table: str = "",
    backend: Any = None, lists: Mapping[str, frozenset[str]] | None = None, strict: bool = False,
    below: int = 0, about: About | None = None,
) -> Extraction:  # fmt: skip
    """Return the moves at a location (see `engines.opened`), counted and audited.

    Of cells with fewer persons than `below` nothing is said. With `strict`, InvalidGraphError is
    raised when anything was found. Raises ReadError, ParseError, ParameterError, MissingExtraError.
    """
    spells = spell_table.read(location, columns=columns, table=table, backend=backend)
    found, findings = moves.extracted(spells, rule, about=about), Findings()
    scanned = audit.audited(spells, rule, found, findings, lists=lists)
    for doubt in quality.whole(found.counts):
        ends = " to ".join(filter(None, (doubt.origin, doubt.destination)))
        findings.note(quality.KINDS[doubt.kind], f"{ends or public(location)}: {doubt.detail}")
    if strict and below and len(findings):
        raise InvalidGraphError(f"not counted, as asked, because of {' | '.join(_kinds(findings))}")
    if strict:
        findings.refuse("counted")
    disclosed = disclosure.suppressed(found.counts, below=below) if below else None
    counts = disclosed.counts if disclosed else found.counts
    return Extraction(counts, audit.tally(scanned, found, rule), findings, disclosed,
                      cells(counts))  # fmt: skip


def engine(name: str, memory: str = "") -> Any:
    """Return an engine by its name in `engines.ENGINES`. Raises MissingExtraError."""
    return engines.duckdb(memory=memory) if name == "duckdb" else engines.ENGINES[name]()


def code_lists(paths: Iterable[Path]) -> dict[str, frozenset[str]]:
    """Return the codes in the first columns of CSV files, each list by the name of its file.

    Raises ReadError, ParseError.
    """
    return {path.stem: reading.first_column(path) for path in paths}


def cells(counts: Counts) -> list[dict[str, Any]]:
    """Return a row for each cell of counts, with `COLUMNS`, sorted by origin and destination.

    `persons` is nothing where nobody knows how many different ones there are.
    """
    people, weight = (_by_cell(held) for held in (counts.distinct, counts.weight))
    return [
        {"origin": counts.codes[i], "destination": counts.codes[j], "n": n,
         "persons": people.get((i, j)), "weight": weight.get((i, j), 0.0)}
        for (i, j), n in sorted(_by_cell(counts.persons).items()) if n
    ]  # fmt: skip


def _by_cell(held: Any) -> dict[tuple[int, int], float]:
    """What is stored in a sparse matrix, by row and column."""
    if held is None:
        return {}
    found = held.tocoo()
    cells = zip(found.row.tolist(), found.col.tolist(), strict=True)
    return dict(zip(cells, found.data.tolist(), strict=True))
