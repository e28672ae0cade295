"""What breaks a rule in a graph, in plain words, naming file, node and mend."""

import os
import re
from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox
from rdflib import Literal, URIRef
from rdflib.term import Node

from careergraph import market
from careergraph import store as stores
from careergraph.shapes import Finding, Progress, Rule, findings, silent
from careergraph.terms import CAREER, CATALOGUE, ONTOLOGY, RDF, curie
from careergraph.wording import Labels, visible

_TYPE = ox.NamedNode(RDF.type)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One rule that one node breaks, and the mend.

    `severity` is "fault" (the graph does not hold) or "warning" (advice). `file` is where the
    node is defined, empty when unknown. `node` is empty for a blank node, `label` for a node
    without one. `kind` is the label of the node's class.
    """

    severity: str
    file: str
    node: str
    kind: str
    label: str
    message: str
    mend: str

    def __str__(self) -> str:
        """Return the fault as one line.

        >>> print(Fault("fault", "a.ttl", "urn:x", "Role", "Clerk", "has no level", "add one"))
        a.ttl: Role 'Clerk' (urn:x): has no level; add one
        """
        place = f"{self.file}: " if self.file else ""
        mark = "warning: " if self.severity == "warning" else ""
        return f"{place}{mark}{self._name()}: {self.message}; {self.mend}"

    def _name(self) -> str:
        if not self.node:
            return f"a {self.kind} without IRI"
        name = f"'{self.label}' ({curie(self.node)})" if self.label else curie(self.node)
        return f"{self.kind} {name}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many nodes break one rule, and the mend. `message` has "…" for what differs."""

    severity: str
    message: str
    mend: str
    number: int
    examples: tuple[Fault, ...]

    def __str__(self) -> str:
        """Return the rule as one line, and each example as another."""
        mark = "warning: " if self.severity == "warning" else ""
        lines = [f"{mark}{self.number:,} × {self.message}; {self.mend}"]
        return "\n    ".join(
            [*lines, *(f"{each._name()}: {each.message}" for each in self.examples)]
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What `check_files` found at one location; faults come before warnings.

    Of a market, `faults` are the first few that break each rule, and `counts` says how many do;
    elsewhere they are all, and `counts` is empty.
    """

    name: str
    faults: tuple[Fault, ...]
    triples: int
    claims: int
    counts: tuple[Count, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether no rule is broken; warnings break none."""
        return all(fault.severity == "warning" for fault in self.faults)

    def __str__(self) -> str:
        """Return every fault and warning, a line each, and last the verdict when all holds."""
        lines = [str(each) for each in self.counts or self.faults]
        if self.holds:
            lines.append(f"{self.name}: holds ({self.triples} triples, {self.claims} claims)")
        return visible("\n".join(lines))


def check(store: ox.Store, *, known: ox.Store | None = None) -> list[Fault]:
    """Return what breaks a rule in an open graph, sorted, faults before warnings.

    Nodes that the graph refers to but does not describe may be described in `known`.
    """
    whole = _with_known(store, known) if known else store
    own = {str(q.subject) for q in stores.said(store)}
    words = _Words(whole)
    return sorted({words.fault(f) for f in findings(whole) if f.node.n3() in own})


EXAMPLES = 5
"""How many of those who break a rule are named, where only counts are told."""


def count(store: ox.Store, *, progress: Progress = silent) -> list[Count]:
    """Return how many nodes break each rule that is broken, faults before warnings.

    Memory is needed for what breaks rules alone. The first by IRI are the examples.
    """
    broken: dict[Rule, _Tally] = {}
    for found in findings(store, progress):
        if any(stores.said(store, _node(found.node))):
            broken.setdefault(found.rule, _Tally()).add(found)
    words = _Words(store, all_names=False)
    counts = [tally.count(rule, words) for rule, tally in broken.items()]
    return sorted(counts, key=lambda each: (each.severity, each.message, each.mend))


class _Tally:
    """Those who break a rule: how many, and the first of them."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._first: list[tuple[str, str, Finding]] = []

    def add(self, found: Finding) -> None:
        told = hash((found.node, *sorted(found.values.items())))
        if told in self._seen:  # one value may fail two components that have one message
            return
        self._seen.add(told)
        insort(self._first, (str(found.node), str(sorted(found.values.items())), found))
        del self._first[EXAMPLES:]

    def count(self, rule: Rule, words: "_Words") -> Count:
        message, _, mend = re.sub(r"\{\?\w+\}", "…", rule.message).partition("; ")
        examples = tuple(words.fault(found) for *_, found in self._first)
        return Count(rule.severity, message, mend, len(self._seen), examples)


def check_files(
    location: str | os.PathLike[str] | None = None, *, alone: bool = False,
    progress: Progress = silent,
) -> Report:  # fmt: skip
    """Return the faults of the graph at `location` (see `store.open_store`), each with its file.

    The nodes of the curated graph count as described, unless the graph is to stand `alone`.
    Raises ReadError, FormatError or ParseError. A market stands alone always, and DamagedError is
    raised where a file of it is not what was written.
    """
    home = None if location is None else market.home(location)
    if location is not None and home:
        progress("comparing hashes", 0)
        market.verify(home)
        return _check_market(location, progress)
    store = stores.open_store(location)
    known = None if alone or location is None else stores.open_store()
    faults = check(store, known=known)
    name = "the curated graph" if location is None else os.fspath(location)
    homes = _homes(location) if faults else {}
    placed = (replace(fault, file=homes.get(fault.node, name)) for fault in faults)
    claims = stores.said(store, None, _TYPE, ox.NamedNode(CAREER.Claim))
    triples = stores.said(store)
    return Report(name, tuple(sorted(placed)), sum(1 for _ in triples), sum(1 for _ in claims))


def _check_market(location: str | os.PathLike[str], progress: Progress) -> Report:
    store = stores.open_store(location)
    counts = count(store, progress=progress)
    name = os.fspath(location)
    faults = (replace(fault, file=name) for each in counts for fault in each.examples)
    progress("counting", 0)
    beside = sum(_size(store, each) for each in (ONTOLOGY, CATALOGUE))
    claims = f"SELECT (COUNT(DISTINCT ?claim) AS ?n) {{ ?claim a <{CAREER.Claim}> }}"
    return Report(name, tuple(sorted(faults)), len(store) - beside, _number(store, claims),
                  tuple(counts))  # fmt: skip


def _size(store: ox.Store, graph: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))


def _number(store: ox.Store, query: str) -> int:
    rows = store.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, ox.QuerySolutions)
    return int(next(rows)["n"].value)


def _homes(location: str | os.PathLike[str] | None) -> dict[str, str]:
    """The file of a folder that describes each node: the one that gives its class, else the first.

    Empty for a single file or an endpoint.
    """
    folder = stores.shipped("data") if location is None else Path(location)
    if not folder.is_dir():
        return {}
    homes: dict[str, str] = {}
    typed: dict[str, str] = {}
    for file in sorted(p for p in folder.iterdir() if p.suffix in stores.FORMATS and p.is_file()):
        content = ox.Store()
        stores.load(content, file)
        for quad in content:
            if isinstance(quad.subject, ox.NamedNode):
                chosen = typed if quad.predicate == _TYPE else homes
                chosen.setdefault(quad.subject.value, f"{_shown(location)}/{file.name}")
    return homes | typed


def _shown(location: str | os.PathLike[str] | None) -> str:
    return "data" if location is None else os.fspath(location).rstrip("/")


def _with_known(store: ox.Store, known: ox.Store) -> ox.Store:
    """A copy of the store, with the descriptions from `known` that it lacks but refers to.

    Direct links are left out: they follow from claims that are not this graph's own.
    """
    whole = ox.Store()
    whole.bulk_extend(store)
    links = stores.relations(known)
    waiting = list(_iris(stores.said(store)))
    while waiting:
        node = waiting.pop()
        if any(whole.quads_for_pattern(node, _TYPE, None, None)):
            continue
        said = stores.said(known, node)
        found = [q for q in said if q.predicate not in links and q not in whole]
        whole.extend(found)
        waiting.extend(_iris(found))
    return whole


def _iris(quads: Iterable[ox.Quad]) -> set[ox.NamedNode]:
    return {t for q in quads for t in (q.subject, q.object) if isinstance(t, ox.NamedNode)}


class _Words:
    """What the nodes and values of a graph are called in messages."""

    def __init__(self, store: ox.Store, *, all_names: bool = True) -> None:
        self._store = store
        self._labels = Labels(store)
        self._all_names = all_names  # else the ontology's: those of a market are millions

    def fault(self, finding: Finding) -> Fault:
        message, _, mend = finding.message(self).partition("; ")
        node = str(finding.node) if isinstance(finding.node, URIRef) else ""
        kind, label = self._kind(finding.node), self._label(node) if node else ""
        return Fault(finding.rule.severity, "", node, kind, label, message, mend)

    def told(self, term: Node | None) -> str:
        """A node by its label and name, text in quotes, a number plainly."""
        if isinstance(term, URIRef):
            label = "" if term.startswith(CAREER) else self._label(term)
            return f"'{label}' ({curie(term)})" if label else curie(term)
        if isinstance(term, Literal):
            return f'"{term}"' if term.language or term.datatype is None else str(term)
        return "a node without IRI"

    def guess(self, unknown: Node) -> str:
        """The described node of the same namespace whose name is most like that of `unknown`."""
        from rapidfuzz import fuzz, process

        space, name = _split(str(unknown))
        graph = None if self._all_names else ox.NamedNode(ONTOLOGY)
        quads = self._store.quads_for_pattern(None, None, None, graph)
        known = {_split(q.subject.value) for q in quads if isinstance(q.subject, ox.NamedNode)}
        names = sorted(local for other, local in known if other == space)
        best = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=75)
        return curie(space + best[0]) if best else ""

    def _label(self, iri: str) -> str:
        """The label of a node; of a claim, what it says of whom; empty when there is neither."""
        label = self._labels.label(iri)
        if label != curie(iri):
            return label
        about = [self._one(iri, prop) for prop in (CAREER.subject, CAREER.measure)]
        return ": ".join(self._labels.label(each) for each in about) if all(about) else ""

    def _one(self, iri: str, prop: str) -> str:
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(prop), None, None)
        return min(map(_value, found), default="")

    def _kind(self, node: Node) -> str:
        types = map(_value, self._store.quads_for_pattern(_node(node), _TYPE, None, None))
        chosen = min(types, key=lambda iri: (not iri.startswith(CAREER), iri), default="Node")
        return _split(self._labels.label(chosen))[1]


def _node(node: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.NamedNode(node) if isinstance(node, URIRef) else ox.BlankNode(str(node))


def _value(quad: ox.Quad) -> str:
    return "" if isinstance(quad.object, ox.Triple) else quad.object.value


def _split(iri: str) -> tuple[str, str]:
    """The namespace of an IRI and the local name."""
    local = re.split(r"[#/:]", iri)[-1]
    return iri.removesuffix(local), local
