"""An answer in plain words, before it is laid out: what text and Markdown have in common."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from careergraph import wording
from careergraph.claims import Status
from careergraph.model import Claim
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.forms.citations import Citations
from careergraph.routes.forms.explain import (
    account,
    change,
    duration,
    further,
    level,
    listed,
    lowered,
    readers,
    shut,
    summary,
    voices,
    weakness,
)
from careergraph.routes.forms.needs import Met, Need, needs
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER
from careergraph.wording import Labelled


@dataclass(frozen=True, slots=True)
class ToldStep:
    """A step in words: between which roles, how it came about, and what it takes."""

    ends: str
    basis: str
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ToldRoute:
    """A route in words; `facts` are sentences, with what they are about or nothing."""

    status: str
    chain: str
    steps: tuple[ToldStep, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A whole answer in words: `sources` by short name, `passages` by number."""

    question: str
    summary: str
    routes: tuple[ToldRoute, ...]
    why_not: tuple[str, ...]
    sources: tuple[tuple[str, str], ...]
    passages: tuple[tuple[int, str, str], ...]


def tell(answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None) -> Told:
    """Return the answer in words, with at most `k` routes."""
    teller = _Teller(answer, ladder, labels)
    routes = tuple(teller.route(route) for route in answer.best(k))
    why_not = () if answer.routes else tuple(teller.why_not())
    return Told(
        question=answer.question,
        summary=summary(answer, k),
        routes=routes,
        why_not=why_not,
        sources=tuple(teller.cited.sources()),
        passages=tuple(teller.cited.passages()),
    )


class _Teller:
    """Tells one route after the other: sources are named in full only the first time."""

    def __init__(self, answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> None:
        self.answer, self.ladder, self.labels = answer, ladder, labels
        self.cited = Citations(ladder.book, labels)

    def route(self, route: Route) -> ToldRoute:
        """Return a route in words."""
        found = needs(route, self.answer.query, self.ladder)
        steps = [self._step(s, n) for s, n in zip(route.steps, found, strict=True)]
        chain = " → ".join(
            f"{self.labels.label(r)} ({level(r, self.ladder, self.labels) or 'level not known'})"
            for r in route.roles
        )
        facts = tuple(self._facts(route, [need for each in found for need in each]))
        return ToldRoute(route.status.value, chain, tuple(steps), facts)

    def _step(self, step: RouteStep, found: tuple[Need, ...]) -> ToldStep:
        ends = f"{self.labels.label(step.step.start)} → {self.labels.label(step.step.end)}"
        industries = sorted(map(self.labels.label, step.step.industries))
        places = f" in {listed(industries)}" if industries else ""
        kind = lowered(self.labels.label(step.step.kind))
        basis = f"{kind}{places}; {step.status.value}, {self._possible(step)}"
        lines = [self._need(need.claim, step, need.met) for need in found]
        lines += [self._need(claim, step, None) for claim in step.denials]
        return ToldStep(ends, basis, tuple(lines))

    def _possible(self, step: RouteStep) -> str:
        """Who says that people make the step: each basis once, with all its passages."""
        found: dict[str, list[Claim]] = {}
        for claim in step.possible:
            found.setdefault(self._basis(claim), []).append(claim)
        return "; ".join(f"{b} {self.cited.of(*claims)}".rstrip() for b, claims in found.items())

    def _basis(self, claim: Claim) -> str:
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

    def _need(self, claim: Claim, step: RouteStep, met: Met | None) -> str:
        need = lowered(self.labels.label(claim.object or claim.subject))
        verb = "needs" if claim.affirms else "does not need"
        own = claim.subject == step.step.iri
        who = "the step" if own else self.labels.label(claim.subject)
        strength = f" ({lowered(self.labels.label(claim.strength))})" if claim.strength else ""
        how = f": {met.value}" if met else ""
        return f"{who} {verb} {need}{strength}{how} {self.cited.of(claim)}".rstrip()

    def _facts(self, route: Route, found: list[Need]) -> Iterator[tuple[str, str]]:
        """What a reader has to know about a route, most important first."""
        book, labels, named = self.ladder.book, self.labels, self.cited.introduced
        yield "", account(route, book, labels, named)
        if self.answer.query.without_further_degree:
            baseline = further(route, self.ladder, labels)
            yield "", f"A further degree would be one above {baseline}."
        yield "Weakest link", f"{weakness(route.weakest, book, labels, named)}."
        if route.status is Status.CONTESTED:
            yield "Open to", f"{readers(route, book, labels, named)}."
        elif route.needs:
            one = "it" if len(route.needs) == 1 else "any one of them"
            yield "Rests on", f"{listed(map(named, route.needs))}; without {one} it is closed."
        count = len(route.steps)
        yield "Takes", f"{count} step{'s' * (count > 1)}; years: {duration(route)}."
        for name, met in (("To gain on the way", Met.TO_GAIN), ("Held", Met.HELD),
                          ("Presupposed", Met.PRESUPPOSED)):  # fmt: skip
            what = self._gathered(need for need in found if need.met is met)
            if what:
                yield name, f"{what}."
        yield "New skills", f"{listed(map(labels.label, route.new_skills)) or 'none named'}."
        yield "Pay at the goal", f"{self._pay(route)}."

    def _gathered(self, found: Iterable[Need]) -> str:
        """What is needed, each with the roles or steps that need it."""
        users: dict[str, dict[str, None]] = {}
        for need in found:
            what = lowered(self.labels.label(need.claim.object or need.claim.subject))
            users.setdefault(what, {})[self.labels.label(need.claim.subject)] = None
        return "; ".join(f"{what} (for {listed(who)})" for what, who in users.items())

    def _pay(self, route: Route) -> str:
        """Each claim with its scope: ranges of different scopes are never put together."""
        figures = []
        for claim in route.pay:
            scope = wording.scope(claim, self.labels)
            among = f" ({scope})" if scope else ""
            amount = wording.amount(claim, self.labels)
            figures.append(f"{amount}{among} {self.cited.of(claim)}".rstrip())
        return "; ".join(figures) or "not known"

    def why_not(self) -> Iterator[str]:
        """Yield what closes the way and what would open it; a line that begins with '-' is one
        of a list."""
        label, book = self.labels.label, self.ladder.book
        if self.answer.closed:
            yield "Every way ends at one of these steps:"
        for closed in self.answer.closed:
            reason = shut(closed, book, self.labels, self.cited.introduced)
            ends = f"{label(closed.step.start)} → {label(closed.step.end)}"
            yield f"- {ends}: {reason} {self.cited.of(*closed.by)}".rstrip()
        if not any(step.end in self.answer.goals for step in self.ladder.steps.values()):
            goals = listed(map(label, self.answer.goals))
            yield f"No source says how one becomes {goals}: no step leads there."
        elif not self.answer.closed:
            yield "No step leads from the roles that can be reached to one that is asked for."
        for unlock in self.answer.unlocks:
            roles = " → ".join(map(label, unlock.route.roles))
            opened = f"{unlock.route.status.value}: {roles}"
            yield f"Would open one: {change(unlock.change, self.labels)} ({opened})."
