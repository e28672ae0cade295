"""Routes of a market for a reader to judge, drawn at random: python -m benchmarks.sampled_routes

    PYTHONPATH=tests python -m benchmarks.sampled_routes MARKET --seed 1 --count 50

Starts, goals and constraints are drawn independently, each kind as often as any other, whatever the
rules make of them; a question that has no route is counted and replaced by the next. Of each answer
the best route is shown, with what the data says of each of its roles. Whether people would make
each step, and whether what is asked for is reached, is for the reader to say.
"""

import argparse
import random
from collections.abc import Iterator, Sequence

from rdflib import URIRef

import careergraph as cg
from careergraph.errors import CareerGraphError
from careergraph.routes import RouteAnswer
from careergraph.routes.forms.limits import unknown_limits
from careergraph.routes.forms.sentences import further
from careergraph.terms import CAREER

GOALS = ("senior roles", "roles at level senior", "roles at level lead", "mid roles", None)
"""What is asked for; None draws a single role."""

LIMITS = ("", "without further degree", "within 10 years", "in at most 3 steps", "pay never drops",
          "paying at least $80k", "without further degree in at most 4 steps",
          "avoiding licensed roles", "fastest", "best paid in at most 3 steps")  # fmt: skip

FIGURES = (CAREER.level, CAREER.jobZone, CAREER.pay, CAREER.experienceNeeded, CAREER.requires)


def drawn(graph: cg.CareerGraph, rng: random.Random) -> Iterator[str]:
    """Yield questions without end, each within one classification where there are several."""
    named = [n for n in graph.index.of_kind("Role") if n.preferred and '"' not in n.text]
    schemes = [
        sorted({n.text for n in named if scheme in n.iri}) for scheme in ("/esco/", "/onet/")
    ]
    some = [*filter(None, schemes)] or [sorted({n.text for n in named})]
    while True:
        roles = rng.choice(some)
        start, goal = rng.choice(roles), rng.choice(GOALS)
        end = f'"{rng.choice(roles)}"' if goal is None else goal
        yield f'from "{start}" to {end} {rng.choice(LIMITS)}'.strip()


def answers(graph: cg.CareerGraph, seed: int) -> Iterator[RouteAnswer | None]:
    """Yield the answers to questions drawn with a seed; None for one without a route."""
    for phrase in drawn(graph, random.Random(seed)):
        asked = phrase if "best paid" in phrase else f"{phrase}, best route"
        try:
            answer = graph.route(asked)
        except CareerGraphError:
            continue  # two names for one role, or an end that is none
        yield answer if answer.routes else None


def told(graph: cg.CareerGraph, answer: RouteAnswer) -> str:
    """Return the best route of an answer, and what is said of each of its roles."""
    route = answer.routes[0]
    lines = [f"Question: {answer.question}", f"Status: {route.status.value}"]
    for n, role in enumerate(route.roles):
        if n:
            step = route.steps[n - 1].step
            lines.append(f"  step {n}: {graph.labels.label(step.kind)}")
        lines.append(f"  {graph.labels.label(role)}: {'; '.join(_figures(graph, role))}")
    if answer.query.without_further_degree:
        above = further(route, graph.ladder, graph.labels)
        lines.append(f"  a further degree is one above {above}")
    unknown = list(unknown_limits(route, answer.query, graph.ladder, graph.labels))
    lines += [f"  not known, and said with the route: {'; '.join(unknown)}"] if unknown else []
    return "\n".join(lines)


def _figures(graph: cg.CareerGraph, role: str) -> Iterator[str]:
    from careergraph.wording import statement

    for measure in FIGURES:
        for claim in graph.book.on(URIRef(role), measure):
            if measure != CAREER.pay or claim.statistic == CAREER.median:
                yield statement(claim, graph.labels)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the sample."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("market")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=50)
    asked = parser.parse_args(arguments)
    graph, without, shown = cg.open(asked.market), 0, 0
    for answer in answers(graph, asked.seed):
        if answer is None:
            without += 1
            continue
        shown += 1
        print(f"{shown}. {told(graph, answer)}\n")
        if shown == asked.count:
            break
    print(f"{without} other questions have no route")


if __name__ == "__main__":
    main()
