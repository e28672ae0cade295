"""The route search against brute force over all simple routes, written from the definitions.

The brute force knows nothing of the package but the question and the order of IRIs.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any, NamedTuple

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from careergraph import claims
from careergraph.claims import Status
from careergraph.errors import QuestionError
from careergraph.routes import End, RouteAnswer, RouteQuery, compile_ladder, search
from careergraph.routes.question import CAUTIOUS, GENEROUS, Reading
from careergraph.terms import CAREER
from cases import cases
from worlds import (
    BROADER,
    DEGREES,
    EXPERIENCES,
    SOURCES,
    Market,
    Need,
    Said,
    marketed,
    markets,
    node,
    role,
    step,
)

THOROUGH = settings(max_examples=cases(150), deadline=None, suppress_health_check=list(HealthCheck))

LEVELS = {"entry": 1, "mid": 2, "senior": 3}
ALONE = [Reading(name, s) for name in ("only", "without") for s in SOURCES]  # type: ignore[arg-type]
READINGS = [CAUTIOUS, GENEROUS, *ALONE]

Way = tuple[int, ...]


# ---------------------------------------------------------------- brute force


class Cost(NamedTuple):
    """What a route costs: exact numbers; years as lower end, known part of the upper, unknown."""

    steps: int
    low: Decimal
    known: Decimal
    unknown: int
    new: int
    contested: int
    rarity: int


class Brute:
    """One question in one reading, worked out the slow way."""

    def __init__(self, market: Market, query: RouteQuery, reading: Reading) -> None:
        self.market, self.query, self.reading = market, query, reading
        self.generous = reading.name == "generous"

    # -------------------------------------------- what is said

    def hears(self, source: int) -> bool:
        mine = SOURCES[source] == self.reading.source
        return {"only": mine, "without": not mine}.get(self.reading.name, True)

    def said(self, kind: str, number: int, measure: str) -> list[Said]:
        everyone = [s for s in self.market.said
                    if s.subject == (kind, number) and s.measure == measure]  # fmt: skip
        heard = [s for s in everyone if self.hears(s.source)]
        medians = {s.source for s in everyone if s.statistic == "median"}
        return [s for s in heard
                if s.source not in medians or s.statistic in (None, "median")]  # fmt: skip

    def values(self, kind: str, number: int, measure: str) -> set[str]:
        return {s.value for s in self.said(kind, number, measure)}

    def binding(self, kind: str, number: int) -> list[int]:
        """The requirements that bind on a role or step."""
        heard = self.needs(kind, number)
        denied = [n.requirement for n in heard if not n.affirmed]
        asked = [n.requirement for n in heard if n.affirmed and self.is_enough(n.strength)]
        if self.generous:
            asked = [a for a in asked if not any(self.denies(d, a) for d in denied)]
        return asked

    def needs(self, kind: str, number: int) -> list[Need]:
        """What is said of needs in this reading."""
        return [n for n in self.market.needs
                if n.subject == (kind, number) and self.hears(n.source)]  # fmt: skip

    def is_enough(self, strength: str) -> bool:
        if strength.isdigit():
            return int(strength) >= self.reading.share * 100
        return strength != "preferred"

    def denies(self, denied: int, asked: int) -> bool:
        needed, alternatives = self.market.requirements[asked]
        excused = set(self.market.requirements[denied][1])
        left = [a for a in alternatives if not excused & upwards(a)]
        return denied == asked or len(left) < needed

    # -------------------------------------------- what can be met

    def baseline(self, start: int) -> int:
        held = [DEGREES[c] for c in self.holds() if c in DEGREES]
        if held:
            return max(held)
        bound = [self.lowest_degree(r) for r in self.binding("r", start)]
        surveyed = any(n.strength.isdigit() for n in self.needs("r", start) if n.affirmed)
        return max(bound, default=0) or (4 if surveyed else self.left_by_denials(start))

    def left_by_denials(self, start: int) -> int:
        """A bachelor's degree, or what lies below the lowest degree said not to be needed."""
        denied = [self.market.requirements[n.requirement] for n in self.needs("r", start)
                  if not n.affirmed]  # fmt: skip
        named = [DEGREES[a] for _, alternatives in denied for a in alternatives if a in DEGREES]
        return min([6, *(max(4, eqf - 1) for eqf in named)])

    def lowest_degree(self, requirement: int) -> int:
        needed, alternatives = self.market.requirements[requirement]
        return sorted(DEGREES.get(a, 0) for a in alternatives)[needed - 1]

    def holds(self) -> list[str]:
        return [c for c in ("d6", "d7", "d8", "c0", "c1", "l0") if node(c) in self.query.holding]

    def can_meet(self, alternative: str, base: int) -> bool:
        query, held = self.query, self.holds()
        if alternative in DEGREES:
            eqf = DEGREES[alternative]
            if any(DEGREES.get(c, 0) >= eqf for c in held):
                return True
            highest = next((DEGREES[d] for d in DEGREES if node(d) == query.highest_degree), 9)
            too_high = query.without_further_degree and eqf > base
            return not (query.without_further_credential or too_high or eqf > highest)
        if alternative[0] in "ke":
            return True
        has = any(alternative in upwards(c) for c in held)
        return has or not query.without_further_credential

    def years_for(self, requirement: int, base: int) -> Decimal | None:
        """The least years of experience with which a requirement is met, None when it cannot be."""
        needed, alternatives = self.market.requirements[requirement]
        usable = [a for a in alternatives if self.can_meet(a, base)]
        ways = [max(EXPERIENCES.get(a, Decimal(0)) for a in way)
                for way in combinations(usable, needed)]  # fmt: skip
        return min(ways, default=None)

    # -------------------------------------------- which steps are open

    def is_open(self, n: int, base: int) -> bool:
        s, query = self.market.steps[n], self.query
        heard = [affirmed for affirmed, source, _ in s.possible if self.hears(source)]
        possible = any(heard) and (all(heard) or self.generous)
        counted = not query.counted or any(affirmed and stance in ("observed", "grouped")
                                           for affirmed, source, stance in s.possible
                                           if self.hears(source))  # fmt: skip
        kind = not query.kinds or CAREER[s.kind] in query.kinds
        avoided = role(s.end) in query.avoid
        licensed = query.avoid_licensed and any(map(self.only_licence, self.binding("r", s.end)))
        met = all(self.years_for(r, base) is not None for r in self.demands(n))
        known = self.step_years(n)[2] == 0 or query.unknown == "allow" or query.most_years is None
        return (possible and counted and kind and not avoided and not licensed and met and known
                and self.inside(n) and self.pay_holds(n))  # fmt: skip

    def demands(self, n: int) -> list[int]:
        return self.binding("s", n) + self.binding("r", self.market.steps[n].end)

    def only_licence(self, requirement: int) -> bool:
        needed, alternatives = self.market.requirements[requirement]
        return sum(a != "l0" for a in alternatives) < needed

    def inside(self, n: int) -> bool:
        industries = self.market.steps[n].industries
        if not self.query.stay_in:
            return True
        if not industries:
            return self.query.unknown == "allow"
        return any(node(w) in self.query.stay_in for i in industries for w in upwards(i))

    def pay_holds(self, n: int) -> bool:
        if not self.query.pay_never_drops:
            return True
        s = self.market.steps[n]
        before, after = self.said("r", s.start, "pay"), self.said("r", s.end, "pay")
        pairs = [(a, b) for a in before for b in after if comparable(a, b)]
        if not pairs:
            return self.query.unknown == "allow"
        drops = [below(b, a) for a, b in pairs]
        return not (all(drops) if self.generous else any(drops))

    # -------------------------------------------- ends

    def stands_for(self, end: End, *, start: bool) -> set[int]:
        roles = range(self.market.roles)
        if end.kind == "Any":
            return set(roles)
        if end.kind == "Role":
            return {r for r in roles if role(r) == end.iri}
        if end.kind == "Industry":
            return {r for r in roles if end.iri in map(node, self.values("r", r, "worksIn"))}
        wanted = next(rank for name, rank in LEVELS.items() if CAREER[name] == end.iri)
        return {r for r in roles
                if any(LEVELS[v] == wanted or (end.at_least and LEVELS[v] > wanted)
                       for v in self.values("r", r, "level"))}  # fmt: skip

    def goals(self) -> set[int]:
        found = self.stands_for(self.query.goal, start=False)
        floor = self.query.pay_at_least
        if floor is None:
            return found
        return {r for r in found if self.pays(r, floor)}

    def pays(self, r: int, floor: Decimal) -> bool:
        ranges = [s.range for s in self.said("r", r, "pay")]
        if not ranges:
            return self.query.unknown == "allow"
        if self.generous:
            return any(high is None or high * 10_000 >= floor for _, high in ranges)
        return any(low is not None and low * 10_000 >= floor for low, _ in ranges)

    # -------------------------------------------- routes

    def routes(self) -> list[Way]:
        goals, found = self.goals(), []
        starts = self.stands_for(self.query.start, start=True)
        if self.query.start.kind in ("Level", "Any"):
            starts -= goals
        if self.query.start.kind != "Role":
            starts = {s for s in starts if role(s) not in self.query.avoid}
        for start in starts:
            base = self.baseline(start)
            worse = self.pay_order if self.query.leads_on else None
            for way in walks(self.market, start, goals - {start}, worse):
                if all(self.is_open(n, base) for n in way) and self.within_limits(way):
                    found.append(way)
        return found

    def within_limits(self, way: Way) -> bool:
        query, cost = self.query, self.cost(way)
        years = cost.low if self.generous else max(cost.low, cost.known)
        ticked = {w for n in way for i in self.market.steps[n].industries for w in upwards(i)}
        return (
            (query.most_steps is None or cost.steps <= query.most_steps)
            and (query.most_years is None or years <= query.most_years)
            and (query.most_new_skills is None or cost.new <= query.most_new_skills)
            and set(query.through) <= {node(i) for i in ticked}
        )

    def step_years(self, n: int) -> tuple[Decimal, Decimal, int]:
        ranges = [s.range for s in self.said("s", n, "typicalYears")]
        low = Decimal(min((low or 0 for low, _ in ranges), default=0)) / 4
        highs = [high for _, high in ranges]
        if not highs or None in highs:
            return low, low, 1
        return low, Decimal(max(h for h in highs if h is not None)) / 4, 0

    def cost(self, way: Way) -> Cost:
        base = self.baseline(self.market.steps[way[0]].start)
        held = self.query.experience or Decimal(0)
        low = known = Decimal(0)
        unknown = new = 0
        has = self.values("r", self.market.steps[way[0]].start, "essentialSkill")
        has |= {k for k in ("k0", "k1", "k2", "k3") if node(k) in self.query.skills}
        for n in way:
            wait = max((self.years_for(r, base) or Decimal(0)) - held
                       for r in [*self.demands(n)]) if self.demands(n) else Decimal(0)  # fmt: skip
            least, most, vague = self.step_years(n)
            low, known, unknown = max(low, wait) + least, max(known, wait) + most, unknown + vague
            has |= self.values("s", n, "gives")
            learned = self.values("r", self.market.steps[n].end, "essentialSkill") - has
            new, has = new + len(learned), has | learned
        return Cost(len(way), low, known, unknown, new, self.contested(way, base),
                    sum(map(self.rarity, way)))  # fmt: skip

    def rarity(self, n: int) -> int:
        """-ln of the share of those who left that went so, in millionths: 0.001 % where nobody was
        counted, 0.005 % where no share is told."""
        told = [
            self.market.steps[n].end + 10 * (self.market.steps[n].start + 1) + 0.5
            if stance == "grouped"
            else 0.005
            for affirms, source, stance in self.market.steps[n].possible
            if affirms and self.hears(source) and stance in ("grouped", "observed")
        ]
        return round(-math.log(max(told, default=0.001) / 100) * 1_000_000)

    def contested(self, way: Way, base: int) -> int:
        cautious = Brute(self.market, self.query, CAUTIOUS)
        return sum(not cautious.is_open(n, base) for n in way)

    # -------------------------------------------- order and dominance

    def key(self, way: Way) -> tuple[object, ...]:
        cost, goal = self.cost(way), self.market.steps[way[-1]].end
        parts = {"steps": (cost.steps,), "years": (cost.unknown, cost.known, cost.low),
                 "new_skills": (cost.new,), "contested": (cost.contested,),
                 "pay": self.pay_order(goal), "counted": (cost.rarity,)}  # fmt: skip
        costs = tuple(part for o in self.query.objectives for part in parts[o])
        return (*costs, cost.steps, in_order(self.market, way))

    def pay_order(self, goal: int) -> tuple[bool, int, Fraction]:
        ranges = [s.range for s in self.said("r", goal, "pay")]
        low = max((low or 0 for low, _ in ranges), default=0)
        high = max((Fraction(10**9) if high is None else Fraction(high) for _, high in ranges),
                   default=Fraction(0))  # fmt: skip
        return not ranges, -low, -high

    def dominates(self, one: Way, other: Way) -> bool:
        found = [self.compare(objective, one, other) for objective in self.query.objectives]
        return None not in found and max(c for c in found if c is not None) > 0

    def compare(self, objective: str, one: Way, other: Way) -> int | None:
        """1 when better at some end, 0 when equal at all, None when worse or not comparable."""
        a, b = self.cost(one), self.cost(other)
        if objective == "years":
            if a.unknown or b.unknown:
                return None
            return better([(a.low, b.low), (a.known, b.known)])
        if objective == "pay":
            return self.compare_pay(
                self.market.steps[one[-1]].end, self.market.steps[other[-1]].end
            )
        name = {"steps": "steps", "new_skills": "new", "contested": "contested",
                "counted": "rarity"}[objective]  # fmt: skip
        return better([(getattr(a, name), getattr(b, name))])

    def compare_pay(self, one: int, other: int) -> int | None:
        if one == other:
            return 0
        pairs = [(a, b) for a in self.said("r", one, "pay") for b in self.said("r", other, "pay")
                 if comparable(a, b)]  # fmt: skip
        ends = [(b.range[e], a.range[e]) for a, b in pairs for e in (0, 1)]
        if not ends or any(None in pair for pair in ends):
            return None
        return better([(p, q) for p, q in ends if p is not None and q is not None])


