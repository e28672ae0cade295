"""An answer for reading in a terminal: numbered routes, then the places they are cited from."""

from collections.abc import Iterable

from careergraph import wording
from careergraph.claims import Book, Status
from careergraph.model import Claim, Passage
from careergraph.routes.answer import Route, RouteAnswer, RouteStep
from careergraph.routes.explain import (
    account,
    change,
    level,
    listed,
    lowered,
    shut,
    title,
    weakness,
    years,
)
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER
from careergraph.wording import Labelled

_BASELINES = {
    "held": "the degree held",
    "started from": "the degree started from",
    "assumed": "a bachelor's degree, which is assumed",
}


class Citations:
    """The passages an answer points to, numbered in the order in which they are first named."""

    def __init__(self, book: Book, labels: Labelled) -> None:
        self._book, self._labels = book, labels
        self._numbers: dict[Passage, int] = {}

    def of(self, claim: Claim) -> str:
        """Return the marks of the passages that a claim rests on, such as '[1][4]'."""
        bases = self._book.bases(claim)
        places = [self._book.passages[p] for b in bases for p in b.passages]
        places.sort(key=lambda p: (p.source, p.begins_at, p.ends_at))
        marks = [self._numbers.setdefault(p, len(self._numbers) + 1) for p in places]
        return "".join(f"[{n}]" for n in dict.fromkeys(marks))

    def lines(self) -> list[str]:
        """Return one line for each passage: its number, document and place."""
        return [
            f"[{n}] {title(p.source, self._book, self._labels)}: {wording.passage(p)}"
            for p, n in self._numbers.items()
        ]


def as_text(answer: RouteAnswer, ladder: Ladder, labels: Labelled, *, k: int | None = None) -> str:
    """Return the answer for reading: its status, at most `k` routes, and where they are cited."""
    cited = Citations(ladder.book, labels)
    lines = [f"Question: {answer.question}"] if answer.question else []
    lines += [f"Answer: {_summary(answer, k)}"]
    for number, route in enumerate(answer.best(k), 1):
        lines += ["", *_route(number, route, answer, ladder, labels, cited)]
    if not answer.routes:
        lines += _why_not(answer, ladder, labels)
    if cited.lines():
        lines += ["", "Where it is said", *cited.lines()]
    return "\n".join(lines) + "\n"


def _summary(answer: RouteAnswer, k: int | None) -> str:
    if not answer.routes:
        return "none. No route answers this question."
    total = len(answer.routes)
    counts = {s.value: sum(r.status is s for r in answer.routes) for s in Status}
    parts = ", ".join(f"{n} {s}" for s, n in counts.items() if n)
    shown = f"; the best {k} are shown" if k is not None and k < total else ""
    return f"{answer.status}. {total} route{'s' * (total > 1)} ({parts}){shown}."


def _route(
    number: int, route: Route, answer: RouteAnswer, ladder: Ladder, labels: Labelled,
    cited: Citations,
) -> list[str]:  # fmt: skip
    chain = " → ".join(
        f"{labels.label(r)} ({level(r, ladder, labels) or 'level not known'})" for r in route.roles
    )
    lines = [f"{number}. {route.status.value}: {chain}"]
    for step in route.steps:
        lines += _step(step, labels, cited)
    lines += [f"   {account(route, ladder.book, labels)}"]
    if answer.query.without_further_degree:
        lines += [f"   A further degree would be one above {_baseline(route, ladder, labels)}."]
    lines += [f"   Weakest link: {weakness(route.weakest, ladder.book, labels)}."]
    return [*lines, f"   {_costs(route, labels)}"]


def _baseline(route: Route, ladder: Ladder, labels: Labelled) -> str:
    if route.baseline.origin in _BASELINES:
        return _BASELINES[route.baseline.origin]
    start = route.roles[0]
    needs = [c for c in ladder.book.on(start, CAREER.requires) if c.affirms]
    names = listed(sorted({lowered(labels.label(c.object or c.subject)) for c in needs}))
    return f"what {labels.label(start)} itself is said to need: {names}"


def _costs(route: Route, labels: Labelled) -> str:
    pay = "; ".join(wording.amount(c, labels) + _scoped(c, labels) for c in route.pay)
    known = years(route)
    most = "" if known is None or known["maximum"] is None else f" to {known['maximum']:g}"
    time = "not known" if known is None else f"{known['minimum']:g}{most}"
    skills = (
        listed([labels.label(s) for s in route.new_skills]) if route.new_skills else "none named"
    )
    return f"Pay at the goal: {pay or 'not known'}. Years: {time}. New skills: {skills}."


def _scoped(claim: Claim, labels: Labelled) -> str:
    scope = wording.scope(claim, labels)
    return f" ({scope})" if scope else ""


def _step(step: RouteStep, labels: Labelled, cited: Citations) -> list[str]:
    ends = f"{labels.label(step.step.start)} → {labels.label(step.step.end)}"
    industries = sorted(map(labels.label, step.step.industries))
    places = f" in {listed(industries)}" if industries else ""
    kind = labels.label(step.step.kind).lower()
    lines = [f"   - {ends}: {kind}{places}; {step.status.value}, {_possible(step, labels, cited)}"]
    for claim in step.demands + step.denials:
        need = lowered(labels.label(claim.object or claim.subject))
        verb = "needs" if claim.affirms else "does not need"
        who = "the step" if claim.subject == step.step.iri else labels.label(claim.subject)
        strength = f" ({labels.label(claim.strength).lower()})" if claim.strength else ""
        lines += [f"     {who} {verb} {need}{strength} {cited.of(claim)}".rstrip()]
    return lines


def _possible(step: RouteStep, labels: Labelled, cited: Citations) -> str:
    """How the step came to be in the graph: each basis once, with all its passages."""
    found: dict[str, list[str]] = {}
    for claim in step.possible:
        found.setdefault(wording.basis(claim, labels), []).append(cited.of(claim))
    return "; ".join(f"{basis} {_merged(marks)}".rstrip() for basis, marks in found.items())


def _merged(marks: Iterable[str]) -> str:
    each = [f"[{m}" for mark in marks for m in mark.split("[") if m]
    return "".join(dict.fromkeys(each))


def _why_not(answer: RouteAnswer, ladder: Ladder, labels: Labelled) -> list[str]:
    lines: list[str] = []
    if answer.closed:
        lines += ["", "Every way ends at one of these steps:"]
    for closed in answer.closed:
        ends = f"{labels.label(closed.step.start)} → {labels.label(closed.step.end)}"
        lines += [f"   - {ends}: {shut(closed, ladder.book, labels)}"]
    if not _entered(answer, ladder):
        goals = listed([labels.label(r) for r in answer.goals])
        lines += ["", f"No source says how one becomes {goals}: no step leads there."]
    elif not answer.closed:
        lines += ["", "No step leads from the roles that can be reached to one that is asked for."]
    for unlock in answer.unlocks:
        roles = " → ".join(labels.label(r) for r in unlock.route.roles)
        opened = f"{unlock.route.status.value}: {roles}"
        lines += [f"Would open one: {change(unlock.change, labels)} ({opened})."]
    return lines


def _entered(answer: RouteAnswer, ladder: Ladder) -> bool:
    return any(step.end in answer.goals for step in ladder.steps.values())
