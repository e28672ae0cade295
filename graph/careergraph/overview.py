"""What a graph holds in numbers, and what it does not know."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from rdflib import URIRef

from careergraph.career_graph import CareerGraph
from careergraph.claims import Status
from careergraph.market import building
from careergraph.market.catalogue import Entry, entries
from careergraph.model import AdvancementStep, Credential, Industry, Role, Skill, records
from careergraph.routes.question import CAUTIOUS
from careergraph.routes.readings import View
from careergraph.rules.choosing import Choice
from careergraph.terms import CAREER
from careergraph.wording import visible

_COUNTED = {"roles": Role, "skills": Skill, "industries": Industry, "credentials": Credential,
            "steps": AdvancementStep}  # fmt: skip


MOST = 40
"""How many names of a kind the text lists."""


@dataclass(frozen=True, slots=True)
class Overview:
    """Counts of nodes by kind, of claims by source and stance, and the gaps, by label.

    `sources` are those of a market's catalogue, and `rules` those by which it was derived; other
    graphs have none.
    """

    nodes: dict[str, int]
    claims: dict[str, dict[str, int]]
    contested: int
    not_comparable: int
    no_way_up: tuple[str, ...]
    no_way_in: tuple[str, ...]
    no_level: tuple[str, ...]
    sources: tuple[Entry, ...] = ()
    rules: Choice | None = None

    def values(self) -> dict[str, Any]:
        """Return the overview as JSON values."""
        sources = {"sources": [each.values() for each in self.sources]} if self.sources else {}
        rules = {"rules": self.rules.as_json()} if self.rules else {}
        return {
            **sources,
            **rules,
            "nodes": self.nodes,
            "claims": self.claims,
            "contested": self.contested,
            "not_comparable": self.not_comparable,
            "unknown": {
                "entry_roles_without_a_way_up": list(self.no_way_up),
                "senior_roles_without_a_way_in": list(self.no_way_in),
                "roles_without_a_level": list(self.no_level),
            },
        }

    def text(self) -> str:
        """Return the overview for reading."""
        total = sum(sum(stances.values()) for stances in self.claims.values())
        lines = [", ".join(f"{n} {kind}" for kind, n in self.nodes.items()), f"{total} claims"]
        for source, stances in self.claims.items():
            parts = ", ".join(f"{n} {stance}" for stance, n in stances.items())
            lines.append(f"  {source}: {parts}")
        if self.sources:
            lines += ["Sources", *(f"  {each.text()}" for each in self.sources)]
        if self.rules:
            lines.append(f"Rules: {self.rules.text()}")
        lines.append(f"{self.contested} contested matters, {self.not_comparable} not comparable")
        lines.append("Unknown")
        for what, names in (
            ("entry roles for which no source names a way up", self.no_way_up),
            ("roles at senior level or above for which no source names a way in", self.no_way_in),
            ("roles whose level no source names", self.no_level),
        ):
            lines.append(f"  {what}: {_listed(names)}")
        return visible("\n".join(lines)) + "\n"


def _listed(names: tuple[str, ...]) -> str:
    """Names for reading: of a market, which has thousands, how many there are, and the first."""
    if len(names) <= MOST:
        return ", ".join(names) or "none"
    return f"{len(names):,}: {', '.join(names[:MOST])}, …; 'info --format json' has all of them"


def overview(graph: CareerGraph) -> Overview:
    """Return what the graph holds and what is unknown in it, each list sorted."""
    ladder, book, label = graph.ladder, graph.book, graph.labels.label
    view = View(ladder, CAUTIOUS)
    senior = ladder.ranks.get(CAREER.senior, 0)
    left = {s.start for s in ladder.steps.values() if _spoken_of(graph, s)}
    entered = {s.end for s in ladder.steps.values() if _spoken_of(graph, s)}

    def named(roles: set[URIRef]) -> tuple[str, ...]:
        return tuple(sorted(label(r) for r in roles))

    levels = {role: view.levels(role) for role in ladder.roles}
    entry = {r for r, found in levels.items() if ladder.ranks.get(CAREER.entry) in found}
    return Overview(
        nodes={kind: len(records(graph.store, cls)) for kind, cls in _COUNTED.items()},
        claims=_claims(graph),
        contested=len(book.conflicts()),
        not_comparable=len(book.incomparable()),
        no_way_up=named(entry - left),
        no_way_in=named({r for r, f in levels.items() if f and max(f) >= senior} - entered),
        no_level=named({r for r, found in levels.items() if not found}),
        sources=tuple(entries(graph.store)),
        rules=building.chosen(graph.home) if graph.home else None,
    )


def _spoken_of(graph: CareerGraph, step: AdvancementStep) -> bool:
    """Whether a source, not only a curator, says that people make the step."""
    return graph.book.status(graph.ladder.said(step)) is not Status.UNKNOWN


def _claims(graph: CareerGraph) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = {}
    for claim in graph.book.claims:
        source = graph.labels.label(claim.source)
        stance = graph.labels.label(claim.stance).lower()
        counts.setdefault(source, Counter())[stance] += 1
    return {source: dict(sorted(counts[source].items())) for source in sorted(counts)}
