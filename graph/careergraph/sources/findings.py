"""What was found while reading: what was left out, read otherwise than written, or is missing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from careergraph.errors import InvalidGraphError

EXAMPLES = 3
"""How many examples of each finding are kept: the first."""


@dataclass
class Finding:
    """One kind of finding, how often it was made, and where it was made first."""

    what: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        more = "" if self.count <= len(self.examples) else ", …"
        return f"{self.count:,} × {self.what}: {'; '.join(self.examples)}{more}"


@dataclass
class Findings:
    """All findings of one reading, in the order in which each kind was first met."""

    _kinds: dict[str, Finding] = field(default_factory=dict)

    def note(self, what: str, where: str) -> None:
        """Count one more of `what`; `where` names the file, the row and the value.

        >>> found = Findings()
        >>> found.note("skill not in the classification", "relations.csv, row 7: skill/x")
        >>> print(*found)
        1 × skill not in the classification: relations.csv, row 7: skill/x
        """
        kind = self._kinds.setdefault(what, Finding(what))
        kind.count += 1
        if len(kind.examples) < EXAMPLES:
            kind.examples.append(where)

    def add(self, what: str, count: int, examples: Iterable[str]) -> None:
        """Count so many of `what` together; `examples` are where the first were met."""
        if count:
            kind = self._kinds.setdefault(what, Finding(what))
            kind.count += count
            kind.examples = [*kind.examples, *examples][:EXAMPLES]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._kinds.values())

    def __len__(self) -> int:
        return len(self._kinds)

    def kind(self, what: str) -> Finding | None:
        """Return a kind of finding; None when it was not made."""
        return self._kinds.get(what)

    def count(self, what: str) -> int:
        """Return how often a kind of finding was made."""
        return self._kinds[what].count if what in self._kinds else 0

    def refuse(self, done: str = "imported") -> None:
        """Raise InvalidGraphError, naming every finding, when there is any: nothing is `done`."""
        if self._kinds:
            every = " | ".join(map(str, self))
            raise InvalidGraphError(f"not {done}, as asked, because of {every}")
