"""What an answer says, in sentences: why a route has its status, what is uncertain, what it takes.

Sources are named by `named`, by default their titles in quotation marks.
"""

from collections.abc import Callable, Iterable

from rdflib import URIRef

from careergraph import wording
from careergraph.claims import Book, Status
from careergraph.model import Claim
from careergraph.routes.answer import Change, Closed, Route, RouteAnswer, RouteStep
from careergraph.routes.ladder import Ladder
from careergraph.terms import CAREER
from careergraph.wording import Labelled

Named = Callable[[URIRef], str]

_BASELINES = {
    "held": "the degree held",
    "started from": "the degree started from",
    "assumed": "a bachelor's degree, which is assumed",
}


def duration(route: Route) -> str:
    """Return the years a route takes in words: '2 to 4', 'at least 3 (known for 1 of 2 steps)'."""
    found, count = route.costs.years, len(route.steps)
    if found.unknown == count and not found.low:
        return "not known"
    part = f" (known for {count - found.unknown} of {count} steps)" if found.unknown else ""
    if found.high is None:
        return f"at least {wording.number(found.low)}{part}"
    if found.high == found.low:
        return wording.number(found.low)
    return f"{wording.number(found.low)} to {wording.number(found.high)}"


def level(role: URIRef, ladder: Ladder, labels: Labelled) -> str | None:
    """Return the levels claimed for a role, lowest first and joined by 'or'; None when unknown."""
    claims = ladder.book.on(role, CAREER.level)
    found = {c.object for c in claims if c.affirms and c.object in ladder.ranks}
    ordered = sorted((lv for lv in found if lv is not None), key=lambda lv: ladder.ranks[lv])
    return " or ".join(labels.label(lv).lower() for lv in ordered) or None


def voices(
    claims: Iterable[Claim], book: Book, labels: Labelled, named: Named | None = None
) -> str:
    """Return on whose word claims rest: their sources, joined by 'and'."""
    found = {base.source for claim in claims for base in book.bases(claim)}
    name = named or (lambda source: f"'{title(source, book, labels)}'")
    return listed(name(source) for source in sorted(found))


def title(source: URIRef, book: Book, labels: Labelled) -> str:
    """Return the title of a source."""
    known = book.sources.get(source)
    return str(known.title) if known else labels.label(source)


def _any_of(roles: Iterable[URIRef], labels: Labelled) -> str:
    return " or ".join(labels.label(role) for role in roles)


