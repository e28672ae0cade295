"""Why not, in words: what would open a route, and what closes every one."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book
from careergraph.enumeration import few, listed
from careergraph.model import AdvancementStep, Claim
from careergraph.routes.case import reached, starting
from careergraph.routes.forms.citations import Citations
from careergraph.routes.forms.sentences import (
    Named,
    article,
    counted,
    credited,
    needed,
    title,
    uppered,
)
from careergraph.routes.ladder import Ladder
from careergraph.routes.question import Reading, RouteQuery
from careergraph.routes.readings import viewed
from careergraph.routes.why import Way, WhyNot
from careergraph.routes.why.changes import OF_DEGREES, Change
from careergraph.routes.why.cut import Bound, Cut, Proof, Shut
from careergraph.routes.why.obstacles import Obstacle
from careergraph.routes.why.ways import MOST
from careergraph.wording import Labelled

NOTHING_TO_CHANGE = "Nothing has to change: there is a supported route."

_SPOKEN = {
    "without_further_degree": "allow a further degree",
    "without_further_credential": "allow further credentials",
    "highest_degree": "allow a higher degree",
    "pay_never_drops": "accept that pay drops on the way",
    "stay_in": "leave the industries to stay in",
    "avoid_licensed": "accept roles that need a licence",
    "kinds": "accept any kind of step",
    "counted": "accept steps that nobody was counted to make",
    "unknown": "accept what is not known",
    "cautious": "read all sources cautiously",
    "generous": "read all sources generously",
}
_LIMITS = {
    "most_years": ("year", "allow {}", "set no limit on the years"),
    "most_steps": ("step", "allow {}", "set no limit on the steps"),
    "most_new_skills": ("new skill", "allow {}", "set no limit on new skills"),
    "pay_at_least": ("US dollar", "accept {} a year", "set no floor for the pay"),
}


_LINES = 12
"""How many lines of closed steps are shown before the rest is counted."""

_NAMED = 3
"""How many roles are named before the rest is counted."""


class Part(NamedTuple):
    """A sentence, and the list that it announces, if any."""

    heading: str
    items: tuple[str, ...] = ()


def why_parts(
    found: WhyNot, ladder: Ladder, labels: Labelled, *, k: int | None = None,
    cited: Citations | None = None,
) -> Iterator[Part]:  # fmt: skip
    """Yield why there is no route, or no supported one, and up to `k` ways to open one.

    With `cited` sources have their short names, and claims the marks of their passages.
    """
    if found.wanted is None:
        yield Part(NOTHING_TO_CHANGE)
        return
    if found.ways:
        yield from _opening(found, ladder, labels, k)
    yield from _unsaid(found.query, ladder, labels, cited)
    yield from _hopeless(found, labels)
    if found.proof:
        yield from _Proving(found.query, ladder, labels, cited).parts(
            found.proof, opened=bool(found.ways)
        )


def _unsaid(
    query: RouteQuery, ladder: Ladder, labels: Labelled, cited: Citations | None
) -> Iterator[Part]:
    """Whether the claims that count say of no role at all that it is what was asked for."""
    if query.reading is None:
        return
    view = viewed(ladder, query.reading)
    ends = ((query.start, starting(view, query.start)), (query.goal, reached(view, query.goal)))
    how = reading(query.reading, ladder.book, labels, cited.short if cited else None)
    for end, roles in ends:
        if not roles and end.iri is not None:
            what = f"{end.kind.lower()} '{labels.label(end.iri)}'"
            yield Part(f"{how[:1].upper()}{how[1:]}, no role is known for the {what}.")


def _opening(found: WhyNot, ladder: Ladder, labels: Labelled, k: int | None) -> Iterator[Part]:
    """What would open a route; apart from it the degrees, which are no answer to who asked to do
    without."""
    shown = found.ways[:k]
    kept = [way for way in shown if not _allows_degree(way)]
    degrees = [way for way in shown if _allows_degree(way)]
    left = _more(len(found.ways) - len(shown))
    heading = f"What would open a {found.wanted}"
    if kept:
        more = () if degrees else left
        yield Part(f"{heading}:", (*(_way(way, ladder, labels) for way in kept), *more))
    if degrees:
        ways = (_way(way, ladder, labels) for way in degrees)
        yield Part(f"{heading}, if a degree is allowed after all:", (*ways, *left))


def _allows_degree(way: Way) -> bool:
    """Whether a way takes a degree that the question left out: else it could be earned."""
    return any(change.kind in OF_DEGREES for change in way.changes)


def _more(left: int) -> list[str]:
    return [f"and {left} more"] if left > 0 else []


def _way(way: Way, ladder: Ladder, labels: Labelled) -> str:
    roles = " → ".join(labels.label(role) for role in way.route.roles)
    return f"{all_changes(way, ladder, labels)} ({way.route.status.value}: {roles})"


def _hopeless(found: WhyNot, labels: Labelled) -> Iterator[Part]:
    if not found.complete:
        yield Part("Not everything was tried: the searches or the time allowed were spent.")
    elif not found.ways and found.proof and not found.proof.before:
        goals = any_of(found.proof.goals, labels) or "the goal"
        what = f"No source says how one becomes {goals}: no step leads there"
        yield Part(f"{what}, so that no change to the question opens one.")
    elif not found.ways and not (found.proof and _is_apart(found.proof)):
        yield Part(f"No change of up to {MOST} things opens a {found.wanted}.")


def any_of(roles: Iterable[URIRef], labels: Labelled) -> str:
    """Return roles as alternatives: the first, and how many others."""
    return few([labels.label(role) for role in roles], _NAMED, "or")


def _is_apart(proof: Proof) -> bool:
    """Whether no step at all, open or closed, leads from what can be reached towards a goal."""
    return bool(proof.before) and not proof.bounds and not any(cut.steps for cut in proof.cuts)


# ---------------------------------------------------------------- changes


def all_changes(way: Way, ladder: Ladder, labels: Labelled) -> str:
    """Return the changes of a way in words, as one enumeration."""
    return listed(change(made, ladder, labels) for made in way.changes)


def change(made: Change, ladder: Ladder, labels: Labelled) -> str:
    """Return a single change in words, such as 'allow 4 steps'."""
    if made.kind in _LIMITS:
        unit, some, none = _LIMITS[made.kind]
        return none if made.amount is None else some.format(counted(made.amount, unit))
    if made.node is None:
        return _SPOKEN[made.kind]
    name = labels.label(made.node)
    if made.kind == "source":
        return f"side with '{title(made.node, ladder.book, labels)}'"
    if made.kind == "through":
        return f"do without {name}"
    return f"allow {name}" if made.kind == "avoid" else f"hold {article(name)}"


# ---------------------------------------------------------------- the proof


class _Proving:
    """Words for the proof that there is no way."""

    def __init__(
        self, query: RouteQuery, ladder: Ladder, labels: Labelled, cited: Citations | None
    ) -> None:
        self.query, self.ladder, self.labels, self.cited = query, ladder, labels, cited
        self.named = cited.short if cited else None

    def parts(self, proof: Proof, *, opened: bool) -> Iterator[Part]:
        """Yield the closed steps, those of like readings together, and the limits not kept.

        `opened` is whether a change to the question opens a way all the same.
        """
        main = [c for c in proof.cuts if c.reading.source is None] or [*proof.cuts]
        closing = [cuts for cuts in _alike(proof.cuts) if cuts[0].steps]
        groups = [cuts for cuts in closing if any(cut in main for cut in cuts)]
        for cuts in groups:
            every = len(cuts) == len(proof.cuts) > 1
            under = "in every reading" if every else listed(map(self._reading, cuts))
            what = "supported way" if proof.supported else "way"
            heading = f"{uppered(under)}, every {what} ends here:"
            steps = list(self._shut(cuts[0].steps))
            yield Part(heading, (*steps[:_LINES], *_more(len(steps) - _LINES)))
        yield from (Part(f"{uppered(bound(b, self.labels))}.") for b in proof.bounds)
        others = [self._reading(cut) for cuts in closing if cuts not in groups for cut in cuts]
        if others:
            yield Part(f"{uppered(listed(others, 'or'))}, every way is closed as well.")
        if _is_apart(proof):
            yield self._apart(proof, opened=opened)

    def _reading(self, cut: Cut) -> str:
        return reading(cut.reading, self.ladder.book, self.labels, self.named)

    def _apart(self, proof: Proof, *, opened: bool) -> Part:
        goals, before = (any_of(each, self.labels) for each in (proof.goals, proof.before))
        start = self.query.start
        origin = self.labels.label(start.role) if start.role else "where the question starts"
        there = "there" if len(proof.before) == 1 else "to any of these"
        hopeless = "" if opened else ", so that no change to the question opens one"
        return Part(f"One becomes {goals} from {before}, and no chain of steps that count leads "
                    f"{there} from {origin}{hopeless}.")  # fmt: skip

    def _shut(self, steps: Iterable[Shut]) -> Iterator[str]:
        """What closes the steps; those out of one role that are closed alike, in one line."""
        found: dict[tuple[URIRef, str], list[str]] = {}
        for shut in steps:
            reasons = "; ".join(self._reason(o, shut.step) for o in shut.by)
            ends = found.setdefault((shut.step.start, reasons), [])
            ends.append(self.labels.label(shut.step.end))
        for (start, reasons), ends in found.items():
            led = few([*dict.fromkeys(ends)], _NAMED, "or")
            yield f"{self.labels.label(start)} → {led}: {reasons}"

    def _reason(self, found: Obstacle, step: AdvancementStep) -> str:
        words = obstacle(found, step, self.ladder, self.labels, self.named)
        return f"{words} {self.cited.of(*found.claims)}".rstrip() if self.cited else words


def _alike(cuts: Iterable[Cut]) -> list[list[Cut]]:
    """The cuts of several readings, those that close the same steps alike together."""
    found: dict[tuple[Shut, ...], list[Cut]] = {}
    for cut in cuts:
        found.setdefault(cut.steps, []).append(cut)
    return list(found.values())


def reading(read: Reading, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return a reading in words, such as 'in the cautious reading'."""
    if read.source is None:
        return f"in the {read.name} reading"
    name = named(read.source) if named else f"'{title(read.source, book, labels)}'"
    return f"on the word of {name} alone" if read.name == "only" else f"leaving out {name}"