def better(pairs: list[tuple[Decimal, Decimal]] | list[tuple[int, int]]) -> int | None:
    if any(a > b for a, b in pairs):
        return None
    return int(any(a < b for a, b in pairs))


def upwards(name: str) -> set[str]:
    return {name, BROADER.get(name, name)}


def comparable(a: Said, b: Said) -> bool:
    scopes = (a.place, b.place), (a.statistic, b.statistic)
    return a.value == b.value and all(x == y or x is None or y is None for x, y in scopes)


def below(one: Said, other: Said) -> bool:
    high, low = one.range[1], other.range[0]
    return high is not None and low is not None and high < low


def walks(
    market: Market, start: int, goals: set[int], worse: Callable[[int], Any] | None = None
) -> Iterator[Way]:
    """Every way that visits no role twice and ends at the first goal it meets; or with an order of
    goals, that passes only goals which come after the one where it ends."""

    def on(way: Way, seen: set[int], here: int) -> Iterator[Way]:
        if way and here in goals:
            passed = {market.steps[n].end for n in way[:-1]} & goals
            if worse is None or all(worse(each) > worse(here) for each in passed):
                yield way
            if worse is None:
                return
        for n, s in enumerate(market.steps):
            if s.start == here and s.end not in seen:
                yield from on((*way, n), seen | {s.end}, s.end)

    return on((), {start}, start)


