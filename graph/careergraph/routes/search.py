"""All simple routes from start to goal, with the status of each.

A route is open under a reading when each of its steps is possible there and meets every
requirement that binds there. It ends at the first role that answers the question.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from rdflib import URIRef

from careergraph.claims import Relation, Status
from careergraph.errors import QuestionError
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.answer import Change, Closed, Route, RouteAnswer, RouteStep, Unlock
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import CAUTIOUS, GENEROUS, End, Reading, RouteQuery
from careergraph.routes.readings import Baseline, View, baseline
from careergraph.terms import CAREER

Path = tuple[AdvancementStep, ...]


def search(ladder: Ladder, query: RouteQuery, *, question: str = "") -> RouteAnswer:
    """Return every route that answers `query`, and why not when there is none.

    Raises QuestionError when no role of the graph can be its start or its goal.
    """
    views = [View(ladder, reading) for reading in _readings(ladder, query)]
    routes = _routes(ladder, query, views)
    starts = sorted({r for view in views for r in starting(view, query.start)})
    goals = sorted({r for view in views for r in reached(view, query.goal)})
    _refuse_empty(query, starts, goals)
    answer = RouteAnswer(query, question, routes, tuple(starts), tuple(goals))
    if routes:
        return answer
    return replace(answer, closed=_closed(views, query), unlocks=tuple(_unlocks(ladder, query)))


def _readings(ladder: Ladder, query: RouteQuery) -> list[Reading]:
    if query.reading is not None:
        return [query.reading]
    speaking = {
        c.source for c in ladder.book.claims if c.stance in (CAREER.stated, CAREER.observed)
    }
    return [CAUTIOUS, GENEROUS, *(Reading("only", source) for source in sorted(speaking))]


def _refuse_empty(query: RouteQuery, starts: list[URIRef], goals: list[URIRef]) -> None:
    for end, roles, what in ((query.start, starts, "start"), (query.goal, goals, "goal")):
        if not roles:
            kind = "level" if end.kind == "Level" else end.kind.lower()
            raise QuestionError(f"no role can be the {what}: none is known for that {kind}")


def starting(view: View, end: End) -> set[URIRef]:
    """Return the roles that an end stands for as a start."""
    if end.kind == "Credential" and end.iri is not None:
        opened = {c.object for c in view.on(end.iri, CAREER.opens) if c.affirms}
        return {role for role in view.ladder.roles if role in opened}
    return reached(view, end)


def reached(view: View, end: End) -> set[URIRef]:
    """Return the roles that an end stands for: itself, those at its level or in its industry."""
    if end.kind == "Any" or end.iri is None:
        return set(view.ladder.roles)
    if end.kind == "Role":
        return {end.iri}
    if end.kind == "Industry":
        return {r for r in view.ladder.roles if end.iri in view.industries(r)}
    wanted = view.ladder.ranks[end.iri]
    high = max(view.ladder.ranks.values()) if end.at_least else wanted
    return {r for r in view.ladder.roles if view.levels(r) & set(range(wanted, high + 1))}


def open_paths(view: View, query: RouteQuery) -> Iterator[tuple[Path, Baseline]]:
    """Yield the open paths of a reading with the baseline each is judged by, in no fixed order."""
    goals = reached(view, query.goal)
    starts = starting(view, query.start)
    if query.start.kind in ("Level", "Industry", "Any"):
        starts -= goals  # who is there already needs no route
    for start in starts:
        base = _baseline(view, start, query)
        yield from ((path, base) for path in _paths(view, start, goals - {start}, query, base))


def _baseline(view: View, start: URIRef, query: RouteQuery) -> Baseline:
    credential = query.start.iri if query.start.kind == "Credential" else None
    return baseline(view, start, holding=query.holding, credential=credential)


def _paths(
    view: View, start: URIRef, goals: set[URIRef], query: RouteQuery, base: Baseline
) -> Iterator[Path]:
    most = query.most_steps or len(view.ladder.roles)
    useful = _towards(view, goals, query, base)

    def extend(path: Path, role: URIRef, visited: frozenset[URIRef]) -> Iterator[Path]:
        if role in goals:
            yield path
        elif len(path) < most:
            for step in view.ladder.outgoing.get(role, ()):
                if (
                    step.end in useful
                    and step.end not in visited
                    and is_open(view, step, query, base)
                ):
                    yield from extend((*path, step), step.end, visited | {step.end})

    yield from extend((), start, frozenset({start}))


def _towards(view: View, goals: set[URIRef], query: RouteQuery, base: Baseline) -> set[URIRef]:
    """The roles from which some goal can be reached at all: others need not be tried."""
    incoming: dict[URIRef, list[URIRef]] = {}
    for step in view.ladder.steps.values():
        if is_open(view, step, query, base):
            incoming.setdefault(step.end, []).append(step.start)
    found: set[URIRef] = set()
    queue = list(goals)
    while queue:
        role = queue.pop()
        if role not in found:
            found.add(role)
            queue.extend(incoming.get(role, ()))
    return found


def is_open(view: View, step: AdvancementStep, query: RouteQuery, base: Baseline) -> bool:
    """Whether a traveller with this baseline can make the step in this reading.

    Certificates and experience can be gained on the way; degrees too, unless the question rules
    further ones out.
    """
    return view.possible(step) and not unmet(view, step, query, base)


def unmet(
    view: View, step: AdvancementStep, query: RouteQuery, base: Baseline
) -> tuple[Claim, ...]:
    """Return the binding claims whose requirements this traveller cannot meet."""
    if not query.without_further_degree:
        return ()
    return tuple(c for c in view.demands(step) if view.degree_demanded(c) > base.eqf)


def _routes(ladder: Ladder, query: RouteQuery, views: list[View]) -> tuple[Route, ...]:
    found: dict[Path, list[tuple[Reading, Baseline]]] = {}
    for view in views:
        for path, base in open_paths(view, query):
            found.setdefault(path, []).append((view.reading, base))
    routes = [_route(ladder, query, path, opened) for path, opened in found.items()]
    return tuple(sorted(routes, key=_order))


def _order(route: Route) -> tuple[tuple[int, ...], tuple[URIRef, ...], tuple[URIRef, ...]]:
    return (route.quality, route.roles, tuple(s.step.iri for s in route.steps))


def _route(
    ladder: Ladder, query: RouteQuery, path: Path, opened: list[tuple[Reading, Baseline]]
) -> Route:
    cautious = View(ladder, CAUTIOUS)
    steps = tuple(_step(cautious, step, query, opened[0][1]) for step in path)
    roles = (path[0].start, *(step.end for step in path))
    return Route(
        status=_status(cautious, path, query, steps),
        roles=roles,
        steps=steps,
        baseline=opened[0][1],
        open_under=tuple(_spell(reading) for reading, _ in opened),
        needs=tuple(
            s for s in sorted(ladder.book.sources) if not _survives(ladder, s, path, query)
        ),
        years=tuple(c for s in path for c in cautious.on(s.iri, CAREER.typicalYears) if c.affirms),
        pay=tuple(c for c in cautious.on(path[-1].end, CAREER.pay) if c.affirms),
        new_skills=_new_skills(cautious, roles),
    )


def _spell(reading: Reading) -> str:
    return reading.name if reading.source is None else f"{reading.name} {reading.source}"


def _status(cautious: View, path: Path, query: RouteQuery, steps: tuple[RouteStep, ...]) -> Status:
    """DESIGN: contested if closed to the cautious; unknown if a step rests on inference alone."""
    if not _is_open_path(cautious, path, query):
        return Status.CONTESTED
    book = cautious.ladder.book
    if all(any(c.affirms and book.grounded(c) for c in step.possible) for step in steps):
        return Status.SUPPORTED
    return Status.UNKNOWN


def _is_open_path(view: View, path: Path, query: RouteQuery) -> bool:
    start, end = path[0].start, path[-1].end
    if start not in starting(view, query.start) or end not in reached(view, query.goal):
        return False
    base = _baseline(view, start, query)
    return all(is_open(view, step, query, base) for step in path)


def _survives(ladder: Ladder, source: URIRef, path: Path, query: RouteQuery) -> bool:
    """Whether the route is open to the cautious when a source is left out."""
    return _is_open_path(View(ladder, Reading("without", source)), path, query)


def _step(cautious: View, step: AdvancementStep, query: RouteQuery, base: Baseline) -> RouteStep:
    book = cautious.ladder.book
    possible = book.on(step.iri, CAREER.possible)
    demands = cautious.demands(step)
    said = book.on(step.iri, CAREER.requires) + book.on(step.end, CAREER.requires)
    denials = tuple(c for c in said if not c.affirms)
    closed = unmet(cautious, step, query, base)
    contested = bool(closed) or _disputed(cautious, possible)
    status = Status.CONTESTED if contested else book.status(possible)
    return RouteStep(step, status, possible, demands, closed, denials)


def _disputed(view: View, claims: tuple[Claim, ...]) -> bool:
    relation = view.ladder.book.relation
    return any(relation(a, b) is Relation.CONFLICT for a in claims for b in claims)


def _new_skills(view: View, roles: tuple[URIRef, ...]) -> tuple[URIRef, ...]:
    def skills(role: URIRef) -> set[URIRef]:
        claims = view.on(role, CAREER.essentialSkill)
        return {c.object for c in claims if c.affirms and c.object is not None}

    learned: set[URIRef] = set().union(*(skills(role) for role in roles[1:]))
    return tuple(sorted(learned - skills(roles[0])))


def _closed(views: list[View], query: RouteQuery) -> tuple[Closed, ...]:
    """The steps out of everything that can be reached in the widest reading: the cut."""
    view = next((v for v in views if v.reading == GENEROUS), views[0])
    found: dict[URIRef, Closed] = {}
    for start in sorted(starting(view, query.start)):
        base = _baseline(view, start, query)
        within = _within(view, start, partial(_opens, view, query, base))
        for role in sorted(within):
            for step in view.ladder.outgoing.get(role, ()):
                if step.end not in within:
                    found[step.iri] = Closed(step, unmet(view, step, query, base))
    return tuple(found[iri] for iri in sorted(found))


def _opens(view: View, query: RouteQuery, base: Baseline, step: AdvancementStep) -> bool:
    return is_open(view, step, query, base)


def _within(view: View, start: URIRef, opens: Callable[[AdvancementStep], bool]) -> set[URIRef]:
    found: set[URIRef] = set()
    queue = [start]
    while queue:
        role = queue.pop()
        if role not in found:
            found.add(role)
            queue.extend(s.end for s in view.ladder.outgoing.get(role, ()) if opens(s))
    return found


def _unlocks(ladder: Ladder, query: RouteQuery) -> Iterator[Unlock]:
    """Single changes to the question, each tried by asking again."""
    for change, other in _changes(ladder, query):
        views = [View(ladder, reading) for reading in _readings(ladder, other)]
        routes = _routes(ladder, other, views)
        if routes:
            yield Unlock(change, other, routes[0])


def _changes(ladder: Ladder, query: RouteQuery) -> Iterator[tuple[Change, RouteQuery]]:
    if query.without_further_degree:
        for degree in _general_degrees(ladder):
            yield Change("hold", degree), replace(query, holding=(*query.holding, degree))
        yield Change("allow a further degree"), replace(query, without_further_degree=False)
    if query.most_steps is not None:
        yield Change("allow more steps"), replace(query, most_steps=None)
    if query.reading is not None:
        yield Change("read the claims in every way"), replace(query, reading=None)


def _general_degrees(ladder: Ladder) -> list[URIRef]:
    """One degree for each EQF level, the lowest level first: the broadest of its level."""
    found: dict[int, URIRef] = {}
    for degree, eqf in sorted(ladder.degrees.items()):
        above = ladder.book.upwards(degree) - {degree}
        if not any(ladder.degrees.get(other) == eqf for other in above):
            found.setdefault(eqf, degree)
    return [found[eqf] for eqf in sorted(found)]
