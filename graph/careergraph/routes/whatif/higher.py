"""Whether levels above the one that is asked for would answer: few who ask for roles at a level
mean to leave out those above it."""

from dataclasses import dataclass, replace

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.routes.answer import RouteAnswer
from careergraph.routes.ladder import Ladder
from careergraph.routes.search import search

FEW = 3
"""Fewer routes than this are few, where the question does not say how many are wanted."""

WANTED = 5
"""How many routes are looked for, where it does not."""


@dataclass(frozen=True, slots=True)
class Higher:
    """The roles above a level, by name the roles `above`, to which routes lead, best first."""

    level: URIRef
    above: tuple[URIRef, ...]


def higher(ladder: Ladder, answer: RouteAnswer) -> Higher | None:
    """Return which roles above the level asked for would answer as well, by a second search.

    None unless the question is for exactly one level and has few routes or none, and the levels
    above it have some.
    """
    query = answer.query
    level, exact = query.goal.iri, query.goal.kind == "Level" and not query.goal.at_least
    if level is None or not exact or len(answer.routes) >= (query.k or FEW):
        return None
    wider = replace(query.goal, at_least=True)
    try:
        others = search(ladder, replace(query, goal=wider, k=query.k or WANTED))
    except QuestionError:  # no role at all is at the level or above
        return None
    ends = dict.fromkeys(route.roles[-1] for route in others.routes)
    above = tuple(role for role in ends if role not in answer.goals)
    return Higher(level, above) if above else None
