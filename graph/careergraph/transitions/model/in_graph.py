"""Profiles of occupations from a graph: what sources imported into a market say of its roles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyoxigraph as ox
from rdflib import URIRef

from careergraph.sources import schooling
from careergraph.terms import CAREER, ID, SKOS
from careergraph.transitions.model import gathering, onet_tables
from careergraph.transitions.model.onet_tables import Detailed
from careergraph.transitions.model.profiles import Profiles
from careergraph.transitions.model.similarity import TIERS

if TYPE_CHECKING:
    import numpy.typing as npt

    from careergraph.career_graph import CareerGraph

    Array = npt.NDArray[Any]

_ELEMENTS = {"2.A": "skills", "2.B": "skills", "2.C": "knowledge", "1.A": "abilities",
             "4.A": "work activities"}  # fmt: skip
"""How the identifiers of O*NET's elements begin, and the table that importance puts them in."""

_LEVELS = {"skills": "skill levels", "knowledge": "knowledge levels"}
_OWN = {
    CAREER.contextScore: "work context",
    CAREER.workStyleImpact: "work styles",
    CAREER.interestScore: "interests",
    CAREER.workValueExtent: "work values",
}
_ANSWERS = {
    CAREER.educationShare: "required education",
    CAREER.experienceShare: "experience",
    CAREER.siteTrainingShare: "training",
}
_SCHOOLING = (schooling.UNFINISHED, schooling.DIPLOMA.iri, schooling.COLLEGE,
              schooling.ASSOCIATE.iri, schooling.BACHELOR.iri, schooling.MASTER.iri,
              schooling.PROFESSIONAL.iri)  # fmt: skip

Cells = dict[tuple[str, str], float]
Pairs = Iterator[tuple[str, str]]


def gathered(codes: Sequence[str], graph: "CareerGraph",
             parts: gathering.Parts | None = None) -> Profiles:  # fmt: skip
    """Return what a graph says of some occupations.

    Without `parts` the codes are IRIs of roles, their O*NET-SOC codes or SOC codes. Tables that no
    claim fills are not there; a graph without any of these roles is told in `without`.
    """
    found = _Graph(graph)
    detailed = Detailed(found.codes, found.tables(), found.counted())
    inside = parts if parts is not None else found.inside(codes)
    if any(inside.get(code) for code in codes):
        return gathering.profiles(codes, detailed, found.jobs(), inside)
    return Profiles(tuple(codes), without=("the graph: it has none of these occupations",))


def read(graph: "CareerGraph") -> "_Graph":
    """Return the claims of a graph on its roles, to be asked for single tables."""
    return _Graph(graph)


