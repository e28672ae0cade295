"""A question for routes as plain SPARQL 1.1: which goals can be reached, and from which starts.

The query knows nothing of the search. It judges each step by the claims, reading by reading, and
goes on from the roles it has reached, hop by hop. A property path cannot do that, since it cannot
be told which steps are open; a fixed number of hops can, because a route visits no role twice: the
longest there could be if every step were open bounds them.

What it cannot hold: limits that add up along a route (years, new skills) and industries to pass
through, because it remembers where one is, not how one got there. Order, number and diversity of
routes make no difference to it: each ends at the first goal it meets, also where the best paid may
lead on past it. It grows by a copy of the judgement a hop and a reading, and
compares requirements pair by pair: it is a check for graphs of some hundred roles, not a fast way.
"""

from textwrap import dedent

from careergraph.errors import QuestionError
from careergraph.routes.as_sparql.patterns import (
    Patterns,
    comparable,
    group,
    indented,
    listed,
    union,
)
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import End, Reading, RouteQuery
from careergraph.routes.readings import BACHELOR, DIPLOMA
from careergraph.routes.search import readings
from careergraph.terms import CAREER, PROV, SKOS, XSD

MOST_HOPS = 30
"""The most hops that are written out."""

_SUMS = {
    "most_years": "years",
    "most_new_skills": "new skills",
    "through": "industries to pass through",
}


def as_sparql(ladder: Ladder, query: RouteQuery) -> str:
    """Return a SPARQL 1.1 query for the starts and goals between which there is a route.

    Its rows (`start`, `goal`) are the first and last roles of the routes that `search` finds.
    Raises QuestionError when the question has a limit that adds up along a route, or when routes
    could have more than MOST_HOPS steps.
    """
    for field, what in _SUMS.items():
        if getattr(query, field) not in (None, ()):
            raise QuestionError(
                f"a limit on {what} counts over a whole route, which plain SPARQL cannot follow; "
                "leave it out, or ask with SERVICE route: in 'careergraph query'"
            )
    hops = _hops(ladder, query)
    parts = [
        f"# {_spoken(reading)}\n{_Writer(ladder, query, reading).reached(hops)}"
        for reading in readings(ladder, query)
    ]
    prefixes = {"career": CAREER, "prov": PROV, "skos": SKOS, "xsd": XSD}
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes.items())
    return f"{_HEADER}{head}\nSELECT DISTINCT ?start ?goal WHERE {{\n{indented(union(parts))}\n}}\n"


_HEADER = """\
# The starts and goals between which a route leads, hop by hop. Each hop repeats what makes a step
# open; who has arrived stays.
"""


def _spoken(reading: Reading) -> str:
    source = f" {reading.source}"
    return f"Reading: {reading.name}{source if reading.source else ''}"


def _hops(ladder: Ladder, query: RouteQuery) -> int:
    hops = longest(ladder) + (query.start.kind == "Credential")
    if query.most_steps is not None:
        hops = min(hops, query.most_steps)
    if hops > MOST_HOPS:
        raise QuestionError(
            f"routes of this graph can have up to {hops} steps, and plain SPARQL spells out each; "
            f"ask for at most {MOST_HOPS} steps or fewer"
        )
    return max(hops, 1)


def longest(ladder: Ladder) -> int:
    """Return a number of steps that no route exceeds, whatever is open.

    Roles that can reach each other form a circle, which a route passes once, through each of its
    roles at most.
    """
    import networkx as nx

    moves = (step for step in ladder.steps.values() if step.kind != CAREER.opens)
    graph = nx.DiGraph((step.start, step.end) for step in moves)
    circles = nx.condensation(graph)
    most: dict[int, int] = {}
    for circle in nx.topological_sort(circles):
        before = [most[other] + 1 for other in circles.predecessors(circle)]
        most[circle] = max(before, default=0) + len(circles.nodes[circle]["members"]) - 1
    return max(most.values(), default=0)


