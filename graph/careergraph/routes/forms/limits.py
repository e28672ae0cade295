"""Limits of a question of which it is not known whether a route keeps them.

What is not known lets a step pass unless the question forbids it. Who asked for six years at the
most has to be told when nobody says how long a route takes.
"""

from collections.abc import Iterator

from rdflib import URIRef

from careergraph import wording
from careergraph.enumeration import listed
from careergraph.model import Claim
from careergraph.routes.answer import Route
from careergraph.routes.ladder import Ladder
from careergraph.routes.phrase import amounts
from careergraph.routes.question import CAUTIOUS, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.why.obstacles import comparable_pay
from careergraph.terms import CAREER
from careergraph.wording import Labelled


def unknown_limits(
    route: Route, query: RouteQuery, ladder: Ladder, labels: Labelled
) -> Iterator[str]:
    """Yield each limit of the question that a route may break for all that is known, in words."""
    if query.most_years is not None and route.costs.years.high is None:
        yield f"whether it takes at most {amounts.length(query.most_years)}"
    paid = any(claim.unit == CAREER.usdPerYear for claim in route.pay)
    if query.pay_at_least is not None and not paid:
        yield f"whether the goal pays {wording.number(query.pay_at_least)} US dollars a year"
    moves = [each.step for each in route.steps if each.step.kind != CAREER.opens]
    if query.stay_in and not all(step.industries for step in moves):
        yield f"whether every step is made in {listed(map(labels.label, query.stay_in), 'or')}"
    view = viewed(ladder, CAUTIOUS)
    if query.avoid_licensed and (unsaid := _unsaid(route, ladder)):
        yield f"whether {listed(map(labels.label, unsaid), 'or')} takes a licence"
    if query.pay_never_drops and not all(comparable_pay(view, step) for step in moves):
        yield "whether pay drops on the way"


def _unsaid(route: Route, ladder: Ladder) -> list[URIRef]:
    """The roles after the first of which nobody says whether they take a licence."""
    said = ladder.book.on
    return [role for role in route.roles[1:]
            if not any(_licences(ladder, c) for c in said(role, CAREER.requires))]  # fmt: skip


def _licences(ladder: Ladder, claim: Claim) -> bool:
    """Whether a claim asks for a licence, or says that none is needed."""
    needed = ladder.book.requirement(claim.object)
    return needed is not None and not ladder.licences.isdisjoint(needed.alternatives)
