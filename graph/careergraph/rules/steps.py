"""Steps from role to role: as sources relate them, into narrower roles, by likeness, by mappings.

Whatever its ground, a step must be one that people can make: `Standing.sensible` says which.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import chain
from typing import Any

from rdflib import URIRef

from careergraph.model import AdvancementStep, Claim
from careergraph.rules import causeways, observed
from careergraph.rules.counterparts import SAME
from careergraph.rules.grounds import LOWER, Weighing
from careergraph.rules.rule import Rule
from careergraph.rules.settings import ByField, Causeways, Settings
from careergraph.rules.similarity import Likeness
from careergraph.rules.standing import Standing
from careergraph.rules.world import World
from careergraph.sources.voice import Voice
from careergraph.terms import CAREER, ID

_WHERE = (
    "where no job zone, level, degree or pay that is known bars it: at most one zone, level or "
    "degree more, little less pay, a lower level only in another field for clearly more; to "
    "lead only where one has worked, by code and by the skills that both need; into a profession "
    "that one has to study for only from within it."
)
NARROWER = Rule(
    "narrower-role", "Into a narrower role",
    "Who holds a role can specialise in a role that the same classification places below it, "
    f"{_WHERE}",
)  # fmt: skip
LIKE_RATINGS = Rule(
    "similar-ratings", "Similar in skills and knowledge",
    "A step leads to each of the roles that are most similar by Pearson's r over the z-scored "
    "importance of skills and knowledge, the more similar if their fields of work differ, "
    f"{_WHERE}",
)  # fmt: skip
LIKE_SKILLS = Rule(
    "similar-skills", "Similar in essential skills",
    "A step leads to each of the roles whose essential skills are most similar by cosine, rare "
    "skills weighing more, the more similar if their fields of work differ, "
    f"{_WHERE}",
)  # fmt: skip
LEADS = Rule(
    "leads-its-field", "To lead those of one's field",
    "The SOC tells by its titles who supervises whom, and which managers manage which field. A "
    "step leads from each role to its supervisors, and to the managers of its field whose ratings "
    "of skills and knowledge are most similar, where it is an advancement and "
    f"{_WHERE.removeprefix('where ')}",
)  # fmt: skip
OVERSEEN = Rule(
    "supervised-by", "To supervise one's own",
    "ISCO-08 tells by titles and descriptions which groups its groups of supervisors supervise. A "
    "step leads from each role to the one of them with which it shares most skills, enough of "
    "them, "
    f"{_WHERE}",
)  # fmt: skip
RELATED_ELSEWHERE = Rule(
    "related-elsewhere", "Mapped to roles that are related",
    "Where a source relates two roles, or one leads those of the field of the other, a step leads "
    "from a role that is mapped to the one to those two roles mapped to the other with which it "
    "shares most skills, essential or optional, "
    f"{_WHERE}",
)  # fmt: skip
AS_COUNTERPART = Rule(
    "as-its-counterpart", "As the same role elsewhere",
    "A role of no classification of its own leads to where the role leads that a mapping calls an "
    "exact or close match, and is reached from where that one is reached. A classified role leads "
    "to those who lead others to whom its match leads, a broader one too.",
)  # fmt: skip

Pair = tuple[URIRef, URIRef]
Found = Iterator[tuple[Pair, Claim]]


def derive(world: World, settings: Settings) -> Iterator[Any]:
    """Yield the steps, and for each the claims that people can make it."""
    for rule in (NARROWER, LIKE_RATINGS, LIKE_SKILLS, LEADS, OVERSEEN, RELATED_ELSEWHERE,
                 AS_COUNTERPART):  # fmt: skip
        yield from rule.records()
    standing = Standing(world, settings)
    needed, ratings = standing.essential, standing.ratings
    related = list(_credible(world, ratings, settings))
    leading = list(_leading(world, ratings, standing))
    found: dict[Pair, list[Claim]] = {}
    for pair, claim in chain(
        _related(related), _narrower(world),
        _alike(world, LIKE_RATINGS, ratings, settings.rated, standing),
        _alike(world, LIKE_SKILLS, needed, settings.similar, standing),
        leading, _overseen(world, standing), _related_elsewhere(related, leading, standing),
    ):  # fmt: skip
        if pair[0] != pair[1] and (pair in found or standing.sensible(*pair)):
            found.setdefault(pair, []).append(claim)
    found = Weighing(found, standing, settings).enough()
    if settings.causeways:
        yield from causeways.RULE.records()
        for pair, claim in _causeways(world, standing, settings.causeways):
            found.setdefault(pair, []).append(claim)
    counts = set[URIRef]()
    if next(world.on(CAREER.movesTo), None):
        yield from (*observed.COUNTED.records(), *observed.COUNTED_OF_GROUPS.records())
        for pair, claim in list(observed.counted(world, found, step)):
            found.setdefault(pair, []).append(claim)
            counts.add(claim.iri)
    for pair, claim in list(_as_counterparts(found, standing)):
        found.setdefault(pair, []).append(claim)
    for pair, claims in found.items():
        if step(*pair) not in world.steps:
            yield AdvancementStep(step(*pair), *pair, standing.kind(*pair),
                                  step_class=standing.step_class(*pair))  # fmt: skip
            yield from claims
        else:  # a source states it: what is derived adds nothing, what was counted does
            yield from (claim for claim in claims if claim.iri in counts)


def _credible(world: World, ratings: Likeness, settings: Settings) -> Iterator[Claim]:
    """The claims that relate roles, those of a lower tier only where ratings bear them out."""
    for claim in world.on(CAREER.relatedRole):
        if claim.object is not None and claim.affirms:
            alike = ratings.between(claim.subject, claim.object)
            if _primary(claim) or alike is None or alike >= settings.supplemental:
                yield claim


def _primary(claim: Claim) -> bool:
    """Whether a source relates two roles in its higher tier, or knows no tiers."""
    return claim.text is None or not claim.text.startswith(LOWER)


def _related(related: Iterable[Claim]) -> Found:
    """The roles that a source calls related: it states the step, with its tier."""
    for claim in related:
        pair = claim.subject, claim.object or claim.subject
        voice = Voice("related", claim.source)
        yield pair, voice.says(step(*pair), CAREER.possible, text=claim.text,
                               derived_from=(claim.iri,))  # fmt: skip


def _narrower(world: World) -> Found:
    for role, memberships in sorted(world.groups.items()):
        for broader in sorted(world.book.broader.get(role, ())):
            if broader in world.roles:
                pair = broader, role
                yield pair, NARROWER.says(step(*pair), CAREER.possible, rests_on=memberships[:1])


def _alike(
    world: World, rule: Rule, likeness: Likeness, least: ByField, standing: Standing
) -> Found:
    """Steps to the roles that are most alike, among those to which a step makes sense."""

    def fits(start: URIRef, end: URIRef, similarity: float) -> bool:
        known = standing.classified(start) and standing.classified(end)
        enough = similarity >= least[standing.nearness(start, end)]
        return known and enough and standing.sensible(start, end)

    for start, end, similarity in likeness.nearest(standing.settings.most, min(least), fits):
        bases = world.first_groups(start, end)
        share = Decimal(round(similarity * 100))
        if bases:
            yield (start, end), rule.says(
                step(start, end), CAREER.possible, rests_on=bases, minimum=share, maximum=share,
                unit=CAREER.percent)  # fmt: skip


def _leading(world: World, ratings: Likeness, standing: Standing) -> Found:
    """Steps to the supervisors of a role, and to the managers of its field most like it."""

    def advances(start: URIRef, end: URIRef) -> bool:
        rises = standing.step_class(start, end) in (CAREER.advancement, CAREER.lateralAdvancement)
        return standing.sensible(start, end) and rises

    leaders = standing.whole(standing.coded)
    for start in standing.coded:
        others = [end for end in leaders if end != start]
        supervisors = [e for e in others if standing.supervises(e, start)]
        managers = sorted((e for e in others if standing.manages(e, start)),
                          key=lambda e: -(ratings.between(start, e) or 0))  # fmt: skip
        for ends in (supervisors, managers):
            for end in [each for each in ends if advances(start, each)][:1]:
                bases = world.first_groups(start, end)
                yield (start, end), LEADS.says(step(start, end), CAREER.possible, rests_on=bases)


def _overseen(world: World, standing: Standing) -> Found:
    """Steps to the supervisor, by ISCO, with whom a role shares most skills."""
    leaders = [role for role in sorted(world.groups) if standing.supervises_by_isco(role)]
    for start in sorted(world.groups):
        fit = [end for end in leaders if standing.oversees(end, start)
               and standing.sensible(start, end)]  # fmt: skip
        for end in sorted(fit, key=lambda e: -(standing.skills.between(start, e) or 0))[:1]:
            bases = world.first_groups(start, end)
            yield (start, end), OVERSEEN.says(step(start, end), CAREER.possible, rests_on=bases)


def _causeways(world: World, standing: Standing, chosen: Causeways) -> Found:
    """The transitions that are viable as Nesta judges them."""
    for pair, bases, said in causeways.transitions(world, standing, chosen):
        yield pair, causeways.RULE.says(step(*pair), CAREER.possible, rests_on=bases, **said)


def _related_elsewhere(
    related: Iterable[Claim], leading: Iterable[tuple[Pair, Claim]], standing: Standing
) -> Found:
    """Steps between roles that are mapped to related ones."""
    mapped: dict[URIRef, list[URIRef]] = {}
    for role, counterpart in sorted(standing.counterparts.items()):
        if counterpart.own and standing.classified(role):
            mapped.setdefault(counterpart.role, []).append(role)
    stated = (((each.subject, each.object or each.subject), each) for each in related)
    for (one, other), claim in chain(stated, leading):
        apart, near, nearest = standing.settings.related
        least = (apart, near, nearest) if _primary(claim) else (apart, apart, apart)
        for start in mapped.get(one, ()):
            for end in _nearest(start, mapped.get(other, ()), standing, least):
                over = (standing.counterparts[each].mapping.iri for each in (start, end))
                yield (start, end), RELATED_ELSEWHERE.says(
                    step(start, end), CAREER.possible, rests_on=(claim,), text=claim.text,
                    mappings=tuple(sorted(set(over))))  # fmt: skip


def _nearest(
    start: URIRef, ends: Iterable[URIRef], standing: Standing, least: ByField
) -> list[URIRef]:
    """The two of some roles that share most skills with another, where a step makes sense."""
    alike = {end: standing.skills.between(start, end) or 0.0 for end in ends}
    close = [
        end
        for end, found in alike.items()
        if found >= least[standing.nearness(start, end)] and standing.sensible(start, end)
    ]
    return sorted(close, key=lambda end: (-alike[end], end))[:2]


def _as_counterparts(found: dict[Pair, list[Claim]], standing: Standing) -> Found:
    """The steps out of and into roles of no classification, as those that stand for them; and the
    steps by which one comes to lead, of classified ones."""
    joined: dict[URIRef, list[URIRef]] = {}
    classified: dict[URIRef, list[URIRef]] = {}
    for role, counterpart in sorted(standing.counterparts.items()):
        if standing.classified(role):
            classified.setdefault(counterpart.role, []).append(role)
        elif counterpart.mapping.predicate in SAME and counterpart.own:
            joined.setdefault(counterpart.role, []).append(role)
    for (start, end), claims in found.items():
        rising = classified.get(start, ()) if standing.rises(start, end) else ()
        for pair in (*((role, end) for role in (*joined.get(start, ()), *rising)),
                     *((start, role) for role in joined.get(end, ()))):  # fmt: skip
            if standing.sensible(*pair):
                over = {standing.counterparts[each].mapping.iri for each in pair
                        if each not in (start, end)}  # fmt: skip
                yield pair, AS_COUNTERPART.says(
                    step(*pair), CAREER.possible, rests_on=claims, text=claims[0].text,
                    mappings=tuple(sorted(over.union(*(c.mappings for c in claims)))))  # fmt: skip


def step(start: URIRef, end: URIRef) -> URIRef:
    """Return the node of the step from a role to another."""
    names = (str(each).rpartition("/")[2] for each in (start, end))
    return ID["step/" + "-to-".join(names)]
