"""What the credentials change that a traveller holds: the same question is asked without them."""

from dataclasses import dataclass, replace

from rdflib import URIRef

from careergraph.errors import QuestionError
from careergraph.routes.answer import Route, RouteAnswer
from careergraph.routes.ladder import Ladder
from careergraph.routes.search import search

Path = tuple[URIRef, ...]


@dataclass(frozen=True, slots=True)
class Gain:
    """What holding `held` is good for, as numbers of routes.

    `opened` are there only with it, `better` have a better status with it, `lost` are there only
    without it, as when others surpass them; `without` is how many there are without it.
    """

    held: tuple[URIRef, ...]
    opened: int
    better: int
    lost: int
    without: int


def gain(ladder: Ladder, answer: RouteAnswer) -> Gain | None:
    """Return what the credentials held are good for; None where none is held."""
    query = answer.query
    if not query.holding:
        return None
    held = {_path(route): answer.rank(route)[0] for route in answer.routes}
    try:
        others = search(ladder, replace(query, holding=()))
    except QuestionError:  # a question that contradicts itself without them
        return None
    bare = {_path(route): others.rank(route)[0] for route in others.routes}
    return Gain(
        held=query.holding,
        opened=len(held.keys() - bare.keys()),
        better=sum(path in bare and status < bare[path] for path, status in held.items()),
        lost=len(bare.keys() - held.keys()),
        without=len(bare),
    )


def _path(route: Route) -> Path:
    return tuple(step.step.iri for step in route.steps)