class _Writer(Patterns):
    """Writes the patterns for one question in one reading."""

    # ------------------------------------------------------------ hop by hop

    def reached(self, hops: int) -> str:
        """Pairs of ?start and ?goal, in at most so many hops."""
        entered = self.query.start.kind == "Credential"
        first = self._entry() if entered else self._move("start", "role1", first=True)
        walk = group(self._starts(), first, _AFFORDABLE)
        for hop in range(2, hops + 1):
            before = f"{{ SELECT DISTINCT ?start ?limit ?role{hop - 1} WHERE {walk} }}"
            walk = group(before, self._move(f"role{hop - 1}", f"role{hop}"), _AFFORDABLE)
        goal = self._is_goal("goal")
        pairs = f"{{ SELECT DISTINCT ?start (?role{hops} AS ?goal) WHERE {walk} }}"
        return f"{pairs}\nFILTER(?goal != ?start)\nFILTER({goal})"

    def _move(self, start: str, end: str, *, first: bool = False) -> str:
        """A step from ?start to ?end with the ?demand on it; after the first hop one may stay."""
        passes = "" if first else f"FILTER(!({self._is_goal(start)}))"
        steps = group(self._step(start, end), passes)
        moves = (
            f"SELECT ?{start} ?{end} (MAX(COALESCE(?asked, 0)) AS ?demand) WHERE {steps}\n"
            f"GROUP BY ?step ?{start} ?{end}"
        )
        if first:
            return group(moves)
        stay = f"SELECT DISTINCT ?{start} (?{start} AS ?{end}) (0 AS ?demand) " \
               f"WHERE {{ ?{start} a career:Role }}"  # fmt: skip
        return union([moves, stay])

    def _entry(self) -> str:
        """A ?role1 that ?start, a credential, opens, with the ?demand of it."""
        query, iri = self.query, self.query.start.iri
        of = f"career:subject {iri.n3()}" if iri else ""
        said = self.claims("said", None, "career:opens", "?role1")
        denied = self.claims("denied", None, "career:opens", "?role1", polarity="denied")
        generous = self.reading.name == "generous"
        demand = self.demand(fixed=query.without_further_credential)
        asks = f"SELECT ?role1 ?asked WHERE {group(self.binding('role1'), demand)}"
        parts = [
            f"?role1 a career:Role . {said} ?said {of} .",
            "" if generous else f"FILTER NOT EXISTS {{ {denied} ?denied {of} }}",
            f"FILTER(?role1 NOT IN ({listed(query.avoid)}))" if query.avoid else "",
            self._unlicensed("role1") if query.avoid_licensed else "",
            f"OPTIONAL {group(group(asks))}",
        ]
        inside = group(*(part for part in parts if part))
        return group(
            f"SELECT ?role1 (MAX(COALESCE(?asked, 0)) AS ?demand) WHERE {inside}\nGROUP BY ?role1"
        )

    # ------------------------------------------------------------ where one starts and arrives

    def _starts(self) -> str:
        """Each ?start with its ?limit, the highest degree that may be demanded on the way."""
        query = self.query
        found = []
        if query.start.kind in ("Role", "Credential") and query.start.iri:
            named = " ".join(iri.n3() for iri in query.start.named)
            found = [f"VALUES ?start {{ {named} }}"]
        else:
            found = [f"?start a career:Role . FILTER({self._is_end('start', query.start)})"]
        if query.start.kind in ("Level", "Any"):
            found += [f"FILTER(!({self._is_goal('start')}))"]
        one = query.start.role or query.start.kind == "Credential"
        if query.avoid and not one:
            found += [f"FILTER(?start NOT IN ({listed(query.avoid)}))"]
        degrees = self.ladder.degrees
        held = max((degrees.get(c, 0) for c in self.own), default=0)
        caps = [8, *([0] if query.without_further_credential else [])]
        caps += [degrees[d] for d in (query.highest_degree,) if d is not None and d in degrees]
        cap = min(caps)
        if not query.without_further_degree:
            return "\n".join([*found, f"BIND({max(held, cap)} AS ?limit)"])
        found += [self._baseline()]
        least = f"IF(?base < {cap}, ?base, {cap})" if cap < 8 else "?base"
        found += [f"BIND(IF({least} > {held}, {least}, {held}) AS ?limit)"]
        return "\n".join(found)

    def _baseline(self) -> str:
        """?base, the degree above which another is a further one."""
        degrees = self.ladder.degrees
        held = [degrees[c] for c in self.query.holding if c in degrees]
        held = held or [degrees[c] for c in self.own if c in degrees]
        if held:
            return f"BIND({max(held)} AS ?base)"
        own = (
            "SELECT ?start (MAX(?asked) AS ?own) WHERE "
            f"{group(self.binding('start'), self.demand(fixed=False))}\nGROUP BY ?start"
        )
        asked = self.claims("answer", "start", "career:requires")
        surveyed = (
            f"EXISTS {{ {asked}?answer career:unit career:percent ; career:minimum ?answered "
            "FILTER(?answered >= 0.1) FILTER NOT EXISTS { ?answer career:strength ?strength } }"
        )
        spared = (
            "SELECT ?start (MIN(?eqf) AS ?spared) WHERE "
            f"{group(self.spared('start'))}\nGROUP BY ?start"
        )
        below = f"IF(?spared > {DIPLOMA}, ?spared - 1, {DIPLOMA})"
        assumed = f"IF(COALESCE(?spared <= {BACHELOR}, false), {below}, {BACHELOR})"
        return (
            f"OPTIONAL {group(group(own))}\n"
            f"OPTIONAL {group(group(spared))}\n"
            f"BIND(IF({surveyed}, {DIPLOMA}, {assumed}) AS ?assumed)\n"
            "BIND(IF(COALESCE(?own, 0) = 0, ?assumed, IF(?own > 9, 9, ?own)) AS ?base)"
        )

    def _is_goal(self, role: str) -> str:
        """An expression: whether a role answers the question, its pay included."""
        found = self._is_end(role, self.query.goal)
        floor = self.query.pay_at_least
        if floor is None:
            return found
        pay = self.pays("pay", role) + "?pay career:unit career:usdPerYear ."
        enough = f"?pay career:minimum ?low FILTER(?low >= {floor:f})"
        if self.reading.name == "generous":
            enough = (
                f"OPTIONAL {{ ?pay career:maximum ?top }} FILTER(COALESCE(?top >= {floor:f}, true))"
            )
        paid = f"EXISTS {{ {pay} {enough} }}"
        if self.query.unknown == "allow":
            paid = f"({paid} || NOT EXISTS {{ {pay} }})"
        return f"({found}) && {paid}"

    def _is_end(self, role: str, end: End) -> str:
        """An expression: whether a role is the one, or one of those, that an end stands for."""
        if end.kind == "Any" or end.iri is None:
            return f"EXISTS {{ ?{role} a career:Role }}"
        iri = end.iri.n3()
        if end.kind == "Role":
            return f"?{role} IN ({listed(end.named)})"
        is_role = f"?{role} a career:Role . "
        if end.kind == "Industry":
            return f"EXISTS {{ {is_role}{self.claims('said', role, 'career:worksIn', iri)} }}"
        ranks = self.ladder.ranks
        above = [lv for lv, rank in ranks.items() if end.at_least and rank > ranks[end.iri]]
        levels = sorted({end.iri, *above, *(lv for lv in ranks if ranks[lv] == ranks[end.iri])})
        said = self.claims("said", role, "career:level", "?level")
        return f"EXISTS {{ {is_role}{said} FILTER(?level IN ({listed(levels)})) }}"

    # ------------------------------------------------------------ a step

    def _step(self, start: str, end: str) -> str:
        """?step from ?start to ?end that nothing but the degree closes, with all it ?asked."""
        query = self.query
        parts = [
            f"?step a career:AdvancementStep ; career:from ?{start} ; career:to ?{end} ; "
            "career:kind ?kind .",
            self._possible(),
            f"FILTER(?kind IN ({listed(query.kinds)}))" if query.kinds else "",
            self._counted() if query.counted else "",
            f"FILTER(?{end} NOT IN ({listed(query.avoid)}))" if query.avoid else "",
            self._stays() if query.stay_in else "",
            self._keeps_pay(start, end) if query.pay_never_drops else "",
            self._unlicensed(end) if query.avoid_licensed else "",
            self._asks(),
        ]
        return "\n".join(part for part in parts if part)

    def _possible(self) -> str:
        said = self.claims("said", "step", "career:possible")
        if self.reading.name == "generous":
            return f"FILTER EXISTS {{ {said} }}"
        denied = self.claims("denied", "step", "career:possible", polarity="denied")
        return f"FILTER EXISTS {{ {said} }}\nFILTER NOT EXISTS {{ {denied} }}"

    def _counted(self) -> str:
        """Some claim that people make ?step was counted, or rests on a count of moves."""
        said = self.claims("moved", "step", "career:possible")
        count = (
            "?moved career:derivedFrom* ?count . ?count career:stance career:observed ; "
            "career:measure ?counts FILTER(?counts IN (career:possible, career:movesTo))"
        )
        return f"FILTER EXISTS {{ {said}{count} }}"

    def _stays(self) -> str:
        inside = (
            "EXISTS { ?step career:inIndustry/skos:broader* ?place "
            f"FILTER(?place IN ({listed(self.query.stay_in)})) }}"
        )
        if self.query.unknown == "allow":
            return f"FILTER({inside} || NOT EXISTS {{ ?step career:inIndustry ?anywhere }})"
        return f"FILTER({inside})"

    def _keeps_pay(self, start: str, end: str) -> str:
        """No comparable pair of pays drops; in the generous reading, some does not."""
        pair = (
            self.pays("last", start)
            + self.pays("next", end)
            + comparable("last", "next", "career:stage")
        )
        drop = "?last career:minimum ?low . ?next career:maximum ?high FILTER(?high < ?low)"
        known = f"EXISTS {{ {pair} }}"
        keeps = f"NOT EXISTS {{ {pair} {drop} }}"
        if self.reading.name == "generous":
            keeps = f"EXISTS {{ {pair} FILTER NOT EXISTS {{ {drop} }} }}"
            return f"FILTER({keeps}{f' || !{known}' if self.query.unknown == 'allow' else ''})"
        return f"FILTER({keeps}{f' && {known}' if self.query.unknown == 'forbid' else ''})"

    def _unlicensed(self, end: str) -> str:
        """Not into a role that binds to what only a licence meets."""
        licensed = dedent("""\
            { SELECT ?need WHERE {
              ?need a career:Requirement ; career:needed ?needed .
              OPTIONAL {
                ?need career:alternative ?other FILTER NOT EXISTS { ?other a career:Licence }
              }
            } GROUP BY ?need ?needed HAVING(COUNT(DISTINCT ?other) < ?needed) }""")
        bound = group(self.binding(end), licensed)
        return f"MINUS {{ SELECT DISTINCT ?{end} WHERE {bound} }}"

    def _asks(self) -> str:
        """?asked, the degree that each binding requirement of the step or its end comes to."""
        subjects = union(
            ["?step career:to ?subject", "?step a career:AdvancementStep BIND(?step AS ?subject)"]
        )
        demand = self.demand(fixed=self.query.without_further_credential)
        inside = f"SELECT ?step ?asked WHERE {group(subjects, self.binding('subject'), demand)}"
        return f"OPTIONAL {group(group(inside))}"


_AFFORDABLE = "FILTER(?demand <= ?limit)"
