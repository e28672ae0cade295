"""What closes a step to a traveller, and which single changes would help: `open` with reasons.

A step is open exactly when nothing here stands in its way. What counts over a whole route (steps,
years, new skills, pay at the goal, industries to pass through) is not judged here, but for years
that are not known where that is not allowed.
"""

from dataclasses import dataclass
from itertools import product

from rdflib import URIRef

from careergraph.model import AdvancementStep, Claim, Requirement
from careergraph.routes.arrays import years
from careergraph.routes.ladder import Ladder
from careergraph.routes.means import Means
from careergraph.routes.question import RouteQuery
from careergraph.routes.readings import Baseline, View
from careergraph.routes.why.changes import Change, degrees
from careergraph.terms import CAREER


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that closes a step.

    `kind` is 'not said' (no claim that counts says that people make the step), 'inferred' (none
    but a curator does, where that is not enough), 'requirement', or the name of the constraint
    that forbids the step. `claims` are those it rests on. `unknown` marks a step closed only
    because something is not known. Each of `remedies` helps against it, and without any of them
    it stays; empty when no change to the question helps.
    """

    kind: str
    claims: tuple[Claim, ...] = ()
    remedies: tuple[Change, ...] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Traveller:
    """Who asks, in one reading: the question, the baseline, and what can be met on the way.

    With `supported` only steps count that more than a curator's inference speaks for. `waived`
    are the roles and steps whose demands for a degree do not count.
    """

    view: View
    query: RouteQuery
    base: Baseline
    means: Means
    supported: bool = False
    waived: frozenset[URIRef] = frozenset()

    def said(self, step: AdvancementStep) -> tuple[Claim, ...]:
        """Return the claims on whether people make a step."""
        return self.view.said(step)


def obstacles(who: Traveller, step: AdvancementStep) -> tuple[Obstacle, ...]:
    """Return all that closes a step to a traveller; empty when it is open."""
    view, query = who.view, who.query
    found: list[Obstacle] = []
    if not view.possible(step):
        denials = tuple(c for c in who.said(step) if not c.affirms)
        found.append(Obstacle("not said", denials))
    entered = step.kind == CAREER.opens
    if query.kinds and step.kind not in query.kinds and not entered:
        found.append(Obstacle("kinds", remedies=(Change("kinds"),)))
    if query.counted and step.iri not in view.counted and not entered:
        found.append(Obstacle("counted", remedies=(Change("counted"),)))
    if step.end in query.avoid:
        found.append(Obstacle("avoid", remedies=(Change("avoid", step.end),)))
    spans = [(claim.minimum, claim.maximum) for claim in view.years(step.iri)]
    if query.most_years is not None and years(spans)[1] is None and not entered:
        found += [o for o in [_forbidden("most_years", query)] if o]
    found += [each for each in [_licensed(who, step)] if each]
    if not entered:
        found += [each for each in (_elsewhere(who, step), _drop(who, step)) if each]
    return (*found, *_unmet(who, step))


def _unmet(who: Traveller, step: AdvancementStep) -> list[Obstacle]:
    """The binding requirements that the traveller neither meets nor may come to meet."""
    found = []
    for claim in who.view.demands(step):
        requirement = who.view.ladder.book.requirement(claim.object)
        waived = claim.subject in who.waived and who.view.degree_demanded(claim)
        if requirement is None or waived:
            continue
        lacking = [_lacking(who, a) for a in requirement.alternatives]
        if sum(not each for each in lacking) < requirement.needed:
            remedies = dict.fromkeys(c for each in lacking for c in each)
            possible = requirement.needed <= len(requirement.alternatives)
            found.append(Obstacle("requirement", (claim,), tuple(remedies) if possible else ()))
    return found


def _lacking(who: Traveller, alternative: URIRef) -> tuple[Change, ...]:
    """What would help towards an alternative; empty when it is met or may be met on the way."""
    ladder = who.view.ladder
    if alternative in ladder.degrees:
        return _lacking_degree(who, ladder.degrees[alternative])
    earned = who.means.fixed and alternative in ladder.credentials
    if alternative in who.means.held or not earned:
        return ()
    return Change("hold credential", alternative), Change("without_further_credential")


def _lacking_degree(who: Traveller, eqf: int) -> tuple[Change, ...]:
    query, ladder = who.query, who.view.ladder
    highest = ladder.degrees.get(query.highest_degree) if query.highest_degree else None
    in_the_way = {
        "without_further_degree": query.without_further_degree and eqf > who.base.eqf,
        "without_further_credential": query.without_further_credential,
        "highest_degree": highest is not None and eqf > highest,
    }
    drops = tuple(Change(kind) for kind, stands in in_the_way.items() if stands)
    return () if eqf <= who.means.eqf or not drops else degrees(ladder, eqf) + drops


def _licensed(who: Traveller, step: AdvancementStep) -> Obstacle | None:
    if not who.query.avoid_licensed:
        return None
    book = who.view.ladder.book
    claims = tuple(
        c for c in who.view.binding(step.end)
        if (need := book.requirement(c.object)) and _only_licences(who.view.ladder, need)
    )  # fmt: skip
    return Obstacle("avoid_licensed", claims, (Change("avoid_licensed"),)) if claims else None


def _only_licences(ladder: Ladder, requirement: Requirement) -> bool:
    others = [a for a in requirement.alternatives if a not in ladder.licences]
    return len(others) < requirement.needed


def _elsewhere(who: Traveller, step: AdvancementStep) -> Obstacle | None:
    """Whether the step leaves the industries to stay in; one that lists none may be anywhere."""
    query = who.query
    if not query.stay_in:
        return None
    if not step.industries:
        return _forbidden("stay_in", query)
    wider = set().union(*(who.view.ladder.book.upwards(i) for i in step.industries))
    return None if wider & set(query.stay_in) else Obstacle("stay_in", (), (Change("stay_in"),))


def _forbidden(kind: str, query: RouteQuery) -> Obstacle | None:
    if query.unknown == "allow":
        return None
    return Obstacle(kind, (), (Change(kind), Change("unknown")), unknown=True)


def _drop(who: Traveller, step: AdvancementStep) -> Obstacle | None:
    """Whether pay drops: the next range wholly below the last, wherever they may be compared."""
    if not who.query.pay_never_drops:
        return None
    pairs = comparable_pay(who.view, step)
    if not pairs:
        return _forbidden("pay_never_drops", who.query)
    drops = [pair for pair in pairs if _below(*pair)]
    generous = who.view.reading.name == "generous"
    if not drops or (generous and len(drops) < len(pairs)):
        return None
    claims = {c.iri: c for pair in drops for c in pair}
    found = tuple(claims[iri] for iri in sorted(claims))
    return Obstacle("pay_never_drops", found, (Change("pay_never_drops"),))


def comparable_pay(view: View, step: AdvancementStep) -> list[tuple[Claim, Claim]]:
    """Return the pairs of claims on pay before and after a step whose unit and scope agree."""
    differing = view.ladder.book.differing
    before, after = (view.pay(role) for role in (step.start, step.end))
    return [(a, b) for a, b in product(before, after) if not differing(a, b)]


def _below(last: Claim, following: Claim) -> bool:
    high, low = following.maximum, last.minimum
    return high is not None and low is not None and high < low