class _Graph:
    """The claims of a graph on its roles, each known by its code, or by its IRI without one."""

    def __init__(self, graph: "CareerGraph") -> None:
        self.store, self.book = graph.store, graph.book
        self.names = _names(self.store)
        self.code = {iri: _code(self.store, iri) for iri in self.names}
        self.codes = tuple(sorted(set(self.code.values())))
        self.place = {code: n for n, code in enumerate(self.codes)}

    def inside(self, codes: Sequence[str]) -> dict[str, set[str]]:
        """Return which roles each of some codes stands for."""
        found = gathering.themselves(codes, self.codes)
        for code in codes:
            if URIRef(code) in self.code:
                found[code] = {self.code[URIRef(code)]}
        return found

    def tables(self) -> dict[str, "Array"]:
        """Return the tables that claims fill."""
        cells: dict[str, Cells] = {}
        for measure, levels in ((CAREER.importance, {}), (CAREER.requiredLevel, _LEVELS)):
            for role, thing, value in self.claims(measure):
                name = _ELEMENTS.get(_last(thing)[:3], "")
                name = levels.get(name, "") if levels else name
                if name:
                    cells.setdefault(name, {})[role, _last(thing)] = value
        for measure, name in _OWN.items():
            cells[name] = {(r, _last(thing)): value for r, thing, value in self.claims(measure)}
        cells["zone"] = {(role, "zone"): value for role, _, value in self.claims(CAREER.jobZone)}
        tables = {name: onet_tables.table(each, self.place) for name, each in cells.items()}
        for measure, name in _ANSWERS.items():
            answers = {(role, _last(answer).rpartition("-")[2].zfill(3)): value
                       for role, answer, value in self.claims(measure)}  # fmt: skip
            tables[name] = onet_tables.shares(answers, self.place)
        tables["related"] = self._related()
        tables |= {name: gathering.spread(figures, self.codes)
                   for name, figures in self._published().items() if figures}  # fmt: skip
        return {name: table for name, table in tables.items() if table.size}

    def counted(self) -> dict[str, Any]:
        """Return the sparse tables that names and claims fill."""
        titles = ((self.code[iri], title) for iri, each in self.names.items() for title in each)
        tasks = [*self._pairs(CAREER.performs)]
        words = _labels(self.store, CAREER.Task)
        texts = ((role, words.get(task, "")) for role, task in tasks)
        wider = ((role, above) for role, task in tasks for detail in self._above(task)
                 for above in self._above(detail))  # fmt: skip
        used = ((role, above) for role, thing in self._pairs(CAREER.usesTechnology)
                for above in self._above(thing))  # fmt: skip
        found = {
            "titles": onet_tables.texts(titles, self.place),
            "tasks": onet_tables.texts(texts, self.place),
            "activities": onet_tables.sets(wider, self.place),
            "technologies": onet_tables.sets(used, self.place),
        }
        return {name: table for name, table in found.items() if table.nnz}

    def jobs(self) -> dict[str, float]:
        """Return how many work in each SOC code, in all industries together."""
        return {code: value for code, industry, value in self.figures(CAREER.employment)
                if industry is None}  # fmt: skip

    def _published(self) -> dict[str, dict[str, list[float]]]:
        """What is said of SOC codes: pay, sectors and schooling."""
        pay = {code: [float(np.log(value))]
               for code, industry, value in self.figures(CAREER.pay, CAREER.median)
               if industry is None and value > 0}  # fmt: skip
        jobs: dict[str, dict[str, float]] = {}
        for code, industry, value in self.figures(CAREER.employment):
            if industry is not None and value > 0:
                jobs.setdefault(code, {})[industry] = value
        every = sorted({sector for each in jobs.values() for sector in each})
        sectors = {code: [each.get(sector, 0) / sum(each.values()) for sector in every]
                   for code, each in jobs.items()}  # fmt: skip
        schooled: dict[str, dict[str, float]] = {}
        for code, kind, value in self._by_subject(CAREER.attainmentShare, "object"):
            schooled.setdefault(code, {})[str(kind)] = value
        attainment = {code: [each.get(str(kind), 0) for kind in _SCHOOLING]
                      for code, each in schooled.items()}  # fmt: skip
        return {"pay": pay, "sectors": sectors, "attainment": attainment}

    def _related(self) -> "Array":
        found = np.zeros((len(self.place), len(self.place)))
        for role, other, tier in self._cells(CAREER.relatedRole, "text"):
            if role in self.code and other in self.code:
                worth = TIERS.get(str(tier), 0)
                found[self.place[self.code[role]], self.place[self.code[other]]] = worth
        return found if found.any() else np.zeros((0, 0))

    def claims(self, measure: URIRef) -> Iterator[tuple[str, URIRef, float]]:
        """Yield role, object and figure of each affirmed claim on a measure."""
        for role, thing, value in self._cells(measure, "minimum"):
            if role in self.code and value is not None:
                yield self.code[role], thing, float(value)

    def _pairs(self, measure: URIRef) -> Pairs:
        for role, thing, _ in self._cells(measure, "polarity"):
            if role in self.code:
                yield self.code[role], str(thing)

    def figures(
        self, measure: URIRef, statistic: URIRef | None = None
    ) -> Iterator[tuple[str, str | None, float]]:
        """Yield the figures of SOC codes with the industry each is of; the newest last."""
        for code, industry, value in self._by_subject(measure, "industry", statistic):
            yield code, None if industry is None else str(industry), value

    def _by_subject(
        self, measure: URIRef, field: str, statistic: URIRef | None = None
    ) -> Iterator[tuple[str, Any, float]]:
        table = self.book.table
        columns = [table.column(n) for n in ("subject", field, "minimum", "statistic", "period")]
        places = self.book.places(measure)
        kept = places[self.book.affirmed[places]].tolist()
        for n in sorted(kept, key=lambda n: str(columns[4][n])):
            subject, value = str(columns[0][n]), columns[2][n]
            if _SOC in subject and value is not None and columns[3][n] == statistic:
                yield subject.rpartition("/")[2], columns[1][n], float(value)

    def _cells(self, measure: URIRef, field: str) -> Iterator[tuple[URIRef, URIRef, Any]]:
        table = self.book.table
        columns = [table.column(name) for name in ("subject", "object", field)]
        places = self.book.places(measure)
        for n in places[self.book.affirmed[places]].tolist():
            if columns[1][n] is not None:
                yield columns[0][n], columns[1][n], columns[2][n]

    def _above(self, node: str) -> Iterable[str]:
        return sorted(map(str, self.book.broader.get(URIRef(node), ())))


_SOC = str(ID["soc-2018/"])


def _last(iri: URIRef) -> str:
    return iri.rpartition("/")[2]


def _names(store: ox.Store) -> dict[URIRef, list[str]]:
    """Every name of each role."""
    found: dict[URIRef, list[str]] = {}
    for name in (SKOS.prefLabel, SKOS.altLabel):
        for iri, label in _select(store, f"?iri a <{CAREER.Role}> ; <{name}> ?label"):
            found.setdefault(URIRef(iri), []).append(label)
    return found


def _labels(store: ox.Store, kind: URIRef) -> Mapping[str, str]:
    return dict(_select(store, f"?iri a <{kind}> ; <{SKOS.prefLabel}> ?label"))


def _select(store: ox.Store, pattern: str) -> Pairs:
    text = f"SELECT DISTINCT ?iri ?label WHERE {{ {pattern} }} ORDER BY ?iri ?label"
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    for row in found:
        yield row["iri"].value, row["label"].value


def _code(store: ox.Store, iri: URIRef) -> str:
    """The O*NET-SOC code of a role; its IRI when it has none."""
    pattern = store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(SKOS.notation), None)
    codes = (quad.object.value for quad in pattern if isinstance(quad.object, ox.Literal))
    return next(chain(sorted(code for code in codes if _is_onet(code)), [str(iri)]))


def _is_onet(code: str) -> bool:
    return len(code) == 10 and code[2] == "-" and code[7] == "." and code.isascii()
