"""What is said of a group of roles or of an industry, and bears on a step without binding it.

Nothing here closes a step: its requirements are its own and those of the role it leads into. But
who moves into banking wants to know what is asked of people in banking.
"""

from collections.abc import Iterable, Iterator

from rdflib import URIRef

from careergraph.claims import Book
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.answer import Route, RouteStep
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import RouteQuery
from careergraph.terms import CAREER


def general(route: Route, query: RouteQuery, ladder: Ladder) -> tuple[tuple[Claim, ...], ...]:
    """Return for each step of a route the claims on groups and industries that concern it.

    A requirement of a group concerns a step into one of its roles; one that is limited to an
    industry also a step out of them, where the step is made in that industry. A credential that an
    industry values concerns the steps made in it. A step that names no industry may be made in any
    of those of the role it leads into: these count at the goal, or where the question names them.
    What a group is said to need, or not to, in passages that say it of the step is left out, and
    so is what was carried over to the role and is told of that, and what an industry values in
    passages that say it of a group.
    """
    return tuple(_concerning(step, step is route.steps[-1], query, ladder) for step in route.steps)


def _concerning(
    step: RouteStep, last: bool, query: RouteQuery, ladder: Ladder
) -> tuple[Claim, ...]:
    places = _industries(step.step, last, query, ladder.book)
    of_groups = list(_of_groups(step.step, places, ladder))
    told = (*step.demands, *step.denials)
    carried = {base.iri for claim in told for base in ladder.book.bases(claim)}
    new = [c for c in of_groups if c.iri not in carried and not _repeats(c, told)]
    valued = [c for i in sorted(places) for c in ladder.book.on(i, CAREER.valuesCredential)]
    return (*new, *(c for c in valued if c.affirms and not _repeats(c, of_groups)))


def _repeats(claim: Claim, told: Iterable[Claim]) -> bool:
    """Whether the passages of a claim have been told of already, as saying the same."""
    cited = {p for c in told if c.polarity == claim.polarity for p in c.passages}
    return bool(claim.passages) and cited.issuperset(claim.passages)


def _industries(step: AdvancementStep, last: bool, query: RouteQuery, book: Book) -> set[URIRef]:
    """The industries of a step, broader ones among them, as far as the question asks for them."""
    end = {query.goal.iri} if query.goal.kind == "Industry" else set()
    wanted = {*query.stay_in, *query.through, *end}
    of_role = _affirmed(step.end, CAREER.worksIn, book) if last or wanted else set()
    wider = [book.upwards(industry) for industry in step.industries or of_role]
    return set().union(*(each for each in wider if not wanted or wanted & each))


def _affirmed(subject: URIRef, measure: URIRef, book: Book) -> set[URIRef]:
    claims = book.on(subject, measure)
    return {c.object for c in claims if c.affirms and c.object is not None}


def _of_groups(step: AdvancementStep, places: set[URIRef], ladder: Ladder) -> Iterator[Claim]:
    book = ladder.book
    after = _affirmed(step.end, CAREER.memberOf, book)
    before = _affirmed(step.start, CAREER.memberOf, book)
    for group in sorted(after | before):
        for claim in book.on(group, CAREER.requires):
            here = claim.industry in places if claim.industry else group in after
            if here and _is_at_stage(claim, step.end, ladder):
                yield claim


def _is_at_stage(claim: Claim, role: URIRef, ladder: Ladder) -> bool:
    """Whether a claim on a stage of career may be about a role: one at that level or at none."""
    levels = _affirmed(role, CAREER.level, ladder.book)
    return claim.stage is None or not levels or claim.stage in levels
