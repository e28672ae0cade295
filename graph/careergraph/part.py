"""A part of a graph: some of its nodes, with what is said of them and all that this rests on.

A part is an open graph like any other. Whatever it still says has its source and its place, and
what it says of a role's level, pay and demands is all that the whole says; relations that lead
to a node outside are left out.
"""

from collections.abc import Collection, Iterable, Iterator

import pyoxigraph as ox

from careergraph import store as stores
from careergraph.errors import QuestionError
from careergraph.terms import CAREER, DCAT, DCTERMS, RDF, RDFS, SKOS, SSSOM

THINGS = ("Role", "RoleGroup", "Skill", "Industry", "Credential", "Application",
          "LearningOpportunity", "WorkArrangement", "Place", "Distinction", "Factor", "Population",
          "Level")  # fmt: skip
"""The kinds of node that people speak of: what a map draws, and what lies around another.

Groups of skills are not among them: no source says anything of one, and hundreds of headings would
stand between the skills and the roles that need them. What is broader than a skill stays in its
record, and is saved with it.
"""

SCALES = ("Population", "Level")
"""Kinds that tie together what has nothing else in common: no way leads over them."""

_TYPE, _BROADER = ox.NamedNode(RDF.type), ox.NamedNode(SKOS.broader)
_FROM, _TO = ox.NamedNode(CAREER["from"]), ox.NamedNode(CAREER.to)
_SUBJECT, _OBJECT = ox.NamedNode(CAREER.subject), ox.NamedNode(CAREER.object)
_ALTERNATIVE = ox.NamedNode(CAREER.alternative)
_KINDS = {ox.NamedNode(CAREER[k]) for k in (*THINGS, "Degree", "Certification", "Licence")}
_PASSABLE = _KINDS - {ox.NamedNode(CAREER[kind]) for kind in SCALES}
_GROUP = ox.NamedNode(CAREER.RoleGroup)

Node = ox.NamedNode | ox.BlankNode


def part(store: ox.Store, named: Iterable[str]) -> ox.Store:
    """Return the part of an open graph that these nodes make, as an open graph of its own.

    In it are the named nodes; the ends of named steps; subject and object of named claims; every
    step between two roles in it; every claim about one of these that does not relate to something
    outside; and all that these rest on: sources, passages, scopes, what is broader, requirements
    with all their alternatives, the claims that others are derived from. Names that the graph does
    not know are left out. Same graph and nodes, same part.
    """
    graph = Near(store)
    held = {node for iri in named for node in graph.with_ends(ox.NamedNode(iri))}
    while True:  # what a claim rests on may be a thing of which more is said
        steps = graph.steps_between(held)
        kept = held | steps
        kept |= {claim for node in kept for claim in graph.claims_within(node, kept)}
        found = set(described(store, kept))
        things = {
            t.subject for t in found
            if t.predicate == _TYPE and t.object in _KINDS and isinstance(t.subject, Node)
        }  # fmt: skip
        if things <= held:
            return _opened(found)
        held |= things


def around(store: ox.Store, start: str, *, hops: int = 1) -> set[str]:
    """Return the things at most `hops` relations or steps away from a thing, itself included.

    The ends of a step lie around it. No way leads over a level or a population, though one may
    start there. Raises QuestionError when `hops` is negative.
    """
    check_hops(hops)
    graph = Near(store)
    found = edge = graph.with_ends(ox.NamedNode(start))
    for _ in range(hops):
        edge = {near for node in edge for near in graph.neighbours(node)} - found
        if not edge:
            break
        found = found | edge
    return {node.value for node in found}


def check_hops(hops: int) -> None:
    """Raise QuestionError when `hops` is negative."""
    if hops < 0:
        raise QuestionError(f"{hops} hops lead nowhere; 0 is the node alone, 1 what touches it")


def described(store: ox.Store, seeds: Iterable[Node]) -> Iterator[ox.Triple]:
    """Yield what the data says of some nodes and of all that these lead to.

    Direct links that follow from claims are left out; opening derives them.
    """
    links = stores.relations(store)
    seen: set[Node] = set()
    queue: list[Node] = list(seeds)
    while queue:
        node = queue.pop()
        if node in seen:
            continue
        seen.add(node)
        for quad in stores.said(store, node):
            if quad.predicate not in links:
                yield quad.triple
                if isinstance(quad.object, Node):
                    queue.append(quad.object)


_MENTIONED = {ox.NamedNode(p) for p in (RDF.type, SKOS.prefLabel, RDFS.label, DCTERMS.title)}
_OTHER_NAMES = {ox.NamedNode(SKOS.altLabel), ox.NamedNode(SKOS.hiddenLabel)}
_RESTING = {
    ox.NamedNode(each) for each in (
        *(CAREER[k] for k in ("Source", "Passage", "Rule", "Requirement", "Experience", "Period",
                              "Credential", "Degree", "Certification", "Licence", "Place",
                              "JobZone", "AnswerCategory", "AdvancementStep")),
        DCAT.Distribution, SSSOM.Mapping)
}  # fmt: skip
"""Kinds of which all is told wherever something rests on one."""


