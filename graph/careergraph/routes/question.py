"""What a traveller asks: from where, to where, holding what, under which limits and reading."""

from dataclasses import dataclass
from typing import Literal

from rdflib import URIRef

from careergraph.errors import QuestionError

EndKind = Literal["Role", "Level", "Credential"]


@dataclass(frozen=True, slots=True)
class End:
    """Where a route starts or leads: a role, the roles of a level, or a credential just earned.

    `at_least` takes higher levels in as well: "senior roles" means senior or above, "roles at
    level senior" exactly that.
    """

    kind: EndKind
    iri: URIRef
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Which claims count, and when a requirement binds.

    `cautious`: if any claim demands it. `generous`: only if some claim demands it and none denies
    it. `only`: cautious, over the claims of `source` alone. `without`: cautious, over the others.
    """

    name: Literal["cautious", "generous", "only", "without"]
    source: URIRef | None = None


CAUTIOUS = Reading("cautious")
GENEROUS = Reading("generous")


@dataclass(frozen=True, slots=True)
class RouteQuery:
    """One question for routes.

    `holding` are credentials the traveller has. With `without_further_degree` no step may demand
    a degree above the baseline. `most_steps` limits the length; `reading` asks for the routes
    open under one reading, where None asks for those open under any, each with its status.
    Raises QuestionError when the parts contradict each other.
    """

    start: End
    goal: End
    without_further_degree: bool = False
    holding: tuple[URIRef, ...] = ()
    most_steps: int | None = None
    reading: Reading | None = None

    def __post_init__(self) -> None:
        if self.goal.kind == "Credential":
            raise QuestionError("a route leads to a role or a level, not to a credential")
        if self.start == self.goal and self.start.kind == "Role":
            raise QuestionError("start and goal are the same role; name two different ones")
        if self.most_steps is not None and self.most_steps < 1:
            raise QuestionError(f"at most {self.most_steps} steps leaves no route; allow 1 or more")