def in_order(market: Market, way: Way) -> tuple[object, ...]:
    """By start, then step by step: where it leads, and its IRI."""
    each = tuple((role(market.steps[n].end), step(n)) for n in way)
    return role(market.steps[way[0]].start), each


def supported(market: Market, query: RouteQuery, way: Way, brute: Brute) -> bool:
    heard = [[c for c in market.steps[n].possible if brute.hears(c[1])] for n in way]
    return all(any(affirmed and stance != "curated" for affirmed, _, stance in each)
               for each in heard)  # fmt: skip


def speaking(market: Market, query: RouteQuery) -> list[int]:
    """The sources that have a word of their own, on pay where that is asked."""
    if query.pay_at_least is not None or query.pay_never_drops:
        return sorted({s.source for s in market.said if s.measure == "pay"})
    sources = {source for s in market.steps for _, source, stance in s.possible
               if stance != "curated"}  # fmt: skip
    sources |= {n.source for n in market.needs} | {s.source for s in market.said}
    return sorted(sources)


def expected(
    market: Market, query: RouteQuery, choose: Callable[[Brute, list[Way]], list[Way]]
) -> dict[Way, Status]:
    """The routes that answer a question, with the status of each."""
    if query.reading:
        readings = [query.reading]
    else:
        readings = [
            CAUTIOUS,
            GENEROUS,
            *(Reading("only", SOURCES[s]) for s in speaking(market, query)),
        ]
    found: dict[Way, Status] = {}
    for reading in readings:
        brute = Brute(market, query, reading)
        ways = brute.routes()
        sets = [ways]
        if reading == CAUTIOUS:
            sets.append([w for w in ways if supported(market, query, w, brute)])
        for each in sets:
            found |= {way: status(market, query, way) for way in choose(brute, each)}
    return found