def account(route: Route, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return one plain sentence: why the route has its status, and on whose word."""
    if route.status is Status.SUPPORTED:
        words = voices((c for s in route.steps for c in s.possible), book, labels, named)
        gained = " who gains what it takes" if any(s.demands for s in route.steps) else ""
        silent = [r for r in route.roles[1:] if not book.on(r, CAREER.requires)]
        unsaid = f" Nobody says what it takes to be {_any_of(silent, labels)}." if silent else ""
        return (
            f"Every step is open even to a cautious reader{gained}, on the word of {words}.{unsaid}"
        )
    if route.status is Status.UNKNOWN:
        guessed = [s for s in route.steps if s.status is Status.UNKNOWN]
        names = listed(_ends(s, labels) for s in guessed)
        verb = "rests" if len(guessed) == 1 else "rest"
        return f"Open, but {names} {verb} on a curator's inference alone."
    disputed = [s for s in route.steps if s.status is Status.CONTESTED]
    if not disputed:
        who = readers(route, book, labels, named)
        return f"Contested: it answers the question to {who}, but not to a cautious reader."
    return f"Contested: {listed(_dispute(s, book, labels, named) for s in disputed)}."


def _ends(step: RouteStep, labels: Labelled) -> str:
    return f"{labels.label(step.step.start)} to {labels.label(step.step.end)}"


def _dispute(step: RouteStep, book: Book, labels: Labelled, named: Named | None) -> str:
    """Who stands against whom on a step, in words."""
    end = labels.label(step.step.end)
    if not step.unmet:
        denied = any(not claim.affirms for claim in step.possible)
        return (
            f"sources differ on whether people move on to {end}"
            if denied
            else f"the step to {end} keeps the limits of the question in some readings only"
        )
    needs = needed(step.unmet, labels)
    if not step.denials:
        said = voices(step.unmet, book, labels, named)
        return f"{end} needs {needs}, says {said}; the other sources are silent"
    demanding, denying = (voices(c, book, labels, named) for c in (step.unmet, step.denials))
    if _speakers(step.unmet, book) == _speakers(step.denials, book):
        return f"{demanding} says that {end} needs {needs}, and elsewhere that it does not"
    return f"{end} needs {needs}, says {demanding}; it does not, says {denying}"


def _speakers(claims: Iterable[Claim], book: Book) -> set[URIRef]:
    return {base.source for claim in claims for base in book.bases(claim)}


def needed(claims: Iterable[Claim], labels: Labelled) -> str:
    """Return what requirements ask for, as one enumeration."""
    return listed(sorted({lowered(labels.label(c.object or c.subject)) for c in claims}))


def weakness(step: RouteStep, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return in words what makes this the weakest step of its route."""
    if step.status is Status.UNKNOWN:
        return f"{_ends(step, labels)}: inferred by a curator, stated by no source"
    if step.status is Status.CONTESTED:
        return f"{_ends(step, labels)}: {_dispute(step, book, labels, named)}"
    sources = _speakers(step.possible, book)
    count = "one source" if len(sources) == 1 else f"{len(sources)} sources"
    said = voices(step.possible, book, labels, named)
    return f"{_ends(step, labels)}: supported by {count}, {said}"


def shut(closed: Closed, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return in words what closes a step."""
    if not closed.by:
        return "no claim that counts in this reading says that people make this step"
    who = labels.label(closed.by[0].subject)
    said = voices(closed.by, book, labels, named)
    return f"{who} needs {needed(closed.by, labels)}, says {said}"


def further(route: Route, ladder: Ladder, labels: Labelled) -> str:
    """Return in words the degree above which another would be a further one on this route."""
    if route.baseline.origin in _BASELINES:
        return _BASELINES[route.baseline.origin]
    start = route.roles[0]
    claims = [c for c in ladder.book.on(start, CAREER.requires) if c.affirms]
    return f"what {labels.label(start)} itself is said to need: {needed(claims, labels)}"


def readers(route: Route, book: Book, labels: Labelled, named: Named | None = None) -> str:
    """Return in words to whom a route is open, by the readings under which it is."""
    name = named or (lambda source: f"'{title(source, book, labels)}'")
    found = []
    for reading in route.open_under:
        kind, _, source = reading.partition(" ")
        who = {"only": "one who believes {} alone", "without": "one who leaves out {}"}.get(kind)
        found.append(who.format(name(URIRef(source))) if who else f"a {kind} reader")
    return listed(found)


def summary(answer: RouteAnswer, k: int | None) -> str:
    """Return the status of an answer and how many routes of each it has."""
    if not answer.routes:
        if not answer.complete:
            return "none found. The search had to stop before it had tried every way."
        return "none. No route answers this question."
    total = answer.total
    least = "" if answer.complete else "at least "
    counts = {s.value: sum(r.status is s for r in answer.routes) for s in Status}
    parts = ", ".join(f"{n} {s}" for s, n in counts.items() if n)
    shown = f"; the best {k} are shown" if k is not None and 1 < k < total else ""
    shown = "; the best is shown" if k == 1 < total else shown
    return f"{answer.status}. {least}{total} route{'s' * (total > 1)} ({parts}){shown}."


def listed(parts: Iterable[str]) -> str:
    """Return the parts as one enumeration: 'a, b and c'; empty without any."""
    found = list(parts)
    return " and ".join(filter(None, [", ".join(found[:-1]), *found[-1:]]))


def lowered(text: str) -> str:
    """Return a label for the middle of a sentence; abbreviations keep their capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def change(made: Change, labels: Labelled) -> str:
    """Return a change to a question in words."""
    if made.node is None:
        return made.what
    name = lowered(labels.label(made.node))
    return f"{made.what} {'an' if name[0] in 'aeiou' else 'a'} {name}"
