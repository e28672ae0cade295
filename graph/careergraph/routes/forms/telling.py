"""An answer in plain words, before it is laid out: what text and Markdown have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Status
from careergraph.enumeration import listed
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.forms.citations import Citations
from careergraph.routes.forms.counts import shares, told
from careergraph.routes.forms.groups import general
from careergraph.routes.forms.limits import unknown_limits
from careergraph.routes.forms.mapped import is_weak, mappings, spelled
from careergraph.routes.forms.needs import Met, Need, needs
from careergraph.routes.forms.sentences import (
    account,
    already,
    counted,
    credited,
    duration,
    ends,
    further,
    gained,
    kind_of,
    level,
    lowered,
    needed,
    raised,
    readers,
    share,
    summary,
    voices,
    weakness,
)
from careergraph.routes.forms.why_text import Part, why_parts
from careergraph.routes.ladder import Ladder
from careergraph.routes.whatif.gain import Gain
from careergraph.routes.whatif.higher import Higher
from careergraph.routes.why import WhyNot
from careergraph.terms import CAREER
from careergraph.wording import Labelled

MOST_SKILLS = 12
"""How many new skills are named before the rest is counted."""


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step in words: between which roles, how it came about, and what it takes."""

    ends: str
    basis: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldRoute:
    """A route in words: why it has its status, its steps, then facts by what they are about."""

    status: str
    chain: str
    account: str
    steps: tuple[ToldStep, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A whole answer in words: `note`, `gain` and `higher` are about all routes, `sources` are by
    short name, `passages` by number."""

    question: str
    summary: str
    note: str
    gain: str
    higher: str
    routes: tuple[ToldRoute, ...]
    why_not: tuple[Part, ...]
    sources: tuple[tuple[str, str], ...]
    passages: tuple[tuple[int, str, str], ...]


def tell(
    answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    why: WhyNot | None = None, gain: Gain | None = None, higher: Higher | None = None,
) -> Told:  # fmt: skip
    """Return the answer in words, with at most `k` routes; with `why` this in place of routes."""
    teller = _Teller(answer, ladder, labels)
    shown = () if why else answer.best(k)
    first = teller.note(shown)
    routes = tuple(teller.route(route, alike=bool(first)) for route in shown)
    cited = teller.cited
    parts = why_parts(why, ladder, labels, k=k, cited=cited) if why else ()
    return Told(
        question=answer.question,
        summary=summary(answer, answer.total if why else k),
        note=" ".join(filter(None, (already(answer, labels), first))),
        gain=gained(gain, labels) if gain else "",
        higher=raised(higher, labels) if higher else "",
        routes=routes,
        why_not=tuple(parts),
        sources=tuple(cited.sources()),
        passages=tuple(cited.passages()),
    )


class _Teller:
    """Tells one route after the other, citing as it goes."""

    def __init__(self, answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> None:
        self.answer, self.ladder, self.labels = answer, ladder, labels
        self.cited = Citations(ladder.book, labels)

    def note(self, shown: Iterable[Route]) -> str:
        """Return what a further degree is, where it is the same on all routes."""
        if not self.answer.query.without_further_degree:
            return ""
        found = {self._further(route) for route in shown}
        return f"A further degree is one above {found.pop()}." if len(found) == 1 else ""

    def _further(self, route: Route) -> str:
        return further(route, self.ladder, self.labels, self.cited.short)

    def route(self, route: Route, *, alike: bool) -> ToldRoute:
        """Return a route in words; `alike` when what a further degree is needs no telling."""
        found = needs(route, self.answer.query, self.ladder)
        others = general(route, self.answer.query, self.ladder)
        chain = " → ".join(map(self._levelled, route.roles))
        return ToldRoute(
            status=route.status.value,
            chain=chain,
            account=account(
                route, self.answer.query, self.ladder.book, self.labels, self.cited.short
            ),
            steps=tuple(map(self._step, route.steps, found, others)),
            facts=tuple(self._facts(route, [need for each in found for need in each], alike)),
        )

    def _levelled(self, role: URIRef) -> str:
        """A role with its level; a credential that a route starts from has none."""
        name = self.labels.label(role)
        if role in self.ladder.credentials:
            return name
        return f"{name} ({level(role, self.ladder, self.labels) or 'level not known'})"

    # ------------------------------------------------------------ steps

    def _step(
        self, step: RouteStep, found: tuple[Need, ...], others: tuple[Claim, ...]
    ) -> ToldStep:
        industries = sorted(map(self.labels.label, step.step.industries))
        places = f" in {listed(industries)}" if industries else ""
        kind = kind_of(step.step, self.labels)
        basis = f"{kind}{places}; {step.status.value}, {self._possible(step)}"
        lines = [*self._needs(found, step)]
        lines += [self._denied(step)] if step.denials else []
        lines += [self._general(step, others)] if others else []
        lines += [f"Takes {spelled(each, self.labels)}"
                  for each in mappings(step, self.ladder.book)]  # fmt: skip
        ends = f"{self.labels.label(step.step.start)} → {self.labels.label(step.step.end)}"
        return ToldStep(ends, basis, tuple(lines))

    def _possible(self, step: RouteStep) -> str:
        """Who says that people make the step: each basis once, with all its passages."""
        found: dict[str, list[Claim]] = {}
        for claim in step.possible:
            found.setdefault(self._basis(claim, step.step), []).append(claim)
        return "; ".join(f"{b} {self.cited.of(*claims)}".rstrip() for b, claims in found.items())

    def _basis(self, claim: Claim, step: AdvancementStep) -> str:
        """On what a claim rests, and what was counted, if anything was."""
        counts = self.ladder.book.counts(claim) if claim.affirms else ()
        figures = filter(None, (told(c, step, self.ladder.book, self.labels) for c in counts))
        return ": ".join(filter(None, (self._origin(claim), "; ".join(figures))))

    def _origin(self, claim: Claim) -> str:
        rule = f" by the rule '{self.labels.label(claim.rule)}'" if claim.rule else ""
        quoting = wording.authority(claim, self.labels)
        quoted = f", quoting {quoting}" if quoting else ""
        if claim.stance == CAREER.curated:
            return f"inferred by a curator{rule}"
        if not claim.affirms:
            return f"denied by {self._said(claim)}{quoted}{rule}"
        if claim.stance == CAREER.derived:
            return f"derived from {self._said(claim)}{rule}"
        verb = "counted in" if claim.stance == CAREER.observed else "stated by"
        return f"{verb} {self._said(claim)}{quoted}"

    def _said(self, *claims: Claim) -> str:
        return voices(claims, self.ladder.book, self.labels, self.cited.short)

    def _credited(self, *claims: Claim) -> str:
        return credited(claims, self.ladder.book, self.labels, self.cited.short)

    def _needs(self, found: Iterable[Need], step: RouteStep) -> Iterator[str]:
        """What is needed, a line for each thing; years of experience, of which sources say more or
        less, in one."""
        for several in self._alike(found):
            subject = several[0].claim.subject
            own = "the step" if subject == step.step.iri else self.labels.label(subject)
            yield f"{own} needs {'; or '.join(map(self._asked, several))}"

    def _alike(self, found: Iterable[Need]) -> list[list[Need]]:
        """The needs one by one, but those of years of experience on one subject together, the
        fewest first: they are not several demands but what several say."""
        alike: dict[tuple[URIRef, URIRef | None], list[Need]] = {}
        for need in found:
            what = need.claim.iri if self._years(need.claim) is None else None
            alike.setdefault((need.claim.subject, what), []).append(need)
        return [sorted(each, key=lambda n: self._years(n.claim) or 0) for each in alike.values()]

    def _years(self, claim: Claim) -> Decimal | None:
        """How many years of experience a claim asks for; None when for something else."""
        requirement = self.ladder.book.requirement(claim.object)
        asked = requirement.alternatives if requirement else ()
        experience = self.ladder.experiences.get(asked[0]) if len(asked) == 1 else None
        return experience.years if experience else None

    def _asked(self, need: Need) -> str:
        """What is needed, who says so, and how it is met."""
        claim = need.claim
        said = share(claim, self.ladder.book)
        what = f"{needed([claim], self.labels)}{self._strength(claim)}{said}"
        met = f"{need.met.value} {self.cited.of(claim)}".rstrip()
        return f"{what}, says {self._credited(claim)}: {met}"

    def _strength(self, claim: Claim) -> str:
        return f" ({lowered(self.labels.label(claim.strength))})" if claim.strength else ""

    def _denied(self, step: RouteStep) -> str:
        """What a step and the role it leads into are said not to need, in one line."""
        end, what = self.labels.label(step.step.end), needed(step.denials, self.labels, "or")
        marks = self.cited.of(*step.denials)
        return f"{end} does not need {what}, says {self._credited(*step.denials)} {marks}".rstrip()

    def _general(self, step: RouteStep, others: tuple[Claim, ...]) -> str:
        """What is said of groups of roles and of industries that a step has to do with."""
        parts = [*self._of_groups([c for c in others if c.measure == CAREER.requires])]
        parts += self._valued([c for c in others if c.measure == CAREER.valuesCredential])
        end, said = self.labels.label(step.step.end), self._said(*others)
        return f"More generally, not of {end} itself, says {said}: {'; '.join(parts)}"

    def _of_groups(self, claims: list[Claim]) -> Iterator[str]:
        """What groups are said to need or not to need, each group once."""
        found: dict[str, list[str]] = {}
        for claim in claims:
            stage = f" at {lowered(self.labels.label(claim.stage))} level" if claim.stage else ""
            place = f"in {self.labels.label(claim.industry)} " if claim.industry else ""
            what = f"{needed([claim], self.labels)}{self._strength(claim)} {self.cited.of(claim)}"
            verb = "need" if claim.affirms else "do not need"
            whom = f"{lowered(self.labels.label(claim.subject))}{stage} {verb}"
            found.setdefault(whom, []).append(f"{place}{what}".rstrip())
        yield from (f"{whom} {listed(each)}" for whom, each in found.items())

    def _valued(self, claims: list[Claim]) -> Iterator[str]:
        """The credentials that industries value, those of one kind in one breath."""
        found: dict[tuple[str, str], list[Claim]] = {}
        for claim in claims:
            of = self.labels.label(claim.subject), self._strength(claim)
            found.setdefault(of, []).append(claim)
        alike: dict[str, list[str]] = {}
        for (place, strength), each in found.items():
            what = f"{needed(each, self.labels)}{strength} {self.cited.of(*each)}".rstrip()
            alike.setdefault(what, []).append(place)
        for what, places in alike.items():
            yield f"{listed(places)} value{'s' * (len(places) == 1)} {what}"

    # ------------------------------------------------------------ facts

    def _facts(self, route: Route, found: list[Need], alike: bool) -> Iterator[tuple[str, str]]:
        """What a reader has to know about a route besides its account, most important first."""
        if self.answer.query.without_further_degree and not alike:
            yield "A further degree", f"one above {self._further(route)}."
        unknown = listed(unknown_limits(route, self.answer.query, self.ladder, self.labels))
        if unknown:
            yield "Not known", f"{unknown}."
        if len(route.steps) > 1:
            yield "Weakest link", f"{self._weakest(route)}."
        weak = {spelled(m, self.labels) for step in route.steps
                for m in mappings(step, self.ladder.book) if is_weak(m)}  # fmt: skip
        if weak:
            yield "Depends on weak mappings", f"{listed(sorted(weak))}."
        if route.status is Status.CONTESTED:
            yield "Open to", f"{readers(route, self.ladder.book, self.labels, self.cited.short)}."
        for name, met in (("To gain on the way", Met.TO_GAIN), ("Held", Met.HELD),
                          ("Presupposed", Met.PRESUPPOSED)):  # fmt: skip
            what = self._gathered(need for need in found if need.met is met)
            if what:
                yield name, f"{what}."
        yield "Takes", f"{counted(len(route.steps), 'step')}; years: {duration(route)}."
        if "counted" in self.answer.query.objectives:
            yield "By counted moves", f"{shares(route)}."
        yield "New skills", f"{self._skills(route)}."
        yield "Pay at the goal", f"{self._pay(route)}."

    def _weakest(self, route: Route) -> str:
        """The weakest link, with the reason unless the account of the route has just given it."""
        step = route.weakest
        told = [s for s in route.steps if s.status is step.status] == [step]
        if told and step.status is not Status.SUPPORTED and route.status is step.status:
            return ends(step, self.labels)
        return weakness(step, self.ladder.book, self.labels, self.cited.short)

    def _skills(self, route: Route) -> str:
        names = [lowered(self.labels.label(skill)) for skill in route.new_skills]
        more = len(names) - MOST_SKILLS
        return listed([*names[:MOST_SKILLS], f"{more} more"] if more > 1 else names) or "none named"

    def _gathered(self, found: Iterable[Need]) -> str:
        """What is needed, each with the roles or steps that need it."""
        users: dict[str, dict[str, None]] = {}
        for several in self._alike(found):
            what = listed(dict.fromkeys(needed([n.claim], self.labels) for n in several), "or")
            users.setdefault(what, {})[self.labels.label(several[0].claim.subject)] = None
        return "; ".join(f"{what} (for {listed(who)})" for what, who in users.items())

    def _pay(self, route: Route) -> str:
        """Each figure with its scope: ranges of different scopes are never put together. What
        several sources say alike, or one of several periods, is told once."""
        alike: dict[tuple[object, ...], list[Claim]] = {}
        for claim in route.pay:
            scope = [getattr(claim, name) for name in wording.SCOPE_ORDER if name != "period"]
            figure = (claim.minimum, claim.maximum, claim.unit, *scope)
            alike.setdefault(figure, []).append(claim)
        return "; ".join(map(self._figure, alike.values())) or "not known"

    def _figure(self, claims: list[Claim]) -> str:
        """What claims say alike but for the period; who says it, where it is said of a group."""
        fields = [wording.scope_fields(claim, self.labels) for claim in claims]
        lasting = [text for name, text in fields[0] if name != "period"]
        periods = sorted({text for each in fields for name, text in each if name == "period"})
        scope = ", ".join([*lasting, *filter(None, [listed(periods)])])
        among = f" ({scope})" if scope else ""
        of_group = any(word.group for claim in claims for word in self.ladder.book.words(claim))
        said = f", says {self._credited(*claims)}" if of_group else ""
        amount = wording.amount(claims[0], self.labels)
        return f"{amount}{among}{said} {self.cited.of(*claims)}".rstrip()
