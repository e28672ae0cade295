"""A question in words again, such that `phrase.parse` reads the same question from them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.names import Index
from careergraph.routes.phrase import amounts, meaning, scanner
from careergraph.routes.phrase.lexicon import lexicon
from careergraph.routes.phrase.words import EXACT_LEVELS
from careergraph.routes.question import End, Reading, RouteQuery
from careergraph.terms import curie, expand

_ENDS = ("start", "goal")
_OBJECTIVES = {
    "years": "fastest", "steps": "fewest steps", "pay": "best paid",
    "new_skills": "fewest new skills", "contested": "least contested",
    "counted": "preferring counted moves",
}  # fmt: skip
_MISLEADING = re.compile(
    r"\b(?:and|or|but|then|to|from|as|in|within|with|without|by|over|under|at|no|not|only|via|"
    r"through|up|be|best|top|first|level|roles?|jobs?|positions?)\b|[^\w\s'’&+#-]",
    re.I,
)
"""What makes a name look like a part of the sentence around it, so that it is quoted."""

_PLAIN = re.compile(r"[a-z][a-z0-9.-]*:[\w/-]+(\.[\w/-]+)*")
"""A prefixed name that ends where it seems to."""


def print_query(query: RouteQuery, index: Index) -> str:
    """Return a phrase for a question; `phrase.parse` is the inverse.

    Names are quoted where they could be misread. Raises QuestionError for a question that cannot
    be put in words, such as one for a node that is not in the graph.
    """
    fault = "read back, the words would ask for something else"
    for quoted in (False, True):
        phrase = _sentence(query, _Spelling(index, quoted))
        try:
            if meaning.query(meaning.question(scanner.read(phrase, index))) == query:
                return phrase
        except scanner.UnreadableError:
            fault = "a part of it has no name in this graph"
    raise QuestionError(f"the question cannot be put in words: {fault}")


def spell_ends(start: End, goal: End, index: Index) -> str:
    """Return 'from START to GOAL'. Raises QuestionError for an end without a node."""
    return _ends(start, goal, _Spelling(index, False))


def spell_clauses(limits: Mapping[str, Any], index: Index) -> list[str]:
    """Return a clause for each of these fields of a question, in the order people would say them.

    Names are quoted, since what stands before the clauses is not known.
    """
    return _clauses(limits, _Spelling(index, True))


def _sentence(query: RouteQuery, spelling: "_Spelling") -> str:
    given = {f.name: getattr(query, f.name) for f in fields(query) if f.name not in _ENDS}
    defaults = {f.name: f.default for f in fields(query)}
    limits = {name: value for name, value in given.items() if value != defaults[name]}
    wanted = _wanted({name: limits.pop(name) for name in ("k", "diverse") if name in limits})
    parts = [f"{wanted} {_ends(query.start, query.goal, spelling)}".strip()]
    return ", ".join([*parts, *_clauses(limits, spelling)])


def _ends(start: End, goal: End, spelling: "_Spelling") -> str:
    return f"from {spelling.end(start)} to {spelling.end(goal, goal=True)}"


@dataclass(frozen=True, slots=True)
class _Spelling:
    """How nodes are called: by labels, quoted where that is asked for or where they need it."""

    index: Index
    quoted: bool

    def name(self, iri: URIRef, *kinds: str) -> str:
        """The label of a node if that leads back to it, else its prefixed name or IRI."""
        label, known = self.index.label(iri), lexicon(self.index)
        meant = next((found for kind in kinds if (found := known.get(label, kind))), None)
        if meant != iri or '"' in label:
            short = curie(iri)
            plain = expand(short) == str(iri) and _PLAIN.fullmatch(short)
            return short if plain else f"<{iri}>"
        return self.spelled(label)

    def spelled(self, label: str) -> str:
        """A label, quoted where it has to be."""
        return f'"{label}"' if self.quoted or _MISLEADING.search(label) else label

    def names(self, iris: Iterable[URIRef], kind: str, last: str = "and") -> str:
        """Several nodes: 'A, B and C'."""
        words = [self.name(iri, kind) for iri in iris]
        return f" {last} ".join(filter(None, (", ".join(words[:-1]), words[-1])))

    def end(self, end: End, *, goal: bool = False) -> str:
        """A start or a goal."""
        if end.kind == "Any":
            return "any role"
        if end.iri is None:
            raise QuestionError(
                f"the question cannot be put in words: it does not say which {end.kind.lower()}"
            )
        kinds = (
            ("Role", "Level", "Industry") if goal else ("Role", "Level", "Credential", "Industry")
        )
        if end.others:
            return self.shared(end)
        if end.kind == "Industry":
            return f"roles in {self.name(end.iri, 'Industry')}"
        return self.level(end) if end.kind == "Level" else self.name(end.iri, *kinds)

    def shared(self, end: End) -> str:
        """The name that several roles bear, and no other."""
        assert end.iri is not None
        named = sorted(end.named)
        for name in self.index.of_node(end.iri):
            if [*self.index.bearers(name.text)] == named and '"' not in name.text:
                return self.spelled(name.text)
        raise QuestionError("the question cannot be put in words: its roles share no name")

    def level(self, end: End) -> str:
        """'senior roles', or where that would mean something else, the level exactly or above."""
        assert end.iri is not None
        exact = f"roles at level {self.name(end.iri, 'Level').lower()}"
        label = self.name(end.iri, "Role", "Level").lower()
        if end.at_least == (end.iri not in EXACT_LEVELS):
            return f"{label} roles"
        return f"{label} roles or above" if end.at_least else exact

    def reading(self, reading: Reading) -> str:
        """Under which reading, or on whose word."""
        if reading.source is None:
            return f"under the {reading.name} reading"
        short = reading.source.rsplit("/", 1)[-1]
        found = lexicon(self.index).get(short, "Source")
        source = short if found == reading.source else self.name(reading.source, "Source")
        return f"{'according to' if reading.name == 'only' else 'leaving out'} {source}"


def _clauses(limits: Mapping[str, Any], spelling: _Spelling) -> list[str]:
    found = [spell(limits[field], spelling) for field, spell in _CLAUSES.items() if field in limits]
    wanted = _wanted(limits)
    return [clause for clause in (*found, wanted) if clause]


def _wanted(limits: Mapping[str, Any]) -> str:
    """'best route', '3 best routes', '5 different routes', or nothing."""
    count, diverse = limits.get("k"), limits.get("diverse", False)
    if count is None and not diverse:
        return ""
    if count == 1 and not diverse:
        return "best route"
    return f"{'' if count is None else count} {'different' if diverse else 'best'} routes".strip()


def _listed(before: str, kind: str, last: str = "and") -> Callable[[Any, _Spelling], str]:
    return lambda iris, spelling: f"{before} {spelling.names(iris, kind, last)}" if iris else ""


def _set(words: str) -> Callable[[Any, _Spelling], str]:
    return lambda asked, _spelling: words if asked else ""


_CLAUSES: dict[str, Callable[[Any, _Spelling], str]] = {
    "without_further_degree": _set("without further degree"),
    "without_further_credential": _set("without further credentials"),
    "highest_degree": lambda iri, s: f"with at most {s.name(iri, 'Credential')}",
    "holding": _listed("holding", "Credential"),
    "skills": _listed("knowing", "Skill"),
    "experience": lambda years, _: f"with {amounts.length(years)} of experience",
    "most_steps": lambda steps, _: f"in at most {amounts.counted(steps, 'step')}",
    "most_years": lambda years, _: f"within {amounts.length(years)}",
    "most_new_skills": lambda skills, _: f"learning at most {amounts.counted(skills, 'new skill')}",
    "pay_at_least": lambda pay, _: f"paying at least {amounts.dollars(pay)}",
    "pay_never_drops": _set("pay never drops"),
    "stay_in": _listed("staying in", "Industry", "or"),
    "through": _listed("through", "Industry"),
    "avoid": _listed("avoiding", "Role"),
    "avoid_licensed": _set("avoiding licensed roles"),
    "kinds": _listed("only by", "StepKind", "or"),
    "counted": _set("by counted moves"),
    "unknown": lambda unknown, _: (
        {"allow": "allowing", "forbid": "forbidding"}[unknown] + " unknowns"
    ),
    "reading": lambda reading, spelling: spelling.reading(reading),
    "degree_share": lambda share, _: f"with a degree share of {amounts.figures(share * 100)} %",
    "objectives": lambda found, _: ", then ".join(_OBJECTIVES[o] for o in found),
}