def obstacle(
    found: Obstacle, step: AdvancementStep, ladder: Ladder, labels: Labelled,
    named: Named | None = None,
) -> str:  # fmt: skip
    """Return in words what closes a step."""
    plain = {
        "not said": "nobody whose claims count here says that people make this step",
        "inferred": "a curator infers it and no source says it",
        "kinds": f"a {labels.label(step.kind).lower()} is not among the kinds of step asked for",
        "counted": "nobody whose claims count here counted people who made it",
        "avoid": f"{labels.label(step.end)} is to be avoided",
        "most_years": "it is not known how long it takes",
        "stay_in": f"it is made in {listed(sorted(map(labels.label, step.industries)))}"
        if step.industries
        else "no industry is known for it",
    }
    if found.kind in plain:
        return plain[found.kind]
    said = credited(found.claims, ladder.book, labels, named)
    if found.kind == "pay_never_drops":
        return f"pay drops, says {said}" if found.claims else "it is not known whether pay drops"
    return f"{_who(found.claims, step, labels)} needs {needed(found.claims, labels)}, says {said}"


def _who(claims: tuple[Claim, ...], step: AdvancementStep, labels: Labelled) -> str:
    subject = claims[0].subject if claims else step.end
    return "the step" if subject == step.iri else labels.label(subject)