def excerpted(store: ox.Store, seeds: Iterable[str], *, fully: Collection[str]) -> ox.Store:
    """Return an open graph of what is said of these nodes, and of what their claims rest on.

    Unlike in a part, other things that are named are only mentioned, with their kind and label;
    and only those `fully` told of keep their other names.
    """
    return _opened(_excerpted(store, {*map(str, seeds)}, {*map(str, fully)}))


def _excerpted(store: ox.Store, seeds: set[str], fully: Collection[str]) -> Iterator[ox.Triple]:
    links, seen = stores.relations(store), set[Node]()
    queue: list[Node] = [ox.NamedNode(iri) for iri in sorted(seeds)]
    while queue:
        node = queue.pop()
        if node in seen:
            continue
        seen.add(node)
        quads = list(stores.said(store, node))
        types = {quad.object for quad in quads if quad.predicate == _TYPE}
        if node.value not in seeds and types and not types & _RESTING:
            yield from (quad.triple for quad in quads if quad.predicate in _MENTIONED)
            continue
        left = links if node.value in fully or types & _RESTING else links | _OTHER_NAMES
        for quad in quads:
            if quad.predicate not in left:
                yield quad.triple
                if isinstance(quad.object, Node) and quad.predicate != _TYPE:
                    queue.append(quad.object)


def _opened(triples: Iterable[ox.Triple]) -> ox.Store:
    opened = ox.Store()
    opened.extend(ox.Quad(*triple) for triple in triples)
    return stores.prepared(opened)


class Near:
    """A store, and what is asked of it node by node: the work grows with the part alone."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def _objects(self, node: Node, prop: ox.NamedNode) -> set[Node]:
        found = stores.said(self._store, node, prop)
        return {quad.object for quad in found if isinstance(quad.object, Node)}

    def _subjects(self, prop: ox.NamedNode, node: Node) -> set[Node]:
        found = stores.said(self._store, None, prop, node)
        return {quad.subject for quad in found if isinstance(quad.subject, Node)}

    def _all(self, nodes: Iterable[Node], *props: ox.NamedNode) -> set[Node]:
        return {each for node in nodes for prop in props for each in self._objects(node, prop)}

    def ends(self, step: Node) -> set[Node]:
        """Return the roles that a step leads from and to; none of what is no step."""
        return self._all([step], _FROM, _TO)

    def steps(self, node: Node) -> set[Node]:
        """Return the steps that lead from or to a node."""
        return self._subjects(_FROM, node) | self._subjects(_TO, node)

    def naming(self, node: Node) -> set[Node]:
        """Return the claims whose value is a node, or a requirement that it helps to meet."""
        named = {node} | self._subjects(_ALTERNATIVE, node)
        return {claim for each in named for claim in self._subjects(_OBJECT, each)}

    def beside(self, node: Node) -> set[Node]:
        """Return the notions right above and below a node."""
        return self._objects(node, _BROADER) | self._subjects(_BROADER, node)

    def with_ends(self, node: Node) -> set[Node]:
        """Return a node with the ends of the step, or subject and object of the claim, it is."""
        ends = self._all([node], _FROM, _TO, _SUBJECT, _OBJECT)
        return {node} | ends | self._all(ends, _FROM, _TO)

    def steps_between(self, nodes: set[Node]) -> set[Node]:
        """Return the steps that lead from one of these nodes to another."""
        steps = {step for node in nodes for step in self._subjects(_FROM, node)}
        return {step for step in steps if self._objects(step, _TO) <= nodes}

    def claims_within(self, node: Node, nodes: set[Node]) -> set[Node]:
        """Return the claims about a node, without those that relate it to a thing outside.

        That it is of a group stays: what is asked of the group is asked of it.
        """
        claims = self._subjects(_SUBJECT, node)
        bound = _PASSABLE - {_GROUP}
        return {c for c in claims if self._of(bound, self._objects(c, _OBJECT)) <= nodes}

    def _of(self, kinds: set[ox.NamedNode], nodes: Iterable[Node]) -> set[Node]:
        return {node for node in nodes if self._objects(node, _TYPE) & kinds}

    def neighbours(self, node: Node) -> set[Node]:
        """Return the things that a step, a claim or a broader notion ties to a node."""
        steps = self.steps(node)
        about = {claim for each in {node} | steps for claim in self._subjects(_SUBJECT, each)}
        ends = self._all(about, _OBJECT) | self._all(self.naming(node), _SUBJECT) | steps
        ends |= self._all(ends, _FROM, _TO, _ALTERNATIVE)
        ends |= self.beside(node)
        return self._of(_PASSABLE, ends)
