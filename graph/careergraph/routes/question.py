"""What a traveller asks: from where, to where, holding what, under which limits and reading."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, get_args

from rdflib import URIRef

from careergraph.errors import QuestionError

EndKind = Literal["Role", "Level", "Credential", "Industry", "Any"]
Objective = Literal["steps", "years", "pay", "new_skills", "contested", "counted"]
Unknown = Literal["allow", "forbid"]

OBJECTIVES: tuple[Objective, ...] = get_args(Objective)
"""The costs a route is judged by; of pay more is better, of all others less. By `counted` a route
is the better the more often people were counted to make its steps: see `costs.rarity`."""


HALF = Decimal("0.5")
"""The share of those in a role from which on what they need binds, when nobody says another."""


@dataclass(frozen=True, slots=True)
class End:
    """Where a route starts or leads: a role, the roles of a level or an industry, any role, or a
    credential just earned (for a start only).

    `at_least` takes higher levels in as well: "senior roles" means senior or above, "roles at
    level senior" exactly that. `others` are the further roles that bear the name of a role, where
    it is the own name of none: "teacher" is whoever is called so.
    """

    kind: EndKind
    iri: URIRef | None = None
    at_least: bool = False
    others: tuple[URIRef, ...] = ()

    @property
    def named(self) -> tuple[URIRef, ...]:
        """The nodes that the end names, the likeliest first."""
        return () if self.iri is None else (self.iri, *self.others)

    @property
    def role(self) -> URIRef | None:
        """The role, where the end is one and no other."""
        return self.iri if self.kind == "Role" and not self.others else None


@dataclass(frozen=True, slots=True)
class Reading:
    """Which claims count, and when a requirement binds.

    `cautious`: if any claim demands it. `generous`: only if some claim demands it and none denies
    it. `only`: cautious, over the claims of `source` alone. `without`: cautious, over the others.

    Where a source says how many of those in a role need something, it binds from a `share` on.
    """

    name: Literal["cautious", "generous", "only", "without"]
    source: URIRef | None = None
    share: Decimal = HALF

    def at(self, share: Decimal) -> "Reading":
        """Return the same reading with another share."""
        return replace(self, share=share)


CAUTIOUS = Reading("cautious")
GENEROUS = Reading("generous")


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """One question for routes; a field left alone sets no limit.

    What the traveller has: `holding` (credentials), `skills`, `experience` in years.

    What may not be asked for on the way: with `without_further_degree` a degree above the
    baseline, with `without_further_credential` any credential not held, with `highest_degree` a
    degree of a higher EQF level than that one.

    What the route may cost: `most_steps`, `most_years`, `most_new_skills`; `pay_at_least` in US
    dollars a year at the goal; with `pay_never_drops` no step to a range wholly below the last.

    Where it may lead: `stay_in` (every step in one of these industries), `through` (some step in
    each), `avoid` (roles), `avoid_licensed`, `kinds` (of step; none means all). A limit on what is
    not known lets a step pass, or with `unknown="forbid"` closes it. With `counted` people were
    counted to make every step: some claim that counts says that they do, and was observed or
    derived from a count of moves.

    How the claims are read: `reading`, where None asks for routes open under any; `degree_share`,
    from 0 to 1, is the share of those in a role from which on a degree that they have is taken for
    one that the role needs, where a source gives shares. What is best:
    `objectives` in order, and how many are wanted: `k` best, or with `diverse` k unlike each other.

    Raises QuestionError when the parts contradict each other.
    """

    start: End
    goal: End
    without_further_degree: bool = False
    without_further_credential: bool = False
    highest_degree: URIRef | None = None
    holding: tuple[URIRef, ...] = ()
    skills: tuple[URIRef, ...] = ()
    experience: Decimal | None = None
    most_steps: int | None = None
    most_years: Decimal | None = None
    most_new_skills: int | None = None
    pay_at_least: Decimal | None = None
    pay_never_drops: bool = False
    stay_in: tuple[URIRef, ...] = ()
    through: tuple[URIRef, ...] = ()
    avoid: tuple[URIRef, ...] = ()
    avoid_licensed: bool = False
    kinds: tuple[URIRef, ...] = ()
    unknown: Unknown = "allow"
    reading: Reading | None = None
    objectives: tuple[Objective, ...] = ("steps",)
    k: int | None = None
    diverse: bool = False
    degree_share: Decimal = HALF
    counted: bool = False

    @property
    def leads_on(self) -> bool:
        """Whether a route may pass a goal on the way to one that pays better: where the best paid
        ones are asked for. Any other ends at the first goal it meets."""
        several = self.k is None and len(self.objectives) > 1
        return self.objectives[:1] == ("pay",) and not several

    def __post_init__(self) -> None:
        for fault in _faults(self):
            raise QuestionError(fault)
        if self.reading is not None:
            object.__setattr__(self, "reading", self.reading.at(self.degree_share))

    @property
    def cautious(self) -> Reading:
        """The cautious reading, with the share that is asked for."""
        return CAUTIOUS.at(self.degree_share)


_NUMBERS: dict[str, tuple[type, ...]] = {
    "most_steps": (int,), "most_new_skills": (int,), "k": (int,), "most_years": (int, Decimal),
    "experience": (int, Decimal), "pay_at_least": (int, Decimal), "degree_share": (int, Decimal),
}  # fmt: skip


def _mistyped(query: RouteQuery) -> Iterator[str]:
    """What is of the wrong type: questions also come from programs."""
    for name in ("start", "goal"):
        end = getattr(query, name)
        if not isinstance(end, End) or end.kind not in get_args(EndKind):
            yield f"{name} is {end!r}, expected an End of the kind {', '.join(get_args(EndKind))}"
    for name, types in _NUMBERS.items():
        value = getattr(query, name)
        if value is None:
            continue
        finite = isinstance(value, (int, Decimal)) and Decimal(value).is_finite()
        if not isinstance(value, types) or not finite:
            wanted = "a whole number" if types == (int,) else "a whole number or a finite Decimal"
            yield f"{name} is {value!r}, expected {wanted}"
    if query.unknown not in get_args(Unknown):
        yield f"unknown is {query.unknown!r}, expected {' or '.join(get_args(Unknown))}"


def _faults(query: RouteQuery) -> list[str]:
    """What contradicts itself in a question, in words; the first is the one to mend first."""
    found = list(_mistyped(query))
    if found:
        return found
    if query.goal.kind == "Credential":
        found.append("a route leads to a role or a level, not to a credential")
    if query.start == query.goal and query.start.kind == "Role":
        found.append("start and goal are the same role; name two different ones")
    if query.start == query.goal and query.start.kind == "Any":
        found.append("from any role to any role asks for everything; limit one of them")
    for name, value in (("steps", query.most_steps), ("years", query.most_years)):
        if value is not None and value <= 0:
            found.append(f"at most {value} {name} leaves no route; allow 1 or more")
    for name, amount in (("new skills", query.most_new_skills), ("pay", query.pay_at_least),
                         ("years of experience", query.experience)):  # fmt: skip
        if amount is not None and amount < 0:
            found.append(f"{name} cannot be below 0, and {amount} is")
    if query.k is not None and query.k < 1:
        found.append(f"{query.k} routes are none; ask for 1 or more")
    for end in (query.start, query.goal):
        if end.named and {*end.named} <= {*query.avoid}:
            found.append("a role to start from or to reach cannot also be avoided")
    if not 0 < query.degree_share <= 1:
        found.append(f"a share lies above 0 and up to 1 (100 %), and {query.degree_share} does not")
    unknown = [o for o in query.objectives if o not in OBJECTIVES]
    if unknown or not query.objectives:
        wrong = unknown[0] if unknown else ""
        found.append(f"no objective {wrong!r}; there are {', '.join(OBJECTIVES)}")
    return found