def status(market: Market, query: RouteQuery, way: Way) -> Status:
    cautious = Brute(market, query, CAUTIOUS)
    base = cautious.baseline(market.steps[way[0]].start)
    ends = market.steps[way[-1]].end in cautious.goals()
    opened = all(cautious.is_open(n, base) for n in way) and cautious.within_limits(way)
    if not (ends and opened):
        return Status.CONTESTED
    if supported(market, query, way, cautious):
        return Status.SUPPORTED
    return Status.UNKNOWN


# ---------------------------------------------------------------- the questions

OBJECTIVES = ("steps", "years", "pay", "new_skills", "contested", "counted")
STARTS = [End("Role", role(0)), End("Role", role(1)), End("Level", CAREER.entry), End("Any"),
          End("Industry", node("i0"))]  # fmt: skip
GOALS = [End("Role", role(1)), End("Role", role(2)), End("Level", CAREER.mid, at_least=True),
         End("Level", CAREER.senior), End("Any"), End("Industry", node("i1"))]  # fmt: skip


def maybe(*values: object) -> st.SearchStrategy[object]:
    """Mostly nothing: most questions set few limits."""
    return st.one_of(st.none(), st.none(), st.sampled_from(values))


def some(*values: object) -> st.SearchStrategy[tuple[object, ...]]:
    few = st.lists(st.sampled_from(values), min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(st.just(()), st.just(()), st.just(()), few)


def flag() -> st.SearchStrategy[bool]:
    return st.sampled_from([False, False, True])


@st.composite
def queries(draw: st.DrawFn) -> RouteQuery:
    start, goal = draw(st.sampled_from(STARTS)), draw(st.sampled_from(GOALS))
    limits = {
        "without_further_degree": flag(), "without_further_credential": flag(),
        "highest_degree": maybe(node("d6"), node("d7")),
        "holding": some(*map(node, ("d6", "d7", "c0", "c1", "l0"))),
        "skills": some(node("k0"), node("k2")), "experience": maybe(Decimal(1), Decimal("2.25")),
        "most_steps": maybe(1, 2, 3), "most_years": maybe(Decimal(2), Decimal("3.5"), Decimal(6)),
        "most_new_skills": maybe(0, 1, 2), "pay_at_least": maybe(Decimal(40_000), Decimal(70_000)),
        "pay_never_drops": flag(), "stay_in": some(node("i0"), node("i2")),
        "through": some(node("i0"), node("i1")), "avoid": some(role(1), role(3)),
        "avoid_licensed": flag(), "kinds": some(CAREER.promotion), "counted": flag(),
        "unknown": st.sampled_from(["allow", "allow", "forbid"]),
        "reading": st.one_of(st.none(), st.sampled_from(READINGS)),
    }  # fmt: skip
    chosen = draw(st.sets(st.sampled_from(sorted(limits)), max_size=4))
    try:
        return RouteQuery(start, goal, **{name: draw(limits[name]) for name in sorted(chosen)})  # type: ignore[arg-type]
    except QuestionError:
        assume(False)
        raise


OBJECTIVE_LISTS = st.lists(st.sampled_from(OBJECTIVES), min_size=1, max_size=3, unique=True)


def answered(market: Market, query: RouteQuery) -> RouteAnswer | None:
    store = marketed(market)
    try:
        return search(compile_ladder(store, claims.read(store)), query)
    except QuestionError:
        return None


def as_found(market: Market, answer: RouteAnswer | None) -> dict[Way, Status]:
    number = {step(n): n for n in range(len(market.steps))}
    if answer is None:
        return {}
    assert answer.complete
    return {tuple(number[s.step.iri] for s in r.steps): r.status for r in answer.routes}


@THOROUGH
@given(markets(), queries())
def test_all_routes_are_found_and_no_other(market: Market, query: RouteQuery) -> None:
    found = as_found(market, answered(market, query))
    assert found == expected(market, query, lambda brute, ways: ways)


@THOROUGH
@given(markets(), queries(), OBJECTIVE_LISTS, st.integers(1, 4))
def test_the_best_routes_are_the_first_of_all_in_order(
    market: Market, query: RouteQuery, objectives: list[str], k: int
) -> None:
    query = replace(query, objectives=tuple(objectives), k=k)  # type: ignore[arg-type]
    found = as_found(market, answered(market, query))
    assert found == expected(market, query, lambda brute, ways: sorted(ways, key=brute.key)[:k])


@THOROUGH
@given(markets(), queries(), OBJECTIVE_LISTS)
def test_the_undominated_routes_are_all_found_and_no_other(
    market: Market, query: RouteQuery, objectives: list[str]
) -> None:
    assume(len(objectives) > 1)
    query = replace(query, objectives=tuple(objectives))  # type: ignore[arg-type]

    def undominated(brute: Brute, ways: list[Way]) -> list[Way]:
        return [w for w in ways if not any(brute.dominates(v, w) for v in ways)]

    assert as_found(market, answered(market, query)) == expected(market, query, undominated)
