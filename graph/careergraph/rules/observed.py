"""Steps that people were counted to make.

A survey counts by codes, each of one or several roles. Where both ends of a move are a single role,
the step itself was counted; where one is a group, the move bears out the steps between its roles
that there are, and makes none: nobody knows which of them were made.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from rdflib import URIRef

from careergraph.model import Claim
from careergraph.rules.rule import Rule
from careergraph.rules.world import World
from careergraph.terms import CAREER

COUNTED = Rule(
    "counted-moves", "Moves that were counted",
    "Where a survey counted people who moved from one role to another, people make that step; the "
    "figure is their share among all who left the role for another.",
)  # fmt: skip
COUNTED_OF_GROUPS = Rule(
    "counted-moves-of-groups", "Moves that were counted between groups",
    "Where a survey counted people who moved from one group of roles to another, a step from a "
    "role of the one to a role of the other is borne out; the figure is the share of the group "
    "among all who left the other group.",
)  # fmt: skip

Pair = tuple[URIRef, URIRef]


def moves(world: World) -> tuple[dict[Pair, Claim], dict[Pair, Claim]]:
    """Return the counted moves from role to role, and those between groups by pairs of roles.

    Of several counts of one pair the claim with the largest share is taken.
    """
    single: dict[Pair, Claim] = {}
    grouped: dict[Pair, Claim] = {}
    members = _members(world)
    for claim in sorted(world.on(CAREER.movesTo), key=lambda c: (c.minimum or 0, c.iri)):
        starts, ends = members.get(claim.subject, ()), members.get(claim.object, ())
        found = single if len(starts) == len(ends) == 1 else grouped
        found.update({(a, b): claim for a in starts for b in ends
                      if a != b and a in world.roles and b in world.roles})  # fmt: skip
    return single, grouped


def _members(world: World) -> dict[URIRef | None, tuple[URIRef, ...]]:
    """The roles that a role or group stands for: itself, or its members, whether or not the market
    has them."""
    found: dict[URIRef | None, set[URIRef]] = {role: {role} for role in world.roles}
    for measure in (CAREER.memberOf, CAREER.countedIn):
        for claim in world.on(measure):
            if claim.affirms:
                found.setdefault(claim.object, set()).add(claim.subject)
    return {group: tuple(sorted(each)) for group, each in found.items()}


def counted(
    world: World, found: dict[Pair, list[Claim]], step: Callable[[URIRef, URIRef], URIRef]
) -> Iterator[tuple[Pair, Claim]]:  # fmt: skip
    """Yield for each counted move the claim that people make the step: of roles any, of groups
    those that are `found` already."""
    single, grouped = moves(world)
    for pair, claim in sorted(single.items()):
        yield pair, _says(COUNTED, step(*pair), claim, stance=CAREER.observed)
    for pair in sorted(grouped.keys() & (found.keys() | single.keys())):
        yield pair, _says(COUNTED_OF_GROUPS, step(*pair), grouped[pair])


def _says(rule: Rule, step: URIRef, claim: Claim, *, stance: URIRef = CAREER.derived) -> Claim:
    said = rule.says(step, CAREER.possible, rests_on=(claim,), minimum=claim.minimum,
                     maximum=claim.maximum, unit=claim.unit, period=claim.period,
                     place=claim.place)  # fmt: skip
    return replace(said, stance=stance)