def bound(found: Bound, labels: Labelled) -> str:
    """Return in words a limit that no route keeps."""
    allowed = found.allowed or Decimal(0)
    if found.node is not None:
        words = f"no route passes through {labels.label(found.node)}"
    elif found.kind == "pay_at_least":
        words = f"{_best_pay(found.needed)}; {wording.number(allowed)} are asked for"
    else:
        words = f"{_least(found)} needed; {wording.number(allowed)} {_are(allowed)} allowed"
    others = listed(_KEPT[kind] for kind in found.given) if found.given else ""
    return f"within {others}, {words}" if others else words


def _best_pay(most: Decimal | None) -> str:
    if most is None:
        return "no pay is known"
    return f"the most that is known to be paid is {wording.number(most)} US dollars a year"


def _least(found: Bound) -> str:
    unit = _LIMITS[found.kind][0]
    if found.needed is None:
        return f"how many {unit}s is not known; more are"
    return f"at least {counted(found.needed, unit)} {_are(found.needed)}"


def _are(amount: Decimal) -> str:
    return "is" if amount == 1 else "are"


_KEPT = {
    "most_years": "the limit on years",
    "most_steps": "the limit on steps",
    "most_new_skills": "the limit on new skills",
    "pay_at_least": "the floor for pay",
    "through": "the industries to pass through",
}
