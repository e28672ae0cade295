"""An answer as a graph: each route as a node, with the steps, roles and claims that it rests on.

The graph stands by itself: it can be opened like any other, and the same question asked of it
gives the same routes. Direct links that follow from claims are left out; opening derives them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

import pyoxigraph as ox
from rdflib import Literal, URIRef

from careergraph import store as stores
from careergraph.model import FoundRoute, triples
from careergraph.part import described
from careergraph.routes.answer import Route, RouteAnswer
from careergraph.routes.forms.needs import Met, needs
from careergraph.routes.forms.sentences import account
from careergraph.routes.forms.why_text import change
from careergraph.routes.ladder import Ladder
from careergraph.routes.why import Way, WhyNot
from careergraph.terms import ID
from careergraph.wording import Labelled


def as_turtle(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, store: ox.Store, *,
    k: int | None = None, why: WhyNot | None = None,
) -> str:  # fmt: skip
    """Return at most `k` routes, and all that they rest on, as Turtle: same answer, same bytes.

    With `why` so do up to `k` of the routes that changes to the question would open, with these.
    """
    found = [record(route, answer, ladder, labels) for route in answer.best(k)]
    found += [opened(way, answer, ladder, labels) for way in (why.ways[:k] if why else ())]
    seeds = {node for route in found for node in _nodes(route, ladder)}
    stated = [*triples(found), *described(store, map(ox.NamedNode, seeds))]
    return stores.serialise(set(stated), ox.RdfFormat.TURTLE).decode()


def iri(route: Route, answer: RouteAnswer, changes: Iterable[str] = ()) -> URIRef:
    """Return the IRI of a route as an answer: same question, changes and steps, same IRI."""
    question = answer.question or repr(answer.query)
    parts = "\n".join([question, *changes, *(step.step.iri for step in route.steps)])
    return ID[f"route/{sha256(parts.encode()).hexdigest()[:16]}"]


def opened(way: Way, answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> FoundRoute:
    """Return a route that only changes to the question open, as it is written out."""
    words = [change(made, ladder, labels) for made in way.changes]
    found = record(way.route, replace(answer, query=way.query), ladder, labels)
    nodes = {made.node for made in way.changes if made.node is not None}
    return replace(
        found,
        iri=iri(way.route, answer, words),
        changes=tuple(Literal(each, lang="en") for each in words),
        changes_about=tuple(sorted(nodes)),
    )


def record(route: Route, answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> FoundRoute:
    """Return a route as it is written out."""
    years = route.costs.years
    wanted = [n for each in needs(route, answer.query, ladder) for n in each]
    known = years.low > 0 or years.unknown < len(route.steps)
    gained = {n.claim.object for n in wanted if n.met is Met.TO_GAIN and n.claim.object}
    return FoundRoute(
        iri=iri(route, answer),
        label=Literal(" → ".join(map(labels.label, route.roles)), lang="en"),
        status=Literal(route.status.value),
        starts_as=route.roles[0],
        reaches=route.roles[-1],
        steps=tuple(step.step.iri for step in route.steps),
        step_count=len(route.steps),
        contested_steps=route.costs.contested,
        weakest=route.weakest.step.iri,
        account=Literal(account(route, answer.query, ladder.book, labels), lang="en"),
        question=Literal(answer.question, lang="en") if answer.question else None,
        least_years=Decimal(years.low) if known else None,
        most_years=years.high,
        pay=tuple(claim.iri for claim in route.pay),
        new_skills=route.new_skills,
        to_gain=tuple(sorted(gained)),
        closed_without=route.needs,
    )


def _nodes(route: FoundRoute, ladder: Ladder) -> Iterator[URIRef]:
    """What a route is about, and every claim on that with the claims it rests on."""
    roles = {end for step in route.steps for end in (ladder.steps[step].start,
                                                     ladder.steps[step].end)}  # fmt: skip
    for node in (*roles, *route.steps):
        yield node
        for claim in ladder.book.about.get(node, ()):
            yield from (base.iri for base in ladder.book.bases(claim))
    yield from (*route.new_skills, *route.closed_without, *route.changes_about)
